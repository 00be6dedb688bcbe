"""Excel workbooks (XLSX, XLSM) as one table per sheet.

The one idea: one pass over each sheet's rows gives the saved value, the way it is shown and the cell's look together.
A formula's last saved result is read; a formula is never worked out. Hidden sheets, rows and columns are read and
marked. Checked against calamine in the tests: both must give the same values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dueregard.reading.blocks import Blocks, Table
from dueregard.reading.limits import Limits, too_much
from dueregard.reading.package import Package
from dueregard.reading.readers.sheets.colours import colour_of, theme_colours
from dueregard.reading.readers.sheets.formats import BUILT_IN, show
from dueregard.reading.readers.sheets.used import Sheet, SheetCell, hidden_remarks, table_of, tidy
from dueregard.reading.readers.word.names import R, number
from dueregard.reading.safe_xml import damaged

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ON = ("1", "true")
_REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class _Look:
    code: str = "General"
    fill: str | None = None
    bold: bool = False


def read(data: bytes, *, name: str, limits: Limits) -> Blocks:
    """Read an Excel workbook.

    Raises:  CannotBeRead where it is damaged, locked, or passes a limit.
    """
    package = Package(data, name=name, limits=limits)
    main = package.target("", kind="officeDocument")
    if main is None:
        raise damaged(name)
    workbook = _Workbook(package, main)
    sheets = workbook.sheets()
    tables: list[Table] = []
    for sheet in sheets:
        table = table_of(sheet, number=len(tables) + 1, limits=limits)
        if table is not None:
            tables.append(table)
    if (total := sum(len(table.rows) for table in tables)) > limits.rows:
        raise too_much("rows", found=total, most=limits.rows, where=name)
    warnings = [*package.remarks(), *hidden_remarks(sheets)]
    if workbook.unsaved:
        warnings.append("Some formulas have no saved result; their cells are empty. Open the file, save it, try again.")
    if any(re.search(r"/(?:threaded)?comments", part, re.IGNORECASE) for part in package.names()):
        warnings.append("Comments on cells were not read.")
    return Blocks(format="xlsx", blocks=tuple(tables), name=name, warnings=tuple(warnings))


class _Workbook:
    def __init__(self, package: Package, main: str) -> None:
        self.package = package
        self.limits = package.limits
        self.main = main
        self.relations = package.relations(main)
        self.root = package.xml(main)
        properties = self.root.find(f"{_S}workbookPr")
        self.from_1904 = properties is not None and properties.get("date1904") in _ON
        self.looks = self._looks()
        self.strings = self._strings()
        self.characters = 0
        self.unsaved = 0

    def _part(self, kind: str) -> str | None:
        return next((r.target for r in self.relations.values() if r.kind == kind and not r.outside), None)

    def _strings(self) -> list[str]:
        part = self._part("sharedStrings")
        if part is None or part not in self.package:
            return []
        strings: list[str] = []
        for item in self.package.rows(part, tags=(f"{_S}si",)):
            strings.append(_text(item))
            if len(strings) > self.limits.cells * 2:
                raise too_much("different texts", found=len(strings), most=self.limits.cells * 2, where=part)
        return strings

    def _looks(self) -> list[_Look]:
        root = self.package.xml_if_there(self._part("styles"))
        if root is None:
            return []
        theme = theme_colours(self.package.xml_if_there(self._part("theme")))
        codes = {number(f.get("numFmtId"), -1): f.get("formatCode") or "General" for f in root.iter(f"{_S}numFmt")}
        fills = [_fill(fill, theme) for fill in root.findall(f"{_S}fills/{_S}fill")]
        bolds = [_is_bold(font) for font in root.findall(f"{_S}fonts/{_S}font")]
        looks = []
        for style in root.findall(f"{_S}cellXfs/{_S}xf"):
            kind, fill, font = (number(style.get(key)) for key in ("numFmtId", "fillId", "fontId"))
            looks.append(
                _Look(
                    code=codes.get(kind) or BUILT_IN.get(kind, "General"),
                    fill=fills[fill] if 0 <= fill < len(fills) else None,
                    bold=bolds[font] if 0 <= font < len(bolds) else False,
                )
            )
        return looks

    def sheets(self) -> list[Sheet]:
        found: list[Sheet] = []
        for listed in self.root.findall(f"{_S}sheets/{_S}sheet"):
            relation = self.relations.get(listed.get(f"{R}id") or "")
            if relation is None or relation.outside or relation.kind != "worksheet":
                continue
            sheet = Sheet(tidy(listed.get("name") or f"Sheet {len(found) + 1}"))
            sheet.hidden = listed.get("state") in ("hidden", "veryHidden")
            self._fill_sheet(sheet, relation.target)
            found.append(sheet)
        return found

    def _fill_sheet(self, sheet: Sheet, part: str) -> None:
        row_at = 0
        for element in self.package.rows(part, tags=(f"{_S}row", f"{_S}col", f"{_S}mergeCell")):
            if element.tag == f"{_S}row":
                row_at = number(element.get("r"), row_at + 1)
                if element.get("hidden") in _ON:
                    sheet.hidden_rows.add(row_at)
                self._row(sheet, element, row_at)
            elif element.tag == f"{_S}col":
                if element.get("hidden") in _ON or element.get("width") == "0":
                    sheet.hidden_columns.append((number(element.get("min")), number(element.get("max"))))
            elif found := _range(element.get("ref") or ""):
                sheet.merged.append(found)
                if len(sheet.merged) > self.limits.rows:
                    raise too_much("merged ranges", found=len(sheet.merged), most=self.limits.rows, where=sheet.name)

    def _row(self, sheet: Sheet, row: Any, row_at: int) -> None:
        column = 0
        for cell in row.iterchildren(f"{_S}c"):
            at = _REFERENCE.match(cell.get("r") or "")
            column = _column(at.group(1)) if at else column + 1
            at_style = number(cell.get("s"))
            look = self.looks[at_style] if 0 <= at_style < len(self.looks) else _Look()
            sheet.add(row_at, column, self._cell(cell, look), limits=self.limits)
        if self.characters > self.limits.characters:
            raise too_much("letters", found=self.characters, most=self.limits.characters, where=f"sheet “{sheet.name}”")

    def _cell(self, cell: Any, look: _Look) -> SheetCell:
        kind = cell.get("t") or "n"
        held = cell.find(f"{_S}v")
        raw = held.text if held is not None else None
        if kind == "inlineStr":
            inline = cell.find(f"{_S}is")
            raw = _text(inline) if inline is not None else ""
        elif kind == "s":
            at = number(raw, -1)
            raw = self.strings[at] if 0 <= at < len(self.strings) else ""
        elif raw is None:
            self.unsaved += cell.find(f"{_S}f") is not None
            return SheetCell("", fill=look.fill)
        self.characters += len(raw or "")
        if kind == "b":
            return SheetCell("TRUE" if raw in _ON else "FALSE", raw in _ON, look.fill, look.bold)
        if kind in ("s", "inlineStr", "str", "e"):
            return SheetCell(tidy(_unescaped(raw or "")), None, look.fill, look.bold)
        try:
            shown = show(float(raw or ""), look.code, from_1904=self.from_1904)
        except (ValueError, OverflowError):
            return SheetCell(tidy(raw or ""), None, look.fill, look.bold)
        return SheetCell(shown.text, shown.value, look.fill, look.bold)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


def _text(item: Any) -> str:
    """Give a string's runs joined, without the reading aids of East Asian text."""
    return "".join(t.text or "" for t in item.iter(f"{_S}t") if t.getparent().tag != f"{_S}rPh")


def _fill(fill: Any, theme: tuple[str, ...]) -> str | None:
    pattern = fill.find(f"{_S}patternFill")
    if pattern is None or pattern.get("patternType") in (None, "none", "gray125"):
        return None
    front = pattern.find(f"{_S}fgColor")
    return colour_of(front if front is not None else pattern.find(f"{_S}bgColor"), theme=theme)


def _is_bold(font: Any) -> bool:
    bold = font.find(f"{_S}b")
    return bold is not None and bold.get("val") not in ("0", "false")


def _column(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at


def _range(reference: str) -> tuple[int, int, int, int] | None:
    ends = [_REFERENCE.match(end) for end in reference.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    (left, top), (right, bottom) = (end.groups() for end in ends if end)
    return int(top), _column(left), int(bottom), _column(right)
