"""How are many actions changed at once?

The one idea: one transaction and one ledger entry for all of them, with what stood in each before and after; if one
cannot be written, none is. What was previewed is what is written: had anything moved meanwhile, nothing would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.plans.merging import version_of
from dueregard.terms.errors import DueRegardError, UsedWrongly
from dueregard.web.plans.actions.editing import FACTS, changing, record
from dueregard.web.plans.actions.editing_actions import Written, apply_changes, new_action, number_fact, setting_of
from dueregard.web.plans.actions.editing_levels import new_level
from dueregard.web.plans.actions.saying import put_update
from dueregard.web.plans.models import Action, Plan
from dueregard.web.plans.queries.bulk import MOST
from dueregard.web.plans.queries.editing import Values, action_values


class PreviewIsOld(DueRegardError):
    """Something that a preview showed has changed since; nothing was written."""


def change_many(
    plan_id: UUID,
    *,
    changes: Mapping[UUID, Values],
    seen: str,
    by: UUID,
    author: str = "",
    local: Iterable[str] = (),
) -> int:
    """Write the changes of a preview, and give how many actions changed.

    Takes:   `seen`, the version of the preview.
    Raises:  PreviewIsOld where what was previewed has changed since; UsedWrongly where a value does not go.
    """
    if len(changes) > MOST:
        raise UsedWrongly(_("At most 500 actions can be changed at once."), mend=_("Choose fewer, then the rest."))
    with changing(plan_id) as plan:
        rows = {row.pk: row for row in held_rows(plan, changes)}
        before = {key: action_values(rows[key]) for key in changes if key in rows}
        now = {
            str(row.pk): [{name: before[row.pk].get(name) for name in changes[row.pk]}, changes[row.pk]]
            for row in rows.values()
        }
        if len(rows) != len(changes) or version_of(now) != seen:
            raise PreviewIsOld(_("Something here has changed since you looked. Look again before you apply it."))
        written, setting = Written(), setting_of(plan, local=local)
        for key, row in rows.items():
            change_row(plan, row, changes[key], setting=setting, written=written, by=by, author=author)
        written.save(plan)
        if rows:
            record_many(plan, rows=rows, changes=changes, before=before, made=(), by=by, source={})
    return len(rows)


def held_rows(plan: Plan, ids: Iterable[UUID]) -> Iterable[Action]:
    """Give actions of a plan with what may be changed of them. Four queries."""
    rows = plan.actions.filter(pk__in=list(ids)).order_by("position").select_related("level")
    return rows.prefetch_related("strands", "leads", "boards")


def change_row(
    plan: Plan, row: Action, values: Values, *, setting: Any, written: Written, by: UUID, author: str
) -> None:
    """Write values to an action in the caller's transaction; `path` is where it stands, `update` words to add.

    Raises:  UsedWrongly, naming the action, where they do not go together.
    """
    plain = {name: value for name, value in values.items() if name not in ("path", "update")}
    if "path" in values:
        plain["level"] = _level_for(plan, values["path"])
    try:
        if plain:
            apply_changes(row, plain, setting=setting, written=written)
    except UsedWrongly as fault:
        raise UsedWrongly(fault.message, where=row.title or row.text[:80]) from fault
    if values.get("update"):
        put_update(row, text=values["update"]["text"], on=values["update"]["on"], by=by, author=author)


def add_row(plan: Plan, values: Values, *, setting: Any, written: Written) -> Action:
    """Add an action with its values, `path` among them, in the caller's transaction."""
    plain = {name: value for name, value in values.items() if name != "path"}
    if values.get("path"):
        plain["level"] = _level_for(plan, values["path"])
    return new_action(plan, plain, setting=setting, written=written)


def _level_for(plan: Plan, path: Sequence[str]) -> str | None:
    """Give the level at a path, making those that are not there."""
    known = {tuple(found): key for key, found in plan.levels.values_list("pk", "path")}
    parent: UUID | None = None
    for depth in range(1, len(path) + 1):
        part = tuple(path[:depth])
        if part not in known:
            values = {"title": part[-1], "parent": str(parent) if parent else None, "kind": "section"}
            known[part] = new_level(plan, values).pk
        parent = known[part]
    return str(parent) if parent else None


def record_many(
    plan: Plan,
    *,
    rows: Mapping[UUID, Action],
    changes: Mapping[UUID, Values],
    before: Mapping[UUID, Values],
    made: Sequence[Action],
    by: UUID,
    source: Mapping[str, str],
) -> None:
    """Record all in one entry: codes and days as facts by action, texts outside the chain."""
    sides: dict[str, dict[str, Any]] = {"before": {}, "after": {}}
    plain: dict[str, Any] = {}
    for key, values in changes.items():
        subject = f"plans.action:{key}"
        facts = {
            name: [before[key].get(name), value] for name, value in values.items() if name in FACTS and name != "date"
        }
        if facts:
            plain[subject] = facts
        for name, value in values.items():
            if name not in FACTS:
                sides["before"].setdefault(name, {})[subject] = before[key].get(name)
                sides["after"].setdefault(name, {})[subject] = value
    fields = list(dict.fromkeys(name for values in changes.values() for name in values))
    record(
        plan,
        "actions_changed",
        by=by,
        subject=f"plans.plan:{plan.pk}",
        before=sides["before"],
        after=sides["after"],
        facts={
            "actions": len(rows) + len(made),
            "fields": fields,
            "changes": plain,
            "added": [{"id": str(row.pk), **number_fact(row)} for row in made],
            **source,
        },
        also=[f"plans.action:{key}" for key in (*rows, *(row.pk for row in made))],
    )
