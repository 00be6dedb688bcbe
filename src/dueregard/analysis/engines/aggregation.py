"""The aggregation, written once over narwhals: it runs on DuckDB, Polars and Spark alike.

The one idea: three steps that every engine can do without holding the rows. Each row gives its keys (raw: what they
mean is decided afterwards, on the few groups), whether it meets each condition, and its amount in hundredths; rows are
grouped and counted; and where amounts are wanted, rows of the same group and amount are first counted together, so that
the two largest are found among different amounts, not among rows.
Several groupings are one reading, too: each row is given once to every grouping set, with the keys of the others left
empty (what SQL calls GROUPING SETS, for which narwhals has no word).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, TypeAlias

import narwhals as nw

from dueregard.analysis.engines.planning import GroupingSet, Key, Measure, Where
from dueregard.analysis.engines.values import BLANKS, LARGEST_AMOUNT, NUMBER_IN_TEXT, Family, as_code, as_number
from dueregard.analysis.tables.specs import Condition, Test, Value
from dueregard.terms.errors import UsedWrongly

Lazy: TypeAlias = "nw.LazyFrame[Any]"
SET, AMOUNT = "s", "v"


class Columns:
    """The columns of a dataset as expressions: physical name and kind of each."""

    def __init__(self, physical: Mapping[str, str], families: Mapping[str, Family]) -> None:
        self._physical = physical
        self._families = families

    def family(self, column: str) -> Family:
        """Give the kind of a column's values."""
        return self._families[column]

    def value(self, column: str) -> nw.Expr:
        """Give a column as one of the five kinds; blanks around a text are left for later."""
        raw = nw.col(self._physical[column])
        match self._families[column]:
            case Family.WHOLE | Family.YES_NO:
                return raw.cast(nw.Int64)
            case Family.NUMBER:
                return raw.cast(nw.Float64)
            case _:
                return raw.cast(nw.String)

    def text(self, column: str) -> nw.Expr:
        """Give a text column without the blanks around it."""
        return self.value(column).str.strip_chars(BLANKS)

    def is_missing(self, column: str) -> nw.Expr:
        """Say of each row whether the column is missing; never null."""
        value = self.value(column)
        match self._families[column]:
            case Family.TEXT:
                return value.is_null() | (self.text(column) == "").fill_null(False)
            case Family.NUMBER:
                return value.is_null() | value.is_nan().fill_null(False)
            case _:
                return value.is_null()

    def number(self, column: str) -> nw.Expr:
        """Give a column as numbers; null where it is missing or not plainly a number."""
        value = self.value(column)
        match self._families[column]:
            case Family.WHOLE:
                return value.cast(nw.Float64)
            case Family.NUMBER:
                return nw.when(~value.is_nan()).then(value)
            case Family.TEXT:
                text = self.text(column)
                return nw.when(text.str.contains(NUMBER_IN_TEXT)).then(text).cast(nw.Float64)
            case _:
                raise UsedWrongly("The column does not hold numbers.", where=column)

    def hundredths(self, column: str) -> nw.Expr:
        """Give an amount in whole hundredths, halves upwards; null where there is none."""
        number = self.number(column)
        usual = nw.when(number.is_finite() & (number.abs() < LARGEST_AMOUNT)).then(number)
        return (usual * 100.0 + 0.5).floor().cast(nw.Int64)

    def band(self, column: str, edges: Sequence[float]) -> nw.Expr:
        """Give the place of the band that a number falls in, from 1; 0 for none, null where the value is missing."""
        number = self.number(column)
        above = reduce(lambda a, b: a + b, ((number >= float(edge)).cast(nw.Int64) for edge in edges))
        return nw.when(~self.is_missing(column)).then(above.fill_null(0))

    def meets(self, condition: Condition) -> nw.Expr:
        """Say of each row whether it meets a condition; never null."""
        match condition.test:
            case Test.IS_MISSING:
                return self.is_missing(condition.column)
            case Test.IS_PRESENT:
                return ~self.is_missing(condition.column)
            case Test.IS_ONE_OF:
                return self._is_one_of(condition)
            case Test.IS_NONE_OF:
                return ~self._is_one_of(condition)
            case Test.AT_LEAST:
                value, edge = self._compared(condition)
                return (value >= edge).fill_null(False)
            case Test.BELOW:
                value, edge = self._compared(condition)
                return (value < edge).fill_null(False)

    def _is_one_of(self, condition: Condition) -> nw.Expr:
        column, family = condition.column, self._families[condition.column]
        values: list[Any]
        if family.is_numeric:
            value = self.value(column)
            numbers = [number for each in condition.values if (number := as_number(each)) is not None]
            values = [int(n) for n in numbers if n == int(n)] if family is Family.WHOLE else [float(n) for n in numbers]
        elif family is Family.YES_NO:
            value = self.value(column)
            values = [int(code == "true") for each in condition.values if (code := as_code(each)) in ("true", "false")]
        else:
            value = self.text(column)
            values = [code for each in condition.values if (code := as_code(each)) is not None]
        if not values:
            return nw.lit(False)
        return value.is_in(values).fill_null(False)

    def _compared(self, condition: Condition) -> tuple[nw.Expr, Value]:
        column, family = condition.column, self._families[condition.column]
        if len(condition.values) != 1 or family is Family.YES_NO:
            raise UsedWrongly("A column is held against one number, or one day.", where=column)
        (edge,) = condition.values
        if family.is_numeric or (family is Family.TEXT and not isinstance(edge, str)):
            number = as_number(edge)
            if number is None:
                raise UsedWrongly("This column holds numbers: compare it with a number.", where=column)
            return self.number(column), float(number)
        if not isinstance(edge, str):
            raise UsedWrongly("This column holds days: compare it with one, such as 2026-04-01.", where=column)
        text = self.text(column)
        return nw.when(text != "").then(text), as_code(edge)


