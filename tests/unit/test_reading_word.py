"""Word documents: what a person sees printed, with all changes accepted."""

from __future__ import annotations

import docx
import pytest
from docx.document import Document
from docx.shared import Pt

import reading_made_up as made
from dueregard.reading.blocks import Blocks, Heading, Paragraph, Table
from dueregard.reading.limits import DEFAULT
from dueregard.reading.readers.word.reader import read


def _read(fill: object) -> Blocks:
    return read(made.word(fill), name="plan.docx", limits=DEFAULT)  # type: ignore[arg-type]


def _table(blocks: Blocks) -> list[list[str]]:
    (table,) = blocks.tables()
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_order_of_headings_paragraphs_and_tables() -> None:
    blocks = read(made.word_plan(), name="plan.docx", limits=DEFAULT).blocks

    assert [type(block) for block in blocks] == [Heading, Paragraph, Table]
    assert isinstance(blocks[0], Heading)
    assert (blocks[0].text, blocks[0].level, blocks[0].guessed) == ("Equality plan", 1, False)
    table = blocks[2]
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0].cells] == list(made.HEADER)
    assert table.rows[3].cells[4].place.in_words() == "table 1, row 4, column 5"


def test_title_style_gives_the_title() -> None:
    blocks = _read(lambda d: d.add_heading("Our plan", level=0))

    assert blocks.title == "Our plan"
    assert blocks.blocks[0] == Heading("Our plan", 0, blocks.blocks[0].place)


def test_headings_are_guessed_by_their_look() -> None:
    def fill(document: Document) -> None:
        document.add_paragraph().add_run("Adult social care").bold = True
        run = document.add_paragraph().add_run("Our year")
        run.font.size = Pt(20)
        document.add_paragraph().add_run("This bold line is a whole sentence.").bold = True

    first, second, third = _read(fill).blocks

    assert (type(first), first.text, first.level, first.guessed) == (Heading, "Adult social care", 3, True)  # type: ignore[union-attr]
    assert (type(second), second.level) == (Heading, 1)  # type: ignore[union-attr]
    assert isinstance(third, Paragraph)
    assert third.bold


def test_merged_cells_repeat_across_and_down() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(rows=3, cols=3)
        table.cell(0, 0).merge(table.cell(0, 2)).text = "Whole row"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "Two rows"
        table.cell(1, 1).text, table.cell(2, 2).text = "b", "c"

    (table,) = _read(fill).tables()
    across, down = table.rows[0].cells, [row.cells[0] for row in table.rows[1:]]

    assert [cell.text for cell in across] == ["Whole row"] * 3
    assert (across[0].columns, across[0].repeats, across[1].repeats) == (3, None, across[0].place)
    assert [cell.text for cell in down] == ["Two rows"] * 2
    assert (down[0].rows, down[1].repeats) == (2, down[0].place)
    assert table.rows[2].cells[2].text == "c"


def test_columns_that_no_cell_starts_in_are_dropped() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(rows=2, cols=4)
        for row in table.rows:
            row.cells[1].merge(row.cells[2])
            row.cells[0].text, row.cells[1].text, row.cells[3].text = "a", "b", "c"

    assert _table(_read(fill)) == [["a", "b", "c"]] * 2


def test_header_rows_shading_and_bold() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(rows=2, cols=2)
        table.cell(0, 0).paragraphs[0].add_run("No").bold = True
        table.cell(0, 1).text = "Action"
        table.rows[0]._tr.get_or_add_trPr().append(made.element("tblHeader"))
        shade = made.element("shd", attributes='w:val="clear" w:fill="00b050"')
        table.cell(1, 0)._tc.get_or_add_tcPr().append(shade)
        table.cell(1, 1).text = "x"

    (table,) = _read(fill).tables()

    assert [row.header for row in table.rows] == [True, False]
    assert [cell.bold for cell in table.rows[0].cells] == [True, False]
    assert [cell.fill for cell in table.rows[1].cells] == ["#00B050", None]


