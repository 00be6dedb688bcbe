"""What a file is, by what it holds rather than by what it is called.

The one idea: the first bytes and, for packed files, the list of contents decide; a name that says otherwise is only
worth a remark. What we never take (pictures, slides, archives, programs) is refused here with what to send instead.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

from dueregard.reading.limits import DEFAULT, Limits
from dueregard.reading.package import Package, locked
from dueregard.terms.errors import CannotBeRead

_SUFFIXES = {
    "docx": ("docx", "docm", "dotx", "dotm"), "doc": ("doc", "dot"), "odt": ("odt", "ott"), "rtf": ("rtf", "doc"),
    "xlsx": ("xlsx", "xlsm", "xltx", "xltm"), "xls": ("xls", "xlt"), "xlsb": ("xlsb",), "ods": ("ods", "ots"),
    "pdf": ("pdf",), "html": ("html", "htm", "xhtml"), "csv": ("csv", "tsv", "tab", "txt"),
    "text": ("txt", "text", "tsv", "tab", "md", "csv"), "json": ("json", "txt"),
}  # fmt: skip
_SPOKEN = {
    "docx": "a Word document", "doc": "an older Word document", "odt": "an OpenDocument text",
    "rtf": "a rich text file",
    "xlsx": "an Excel workbook", "xls": "an older Excel workbook", "xlsb": "a binary Excel workbook",
    "ods": "an OpenDocument sheet", "pdf": "a PDF", "html": "a web page", "csv": "a CSV file", "text": "plain text",
    "json": "JSON",
}  # fmt: skip
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|table|div|p|h[1-6]|ul|ol|section|article|main|header|meta|title|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAKEN = "Send it as Word, Excel, PDF with text, OpenDocument, CSV, a web page or plain text."


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was handed in: its bytes and the name it came with."""

    data: bytes
    name: str = ""

    @property
    def sha256(self) -> str:
        """The fingerprint by which the same file is known again."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        """The end of the name in small letters, without the dot."""
        return PurePath(self.name.replace("\\", "/")).suffix.lower().lstrip(".")


class Sniffed(NamedTuple):
    """What a file is, and what is worth saying about that."""

    format: str
    warnings: tuple[str, ...] = ()


def sniff(source: Source, *, limits: Limits = DEFAULT) -> Sniffed:
    """Say which format a file has, by its contents.

    Raises:  CannotBeRead for what is empty, locked with a password, too large or of a kind that is not taken.

    >>> sniff(Source(b"No\\tAction\\n1\\tTrain staff\\n", "plan.docx")).warnings
    ('The file is called plan.docx but is plain text; it was read as that.',)
    """
    limits.check_file_size(len(source.data), name=source.name)
    found = _kind(source, limits=limits)
    if source.suffix and source.suffix not in _SUFFIXES[found]:
        said = f"The file is called {PurePath(source.name).name} but is {_SPOKEN[found]}; it was read as that."
        return Sniffed(found, (said,))
    return Sniffed(found)


def _kind(source: Source, *, limits: Limits) -> str:
    data = source.data
    if not data.strip(b"\x00 \t\r\n"):
        raise CannotBeRead("The file is empty.", where=source.name or None, mend="Choose another file.")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_package(source, limits=limits)
    if data.startswith(_OLE):
        return _kind_of_compound(source)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    for marks, what in ((_PICTURES, "a picture"), (_ARCHIVES, "a packed folder"), (_PROGRAMS, "a program")):
        # Words may begin with the same letters ("BME staff"); none of these kinds is without a zero byte for long.
        if data.startswith(marks) and b"\0" in data[:512]:
            raise _not_taken(what, source)
    return _kind_of_text(source)


def _kind_of_package(source: Source, *, limits: Limits) -> str:
    package = Package(source.data, name=source.name, limits=limits)
    if "mimetype" in package:
        kind = package.read("mimetype").decode("ascii", "replace").strip()
        _refuse_encrypted_opendocument(package, source)
        if "opendocument.text" in kind:
            return "odt"
        if "opendocument.spreadsheet" in kind:
            return "ods"
        raise _not_taken("an OpenDocument drawing or presentation" if "opendocument" in kind else "an e-book", source)
    main = package.target("", kind="officeDocument")
    if main is not None:
        folder = main.split("/", maxsplit=1)[0]
        if folder == "ppt":
            raise _not_taken("a set of slides", source)
        if main.endswith("workbook.bin"):
            return "xlsb"
        tag = _root_tag(package, main)
        if tag == "workbook":
            return "xlsx"
        if tag == "document":
            return "docx"
    raise CannotBeRead(
        "The file is a packed folder (zip) or a damaged document.",
        where=source.name or None,
        mend="Unpack it and choose the document inside, or save the document again.",
    )


def _root_tag(package: Package, part: str) -> str:
    head = package.read(part)[:4096].replace(b"\0", b"")  # a part may be kept as UTF-16
    for tag, mark in (("workbook", b"spreadsheetml"), ("document", b"wordprocessingml")):
        if mark in head:
            return tag
    return ""


def _refuse_encrypted_opendocument(package: Package, source: Source) -> None:
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise locked(source.name)


def _kind_of_compound(source: Source) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in source.data

    if holds("EncryptedPackage"):
        raise locked(source.name)
    if holds("WordDocument"):
        header = source.data.find(b"\xec\xa5")
        if header >= 0 and source.data[header + 11 : header + 12] and source.data[header + 11] & 0x01:
            raise locked(source.name)
        return "doc"
    if holds("Workbook") or holds("Book"):
        return "xls"
    if holds("PowerPoint Document"):
        raise _not_taken("a set of slides", source)
    raise _not_taken("an e-mail or an older office file", source)


def _kind_of_text(source: Source) -> str:
    text = decode(source.data).text
    if text is None:
        raise CannotBeRead("The file is no document that we know.", where=source.name or None, mend=_TAKEN)
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "[") and _is_json(start):
        return "json"
    if _HTML.match(start[:4096]):
        return "html"
    if start.startswith("MIME-Version:"):
        raise _not_taken("a web page saved as one file (MHT)", source)
    if start.startswith("<?xml"):
        raise _not_taken("an XML file", source)
    return "csv" if source.suffix == "csv" or (source.suffix != "tsv" and _is_separated(text)) else "text"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_separated(text: str) -> bool:
    """Say whether the first lines hold the same number, at least two, of commas, semicolons or pipes outside quotes."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:20000].splitlines()[:12] if line.strip()]
    if len(lines) < 3 or any("\t" in line for line in lines):
        return False
    return any(
        (counts := {line.count(mark) for line in lines}) and len(counts) == 1 and counts.pop() >= 2 for mark in ",;|"
    )


class Decoded(NamedTuple):
    """Text with the name of its encoding; `text` is None where the bytes are no text at all."""

    text: str | None
    encoding: str
    guessed: bool = False


def decode(data: bytes) -> Decoded:
    """Turn bytes into text: by byte order mark, else UTF-8, else Windows-1252 as a guess.

    >>> decode(b"caf\\xe9").encoding
    'Windows-1252'
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, "replace"), encoding.upper())
    if b"\x00" in data[:4096]:
        return Decoded(None, "")
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        controls = sum(data[:65536].count(code) for code in (*range(1, 9), *range(14, 32)))
        if controls > len(data[:65536]) / 100:
            return Decoded(None, "")
        return Decoded(data.decode("cp1252", "replace"), "Windows-1252", guessed=True)


def _not_taken(what: str, source: Source) -> CannotBeRead:
    return CannotBeRead(f"The file is {what}, which we do not read.", where=source.name or None, mend=_TAKEN)
