"""On which objectives can somebody write in a report? The same that its tables name."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from dueregard.domain.delivery.report import NO_OBJECTIVE, report_of
from dueregard.domain.plans.model import Action, Plan
from dueregard.web.plans.queries.year_end import paths_of


def objectives_of(plan_id: UUID) -> tuple[str, ...]:
    """Give the objectives of a plan, in its order. Two queries."""
    levels, paths = paths_of(plan_id)
    actions = tuple(Action("-", levels=path) for path in paths)
    report = report_of(Plan(levels=levels, actions=actions), council="-", on=date.min)
    return tuple(name for name in report.objectives if name != NO_OBJECTIVE)
