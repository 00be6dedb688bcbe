"""Reading the tables that `dueregard stats` works on: columns by name, figures as numbers, every fault at once.

The one idea: forgiving in form (a semicolon for a comma, "1,234" for 1234, headings in any case), strict in meaning
(what is not a number stops, with its row and column). "NA" and nothing both mean that a figure is missing. What stands
in a cell is never repeated in a message: a file may be somebody's records.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dueregard.cli.files import read_input
from dueregard.terms.errors import CannotBeRead, UsedWrongly

_MISSING = frozenset({"", "na", "n/a", "nan", "null"})
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
_SHOWN = 20
_SHEETS = ("xlsx", "ods", "xls")
_ENCODINGS = ("utf-8-sig", "cp1252")

GROUPS = frozenset({
    "area", "areacode", "areaname", "area_code", "area_name", "group", "region", "sex", "gender", "year", "period",
    "ward", "authority", "ethnic_group",
})  # fmt: skip
"""Headings that name groups, even where what stands under them are numbers."""
STRATA = frozenset({
    "age", "ageband", "age_band", "agegroup", "age_group", "startage", "k", "q", "quantile", "quintile", "decile",
    "stratum", "band",
})  # fmt: skip
"""Headings that name what a figure is standardised or ordered by: never groups."""


@dataclass(slots=True)
class Faults:
    """Faults as they are found; raised together."""

    file: str
    found: list[str] = field(default_factory=list)

    def add(self, what: str, *, row: int | None = None, column: str = "") -> None:
        """Note a fault in a row (counted as a spreadsheet does, headings being row 1) and column."""
        place = ", ".join(([f"row {row}"] if row else []) + ([f"column {column}"] if column else []))
        self.found.append(f"{place}: {what}" if place else what)

    def stop(self) -> None:
        """Raise CannotBeRead with every fault, if there is one."""
        if not self.found:
            return
        more = len(self.found) - _SHOWN
        said = "; ".join(self.found[:_SHOWN]) + (f"; and {more:,} more" if more > 0 else "")
        number = "One thing" if len(self.found) == 1 else f"{len(self.found):,} things"
        raise CannotBeRead(f"{number} must be put right in {self.file or 'what was given'}: {said}.")


@dataclass(frozen=True, slots=True)
class Frame:
    """A table as read: headings, and rows of text, one cell a heading."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def find(self, wanted: str, names: Sequence[str], *, option: str) -> str:
        """Give the heading of a column: the one asked for, or else the first of the names by which it is known.

        Raises:  UsedWrongly where there is none, with the headings that there are.
        """
        found = self.find_if(wanted, names)
        if found is None:
            which = f"no column {wanted}" if wanted else f"no column that says itself to be {names[0]}"
            raise UsedWrongly(
                f"There is {which} in {self.file or 'what was given'}; it has {', '.join(self.headings)}.",
                mend=f"Name one with {option}.",
            )
        return found

    def find_if(self, wanted: str, names: Sequence[str]) -> str | None:
        """Give the heading of a column, or None."""
        by_name = {heading.lower().strip(): heading for heading in reversed(self.headings)}
        for name in (wanted,) if wanted else names:
            if name.lower().strip() in by_name:
                return by_name[name.lower().strip()]
        return None

    def texts(self, heading: str) -> tuple[str, ...]:
        """Give a column as it stands."""
        at = self.headings.index(heading)
        return tuple(row[at] for row in self.rows)

    def numbers(self, heading: str, faults: Faults, *, needed: bool = False) -> list[float | None]:
        """Give a column as numbers; what is none is noted in `faults`, as is a missing one where it is `needed`."""
        numbers: list[float | None] = []
        for row, text in enumerate(self.texts(heading), start=2):
            number = None
            if not is_missing(text):
                number = _number(text)
                if number is None:
                    faults.add("not a number", row=row, column=heading)
            elif needed:
                faults.add("nothing stands here", row=row, column=heading)
            numbers.append(number)
        return numbers

    def groups(self, wanted: Sequence[str], *, used: Iterable[str]) -> tuple[str, ...]:
        """Give the headings to group by: those asked for, or else those that name groups or hold words."""
        if wanted:
            return tuple(self.find(one, (), option="--group") for one in wanted)
        taken = set(used)
        return tuple(
            heading
            for heading in self.headings
            if heading not in taken
            and heading.lower().strip() not in STRATA
            and (heading.lower().strip() in GROUPS or not self._is_numeric(heading))
        )

    def by_group(self, groups: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
        """Give the rows (from 0) of each group, in the order in which the groups first stand."""
        places = [self.headings.index(group) for group in groups]
        found: dict[tuple[str, ...], list[int]] = {}
        for at, row in enumerate(self.rows):
            found.setdefault(tuple(row[place] for place in places), []).append(at)
        return found

    def _is_numeric(self, heading: str) -> bool:
        return all(is_missing(text) or _number(text) is not None for text in self.texts(heading))


def read_frame(file: str) -> Frame:
    """Read a table from a CSV, Excel or OpenDocument file, or a CSV from standard input for "-".

    Raises:  CannotBeRead where there are no headings, a heading stands twice, or rows are longer than the headings.
    """
    data, name = read_input(file)
    rows = _sheet_rows(data, name) if name.lower().rpartition(".")[2] in _SHEETS else _csv_rows(data, name)
    if not rows:
        raise CannotBeRead("There is no table in it.", where=name or None)
    return _frame(rows, name)


def is_missing(text: str) -> bool:
    """Say whether a cell says nothing.

    >>> is_missing(" NA "), is_missing("0")
    (True, False)
    """
    return text.strip().lower() in _MISSING


def _frame(rows: list[list[str]], name: str) -> Frame:
    headings = [heading.strip() for heading in rows[0]]
    while headings and not headings[-1]:
        headings.pop()
    faults = Faults(name)
    for at, heading in enumerate(headings, start=1):
        if not heading:
            faults.add(f"column {at} has no heading", row=1)
    faults.found += [
        f"row 1: two columns are headed {heading}" for heading in sorted({h for h in headings if headings.count(h) > 1})
    ]
    kept: list[tuple[str, ...]] = []
    ended = 0
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            ended = ended or number
            continue
        if ended:
            faults.add("an empty row stands within the table", row=ended)
            ended = 0
        if any(cell.strip() for cell in row[len(headings) :]):
            faults.add(f"there are more cells than the {len(headings)} headings", row=number)
        kept.append(tuple((row + [""] * len(headings))[: len(headings)]))
    faults.stop()
    if not headings or not kept:
        raise CannotBeRead("There are headings, and no rows." if headings else "There is no table in it.", where=name)
    return Frame(name, tuple(headings), tuple(kept))


def _csv_rows(data: bytes, name: str) -> list[list[str]]:
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise CannotBeRead("It is not a text file.", where=name or None, mend="Save it as CSV (UTF-8).")
    if "\x00" in text:
        raise CannotBeRead("It is not a text file.", where=name or None, mend="Save it as CSV (UTF-8).")
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        raise CannotBeRead("Its quotation marks do not match.", where=name or None) from None


def _sheet_rows(data: bytes, name: str) -> list[list[str]]:
    from dueregard.reading.sandbox import read_safely

    tables = [table for table in read_safely(data, name=name).tables() if not table.hidden]
    if len(tables) != 1:
        raise CannotBeRead(
            f"It has {len(tables)} sheets with something on them; one is needed.",
            where=name,
            mend="Save the sheet that is meant on its own.",
        )
    return [
        [repr(cell.value) if isinstance(cell.value, float) else cell.text for cell in row.cells]
        for row in tables[0].rows
    ]


def _number(text: str) -> float | None:
    """Give a number as it is written in CSV files; None for anything else. Whole numbers come without rounding."""
    text = text.strip()
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None
