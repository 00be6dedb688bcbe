"""What a careful reader would ask, each remark planted and found; and that a full assessment gets none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dueregard.domain.assessments.model import (
    Assessment,
    Conclusion,
    Effect,
    Engagement,
    Evidence,
    EvidenceKind,
    Impact,
    Likelihood,
    Mitigation,
    Option,
    Regard,
    Severity,
    Weight,
    group_of,
)
from dueregard.domain.assessments.quality import Shares, remarks
from dueregard.terms.characteristics import PROTECTED, Aim, valid_pairs

ON = date(2026, 11, 22)
DISABLED = group_of("disability")


def full() -> Assessment:
    """The closing of a made-up library, thought through."""
    impacts = [
        Impact(group_of(each.code), Effect.NONE, f"Looked at figures about {each.label}.", evidence=("C",))
        for each in PROTECTED
        if each.code not in {"disability", "age", "marriage_civil_partnership"}
    ]
    weight = Weight(Severity.MODERATE, Likelihood.LIKELY, None, 340)
    impacts += [
        Impact(DISABLED, Effect.WORSE, "The next library has steps.", weight, evidence=("C",)),
        Impact(group_of("age"), Effect.BETTER, "Longer hours at the school.", evidence=("C",)),
    ]
    return Assessment(
        "Close Mill Lane library",
        "england",
        about="Close it in April.",
        who_is_affected="2,100 members.",
        begun_on=date(2026, 9, 1),
        finished_on=date(2026, 11, 1),
        decided_on=date(2026, 12, 8),
        review_on=date(2027, 12, 8),
        evidence=(Evidence("C", EvidenceKind.CENSUS, "Census 2021", date(2021, 3, 21)),),
        engagement=(Engagement("Aldermere Disability Forum", characteristics=("disability",)),),
        impacts=tuple(impacts),
        mitigations=(
            Mitigation("M1", "A ramp at Hill Street", "Head of Property", date(2027, 3, 1), None, (DISABLED,)),
        ),
        regard=tuple(
            Regard(code, aim, f"Considered {aim} for {code}.")
            for code, aim in valid_pairs()
            if code != "marriage_civil_partnership"
        ),
        conclusion=Conclusion(Option.ADJUST, "The ramp comes first."),
        monitoring="Visits by disabled members, each quarter.",
    )


def keys(assessment: Assessment, **given) -> set[str]:
    return {remark.key for remark in remarks(assessment, on=ON, **given)}


def test_a_full_assessment_gets_no_remark():
    assert remarks(full(), on=ON) == ()


def _without(code: str) -> Assessment:
    return replace(full(), impacts=tuple(each for each in full().impacts if code not in each.group.characteristics))


def _impact(**given) -> Assessment:
    return replace(
        full(), impacts=tuple(replace(each, **given) if each.group == DISABLED else each for each in full().impacts)
    )


@pytest.mark.parametrize(
    ("assessment", "key"),
    [
        (replace(full(), about=" "), "about:missing"),
        (_without("race"), "impact:race:missing"),
        (replace(full(), local=("carers",)), "impact:carers:missing"),
        (_impact(effect=None), "impact:disability:unanswered"),
        (_impact(effect=Effect.NONE, reason=None), "impact:disability:none-unreasoned"),
        (_impact(reason=None), "impact:disability:unreasoned"),
        (_impact(evidence=()), "impact:disability:no-evidence"),
        (_impact(evidence=("gone",)), "impact:disability:no-evidence"),
        (_impact(evidence=(), none_found=True), "impact:disability:no-inquiry"),
        (_impact(effect=Effect.NOT_KNOWN), "impact:disability:no-inquiry"),
        (_impact(before=Weight(Severity.SMALL)), "impact:disability:unweighed"),
        (replace(full(), mitigations=()), "impact:disability:no-mitigation"),
        (replace(full(), mitigations=()), "option:nothing-adjusted"),
        (replace(full(), engagement=()), "engagement:disability"),
        (replace(full(), evidence=()), "evidence:missing"),
        (replace(full(), review_on=None), "review:missing"),
        (replace(full(), review_on=date(2026, 12, 8)), "review:missing"),
        (replace(full(), begun_on=date(2026, 12, 9), finished_on=None), "dates:begun-after:2026-12-09:2026-12-08"),
        (replace(full(), finished_on=date(2026, 12, 9)), "dates:finished-after:2026-12-09:2026-12-08"),
        (replace(full(), finished_on=date(2026, 8, 1)), "dates:order:2026-09-01:2026-08-01"),
        (replace(full(), monitoring=None), "monitoring:missing"),
        (replace(full(), mitigations=(Mitigation("M1", "A ramp", groups=(DISABLED,)),)), "mitigation:M1:owner+date"),
        (
            replace(full(), mitigations=(Mitigation("M1", "A ramp", "X", date(2026, 1, 1), None, (DISABLED,)),)),
            "mitigation:M1:past",
        ),
        (replace(full(), conclusion=Conclusion()), "option:option"),
        (replace(full(), local=("armed_forces",)), "armed-forces:missing"),
        (
            replace(full(), regard=()),
            "regard:foster:" + ",".join(sorted(c for c, a in valid_pairs() if a is Aim.FOSTER)),
        ),
    ],
)
def test_each_planted_fault_is_asked_about(assessment, key):
    assert key in keys(assessment)


def test_marriage_is_asked_about_for_staff_only():
    assert "impact:marriage_civil_partnership:missing" not in keys(full())
    assert "impact:marriage_civil_partnership:missing" in keys(replace(full(), is_workforce=True))
    assert "regard:eliminate:marriage_civil_partnership" in keys(replace(full(), is_workforce=True))


def test_no_effect_contradicts_the_figures():
    """The issue's own example: 34% of users are disabled, 15% of residents."""
    none = _impact(effect=Effect.NONE, reason="No change.")
    shares = [Shares(DISABLED, 34.0, 15.0, "library survey 2026")]

    (remark,) = [one for one in remarks(none, on=ON, shares=shares) if one.key.endswith("contradiction")]

    assert "34% of users and 15% of residents" in remark.text
    assert not any(one.endswith("contradiction") for one in keys(none, shares=[Shares(DISABLED, 16, 15, "s")]))


