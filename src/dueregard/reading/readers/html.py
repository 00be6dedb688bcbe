"""Web pages as blocks: headings, paragraphs, lists with their marks, tables with their spans spelled out.

The one idea: walk what a browser would show. Scripts and styles are no words; what the page hides is left out and said;
navigation, header and footer are marked as furniture. A tag written as text stays text. Nothing the page links to is
fetched. A table that only holds other tables or lays a page out is walked through rather than read as a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from dueregard.reading.blocks import Block, Blocks, Heading, Paragraph, Place, Table
from dueregard.reading.cleaning import lines, one_line
from dueregard.reading.grid import Spanned, SpannedRow, lay_out
from dueregard.reading.limits import Limits, check_characters, too_deep, too_much
from dueregard.reading.readers.word.names import number
from dueregard.reading.readers.word.numbering import counted
from dueregard.reading.safe_xml import damaged
from dueregard.reading.source import decode

_DROPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "map",
        "datalist",
        "head",
        "dialog",
    ]
)
_FURNITURE = frozenset({"nav", "header", "footer"})
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "option",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;]+)", re.IGNORECASE)
_COLOURS = {
    "red": "#FF0000", "green": "#008000", "lime": "#00FF00", "yellow": "#FFFF00", "orange": "#FFA500",
    "blue": "#0000FF", "grey": "#808080", "gray": "#808080", "lightgreen": "#90EE90", "gold": "#FFD700",
    "darkgreen": "#006400", "silver": "#C0C0C0", "white": "#FFFFFF", "black": "#000000", "amber": "#FFBF00",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLOSED_BY_THEMSELVES = frozenset(
    {"p", "li", "td", "th", "tr", "thead", "tbody", "tfoot", "dt", "dd", "option", "colgroup", "col", "br", "hr", "img",
     "input", "meta", "link", "wbr", "area", "base", "embed", "source", "track", "param", "html", "head", "body"}
)  # fmt: skip
_NUMBER_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BREAK = "\u2028"  # an explicit line break, kept apart from the blanks of the source
_NEXT_CELL = "\ue000"  # the end of a cell of a table inside a cell


def read(data: bytes, *, name: str, limits: Limits) -> Blocks:
    """Read a web page.

    Raises:  CannotBeRead where it is nested too deep or passes another limit.
    """
    text, warnings = _decoded(data, name=name)
    check_characters(text, limits=limits, name=name)
    _check_open_tags(text, limits=limits, name=name)
    tree = LexborHTMLParser(text)
    walk = _Walk(limits=limits, name=name)
    if tree.body is not None:
        walk.flow(tree.body, furniture=False, depth=1)
        walk.end_paragraph(furniture=False)
    if walk.hidden:
        warnings.append("Parts that the page hides were left out.")
    title = tree.css_first("title")
    return Blocks(
        format="html",
        blocks=tuple(walk.blocks),
        name=name,
        title=(one_line(title.text()) if title is not None else "") or None,
        warnings=tuple(warnings),
    )


def _check_open_tags(text: str, *, limits: Limits, name: str) -> None:
    """Refuse a page that leaves very many tags open: the time to parse one grows with the square of their number."""
    depth = 0
    for match in _TAG.finditer(text):
        if match.group(2).lower() in _CLOSED_BY_THEMSELVES:
            continue
        depth = max(depth - 1, 0) if match.group(1) else depth + 1
        if depth > limits.open_tags:
            raise too_deep(limits, name=name)


def _decoded(data: bytes, *, name: str) -> tuple[str, list[str]]:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        encoding = declared.group(1).decode("ascii").lower()
        # What browsers do: a page that says Latin-1 is read as Windows-1252 (WHATWG Encoding, 4.2).
        encoding = "cp1252" if encoding in ("iso-8859-1", "latin1", "us-ascii", "windows-1252") else encoding
        if encoding != "utf-8":
            try:
                return data.decode(encoding, "replace"), []
            except (LookupError, ValueError):
                pass
    decoded = decode(data)
    if decoded.text is None:
        raise damaged(name)
    said = "The page does not say how its letters are kept; it was read as Windows-1252."
    return decoded.text, [said] if decoded.guessed else []


@dataclass(slots=True)
class _List:
    ordered: bool
    kind: str
    count: int


@dataclass(slots=True)
class _Walk:
    limits: Limits
    name: str
    blocks: list[Block] = field(default_factory=list)
    hidden: int = 0
    tables: int = 0
    paragraphs: int = 0
    line: list[str] = field(default_factory=list)
    bold: int = 0
    plain: int = 0
    lists: list[_List] = field(default_factory=list)
    marker: str | None = None

    def flow(self, node: Any, *, furniture: bool, depth: int, bold: bool = False) -> None:
        """Walk a node's children as running text, closing a paragraph at each block."""
        self._check(depth)
        for child in _children(node):
            tag = child.tag
            if tag == "-text":
                said = child.text_content or ""
                self.line.append(said)
                if said.strip():
                    self.bold += bold
                    self.plain += not bold
            elif self._passes_over(child, tag):
                continue
            elif tag == "br":
                self.line.append(_BREAK)
            elif tag in _BLOCKS:
                self.end_paragraph(furniture=furniture)
                self._block(child, tag, furniture=furniture or tag in _FURNITURE, depth=depth)
                self.end_paragraph(furniture=furniture or tag in _FURNITURE)
            else:
                self.flow(child, furniture=furniture, depth=depth + 1, bold=bold or tag in ("b", "strong"))

    def _passes_over(self, node: Any, tag: str | None) -> bool:
        if tag is None or tag.startswith(("-", "_", "!")) or tag in _DROPPED:
            return True
        if is_hidden(node):
            self.hidden += bool((node.text() or "").strip())
            return True
        return False

    def _check(self, depth: int) -> None:
        if depth > self.limits.depth:
            raise too_deep(self.limits, name=self.name)
        if len(self.blocks) > self.limits.blocks:
            raise too_much("paragraphs", found=len(self.blocks), most=self.limits.blocks, where=self.name or None)

    def _block(self, node: Any, tag: str, *, furniture: bool, depth: int) -> None:
        if tag in _HEADINGS and not furniture:
            if said := one_line(text_of(node, limits=self.limits).replace(_BREAK, " ")):
                self.paragraphs += 1
                self.blocks.append(Heading(said, _HEADINGS[tag], Place(paragraph=self.paragraphs)))
        elif tag == "table" and not is_layout(node):
            self._table(node, depth=depth)
        elif tag in ("ul", "ol"):
            kind = node.attributes.get("type") or "1"
            start = number(node.attributes.get("start"), 1)
            self.lists.append(_List(tag == "ol", _NUMBER_KINDS.get(kind, "decimal"), start - 1))
            self.flow(node, furniture=furniture, depth=depth + 1)
            self.lists.pop()
        elif tag == "li":
            self.marker = list_marker(self.lists[-1] if self.lists else None, node)
            self.flow(node, furniture=furniture, depth=depth + 1)
        else:
            self.flow(node, furniture=furniture, depth=depth + 1)

    def end_paragraph(self, *, furniture: bool) -> None:
        """Close the paragraph being gathered, if it holds words."""
        text = joined(self.line)
        self.line.clear()
        bold, self.bold, self.plain = self.bold > 0 and self.plain == 0, 0, 0
        if not text:
            return
        marker, self.marker = self.marker, None
        self.paragraphs += 1
        self.blocks.append(
            Paragraph(
                text,
                Place(paragraph=self.paragraphs),
                marker=marker,
                depth=len(self.lists) if marker else 0,
                bold=bold,
                furniture=furniture,
            )
        )

    def _table(self, node: Any, *, depth: int) -> None:
        rows = [_row(row, section, limits=self.limits, depth=depth) for row, section in rows_of(node)]
        caption = next((child for child in _children(node) if child.tag == "caption"), None)
        self.hidden += any(row.hidden for row in rows)
        table = lay_out(
            [row for row in rows if not row.hidden],
            place=Place(table=self.tables + 1),
            limits=self.limits,
            caption=(one_line(caption.text()) if caption is not None else "") or None,
        )
        if isinstance(table, Table):
            self.tables += 1
            self.blocks.append(table)


