"""To whom it happens more often, and who is worst off."""

from __future__ import annotations

import itertools

import pytest
from scipy.stats import false_discovery_control, fisher_exact

from dueregard.analysis.stats.shrinkage import prior_strength, shrunk_rates
from dueregard.domain.monitoring import wording
from dueregard.domain.monitoring.outcomes import Standing, compare_outcomes
from dueregard.domain.monitoring.scan import Question, scan
from factories.released import dimension, released

APPOINTED = dimension("appointed", ("yes", "no"))
QUESTION = Question("appointed", "yes", "higher", "were appointed", unit="applicants", minimum_base=10)


def table(counts, *, code="table"):
    """Make group × appointed from {group: (yes, base)}, with the total added up."""
    people = list(counts.values())
    total = (sum(y for y, _ in people), sum(b for _, b in people))
    rows = [(y, b - y, b) for y, b in [*people, total]]
    return released([dimension("eth", tuple(counts)), APPOINTED], list(itertools.chain(*rows)), code=code)


def test_compare_outcomes_gives_the_published_likelihood():
    found = compare_outcomes(
        table({"minority": (24, 408), "white": (84, 780)}),
        dimension="eth", outcome="appointed", of="yes", reference="white",
    )  # fmt: skip

    minority, white = found.rates
    assert white.standing is Standing.REFERENCE
    assert minority.ratio is not None
    assert minority.test is not None
    # facts: relative likelihood 1.8308 (white against minority), Fisher's p 0.00553 (workforce race equality standard)
    assert 1 / minority.ratio.value == pytest.approx(1.8308, abs=5e-5)
    assert fisher_exact([[24, 384], [84, 696]]).pvalue == pytest.approx(0.00553, abs=5e-6)
    assert minority.standing is Standing.LOWER


def test_compare_outcomes_against_all_others_bounds_the_unknown():
    found = compare_outcomes(
        table({"a": (20, 100), "b": (45, 100), "NK": (0, 60)}), dimension="eth", outcome="appointed", of="yes"
    )

    a, b = found.rates
    assert (a.other.count.value, a.other.base.value) == (45, 100)
    # if all 60 unknown, none of them appointed, were b: 45 of 160 is still above a's 20 of 100
    assert a.can_turn is False
    assert b.standing is Standing.HIGHER


def test_unknown_people_can_turn_a_small_difference():
    found = compare_outcomes(
        table({"a": (40, 100), "b": (45, 100), "NK": (30, 60)}), dimension="eth", outcome="appointed", of="yes"
    )

    assert found.rates[0].can_turn is True


def test_scan_corrects_over_the_whole_family():
    counts = {"a": (20, 200), "b": (60, 200), "c": (55, 200), "d": (50, 200)}
    groups = list(counts.values())
    everyone = (sum(y for y, _ in groups), sum(b for _, b in groups))
    from dueregard.analysis.stats.significance import compare

    raw = [compare(y, b, everyone[0] - y, everyone[1] - b).p for y, b in groups]

    found = scan([table(counts)], question=QUESTION)

    everything = {one.key: one for one in (*found.worse, *found.better, *found.cannot_tell)}
    assert [everything[f"eth={g}"].adjusted for g in counts] == pytest.approx(list(false_discovery_control(raw)))
    assert [one.key for one in found.worse] == ["eth=a"]
    assert wording.finding(found.worse[0], question=QUESTION) == (
        "a: 10% were appointed (20 of 200), against 28% of everyone else (165 of 600). "
        "The difference is larger than chance alone would make it. "
        "At everyone else's rate it would have been 35 more."
    )


def test_scan_asks_once_of_a_group_that_two_tables_hold():
    counts = {"a": (20, 200), "b": (60, 200)}

    once = scan([table(counts)], question=QUESTION)
    twice = scan([table(counts), table(counts, code="again")], question=QUESTION)

    assert (once.tests, twice.tests) == (2, 2)


def test_scan_ranks_many_people_before_a_wide_gap_of_few():
    found = scan([table({"few": (1, 40), "many": (150, 1000), "rest": (900, 2000)})], question=QUESTION)

    assert [one.key for one in found.worse] == ["eth=many", "eth=few"]


def test_scan_says_what_it_cannot_say():
    rows = [(20, 180, 200), (60, 140, 200), (None, None, None), (2, 3, 5), (90, 330, 420)]
    over = dimension("eth", ("a", "b", "hidden", "few"))

    found = scan([released([over, APPOINTED], list(itertools.chain(*rows)))], question=QUESTION)

    assert (found.hidden, found.too_few) == (1, 1)
    said = " ".join(wording.cannot_say(found))
    assert "hidden to protect people" in said
    assert "fewer than 10 applicants" in said
    assert "It does not show why" in said


def test_scan_finds_a_crossing_that_adds_to_its_parts():
    sexes, groups = ("f", "m"), ("x", "y")
    yes = {("x", "f"): 10, ("x", "m"): 120, ("y", "f"): 120, ("y", "m"): 120}
    cells = []
    for group in (*groups, "Total"):
        for sex in (*sexes, "Total"):
            inside = [k for k in yes if group in (k[0], "Total") and sex in (k[1], "Total")]
            had, base = sum(yes[k] for k in inside), 300 * len(inside)
            cells += [had, base - had, base]
    crossed = released([dimension("eth", groups), dimension("sex", sexes), APPOINTED], cells)

    found = scan([crossed], question=QUESTION)

    crossing = next(one for one in found.worse if len(one.place) == 2)
    assert crossing.key == "eth=x & sex=f"
    assert crossing.adds is True
    assert all(one.adds is None for one in found.worse if len(one.place) == 1)


def test_shrinkage_leaves_large_groups_and_draws_small_ones():
    rates = shrunk_rates([1, 300, 700], [2, 1000, 1000])

    assert rates[1] == pytest.approx(0.3, abs=0.002)
    assert rates[2] == pytest.approx(0.7, abs=0.002)
    assert 0.49 < rates[0] < 0.51
    assert prior_strength([10, 10], [100, 100], middle=0.1) is None
