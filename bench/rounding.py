"""How long does controlled rounding take, and does it hold? Ward × ethnic group, base 5, 12,000 and 60,000 people.

The one idea: every sum holds, no figure strays by the base, in a second. People are made up here, from a seed.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from bench.attacking import made_up
from dueregard.analysis.disclosure.rounding import round_tables
from dueregard.analysis.disclosure.system import build
from dueregard.analysis.tables.table import Table

_BASE = 5
_SECONDS = 1.0
_RUNS = 3


def main() -> bool:
    """Print seconds and deviations; say whether all are within their limits."""
    fits = []
    print(f"{'table':28}{'cells':>8}{'s':>7}{'largest':>9}{'mean':>7}{'adds up':>9}")
    for people in (12_000, 60_000):
        table = made_up(people, ages=0)
        seconds = []
        for _ in range(_RUNS):
            began = time.perf_counter()
            done = round_tables([table], base=_BASE, key=b"a made-up secret")
            seconds.append(time.perf_counter() - began)
        (figures,) = done.values
        off = np.abs(figures - table.counts)
        system = build([Table("rounded", table.dimensions, figures.copy())])  # refuses what does not add up
        holds = not np.any(system.sums @ system.values) and not np.any(figures % _BASE)
        print(
            f"{f'ward × ethnic, {people:,}':28}{table.counts.size:>8,}{min(seconds):>7.2f}{off.max():>9}"
            f"{off.mean():>7.2f}{'yes' if holds else 'NO':>9}"
        )
        fits.append(holds and off.max() <= _BASE and min(seconds) <= _SECONDS)
    print(f"Limits: every sum holds, deviation {_BASE} at most, {_SECONDS:.0f} s")
    return all(fits)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
