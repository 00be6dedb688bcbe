"""Does an Office file hold more than it shows?

The one idea: Excel, Word and OpenDocument files are zips of parts; what nobody sees when they open one has a known
place in them, and that place is looked at, not the screen. Our own writers are held to an empty answer in the tests,
and a file that a council means to publish can be asked the same question.
Source: what was in files that public bodies published by mistake: a hidden sheet (2023), the source data of pivot
tables (2012), workbooks inside charts, comments and tracked changes; Information Commissioner's Office, "How to
disclose information safely" (2018). It opens no file of a stranger without the limits of `reading` around it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

_TELLING_PARTS: tuple[tuple[str, str], ...] = (
    (r"/pivotCache/|/pivotTables/", "the source data of a pivot table"),
    (r"/externalLinks/", "values kept from another file"),
    (r"/comments|/threadedComments|/persons/", "comments and the names of those who made them"),
    (r"(^|/)customXml/", "custom XML that no page shows"),
    (r"/embeddings/|(^|/)Object \d+/|(^|/)ObjectReplacements/", "another file inside it"),
    (r"vbaProject|(^|/)Basic/|(^|/)Scripts/", "macros"),
    (r"/model/", "a data model"),
    (r"(^|/)[Tt]humbnails?[/.]", "a small picture of an earlier state"),
    (r"/queryTables/|/connections\.xml$", "a connection to a source of data"),
    (r"/revisions/|/users?/|(^|/)Versions/", "earlier versions"),
)
_TELLING_TEXT: tuple[tuple[str, bytes, str], ...] = (
    (r"workbook\.xml$", rb'<sheet\b[^>]*\bstate="(?:veryH|h)idden"', "a hidden sheet"),
    (r"worksheets/[^/]+\.xml$", rb'<(?:col|row)\b[^>]*\bhidden="(?:1|true)"', "hidden columns or rows"),
    (r"worksheets/[^/]+\.xml$", rb"<f[ >]", "formulas, which keep more than their answer"),
    (r"^content\.xml$", rb'table:display="false"', "a hidden sheet"),
    (r"^content\.xml$", rb'table:visibility="(?:collapse|filter)"', "hidden columns or rows"),
    (r"^content\.xml$", rb"<table:table-cell[^>]*table:formula=", "formulas, which keep more than their answer"),
    (r"^content\.xml$", rb"<office:annotation\b", "comments and the names of those who made them"),
    (r"^content\.xml$", rb"<(?:text|table):tracked-changes\b", "tracked changes"),
    (r"word/\w+\.xml$", rb"<w:(?:ins|del|moveFrom|moveTo)\b", "tracked changes"),
    (
        r"word/(?:document|header\d*|footer\d*|footnotes)\.xml$",
        rb"<w:vanish\b(?! w:val=\"(?:0|false)\")",
        "hidden text",
    ),
)


def hidden_data(package: bytes) -> tuple[str, ...]:
    """Say what an Office file (xlsx, docx, ods, odt) holds that it does not show; nothing where it holds no such thing.

    >>> from dueregard.publish.excel import write_xlsx
    >>> from dueregard.publish.sheet import Sheet, SheetColumn, Workbook
    >>> hidden_data(write_xlsx(Workbook("Plan", "A council", (Sheet("Actions", (SheetColumn("No", "number"),)),))))
    ()
    """
    with zipfile.ZipFile(BytesIO(package)) as parts:
        return tuple(dict.fromkeys(_found(parts)))


def _found(parts: zipfile.ZipFile) -> Iterator[str]:
    for name in parts.namelist():
        yield from (what for where, what in _TELLING_PARTS if re.search(where, name))
        asked = [(mark, what) for where, mark, what in _TELLING_TEXT if re.search(where, name)]
        if asked:
            text = parts.read(name)
            yield from (what for mark, what in asked if re.search(mark, text))
    if parts.comment:
        yield "a remark on the package itself"
