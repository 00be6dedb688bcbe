"""CSV, pasted tables and plain text."""

from __future__ import annotations

import pytest

import reading_made_up as made
from dueregard.reading.blocks import Blocks, Heading, Paragraph
from dueregard.reading.limits import DEFAULT
from dueregard.reading.readers import text
from dueregard.reading.readers.sheets import separated


def _csv(data: bytes) -> tuple[list[list[str]], tuple[str, ...]]:
    blocks = separated.read(data, name="plan.csv", limits=DEFAULT)
    (table,) = blocks.tables()
    return [[cell.text for cell in row.cells] for row in table.rows], blocks.warnings


def _text(words: str) -> Blocks:
    return text.read(words.encode(), name="plan.txt", limits=DEFAULT)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_marks_and_letters(mark: str, encoding: str) -> None:
    lines = [mark.join((f'"{a}"', b)) for a, b in (("No", "Action"), ("1", "Café – “all”"), ("2, 3", "x; y"))]

    rows, warnings = (
        _csv("\r\n".join(lines).encode(encoding)) if mark not in ",;" else _csv("\r\n".join(lines[:2]).encode(encoding))
    )

    assert rows[1] == ["1", "Café – “all”"]
    assert bool(warnings) == (encoding == "cp1252")


def test_csv_line_breaks_quotes_and_uneven_rows() -> None:
    rows, _ = _csv(b'No,Action,Lead\r\n1,"Train\nall ""front-line"" staff",HR\r\n2,Audit\r\n')

    assert rows == [["No", "Action", "Lead"], ["1", 'Train\nall "front-line" staff', "HR"], ["2", "Audit", ""]]


def test_csv_guard_before_formula_signs_is_taken_off() -> None:
    rows, _ = _csv(b"a,b,c\n'=SUM(A1),'-5,'tis\n'+44 20,'@x,''=\n")

    assert rows[1:] == [["=SUM(A1)", "-5", "'tis"], ["+44 20", "@x", "''="]]


def test_csv_unclosed_quote_is_an_ordinary_sign() -> None:
    rows, warnings = _csv(b'No,Action\n1,"Train\n2,Audit\n')

    assert rows == [["No", "Action"], ["1", '"Train'], ["2", "Audit"]]
    assert "never closed" in warnings[0]


def test_csv_line_that_names_its_mark() -> None:
    assert _csv(b"sep=;\nNo;Action\n1;Train, now\n")[0] == [["No", "Action"], ["1", "Train, now"]]


def test_csv_titles_above_the_table() -> None:
    rows, _ = _csv(b"Equality plan,,\n,,\nNo,Action,Lead\n1,Train,HR\n")

    assert rows[0] == ["Equality plan", "", ""]
    assert rows[3] == ["1", "Train", "HR"]


def test_pasted_rows_stay_one_table_over_blank_lines() -> None:
    blocks = _text(
        "Our plan\n\nNo\tAction\tLead\n1\tTrain\tHR\n\n\tall staff\t\n2\tAudit\t\nFinance\t\t\n3\tReport\tHR\n"
    )
    (table,) = blocks.tables()

    assert isinstance(blocks.blocks[0], Heading | Paragraph)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["No", "Action", "Lead"],
        ["1", "Train", "HR"],
        ["", "all staff", ""],
        ["2", "Audit", ""],
        ["Finance", "", ""],
        ["3", "Report", "HR"],
    ]


def test_pasted_cells_in_quotation_marks_and_broken_rows() -> None:
    blocks = _text(
        'No\tAction\tLead\tWhen\n1\t"Train\nall ""our"" staff"\tHR\tMay\n2\tAudit\nthe routes\tLibraries\tJune\n'
    )
    (table,) = blocks.tables()

    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        ["1", 'Train\nall "our" staff', "HR", "May"],
        ["2", "Audit\nthe routes", "Libraries", "June"],
    ]


def test_text_between_tables_parts_them() -> None:
    blocks = _text(
        "No\tAction\n1\tTrain\n\nNow for the second table, which is about buildings.\n\nRef\tTask\nA\tAudit\n"
    )

    assert len(list(blocks.tables())) == 2


def test_plain_text_bullets_numbers_and_headings() -> None:
    blocks = _text(
        "OUR PLAN FOR THE YEAR\n\nAdult social care\n\nWe will do three things for adults who need care this year.\n\n"
        "• Train staff\n  - in person\n1. Audit\nii) Report\n(a) Publish\n\n## Places\n\nEnd\n---\n\nPage 2 of 3\n"
    ).blocks

    assert [(type(b).__name__, b.text, getattr(b, "marker", None)) for b in blocks] == [  # type: ignore[union-attr]
        ("Paragraph", "OUR PLAN FOR THE YEAR", None),
        ("Heading", "Adult social care", None),
        ("Paragraph", "We will do three things for adults who need care this year.", None),
        ("Paragraph", "Train staff", "•"),
        ("Paragraph", "in person", "-"),
        ("Paragraph", "Audit", "1."),
        ("Paragraph", "Report", "ii)"),
        ("Paragraph", "Publish", "(a)"),
        ("Heading", "Places", None),
        ("Heading", "End", None),
        ("Paragraph", "Page 2 of 3", None),
    ]
    last = blocks[-1]
    assert isinstance(last, Paragraph)
    assert last.furniture


def test_sentence_cut_by_a_line_end_goes_on() -> None:
    blocks = _text(
        "We will review engagement so that it is representative of\n\nour borough.\n\nA new sentence.\n"
    ).blocks

    assert [block.text for block in blocks] == [  # type: ignore[union-attr]
        "We will review engagement so that it is representative of our borough.",
        "A new sentence.",
    ]


def test_made_up_plan_pasted() -> None:
    (table,) = text.read(made.pasted_plan(), name="", limits=DEFAULT).tables()

    assert [cell.text for cell in table.rows[2].cells] == list(made.ROWS[1])
