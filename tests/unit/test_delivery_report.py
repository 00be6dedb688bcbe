"""The year-end report against a plan counted by hand.

The plan is like those that councils print (role, objective, commitments, what became of each): ten actions under three
roles. By hand: 4 closed (2 achieved, 1 partly, 1 not), 3 ongoing, 1 developed into two, 1 dropped, 1 not reported. One
action has two strands, so strands add up to 11.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pypdf
import pytest

from dueregard.domain.delivery.report import (
    Correction,
    Extra,
    Narrative,
    YearReport,
    findings,
    is_met,
    report_of,
)
from dueregard.domain.delivery.report_document import action_blocks, report_document, report_workbook
from dueregard.domain.plans.model import Action, Lead, Level, Measure, MeasureValue, Period, Plan, Progress, Strand
from dueregard.publish import csv, opendocument, pdf, word
from dueregard.publish.checks import check_document
from dueregard.publish.document import Document, Figure, Heading, Note, Paragraph, Table

COMMUNITY, EMPLOYER, SERVICES = "As a community leader", "As an employer", "As a service provider"
ON = date(2027, 4, 9)


def _weeks(*, target: str | None = "30", now: str | None = "38") -> Measure:
    values = (MeasureValue(date(2027, 3, 1), now),) if now else ()
    return Measure(
        "Weeks to adapt a home", unit="weeks", direction="down", baseline="44", baseline_date=date(2026, 3, 31),
        target=target, target_date=date(2027, 3, 31) if target else None, values=values,
    )  # fmt: skip


def _plan() -> Plan:
    def action(number: int, text: str, role: str, outcome: str | None, **more: object) -> Action:
        return Action(
            text, number=number, section=role, levels=(f"Objective: {role.lower()}",), outcome=outcome, **more
        )  # type: ignore[arg-type]

    staff = Measure("Staff who told us", unit="%", baseline="61", target="70",
                    values=(MeasureValue(date(2027, 3, 1), "74"),))  # fmt: skip
    return Plan(
        document="Fair for all 2026-27",
        plan_period=Period("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
        key={"R": Strand("Race", ("race",)), "D": Strand("Disability", ("disability",))},
        levels=tuple(
            level
            for role in (COMMUNITY, EMPLOYER, SERVICES)
            for level in (Level((role,), "role"), Level((role, f"Objective: {role.lower()}"), "objective"))
        ),
        actions=(
            action(1, "Join up advice", COMMUNITY, "ongoing", strands=("R", "D"), leads=(Lead("Head of Advice"),)),
            action(2, "Signpost services", COMMUNITY, "closed", achieved="achieved", strands=("R",),
                   year_end_report="A leaflet reached 4,000 homes.",
                   progress=(Progress("Printed.", date(2026, 6, 1)), Progress("Sent to all.", date(2027, 2, 1)))),
            action(3, "Review consultation", COMMUNITY, "ongoing", strands=("R",)),
            action(4, "Train managers", EMPLOYER, "closed", achieved="achieved", measures=(staff,), strands=("D",)),
            action(5, "Mentor apprentices", EMPLOYER, "closed", achieved="partly", strands=("D",)),
            action(6, "Survey staff", EMPLOYER, "developed", strands=("D",)),
            action(7, "Publish pay gaps", EMPLOYER, "closed", achieved="not", strands=("R",)),
            action(8, "Adapt homes faster", SERVICES, "ongoing", measures=(_weeks(),), strands=("D",)),
            action(9, "Open a help desk", SERVICES, "dropped", year_end_report="The grant ended.", strands=("D",)),
            action(10, "Caption meetings", SERVICES, "not_reported", measures=(_weeks(now=None),), strands=("D",)),
        ),
    )  # fmt: skip


EXTRAS = {
    6: Extra(directorates=("People",), becomes=("Survey each May", "Say what we did about it")),
    8: Extra(directorates=("Homes", "Health")),
    10: Extra(asked_on=(date(2027, 3, 1), date(2027, 3, 15))),
    **{place: Extra(directorates=("People",)) for place in (4, 5, 7)},
}


@pytest.fixture
def report() -> YearReport:
    return report_of(
        _plan(),
        council="A council",
        on=ON,
        extras=EXTRAS,
        narrative=Narrative("Advice is joined up.", "How to read this.", {f"Objective: {EMPLOYER.lower()}": "Slow."}),
    )


def _table(document: Document, caption: str) -> Table:
    tables = [b.table if isinstance(b, Figure) else b for b in document.blocks]
    return next(one for one in tables if isinstance(one, Table) and one.caption == caption)


def test_the_counts_are_those_counted_by_hand(report: YearReport) -> None:
    assert report.counts.by_code() == {
        "achieved": 2, "partly": 1, "not_achieved": 1, "closed": 0, "ongoing": 3, "developed": 1, "dropped": 1,
        "not_reported": 1, "blank": 0,
    }  # fmt: skip


def test_the_sentences_say_them_and_count_what_is_missing(report: YearReport) -> None:
    assert list(findings(report)) == [
        "Of 10 actions, 4 are closed, 3 go on in the next plan, 1 was developed into new actions, 1 was dropped and "
        "1 was not reported.",
        "Of the 4 closed, 2 were achieved, 1 was partly achieved and 1 was not achieved.",
        "1 action was not reported: the owners were asked and gave no answer. We count them here rather than guess.",
        "2 measures have a target and a figure to hold against it; 1 of them has met the target.",
        "1 measure lacks a figure, a target or a direction, so we cannot say whether it was met.",
        "7 actions have no measure, so no figure shows whether they worked.",
    ]


def test_by_objective_each_action_is_counted_once(report: YearReport) -> None:
    table = _table(report_document(report), "Outcome of the actions by objective")

    assert [column.title for column in table.columns] == [
        "Objective", "Achieved", "Partly achieved", "Not achieved", "Goes on", "Developed", "Dropped", "Not reported",
        "All",
    ]  # fmt: skip
    assert table.rows == (
        ("Objective: as a community leader", "1", "0", "0", "2", "0", "0", "0", "3"),
        ("Objective: as an employer", "1", "1", "1", "0", "1", "0", "0", "4"),
        ("Objective: as a service provider", "0", "0", "0", "1", "0", "1", "1", "3"),
        ("Whole plan", "2", "1", "1", "3", "1", "1", "1", "10"),
    )


def test_by_strand_an_action_can_stand_twice_and_the_table_says_so(report: YearReport) -> None:
    table = _table(report_document(report), "Outcome of the actions by strand")

    assert table.rows == (
        ("Race", "1", "0", "1", "2", "0", "0", "0", "4"),
        ("Disability", "1", "1", "0", "2", "1", "1", "1", "7"),
        ("Whole plan", "2", "1", "1", "3", "1", "1", "1", "10"),
    )
    assert table.note == "An action can stand under several, so the rows add up to more than 10."


def test_by_directorate_those_of_none_come_last(report: YearReport) -> None:
    table = _table(report_document(report), "Outcome of the actions by directorate")

    assert [(row[0], row[-1]) for row in table.rows] == [
        ("People", "4"), ("Homes", "1"), ("Health", "1"), ("No directorate named", "5"), ("Whole plan", "10")
    ]  # fmt: skip


def test_measures_stand_then_and_now_and_missing_is_said(report: YearReport) -> None:
    table = _table(report_document(report), "Each measure then and now, and its target")

    assert table.rows == (
        ("Staff who told us", "Action 4", "61%", "74%\non 1 March 2027", "70%", "Yes"),
        ("Weeks to adapt a home", "Action 8", "44 weeks\non 31 March 2026", "38 weeks\non 1 March 2027",
         "30 weeks\nby 31 March 2027", "No, but closer"),
        ("Weeks to adapt a home", "Action 10", "44 weeks\non 31 March 2026", "No figure", "30 weeks\nby 31 March 2027",
         "Cannot be said"),
    )  # fmt: skip


def test_the_gap_of_an_objective_stands_first() -> None:
    gap = Measure(
        "Satisfied with their home", unit="points", direction="down", baseline="12", target="8", kind="gap",
        group="disabled tenants", compared_with="other tenants", values=(MeasureValue(date(2027, 3, 1), "11"),),
    )  # fmt: skip
    plan = replace(_plan(), levels=(Level((COMMUNITY,), "role", measures=(gap,)), *_plan().levels[1:]))
    made = report_of(plan, council="A council", on=ON)

    first = _table(report_document(made), "Each measure then and now, and its target").rows[0]

    assert first == (
        "Satisfied with their home (disabled tenants and other tenants)", COMMUNITY, "12 points",
        "11 points\non 1 March 2027", "8 points", "No, but closer",
    )  # fmt: skip
    assert made.measures[0].action == COMMUNITY


def test_what_was_dropped_developed_and_not_reported_is_told(report: YearReport) -> None:
    document = report_document(report)

    assert _table(document, "Dropped actions").rows == (("9. Open a help desk", "The grant ended."),)
    assert _table(document, "Developed actions").rows == (
        ("6. Survey staff", "Survey each May\nSay what we did about it"),
    )
    assert _table(document, "Actions that nobody reported on").rows == (
        ("10. Caption meetings", "Asked on 1 March 2027 and 15 March 2027; no answer."),
    )
    assert any(isinstance(block, Note) and block.text.startswith("1 of 10 actions") for block in document.blocks)


def test_what_people_wrote_stands_beside_what_is_counted(report: YearReport) -> None:
    document = report_document(report)
    texts = [block.runs[0].text for block in document.blocks if isinstance(block, Paragraph)]

    at = texts.index("Slow.")
    assert texts[0] == "Advice is joined up."
    assert "How to read this." in texts
    assert texts[at - 1] == "Of 4 actions, 3 are closed and 1 was developed into new actions."


def test_every_action_is_there_with_its_outcome_and_the_owners_last_words(report: YearReport) -> None:
    tables = [block for block in action_blocks(report.actions) if isinstance(block, Table)]
    second = dict(tables[1].rows)

    assert len(tables) == 10
    assert second["Outcome"] == "Closed (achieved)"
    assert second["What shows it"] == "A leaflet reached 4,000 homes."
    assert second["The owner’s last words"] == "Sent to all.\n(1 February 2027)"
    assert dict(tables[9].rows)["Asked"] == "Asked on 1 March 2027 and 15 March 2027; no answer."


def test_a_correction_says_at_the_top_what_changed(report: YearReport) -> None:
    corrected = replace(report, version=2, corrections=(Correction(2, "2027-05-01", "Nine desks, not six."),))
    blocks = report_document(corrected).blocks

    assert blocks[0] == Heading(2, "What was corrected")
    assert blocks[1].items[0].runs[0].text == "Version 2, 1 May 2027: Nine desks, not six."  # type: ignore[union-attr]


def test_word_and_pdf_can_be_read_by_everyone_and_are_the_same_each_time(report: YearReport) -> None:
    document = report_document(report)
    whole = replace(document, blocks=(*document.blocks, *action_blocks(report.actions)))

    check_document(whole)
    files = [(word.write_word(whole), pdf.write_pdf(whole)) for _time in range(2)]

    assert files[0] == files[1]
    assert "Open a help desk" in "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(files[0][1])).pages)
    assert len(docx.Document(BytesIO(files[0][0])).tables) >= 15
    catalogue = pypdf.PdfReader(BytesIO(files[0][1])).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]  # type: ignore[index]


def test_the_sheet_has_a_row_for_each_action(report: YearReport) -> None:
    book = report_workbook(title=report.title, council="A council", on=ON, actions=report.actions)

    assert [sheet.name for sheet in book.sheets] == ["Actions", "Measures"]
    assert len(book.sheets[0].rows) == 10
    assert csv.write_csv(book) == csv.write_csv(book)
    assert opendocument.write_ods(book) == opendocument.write_ods(book)


@pytest.mark.parametrize(
    ("then", "now", "target", "direction", "expected"),
    [
        ("44", "30", "30", "down", "yes"), ("44", "29", "30", "down", "yes"), ("44", "44", "30", "down", "same"),
        ("44", "45", "30", "down", "further"), ("44", "31", "30", "down", "closer"), ("9", "12", "10", None, "yes"),
        ("", "12", "10", "up", "yes"), ("", "8", "10", "up", "no"), ("", "8", "10", None, "unknown"),
        ("1,204", "1,300", "1,250", None, "yes"), ("half", "8", "10", "up", "no"), ("9", "all", "10", "up", "unknown"),
        ("9", "8", "all", "up", "unknown"), ("10", "12", "10", None, "further"), ("0", "0", "0", None, "yes"),
    ],
)  # fmt: skip
def test_a_target_is_met_by_its_own_figures(
    then: str, now: str, target: str, direction: str | None, expected: str
) -> None:
    assert is_met(then=then, now=now, target=target, direction=direction) == expected


def test_an_empty_plan_and_one_without_levels_have_reports_too() -> None:
    for plan in (Plan(document="Empty"), Plan(document="One", actions=(Action("Train", outcome="closed"),))):
        made = report_of(plan, council="A council", on=ON)
        document = report_document(made)
        check_document(replace(document, blocks=(*document.blocks, *action_blocks(made.actions))))

    assert next(findings(report_of(Plan(), council="A council", on=ON))) == "This plan has no actions."
    assert list(findings(made))[:2] == [
        "The one action is closed.",
        "Of the one closed, the plan does not say how far it got.",
    ]


def test_the_words_of_the_council_head_the_tables() -> None:
    made = report_of(_plan(), council="A council", on=ON, outcome_words={"ongoing": "Rolled over"})

    table = _table(report_document(made), "Outcome of the actions by objective")

    assert "Rolled over" in [column.title for column in table.columns]
    assert made.actions[0].said == "Rolled over"
