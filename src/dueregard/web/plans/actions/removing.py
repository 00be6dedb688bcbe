"""How is something taken out of a plan, and put back?

The one idea: removing moves rows, whole, from their tables to `Removed`, in one transaction with its ledger entry;
restoring moves them back under the ids they had. After thirty days they go for good, with their files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import serializers
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.plans.actions.editing import changing, close_gap, next_position, open_gap, record
from dueregard.web.plans.actions.editing_actions import Written, number_fact, refresh_search
from dueregard.web.plans.actions.guards import check_can_remove
from dueregard.web.plans.models import (
    Action,
    Contribution,
    Evidence,
    Level,
    Lineage,
    Measure,
    MeasureValue,
    Plan,
    Removed,
    SubAction,
    Update,
)
from dueregard.web.plans.queries.removed import DAYS_KEPT
from dueregard.web.plans.queries.whole import PARTS

_WITHOUT_FILES = ("level", "contribution", "part", "measure", "level_measure")
_PARTS: dict[str, Any] = {"part": SubAction, "measure": Measure, "update": Update, "evidence": Evidence}


def remove_action(action_id: UUID, *, by: UUID) -> UUID:
    """Take an action with all its parts out of its plan, and give what restores it.

    Raises:  MoveNotAllowed where something outside the plans counts on it (`guards`).
    """
    with changing(Action.objects.values_list("plan_id", flat=True).get(pk=action_id)) as plan:
        row = plan.actions.get(pk=action_id)
        check_can_remove([row.pk])
        subject, said = f"plans.action:{row.pk}", number_fact(row)
        kept = _keep(
            plan,
            kind="action",
            subject=subject,
            title=row.title or row.text,
            position=row.position,
            rows=_rows_of_action(row),
            by=by,
        )
        at = row.position
        row.delete()
        close_gap(plan.actions, at)
        record(plan, "action_removed", by=by, subject=subject, before={"title": kept.title, "position": at}, facts=said)
        _purge(plan)
    return kept.pk


def remove_part(part_id: UUID, *, kind: str, by: UUID) -> UUID:
    """Take a part, measure, update or piece of evidence off its action, and give what restores it."""
    found = _PARTS[kind].objects.select_related("action").get(pk=part_id)
    if found.action is None:
        return _remove_level_measure(found, by=by)
    with changing(found.action.plan_id) as plan:
        row = _PARTS[kind].objects.get(pk=part_id)
        action = plan.actions.get(pk=row.action_id)
        rows = [row, *row.values.all()] if kind == "measure" else [row]
        kept = _keep(
            plan,
            kind=kind,
            subject=f"plans.{kind}:{row.pk}",
            title=str(row),
            position=getattr(row, "position", 1),
            rows=rows,
            by=by,
            action_id=action.pk,
        )
        row.delete()
        _put_right(plan, action)
        record(
            plan,
            f"{kind}_removed",
            by=by,
            subject=f"plans.action:{action.pk}",
            before={"title": kept.title},
            facts={**number_fact(action), "id": str(part_id)},
        )
        _purge(plan)
    return kept.pk


def _remove_level_measure(found: Measure, *, by: UUID) -> UUID:
    with changing(Level.objects.values_list("plan_id", flat=True).get(pk=found.level_id)) as plan:
        row = Measure.objects.get(pk=found.pk)
        kept = _keep(
            plan,
            kind="level_measure",
            subject=f"plans.level:{row.level_id}",
            title=row.name,
            position=row.position,
            rows=[row, *row.values.all()],
            by=by,
        )
        row.delete()
        record(
            plan,
            "level_measure_removed",
            by=by,
            subject=kept.subject,
            before={"title": kept.title},
            facts={"id": str(found.pk)},
        )
        _purge(plan)
    return kept.pk


def remove_value(value_id: int, *, by: UUID) -> None:
    """Take a value of a measure away. Its day and figure stay in the history."""
    found = MeasureValue.objects.select_related("measure__action", "measure__level").get(pk=value_id)
    action, level = found.measure.action, found.measure.level
    with changing((action or level).plan_id) as plan:
        before = {"on": found.on.isoformat(), "value": found.value, "source": found.source}
        found.delete()
        record(
            plan,
            "measure_value_removed" if action else "level_measure_value_removed",
            by=by,
            subject=f"plans.action:{action.pk}" if action else f"plans.level:{level.pk}",
            before=before,
            facts={**(number_fact(action) if action else {}), "id": str(value_id)},
        )


def remove_level(level_id: UUID, *, by: UUID) -> UUID:
    """Take an empty level out of its plan, and give what restores it.

    Raises:  MoveNotAllowed while actions or other levels stand below it.
    """
    with changing(Level.objects.values_list("plan_id", flat=True).get(pk=level_id)) as plan:
        row = plan.levels.get(pk=level_id)
        if row.actions.exists() or row.children.exists():
            raise MoveNotAllowed(_("There are actions or levels below this one."), mend=_("Move or remove them first."))
        kept = _keep(
            plan,
            kind="level",
            subject=f"plans.level:{row.pk}",
            title=row.title,
            position=row.position,
            rows=[row, *row.contributions.all(), *row.measures.all(), *MeasureValue.objects.filter(measure__level=row)],
            by=by,
        )
        at = row.position
        row.delete()
        close_gap(plan.levels, at)
        record(plan, "level_removed", by=by, subject=kept.subject, before={"title": kept.title, "position": at})
        _purge(plan)
    return kept.pk


def remove_contribution(contribution_id: UUID, *, by: UUID) -> UUID:
    """Take away who shaped a level, and give what restores it."""
    found = Contribution.objects.select_related("level").get(pk=contribution_id)
    with changing(found.level.plan_id) as plan:
        kept = _keep(
            plan,
            kind="contribution",
            subject=f"plans.level:{found.level_id}",
            title=found.who,
            position=found.position,
            rows=[found],
            by=by,
        )
        before = {"who": found.who, "how": found.how, "changed": found.changed}
        found.delete()
        record(plan, "contribution_removed", by=by, subject=kept.subject, before=before)
        _purge(plan)
    return kept.pk


def restore(removed_id: UUID, *, by: UUID) -> None:
    """Put back what was removed, as it was; its place may be taken, then it comes after the others.

    Raises:  MoveNotAllowed after thirty days, when it was put back already, or when what it belonged to is gone.
    """
    with changing(Removed.objects.values_list("plan_id", flat=True).get(pk=removed_id)) as plan:
        kept = plan.removed.select_for_update().get(pk=removed_id)
        if kept.restored_at is not None:
            raise MoveNotAllowed(_("This was put back already."))
        if kept.removed_at < timezone.now() - timedelta(days=DAYS_KEPT):
            raise MoveNotAllowed(_("This was removed more than thirty days ago and cannot be put back."))
        rows = [one.object for one in serializers.deserialize("json", json.dumps(kept.rows))]
        _place(plan, kept, rows[0])
        for row in rows:
            _let_go_of_what_is_gone(row)
            if not isinstance(row, Lineage) or _are_both_there(row):
                row.save(force_insert=True)
        kept.restored_at, kept.restored_by_id = timezone.now(), by
        kept.save(update_fields=["restored_at", "restored_by"])
        action_id = rows[0].pk if kept.kind == "action" else kept.action_id
        if action_id:
            _put_right(plan, plan.actions.get(pk=action_id))
        also = [f"plans.action:{action_id}"] if action_id else []
        record(plan, f"{kept.kind}_restored", by=by, subject=kept.subject, after={"title": kept.title}, also=also)


def purge_removed() -> int:
    """Throw away for good what was removed more than thirty days ago, in every plan, and give how many things went."""
    with transaction.atomic():
        return _throw_away(Removed.objects.all())


def _keep(
    plan: Plan,
    *,
    kind: str,
    subject: str,
    title: str,
    position: int,
    rows: Iterable[Any],
    by: UUID,
    action_id: UUID | None = None,
) -> Removed:
    return Removed.objects.create(
        plan=plan,
        kind=kind,
        subject=subject,
        action_id=action_id,
        title=title[:300],
        position=position,
        rows=json.loads(serializers.serialize("json", rows)),
        removed_by_id=by,
    )


def _rows_of_action(row: Action) -> list[Any]:
    """Give an action and everything that hangs on it, each before what hangs on it in turn."""
    rows: list[Any] = [row]
    for related in ("strands", "leads", "boards", "sub_actions", "updates", "evidence", "measures"):
        rows.extend(getattr(row, related).all())
    rows.extend((*row.came_from.all(), *row.became.all()))
    rows.extend(MeasureValue.objects.filter(measure__action=row))
    return rows


def _are_both_there(row: Lineage) -> bool:
    """Say whether both ends of a lineage are still there: the other plan may have lost its action meanwhile."""
    return Action.objects.filter(pk__in=(row.older_id, row.newer_id)).count() == 2


def _place(plan: Plan, kept: Removed, row: Any) -> None:
    if kept.kind == "action":
        row.position = min(kept.position, next_position(plan.actions))
        open_gap(plan.actions, row.position)
    elif kept.kind == "level":
        _check_parent(plan, row)
        row.position = min(kept.position, next_position(plan.levels))
        open_gap(plan.levels, row.position)
    elif kept.kind in ("contribution", "level_measure"):
        if not plan.levels.filter(pk=row.level_id).exists():
            raise MoveNotAllowed(_("The level it belonged to is gone. Put that back first."))
        row.position = next_position(type(row).objects.filter(level_id=row.level_id))
    else:
        if not plan.actions.filter(pk=kept.action_id).exists():
            raise MoveNotAllowed(_("The action it belonged to is gone. Put that back first."))
        if hasattr(row, "position"):
            row.position = next_position(type(row).objects.filter(action_id=kept.action_id))


def _check_parent(plan: Plan, row: Level) -> None:
    parent = plan.levels.filter(pk=row.parent_id).first() if row.parent_id else None
    if row.parent_id and parent is None:
        raise MoveNotAllowed(_("The level above it is gone. Put that back first."))
    row.path = [*(parent.path if parent else ()), row.title]
    if list(row.path) in [list(path) for path in plan.levels.values_list("path", flat=True)]:
        raise MoveNotAllowed(_("There is another one of this name at its place now."))


def _let_go_of_what_is_gone(row: Any) -> None:
    """Empty a row's optional links to what no longer exists (a level, a post), so that the rest can come back."""
    for field in row._meta.fields:
        if field.is_relation and field.null and getattr(row, field.attname) is not None:
            target = field.related_model._base_manager.filter(pk=getattr(row, field.attname))
            if not target.exists():
                setattr(row, field.attname, None)
    if isinstance(row, Action) and row.level_id is None:
        row.has_section = row.is_section_a_level = False


def _put_right(plan: Plan, action: Action) -> None:
    """Work out again what is kept of an action's parts: its last update, and the words it is found by."""
    last = action.updates.filter(date__isnull=False).order_by("-date").values_list("date", flat=True).first()
    if last != action.last_update_on:
        Action.objects.filter(pk=action.pk).update(last_update_on=last)
    written = Written()
    refresh_search(Action.objects.filter(pk=action.pk).select_related("level").prefetch_related(*PARTS), written)
    written.save(plan)


def _purge(plan: Plan) -> None:
    _throw_away(plan.removed.all())


def _throw_away(removed: Any) -> int:
    old = removed.filter(removed_at__lt=timezone.now() - timedelta(days=DAYS_KEPT))
    files = [
        entry["fields"]["file"]
        for kept in old.filter(restored_at__isnull=True).exclude(kind__in=_WITHOUT_FILES)
        for entry in kept.rows
        if entry["model"] == "plans.evidence" and entry["fields"].get("file")
    ]
    number: int = old.delete()[0]
    storage = Evidence._meta.get_field("file").storage
    for name in files:
        transaction.on_commit(lambda name=name: storage.delete(name))
    return number
