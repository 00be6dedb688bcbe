"""Which files belong to a bundle, and is each what it was?

The one idea: `SHA256SUMS`, the form that `sha256sum -c` reads on any Linux (`shasum -a 256 -c` on a Mac): a hash, two
spaces, a path, one line a file, sorted. It has one written form; another is refused, so that a changed byte in the list
itself shows. It names every file but itself; its own hash is the bundle's fingerprint, which is kept elsewhere.

Refuses: paths that lead out of the folder, or that another system would read otherwise.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping

from dueregard.terms.errors import CannotBeRead

SUMS = "SHA256SUMS"
MOST_FILES = 5_000
_LINE = re.compile(r"([0-9a-f]{64})  (.+)\Z")
_SAFE_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_NOT_FOR_NAMES = re.compile(r"[^a-z0-9]+")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{one}{n}" for one in ("com", "lpt") for n in range(1, 10))})


def is_safe_path(path: str) -> bool:
    """Say whether a path stays within its folder on any system.

    >>> is_safe_path("versions/a-2026-19-version-1.html"), is_safe_path("../x"), is_safe_path("/x")
    (True, False, False)
    """
    parts = path.split("/")
    return len(parts) <= 6 and all(_is_safe_part(part) for part in parts)


def _is_safe_part(part: str) -> bool:
    stem = part.partition(".")[0].lower()
    return bool(_SAFE_PART.match(part)) and ".." not in part and not part.endswith(".") and stem not in _RESERVED


def file_name(words: str, *, ending: str = "") -> str:
    """Make a name for a file out of words: small letters, digits and hyphens.

    >>> file_name("Report – Café (final).DOCX", ending="docx")
    'report-cafe-final-docx.docx'
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    stem = _NOT_FOR_NAMES.sub("-", plain).strip("-")[:60].strip("-") or "file"
    stem = f"{stem}-file" if stem in _RESERVED else stem
    return f"{stem}.{ending}" if ending else stem


def write_sums(files: Mapping[str, bytes]) -> bytes:
    """Write the list of all files with their hashes.

    >>> write_sums({"a.txt": b""})[:16]
    b'e3b0c44298fc1c14'
    """
    lines = (f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files) if path != SUMS)
    return "".join(lines).encode("ascii")


def read_sums(data: bytes) -> dict[str, str]:
    """Give path → hash.

    Raises:  CannotBeRead for what `write_sums` would not have written: so every changed byte shows.
    """
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        raise CannotBeRead("The list of files holds letters that it never has.", where=SUMS) from None
    if not text.endswith("\n"):
        raise CannotBeRead("The list of files does not end with a whole line.", where=SUMS)
    lines = text[:-1].split("\n")
    if len(lines) > MOST_FILES:
        raise CannotBeRead(f"The list names more than {MOST_FILES:,} files.", where=SUMS)
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        said = _LINE.match(line)
        if said is None or not is_safe_path(said[2]) or said[2] in found or said[2] == SUMS:
            raise CannotBeRead("A line of the list of files is not one that it has.", where=f"{SUMS}, line {number}")
        found[said[2]] = said[1]
    if list(found) != sorted(found):
        raise CannotBeRead("The list of files is not in its order.", where=SUMS)
    return found


def fingerprint(sums: bytes) -> str:
    """Give the fingerprint of a bundle: the hash of its list of files.

    >>> fingerprint(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(sums).hexdigest()


def free_path(path: str, taken: Iterable[str]) -> str:
    """Give the path, or the next with a number, that is not taken yet, whatever the case of letters.

    >>> free_path("papers/report.pdf", {"papers/report.pdf"})
    'papers/report-2.pdf'
    """
    known = {one.lower() for one in taken}
    stem, dot, ending = path.rpartition(".")
    number, tried = 1, path
    while tried.lower() in known:
        number += 1
        tried = f"{stem}-{number}{dot}{ending}"
    return tried
