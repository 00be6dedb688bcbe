"""Raking 100,000 people by six margins, beside ten lines of numpy that do nothing else. `python -m bench.raking`.

The one idea: what our checks, words and diagnosis cost on top of the arithmetic. People and targets are made up here.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from time import perf_counter

import numpy as np

from dueregard.analysis.stats.raking import rake

PEOPLE = 100_000
MARGINS = {"age": 10, "sex": 2, "ethnic group": 19, "ward": 32, "tenure": 4, "education": 5}
MOST_OVER_BARE = 3.0
RUNS = 5


def people() -> tuple[dict[str, list[str]], dict[str, dict[str, float]]]:
    """Give answers and targets, the same each time."""
    chance = random.Random(1)
    answers, targets = {}, {}
    for name, size in MARGINS.items():
        names = [f"{name} {number}" for number in range(size)]
        answers[name] = chance.choices(names, weights=[chance.uniform(0.5, 2) for _ in names], k=PEOPLE)
        targets[name] = {one: chance.uniform(0.5, 2) for one in names}
    return answers, targets


def bare(answers: dict[str, list[str]], targets: dict[str, dict[str, float]]) -> float:
    """Rake with numpy alone, to the same tolerance."""
    coded = []
    for name, shares in targets.items():
        place = {category: at for at, category in enumerate(shares)}
        wanted = np.array(list(shares.values()))
        coded.append((np.array([place[one] for one in answers[name]]), wanted / wanted.sum() * PEOPLE))
    weights, worst = np.ones(PEOPLE), 1.0
    while worst > 1e-9:
        worst = 0.0
        for codes, wanted in coded:
            sums = np.bincount(codes, weights, len(wanted))
            worst = max(worst, float(np.abs(sums - wanted).max()) / PEOPLE)
            weights *= (wanted / sums)[codes]
    return float(weights.max())


def fastest(work: Callable[[], object]) -> float:
    """Give the shortest of a few runs, in seconds."""
    times = []
    for _ in range(RUNS):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return min(times)


def main() -> bool:
    """Print both times; say whether ours is within the limit."""
    answers, targets = people()
    ours, alone = fastest(lambda: rake(answers, targets)), fastest(lambda: bare(answers, targets))
    print(f"raking {PEOPLE:,} people by {len(MARGINS)} margins: {ours:.3f} s; numpy alone {alone:.3f} s")
    print(f"ratio {ours / alone:.2f} (limit {MOST_OVER_BARE})")
    return ours <= MOST_OVER_BARE * alone


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
