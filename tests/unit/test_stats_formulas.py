"""The formulas of the statistics against worked examples, scipy and statsmodels, and at their edges."""

from __future__ import annotations

import math

import pytest
from scipy import stats as scipy_stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from dueregard.analysis.stats import (
    families,
    funnels,
    inequality,
    life,
    means,
    proportions,
    quantiles,
    rates,
    ratios,
    representation,
    significance,
    spread,
    standardised,
    trends,
    weights,
)
from dueregard.analysis.stats.values import BadFigures, Estimate, Interval

BIG = (
    [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91],
    [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207],
)


def rounded(estimate: Estimate, digits: int = 4) -> tuple[float, float, float]:
    return tuple(round(one, digits) for one in (estimate.value, estimate.limits.low, estimate.limits.high))


@pytest.mark.parametrize(
    ("count", "base", "confidence", "low", "high"),
    [
        (65, 100, 0.95, 0.5525444, 0.7363575),
        (65, 100, 0.998, 0.4954947, 0.7783541),
        (1, 100, 0.95, 0.0017674, 0.0544862),
        (20, 100, 0.95, 0.1333669, 0.2888292),
        (0, 10, 0.95, 0.0, 0.2775328),
        (10, 10, 0.95, 0.7224672, 1.0),
        (130, 200, 0.95, 0.5816346, 0.7127118),
    ],
)
def test_proportion_worked_examples(count, base, confidence, low, high):
    found = proportions.proportion(count, base, confidence=confidence)

    assert round(found.limits.low, 7) == low
    assert round(found.limits.high, 7) == high


@pytest.mark.parametrize(("count", "base"), [(1, 7), (30, 60), (999, 1000), (3, 100_000)])
@pytest.mark.parametrize(("ours", "theirs"), [("wilson_limits", "wilson"), ("exact_limits", "beta")])
def test_proportion_as_statsmodels(count, base, ours, theirs):
    low, high = proportion_confint(count, base, alpha=0.05, method=theirs)

    found = getattr(proportions, ours)(count, base)

    assert math.isclose(found.low, low, rel_tol=1e-9)
    assert math.isclose(found.high, high, rel_tol=1e-9)


@pytest.mark.parametrize("cells", [(56, 70, 48, 80), (9, 10, 3, 10), (0, 10, 0, 20), (10, 10, 0, 20)])
def test_difference_as_statsmodels(cells):
    low, high = confint_proportions_2indep(*cells, compare="diff", method="newcomb")

    found = proportions.difference(*cells)

    assert math.isclose(found.limits.low, low, abs_tol=1e-12)
    assert math.isclose(found.limits.high, high, abs_tol=1e-12)


@pytest.mark.parametrize(
    ("events", "confidence", "low", "high"),
    [
        (65, 0.95, 50.163188, 82.849139),
        (65, 0.998, 42.880261, 94.000291),
        (10, 0.95, 4.787450, 18.391459),
        (1, 0.95, 0.025318, 5.571643),
        (0, 0.95, 0.0, 3.688879),
    ],
)
def test_counts_worked_examples(events, confidence, low, high):
    found = rates.count_limits(events, confidence=confidence)

    assert round(found.low, 6) == low
    assert round(found.high, 6) == high


def test_byar_has_no_lower_limit_where_the_formula_has_none():
    assert rates.byar_limits(0).low is None
    assert rates.byar_limits(1, confidence=0.998).low is None
    assert round(rates.byar_limits(1, confidence=0.998).high, 6) == 9.36218


def test_poisson_limits_have_the_tails_they_should():
    limits = rates.poisson_limits(7)

    assert math.isclose(scipy_stats.poisson.sf(6, limits.low), 0.025, rel_tol=1e-12)
    assert math.isclose(scipy_stats.poisson.cdf(7, limits.high), 0.025, rel_tol=1e-12)


def test_rate_above_one_is_no_fault():
    assert rates.rate(250, 220, per=100).value == pytest.approx(113.636364)


def test_mean_as_scipy():
    values = [33.1, 48.4, 71.9, 12.0]
    low, high = scipy_stats.t.interval(0.95, 3, loc=41.35, scale=scipy_stats.sem(values))

    found = means.mean([*values, None])

    assert found.estimate.value == pytest.approx(41.35)
    assert found.estimate.limits.low == pytest.approx(low, rel=1e-12)
    assert found.estimate.limits.high == pytest.approx(high, rel=1e-12)


