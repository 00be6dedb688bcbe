"""How is it written down what became of actions, and how is the year closed?

The one idea: whoever decides holds the plan's row while they do, and says which version of the decision they have seen;
where it is another by now, nothing is written and both are shown. Each act is one ledger entry: codes, days and ids in
the chain, every text outside it, because a reason may name people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dueregard.domain.delivery.year_end import Asking, Given, NotDecided, check_given, say_in_plan, tidied
from dueregard.domain.plans.merging import ChangedMeanwhile
from dueregard.domain.plans.states import Outcome
from dueregard.terms.errors import DueRegardError, UsedWrongly
from dueregard.web.delivery.models.year_end import NewAction, OutcomeDecision, YearEnd
from dueregard.web.delivery.queries.year_end_asking import asking_of
from dueregard.web.delivery.queries.year_end_given import given_of
from dueregard.web.jobs.actions import start
from dueregard.web.jobs.worker import JobHandle, job_kind
from dueregard.web.ledger import actions as ledger
from dueregard.web.plans.actions import closing
from dueregard.web.plans.actions.editing import changing
from dueregard.web.plans.queries.year_end import plan_of_actions

MOST_AT_ONCE = 500
"""More actions than this are closed, and reported on, by a job."""


class PreviewIsOld(DueRegardError):
    """Something that a preview showed has changed since; nothing was written."""


def propose(action_id: UUID, *, given: Given, seen: int, by: UUID) -> int:
    """Write down what somebody who leads an action says became of it, and give the version. It decides nothing.

    Raises:  as `decide`; UsedWrongly where it is decided already.
    """
    return _put(action_id, given=given, seen=seen, by=by, is_decision=False)


def decide(action_id: UUID, *, given: Given, seen: int, by: UUID, may_say_not_reported: bool = False) -> int:
    """Decide what became of an action, and give the version of the decision.

    Takes:   `seen`, the version that was looked at, 0 where there was none.
    Raises:  NotDecided, with every fault; ChangedMeanwhile where somebody else said something since; MoveNotAllowed for
             a closed plan.
    """
    return _put(action_id, given=given, seen=seen, by=by, is_decision=True, may_say_not_reported=may_say_not_reported)


def decide_many(plan_id: UUID, *, given: Mapping[UUID, Given], seen: Mapping[UUID, int], by: UUID) -> int:
    """Decide of many actions of a plan what a preview showed, each confirmed by a person; give how many.

    Raises:  PreviewIsOld where any has changed since; NotDecided where one is not whole; then none is written.
    """
    if len(given) > MOST_AT_ONCE:
        raise UsedWrongly(_("At most 500 actions can be decided at once."), mend=_("Choose fewer, then the rest."))
    with changing(plan_id) as plan:
        year = _year_of(plan.pk, by=by)
        held = {row.action_id: row for row in OutcomeDecision.objects.filter(action__in=list(given))}
        known = set(plan.actions.filter(pk__in=list(given)).values_list("pk", flat=True))
        if known != set(given) or any((held[key].version if key in held else 0) != seen.get(key, 0) for key in given):
            raise PreviewIsOld(_("Something here has changed since you looked. Look again before you confirm."))
        for key, said in given.items():
            one = tidied(said)
            check_given(one)
            if one.outcome in (Outcome.DEVELOPED, Outcome.NOT_REPORTED):
                raise UsedWrongly(_("This is decided action by action."))
            _write(year, key, held.get(key), one, by=by, is_decision=True)
        if given:
            _record(plan.council_id, plan.pk, "outcomes_decided", by=by, given=given)
    return len(given)


def take_back(action_id: UUID, *, seen: int, by: UUID) -> None:
    """Take back what was proposed or decided about an action, so that it is blank again.

    Raises:  ChangedMeanwhile where somebody else said something since; MoveNotAllowed for a closed plan.
    """
    plan_id = plan_of_actions([action_id])
    with changing(plan_id) as plan:
        row = OutcomeDecision.objects.filter(action_id=action_id).prefetch_related("becomes").first()
        if row is None:
            return
        _check_seen(row, seen=seen, mine=Given())
        before, year = row.outcome, row.year_end
        row.delete()
        _forget_unused(year)
        ledger.record(
            chain=f"council:{plan.council_id}",
            kind="delivery.outcome_taken_back",
            by=f"person:{by}",
            subject=f"plans.action:{action_id}",
            also=[f"plans.plan:{plan.pk}"],
            facts={"before": before},
        )


def close_year(plan_id: UUID, *, by: UUID) -> None:
    """Close a plan with what was decided about each of its actions; all at one moment.

    Raises:  MoveNotAllowed, saying how many actions are blank.
    """
    with transaction.atomic():
        rows = OutcomeDecision.objects.filter(year_end__plan_id=plan_id, state=OutcomeDecision.State.DECIDED)
        outcomes = {row.action_id: _for_plan(row) for row in rows.prefetch_related("becomes")}
        closing.close_year(plan_id, outcomes=outcomes, by=by)


def start_closing(plan_id: UUID, *, council_id: UUID, url: str, title: str, by: UUID) -> UUID:
    """Close a large plan by a job, and give its id. It leads to `url` when it is done."""
    payload = {"plan_id": str(plan_id), "url": url}
    return start(kind="delivery.close_year", council_id=council_id, by=by, payload=payload, title=title)


@job_kind(
    "delivery.close_year",
    steps=(gettext_noop("Write what became of each action, and close the plan"),),
    heading=gettext_noop("Closing the year"),
)
def close_by_job(job: JobHandle) -> None:
    """Close a plan; done again after a crash it finds the plan closed and has nothing left to do."""
    plan_id = UUID(job.payload["plan_id"])
    assert job.by is not None
    if not closing.is_closed(plan_id):
        close_year(plan_id, by=job.by)
    job.step(1)
    job.finish({"url": job.payload["url"], "text": _("The plan is closed.")})


def _for_plan(row: OutcomeDecision) -> closing.YearOutcome:
    days = [date.fromisoformat(day) for day in row.asked_on]
    return closing.YearOutcome(
        outcome=Outcome(row.outcome), achieved=row.achieved, report=say_in_plan(given_of(row), asked_on=days)
    )


def _put(
    action_id: UUID, *, given: Given, seen: int, by: UUID, is_decision: bool, may_say_not_reported: bool = False
) -> int:
    one = tidied(given)
    with changing(plan_of_actions([action_id])) as plan:
        row = OutcomeDecision.objects.filter(action_id=action_id).prefetch_related("becomes").first()
        _check_seen(row, seen=seen, mine=one)
        if row and row.state == OutcomeDecision.State.DECIDED and not is_decision:
            raise UsedWrongly(_("What became of this action is decided already."))
        asking = asking_of([action_id]).get(action_id, Asking())
        check_given(one, asking=asking, may_say_not_reported=may_say_not_reported)
        _check_names(plan.pk, one)
        row = _write(
            _year_of(plan.pk, by=by), action_id, row, one, by=by, is_decision=is_decision, asked_on=asking.unanswered
        )
        _record(
            plan.council_id,
            plan.pk,
            "outcome_decided" if is_decision else "outcome_proposed",
            by=by,
            given={action_id: one},
            asked_on=row.asked_on,
        )
    return row.version


def _check_seen(row: OutcomeDecision | None, *, seen: int, mine: Given) -> None:
    if (row.version if row else 0) != seen:
        theirs = given_of(row) if row else Given()
        raise ChangedMeanwhile(theirs=_as_values(theirs), mine=_as_values(mine))


def _as_values(given: Given) -> dict[str, Any]:
    return {
        "outcome": given.outcome,
        "achieved": given.achieved,
        "words": given.words,
        "becomes": list(given.becomes),
    }


def _check_names(plan_id: UUID, given: Given) -> None:
    """Stop where a new name would be confused with one that differs by its letters' case alone."""
    known = NewAction.objects.filter(year_end__plan_id=plan_id).values_list("name", flat=True)
    folded = {name.casefold(): name for name in known}
    for name in given.becomes:
        like = folded.get(name.casefold())
        if like is not None and like != name:
            words = _("There is a new action “%(name)s” already. Choose it, or give this one another name")
            raise NotDecided([("becomes", words % {"name": like})])


