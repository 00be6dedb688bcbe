"""Where are the official figures kept? In compact tables inside the package, with a manifest that says what they are.

The one idea: a table has one row for each unit of the Census and one column for each category, numbered as its source
numbers them. A table is read when it is first asked for and then kept; a figure that the source hid or does not have
is no figure, never a nought.
Source: data/manifest.json, made by tools/reference_data/make.py; docs/reference/baselines.md.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, wraps
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dueregard.analysis.released.cells import HIDDEN, Cell, State
from dueregard.analysis.released.table import Origin
from dueregard.terms.errors import CannotBeRead, UsedWrongly

_P = ParamSpec("_P")
_R = TypeVar("_R")
_LOCK = threading.RLock()
_NONE = -1
"""Stands for "no figure" in the arrays of this file; it never leaves it."""


def _once(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Keep what a function gave, and never do the work twice at the same time."""
    kept = cache(function)

    @wraps(function)
    def locked(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with _LOCK:
            return kept(*args, **kwargs)  # type: ignore[arg-type]  # cache wants hashable arguments: ours are strings

    return locked


@dataclass(frozen=True, slots=True)
class About:
    """What is said about a table: title, unit, base, method, publisher, day, licence, and its categories' words."""

    file: str
    table: str
    title: str
    publisher: str
    period: str
    licence: str
    year: int = 0
    level: str = ""
    unit: str = ""
    base: str = ""
    method: str = ""
    on: date | None = None
    hides: bool = False
    categories: Mapping[str, str] = field(default_factory=dict)

    def origin(self) -> Origin:
        """Give the line of source that stands under every table."""
        # A name with a line in it is ours: the publisher gave this table none.
        named = self.year and "_" not in self.table
        return Origin(
            title=f"{self.title}, table {self.table}" if named else self.title,
            publisher=self.publisher,
            period=self.period,
            method=self.method,
            attribution=f"Source: {self.publisher}, licensed under the {self.licence}",
        )


@dataclass(frozen=True, slots=True)
class Stored:
    """A table in memory: its units, its columns, and its figures, unit × column."""

    about: About
    units: Mapping[str, int]
    columns: Mapping[str, int]
    figures: NDArray[np.int64]

    def add_up(self, units: Sequence[str], columns: Sequence[str]) -> Cell:
        """Give the sum over units and columns.

        Gives:   a hidden cell where one of the figures is hidden, a missing one where one is not there.
        """
        if any(unit not in self.units for unit in units) or not units:
            return Cell(None, State.MISSING)
        block = self.figures[np.ix_([self.units[u] for u in units], [self.columns[c] for c in columns])]
        if (block == _NONE).any():
            return HIDDEN if self.about.hides else Cell(None, State.MISSING)
        return Cell(int(block.sum()))


@_once
def manifest() -> Mapping[str, Any]:
    """Give the manifest as it stands."""
    return MappingProxyType(json.loads(_read("manifest.json")))


def attribution() -> str:
    """Give the words that must stand wherever these figures are shown."""
    return str(manifest()["attribution"])


@_once
def catalogue() -> Mapping[tuple[str, str], About]:
    """Give what is said about every Census table, by (table, level)."""
    found = {}
    for entry in manifest()["tables"]:
        if "year" in entry:
            found[entry["table"], entry["level"]] = About(
                **{key: entry[key] for key in ("file", "table", "title", "publisher", "period", "licence", "year")},
                **{key: entry[key] for key in ("level", "unit", "base", "method")},
                on=date.fromisoformat(entry["on"]),
                hides=entry.get("empty") == "suppressed",
                categories=MappingProxyType(entry.get("categories", {})),
            )
    return MappingProxyType(found)


@_once
def stored(table: str, level: str) -> Stored:
    """Give a Census table.

    Raises:  UsedWrongly where there is no such table at this level.
    """
    if (table, level) not in catalogue():
        raise UsedWrongly("There is no such table.", where=f"{table}, by {level}")
    about = catalogue()[table, level]
    return as_stored(frame(about.file), about)


def as_stored(wide: pl.DataFrame, about: About) -> Stored:
    """Turn a wide table into figures: the first column names the unit, every other is a category."""
    unit, *columns = wide.columns
    figures = wide.select(pl.col(columns).cast(pl.Int64).fill_null(_NONE)).to_numpy()
    return Stored(
        about,
        MappingProxyType({code: row for row, code in enumerate(wide[unit].to_list())}),
        MappingProxyType({column: place for place, column in enumerate(columns)}),
        figures,
    )


@_once
def frame(file: str) -> pl.DataFrame:
    """Give a file of the package as it is, for the tables that are not counts."""
    return pl.read_parquet(io.BytesIO(_read(file)))


def about_other(table: str) -> About:
    """Say what a table that is not of the Census is."""
    entry = next(entry for entry in manifest()["tables"] if entry["table"] == table)
    said = {key: entry[key] for key in ("file", "table", "title", "publisher", "period", "licence")}
    return About(**said, method=entry.get("method", ""))


def read_bytes(file: str) -> bytes:
    """Give the bytes of a file of the package."""
    return _read(file)


def check_separate(path: Path) -> None:
    """Check a larger file that a council keeps beside the package (postcodes) against the checksum that we know.

    Raises:  UsedWrongly where we know of no such file; CannotBeRead where it is not the one that we know.
    """
    known = {entry["file"]: entry["sha256"] for entry in manifest()["separate"]}
    if path.name not in known:
        raise UsedWrongly("This is none of the files that can be added.", where=path.name)
    if not path.is_file():
        raise CannotBeRead("There is no such file.", where=path.name, mend="Put it into this folder first.")
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != known[path.name]:
        raise CannotBeRead("The file is not the one that we know: it differs.", where=path.name, mend="Get it again.")


def _read(file: str) -> bytes:
    return (files("dueregard.analysis.baselines") / "data" / file).read_bytes()