def test_workforce_worked_examples():
    assert rounded(ratios.risk_ratio(84, 780, 24, 408)) == (1.8308, 1.1820, 2.8357)
    assert rounded(ratios.risk_ratio(9, 310, 14, 1190)) == (2.4677, 1.0782, 5.6481)
    assert round(significance.fisher(84, 780, 24, 408).p, 5) == 0.00553
    assert round(significance.fisher(9, 310, 14, 1190).p, 5) == 0.03684
    assert round(significance.chi_square([[84, 696], [24, 384]]).statistic, 4) == 7.7408
    assert [round(ratio, 4) for ratio in ratios.four_fifths([84, 24], [780, 408]).ratios] == [1.0, 0.5462]


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ((84, 780, 24, 408), "chi-square"),
        ((9, 310, 14, 1190), "Fisher"),  # least expected count 4.75
        ((40, 500, 30, 499), "Fisher"),  # 999 people
        ((40, 500, 30, 500), "chi-square"),
        ((40.5, 50, 30.5, 60), "chi-square"),  # weighted counts have no exact test
    ],
)
def test_the_test_that_fits(cells, name):
    assert significance.compare(*cells).name == name


def test_rule_for_tests_is_a_value_passed_in():
    rule = significance.TestRule(fewest_people=100)

    assert significance.compare(40, 100, 30, 100).name == "Fisher"
    assert significance.compare(40, 100, 30, 100, rule=rule).name == "chi-square"


def test_tests_as_scipy():
    table = [[12, 30, 8], [22, 14, 19], [5, 9, 40]]
    theirs = scipy_stats.chi2_contingency(table, correction=False)
    fit = scipy_stats.chisquare([60, 25, 15], [50, 30, 20])

    ours, our_fit = significance.chi_square(table), significance.goodness_of_fit([60, 25, 15], [0.5, 0.3, 0.2])

    assert ours.statistic == pytest.approx(theirs.statistic, rel=1e-12)
    assert ours.p == pytest.approx(theirs.pvalue, rel=1e-9)
    assert ours.effect == pytest.approx(scipy_stats.contingency.association(table, method="cramer"), rel=1e-12)
    assert our_fit.p == pytest.approx(fit.pvalue, rel=1e-9)
    assert significance.binomial(3, 20, 0.4).p == pytest.approx(scipy_stats.binomtest(3, 20, 0.4).pvalue)


def test_tests_that_cannot_be_made_say_why():
    assert significance.fisher(0, 0, 3, 10).why_not == "A base is nought."
    assert significance.compare(0, 0, 3, 10).p is None
    assert significance.chi_square([[3, 4], [0, 0]]).why_not == "There is only one group, or one outcome."
    assert significance.goodness_of_fit([0, 0], [0.5, 0.5]).why_not == "Nobody was counted."
    assert significance.goodness_of_fit([4, 1], [1.0, 0.0]).p is None
    assert significance.goodness_of_fit([4, 0], [1.0, 0.0]).why_not == "There is only one group."
    assert significance.binomial(0, 0, 0.2).p is None
    assert significance.fisher(0, 5, 0, 9).p == 1.0
    assert significance.chi_square([[1, 2], [3, 1]]).is_rough


def test_families_worked_example_and_statsmodels():
    p_values = [0.001, 0.008, 0.039, 0.041, 0.042, 0.060, 0.074, 0.205, 0.212, 0.216]

    adjusted = families.benjamini_hochberg(p_values)

    assert [round(p, 4) for p in adjusted] == [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.1057, 0.216, 0.216, 0.216]
    assert sum(p <= 0.05 for p in adjusted) == 2
    for ours, method in (
        (families.benjamini_hochberg, "fdr_bh"),
        (families.benjamini_yekutieli, "fdr_by"),
        (families.holm, "holm"),
    ):
        assert ours(p_values) == pytest.approx(multipletests(p_values, method=method)[1])


def test_direct_rate_worked_examples():
    big = standardised.direct_rate(*BIG)

    assert (big.events, big.people) == (895, 8970)
    assert rounded(big.estimate, 6) == (10430.247991, 9717.709068, 11178.940915)


