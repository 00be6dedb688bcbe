"""How is something said of an action: by somebody signed in, or by the link that was sent to somebody?

The one idea: this is the one door. Whatever is said becomes a new update, never a rewritten one, and what goes with it
(status, colour, percentage, figures) becomes the action's, in one transaction with one ledger entry. Whoever speaks
sends the versions of what they had before them; where somebody else has spoken meanwhile, nothing is written and both
are shown (`ChangedMeanwhile`). Nothing is ended by a link: closing an action is for those who sign in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.plans.merging import ChangedMeanwhile, outright_between, version_of
from dueregard.domain.plans.progress import number_of
from dueregard.domain.plans.states import Rag, Status
from dueregard.terms.errors import UsedWrongly
from dueregard.web.plans.actions.editing import changing, next_position, record
from dueregard.web.plans.actions.editing_actions import (
    Written,
    apply_changes,
    held,
    number_fact,
    refresh_search,
    setting_of,
)
from dueregard.web.plans.models import Action, Measure, MeasureValue, Plan, Update
from dueregard.web.plans.queries.saying import NOT_BY_LINK, STANDING, MeasureSaid, measures_said, said, standing_of
from dueregard.web.plans.queries.whole import PARTS
from dueregard.web.ui.components.saying import LAST


@dataclass(slots=True)
class _Saying:
    """What is being said, and what stood there before."""

    row: Action
    current: dict[str, Any]
    measures: dict[str, MeasureSaid]
    last: Update | None
    changes: dict[str, Any] = field(default_factory=dict)


def say(
    action_id: UUID,
    *,
    text: str,
    on: date,
    by: UUID | str,
    author: str,
    status: str | None = None,
    rag: str | None = None,
    percent: int | None = None,
    measure_values: Mapping[str, str] | None = None,
    is_unchanged: bool = False,
    seen: Mapping[str, str] | None = None,
    round_name: str = "",
    by_link: UUID | None = None,
    also: Sequence[str] = (),
) -> UUID:
    """Record what somebody says of an action on a day, and give the id of the update.

    Takes:   `status`, `rag`, `percent`, `measure_values` (by measure id), each None or absent where it is not said;
             `is_unchanged`, "nothing has changed", which is an answer and says nothing else; `by`, a person's id, or
             "link:<id>" together with `by_link`; `author`, their name as it stood then; `seen`, the versions that the
             page was opened with (`Sayable.versions`), None where no page was; `also`, other subjects of the entry.
    Raises:  ChangedMeanwhile where somebody has said or changed something after it was seen; UsedWrongly without
             words, for a figure that is none, or for what a link may not say; MoveNotAllowed for a closed plan.
    """
    values = {str(ident): value.strip() for ident, value in (measure_values or {}).items() if value.strip()}
    _check(text=text, status=status, rag=rag, percent=percent, values=values, is_unchanged=is_unchanged)
    if by_link is not None and status in NOT_BY_LINK:
        raise UsedWrongly(_("An action is not closed by a link."), mend=_("Say that it is complete, or write to us."))
    with changing(Action.objects.values_list("plan_id", flat=True).get(pk=action_id)) as plan:
        one = _now(plan, action_id)
        stated = {
            name: value for name, value in (("status", status), ("rag", rag), ("percent", percent)) if value is not None
        }
        if seen is not None:
            _check_unmoved(one, stated, values, seen=seen, text=text, is_unchanged=is_unchanged)
        one.changes = {name: value for name, value in stated.items() if value != one.current[name]}
        before = {name: one.current[name] for name in one.changes}
        update = put_update(
            one.row,
            text=text.strip(),
            on=on,
            by=by,
            author=author,
            status=status or one.row.status,
            rag=rag,
            percent=percent,
            is_unchanged=is_unchanged,
            by_link=by_link,
            round_name=round_name,
        )
        figures = _put_figures(one, values, on=on, source=round_name)
        written = Written()
        if one.changes:
            apply_changes(one.row, one.changes, setting=setting_of(plan), written=written)
        else:
            refresh_search(_fresh(one.row), written)
        written.save(plan)
        record(
            plan,
            "update_added",
            by=by,
            subject=f"plans.action:{one.row.pk}",
            before=before,
            after={
                "status": one.row.status,
                "date": on.isoformat(),
                **{name: value for name, value in stated.items() if name != "status"},
                "update_text": text.strip(),
                "who": author,
                **({"value": figures} if figures else {}),
                **({"round": round_name} if round_name else {}),
            },
            facts={**number_fact(one.row), "update": str(update.pk), "nothing_new": is_unchanged},
            also=also,
        )
    return update.pk


def put_update(
    row: Action,
    *,
    text: str,
    on: date | str,
    by: UUID | str,
    author: str,
    status: str | None = None,
    rag: str | None = None,
    percent: int | None = None,
    is_unchanged: bool = False,
    by_link: UUID | None = None,
    round_name: str = "",
) -> Update:
    """Make an update's row in the caller's transaction, and note its day."""
    day = date.fromisoformat(on) if isinstance(on, str) else on
    update = Update(
        action=row,
        position=next_position(row.updates),
        text=text,
        date=day,
        author=author,
        person_id=_person_of(by),
        status=status,
        rag=rag,
        percent=percent,
        is_unchanged=is_unchanged,
        by_link=by_link,
        round_name=round_name,
    )
    update.save(force_insert=True)
    row.last_update_on = max(day, row.last_update_on or day)
    row.save(update_fields=["last_update_on"])
    return update


def _person_of(by: UUID | str) -> UUID | None:
    if isinstance(by, UUID):
        return by
    kind, _colon, ident = by.partition(":")
    return UUID(ident) if kind == "person" else None


def _check(
    *,
    text: str,
    status: str | None,
    rag: str | None,
    percent: int | None,
    values: Mapping[str, str],
    is_unchanged: bool,
) -> None:
    if not text.strip():
        raise UsedWrongly(_("Say what is new. “Nothing has changed” is an answer."))
    if is_unchanged and (values or any(value is not None for value in (status, rag, percent))):
        raise UsedWrongly(_("Where something has changed, choose how it is going now."))
    if status is not None and status not in set(Status):
        raise UsedWrongly(_("That is not a status."))
    if rag is not None and rag not in set(Rag):
        raise UsedWrongly(_("That is not a colour."))
    if percent is not None and not 0 <= percent <= 100:
        raise UsedWrongly(_("Write a percentage from 0 to 100."))
    if any(number_of(value) is None for value in values.values()):
        raise UsedWrongly(_("A figure must be a number, such as 38 or 1,204.5."))


def _now(plan: Plan, action_id: UUID) -> _Saying:
    """Give what stands now of an action, which the plan's lock keeps as it is."""
    row = held(plan, action_id)
    measures = measures_said(Measure.objects.filter(action=row).prefetch_related("values"))
    last = row.updates.order_by("-position").first()
    return _Saying(row, standing_of(row, last, measures), {one.field: one for one in measures}, last)


