"""How are the parts of an action (milestones, measures and their values, updates) added and changed?

The one idea: each is a row of its own with an id that stays, so that one can be changed without touching the others.
An update is somebody's word on a day: it is added, sets the action's status where it says one, and is never rewritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.plans.merging import changes_between
from dueregard.domain.plans.progress import number_of
from dueregard.terms.errors import UsedWrongly
from dueregard.web.plans.actions.editing import before_and_after, changing, next_position, record, write
from dueregard.web.plans.actions.editing_actions import Written, number_fact, refresh_search
from dueregard.web.plans.actions.saying import say
from dueregard.web.plans.models import Action, Measure, MeasureValue, Plan, SubAction
from dueregard.web.plans.queries.editing import MEASURE_FIELDS, PART_FIELDS, VALUE_FIELDS, Values, values_of
from dueregard.web.plans.queries.whole import PARTS


def _check_part(row: Any) -> None:
    if not (row.text or "").strip():
        raise UsedWrongly(_("Say what this part is."))


def _check_measure(row: Any) -> None:
    if not (row.name or "").strip():
        raise UsedWrongly(_("Say what is measured."))


def _check_value(row: Any) -> None:
    if row.on is None or number_of(row.value) is None:
        raise UsedWrongly(_("A value needs a day and a number."))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of row that hangs on an action: its name in the ledger, its columns, and what it must hold."""

    word: str
    model: Any
    fields: tuple[str, ...]
    check: Callable[[Any], None]


_PART = _Kind("part", SubAction, PART_FIELDS, _check_part)
_MEASURE = _Kind("measure", Measure, MEASURE_FIELDS, _check_measure)
_VALUE = _Kind("measure_value", MeasureValue, VALUE_FIELDS, _check_value)


def add_part(action_id: UUID, *, given: Values, by: UUID) -> UUID:
    """Add a part or milestone to an action, after the others, and give its id."""
    found: UUID = _add(action_id, _PART, given, by=by, place=lambda: {"action_id": action_id})
    return found


def change_part(part_id: UUID, *, given: Values, base: Mapping[str, str], by: UUID) -> tuple[str, ...]:
    """Change a part and give the fields that changed. Raises ChangedMeanwhile as all changes do."""
    return _change(SubAction.objects.get(pk=part_id), _PART, given, base, by=by)


def add_measure(action_id: UUID, *, given: Values, by: UUID) -> UUID:
    """Add a measure to an action, after the others, and give its id."""
    found: UUID = _add(action_id, _MEASURE, given, by=by, place=lambda: {"action_id": action_id})
    return found


def change_measure(measure_id: UUID, *, given: Values, base: Mapping[str, str], by: UUID) -> tuple[str, ...]:
    """Change a measure and give the fields that changed. Raises ChangedMeanwhile as all changes do."""
    return _change(Measure.objects.get(pk=measure_id), _MEASURE, given, base, by=by)


def add_value(measure_id: UUID, *, given: Values, by: UUID) -> int:
    """Add a value of a measure on a day, and give its id.

    Raises:  UsedWrongly for what is no number, or a day that has a value already.
    """
    action_id = Measure.objects.values_list("action_id", flat=True).get(pk=measure_id)
    found: int = _add(action_id, _VALUE, given, by=by, place=lambda: {"measure_id": measure_id})
    return found


def change_value(value_id: int, *, given: Values, base: Mapping[str, str], by: UUID) -> tuple[str, ...]:
    """Change a value and give the fields that changed. Raises ChangedMeanwhile as all changes do."""
    return _change(MeasureValue.objects.select_related("measure").get(pk=value_id), _VALUE, given, base, by=by)


def add_update(
    action_id: UUID, *, text: str, on: date, status: str | None, by: UUID, author: str, is_unchanged: bool = False
) -> UUID:
    """Add what somebody signed in says about an action, where no page was before them. See `saying.say`."""
    return say(
        action_id,
        text=text,
        on=on,
        status=None if is_unchanged else status,
        by=by,
        author=author,
        is_unchanged=is_unchanged,
    )


def _add(action_id: UUID, kind: _Kind, given: Values, *, by: UUID, place: Callable[[], dict[str, Any]]) -> Any:
    with changing(Action.objects.values_list("plan_id", flat=True).get(pk=action_id)) as plan:
        action = plan.actions.get(pk=action_id)
        row = kind.model(**place())
        write(row, {name: value for name, value in given.items() if name in kind.fields})
        kind.check(row)
        if kind is _VALUE:
            _check_day_free(row)
        else:
            row.position = next_position(kind.model.objects.filter(action=action))
        row.save(force_insert=True)
        _make_findable(plan, action)
        said = {name: value for name, value in values_of(row, kind.fields).items() if value is not None}
        record(
            plan,
            f"{kind.word}_added",
            by=by,
            subject=f"plans.action:{action.pk}",
            after=said,
            facts={**number_fact(action), "id": str(row.pk)},
        )
    return row.pk


def _change(found: Any, kind: _Kind, given: Values, base: Mapping[str, str], *, by: UUID) -> tuple[str, ...]:
    action_id = found.measure.action_id if kind is _VALUE else found.action_id
    with changing(Action.objects.values_list("plan_id", flat=True).get(pk=action_id)) as plan:
        row = kind.model.objects.get(pk=found.pk)
        current = values_of(row, kind.fields)
        changes = changes_between(current, given=given, base=base)
        if not changes:
            return ()
        write(row, changes)
        kind.check(row)
        if kind is _VALUE:
            _check_day_free(row)
        row.save()
        action = plan.actions.get(pk=action_id)
        _make_findable(plan, action)
        before, after = before_and_after(current, changes)
        record(
            plan,
            f"{kind.word}_changed",
            by=by,
            subject=f"plans.action:{action.pk}",
            before=before,
            after=after,
            facts={**number_fact(action), "id": str(row.pk)},
        )
    return tuple(changes)


def _check_day_free(row: MeasureValue) -> None:
    if MeasureValue.objects.filter(measure_id=row.measure_id, on=row.on).exclude(pk=row.pk).exists():
        raise UsedWrongly(_("There is a value for this day already. Change that one."))


def _make_findable(plan: Plan, action: Action) -> None:
    written = Written()
    refresh_search(_fresh(action), written)
    written.save(plan)


def _fresh(action: Action) -> Any:
    return Action.objects.filter(pk=action.pk).select_related("level").prefetch_related(*PARTS)
