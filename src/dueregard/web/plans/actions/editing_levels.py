"""How are the levels above actions added, renamed and put in order, and who shaped them recorded?

The one idea: a level's place in the plan is one number for all levels, parents before children; moving a level moves
everything below it, its actions too, so that a plan reads in the order of its levels.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.plans.merging import changes_between
from dueregard.terms.errors import UsedWrongly
from dueregard.web.plans.actions.editing import (
    before_and_after,
    changing,
    next_position,
    open_gap,
    put_in_order,
    record,
    write,
)
from dueregard.web.plans.actions.editing_actions import Written, refresh_search
from dueregard.web.plans.models import Action, Contribution, Level, Plan
from dueregard.web.plans.queries.editing import (
    CONTRIBUTION_FIELDS,
    LEVEL_FIELDS,
    Values,
    level_values,
    values_of,
)
from dueregard.web.plans.queries.whole import PARTS

DEEPEST = 4


def add_level(plan_id: UUID, *, given: Values, by: UUID) -> UUID:
    """Add a level below `given["parent"]` (or at the top), after its siblings, and give its id.

    Raises:  UsedWrongly for a name that a sibling has, or where the plan would be too deep.
    """
    with changing(plan_id) as plan:
        row = new_level(plan, given)
        after = {**level_values(row), "parent": given.get("parent")}
        said = {name: value for name, value in after.items() if value is not None}
        record(plan, "level_added", by=by, subject=f"plans.level:{row.pk}", after=said)
    return row.pk


def new_level(plan: Plan, given: Values) -> Level:
    """Make a level's row in the caller's transaction."""
    parent = plan.levels.get(pk=UUID(given["parent"])) if given.get("parent") else None
    above = list(parent.path) if parent else []
    if len(above) >= DEEPEST:
        raise UsedWrongly(_("A plan has at most four levels above its actions."))
    title = _name(given.get("title"))
    _check_free(plan, [*above, title])
    row = Level(plan=plan, parent=parent, title=title, path=[*above, title], position=_place_below(plan, parent))
    _write(row, {name: value for name, value in given.items() if name not in ("parent", "title")})
    open_gap(plan.levels, row.position)
    row.save(force_insert=True)
    return row


def change_level(level_id: UUID, *, given: Values, base: Mapping[str, str], by: UUID) -> tuple[str, ...]:
    """Change a level and give the fields that changed. A new name is the new name of its place for all below.

    Raises:  ChangedMeanwhile where a colleague changed the same; UsedWrongly for a name that a sibling has.
    """
    with changing(Level.objects.values_list("plan_id", flat=True).get(pk=level_id)) as plan:
        row = plan.levels.get(pk=level_id)
        current = level_values(row)
        changes = changes_between(current, given=given, base=base)
        if not changes:
            return ()
        if "title" in changes:
            _rename(plan, row, _name(changes["title"]))
        _write(row, {name: value for name, value in changes.items() if name != "title"})
        row.save()
        before, after = before_and_after(current, changes)
        record(plan, "level_changed", by=by, subject=f"plans.level:{row.pk}", before=before, after=after)
    return tuple(changes)


def move_level(level_id: UUID, *, up: bool, by: UUID) -> None:
    """Put a level before the sibling above it, or after the one below, with everything under both."""
    with changing(Level.objects.values_list("plan_id", flat=True).get(pk=level_id)) as plan:
        levels = list(plan.levels.order_by("position"))
        row = next(one for one in levels if one.pk == level_id)
        siblings = [one for one in levels if one.parent_id == row.parent_id]
        at = siblings.index(row) + (-1 if up else 1)
        if not 0 <= at < len(siblings):
            return
        siblings.remove(row)
        siblings.insert(at, row)
        before = row.position
        order = _in_order(levels, {row.parent_id: siblings})
        put_in_order(plan.levels, order)
        _follow(plan, order)
        record(
            plan,
            "level_moved",
            by=by,
            subject=f"plans.level:{row.pk}",
            before={"position": before},
            after={"position": order.index(row.pk) + 1},
        )


def add_contribution(level_id: UUID, *, given: Values, by: UUID) -> UUID:
    """Record who shaped a level, and give its id.

    Raises:  UsedWrongly where nobody is named.
    """
    with changing(Level.objects.values_list("plan_id", flat=True).get(pk=level_id)) as plan:
        level = plan.levels.get(pk=level_id)
        row = Contribution(level=level, position=next_position(level.contributions))
        write(row, given)
        _check_who(row)
        row.save(force_insert=True)
        after = values_of(row, CONTRIBUTION_FIELDS)
        record(plan, "contribution_added", by=by, subject=f"plans.level:{level.pk}", after=after)
    return row.pk


def change_contribution(contribution_id: UUID, *, given: Values, base: Mapping[str, str], by: UUID) -> tuple[str, ...]:
    """Change who shaped a level, how, or what that changed, and give the fields that changed.

    Raises:  ChangedMeanwhile where a colleague changed the same; UsedWrongly where nobody is named.
    """
    found = Contribution.objects.select_related("level").get(pk=contribution_id)
    with changing(found.level.plan_id) as plan:
        row = Contribution.objects.get(pk=contribution_id)
        current = values_of(row, CONTRIBUTION_FIELDS)
        changes = changes_between(current, given=given, base=base)
        if not changes:
            return ()
        write(row, changes)
        _check_who(row)
        row.save()
        before, after = before_and_after(current, changes)
        record(plan, "contribution_changed", by=by, subject=f"plans.level:{row.level_id}", before=before, after=after)
    return tuple(changes)


def _write(row: Level, values: Values) -> None:
    write(row, {name: value for name, value in values.items() if name in LEVEL_FIELDS})
    if "directorate" in values:
        row.directorate_id = UUID(values["directorate"]) if values["directorate"] else None
    row.kind = row.kind or "section"


def _name(title: Any) -> str:
    name = " ".join(str(title or "").split())
    if not name:
        raise UsedWrongly(_("A section needs a name."))
    return name


def _check_free(plan: Plan, path: list[str]) -> None:
    if tuple(path) in {tuple(other) for other in plan.levels.values_list("path", flat=True)}:
        raise UsedWrongly(_("There is already one of this name at this place."))


def _check_who(row: Contribution) -> None:
    if not row.who.strip():
        raise UsedWrongly(_("Say who shaped it."))


def _rename(plan: Plan, row: Level, name: str) -> None:
    old, new = list(row.path), [*row.path[:-1], name]
    if new == old:
        row.title = name
        return
    _check_free(plan, new)
    below = [one for one in plan.levels.all() if one.path[: len(old)] == old]
    for one in below:
        one.path = [*new, *one.path[len(old) :]]
    Level.objects.bulk_update(below, ["path"])
    row.title, row.path = name, new
    row.save(update_fields=["title", "path"])
    written = Written()
    rows = Action.objects.filter(level__in=below).select_related("level").prefetch_related(*PARTS)
    refresh_search(rows, written)
    written.save(plan)


def _place_below(plan: Plan, parent: Level | None) -> int:
    """Give the place after the last level below a parent, or after all."""
    if parent is None:
        return next_position(plan.levels)
    depth = len(parent.path)
    places = [
        position
        for position, path in plan.levels.values_list("position", "path")
        if list(path[:depth]) == list(parent.path)
    ]
    return max(places) + 1


def _in_order(levels: list[Level], sorted_below: Mapping[UUID | None, list[Level]]) -> list[UUID]:
    """Give the keys of all levels, each followed by what is below it."""
    children: dict[UUID | None, list[Level]] = {}
    for one in levels:
        children.setdefault(one.parent_id, []).append(one)
    children.update(sorted_below)
    order: list[UUID] = []

    def walk(parent: UUID | None) -> None:
        for one in children.get(parent, ()):
            order.append(one.pk)
            walk(one.pk)

    walk(None)
    return order


def _follow(plan: Plan, order: list[UUID]) -> None:
    """Put the actions into the order of their levels; those without a level stay at the end."""
    places = {key: place for place, key in enumerate(order)}
    found = plan.actions.order_by("position").values_list("pk", "level_id")
    wanted = sorted(found, key=lambda pair: places.get(pair[1], len(places)))
    if [pk for pk, _level in wanted] != [pk for pk, _level in found]:
        put_in_order(plan.actions, [pk for pk, _level in wanted])
