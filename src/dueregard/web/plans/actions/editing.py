"""How is a plan changed by hand, and how is each change recorded?

The one idea: whoever changes anything in a plan holds the plan's row while they do (`changing`), so that two changes
stand one after the other; what the form was opened with decides whether they collide (`domain.plans.merging`). Each act
is one ledger entry with what stood there before and after: codes and days among the facts, every text outside the
chain, because a text may name people.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.plans.merging import changes_between
from dueregard.domain.plans.states import PlanState, check_can_change_plan, check_can_move_plan
from dueregard.terms.errors import UsedWrongly
from dueregard.web.ledger import actions as ledger
from dueregard.web.plans.actions.adopting import free_slug
from dueregard.web.plans.actions.rows import new_salt, row_hashes
from dueregard.web.plans.models import Action, Plan
from dueregard.web.plans.queries.editing import PLAN_FIELDS, Values, values_of
from dueregard.web.plans.queries.whole import domain_plan

FACTS = frozenset(
    {
        "status", "rag", "outcome", "achieved", "start_date", "due_date", "completed_date", "percent", "strands",
        "level", "kind", "directorate", "direction", "period_start", "period_end", "baseline_date", "target_date", "on",
        "date", "position", "completed_on", "post_id",
    }
)  # fmt: skip
"""What may stand in the chain itself: codes, days and ids. Everything else is text, and text may name people."""
DAYS = frozenset(
    {
        "start_date", "due_date", "completed_date", "period_start", "period_end", "baseline_date", "target_date", "on",
        "date", "completed_on",
    }
)  # fmt: skip
_FAR = 10_000_000


@contextmanager
def changing(plan_id: UUID) -> Iterator[Plan]:
    """Hold a plan for a change, in one transaction.

    Raises:  MoveNotAllowed for a closed plan.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_id)
        check_can_change_plan(PlanState(plan.state))
        yield plan


def record(
    plan: Plan,
    kind: str,
    *,
    by: UUID | str,
    subject: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    also: Sequence[str] = (),
) -> None:
    """Record one act with what stood there before and after, by field; the plan is no longer as it was adopted.

    Takes:   `by`, a person's id, or who it was as the ledger writes it ("link:<id>").
    """
    Plan.objects.filter(pk=plan.pk).update(is_changed_since_adoption=True, changed_at=timezone.now())
    sides = {"before": before or {}, "after": after or {}}
    fields = list(dict.fromkeys(name for side in sides.values() for name in side))
    said: dict[str, Any] = {**(facts or {})}
    if fields:
        said.setdefault("fields", fields)
    personal: dict[str, str] = {}
    for name, side in sides.items():
        plain = {field: value for field, value in side.items() if field in FACTS}
        if plain:
            said[name] = plain
        personal.update({f"{name} {field}": _text(value) for field, value in side.items() if field not in FACTS})
    ledger.record(
        chain=f"council:{plan.council_id}",
        kind=f"plans.{kind}",
        by=by if isinstance(by, str) else f"person:{by}",
        subject=subject,
        also=[*also, f"plans.plan:{plan.pk}"],
        facts=said,
        personal=personal,
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def write(row: Any, changes: Mapping[str, Any]) -> None:
    """Put values in JSON form into a row's own columns (it is not saved here)."""
    for name, value in changes.items():
        setattr(row, name, date.fromisoformat(value) if name in DAYS and isinstance(value, str) else value)


def before_and_after(current: Values, changes: Values) -> tuple[Values, Values]:
    """Give the two sides of a change for the ledger."""
    return {name: current.get(name) for name in changes}, dict(changes)


def make_plan(*, council_id: UUID, given: Values, by: UUID) -> str:
    """Begin an empty plan, as a draft that only those who keep plans can see, and give its address."""
    title = " ".join(str(given.get("title") or "").split())
    if not title:
        raise UsedWrongly(_("Say what the plan is called."))
    with transaction.atomic():
        plan = Plan(council_id=council_id, slug=free_slug(title, council_id=council_id), created_by_id=by)
        write(plan, {**given, "title": title})
        plan.save()
        record(plan, "begun", by=by, subject=f"plans.plan:{plan.pk}", after=values_of(plan, PLAN_FIELDS))
    slug: str = plan.slug
    return slug


def adopt_draft(plan_id: UUID, *, by: UUID) -> None:
    """Adopt a plan that was made by hand. As adopting a document, one entry with a salted hash of every action.

    Raises:  MoveNotAllowed for a plan that is no draft; UsedWrongly for one without actions.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_id)
        check_can_move_plan(PlanState(plan.state), to=PlanState.ADOPTED)
        content = domain_plan(plan.pk)
        if not content.actions:
            raise UsedWrongly(_("There is no action to adopt yet."), mend=_("Add at least one."))
        plan.state, plan.adopted_at, plan.adopted_by_id = PlanState.ADOPTED, timezone.now(), by
        plan.is_changed_since_adoption = False
        plan.save(update_fields=["state", "adopted_at", "adopted_by", "is_changed_since_adoption", "changed_at"])
        salt = new_salt()
        actions = list(Action.objects.filter(plan=plan).only("pk").order_by("position"))
        ledger.record(
            chain=f"council:{plan.council_id}",
            kind="plans.adopted",
            by=f"person:{by}",
            subject=f"plans.plan:{plan.pk}",
            facts={
                "title": plan.title,
                "actions": len(actions),
                "rows": row_hashes(content, actions, plan_id=plan.pk, salt=salt),
            },
            personal={"row_salt": salt},
        )


def change_plan(plan_id: UUID, *, given: Values, base: Mapping[str, str], by: UUID) -> tuple[str, ...]:
    """Change the plan's own details and give the fields that changed. Its address stays as it is.

    Raises:  ChangedMeanwhile where a colleague changed the same; UsedWrongly where the days are the wrong way round.
    """
    with changing(plan_id) as plan:
        current = values_of(plan, PLAN_FIELDS)
        changes = changes_between(current, given=given, base=base)
        if not changes:
            return ()
        write(plan, changes)
        check_order(plan.period_start, plan.period_end)
        plan.save(update_fields=[*changes])
        before, after = before_and_after(current, changes)
        record(plan, "plan_changed", by=by, subject=f"plans.plan:{plan.pk}", before=before, after=after)
    return tuple(changes)


def check_order(first: date | None, last: date | None) -> None:
    """Stop where something ends before it begins."""
    if first and last and last < first:
        raise UsedWrongly(_("The last day is before the first day."))


def next_position(rows: Any) -> int:
    """Give the place after the last."""
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def open_gap(rows: Any, at: int) -> None:
    """Move everything from a place on one down. In two steps: a place is held by one row at any moment."""
    rows.filter(position__gte=at).update(position=F("position") + _FAR)
    rows.filter(position__gte=_FAR).update(position=F("position") - _FAR + 1)


def close_gap(rows: Any, at: int) -> None:
    """Move everything after an emptied place one up."""
    rows.filter(position__gt=at).update(position=F("position") + _FAR)
    rows.filter(position__gte=_FAR).update(position=F("position") - _FAR - 1)


def put_in_order(rows: Any, order: Sequence[Any]) -> None:
    """Give rows their places from 1, in this order of their keys."""
    found = rows.in_bulk(list(order))
    rows.update(position=F("position") + _FAR)
    for position, key in enumerate(order, start=1):
        found[key].position = position
    rows.model.objects.bulk_update(list(found.values()), ["position"], batch_size=200)
