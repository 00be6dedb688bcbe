"""All tables of a report, in one reading of the records.

The one idea: plan, run, roll up. What goes wrong is said before the records are read, and all at once: columns that are
not there, columns that cannot be counted by.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dueregard.analysis.engines.aggregation import SET, Columns, aggregate, all_keys, all_wheres, key_columns
from dueregard.analysis.engines.categories import band_words
from dueregard.analysis.engines.datasets import Dataset
from dueregard.analysis.engines.planning import WIDEST, Key, estimate_width, keys_of, make_plan
from dueregard.analysis.engines.roll_up import RollUp, chosen_rows
from dueregard.analysis.engines.running import Watch
from dueregard.analysis.engines.values import Family
from dueregard.analysis.tables.amounts import AmountTable
from dueregard.analysis.tables.specs import By, CountSpec
from dueregard.analysis.tables.table import Table
from dueregard.terms.errors import UsedWrongly

SAMPLE_ROWS = 20_000


def count(
    dataset: Dataset,
    specs: Sequence[CountSpec],
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    widest: float = WIDEST,
) -> tuple[Table | AmountTable, ...]:
    """Count the tables of a report, reading the records once.

    Takes:   `progress`, told (percent, 100) where the engine knows; `cancelled`, asked now and then whether to stop;
             `widest`, the number of groups up to which tables are counted together.
    Gives:   a table for each specification, in order; an AmountTable where it names an amount.
    Raises:  UsedWrongly where a specification does not fit the columns; CannotBeRead where the engine fails on the
             records; Stopped where `cancelled` says so.
    """
    if not specs:
        return ()
    _check(dataset, specs)
    columns = Columns(dataset.physical, dataset.families)
    samples: list[list[tuple[object, ...]]] = []
    keys_sampled = tuple(dict.fromkeys(key for spec in specs for by in spec.by for key in keys_of(by)))

    def width(keys: frozenset[Key]) -> float:
        if not samples:
            samples.append(_sample(dataset, columns, keys_sampled))
        places = [place for place, key in enumerate(keys_sampled) if key in keys]
        return estimate_width([tuple(row[place] for place in places) for row in samples[0]])

    plan = make_plan(specs, width, widest=widest)
    sets = dataset.engine.numbers(len(plan)) if len(plan) > 1 else None
    groups = dataset.engine.collect(
        aggregate(dataset.frame, plan, columns, sets), Watch(progress=progress, cancelled=cancelled)
    )
    made: dict[int, Table | AmountTable] = {}
    for number, one in enumerate(plan):
        rolled = RollUp(
            groups, one, keys=all_keys(plan), wheres=all_wheres(plan), families=dataset.families,
            chosen=chosen_rows(groups[SET], number) if sets is not None else None,
        )  # fmt: skip
        made.update((at, rolled.table(specs[at])) for at in one.specs)
    return tuple(made[at] for at in range(len(specs)))


def _sample(dataset: Dataset, columns: Columns, keys: Sequence[Key]) -> list[tuple[object, ...]]:
    lazy = key_columns(dataset.frame.head(SAMPLE_ROWS), columns, keys)
    groups = dataset.engine.collect(lazy, Watch())
    return list(zip(*(groups[f"k{place}"] for place in range(len(keys))), strict=True))


def _check(dataset: Dataset, specs: Sequence[CountSpec]) -> None:
    """Say everything that does not fit, before anything is read."""
    _check_columns(dataset, specs)
    for spec in specs:
        if len({by.dimension.code if by.dimension else by.column for by in spec.by}) < len(spec.by):
            raise UsedWrongly("A table is counted by the same thing twice.", where=spec.code)
        for by in spec.by:
            _check_by(dataset, by)
        if spec.amount is not None and not _may_hold_numbers(dataset, spec.amount):
            raise UsedWrongly("This column holds no amounts.", where=spec.amount)


def _check_columns(dataset: Dataset, specs: Sequence[CountSpec]) -> None:
    named = [key.column for spec in specs for by in spec.by for key in keys_of(by)]
    named += [condition.column for spec in specs for condition in spec.where]
    named += [spec.amount for spec in specs if spec.amount is not None]
    if absent := [name for name in dict.fromkeys(named) if name not in dataset.physical]:
        raise UsedWrongly(
            "The records have no such column.", where=", ".join(absent),
            mend=f"They have: {', '.join(dataset.columns[:30])}.",
        )  # fmt: skip
    if unfit := [name for name in dict.fromkeys(named) if name not in dataset.families]:
        raise UsedWrongly(
            "This column cannot be counted by: it holds lists, times with a zone, or something else that is neither a "
            "text, a number, a day nor yes or no.", where=", ".join(unfit),
        )  # fmt: skip


def _check_by(dataset: Dataset, by: By) -> None:
    if by.within and (by.dimension or by.bands):
        raise UsedWrongly("A column with a dimension or bands of its own is not grouped by others.", where=by.column)
    if by.dimension and by.bands:
        raise UsedWrongly("Bands make the dimension: name one or the other.", where=by.column)
    if len({by.column, *by.within}) <= len(by.within):
        raise UsedWrongly("A column is grouped by itself.", where=by.column)
    if by.bands:
        band_words(by.bands)
        if not _may_hold_numbers(dataset, by.column):
            raise UsedWrongly("Only numbers can be put into bands.", where=by.column)


def _may_hold_numbers(dataset: Dataset, column: str) -> bool:
    family = dataset.families[column]
    return family.is_numeric or family is Family.TEXT
