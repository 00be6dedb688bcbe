"""The health check: one page, what it counts, what it promises, the legal dates, and no verdict."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest

from dueregard.domain.plans.check_health import health_check
from dueregard.domain.plans.model import Action, Lead, Period, Plan
from dueregard.publish.checks import check_document
from dueregard.publish.document import Heading, ListBlock, Paragraph, Table
from dueregard.publish.word import write_word

ON = date(2026, 11, 21)
PLAN = Plan(
    document="Equality action plan 2026-27",
    organisation="Aldermere Council",
    plan_period=Period("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
    actions=(
        Action(action_text="Reach 80% of carers", number=1, leads=(Lead("Carers Lead"),), due_date=date(2027, 1, 31)),
        Action(action_text="Make an EIA of the new library hours", number=2, strands=("D",)),
        Action(action_text="Consider a hub", number=3, monitored_by=("Board",)),
    ),
)


def _table(document, caption):
    return next(block for block in document.blocks if isinstance(block, Table) and block.caption == caption)


def _words(document):
    said = [document.title]
    for block in document.all_blocks():
        if isinstance(block, Paragraph):
            said += [run.text for run in block.runs]
        elif isinstance(block, Table):
            said += [block.caption, *(cell for row in block.rows for cell in row)]
        elif isinstance(block, ListBlock):
            said += [run.text for item in block.items for run in item.runs]
        elif isinstance(block, Heading):
            said.append(block.text)
    return "\n".join(said)


def test_counts_stand_first():
    first = health_check(PLAN, on=ON).blocks[0]

    assert first.runs[0].text == (
        "3 actions: 1 has a lead; 1 has a date; 0 have a measure; 1 has groups named; 1 has a board that watches; "
        "0 have an update or a year-end report. It runs from 1 April 2026 to 31 March 2027."
    )


def test_five_repairs_with_words_ready():
    table = _table(health_check(PLAN, on=ON), "Repairs, the most useful first")

    assert len(table.rows) == 5
    assert table.rows[0] == (
        "Turn the figures that stand in the text into measures; the words are ready.",
        "Action 1",
        "For action 1: Share of carers: 80 %, by 31 January 2027",
    )


def test_promised_assessment_without_date_is_said_so():
    table = _table(health_check(PLAN, on=ON), "Equality impact assessments that the actions name")

    assert table.rows == (("2", "Make an EIA of the new library hours", "No date given"),)


def test_legal_dates_are_counted_from_what_was_told():
    document = health_check(
        PLAN, on=ON, last_published={"objectives": date(2023, 4, 3), "information": date(2025, 11, 1)}
    )
    (found,) = [block for block in document.blocks if isinstance(block, ListBlock)]

    assert [item.runs[0].text for item in found.items] == [
        "Equality objectives: next by 2 April 2027 (at most every 4 years).",
        "Equality information: it was due by 31 October 2026 (at most every year).",
        "Gender pay gap: tell us the last day (at most every year).",
    ]


@pytest.mark.parametrize(("nation", "heading"), [("E", "England"), ("W", "Wales"), ("s", "Scotland")])
def test_each_nation_has_its_own_duties(nation, heading):
    document = health_check(PLAN, on=ON, nation=nation)

    assert Heading(2, f"What the law asks for in {heading}, and by when") in document.blocks


def test_it_never_says_compliant():
    for plan in (PLAN, Plan(document="Nothing in it")):
        assert "complian" not in _words(health_check(plan, on=ON)).lower()


def test_it_can_be_published():
    check_document(health_check(PLAN, on=ON))
    check_document(health_check(Plan(), on=ON))


def test_a_long_plan_keeps_its_tables_short():
    actions = tuple(Action(action_text=f"Make an EIA of service number {n}", number=n) for n in range(1, 60))
    document = health_check(Plan(actions=actions), on=ON)

    assert all(len(block.rows) <= 5 for block in document.blocks if isinstance(block, Table))
    assert _table(document, "Equality impact assessments that the actions name").note.startswith("Also in actions 6, 7")


def test_word_holds_it():
    word = docx.Document(io.BytesIO(write_word(health_check(PLAN, on=ON))))

    text = "\n".join([p.text for p in word.paragraphs] + [c.text for t in word.tables for r in t.rows for c in r.cells])
    assert "The repairs that would help most" in text
    assert "Share of carers: 80 %" in text
