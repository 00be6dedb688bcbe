"""What is known of policies that weighs on their place in the queue, and of decisions for their clock?

The one idea: everything is read for many at once, in as many queries for twenty thousand as for one page. An assessment
counts from the day on which its first whole version was kept for others to read; a change to it later moves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from dueregard.domain.assessments.clock import RECORDED, Work
from dueregard.domain.assessments.priority import Changed, Risk, Standing
from dueregard.domain.assessments.states import AssessmentState, DecisionState
from dueregard.web.assessments.models.register import Decision, Policy, PolicyChange
from dueregard.web.assessments.models.writing import Assessment, Version

KEPT_FOR_OTHERS = ("for_deciders", "not_needed", "brought_in")
"""Why a version was made, where it says what was found: codes of `actions.versions.make_version`."""
_AT_ONCE = 5_000  # so many ids go into one question to the database


def recorded() -> QuerySet[Assessment]:
    """Give the assessments that say what was found, with the moment `recorded_at` since which they do."""
    first = (
        Version.objects.filter(assessment=OuterRef("pk"), why__in=KEPT_FOR_OTHERS)
        .order_by()
        .values("assessment")
        .annotate(first=Min("made_at"))
        .values("first")
    )
    states = [str(state) for state in RECORDED]
    return (
        Assessment.objects.annotate(first_kept=Subquery(first))
        .filter(Q(first_kept__isnull=False) | Q(state__in=states))
        .annotate(recorded_at=Coalesce("first_kept", "signed_off_at", "changed_at"))
        .order_by()
    )


def works_of(decision_ids: Collection[UUID]) -> dict[UUID, tuple[Work, ...]]:
    """Give the assessments of decisions, as their clocks read them. One query for each five thousand."""
    found: dict[UUID, list[Work]] = defaultdict(list)
    kept = Min("versions__made_at", filter=Q(versions__why__in=KEPT_FOR_OTHERS))
    for ids in _cut(decision_ids):
        rows = (
            Assessment.objects.filter(decision__in=ids)
            .annotate(first_kept=kept)
            .order_by("made_at")
            .values_list("decision_id", "state", "first_kept", "signed_off_at", "changed_at", "is_brought_in")
        )
        for decision_id, code, first, signed, changed, is_brought_in in rows:
            state = AssessmentState(code)
            is_recorded = first is not None or state in RECORDED
            moment = (first or signed or changed) if is_recorded else None
            found[decision_id].append(Work(state, _day(moment), is_brought_in=is_brought_in))
    return {key: tuple(works) for key, works in found.items()}


def standings(rows: Iterable[Policy], *, on: date) -> dict[UUID, Standing]:
    """Give what weighs on policies. Three queries for each five thousand."""
    policies = list(rows)
    changes: dict[UUID, list[Changed]] = defaultdict(list)
    looked: dict[UUID, date] = {}
    coming: dict[UUID, date] = {}
    for ids in _cut([row.pk for row in policies]):
        for policy_id, text, day in PolicyChange.objects.filter(policy__in=ids).values_list("policy_id", "text", "on"):
            changes[policy_id].append(Changed(text, day))
        for policy_id, moment in (
            recorded().filter(policy__in=ids).values("policy").annotate(last=Max(_last())).values_list("policy", "last")
        ):
            looked[policy_id] = timezone.localdate(moment)
        decided = Decision.objects.filter(policy__in=ids, state=str(DecisionState.PLANNED), decides_on__gte=on)
        coming |= dict(
            decided.order_by().values("policy").annotate(next=Min("decides_on")).values_list("policy", "next")
        )
    return {row.pk: _standing(row, changes[row.pk], looked.get(row.pk), coming.get(row.pk)) for row in policies}


def _last() -> Any:
    return Coalesce(F("signed_off_at"), F("first_kept"), F("changed_at"))


def _standing(row: Policy, changes: list[Changed], looked: date | None, coming: date | None) -> Standing:
    days = [day for day in (row.last_assessed_on, looked) if day]
    return Standing(
        risk=Risk(row.risk) if row.risk else None,
        people=row.people,
        last_assessed=max(days) if days else None,
        review_on=row.review_on,
        decided_on=coming or row.decided_on,
        changes=tuple(changes),
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _cut(ids: Collection[UUID]) -> Iterable[list[UUID]]:
    found = list(ids)
    return (found[at : at + _AT_ONCE] for at in range(0, len(found), _AT_ONCE))
