"""Whatever the tables, the judge recovers nothing of what the protector lets out."""

from __future__ import annotations

import os
from datetime import date

import numpy as np
import pytest

from disclosure_made_up import any_linked, plain_policy
from dueregard.analysis.attack.judge import attack
from dueregard.analysis.disclosure.protect import Protected, protect
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable

IN_CI = 400  # a fifth; the other 2,000 run deep
DEEP = 2_000
PEOPLE = Population("people", "", date(2026, 1, 1))
_SEED = int(os.environ.get("DUEREGARD_SEED", "20261122"))
AN_EARLIER_CELL_WAS_FILLED_IN_TOO_LOW = (467, 562)


def as_seen(done: Protected, name: str) -> list[ReleasedTable]:
    """Give the tables as a reader gets them."""
    return [
        ReleasedTable(
            f"{name} {one.table.code}",
            "",
            one.table.dimensions,
            one.cells(),
            PEOPLE,
            Audience.PUBLIC,
            Method.SUPPRESSION,
        )
        for one in done.tables
    ]


def check(seed: int) -> None:
    """Protect what the seed draws, in one release or two, and attack it."""
    chance = np.random.default_rng([_SEED, seed])
    attacker = str(chance.choice(["A0", "A1", "A2"], p=[0.2, 0.6, 0.2]))
    width = int(chance.choice([1, 3]))
    policy = plain_policy(threshold=int(chance.choice([3, 5, 10])), width=width, attacker=attacker)
    tables = any_linked(chance)
    releases = [tables[:1], tables[1:]] if len(tables) > 1 and chance.random() < 0.5 else [tables]
    seen: list[ReleasedTable] = []
    narrow: set[tuple[tuple[str, str], ...]] = set()
    for number, several in enumerate(releases):
        done = protect(
            several, policy=policy, before=seen, seconds=5, gap=float(chance.choice([0.02, 0.5], p=[0.2, 0.8]))
        )
        seen += as_seen(done, f"release {number}")
        narrow |= {tuple(sorted(one.at)) for one in done.unprotectable}

    found = attack(seen, attacker=Attacker.A1 if attacker == "A2" else Attacker(attacker), seconds=30, workers=1)

    recovered = {tuple(sorted(one.at)) for one in found.recovered} - narrow
    assert not recovered, f"seed {seed}: {recovered}"
    assert not found.undecided, f"seed {seed}"
    if len(releases) == 1 and attacker != "A2":
        assert not narrow, f"seed {seed}: with everything hidden, any count may as well be twice what it is"


@pytest.mark.parametrize("block", range(20))
def test_judge_recovers_nothing(block: int) -> None:
    for seed in range(block, IN_CI, 20):
        check(seed)


@pytest.mark.parametrize("seed", AN_EARLIER_CELL_WAS_FILLED_IN_TOO_LOW)
def test_judge_recovers_nothing_from_what_once_failed(seed: int) -> None:
    check(seed)


@pytest.mark.deep
@pytest.mark.timeout(0)
@pytest.mark.parametrize("block", range(20))
def test_judge_recovers_nothing_deep(block: int) -> None:
    for seed in range(IN_CI + block, IN_CI + DEEP, 20):
        check(seed)
