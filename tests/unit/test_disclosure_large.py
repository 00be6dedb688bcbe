"""The way that large tables go, tried on small ones: near relatives first, a pattern at once, witnesses given up."""

from __future__ import annotations

import numpy as np
import pytest

from disclosure_made_up import any_linked, grouped, plain_policy
from dueregard.analysis.attack.judge import attack
from dueregard.analysis.disclosure import patterns
from dueregard.analysis.disclosure.costs import Cost
from dueregard.analysis.disclosure.growing import grow
from dueregard.analysis.disclosure.improving import improve
from dueregard.analysis.disclosure.protect import protect
from dueregard.analysis.disclosure.proving import Proof, prove
from dueregard.analysis.disclosure.searching import Stopped
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.analysis.tables.table import complete


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


def test_proof_says_which_cells_move_together() -> None:
    proof = Proof.empty(4)
    proof.take(np.array([0, 1]), np.array([2, -2]))
    proof.take(np.array([0, 2]), np.array([3, -3]))

    assert proof.moved_with(0) == {0, 1, 2}
    assert proof.moved_with(1) == {0, 1}
    assert proof.moved_with(3) == set()


@pytest.mark.parametrize("seed", range(6))
def test_improved_pattern_costs_less_and_is_proved_anew(seed: int) -> None:
    tables = any_linked(np.random.default_rng([79, seed]))
    setting = patterns.set_up(tables, policy=plain_policy(threshold=10, width=1), before=(), cost=Cost())
    problem = setting.problem
    first = grow(problem, problem.forced)  # untrimmed: there is something to find
    cost = problem.price(first.hidden)

    for better in improve(problem, first, fractions=np.zeros(problem.size), stop=bool):
        assert problem.price(better.hidden) < cost
        cost = problem.price(better.hidden)
        first = better

    fresh = prove(problem.sums, first.hidden, problem.reach, proof=Proof.empty(problem.size))
    assert not (fresh & ~first.short).any()
    assert not np.any(problem.forced & ~first.hidden)
    assert not np.any(first.hidden & ~problem.forced & ~problem.free)


def test_improving_finds_the_cheapest_pattern_that_was_proved() -> None:
    chance = np.random.default_rng([79, 100])
    over = [grouped(code, {f"{code}x": ["1", "2", "3"], f"{code}y": ["4", "5"]}) for code in "ab"]
    table = complete("t", over, chance.poisson(chance.gamma(0.8, 15.0, (5, 5))))
    policy = plain_policy(threshold=10, width=1)
    cheapest = protect([table], policy=policy, gap=0.0)
    problem = patterns.set_up([table], policy=policy, before=(), cost=Cost()).problem
    assert cheapest.stopped is Stopped.OPTIMAL

    quick = grow(problem, problem.forced)
    costs = [problem.price(one.hidden) for one in improve(problem, quick, fractions=np.zeros(problem.size), stop=bool)]

    assert problem.price(quick.hidden) > cheapest.cost
    assert costs[-1] <= cheapest.cost * 1.02


def test_improving_stops_when_it_is_told() -> None:
    tables = any_linked(np.random.default_rng([79, 1]))
    problem = patterns.set_up(tables, policy=plain_policy(threshold=10, width=1), before=(), cost=Cost()).problem
    quick = grow(problem, problem.forced)

    assert not list(improve(problem, quick, fractions=np.zeros(problem.size), stop=lambda: True))
