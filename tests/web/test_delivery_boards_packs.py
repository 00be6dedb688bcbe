"""A board's pack: a draft follows the plan; issued, it is frozen, told of once, and corrected by a new version only."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dueregard.domain.delivery.packs import Basis
from dueregard.domain.ledger.canonical import canonical
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.delivery.actions.meetings import call_off_meeting
from dueregard.web.delivery.actions.packs import begin_pack, issue_pack, throw_away_pack, write_narrative
from dueregard.web.delivery.actions.questions import answer_question
from dueregard.web.delivery.models.boards import Pack
from dueregard.web.delivery.models.rounds import Ask, Request, Round
from dueregard.web.delivery.queries.meetings import meeting_card
from dueregard.web.delivery.queries.packs_facts import Asking, pack_facts
from dueregard.web.ledger.models import Entry
from dueregard.web.mail.models import Message
from dueregard.web.plans.models import Action, ActionBoard, Update
from dueregard.web.plans.models import Plan as PlanRow
from factories.boards import ADDRESS, issued_pack, meeting_of, question_of, watched_action, watched_plan
from people import AMINA, BEN, CHIDI, HANA, IMRAN, JOAN, Cast, make_cast, today

pytestmark = pytest.mark.django_db
JULY, OCTOBER = date(2026, 7, 7), date(2026, 10, 7)
LAST, MEETING, ON = date(2026, 9, 15), date(2026, 12, 1), date(2026, 11, 20)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> PlanRow:
    return watched_plan(
        cast,
        watched_action(
            30, "Review offers", (JULY, "on_track", "Begun."), (OCTOBER, "off_track", "Both officers have left.")
        ),
        watched_action(21, "Adapt homes", (JULY, "at_risk", "Slow."), due_date=date(2026, 12, 20)),
        watched_action(12, "Home visits", (JULY, "on_track", "Begun."), (OCTOBER, "complete", "All 61 done.")),
    )


def _base(cast: Cast) -> str:
    return f"/{cast.council.slug}/boards/{cast.board_slug}/"


def _facts(cast: Cast, meeting: UUID, *, on: date = ON) -> Any:
    card = meeting_card(cast.council.id, meeting, board_id=cast.board_id)
    return pack_facts(card, Asking(cast.council.name, {}), on=on)


def test_first_pack_has_nothing_to_compare_with(cast: Cast, plan: PlanRow) -> None:
    facts = _facts(cast, meeting_of(cast, MEETING))

    assert (facts.basis, facts.last_meeting_on) == (None, None)
    assert [one.number for one in facts.actions] == ["30", "21", "12"]
    assert facts.actions[0].said == "Both officers have left."


def test_then_comes_from_updates_where_no_pack_was_issued(cast: Cast, plan: PlanRow) -> None:
    meeting_of(cast, LAST)
    facts = _facts(cast, meeting_of(cast, MEETING))

    assert (facts.basis, facts.last_meeting_on) == (Basis.UPDATES, LAST)
    assert [(one.status_before, one.status) for one in facts.actions] == [
        ("on_track", "off_track"), ("at_risk", "at_risk"), ("on_track", "complete"),
    ]  # fmt: skip
    assert facts.actions[0].moved_on == OCTOBER
    assert facts.actions[1].said is None  # said in July: the board has heard it


def test_then_comes_from_the_frozen_facts_of_the_last_pack(cast: Cast, plan: PlanRow) -> None:
    last = meeting_of(cast, LAST)
    issued_pack(cast, last, on=LAST)
    # what happened to the plan since does not reach what was frozen
    gone = plan.actions.get(number=21)
    ActionBoard.objects.filter(action=gone).delete()
    Update.objects.filter(action__number=30).update(date=OCTOBER)

    facts = _facts(cast, meeting_of(cast, MEETING))

    assert facts.basis is Basis.PACK
    assert [(one.number, one.status_before) for one in facts.actions] == [("30", "on_track"), ("12", "on_track")]
    assert facts.gone == ("21 Adapt homes (Fair for all)",)


def test_action_that_came_later_is_new_on_the_list(cast: Cast, plan: PlanRow) -> None:
    issued_pack(cast, meeting_of(cast, LAST), on=LAST)
    watched_plan(cast, watched_action(1, "Something new"), title="Later plan")

    facts = _facts(cast, meeting_of(cast, MEETING))

    assert [one.number for one in facts.actions if not one.was_watched] == ["1"]


def test_called_off_meetings_are_neither_last_nor_next(cast: Cast, plan: PlanRow) -> None:
    for on in (LAST, date(2027, 1, 10)):
        call_off_meeting(meeting_of(cast, on), by=cast.people[IMRAN].id)

    facts = _facts(cast, meeting_of(cast, MEETING))

    assert (facts.last_meeting_on, facts.next_meeting_on) == (None, None)


def test_meeting_to_come_without_a_pack_is_not_the_last(cast: Cast, plan: PlanRow) -> None:
    issued_pack(cast, meeting_of(cast, LAST), on=LAST)
    meeting_of(cast, ON + timedelta(days=5))

    facts = _facts(cast, meeting_of(cast, MEETING))

    assert (facts.last_meeting_on, facts.basis) == (LAST, Basis.PACK)


def _round(cast: Cast, **changes: Any) -> Round:
    fields: dict[str, Any] = {
        "council_id": cast.council.id, "slug": "q3", "name": "Quarter 3", "period_start": date(2026, 10, 1),
        "period_end": date(2026, 12, 31), "opens_on": date(2026, 11, 2), "due_on": date(2026, 11, 16),
        "state": "open", "made_by_id": cast.people[AMINA].id, "opened_at": timezone.now(),
    }  # fmt: skip
    return Round.objects.create(**{**fields, **changes})


def test_unanswered_of_the_round_by_whom(cast: Cast, plan: PlanRow) -> None:
    asked = _round(cast)
    ben = Request.objects.create(round=asked, key="person:ben", name="Ben Carter", person_id=cast.people[BEN].id)
    empty = Request.objects.create(round=asked, key="post:1", name="Head of Nothing", why="the post is empty")
    first, second, third = plan.actions.order_by("position")
    Ask.objects.create(request=ben, action=first, answered_at=datetime(2026, 11, 10, 12, tzinfo=UTC))
    Ask.objects.create(request=empty, action=first)  # one answer is enough
    Ask.objects.create(request=ben, action=second)
    Ask.objects.create(request=empty, action=third)

    facts = _facts(cast, meeting_of(cast, MEETING))

    assert (facts.round_name, facts.round_due_on) == ("Quarter 3", date(2026, 11, 16))
    assert [one.not_answered for one in facts.actions] == [None, "Ben Carter", "Head of Nothing (the post is empty)"]


def test_round_that_was_over_at_the_last_meeting_is_no_news(cast: Cast, plan: PlanRow) -> None:
    _round(cast, opens_on=date(2026, 8, 1), due_on=date(2026, 8, 20))
    meeting_of(cast, LAST)

    facts = _facts(cast, meeting_of(cast, MEETING))

    assert facts.round_name is None
    assert [one.is_without_update for one in facts.actions] == [False, True, False]


def test_question_comes_back_once_with_its_answer(cast: Cast, plan: PlanRow) -> None:
    action = plan.actions.get(number=30)
    question = question_of(cast, action, asked_on=LAST)
    first = meeting_of(cast, date(2026, 10, 20))
    assert [one.state for one in _facts(cast, first, on=OCTOBER).questions] == ["open"]
    issued_pack(cast, first, on=OCTOBER)
    answer_question(
        question, text="22 of 88.", name="Ben Carter", on=date(2026, 11, 5), address=ADDRESS, by=cast.people[BEN].id
    )
    second = meeting_of(cast, MEETING)

    back = _facts(cast, second).questions
    issued_pack(cast, second, on=ON)
    third = _facts(cast, meeting_of(cast, date(2027, 3, 1)), on=date(2027, 2, 20)).questions

    assert [(one.answer, one.is_new) for one in back] == [("22 of 88.", True)]
    assert [one.is_new for one in third] in ([], [False])


def test_issue_freezes_document_facts_and_fingerprint(cast: Cast, plan: PlanRow) -> None:
    pack = issued_pack(cast, meeting_of(cast, MEETING), on=ON)
    row = Pack.objects.get(pk=pack)
    page_before = cast.client(HANA).get(f"{_base(cast)}packs/{pack}/").content.decode()
    Action.objects.update(status="closed", title="Renamed since")
    Update.objects.all().delete()

    page = cast.client(HANA).get(f"{_base(cast)}packs/{pack}/").content.decode()

    assert "Renamed since" not in page
    assert "Both officers have left." in page
    assert page.partition("<main")[2].partition("<aside")[0] == page_before.partition("<main")[2].partition("<aside")[0]
    assert row.sha256 == hashlib.sha256(canonical({"document": row.document, "facts": row.facts})).hexdigest()
    entry = Entry.objects.get(kind="delivery.pack_issued")
    assert entry.facts["sha256"] == row.sha256


def test_frozen_pack_that_was_tampered_with_says_so(cast: Cast, plan: PlanRow) -> None:
    pack = issued_pack(cast, meeting_of(cast, MEETING), on=ON)
    row = Pack.objects.get(pk=pack)
    Pack.objects.filter(pk=pack).update(facts={**row.facts, "place": "Somewhere else"})

    page = cast.client(JOAN).get(f"{_base(cast)}packs/{pack}/").content.decode()

    assert "does not have the fingerprint it was issued with" in page


def test_nothing_changes_an_issued_pack(cast: Cast, plan: PlanRow) -> None:
    pack = issued_pack(cast, meeting_of(cast, MEETING), on=ON)
    by = cast.people[AMINA].id

    for act in (
        lambda: write_narrative(pack, narrative="Anew", by=by),
        lambda: throw_away_pack(pack, by=by),
        lambda: issue_pack(pack, address=ADDRESS, on=ON, by=by),
    ):
        with pytest.raises(MoveNotAllowed):
            act()
    browser = cast.client(AMINA)
    for path in ("write/", "issue/"):
        assert browser.get(f"{_base(cast)}packs/{pack}/{path}").status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        Pack.objects.filter(pk=pack).update(sha256="")


def test_each_member_gets_one_message_without_attachment_or_secret(cast: Cast, plan: PlanRow) -> None:
    pack = issued_pack(cast, meeting_of(cast, MEETING), on=ON)

    messages = Message.objects.filter(key__startswith=f"delivery.pack:{pack}")

    assert sorted(one.to for one in messages) == sorted(cast.people[name].email for name in (HANA, IMRAN))
    for one in messages:
        assert ADDRESS in one.body
        assert one.links == {}
        assert "officers" not in one.body


def test_correction_is_a_new_version_that_says_what_changed(cast: Cast, plan: PlanRow) -> None:
    meeting = meeting_of(cast, MEETING)
    first = issued_pack(cast, meeting, on=ON)
    by = cast.people[AMINA].id
    second = begin_pack(meeting, by=by)
    assert begin_pack(meeting, by=by) == second  # one draft at a time
    with pytest.raises(UsedWrongly):
        issue_pack(second, address=ADDRESS, on=ON, by=by, what_changed=" ")

    issue_pack(second, address=ADDRESS, on=ON, by=by, what_changed="The status of action 12.")

    browser = cast.client(HANA)
    old = browser.get(f"{_base(cast)}packs/{first}/").content.decode()
    new = browser.get(f"{_base(cast)}packs/{second}/").content.decode()
    assert "This version was replaced." in old
    assert "What changed: The status of action 12." in new
    assert Message.objects.filter(subject__startswith="Corrected:").count() == 2
    assert [row.version for row in Pack.objects.filter(meeting_id=meeting)] == [2, 1]


def test_officer_makes_writes_and_issues_in_pages(cast: Cast, plan: PlanRow) -> None:
    meeting = meeting_of(cast, today() + timedelta(days=14))
    browser = cast.client(AMINA)

    begun = browser.post(f"{_base(cast)}meetings/{meeting}/pack/")
    here = begun.headers["Location"]
    assert "Draft. It follows the plan until it is issued" in browser.get(here).content.decode()
    assert browser.post(f"{here}write/", {"narrative": "A hard quarter.\n\nTwo left."}).status_code == 302
    assert "A hard quarter." in browser.get(here).content.decode()
    assert "After this it never changes." in browser.get(f"{here}issue/").content.decode()
    assert cast.client(HANA).get(here).status_code == 403
    issued = browser.post(f"{here}issue/", follow=True).content.decode()

    assert "The pack is issued. 2 members are told." in issued
    assert "It never changes." in issued
    assert cast.client(HANA).get(here).status_code == 200
    assert "Read the pack" in cast.client(HANA).get(f"{_base(cast)}meetings/{meeting}/").content.decode()


def test_draft_follows_the_plan_and_can_be_thrown_away(cast: Cast, plan: PlanRow) -> None:
    pack = begin_pack(meeting_of(cast, MEETING), by=cast.people[IMRAN].id)
    browser = cast.client(IMRAN)
    assert "Renamed since" not in browser.get(f"{_base(cast)}packs/{pack}/").content.decode()
    Action.objects.filter(number=30).update(title="Renamed since")
    assert "Renamed since" in browser.get(f"{_base(cast)}packs/{pack}/").content.decode()

    assert browser.post(f"{_base(cast)}packs/{pack}/throw-away/").status_code == 302

    assert not Pack.objects.exists()


@pytest.mark.parametrize(
    ("who", "draft", "issued"),
    [(AMINA, 200, 200), (IMRAN, 200, 200), (JOAN, 200, 200), (HANA, 403, 200), (CHIDI, 403, 403)],
)
def test_draft_is_for_those_who_make_it(cast: Cast, plan: PlanRow, who: str, draft: int, issued: int) -> None:
    one = begin_pack(meeting_of(cast, MEETING), by=cast.people[AMINA].id)
    two = issued_pack(cast, meeting_of(cast, MEETING + timedelta(days=60)), on=ON)
    browser = cast.client(who)

    for ending in ("", "pack.docx", "pack.xlsx"):
        assert browser.get(f"{_base(cast)}packs/{one}/{ending}").status_code == draft
        assert browser.get(f"{_base(cast)}packs/{two}/{ending}").status_code == issued


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("docx", b"PK"), ("pdf", b"%PDF-"), ("xlsx", b"PK"), ("ods", b"PK"), ("csv", b"\xef\xbb\xbf")],
)
def test_pack_leaves_in_every_form(cast: Cast, plan: PlanRow, ending: str, begins: bytes) -> None:
    pack = issued_pack(cast, meeting_of(cast, MEETING), on=ON)

    answer = cast.client(HANA).get(f"{_base(cast)}packs/{pack}/pack.{ending}")

    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert f'fair-access-board-2026-12-01.{ending}"' in answer.headers["Content-Disposition"]


def test_clerk_records_beside_the_pack(cast: Cast, plan: PlanRow) -> None:
    meeting = meeting_of(cast, MEETING)
    pack = issued_pack(cast, meeting, on=ON)

    page = cast.client(IMRAN).get(f"{_base(cast)}packs/{pack}/").content.decode()

    assert f"{_base(cast)}ask/?meeting={meeting}" in page
