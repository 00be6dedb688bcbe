"""The way that large tables go, tried on small ones: near relatives first, a pattern at once, witnesses given up."""

from __future__ import annotations

import numpy as np
import pytest

from disclosure_made_up import any_linked, plain_policy
from dueregard.analysis.attack.judge import attack
from dueregard.analysis.disclosure import patterns
from dueregard.analysis.disclosure.protect import protect
from dueregard.analysis.disclosure.proving import Proof
from dueregard.analysis.disclosure.searching import Stopped
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable


@pytest.mark.parametrize("seed", range(12))
def test_judge_recovers_nothing_from_tables_taken_for_large(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_NEAR_FROM", 0)
    tables = any_linked(np.random.default_rng([77, seed]))

    done = protect(tables, policy=plain_policy(threshold=5, width=1 + 2 * (seed % 2), attacker="A1"), seconds=3)

    people = Population("people", "")
    seen = [
        ReleasedTable(str(n), "", one.table.dimensions, one.cells(), people, Audience.PUBLIC, Method.SUPPRESSION)
        for n, one in enumerate(done.tables)
    ]
    assert not done.unprotectable
    assert not attack(seen, attacker=Attacker.A1, workers=1).recovered


def test_a_large_table_has_a_safe_pattern_when_there_is_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_NEAR_FROM", 0)
    tables = any_linked(np.random.default_rng([77, 3]))
    policy = plain_policy(threshold=5, width=1, attacker="A1")

    hasty = protect(tables, policy=policy, seconds=0.0)
    cheapest = protect(tables, policy=policy, seconds=10, gap=0.0)

    assert not hasty.unprotectable
    assert hasty.cost >= cheapest.cost >= cheapest.lower_bound


def test_a_large_table_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_NEAR_FROM", 0)
    tables = any_linked(np.random.default_rng([77, 3]))

    done = protect(tables, policy=plain_policy(threshold=5, width=1, attacker="A1"), cancelled=lambda: True)

    assert done.stopped is Stopped.CANCELLED
    assert done.secondary > 0  # all that may be hidden is


def test_proof_forgets_and_recalls() -> None:
    proof = Proof.empty(4)
    proof.take(np.array([0, 1]), np.array([2, -2]))
    proof.take(np.array([0, 2]), np.array([1, -1]))

    mark, gone = proof.mark(), proof.forget(1)
    assert (proof.up.tolist(), proof.down.tolist()) == ([1, 0, 0, 0], [0, 0, 1, 0])
    proof.take(np.array([3, 2]), np.array([5, -5]))
    proof.recall(mark, gone)

    assert (proof.up.tolist(), proof.down.tolist()) == ([2, 0, 0, 0], [0, 2, 1, 0])