def test_cell_keeps_its_paragraphs_breaks_and_list_marks() -> None:
    def fill(document: Document) -> None:
        cell = document.add_table(rows=1, cols=2).cell(0, 0)
        cell.text = "First"
        run = cell.add_paragraph().add_run("Second")
        run.add_break()
        run.add_text("line")
        cell.add_paragraph("A point", style="List Bullet")
        cell.add_paragraph("One", style="List Number")
        cell.add_paragraph("Two", style="List Number")

    (row,) = _table(_read(fill))

    assert row[0] == "First\nSecond\nline\n• A point\n1. One\n2. Two"


def _numbered(document: Document, formats: list[tuple[str, str]]) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(formats)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, made.element("abstractNum", inner=levels, attributes='w:abstractNumId="77"'))
    numbering.append(made.element("num", inner='<w:abstractNumId w:val="77"/>', attributes='w:numId="88"'))
    return "88"


def test_numbering_counts_as_word_does() -> None:
    def fill(document: Document) -> None:
        number = _numbered(document, [("decimal", "%1."), ("lowerRoman", "%2)"), ("upperLetter", "%1.%3")])
        for text, level in (("a", 0), ("b", 1), ("c", 1), ("d", 0), ("e", 1), ("f", 2)):
            properties = document.add_paragraph(text)._p.get_or_add_pPr()
            properties.append(made.element("numPr", inner=f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'))

    blocks = _read(fill).blocks

    assert [(b.marker, b.text, b.depth) for b in blocks if isinstance(b, Paragraph)] == [
        ("1.", "a", 1),
        ("i)", "b", 2),
        ("ii)", "c", 2),
        ("2.", "d", 1),
        ("i)", "e", 2),
        ("2.A", "f", 3),
    ]


def test_tracked_changes_insertions_kept_deletions_dropped() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("Train ")
        paragraph._p.append(made.element("del", inner="<w:r><w:delText>some</w:delText></w:r>", attributes='w:id="1"'))
        paragraph._p.append(made.element("ins", inner="<w:r><w:t>all staff</w:t></w:r>", attributes='w:id="2"'))
        table = document.add_table(rows=2, cols=1)
        table.cell(0, 0).text, table.cell(1, 0).text = "kept", "struck out"
        table.rows[1]._tr.get_or_add_trPr().append(made.element("del", attributes='w:id="3"'))

    blocks = _read(fill)

    assert blocks.blocks[0].text == "Train all staff"  # type: ignore[union-attr]
    assert _table(blocks) == [["kept"]]
    assert any("tracked changes" in said for said in blocks.warnings)


def test_hidden_text_is_left_out_and_said() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("Seen")
        paragraph.add_run(" unseen").font.hidden = True

    blocks = _read(fill)

    assert blocks.blocks[0].text == "Seen"  # type: ignore[union-attr]
    assert "Hidden text was left out (once)." in blocks.warnings


def test_content_controls_fields_links_and_symbols() -> None:
    def fill(document: Document) -> None:
        body = document.element.body
        body.insert(
            0, made.element("sdt", inner="<w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent>")
        )
        paragraph = document.add_paragraph()._p
        paragraph.append(made.element("r", inner='<w:fldChar w:fldCharType="begin"/>'))
        paragraph.append(made.element("r", inner="<w:instrText>HYPERLINK x</w:instrText><w:t>code</w:t>"))
        paragraph.append(made.element("r", inner='<w:fldChar w:fldCharType="separate"/>'))
        paragraph.append(made.element("r", inner="<w:t>result</w:t>"))
        paragraph.append(made.element("r", inner='<w:fldChar w:fldCharType="end"/>'))
        paragraph.append(made.element("hyperlink", inner='<w:r><w:t xml:space="preserve"> linked</w:t></w:r>'))
        paragraph.append(made.element("r", inner='<w:sym w:font="Wingdings" w:char="F0FC"/><w:noBreakHyphen/>'))

    texts = [block.text for block in _read(fill).blocks if isinstance(block, Paragraph)]

    assert texts == ["In a control", "result linked✓-"]


def test_text_boxes_stand_after_their_paragraph() -> None:
    def fill(document: Document) -> None:
        run = document.add_paragraph("Before").add_run()
        box = "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
        run._r.append(made.element("pict", inner=box))
        document.add_paragraph("After")

    assert [block.text for block in _read(fill).blocks] == ["Before", "In the box", "After"]  # type: ignore[union-attr]


def test_running_headers_and_footers_are_furniture() -> None:
    def fill(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "Official"
        document.sections[0].footer.paragraphs[0].text = "Page foot"
        document.add_paragraph("Words")

    blocks = [block for block in _read(fill).blocks if isinstance(block, Paragraph)]

    assert [(block.text, block.furniture) for block in blocks] == [
        ("Official", True),
        ("Words", False),
        ("Page foot", True),
    ]


def test_table_in_a_cell_becomes_lines_and_a_frame_is_walked_through() -> None:
    def fill(document: Document) -> None:
        outer = document.add_table(rows=1, cols=2)
        outer.cell(0, 0).text = "Lead"
        inner = outer.cell(0, 1).add_table(rows=2, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text, inner.cell(1, 1).text = "Ben", "March", "June"
        frame = document.add_table(rows=1, cols=1).cell(0, 0)
        framed = frame.add_table(rows=1, cols=2)
        framed.cell(0, 0).text, framed.cell(0, 1).text = "x", "y"

    first, second = _read(fill).tables()

    assert [cell.text for cell in first.rows[0].cells] == ["Lead", "Ben\tMarch\nJune"]
    assert [cell.text for cell in second.rows[0].cells] == ["x", "y"]


def test_comments_and_links_outside_are_said() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Words")
    document.add_comment(paragraph.runs, text="Is this right?", author="Dee", initials="D")
    document.part.relate_to("http://example.org/t.dotm", "http://x/attachedTemplate", is_external=True)

    blocks = read(made.saved(document), name="", limits=DEFAULT)

    assert any("Comments in the margin" in said for said in blocks.warnings)
    assert "The document links to files outside it. They were not fetched." in blocks.warnings
    assert "Is this right?" not in str(blocks.to_json())


def test_macros_are_said_and_the_text_read() -> None:
    data = made.with_parts(made.word_plan(), word__vbaProject_dot_bin=b"macro")

    blocks = read(data, name="plan.docm", limits=DEFAULT)

    assert any("macros" in said for said in blocks.warnings)
    assert blocks.blocks


def test_footnotes_are_appended_with_their_number() -> None:
    data = made.word(lambda d: d.add_paragraph("Words"))
    note = (
        b'<?xml version="1.0"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>'
        b'<w:footnote w:id="2"><w:p><w:r><w:t>Census 2021</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    link = (
        b'<Relationship Id="rIdN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
        b'Target="footnotes.xml"/></Relationships>'
    )
    data = made.replaced(data, "word/_rels/document.xml.rels", b"</Relationships>", link)
    data = made.with_parts(data, word__footnotes_dot_xml=note)

    last = read(data, name="", limits=DEFAULT).blocks[-1]

    assert isinstance(last, Paragraph)
    assert (last.text, last.marker) == ("Census 2021", "2")


@pytest.mark.parametrize(
    "old_to_new", [("schemas.openxmlformats.org/wordprocessingml/2006/", "purl.oclc.org/ooxml/wordprocessingml/")]
)
def test_strict_documents_are_read_too(old_to_new: tuple[str, str]) -> None:
    old, new = (text.encode() for text in old_to_new)
    parts = {name: data.replace(old, new) for name, data in made.parts_of(made.word_plan()).items()}

    blocks = read(made.packed(parts), name="", limits=DEFAULT)

    assert _table(blocks)[1] == list(made.ROWS[0])
