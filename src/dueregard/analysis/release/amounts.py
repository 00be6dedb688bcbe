"""May these amounts go out? People, sums and means together, or none of them.

The one idea: a sum, the number of people behind it and their mean are three faces of two figures: whoever has two has
the third. So they are released as one set. Counts of contributors pass the gate of counts first; sums are protected in
pence, and are unsafe wherever their count is hidden; a mean is worked out from the two figures that are shown, or
withheld with either. Then the judge attacks all three together. He is given the shown sums to the penny, which is more
than a reader gets: sums are shown rounded to a step, each by itself, so that they need not add up to the last pound.
Decision record 0029. It refuses rounding and cell keys (neither says how far an amount may move) and amounts below
nought.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from dueregard.analysis.attack.facts import cell_at
from dueregard.analysis.attack.judge import attack
from dueregard.analysis.attack.judgement import At, Contradiction
from dueregard.analysis.disclosure.costs import Cost
from dueregard.analysis.disclosure.magnitudes import ProtectedSums, protect_sums
from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.release.gate import Release, reasons_of, release
from dueregard.analysis.release.known import audiences_reached, for_the_protector, of_the_same_people, seen_by
from dueregard.analysis.release.proof import hashes_of, keyed_hash
from dueregard.analysis.release.protecting import Means
from dueregard.analysis.release.rates import mean
from dueregard.analysis.release.refused import Reason, Refused
from dueregard.analysis.released.cells import HIDDEN, Cell, State
from dueregard.analysis.released.dimensions import Dimension
from dueregard.analysis.released.table import Audience, Method, Origin, Population, ReleasedTable
from dueregard.analysis.released.units import mean_unit, sum_unit
from dueregard.analysis.tables.amounts import AmountTable
from dueregard.analysis.tables.table import Table
from dueregard.terms.errors import UsedWrongly

PEOPLE, SUM, MEAN = "people", "sum", "mean"
_SHARE_FOR_COUNTS = 0.4
_SHARE_FOR_SUMS = 0.3
_PENCE = 100


@dataclass(frozen=True, slots=True)
class _Set:
    """One amount table on its way: what was counted, its people as released, its sums exact for the judge."""

    table: AmountTable
    people: ReleasedTable
    exact: ReleasedTable


def release_amounts(
    tables: Sequence[AmountTable],
    *,
    policy: Policy,
    population: Population,
    audience: Audience,
    before: Sequence[ReleasedTable] = (),
    cost: Cost | None = None,
    gap: float = 0.005,
    means: Means | None = None,
    titles: Mapping[str, str] | None = None,
    origins: tuple[Origin, ...] = (),
    notes: tuple[str, ...] = (),
    specification: Mapping[str, Any] | None = None,
    seconds: float = 120.0,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Release:
    """Protect tables of one amount, have them judged, and release them.

    Takes:   as `gate.release`; `means` for its secret alone.
    Gives:   three tables for each given: `CODE-people`, `CODE-sum` (pounds, to the policy's step) and `CODE-mean`.
             Where some people have no amount, they are a population of their own, within the one given.
    Raises:  Refused unless the judge recovers nothing; UsedWrongly where the request itself is wrong.
    """
    began = time.monotonic()
    _check(tables, policy)
    say = progress or (lambda words: None)
    amount, whose = tables[0].amount, _contributors(tables, population)
    named = titles or {}
    counted = release(
        [Table(f"{one.code}-{PEOPLE}", one.dimensions, one.contributors.copy(), title=one.title) for one in tables],
        policy=policy,
        population=whose,
        audience=audience,
        before=before,
        cost=cost,
        gap=gap,
        means=means,
        titles={f"{one.code}-{PEOPLE}": f"{_title(one, named)}: people" for one in tables},
        origins=origins,
        notes=notes,
        specification=specification,
        seconds=seconds * _SHARE_FOR_COUNTS,
        progress=progress,
        cancelled=cancelled,
    )
    earlier = of_the_same_people(before, whose)
    say("Protecting the sums")
    done = protect_sums(
        tables,
        policy=policy,
        hidden_counts=[_is_hidden(one) for one in counted.tables],
        before=_in_pence(for_the_protector(earlier, whose, audience, unit=sum_unit(amount)), tables),
        cost=cost,
        seconds=seconds * _SHARE_FOR_SUMS,
        gap=gap,
        cancelled=cancelled,
    )
    _check_protected(done)
    sets = [
        _Set(table, people, _exact(table, people, hidden, policy, title=_title(table, named)))
        for table, people, hidden in zip(tables, counted.tables, done.hidden, strict=True)
    ]
    step = _mean_step([one.exact for one in sets], [one.people for one in sets], policy)
    means_of = tuple(_means(one, policy, step, title=_title(one.table, named)) for one in sets)
    say("Attacking the result")
    exact = tuple(one.exact for one in sets)
    summaries = _judge((*counted.tables, *exact, *means_of), earlier, policy, done, began + seconds, cancelled)
    made = tuple(
        one
        for people, sums, average in zip(counted.tables, exact, means_of, strict=True)
        for one in (people, _shown(sums, policy), average)
    )
    return Release(made, replace(
        counted.proof,
        hashes_in=counted.proof.hashes_in + _hashes(tables, means),
        hashes_out=hashes_of(made),
        protection={**counted.proof.protection, "amounts": _protection(done)},
        judgements=(*counted.proof.judgements, *summaries),
        seconds=time.monotonic() - began,
    ))  # fmt: skip


def _check(tables: Sequence[AmountTable], policy: Policy) -> None:
    if not tables:
        raise UsedWrongly("There is no table of amounts.")
    if policy.method is not Method.SUPPRESSION:
        raise UsedWrongly(
            "Amounts are protected by hiding some of them.",
            where=policy.key,
            mend="Use suppression for amounts: rounding and cell keys are for counts.",
        )
    if len({table.amount for table in tables}) != 1:
        raise UsedWrongly("Tables of different amounts are released one after the other.")


def _contributors(tables: Sequence[AmountTable], population: Population) -> Population:
    """Say whom the counts are of: everybody, or, where some have no amount, those who have one."""
    if all(np.array_equal(table.counts, table.contributors) for table in tables):
        return population
    amount = tables[0].amount
    return Population(
        f"{population.code} with {amount}", f"{population.label} with {amount}", population.on, population.code
    )


def _title(table: AmountTable, titles: Mapping[str, str]) -> str:
    return titles.get(table.code, table.title) or table.amount


def _is_hidden(table: ReleasedTable) -> Any:
    shape = tuple(len(dimension.categories) for dimension in table.dimensions)
    return np.array([cell.state is State.SUPPRESSED for cell in table.cells], dtype=bool).reshape(shape)


def _in_pence(before: Sequence[ReleasedTable], tables: Sequence[AmountTable]) -> tuple[ReleasedTable, ...]:
    """Give earlier releases as the protector needs them: what was shown, to the penny, where these tables know it.

    Raises:  Refused where a sum was shown before that is not the one counted now.
    """
    ours: dict[At, int] = {}
    for table in tables:
        ours.update(zip(_places(table.dimensions), map(int, table.sums.ravel()), strict=True))
    known = []
    for one in before:
        half = Decimal(one.rounding_base or 0) / 2
        cells = []
        for at, cell in zip(_places(one.dimensions), one.cells, strict=True):
            pence = ours.get(at)
            if cell.value is None:
                cells.append(cell)
            elif pence is None:
                cells.append(Cell(None, State.MISSING))
            elif abs(Decimal(pence) / _PENCE - cell.value) > half:
                raise Refused([Reason("The sums contradict what was released before")])
            else:
                cells.append(Cell(pence))
        known.append(replace(one, cells=tuple(cells)))
    return tuple(known)


def _places(dimensions: Sequence[Dimension]) -> list[At]:
    return [
        cell_at({over.code: over.codes[place] for over, place in zip(dimensions, places, strict=True)})
        for places in np.ndindex(*(len(over.categories) for over in dimensions))
    ]


def _check_protected(done: ProtectedSums) -> None:
    """Refuse where a sum cannot have the doubt it needs: for money that doubt is the protection itself."""
    if done.unprotectable:
        why = dict.fromkeys((one.why, one.mend) for one in done.unprotectable)
        raise Refused(
            Reason(
                f"A sum cannot be kept unsure enough ({text.rstrip('.').lower()})",
                tuple(_words(one.at) for one in done.unprotectable if (one.why, one.mend) == (text, mend)),
                mend,
            )
            for text, mend in why
        )


def _words(at: frozenset[tuple[str, str]]) -> str:
    return ", ".join(f"{dimension} {category}" for dimension, category in sorted(at)) or "the grand total"


def _exact(table: AmountTable, people: ReleasedTable, hidden: Any, policy: Policy, *, title: str) -> ReleasedTable:
    """Give the sums that are to be shown, to the penny: for the judge, never for a reader.

    They name the step all the same: means are worked out from the rounded sums.
    """
    cells = tuple(
        HIDDEN if is_hidden else Cell(Decimal(int(pence)) / _PENCE)
        for pence, is_hidden in zip(table.sums.ravel(), hidden.ravel(), strict=True)
    )
    return replace(
        people,
        code=f"{table.code}-{SUM}",
        title=f"{title}: sum of {table.amount}",
        cells=cells,
        unit=sum_unit(table.amount),
        rounding_base=policy.sum_step,
    )


def _shown(exact: ReleasedTable, policy: Policy) -> ReleasedTable:
    step = policy.sum_step
    cells = tuple(
        cell if cell.value is None else Cell(_to_step(Decimal(cell.value), step), State.ROUNDED) for cell in exact.cells
    )
    note = f"Sums are in pounds, each rounded to £{step:,}: they need not add up to their total."
    return replace(exact, cells=cells, notes=(*exact.notes, note))


def _to_step(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _mean_step(sums: Sequence[ReleasedTable], people: Sequence[ReleasedTable], policy: Policy) -> Decimal:
    """Choose the step of means by the largest that is shown: pence for pay by the hour, hundreds by the year."""
    means = [
        Decimal(whole.value) / Decimal(base.value)
        for table, counts in zip(sums, people, strict=True)
        for whole, base in zip(table.cells, counts.cells, strict=True)
        if whole.value is not None and base.value
    ]
    return policy.large_mean_step if max(means, default=Decimal(0)) >= policy.large_mean_from else policy.mean_step


def _means(one: _Set, policy: Policy, step: Decimal, *, title: str) -> ReleasedTable:
    shown = _shown(one.exact, policy)
    cells = []
    for whole, base in zip(shown.cells, one.people.cells, strict=True):
        found = mean(whole, base, minimum_base=policy.minimum_base_mean, to=step)
        cells.append(Cell(found.value, found.state))
    return replace(
        one.exact,
        code=f"{one.table.code}-{MEAN}",
        title=f"{title}: mean {one.table.amount}",
        cells=tuple(cells),
        unit=mean_unit(one.table.amount),
        rounding_base=step,
        notes=(*one.exact.notes, f"Means are in pounds, rounded to £{step:,}."),
    )


def _judge(
    made: Sequence[ReleasedTable],
    earlier: Sequence[ReleasedTable],
    policy: Policy,
    done: ProtectedSums,
    until: float,
    cancelled: Callable[[], bool],
) -> list[Mapping[str, Any]]:
    """Attack people, sums and means together, for each audience; give the summaries, or refuse.

    The counts had their judgement with all their widths; here they must not follow from the sums.
    """
    own = made[0].audience
    widths = {tuple(sorted(at)): width for at, width in done.widths.items()}
    audiences = audiences_reached(earlier, own)
    reasons: list[Reason] = []
    summaries: list[Mapping[str, Any]] = []
    for number, audience in enumerate(audiences):
        try:
            found = attack(
                [*made, *seen_by(earlier, audience)],
                attacker=policy.attacker,
                threshold=policy.threshold,
                distinguishable=frozenset(),
                secondary=frozenset(),
                wide=(),
                width=policy.width,
                sum_widths=widths if audience is own else {},
                audience=audience,
                seconds=max(0.0, until - time.monotonic()) / (len(audiences) - number),
                cancelled=cancelled,
            )
        except Contradiction as fault:
            reasons.append(Reason("The amounts contradict what was released before", mend=fault.mend or ""))
            continue
        reasons += reasons_of(found, audience)
        summaries.append({"audience": audience.value, "amounts": True, **found.summary()})
    if reasons:
        raise Refused(reasons)
    return summaries


def _protection(done: ProtectedSums) -> Mapping[str, Any]:
    return {
        "cost": done.cost,
        "lower_bound": done.lower_bound,
        "gap": done.gap,
        "seconds": round(done.seconds, 3),
        "stopped": done.stopped.value,
    }


def _hashes(tables: Sequence[AmountTable], means: Means | None) -> tuple[str, ...]:
    if means is None or means.secret is None:
        return ()
    return tuple(keyed_hash(Table(one.code, one.dimensions, one.sums.copy()), secret=means.secret) for one in tables)
