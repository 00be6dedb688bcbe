"""What do assessments cost at the size of the largest council, and the map of all of them?

`python -m bench.assessing [ASSESSMENTS POLICIES]` does it smaller.

The one idea: 5,000 assessments of decisions, written in full, and 20,000 policies, on SQLite and on PostgreSQL; the
pages are walked by the same code as ever. The map of all decisions is also reckoned by what an officer would pick
instead, a pivot table (pandas) over the same findings, and must agree with it. Limits: a page under 3 s and 60
statements.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.sites import ask_site

MOST_PAGE_SECONDS, MOST_STATEMENTS = 3.0, 60
_TESTS = Path(__file__).resolve().parents[1] / "tests"


@dataclass(frozen=True, slots=True)
class Size:
    """How much the council has assessed and keeps on its register."""

    assessments: int = 5_000
    policies: int = 20_000


def main(size: Size = Size()) -> bool:  # frozen
    """Print the costs on both databases; say whether all is within its limits."""
    sys.path.append(str(_TESTS))
    from postgres import find_programs, make_cluster, remove_cluster

    print(f"Assessing: {size.assessments:,} assessments, {size.policies:,} policies")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite3"
        fits = [_measure("SQLite", url, size), _pivot(url)]
        programs = find_programs()
        if programs is None:
            print("PostgreSQL's server programs are not installed: not measured on it")
            return all(fits)
        cluster = make_cluster(programs)
        try:
            fits.append(_measure("PostgreSQL", cluster.create("bench"), size))
        finally:
            remove_cluster(cluster)
    return all(fits)


def _measure(name: str, url: str, size: Size) -> bool:
    began = time.perf_counter()
    filled = ask_site("bench.assessing_site", url, "fill", str(size.assessments), str(size.policies))
    print(f"\n{name}: {filled['parts']:,} parts made in {time.perf_counter() - began:.0f} s")
    fits = True
    for page, cost in ask_site("bench.assessing_site", url, "measure")["pages"].items():
        if cost is None:
            print(f"  {page:28} has no address")
            fits = False
            continue
        seconds, statements = cost
        is_in = seconds < MOST_PAGE_SECONDS and statements <= MOST_STATEMENTS
        fits = fits and is_in
        print(f"  {page:28}{seconds * 1000:8.0f} ms {statements:4} statements{'' if is_in else '  OVER'}")
    return fits


def _pivot(url: str) -> bool:
    """Reckon the map's counts with pandas as well, and by ours; they have to agree."""
    import pandas

    from dueregard.domain.assessments.cumulative import Assessed, together
    from dueregard.domain.assessments.model import Effect, Impact, Severity, Weight, group_of_key

    rows: list[list[Any]] = ask_site("bench.assessing_site", url, "findings")["rows"]
    began = time.perf_counter()
    frame = pandas.DataFrame(rows, columns=["decision", "group", "effect", "severity"])
    bad = frame[frame["effect"].isin(["worse", "both"])]
    counts = bad.groupby("group").size()
    severe = bad[bad["severity"] == "severe"].groupby("group").size()
    theirs = time.perf_counter() - began

    began = time.perf_counter()
    impacts: dict[str, list[Impact]] = {}
    for decision, group, effect, severity in rows:
        weight = Weight(Severity(severity) if severity else None)
        impact = Impact(group_of_key(group), Effect(effect) if effect else None, before=weight)
        impacts.setdefault(decision, []).append(impact)
    found = together([Assessed(code, code, tuple(each)) for code, each in impacts.items()])
    ours = time.perf_counter() - began

    agree = all(
        (line.worse, line.severe) == (counts.get(key, 0), severe.get(key, 0))
        for line in found.lines
        for key in [line.group.characteristics[0]]
    )
    print(f"  the map alone, {len(rows):,} findings: {ours * 1000:.0f} ms, with who bears what and how many people;")
    print(f"  pandas, counts only: {theirs * 1000:.0f} ms ({ours / theirs:.1f} times as long for us)")
    print(f"  the counts {'agree' if agree else 'DIFFER'}")
    return agree


if __name__ == "__main__":
    sys.exit(0 if main(Size(*map(int, sys.argv[1:]))) else 1)
