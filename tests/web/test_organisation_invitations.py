"""Invitations: the link works once, for two days, and stands nowhere it could be read."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.accounts.queries import person_by_email
from dueregard.web.ledger.models import Entry
from dueregard.web.organisation import actions, queries
from dueregard.web.organisation.models import Invitation
from factories.organisation import PASSWORD
from people import BEN, EVE, KOFI, Cast, make_cast, today

EMAIL = "new@aldermere.example"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def token(cast: Cast, django_capture_on_commit_callbacks: object) -> str:
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(
            council_id=cast.council.id,
            email=EMAIL,
            full_name="New Person",
            roles=["analyst"],
            post_id=cast.post_id,
            by=cast.people[KOFI].id,
        )
    return re.search(r"/invitation/([\w-]+)/", mail.outbox[-1].body).group(1)


def test_link_is_256_bits_and_only_a_hash_is_kept(cast: Cast, token: str) -> None:
    assert len(token) >= 43
    assert token not in str(list(Invitation.objects.values()))
    assert token not in str(list(Entry.objects.values()))


def test_mail_links_to_the_configured_address(cast: Cast, token: str) -> None:
    assert f"http://127.0.0.1:8000/invitation/{token}/" in mail.outbox[-1].body
    assert mail.outbox[-1].to == [EMAIL]


def test_new_person_comes_in_and_is_what_was_promised(cast: Cast, token: str) -> None:
    browser = Client()

    opened = browser.get(f"/invitation/{token}/", follow=True)
    came = browser.post("/invitation/", {"full_name": "New Person", "password": PASSWORD})

    assert opened.redirect_chain == [("/invitation/", 302)]
    assert came.url == "/aldermere/today/"
    person = person_by_email(EMAIL)
    found = queries.belonging(cast.council.id, person.id, on=today())
    assert [each.code for each in found.roles] == ["analyst"]
    assert [each.name for each in found.posts] == ["Housing Options Manager"]
    assert browser.get("/aldermere/posts/").status_code == 200


def test_session_id_is_new_after_coming_in(cast: Cast, token: str) -> None:
    browser = Client()
    browser.get(f"/invitation/{token}/")
    before = browser.session.session_key

    browser.post("/invitation/", {"full_name": "New Person", "password": ""})

    assert browser.session.session_key != before


def test_link_works_once(cast: Cast, token: str) -> None:
    first, second = Client(), Client()
    first.get(f"/invitation/{token}/")
    first.post("/invitation/", {"full_name": "New Person", "password": ""})

    replayed = second.get(f"/invitation/{token}/", follow=True)
    posted = second.post("/invitation/", {"full_name": "Thief", "password": ""})

    assert replayed.status_code == posted.status_code == 410
    assert "no longer works" in replayed.content.decode()
    assert person_by_email(EMAIL).full_name == "New Person"


def test_opening_it_uses_nothing_up(cast: Cast, token: str) -> None:
    for _scan in range(3):
        scanner = Client()
        scanner.head(f"/invitation/{token}/")
        assert scanner.get(f"/invitation/{token}/", follow=True).status_code == 200
        assert scanner.post("/invitation/", {}).status_code == 400

    assert person_by_email(EMAIL) is None


def test_link_is_too_old_after_two_days(cast: Cast, token: str) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert Client().get(f"/invitation/{token}/", follow=True).status_code == 410
    with pytest.raises(MoveNotAllowed):
        actions.accept(token=token, on=today(), full_name="Late")


def test_withdrawn_link_does_not_work(cast: Cast, token: str) -> None:
    actions.withdraw(council_id=cast.council.id, invitation_id=Invitation.objects.get().pk, by=cast.people[KOFI].id)

    assert Client().get(f"/invitation/{token}/", follow=True).status_code == 410


def test_sending_again_ends_the_earlier_link(
    cast: Cast, token: str, django_capture_on_commit_callbacks: object
) -> None:
    invitation = Invitation.objects.get()
    given = {"council_id": cast.council.id, "invitation_id": invitation.pk, "by": cast.people[KOFI].id}
    with pytest.raises(MoveNotAllowed, match="five minutes"):
        actions.send_again(**given)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(minutes=6))

    with django_capture_on_commit_callbacks(execute=True):
        actions.send_again(**given)

    newer = re.search(r"/invitation/([\w-]+)/", mail.outbox[-1].body).group(1)
    assert newer != token
    assert queries.open_invitation(token) is None
    assert queries.open_invitation(newer) is not None


def test_sending_again_has_an_end(cast: Cast, token: str) -> None:
    Invitation.objects.update(times_sent=5, sent_at=timezone.now() - timedelta(hours=1))

    with pytest.raises(MoveNotAllowed, match="five times"):
        actions.send_again(
            council_id=cast.council.id, invitation_id=Invitation.objects.get().pk, by=cast.people[KOFI].id
        )


def test_token_stands_in_no_log_and_no_referer(cast: Cast, token: str, caplog: pytest.LogCaptureFixture) -> None:
    browser = Client()
    with caplog.at_level(logging.DEBUG):
        opened = browser.get(f"/invitation/{token}/")
        page = browser.get("/invitation/")
        browser.get("/invitation/not-a-token/", follow=True)

    assert opened["Referrer-Policy"] == "no-referrer"
    assert token not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    written = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert token not in " ".join(written)


def test_known_person_must_sign_in_to_join(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(
            council_id=cast.other.id,
            email=cast.people[BEN].email,
            full_name="Ben",
            roles=["analyst"],
            by=cast.people[EVE].id,
        )
    token = re.search(r"/invitation/([\w-]+)/", mail.outbox[-1].body).group(1)
    stranger, ben = Client(), cast.client(BEN)

    told = stranger.get(f"/invitation/{token}/", follow=True).content.decode()
    refused = stranger.post("/invitation/", {"full_name": "Thief", "password": PASSWORD})
    ben.get(f"/invitation/{token}/")
    joined = ben.post("/invitation/")

    assert "Sign in with it" in told
    assert refused.status_code == 200
    assert joined.url == "/not-aldermere/today/"
    assert ben.get("/not-aldermere/posts/").status_code == 200
    assert stranger.get("/not-aldermere/posts/").status_code == 302


def test_weak_password_is_refused_and_the_name_kept(cast: Cast, token: str) -> None:
    browser = Client()
    browser.get(f"/invitation/{token}/")

    response = browser.post("/invitation/", {"full_name": "Newer Person", "password": "password"})

    assert response.status_code == 400
    assert 'value="Newer Person"' in response.content.decode()
    assert person_by_email(EMAIL) is None


def test_inviting_by_the_page(cast: Cast) -> None:
    kofi = cast.client(KOFI)
    empty = kofi.post("/aldermere/people/invite/", {"full_name": "", "email": "no"})
    nothing = kofi.post("/aldermere/people/invite/", {"full_name": "A B", "email": "ab@aldermere.example"})
    good = {"full_name": "A B", "email": "ab@aldermere.example", "roles": ["analyst"]}
    sent = kofi.post("/aldermere/people/invite/", good, follow=True)
    twice = kofi.post("/aldermere/people/invite/", good)

    assert empty.status_code == nothing.status_code == twice.status_code == 400
    assert "Choose at least one role, or a post" in nothing.content.decode()
    assert "Error:" in nothing.content.decode()
    assert "ab@aldermere.example" in sent.content.decode().replace("<wbr>", "")
    assert "asked already" in twice.content.decode()


def test_council_sends_no_flood(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dueregard.web.organisation.actions.invitations.MOST_A_DAY", 2)
    given = {"council_id": cast.council.id, "full_name": "A", "roles": ["analyst"], "by": cast.people[KOFI].id}
    for number in range(2):
        actions.invite(email=f"a{number}@aldermere.example", **given)

    with pytest.raises(UsedWrongly, match="staff list"):
        actions.invite(email="a9@aldermere.example", **given)
