"""What a board says: recorded on the action, put to its owner, answered, asked again, and back in the next pack."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from dueregard.domain.delivery.questions import QuestionKind
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.delivery.actions import questions as actions
from dueregard.web.delivery.models.boards import Question
from dueregard.web.ledger.models import Entry
from dueregard.web.mail.models import Message
from dueregard.web.plans.actions.removing import remove_action
from dueregard.web.plans.models import Action
from dueregard.web.plans.models import Plan as PlanRow
from factories.boards import ADDRESS, meeting_of, question_of, watched_action, watched_plan
from people import AMINA, BEN, CHIDI, DEE, EVE, FAITH, GARETH, HANA, IMRAN, JOAN, KOFI, Cast, make_cast, today

pytestmark = pytest.mark.django_db
WORDS = "How many are families with a disabled child?"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> PlanRow:
    return watched_plan(
        cast,
        watched_action(21, "Adapt homes", (date(2026, 7, 7), "at_risk", "Slow.")),
        watched_action(5, "Not watched", monitored_by=()),
    )


@pytest.fixture
def action(plan: PlanRow) -> Action:
    return plan.actions.get(number=21)


def _ask(cast: Cast) -> str:
    return f"/{cast.council.slug}/boards/{cast.board_slug}/ask/"


def _at(cast: Cast, question: Any, ending: str = "") -> str:
    return f"/{cast.council.slug}/questions/{question}/{ending}"


def _of_action(cast: Cast, plan: PlanRow, action: Action) -> str:
    return f"/{cast.council.slug}/plans/{plan.slug}/actions/{action.pk}/"


def test_member_asks_signed_in(cast: Cast, plan: PlanRow, action: Action) -> None:
    browser = cast.client(HANA)
    form = browser.get(f"{_ask(cast)}?action={action.pk}").content.decode()
    assert "checked" not in form
    assert f'<option value="{action.pk}" selected>' in form
    for missing in ("Who said it?", "Who answers?", "Decision"):
        assert missing not in form

    sent = browser.post(_ask(cast), {"about": str(action.pk), "kind": "challenge", "text": WORDS})

    row = Question.objects.get()
    assert sent.headers["Location"] == _at(cast, row.pk)
    assert (row.kind, row.state, row.asked_by_id, row.asked_name) == (
        "challenge", "open", cast.people[HANA].id, "Hana Novak",
    )  # fmt: skip
    assert row.post_id == cast.post_id
    assert row.due_on == today() + timedelta(days=28)
    page = browser.get(_of_action(cast, plan, action)).content.decode()
    assert WORDS in page
    assert "Hana Novak, Fair Access Board" in page


def test_owner_is_told_by_message_and_on_today(cast: Cast, plan: PlanRow, action: Action) -> None:
    cast.client(HANA).post(_ask(cast), {"about": str(action.pk), "kind": "question", "text": WORDS})
    row = Question.objects.get()

    message = Message.objects.get()

    assert message.to == cast.people[BEN].email
    assert f"/questions/{row.pk}/" in message.body
    assert WORDS not in message.subject + message.body
    assert "Answer Fair Access Board: action 21: Adapt homes" in (
        cast.client(BEN).get(f"/{cast.council.slug}/today/").content.decode()
    )


def test_answer_is_wanted_before_the_next_meeting(cast: Cast, action: Action) -> None:
    meeting_of(cast, today() + timedelta(days=40))

    cast.client(HANA).post(_ask(cast), {"about": str(action.pk), "kind": "question", "text": WORDS})

    assert Question.objects.get().due_on == today() + timedelta(days=33)


def test_clerk_records_what_was_said_in_a_meeting(cast: Cast, action: Action) -> None:
    held = today() - timedelta(days=3)
    meeting = meeting_of(cast, held)
    browser = cast.client(IMRAN)
    address = f"{_ask(cast)}?meeting={meeting}"
    assert "What did the board say?" in browser.get(address).content.decode()
    empty = browser.post(address, {})
    for fault in ("Choose what it is about", "Choose what it is", "Say it in words", "Say who said it"):
        assert fault in empty.content.decode()
    given = {
        "about": str(action.pk), "kind": "decision", "text": "Come back in April.", "asked_name": "The board",
        "asked_on-day": held.day, "asked_on-month": held.month, "asked_on-year": held.year, "post": "owner",
    }  # fmt: skip

    assert browser.post(address, given).status_code == 302

    row = Question.objects.get()
    assert (row.kind, row.state, row.asked_by_id, row.meeting_id, row.due_on) == (
        "decision", "closed", None, meeting, None,
    )  # fmt: skip
    assert "Come back in April." in browser.get(
        f"/{cast.council.slug}/boards/{cast.board_slug}/meetings/{meeting}/"
    ).content.decode()  # fmt: skip
    assert "Recorded by Imran Siddiqui." in browser.get(_at(cast, row.pk)).content.decode()
    assert "decided about" in Message.objects.get().subject


def test_days_of_a_recorded_question_go_together(cast: Cast, action: Action) -> None:
    soon = today() + timedelta(days=1)
    before = today() - timedelta(days=400)
    given = {
        "about": "-", "kind": "question", "text": "Why?", "asked_name": "The board", "post": "",
        "asked_on-day": soon.day, "asked_on-month": soon.month, "asked_on-year": soon.year,
        "due_on-day": before.day, "due_on-month": before.month, "due_on-year": before.year,
    }  # fmt: skip

    page = cast.client(AMINA).post(_ask(cast), given).content.decode()

    assert "The day cannot be after today" in page
    assert "The day for an answer must be after the day it was asked" in page


@pytest.mark.parametrize(
    ("who", "status"), [(HANA, 200), (IMRAN, 200), (AMINA, 200), (JOAN, 403), (BEN, 403), (CHIDI, 403), (EVE, 404)]
)
def test_only_the_board_and_the_officer_ask(cast: Cast, action: Action, who: str, status: int) -> None:
    assert cast.client(who).get(_ask(cast)).status_code == status


def test_action_that_is_not_watched_cannot_be_asked_about(cast: Cast, plan: PlanRow, action: Action) -> None:
    other = plan.actions.get(number=5)

    answer = cast.client(HANA).post(_ask(cast), {"about": str(other.pk), "kind": "question", "text": WORDS})

    assert answer.status_code == 400
    assert not Question.objects.exists()


def test_owner_answers_and_the_asker_is_told(cast: Cast, plan: PlanRow, action: Action) -> None:
    cast.client(HANA).post(_ask(cast), {"about": str(action.pk), "kind": "question", "text": WORDS})
    row = Question.objects.get()
    browser = cast.client(BEN)
    assert browser.post(_at(cast, row.pk), {"text": " "}).status_code == 400

    assert browser.post(_at(cast, row.pk), {"text": "22 of the 88."}).status_code == 302

    row.refresh_from_db()
    assert row.state == "answered"
    assert "22 of the 88." in cast.client(CHIDI).get(_of_action(cast, plan, action)).content.decode()
    assert Message.objects.filter(to=cast.people[HANA].email, subject__startswith="An answer:").count() == 1
    assert "Answer Fair Access Board" not in browser.get(f"/{cast.council.slug}/today/").content.decode()
    entry = Entry.objects.get(kind="delivery.question_answered")
    assert "22 of the 88." not in str(entry.facts)


@pytest.mark.parametrize("who", [HANA, IMRAN, CHIDI, JOAN, KOFI])
def test_only_owner_and_officer_answer(cast: Cast, action: Action, who: str) -> None:
    question = question_of(cast, action, asked_on=today())

    assert cast.client(who).get(_at(cast, question)).status_code == 200
    assert cast.client(who).post(_at(cast, question), {"text": "An answer."}).status_code == 403


def test_board_asks_again_and_closes(cast: Cast, action: Action) -> None:
    question = question_of(cast, action, asked_on=today())
    actions.answer_question(
        question, text="Soon.", name="Ben Carter", on=today(), address=ADDRESS, by=cast.people[BEN].id
    )
    browser = cast.client(HANA)
    assert browser.post(_at(cast, question, "again/"), {}).status_code == 400

    assert browser.post(_at(cast, question, "again/"), {"text": "When exactly?"}).status_code == 302

    row = Question.objects.get()
    assert row.state == "open"
    assert "Hana Novak asked again" in browser.get(_at(cast, question)).content.decode()
    assert Message.objects.filter(to=cast.people[BEN].email).count() == 2
    refused = browser.post(_at(cast, question, "again/"), {"text": "And again?"})
    assert refused.status_code == 400
    assert browser.post(_at(cast, question, "close/"), {"text": ""}).status_code == 302
    row.refresh_from_db()
    assert row.state == "closed"
    assert [turn.kind for turn in row.turns.all()] == ["answer", "again", "closed"]
    with pytest.raises(MoveNotAllowed):
        actions.close_question(question, name="Hana", on=today(), by=cast.people[HANA].id)
    with pytest.raises(MoveNotAllowed):
        actions.answer_question(question, text="Late", name="Ben", on=today(), address=ADDRESS, by=cast.people[BEN].id)


def test_decision_is_not_asked_again(cast: Cast, action: Action) -> None:
    question = question_of(cast, action, asked_on=today(), kind=QuestionKind.DECISION)

    with pytest.raises(MoveNotAllowed):
        actions.ask_again(question, text="Why?", name="Hana", on=today(), address=ADDRESS, by=cast.people[HANA].id)
    assert "Ask again" not in cast.client(HANA).get(_at(cast, question)).content.decode()


def test_clerk_says_who_answers(cast: Cast, action: Action) -> None:
    question = question_of(cast, action, asked_on=today(), post_id=None)
    assert "1 question of a board is with nobody" in (
        cast.client(AMINA).get(f"/{cast.council.slug}/today/").content.decode()
    )
    day = today() + timedelta(days=9)
    given = {"post": str(cast.post_id), "due_on-day": day.day, "due_on-month": day.month, "due_on-year": day.year}

    assert cast.client(IMRAN).post(_at(cast, question, "put/"), given).status_code == 302

    row = Question.objects.get()
    assert (row.post_id, row.due_on) == (cast.post_id, day)
    assert Message.objects.filter(to=cast.people[BEN].email).count() == 1
    assert cast.client(HANA).get(_at(cast, question, "put/")).status_code == 403
    actions.close_question(question, name="Imran", on=today(), by=cast.people[IMRAN].id)
    assert cast.client(IMRAN).post(_at(cast, question, "put/"), given).status_code == 400


def test_what_is_said_without_words_or_name_is_refused(cast: Cast, action: Action) -> None:
    for changes in ({"text": " "}, {"asked_name": ""}):
        with pytest.raises(UsedWrongly):
            question_of(cast, action, asked_on=today(), **changes)
    question = question_of(cast, action, asked_on=today())
    with pytest.raises(UsedWrongly):
        actions.answer_question(question, text=" ", name="Ben", on=today(), address=ADDRESS, by=cast.people[BEN].id)


def test_without_more_it_is_put_to_the_owner_and_names_the_action(cast: Cast, action: Action) -> None:
    question_of(cast, action, asked_on=today(), about="", post_id=None, is_put=True)

    row = Question.objects.get()
    assert (row.about, row.post_id) == ("action 21: Adapt homes", cast.post_id)


def test_list_narrows_to_open_answered_and_late(cast: Cast, action: Action) -> None:
    past = today() - timedelta(days=30)
    question_of(cast, action, asked_on=past, text="A late one", due_on=past)
    question_of(cast, action, asked_on=past, text="An open one")
    done = question_of(cast, action, asked_on=past, text="An answered one")
    actions.answer_question(done, text="Yes", name="Ben", on=today(), address=ADDRESS, by=cast.people[BEN].id)
    base = f"/{cast.council.slug}/questions"
    browser = cast.client(HANA)

    found = {
        state: [words for words in ("A late one", "An open one", "An answered one") if words in page]
        for state in ("", "open", "answered", "late")
        if (page := browser.get(f"{base}/?state={state}").content.decode())
    }

    assert found == {
        "": ["A late one", "An open one", "An answered one"],
        "open": ["A late one", "An open one"],
        "answered": ["An answered one"],
        "late": ["A late one"],
    }
    assert "No questions for" in browser.get(f"{base}/?words=nothing+such").content.decode()
    assert "An answered one" in browser.get(f"{base}/?words=Yes&board={cast.board_slug}&kind=question").content.decode()
    file = browser.get(f"{base}.csv?state=late").content.decode()
    assert "A late one" in file
    assert "An open one" not in file


@pytest.mark.parametrize(
    ("who", "status", "sees"),
    [
        (HANA, 200, True), (IMRAN, 200, True), (AMINA, 200, True), (JOAN, 200, True), (BEN, 200, True),
        (FAITH, 200, False), (CHIDI, 403, False), (GARETH, 403, False), (KOFI, 403, False), (EVE, 404, False),
    ],
)  # fmt: skip
def test_list_holds_what_concerns_the_reader(cast: Cast, action: Action, who: str, status: int, sees: bool) -> None:
    question_of(cast, action, asked_on=today())

    answer = cast.client(who).get(f"/{cast.council.slug}/questions/")

    assert answer.status_code == status
    assert (WORDS in answer.content.decode()) is sees


def test_public_pages_show_no_member_and_no_question(cast: Cast, plan: PlanRow, action: Action) -> None:
    question_of(cast, action, asked_on=today())
    base = f"/{cast.council.slug}/"
    browser = cast.client(DEE)

    for path in ("", f"equality-plan/{plan.slug}/", f"equality-plan/{plan.slug}/actions/{action.pk}/"):
        page = browser.get(base + path).content.decode()
        assert "Joy Adeyemi" not in page
        assert WORDS not in page
    assert browser.get(f"{base}questions/").status_code == 302


def test_question_outlives_its_action(cast: Cast, action: Action) -> None:
    question = question_of(cast, action, asked_on=today())

    remove_action(action.pk, by=cast.people[AMINA].id)

    page = cast.client(HANA).get(_at(cast, question)).content.decode()
    assert "Action 21: Adapt homes" in page
    assert "Open the action" not in page
    assert WORDS in cast.client(HANA).get(f"/{cast.council.slug}/questions/").content.decode()


def test_question_of_another_council_is_not_found(cast: Cast, action: Action) -> None:
    question = question_of(cast, action, asked_on=today())

    assert cast.client(EVE).get(f"/{cast.other.slug}/questions/{question}/").status_code == 404


def test_meeting_in_the_address_that_is_none_is_left_out(cast: Cast, action: Action) -> None:
    assert cast.client(IMRAN).get(f"{_ask(cast)}?meeting=nothing").status_code == 200
