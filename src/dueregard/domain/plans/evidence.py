"""Is this file fit to be kept as evidence, and what is it?

The one idea: what a file holds decides, never its name. What a browser could run (web pages, SVG), what an office could
run (macros, older binary formats) and programs are refused with what to send instead. The file itself is not opened
further: it is kept as it is and given back to be saved, never shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from dueregard.reading.limits import DEFAULT
from dueregard.reading.package import Package
from dueregard.reading.source import Source, decode, sniff
from dueregard.terms.errors import CannotBeRead, UsedWrongly

KINDS_IN_WORDS = "PDF, Word, Excel, OpenDocument, PNG, JPEG, CSV or plain text"
ENDINGS = (".pdf", ".docx", ".xlsx", ".ods", ".odt", ".png", ".jpg", ".jpeg", ".csv", ".txt")
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
_PACKED = frozenset({"docx", "xlsx", "ods", "odt"})
_MACROS = re.compile(r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|Basic/|Scripts/|activeX/|macrosheets/)", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*(?:!doctype|!--|\?xml|[a-z][\w:-]*[\s/>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """What a file is: the ending it is kept under and the type it is given back with."""

    ending: str
    media_type: str


def evidence_kind(data: bytes, *, name: str) -> EvidenceKind:
    """Say what a file is, by its contents.

    Raises:  CannotBeRead for what is empty, locked, broken, or of a kind that is not kept.

    >>> evidence_kind(b"Minutes of the meeting\\n", name="minutes.txt").ending
    'txt'
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _kind("png")
    if data.startswith(b"\xff\xd8\xff"):
        return _kind("jpg")
    found = sniff(Source(data, name)).format
    if found == "text":
        found = "txt"
    if found not in _MEDIA_TYPES or (found == "pdf" and not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-")):
        raise _refused("The file is of a kind that is not kept as evidence.", name)
    if found in _PACKED and _has_macros(data, name=name):
        raise _refused("The file holds macros: small programs that run when it is opened.", name)
    if found in ("txt", "csv") and _MARKUP.search((decode(data).text or "")[:4096]):
        raise _refused("The file is a web page or a drawing made of code.", name)
    return _kind(found)


def _kind(ending: str) -> EvidenceKind:
    return EvidenceKind(ending, _MEDIA_TYPES[ending])


def _has_macros(data: bytes, *, name: str) -> bool:
    package = Package(data, name=name, limits=DEFAULT)
    if any(_MACROS.search(part) for part in package.names()):
        return True
    types = "[Content_Types].xml"
    return types in package and b"macroEnabled" in package.read(types)


def _refused(message: str, name: str) -> CannotBeRead:
    return CannotBeRead(message, where=name or None, mend=f"Send it as {KINDS_IN_WORDS}.")


def check_address(url: str) -> None:
    """Stop unless an address is one that may be shown as a link.

    Raises:  UsedWrongly.
    >>> check_address("https://www.gov.uk/guidance")
    """
    try:
        parts = urlsplit(url)
        is_plain = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        is_plain = False
    if not is_plain or any(not sign.isprintable() or sign.isspace() for sign in url):
        raise UsedWrongly("Write an address that begins with https://")
