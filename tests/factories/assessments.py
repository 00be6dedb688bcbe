"""Policies, decisions and assessments for tests: a library that closes, written in full or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from dueregard.domain.assessments.model import (
    Assessment,
    Conclusion,
    Duration,
    Effect,
    Engagement,
    Evidence,
    EvidenceKind,
    Impact,
    Likelihood,
    Mitigation,
    Option,
    Regard,
    Screening,
    Severity,
    Weight,
    group_of,
)
from dueregard.domain.assessments.parts import take_apart
from dueregard.domain.assessments.states import AssessmentState
from dueregard.terms.characteristics import PROTECTED, valid_pairs
from dueregard.web.assessments.actions.parts import Begun, begin_assessment, save_part
from dueregard.web.assessments.models import register, writing

DECIDES_ON = date(2027, 2, 9)


def policy_of(council_id: UUID, title: str = "Library service", **fields: Any) -> UUID:
    """Keep a policy of the council."""
    return register.Policy.objects.create(council_id=council_id, title=title, kind="service", **fields).pk


def decision_of(council_id: UUID, title: str = "Close Fenwick library", **fields: Any) -> UUID:
    """Keep a decision that the Cabinet is to make on 9 February 2027, unless said otherwise."""
    given: dict[str, Any] = {"body_words": "Cabinet", "decides_on": DECIDES_ON, "amount": 120_000}
    return register.Decision.objects.create(council_id=council_id, title=title, **{**given, **fields}).pk


def assessment_of(
    council_id: UUID,
    *,
    by: UUID,
    title: str = "Close Fenwick library",
    content: Assessment | None = None,
    state: AssessmentState = AssessmentState.WRITING,
    **begun: Any,
) -> UUID:
    """Begin an assessment and write `content` in it; `state` is set past all rules, for tests of what comes later."""
    made = begin_assessment(Begun(title, nation="england", **begun), council_id=council_id, by=by)
    for key, part in take_apart(content or Assessment(title, "england")).items():
        save_part(made, key=key, content=part, seen=0, by=by)
    if state is not AssessmentState.WRITING:
        writing.Assessment.objects.filter(pk=made).update(state=str(state))
    return made


def library_closure() -> Assessment:
    """Give an assessment that is written in full: worse for two groups, with a mitigation; no effect on the others."""
    worse = Weight(Severity.SEVERE, Likelihood.LIKELY, Duration.LASTING, 340)
    lighter = Weight(Severity.SMALL, Likelihood.POSSIBLE, Duration.MONTHS, 90)
    found = tuple(
        Impact(
            group_of(each.code),
            Effect.WORSE if each.code in {"disability", "age"} else Effect.NONE,
            f"Said of {each.label.lower()}: the survey of 2026 looked at it.",
            before=worse if each.code in {"disability", "age"} else Weight(),
            after=lighter if each.code in {"disability", "age"} else None,
            effect_after=Effect.WORSE if each.code in {"disability", "age"} else None,
            evidence=("1",),
        )
        for each in PROTECTED
    )
    return Assessment(
        "Close Fenwick library",
        "england",
        about="The library in Fenwick Lane closes; a van comes twice a week.",
        who_is_affected="2,300 members, a third of them over 65.",
        evidence=(
            Evidence(
                "1",
                EvidenceKind.CONSULTATION,
                "Survey of members",
                date(2026, 10, 1),
                "612 answers",
                "Most walk",
            ),
        ),
        engagement=(Engagement("Members", "survey", date(2026, 9, 1), date(2026, 10, 1), 612, "Keep it", code="1"),),
        impacts=found,
        mitigations=(
            Mitigation("1", "Bring books home to people who cannot travel", "Libraries Manager", date(2027, 6, 30)),
        ),
        regard=tuple(Regard(code, aim, f"Considered for {code}.") for code, aim in valid_pairs()),
        conclusion=Conclusion(Option.ADJUST, "The van and home visits soften the closure."),
        monitoring="Visits of members over 65, each quarter.",
        screening=Screening(1, (("affects_people", ("yes",)),), "full", "It closes a service."),
    )
