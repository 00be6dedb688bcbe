"""What a board's pack says: every sentence follows from the facts handed in, and what is frozen never changes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import date
from typing import Any

import pytest

from dueregard.domain.delivery.packs import (
    ActionFacts,
    Basis,
    PackFacts,
    QuestionFacts,
    due_until,
    make_pack,
    moved_on,
    status_on,
)
from dueregard.domain.delivery.packs_document import pack_document
from dueregard.domain.delivery.packs_kept import facts_from_json, facts_to_json, fingerprint
from dueregard.domain.delivery.packs_sheet import pack_workbook
from dueregard.domain.delivery.packs_wording import say_basis, say_counts, say_now, say_status, say_then, say_unchanged
from dueregard.domain.delivery.questions import (
    QUESTION_MOVES,
    QuestionKind,
    QuestionState,
    check_can_move_question,
    days_late,
    first_state,
    usual_due,
)
from dueregard.publish import csv, html
from dueregard.publish.charts import Part, stacked_bar
from dueregard.publish.checks import check_document
from dueregard.publish.document import (
    Column,
    Document,
    Facts,
    Figure,
    Heading,
    Item,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Table,
    bullets,
    words,
)
from dueregard.publish.frozen import NotFrozen, document_from_json, document_to_json
from dueregard.publish.pdf import write_pdf
from dueregard.publish.word import write_word
from dueregard.terms.errors import MoveNotAllowed

MEETING, ON, LAST = date(2027, 1, 26), date(2027, 1, 12), date(2026, 10, 20)


def action(number: str = "30", **changes: Any) -> ActionFacts:
    """Give an action that is on track, then and now."""
    fields: dict[str, Any] = {
        "id": f"id-{number}",
        "number": number,
        "title": "Second-stage review of offers",
        "plan": "Fair for all",
        "owners": ("Head of Housing",),
        "status": "on_track",
        "status_before": "on_track",
    }
    return ActionFacts(**{**fields, **changes})


def asked(**changes: Any) -> QuestionFacts:
    """Give a question that was answered since the last meeting."""
    fields: dict[str, Any] = {
        "id": "q1",
        "kind": "question",
        "text": "How many are families with a disabled child?",
        "asked_on": date(2026, 11, 4),
        "asked_by": "Cllr Joy Adeyemi",
        "about": "action 21: Adapt homes faster",
        "state": "answered",
        "is_new": True,
        "answer": "22 of the 88 waiting.",
        "answered_on": date(2027, 1, 5),
        "answered_by": "Ben Whitlock",
    }
    return QuestionFacts(**{**fields, **changes})


def facts(*actions: ActionFacts, **changes: Any) -> PackFacts:
    """Give the facts of a pack whose last meeting had a pack."""
    fields: dict[str, Any] = {
        "council": "Aldermere Borough Council",
        "board": "Fair Access Board",
        "meeting_on": MEETING,
        "on": ON,
        "last_meeting_on": LAST,
        "basis": Basis.PACK,
        "actions": actions,
    }
    return PackFacts(**{**fields, **changes})


FULL = facts(
    action(status="off_track", moved_on=date(2027, 1, 11), said="Both review officers have left.", said_on=ON),
    action("12", title="Home visits", status="complete", status_before="not_started", said="All 61 were offered."),
    action("21", title="Adapt homes", status="at_risk", status_before="at_risk", not_answered="Ben Whitlock"),
    action("33", title="Training", status=None, status_before=None, not_answered="The post is empty", days_late=42,
           due_date=date(2026, 12, 1)),
    action("40", title="Ramps", due_date=date(2027, 2, 15), stalled="The same was said 3 rounds running."),
    action("41", title="New one", was_watched=False, status_before=None),
    gone=("7 Old action (Fair for all)",),
    questions=(
        asked(),
        asked(id="q2", state="open", answer=None, answered_on=None, assigned="Head of Housing", days_late=7),
        asked(id="q3", kind="decision", state="closed", answer=None, answered_on=None, text="Come back in April."),
    ),
    narrative="This quarter was hard.\n\nWe lost two officers.",
    round_name="Quarter 3",
    round_due_on=date(2027, 1, 8),
    place="Council Chamber",
    report_of="Amina Rahman",
    words=(("off_track", "Red flag"),),
)  # fmt: skip


def test_asks_are_what_only_a_board_can_do() -> None:
    pack = make_pack(FULL)

    assert pack.asks == (
        "decide what to do about action 30, which went off track on 11 January 2027;",
        "note that 2 of its 6 actions have had no answer in the round “Quarter 3”;",
        "receive the answer to its question of 4 November 2026;",
        "note that 1 question should have been answered by now.",
    )


def test_nothing_to_do_is_to_note() -> None:
    assert make_pack(facts(action())).asks == ("note this paper.",)


def test_many_off_track_are_asked_about_together() -> None:
    actions = [action(str(n), status="off_track") for n in range(1, 7)]

    assert make_pack(facts(*actions)).asks == (
        "decide what to do about 6 actions that went off track: 1, 2, 3, 4, 5, 6.",
    )


def test_what_was_off_track_before_is_not_asked_again() -> None:
    pack = make_pack(facts(action(status="off_track", status_before="off_track")))

    assert pack.asks == ("note this paper.",)
    assert [one.number for one in pack.risks] == ["30"]
    assert pack.moved == ()


def test_moved_late_due_risks_and_new() -> None:
    pack = make_pack(FULL)

    assert [one.number for one in pack.moved] == ["30", "12"]
    assert [one.number for one in pack.late] == ["33"]
    assert [one.number for one in pack.due] == ["40"]
    assert [one.number for one in pack.risks] == ["30", "21", "40"]
    assert [one.number for one in pack.new] == ["41"]
    assert [one.id for one in pack.answered] == ["q1"]
    assert [one.id for one in pack.still_open] == ["q2"]
    assert [one.id for one in pack.decisions] == ["q3"]


def test_finished_actions_are_no_risk_not_due_and_need_no_answer() -> None:
    done = action(status="complete", due_date=date(2027, 2, 1), not_answered="Ben", stalled="Same.")

    pack = make_pack(facts(done, round_name="Quarter 3"))

    assert (pack.risks, pack.due, pack.unanswered) == ((), (), ())


def test_without_a_round_no_update_is_noted() -> None:
    pack = make_pack(facts(action(is_without_update=True), action("31")))

    assert pack.asks == ("note that 1 of its 2 actions has had no update this quarter.",)


def test_first_pack_compares_with_nothing() -> None:
    first = facts(action(status="off_track"), last_meeting_on=None, basis=None)

    pack = make_pack(first)

    assert (pack.moved, pack.new, pack.counts_before) == ((), (), None)
    assert say_basis(first) == "This is the board’s first paper here, so there is nothing to compare with."
    assert say_counts(pack) == "1 off track."


def test_no_change_is_one_line() -> None:
    same = facts(action(), action("31"))

    document = pack_document(make_pack(same))

    said = [run.text for block in document.blocks if isinstance(block, Paragraph) for run in block.runs]
    assert "No change since the meeting of 20 October 2026." in said
    assert "What moved since October" not in [b.text for b in document.blocks if isinstance(b, Heading)]
    assert say_unchanged(same) == "No change since the meeting of 20 October 2026."


def test_counts_now_and_then_in_the_councils_own_words() -> None:
    assert say_counts(make_pack(FULL)) == (
        "1 red flag, 1 at risk, 2 on track, 1 complete, 1 no update yet. "
        "At the meeting of 20 October 2026 it was 1 at risk, 1 not started, 2 on track, 1 no update yet."
    )
    assert say_status("off_track", FULL) == "Red flag"


@pytest.mark.parametrize(
    ("last", "then", "now"),
    [
        (date(2026, 10, 20), "October", "January"),
        (date(2027, 1, 5), "5 January 2027", "12 January 2027"),
        (date(2025, 10, 20), "October 2025", "12 January 2027"),
        (date(2026, 1, 20), "20 January 2026", "12 January 2027"),
    ],
)
def test_times_are_named_so_that_they_differ(last: date, then: str, now: str) -> None:
    given = facts(last_meeting_on=last)

    assert (say_then(given), say_now(given)) == (then, now)


def test_basis_is_told() -> None:
    assert "from the pack issued for the meeting of 20 October 2026" in say_basis(facts())
    assert say_basis(facts(basis=Basis.UPDATES)).startswith("No pack was issued for the meeting of 20 October 2026.")


@pytest.mark.parametrize(
    ("meeting", "following", "until"),
    [
        (date(2027, 1, 31), None, date(2027, 4, 28)),
        (date(2026, 10, 20), None, date(2027, 1, 20)),
        (date(2026, 9, 30), None, date(2026, 12, 28)),
        (date(2026, 10, 20), date(2026, 12, 1), date(2026, 12, 1)),
    ],
)
def test_due_until_the_next_meeting(meeting: date, following: date | None, until: date) -> None:
    assert due_until(facts(meeting_on=meeting, next_meeting_on=following)) == until


TOLD = [(date(2026, 7, 1), "on_track"), (date(2026, 11, 2), None), (date(2027, 1, 11), "off_track")]


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2026, 6, 30), None),
        (date(2026, 7, 1), "on_track"),
        (date(2027, 1, 10), "on_track"),
        (date(2027, 1, 11), "off_track"),
    ],
)
def test_status_on_a_day(on: date, status: str | None) -> None:
    assert status_on(TOLD, current="off_track", on=on) == status


def test_status_is_the_current_one_where_no_later_update_says_otherwise() -> None:
    assert status_on([], current="at_risk", on=date(2026, 1, 1)) == "at_risk"
    assert status_on(TOLD, current="complete", on=date(2027, 2, 1)) == "complete"


def test_moved_on_is_the_first_day_of_the_last_row_of_a_status() -> None:
    told = [*TOLD, (date(2027, 1, 20), "off_track")]

    assert moved_on(told, status="off_track", on=date(2027, 2, 1)) == date(2027, 1, 11)
    assert moved_on(told, status="complete", on=date(2027, 2, 1)) is None


def test_document_can_be_read_by_everybody_in_every_form() -> None:
    document = pack_document(make_pack(FULL))

    check_document(document)
    assert write_word(document)[:2] == b"PK"
    assert write_pdf(document)[:5] == b"%PDF-"
    page = str(html.fragment(document))
    for words_of in ("Both review officers have left.", "Red flag", "The post is empty", "22 of the 88 waiting.",
                     "Come back in April.", "We lost two officers.", "7 Old action"):  # fmt: skip
        assert words_of in page


def test_empty_board_has_a_document_too() -> None:
    check_document(pack_document(make_pack(facts(basis=None, last_meeting_on=None))))


def test_workbook_holds_every_action_and_every_question() -> None:
    rows = csv.write_csv(pack_workbook(make_pack(FULL)), bom=False).decode().splitlines()

    assert len(rows) >= 7
    assert "Not on the list" in "".join(rows)
    assert [sheet.name for sheet in pack_workbook(make_pack(FULL)).sheets] == ["Actions", "Questions"]
    assert "At the last meeting" not in [c.title for c in pack_workbook(make_pack(facts(basis=None))).sheets[0].columns]


def test_correction_says_what_changed() -> None:
    corrected = dataclasses.replace(FULL, version=2, what_changed="The status of action 12.")

    first = pack_document(make_pack(corrected))

    assert first.version == "2"
    assert first.blocks[0] == Note("This is version 2. What changed: The status of action 12.")


def test_where_a_late_or_risky_action_comes_from_stands_under_its_name() -> None:
    line = "Ongoing for four years, in three plans; date moved three times."
    pack = make_pack(facts(action(status="off_track", days_late=9, due_date=date(2027, 1, 3), line=line)))

    tables = {block.caption: block for block in pack_document(pack).blocks if isinstance(block, Table)}

    told = f"30 Second-stage review of offers\n{line}"
    assert tables["Actions that are off track, at risk or stalled"].rows[0][0] == told
    assert tables["Late actions, longest first"].rows[0][0] == told
    assert pack_workbook(pack).sheets[0].rows[0][-1] == line


def test_packs_frozen_before_lines_were_told_are_still_read() -> None:
    kept = facts_to_json(FULL)
    for one in kept["actions"]:
        del one["line"]

    assert facts_from_json(kept) == FULL


def test_frozen_facts_come_back_equal() -> None:
    kept = json.loads(json.dumps(facts_to_json(FULL)))

    assert facts_from_json(kept) == FULL
    assert make_pack(facts_from_json(kept)) == make_pack(FULL)


def test_fingerprint_is_of_both_and_sees_any_change() -> None:
    kept, document = facts_to_json(FULL), document_to_json(pack_document(make_pack(FULL)))

    whole = fingerprint(facts=kept, document=document)

    assert len(whole) == 64
    assert whole == fingerprint(facts=json.loads(json.dumps(kept)), document=json.loads(json.dumps(document)))
    assert whole != fingerprint(facts={**kept, "place": "Elsewhere"}, document=document)
    assert fingerprint(facts={}, document={}) == hashlib.sha256(b'{"document":{},"facts":{}}').hexdigest()


def test_every_block_of_a_document_comes_back_equal() -> None:
    table = Table("Counts", (Column("What"), Column("How many", True, 2.5)), (("One", "1"),), key=(("c", "hidden"),))
    picture = stacked_bar((Part("on_track", "On track", 3),), title="Actions")
    document = Document(
        title="A paper",
        author="A council",
        on=ON,
        version="2",
        blocks=(
            Heading(2, "One"),
            Paragraph((Run("Bold", bold=True), Run("a link", href="https://council.example/"))),
            ListBlock((Item((Run("Outer"),), (Item((Run("Inner"),)),)),), ordered=True),
            table,
            Quote("Words", "Somebody"),
            Facts((("Lead", "A post"),)),
            Figure(picture.svg, picture.says, table),
            Note("Mind."),
            PageBreak(),
        ),
        about=(bullets("About"), words("More.")),
    )

    assert document_from_json(json.loads(json.dumps(document_to_json(document)))) == document


@pytest.mark.parametrize("kept", [{}, {"title": "A"}, {"title": "A", "blocks": [{"kind": "Nothing"}]}])
def test_what_is_no_document_is_refused(kept: dict[str, Any]) -> None:
    with pytest.raises(NotFrozen):
        document_from_json(kept)


@pytest.mark.parametrize("current", list(QuestionState))
@pytest.mark.parametrize("to", list(QuestionState))
def test_question_moves_as_the_table_says(current: QuestionState, to: QuestionState) -> None:
    if to in QUESTION_MOVES[current]:
        check_can_move_question(current, to=to)
    else:
        with pytest.raises(MoveNotAllowed):
            check_can_move_question(current, to=to)


def test_decision_is_closed_as_it_is_recorded() -> None:
    assert [first_state(kind) for kind in QuestionKind] == ["open", "open", "closed"]


@pytest.mark.parametrize(
    ("due", "state", "late"),
    [
        (ON, "open", None),
        (date(2027, 1, 11), "open", 1),
        (date(2027, 1, 11), "answered", None),
        (None, "open", None),
    ],
)
def test_days_late_of_a_question(due: date | None, state: str, late: int | None) -> None:
    assert days_late(due, state=state, on=ON) == late


def test_answer_is_wanted_a_week_before_the_meeting_or_in_four_weeks() -> None:
    assert usual_due(date(2027, 1, 12), next_meeting_on=date(2027, 1, 26)) == date(2027, 1, 19)
    assert usual_due(date(2027, 1, 22), next_meeting_on=date(2027, 1, 26)) == date(2027, 2, 19)
