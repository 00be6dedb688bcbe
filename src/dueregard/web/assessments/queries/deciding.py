"""What is recorded of a decision that was taken: when, when it was written down, and what became of its conditions?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as lazy

from dueregard.domain.assessments.states import DecisionState
from dueregard.web.assessments.models.register import Condition, Decision
from dueregard.web.assessments.models.signing import Taken
from dueregard.web.assessments.queries.whole import AssessmentCard, head_of, heads

OUTCOME_WORDS = {
    "as_proposed": lazy("Agreed as proposed"),
    "with_changes": lazy("Agreed with changes"),
    "refused": lazy("Not agreed"),
}


_PLAIN = {"as_proposed": "Agreed as proposed", "with_changes": "Agreed with changes", "refused": "Not agreed"}
"""How an outcome is kept in the decision's own words, in every language of the reader the same."""


def put_in_words(outcome: str, words: str) -> str:
    """Give what is kept as the outcome of a decision.

    >>> put_in_words("refused", "Bring it again in May.")
    'Not agreed. Bring it again in May.'
    """
    return ". ".join(part for part in (_PLAIN[outcome], words.strip()) if part)


def own_words(outcome: str, kept: str) -> str:
    """Give what somebody wrote beside an outcome.

    >>> own_words("refused", "Not agreed. Bring it again in May.")
    'Bring it again in May.'
    """
    return kept.removeprefix(_PLAIN.get(outcome, "")).lstrip(". ") if outcome else kept


@dataclass(frozen=True, slots=True)
class ConditionSet:
    """A condition with its id, and whether its day has passed."""

    id: UUID
    text: str
    due_on: date | None
    met_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """A decision with all that is recorded of it. `outcome` is a code, or "" where nothing is recorded yet."""

    id: UUID
    council_id: UUID
    title: str
    number: str
    body_id: UUID | None
    body: str
    decides_on: date | None
    papers_on: date | None
    state: DecisionState
    decided_on: date | None
    outcome: str
    words: str
    paper_number: str
    paper_url: str
    minute: str
    minute_url: str
    recorded_at: datetime | None
    recorded_by: str
    corrected_at: datetime | None
    delegated_to: str
    is_exempt: bool
    version: int
    conditions: tuple[ConditionSet, ...]
    assessments: tuple[AssessmentCard, ...]

    @property
    def is_decided(self) -> bool:
        """Whether the decision is recorded as taken."""
        return self.state is DecisionState.DECIDED

    @property
    def outcome_words(self) -> str:
        """What was decided, in a few words."""
        return str(OUTCOME_WORDS.get(self.outcome, ""))

    @property
    def day(self) -> date | None:
        """When it was taken, else when it is planned."""
        return self.decided_on or self.decides_on


def decision_taken(council_id: UUID, decision_id: UUID, *, on: date) -> DecisionTaken:
    """Give a decision with what is recorded of it, its conditions, and its assessments. Five queries.

    Raises:  Http404 where the council has none such.
    """
    row = Decision.objects.filter(council=council_id, pk=decision_id).select_related("body").first()
    if row is None:
        raise Http404
    taken = Taken.objects.filter(decision=row).select_related("recorded_by").first()
    return DecisionTaken(
        id=row.pk,
        council_id=row.council_id,
        title=row.title,
        number=row.number,
        body_id=row.body_id,
        body=row.body.name if row.body else row.body_words,
        decides_on=row.decides_on,
        papers_on=row.papers_on,
        state=DecisionState(row.state),
        decided_on=row.decided_on,
        outcome=taken.outcome if taken else "",
        words=own_words(taken.outcome if taken else "", row.outcome),
        paper_number=row.paper_number,
        paper_url=row.paper_url,
        minute=row.minute,
        minute_url=row.minute_url,
        recorded_at=taken.recorded_at if taken else None,
        recorded_by=taken.recorded_by.full_name if taken else "",
        corrected_at=taken.corrected_at if taken else None,
        delegated_to=row.delegated_to,
        is_exempt=row.is_exempt,
        version=row.version,
        conditions=_conditions(row.pk, on=on),
        assessments=tuple(head_of(each) for each in heads(council_id).filter(decision=row)),
    )


def condition_of(decision_id: UUID, condition_id: UUID, *, on: date) -> ConditionSet:
    """Give one condition of a decision. One query.

    Raises:  Http404 where the decision has none such.
    """
    found = next((each for each in _conditions(decision_id, on=on) if each.id == condition_id), None)
    if found is None:
        raise Http404
    return found


def _conditions(decision_id: UUID, *, on: date) -> tuple[ConditionSet, ...]:
    return tuple(
        ConditionSet(
            row.pk, row.text, row.due_on, row.met_on, is_late=bool(row.due_on and row.due_on < on and not row.met_on)
        )
        for row in Condition.objects.filter(decision=decision_id)
    )