def aggregate(frame: Lazy, plan: Sequence[GroupingSet], columns: Columns, sets: Lazy | None) -> Lazy:
    """Give the groups of all grouping sets, still to be run.

    Takes:   `sets`, the numbers of the grouping sets in a column "s"; None where there is one alone.
    Gives:   s; k0, k1, … (keys, in the order of `all_keys`); n0, n1, … (counts, of `all_wheres`); and where amounts are
             wanted contributors, total, size, first, at_first (how many are as large as the first), below (the largest
             of those that are smaller).
    """
    keys, wheres = all_keys(plan), all_wheres(plan)
    measures = list(dict.fromkeys(one.measure for one in plan))
    shaped = [_key(columns, key).alias(f"k{place}") for place, key in enumerate(keys)]
    shaped += [_where(columns, where).alias(f"w{place}") for place, where in enumerate(wheres) if where]
    shaped += [_measure(columns, one).alias(f"{AMOUNT}{place}") for place, one in enumerate(measures) if one]
    if sets is None and not keys:
        shaped.append(nw.lit(0).alias(SET))
    if keys:
        rows = frame.select(*shaped)
    else:  # a selection of constants alone would be one row
        shaped.append(nw.lit(0).alias("anything"))
        rows = frame.with_columns(*shaped)
    names = [f"k{place}" for place in range(len(keys))]
    if sets is not None:
        rows = _for_every_set(rows.join(sets, how="cross"), plan, keys, wheres, measures)
    elif any(measures):
        rows = rows.rename({f"{AMOUNT}0": AMOUNT})
    if sets is not None or not keys:
        names = [SET, *names]
    counts = [
        (nw.col(f"w{place}").sum().cast(nw.Int64) if where else nw.len().cast(nw.Int64)).alias(f"n{place}")
        for place, where in enumerate(wheres)
    ]
    if not any(measures):
        return rows.group_by(names).agg(*counts)
    every = [] if () in wheres else [nw.len().cast(nw.Int64).alias("rows")]
    return _with_amounts(rows.group_by([*names, AMOUNT]).agg(*counts, *every), names, wheres)


