"""What does a reader know? All published tables as one system: cells with bounds, and the relations between them.

The one idea: a cell is the set of its (dimension, category) pairs, totals left out, within a population; so the same
cell is found again in linked tables and in earlier releases, and every figure given anywhere holds everywhere. Every
group and total is the sum of its parts. A population within another cannot count more than it, in any cell; what the
larger has more is itself a count of people, and a small one is a disclosure.

Sums of money are cells of their own, in pence, of any size from nought; a mean with its count of people bounds the sum.

Takes for granted what `Attacker` says. A rounded figure is within its base of the truth; a perturbed one is within the
deviation that is published with it, if one is.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from dueregard.analysis.attack.facts import Fact, cell_at
from dueregard.analysis.attack.judgement import At, Contradiction
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.cells import Cell, State
from dueregard.analysis.released.dimensions import TOTAL, Dimension, Kind
from dueregard.analysis.released.noughts import may_be_nought
from dueregard.analysis.released.table import Audience, ReleasedTable
from dueregard.analysis.released.units import PEOPLE, is_mean, is_sum, sum_unit_of
from dueregard.terms.errors import UsedWrongly

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Key = tuple[str, At]
PENCE = 100


@dataclass(frozen=True, slots=True)
class Rules:
    """What the attacker takes for granted.

    `primary`: cells known to be hidden for being small (A2); `secondary`: those known to be hidden for others' sake
    (None: all the rest); `deviation`: how far a perturbed or rounded figure can be from the truth, where that is known
    and is not the base less one.
    """

    attacker: Attacker
    zeros_published: bool = True
    threshold: int | None = None
    primary: Collection[At] | None = None
    secondary: Collection[At] | None = None
    deviation: int | None = None

    def bounds(self, cell: Cell, *, at: At, base: int, is_count: bool) -> tuple[float, float]:
        """Give what one published cell says by itself."""
        if cell.state is State.RELEASED and cell.value is not None:
            return float(cell.value), float(cell.value)
        if cell.state in (State.ROUNDED, State.PERTURBED) and cell.value is not None:
            far = self.deviation if self.deviation is not None else base - 1
            if cell.state is State.PERTURBED and self.deviation is None:
                return 0.0, math.inf
            # a true nought is never shown as anything else
            least = 1.0 if cell.state is State.PERTURBED and cell.value > 0 else 0.0
            return max(least, float(cell.value) - far), float(cell.value) + far
        if cell.state is not State.SUPPRESSED or not is_count:
            return 0.0, math.inf
        low = 1.0 if self.attacker is not Attacker.A0 and self.zeros_published else 0.0
        if self.attacker is Attacker.A2 and self.primary is not None and self.threshold is not None:
            if at in self.primary:
                return low, self.threshold - 1.0
            if self.secondary is None or at in self.secondary:
                return float(self.threshold), math.inf
        return low, math.inf


def _bounds_of_sum(cell: Cell, step: float) -> tuple[float, float]:
    """Give what one published sum of money says by itself, in pence: exact, or right to half a step (of pounds)."""
    if cell.value is None:
        return 0.0, math.inf
    value = float(cell.value * PENCE)
    far = step * PENCE / 2 if cell.state is not State.RELEASED else 0.0
    return max(0.0, value - far), value + far


@dataclass(slots=True)
class System:
    """Cells with bounds, and rows of relations: `row_low` ≤ matrix × cells ≤ `row_high`. Built by `gather`.

    `in_pence` names the populations whose cells are money.
    `is_target`: hidden, so it must not follow. `is_small_target`: a difference, which must not follow where small.
    """

    keys: list[Key] = field(default_factory=list)
    index: dict[Key, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    is_target: list[bool] = field(default_factory=list)
    is_difference: list[bool] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    entry_rows: list[Whole] = field(default_factory=list)
    entry_columns: list[Whole] = field(default_factory=list)
    entry_values: list[Floats] = field(default_factory=list)
    row_low: list[Floats] = field(default_factory=list)
    row_high: list[Floats] = field(default_factory=list)
    rows: int = 0
    in_pence: set[str] = field(default_factory=set)

    def place(self, key: Key, *, low: float = 0.0, high: float = math.inf, whole: bool = True) -> int:
        """Give the number of a cell, made if it is new; what is said of it is taken together.

        Raises:  Contradiction where two figures for it cannot both be.
        """
        number = self.index.get(key)
        if number is None:
            number = self.index[key] = len(self.keys)
            self.keys.append(key)
            self.low.append(low)
            self.high.append(high)
            self.is_target.append(False)
            self.is_difference.append(False)
            self.is_whole.append(whole)
            return number
        if low > self.high[number] or high < self.low[number]:
            raise _contradiction(key)
        self.low[number] = max(low, self.low[number])
        self.high[number] = min(high, self.high[number])
        return number

    def relate(self, columns: Whole, values: Floats, *, low: float, high: float) -> None:
        """Add rows: `columns` is row × term, `values` one for each term."""
        rows, terms = columns.shape
        self.entry_rows.append(np.repeat(np.arange(self.rows, self.rows + rows), terms))
        self.entry_columns.append(columns.ravel())
        self.entry_values.append(np.tile(values, rows))
        self.row_low.append(np.full(rows, low))
        self.row_high.append(np.full(rows, high))
        self.rows += rows


def _contradiction(key: Key) -> Contradiction:
    where = ", ".join(f"{dimension} {category}" for dimension, category in key[1]) or "the grand total"
    return Contradiction(
        "Two published figures for one cell contradict each other.",
        where=where,
        mend="Are these tables about the same people, on the same day?",
    )


def gather(
    tables: Sequence[ReleasedTable],
    *,
    rules: Rules,
    facts: Iterable[Fact] = (),
    audience: Audience | None = None,
) -> System:
    """Put everything that is published into one system.

    Takes:   `audience`: only what is hidden from this audience must not follow (None: whatever is hidden).
    Raises:  Contradiction where figures for one cell differ; UsedWrongly where a fact speaks of an unknown cell.
    """
    system = System()
    means = [table for table in tables if is_mean(table.unit)]
    additive = [table for table in tables if not is_mean(table.unit)]
    for table in additive:
        _add_table(system, table, rules, is_aim=audience in (None, table.audience))
    if len(additive) > 1:
        _add_across(system, additive)
    _add_noughts(system, additive)
    for table in means:
        _add_means(system, table, additive)
    _add_nested(system, {table.population.code: table.population.within for table in tables})
    home = tables[0].population.code if tables else ""
    for fact in facts:
        columns = [system.index.get((fact.population or home, at)) for at, _ in fact.terms]
        if None in columns:
            raise UsedWrongly("A figure speaks of a cell that is in no table.")
        system.relate(
            np.array([columns], dtype=np.int64),
            np.array([times for _, times in fact.terms]),
            low=fact.low,
            high=fact.high,
        )
    return system


def _add_table(system: System, table: ReleasedTable, rules: Rules, *, is_aim: bool) -> None:
    """Add the cells of a table and, for every line of it, that groups and totals are the sums of their parts."""
    money = is_sum(table.unit)
    is_count = not money and (
        table.unit == PEOPLE or all(cell.value is None or isinstance(cell.value, int) for cell in table.cells)
    )
    if may_be_nought(table):
        rules = replace(rules, zeros_published=False)
    population = _population_of(table)
    base = int(table.rounding_base or 0) or _base_of(table.cells)
    hides = {State.SUPPRESSED, State.ROUNDED} | ({State.PERTURBED} if rules.deviation is not None else set())
    if money:  # rounding a sum to a pound is for reading, not for hiding
        hides = {State.SUPPRESSED}
        system.in_pence.add(population)
    order = sorted(range(len(table.dimensions)), key=lambda at: table.dimensions[at].code)
    pairs = [
        {
            category.code: None
            if category.kind is Kind.TOTAL or category.code == TOTAL
            else (dimension.code, category.code)
            for category in dimension.categories
        }
        for dimension in table.dimensions
    ]
    numbers: list[int] = []
    for codes, cell in table.rows():
        at = tuple(pair for place in order if (pair := pairs[place][codes[place]]) is not None)
        if money:
            low, high = _bounds_of_sum(cell, float(table.rounding_base or 0))
        else:
            low, high = rules.bounds(cell, at=at, base=base, is_count=is_count)
        number = system.place((population, at), low=low, high=high, whole=is_count)
        if is_aim and cell.state in hides:
            system.is_target[number] = True
        numbers.append(number)
    cells = np.array(numbers, dtype=np.int64).reshape([len(d.categories) for d in table.dimensions])
    for axis, dimension in enumerate(table.dimensions):
        codes = dimension.codes
        for parent in dict.fromkeys(category.parent for category in dimension.categories):
            if parent is None:
                continue
            parts = [place for place, category in enumerate(dimension.categories) if category.parent == parent]
            lines = np.moveaxis(np.take(cells, [*parts, codes.index(parent)], axis=axis), axis, -1)
            values = np.ones(len(parts) + 1)
            values[-1] = -1.0
            system.relate(lines.reshape(-1, len(parts) + 1), values, low=0.0, high=0.0)


def _add_noughts(system: System, tables: Sequence[ReleasedTable]) -> None:
    """Where nobody contributes, the sum is nought."""
    for table in tables:
        if is_sum(table.unit):
            for key in [one for one in system.index if one[0] == _population_of(table)]:
                number = system.index.get((table.population.code, key[1]))
                if number is not None and system.high[number] == 0.0:
                    system.place(key, high=0.0, whole=False)


def _add_means(system: System, table: ReleasedTable, tables: Sequence[ReleasedTable]) -> None:
    """Add what published means say: each, times its people, is the sum to within what rounding can have moved."""
    name, unit = table.population.code, sum_unit_of(table.unit)
    sums = f"{name} ({unit})"
    beside = [one for one in tables if one.unit == unit and one.population.code == name]
    slack = max((float(one.rounding_base or 0) for one in beside), default=0.0) * PENCE / 2
    half = float(table.rounding_base or 0) * PENCE / 2
    system.in_pence.add(sums)
    for codes, cell in table.rows():
        if cell.value is None:
            continue
        at = cell_at(dict(zip((dimension.code for dimension in table.dimensions), codes, strict=True)))
        mean = float(cell.value * PENCE)
        pair = np.array([[system.place((sums, at), whole=False), system.place((name, at))]], dtype=np.int64)
        system.relate(pair, np.array([1.0, half - mean]), low=-slack, high=math.inf)
        system.relate(pair, np.array([1.0, -half - mean]), low=-math.inf, high=slack)


def _population_of(table: ReleasedTable) -> str:
    """Say of whom a table speaks: amounts are never the same cells as counts."""
    return table.population.code if table.unit == PEOPLE else f"{table.population.code} ({table.unit})"


def _sums_of(dimensions: Sequence[Dimension]) -> dict[str, dict[tuple[str | None, frozenset[str]], None]]:
    """Say, for each dimension of any table, which categories add up to which; None is everybody.

    A dimension without a total has its roots add up to everybody, unless another table shows more beside them: then
    it is a fragment.
    """
    sums: dict[str, dict[tuple[str | None, frozenset[str]], None]] = {}
    for dimension in dimensions:
        here = sums.setdefault(dimension.code, {})
        totals = {each.code for each in dimension.categories if each.kind is Kind.TOTAL or each.code == TOTAL}
        parts: dict[str | None, set[str]] = {}
        for category in dimension.categories:
            if category.code not in totals:
                parts.setdefault(None if category.parent in totals else category.parent, set()).add(category.code)
        if totals:  # what stands beside a total, and is not part of it, adds up to nothing
            beside = {each.code for each in dimension.categories if each.parent is None}
            parts[None] = parts.get(None, set()) - beside
        elif _is_fragment(parts.get(None, set()), dimension.code, dimensions):
            parts.pop(None)
        here.update(((whole, frozenset(codes)), None) for whole, codes in parts.items() if codes)
    return sums


def _is_fragment(roots: Collection[str], code: str, dimensions: Iterable[Dimension]) -> bool:
    """Say whether some table shows these categories with more beside them, in one group or at its roots."""
    families: dict[tuple[int, str | None], set[str]] = {}
    for number, dimension in enumerate(dimensions):
        if dimension.code == code:
            for category in dimension.categories:
                if category.kind is not Kind.TOTAL and category.code != TOTAL:
                    families.setdefault((number, category.parent), set()).add(category.code)
    return any(set(roots) < family for family in families.values())


def _add_across(system: System, tables: Sequence[ReleasedTable]) -> None:
    """Add the sums between cells that stand in different tables; a part that no table shows is nought or more."""
    for population in dict.fromkeys(map(_population_of, tables)):
        sums = _sums_of([d for table in tables if _population_of(table) == population for d in table.dimensions])
        whole = all(system.is_whole[number] for key, number in system.index.items() if key[0] == population)
        wholes: dict[tuple[str, str | None], list[frozenset[str]]] = {}
        of_part: dict[tuple[str, str], list[str | None]] = {}
        for code, several in sums.items():
            for parent, parts in several:
                wholes.setdefault((code, parent), []).append(parts)
                for part in parts:
                    of_part.setdefault((code, part), []).append(parent)
        wanted: dict[tuple[At, str, str | None], None] = {}
        for key in [at for name, at in system.index if name == population]:
            for pair in key:
                rest = tuple(one for one in key if one != pair)
                wanted.update(((rest, pair[0], parent), None) for parent in of_part.get(pair, ()))
        for rest, code, parent in wanted:
            for parts in wholes[(code, parent)]:
                _relate_across(system, population, rest, code, parent, parts, whole=whole)


def _relate_across(
    system: System, population: str, rest: At, code: str, parent: str | None, parts: frozenset[str], *, whole: bool
) -> None:
    """Add one sum: the whole, less its parts, is nought."""
    total = rest if parent is None else tuple(sorted((*rest, (code, parent))))
    cells = [tuple(sorted((*rest, (code, part)))) for part in sorted(parts)]
    if not any((population, cell) in system.index for cell in cells):
        return
    columns = [system.place((population, cell), whole=whole) for cell in (*cells, total)]
    values = np.ones(len(columns))
    values[-1] = -1.0
    system.relate(np.array([columns], dtype=np.int64), values, low=0.0, high=0.0)


def _base_of(cells: Iterable[Cell]) -> int:
    """Guess the base of a rounded table as any reader would: what divides all its figures."""
    figures = [int(cell.value) for cell in cells if cell.state is State.ROUNDED and cell.value]
    return reduce(math.gcd, figures, 0) or 1


def _add_nested(system: System, within: Mapping[str, str | None]) -> None:
    """Add, for populations within others, what the larger counts more: nought or more, in every cell."""
    for inner in within:
        outer, seen = within[inner], {inner}
        while outer is not None and outer not in seen:
            seen.add(outer)
            if outer in within:
                _add_difference(system, inner, outer)
            outer = within.get(outer)


def _add_difference(system: System, inner: str, outer: str) -> None:
    both = [
        (number, system.index.get((outer, key[1]))) for key, number in list(system.index.items()) if key[0] == inner
    ]
    for small, large in both:
        if large is None:
            continue
        more = system.place((f"{outer} less {inner}", system.keys[small][1]))
        system.is_difference[more] = True
        system.relate(np.array([[large, small, more]]), np.array([1.0, -1.0, -1.0]), low=0.0, high=0.0)