def test_the_same_answer_everywhere_is_asked_about():
    same = replace(
        full(), impacts=tuple(replace(one, effect=Effect.NONE, reason="No impact.") for one in full().impacts)
    )

    assert {"impact:all-none", "impact:same-reason:no-impact."} <= keys(same)


def test_crossings_are_asked_about_once_two_get_worse():
    two = replace(
        full(),
        impacts=tuple(
            replace(one, effect=Effect.WORSE) if one.group == group_of("age") else one for one in full().impacts
        ),
    )
    crossed = replace(two, impacts=(*two.impacts, Impact(group_of("age", "disability"), Effect.NOT_KNOWN)))

    assert "impact:no-crossing" in keys(two)
    assert "impact:no-crossing" not in keys(crossed)


def test_words_from_another_assessment_are_asked_about():
    others = [("Close Hill Road library", "Looked  at figures about RACE.".replace("RACE", "Race") + "")]
    longer = replace(
        full(),
        impacts=tuple(
            replace(one, reason="Nobody of any race uses it more than others do.")
            if one.group == group_of("race")
            else one
            for one in full().impacts
        ),
    )

    assert "impact:race:repeated" in keys(
        longer, others=[("Close Hill Road library", "Nobody of any race uses it more than others  do.")]
    )
    assert "impact:race:repeated" not in keys(full(), others=others), "a few words alike are no copy"


def test_old_evidence_is_pointed_out_by_its_kind():
    old = Evidence("S", EvidenceKind.CONSULTATION, "Library survey", date(2019, 5, 1))

    assert "evidence:stale:S" in keys(replace(full(), evidence=(*full().evidence, old)))


def test_an_exempt_pair_is_not_asked_for():
    """Schedule 18: age does not count for children's services."""
    without_age = replace(full(), regard=tuple(one for one in full().regard if one.characteristic != "age"))
    exempt = [("age", aim) for aim in Aim]

    assert "regard:advance:age" in keys(without_age)
    assert not any(key.startswith("regard:") for key in keys(without_age, exempt=exempt))


def test_keys_stay_when_other_things_change():
    before = keys(_without("race"))
    after = keys(replace(_without("race"), title="Another title", evidence=full().evidence))

    assert before == after == {"impact:race:missing"}
