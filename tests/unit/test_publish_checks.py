"""A document or workbook that some readers could not use is refused, every fault at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dueregard.publish.checks import NotPublishable, check_document, document_faults
from dueregard.publish.document import (
    Column,
    Document,
    Facts,
    Figure,
    Heading,
    ListBlock,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
)
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook, check_workbook, workbook_faults
from publish_made_up import COUNCIL, ON, every_block

GOOD = Table("Counts", (Column("What"), Column("How many")), (("Actions", "3"),))


def _document(*blocks: object) -> Document:
    return Document(title="Plan", author=COUNCIL, on=ON, blocks=blocks)  # type: ignore[arg-type]


def test_a_document_with_every_block_is_accepted():
    check_document(every_block())


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        (Heading(3, "Too deep"), "the heading “Too deep” skips from level 1 to 3"),
        (Heading(1, "Second title"), "the heading “Second title” has level 1: 2 to 6 are possible"),
        (Heading(2, " "), "the heading at block 1 is empty"),
        (Paragraph(()), "the text at block 1 is empty"),
        (Paragraph((Run("", href="https://example.org"), Run("x"))), "a link at block 1 has no words"),
        (Paragraph((Run("click here", href="/x"),)), "the link “click here” at block 1 does not say where it leads"),
        (
            Paragraph((Run("the plan", href="javascript:alert(1)"),)),
            "the link “the plan” at block 1 leads to an address we do not follow",
        ),
        (Paragraph((Run("Late actions are shown in red."),)), "“shown in red” at block 1 tells by colour alone"),
        (Note(""), "the note at block 1 is empty"),
        (ListBlock(()), "the list at block 1 has no entries"),
        (Quote("Nothing has changed.", ""), "the quotation at block 1 does not say whose words these are"),
        (Quote("", "Ben"), "the quotation at block 1 is empty"),
        (Facts((("Lead", " "),)), "the fact “Lead” at block 1 is empty"),
        (replace(GOOD, caption=""), "the table at block 1 has no caption"),
        (replace(GOOD, columns=(Column("What"), Column(""))), "column 2 of the table “Counts” has no header"),
        (replace(GOOD, columns=(Column("A"), Column("A"))), "the table “Counts” has two columns named “A”"),
        (replace(GOOD, rows=(("Actions",),)), "row 1 of the table “Counts” has 1 cells for 2 columns"),
        (
            replace(GOOD, rows=(("Actions", ""),)),
            "“How many” in row 1 of the table “Counts” is empty: a mark must say why",
        ),
        (
            replace(GOOD, rows=(("Actions", "Red"), ("Others", "green"))),
            "the table “Counts” tells a state by the name of a colour alone: "
            "its note or key must say what each colour means",
        ),
        (Figure(b"<svg/>", " ", GOOD), "the picture at block 1 has no words for those who cannot see it"),
        (Figure(b"", "Words", GOOD), "the picture at block 1 is empty"),
        (
            Figure(b"x", "Words", GOOD, kind="gif"),
            "the picture at block 1 is of the kind “gif”: svg and png are possible",
        ),
    ],
)
def test_a_fault_is_named_where_it_stands(block, fault):
    found = list(document_faults(_document(block)))

    assert fault in found


def test_all_faults_are_told_at_once():
    document = Document(title="", author=" ", on=ON, language="English", blocks=(Heading(4, "Deep"), Note("")))

    with pytest.raises(NotPublishable) as refused:
        check_document(document)

    assert refused.value.faults == (
        "the document has no title",
        "the document does not say who publishes it",
        "the language “English” is not a code such as en-GB",
        "the heading “Deep” skips from level 1 to 4",
        "the note at block 2 is empty",
    )


def test_colours_are_accepted_where_a_key_says_what_they_mean():
    table = replace(GOOD, rows=(("Actions", "Red"),), key=(("Red", "off track"),))

    assert list(document_faults(_document(table))) == []


def test_a_councils_own_words_about_colour_are_not_ours_to_refuse():
    given = Quote("Late actions are shown in red.", "Action plan, page 3")

    assert list(document_faults(_document(given))) == []


def test_workbook_faults_are_all_named():
    columns = (SheetColumn("No", "number", kind=Kind.WHOLE), SheetColumn("Due", "due", kind=Kind.DATE))
    rows = ((1, date(2026, 3, 31)), ("two", None), (True, None), (Decimal(3), None), (4,))
    twice = Sheet("actions", (SheetColumn("A", "a"), SheetColumn("A", "a")))
    book = Workbook(
        "", COUNCIL, (Sheet("Actions", columns, rows), twice, Sheet("a/b", ())), notes=(("x", "y"),), notes_name="A/B"
    )

    assert list(workbook_faults(book)) == [
        "the workbook has no title",
        "two sheets are named “a/b”",
        "two sheets are named “actions”",
        "“No” in row 3 of the sheet “Actions” is not a whole value",
        "“No” in row 4 of the sheet “Actions” is not a whole value",
        "“No” in row 5 of the sheet “Actions” is not a whole value",
        "row 6 of the sheet “Actions” has 1 cells for 2 columns",
        "the sheet “actions” has headers that are empty or stand twice",
        "the sheet “actions” has keys that are empty or stand twice",
        "the sheet “a/b” needs a name of 1 to 31 characters without [ ] : * ? / \\ '",
        "the sheet “a/b” has no columns",
    ]


def test_a_workbook_without_sheets_is_refused():
    with pytest.raises(NotPublishable, match="has no sheet"):
        check_workbook(Workbook("Plan", COUNCIL, ()))
