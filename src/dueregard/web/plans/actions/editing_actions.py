"""How is one action added, changed and moved?

The one idea: `apply_changes` is the one place where values become rows, for the edit page, for many actions at once
and for a workbook alike. What the document printed stays beside what a person says now: printed words that a new value
makes untrue go to `printed`, the flags of reading give way to "answered", and search finds the new words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.plans.merging import changes_between
from dueregard.domain.plans.model import Period
from dueregard.domain.plans.parsing.dates import read_timescales
from dueregard.domain.plans.progress import characteristics_of
from dueregard.domain.plans.states import Outcome
from dueregard.terms.errors import UsedWrongly
from dueregard.web.plans.actions.editing import (
    before_and_after,
    changing,
    check_order,
    close_gap,
    next_position,
    open_gap,
    record,
    write,
)
from dueregard.web.plans.models import Action, ActionBoard, ActionLead, ActionStrand, Level, Plan, PlanWord
from dueregard.web.plans.queries.editing import ACTION_FIELDS, Values, action_values
from dueregard.web.plans.queries.whole import PARTS, domain_action, key_of
from dueregard.web.plans.queries.words import searchable, words_in

_PRINTED = {"status": "status_text", "outcome": "outcome_text"}
_FLAG_NAMES = {"text": "action_text", "title": "action_title", "measure_text": "measure", "boards": "monitored_by"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What values are understood by: the plan, its key, and the council's own characteristics."""

    plan: Plan
    key: Mapping[str, Any]
    local: frozenset[str] = frozenset()

    @property
    def period(self) -> Period | None:
        """The time of the plan, in which "Q3" is read."""
        if self.plan.period_start is None and self.plan.period_text is None:
            return None
        return Period(self.plan.period_text or "", self.plan.period_start, self.plan.period_end)


@dataclass(slots=True)
class Written:
    """The words that became part of actions, to be made findable once for all of them."""

    words: set[str] = field(default_factory=set)

    def save(self, plan: Plan) -> None:
        """Make the words findable. One query."""
        rows = (PlanWord(plan=plan, word=word) for word in sorted(self.words))
        PlanWord.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def setting_of(plan: Plan, *, local: Iterable[str] = ()) -> Setting:
    """Give what values of a plan's actions are understood by."""
    return Setting(plan, key_of(plan), frozenset(local))


def change_action(
    action_id: UUID, *, given: Values, base: Mapping[str, str], by: UUID, local: Iterable[str] = ()
) -> tuple[str, ...]:
    """Change an action and give the fields that changed; those a colleague changed meanwhile stay theirs.

    Takes:   `given` and `base`, values and versions by field; the caller has checked that targets are the council's.
    Raises:  ChangedMeanwhile where both changed the same; UsedWrongly where the values do not go together.
    """
    with changing(Action.objects.values_list("plan_id", flat=True).get(pk=action_id)) as plan:
        row = held(plan, action_id)
        current = action_values(row)
        changes = changes_between(current, given=given, base=base)
        if not changes:
            return ()
        written = Written()
        apply_changes(row, changes, setting=setting_of(plan, local=local), written=written)
        if "level" in changes:
            _move_to(plan, row, _place_for(plan, row.level_id, but=row))
        written.save(plan)
        before, after = before_and_after(current, changes)
        record(
            plan,
            "action_changed",
            by=by,
            subject=f"plans.action:{row.pk}",
            before=before,
            after=after,
            facts=number_fact(row),
        )
    return tuple(changes)


def add_action(plan_id: UUID, *, given: Values, by: UUID, local: Iterable[str] = ()) -> UUID:
    """Add an action after the others of its level, and give its id.

    Raises:  UsedWrongly without a text, or where the values do not go together.
    """
    with changing(plan_id) as plan:
        written = Written()
        row = new_action(plan, given, setting=setting_of(plan, local=local), written=written)
        written.save(plan)
        said = {name: value for name, value in given.items() if value not in (None, "", [])}
        record(plan, "action_added", by=by, subject=f"plans.action:{row.pk}", after=said, facts=number_fact(row))
    return row.pk


