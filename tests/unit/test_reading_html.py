"""Web pages: what a browser would show, spans spelled out, nothing fetched."""

from __future__ import annotations

import reading_made_up as made
from dueregard.reading.blocks import Blocks, Heading, Paragraph
from dueregard.reading.limits import DEFAULT
from dueregard.reading.readers.html import read


def _read(body: str) -> Blocks:
    return read(f"<!doctype html><meta charset=utf-8><body>{body}".encode(), name="plan.html", limits=DEFAULT)


def _table(body: str) -> list[list[str]]:
    (table,) = _read(body).tables()
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_page_in_order() -> None:
    blocks = read(made.html_plan(), name="", limits=DEFAULT)
    (table,) = blocks.tables()

    assert blocks.title == "Equality plan"
    assert isinstance(blocks.blocks[0], Heading)
    assert [row.header for row in table.rows] == [True, False, False, False]
    assert [cell.text for cell in table.rows[1].cells] == list(made.ROWS[0])


def test_spans_are_spelled_out() -> None:
    rows = _table(
        "<table><tr><th colspan=3>Title<tr><td rowspan=2>a<td>b<td>c<tr><td colspan=2>d<tr><td>e<td rowspan=0>f<td>g"
        "<tr><td>h<td>i</table>"
    )

    assert rows == [["Title"] * 3, ["a", "b", "c"], ["a", "d", "d"], ["e", "f", "g"], ["h", "f", "i"]]


def test_lists_paragraphs_and_breaks_in_cells() -> None:
    rows = _table(
        "<table><tr><td><p>First  one</p><p>Second<br>line</p><ul><li>a<li>b</ul><ol type=i start=3><li>c<li>d</ol>"
        "<td>x\n y</table>"
    )

    assert rows == [["First one\nSecond\nline\n• a\n• b\niii. c\niv. d", "x y"]]


def test_lists_outside_tables() -> None:
    blocks = _read("<ol><li>One<ul><li>inner</ul><li value=7>Seven</ol>").blocks

    assert [(b.marker, b.text, b.depth) for b in blocks if isinstance(b, Paragraph)] == [
        ("1.", "One", 1),
        ("•", "inner", 2),
        ("7.", "Seven", 1),
    ]


def test_escaped_tags_stay_text() -> None:
    assert _table("<table><tr><td>&lt;p&gt;Care&lt;/p&gt;<td>x</table>") == [["<p>Care</p>", "x"]]


def test_scripts_go_and_hidden_parts_are_said() -> None:
    blocks = _read(
        "<script>evil()</script><style>p{}</style><p>Seen</p><p hidden>one</p><p style='display: none'>two</p>"
        "<template>three</template><!-- four -->"
    )

    assert [block.text for block in blocks.blocks if isinstance(block, Paragraph)] == ["Seen"]
    assert blocks.warnings == ("Parts that the page hides were left out.",)


def test_navigation_is_furniture() -> None:
    blocks = _read("<nav><a>Home</a></nav><main><p>Words</p></main><footer>Foot</footer>").blocks

    assert [(b.text, b.furniture) for b in blocks if isinstance(b, Paragraph)] == [
        ("Home", True),
        ("Words", False),
        ("Foot", True),
    ]


def test_layout_tables_are_walked_through_and_inner_tables_kept() -> None:
    body = "<table><tr><td>Menu<td><h2>Plan</h2><table><tr><td>a<td>b</table></table>"

    assert _table(body) == [["a", "b"]]
    assert [block.text for block in _read(body).blocks if not hasattr(block, "rows")] == ["Menu", "Plan"]


def test_table_in_a_data_cell_becomes_lines() -> None:
    rows = _table("<table><tr><th>No<th>When<tr><td>1<td><table><tr><td>Ben<td>May<tr><td>Eve<td>June</table></table>")

    assert rows == [["No", "When"], ["1", "Ben\tMay\nEve\tJune"]]


def test_caption_fills_and_bold() -> None:
    (table,) = _read(
        "<table><caption>Our actions</caption><tr><td bgcolor=red>a<td style='background:#0a0'>b"
        "<td style='background-color: rgb(255, 191, 0) !important'>c<td><b>d</b><td>e</table>"
    ).tables()

    assert table.caption == "Our actions"
    assert [cell.fill for cell in table.rows[0].cells] == ["#FF0000", "#00AA00", "#FFBF00", None, None]
    assert [cell.bold for cell in table.rows[0].cells] == [False, False, False, True, False]


def test_letters_by_declaration_or_guess() -> None:
    said = "<meta charset=iso-8859-1><p>“Café”</p>".encode("cp1252")
    silent = "<p>“Café”</p>".encode("cp1252")

    declared, guessed = (read(data, name="", limits=DEFAULT) for data in (said, silent))

    assert [block.text for block in (*declared.blocks, *guessed.blocks)] == ["“Café”"] * 2  # type: ignore[union-attr]
    assert declared.warnings == ()
    assert "Windows-1252" in guessed.warnings[0]
