"""A plan as a document: counts first, then a card for each action under the headings of the plan."""

from __future__ import annotations

import json
from datetime import date

from dueregard.domain.plans.document import blank_document, plan_document
from dueregard.domain.plans.model import Action, Lead, Plan, Progress
from dueregard.domain.plans.parse import read_plan
from dueregard.domain.plans.shape import plan_to_json
from dueregard.publish.checks import check_document
from dueregard.publish.document import Facts, Figure, Heading, Paragraph, Table, bullets
from dueregard.publish.pdf import write_pdf
from dueregard.publish.word import write_word
from dueregard.reading.read import read_document
from dueregard.terms.characteristics import PROTECTED
from publish_made_up import COUNCIL, ON, PLAN


def test_title_period_council_and_day():
    document = plan_document(PLAN, council=COUNCIL, on=ON)

    assert document.first_line() == "Aldermere Council. Equality action plan 2026–27. 1 October 2026."
    assert document.subtitle == "2026-2027"
    check_document(document)


def test_the_plan_in_short_comes_first():
    heading, sentence, figure, _, parts, key, *_ = plan_document(PLAN, council=COUNCIL, on=ON).blocks

    assert heading == Heading(2, "The plan in short")
    assert isinstance(sentence, Paragraph)
    assert sentence.runs[0].text == "3 actions in 2 sections; 1 due after the plan’s end."
    assert isinstance(figure, Figure)
    assert figure.alt == "Where the actions stand: 3 in all; 1 Off track, 1 On track, 1 No update yet."
    assert figure.table.rows == (("Off track", "1"), ("On track", "1"), ("No update yet", "1"), ("All", "3"))
    assert parts == bullets("Finance: 2", "Culture: 1")
    assert isinstance(key, Table)
    assert key.rows == (("A", "Age"), ("D", "Disability"), ("R", "Race"))


def test_headings_follow_the_levels_of_the_plan():
    blocks = plan_document(PLAN, council=COUNCIL, on=ON).blocks

    assert [(b.level, b.text) for b in blocks if isinstance(b, Heading)] == [
        (2, "The plan in short"),
        (2, "Finance"),
        (3, "Fair pay"),
        (2, "Culture"),
        (3, "Open doors"),
    ]
    facts = next(b for b in blocks if isinstance(b, Facts))
    assert facts.pairs == (
        ("Why it matters", "Pay differs."),
        ("Who shaped it", "Staff networks (two meetings). What changed: A target for schools."),
    )


def test_a_card_prints_what_the_plan_says_and_nothing_else():
    cards = [b for b in plan_document(PLAN, council=COUNCIL, on=ON).blocks if isinstance(b, Table)][-3:]

    assert [(card.caption, card.columns[1].title) for card in cards] == [
        ("Action plan: action 1", "1"),
        ("Action plan: action 2", "2"),
        ("Action plan: action 3", "3"),
    ]
    assert cards[0].rows == (
        (
            "Action",
            "Publish the ethnicity pay gap\ni) for the council by Q3 2026-27\nii) for schools by March 2027",
        ),
        ("Strands", "A, R"),
        ("Links", "Council Plan; Workforce Strategy"),
        ("Lead", "Head of Finance; Head of Human Resources"),
        ("Timescale", "2026-27"),
        ("Start date", "1 April 2026"),
        ("Due date", "31 March 2027"),
        ("Monitored by", "Equalities Board"),
        ("Status", "On track"),
        ("Update", "The figures for the council are ready."),
    )
    assert cards[1].rows[4] == (
        "Success measure",
        "Managers trained: 10% at the start; target 95% by 31 March 2027; 40% on 1 September 2026",
    )
    assert cards[2].rows[-2:] == (
        ("Outcome", "Ongoing in the next plan"),
        ("Year end report", "Two of five entrances are done."),
    )


def test_the_councils_own_words_for_a_state_come_first():
    plan = Plan(actions=(Action("a", status="on_track", status_text="Going well", outcome_text="Kept on"),))

    rows = dict(plan_document(plan, council=COUNCIL, on=ON).blocks[-1].rows)  # type: ignore[union-attr]

    assert (rows["Status"], rows["Outcome"]) == ("Going well", "Kept on")


