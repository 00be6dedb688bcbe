"""How is it recorded what was decided, and what came of the conditions that were set?

The one idea: the day of the decision and the day on which it was written down here are two things, and both are kept:
nothing is dated back. Recording moves the assessments that lay before those who decided; one that did not stays where
it is, and what is done to it from then on is labelled as done after the decision. A correction keeps the first
recording's moment; what stood there before is in the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.sign_off import Act, Stage
from dueregard.domain.assessments.states import AssessmentState, DecisionState
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.actions.parts import record
from dueregard.web.assessments.actions.register import write
from dueregard.web.assessments.models.register import Condition, Decision
from dueregard.web.assessments.models.signing import Step, Taken
from dueregard.web.assessments.models.writing import Assessment, Version
from dueregard.web.assessments.queries.deciding import put_in_words
from dueregard.web.ledger import actions as ledger
from dueregard.web.mail.actions.sending import send

MOST_CONDITIONS = 100


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided: the day, a code of `Taken.Outcome`, its words, the paper's number, and the minute."""

    on: date
    outcome: str
    words: str = ""
    paper_number: str = ""
    paper_url: str = ""
    minute: str = ""
    minute_url: str = ""


def record_decision(decision_id: UUID, *, decided: Decided, seen: int, today: date, address: str, by: UUID) -> None:
    """Record a decision that was taken, or correct what is recorded of it.

    Takes:   `seen`, the decision's version the writer saw; `address`, where its page is, for those who are told.
    Raises:  RegisterChanged where it was saved since; MoveNotAllowed for one that was called off; UsedWrongly for a day
             to come or an outcome that is none.
    """
    if decided.on > today:
        raise UsedWrongly(_("This day is still to come."), mend=_("Record a decision once it is taken."))
    if decided.outcome not in Taken.Outcome.values:
        raise UsedWrongly(_("Say what was decided."))
    with transaction.atomic():
        row = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id)
        if row.state == DecisionState.CALLED_OFF:
            raise MoveNotAllowed(_("The decision was called off."), mend=_("Plan it again first."))
        taken = Taken.objects.select_for_update().filter(decision=row).first()
        write(row, _values(decided), seen=seen)
        is_new = taken is None
        if taken is None:
            taken = Taken(decision=row, recorded_at=timezone.now(), recorded_by_id=by)
        else:
            taken.corrected_at = timezone.now()
        taken.outcome = decided.outcome
        taken.save()
        _record(row, "decision_recorded" if is_new else "decision_corrected", decided, by=by)
        for assessment in _before_deciders(row):
            _decide(assessment, address=address, by=by)


def add_condition(decision_id: UUID, *, text: str, due_on: date | None, by: UUID) -> UUID:
    """Write down a condition that was set, and give its id.

    Raises:  MoveNotAllowed before the decision is recorded; UsedWrongly without words, or where there are too many.
    """
    if not text.strip():
        raise UsedWrongly(_("Say what the condition is."))
    with transaction.atomic():
        row = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id)
        if row.state != DecisionState.DECIDED:
            raise MoveNotAllowed(_("The decision is not recorded yet."), mend=_("Record it first."))
        if row.conditions.count() >= MOST_CONDITIONS:
            raise UsedWrongly(_("A decision has at most %(count)s conditions.") % {"count": MOST_CONDITIONS})
        last = row.conditions.aggregate(last=Max("position"))["last"] or 0
        made = Condition.objects.create(decision=row, text=text.strip(), due_on=due_on, position=last + 1)
        _record_condition(made, "condition_set", by=by)
    return made.pk


def mark_condition(condition_id: UUID, *, met_on: date | None, today: date, by: UUID) -> None:
    """Say on which day a condition was met, or, with None, that it is not met after all.

    Raises:  UsedWrongly for a day to come, or before the decision.
    """
    if met_on is not None and met_on > today:
        raise UsedWrongly(_("This day is still to come."))
    with transaction.atomic():
        row = Condition.objects.select_for_update(of=("self",)).select_related("decision").get(pk=condition_id)
        if met_on is not None and row.decision.decided_on and met_on < row.decision.decided_on:
            raise UsedWrongly(_("This day lies before the decision."))
        if row.met_on == met_on:
            return
        row.met_on = met_on
        row.save(update_fields=["met_on"])
        _record_condition(row, "condition_met" if met_on else "condition_open", by=by)


def _values(decided: Decided) -> dict[str, object]:
    return {
        "state": str(DecisionState.DECIDED),
        "decided_on": decided.on,
        "outcome": put_in_words(decided.outcome, decided.words),
        "paper_number": decided.paper_number.strip()[:100],
        "paper_url": decided.paper_url.strip()[:1000],
        "minute": decided.minute.strip(),
        "minute_url": decided.minute_url.strip()[:1000],
    }


def _before_deciders(row: Decision) -> list[Assessment]:
    waiting = Assessment.objects.select_for_update(of=("self",)).select_related("author")
    return list(waiting.filter(decision=row, state=str(AssessmentState.BEFORE_DECIDERS)))


def _decide(row: Assessment, *, address: str, by: UUID) -> None:
    version = Version.objects.filter(assessment=row, why="for_deciders").order_by("-number").first()
    step = Step.objects.create(
        assessment=row, version=version, stage=str(Stage.DECIDERS), said=str(Act.DECIDE), by_id=by
    )
    row.state = str(AssessmentState.DECIDED)
    row.save(update_fields=["state", "changed_at"])
    number = version.number if version else row.made_version
    record(row, "step", by=by, facts={"stage": step.stage, "said": step.said, "version": number})
    if row.author_id != by:
        words = _("What was decided is recorded, with its conditions, if there are any.")
        send(
            council_id=row.council_id,
            key=f"assessments.step:{step.pk}:{row.author_id}",
            to=row.author.email,
            person_id=row.author_id,
            subject=_("Decided: %(title)s") % {"title": row.title},
            body=f"{words}\n\n{address}\n\n{_('You need to sign in to read it.')}\n",
            by=by,
        )


def _record(row: Decision, what: str, decided: Decided, *, by: UUID) -> None:
    words = {
        "words": decided.words, "paper_number": decided.paper_number, "paper_url": decided.paper_url,
        "minute": decided.minute, "minute_url": decided.minute_url,
    }  # fmt: skip
    _entry(
        row,
        what,
        by=by,
        facts={"decided_on": decided.on.isoformat(), "outcome": decided.outcome},
        personal={name: said for name, said in words.items() if said},
    )


def _record_condition(row: Condition, what: str, *, by: UUID) -> None:
    days = {"due_on": row.due_on, "met_on": row.met_on}
    facts = {name: day.isoformat() for name, day in days.items() if day}
    _entry(row.decision, what, by=by, facts={"condition": str(row.pk), **facts}, personal={"text": row.text})


def _entry(row: Decision, what: str, *, by: UUID, facts: dict[str, str], personal: dict[str, str]) -> None:
    near = Assessment.objects.filter(decision=row).values_list("pk", flat=True)
    ledger.record(
        chain=f"council:{row.council_id}",
        kind=f"assessments.{what}",
        by=f"person:{by}",
        subject=f"assessments.decision:{row.pk}",
        also=[
            *(f"assessments.assessment:{each}" for each in near),
            *([f"assessments.policy:{row.policy_id}"] if row.policy_id else []),
        ],
        facts=facts,
        personal=personal,
    )
