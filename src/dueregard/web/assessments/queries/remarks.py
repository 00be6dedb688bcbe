"""What would a careful reader ask of an assessment as it stands, and what was answered?

The one idea: remarks are worked out anew each time, by `domain.assessments.quality`; only answers are kept. An answer
"not agreed, because …" stands as long as the remark reads as it did when it was given; "changed" never closes a remark
that still holds. A remark that no longer holds is not there. Repeated reasons are found by their fingerprints, so that
no other assessment is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from dueregard.domain.assessments.model import Assessment as Whole
from dueregard.domain.assessments.model import Group
from dueregard.domain.assessments.packs import exempt_pairs
from dueregard.domain.assessments.quality import Remark, fingerprint_of, remarks
from dueregard.domain.assessments.quality_remark import short_print
from dueregard.domain.assessments.quality_text import unquoted
from dueregard.domain.assessments.states import AssessmentState
from dueregard.web.assessments.models.writing import Finding, RemarkAnswer
from dueregard.web.assessments.queries.evidence import shares_of
from dueregard.web.assessments.queries.whole import AssessmentCard, PartCard, whole_of
from dueregard.web.assessments.queries.writing_words import group_words, labels_of
from dueregard.web.organisation.queries import local_characteristics

_READ_BY_ALL = (AssessmentState.DECIDED, AssessmentState.NOT_NEEDED)
_MOST_REPEATS = 200
_PRINT = 32


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a remark, by whom and when. `remark` is how it read then."""

    key: str
    kind: str
    because: str
    remark: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AskedRemark:
    """A remark that holds today, with the answer it has, if any. `number` names it on its page."""

    number: int
    remark: Remark
    answer: Answer | None

    @property
    def print(self) -> str:
        """The fingerprint of its key, for an address."""
        return short_print(self.remark.key)

    @property
    def is_open(self) -> bool:
        """Whether it still wants an answer."""
        return not is_settled(self.remark, self.answer)

    @property
    def reads_otherwise(self) -> bool:
        """Whether an answer was given to it when it read otherwise."""
        return self.answer is not None and self.answer.remark != unquoted(self.remark)


def is_settled(remark: Remark, answer: Answer | None) -> bool:
    """Say whether an answer closes a remark that holds: not agreed, with a reason, and asked in the same words."""
    return (
        answer is not None
        and answer.kind == RemarkAnswer.Kind.NOT_AGREED
        and bool(answer.because.strip())
        and answer.remark == unquoted(remark)
    )


def is_print(text: str) -> bool:
    """Say whether a text could be the fingerprint of a remark that was once there."""
    return len(text) == _PRINT and all(letter in "0123456789abcdef" for letter in text)


def remarks_of(head: AssessmentCard, parts: Mapping[str, PartCard], on: date) -> tuple[Remark, ...]:
    """Give every remark on an assessment as it stands. Four queries at most."""
    whole = whole_of(head, parts)
    return remarks(
        whole,
        on=on,
        names=_names(head.council_id, whole),
        shares=shares_of(head, whole),
        others=_repeats(head, whole),
        exempt=exempt_pairs(whole.nation, whole.functions) if whole.functions else (),
    )


def open_remarks(head: AssessmentCard, parts: Mapping[str, PartCard], on: date) -> tuple[Remark, ...]:
    """Give the remarks that want an answer before an assessment is sent on. Five queries at most.

    One that was answered "changed" and still holds is open, and so is one that reads otherwise than when it was
    answered.
    """
    return tuple(each.remark for each in asked_remarks(head, parts, on) if each.is_open)


def asked_remarks(head: AssessmentCard, parts: Mapping[str, PartCard], on: date) -> tuple[AskedRemark, ...]:
    """Give the remarks that hold today with their answers, in the order of the assessment. Five queries at most."""
    answers = answers_of(head.id)
    return tuple(
        AskedRemark(number, remark, answers.get(remark.key))
        for number, remark in enumerate(remarks_of(head, parts, on), start=1)
    )


def answers_of(assessment_id: UUID) -> dict[str, Answer]:
    """Give every answer that was given, by the remark's key, the newest first. One query."""
    rows = RemarkAnswer.objects.filter(assessment=assessment_id).select_related("by").order_by("-at")
    return {row.key: Answer(row.key, row.kind, row.because, row.remark, row.by.full_name, row.at) for row in rows}


def _names(council_id: UUID, whole: Whole) -> dict[Group, str]:
    labels = labels_of(local_characteristics(council_id), nation=whole.nation)
    return {impact.group: group_words(impact.group, labels) for impact in whole.impacts}


def _repeats(head: AssessmentCard, whole: Whole) -> list[tuple[str, str]]:
    """Give (title, reason) of reasons that stand in another assessment of the council, too. One query.

    An assessment that not everybody may read yet is named by its number only.
    """
    own = {fingerprint_of(impact.reason): impact.reason or "" for impact in whole.impacts}
    own.pop("", None)
    if not own:
        return []
    rows = Finding.objects.filter(reason_print__in=list(own), assessment__council=head.council_id)
    found = (
        rows.exclude(assessment=head.id)
        .order_by("assessment__made_at")
        .values_list("reason_print", "assessment__title", "assessment__number", "assessment__state")
    )
    return [
        (title if state in _READ_BY_ALL else number, own[print_])
        for print_, title, number, state in found[:_MOST_REPEATS]
    ]
