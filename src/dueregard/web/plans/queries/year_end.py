"""What does a plan itself say became of its actions, for which does it say nothing, and who leads those?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from dueregard.domain.plans import model as domain
from dueregard.web.plans.models import Action, ActionLead, Level
from dueregard.web.plans.queries.lists import number_words, owner_words


@dataclass(frozen=True, slots=True)
class Led:
    """That somebody leads an action: the post's or partner's name, else the printed one; "" where nobody is named."""

    action_id: UUID
    number: str
    title: str
    lead: str
    post_id: UUID | None


def outcomes_in_plan(plan_id: UUID) -> tuple[tuple[UUID, int, str, str | None], ...]:
    """Give the actions that have an outcome: id, position, outcome and what is said of it. One query."""
    rows = Action.objects.filter(plan_id=plan_id, outcome__isnull=False).order_by("position")
    return tuple(
        (key, position, outcome, said or printed)
        for key, position, outcome, said, printed in rows.values_list(
            "pk", "position", "outcome", "year_end_report", "outcome_text"
        )
    )


def blank_outcomes(plan_id: UUID) -> int:
    """Count the actions without an outcome. One query."""
    return Action.objects.filter(plan_id=plan_id, outcome__isnull=True).count()


def plan_of_actions(action_ids: Iterable[UUID]) -> UUID:
    """Give the one plan that actions belong to. One query.

    Raises:  Http404 where there is none, or more than one.
    """
    found = set(Action.objects.filter(pk__in=list(action_ids)).values_list("plan_id", flat=True))
    if len(found) != 1:
        raise Http404
    return found.pop()


def rows_to_decide(plan_id: UUID, *, directorate_ids: Iterable[UUID] | None = None) -> QuerySet[Action]:
    """Give the query for a plan's actions; of some directorates only, by level or by lead, where these are given.

    One query where directorates are given, to find the levels below them.
    """
    rows = Action.objects.filter(plan_id=plan_id).order_by("position")
    if directorate_ids is None:
        return rows
    wanted = set(directorate_ids)
    levels = [key for key, found in directorates_of_levels(plan_id).items() if wanted & found]
    leads = ActionLead.objects.filter(action__plan_id=plan_id, post__directorate__in=wanted).values("action")
    return rows.filter(Q(level__in=levels) | Q(pk__in=leads))


def directorates_of_levels(plan_id: UUID) -> dict[UUID, set[UUID]]:
    """Give the directorates that each level of a plan is or stands under. One query."""
    found = Level.objects.filter(plan_id=plan_id).values_list("pk", "path", "directorate_id")
    levels = {tuple(path): (key, directorate) for key, path, directorate in found}
    return {
        key: {
            levels[path[:depth]][1]
            for depth in range(1, len(path) + 1)
            if path[:depth] in levels and levels[path[:depth]][1]
        }
        for path, (key, _directorate) in levels.items()
    }


def directorates_of_actions(plan_id: UUID, *, names: Mapping[UUID, str]) -> dict[int, tuple[str, ...]]:
    """Give the names of the directorates of each action by its position: by level, else by lead. Three queries."""
    by_level = directorates_of_levels(plan_id)
    found: dict[int, list[UUID]] = {}
    for position, level in Action.objects.filter(plan_id=plan_id).values_list("position", "level_id"):
        found[position] = sorted(by_level.get(level, ()), key=str)
    leads = ActionLead.objects.filter(action__plan_id=plan_id, post__directorate__isnull=False).order_by("position")
    for position, directorate in leads.values_list("action__position", "post__directorate_id"):
        found[position].append(directorate)
    return {
        position: tuple(dict.fromkeys(names[key] for key in keys if key in names)) for position, keys in found.items()
    }


def leads_of(rows: QuerySet[Action]) -> tuple[Led, ...]:
    """Give who leads actions, an entry for each lead; one with no lead has an entry without a name. Four queries."""
    fields = ("pk", "number", "number_text", "title", "text", "position")
    found: list[Led] = []
    for row in rows.only(*fields).prefetch_related("leads__post", "leads__partner"):
        leads: list[Any] = list(row.leads.all())
        number, title = number_words(row) or str(row.position), row.title or row.text[:160]
        found += [Led(row.pk, number, title, owner_words(lead), lead.post_id) for lead in leads]
        if not leads:
            found.append(Led(row.pk, number, title, "", None))
    return tuple(found)


def paths_of(plan_id: UUID) -> tuple[tuple[domain.Level, ...], tuple[tuple[str, ...], ...]]:
    """Give a plan's levels, and the different paths under which its actions stand, in order. Two queries."""
    levels = Level.objects.filter(plan_id=plan_id).only("path", "kind")
    rows = Action.objects.filter(plan_id=plan_id, level__isnull=False).order_by("position")
    paths = dict.fromkeys(tuple(path) for path in rows.values_list("level__path", flat=True))
    return tuple(domain.Level(tuple(one.path), kind=one.kind) for one in levels), tuple(paths)