def move_action(action_id: UUID, *, to: int, by: UUID) -> None:
    """Put an action at another place of its plan, from 1; a place past the end is the end."""
    with changing(Action.objects.values_list("plan_id", flat=True).get(pk=action_id)) as plan:
        row = held(plan, action_id)
        before = row.position
        place = max(1, min(to, plan.actions.count()))
        if place == before:
            return
        _move_to(plan, row, place)
        record(
            plan,
            "action_moved",
            by=by,
            subject=f"plans.action:{row.pk}",
            before={"position": before},
            after={"position": place},
            facts=number_fact(row),
        )


def new_action(plan: Plan, given: Values, *, setting: Setting, written: Written) -> Action:
    """Make an action's row and parts in the caller's transaction."""
    if not str(given.get("text") or "").strip():
        raise UsedWrongly(_("Say what will be done."))
    row = Action(plan=plan, position=next_position(plan.actions), text=given["text"])
    row.save(force_insert=True)
    apply_changes(
        row,
        {name: value for name, value in given.items() if value not in (None, [], "")},
        setting=setting,
        written=written,
    )
    place = _place_for(plan, row.level_id, but=row)
    if place != row.position:
        _move_to(plan, row, place)
    return row


def held(plan: Plan, action_id: UUID) -> Action:
    """Give an action of a plan with its strands, leads and boards."""
    rows = plan.actions.select_related("level").prefetch_related("strands", "leads", "boards")
    return rows.get(pk=action_id)


def apply_changes(row: Action, changes: Values, *, setting: Setting, written: Written) -> None:
    """Write changed values to an action's row and the rows that hang on it.

    Raises:  UsedWrongly for an empty text, a due date before the start, a percentage that is none.
    """
    plain = {name: value for name, value in changes.items() if name in ACTION_FIELDS}
    if plain.get("outcome") == Outcome.NOT_REPORTED and row.outcome != Outcome.NOT_REPORTED:
        raise UsedWrongly(_("That nobody reported is said at the year end, which knows when they were asked."))
    _keep_printed(row, plain)
    write(row, plain)
    if "number_text" in plain:
        row.number = int(row.number_text) if row.number_text and row.number_text.isdecimal() else None
    if "level" in changes:
        _put_under(row, changes["level"], setting.plan)
    if "timescale_text" in plain:
        row.timescales = _timescales(row.timescale_text, setting.period)
    _check(row)
    row.flags = _flags(row.flags, changes)
    row.sequence += 1
    _write_parts(row, changes, setting)
    fresh = Action.objects.select_related("level").prefetch_related(*PARTS)
    row.save()
    row.search_text = searchable(domain_action(fresh.get(pk=row.pk)))
    row.save(update_fields=["search_text"])
    written.words |= words_in(row.search_text)


def refresh_search(rows: Iterable[Action], written: Written) -> None:
    """Make actions findable again by all that is said of them (their levels were renamed, a part was added)."""
    changed = list(rows)
    for row in changed:
        row.search_text = searchable(domain_action(row))
        written.words |= words_in(row.search_text)
    Action.objects.bulk_update(changed, ["search_text"], batch_size=200)


def number_fact(row: Action) -> dict[str, Any]:
    """Give what an action is called, as a fact: a number names nobody."""
    number = row.number_text or (str(row.number) if row.number is not None else "")
    return {"number": number} if number and len(number) <= 12 else {}


def _keep_printed(row: Action, changes: Values) -> None:
    """Put aside the document's own words for a value that a person changes, so that prints do not repeat them."""
    for name, printed in _PRINTED.items():
        words = getattr(row, printed)
        if name in changes and words:
            row.printed = {**row.printed, name: row.printed.get(name) or words}
            setattr(row, printed, None)


