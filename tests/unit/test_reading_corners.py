"""Corners of the readers that no ordinary plan reaches, each with what a person would see."""

from __future__ import annotations

import pytest
from docx.document import Document
from lxml import etree

import reading_made_up as made
from dueregard.reading.blocks import Paragraph, Place
from dueregard.reading.grid import Spanned, SpannedRow, lay_out
from dueregard.reading.limits import DEFAULT, Limits
from dueregard.reading.read import read_document
from dueregard.reading.readers.pdf.lines import Line, passages
from dueregard.reading.readers.pdf.objects import Word
from dueregard.reading.readers.sheets.colours import colour_of, theme_colours
from dueregard.reading.readers.word.numbering import counted
from dueregard.reading.safe_xml import parse
from dueregard.terms.errors import CannotBeRead

_THEME = etree.fromstring(
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:clrScheme name="x">'
    '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
    '<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>'
    '<a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2>'
    '<a:accent1><a:srgbClr val="4472C4"/></a:accent1></a:clrScheme></a:theme>'
)


@pytest.mark.parametrize(
    ("attributes", "colour"),
    [
        ('rgb="FF00B050"', "#00B050"),
        ('indexed="10"', "#FF0000"),
        ('indexed="64"', None),
        ('theme="0"', "#FFFFFF"),
        ('theme="1"', "#000000"),
        ('theme="4"', "#4472C4"),
        # As Excel shows "Blue, Accent 1, Lighter 60%"; LibreOffice writes the same.
        ('theme="4" tint="0.5999938962981048"', "#B4C7E7"),
        ('theme="4" tint="-0.249977111117893"', "#2F5597"),
        ('theme="99"', None),
        ('auto="1"', None),
        ('rgb="nonsense"', None),
        ('rgb="FF00B050" tint="x"', "#00B050"),
    ],
)
def test_workbook_colours(attributes: str, colour: str | None) -> None:
    found = colour_of(etree.fromstring(f"<color {attributes}/>"), theme=theme_colours(_THEME))

    if colour is None or found is None:
        assert found == colour
        return
    parts = [(int(found[at : at + 2], 16), int(colour[at : at + 2], 16)) for at in (1, 3, 5)]
    assert all(abs(ours - theirs) <= 1 for ours, theirs in parts), (found, colour)  # programs round tints differently


def test_theme_that_is_not_there() -> None:
    assert theme_colours(None) == ()
    assert colour_of(None, theme=()) is None


@pytest.mark.parametrize(
    ("count", "kind", "said"),
    [
        (4, "decimal", "4"),
        (4, "lowerRoman", "iv"),
        (9, "upperRoman", "IX"),
        (27, "lowerLetter", "aa"),
        (3, "upperLetter", "C"),
        (7, "decimalZero", "07"),
        (2, "ordinal", "2nd"),
        (12, "ordinal", "12th"),
        (21, "ordinal", "21st"),
        (0, "lowerRoman", "0"),
    ],
)
def test_ways_of_counting(count: int, kind: str, said: str) -> None:
    assert counted(count, kind) == said


def test_json_is_its_own_text() -> None:
    blocks = read_document(b'{"actions": []}', name="plan.json")

    assert blocks.blocks == (Paragraph('{"actions": []}', Place(paragraph=1)),)
    with pytest.raises(CannotBeRead, match="letters"):
        read_document(b'{"actions": []}', name="plan.json", limits=Limits(characters=10))


def test_word_tick_boxes_highlights_and_page_breaks() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph()._p
        ticked = '<w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'
        box = f'<w:fldChar w:fldCharType="begin">{ticked}</w:fldChar>'
        paragraph.append(made.element("r", inner=box))
        paragraph.append(made.element("r", inner='<w:fldChar w:fldCharType="end"/>'))
        paragraph.append(made.element("r", inner='<w:t>Done</w:t><w:br w:type="page"/><w:tab/><w:t>2027</w:t>'))
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.paragraphs[0]._p.append(
            made.element("r", inner='<w:rPr><w:highlight w:val="green"/></w:rPr><w:t>On track</w:t>')
        )

    blocks = read_document(made.word(fill), name="plan.docx")
    (table,) = blocks.tables()

    assert blocks.blocks[0].text == "☒ Done 2027"  # type: ignore[union-attr]
    assert table.rows[0].cells[0].fill == "#00FF00"


def test_word_merges_of_the_old_kind_and_holes_at_the_side() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(rows=2, cols=3)
        table.cell(0, 0).text, table.cell(0, 1).text, table.cell(0, 2).text = "a", "b", "c"
        table.cell(0, 0)._tc.get_or_add_tcPr().append(made.element("hMerge", attributes='w:val="restart"'))
        table.cell(0, 1)._tc.get_or_add_tcPr().append(made.element("hMerge"))
        row = table.rows[1]._tr
        row.get_or_add_trPr().append(made.element("gridBefore", attributes='w:val="1"'))
        row.remove(row.tc_lst[0])
        table.rows[1].cells[-1].text = "z"

    (table,) = read_document(made.word(fill), name="plan.docx").tables()

    assert [cell.text for cell in table.rows[0].cells] == ["a\nb", "a\nb", "c"]
    assert [cell.text for cell in table.rows[1].cells] == ["", "", "z"]


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(rows=1), "2 rows"),
        (Limits(columns=1), "2 columns"),
        (Limits(cells=3), "4 cells"),
    ],
)
def test_grid_limits(limits: Limits, words: str) -> None:
    rows = [SpannedRow((Spanned("a"), Spanned("b")))] * 2

    with pytest.raises(CannotBeRead, match=words):
        lay_out(rows, place=Place(table=1), limits=limits)
    assert lay_out(rows, place=Place(table=1), limits=Limits(rows=2, columns=2, cells=4)) is not None
    assert lay_out([], place=Place(table=1), limits=DEFAULT) is None


def test_xml_tree_limit_is_by_size_and_depth() -> None:
    with pytest.raises(CannotBeRead, match="far larger inside"):
        parse(b"<a>" + b"x" * 100 + b"</a>", part="p", limits=Limits(tree_bytes=50))
    with pytest.raises(CannotBeRead, match="more than 3 deep"):
        parse(b"<a><b><c><d/></c></b></a>", part="p", limits=Limits(depth=3))
    assert parse(b"<a><b><c/></b></a>", part="p", limits=Limits(depth=3)).tag == "a"


def _line(text: str, *, top: float, right: float = 100.0, left: float = 0.0) -> Line:
    texts = text.split()
    step = (right - left) / max(len(texts), 1)
    return Line(
        tuple(
            Word(word, left + at * step, left + (at + 1) * step - 2, top, top + 10, 10.0, bold=False)
            for at, word in enumerate(texts)
        )
    )


@pytest.mark.parametrize(
    ("first", "second", "vocabulary", "said"),
    [
        ("staff con-", "sultation now", {"consultation"}, "staff consultation now"),
        ("staff evi-", "dence-based now", set(), "staff evi-dence-based now"),
        ("in 2015-", "2016 only", set(), "in 2015-2016 only"),
        ("dwellings/", "communal parts", set(), "dwellings/communal parts"),
        ("Transfor", "mation of work", {"transformation"}, "Transformation of work"),
        ("Monitor", "of work", {"monitor", "of"}, "Monitor of work"),
    ],
)
def test_lines_put_together(first: str, second: str, vocabulary: set[str], said: str) -> None:
    (passage,) = passages([_line(first, top=0), _line(second, top=12)], right=98, pitch={10: 12.0})

    assert passage.text(frozenset(vocabulary)) == said