def _check_unmoved(
    one: _Saying,
    stated: Mapping[str, Any],
    values: Mapping[str, str],
    *,
    seen: Mapping[str, str],
    text: str,
    is_unchanged: bool,
) -> None:
    """Stop where somebody else has spoken or changed something after the page was opened.

    The last thing said counts as well: nobody's words go past another's unread. Who says that nothing has changed says
    it of everything, so there anything that moved is shown.
    """
    moved = {name for name, value in one.current.items() if seen.get(name) != version_of(value)}
    theirs: dict[str, Any] = {}
    mine: dict[str, Any] = {}
    try:
        outright_between({name: one.current[name] for name in STANDING}, said=stated, seen=seen)
    except ChangedMeanwhile as collision:
        theirs, mine = collision.theirs, collision.mine
    for ident, value in values.items():
        name = f"measure:{ident}"
        if name in moved and one.current[name][0] != value:
            theirs[name], mine[name] = one.current[name], value
    if LAST in moved or (is_unchanged and moved):
        last = said(one.last) if one.last else None
        theirs[LAST] = {"text": last.text, "author": last.author} if last else None
        mine[LAST] = text
        if is_unchanged:
            theirs |= {name: one.current[name] for name in moved if name != LAST}
    if mine:
        raise ChangedMeanwhile(theirs=theirs, mine=mine)


def _put_figures(one: _Saying, values: Mapping[str, str], *, on: date, source: str) -> str:
    """Keep the figures of a day, in the place of others of the same day, and say them in one line."""
    told = []
    for ident, value in values.items():
        measure = one.measures.get(f"measure:{ident}")
        if measure is None:
            raise UsedWrongly(_("This action has no such measure any more."))
        row = MeasureValue.objects.filter(measure_id=measure.id, on=on).first()
        before = row.value if row else None
        row = row or MeasureValue(measure_id=measure.id, on=on)
        row.value, row.source = value, row.source or source or None
        row.save()
        was = _(" (it was %(value)s)") % {"value": before} if before not in (None, value) else ""
        told.append(f"{measure.name}: {value} {measure.unit}".rstrip() + was)
    return "; ".join(told)


def _fresh(action: Action) -> Any:
    return Action.objects.filter(pk=action.pk).select_related("level").prefetch_related(*PARTS)
