"""How is an assessment begun, and how is a part of it written, without loss when several write?

The one idea: a part is saved by its key with the counter that its writer saw. Where somebody else has saved it since,
nothing is overwritten: `PartChanged` carries what stands there now, so that the page can show both. Each saving is one
transaction with one entry in the ledger; what is written is personal (it may name people), codes are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.cumulative import mark_of
from dueregard.domain.assessments.model import Impact, group_key
from dueregard.domain.assessments.parts import MONITORING, SCREENING, kind_of, read_part
from dueregard.domain.assessments.quality_remark import fingerprint_of
from dueregard.domain.assessments.screening import settled_depth
from dueregard.domain.assessments.states import AssessmentState, check_can_write
from dueregard.terms.errors import UsedWrongly
from dueregard.terms.laws import EQUALITY_ACT, law_of
from dueregard.web.assessments.models.register import Decision
from dueregard.web.assessments.models.writing import Assessment, Author, Finding, Numbering, Part
from dueregard.web.ledger import actions as ledger

MOST_PARTS = 1_000


class PartChanged(UsedWrongly):
    """Somebody else has saved this part since it was read. `content` and `number` are what stands there now."""

    def __init__(self, content: Mapping[str, Any] | None, number: int) -> None:
        super().__init__(
            _("Somebody else has changed this part since you opened it."), mend=_("Look at both versions.")
        )
        self.content = content
        self.number = number


@dataclass(frozen=True, slots=True)
class Begun:
    """What an assessment begins with."""

    title: str
    nation: str
    decision_id: UUID | None = None
    policy_id: UUID | None = None
    directorate_id: UUID | None = None
    questionnaire_id: UUID | None = None
    area: str = ""
    is_brought_in: bool = False


def begin_assessment(begun: Begun, *, council_id: UUID, by: UUID) -> UUID:
    """Begin an assessment and give its id. It is numbered "A-2026-19" within its council and year.

    Raises:  UsedWrongly without a title.
    """
    if not begun.title.strip():
        raise UsedWrongly(_("Give the assessment a title."))
    with transaction.atomic():
        decision = Decision.objects.filter(pk=begun.decision_id, council=council_id).first()
        row = Assessment.objects.create(
            council_id=council_id,
            number=_next_number(council_id),
            title=begun.title.strip()[:300],
            nation=begun.nation,
            decision=decision,
            policy_id=begun.policy_id or (decision.policy_id if decision else None),
            directorate_id=begun.directorate_id or (decision.directorate_id if decision else None),
            questionnaire_id=begun.questionnaire_id,
            area=begun.area,
            author_id=by,
            is_brought_in=begun.is_brought_in,
            decided_after=bool(decision and decision.decided_on and decision.decided_on < timezone.localdate()),
        )
        record(row, "begun", by=by, facts={"number": row.number}, personal={"title": row.title})
    return row.pk


@contextmanager
def writing(assessment_id: UUID) -> Iterator[Assessment]:
    """Hold an assessment for writing, in one transaction.

    Raises:  MoveNotAllowed unless it is being written.
    """
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment_id)
        check_can_write(AssessmentState(row.state))
        yield row


def save_part(
    assessment_id: UUID,
    *,
    key: str,
    content: Mapping[str, Any],
    seen: int,
    by: UUID,
    figures: Any = None,
) -> int:
    """Write a part and give its new counter.

    Takes:   `seen`, the counter the writer saw (0 for a part that was not there); `figures`, what an evidence part
             shows, numbers as they are printed, no fractions as floats (None leaves what is there).
    Raises:  PartChanged where it was saved since; CannotBeRead for contents of the wrong kind; MoveNotAllowed unless
             the assessment is being written; UsedWrongly where there are too many parts.
    """
    value = read_part(key, content)
    with writing(assessment_id) as row:
        found = row.parts.filter(key=key).first()
        if (found.number if found else 0) != seen:
            raise PartChanged(found.content if found else None, found.number if found else 0)
        if found is None:
            if row.parts.count() >= MOST_PARTS:
                raise UsedWrongly(_("An assessment has at most %(count)s parts.") % {"count": MOST_PARTS})
            last = row.parts.aggregate(last=Max("position"))["last"] or 0
            found = Part(assessment=row, key=key, number=0, position=last + 1)
        before = dict(found.content)
        found.content, found.number, found.changed_by_id = dict(content), found.number + 1, by
        if figures is not None:
            found.figures = figures
        found.save()
        _find(row, key, value)
        _keep_head(row, key, value)
        _touched(row)
        record(
            row,
            "part_written",
            by=by,
            facts={"part": kind_of(key), "number": found.number},
            personal={"key": key, **_changed(before, dict(content))},
        )
    return found.number


def drop_part(assessment_id: UUID, *, key: str, seen: int, by: UUID) -> None:
    """Take a part away: a group that is not asked about after all, evidence that is not used.

    Raises:  PartChanged where it was saved since; MoveNotAllowed unless the assessment is being written.
    """
    with writing(assessment_id) as row:
        found = row.parts.filter(key=key).first()
        if found is None:
            return
        if found.number != seen:
            raise PartChanged(found.content, found.number)
        before = dict(found.content)
        found.delete()
        if kind_of(key) == "impact":
            row.findings.filter(group_key=key.partition(":")[2]).delete()
        _touched(row)
        record(
            row,
            "part_dropped",
            by=by,
            facts={"part": kind_of(key)},
            personal={"key": key, **_changed(before, {})},
        )


def add_author(assessment_id: UUID, *, person_id: UUID, by: UUID) -> None:
    """Let somebody write an assessment, too. Adding them again does nothing."""
    with writing(assessment_id) as row:
        _made, is_new = Author.objects.get_or_create(assessment=row, person_id=person_id)
        if is_new and person_id != row.author_id:
            record(row, "author_added", by=by, facts={"person": str(person_id)})


def remove_author(assessment_id: UUID, *, person_id: UUID, by: UUID) -> None:
    """Let somebody write no longer. Its author stays.

    Raises:  UsedWrongly for the author themself.
    """
    with writing(assessment_id) as row:
        if person_id == row.author_id:
            raise UsedWrongly(_("The author stays. Hand the assessment over first."))
        if row.authors.filter(person=person_id).delete()[0]:
            record(row, "author_removed", by=by, facts={"person": str(person_id)})


def record(
    row: Assessment,
    what: str,
    *,
    by: UUID | str,
    facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    also: tuple[str, ...] = (),
) -> None:
    """Write one entry about an assessment, its decision and its policy, in the caller's transaction.

    What names a part or a depth says under which law, where that is not the Equality Act: it is told in its words.
    """
    law, given = law_of(row.nation), dict(facts or {})
    if law.code != EQUALITY_ACT and given.keys() & {"part", "depth"}:
        given["law"] = law.code
    ledger.record(
        chain=f"council:{row.council_id}",
        kind=f"assessments.{what}",
        by=by if isinstance(by, str) else f"person:{by}",
        subject=f"assessments.assessment:{row.pk}",
        also=[
            *also,
            *([f"assessments.decision:{row.decision_id}"] if row.decision_id else []),
            *([f"assessments.policy:{row.policy_id}"] if row.policy_id else []),
        ],
        facts=given,
        personal=dict(personal or {}),
    )


def _next_number(council_id: UUID) -> str:
    year = timezone.localdate().year
    Numbering.objects.get_or_create(council_id=council_id, year=year)
    Numbering.objects.filter(council=council_id, year=year).update(last=F("last") + 1)
    return f"A-{year}-{Numbering.objects.get(council=council_id, year=year).last}"


def _find(row: Assessment, key: str, value: Any) -> None:
    if not isinstance(value, Impact):
        return
    mark = mark_of((value,))
    Finding.objects.update_or_create(
        assessment=row,
        group_key=group_key(value.group)[:190],
        defaults={
            "effect": str(value.effect or ""),
            "severity": str(value.before.severity or ""),
            "effect_after": str(value.effect_after or ""),
            "people": value.before.people,
            "mark_effect": str(mark.effect or ""),
            "mark_severity": str(mark.severity or ""),
            "mark_people": mark.people,
            "reason_print": fingerprint_of(value.reason),
        },
    )


def _keep_head(row: Assessment, key: str, value: Any) -> None:
    """Keep beside the head what lists ask of two parts: the review day, and the depth that holds."""
    if key == MONITORING and "review_on" in value:
        row.review_on = value["review_on"]
        Assessment.objects.filter(pk=row.pk).update(review_on=row.review_on)
    if key == SCREENING:
        row.depth = str(settled_depth(value) or "")
        Assessment.objects.filter(pk=row.pk).update(depth=row.depth)


def _touched(row: Assessment) -> None:
    Assessment.objects.filter(pk=row.pk).update(changed_at=timezone.now())


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Give what stands now, by field, where it is not what stood before."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: _words(after.get(name)) for name in names}


def _words(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_words(each)}" for name, each in value.items() if each not in (None, [], {}))
    if isinstance(value, list | tuple):
        return ", ".join(_words(each) for each in value)
    return str(value)