def test_updates_that_the_printed_text_does_not_hold_are_printed_with_their_days():
    progress = (Progress("Begun.", date=date(2026, 9, 1), author="A. Person"), Progress("Half done."))
    plan = Plan(actions=(Action("a", update_text="Half done. More soon.", progress=progress),))

    shown = dict(plan_document(plan, council=COUNCIL, on=ON).blocks[-1].rows)  # type: ignore[union-attr]
    named = dict(plan_document(plan, council=COUNCIL, on=ON, names="all").blocks[-1].rows)  # type: ignore[union-attr]

    assert shown["Update"] == "Half done. More soon.\n1 September 2026: Begun."
    assert named["Update"] == "Half done. More soon.\n1 September 2026, A. Person: Begun."


def test_actions_without_numbers_and_sections_are_counted_from_one():
    plan = Plan(actions=(Action("a"), Action("b", leads=(Lead("Head", "April 2027"),))))

    document = plan_document(plan, council=COUNCIL, on=ON)

    assert [b.caption for b in document.blocks if isinstance(b, Table)] == [
        "Action plan: action 1",
        "Action plan: action 2",
    ]
    assert [b.text for b in document.blocks if isinstance(b, Heading)] == ["The plan in short", "Actions"]
    assert dict(document.blocks[-1].rows)["Lead"] == "Head, April 2027"  # type: ignore[union-attr]


def test_an_empty_plan_is_still_a_document():
    document = plan_document(Plan(), council=COUNCIL, on=ON)

    check_document(document)
    assert document.title == "Equality action plan"


def test_deep_levels_never_pass_the_deepest_heading():
    plan = Plan(actions=(Action("a", section="1", levels=("2", "3", "4", "5", "6", "7")),))

    document = plan_document(plan, council=COUNCIL, on=ON)

    assert [b.level for b in document.blocks if isinstance(b, Heading)] == [2, 2, 3, 4, 5, 6, 6, 6]
    check_document(document)


def test_the_empty_document_can_be_written():
    document = blank_document(PROTECTED, council=COUNCIL, on=ON)

    assert write_word(document)
    assert write_pdf(document)
    assert [b.caption for b in document.blocks if isinstance(b, Table)] == [
        "Action plan: action 1",
        "Action plan: action 2",
    ]
    assert "Marriage and civil partnership" in dict(document.blocks[-1].rows)["Strands"]  # type: ignore[union-attr]


def test_where_an_action_comes_from_stands_under_it():
    plan = Plan(actions=(Action("Cut the wait"), Action("Train managers")))
    line = "Ongoing for two years, in two plans. In 2025-26 it was action 4."

    document = plan_document(plan, council=COUNCIL, on=ON, lines={2: line})

    cards = [block for block in document.blocks if isinstance(block, Table)]
    assert [card.note for card in cards] == [None, f"Plan by plan: {line}"]
    check_document(document)


def test_where_an_action_comes_from_is_read_as_no_part_of_it():
    line = "Ongoing for two years, in two plans; date moved once. In 2025-26 it was action 4."
    lines = dict.fromkeys(range(1, len(PLAN.actions) + 1), line)

    for write, name in ((write_word, "plan.docx"), (write_pdf, "plan.pdf")):
        printed = write(plan_document(PLAN, council=COUNCIL, on=ON, lines=lines))
        read = read_plan(read_document(printed, name=name))

        assert [action.action_text for action in read.actions] == [action.action_text for action in PLAN.actions], name
        assert line not in json.dumps(plan_to_json(read)["actions"]), name


def test_strands_are_named_and_not_given_as_our_codes():
    plan = Plan(actions=(Action("Train managers", strands=("socio_economic", "ALL", "X9")),))

    card = plan_document(plan, council=COUNCIL, on=ON).blocks[-1]

    assert ("Strands", "Socio-economic disadvantage, ALL, X9") in card.rows  # type: ignore[union-attr]
