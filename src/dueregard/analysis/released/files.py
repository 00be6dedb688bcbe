"""How is a released table kept in a file? As a long table of plain rows, which any program can read, and we, too.

The one idea: `TABLE.csv` has one column for each dimension (a leaf, a group or `Total`), then `count` (empty where
there is no value) and `state`. Several linked tables go into one file: a table that does not run over a column has
`Total` there. Which category is part of which group stands in a second file beside it, `TABLE.groups.csv`
(`dimension, category, within`), so that the first has no column that a strict reader does not expect.

Refuses: a file whose hidden cells carry their figures (that is a leak, not a table), rows that contradict each other,
and a table with a state of ours that is not known. Every fault is told with its row.
A cell that a spreadsheet would run as a formula is written with an apostrophe before it, which is taken off again on
reading. JSON without loss: `analysis.released.shape`.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TextIO

from dueregard.analysis.released.cells import MARKS, Cell, State
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.terms.errors import CannotBeRead, DueRegardError, ExitCode, NothingOfTheKind, UsedWrongly

COUNT, STATE, PRIMARY = "count", "state", "primary"
Parents = Mapping[str, str]
Groups = Mapping[str, Parents]
"""Dimension code → category code → the code of the group or total it is part of."""

_MOST_ROWS = 2_000_000
_MOST_CELLS = 20_000_000
_FAULTS_TOLD = 10
_RUNS = ("=", "+", "-", "@", "\t", "\r")
_TRUE = frozenset({"true", "t", "1", "yes"})
_WHOLE = re.compile(r"[+-]?\d{1,3}(,\d{3})+$|[+-]?\d+$")


class CarriesHidden(DueRegardError):
    """A file says that a figure is hidden, and gives it all the same."""

    exit_code = ExitCode.PROTECTED_FIGURE_RECOVERED


@dataclass(frozen=True, slots=True)
class LongRows:
    """The rows of a long file as they stand there: names of the dimensions, and a cell for each set of categories.

    `primary` are the cells that the file marks as hidden for their own sake, where it tells (it should not).
    """

    dimensions: tuple[str, ...]
    cells: Mapping[tuple[str, ...], Cell]
    primary: frozenset[tuple[str, ...]] = frozenset()
    name: str = ""

    def categories(self, dimension: str) -> tuple[str, ...]:
        """Give the categories found in a column, in the order found, the total left out."""
        at = self.dimensions.index(dimension)
        return tuple(code for code in dict.fromkeys(codes[at] for codes in self.cells) if code != TOTAL)


@dataclass(slots=True)
class _Faults:
    """The faults of a file, gathered so that all are told at once."""

    name: str
    found: list[str] = field(default_factory=list)

    def add(self, row: int, words: str) -> None:
        self.found.append(f"row {row}: {words}")

    def tell(self) -> None:
        if self.found:
            more = len(self.found) - _FAULTS_TOLD
            told = "; ".join(self.found[:_FAULTS_TOLD]) + (f"; and {more} more" if more > 0 else "")
            raise CannotBeRead(f"The table cannot be read: {told}.", where=self.name or None)


def groups_path(table: Path) -> Path:
    """Say where the groups of a table's file stand.

    >>> groups_path(Path("out/staff.csv")).name
    'staff.groups.csv'
    """
    return table.with_name(f"{table.stem}.groups.csv")


def write_long(tables: Sequence[ReleasedTable], stream: TextIO) -> None:
    """Write tables of one population as one long CSV: dimensions, count, state.

    Raises:  UsedWrongly where two tables give different figures for the same cell, or a dimension is called as one of
             our own columns.

    >>> import io
    >>> sex = Dimension.flat("sex", "Sex", ("F", "M"))
    >>> hidden = Cell(None, State.SUPPRESSED)
    >>> table = ReleasedTable("staff", "", (sex,), (hidden, hidden, Cell(200)), Population("p", ""),
    ...     Audience.PUBLIC, Method.SUPPRESSION)
    >>> out = io.StringIO(); write_long([table], out); out.getvalue().split()
    ['sex,count,state', 'F,,suppressed', 'M,,suppressed', 'Total,200,released']
    """
    columns = tuple(dict.fromkeys(dimension.code for table in tables for dimension in table.dimensions))
    if clash := {COUNT, STATE, PRIMARY} & set(columns):
        raise UsedWrongly("A dimension cannot be called so in a file.", where=", ".join(sorted(clash)))
    rows: dict[tuple[str, ...], Cell] = {}
    for table in tables:
        places = [columns.index(dimension.code) for dimension in table.dimensions]
        for codes, cell in table.rows():
            at = [TOTAL] * len(columns)
            for place, code in zip(places, codes, strict=True):
                at[place] = code
            if rows.setdefault(tuple(at), cell) != cell:
                raise UsedWrongly("Two tables give the same cell differently.", where=", ".join(at))
    out = csv.writer(stream, lineterminator="\n")
    out.writerow([*map(safe_text, columns), COUNT, STATE])
    out.writerows(
        [*map(safe_text, codes), "" if cell.value is None else str(cell.value), cell.state.value]
        for codes, cell in rows.items()
    )


def write_groups(tables: Sequence[ReleasedTable], stream: TextIO) -> None:
    """Write which category is part of which, for the file that stands beside the table's own (`groups_path`)."""
    lines = dict.fromkeys(
        (dimension.code, category.code, category.parent)
        for table in tables
        for dimension in table.dimensions
        for category in dimension.categories
        if category.parent is not None
    )
    out = csv.writer(stream, lineterminator="\n")
    out.writerow(["dimension", "category", "within"])
    out.writerows([safe_text(part or "") for part in line] for line in lines)


