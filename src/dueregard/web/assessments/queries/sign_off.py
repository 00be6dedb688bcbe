"""Where does an assessment stand on its way to those who decide, who has said what, and what stops it?

The one idea: the steps are kept, all else is worked out from them on the day: what somebody is to the assessment, who
is next, what they may do. A round begins when it is sent, and ends when it goes back to be written on; what was said in
an earlier round stays to be read and counts no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.domain.assessments.sign_off import Act, Relation, Stage, Standing, Stop, stops
from dueregard.domain.assessments.states import AssessmentState, DecisionState
from dueregard.domain.assessments.tasks import SEND
from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.assessments.models.register import Decision
from dueregard.web.assessments.models.signing import Step
from dueregard.web.assessments.models.writing import Part, Version
from dueregard.web.assessments.queries.remarks import open_remarks
from dueregard.web.assessments.queries.whole import AssessmentCard
from dueregard.web.assessments.queries.writing import Desk, desk_of
from dueregard.web.assessments.queries.writing_words import short_name
from dueregard.web.organisation.queries import Visitor, boards, people_found

MOST_CHECKERS = 200
_HEAVY = ("version__content", "version__figures")
_BACK = {Act.RETURN.value, Act.TAKE_BACK.value, Act.TAKE_UP.value}
_HELD = ("for_deciders", "not_needed")
"""Why a version was made that holds until a later one does: codes of `actions.versions.make_version`."""


@dataclass(frozen=True, slots=True)
class StepCard:
    """What somebody said at a stage, of which version. `is_alone`: of their own, because nobody else could."""

    stage: Stage
    said: Act
    because: str
    by: str
    by_id: UUID
    by_words: str
    is_alone: bool
    at: datetime
    version: int | None
    version_id: UUID | None


@dataclass(frozen=True, slots=True)
class Seated:
    """Who decides, and who clerks for them, as far as they sit on a board of the council."""

    deciders: tuple[PersonCard, ...] = ()
    clerks: tuple[PersonCard, ...] = ()

    @property
    def everybody(self) -> tuple[PersonCard, ...]:
        """Each of them once."""
        return tuple({each.id: each for each in (*self.deciders, *self.clerks)}.values())


@dataclass(frozen=True, slots=True)
class Where:
    """All that the page of sign-off shows: the steps, this round's, what stops it, what the reader may do.

    `remarks_since`: how many remarks came up since it was sent (time passed, or others wrote the same). They stop
    nothing: each was answered before it was sent. Whoever reviews looks at them.
    """

    head: AssessmentCard
    steps: tuple[StepCard, ...]
    standing: Standing
    stops: tuple[Stop, ...]
    remarks_since: int = 0

    @property
    def round(self) -> tuple[StepCard, ...]:
        """What was said since it last went back."""
        return this_round(self.steps)

    def said(self, stage: Stage, act: Act) -> StepCard | None:
        """Give the last step of this round by which something was said at a stage, if any."""
        return next((each for each in reversed(self.round) if each.stage is stage and each.said is act), None)

    @property
    def came_back(self) -> StepCard | None:
        """Why it is being written on again: the last step, where it went back."""
        last = self.steps[-1] if self.steps else None
        is_back = last is not None and last.said.value in _BACK
        return last if is_back and self.head.state is AssessmentState.WRITING else None

    @property
    def given_up(self) -> StepCard | None:
        """Who gave it up and why: the last step, while it is given up."""
        return self.said(Stage.WRITING, Act.GIVE_UP) if is_given_up(self.head) else None

    @property
    def seen(self) -> str:
        """What a form hands back, so that nobody agrees to what they did not see."""
        return f"{self.head.state}:{self.head.made_version}"


def where_it_stands(visitor: Visitor, head: AssessmentCard) -> Where:
    """Give where an assessment stands for a visitor. At most twenty queries."""
    steps = steps_of(head.id)
    standing = standing_of(visitor, head, steps)
    if head.state is AssessmentState.WRITING:
        return Where(head, steps, standing, what_stops(head, on=visitor.on))
    if head.state is not AssessmentState.REVIEWING:
        return Where(head, steps, standing, ())
    at = desk_of(head)
    since = len(open_remarks(head, at.parts, visitor.on))
    return Where(head, steps, standing, _missing(at), remarks_since=since)


def steps_of(assessment_id: UUID) -> tuple[StepCard, ...]:
    """Give every step of an assessment, the first first. One query."""
    rows = Step.objects.filter(assessment=assessment_id).select_related("by", "version").defer(*_HEAVY)
    return tuple(_step_card(row) for row in rows)


def this_round(steps: Iterable[StepCard]) -> tuple[StepCard, ...]:
    """Give the steps since the assessment last went back to be written on. No query."""
    found: list[StepCard] = []
    for step in steps:
        found = [] if step.said.value in _BACK else [*found, step]
    return tuple(found)


def standing_of(visitor: Visitor, head: AssessmentCard, steps: Iterable[StepCard]) -> Standing:
    """Say what a visitor is to an assessment. At most four queries, and none for who is nothing to it."""
    relations = relations_of(visitor, head)
    if visitor.person is None or not relations:
        return Standing(relations)
    agreed = {each.by_id for each in this_round(steps) if each.said is Act.AGREE}
    written = _writers(head)
    own = visitor.person.id in agreed | written
    return Standing(
        relations,
        has_agreed=own,
        is_anybody_else=_is_anybody_else(head, agreed | written, visitor) if own else True,
    )


def relations_of(visitor: Visitor, head: AssessmentCard) -> frozenset[Relation]:
    """Say what a visitor is to an assessment by role and by name. One query where they clerk one board and sit on
    another, else none."""
    if visitor.person is None:
        return frozenset()
    me, found = visitor.person.id, set()
    if me in head.writer_ids:
        found.add(Relation.AUTHOR)
    if head.checker is not None and me == head.checker.id:
        found.add(Relation.CHECKER)
    if visitor.has_role("directorate_lead") and head.directorate_id in visitor.directorate_ids:
        found.add(Relation.LEAD)
    if visitor.has_role("equalities_officer"):
        found.add(Relation.OFFICER)
    if head.body_id is not None and head.body_id in visitor.board_ids:
        found |= _seat(visitor, head.body_id)
    return frozenset(found)


def seated(council_id: UUID, body_id: UUID | None, *, on: date) -> Seated:
    """Give who sits on the board that decides. Two queries, none where no board is named."""
    if body_id is None:
        return Seated()
    board = next((each for each in boards(council_id, on=on) if each.id == body_id), None)
    if board is None:
        return Seated()
    clerks = tuple(each.person for each in board.clerks)
    return Seated(tuple(each.person for each in board.members if each.office != "clerk"), clerks)


def officers(council_id: UUID, *, on: date) -> tuple[PersonCard, ...]:
    """Give the equalities officers of a council. One query."""
    return tuple(card(row) for row in people_found(council_id, on=on, role="equalities_officer")[:MOST_CHECKERS])


def checkers(head: AssessmentCard, *, on: date) -> tuple[tuple[str, str], ...]:
    """Give who is offered as checker: the leads of its directorate first, then the others. Two queries.

    Anybody else of the council can be named by their e-mail address.
    """
    found: dict[UUID, str] = {}
    for directorate in ([str(head.directorate_id)] if head.directorate_id else []) + [""]:
        leads = people_found(head.council_id, on=on, role="directorate_lead", directorate_id=directorate)
        found |= {row.pk: row.full_name for row in leads.order_by("full_name")[:MOST_CHECKERS] if row.pk not in found}
    return tuple((str(key), name) for key, name in found.items() if key not in head.writer_ids)


def person_named(council_id: UUID, email: str, *, on: date) -> PersonCard | None:
    """Give somebody of the council by their e-mail address. One query."""
    row = people_found(council_id, on=on).filter(email__iexact=email.strip()).first()
    return card(row) if row else None


def can_check(head: AssessmentCard, person_id: UUID, *, on: date) -> bool:
    """Say whether somebody can be the checker: of the council, and not one of those who write it. Two queries."""
    if not people_found(head.council_id, on=on).filter(pk=person_id).exists():
        return False
    return person_id not in head.writer_ids or not _others(head, frozenset(head.writer_ids), on)


def what_stops(head: AssessmentCard, *, on: date) -> tuple[Stop, ...]:
    """Give what must be mended before an assessment is sent on: what is missing, and remarks without an answer.

    Once it is sent, its remarks were answered, and it is asked only what is missing. At most nine queries.
    """
    at = desk_of(head)
    found = _missing(at)
    if head.state is AssessmentState.WRITING and not _is_none(at):
        waiting = len(open_remarks(head, at.parts, on))
        if waiting:
            words = ngettext("%(number)s remark has no answer", "%(number)s remarks have no answer", waiting)
            found += (Stop("remarks", words % {"number": waiting}),)
    return found


def cannot_be_given_up(head: AssessmentCard) -> str:
    """Say why an assessment cannot be given up, "" where it can. At most two queries.

    What went to those who decide, ended the matter, or was brought in for a decision that was taken, stands: what it
    promised is kept or dropped with a reason, and its next version is written to the end.
    """
    why = set(Version.objects.filter(assessment=head.id).values_list("why", flat=True))
    is_old = "brought_in" in why and head.decision_id is not None and is_decided(head.decision_id)
    if not is_old and why.isdisjoint(_HELD):
        return ""
    return _("An earlier version of it stands, so it cannot be given up. Write it to the end, or leave it as it is.")


def is_given_up(head: AssessmentCard) -> bool:
    """Say whether an assessment is given up. No query."""
    return head.state is AssessmentState.GIVEN_UP


def given_up(assessment_ids: Collection[UUID]) -> dict[UUID, StepCard]:
    """Give who gave assessments up and why, by assessment. One query, none where none is asked for."""
    if not assessment_ids:
        return {}
    rows = Step.objects.filter(assessment__in=assessment_ids, said=str(Act.GIVE_UP)).order_by("at")
    return {row.assessment_id: _step_card(row) for row in rows.select_related("by", "version").defer(*_HEAVY)}


def is_decided(decision_id: UUID) -> bool:
    """Say whether a decision is recorded as taken. One query."""
    return Decision.objects.filter(pk=decision_id, state=str(DecisionState.DECIDED)).exists()


def _step_card(row: Step) -> StepCard:
    return StepCard(
        stage=Stage(row.stage),
        said=Act(row.said),
        because=row.because,
        by=row.by.full_name,
        by_id=row.by_id,
        by_words=row.by_words,
        is_alone=row.is_alone,
        at=row.at,
        version=row.version.number if row.version else None,
        version_id=row.version_id,
    )


def _missing(at: Desk) -> tuple[Stop, ...]:
    """Give what is not written, the hard stops first. No query."""
    found = stops(at.whole)
    if _is_none(at):
        return found
    named = {stop.part for stop in found}
    words = _("Not finished: %(what)s")
    return found + tuple(
        Stop(task.key, words % {"what": short_name(task.key, at.labels, questions=at.questions)})
        for stage in at.stages
        for task in stage.tasks
        if task.is_open and task.key != SEND and task.key not in named
    )


def _is_none(at: Desk) -> bool:
    return at.whole.screening is not None and at.whole.screening.depth == "none"


def _writers(head: AssessmentCard) -> set[UUID]:
    """Give who writes it and who has written in it."""
    wrote = Part.objects.filter(assessment=head.id, changed_by__isnull=False).values_list("changed_by", flat=True)
    return {*head.writer_ids, *wrote.distinct()}


def _is_anybody_else(head: AssessmentCard, own: set[UUID], visitor: Visitor) -> bool:
    if head.state is AssessmentState.REVIEWING:
        return any(each.id not in own for each in officers(head.council_id, on=visitor.on))
    return _others(head, frozenset(own), visitor.on)


def _others(head: AssessmentCard, own: frozenset[UUID], on: date) -> bool:
    return bool(people_found(head.council_id, on=on).exclude(pk__in=own).exists())


def _seat(visitor: Visitor, body_id: UUID) -> set[Relation]:
    if not visitor.has_role("clerk"):
        return {Relation.DECIDER}
    if not visitor.has_role("board_member"):
        return {Relation.CLERK}
    who = seated(visitor.council.id, body_id, on=visitor.on)
    found = {Relation.CLERK} if visitor.by in {each.id for each in who.clerks} else set()
    return found | ({Relation.DECIDER} if visitor.by in {each.id for each in who.deciders} else set())
