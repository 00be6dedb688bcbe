"""How is the plan going?

The one idea: counts are taken by the database once per question, over (level, status) and (characteristic, status), and
added up here; nothing is counted per action in Python. Nine queries, with ten actions or ten thousand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from dueregard.domain.plans.progress import STATUS_ORDER, Due, StatusCounts, count_statuses
from dueregard.web.plans.models import Action, ActionStrand, Level
from dueregard.web.plans.queries.lists import (
    ActionRow,
    Wanted,
    action_rows,
    actions_wanted,
    characteristics_in_order,
    sorted_by,
)

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a table of bars: what it counts, the filter that shows it, and the counts."""

    name: str
    filter: tuple[str, str] | None
    counts: StatusCounts


@dataclass(frozen=True, slots=True)
class Overview:
    """A plan in numbers, on one day."""

    all: StatusCounts
    sections: tuple[Bar, ...]
    section_kind: str
    characteristics: tuple[Bar, ...]
    late: tuple[ActionRow, ...]
    late_count: int
    due_next: tuple[ActionRow, ...]
    without_date: int
    without_update: int

    @property
    def codes(self) -> tuple[str, ...]:
        """The columns of the tables of bars: "no update yet" only where there is some."""
        return STATUS_ORDER if self.all.no_update else STATUS_ORDER[:-1]

    @property
    def has_statuses(self) -> bool:
        """Whether anybody has said yet how any action stands."""
        return self.all.total > self.all.no_update


def overview(plan_id: UUID, *, on: date, labels: Mapping[str, str]) -> Overview:
    """Give a plan in numbers, seen from a day."""
    by_level = Action.objects.filter(plan_id=plan_id).order_by().values_list("level_id", "status").annotate(Count("pk"))
    counted = [(level, status, number) for level, status, number in by_level]
    sections, kind = _sections(plan_id, counted)
    late = actions_wanted(plan_id, Wanted(due=Due.LATE), on=on)
    soon = actions_wanted(plan_id, Wanted(), on=on).filter(due_date__gte=on).exclude(status__in=("complete", "closed"))
    return Overview(
        all=count_statuses((status, number) for _level, status, number in counted),
        sections=sections,
        section_kind=kind,
        characteristics=_characteristics(plan_id, labels),
        late=action_rows(sorted_by(late, "due", falling=False)[:SHOWN], on=on, labels=labels),
        late_count=late.count(),
        due_next=action_rows(sorted_by(soon, "due", falling=False)[:SHOWN], on=on, labels=labels),
        without_date=actions_wanted(plan_id, Wanted(due=Due.NO_DATE), on=on).count(),
        without_update=actions_wanted(plan_id, Wanted(update="none"), on=on).count(),
    )


def _sections(plan_id: UUID, counted: list[tuple[UUID | None, str | None, int]]) -> tuple[tuple[Bar, ...], str]:
    levels = {
        pk: (tuple(path), kind)
        for pk, path, kind in Level.objects.filter(plan_id=plan_id).values_list("pk", "path", "kind")
    }
    tops = {path: pk for pk, (path, _kind) in levels.items() if len(path) == 1}
    by_top: dict[UUID | None, list[tuple[str | None, int]]] = defaultdict(list)
    for level, status, number in counted:
        top = tops.get(levels[level][0][:1]) if level in levels else None
        by_top[top].append((status, number))
    bars = [Bar(path[0], ("section", str(pk)), count_statuses(by_top[pk])) for path, pk in tops.items() if pk in by_top]
    kinds = {levels[pk][1] for pk in tops.values()}
    return tuple(bars), kinds.pop() if len(kinds) == 1 else "section"


def _characteristics(plan_id: UUID, labels: Mapping[str, str]) -> tuple[Bar, ...]:
    rows = (
        ActionStrand.objects.filter(action__plan_id=plan_id)
        .order_by()
        .values_list("characteristic", "action__status")
        .annotate(Count("action", distinct=True))
    )
    by_code: dict[str, list[tuple[str | None, int]]] = defaultdict(list)
    for code, status, number in rows:
        by_code[code].append((status, number))
    return tuple(
        Bar(words, ("characteristic", code), count_statuses(by_code[code]))
        for code, words in characteristics_in_order(set(by_code), labels)
    )
