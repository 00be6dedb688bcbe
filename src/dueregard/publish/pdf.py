"""A document as a tagged PDF (PDF/UA-1), which a screen reader reads as a page is read by eye.

The one idea: the words go to Typst as JSON, and the one source it compiles (`pdf.typ`) is ours and constant, so that
no word of a document can become markup. The fonts are shipped and the system's are ignored: the same document gives
the same bytes everywhere. Typst itself refuses what PDF/UA-1 forbids (a picture without alternative words, a missing
title).

A letter that no shipped font has would break the standard; it is replaced by its name in square brackets, and the last
part of the document says so. Source: ISO 14289-1 (PDF/UA-1); Typst's documentation, "PDF export".
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

import typst

from dueregard.publish.checks import check_document
from dueregard.publish.document import Block, Document, Figure, Note, Table
from dueregard.publish.pictures import shipped_fonts
from dueregard.terms.errors import DueRegardError

WIDE = 7
"""A table of more columns than this stands on a page turned sideways."""
_HERE = files("dueregard.publish")
_KINDS = {"ListBlock": "list", "PageBreak": "page_break"}
_REPLACED = (
    "Some letters of the original cannot be shown in this PDF. Their names stand in square brackets instead. "
    "The web page and the Word document show them."
)


def write_pdf(document: Document) -> bytes:
    """Write `document` as PDF/UA-1. The same document gives the same bytes.

    Raises:  NotPublishable where some readers could not use the document; DueRegardError where Typst refuses it.
    """
    check_document(document)
    shape, were_replaced = _shape(document)
    if were_replaced:
        shape["blocks"].append(_block_shape(Note(_REPLACED)))
    day = document.on
    try:
        pdf, warnings = typst.compile_with_warnings(
            _source(),
            font_paths=shipped_fonts(),
            sys_inputs={"document": json.dumps(shape, ensure_ascii=False)},
            pdf_standards="ua-1",
            format="pdf",
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise DueRegardError(f"This document cannot be made into a PDF: {error.message}.") from error
    if warnings:
        raise DueRegardError(f"This document would be wrong as a PDF: {'; '.join(w.message for w in warnings)}.")
    return bytes(pdf)


@cache
def _source() -> bytes:
    return _HERE.joinpath("pdf.typ").read_bytes()


def _shape(document: Document) -> tuple[dict[str, Any], bool]:
    language, _, region = document.language.partition("-")
    shape = {
        "title": document.title,
        "subtitle": document.subtitle,
        "author": document.author,
        "on": [document.on.year, document.on.month, document.on.day],
        "language": language,
        "region": region or None,
        "first_line": document.first_line(),
        "words": {"page": "Page", "of": "of"},
        "blocks": [_block_shape(block) for block in document.all_blocks()],
    }
    shown = _shown(shape)
    return shown, shown != shape


def _block_shape(block: Block) -> dict[str, Any]:
    name = type(block).__name__
    shape = {"kind": _KINDS.get(name, name.lower()), **_values(block)}
    if isinstance(block, Table):
        shape["wide"] = len(block.columns) > WIDE
    if isinstance(block, Figure):
        shape["format"] = block.kind
        shape["kind"] = "figure"
        shape["image"] = block.image.decode("utf-8") if block.kind == "svg" else None
        shape["bytes"] = list(block.image) if block.kind == "png" else None
        shape["table"] = _block_shape(replace(block.table))
    return shape


def _values(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _values(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_values(each) for each in value]
    return value if not isinstance(value, bytes) else None


def _shown(value: Any) -> Any:
    """Give the same shape with every letter that no shipped font has replaced by its name."""
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, list):
        return [_shown(each) for each in value]
    if isinstance(value, dict):
        return {key: each if key in ("image", "bytes", "href") else _shown(each) for key, each in value.items()}
    return value


def showable(text: str) -> str:
    """Give a text in letters that the shipped fonts have.

    >>> showable("ŵ ŷ – • ✓"), showable("go 🎉"), showable("Bengali (বাংলা)")
    ('ŵ ŷ – • ✓', 'go [party popper]', 'Bengali ([words in bengali letters])')
    """
    said = _UNPRINTED.sub("", unicodedata.normalize("NFC", text))
    return "".join(
        "".join(letters) if has_them else _named("".join(letters)) for has_them, letters in groupby(said, _has_letter)
    )


_UNPRINTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")


def _has_letter(letter: str) -> bool:
    starts, ends = _coverage()
    at = bisect_right(starts, ord(letter)) - 1
    return letter == "\n" or (at >= 0 and ord(letter) <= ends[at])


def _named(letters: str) -> str:
    names = [unicodedata.name(letter, f"U+{ord(letter):04X}") for letter in letters]
    if len(letters) > 1 and all(unicodedata.category(letter)[0] in "LM" for letter in letters):
        return f"[words in {names[0].split()[0].lower()} letters]"
    return "".join(f"[{name.lower()}]" for name in names)


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """Give the first and last code of each run of letters that the fonts have (`fonts/coverage.txt`)."""
    pairs = [line.split("-") for line in _HERE.joinpath("fonts/coverage.txt").read_text("ascii").split()]
    return [int(first, 16) for first, _ in pairs], [int(last, 16) for _, last in pairs]