def key_columns(frame: Lazy, columns: Columns, keys: Sequence[Key]) -> Lazy:
    """Give the keys of rows, without counting."""
    return frame.select(*(_key(columns, key).alias(f"k{place}") for place, key in enumerate(keys)))


def all_keys(plan: Sequence[GroupingSet]) -> tuple[Key, ...]:
    """Give every key of a plan, once and in order."""
    return tuple(dict.fromkeys(key for one in plan for key in one.keys))


def all_wheres(plan: Sequence[GroupingSet]) -> tuple[Where, ...]:
    """Give every condition of a plan, once and in order."""
    return tuple(dict.fromkeys(where for one in plan for where in one.wheres))


def _key(columns: Columns, key: Key) -> nw.Expr:
    return columns.band(key.column, key.bands) if key.bands else columns.value(key.column)


def _where(columns: Columns, where: Where) -> nw.Expr:
    return reduce(lambda a, b: a & b, (columns.meets(condition) for condition in where)).cast(nw.Int64)


def _measure(columns: Columns, measure: Measure) -> nw.Expr:
    amount = columns.hundredths(measure.column)
    if not measure.where:
        return amount
    return nw.when(_where(columns, measure.where) == 1).then(amount)


def _for_every_set(
    rows: Lazy,
    plan: Sequence[GroupingSet],
    keys: Sequence[Key],
    wheres: Sequence[Where],
    measures: Sequence[Measure | None],
) -> Lazy:
    """Leave in each row only the keys and the amount of the grouping set that it is given to."""
    kept: list[nw.Expr] = [nw.col(SET)]
    for place, key in enumerate(keys):
        numbers = [number for number, one in enumerate(plan) if key in one.keys]
        whole = nw.col(f"k{place}")
        kept.append(
            whole if len(numbers) == len(plan) else nw.when(nw.col(SET).is_in(numbers)).then(whole).alias(f"k{place}")
        )
    kept += [nw.col(f"w{place}") for place, where in enumerate(wheres) if where]
    if any(measures):
        amount: nw.Expr = nw.lit(None, dtype=nw.Int64)
        for place, one in enumerate(measures):
            numbers = [number for number, group in enumerate(plan) if group.measure == one]
            if one:
                amount = nw.when(nw.col(SET).is_in(numbers)).then(nw.col(f"{AMOUNT}{place}")).otherwise(amount)
        kept.append(amount.alias(AMOUNT))
    return rows.select(*kept)


def _with_amounts(groups: Lazy, names: Sequence[str], wheres: Sequence[Where]) -> Lazy:
    """Add up the groups of equal amounts, and find the two largest."""
    amount = nw.col(AMOUNT)
    rows = nw.col(f"n{wheres.index(())}" if () in wheres else "rows")
    sized = groups.with_columns(amount.abs().alias("size"), rows.alias("of_it"))
    sized = sized.with_columns(nw.col("size").max().over(*names).alias("largest"))
    size, of_it, largest = nw.col("size"), nw.col("of_it"), nw.col("largest")
    sized = sized.with_columns(
        nw.when(~amount.is_null()).then(of_it).otherwise(0).alias("having"),
        (amount * of_it).fill_null(0).alias("added"),
        (size * of_it).fill_null(0).alias("added_size"),
        nw.when(size == largest).then(of_it).otherwise(0).alias("as_large"),
        nw.when(size < largest).then(size).alias("smaller"),
    )
    return sized.group_by(list(names)).agg(
        *(nw.col(f"n{place}").sum().cast(nw.Int64) for place in range(len(wheres))),
        nw.col("having").sum().cast(nw.Int64).alias("contributors"),
        nw.col("added").sum().cast(nw.Int64).alias("total"),
        nw.col("added_size").sum().cast(nw.Int64).alias("size"),
        nw.col("largest").max().alias("first"),
        nw.col("as_large").sum().cast(nw.Int64).alias("at_first"),
        nw.col("smaller").max().alias("below"),
    )
