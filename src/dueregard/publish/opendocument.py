"""A workbook as an OpenDocument spreadsheet, written part by part from nothing.

The one idea: an .ods file is a zip of five small XML parts, all of which stand below. Written by hand they hold
exactly the model: no template's leftovers, no thumbnail, no generator's user name; and ten thousand rows cost
seconds, not minutes.
Source: OASIS OpenDocument 1.3, parts 2 (packages) and 3 (schema).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Value, Workbook, check_workbook, clean_text

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MADE = (1980, 1, 1, 0, 0, 0)
_SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
        "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
    }.items()
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_ods(workbook: Workbook) -> bytes:
    """Write `workbook`, its notes last. The same workbook gives the same bytes."""
    check_workbook(workbook)
    parts = {
        "content.xml": "".join(_content(workbook)),
        "styles.xml": _styles(workbook),
        "meta.xml": _meta(workbook),
        "settings.xml": _settings(workbook),
        "META-INF/manifest.xml": _manifest(),
    }
    to = BytesIO()
    with zipfile.ZipFile(to, "w") as package:
        # The type comes first and uncompressed, so that it can be read without unpacking.
        package.writestr(zipfile.ZipInfo("mimetype", _MADE), MEDIA_TYPE, zipfile.ZIP_STORED)
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, _MADE), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return to.getvalue()


def _content(workbook: Workbook) -> Iterator[str]:
    yield f'{_HEAD}<office:document-content {_SPACES} office:version="1.3">'
    yield "<office:automatic-styles>"
    yield (
        '<number:date-style style:name="day"><number:day/><number:text> </number:text>'
        '<number:month number:textual="true"/><number:text> </number:text>'
        '<number:year number:style="long"/></number:date-style>'
    )
    yield _cell_style("body", "")
    yield _cell_style("head", '<style:text-properties fo:font-weight="bold"/>', background="#e3eeef")
    yield _cell_style("title", '<style:text-properties fo:font-weight="bold" fo:font-size="14pt"/>')
    yield (
        '<number:percentage-style style:name="share"><number:number number:decimal-places="0" '
        'number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>'
    )
    yield _cell_style("date", "", data="day")
    yield _cell_style("percent", "", data="share")
    for width in sorted({c.width for sheet in workbook.sheets for c in sheet.columns} | {24, 90}):
        yield (
            f'<style:style style:name="w{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * 0.21:.2f}cm"/></style:style>'
        )
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    yield "".join(_validations(workbook))
    for number, sheet in enumerate(workbook.sheets):
        yield from _table(sheet, number)
    if workbook.notes:
        yield from _notes(workbook)
    yield "<table:database-ranges>"
    for number, sheet in enumerate(workbook.sheets):
        last = f"{_letters(len(sheet.columns))}{max(len(sheet.rows) + sheet.blank_rows, 1) + 1}"
        area = quoteattr(f"'{sheet.name}'.A1:'{sheet.name}'.{last}")
        yield (
            f'<table:database-range table:name="filter{number}" table:display-filter-buttons="true" '
            f"table:target-range-address={area}/>"
        )
    yield "</table:database-ranges></office:spreadsheet></office:body></office:document-content>"


def _cell_style(name: str, more: str, *, background: str = "", data: str = "") -> str:
    fill = f' fo:background-color="{background}"' if background else ""
    form = f' style:data-style-name="{data}"' if data else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell"{form}>'
        f'<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"{fill}/>{more}</style:style>'
    )


def _table(sheet: Sheet, number: int) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(sheet.name)}>"
    for at, column in enumerate(sheet.columns):
        style = "date" if column.kind is Kind.DATE else "body"
        yield (
            f'<table:table-column table:style-name="w{column.width}" table:default-cell-style-name="{style}"'
            f"{_rule_name(column, number, at)}/>"
        )
    yield "<table:table-header-rows><table:table-row>"
    yield "".join(_cell(column.title, "head") for column in sheet.columns)
    yield "</table:table-row></table:table-header-rows>"
    for row in sheet.rows:
        yield "<table:table-row>"
        yield "".join(
            _cell(value, rule=_rule_name(column, number, at), kind=column.kind)
            for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True))
        )
        yield "</table:table-row>"
    if sheet.blank_rows:
        yield f'<table:table-row table:number-rows-repeated="{sheet.blank_rows}">'
        yield "".join(_cell(None, rule=_rule_name(column, number, at)) for at, column in enumerate(sheet.columns))
        yield "</table:table-row>"
    yield "</table:table>"


def _cell(value: Value, style: str = "", *, rule: str = "", kind: Kind = Kind.TEXT) -> str:
    if value is None or value == "":
        return f"<table:table-cell{rule}/>"
    if isinstance(value, date):
        named = f' table:style-name="{style or "date"}"'
        inside = f"<text:p>{value.isoformat()}</text:p>"
        return (
            f'<table:table-cell{named}{rule} office:value-type="date" office:date-value="{value.isoformat()}">'
            f"{inside}</table:table-cell>"
        )
    named = f' table:style-name="{style}"' if style else ""
    if isinstance(value, str):
        return f'<table:table-cell{named}{rule} office:value-type="string">{_paragraphs(value)}</table:table-cell>'
    if kind is Kind.PERCENT:
        return (
            f'<table:table-cell table:style-name="percent"{rule} office:value-type="percentage" '
            f'office:value="{value / 100}"><text:p>{value}%</text:p></table:table-cell>'
        )
    number = format(value, "f") if isinstance(value, Decimal) else str(value)
    return (
        f'<table:table-cell{named}{rule} office:value-type="float" office:value="{number}">'
        f"<text:p>{number}</text:p></table:table-cell>"
    )


def _paragraphs(text: str) -> str:
    """Give a text as paragraphs, a line each; spaces that XML would join are written out."""
    lines = clean_text(text).split("\n")
    return "".join(f"<text:p>{_spaced(line)}</text:p>" for line in lines)


def _spaced(line: str) -> str:
    said = escape(line)
    if "  " not in said and not said.startswith(" ") and not said.endswith(" "):
        return said
    return said.replace(" ", "<text:s/>")


def _rule_name(column: SheetColumn, sheet: int, at: int) -> str:
    return f' table:content-validation-name="rule{sheet}_{at}"' if column.choices else ""


def _validations(workbook: Workbook) -> Iterator[str]:
    rules = [
        (f"rule{number}_{at}", sheet, column)
        for number, sheet in enumerate(workbook.sheets)
        for at, column in enumerate(sheet.columns)
        if column.choices
    ]
    if not rules:
        return
    yield "<table:content-validations>"
    for name, sheet, column in rules:
        listed = ";".join('"' + choice.replace('"', '""') + '"' for choice in column.choices)
        condition = quoteattr(f"of:cell-content-is-in-list({listed})")
        base = quoteattr(f"'{sheet.name}'.A2")
        yield f'<table:content-validation table:name="{name}" table:condition={condition}'
        yield f" table:base-cell-address={base}>"
        if column.hint:
            yield f'<table:help-message table:display="true">{_paragraphs(column.hint)}</table:help-message>'
        yield f'<table:error-message table:display="{"true" if column.choices_only else "false"}"/>'
        yield "</table:content-validation>"
    yield "</table:content-validations>"


def _notes(workbook: Workbook) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(workbook.notes_name)}>"
    yield '<table:table-column table:style-name="w24" table:default-cell-style-name="body"/>'
    yield '<table:table-column table:style-name="w90" table:default-cell-style-name="body"/>'
    yield f"<table:table-row>{_cell(workbook.title, 'title')}</table:table-row>"
    for name, text in workbook.notes:
        yield f"<table:table-row>{_cell(name)}{_cell(text)}</table:table-row>"
    yield "</table:table>"


def _styles(workbook: Workbook) -> str:
    language, _, country = workbook.language.partition("-")
    return (
        f'{_HEAD}<office:document-styles {_SPACES} office:version="1.3"><office:styles>'
        '<style:default-style style:family="table-cell"><style:text-properties '
        f'fo:language="{language}" fo:country="{country or "none"}"/></style:default-style>'
        "</office:styles></office:document-styles>"
    )


def _meta(workbook: Workbook) -> str:
    language = escape(workbook.language)
    day = f"<dc:date>{workbook.on.isoformat()}T00:00:00</dc:date>" if workbook.on else ""
    return (
        f'{_HEAD}<office:document-meta {_SPACES} office:version="1.3"><office:meta>'
        f"<dc:title>{escape(clean_text(workbook.title))}</dc:title>"
        f"<dc:creator>{escape(clean_text(workbook.author))}</dc:creator>"
        f"<dc:language>{language}</dc:language>{day}"
        "</office:meta></office:document-meta>"
    )


def _settings(workbook: Workbook) -> str:
    """Give the one setting that matters: the header row stays in sight."""

    def item(name: str, kind: str, value: str) -> str:
        return f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'

    frozen = (
        item("VerticalSplitMode", "short", "2")
        + item("VerticalSplitPosition", "int", "1")
        + item("ActiveSplitRange", "short", "2")
        + item("PositionBottom", "int", "1")
    )
    tables = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>{frozen}</config:config-item-map-entry>"
        for sheet in workbook.sheets
    )
    return (
        f'{_HEAD}<office:document-settings {_SPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        f'<config:config-item-map-named config:name="Tables">{tables}</config:config-item-map-named>'
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )


def _manifest() -> str:
    parts = ("content.xml", "styles.xml", "meta.xml", "settings.xml")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{part}" manifest:media-type="text/xml"/>' for part in parts
    )
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
        f'manifest:media-type="{MEDIA_TYPE}"/>{entries}</manifest:manifest>'
    )


def _letters(number: int) -> str:
    """Give the letters of a column, from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
