"""A plan as a workbook, and the empty one: headers our reader knows, texts as texts, nothing hidden."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl

from dueregard.domain.plans.model import Action, Level, Plan
from dueregard.domain.plans.sheets import blank_workbook, plan_workbook
from dueregard.publish.excel import write_xlsx
from dueregard.publish.hidden import hidden_data
from dueregard.publish.sheet import Kind
from dueregard.terms.characteristics import PROTECTED
from publish_made_up import COUNCIL, ON, PLAN


def _rows(plan: Plan) -> list[dict[str, object]]:
    sheet = plan_workbook(plan, council=COUNCIL, on=ON).sheets[0]
    return [dict(zip((c.title for c in sheet.columns), row, strict=True)) for row in sheet.rows]


def test_every_action_is_a_row_with_typed_values():
    first, second, third = _rows(PLAN)

    assert (first["No"], first["Section / theme"], first["Objective"]) == (1, "Finance", "Fair pay")
    assert first["Lead"] == "Head of Finance\nHead of Human Resources"
    assert (first["Start date"], first["Due date"]) == (date(2026, 4, 1), date(2027, 3, 31))
    assert (second["Status"], second["RAG"], second["% complete"], second["Due date"]) == ("Off track", "Red", 40, None)
    assert third["Outcome"] == "Ongoing in the next plan"


def test_the_columns_are_the_same_for_every_plan():
    keys = [column.key for column in plan_workbook(Plan(), council=COUNCIL, on=ON).sheets[0].columns]

    assert keys == [
        "number", "section", "commitments", "action_text", "how", "strands", "links", "leads", "partners",
        "timescale_text", "start_date", "due_date", "frequency", "monitored_by", "resources", "measure",
        "expected_outcome", "priority", "status", "rag", "percent", "completed_date", "update_text", "outcome",
        "year_end_report",
    ]  # fmt: skip


def test_levels_are_headed_by_what_the_plan_calls_them():
    plan = Plan(
        levels=(Level(("Fair city",), kind="theme"), Level(("Fair city", "Be fair"), kind="role")),
        actions=(Action("a", levels=("Fair city", "Be fair")), Action("b", levels=("Fair city",))),
    )

    first, second = _rows(plan)

    assert (first["Theme"], first["Role"]) == ("Fair city", "Be fair")
    # An empty cell below a filled one would be read as "the same again".
    assert (second["Theme"], second["Role"]) == ("Fair city", "Fair city")


def test_numbers_as_printed_make_the_column_text():
    plan = Plan(actions=(Action("a", number=1, number_text="1.2a"), Action("b", number=2, number_text="2")))

    sheet = plan_workbook(plan, council=COUNCIL, on=ON).sheets[0]

    assert sheet.columns[0].kind is Kind.TEXT
    assert [row[0] for row in sheet.rows] == ["1.2a", "2"]


def test_the_notes_say_what_it_is_and_what_codes_mean():
    notes = dict(plan_workbook(PLAN, council=COUNCIL, on=ON).notes)

    assert notes["Published by"] == COUNCIL
    assert notes["As it stood on"] == "1 October 2026"
    assert notes["In short"] == "3 actions in 2 sections; 1 due after the plan’s end."
    assert notes["Strand R"] == "Race"


def test_a_plan_read_from_a_file_needs_no_council_and_no_day():
    book = plan_workbook(Plan(organisation="Some Council", actions=(Action("a"),)))

    assert (book.author, book.on) == ("Some Council", None)
    assert write_xlsx(book)


def test_the_empty_workbook_offers_lists_and_says_how():
    posts = tuple(f"Head of Service {number}, for a very long title" for number in range(20))
    package = write_xlsx(
        blank_workbook(PROTECTED, council=COUNCIL, on=ON, boards=("Cabinet", "Equalities Board"), posts=posts)
    )

    book = openpyxl.load_workbook(BytesIO(package))
    headers = {cell.value: cell.column_letter for cell in book["Actions"][1]}
    rules = {str(rule.sqref): rule.formula1 for rule in book["Actions"].data_validations.dataValidation}

    assert book.sheetnames == ["Actions", "How to", "Choices"]
    assert rules[f"{headers['Monitored by']}2:{headers['Monitored by']}201"] == '"Cabinet,Equalities Board"'
    assert rules[f"{headers['Status']}2:{headers['Status']}201"].startswith('"Not started,On track')
    assert rules[f"{headers['Lead']}2:{headers['Lead']}201"].startswith("Choices!$")
    assert "Objective" in headers
    assert hidden_data(package) == ()