def test_direct_rate_is_not_given_below_ten_events():
    events = [9] + [0] * 18

    found = standardised.direct_rate(events, BIG[1])

    assert found.estimate.value is None
    assert found.estimate.why_not == "There are fewer than 10 events."
    assert standardised.direct_rate([10] + [None] * 18, BIG[1]).estimate.is_calculable


def test_indirect_ratio_worked_example():
    found = standardised.indirect_ratio(895, 835.883561, reference_rate=0.09349883092)

    assert rounded(found.ratio, 6) == (1.070723, 1.001715, 1.143233)
    assert rounded(found.rate(per=100_000), 3) == (10011.138, 9365.916, 10689.098)
    assert round(found.excess.value, 3) == 59.116
    assert round(found.excess.limits.low, 3) == round((1.001714771 - 1) * 835.883561, 3)


def test_inequality_worked_example_in_every_reading():
    values, people = [30, 26, 22, 20, 16], [1] * 5

    readings = {
        relative: round(inequality.inequality(values, people, relative=relative).relative.value, 4)
        for relative in inequality.Relative
    }

    found = inequality.inequality(values, people)
    assert (round(found.slope.value, 9), round(found.first, 9), round(found.last, 9)) == (-17.0, 31.3, 14.3)
    assert list(readings.values()) == [0.4569, 2.1888, -0.7456]


def test_inequality_turned_over_by_its_multiplier():
    plain = inequality.inequality([30, 26, 22, 20, 16], [1] * 5, [1.0] * 5)
    turned = inequality.inequality([30, 26, 22, 20, 16], [1] * 5, [1.0] * 5, multiplier=-1)

    assert turned.slope.value == -plain.slope.value
    assert turned.slope.limits == Interval(-plain.slope.limits.high, -plain.slope.limits.low)
    assert turned.relative.value == pytest.approx(1 / plain.relative.value)
    assert turned.relative_is is inequality.Relative.FIRST_OVER_LAST


@pytest.mark.parametrize("transform", list(inequality.Transform))
@pytest.mark.parametrize("relative", list(inequality.Relative))
def test_inequality_closed_limits_agree_with_drawn_ones(transform, relative):
    values, people, errors = [0.31, 0.27, 0.22, 0.2, 0.15], [900, 1100, 1000, 950, 1050], [0.01] * 5
    if transform is not inequality.Transform.NONE:
        errors = [0.05] * 5

    closed = inequality.inequality(values, people, errors, transform=transform, relative=relative)
    drawn = inequality.inequality(
        values, people, errors, transform=transform, relative=relative, limits="simulated", seed=3
    )

    for one, other in ((closed.slope, drawn.slope), (closed.relative, drawn.relative)):
        assert one.value == other.value
        assert one.limits.low == pytest.approx(other.limits.low, abs=0.02 * one.limits.width)
        assert one.limits.high == pytest.approx(other.limits.high, abs=0.02 * one.limits.width)


def test_inequality_same_seed_same_limits():
    one, other, third = (
        inequality.inequality([3, 2, 1], [1, 1, 1], [0.1] * 3, limits="simulated", draws=2000, seed=seed)
        for seed in (7, 7, 8)
    )

    assert one == other
    assert one != third


def test_inequality_line_as_numpy_fits_it():
    import numpy as np

    values, people = [30.0, 26.0, 22.0, 20.0, 19.0], [100, 250, 50, 300, 90]
    slope, start = np.polyfit(spread.share_ranks(people), values, 1, w=np.sqrt(people))

    found = inequality.inequality(values, people)

    assert found.slope.value == pytest.approx(slope, rel=1e-12)
    assert found.first == pytest.approx(start, rel=1e-12)


def test_funnel_worked_example():
    average, points = funnels.share_funnel([20], [100], sizes=[200])

    assert average == 0.2
    assert (round(points[0].ordinary.low, 6), round(points[0].ordinary.high, 6)) == (0.144564, 0.255436)
    assert (round(points[0].strict.low, 6), round(points[0].strict.high, 6)) == (0.112595, 0.287405)


