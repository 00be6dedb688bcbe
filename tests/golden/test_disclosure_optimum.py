"""The recorded optimum patterns, and what plain arithmetic gets out of other programs' patterns.

Data: made-up people of 2026 and patterns of GaussSuppression 1.2.3, pytauargus 0.6.0 and sdcTable 0.34, recorded with
the number of cells that can be worked out (facts: figures to beat, section 2). Counts 1 to 9 are unsafe, noughts are
shown.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from disclosure_made_up import grouped, plain_policy
from dueregard.analysis.disclosure.costs import Cost
from dueregard.analysis.disclosure.patterns import set_up
from dueregard.analysis.disclosure.protect import protect
from dueregard.analysis.disclosure.proving import Proof, prove
from dueregard.analysis.released.dimensions import TOTAL, Dimension
from dueregard.analysis.tables.table import Table, complete

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "test" / "statistics" / "sdc_instances"
GROUPS = {"ward": "area", "eth": "broad"}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared test data are not here")


def counted(name: str, by: tuple[str, ...]) -> Table:
    """Count a file of made-up people."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    dimensions = []
    for column in by:
        values = sorted({row[column] for row in rows})
        if column in GROUPS:
            parents = {row[column]: row[GROUPS[column]] for row in rows}
            groups = {group: [v for v in values if parents[v] == group] for group in sorted(set(parents.values()))}
            dimensions.append(grouped(column, groups))
        else:
            dimensions.append(Dimension.flat(column, column, values))
    places = [{leaf: place for place, leaf in enumerate(dimension.leaves)} for dimension in dimensions]
    leaves = np.zeros([len(one) for one in places], dtype=np.int64)
    for row in rows:
        leaves[tuple(known[row[column]] for known, column in zip(places, by, strict=True))] += 1
    return complete("-".join(by), dimensions, leaves)


@pytest.mark.parametrize(
    ("name", "by", "optimum"),
    [
        ("small2k", ("eth", "age"), 198),
        ("pub4k", ("eth", "age"), 280),
        ("m12k", ("ward", "eth"), 1344),
        ("pub20k", ("ward", "eth"), 1722),
        ("m12k", ("eth", "age", "sex"), 1551),
    ],
)
def test_protect_meets_the_recorded_optimum(name: str, by: tuple[str, ...], optimum: int) -> None:
    done = protect([counted(name, by)], policy=plain_policy(), gap=0.005, seconds=60)

    assert done.cost <= optimum * 1.01
    assert done.lower_bound <= optimum
    assert done.gap <= 0.01
    assert done.unprotectable == ()


@pytest.mark.parametrize(
    ("pattern", "name", "by", "leaks"),
    [
        ("pattern_slide_small2k_eth-age", "small2k", ("eth", "age"), 0),
        ("pattern_slide_pub4k_eth-age", "pub4k", ("eth", "age"), 0),
        ("pattern_slide_m12k_ward-eth", "m12k", ("ward", "eth"), 0),
        ("pattern_slide_pub20k_ward-eth", "pub20k", ("ward", "eth"), 0),
        ("pattern_slide_m12k_eth-age-sex", "m12k", ("eth", "age", "sex"), 0),
        ("pattern_m12k_tau_we12_OPT", "m12k", ("ward", "eth"), 4),
        ("pattern_tau_pub20k_ward-eth_OPT", "pub20k", ("ward", "eth"), 30),
        ("pattern_tau_pub20k_ward-eth_MOD", "pub20k", ("ward", "eth"), 8),
        ("sdct_m12k_ward-eth_HITAS", "m12k", ("ward", "eth"), 8),
        ("sdct_small2k_eth-age_OPT", "small2k", ("eth", "age"), 10),
    ],
)
def test_prove_finds_the_recorded_leaks(pattern: str, name: str, by: tuple[str, ...], leaks: int) -> None:
    setting = set_up([counted(name, by)], policy=plain_policy(), before=(), cost=Cost())
    numbers = {key: number for number, key in enumerate(setting.system.keys)}
    hidden = np.zeros(setting.system.size, dtype=bool)
    with (FOLDER / f"{pattern}.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            said = row.get("suppressed", "").lower() == "true" or row.get("status") in ("U", "M")
            at = frozenset((column, row[column].strip()) for column in by if row[column].strip() != TOTAL)
            if said and setting.system.values[numbers[at]] > 0:
                hidden[numbers[at]] = True

    short = prove(setting.system.sums, hidden, setting.problem.reach, proof=Proof.empty(len(hidden)))

    assert int(short.sum()) == leaks
