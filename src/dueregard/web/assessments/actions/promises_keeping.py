"""How does a promise become an action of a plan, and which action keeps it?

The one idea: the plans' own actions write the action; here only its id is kept. The place is what somebody chose for
the assessment (a plan, perhaps a level of it; or nowhere yet); where nobody chose, it is the council's newest plan in
use. Of an exempt paper nothing is put anywhere by itself, because a plan can be read by everybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.model import group_of_key
from dueregard.domain.assessments.promises import PromiseState, characteristics_of_groups
from dueregard.terms.characteristics import CHARACTERISTICS
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.terms.laws import law_of
from dueregard.web.assessments.actions.parts import record
from dueregard.web.assessments.models.after import Promise, PromisePlace
from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.jobs.worker import daily
from dueregard.web.organisation.queries import local_characteristics, post
from dueregard.web.plans.actions.editing_actions import add_action
from dueregard.web.plans.actions.guards import register
from dueregard.web.plans.queries.keeping import codes_for, levels_in_use, newest_of, plans_in_use
from dueregard.web.plans.queries.placing import placed_action


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an action is to have that keeps a promise. `owner` names who leads where no post does."""

    plan_id: UUID
    text: str
    due_on: date
    level_id: UUID | None = None
    post_id: UUID | None = None
    owner: str = ""


def choose_place(assessment_id: UUID, *, plan_id: UUID | None, level_id: UUID | None = None, by: UUID) -> None:
    """Say where the promises of an assessment become actions when it is signed off; without a plan, nowhere yet.

    Raises:  UsedWrongly for a plan that is not one of the council's in use, and for a level of another plan.
    """
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment_id)
        _check_place(row.council_id, plan_id, level_id)
        found = {"plan_id": plan_id, "level_id": level_id if plan_id else None, "chosen_by_id": by}
        PromisePlace.objects.update_or_create(assessment=row, defaults=found)
        record(row, "promise_place", by=by, facts={"plan": str(plan_id or ""), "level": str(found["level_id"] or "")})


def put_all(row: Assessment, promises: Iterable[Promise], *, by: UUID) -> int:
    """Make actions of promises that have an owner and a day, in the chosen place, in the caller's transaction.

    Gives how many. The others wait to be put somewhere by a person.
    """
    ready = [each for each in promises if each.action_id is None and each.owner_words and each.due_on]
    place = place_of(row) if ready else None
    if place is None:
        return 0
    plan_id, level_id = place
    for each in ready:
        if each.due_on is not None:
            wanted = Wanted(
                plan_id, each.text, each.due_on, level_id=level_id, post_id=each.owner_id, owner=each.owner_words
            )
            _put(row, each, wanted, by=by)
    return len(ready)


def put_in_plan(promise_id: UUID, *, wanted: Wanted, by: UUID) -> UUID:
    """Make an action of one promise, and give its id.

    Raises:  UsedWrongly where it has an action, without an owner, or for a place that is not the council's.
    """
    with transaction.atomic():
        promise, row = _held(promise_id)
        _check_place(row.council_id, wanted.plan_id, wanted.level_id)
        if wanted.post_id is None and not wanted.owner.strip():
            raise UsedWrongly(_("Say who will do it."))
        return _put(row, promise, wanted, by=by)


def keep_by(promise_id: UUID, *, action_id: UUID, by: UUID) -> None:
    """Say that an action which stands in a plan already keeps a promise.

    Raises:  UsedWrongly where it has an action, or for an action of another council.
    """
    with transaction.atomic():
        promise, row = _held(promise_id)
        if placed_action(row.council_id, action_id) is None:
            raise UsedWrongly(_("There is no such action in the council’s plans."))
        _tie(row, promise, action_id, by=by)


def place_of(row: Assessment) -> tuple[UUID, UUID | None] | None:
    """Give the plan and level in which promises of an assessment become actions; None: nowhere by itself."""
    chosen = PromisePlace.objects.filter(assessment=row).first()
    plans = plans_in_use(row.council_id)
    if chosen is not None:
        is_there = chosen.plan_id in {each.id for each in plans}
        return (chosen.plan_id, chosen.level_id) if is_there and chosen.plan_id else None
    if row.is_exempt or (row.decision and row.decision.is_exempt):
        return None
    return next(((each.id, None) for each in plans if not each.is_withdrawn), None)


