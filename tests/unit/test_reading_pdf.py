"""PDF: tables with and without lines, wraps and paragraphs, furniture, turned pages, scans."""

from __future__ import annotations

import io

import pikepdf
import pytest

import reading_made_up as made
from dueregard.reading.blocks import Blocks, Heading, Paragraph
from dueregard.reading.limits import DEFAULT
from dueregard.reading.read import read_document
from dueregard.reading.readers.pdf.reader import read
from dueregard.terms.errors import CannotBeRead


def _read(source: str) -> Blocks:
    return read(made.pdf(source), name="plan.pdf", limits=DEFAULT)


def _rows(blocks: Blocks) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in blocks.tables() for row in table.rows]


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_table_with_and_without_lines(stroke: str) -> None:
    blocks = read(made.pdf_plan(stroke=stroke), name="plan.pdf", limits=DEFAULT)

    assert _rows(blocks) == [list(made.HEADER), *(list(texts) for texts in made.ROWS)]
    assert isinstance(blocks.blocks[0], Heading)
    assert blocks.blocks[0].text == "Equality plan"
    assert isinstance(blocks.blocks[1], Paragraph)
    assert blocks.blocks[1].text == "What we will do this year."
    assert blocks.pages == 1


def test_table_with_rules_across_only() -> None:
    cells = "".join(f"[{text}]," for texts in (made.HEADER, *made.ROWS) for text in texts)
    blocks = _read(
        "#set page(width: 297mm, height: 210mm)\n#set text(size: 9pt)\n"
        "#table(columns: (12mm, 22mm, 80mm, 40mm, 30mm, 24mm), "
        f"stroke: (x: none, y: 0.5pt), inset: 6pt, {cells})"
    )

    assert _rows(blocks) == [list(made.HEADER), *(list(texts) for texts in made.ROWS)]


@pytest.mark.parametrize(
    "style",
    [
        "stroke: (x, y) => (left: if x > 0 {0.5pt}, top: if y > 0 {0.5pt})",
        "stroke: (x, y) => (left: 0.5pt, right: 0.5pt, top: 0.5pt)",
        'stroke: none, fill: (x, y) => if calc.odd(y) {rgb("#eeeeee")}',
        'stroke: none, fill: (x, y) => if y == 0 {rgb("#ddeeff")}',
    ],
    ids=["open at the sides", "open at the foot", "shaded rows", "shaded header"],
)
def test_table_with_some_lines(style: str) -> None:
    cells = "".join(f"[{text}]," for texts in (made.HEADER, *made.ROWS) for text in texts)
    blocks = _read(
        "#set page(width: 297mm, height: 210mm)\n#set text(size: 9pt)\n"
        f"#table(columns: (12mm, 22mm, 60mm, 40mm, 30mm, 24mm), {style}, {cells})"
    )

    assert _rows(blocks) == [list(made.HEADER), *(list(texts) for texts in made.ROWS)]


def test_wraps_are_joined_and_paragraphs_kept() -> None:
    long = (
        "Review every policy that is due this year so that it says who is affected and how we know it, in plain words."
    )
    blocks = _read(
        "#set page(width: 210mm, height: 297mm)\n#set text(size: 10pt, hyphenate: false)\n"
        f"#table(columns: (10mm, 60mm, 40mm), [1], "
        f"[{long}\n\nTrain staff.\n\n- First point\n- Second point], [Head of HR])"
    )

    assert _rows(blocks) == [["1", f"{long}\nTrain staff.\n• First point\n• Second point", "Head of HR"]]


def test_hyphenated_words_are_put_together_where_the_document_knows_them() -> None:
    blocks = _read(
        '#set page(width: 210mm, height: 297mm)\n#set text(size: 10pt, hyphenate: true, lang: "en")\n'
        "consultation representative accessibility\n\n"
        "#table(columns: (10mm, 24mm), [1], [consultation representative accessibility consultation], [2], [b])"
    )

    assert _rows(blocks)[0][1].replace("\n", " ") == "consultation representative accessibility consultation"


def test_merged_cells_repeat() -> None:
    blocks = _read(
        "#table(columns: 3, table.cell(colspan: 3)[Whole row], table.cell(rowspan: 2)[Side], [b], [c], [d], [e])"
    )
    (table,) = blocks.tables()

    assert _rows(blocks) == [["Whole row"] * 3, ["Side", "b", "c"], ["Side", "d", "e"]]
    assert table.rows[0].cells[0].columns == 3
    assert table.rows[2].cells[0].repeats == table.rows[1].cells[0].place