def _children(node: Any) -> Iterator[Any]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def is_hidden(node: Any) -> bool:
    """Say whether an element is hidden by its own attributes (style sheets are not worked out)."""
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def is_layout(table: Any) -> bool:
    """Say whether a table only lays out the page: it says so, or it holds other tables and has no header cells."""
    if (table.attributes.get("role") or "").lower() in ("presentation", "none"):
        return True
    cells = [cell for row, _ in rows_of(table) for cell in _children(row) if cell.tag in ("td", "th")]
    holds_tables = any(cell.css_first("table") is not None for cell in cells)
    return holds_tables and all(cell.tag == "td" for cell in cells) and sum(1 for _ in rows_of(table)) <= 3


def rows_of(table: Any) -> Iterator[tuple[Any, str]]:
    """Give a table's own rows with the section they stand in, not those of tables inside it."""
    for child in _children(table):
        if child.tag == "tr":
            yield child, "tbody"
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in _children(child):
                if row.tag == "tr":
                    yield row, child.tag


def _row(row: Any, section: str, *, limits: Limits, depth: int) -> SpannedRow:
    cells = [cell for cell in _children(row) if cell.tag in ("td", "th")]
    if depth > limits.depth:
        raise too_deep(limits, name="")
    return SpannedRow(
        tuple(_cell(cell, row, limits=limits) for cell in cells),
        header=section == "thead" or (len(cells) > 1 and all(cell.tag == "th" for cell in cells)),
        hidden=is_hidden(row),
    )


