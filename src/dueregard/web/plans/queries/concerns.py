"""Which actions need a person's attention today, and why, in words?

The one idea: `domain.delivery.concerns` decides, from the dates, what was said and the parts of each action; here they
are read for many actions at once, always with the same number of queries. `having` says the same in SQL, so that a long
list can be narrowed (a test holds the two together); only "stalled" has to read what was said, because whether two
texts are the same is no question for a database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dueregard.domain.delivery.concerns import (
    Concern,
    DeliveryRules,
    Finding,
    Said,
    Standing,
    find_concerns,
    stalled_since,
)
from dueregard.domain.plans import progress
from dueregard.domain.plans.model import SubAction as Part
from dueregard.web.plans.models import Action, AttentionRules, SubAction, Update

FINISHED = Q(status__in=progress.FINISHED_STATUSES) | Q(outcome__in=progress.FINISHED_OUTCOMES)

Asked = UUID | Collection[UUID] | QuerySet[Action]


def concerns_of(asked: Asked, *, on: date, since: date | None = None) -> dict[UUID, tuple[Finding, ...]]:
    """Give for each action every reason why it needs attention on a day, the most pressing first; () where none.

    Takes:   a plan's id, the ids of actions, or a query for actions, all of one council; `since`, the day from which an
             update is wanted (when the round was opened), else the quarter's first day.
    Costs:   four queries, however many actions.
    """
    actions = _actions(asked)
    rows = list(actions.order_by().values_list("pk", "due_date", "status", "outcome", "plan__council_id"))
    if not rows:
        return {}
    rules = rules_of(rows[0][4])
    open_ones = Action.objects.filter(pk__in=actions.order_by().values("pk")).exclude(FINISHED)
    said, parts = _said(open_ones), _parts(open_ones)
    return {
        pk: find_concerns(
            Standing(due, status, outcome, tuple(said.get(pk, ())), tuple(parts.get(pk, ()))),
            on=on,
            since=since,
            rules=rules,
        )
        for pk, due, status, outcome, _council in rows
    }


def rules_of(council_id: UUID) -> DeliveryRules:
    """Give what a council counts as soon and as stalled; ours where it has said nothing. One query."""
    row = AttentionRules.objects.filter(council_id=council_id).first()
    return DeliveryRules(row.soon_days, row.stalled_rounds) if row else DeliveryRules()


def having(concern: Concern | str, *, actions: QuerySet[Action], on: date, rules: DeliveryRules) -> Q:
    """Give the condition that an action has a concern on a day. No query, save for "stalled": one.

    Takes:   `actions`, those among which it is asked, so that no more is read than needed.
    """
    match Concern(concern):
        case Concern.LATE:
            late = SubAction.objects.filter(action=OuterRef("pk"), due_date__lt=on)
            return ~FINISHED & (Q(due_date__lt=on) | Q(Exists(_unfinished(late))))
        case Concern.DUE_SOON:
            span = {"due_date__gte": on, "due_date__lte": on + timedelta(days=rules.soon_days)}
            part = SubAction.objects.filter(action=OuterRef("pk"), **span)
            return ~FINISHED & (Q(**span) | Q(Exists(_unfinished(part))))
        case Concern.NOT_UPDATED:
            begins = progress.quarter_of(on)[0]
            return ~FINISHED & (Q(last_update_on__isnull=True) | Q(last_update_on__lt=begins))
        case Concern.STALLED:
            return Q(pk__in=stalled_among(actions, on=on, rules=rules))


@dataclass(frozen=True, slots=True)
class Counted:
    """How many actions of a plan have a concern."""

    concern: Concern
    number: int


def counted(plan_id: UUID, council_id: UUID, *, on: date) -> tuple[Counted, ...]:
    """Count the actions of a plan with each concern, the most pressing first. Six queries."""
    actions, rules = Action.objects.filter(plan_id=plan_id), rules_of(council_id)
    return tuple(
        Counted(concern, len(stalled_among(actions, on=on, rules=rules)))
        if concern is Concern.STALLED
        else Counted(concern, actions.filter(having(concern, actions=actions, on=on, rules=rules)).count())
        for concern in Concern
    )


def stalled_among(actions: QuerySet[Action], *, on: date, rules: DeliveryRules) -> list[UUID]:
    """Give those of which the same was said round after round. One query; one action's words are held at a time."""
    found: list[UUID] = []
    open_ones = Action.objects.filter(pk__in=actions.order_by().values("pk")).exclude(FINISHED)
    for pk, said in _by_action(_updates(open_ones).filter(date__lte=on).iterator(chunk_size=2000)):
        if stalled_since(said, rounds=rules.stalled_rounds):
            found.append(pk)
    return found


def _actions(asked: Asked) -> QuerySet[Action]:
    if isinstance(asked, QuerySet):
        return asked
    if isinstance(asked, UUID):
        return Action.objects.filter(plan_id=asked)
    return Action.objects.filter(pk__in=list(asked))


def _unfinished(parts: QuerySet[SubAction]) -> QuerySet[SubAction]:
    return parts.exclude(status__in=progress.FINISHED_STATUSES)


def _updates(actions: QuerySet[Action]) -> Any:
    rows = Update.objects.filter(action__in=actions.values("pk"), date__isnull=False).order_by("action_id", "date")
    return rows.values_list("action_id", "date", "text", "round_name", "heading", "is_unchanged")


def _by_action(rows: Any) -> Iterator[tuple[UUID, list[Said]]]:
    """Give what was said of each action in turn; the rows come sorted by action."""
    now: UUID | None = None
    said: list[Said] = []
    for pk, day, text, round_name, heading, is_unchanged in rows:
        if pk != now:
            if now is not None:
                yield now, said
            now, said = pk, []
        said.append(Said(day, text, round_name or heading, is_unchanged))
    if now is not None:
        yield now, said


def _said(actions: QuerySet[Action]) -> dict[UUID, list[Said]]:
    return dict(_by_action(_updates(actions)))


def _parts(actions: QuerySet[Action]) -> dict[UUID, list[Part]]:
    found: dict[UUID, list[Part]] = defaultdict(list)
    rows = SubAction.objects.filter(action__in=actions.values("pk"), due_date__isnull=False).order_by("position")
    for pk, text, kind, due, status in rows.values_list("action_id", "text", "kind", "due_date", "status"):
        found[pk].append(Part(text, kind, due_date=due, status=status))
    return found
