"""Rounds for tests: a council with a plan in use, whose leads are matched with posts, and a round about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from dueregard.domain.delivery.chasing import Chasing
from dueregard.domain.plans.model import Action, Lead, Period, Plan
from dueregard.web.delivery.actions import rounds
from dueregard.web.delivery.actions.rounds import Days
from dueregard.web.delivery.actions.rounds_opening import open_round, open_round_job
from dueregard.web.delivery.queries.rounds import RoundCard, round_card
from dueregard.web.jobs.models import Job
from dueregard.web.jobs.worker import JobHandle
from dueregard.web.plans.actions.adopting import adopt_plan
from dueregard.web.plans.actions.publishing import publish_plan
from dueregard.web.plans.actions.rows import Targets
from dueregard.web.plans.queries.across import open_actions


def plan_led_by(
    leads: dict[str, tuple[str, ...]],
    *,
    council_id: UUID,
    by: UUID,
    targets: Targets,
    title: str = "Fair for all",
    boards: tuple[str, ...] = (),
) -> UUID:
    """Keep and publish a plan with one action for each title, led by the names given."""
    content = Plan(
        document=title,
        plan_period=Period("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
        actions=tuple(
            Action(
                words,
                number=number,
                number_text=str(number),
                leads=tuple(Lead(name) for name in names),
                monitored_by=boards,
                status="on_track",
            )
            for number, (words, names) in enumerate(leads.items(), start=1)
        ),
    )
    plan: UUID = adopt_plan(content, council_id=council_id, title=title, by=by, targets=targets)
    publish_plan(plan, by=by)
    return plan


def round_of(
    council_id: UUID,
    *,
    by: UUID,
    name: str = "October to December",
    opens_on: date | None = None,
    days_to_answer: int = 14,
    rules: Chasing | None = None,
    **changes: Any,
) -> RoundCard:
    """Make a draft about all open actions of a council."""
    opens = opens_on or timezone.localdate()
    due = opens + timedelta(days=days_to_answer)
    slug = rounds.make_round(
        council_id=council_id,
        name=name,
        period=(date(2026, 10, 1), date(2026, 12, 31)),
        days=Days(opens, due, due + timedelta(days=30)),
        rules=rules or Chasing(),
        by=by,
        **changes,
    )
    card = round_card(council_id, slug)
    rounds.choose_actions(card.id, action_ids=open_actions(council_id).values_list("pk", flat=True), by=by)
    return round_card(council_id, slug)


def opened_round(council_id: UUID, *, by: UUID, **named: Any) -> RoundCard:
    """Make a round and open it, without a queue: everybody is asked at once."""
    card = round_of(council_id, by=by, **named)
    job = open_round(card.id, by=by)
    row = Job.objects.get(pk=job)
    handle = JobHandle(
        id=job, kind=row.kind, payload=row.payload, council_id=council_id, by=by, attempt=1, steps=row.steps,
        _store=_Kept(row),
    )  # fmt: skip
    open_round_job(handle)
    Job.objects.filter(pk=job).update(state="done", finished_at=timezone.now())
    return round_card(council_id, card.slug)


class _Kept:
    """Where the job of a test writes how far it is."""

    def __init__(self, row: Job) -> None:
        self._row = row

    def save(self, **fields: Any) -> None:
        Job.objects.filter(pk=self._row.pk).update(**fields)

    def check(self) -> None:
        return None
