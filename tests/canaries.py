"""Does an output hold a figure that must not go out? Every byte of it is looked at, packed or plain.

The one idea: an output is unfolded into layers, until nothing more unfolds: the bytes themselves, the parts of a zip
(names, remarks and zips within zips), every object, stream, attachment and earlier revision of a PDF and its text,
data: addresses, gzip. Each layer is searched as it stands, and as text without marks. A canary is a number that is in
the records and in no released cell, in every way it could be written; or a word that only a few rows hold.
Held to planted faults in tests/web/test_canaries_search.py. Plan: facts on trust, row 17.
"""

from __future__ import annotations

import base64
import gzip
import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import openpyxl
import pikepdf
import pypdf

_MARKS = ("", ",", ".", " ", "\u00a0", "\u202f", "\u2009", "\u2060", "’", "'")
_MARK = re.compile(r"([,.’' \u00a0\u202f\u2009\u2060])")
_NUMBERS = re.compile(r"(?<![\w])\d+(?:[,.’' \u00a0\u202f\u2009\u2060]\d+)*(?!\w)")
_NOISE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-z])[0-9a-f]{24,}(?![0-9a-z])", re.I
)
"""Ids and hashes: their digits are drawn by chance, and would now and then be a canary's."""
_TAG = re.compile(r"<[^>]*>")
_DATA = re.compile(rb"data:[\w/+.-]*;base64,([A-Za-z0-9+/=]+)")
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Canary:
    """A figure or a word that must be nowhere: the ways in which it may be written."""

    name: str
    written: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    word: str = ""


def of_number(number: int, *, bases: Iterable[int] = ()) -> Canary:
    """Give a number as a canary: plain, with thousands marked in any way, and as a share of each published base.

    Takes:   `bases`, what is published beside it. A share counts where its decimals leave one whole number only.
    """
    groups = f"{number:,}".split(",")
    written = {mark.join(groups) for mark in _MARKS}
    begun = set()
    for base in bases:
        if 0 < number < base:
            for scale in (100, 1):
                exact = f"{scale * number / base:.12f}"
                begun.add(exact[:-4])
                for decimals in range(2, 9):
                    said = f"{scale * number / base:.{decimals}f}"
                    if scale / base > 2 * 10**-decimals and not said.endswith("00"):
                        written.add(said)
    return Canary(f"{number:,}", frozenset(written), frozenset(begun))


def of_word(word: str) -> Canary:
    """Give a word as a canary, however its letters are written."""
    return Canary(word, word=word.casefold())


def numbers_in(text: str) -> Iterator[str]:
    """Give every number of a text in every way it may be read: "1,14391" holds 14391, and "0.14391" does not.

    >>> sorted(numbers_in("14,391"))
    ['14', '14,391', '391']
    """
    for token in _NUMBERS.findall(text):
        parts = _MARK.split(token)
        for first in range(0, len(parts), 2):
            if first and parts[first - 1] == ".":
                continue
            for last in range(first, min(first + 6, len(parts)), 2):
                yield "".join(parts[first : last + 1])


@dataclass(slots=True)
class Search:
    """Looks for canaries in outputs; keeps what was looked at, so that a proof of nothing can be seen to be one."""

    canaries: tuple[Canary, ...]
    outputs: int = 0
    layers: int = 0
    size: int = 0
    kinds: set[str] = field(default_factory=set)
    found: list[tuple[str, str, str]] = field(default_factory=list)

    def look(self, where: str, output: bytes | str) -> list[tuple[str, str, str]]:
        """Search an output; give (where, layer, canary) of whatever is in it, and remember it."""
        data = output.encode() if isinstance(output, str) else output
        self.outputs += 1
        self.size += len(data)
        here: list[tuple[str, str, str]] = []
        for layer, part in unfold(data):
            self.layers += 1
            self.kinds.add(layer.split(":")[0])
            here += [(where, layer, one) for one in self._in(part)]
        found = list(dict.fromkeys(here))
        self.found += found
        return found

    def _in(self, part: bytes) -> Iterator[str]:
        for text in _texts(part):
            plain = _NOISE.sub("·", text)
            folded, numbers = plain.casefold(), set(numbers_in(plain))
            begun = {number[: number.index(".") + 9] for number in numbers if "." in number}
            for canary in self.canaries:
                is_said = bool(canary.word) and canary.word in folded
                if is_said or not numbers.isdisjoint(canary.written) or not begun.isdisjoint(canary.begun):
                    yield canary.name


