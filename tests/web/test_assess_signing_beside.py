"""Sign-off, papers and the decision stand on the pages of others, and Today names what waits to whoever is next."""

from __future__ import annotations

from uuid import UUID

import pytest

from dueregard.domain.assessments.sign_off import Act
from dueregard.web.assessments.queries.beside_signing import waiting_for_sign_off
from dueregard.web.organisation.queries import visitor_for
from factories.signing import along, decision_for, say, written
from people import AMINA, CHIDI, DEE, EVE, FAITH, GARETH, HANA, IMRAN, JOAN, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> UUID:
    return written(cast, decision_id=decision_for(cast))


def _today(cast: Cast, name: str) -> list[str]:
    return [one.what for one in waiting_for_sign_off(visitor_for(cast.people[name], slug=cast.council.slug))]


def test_today_names_it_to_whoever_is_next(cast: Cast, made: UUID) -> None:
    say(cast, made, Act.SEND, GARETH)
    assert (_today(cast, FAITH), _today(cast, AMINA)) == (["Check: Close Fenwick library"], [])
    say(cast, made, Act.AGREE, FAITH)
    assert (_today(cast, FAITH), _today(cast, AMINA)) == ([], ["Review for equality: Close Fenwick library"])
    say(cast, made, Act.AGREE, AMINA)
    assert _today(cast, IMRAN) == ["Put before those who decide: Close Fenwick library"]
    say(cast, made, Act.RETURN, AMINA, reason="A figure changed.")
    assert (_today(cast, GARETH), _today(cast, IMRAN)) == (["Returned to you: Close Fenwick library"], [])


@pytest.mark.parametrize(
    ("name", "status"),
    [(AMINA, 200), (GARETH, 200), (FAITH, 200), (JOAN, 200), (IMRAN, 200), (HANA, 403), (CHIDI, 403), (EVE, 404),
     (DEE, 302)],
)  # fmt: skip
def test_who_sees_where_it_stands_once_signed_off(cast: Cast, made: UUID, name: str, status: int) -> None:
    along(cast, made, steps=3)

    assert cast.client(name).get(f"/{cast.council.slug}/assessments/{made}/sign-off/").status_code == status


def test_page_leads_each_to_what_they_can_do(cast: Cast, made: UUID) -> None:
    along(cast, made, steps=1)
    address = f"/{cast.council.slug}/assessments/{made}/sign-off/"

    pages = {name: cast.client(name).get(address).content.decode() for name in (GARETH, FAITH, JOAN)}

    assert "sign-off/take-back/" in pages[GARETH]
    assert "sign-off/agree/" not in pages[GARETH]
    assert "sign-off/agree/" in pages[FAITH]
    assert "sign-off/return/" in pages[FAITH]
    assert "What you can do" not in pages[JOAN]


def test_returning_by_the_page_asks_for_a_reason(cast: Cast, made: UUID) -> None:
    along(cast, made, steps=1)
    address = f"/{cast.council.slug}/assessments/{made}/sign-off/return/"
    browser = cast.client(FAITH)

    refused = browser.post(address, {"seen": "checking:1", "reason": ""})
    done = browser.post(address, {"seen": "checking:1", "reason": "Say more of carers."})

    assert (refused.status_code, done.status_code) == (400, 302)
    page = cast.client(GARETH).get(f"/{cast.council.slug}/assessments/{made}/sign-off/").content.decode()
    assert "Say more of carers." in page


def test_act_that_is_not_of_this_state_has_no_page(cast: Cast, made: UUID) -> None:
    for act in ("agree", "decide", "nonsense"):
        assert cast.client(AMINA).get(f"/{cast.council.slug}/assessments/{made}/sign-off/{act}/").status_code == 404


def test_checker_is_chosen_by_name_or_address(cast: Cast) -> None:
    made = written(cast, checker="")
    address = f"/{cast.council.slug}/assessments/{made}/sign-off/checker/"
    browser = cast.client(GARETH)

    assert browser.get(address).status_code == 200
    assert browser.post(address, {"person": "other", "email": "nobody@aldermere.example"}).status_code == 400
    assert browser.post(address, {"person": "other", "email": cast.people[CHIDI].email}).status_code == 302
    assert browser.post(address, {"person": str(cast.people[FAITH].id)}).status_code == 302


def test_pieces_stand_on_the_pages_of_the_assessment_and_the_decision(cast: Cast) -> None:
    decision = decision_for(cast)
    made = written(cast, decision_id=decision)
    along(cast, made, steps=1)

    of_assessment = cast.client(GARETH).get(f"/{cast.council.slug}/assessments/{made}/").content.decode()
    of_decision = cast.client(AMINA).get(f"/{cast.council.slug}/decisions/{decision}/").content.decode()

    assert "It is with Faith Lindqvist to be checked." in of_assessment
    assert f"/decisions/{decision}/decided/" in of_decision
    assert f"/decisions/{decision}/papers/" in of_decision