def read_rows(stream: TextIO, *, name: str = "") -> LongRows:
    """Read the rows of a long CSV, as they stand.

    Raises:  CannotBeRead with every faulty row; NothingOfTheKind where it is a table of another form; CarriesHidden.
    """
    try:
        reader = csv.reader(stream, strict=True)
        header = [_plain(cell.strip().removeprefix("\ufeff")) for cell in next(reader, [])]
        lowered = [cell.casefold() for cell in header]
        if COUNT not in lowered or len(set(lowered)) != len(lowered):
            raise NothingOfTheKind(
                "This is not a long table of counts.",
                where=name or None,
                mend="It needs one column for each dimension, then count and state.",
            )
        return _read_body(reader, header, lowered, name)
    except (csv.Error, UnicodeDecodeError):
        raise CannotBeRead("The file is not a CSV file in UTF-8.", where=name or None) from None


def _read_body(reader: Iterable[list[str]], header: list[str], lowered: list[str], name: str) -> LongRows:
    own = {lowered.index(column): column for column in (COUNT, STATE, PRIMARY) if column in lowered}
    places = [place for place in range(len(header)) if place not in own]
    count_at, state_at = lowered.index(COUNT), lowered.index(STATE) if STATE in lowered else None
    primary_at = lowered.index(PRIMARY) if PRIMARY in lowered else None
    cells: dict[tuple[str, ...], Cell] = {}
    primary: set[tuple[str, ...]] = set()
    faults, leaks = _Faults(name), 0
    for number, row in enumerate(reader, start=2):
        if not row:
            continue
        if number > _MOST_ROWS:
            raise CannotBeRead(f"The table has more than {_MOST_ROWS:,} rows.", where=name or None)
        if len(row) != len(header):
            faults.add(number, "it has another number of cells than the heading")
            continue
        codes = tuple(_plain(row[place].strip()) for place in places)
        try:
            cell = _cell(row[count_at].strip(), row[state_at].strip() if state_at is not None else "")
        except CarriesHidden:
            leaks += 1
            continue
        except ValueError as fault:
            faults.add(number, str(fault))
            continue
        if cells.setdefault(codes, cell) != cell:
            faults.add(number, "it contradicts a row before it")
        if primary_at is not None and cell.value is None and row[primary_at].strip().casefold() in _TRUE:
            primary.add(codes)
    if leaks:
        raise CarriesHidden(
            f"{leaks:,} rows are marked as hidden and give their figure all the same.", where=name or None
        )
    faults.tell()
    return LongRows(tuple(header[place] for place in places), cells, frozenset(primary), name)


def _cell(count: str, state: str) -> Cell:
    """Make a cell of its two texts. Raises ValueError with the fault in words, or CarriesHidden."""
    marks = {mark: kind for kind, mark in MARKS.items()}
    if not state:
        state = marks[count].value if count in marks else (State.RELEASED if count else State.SUPPRESSED).value
    try:
        kind = State(state.casefold())
    except ValueError:
        raise ValueError("its state is not one that is known") from None
    if not kind.has_value:
        if count and count not in marks:
            raise CarriesHidden("A hidden cell carries its figure.")
        return Cell(None, kind)
    if _WHOLE.match(count):
        return Cell(int(count.replace(",", "")), kind)
    try:
        value = Decimal(count)
    except InvalidOperation:
        raise ValueError("its count is not a number") from None
    if not value.is_finite():
        raise ValueError("its count is not a number")
    return Cell(value, kind)


