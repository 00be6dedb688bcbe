"""What is right? The same counts in plain Python, row by row: slow, and easy to read. Every engine is held to it.

The one idea: it shares no code with the engines save the values that go in and out and the words of bands: no narwhals,
no numpy in the counting, no planning. Where an engine differs from this file, the engine is wrong.
"""

from __future__ import annotations

import csv
import itertools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np

from dueregard.analysis.engines.categories import band_words
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.tables.amounts import AmountTable
from dueregard.analysis.tables.specs import By, Condition, CountSpec, Test
from dueregard.analysis.tables.table import Table
from dueregard.terms.errors import UsedWrongly

Row = Mapping[str, object]
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def read_rows(path: Path, *, separator: str = ",") -> list[dict[str, object]]:
    """Read a CSV file as rows of texts; an empty line is no row."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [dict[str, object](row) for row in csv.DictReader(stream, delimiter=separator)]
    return [row for row in rows if len(row) > 1 or any(row.values())]


def count_rows(rows: Iterable[Row], specs: Sequence[CountSpec]) -> tuple[Table | AmountTable, ...]:
    """Count tables as `counting.count` must.

    >>> rows = [{"sex": "F"}, {"sex": " F "}, {"sex": ""}]
    >>> table = count_rows(rows, [CountSpec("t", (By("sex"),))])[0]
    >>> table.dimensions[0].codes, table.counts.tolist()
    (('F', 'not_known', 'Total'), [2, 1, 3])
    """
    kept = list(rows)
    return tuple(_count(kept, spec) for spec in specs)


def code(value: object) -> str | None:
    """Give the code of a value; None where it is missing."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        number = float(value)
        if math.isnan(number):
            return None
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip(" \t\r\n") or None


def number_of(value: object) -> float | None:
    """Give a value as a number; None where it is missing, or not plainly one."""
    if value is None or isinstance(value, bool | date):
        return None
    if isinstance(value, str):
        text = value.strip(" \t\r\n")
        return float(text) if _NUMBER.fullmatch(text) else None
    number = float(value) if isinstance(value, int | float | Decimal) else math.nan
    return None if math.isnan(number) else number


def meets(row: Row, condition: Condition) -> bool:
    """Say whether a row meets a condition."""
    value = row[condition.column]
    if condition.test is Test.IS_MISSING:
        return code(value) is None
    if condition.test is Test.IS_PRESENT:
        return code(value) is not None
    if condition.test in (Test.IS_ONE_OF, Test.IS_NONE_OF):
        return _is_one_of(value, condition.values) == (condition.test is Test.IS_ONE_OF)
    (edge,) = condition.values
    own: float | str | None
    if isinstance(value, str | date) and isinstance(edge, str):
        text = code(value)
        edge_text = code(edge) or ""
        return text is not None and (text >= edge_text) == (condition.test is Test.AT_LEAST)
    own, against = number_of(value), number_of(edge)
    return own is not None and against is not None and (own >= against) == (condition.test is Test.AT_LEAST)


def _is_one_of(value: object, values: Sequence[object]) -> bool:
    if code(value) is None:
        return False
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return any(number_of(value) == number_of(each) for each in values if number_of(each) is not None)
    return any(code(value) == code(each) for each in values)


