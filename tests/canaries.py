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

import pikepdf
import pypdf

_SPACES = (" ", "\u00a0", "\u202f", "\u2009", "")
_NOISE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-z])[0-9a-f]{24,}(?![0-9a-z])", re.I
)
"""Ids and hashes: their digits are drawn by chance, and would now and then be a canary's."""
_TAG = re.compile(r"<[^>]*>")
_DATA = re.compile(rb"data:[\w/+.-]*;base64,([A-Za-z0-9+/=]+)")
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Canary:
    """A figure or a word that must be nowhere: how it may be written, as patterns over plain text."""

    name: str
    patterns: tuple[re.Pattern[str], ...]


def of_number(number: int, *, bases: Iterable[int] = ()) -> Canary:
    """Give a number as a canary: plain, with thousands marked in any way, and as a share of each published base.

    Takes:   `bases`, what is published beside it. A share counts where its decimals leave one whole number only.
    """
    groups = f"{number:,}".split(",")
    written = {re.escape(mark.join(groups)) for mark in (*_SPACES, ",", ".", "’", "'", "\u2060")}
    patterns = [rf"(?<![\w.,]){one}(?:\.0+)?(?!\w|[.,]\d)" for one in sorted(written)]
    for base in bases:
        patterns += list(_shares(number, base))
    return Canary(f"{number:,}", tuple(re.compile(one) for one in patterns))


def _shares(number: int, base: int) -> Iterator[str]:
    """Give a share in per cent and of one, with as many decimals as single the number out, or more."""
    if not 0 < number < base:
        return
    for scale in (100, 1):
        for decimals in range(2, 9):
            is_unique = scale / base > 2 * 10**-decimals
            said = f"{scale * number / base:.{decimals}f}"
            if is_unique and not said.endswith("00"):
                yield rf"(?<![\w.,]){re.escape(said[:-1])}[0-9]*(?!\w)" if decimals == 8 else (
                    rf"(?<![\w.,]){re.escape(said)}(?!\d)"
                )


def of_word(word: str) -> Canary:
    """Give a word as a canary, however its letters are written."""
    return Canary(word, (re.compile(re.escape(word), re.IGNORECASE),))


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
        texts = [_NOISE.sub("·", text) for text in _texts(part)]
        for canary in self.canaries:
            if any(pattern.search(text) for pattern in canary.patterns for text in texts):
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
