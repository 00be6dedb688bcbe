"""Adding a dimension never makes a published cell wrong, by any method, and never gives a hidden one back.

Two questions of the same records, one after the other: a table, and the same table with one column more. Each figure
that either shows is held against a count made here, row by row; a cell that stands in both says the same in both.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import pytest

from disclosure_made_up import plain_policy
from dueregard.analysis.attack.judge import attack
from dueregard.analysis.disclosure.cell_key import Perturbation, perturb, record_keys
from dueregard.analysis.disclosure.protect import protect
from dueregard.analysis.disclosure.rounding import round_tables
from dueregard.analysis.engines.reference import count_rows
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.cells import Cell, State
from dueregard.analysis.released.dimensions import TOTAL
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.analysis.tables.specs import By, CountSpec
from dueregard.analysis.tables.table import Table, complete

IN_CI = 400
DEEP = 2_000
PEOPLE = Population("people", "", date(2026, 1, 1))
SECRET = b"a made-up secret"
COLUMNS = {"ward": By("ward", within=("area",)), "eth": By("eth"), "age": By("age"), "sex": By("sex")}
_SEED = int(os.environ.get("DUEREGARD_SEED", "20261122"))

Row = Mapping[str, str]
At = frozenset[tuple[str, str]]


def some_rows(chance: np.random.Generator) -> list[Row]:
    """Draw people, some of whom have not said everything."""
    wards = {f"W{n}": f"A{n // 2}" for n in range(int(chance.integers(2, 6)))}
    values = {
        "ward": sorted(wards),
        **{c: [f"{c}{n}" for n in range(int(chance.integers(2, 5)))] for c in ("eth", "age", "sex")},
    }
    weights = {column: chance.gamma(0.7, 1.0, len(several)) + 0.01 for column, several in values.items()}
    rows = []
    for _ in range(int(chance.choice([15, 60, 300]))):
        row = {c: str(chance.choice(several, p=weights[c] / weights[c].sum())) for c, several in values.items()}
        if chance.random() < 0.05:
            row[str(chance.choice(["eth", "age", "sex"]))] = ""
        rows.append({**row, "area": wards[row["ward"]]})
    return rows


def counted_here(rows: Sequence[Row], cells: Iterator[At]) -> dict[At, int]:
    """Count the rows of each cell: those that have all its categories."""
    having: dict[tuple[str, str], set[int]] = {}
    for number, row in enumerate(rows):
        for column in COLUMNS:
            having.setdefault((column, row[column] or "not_known"), set()).add(number)
        having.setdefault(("ward", row["area"]), set()).add(number)
    everybody = set(range(len(rows)))
    return {at: len(everybody.intersection(*(having.get(pair, set()) for pair in at))) for at in cells}


def places(table: Table | ReleasedTable) -> Iterator[At]:
    """Name every cell of a table, in its order."""
    for place in np.ndindex(*(len(over.categories) for over in table.dimensions)):
        codes = [(over.code, over.codes[n]) for over, n in zip(table.dimensions, place, strict=True)]
        yield frozenset((name, code) for name, code in codes if code != TOTAL)


def released(table: Table, cells: Sequence[Cell], method: Method, **others: int) -> ReleasedTable:
    return ReleasedTable(table.code, "", table.dimensions, tuple(cells), PEOPLE, Audience.PUBLIC, method, **others)


def check(seed: int) -> None:
    """Ask once, and again with one column more."""
    chance = np.random.default_rng([_SEED, 38, seed])
    rows = some_rows(chance)
    columns = [str(one) for one in chance.permutation(list(COLUMNS))[: int(chance.integers(2, 4))]]
    narrow, wide = (
        count_rows(rows, [CountSpec("-".join(some), tuple(COLUMNS[one] for one in some))])[0]
        for some in (columns[:-1], columns)
    )
    assert isinstance(narrow, Table)
    assert isinstance(wide, Table)
    truth = counted_here(rows, places(wide))
    hidden_then_more(narrow, wide, truth, chance, seed)
    hidden_together(narrow, wide, truth, seed)
    rounded_then_more(narrow, wide, truth, seed)
    perturbed_twice(rows, narrow, wide, truth, seed)


def hidden_then_more(
    narrow: Table, wide: Table, truth: Mapping[At, int], chance: np.random.Generator, seed: int
) -> None:
    attacker = str(chance.choice(["A0", "A1"]))
    policy = plain_policy(threshold=int(chance.choice([3, 10])), attacker=attacker)
    first = protect([narrow], policy=policy, seconds=0)
    then = released(narrow, first.tables[0].cells(), Method.SUPPRESSION)
    second = protect([wide], policy=policy, before=[then], seconds=0 if seed % 4 else 2, gap=0.9)
    now = released(wide, second.tables[0].cells(), Method.SUPPRESSION)

    for table in (then, now):
        for at, cell in zip(places(table), table.cells, strict=True):
            assert cell.value in (None, truth[at]), f"seed {seed}: {sorted(at)}"
    later = dict(zip(places(now), now.cells, strict=True))
    for at, cell in zip(places(then), then.cells, strict=True):
        assert later[at] == cell, f"seed {seed}: {sorted(at)} was shown or hidden otherwise before"
    beyond = {tuple(sorted(one.at)) for done in (first, second) for one in done.unprotectable}
    found = attack([then, now], attacker=Attacker(attacker), seconds=20, workers=1)
    assert not {one.at for one in found.recovered} - beyond, f"seed {seed}"


def hidden_together(narrow: Table, wide: Table, truth: Mapping[At, int], seed: int) -> None:
    done = protect([narrow, wide], policy=plain_policy(threshold=5), seconds=0)  # the first pattern will do
    seen: dict[At, Cell] = {}
    for one in done.tables:
        for at, cell in zip(places(one.table), one.cells(), strict=True):
            assert cell.value in (None, truth[at]), f"seed {seed}: {sorted(at)}"
            assert seen.setdefault(at, cell) == cell, f"seed {seed}: {sorted(at)}"


def rounded_then_more(narrow: Table, wide: Table, truth: Mapping[At, int], seed: int) -> None:
    first = round_tables([narrow], base=5, key=SECRET, seconds=10)
    cells = [Cell(int(value), State.ROUNDED) for value in first.values[0].ravel()]
    then = released(narrow, cells, Method.ROUNDING, rounding_base=5)
    second = round_tables([wide], base=5, key=SECRET, before=[then], seconds=10)

    now = dict(zip(places(wide), second.values[0].ravel().tolist(), strict=True))
    for at, cell in zip(places(then), cells, strict=True):
        assert now[at] == cell.value, f"seed {seed}: {sorted(at)} was rounded otherwise before"
    for at, figure in now.items():
        assert figure % 5 == 0
        assert abs(figure - truth[at]) <= second.largest_deviation, f"seed {seed}: {sorted(at)}"
        assert truth[at] or not figure, f"seed {seed}: a nought is shown as {figure}"


def perturbed_twice(rows: Sequence[Row], narrow: Table, wide: Table, truth: Mapping[At, int], seed: int) -> None:
    how = Perturbation()
    keys = record_keys(len(rows), secret=SECRET, dataset="made-up")
    seen: dict[At, int] = {}
    for table in (narrow, wide):
        leaves = np.zeros([len(over.leaves) for over in table.dimensions], dtype=np.int64)
        for row, key in zip(rows, keys, strict=True):
            leaves[tuple(over.leaves.index(row[over.code] or "not_known") for over in table.dimensions)] += key
        figures = perturb(table.counts, keys=complete("keys", table.dimensions, leaves).counts, how=how)
        for at, figure in zip(places(table), figures.ravel().tolist(), strict=True):
            assert abs(figure - truth[at]) <= how.most, f"seed {seed}: {sorted(at)}"
            assert truth[at] or not figure, f"seed {seed}: a nought is shown as {figure}"
            assert seen.setdefault(at, figure) == figure, f"seed {seed}: {sorted(at)} differs between tables"


@pytest.mark.parametrize("block", range(10))
def test_added_dimension_makes_no_published_cell_wrong(block: int) -> None:
    for seed in range(block, IN_CI, 10):
        check(seed)


@pytest.mark.deep
@pytest.mark.timeout(0)
def test_added_dimension_makes_no_published_cell_wrong_deep() -> None:
    for seed in range(IN_CI, IN_CI + DEEP):
        check(seed)
