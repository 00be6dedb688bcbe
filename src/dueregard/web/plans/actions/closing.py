"""How is a year closed: what became of every action, and the plan itself, at one moment?

The one idea: a plan is closed only when no action of it is blank. The outcomes are written and the plan is closed in
one transaction and one ledger entry, so that nobody ever sees a plan that is half closed. What the document printed of
an outcome is put aside, not lost, where a person decided otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.plans.states import Outcome, PlanState, check_can_move_plan
from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.ledger import actions as ledger
from dueregard.web.plans.actions.editing_actions import Written, refresh_search
from dueregard.web.plans.models import Action, Plan
from dueregard.web.plans.queries.whole import PARTS
from dueregard.web.plans.queries.year_end import blank_outcomes

_AT_ONCE = 500
_COLUMNS = ("outcome", "achieved", "outcome_text", "year_end_report", "printed", "sequence", "changed_at")


@dataclass(frozen=True, slots=True)
class YearOutcome:
    """What is written of an action when its year is closed. `report` is for everybody to read."""

    outcome: Outcome
    achieved: str | None = None
    report: str | None = None


def close_year(plan_id: UUID, *, outcomes: Mapping[UUID, YearOutcome], by: UUID) -> None:
    """Write what became of actions and close the plan.

    Takes:   `outcomes` by action; one that is left out keeps the outcome it has, and must have one.
    Raises:  MoveNotAllowed where an action would be left blank, or the plan cannot be closed from where it stands.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_id)
        before = PlanState(plan.state)
        check_can_move_plan(before, to=PlanState.CLOSED)
        _write(plan, outcomes)
        check_no_blanks(plan.pk)
        plan.state, plan.closed_at, plan.closed_by_id = PlanState.CLOSED, timezone.now(), by
        plan.save(update_fields=["state", "closed_at", "closed_by", "changed_at"])
        ledger.record(
            chain=f"council:{plan.council_id}",
            kind="plans.closed",
            by=f"person:{by}",
            subject=f"plans.plan:{plan.pk}",
            facts={"title": plan.title, "before": str(before), "outcomes": _said(outcomes)},
            personal={f"report {key}": one.report for key, one in outcomes.items() if one.report},
        )


def check_no_blanks(plan_id: UUID) -> None:
    """Stop where an action of a plan has no outcome. One query.

    Raises:  MoveNotAllowed, saying how many.
    """
    blank = blank_outcomes(plan_id)
    if blank:
        raise MoveNotAllowed(
            _("%(number)s of its actions have no outcome yet, so this plan cannot be closed.") % {"number": blank},
            mend=_("Decide each of them at the year end."),
        )


def _said(outcomes: Mapping[UUID, YearOutcome]) -> dict[str, list[str | None]]:
    return {f"plans.action:{key}": [str(one.outcome), one.achieved] for key, one in outcomes.items()}


def _write(plan: Plan, outcomes: Mapping[UUID, YearOutcome]) -> None:
    """Write the outcomes, so many rows at once; search finds the new words."""
    written, now, keys = Written(), timezone.now(), list(outcomes)
    for start in range(0, len(keys), _AT_ONCE):
        rows: list[Any] = list(
            plan.actions.filter(pk__in=keys[start : start + _AT_ONCE])
            .select_related("level")
            .prefetch_related(*PARTS)
            .order_by("position")
        )
        for row in rows:
            given = outcomes[row.pk]
            if row.outcome_text:
                row.printed = {**row.printed, "outcome": row.printed.get("outcome") or row.outcome_text}
            row.outcome, row.achieved, row.outcome_text = given.outcome, given.achieved, None
            row.year_end_report = given.report or row.year_end_report
            row.sequence += 1
            row.changed_at = now
        Action.objects.bulk_update(rows, _COLUMNS, batch_size=200)
        refresh_search(rows, written)
    written.save(plan)


def is_closed(plan_id: UUID) -> bool:
    """Say whether a plan is closed already, for a job that is done again after a crash. One query."""
    return Plan.objects.filter(pk=plan_id, state=PlanState.CLOSED).exists()


@contextmanager
def holding(plan_id: UUID) -> Iterator[Plan]:
    """Hold a plan in any state while something that refers to it is written; it is not changed here."""
    with transaction.atomic():
        yield Plan.objects.select_for_update().get(pk=plan_id)
