"""How is an expected effect tied to an indicator, so that figures which turn out otherwise are noticed?

The one idea: the figure is one that an indicator has released to everybody, named as the indicator names it; what is
expected of it is a range over a time. It is somebody's word and is never filled in by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.domain.assessments.reviews import Range
from dueregard.terms.errors import UsedWrongly
from dueregard.web.assessments.actions.parts import record
from dueregard.web.assessments.models.after import Foresight
from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.monitoring.queries.indicators import indicator_by_id
from dueregard.web.monitoring.queries.indicators_values import measurable

MOST = 100


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of a figure: `of_group`, as the indicator names it. `group_key` is whom it is about."""

    indicator_id: UUID
    of_group: str
    low: Decimal | None = None
    high: Decimal | None = None
    since: date | None = None
    until: date | None = None
    because: str = ""
    group_key: str = ""


def foresee(assessment_id: UUID, *, expected: Expected, by: UUID) -> UUID:
    """Tie an expected effect to an indicator, and give its id.

    Raises:  UsedWrongly for a range that is none, an indicator of another council, or a figure it has not released.
    """
    Range(expected.low, expected.high, expected.since, expected.until)
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment_id)
        card = indicator_by_id(expected.indicator_id)
        offered = {value for _label, options in measurable(card) for value, _words in options}
        if card.council_id != row.council_id or expected.of_group not in offered:
            raise UsedWrongly(_("Choose a figure that this indicator has released."))
        if row.foresights.count() >= MOST:
            raise UsedWrongly(_("An assessment has at most %(count)s of these.") % {"count": MOST})
        made = Foresight.objects.create(
            assessment=row,
            group_key=expected.group_key[:200],
            indicator_id=card.id,
            of_group=expected.of_group,
            low=expected.low,
            high=expected.high,
            since=expected.since,
            until=expected.until,
            because=expected.because.strip(),
            made_by_id=by,
        )
        facts = {
            "foresight": str(made.pk),
            "indicator": str(card.id),
            "figure": made.of_group,
            "low": "" if made.low is None else f"{made.low:f}",
            "high": "" if made.high is None else f"{made.high:f}",
            "since": made.since.isoformat() if made.since else "",
            "until": made.until.isoformat() if made.until else "",
        }
        record(row, "foreseen", by=by, facts=facts, personal={"because": made.because} if made.because else None)
    return made.pk


def drop_foresight(foresight_id: UUID, *, by: UUID) -> None:
    """Take an expected effect away. What it said stays in the history, and reviews it raised stay raised."""
    with transaction.atomic():
        found = Foresight.objects.select_for_update().select_related("assessment").get(pk=foresight_id)
        row, facts = found.assessment, {"foresight": str(found.pk), "indicator": str(found.indicator_id)}
        found.delete()
        record(row, "foresight_dropped", by=by, facts=facts)