def _count(rows: Sequence[Row], spec: CountSpec) -> Table | AmountTable:
    dimensions = [_dimension(rows, by) for by in spec.by]
    cells: dict[tuple[str, ...], list[int | None]] = {
        place: [] for place in itertools.product(*(dimension.codes for dimension in dimensions))
    }
    for row in rows:
        if not all(meets(row, condition) for condition in spec.where):
            continue
        amount = _hundredths(row[spec.amount]) if spec.amount is not None else None
        chains = [
            _chain(dimension, _leaf(row, by, dimension)) for by, dimension in zip(spec.by, dimensions, strict=True)
        ]
        for place in itertools.product(*chains):
            cells[place].append(amount)
    shape = tuple(len(dimension.categories) for dimension in dimensions)

    def figures(of: Iterable[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        return np.array(list(of), dtype=np.int64).reshape(shape)

    counts = figures(len(amounts) for amounts in cells.values())
    if spec.amount is None:
        return Table(spec.code, tuple(dimensions), counts, title=spec.title)
    having = [[amount for amount in amounts if amount is not None] for amounts in cells.values()]
    largest = [[*sorted((abs(amount) for amount in amounts), reverse=True), 0, 0] for amounts in having]
    return AmountTable(
        spec.code, tuple(dimensions), spec.amount, counts,
        figures(len(amounts) for amounts in having), figures(sum(amounts) for amounts in having),
        figures(sum(abs(amount) for amount in amounts) for amounts in having),
        figures(amounts[0] for amounts in largest), figures(amounts[1] for amounts in largest), title=spec.title,
    )  # fmt: skip


def _hundredths(value: object) -> int | None:
    number = number_of(value)
    if number is None or not math.isfinite(number) or abs(number) >= 10_000_000_000:
        return None
    return math.floor(number * 100.0 + 0.5)


def _chain(dimension: Dimension, leaf: str) -> list[str]:
    """Give a leaf and all that it is part of."""
    chain, parents = [leaf], {category.code: category.parent for category in dimension.categories}
    while (above := parents[chain[-1]]) is not None:
        chain.append(above)
    return chain


def _own(value: object, by: By) -> str | None:
    """Give the code of a value; None where it is missing, or says so in our own word."""
    own = code(value)
    return None if own == "not_known" and not (by.dimension and own in by.dimension.leaves) else own


def _leaf(row: Row, by: By, dimension: Dimension) -> str:
    """Give the leaf that a row counts for."""
    value = row[by.column]
    if by.bands and code(value) is not None:
        number = number_of(value)
        at = sum(number >= edge for edge in by.bands) if number is not None else 0
        own = band_words(by.bands)[at - 1][0] if at else None
    else:
        own = _own(value, by)
    if own is not None and own in dimension.leaves:
        return own
    kind = Kind.NOT_KNOWN if code(value) is None or (own is None and not by.bands) else Kind.UNPLACED
    return next(one.code for one in dimension.categories if one.kind is kind and one.code in dimension.leaves)


def _dimension(rows: Sequence[Row], by: By) -> Dimension:
    if by.dimension:
        return _with_added(by.dimension, [_own(row[by.column], by) for row in rows])
    if by.bands:
        words = band_words(by.bands)
        made = [Category(band, label, parent=TOTAL) for band, label in words]
        numbers = [(code(row[by.column]), number_of(row[by.column])) for row in rows]
        found = [
            None if own is None else words[0][0] if number is not None and number >= by.bands[0] else ""
            for own, number in numbers
        ]
        return _with_added(_of(by, made), found)
    chains: dict[str, tuple[str | None, ...]] = {}
    missing = False
    for row in rows:
        own, above = _own(row[by.column], by), tuple(code(row[column]) for column in by.within)
        if own is None:
            missing = True
        elif chains.setdefault(own, above) != above:
            raise UsedWrongly("A category lies in more than one group.", where=by.column)
        if own == TOTAL or (own is not None and TOTAL in above):
            raise UsedWrongly("A value is the word Total.", where=by.column)
    made = _tree(by, chains)
    return _with_added(_of(by, made), [None] if missing else [])


def _tree(by: By, chains: Mapping[str, tuple[str | None, ...]]) -> list[Category]:
    taken = {*chains, "not_known", "unplaced"}
    names: dict[tuple[int, str], str] = {}
    for level, column in enumerate(by.within):
        for value in sorted({above[level] for above in chains.values()} - {None}, key=_order):
            assert value is not None
            name = value
            while name in taken:
                name = f"{column}: {name}"
            names[level, value] = name
            taken.add(name)
    parents: dict[str, str] = {}
    for own, above in chains.items():
        path = [own, *(names[level, value] for level, value in enumerate(above) if value is not None), TOTAL]
        for low, high in itertools.pairwise(path):
            if parents.setdefault(low, high) != high:
                raise UsedWrongly("A group lies in more than one group.", where=by.column)
    made = [Category(own, own, parent=parents[own]) for own in sorted(chains, key=_order)]
    for (_, value), name in names.items():
        made.append(Category(name, value, Kind.GROUP, parents[name]))
    return made


def _of(by: By, categories: Sequence[Category]) -> Dimension:
    return Dimension(by.column, by.column, (*categories, Category(TOTAL, TOTAL, Kind.TOTAL)))


def _with_added(dimension: Dimension, found: Iterable[str | None]) -> Dimension:
    """Add what the rows need: a category for missing values, one for values that are not in the dimension."""
    codes = set(found)
    kinds = {category.kind for category in dimension.categories if category.code in dimension.leaves}
    total = next((category.code for category in dimension.categories if category.kind is Kind.TOTAL), None)
    added = []
    if None in codes and Kind.NOT_KNOWN not in kinds:
        added.append(Category("not_known", "Not known", Kind.NOT_KNOWN, total))
    if (codes - {None}) - set(dimension.leaves) and Kind.UNPLACED not in kinds:
        added.append(Category("unplaced", "Not placed", Kind.UNPLACED, total))
    before = list(dimension.categories)
    last = [before.pop()] if before and before[-1].kind is Kind.TOTAL else []
    return Dimension(dimension.code, dimension.label, (*before, *added, *last))


def _order(value: str | None) -> tuple[bool, float, str]:
    number = number_of(value)
    return (number is None, number or 0.0, value or "")