def read_groups(stream: TextIO, *, name: str = "") -> dict[str, dict[str, str]]:
    """Read which category is part of which: dimension → category → group.

    Raises:  CannotBeRead where the columns are others, or a category is in two groups.
    """
    try:
        rows = [row for row in csv.reader(stream, strict=True) if row]
    except (csv.Error, UnicodeDecodeError):
        raise CannotBeRead("The file is not a CSV file in UTF-8.", where=name or None) from None
    if not rows or [cell.strip().casefold().removeprefix("\ufeff") for cell in rows[0]] != [
        "dimension",
        "category",
        "within",
    ]:
        raise CannotBeRead("The columns must be dimension, category and within.", where=name or None)
    groups: dict[str, dict[str, str]] = {}
    faults = _Faults(name)
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != 3:
            faults.add(number, "it has not three cells")
            continue
        dimension, category, within = (_plain(cell.strip()) for cell in row)
        if within and groups.setdefault(dimension, {}).setdefault(category, within) != within:
            faults.add(number, "the category is in two groups")
    faults.tell()
    return groups


def groups_from_lookup(stream: TextIO, within: Sequence[str], *, name: str = "") -> dict[str, dict[str, str]]:
    """Find the groups in any CSV that has the columns, the records themselves for one: `within` is "ward<area".

    Raises:  UsedWrongly where a column is not there; CannotBeRead where a category is in two groups.

    >>> import io
    >>> groups_from_lookup(io.StringIO("ward,area\\nW1,North\\nW2,South\\n"), ["ward<area"])
    {'ward': {'W1': 'North', 'W2': 'South'}}
    """
    chains = chains_of(within)
    groups: dict[str, dict[str, str]] = {dimension: {} for dimension in chains}
    faults = _Faults(name)
    try:
        reader = csv.DictReader(stream, strict=True)
        columns = set(reader.fieldnames or ())
        if unknown := {column for chain in chains.values() for column in chain} - columns:
            raise UsedWrongly("The file has no such column.", where=", ".join(sorted(unknown)))
        for number, row in enumerate(reader, start=2):
            for dimension, chain in chains.items():
                for child, parent in itertools.pairwise(chain):
                    inner, outer = (row[child] or "").strip(), (row[parent] or "").strip()
                    if inner and outer and groups[dimension].setdefault(inner, outer) != outer:
                        faults.add(number, f"a {child} is in a second {parent}")
    except (csv.Error, UnicodeDecodeError):
        raise CannotBeRead("The file is not a CSV file in UTF-8.", where=name or None) from None
    faults.tell()
    return groups


