"""A packed document (Word, Excel, OpenDocument) as a set of named parts, checked before anything is unpacked.

The one idea: everything a zip promises about itself is checked from its list of contents, and every part is read with a
cap, so that a promise that is a lie costs no more than the cap. Nothing is ever written to disk, and a packed file
inside a packed file is never opened. Encrypted and macro-bearing packages are told apart from ordinary ones here.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, NamedTuple

from dueregard.reading.limits import MEGABYTE, Limits, too_much
from dueregard.reading.safe_xml import damaged, parse, stream
from dueregard.terms.errors import CannotBeRead

_ENTRY = b"PK\x01\x02"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DRIVE = re.compile(r"^[A-Za-z]:")


class Relation(NamedTuple):
    """A link from one part to another: its kind (last word of its type), where it leads, whether outside."""

    kind: str
    target: str
    outside: bool


def locked(name: str) -> CannotBeRead:
    """Give the error for a file with a password."""
    return CannotBeRead(
        "The file is locked with a password.",
        where=name or None,
        mend="Open it, remove the password, save it, and send that copy.",
    )


class Package:
    """The parts of a packed document, by name, each read at most once and never beyond its limit."""

    def __init__(self, data: bytes, *, name: str, limits: Limits) -> None:
        """Open the list of contents and check it; nothing is unpacked yet."""
        self.name = name
        self.limits = limits
        if (entries := data.count(_ENTRY)) > limits.members:
            raise too_much("parts", found=entries, most=limits.members, where=name or None)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._parts = _checked(self._zip.infolist(), name=name, limits=limits)
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError) as fault:
            raise damaged(name) from fault
        self._unpacked = 0

    def __contains__(self, part: object) -> bool:
        return part in self._parts

    def names(self) -> Iterator[str]:
        """Give the names of the parts."""
        return iter(self._parts)

    def read(self, part: str) -> bytes:
        """Give one part's bytes; an absent part is damage."""
        info = self._parts.get(part)
        if info is None:
            raise damaged(part)
        try:
            with self._zip.open(info) as member:
                data = member.read(min(info.file_size, self.limits.part_bytes) + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as fault:
            raise damaged(part) from fault
        self._unpacked += len(data)
        if len(data) > self.limits.part_bytes or self._unpacked > self.limits.unpacked_bytes:
            raise _bomb(self.name)
        return data

    def xml(self, part: str) -> Any:
        """Give one part as a tree."""
        return parse(self.read(part), part=part, limits=self.limits)

    def xml_if_there(self, part: str | None) -> Any | None:
        """Give one part as a tree, or None where the document has no such part."""
        return self.xml(part) if part and part in self._parts else None

    def rows(self, part: str, *, tags: tuple[str, ...]) -> Iterator[Any]:
        """Give one part's elements with these tags, one by one, without keeping them."""
        return stream(self.read(part), part=part, tags=tags)

    def relations(self, part: str = "") -> Mapping[str, Relation]:
        """Give the links of a part (of the whole package for ""), by their id."""
        folder, base = posixpath.split(part)
        root = self.xml_if_there(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, Relation] = {}
        for link in root.iter(_RELATIONSHIP) if root is not None else ():
            outside = link.get("TargetMode") == "External"
            target = link.get("Target") or ""
            if not outside:
                target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[link.get("Id") or ""] = Relation((link.get("Type") or "").rpartition("/")[2], target, outside)
        return found

    def target(self, part: str, *, kind: str) -> str | None:
        """Give the first part of this kind that a part links to, where it is really there."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.outside and relation.target in self._parts:
                return relation.target
        return None

    def remarks(self) -> tuple[str, ...]:
        """Say what the package carries that is never opened: macros, embedded files, links outside."""
        said = []
        if any(posixpath.basename(part).lower() in ("vbaproject.bin", "script-lc.xml") for part in self._parts):
            said.append("The file holds macros (small programs). They were not run or read; only the text was.")
        if any("/embeddings/" in part for part in self._parts):
            said.append("The file holds other files inside it. Those were not opened.")
        if any("/externalLinks/" in part for part in self._parts):
            said.append("The file links to other workbooks. The links were not followed; the saved values were read.")
        return tuple(said)


def _checked(infos: list[zipfile.ZipInfo], *, name: str, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    if len(infos) > limits.members:
        raise too_much("parts", found=len(infos), most=limits.members, where=name or None)
    parts: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if info.flag_bits & 0x1:
            raise locked(name)
        path = info.filename
        if path.startswith(("/", "\\")) or _DRIVE.match(path) or ".." in re.split(r"[/\\]", path) or "\0" in path:
            raise CannotBeRead(
                "The file holds a part with a path that leads outside it; it was not opened.",
                where=name or None,
                mend="Open it in the program it was made with, save it again, and send that copy.",
            )
        if path in parts:
            raise CannotBeRead(
                "The file holds two parts of the same name, so it could be read in two ways.",
                where=name or None,
                mend="Open it in the program it was made with, save it again, and send that copy.",
            )
        if info.file_size > limits.ratio_from_bytes and info.file_size > limits.ratio * max(info.compress_size, 1):
            raise _bomb(name)
        parts[path] = info
    if sum(info.file_size for info in infos) > limits.unpacked_bytes:
        raise _bomb(name, unpacked=sum(info.file_size for info in infos))
    return parts


def _bomb(name: str, *, unpacked: int | None = None) -> CannotBeRead:
    size = f" ({unpacked / MEGABYTE:,.0f} MB)" if unpacked else ""
    return CannotBeRead(
        f"The file would unpack to far more than a document holds{size}; it was not opened.",
        where=name or None,
        mend="Remove the pictures from it, or copy the plan into a new document.",
    )
