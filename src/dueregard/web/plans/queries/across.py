"""Which actions of all the council's plans in use … ? For whatever asks about several plans at once: a round.

The one idea: the same narrowing as a plan's list, without a plan: a query set that is counted, cut and kept alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from dueregard.domain.plans.progress import quarter_of
from dueregard.web.plans.models import Action, ActionBoard, ActionLead, Plan
from dueregard.web.plans.queries.concerns import having, rules_of
from dueregard.web.plans.queries.lists import FINISHED, number_words
from dueregard.web.plans.queries.mine import IN_USE
from dueregard.web.plans.queries.words import folded


@dataclass(frozen=True, slots=True)
class WantedAcross:
    """What is asked of a council's actions. "" is no filter."""

    words: str = ""
    plan: str = ""
    directorate: str = ""
    board: str = ""
    due: str = ""
    concern: str = ""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action as one line, with its plan."""

    id: UUID
    plan_slug: str
    plan_title: str
    number: str
    title: str
    due_date: date | None
    status: str | None


@dataclass(frozen=True, slots=True)
class LeadLine:
    """A lead of an action: as printed, and the post or partner that it is."""

    action_id: UUID
    printed: str
    post_id: UUID | None
    partner_id: UUID | None


def open_actions(council_id: UUID) -> QuerySet[Action]:
    """Give the query for the actions that are not finished, in the council's plans that are in use."""
    return Action.objects.filter(plan__council_id=council_id, plan__state__in=IN_USE).exclude(FINISHED)


def narrowed(rows: QuerySet[Action], wanted: WantedAcross, *, on: date) -> QuerySet[Action]:
    """Narrow a query of actions of one council's plans. No query; three where a concern is asked for."""
    for word in folded(wanted.words).split()[:12]:
        rows = rows.filter(Q(search_text__contains=word) | Q(number_text__iexact=word))
    if wanted.plan:
        rows = rows.filter(plan__slug=wanted.plan)
    if wanted.directorate:
        led = ActionLead.objects.filter(post__directorate=wanted.directorate).values("action")
        rows = rows.filter(Q(pk__in=led) | Q(level__directorate=wanted.directorate))
    if wanted.board:
        rows = rows.filter(pk__in=ActionBoard.objects.filter(board=wanted.board).values("action"))
    due = {"this_quarter": Q(due_date__range=(on, quarter_of(on)[1])), "no_date": Q(due_date=None)}
    rows = rows.filter(due.get(wanted.due, Q()))
    if wanted.concern:
        council_id = rows.values_list("plan__council_id", flat=True).order_by().first()
        if council_id is not None:
            rows = rows.filter(having(wanted.concern, actions=rows, on=on, rules=rules_of(council_id)))
    return rows


def in_reading_order(rows: QuerySet[Action]) -> QuerySet[Action]:
    """Sort actions of several plans as a person reads them: plan by plan, as printed."""
    return rows.order_by("plan__title", "plan_id", "position")


def plans_in_use(council_id: UUID) -> tuple[tuple[str, str], ...]:
    """Give address and title of the plans that are in use. One query."""
    rows = Plan.objects.filter(council_id=council_id, state__in=IN_USE)
    return tuple(rows.values_list("slug", "title"))


def action_lines(rows: QuerySet[Action]) -> tuple[ActionLine, ...]:
    """Give actions as lines, in the order of the query. One query."""
    found = rows.select_related("plan").only(
        "plan__slug", "plan__title", "number", "number_text", "title", "text", "due_date", "status"
    )
    return tuple(
        ActionLine(
            id=row.pk,
            plan_slug=row.plan.slug,
            plan_title=row.plan.title,
            number=number_words(row),
            title=row.title or row.text,
            due_date=row.due_date,
            status=row.status,
        )
        for row in found
    )


def lines_of(action_ids: Iterable[UUID]) -> Mapping[UUID, ActionLine]:
    """Give actions by id, as lines. One query."""
    return {line.id: line for line in action_lines(Action.objects.filter(pk__in=tuple(action_ids)))}


def leads_of(rows: QuerySet[Action]) -> tuple[LeadLine, ...]:
    """Give the leads of the actions of a query, in their order. One query."""
    found = ActionLead.objects.filter(action__in=rows.order_by().values("pk")).order_by("action_id", "position")
    return tuple(LeadLine(*each) for each in found.values_list("action_id", "name", "post_id", "partner_id"))


def places_of(action_ids: Iterable[UUID]) -> tuple[dict[UUID, set[UUID]], dict[UUID, set[UUID]]]:
    """Give the directorates and the boards of each action. Three queries."""
    ids = tuple(action_ids)
    directorates: dict[UUID, set[UUID]] = {each: set() for each in ids}
    boards: dict[UUID, set[UUID]] = {each: set() for each in ids}
    led = ActionLead.objects.filter(action__in=ids, post__directorate__isnull=False)
    for action, directorate in led.values_list("action_id", "post__directorate"):
        directorates[action].add(directorate)
    below = Action.objects.filter(pk__in=ids, level__directorate__isnull=False)
    for action, directorate in below.values_list("pk", "level__directorate"):
        directorates[action].add(directorate)
    for action, board in ActionBoard.objects.filter(action__in=ids, board__isnull=False).values_list(
        "action_id", "board_id"
    ):
        boards[action].add(board)
    return directorates, boards