def test_funnel_is_widened_by_the_root_of_the_factor():
    _, plain = funnels.share_funnel([20], [100], sizes=[2000])
    _, wide = funnels.share_funnel([20], [100], sizes=[2000], widened=4.0)

    assert wide[0].ordinary.width == pytest.approx(2 * plain[0].ordinary.width)


def test_overdispersion_pulls_in_the_outermost_tenth():
    calm = [-1.0, 1.0] * 9

    assert funnels.overdispersion([*calm, 50.0, -50.0]) == 1.0
    assert funnels.overdispersion([*calm, 50.0, -50.0], trimmed=0) > 200


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({0: 0}, "An age has nobody in it."),
        ({5: 3}, "An age has more deaths than people."),
    ],
)
def test_life_table_says_why_it_is_not_given(change, why):
    people, deaths = [500.0] * 20, [5.0] * 20
    for at, n in change.items():
        people[at] = n

    found = life.life_expectancy(people, deaths)

    assert {one.estimate.why_not for one in found} == {why}
    assert len(found) == 20


def test_life_table_needs_people_deaths_and_narrow_limits():
    few = life.life_expectancy([250.0] * 20, [2.0] * 20)
    no_deaths = life.life_expectancy([500.0] * 20, [2.0] * 19 + [0.0])
    wide = life.life_expectancy([300.0] * 20, [0.0] * 19 + [1.0])

    assert few[0].estimate.why_not == "There are 5,000 people or fewer."
    assert no_deaths[0].estimate.why_not.startswith("Nobody died in the last age")
    assert wide[0].estimate.why_not == "The limits are more than 20 years apart."


def test_trend_as_scipy():
    times, values = [2019, 2020, 2021, 2022, 2023], [11.0, 10.2, 12.1, 12.9, 13.0]
    theirs = scipy_stats.linregress(times, values)

    found = trends.trend([*times, 2024], [*values, None])

    reach = scipy_stats.t.ppf(0.975, 3) * theirs.stderr
    assert found.slope.value == pytest.approx(theirs.slope)
    assert found.slope.limits.low == pytest.approx(theirs.slope - reach)
    assert found.start == pytest.approx(theirs.intercept + 2019 * theirs.slope)
    assert found.periods == 5


def test_trend_and_change_where_there_is_too_little():
    assert trends.trend([2023, 2024], [1.0, 2.0]).slope.value is None
    assert trends.change(None, proportions.proportion(1, 2)) is None
    assert trends.change(proportions.proportion(0, 0), proportions.proportion(1, 2)).difference.value is None
    falling = trends.change(proportions.proportion(80, 100), proportions.proportion(40, 100))
    assert falling.direction is trends.Direction.FALLING
    assert trends.trend([1, 2, 3], [5.0, 5.0, 5.0]).direction is trends.Direction.NOT_CLEAR


def test_representation_worked_example():
    found = representation.representation(18, 100, 0.27)

    assert round(found.index.value, 3) == 0.667
    assert round(found.gap_points.value, 9) == -9.0
    assert representation.representation(18, 100, 0.0).index.value is None
    assert representation.representation(18, 100, None) is None
    assert representation.representation(0, 0, 0.5).index.value is None


def test_spread():
    assert spread.dissimilarity([1, 1], [1, 1]) == 0
    assert spread.dissimilarity([1, 0], [0, 1]) == 1
    assert spread.dissimilarity([1, None], [1, 1]) is None
    assert spread.dissimilarity([0, 0], [1, 1]) is None
    assert spread.simpson([4, 0]) == 0
    assert spread.simpson([]) is None


def test_weights_worked_example():
    made = [0.5] * 40 + [1.0] * 30 + [2.0] * 30

    assert round(weights.design_effect(made), 6) == 1.322314
    assert round(weights.effective_size(made), 3) == 75.625
    assert weights.design_effect([]) is None
    found = weights.weighted_proportion([True] * 50 + [False] * 50, [1.0] * 100)
    assert found.limits.low == pytest.approx(proportions.wilson_limits(50, 100).low)
    assert weights.weighted_proportion([None], [1.0]).value is None


