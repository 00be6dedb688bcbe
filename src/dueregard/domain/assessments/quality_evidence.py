"""What would a careful reader ask about the evidence, who was asked, and what is promised?

Source:  bracking-2013, audit-wales-2022, brown-2008; see `quality`.
Refuses: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dueregard.domain.assessments.model import Assessment, Effect, Evidence, EvidenceKind
from dueregard.domain.assessments.quality_remark import INQUIRY, Remark, is_said, label_of, short
from dueregard.publish.document import say_date

STALE_AFTER = {
    EvidenceKind.CENSUS: timedelta(days=365 * 12),
    EvidenceKind.RELEASE: timedelta(days=365 * 2),
    EvidenceKind.CONSULTATION: timedelta(days=365 * 3),
    EvidenceKind.COMPLAINTS: timedelta(days=365 * 2),
    EvidenceKind.RESEARCH: timedelta(days=365 * 8),
    EvidenceKind.EXPERIENCE: timedelta(days=365 * 3),
}
"""How old evidence may be before the age is pointed out. A prompt of ours, not a rule of law."""


def of_evidence(assessment: Assessment, *, on: date) -> Iterator[Remark]:
    """Ask for evidence, and about what is old for its kind."""
    if not assessment.evidence:
        yield Remark(
            "evidence:missing", "evidence", "There is no evidence yet.", "It is what all else rests on.", INQUIRY
        )
    for each in assessment.evidence:
        if is_stale(each, on=on):
            yield _stale(each, on=on)


def is_stale(evidence: Evidence, *, on: date) -> bool:
    """Say whether evidence is old for its kind; what has no day is not.

    >>> is_stale(Evidence("1", EvidenceKind.COMPLAINTS, "Complaints", date(2020, 1, 1)), on=date(2026, 1, 1))
    True
    """
    return bool(evidence.on and on - evidence.on > STALE_AFTER[evidence.kind])


def _stale(each: Evidence, *, on: date) -> Remark:
    years = (on - (each.on or on)).days // 365
    return Remark(
        f"evidence:stale:{each.code}",
        f"evidence:{each.code}",
        f"“{each.title}” is {years} years old. Is there anything newer?",
        "Those who decide need to know what is so now.",
        "due-regard-assessments",
    )


def of_engagement(assessment: Assessment) -> Iterator[Remark]:
    """Ask whether those were asked for whom it gets worse."""
    hurt = {
        code
        for impact in assessment.impacts
        if impact.effect in {Effect.WORSE, Effect.BOTH}
        for code in impact.group.characteristics
    }
    heard = {code for each in assessment.engagement for code in each.characteristics}
    for code in sorted(hurt - heard):
        yield Remark(
            f"engagement:{code}",
            "engagement",
            f"{label_of(code)}: were the people asked for whom it gets worse?",
            "They know best what it would do.",
            "bracking-2013",
        )


def of_mitigations(assessment: Assessment, *, on: date) -> Iterator[Remark]:
    """Ask for owner and day of each promise, and how it will be seen what came of it."""
    for each in assessment.mitigations:
        lacking = [words for value, words in ((each.owner, "owner"), (each.due_date, "date")) if not value]
        if lacking:
            yield Remark(
                f"mitigation:{each.code}:{'+'.join(lacking)}",
                f"mitigation:{each.code}",
                f"“{short(each.text)}” has no {' and no '.join(lacking)}.",
                "What nobody is to do by any day is not done.",
                "audit-wales-2022",
            )
        elif each.due_date and each.due_date < on:
            yield Remark(
                f"mitigation:{each.code}:past",
                f"mitigation:{each.code}",
                f"“{short(each.text)}” was due on {say_date(each.due_date)}, which has passed.",
                "A promise with a day that has passed is no promise.",
                "due-regard-assessments",
            )
    if not is_said(assessment.monitoring):
        yield Remark(
            "monitoring:missing",
            "monitoring",
            "How will you know what it really did to people?",
            "The duty goes on after the decision.",
            "brown-2008",
        )