def _check(row: Action) -> None:
    if not row.text.strip():
        raise UsedWrongly(_("Say what will be done."))
    if row.start_date and row.due_date and row.due_date < row.start_date:
        raise UsedWrongly(_("The due date must be after the start."))
    check_order(row.start_date, row.due_date)
    if row.percent is not None and not 0 <= row.percent <= 100:
        raise UsedWrongly(_("Write a percentage from 0 to 100."))


def _flags(flags: Iterable[str], changes: Iterable[str]) -> list[str]:
    names = [_FLAG_NAMES.get(name, name) for name in changes]
    gone = {f"{name}_{ending}" for name in names for ending in ("inferred", "missing", "ambiguous", "split")}
    if "due_date" in names:
        gone |= {"due_missing", "due_inferred"}
    answered = [f"answered:{name}" for name in names]
    return [flag for flag in flags if flag not in gone and flag not in answered] + answered


def _timescales(text: str | None, period: Period | None) -> list[dict[str, Any]]:
    readings = read_timescales(text, period=period) if text else ()
    return [
        {
            "text": one.timescale.text,
            "kind": one.timescale.kind,
            "start": one.timescale.start.isoformat() if one.timescale.start else None,
            "end": one.timescale.end.isoformat() if one.timescale.end else None,
        }
        for one in readings
    ]


def _put_under(row: Action, level: str | None, plan: Plan) -> None:
    row.level = plan.levels.get(pk=UUID(level)) if level else None
    row.has_section = row.level is not None
    row.is_section_a_level = row.is_section_a_level and row.level is not None


def _write_parts(row: Action, changes: Values, setting: Setting) -> None:
    if "strands" in changes:
        row.strands.all().delete()
        ActionStrand.objects.bulk_create(
            ActionStrand(action=row, position=place, code=code, characteristic=characteristic)
            for place, code in enumerate(changes["strands"], start=1)
            for characteristic in _characteristics(code, setting)
        )
    if "leads" in changes:
        row.leads.all().delete()
        ActionLead.objects.bulk_create(
            ActionLead(
                action=row,
                position=place,
                name=one["name"],
                timescale_text=one.get("timescale_text"),
                post_id=one.get("post"),
                partner_id=one.get("partner"),
            )
            for place, one in enumerate(changes["leads"], start=1)
        )
    if "boards" in changes:
        row.boards.all().delete()
        ActionBoard.objects.bulk_create(
            ActionBoard(action=row, position=place, name=one["name"], board_id=one.get("board"))
            for place, one in enumerate(changes["boards"], start=1)
        )


def _characteristics(code: str, setting: Setting) -> tuple[str, ...]:
    if code in setting.local and code not in setting.key:
        return (code,)
    return characteristics_of(code, key=setting.key) or ("",)


def _place_for(plan: Plan, level_id: UUID | None, *, but: Action) -> int:
    """Give the place after the last action of a level, or of the levels before it; without a level, the end."""
    others = plan.actions.exclude(pk=but.pk)
    if level_id is None:
        return others.count() + 1
    level = plan.levels.get(pk=level_id)
    before = Level.objects.filter(plan=plan, position__lte=level.position).values("pk")
    last = others.filter(level__in=before).order_by("-position").values_list("position", flat=True).first()
    if last is None:
        first = others.filter(level__isnull=False).order_by("position").values_list("position", flat=True).first()
        last = (first or others.count() + 1) - 1
    return last + 1 if but.position > last else last


def _move_to(plan: Plan, row: Action, place: int) -> None:
    """Take an action out of the row of places and put it in at another."""
    if place == row.position:
        return
    was, parking = row.position, 2_000_000_000
    Action.objects.filter(pk=row.pk).update(position=parking)
    others = plan.actions.exclude(pk=row.pk)
    close_gap(others, was)
    open_gap(others, place)
    row.position = place
    row.save(update_fields=["position"])