def _held(promise_id: UUID) -> tuple[Promise, Assessment]:
    promise = Promise.objects.select_for_update().get(pk=promise_id)
    if promise.action_id is not None:
        raise UsedWrongly(_("This promise has its action already."))
    if promise.state == PromiseState.DROPPED:
        raise UsedWrongly(_("This promise is dropped."))
    return promise, promise.assessment


def _put(row: Assessment, promise: Promise, wanted: Wanted, *, by: UUID) -> UUID:
    holder = post(row.council_id, wanted.post_id) if wanted.post_id else None
    name = holder.label if holder else wanted.owner.strip()
    own = [each.code for each in local_characteristics(row.council_id)]
    law = law_of(row.nation)
    asked = characteristics_of_groups(group_of_key(key) for key in promise.groups)
    found = dict.fromkeys(law.figures_of(code) for code in asked)  # plans know groups as figures do
    action_id = add_action(
        wanted.plan_id,
        given={
            "text": wanted.text.strip(),
            "due_date": wanted.due_on.isoformat(),
            "level": str(wanted.level_id) if wanted.level_id else None,
            "leads": [{"name": name, "post": str(holder.id) if holder else None}],
            "strands": list(codes_for(wanted.plan_id, found)),
            "measure_text": promise.measure or None,
        },
        by=by,
        local=[*own, *(code for code in found if code not in CHARACTERISTICS)],
    )
    _tie(row, promise, action_id, by=by)
    return action_id


def _tie(row: Assessment, promise: Promise, action_id: UUID, *, by: UUID) -> None:
    promise.action_id = action_id
    promise.save(update_fields=["action"])
    facts = {"code": promise.code, "promise": str(promise.pk), "action": str(action_id)}
    record(row, "promise_in_plan", by=by, facts=facts, also=(f"plans.action:{action_id}",))


def _check_place(council_id: UUID, plan_id: UUID | None, level_id: UUID | None) -> None:
    if plan_id is None:
        return
    if plan_id not in {each.id for each in plans_in_use(council_id)}:
        raise UsedWrongly(_("Choose one of the council’s plans that are in use."))
    if level_id is not None and (level_id, plan_id) not in {
        (each.id, each.plan_id) for each in levels_in_use(council_id)
    }:
        raise UsedWrongly(_("Choose a place within the plan."))


def _kept_here(action_ids: tuple[UUID, ...]) -> Iterable[MoveNotAllowed]:
    """Say which actions have to stay because they keep a promise."""
    rows = Promise.objects.filter(action__in=action_ids).exclude(state=PromiseState.DROPPED)
    for each in rows.select_related("assessment")[:1]:
        yield MoveNotAllowed(
            _("This action keeps a promise of assessment %(number)s, so it cannot be taken away.")
            % {"number": each.assessment.number},
            mend=_("Ask for the promise to be dropped first, on the assessment’s promises."),
        )


@daily("assessments.follow_promises")
def follow_promises() -> str:
    """Let promises point at the action that the next plan made of theirs."""
    rows = Promise.objects.filter(action__isnull=False).select_related("assessment")
    newest = newest_of(key for key in rows.values_list("action_id", flat=True) if key)
    moved = 0
    for each in rows.filter(action__in=list(newest)):
        now = newest.get(each.action_id) if each.action_id else None
        if now is None:
            continue
        _follow(each, to=now)
        moved += 1
    return f"{moved} promises followed into the next plan on {timezone.localdate()}"


def _follow(promise: Promise, *, to: UUID) -> None:
    with transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(action=to)
        facts = {"promise": str(promise.pk), "action": str(to)}
        record(promise.assessment, "promise_followed", by="system", facts=facts, also=(f"plans.action:{to}",))


register(_kept_here)
