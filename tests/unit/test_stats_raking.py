"""Raking: the worked example, caps and trimming, and what it says when it cannot succeed."""

from __future__ import annotations

import pytest

from dueregard.analysis.stats.raking import RakeRule, rake
from dueregard.analysis.stats.values import BadFigures

PEOPLE = [("M", "Y")] * 10 + [("M", "O")] * 40 + [("F", "Y")] * 20 + [("F", "O")] * 30
ANSWERS = {"sex": [sex for sex, _ in PEOPLE], "age": [age for _, age in PEOPLE]}
TARGETS = {"sex": {"M": 49, "F": 51}, "age": {"Y": 0.45, "O": 0.55}}


def test_rake_worked_example():
    raked = rake(ANSWERS, TARGETS)

    assert [round(raked.weights[at], 5) for at in (0, 10, 50, 70)] == [1.61121, 0.8222, 1.44439, 0.73707]
    assert round(raked.diagnosis.design_effect, 6) == 1.110240
    assert round(raked.diagnosis.effective_size, 4) == 90.0706
    assert raked.diagnosis.is_met
    assert raked.diagnosis.problems == ()


def test_rake_keeps_the_sum_of_the_weights_begun_with():
    raked = rake(ANSWERS, TARGETS, weights=[2.0] * 60 + [4.0] * 40)

    assert sum(raked.weights) == pytest.approx(280)
    assert sum(raked.weights[:50]) == pytest.approx(280 * 0.49)


def test_rake_caps_are_held_and_margins_met():
    raked = rake(ANSWERS, TARGETS, rule=RakeRule(caps=(0.5, 1.6)))

    assert raked.diagnosis.is_met
    assert raked.diagnosis.at_caps == 10
    assert max(raked.weights) == 1.6
    assert [round(raked.weights[at], 6) for at in (10, 50, 70)] == [0.825, 1.45, 0.733333]


def test_rake_caps_too_narrow_are_said():
    raked = rake(ANSWERS, TARGETS, rule=RakeRule(caps=(0.9, 1.1)))

    assert not raked.diagnosis.is_met
    assert 0.9 <= min(raked.weights) <= max(raked.weights) <= 1.1
    assert "cannot be met within the caps" in raked.diagnosis.problems[0]
    assert raked.diagnosis.misses[0].variable == "age"


def test_rake_trimming_is_said():
    raked = rake(ANSWERS, TARGETS, rule=RakeRule(trim=(0.3, 1.2)))

    assert sum(raked.weights) == pytest.approx(100)
    assert not raked.diagnosis.is_met
    assert raked.diagnosis.problems == (
        "Weights were trimmed after raking, which moves the margins off their targets.",
    )


def test_rake_names_the_margins_that_clash():
    answers = {"age": ["16", "16", "40", "40", "70"], "work": ["student", "student", "paid", "student", "retired"]}
    targets = {"age": {"16": 0.4, "40": 0.4, "70": 0.2}, "work": {"student": 0.25, "paid": 0.5, "retired": 0.25}}

    raked = rake(answers, targets)

    assert [
        (one.categories, round(one.target, 9), one.other_categories, round(one.other_target, 9))
        for one in raked.diagnosis.conflicts
    ] == [(("16",), 0.4, ("student",), 0.25)]
    assert raked.diagnosis.problems[0] == (
        "Everybody in the sample who is “16” of age is “student” of work; the targets ask for 40.0% of the one and"
        " 25.0% of the other: no weights can do both."
    )


def test_rake_names_an_empty_category_and_one_without_target():
    answers = {"sex": ["M", "F", "F", "X"]}

    raked = rake(answers, {"sex": {"M": 0.4, "F": 0.5, "Z": 0.1}})

    assert raked.weights == pytest.approx((4 / 3, 5 / 6, 5 / 6, 1.0))
    assert raked.diagnosis.empty == (("sex", "Z"),)
    assert raked.diagnosis.untargeted == (("sex", "X"),)
    assert raked.diagnosis.missing == (("sex", 1),)
    assert raked.diagnosis.conflicts == ()
    assert "put it together with another" in raked.diagnosis.problems[0]


def test_rake_who_did_not_answer_keeps_their_weight_there():
    answers = {"sex": ["M", "M", "F", None]}

    raked = rake(answers, {"sex": {"M": 0.5, "F": 0.5}})

    assert raked.weights == pytest.approx((0.75, 0.75, 1.5, 1.0))
    assert raked.diagnosis.is_met
    assert raked.diagnosis.problems == (
        "1 did not answer sex, or answered what has no target: its targets hold among the others.",
    )


def test_rake_three_margins_that_clash_only_together():
    """Each pair of these has weights; all three have none: everybody in the sample has an odd number of ones."""
    answers = {"a": ["1", "1", "0", "0"], "b": ["0", "1", "1", "0"], "c": ["0", "1", "0", "1"]}
    targets = {name: {"1": 0.1, "0": 0.9} for name in "abc"}

    raked = rake(answers, targets)

    assert not raked.diagnosis.is_met
    assert raked.diagnosis.conflicts == ()
    assert "combinations are missing" in raked.diagnosis.problems[0]


def test_rake_a_target_of_nought_weighs_nothing():
    raked = rake({"sex": ["M", "F", "X"]}, {"sex": {"M": 0.5, "F": 0.5, "X": 0}})

    assert raked.weights == pytest.approx((1.5, 1.5, 0.0))


@pytest.mark.parametrize(
    ("answers", "targets", "options"),
    [
        ({"sex": ["M"]}, {}, {}),
        ({"sex": ["M"]}, {"age": {"Y": 1}}, {}),
        ({"sex": []}, {"sex": {"M": 1}}, {}),
        ({"sex": ["M"]}, {"sex": {"M": -1, "F": 2}}, {}),
        ({"sex": ["M"]}, {"sex": {"M": 0}}, {}),
        ({"sex": ["M"]}, {"sex": {"M": 1}}, {"weights": [-1.0]}),
        ({"sex": ["M"]}, {"sex": {"M": 1}}, {"weights": [0.0]}),
        ({"sex": ["M"]}, {"sex": {"M": 1}}, {"weights": [1.0, 2.0]}),
        ({"sex": ["M"]}, {"sex": {"M": 1}}, {"rule": RakeRule(caps=(1.2, 3))}),
        ({"sex": ["M"]}, {"sex": {"M": 1}}, {"rule": RakeRule(tolerance=0)}),
        ({"sex": ["M"], "age": ["Y", "O"]}, {"sex": {"M": 1}, "age": {"Y": 1}}, {}),
    ],
)
def test_rake_refuses_what_cannot_be(answers, targets, options):
    with pytest.raises(BadFigures):
        rake(answers, targets, **options)
