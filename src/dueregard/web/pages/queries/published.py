"""What may anybody read of a plan?

The one idea: a published plan is read through `Published`, which is only given for a plan that is public and which
leaves out names as the council chose. There is no other way from here to a plan, so nothing unpublished can be reached
by changing an address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from dueregard.domain.plans import model as domain
from dueregard.domain.plans.progress import number_of
from dueregard.domain.plans.public import Names, public_plan, without_names
from dueregard.web.organisation.queries import Visitor, local_characteristics
from dueregard.web.organisation.queries.names import names_of_people
from dueregard.web.plans.queries import action as plan_actions
from dueregard.web.plans.queries import lineage, lists, overview, plans, whole
from dueregard.web.ui.components.formats import short_day


@dataclass(frozen=True, slots=True)
class Published:
    """A plan that anybody may read: its card, its words for characteristics, and which names are left out."""

    card: plans.PlanCard
    labels: Mapping[str, str]
    names: Names
    hide: frozenset[str]

    def text(self, words: str | None) -> str:
        """Give a text as it may be shown."""
        return without_names(words or "", names=self.names, hide=self.hide)

    def row(self, row: lists.ActionRow) -> lists.ActionRow:
        """Give a row of a list as it may be shown."""
        return replace(row, title=self.text(row.title), owners=tuple(self.text(name) for name in row.owners))

    def action(self, content: domain.Action) -> domain.Action:
        """Give an action as it may be shown."""
        plan = public_plan(domain.Plan(actions=(content,)), names=self.names, hide=self.hide)
        return plan.actions[0]


@dataclass(frozen=True, slots=True)
class Chart:
    """A measure as it is drawn: its points in order and what is aimed at."""

    name: str
    unit: str
    target: float | None
    target_text: str | None
    source: str | None
    points: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class PublicAction:
    """One action as anybody may read it."""

    id: UUID
    number: str
    title: str
    content: domain.Action
    path: tuple[tuple[UUID, str], ...]
    groups: tuple[str, ...]
    owners: tuple[str, ...]
    boards: tuple[str, ...]
    charts: tuple[Chart, ...]
    days_late: int | None
    previous_id: UUID | None
    next_id: UUID | None
    line: lineage.Line | None


def published(visitor: Visitor, slug: str) -> Published:
    """Give a plan that is public, or was and is withdrawn (`card.is_public` says which). Six queries.

    Raises:  Http404 for every other plan.
    """
    card = plans.public_plan(visitor.council.id, slug)
    local = {each.code: each.label for each in local_characteristics(visitor.council.id)}
    shows_names = visitor.council.show_personal_names if card.names_shown is None else card.names_shown
    return Published(
        card=card,
        labels=lists.labels_of(card.id, local=local),
        names="all" if shows_names else "posts",
        hide=frozenset() if shows_names else names_of_people(visitor.council.id),
    )


def numbers(plan: Published, visitor: Visitor) -> overview.Overview:
    """Give the plan in numbers. Nine queries."""
    return overview.overview(plan.card.id, on=visitor.on, labels=plan.labels)


def whole_plan(plan: Published, *, actions: QuerySet[Any] | None = None) -> domain.Plan:
    """Give the whole plan, or those of its actions that a query gives, as it may be published. Ten queries."""
    return public_plan(whole.domain_plan(plan.card.id, actions=actions), names=plan.names, hide=plan.hide)


def public_action(plan: Published, action_id: UUID, visitor: Visitor) -> PublicAction:
    """Give one action of a published plan. Sixteen queries, or thirteen where no plan was before or after it.

    Raises:  Http404 for an action of another plan.
    """
    page = plan_actions.action_page(plan.card.id, action_id, on=visitor.on, labels=plan.labels)
    content = plan.action(page.content)
    return PublicAction(
        id=page.id,
        number=page.number,
        title=plan.text(page.title),
        content=content,
        path=page.path,
        groups=page.groups,
        owners=tuple(dict.fromkeys(plan.text(lead.name) for lead in page.leads)),
        boards=tuple(board.name for board in page.boards),
        charts=tuple(_chart(measure) for measure in content.measures),
        days_late=page.days_late,
        previous_id=page.previous_id,
        next_id=page.next_id,
        line=_line(plan, page.id, visitor),
    )


def _line(plan: Published, action_id: UUID, visitor: Visitor) -> lineage.Line | None:
    """Give the line of an action through those plans that anybody may read, with names left out as here."""
    return lineage.lineage_of(action_id, on=visitor.on, can_see=_may_stand_beside(plan, visitor), text=plan.text)


def lines(plan: Published, visitor: Visitor) -> dict[int, str]:
    """Say the line of each action of a plan that has one, by its place in the plan. Six queries at most."""
    return lineage.lines_of_plan(plan.card.id, on=visitor.on, can_see=_may_stand_beside(plan, visitor), text=plan.text)


def _may_stand_beside(plan: Published, visitor: Visitor) -> Callable[[Any], bool]:
    """Give whether anybody may read of another plan beside this one.

    A plan that leaves names out is left out where this one shows them: its own page is where its words stand.
    """

    def is_public(other: Any) -> bool:
        is_out = other.state in ("published", "closed") and other.published_at and not other.withdrawn_at
        shows = visitor.council.show_personal_names if other.names_shown is None else other.names_shown
        return bool(is_out) and (plan.names == "posts" or shows)

    return is_public


def bar_rows(
    bars: Iterable[overview.Bar], *, address: str, name: str | None = None
) -> tuple[tuple[str, str | None, dict[str, int]], ...]:
    """Give bars as `ui.status_table` takes them, each with the list that it counts. No query.

    Takes:   `name`, what the list calls the filter, where that is not what the bar calls it.
    """
    return tuple(
        (
            bar.name,
            f"{address}?{urlencode({name or bar.filter[0]: bar.filter[1]})}" if bar.filter else None,
            bar.counts.by_code(),
        )
        for bar in bars
    )


def _chart(measure: domain.Measure) -> Chart:
    points = sorted((value.on, number) for value in measure.values if (number := number_of(value.value)) is not None)
    baseline = number_of(measure.baseline)
    if baseline is not None and measure.baseline_date and all(on > measure.baseline_date for on, _number in points):
        points.insert(0, (measure.baseline_date, baseline))
    target = number_of(measure.target)
    return Chart(
        name=measure.name,
        unit=measure.unit or "",
        target=None if target is None else float(target),
        target_text=measure.target,
        source=measure.source,
        points=tuple((short_day(on), float(number)) for on, number in points),
    )


def can_answer() -> bool:
    """Say whether the database answers. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))
