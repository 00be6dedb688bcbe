"""The officer's way through a round: making it, looking at it, what is done for one person."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dueregard.web.delivery.actions.rounds import close_round
from dueregard.web.delivery.actions.rounds_opening import open_round
from dueregard.web.delivery.models.rounds import Ask, Link, QuietDays, Request, Round
from dueregard.web.delivery.queries.rounds import RoundCard, round_card
from dueregard.web.ledger.models import Entry
from dueregard.web.mail.models import Message
from dueregard.web.plans.actions.rows import Targets
from factories.rounds import plan_led_by, round_of
from people import AMINA, BEN, JOAN, Cast, make_cast

LEADS = {
    "Adapt homes faster": ("Housing Options Manager",),
    "Train every manager": ("Housing Options Manager",),
    "Open the libraries": ("Somebody from Libraries",),
}


@pytest.fixture
def cast(db: None) -> Cast:
    made = make_cast()
    targets = Targets(posts={"Housing Options Manager": made.post_id}, partners={}, boards={})
    plan_led_by(LEADS, council_id=made.council.id, by=made.people[AMINA].id, targets=targets)
    return made


@pytest.fixture
def amina(cast: Cast) -> Client:
    return cast.client(AMINA)


@pytest.fixture
def opened(cast: Cast, django_capture_on_commit_callbacks: Any) -> RoundCard:
    card = round_of(cast.council.id, by=cast.people[AMINA].id)
    with django_capture_on_commit_callbacks(execute=True):
        open_round(card.id, by=cast.people[AMINA].id)
    return round_card(cast.council.id, card.slug)


def at(name: str, *parts: Any) -> str:
    return reverse(f"delivery:{name}", args=["aldermere", *parts])


def card_actions(card: RoundCard) -> Any:
    return Round.objects.get(pk=card.id).chosen


def ben_of(cast: Cast) -> Request:
    return Request.objects.get(person=cast.people[BEN].id)


def test_officer_makes_and_opens_a_round(cast: Cast, amina: Client, django_capture_on_commit_callbacks: Any) -> None:
    """The pages as they are walked: period, actions, words, days, check, open."""
    new = amina.get(at("new_round"))
    assert "What is the new round about?" in new.content.decode()
    made = amina.post(
        at("new_round"),
        {"name": "Winter", "starts-day": "1", "starts-month": "10", "starts-year": "2026",
         "ends-day": "31", "ends-month": "12", "ends-year": "2026"},
    )  # fmt: skip
    assert made["Location"] == at("round_actions", "winter")
    assert "3 actions are chosen" in amina.get(made["Location"]).content.decode()

    amina.post(at("round_actions", "winter") + "?words=libraries", {"do": "leave_out"})
    assert "2 actions are chosen" in amina.get(made["Location"]).content.decode()

    words = amina.post(at("round_words", "winter"), {"words": "Before the board meets, please."})
    days = amina.get(words["Location"])
    assert "When, and how are people reminded?" in days.content.decode()
    said = {**_boxes(days, "opens"), **_boxes(days, "due"), **_boxes(days, "closes")}
    rules = {"before": "5, 1", "after": "2", "lead_after": "7", "board_after": ""}
    checked = amina.post(words["Location"], {**said, **rules})
    assert checked["Location"] == at("round_check", "winter")

    page = amina.get(checked["Location"]).content.decode()
    assert "1 person will be asked about 2 actions." in page
    assert "Before the board meets, please." in page
    assert "2 actions: an update by" in page
    with django_capture_on_commit_callbacks(execute=True):
        begun = amina.post(checked["Location"], {"sure": "yes"})
    assert "/jobs/" in begun["Location"]
    assert Round.objects.get().state == "open"
    assert Round.objects.get().chasing["before"] == [5, 1]


def test_nothing_is_opened_without_a_choice(cast: Cast, amina: Client) -> None:
    card = round_of(cast.council.id, by=cast.people[AMINA].id)

    empty = amina.post(at("round_check", card.slug), {})
    no = amina.post(at("round_check", card.slug), {"sure": "no"})

    assert "Choose yes or no" in empty.content.decode()
    assert no["Location"] == at("rounds")
    assert Request.objects.count() == 0


def test_round_page_shows_who_was_asked_and_who_was_not_reached(cast: Cast, amina: Client, opened: RoundCard) -> None:
    page = amina.get(at("round", opened.slug)).content.decode()

    assert "0 of 3 actions have an answer" in page
    assert cast.people[BEN].full_name in page
    assert "nobody has said yet which post it is" in page
    lost = amina.get(at("round", opened.slug) + "?state=not_reached").content.decode()
    assert cast.people[BEN].full_name not in lost
    assert "Somebody from Libraries" in lost


def test_answer_counts_for_everybody_asked_about_the_action(cast: Cast, amina: Client, opened: RoundCard) -> None:
    ask = Ask.objects.filter(request=ben_of(cast)).first()
    Ask.objects.filter(pk=ask.pk).update(answered_at=timezone.now())

    card = round_card(cast.council.id, opened.slug)

    assert (card.counts.actions_answered, card.counts.answered) == (1, 0)
    assert "Answered in part" in amina.get(at("round", opened.slug)).content.decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "json"])
def test_lists_come_as_files_without_links(amina: Client, opened: RoundCard, ending: str) -> None:
    people = amina.get(at("round_owners_as_file", opened.slug, ending))
    rounds = amina.get(at("rounds_as_file", ending))

    assert people.status_code == rounds.status_code == 200
    assert b"/answer" not in people.content


@pytest.mark.parametrize("ending", ["docx", "pdf", "ods", "xlsx", "csv"])
def test_report_comes_as_a_document(amina: Client, opened: RoundCard, ending: str) -> None:
    answer = amina.get(at("round_report_as_file", opened.slug, ending))

    assert answer.status_code == 200
    assert len(answer.content) > 200


def test_message_is_sent_again_once_however_often_the_form_is(cast: Cast, amina: Client, opened: RoundCard) -> None:
    ben = ben_of(cast)
    for _ in range(2):
        amina.post(at("round_ask_again", opened.slug, ben.pk), {"times_asked": "1"})

    keys = set(Message.objects.filter(key__startswith=f"delivery.request:{ben.pk}").values_list("key", flat=True))
    assert keys == {f"delivery.request:{ben.pk}:1", f"delivery.request:{ben.pk}:2"}
    assert Link.objects.filter(request=ben).count() == 1


def test_link_is_shown_on_a_form_only_and_that_is_recorded(cast: Cast, amina: Client, opened: RoundCard) -> None:
    ben = ben_of(cast)
    address = at("round_link", opened.slug, ben.pk)

    assert amina.get(address).status_code == 405
    assert Entry.objects.filter(kind="delivery.link_handed_out").count() == 0
    page = amina.post(address)

    assert "no-store" in page["Cache-Control"]
    assert "/aldermere/answer" in page.content.decode()
    entry = Entry.objects.get(kind="delivery.link_handed_out")
    assert entry.by == f"person:{cast.people[AMINA].id}"
    assert f"delivery.request:{ben.pk}" in entry.also


def test_revoked_link_is_replaced_when_asked_again(cast: Cast, amina: Client, opened: RoundCard) -> None:
    ben = ben_of(cast)
    link = ben.links.get()

    amina.post(at("round_revoke_link", opened.slug, ben.pk, link.pk))
    amina.post(at("round_ask_again", opened.slug, ben.pk), {"times_asked": "1"})

    link.refresh_from_db()
    assert link.revoked_at is not None
    assert ben.links.filter(revoked_at__isnull=True).count() == 1


def test_link_of_another_request_is_not_revoked(cast: Cast, amina: Client, opened: RoundCard) -> None:
    other = Request.objects.exclude(pk=ben_of(cast).pk).first()

    answer = amina.post(at("round_revoke_link", opened.slug, other.pk, ben_of(cast).links.get().pk))

    assert answer.status_code == 404
    assert Link.objects.filter(revoked_at__isnull=False).count() == 0


def test_somebody_is_named_where_nobody_could_be_asked(cast: Cast, amina: Client, opened: RoundCard) -> None:
    lost = Request.objects.exclude(why="").get()

    amina.post(at("round_another", opened.slug, lost.pk), {"name": "Libby Newton", "email": "Libby@libraries.example"})

    lost.refresh_from_db()
    assert (lost.name, lost.email, lost.why, lost.times_asked) == ("Libby Newton", "libby@libraries.example", "", 1)
    assert Message.objects.get(key=f"delivery.request:{lost.pk}:1").to == "libby@libraries.example"
    assert "libby" not in str(Entry.objects.get(kind="delivery.asked_another").facts).lower()


def test_another_address_ends_the_links_before(cast: Cast, amina: Client, opened: RoundCard) -> None:
    ben = ben_of(cast)

    amina.post(at("round_another", opened.slug, ben.pk), {"name": ben.name, "email": "ben@home.example"})

    assert [(link.email, link.revoked_at is None) for link in ben.links.order_by("made_at")] == [
        (cast.people[BEN].email, False),
        ("ben@home.example", True),
    ]
    ben.refresh_from_db()
    assert ben.person_id == cast.people[BEN].id


def test_mail_merge_file_holds_the_links_and_is_recorded(cast: Cast, amina: Client, opened: RoundCard) -> None:
    assert amina.get(at("round_merge_as_file", opened.slug, "csv")).status_code == 405
    unsure = amina.post(at("round_merge_as_file", opened.slug, "csv"), {})
    assert "Choose yes or no" in unsure.content.decode()

    answer = amina.post(at("round_merge_as_file", opened.slug, "csv"), {"sure": "yes"})

    assert "no-store" in answer["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["E-mail"] for row in rows] == [cast.people[BEN].email]
    assert rows[0]["Actions"] == "1. Adapt homes faster; 2. Train every manager"
    assert rows[0]["Link"].startswith("http")
    assert Entry.objects.get(kind="delivery.merge_file_taken").facts["links"] == 1


def test_closed_round_asks_nobody_and_can_be_reopened(cast: Cast, amina: Client, opened: RoundCard) -> None:
    amina.post(at("round_close", opened.slug), {"sure": "yes"})
    assert Round.objects.get().state == "closed"
    amina.post(at("round_ask_again", opened.slug, ben_of(cast).pk), {"times_asked": "1"})
    assert ben_of(cast).times_asked == 1

    amina.post(at("round_reopen", opened.slug), {"sure": "yes"})

    assert Round.objects.get().state == "open"
    assert Round.objects.get().closes_on is None


def test_days_of_an_open_round_are_changed_but_not_its_opening(cast: Cast, amina: Client, opened: RoundCard) -> None:
    page = amina.get(at("round_days", opened.slug))
    said = {
        **_boxes(page, "due"),
        **_boxes(page, "closes"),
        "before": "",
        "after": "1",
        "lead_after": "",
        "board_after": "",
    }

    amina.post(at("round_days", opened.slug), said)

    row = Round.objects.get()
    assert row.opens_on == opened.opens_on
    assert row.chasing == {"before": [], "after": [1], "lead_after": None, "board_after": None, "apart": 2}


def test_quiet_days_are_added_and_removed(cast: Cast, amina: Client) -> None:
    days = {
        "first-day": "28",
        "first-month": "12",
        "first-year": "2026",
        "last-day": "31",
        "last-month": "12",
        "last-year": "2026",
    }

    amina.post(at("quiet_days"), {"name": "Offices closed", **days})
    assert "Offices closed" in amina.get(at("quiet_days")).content.decode()
    amina.post(at("quiet_days"), {"remove": str(QuietDays.objects.get().pk)})

    assert QuietDays.objects.count() == 0


def test_draft_is_thrown_away(cast: Cast, amina: Client) -> None:
    card = round_of(cast.council.id, by=cast.people[AMINA].id)

    amina.post(at("round_throw_away", card.slug), {"sure": "yes"})

    assert Round.objects.count() == 0


def test_owner_sees_on_today_what_they_are_asked(cast: Cast, opened: RoundCard) -> None:
    page = cast.client(BEN).get("/aldermere/today/").content.decode()

    assert "2 actions to say something about" in page
    assert at("answer_mine") in page


def test_officer_sees_on_today_how_far_the_round_is(cast: Cast, amina: Client, opened: RoundCard) -> None:
    page = amina.get("/aldermere/today/").content.decode()

    assert "0 of 3 actions have an answer in the round" in page
    assert "1 was not reached." in page
    close_round(opened.id, by=cast.people[AMINA].id)
    assert "have an answer in the round" not in amina.get("/aldermere/today/").content.decode()


def test_auditor_reads_and_changes_nothing(cast: Cast, opened: RoundCard) -> None:
    joan = cast.client(JOAN)

    assert joan.get(at("round", opened.slug)).status_code == 200
    assert joan.post(at("round_link", opened.slug, ben_of(cast).pk)).status_code == 403
    assert "Show the link" not in joan.get(at("round_owner", opened.slug, ben_of(cast).pk)).content.decode()


def _boxes(answer: Any, name: str) -> dict[str, str]:
    """Give what stands in the three boxes of a date."""
    page = answer.content.decode()
    names = [f"{name}-{part}" for part in ("day", "month", "year")]
    boxes = {one: re.search(rf'<input[^>]*name="{one}"[^>]*>', page) for one in names}
    return {one: re.search(r'value="(\d+)"', found[0])[1] for one, found in boxes.items() if found}


def test_actions_are_narrowed_to_those_that_need_attention(cast: Cast, amina: Client) -> None:
    card = round_of(cast.council.id, by=cast.people[AMINA].id)
    late = card_actions(card).get(number=1)
    type(late).objects.filter(pk=late.pk).update(due_date=timezone.localdate() - timedelta(days=3))

    amina.post(at("round_actions", card.slug) + "?concern=late", {"do": "only"})

    assert list(card_actions(card).values_list("number", flat=True)) == [1]


def test_page_of_a_person_says_why_each_action_needs_attention(cast: Cast, amina: Client, opened: RoundCard) -> None:
    page = amina.get(at("round_owner", opened.slug, ben_of(cast).pk)).content.decode()

    assert page.count("Nobody has said yet how it is going.") == 2


def test_page_of_an_action_says_who_was_asked(cast: Cast, amina: Client, opened: RoundCard) -> None:
    ask = Ask.objects.filter(request=ben_of(cast)).select_related("action__plan").first()
    address = reverse("plans:action", args=["aldermere", ask.action.plan.slug, ask.action_id])

    assert "Asked in a round" in amina.get(address).content.decode()
    assert "Asked in a round" not in cast.client(BEN).get(address).content.decode()
