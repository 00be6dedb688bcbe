"""How does an assessment go from one to the next on its way to those who decide?

The one idea: every act goes through one door: the table says whether, the state moves, a step is kept about the version
that was looked at, the next person is written to, all in one transaction. Whoever acts hands back what they saw, so
that nobody agrees to something that has changed under their hands. At sign-off the version that goes to those who
decide is frozen, and what was promised becomes actions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.domain.assessments.sign_off import Act, Line, Standing, check_act, is_said_alone
from dueregard.domain.assessments.states import AssessmentState, check_can_move_assessment
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.accounts.queries import PersonCard
from dueregard.web.assessments.actions.parts import record
from dueregard.web.assessments.actions.promises import promise_all
from dueregard.web.assessments.actions.versions import make_version
from dueregard.web.assessments.models.signing import Step
from dueregard.web.assessments.models.writing import Assessment, Version
from dueregard.web.assessments.queries import sign_off as queries
from dueregard.web.assessments.queries.whole import AssessmentCard, assessment_card, parts_of, whole_of
from dueregard.web.mail.actions.sending import send

_S = AssessmentState


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says: the act, why, what they saw ("reviewing:3"), whom they name, and where the page is."""

    act: Act
    seen: str
    address: str
    reason: str = ""
    who: str = ""


def choose_checker(assessment_id: UUID, *, person_id: UUID, on: date, by: UUID) -> None:
    """Say who checks an assessment.

    Raises:  MoveNotAllowed once somebody agreed; UsedWrongly for one of its writers, or somebody of another council.
    """
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment_id)
        if row.state not in {str(_S.WRITING), str(_S.CHECKING)}:
            raise MoveNotAllowed(_("It is agreed already, so nobody else checks it now."))
        if row.checker_id == person_id:
            return
        head = assessment_card(row.council_id, row.pk)
        if not queries.can_check(head, person_id, on=on):
            raise UsedWrongly(
                _("Choose somebody of the council who does not write this assessment."),
                mend=_("Somebody else has to look at it."),
            )
        row.checker_id = person_id
        row.save(update_fields=["checker", "changed_at"])
        record(row, "checker_chosen", by=by, facts={"person": str(person_id)})


def say(assessment_id: UUID, *, saying: Saying, standing: Standing, on: date, by: UUID) -> UUID:
    """Do one act of the chain, and give the id of its step.

    Takes:   `standing`, what the person is to the assessment, from `queries.standing_of`.
    Raises:  MoveNotAllowed where the table does not have it, or something changed since it was looked at; UsedWrongly
             for a missing reason or checker, and where something stops it (all of it is named).
    """
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment_id)
        state = AssessmentState(row.state)
        if saying.seen != f"{state}:{row.made_version}":
            raise MoveNotAllowed(
                _("This assessment has moved on since you opened the page."), mend=_("Look at it once more.")
            )
        line = check_act(saying.act, state=state, standing=standing, reason=saying.reason)
        _check_ready(row, saying, line, on=on)
        version = _version(row, line, by=by)
        step = _keep(row, saying, line, version=version, is_alone=is_said_alone(line, standing), by=by)
        _move(row, line)
        if line.to is _S.SIGNED_OFF:
            _sign_off(row, version, by=by)
        _tell(row, saying, line, step, on=on, by=by)
    return step.pk


def _check_ready(row: Assessment, saying: Saying, line: Line, *, on: date) -> None:
    head = assessment_card(row.council_id, row.pk)
    if line.act is Act.SEND and row.checker_id is None:
        raise UsedWrongly(_("Choose who checks it first."))
    if line.act is Act.PUT_BEFORE and row.decision_id is None:
        raise UsedWrongly(_("This assessment belongs to no decision."), mend=_("Say which decision it is for."))
    if line.act is Act.NOTE and not (row.decision and row.decision.decided_on):
        raise MoveNotAllowed(_("Nothing is decided yet."), mend=_("Record the decision instead."))
    if line.act is Act.DECIDE:
        raise MoveNotAllowed(_("A decision is recorded on the decision’s own page."))
    if line.act is Act.GIVE_UP and (why_not := queries.cannot_be_given_up(head)):
        raise MoveNotAllowed(why_not)
    if line.act is Act.LEGAL_SEEN and not saying.who.strip():
        raise UsedWrongly(_("Say who gave the advice."))
    if line.act is Act.SEND or line.to is _S.SIGNED_OFF:
        found = queries.what_stops(head, on=on)
        if found:
            raise UsedWrongly(" ".join(stop.text for stop in found), mend=_("Mend this first."))


def _version(row: Assessment, line: Line, *, by: UUID) -> Version:
    """Give the version that the step is about: a new one if it is sent on, signed off or given up, else the newest."""
    if line.act is Act.SEND:
        return make_version(row, why="for_checking", by=by)
    if line.to is _S.SIGNED_OFF:
        return make_version(row, why="for_deciders", by=by)
    if line.act is Act.GIVE_UP:
        return make_version(row, why="given_up", by=by)
    newest = Version.objects.filter(assessment=row).order_by("-number").first()
    return newest or make_version(row, why="for_checking", by=by)


