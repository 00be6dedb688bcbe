"""Tables without sums over all of a column: every figure is the plain count of rows, and no such sum is in any table.

What is shown is held against a count made here, row by row; which cells may be there is worked out here from what the
cell is a count of, not from the tables. Then the same people are released with and without the sums, in either order:
the gate refuses, or hides so that the judge, who reads the files, recovers nothing from all of them together.
200 random sequences at length; in CI a seeded 16.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from uuid import UUID

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dueregard.analysis.attack.judge import attack
from dueregard.analysis.disclosure.policies import policy
from dueregard.analysis.records.prepare import PreparedColumn
from dueregard.analysis.records.schema import Role, Treatment
from dueregard.analysis.release.gate import release
from dueregard.analysis.release.protecting import Means
from dueregard.analysis.release.refused import Refused
from dueregard.analysis.released.files import read_groups, read_long, write_groups, write_long
from dueregard.analysis.released.table import Audience, Population, ReleasedTable
from dueregard.analysis.tables.table import Table
from dueregard.web.monitoring.queries.files import ReadyFile
from dueregard.web.monitoring.queries.releases_counting import (
    Counted,
    brought_together,
    possible_crossings,
    read_counts,
)
from dueregard.web.monitoring.queries.releases_specification import Pick, Specification

COLUMNS = (
    PreparedColumn("sex", "Sex", Role.CHARACTERISTIC, Treatment.PLACE_CODES, "sex", "sex"),
    PreparedColumn("service", "Service", Role.CATEGORY, Treatment.WORDS),
    PreparedColumn("grade", "Grade", Role.CATEGORY, Treatment.WORDS),
    PreparedColumn("promoted", "Promoted", Role.YES_NO, Treatment.YES_OR_NO),
)
BY = ("sex", "service", "grade")
KEPT = tuple(product(("female", "male"), ("Parks", "Finance"), ("low", "middle", "high"), (True, False)))
"""What a row can hold. A wording is on ten rows at least, or on none: none is brought together as rare."""
SECRET = b"a made-up secret"
STAFF = Population("staff_2026-03-31", "Staff", date(2026, 3, 31), within="staff")
IN_CI, DEEP = 16, 200
At = frozenset[tuple[str, str]]


@st.composite
def asked(draw: st.DrawFn) -> Specification:
    """Give any crossings of the three columns, one of them inside which they are shown, with or without an outcome."""
    crossings = draw(st.lists(st.sampled_from(possible_crossings(BY)), min_size=1, max_size=4, unique=True))
    outcome = draw(st.sampled_from((None, Pick("promoted", ("true",)))))
    return Specification(BY, tuple(crossings), outcome=outcome, within=draw(st.sampled_from(BY)))


def counted_in(folder: Path, sizes: Sequence[int], wanted: Specification) -> Counted:
    path = folder / "records.parquet"
    rows = [
        {"sex": sex, "service": service, "grade": grade, "promoted": promoted}
        for (sex, service, grade, promoted), size in zip(KEPT, sizes, strict=True)
        for _row in range(size)
    ]
    pl.DataFrame(rows, schema={"sex": pl.String, "service": pl.String, "grade": pl.String, "promoted": pl.Boolean}
                 ).write_parquet(path)  # fmt: skip
    file = ReadyFile(
        version_id=UUID(int=1), dataset_id=UUID(int=2), dataset_slug="staff", dataset_name="Staff", number=1, path=path,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(), rows=len(rows), columns=COLUMNS, on=date(2026, 3, 31),
        period_start=None, period_end=None, population_code="staff", population_label="Staff", population_within="",
        unit="people", retention_until=date(2030, 1, 1),
    )  # fmt: skip
    return read_counts(file, wanted, secret=SECRET)


def cells(tables: Sequence[Table]) -> Iterator[tuple[At, int]]:
    for table in tables:
        for codes, count in zip(product(*(over.codes for over in table.dimensions)), table.counts.ravel(), strict=True):
            at = zip((over.code for over in table.dimensions), codes, strict=True)
            yield frozenset((column, code) for column, code in at if code != "Total"), int(count)


def plainly(at: At, sizes: Sequence[int]) -> int:
    """Count the rows that a cell is about, one kind of row after the other."""

    def fits(row: Mapping[str, object]) -> bool:
        for column, code in at:
            if column == "promoted":
                if row[column] is not (True if code == "true" else False if code.startswith("rest-") else None):
                    return False
            elif row[column] != code:
                return False
        return True

    return sum(
        size
        for kind, size in zip(KEPT, sizes, strict=True)
        if fits(dict(zip(("sex", "service", "grade", "promoted"), kind, strict=True)))
    )


def is_such_a_sum(at: At, wanted: Specification) -> bool:
    """Say whether a cell is what something crossed with the column comes to over all of it."""
    columns = {column for column, _code in at}
    beside = {code for crossing in wanted.crossings if wanted.within in crossing for code in crossing} - {wanted.within}
    return wanted.within not in columns and bool(columns & beside)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=asked(), sizes=st.lists(st.sampled_from((10, 11, 23, 60)), min_size=len(KEPT), max_size=len(KEPT)))
def test_every_figure_is_the_plain_count_and_no_sum_is_there(
    wanted: Specification, sizes: list[int], tmp_path: Path
) -> None:
    counted = counted_in(tmp_path, sizes, wanted)

    shown = dict(cells(brought_together(counted, wanted)))
    with_sums = dict(cells(brought_together(counted, replace(wanted, within=""))))

    assert {at: plainly(at, sizes) for at in shown} == shown
    assert {at: plainly(at, sizes) for at in with_sums} == with_sums
    assert shown.keys() == {at for at in with_sums if not is_such_a_sum(at, wanted)}
    assert frozenset() in shown  # how many there are altogether stands in the table of the column by itself


@pytest.mark.parametrize("within", BY)
def test_what_stands_beside_nothing_is_as_it_was(within: str) -> None:
    """A column that is crossed with nothing keeps its table, and so does a crossing that has nothing to do with it."""
    apart = Specification(("sex", "service", "grade"), (("sex", "service"),), within=within)

    assert apart.left_out == {"sex": (("service",),), "service": (("sex",),), "grade": ()}[within]


def as_read(tables: Sequence[ReleasedTable]) -> tuple[ReleasedTable, ...]:
    """Give tables as whoever downloads them has them: rows, and the file that says which is part of which."""
    rows, groups = io.StringIO(), io.StringIO()
    write_long(tables, rows)
    write_groups(tables, groups)
    rows.seek(0), groups.seek(0)
    return read_long(rows, groups=read_groups(groups), population=STAFF)


def hidden(tables: Sequence[ReleasedTable]) -> set[At]:
    return {
        frozenset((over.code, code) for over, code in zip(table.dimensions, codes, strict=True) if code != "Total")
        for table in tables
        for codes, cell in table.rows()
        if cell.value is None
    }


def let_out(tables: Sequence[Table], before: Sequence[ReleasedTable]) -> tuple[ReleasedTable, ...]:
    """Take tables through the gate; none where it refuses."""
    try:
        return release(
            tables, policy=policy("special-category-public"), population=STAFF, audience=Audience.PUBLIC,
            before=before, means=Means(secret=SECRET), seconds=60,
        ).tables  # fmt: skip
    except Refused:
        return ()


def check_one_after_the_other(folder: Path, seeds: Sequence[int]) -> None:
    """Release the same people three times, with and without the sums in an order drawn by chance."""
    out = 0
    for seed in seeds:
        chance = np.random.default_rng(seed)
        possible = possible_crossings(BY)
        crossings = tuple(possible[at] for at in sorted(chance.permutation(len(possible))[: chance.integers(1, 4)]))
        outcome = Pick("promoted", ("true",)) if chance.random() < 0.4 else None
        with_sums = Specification(BY, crossings, outcome=outcome)
        sizes = [int(chance.choice((0, 1, 3, 8, 12, 40, 90))) for _kind in KEPT]
        counted = counted_in(folder, sizes, with_sums)
        known: list[ReleasedTable] = []
        for _time in range(3):
            within = str(chance.choice(("", *BY)))
            made = let_out(brought_together(counted, replace(with_sums, within=within)), known)
            shown = {at for table in known for at, _count in shown_in(table)}
            assert not shown & hidden(made), (seed, "hides what is out")
            assert not hidden(known) & {at for table in made for at, _count in shown_in(table)}, (seed, "shows it")
            known += made
            out += bool(made)
        if known:
            found = attack(known, threshold=10)
            assert not found.recovered, seed
            assert not found.undecided, seed
            assert not attack(as_read(known), threshold=10).recovered, (seed, "from the files")
    assert out >= 2 * len(seeds)  # most are let out: a gate that refuses everything would pass, too


def shown_in(table: ReleasedTable) -> Iterator[tuple[At, int]]:
    for codes, cell in table.rows():
        if cell.value is not None:
            at = zip((over.code for over in table.dimensions), codes, strict=True)
            yield frozenset((column, code) for column, code in at if code != "Total"), int(cell.value)


def test_with_and_without_the_sums_one_after_the_other(tmp_path: Path) -> None:
    check_one_after_the_other(tmp_path, range(IN_CI))


@pytest.mark.deep
@pytest.mark.timeout(1800)
def test_with_and_without_the_sums_one_after_the_other_at_length(tmp_path: Path) -> None:
    check_one_after_the_other(tmp_path, range(IN_CI, IN_CI + DEEP))