def _cell(cell: Any, row: Any, *, limits: Limits) -> Spanned:
    text = text_of(cell, limits=limits)
    rows = number(cell.attributes.get("rowspan"), 1)
    return Spanned(
        joined([text]),
        columns=min(max(number(cell.attributes.get("colspan"), 1), 1), 1000),
        rows=limits.rows if rows == 0 else min(max(rows, 1), limits.rows),
        fill=fill_of(cell) or fill_of(row),
        bold=cell.tag == "th" or _is_all_bold(cell),
    )


def _is_all_bold(cell: Any) -> bool:
    words = one_line(cell.text())
    bold = [node for node in cell.css("b, strong") if node.parent.tag not in ("b", "strong")]
    return bool(words) and one_line(" ".join(node.text() for node in bold)) == words


def text_of(node: Any, *, limits: Limits) -> str:
    """Give the words of one element, its inner blocks on lines of their own, list items with their marks."""
    parts: list[str] = []
    _say(node, parts, limits=limits, depth=1, lists=[])
    return "".join(parts)


def _say(node: Any, parts: list[str], *, limits: Limits, depth: int, lists: list[_List]) -> None:
    if depth > limits.depth:
        raise too_deep(limits, name="")
    for child in _children(node):
        tag = child.tag
        if tag == "-text":
            parts.append((child.text_content or "").replace("\n", " "))
        elif tag is None or tag.startswith(("-", "_", "!")) or tag in _DROPPED or is_hidden(child):
            continue
        elif tag == "br":
            parts.append(_BREAK)
        elif tag in ("ul", "ol"):
            kind = _NUMBER_KINDS.get(child.attributes.get("type") or "1", "decimal")
            lists.append(_List(tag == "ol", kind, number(child.attributes.get("start"), 1) - 1))
            _say(child, parts, limits=limits, depth=depth + 1, lists=lists)
            lists.pop()
            parts.append(_BREAK)
        elif tag in ("td", "th"):
            _say(child, parts, limits=limits, depth=depth + 1, lists=lists)
            parts.append(_NEXT_CELL)
        elif tag in _BLOCKS:
            parts.append(_BREAK)
            if tag == "li":
                parts.append(f"{list_marker(lists[-1] if lists else None, child)} ")
            _say(child, parts, limits=limits, depth=depth + 1, lists=lists)
            parts.append(_BREAK)
        else:
            _say(child, parts, limits=limits, depth=depth + 1, lists=lists)


def list_marker(within: _List | None, item: Any) -> str:
    """Give a list item's printed mark: a bullet, or its number as the list counts."""
    if within is None or not within.ordered:
        return "•"
    within.count = number(item.attributes.get("value"), within.count + 1)
    return f"{counted(within.count, within.kind)}."


def joined(parts: list[str]) -> str:
    """Give gathered text with the blanks of the source folded and only the page's own line breaks kept."""
    text = re.sub(r"[ \t\n\r\f]+", " ", "".join(parts))
    text = re.sub(rf"{_NEXT_CELL}(?= *(?:{_BREAK}|$))", "", text)
    return re.sub(rf" *{_NEXT_CELL} *", "\t", lines(text.replace(_BREAK, "\n")))


def fill_of(node: Any) -> str | None:
    """Give an element's own background colour."""
    attributes = node.attributes
    styled = _BACKGROUND.search(attributes.get("style") or "")
    said = (styled.group(1) if styled else attributes.get("bgcolor") or "").strip().lower()
    said = said.split("!")[0].strip()
    if re.fullmatch(r"#[0-9a-f]{6}", said):
        return said.upper()
    if re.fullmatch(r"#[0-9a-f]{3}", said):
        return "#" + "".join(sign * 2 for sign in said[1:]).upper()
    if match := re.fullmatch(r"rgba?\(\s*(\d{1,3})[ ,]+(\d{1,3})[ ,]+(\d{1,3}).*\)", said):
        return "#" + "".join(f"{min(int(part), 255):02X}" for part in match.groups())
    return _COLOURS.get(said)