def _keep(row: Assessment, saying: Saying, line: Line, *, version: Version, is_alone: bool, by: UUID) -> Step:
    step = Step.objects.create(
        assessment=row,
        version=version,
        stage=str(line.stage),
        said=str(line.act),
        because=saying.reason.strip(),
        by_id=by,
        by_words=saying.who.strip()[:200],
        is_alone=is_alone,
    )
    facts: dict[str, Any] = {"stage": step.stage, "said": step.said, "version": version.number}
    if is_alone:
        facts["alone"] = True
    personal = {"because": step.because, "who": step.by_words}
    record(row, "step", by=by, facts=facts, personal={name: words for name, words in personal.items() if words})
    return step


def _move(row: Assessment, line: Line) -> None:
    if line.to is None:
        return
    check_can_move_assessment(AssessmentState(row.state), to=line.to)
    row.state = str(line.to)
    row.save(update_fields=["state", "changed_at"])


def _sign_off(row: Assessment, version: Version, *, by: UUID) -> None:
    """Keep the day of sign-off, and turn what is promised into actions of a plan."""
    whole = whole_of(assessment_card(row.council_id, row.pk), parts_of(row.pk))
    row.signed_off_at = timezone.now()
    row.review_on = whole.review_on or row.review_on
    row.decided_after = row.decided_after or version.is_after_decision
    row.save(update_fields=["signed_off_at", "review_on", "decided_after", "changed_at"])
    promise_all(row, version, by=by)


def _tell(row: Assessment, saying: Saying, line: Line, step: Step, *, on: date, by: UUID) -> None:
    """Write to whoever is next: a line and the address of the page, which needs signing in. No reason stands in it."""
    head = assessment_card(row.council_id, row.pk)
    for person in _next(head, line, on=on):
        if person.id != by:
            subject, words = _words(head, line)
            send(
                council_id=row.council_id,
                key=f"assessments.step:{step.pk}:{person.id}",
                to=person.email,
                person_id=person.id,
                subject=subject,
                body=f"{words}\n\n{saying.address}\n\n{_('You need to sign in to read it.')}\n",
                by=by,
            )


def _next(head: AssessmentCard, line: Line, *, on: date) -> Iterable[PersonCard]:
    if line.act is Act.SEND and head.checker:
        return (head.checker,)
    if line.act is Act.TAKE_BACK:
        return queries.officers(head.council_id, on=on) if line.state is _S.REVIEWING else _one(head.checker)
    if line.to is _S.REVIEWING:
        return queries.officers(head.council_id, on=on)
    if line.act in {Act.RETURN, Act.GIVE_UP, Act.TAKE_UP}:
        return (head.author,)
    if line.to is _S.SIGNED_OFF:
        return (head.author, *queries.seated(head.council_id, head.body_id, on=on).clerks)
    if line.act is Act.PUT_BEFORE:
        return queries.seated(head.council_id, head.body_id, on=on).everybody
    return ()


def _one(person: PersonCard | None) -> tuple[PersonCard, ...]:
    return (person,) if person else ()


def _words(head: AssessmentCard, line: Line) -> tuple[str, str]:
    about: Mapping[str, str] = {"number": head.number, "title": head.title, "body": head.body or _("those who decide")}
    heading, text = _TOLD.get(line.act) or _TOLD_AT.get(line.to) or _TOLD_BEFORE
    return str(heading % about), str(text % about)


_TOLD: dict[Act, tuple[Any, Any]] = {
    Act.SEND: (
        gettext_lazy("For you to check: %(title)s"),
        gettext_lazy(
            "The equality impact assessment %(number)s, “%(title)s”, waits for you. Say whether you agree, or return "
            "it with a reason."
        ),
    ),
    Act.TAKE_BACK: (
        gettext_lazy("Taken back: %(title)s"),
        gettext_lazy(
            "Those who write the equality impact assessment %(number)s, “%(title)s”, took it back. Nothing is asked "
            "of you until it comes again."
        ),
    ),
    Act.RETURN: (
        gettext_lazy("Returned to you: %(title)s"),
        gettext_lazy(
            "The equality impact assessment %(number)s, “%(title)s”, came back to be written on. The reason stands on "
            "its page."
        ),
    ),
    Act.GIVE_UP: (
        gettext_lazy("Given up: %(title)s"),
        gettext_lazy(
            "The equality impact assessment %(number)s, “%(title)s”, is given up. The reason stands on its page. It "
            "can be taken up again."
        ),
    ),
    Act.TAKE_UP: (
        gettext_lazy("Taken up again: %(title)s"),
        gettext_lazy(
            "The equality impact assessment %(number)s, “%(title)s”, which was given up, is being written again. The "
            "reason stands on its page."
        ),
    ),
}
_TOLD_AT: dict[AssessmentState | None, tuple[Any, Any]] = {
    _S.REVIEWING: (
        gettext_lazy("For equalities review: %(title)s"),
        gettext_lazy(
            "The head of service has agreed to the equality impact assessment %(number)s, “%(title)s”. It waits for "
            "the equalities review."
        ),
    ),
    _S.SIGNED_OFF: (
        gettext_lazy("Signed off: %(title)s"),
        gettext_lazy("The equality impact assessment %(number)s, “%(title)s”, is signed off. It can go to %(body)s."),
    ),
}
_TOLD_BEFORE: tuple[Any, Any] = (
    gettext_lazy("Before you decide: %(title)s"),
    gettext_lazy(
        "The equality impact assessment %(number)s, “%(title)s”, lies before %(body)s, in full. The duty to have "
        "regard to it is with those who decide."
    ),
)
