"""What must hold of the statistics whatever the figures: limits hold their value, widen, mirror and narrow."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.analysis.stats import families, inequality, proportions, quantiles, rates, ratios, spread
from dueregard.analysis.stats.raking import RakeRule, rake
from dueregard.analysis.stats.standardised import direct_rate

BASES = st.integers(1, 10**7)
SHARES = BASES.flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
COUNTS = st.integers(0, 10**6)
LEVELS = st.sampled_from([0.5, 0.8, 0.95, 0.998])
SMALL = settings(max_examples=60, deadline=None)
TINY = 1e-12


@SMALL
@given(SHARES, LEVELS)
@pytest.mark.parametrize("method", [proportions.wilson_limits, proportions.exact_limits])
def test_limits_of_a_share_hold_it_and_mirror_that_of_the_rest(method, share, level):
    count, base = share

    limits, rest = method(count, base, confidence=level), method(base - count, base, confidence=level)

    assert 0 <= limits.low <= count / base + TINY
    assert count / base - TINY <= limits.high <= 1
    assert math.isclose(limits.low, 1 - rest.high, abs_tol=1e-9)


@SMALL
@given(SHARES)
def test_limits_widen_with_confidence_and_narrow_with_size(share):
    count, base = share

    plain, strict = (proportions.wilson_limits(count, base, confidence=level) for level in (0.95, 0.998))
    larger = proportions.wilson_limits(10 * count, 10 * base)

    assert strict.low <= plain.low <= plain.high <= strict.high
    assert larger.width <= plain.width + TINY


@SMALL
@given(SHARES, SHARES)
def test_difference_turned_round_is_the_same_with_the_other_sign(one, other):
    there, back = proportions.difference(*one, *other), proportions.difference(*other, *one)

    assert there.value == -back.value
    assert math.isclose(there.limits.low, -back.limits.high, abs_tol=1e-12)
    assert there.limits.contains(there.value)
    assert -1 - TINY <= there.limits.low <= there.limits.high <= 1 + TINY


@SMALL
@given(COUNTS, LEVELS)
def test_limits_of_a_count_hold_it_and_rise_with_it(count, level):
    limits, more = rates.count_limits(count, confidence=level), rates.poisson_limits(count + 1, confidence=level)

    assert limits.low <= count <= limits.high
    assert rates.poisson_limits(count, confidence=level).high < more.high


@SMALL
@given(st.lists(st.tuples(SHARES, COUNTS), min_size=1, max_size=20))
def test_many_at_once_are_what_each_is_alone(figures):
    counts, bases = [count for (count, _), _ in figures], [base for (_, base), _ in figures]
    events = [event for _, event in figures]

    low, high = proportions.wilson_bounds(counts, bases)
    low_events, high_events = rates.count_bounds(events)

    alone = [proportions.wilson_limits(count, base) for count, base in zip(counts, bases, strict=True)]
    np.testing.assert_allclose(low, [one.low for one in alone], rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(high, [one.high for one in alone], rtol=1e-10, atol=1e-13)
    of_events = [rates.count_limits(event) for event in events]
    np.testing.assert_allclose(low_events, [one.low for one in of_events], rtol=1e-12)
    np.testing.assert_allclose(high_events, [one.high for one in of_events], rtol=1e-12)


@SMALL
@given(SHARES, SHARES)
def test_ratio_turned_round_is_one_over_it(one, other):
    there, back = ratios.risk_ratio(*one, *other), ratios.risk_ratio(*other, *one)

    assert there.is_calculable == back.is_calculable == bool(one[0] and other[0])
    if there.is_calculable:
        assert math.isclose(there.value * back.value, 1)
        assert math.isclose(there.limits.low * back.limits.high, 1, rel_tol=1e-9)
        assert there.limits.low <= there.value <= there.limits.high


@SMALL
@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=30))
@pytest.mark.parametrize("adjust", [families.benjamini_hochberg, families.benjamini_yekutieli, families.holm])
def test_adjusted_p_values_never_fall_and_keep_their_order(adjust, p_values):
    adjusted = adjust(p_values)

    assert [one is None for one in adjusted] == [one is None for one in p_values]
    pairs = sorted((p, a) for p, a in zip(p_values, adjusted, strict=True) if p is not None)
    assert all(p - TINY <= a <= 1 for p, a in pairs)
    assert all(a <= b for (_, a), (_, b) in itertools.pairwise(pairs))


@SMALL
@given(st.lists(st.tuples(st.integers(1, 500), st.integers(500, 10_000), st.integers(1, 100)), min_size=2, max_size=8))
def test_direct_rate_lies_between_the_rates_of_the_ages(bands):
    events, people, standard = (list(column) for column in zip(*bands, strict=True))

    found = direct_rate([10 * one for one in events], [10 * one for one in people], standard, per=1).estimate

    rates_by_age = [one / base for one, base in zip(events, people, strict=True)]
    assert min(rates_by_age) - TINY <= found.value <= max(rates_by_age) + TINY
    assert found.limits.low <= found.value <= found.limits.high


@SMALL
@given(
    st.lists(st.floats(1, 100), min_size=3, max_size=10),
    st.lists(st.integers(1, 1000), min_size=10, max_size=10),
)
def test_inequality_turned_round_changes_its_sign(values, people):
    people = people[: len(values)]

    there = inequality.inequality(values, people)
    back = inequality.inequality(values[::-1], people[::-1])

    assert math.isclose(there.slope.value, -back.slope.value, abs_tol=1e-8)
    assert math.isclose(there.first, back.last, abs_tol=1e-8)


@SMALL
@given(st.lists(st.integers(0, 50), min_size=1, max_size=60), st.integers(1, 12))
def test_quantiles_rise_with_values_and_keep_equals_together(values, parts):
    found = quantiles.quantiles([float(one) for one in values], parts=parts)

    if len(values) < parts:
        assert set(found) == {None}
    else:
        pairs = sorted(zip(values, found, strict=True))
        assert all(1 <= quantile <= parts for quantile in found)
        assert all(a <= b for (_, a), (_, b) in itertools.pairwise(pairs))
        assert all(a == b for (v, a), (w, b) in itertools.pairwise(pairs) if v == w)


@SMALL
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8), st.integers(1, 50))
def test_spread_does_not_hang_on_size(counts, factor):
    larger = [factor * count for count in counts]

    assert spread.dissimilarity(counts, larger) in (None, pytest.approx(0, abs=1e-12))
    assert spread.simpson(counts) == (None if not sum(counts) else pytest.approx(spread.simpson(larger)))


@SMALL
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), min_size=12, max_size=60),
    st.lists(st.integers(1, 9), min_size=5, max_size=5),
)
def test_raking_meets_its_margins_or_says_why(people, shares):
    people = [*people, *((one, other) for one in "abc" for other in "xy")]
    answers = {"one": [one for one, _ in people], "other": [other for _, other in people]}
    targets = {"one": dict(zip("abc", shares[:3], strict=True)), "other": dict(zip("xy", shares[3:], strict=True))}

    raked = rake(answers, targets)
    capped = rake(answers, targets, rule=RakeRule(caps=(0.5, 2.0)))

    assert raked.diagnosis.is_met  # every combination is in the sample
    assert sum(raked.weights) == pytest.approx(len(people))
    assert all(0.5 <= weight <= 2.0 for weight in capped.weights)
    assert capped.diagnosis.is_met or capped.diagnosis.problems
