"""A link lets in whom it was sent to, while the round is open and the work is theirs; its secret is nowhere else."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from dueregard.web.delivery.actions import links
from dueregard.web.delivery.models.rounds import Link
from dueregard.web.delivery.queries import links as reading
from dueregard.web.ledger.models import Entry, PersonalValue
from dueregard.web.organisation import actions as organisation
from dueregard.web.ui.middleware import SecretFilter
from factories.answers import Asked, ask_about
from factories.plans import plan_of
from people import AMINA, BEN, Cast, make_cast

pytestmark = pytest.mark.django_db
PAGE = "/aldermere/answer/"


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return make_cast()


@pytest.fixture
def asked(cast: Cast) -> Asked:
    actions = plan_of(cast).actions.filter(position=1)
    return ask_about(actions, by=cast.people[AMINA].id, person=cast.people[BEN])


def _opens(path: str) -> int:
    browser = Client()
    assert browser.get(path).status_code == 302
    return browser.get(PAGE).status_code


def test_opening_swaps_the_secret_for_a_cookie_and_leads_to_a_clean_address(asked: Asked) -> None:
    given = Client().get(asked.path)

    cookie = given.cookies["answer"]
    assert given.status_code == 302
    assert given["Location"] == PAGE
    assert given["Referrer-Policy"] == "no-referrer"
    assert given["Cache-Control"] == "private, no-store"
    assert given["X-Robots-Tag"] == "noindex, nofollow"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["max-age"] == 20 * 60 * 60
    assert asked.path.split("/")[-2] not in cookie.value


def test_the_page_is_kept_by_nobody_and_holds_no_secret(asked: Asked) -> None:
    browser = Client()
    browser.get(asked.path)

    given = browser.get(PAGE)

    assert given.status_code == 200
    assert given["Cache-Control"] == "private, no-store"
    assert 'content="noindex"' in given.content.decode()
    assert asked.path.split("/")[-2] not in given.content.decode()
    assert "<script" not in given.content.decode()


def test_nothing_secret_is_in_the_database(asked: Asked, settings: Any) -> None:
    signature = asked.path.split("/")[-2].partition(".")[2]
    kept = [str(value) for row in Link.objects.values() for value in row.values()]
    told = [str(row) for row in Entry.objects.values()]

    assert not [value for value in (*kept, *told) if signature in value]
    assert len(signature) == 43


def test_an_address_of_another_installation_lets_nobody_in(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = reading.Signer(key="another installation's key, as long as ours", salt="dueregard.delivery.link")
    monkeypatch.setattr(reading, "_ADDRESS", elsewhere)
    token = reading.token_of(asked.link_row)
    monkeypatch.undo()

    assert reading.link_of_token(token) is None
    assert reading.link_of_token(asked.path.split("/")[-2]) == asked.link


@pytest.mark.parametrize("token", ["a", "x" * 90, "x" * 5000, "gnSV4fKZQC2OxKGKnePcJQ." + "a" * 43, "é", "..", "a.b.c"])
def test_wrong_addresses_all_lead_to_the_same_words(cast: Cast, token: str) -> None:
    browser = Client()

    assert browser.get(f"{PAGE}{token}/").status_code == 302
    given = browser.get(PAGE)

    assert given.status_code == 410
    assert "This link is closed" in given.content.decode()


def test_a_changed_letter_of_the_secret_is_wrong(asked: Asked) -> None:
    changed = asked.path[:-3] + ("A" if asked.path[-3] != "A" else "B") + asked.path[-2:]

    assert _opens(changed) == 410
    assert _opens(asked.path) == 200


def test_a_closed_link_tells_nothing(cast: Cast, asked: Asked) -> None:
    links.revoke(asked.link, by=cast.people[AMINA].id)
    browser = Client()
    browser.get(asked.path)

    page = browser.get(PAGE).content.decode()

    assert "Autumn 2026" not in page
    assert "Ben" not in page
    assert "Adapt homes" not in page


def test_a_link_ends_when_it_is_revoked_also_for_a_browser_that_opened_it(cast: Cast, asked: Asked) -> None:
    browser = Client()
    browser.get(asked.path)
    assert browser.get(PAGE).status_code == 200

    assert links.revoke(asked.link, by=cast.people[AMINA].id) is True

    assert browser.get(PAGE).status_code == 410
    assert links.address_of(asked.link) is None
    assert links.revoke(asked.link, by=cast.people[AMINA].id) is False


def test_a_link_ends_with_its_round(asked: Asked) -> None:
    asked.round.state = "closed"
    asked.round.save()

    assert _opens(asked.path) == 410
    assert links.address_of(asked.link) is None


def test_a_link_ends_on_its_last_day(asked: Asked) -> None:
    Link.objects.filter(pk=asked.link).update(expires_at=timezone.now() - timedelta(seconds=1))

    assert _opens(asked.path) == 410


def test_a_link_ends_when_its_person_leaves(cast: Cast, asked: Asked) -> None:
    organisation.end_membership(
        council_id=cast.council.id, person_id=cast.people[BEN].id, on=timezone.localdate(), by=cast.people["kofi"].id
    )

    assert _opens(asked.path) == 410


def test_a_link_ends_when_the_post_changes_hands(cast: Cast, asked: Asked) -> None:
    from dueregard.web.organisation.models import PostHolding

    PostHolding.objects.filter(post=cast.post_id).update(until=timezone.localdate() - timedelta(days=1))

    assert _opens(asked.path) == 410


def test_all_links_of_a_person_or_a_round_are_revoked_at_once(cast: Cast, asked: Asked) -> None:
    by = cast.people[AMINA].id

    assert links.revoke_all_for(by=by) == 0
    assert links.revoke_all_for(person_id=cast.people[BEN].id, by=by) == 1
    assert links.revoke_all_for(round_id=asked.round.pk, by=by) == 0
    assert Entry.objects.filter(kind="delivery.link_revoked").count() == 1


def test_a_link_of_one_council_opens_nothing_in_another(asked: Asked) -> None:
    browser = Client()
    browser.get(asked.path)

    assert browser.get("/not-aldermere/answer/").status_code == 410
    assert browser.get("/no-such-council/answer/").status_code == 404


def test_what_a_browser_carries_is_too_old_after_a_working_day(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client()
    browser.get(asked.path)

    monkeypatch.setattr(reading, "VISIT_SECONDS", -1)

    assert browser.get(PAGE).status_code == 410


def test_a_made_up_cookie_lets_nobody_in(asked: Asked) -> None:
    for made_up in (asked.link.hex, f"{asked.link.hex}:1xV03l:abc", asked.path.split("/")[-2], ""):
        browser = Client()
        browser.cookies["answer"] = made_up

        assert browser.get(PAGE).status_code == 410


def test_wrong_addresses_are_counted_by_sender_and_good_ones_go_on_working(asked: Asked) -> None:
    browser = Client()

    answers = [browser.get(f"{PAGE}guess{number}/").status_code for number in range(62)]

    assert answers[:60] == [302] * 60
    assert answers[60:] == [429, 429]
    assert _opens(asked.path) == 200


def test_making_and_revoking_are_recorded_with_the_name_outside_the_chain(cast: Cast, asked: Asked) -> None:
    links.revoke(asked.link, by=cast.people[AMINA].id)

    kinds = list(Entry.objects.filter(kind__startswith="delivery.link").order_by("number"))

    assert [one.kind for one in kinds] == ["delivery.link_made", "delivery.link_revoked"]
    assert not [one for one in kinds if "Ben" in str(one.facts)]
    assert {row.value for row in PersonalValue.objects.filter(entry=kinds[0])} == {"Ben Carter", cast.people[BEN].email}


@pytest.mark.parametrize("ending", ["", " HTTP/1.1", "?x=1"])
def test_no_line_of_the_log_holds_the_secret(asked: Asked, ending: str) -> None:
    canary = asked.path.split("/")[-2]
    line = logging.LogRecord("django.request", logging.WARNING, "", 1, "Gone: %s", (f"{asked.path}{ending}",), None)

    SecretFilter().filter(line)

    assert canary not in line.getMessage()
    assert canary.partition(".")[2] not in line.getMessage()
    assert "/aldermere/answer/…/" in line.getMessage()


def test_the_log_of_a_wrong_method_holds_no_secret(asked: Asked, caplog: pytest.LogCaptureFixture) -> None:
    canary = asked.path.split("/")[-2]

    with caplog.at_level(logging.DEBUG):
        assert Client().post(asked.path).status_code == 405
        assert Client(enforce_csrf_checks=True).post(asked.path).status_code == 403

    assert canary not in caplog.text
    assert "/answer/…/" in caplog.text


def test_pages_without_a_secret_are_named_in_the_log() -> None:
    path = "/aldermere/answer/0b4348f4-bde7-40b1-9221-092a036ac41d/"
    line = logging.LogRecord("django.request", logging.WARNING, "", 1, f"Bad: {path}", None, None)

    SecretFilter().filter(line)

    assert path in line.getMessage()
