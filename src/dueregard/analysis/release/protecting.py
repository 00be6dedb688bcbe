"""Which method protects these tables? The policy's, one for a release, and its outcome in one form.

The one idea: whatever the method, the gate gets cells that may be shown, in the order of the table, what staff may know
of how it went, and which cells were unsafe for their own sake, which nobody outside may know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dueregard.analysis.attack.facts import cell_at
from dueregard.analysis.attack.judgement import At
from dueregard.analysis.disclosure.cell_key import Perturbation, perturb
from dueregard.analysis.disclosure.costs import Cost
from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.disclosure.protect import Protected, protect
from dueregard.analysis.disclosure.rounding import round_tables
from dueregard.analysis.release.refused import Reason, Refused
from dueregard.analysis.released.cells import Cell, State
from dueregard.analysis.released.noughts import HIDDEN_AS_SMALL, HIDDEN_IF_TELLING
from dueregard.analysis.released.table import Method, ReleasedTable
from dueregard.analysis.tables.table import Counts, Table
from dueregard.terms.errors import UsedWrongly


@dataclass(frozen=True, slots=True)
class Means:
    """What the protection works with, besides the tables.

    Takes:   `secret` of the council, which rounding needs and the proof's hashes of what was counted; `cell_keys`, the
             record keys of every cell added up, one array for each table, and `perturbation`, for cell keys.
    """

    secret: bytes | None = field(default=None, repr=False)
    cell_keys: tuple[Counts, ...] = field(default=(), repr=False)
    perturbation: Perturbation | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """Tables as they may be shown. `small` and `wide` are for the judge alone.

    `small`: cells hidden for being small, `others`: hidden for others' sake; `wide`: cells that must have the policy's
    width; `narrow`: cells, in words, that cannot have it, which is for staff alone; `deviation`: how far a figure can
    be from the truth, where it is said under the table.
    """

    cells: tuple[tuple[Cell, ...], ...]
    protection: Mapping[str, Any]
    small: frozenset[At] = field(default=frozenset(), repr=False)
    others: frozenset[At] = field(default=frozenset(), repr=False)
    wide: frozenset[At] = field(default=frozenset(), repr=False)
    deviation: int | None = None
    base: int | None = None
    notes: tuple[str, ...] = ()
    narrow: tuple[str, ...] = field(default=(), repr=False)


def show(
    tables: Sequence[Table],
    *,
    policy: Policy,
    before: Sequence[ReleasedTable],
    cost: Cost | None,
    gap: float,
    means: Means,
    seconds: float,
    cancelled: Callable[[], bool],
) -> Shown:
    """Protect the tables by the policy's method.

    Raises:  UsedWrongly where the method lacks something it needs; Refused where a cell cannot be protected at all.
    """
    if policy.method is Method.SUPPRESSION:
        done = protect(tables, policy=policy, before=before, cost=cost, seconds=seconds, gap=gap, cancelled=cancelled)
        return _suppressed(done)
    if policy.method is Method.ROUNDING:
        return _rounded(tables, policy, before, means, seconds)
    return _perturbed(tables, means)


def _suppressed(done: Protected) -> Shown:
    exact = [one for one in done.unprotectable if one.width < 1]
    if exact:
        why = dict.fromkeys((one.why, one.mend) for one in exact)
        raise Refused(
            Reason(
                text.rstrip("."), tuple(_words(one.at) for one in exact if (one.why, one.mend) == (text, mend)), mend
            )
            for text, mend in why
        )
    narrow = {tuple(sorted(one.at)) for one in done.unprotectable}
    small: set[At] = set()
    others: set[At] = set()
    unsafe: set[At] = set()
    for shown in done.tables:
        for number, at in enumerate(_places(shown.table)):
            if shown.states[number] is not State.SUPPRESSED:
                continue
            count = int(shown.table.counts.flat[number])
            (small if shown.primary.flat[number] and count < done.policy.threshold else others).add(at)
            if shown.primary.flat[number]:
                unsafe.add(at)
    return Shown(
        tuple(shown.cells() for shown in done.tables),
        {
            "cost": done.cost,
            "lower_bound": done.lower_bound,
            "gap": done.gap,
            "seconds": round(done.seconds, 3),
            "stopped": done.stopped.value,
            "narrower_than_asked": len(narrow),
        },
        small=frozenset(small),
        others=frozenset(others - small),
        wide=frozenset(unsafe - narrow),
        notes=words_for_noughts(done.policy),
        narrow=tuple(sorted(_words(frozenset(at)) for at in narrow)),
    )


def words_for_noughts(policy: Policy) -> tuple[str, ...]:
    """Give what is said under a table where hidden figures can be noughts; nothing where every nought is shown."""
    if not policy.zeros_published:
        return (HIDDEN_AS_SMALL,)
    return (HIDDEN_IF_TELLING,) if policy.revealing_zeros else ()


def _rounded(
    tables: Sequence[Table], policy: Policy, before: Sequence[ReleasedTable], means: Means, seconds: float
) -> Shown:
    if means.secret is None:
        raise UsedWrongly("Rounding needs a secret of the council.")
    done = round_tables(tables, base=policy.rounding_base, key=means.secret, before=before, seconds=seconds)
    return Shown(
        tuple(tuple(Cell(int(value), State.ROUNDED) for value in values.ravel()) for values in done.values),
        {
            "base": done.base,
            "largest_deviation": done.largest_deviation,
            "beyond_base": done.beyond_base,
            "seconds": round(done.seconds, 3),
        },
        deviation=max(done.base - 1, done.largest_deviation),
        base=done.base,
        notes=(f"Figures are rounded to multiples of {done.base}.",),
    )


def _perturbed(tables: Sequence[Table], means: Means) -> Shown:
    how = means.perturbation or Perturbation()
    if len(means.cell_keys) != len(tables):
        raise UsedWrongly("Perturbation needs the cell keys of every table.")
    figures = [perturb(table.counts, keys=keys, how=how) for table, keys in zip(tables, means.cell_keys, strict=True)]
    return Shown(
        tuple(tuple(Cell(int(value), State.PERTURBED) for value in values.ravel()) for values in figures),
        {"most": how.most, "variance": how.variance},
        deviation=how.most,
        notes=(how.statement(),),
    )


def _places(table: Table) -> list[At]:
    """Name every cell of a table, as the judge does: totals left out."""
    return [
        cell_at(
            {dimension.code: dimension.codes[place] for dimension, place in zip(table.dimensions, places, strict=True)}
        )
        for places in np.ndindex(*table.counts.shape)
    ]


def _words(at: frozenset[tuple[str, str]]) -> str:
    return ", ".join(f"{dimension} {category}" for dimension, category in sorted(at)) or "the grand total"
