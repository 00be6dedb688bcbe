"""The statistics against R's epitools and survey packages, whose answers are stored beside the project."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest

from dueregard.analysis.stats.families import benjamini_hochberg, benjamini_yekutieli, holm
from dueregard.analysis.stats.proportions import exact_limits, wilson_limits
from dueregard.analysis.stats.raking import rake
from dueregard.analysis.stats.rates import poisson_limits
from dueregard.analysis.stats.ratios import odds_ratio, risk_ratio
from dueregard.analysis.stats.significance import chi_square, fisher


@pytest.fixture
def statistics(shared: Path) -> Path:
    return shared / "data" / "test" / "statistics"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def is_same(ours: float | None, theirs: str, *, within: float = 1e-9) -> bool:
    return ours is not None and math.isclose(ours, float(theirs), rel_tol=within, abs_tol=1e-300)


def test_limits_of_shares_as_epitools(statistics):
    rows = rows_of(statistics / "survey_epitools" / "epitools_binom.csv")

    for row in rows:
        count, base = int(row["x"]), int(row["n"])
        exact, wilson = exact_limits(count, base), wilson_limits(count, base)
        assert is_same(exact.low, row["exact_lo"], within=1e-7)  # epitools searches for these two
        assert is_same(exact.high, row["exact_hi"], within=1e-7)
        assert is_same(wilson.low, row["wilson_lo"])
        assert is_same(wilson.high, row["wilson_hi"])
    assert len(rows) == 30


def test_limits_of_counts_as_epitools(statistics):
    """epitools finds its exact limits by trial, to about one in ten million people; ours are held to that."""
    for row in rows_of(statistics / "survey_epitools" / "epitools_pois_exact.csv"):
        limits = poisson_limits(int(row["x"])).times(1 / int(row["pt"]))
        assert abs(limits.low - float(row["lo"])) < 1e-7
        assert abs(limits.high - float(row["hi"])) < 1e-7


def test_ratios_and_tests_as_r(statistics):
    rows = rows_of(statistics / "survey_epitools" / "riskratio_oddsratio_padjust.csv")

    for row in rows:
        cells = tuple(int(row[name]) for name in ("exposed_events", "exposed_n", "ref_events", "ref_n"))
        risk, odds = risk_ratio(*cells), odds_ratio(*cells)
        assert is_same(risk.value, row["rr"])
        assert is_same(risk.limits.low, row["rr_lo"])
        assert is_same(risk.limits.high, row["rr_hi"])
        assert is_same(odds.value, row["or"])
        assert is_same(odds.limits.low, row["or_lo"])
        assert is_same(odds.limits.high, row["or_hi"])
        hits, base, other, other_base = cells
        pearson = chi_square([[hits, base - hits], [other, other_base - other]])
        if float(row["chisq_p"]) > 1e-250:
            assert is_same(pearson.p, row["chisq_p"])
        if float(row["fisher_p"]) > 1e-250:
            assert is_same(fisher(*cells).p, row["fisher_p"], within=1e-6)
    assert len(rows) == 60


def test_families_as_p_adjust(statistics):
    rows = rows_of(statistics / "survey_epitools" / "riskratio_oddsratio_padjust.csv")
    p_values = [float(row["chisq_p"]) for row in rows]

    for name, adjusted in (
        ("p_bh", benjamini_hochberg(p_values)),
        ("p_by", benjamini_yekutieli(p_values)),
        ("p_holm", holm(p_values)),
    ):
        for row, ours in zip(rows, adjusted, strict=True):
            assert is_same(ours, row[name]), (name, row)


def test_raking_100_000_people_as_r_survey(statistics):
    """R stops when it is near: its own margins are off by what its weights differ from ours."""
    rows = rows_of(statistics / "raking" / "rake100k.csv")
    targets = json.loads((statistics / "raking" / "rake_targets.json").read_text())
    theirs = [float(row["w"]) for row in rows_of(statistics / "raking" / "expected_R_survey_rake_weights.csv")]

    raked = rake({name: [row[name] for row in rows] for name in targets}, targets)

    assert max(abs(ours / weight - 1) for ours, weight in zip(raked.weights, theirs, strict=True)) < 2e-5
    assert raked.diagnosis.is_met
    assert raked.diagnosis.largest_miss < 1e-12
    assert raked.diagnosis.problems == ()
    assert round(raked.diagnosis.design_effect, 4) == 1.8988
    assert round(raked.diagnosis.most_weight, 2) == 21.81


def test_raking_a_design_with_weights_as_r_survey(statistics):
    rows = rows_of(statistics / "survey_epitools" / "apiclus1_rake.csv")
    answers = {name: [row[name] for row in rows] for name in ("stype", "sch.wide")}
    # The margins to which R raked; the weights begun with add to their number as well.
    targets = {"stype": {"E": 4421, "H": 755, "M": 1018}, "sch.wide": {"Yes": 5122, "No": 1072}}

    raked = rake(answers, targets, weights=[float(row["pw"]) for row in rows])

    assert all(is_same(ours, row["raked"], within=5e-5) for ours, row in zip(raked.weights, rows, strict=True))
    mean = sum(w * float(row["api00"]) for w, row in zip(raked.weights, rows, strict=True)) / sum(raked.weights)
    assert abs(mean / 641.230246862209 - 1) < 1e-5