def chains_of(within: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read "ward<area" and "area<region" as one chain: ward, area, region.

    Raises:  UsedWrongly where one is not of this form, or a column is within two others.

    >>> chains_of(["ward<area", "area<region", "eth<broad"])
    {'ward': ('ward', 'area', 'region'), 'eth': ('eth', 'broad')}
    """
    parents: dict[str, str] = {}
    for text in within:
        parts = [part.strip() for part in text.split("<")]
        if len(parts) < 2 or not all(parts) or len(set(parts)) != len(parts):
            raise UsedWrongly("Say which column is within which as ward<area.", where=text)
        for child, parent in itertools.pairwise(parts):
            if parents.setdefault(child, parent) != parent:
                raise UsedWrongly("A column can be within one other only.", where=text)
    chains: dict[str, tuple[str, ...]] = {}
    for start in parents:
        if start in parents.values():
            continue
        chain = [start]
        while chain[-1] in parents:
            chain.append(parents[chain[-1]])
            if chain[-1] in chain[:-1]:
                raise UsedWrongly("The columns are within each other in a ring.", where=start)
        chains[start] = tuple(chain)
    if not chains and parents:
        raise UsedWrongly("The columns are within each other in a ring.", where=", ".join(parents))
    return chains


def read_long(
    source: Path | TextIO,
    *,
    groups: Groups | None = None,
    within: Sequence[str] = (),
    lookup: Path | None = None,
    population: Population | None = None,
    audience: Audience = Audience.PUBLIC,
    name: str = "",
) -> tuple[ReleasedTable, ...]:
    """Read released tables back from a long CSV.

    Takes:   which category is in which group: `groups`, or else `within` with a `lookup` file, or else the file
             beside the table's own (`groups_path`). Where there is none of them, every category is a part of `Total`.
    Raises:  CannotBeRead, NothingOfTheKind, UsedWrongly as `read_rows`, `read_groups` and `groups_from_lookup`.
    """
    if isinstance(source, Path):
        name = name or source.name
        with source.open(encoding="utf-8-sig", newline="") as stream:
            rows = read_rows(stream, name=name)
        if groups is None and lookup is None and groups_path(source).is_file():
            with groups_path(source).open(encoding="utf-8-sig", newline="") as stream:
                groups = read_groups(stream, name=groups_path(source).name)
    else:
        rows = read_rows(source, name=name)
    if groups is None and lookup is not None:
        with lookup.open(encoding="utf-8-sig", newline="") as stream:
            groups = groups_from_lookup(stream, within, name=lookup.name)
    return tables_of(rows, groups=groups or {}, population=population, audience=audience)


def tables_of(
    rows: LongRows,
    *,
    groups: Groups,
    population: Population | None = None,
    audience: Audience = Audience.PUBLIC,
) -> tuple[ReleasedTable, ...]:
    """Make the tables that the rows hold: one for each largest set of columns that some row runs over.

    A combination that is not in the file becomes a cell that is missing.

    Raises:  CannotBeRead where a group does not fit the rows, or the table would be out of all size.
    """
    kinds: set[frozenset[int]] = {
        frozenset(place for place, code in enumerate(codes) if code != TOTAL) for codes in rows.cells
    }
    largest = [kind for kind in kinds if not any(kind < other for other in kinds)]
    tables = []
    for number, kind in enumerate(sorted(largest, key=sorted), start=1):
        columns = sorted(kind)
        inside = {
            tuple(codes[place] for place in columns): cell
            for codes, cell in rows.cells.items()
            if all(code == TOTAL or place in kind for place, code in enumerate(codes))
        }
        dimensions = tuple(
            _dimension(rows.dimensions[column], dict.fromkeys(codes[at] for codes in inside), groups, rows.name)
            for at, column in enumerate(columns)
        )
        size = 1
        for dimension in dimensions:
            size *= len(dimension.categories)
        if size > _MOST_CELLS:
            raise CannotBeRead("The table has too many combinations of categories.", where=rows.name or None)
        cells = tuple(
            inside.get(codes, Cell(None, State.MISSING))
            for codes in itertools.product(*(dimension.codes for dimension in dimensions))
        )
        code = "-".join(dimension.code for dimension in dimensions) or f"table-{number}"
        tables.append(
            ReleasedTable(
                code,
                code,
                dimensions,
                cells,
                population or Population("file", "The people counted in the file"),
                audience,
                _method(cells),
            )
        )
    return tuple(tables)


def _dimension(code: str, found: Iterable[str], groups: Groups, name: str) -> Dimension:
    known = groups.get(code, {})
    codes = list(found)
    here = set(codes)

    def parent_of(category: str) -> str | None:
        """Give the nearest group that is published: a table may leave some out."""
        seen = {category}
        parent = known.get(category, TOTAL)
        while parent not in here:
            if parent in seen or parent == TOTAL:
                return None
            seen.add(parent)
            parent = known.get(parent, TOTAL)
        return parent

    parents = {category: None if category == TOTAL else parent_of(category) for category in codes}
    inner = set(parents.values())
    categories = tuple(
        Category(
            category,
            category,
            Kind.TOTAL if category == TOTAL else Kind.GROUP if category in inner else Kind.VALUE,
            parents[category],
        )
        for category in codes
    )
    try:
        return Dimension(code, code, categories)
    except UsedWrongly as fault:
        raise CannotBeRead(fault.message, where=f"{name}: {code}" if name else code) from None


def _method(cells: Iterable[Cell]) -> Method:
    states = {cell.state for cell in cells}
    if State.PERTURBED in states:
        return Method.CELL_KEY
    return Method.ROUNDING if State.ROUNDED in states else Method.SUPPRESSION


def safe_text(text: str) -> str:
    """Keep a spreadsheet from running a cell: an apostrophe goes before it."""
    return f"'{text}" if text.lstrip("'").startswith(_RUNS) else text


def _plain(text: str) -> str:
    """Take the apostrophe off again."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_RUNS) else text