def test_fills_are_read() -> None:
    blocks = _read('#table(columns: 2, [RAG], [x], table.cell(fill: rgb("#00b050"))[], [y])')
    (table,) = blocks.tables()

    assert [cell.fill for row in table.rows for cell in row.cells] == [None, None, "#00B050", None]


def test_word_over_a_cell_edge_stays_whole() -> None:
    blocks = _read(
        "#set text(size: 10pt, hyphenate: false)\n#table(columns: (18mm, 40mm), [Responsibilities], [x], [b], [c])"
    )

    assert _rows(blocks)[0] == ["Responsibilities", "x"]


def test_running_lines_and_page_numbers_are_furniture() -> None:
    blocks = _read(
        '#set page(header: [Borough equality plan], footer: context [Page #counter(page).display()], numbering: "1")\n'
        "First words.\n#pagebreak()\nSecond words.\n#pagebreak()\nThird words."
    )
    said = [(block.text, block.furniture) for block in blocks.blocks if isinstance(block, Paragraph)]

    assert [text for text, furniture in said if not furniture] == ["First words.", "Second words.", "Third words."]
    assert [text for text, furniture in said if furniture] == [
        "Borough equality plan", "Page 1", "Borough equality plan", "Page 2", "Borough equality plan", "Page 3",
    ]  # fmt: skip


def test_prose_in_two_columns_is_read_down_each() -> None:
    left = " ".join(["Alpha words run down the first of the columns."] * 14)
    right = " ".join(["Omega words run down the second of the columns."] * 14)
    blocks = _read(f"#set text(size: 9pt)\n#set par(justify: true)\n#columns(2)[{left}\n#colbreak()\n{right}]")
    text = " ".join(block.text for block in blocks.blocks if isinstance(block, Paragraph))

    assert not list(blocks.tables())
    assert text.rindex("Alpha") < text.index("Omega")


def test_lists_keep_their_marks() -> None:
    blocks = _read("#set page(width: 150mm)\nWe will:\n- train staff\n- audit routes\n\n1. First\n2. Second")

    assert [(b.marker, b.text) for b in blocks.blocks if isinstance(b, Paragraph)] == [
        (None, "We will:"),
        ("•", "train staff"),
        ("•", "audit routes"),
        ("1.", "First"),
        ("2.", "Second"),
    ]
    assert not list(blocks.tables())


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages(turn: int) -> None:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(made.pdf_plan())) as pdf:
        pdf.pages[0].Rotate = turn
        pdf.save(held)

    assert _rows(read(held.getvalue(), name="", limits=DEFAULT))[1] == list(made.ROWS[0])


@pytest.mark.parametrize("angle", [90, 270])
def test_table_printed_sideways(angle: int) -> None:
    cells = "".join(f"[{text}]," for texts in (made.HEADER, *made.ROWS) for text in texts)
    blocks = _read(
        "#set page(width: 210mm, height: 297mm, margin: 10mm)\n#set text(size: 8pt)\n"
        f"#rotate({angle}deg, reflow: true, table(columns: (12mm, 25mm, 80mm, 45mm, 35mm, 30mm), {cells}))"
    )

    assert _rows(blocks)[1:] == [list(texts) for texts in made.ROWS]


def test_scan_is_refused_and_says_what_to_do() -> None:
    with pytest.raises(CannotBeRead) as refused:
        read_document(made.picture_pdf(3), name="scan.pdf")

    assert refused.value.message == "The PDF is a scan: 3 pages of pictures, without any text."
    assert "OCR" in (refused.value.mend or "")


def test_pages_without_text_are_named() -> None:
    blocks = read_document(made.picture_pdf(3, with_text_on=2), name="mixed.pdf")

    assert [block.text for block in blocks.blocks if isinstance(block, Paragraph)] == ["Train all staff this year"]
    assert blocks.warnings == ("Pages 1 and 3 of 3 hold only a picture; no text was read from there.",)


def test_locked_pdf() -> None:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(made.pdf_plan())) as pdf:
        pdf.save(held, encryption=pikepdf.Encryption(owner="o", user="u"))

    with pytest.raises(CannotBeRead, match="locked with a password"):
        read_document(held.getvalue(), name="plan.pdf")


def test_pdf_locked_against_change_only_is_read() -> None:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(made.pdf_plan())) as pdf:
        pdf.save(held, encryption=pikepdf.Encryption(owner="o", user=""))

    assert _rows(read_document(held.getvalue(), name="plan.pdf"))[1] == list(made.ROWS[0])


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []

    read(
        made.pdf("One\n#pagebreak()\nTwo"),
        name="",
        limits=DEFAULT,
        progress=lambda done, total: told.append((done, total)),
    )

    assert told == [(1, 2), (2, 2)]