def unfold(data: bytes, *, name: str = "plain", depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Give the bytes, and everything packed in them, with what each is."""
    yield name, data
    if depth >= _DEEPEST:
        return
    if data[:2] == b"\x1f\x8b":
        yield from unfold(gzip.decompress(data), name=f"gzip:{name}", depth=depth + 1)
    if data[:2] == b"PK" or zipfile.is_zipfile(io.BytesIO(data)):
        yield from _of_zip(data, name, depth)
    if b"%PDF-" in data[:1024]:
        yield from _of_pdf(data, name, depth)
    for number, coded in enumerate(_DATA.findall(data)):
        yield from unfold(base64.b64decode(coded + b"=="), name=f"data:{name}/{number}", depth=depth + 1)


def _of_zip(data: bytes, name: str, depth: int) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        yield f"zip:{name} remarks", package.comment + b"".join(one.comment + one.extra for one in package.infolist())
        for part in package.infolist():
            yield f"zip:{name} name", part.filename.encode()
            yield from unfold(package.read(part), name=f"zip:{part.filename}", depth=depth + 1)


def _of_pdf(data: bytes, name: str, depth: int) -> Iterator[tuple[str, bytes]]:
    ends = [match.end() for match in re.finditer(rb"%%EOF", data)]
    for number, end in enumerate(ends[:-1]):  # what an earlier saving held is still in the file
        yield from _objects(data[:end], f"pdf-revision:{number}", depth)
    yield from _objects(data, f"pdf:{name}", depth)
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    yield f"pdf-text:{name}", text.encode(errors="replace")


def _objects(data: bytes, name: str, depth: int) -> Iterator[tuple[str, bytes]]:
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError:  # a first part that is no file by itself: its bytes are searched with the whole
        return
    with pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream):
                yield f"{name} object", each.unparse() + repr(dict(each.stream_dict)).encode()
                try:
                    inside = each.read_bytes()
                except pikepdf.PdfError:
                    inside = each.read_raw_bytes()
                yield from unfold(inside, name=f"{name} stream", depth=depth + 1)
            elif each is not None:
                yield f"{name} object", each.unparse(resolved=True) if hasattr(each, "unparse") else repr(each).encode()
                yield f"{name} strings", "\n".join(_strings(each)).encode()


def _strings(each: object, depth: int = 0) -> Iterator[str]:
    if isinstance(each, pikepdf.String):
        yield str(each)
    elif depth < 4 and isinstance(each, pikepdf.Array):
        for one in each:  # type: ignore[attr-defined]
            yield from _strings(one, depth + 1)
    elif depth < 4 and isinstance(each, pikepdf.Dictionary):
        for _key, one in each.items():  # type: ignore[attr-defined]
            yield from _strings(one, depth + 1)


def _texts(part: bytes) -> Iterator[str]:
    text = part.decode("utf-8", errors="replace")
    yield text
    if "&" in text or "\\u" in text:
        yield html.unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text))
    if "<" in text:
        yield html.unescape(_TAG.sub(" ", text))
        yield html.unescape(_TAG.sub("", text))
    if part[:2] in (b"\xff\xfe", b"\xfe\xff") or part.count(0) > len(part) // 4:
        yield part.decode("utf-16", errors="replace")
        yield part.decode("utf-16-be", errors="replace")


_ROWS = (
    re.compile(r"<tr\b.*?</tr>", re.DOTALL),
    re.compile(r"<table:table-row\b.*?</table:table-row>", re.DOTALL),
    re.compile(r"<w:tr\b.*?</w:tr>", re.DOTALL),
    re.compile(r"^.*$", re.MULTILINE),
)
_CELLS = re.compile(r"</t[dh]>|</w:tc>|</table:table-cell>|[,;\t]|\s{2,}")


def beside(output: bytes, word: str) -> set[str]:
    """Give what stands in the same row as a word, cell by cell, in a page or a file of any kind.

    For a figure too small to be known by itself: a 7 is a leak where it stands in the row of the seven.
    """
    found: set[str] = set()
    if output[:2] == b"PK" and b"xl/workbook.xml" in output:
        book = openpyxl.load_workbook(io.BytesIO(output))
        lines = [[str(cell) for cell in row] for sheet in book for row in sheet.iter_rows(values_only=True)]
        return {cell for line in lines if any(word in cell for cell in line) for cell in line}
    for _layer, part in unfold(output):
        text = part.decode("utf-8", errors="replace")
        if word not in text:
            continue
        for pattern in _ROWS:
            for row in pattern.findall(text):
                if word in row and len(row) < 5_000:
                    cells = _CELLS.split(row)
                    found |= {html.unescape(_TAG.sub(" ", cell)).strip(" \"'{}[]:") for cell in cells}
    return found