def _year_of(plan_id: UUID, *, by: UUID) -> YearEnd:
    """Give the year end of a plan; it begins with the first thing said. The caller holds the plan."""
    year, _is_new = YearEnd.objects.get_or_create(plan_id=plan_id, defaults={"begun_by_id": by})
    return year


def _write(
    year: YearEnd,
    action_id: UUID,
    row: OutcomeDecision | None,
    given: Given,
    *,
    by: UUID,
    is_decision: bool,
    asked_on: Iterable[date] = (),
) -> OutcomeDecision:
    now = timezone.now()
    row = row or OutcomeDecision(year_end=year, action_id=action_id, version=0)
    row.outcome, row.achieved, row.words = given.outcome, given.achieved, given.words
    row.asked_on = [day.isoformat() for day in asked_on] if given.outcome == Outcome.NOT_REPORTED else []
    row.version += 1
    if is_decision:
        row.state, row.decided_by_id, row.decided_at = OutcomeDecision.State.DECIDED, by, now
    else:
        row.state, row.proposed_by_id, row.proposed_at = OutcomeDecision.State.PROPOSED, by, now
    row.save()
    row.becomes.set([_new_action(year, name, text=given.texts.get(name, "")) for name in given.becomes])
    _forget_unused(year)
    return row


def _new_action(year: YearEnd, name: str, *, text: str) -> NewAction:
    found = year.new_actions.filter(name=name).first()
    if found is None:
        last = year.new_actions.order_by("-position").values_list("position", flat=True).first() or 0
        return NewAction.objects.create(year_end=year, name=name, text=text, position=last + 1)
    if text and found.text != text:
        found.text = text
        found.save(update_fields=["text"])
    return found


def _forget_unused(year: YearEnd) -> None:
    """Take away new actions that nothing becomes any more: a name that was mistyped and put right."""
    year.new_actions.filter(comes_from__isnull=True).delete()


def _record(
    council_id: UUID,
    plan_id: UUID,
    kind: str,
    *,
    by: UUID,
    given: Mapping[UUID, Given],
    asked_on: Iterable[str] = (),
) -> None:
    keys = list(given)
    alone = keys[0] if len(keys) == 1 and kind != "outcomes_decided" else None
    facts: dict[str, Any] = {
        "outcomes": {f"plans.action:{key}": [one.outcome, one.achieved] for key, one in given.items()},
        "number": len(keys),
    }
    if alone:
        one = given[alone]
        facts |= {"outcome": one.outcome, "achieved": one.achieved or "", "asked_on": list(asked_on)}
    personal = {f"words {key}": one.words for key, one in given.items() if one.words}
    personal |= {f"becomes {key}": "\n".join(one.becomes) for key, one in given.items() if one.becomes}
    ledger.record(
        chain=f"council:{council_id}",
        kind=f"delivery.{kind}",
        by=f"person:{by}",
        subject=f"plans.action:{alone}" if alone else f"plans.plan:{plan_id}",
        also=[f"plans.plan:{plan_id}"] if alone else [f"plans.action:{key}" for key in keys],
        facts=facts,
        personal=personal,
    )
