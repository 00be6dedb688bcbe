"""A bundle as it lies on a disk: a folder, or a zip with one folder in it, read file by file.

The one idea: whatever is there is seen, and nothing is unpacked. A file that cannot be read, a link, and a part of a
zip that is damaged count as changed: they are given as bytes that no file of a bundle has.

Refuses zips of a stranger that would unpack to more than a bundle can be.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from dueregard.domain.decisions.manifest import MOST_FILES, SUMS
from dueregard.terms.errors import CannotBeRead, UsedWrongly

MOST_BYTES = 2 * 1024**3
_UNREADABLE = b"\0this cannot be read\0"


def open_bundle(path: Path) -> Mapping[str, bytes]:
    """Give a bundle's files by path.

    Raises:  UsedWrongly where there is nothing; CannotBeRead for what is no folder and no zip, or is too large.
    """
    if path.is_dir():
        return _Folder(path)
    if not path.exists():
        raise UsedWrongly(f"There is no {path}.", mend="Name a bundle’s folder or zip.")
    try:
        return _Packed(zipfile.ZipFile(path), name=path.name)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        raise CannotBeRead(f"{path} is not a bundle.", mend="Name a bundle’s folder or zip.") from None


class _Folder(Mapping[str, bytes]):
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: list[str] = []
        for at, folders, names in os.walk(folder):
            links = [name for name in folders if (Path(at) / name).is_symlink()]
            for name in (*names, *links):
                self._paths.append((Path(at) / name).relative_to(folder).as_posix())
                if len(self._paths) > MOST_FILES:
                    raise CannotBeRead(f"{folder} holds more than {MOST_FILES:,} files.")

    def __getitem__(self, path: str) -> bytes:
        if path not in self._paths:
            raise KeyError(path)
        place = self._folder / path
        try:
            return _UNREADABLE if place.is_symlink() or not place.is_file() else place.read_bytes()
        except OSError:
            return _UNREADABLE

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class _Packed(Mapping[str, bytes]):
    def __init__(self, packed: zipfile.ZipFile, *, name: str) -> None:
        self._packed = packed
        parts = [part for part in packed.infolist() if not part.is_dir()]
        if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > MOST_BYTES:
            raise CannotBeRead("This zip holds more than a bundle does.", where=name)
        top = next((p.filename[: -len(SUMS)] for p in parts if p.filename.count("/") < 2 and _is_sums(p.filename)), "")
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for part in parts:
            path = part.filename[len(top) :] if part.filename.startswith(top) else f"../{part.filename}"
            if path in self._parts:
                raise CannotBeRead(f"This zip holds two files named {path}.", where=name)
            self._parts[path] = part

    def __getitem__(self, path: str) -> bytes:
        part = self._parts[path]
        try:
            return self._packed.read(part)
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
            return _UNREADABLE

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


def _is_sums(name: str) -> bool:
    return name.rpartition("/")[2] == SUMS
