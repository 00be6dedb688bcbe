"""Whatever blocks a document gives: reading never fails, loses no word, and gives back a plan that stands in a table.

The first property takes documents of any shape, made of the words that plans are made of; the second prints plans as
plain tables, under other headings and in another order, and reads them again in every field.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dueregard.domain.plans.parse import read_plan
from dueregard.domain.plans.parsing.lossless import words_lost
from dueregard.domain.plans.shape import plan_from_json, plan_to_json
from dueregard.reading.blocks import Blocks, Cell, Heading, Paragraph, Place, Row, Table
from dueregard.reading.read import read_document
from fixtures.plans.making import web_table, word, word_table

WORDS = (
    *("No", "Action", "Lead", "By when", "Strand", "Progress", "Outcome", "Measure", "Q1", "Year 1", "As above", "ALL"),
    *(
        "1",
        "2.1",
        "i) one ii) two",
        "A, D",
        "Age",
        "Key: A = Age, D = Disability",
        "March 2026",
        "31/06/2022",
        "2015-16",
    ),
    *("Head of HR and Finance Manager 2015-16", "Town Plan Housing Strategy", "Objective 2: Fair pay", "Finance", ""),
    *(
        "We will do this by:",
        "Train all staff in equality law.",
        "This action is now closed",
        "<p>Tags</p>",
        "•",
        "\u00a0",
    ),
    *(
        "Green = done, Red = late",
        "Lead officer: Head of HR",
        "a / b / c",
        "and goes on",
        "Equality plan 2026-27",
        "✓",
        "½ %",
    ),
)
texts = st.one_of(
    st.sampled_from(WORDS), st.text(max_size=30), st.lists(st.sampled_from(WORDS), max_size=3).map("\n".join)
)
values = st.one_of(st.none(), st.dates(), st.integers(0, 9), st.booleans())
fills = st.sampled_from((None, "#00B050", "#FF0000", "#FFFFFF"))


@st.composite
def tables(draw: st.DrawFn, number: int) -> Table:
    width = draw(st.integers(1, 6))
    rows = []
    for at in range(1, draw(st.integers(1, 7)) + 1):
        cells: list[Cell] = []
        for column in range(1, width + 1):
            place = Place(table=number, row=at, cell=column, sheet=draw(st.sampled_from((None, "Plan", "Finance"))))
            above = rows[-1].cells[column - 1] if rows else None
            covering = draw(st.integers(0, 9))
            if covering == 0 and cells:
                cells.append(Cell(cells[-1].text, place, repeats=cells[-1].repeats or cells[-1].place))
            elif covering == 1 and above is not None:
                cells.append(Cell(above.text, place, repeats=above.repeats or above.place))
            else:
                cells.append(Cell(draw(texts), place, value=draw(values), fill=draw(fills), bold=draw(st.booleans())))
        rows.append(
            Row(tuple(cells), Place(table=number, row=at), header=draw(st.booleans()), hidden=draw(st.booleans()))
        )
    return Table(
        tuple(rows), Place(table=number), caption=draw(st.one_of(st.none(), texts)), hidden=draw(st.booleans())
    )


@st.composite
def documents(draw: st.DrawFn) -> Blocks:
    blocks: list[Heading | Paragraph | Table] = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        kind = draw(st.sampled_from("hppt"))
        place = Place(paragraph=number)
        if kind == "h":
            blocks.append(Heading(draw(texts), draw(st.integers(0, 6)), place))
        elif kind == "p":
            marker = draw(st.sampled_from((None, "•", "1.")))
            blocks.append(
                Paragraph(
                    draw(texts), place, marker=marker, depth=draw(st.integers(0, 2)), furniture=draw(st.booleans())
                )
            )
        else:
            blocks.append(draw(tables(number)))
    return Blocks(
        draw(st.sampled_from(("docx", "pdf", "xlsx", "text"))), tuple(blocks), title=draw(st.one_of(st.none(), texts))
    )


def _check_any(document: Blocks) -> None:
    plan = read_plan(document)

    assert words_lost(document, plan) == ()
    assert plan_from_json(json.loads(json.dumps(plan_to_json(plan)))) == plan
    assert all(action.action_text for action in plan.actions)
    assert all(question.action is None or 1 <= question.action <= len(plan.actions) for question in plan.questions)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=documents())
def test_any_document_is_read_and_nothing_lost(document):
    _check_any(document)


@pytest.mark.deep
@pytest.mark.timeout(3600)
@settings(max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=documents())
def test_any_document_is_read_and_nothing_lost_at_length(document):
    _check_any(document)


# ---------------------------------------------------------------- plans in plain tables

HEADINGS = {
    "number": ("No", "Ref", "Action number", "Rhif"),
    "action_text": ("Action", "What we will do", "Agreed actions", "Task", "Camau gweithredu"),
    "strands": ("Protected characteristics", "Equality strand", "Who benefits"),
    "leads": ("Lead", "Responsible officer", "Who", "Action owner", "Swyddog arweiniol"),
    "due_date": ("By when", "Target date", "Deadline", "Completion date", "Erbyn pryd"),
    "monitored_by": ("Monitored by", "Governance", "Reported to"),
    "links": ("Linked plans", "Key strategies", "Strategic links"),
    "measure": ("Success measure", "How will we know?", "KPI"),
    "status": ("Status", "Current status", "Statws"),
    "update_text": ("Progress", "Update", "Progress to date"),
}
one_row = st.fixed_dictionaries(
    {
        "action_text": st.sampled_from(
            ("Train every clerk in sign language", "Put seats along the high street", "Publish our pay gaps")
        ),
        "strands": st.lists(st.sampled_from(("Age", "Disability", "Race", "Sex")), min_size=1, max_size=3, unique=True),
        "leads": st.lists(
            st.sampled_from(("Head of HR", "Parks Manager", "Policy Officer")), min_size=1, max_size=2, unique=True
        ),
        "due_date": st.sampled_from(("31 March 2027", "June 2026", "Q3 2026/27", "by end of July 2026", "15/10/2026")),
        "monitored_by": st.sampled_from(("Equality Board", "Scrutiny Committee")),
        "links": st.sampled_from(("Town Plan", "Housing Strategy")),
        "measure": st.sampled_from(("90% of clerks are trained", "A map is published")),
        "status": st.sampled_from(("On track", "Complete", "Not started", "Overdue")),
        "update_text": st.sampled_from(("The first course ran well.", "Seats were ordered.")),
    }
)
DAYS = {
    "31 March 2027": date(2027, 3, 31),
    "June 2026": date(2026, 6, 30),
    "Q3 2026/27": date(2026, 12, 31),
    "by end of July 2026": date(2026, 7, 31),
    "15/10/2026": date(2026, 10, 15),
}
STATUSES = {"On track": "on_track", "Complete": "complete", "Not started": "not_started", "Overdue": "off_track"}


@st.composite
def printed(draw: st.DrawFn) -> tuple[list[str], list[dict[str, object]], list[str]]:
    order = ["number", "action_text", *draw(st.permutations(list(HEADINGS)[2:]))]
    headings = [draw(st.sampled_from(HEADINGS[name])) for name in order]
    rows = [dict(draw(one_row), number=at) for at in range(1, draw(st.integers(2, 5)) + 1)]
    return headings, rows, order


def _print(form: str, headings: list[str], rows: list[dict[str, object]], order: list[str]) -> bytes:
    lines = [headings]
    for row in rows:
        lines.append(["\n".join(value) if isinstance(value := row[name], list) else str(value) for name in order])
    if form == "csv":
        held = io.StringIO()
        csv.writer(held).writerows([["Equality action plan 2026-27"], *lines])
        return held.getvalue().encode("utf-8-sig")
    if form == "html":
        return web_table(
            [[cell.replace("\n", ", ") for cell in line] for line in lines],
            above="<h1>Equality action plan 2026-27</h1>",
        )
    return word(
        lambda document: (document.add_heading("Equality action plan 2026-27", level=1), word_table(document, lines))
    )


@pytest.mark.parametrize("form", ["csv", "html", "docx"])
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=printed())
def test_a_plain_table_is_read_in_every_field(form, plan):
    headings, rows, order = plan

    read = read_plan(read_document(_print(form, headings, rows, order), name=f"plan.{form}"))

    assert len(read.actions) == len(rows)
    for action, row in zip(read.actions, rows, strict=True):
        assert (action.number, action.action_text) == (row["number"], row["action_text"])
        assert list(action.strands) == row["strands"]
        assert [lead.name for lead in action.leads] == row["leads"]
        assert action.due_date == DAYS[str(row["due_date"])]
        assert action.monitored_by == (row["monitored_by"],)
        assert action.links == (row["links"],)
        assert action.measure == row["measure"]
        assert action.status == STATUSES[str(row["status"])]
        assert action.update_text == row["update_text"]
