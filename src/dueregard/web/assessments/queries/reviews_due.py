"""What happened today or before that is a reason to look at an assessment again?

The one idea: each kind of reason is one narrow query over the council's assessments that say what holds; the words and
the keys are the domain's. Figures are those that were released to everybody, the newest period of each.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from dueregard.domain.assessments.reviews import WATCHED, Reason, change_noted, date_reached, figures_left
from dueregard.web.assessments.models.register import PolicyChange
from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.assessments.queries.foresights import newest_values, watched_foresights


def reasons_on(council_id: UUID, *, on: date) -> dict[UUID, tuple[Reason, ...]]:
    """Give the reasons there are on a day, by assessment. Three queries, and three for each figure that is watched."""
    found: dict[UUID, list[Reason]] = defaultdict(list)
    _dates(council_id, on, found)
    _changes(council_id, found)
    _figures(council_id, found)
    return {key: tuple(reasons) for key, reasons in found.items()}


def _dates(council_id: UUID, on: date, found: dict[UUID, list[Reason]]) -> None:
    rows = _watched(council_id).filter(review_on__lte=on).values_list("pk", "review_on")
    for assessment_id, review_on in rows:
        if reason := date_reached(review_on, on=on):
            found[assessment_id].append(reason)


def _changes(council_id: UUID, found: dict[UUID, list[Reason]]) -> None:
    """Changes around the policy that were noted, or happened, after the assessment was signed off."""
    rows = _watched(council_id).filter(policy__changes__isnull=False)
    rows = rows.annotate(since=Coalesce("signed_off_at", "made_at"), change=F("policy__changes"))
    since = defaultdict(list)
    for assessment_id, day, change in rows.values_list("pk", "since", "change"):
        since[change].append((assessment_id, day))
    for row in PolicyChange.objects.filter(pk__in=since).select_related("policy"):
        reason = change_noted(str(row.pk), kind=row.kind, text=row.text, policy=row.policy.title, on=row.on)
        for assessment_id, day in since[row.pk]:
            if row.noted_at >= day or row.on > timezone.localdate(day):
                found[assessment_id].append(reason)


def _figures(council_id: UUID, found: dict[UUID, list[Reason]]) -> None:
    cards = watched_foresights(council_id)
    values = newest_values({(card.indicator_id, card.figure) for card in cards})
    for card in cards:
        if (card.indicator_id, card.figure) not in values:
            continue
        words, value = values[card.indicator_id, card.figure]
        reason = figures_left(
            str(card.id),
            expected=card.expected,
            about=replace(card, figure_words=words).about,
            value=value.value,
            period_end=value.on,
            source=value.source,
        )
        if reason:
            found[card.assessment_id].append(reason)


def _watched(council_id: UUID) -> QuerySet[Assessment]:
    return Assessment.objects.filter(council=council_id, state__in=list(WATCHED))
