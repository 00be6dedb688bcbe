"""The judge finds what is known to leak: sdcTable's own example, and the patterns of three other programmes.

Expected: data/test/statistics/sdcTable/EXPECTED.md, sdc_instances/peers_results.json and figures_to_beat.md section 2,
all worked out by other code. Read from the shared research; skipped where that is absent.
"""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pytest

from dueregard.analysis.attack.judge import attack
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.cells import HIDDEN, Cell
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable

_SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "test" / "statistics" / "sdc_instances"
_THRESHOLD = 10
needs_shared = pytest.mark.skipif(not _SHARED.is_dir(), reason="the shared research is not here")

# file → hidden cells, and for A0, A1 and A2: cells recovered, primary ones among them
LEAKS = {
    "pattern_g_pub4k_eth-age": (147, (0, 0), (0, 0), (0, 0)),
    "pattern_tau_pub4k_eth-age_OPT": (145, (0, 0), (0, 0), (0, 0)),
    "pattern_g_pub20k_ward-eth": (334, (0, 0), (0, 0), (10, 5)),
    "pattern_tau_pub20k_ward-eth_MOD": (355, (0, 0), (8, 6), (13, 9)),
    "pattern_tau_pub20k_ward-eth_OPT": (324, (0, 0), (30, 25), (35, 28)),
    "pattern_g_m12k_eth-age-sex": (399, (0, 0), (0, 0), (4, 3)),
    "pattern_tau_m12k_eth-age-sex_OPT": (406, (0, 0), (0, 0), (14, 9)),
    "pattern_slide_m12k_eth-age-sex": (393, (0, 0), (0, 0), (6, 4)),
    "pattern_m12k_g_we12": (386, (0, 0), (0, 0), (18, 11)),
    "pattern_m12k_tau_we12_MOD": (406, (0, 0), (0, 0), (15, 9)),
    "pattern_m12k_tau_we12_OPT": (394, (0, 0), (4, 4), (16, 12)),
}
# file → hidden cells, and for A1: cells recovered, primary ones among them (A2 is not on record for these)
LEAKS_TO_A1 = {
    "sdct_small2k_eth-age_SIMPLEHEURISTIC": (163, (10, 9)),
    "sdct_small2k_eth-age_OPT": (162, (10, 9)),
    "sdct_m12k_ward-eth_SIMPLEHEURISTIC": (387, (6, 4)),
    "sdct_m12k_ward-eth_HITAS": (382, (8, 6)),
    "pattern_slide_small2k_eth-age": (165, (0, 0)),
    "pattern_slide_pub4k_eth-age": (142, (0, 0)),
    "pattern_slide_m12k_ward-eth": (381, (0, 0)),
    "pattern_slide_pub20k_ward-eth": (325, (0, 0)),
}


def groups() -> dict[str, dict[str, str]]:
    """Read which ward is in which area and which ethnic group in which broad one from the records."""
    found: dict[str, dict[str, str]] = {"ward": {}, "eth": {}}
    for name in ("m12k", "pub20k"):
        with (_SHARED / f"{name}.csv").open() as stream:
            for row in csv.DictReader(stream):
                found["ward"][row["ward"]] = row["area"]
                found["eth"][row["eth"]] = row["broad"]
    return found


