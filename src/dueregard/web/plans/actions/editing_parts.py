"""How are the parts of an action (milestones, measures and their values, updates) added and changed?

The one idea: each is a row of its own with an id that stays, so that one can be changed without touching the others.
A measure hangs on an action or on an objective (`_Home`); all else is the same for both.
An update is somebody's word on a day: it is added, sets the action's status where it says one, and is never rewritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from dueregard.domain.plans.merging import changes_between
from dueregard.domain.plans.model import GAP
from dueregard.domain.plans.progress import number_of
from dueregard.terms.errors import UsedWrongly
from dueregard.web.plans.actions.editing import before_and_after, changing, next_position, record, write
from dueregard.web.plans.actions.editing_actions import Written, number_fact, refresh_search
from dueregard.web.plans.actions.saying import say
from dueregard.web.plans.models import Action, Level, Measure, MeasureValue, Plan, SubAction
from dueregard.web.plans.queries.editing import MEASURE_FIELDS, PART_FIELDS, VALUE_FIELDS, Values, values_of
from dueregard.web.plans.queries.whole import PARTS


def _check_part(row: Any) -> None:
    if not (row.text or "").strip():
        raise UsedWrongly(_("Say what this part is."))


def _check_measure(row: Any) -> None:
    if not (row.name or "").strip():
        raise UsedWrongly(_("Say what is measured."))
    row.group, row.compared_with = (row.group or "").strip() or None, (row.compared_with or "").strip() or None
    if row.kind == GAP and row.group is None:
        raise UsedWrongly(_("Say whom the gap is about."))
    if row.kind != GAP and (row.group or row.compared_with):
        raise UsedWrongly(_("Only a gap is between groups."))


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


@dataclass(frozen=True, slots=True)
class _Home:
    """What a row hangs on: an action or a level of a plan. `prefix` sets the two apart in the ledger."""

    plan_id: UUID
    column: str
    ident: UUID
    prefix: str = ""

    @property
    def subject(self) -> str:
        """Give the subject of ledger entries."""
        return f"plans.{self.column}:{self.ident}"

    def held(self, plan: Plan) -> Any:
        """Give the row itself, held with its plan."""
        return (plan.levels if self.prefix else plan.actions).get(pk=self.ident)


def _of_action(action_id: UUID) -> _Home:
    return _Home(Action.objects.values_list("plan_id", flat=True).get(pk=action_id), "action", action_id)


def _of_level(level_id: UUID) -> _Home:
    return _Home(Level.objects.values_list("plan_id", flat=True).get(pk=level_id), "level", level_id, "level_")


def _of_measure(measure: Measure) -> _Home:
    if measure.action_id:
        return _of_action(measure.action_id)
    return _of_level(measure.level_id)  # type: ignore[arg-type]  # the database holds: one of the two


def add_part(action_id: UUID, *, given: Values, by: UUID) -> UUID:
    """Add a part or milestone to an action, after the others, and give its id."""
    found: UUID = _add(_of_action(action_id), _PART, given, by=by)
    return found


def change_part(part_id: UUID, *, given: Values, base: Mapping[str, str], by: UUID) -> tuple[str, ...]:
    """Change a part and give the fields that changed. Raises ChangedMeanwhile as all changes do."""
    row = SubAction.objects.get(pk=part_id)
    return _change(_of_action(row.action_id), row, _PART, given, base, by=by)


def add_measure(action_id: UUID, *, given: Values, by: UUID) -> UUID:
    """Add a measure to an action, after the others, and give its id."""
    found: UUID = _add(_of_action(action_id), _MEASURE, given, by=by)
    return found


def add_level_measure(level_id: UUID, *, given: Values, by: UUID) -> UUID:
    """Add a measure to an objective (a level of a plan), after the others, and give its id."""
    found: UUID = _add(_of_level(level_id), _MEASURE, given, by=by)
    return found


def change_measure(measure_id: UUID, *, given: Values, base: Mapping[str, str], by: UUID) -> tuple[str, ...]:
    """Change a measure and give the fields that changed. Raises ChangedMeanwhile as all changes do."""
    row = Measure.objects.get(pk=measure_id)
    return _change(_of_measure(row), row, _MEASURE, given, base, by=by)


def add_value(measure_id: UUID, *, given: Values, by: UUID) -> int:
    """Add a value of a measure on a day, and give its id.

    Raises:  UsedWrongly for what is no number, or a day that has a value already.
    """
    home = _of_measure(Measure.objects.get(pk=measure_id))
    found: int = _add(home, _VALUE, given, by=by, measure_id=measure_id)
    return found


def change_value(value_id: int, *, given: Values, base: Mapping[str, str], by: UUID) -> tuple[str, ...]:
    """Change a value and give the fields that changed. Raises ChangedMeanwhile as all changes do."""
    row = MeasureValue.objects.select_related("measure").get(pk=value_id)
    return _change(_of_measure(row.measure), row, _VALUE, given, base, by=by)


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


def _add(home: _Home, kind: _Kind, given: Values, *, by: UUID, measure_id: UUID | None = None) -> Any:
    with changing(home.plan_id) as plan:
        at = home.held(plan)
        row = kind.model(**({"measure_id": measure_id} if measure_id else {home.column: at}))
        write(row, {name: value for name, value in given.items() if name in kind.fields})
        kind.check(row)
        if kind is _VALUE:
            _check_day_free(row)
        else:
            rows = kind.model.objects
            row.position = next_position(rows.filter(level=at) if home.column == "level" else rows.filter(action=at))
        row.save(force_insert=True)
        _make_findable(plan, at)
        said = {name: value for name, value in values_of(row, kind.fields).items() if value is not None}
        record(
            plan,
            f"{home.prefix}{kind.word}_added",
            by=by,
            subject=home.subject,
            after=said,
            facts={**_number(at), "id": str(row.pk)},
        )
    return row.pk


def _change(
    home: _Home, found: Any, kind: _Kind, given: Values, base: Mapping[str, str], *, by: UUID
) -> tuple[str, ...]:
    with changing(home.plan_id) as plan:
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
        at = home.held(plan)
        if kind is _PART and "due_date" in changes:
            # Calendars move an event only where its number is higher than before.
            plan.actions.filter(pk=at.pk).update(sequence=F("sequence") + 1)
        _make_findable(plan, at)
        before, after = before_and_after(current, changes)
        record(
            plan,
            f"{home.prefix}{kind.word}_changed",
            by=by,
            subject=home.subject,
            before=before,
            after=after,
            facts={**_number(at), "id": str(row.pk)},
        )
    return tuple(changes)


def _check_day_free(row: MeasureValue) -> None:
    if MeasureValue.objects.filter(measure_id=row.measure_id, on=row.on).exclude(pk=row.pk).exists():
        raise UsedWrongly(_("There is a value for this day already. Change that one."))


def _number(at: Any) -> dict[str, str]:
    return dict(number_fact(at)) if isinstance(at, Action) else {}


def _make_findable(plan: Plan, action: Any) -> None:
    if not isinstance(action, Action):
        return
    written = Written()
    refresh_search(_fresh(action), written)
    written.save(plan)


def _fresh(action: Action) -> Any:
    return Action.objects.filter(pk=action.pk).select_related("level").prefetch_related(*PARTS)