@pytest.mark.parametrize(
    "estimate",
    [proportions.proportion(0, 0), proportions.difference(1, 2, 0, 0), rates.rate(3, 0), ratios.risk_ratio(0, 0, 1, 2),
     ratios.risk_ratio(0, 5, 1, 5), ratios.odds_ratio(5, 5, 1, 5), ratios.odds_ratio(0, 0, 1, 5),
     rates.rate_ratio(0, 5, 1, 5), rates.rate_ratio(1, 0, 1, 5), standardised.indirect_ratio(3, 0).ratio,
     ratios.ratio_of(0.0, 1.0, 2.0, 1.0), means.mean([]).estimate],
)  # fmt: skip
def test_nothing_to_divide_by_is_never_nought(estimate):
    assert estimate.value is None
    assert estimate.limits == Interval(None, None)
    assert estimate.why_not
    assert estimate.times(100) is estimate


@pytest.mark.parametrize(
    "missing",
    [proportions.proportion(None, 5), proportions.difference(1, 2, None, 4), rates.rate(3, None),
     ratios.risk_ratio(1, 2, 1, None), ratios.odds_ratio(None, 2, 1, 3), rates.rate_ratio(1, 2, 3, None),
     significance.compare(None, 2, 3, 4), standardised.indirect_ratio(None, 3)],
)  # fmt: skip
def test_what_is_not_given_stays_not_given(missing):
    assert missing is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda: proportions.proportion(6, 5),
        lambda: proportions.proportion(-1, 5),
        lambda: proportions.proportion(math.nan, 5),
        lambda: proportions.proportion(1, 5, confidence=95),
        lambda: proportions.wilson_limits(0, 0),
        lambda: proportions.exact_limits(0, 0),
        lambda: rates.rate(math.inf, 5),
        lambda: means.mean([math.nan]),
        lambda: ratios.four_fifths([1], [2, 3]),
        lambda: ratios.ratio_of(-1.0, 1.0, 1.0, 1.0),
        lambda: representation.representation(1, 2, 27),
        lambda: significance.fisher(1.5, 3, 1, 3),
        lambda: significance.binomial(1, 3, 1.5),
        lambda: significance.binomial(1.5, 3, 0.5),
        lambda: significance.chi_square([[1, 2], [3]]),
        lambda: significance.chi_square([[1, -2], [3, 4]]),
        lambda: significance.goodness_of_fit([1, 2], [0.5, 0.6]),
        lambda: families.holm([1.2]),
        lambda: spread.share_ranks([0, 0]),
        lambda: standardised.direct_rate([1], [0], [1]),
        lambda: standardised.direct_rate([10], [20], [0]),
        lambda: standardised.direct_rate([10], [20], [1], repeats=[[4, 2]]),
        lambda: standardised.direct_rate([10], [20], [1], repeats=[[-10, 10]]),
        lambda: trends.trend([1, 2, 3], [1.0, 2.0], None),
        lambda: standardised.expected_events([1], [1], [0]),
        lambda: inequality.inequality([1, 2], [1, 1]),
        lambda: inequality.inequality([1, 2, 3], [1, 0, 1]),
        lambda: inequality.inequality([1, 2, 3], [1, 1, 1], multiplier=0),
        lambda: inequality.inequality([1, 2, 3], [1, 1, 1], [-1, 1, 1]),
        lambda: inequality.inequality([0, 2, 3], [1, 1, 1], transform=inequality.Transform.LOG),
        lambda: inequality.inequality([0.5, 1, 0.3], [1, 1, 1], transform=inequality.Transform.LOGIT),
        lambda: inequality.inequality([math.nan, 1, 0.3], [1, 1, 1]),
        lambda: quantiles.quantiles([1.0], parts=0),
        lambda: funnels.share_funnel([], []),
        lambda: funnels.share_funnel([0], [0]),
        lambda: funnels.average_rate([1], [0]),
        lambda: funnels.overdispersion([]),
        lambda: funnels.overdispersion([1.0], trimmed=0.5),
        lambda: funnels.sizes_of_funnel([0]),
        lambda: life.life_expectancy([1], [1]),
        lambda: trends.trend([1, 2, 3], [1.0, 2.0, 3.0], [0.0, 1.0, 1.0]),
        lambda: weights.effective_size([-1.0]),
    ],
)
def test_figures_that_cannot_be_are_refused(ask):
    with pytest.raises(BadFigures):
        ask()