def load(name: str) -> tuple[ReleasedTable, dict[tuple[tuple[str, str], ...], int], set[tuple[tuple[str, str], ...]]]:
    """Make the table a peer would have published; give the truth and the cells below the threshold beside it."""
    with (_SHARED / f"{name}.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    names = [column for column in rows[0] if column in ("ward", "eth", "age", "sex")]
    truth: dict[tuple[str, ...], tuple[int, bool]] = {}
    for row in rows:
        hidden = row["status"] in "UM" if "status" in row else row["suppressed"].upper() == "TRUE"
        truth[tuple(row[column].strip() for column in names)] = (int(row.get("freq") or row["Freq"]), hidden)
    known, dimensions = groups(), []
    for place, column in enumerate(names):
        codes = sorted({at[place] for at in truth} - {TOTAL})
        above = {code: parent for code, parent in known.get(column, {}).items() if parent in codes}
        dimensions.append(
            Dimension(
                column,
                column,
                (
                    *(Category(code, code, parent=above.get(code, TOTAL)) for code in codes),
                    Category(TOTAL, TOTAL, Kind.TOTAL),
                ),
            )
        )
    figures, primary, cells = {}, set(), []
    for codes in itertools.product(*(dimension.codes for dimension in dimensions)):
        count, hidden = truth.get(codes, (0, False))  # rows of noughts are left out in some of the files
        at = tuple(sorted((d, c) for d, c in zip(names, codes, strict=True) if c != TOTAL))
        figures[at] = count
        if hidden and 0 < count < _THRESHOLD:
            primary.add(at)
        cells.append(HIDDEN if hidden else Cell(count))
    table = ReleasedTable(
        name, name, tuple(dimensions), tuple(cells), Population("p", "P"), Audience.PUBLIC, Method.SUPPRESSION
    )
    return table, figures, primary


@needs_shared
@pytest.mark.parametrize("name", LEAKS)
def test_every_leak_of_the_peers_is_found(name: str) -> None:
    table, truth, primary = load(name)
    hidden, *expected = LEAKS[name]
    for attacker, (recovered, of_primary) in zip(Attacker, expected, strict=True):
        found = attack([table], attacker=attacker, threshold=_THRESHOLD, distinguishable=primary)
        assert (found.hidden, len(found.recovered), sum(each.primary for each in found.recovered)) == (
            hidden,
            recovered,
            of_primary,
        )
        assert not found.undecided
        assert all(each.low == each.high == truth[each.at] for each in found.recovered)


@needs_shared
@pytest.mark.parametrize("name", LEAKS_TO_A1)
def test_every_leak_to_the_ordinary_reader_is_found(name: str) -> None:
    table, truth, primary = load(name)
    hidden, (recovered, of_primary) = LEAKS_TO_A1[name]
    found = attack([table], distinguishable=primary)
    assert (found.hidden, len(found.recovered), sum(each.primary for each in found.recovered)) == (
        hidden,
        recovered,
        of_primary,
    )
    assert not found.undecided
    assert all(each.low == each.high == truth[each.at] for each in found.recovered)


@needs_shared
@pytest.mark.parametrize("name", ["pattern_slide_m12k_eth-age-sex", "pattern_tau_pub20k_ward-eth_OPT"])
def test_all_ranges_hold_the_truth(name: str) -> None:
    table, truth, _ = load(name)
    found = attack([table], all_ranges=True)
    assert len(found.ranges) == found.hidden
    assert all(each.low <= truth[each.at] <= (each.high or 0) for each in found.ranges)


# sdcTable's own attack example: EXPECTED.md, 1
INNER = {"w": (30, 47, 64, 89), "x": (90, 124, 5, 31), "y": (92, 100, 59, 85), "z": (800, 991, 651, 685)}
SUPPRESSED = ("wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd")


def example(*also: str) -> ReleasedTable:
    figures = {row + column: n for row, line in INNER.items() for column, n in zip("abcd", line, strict=True)}
    for row in INNER:
        figures[f"{row}{TOTAL}"] = sum(INNER[row])
    for at, column in enumerate("abcd"):
        figures[TOTAL + column] = sum(line[at] for line in INNER.values())
    figures[TOTAL + TOTAL] = sum(sum(line) for line in INNER.values())
    dimensions = (Dimension.flat("row", "", INNER), Dimension.flat("column", "", "abcd"))
    cells = tuple(
        HIDDEN if row + column in (*SUPPRESSED, *also) else Cell(figures[row + column])
        for row in dimensions[0].codes
        for column in dimensions[1].codes
    )
    return ReleasedTable("example", "", dimensions, cells, Population("p", ""), Audience.PUBLIC, Method.SUPPRESSION)


def test_a_cell_that_two_hidden_in_every_line_do_not_save() -> None:
    found = attack([example()], attacker=Attacker.A0)
    assert [(each.at, each.low, each.high) for each in found.recovered] == [((("column", "b"), ("row", "w")), 47, 47)]


def test_one_more_hidden_cell_makes_it_safe() -> None:
    found = attack([example("xd")], attacker=Attacker.A0, all_ranges=True)
    assert found.nothing_recovered
    ranges = {"".join(category for _, category in reversed(each.at)): (each.low, each.high) for each in found.ranges}
    assert ranges["wb"] == (0, 78)


@pytest.mark.parametrize(
    ("also", "high"), [("xb", 141), ("yc", 116), ("zc", 116), ("wd", 136), ("ya", 141), ("za", 141)]
)
def test_other_cells_make_it_safe_too(also: str, high: int) -> None:
    found = attack([example(also)], attacker=Attacker.A0, all_ranges=True)
    assert found.nothing_recovered
    assert (0, high) in {(each.low, each.high) for each in found.ranges if each.at == (("column", "b"), ("row", "w"))}


@pytest.mark.parametrize("also", [f"w{TOTAL}", f"{TOTAL}b", f"x{TOTAL}", TOTAL + TOTAL])
def test_hiding_a_total_does_not_help(also: str) -> None:
    found = attack([example(also)], attacker=Attacker.A0)
    assert ((("column", "b"), ("row", "w")), 47) in {(each.at, each.low) for each in found.recovered}
