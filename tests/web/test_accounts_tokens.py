"""Personal tokens: shown once, kept as a hash, reading only, gone when revoked, expired or left."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory

from dueregard.terms.errors import UsedWrongly
from dueregard.web.accounts import actions
from dueregard.web.accounts.models import ApiToken
from dueregard.web.accounts.queries import person_for_basic
from dueregard.web.ledger.models import Entry
from people import AMINA, BEN, JOAN, Cast, make_cast, today

TABLE = "/aldermere/people.csv"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def _basic(name: str, secret: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}


def _token(cast: Cast, name: str = JOAN) -> str:
    return actions.make_token(name="Excel", days=30, by=cast.people[name].id)[1]


def test_spreadsheet_reads_with_name_and_token(cast: Cast) -> None:
    secret = _token(cast)

    response = Client().get(TABLE, headers=_basic("Excel", secret))

    assert response.status_code == 200
    assert response.content.startswith(b"E-mail,Name")  # no byte order mark for programs
    assert ApiToken.objects.get().last_used_at is not None


def test_bearer_reads_too(cast: Cast) -> None:
    assert Client().get(TABLE, headers={"authorization": f"Bearer {_token(cast)}"}).status_code == 200


def test_no_credential_asks_for_one(cast: Cast) -> None:
    response = Client().get(TABLE)

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Basic realm="Due Regard", charset="UTF-8"'
    assert response["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    "header",
    [
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b"Excel:").decode(),
        "Basic " + base64.b64encode(b"\xff\xfe:x").decode(),
        "Basic " + base64.b64encode(b"Excel:wrong").decode(),
        "Bearer wrong",
        "Bearer",
        "Digest x",
        "Bearer " + "x" * 5000,
    ],
)
def test_bad_credentials_let_nobody_in(cast: Cast, header: str) -> None:
    _token(cast)

    assert Client().get(TABLE, headers={"authorization": header}).status_code == 401


def test_name_must_fit_the_token(cast: Cast) -> None:
    assert Client().get(TABLE, headers=_basic("Power BI", _token(cast))).status_code == 401


def test_token_reads_what_its_owner_may_and_no_more(cast: Cast) -> None:
    secret = _token(cast, BEN)

    assert Client().get(TABLE, headers=_basic("Excel", secret)).status_code == 403
    assert Client().get("/not-aldermere/people.csv", headers=_basic("Excel", secret)).status_code == 404


def test_token_opens_no_page_and_changes_nothing(cast: Cast) -> None:
    secret = _token(cast, AMINA)
    headers = _basic("Excel", secret)

    assert Client().get("/aldermere/people/", headers=headers).status_code == 302
    assert Client().post("/aldermere/boards/add/", {"name": "X"}, headers=headers).status_code == 302
    assert Client().post(TABLE, headers=headers).status_code == 401


def test_bad_token_beats_a_good_session(cast: Cast) -> None:
    assert cast.client(JOAN).get(TABLE, headers=_basic("Excel", "wrong")).status_code == 401


def test_expired_token_does_not_work(cast: Cast) -> None:
    secret = _token(cast)
    ApiToken.objects.update(expires_on=today() - timedelta(days=1))

    assert Client().get(TABLE, headers=_basic("Excel", secret)).status_code == 401


def test_token_is_made_shown_once_and_revoked_by_the_page(cast: Cast) -> None:
    browser = cast.client(JOAN)

    made = browser.post("/account/tokens/", {"name": "Excel", "days": "30"})
    secret = re.search(r'class="dr-secret">([^<]+)<', made.content.decode()).group(1)
    later = browser.get("/account/tokens/").content.decode()
    twice = browser.post("/account/tokens/", {"name": "Excel", "days": "30"})
    revoke = re.search(r"/account/tokens/[0-9a-f-]{36}/revoke/", later).group(0)
    read = Client().get(TABLE, headers=_basic("Excel", secret)).status_code
    by_another = cast.client(AMINA).post(revoke)
    still = Client().get(TABLE, headers=_basic("Excel", secret)).status_code
    browser.post(revoke)

    assert len(secret) >= 43
    assert "no-store" in made["Cache-Control"]
    assert secret not in later
    assert twice.status_code == 400
    assert "already have a token" in twice.content.decode()
    assert (read, by_another.status_code, still) == (200, 302, 200)
    assert Client().get(TABLE, headers=_basic("Excel", secret)).status_code == 401


@pytest.mark.parametrize(
    "given", [{"name": "", "days": "30"}, {"name": "a:b", "days": "30"}, {"name": "a", "days": "9999"}]
)
def test_token_form_says_what_is_wrong(cast: Cast, given: dict[str, str]) -> None:
    response = cast.client(JOAN).post("/account/tokens/", given)

    assert response.status_code == 400
    assert "There is a problem" in response.content.decode()
    assert not ApiToken.objects.exists()


def test_secret_stands_nowhere(cast: Cast) -> None:
    secret = _token(cast)

    assert secret not in str(list(ApiToken.objects.values()))
    assert secret not in str(list(Entry.objects.values()))


def test_tokens_have_a_limit(cast: Cast) -> None:
    for number in range(20):
        actions.make_token(name=f"T{number}", days=1, by=cast.people[JOAN].id)

    with pytest.raises(UsedWrongly, match="20 tokens"):
        actions.make_token(name="One more", days=1, by=cast.people[JOAN].id)


def test_use_is_noted_at_most_every_five_minutes(cast: Cast, django_assert_num_queries: object) -> None:
    request = RequestFactory().get("/", headers=_basic("Excel", _token(cast)))

    with django_assert_num_queries(2):
        person_for_basic(request)
    with django_assert_num_queries(1):
        assert person_for_basic(request).pk == cast.people[JOAN].id
