"""Who may say what of an assessment on its way to those who decide, and when? The table of the chain.

The one idea: author → head of service → equalities review (with legal advice, where it is asked for) → those who
decide. Each line of `TABLE` is one act in one state by some of the people that an assessment has to do with; what is
not in the table cannot be done. Nobody agrees to what they wrote, nor twice at two stages, unless there is nobody else
who could: then it is allowed and said. What stops an assessment is said by name; it is never a score.

Source:  brown-2008 (the duty cannot be delegated; those who decide must be aware of it);
         the chains that councils' own forms print.
Refuses: an act by somebody whom the table does not name, in a state it does not name, or without the reason it asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dueregard.domain.assessments.model import Assessment, Effect, Impact, group_key
from dueregard.domain.assessments.options import way_to
from dueregard.domain.assessments.states import AssessmentState, say_state
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.terms.laws import law_of, named


class Stage(StrEnum):
    """The stages of the chain, in their order."""

    WRITING = "writing"
    CHECKING = "checking"
    REVIEW = "review"
    LEGAL = "legal"
    DECIDERS = "deciders"


class Act(StrEnum):
    """What can be said at a stage."""

    SEND = "send"
    TAKE_BACK = "take_back"
    AGREE = "agree"
    RETURN = "return"
    LEGAL_SEEN = "legal_seen"
    PUT_BEFORE = "put_before"
    ACKNOWLEDGE = "acknowledge"
    DECIDE = "decide"
    NOTE = "note"
    GIVE_UP = "give_up"
    TAKE_UP = "take_up"


class Relation(StrEnum):
    """What somebody is to an assessment."""

    AUTHOR = "author"
    CHECKER = "checker"
    LEAD = "lead"
    OFFICER = "officer"
    CLERK = "clerk"
    DECIDER = "decider"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: at a stage, in a state, who may do what, and which state it leads to (None: it stays).

    `needs_reason`: without words it is not done. `is_agreeing`: nobody does it to their own.
    """

    stage: Stage
    state: AssessmentState
    act: Act
    who: frozenset[Relation]
    to: AssessmentState | None = None
    needs_reason: bool = False
    is_agreeing: bool = False


_S, _R = AssessmentState, Relation
_CHECKERS = frozenset({_R.CHECKER, _R.LEAD})
_ENDERS = frozenset({_R.AUTHOR, _R.LEAD, _R.OFFICER})
TABLE: tuple[Line, ...] = (
    Line(Stage.WRITING, _S.WRITING, Act.SEND, frozenset({_R.AUTHOR}), _S.CHECKING),
    Line(Stage.WRITING, _S.CHECKING, Act.TAKE_BACK, frozenset({_R.AUTHOR}), _S.WRITING, needs_reason=True),
    Line(Stage.CHECKING, _S.CHECKING, Act.AGREE, _CHECKERS, _S.REVIEWING, is_agreeing=True),
    Line(Stage.CHECKING, _S.CHECKING, Act.RETURN, _CHECKERS | {_R.OFFICER}, _S.WRITING, needs_reason=True),
    Line(Stage.WRITING, _S.REVIEWING, Act.TAKE_BACK, frozenset({_R.AUTHOR}), _S.WRITING, needs_reason=True),
    Line(Stage.LEGAL, _S.REVIEWING, Act.LEGAL_SEEN, frozenset({_R.OFFICER})),
    Line(Stage.REVIEW, _S.REVIEWING, Act.AGREE, frozenset({_R.OFFICER}), _S.SIGNED_OFF, is_agreeing=True),
    Line(Stage.REVIEW, _S.REVIEWING, Act.RETURN, frozenset({_R.OFFICER}), _S.WRITING, needs_reason=True),
    Line(Stage.REVIEW, _S.SIGNED_OFF, Act.RETURN, frozenset({_R.OFFICER}), _S.WRITING, needs_reason=True),
    Line(Stage.DECIDERS, _S.SIGNED_OFF, Act.PUT_BEFORE, frozenset({_R.OFFICER, _R.CLERK}), _S.BEFORE_DECIDERS),
    Line(Stage.DECIDERS, _S.BEFORE_DECIDERS, Act.ACKNOWLEDGE, frozenset({_R.DECIDER})),
    Line(
        Stage.DECIDERS, _S.BEFORE_DECIDERS, Act.RETURN, frozenset({_R.OFFICER, _R.CLERK}), _S.WRITING, needs_reason=True
    ),
    Line(Stage.DECIDERS, _S.BEFORE_DECIDERS, Act.DECIDE, frozenset({_R.OFFICER, _R.CLERK}), _S.DECIDED),
    Line(Stage.DECIDERS, _S.BEFORE_DECIDERS, Act.NOTE, frozenset({_R.OFFICER, _R.CLERK}), _S.DECIDED),
    Line(Stage.WRITING, _S.WRITING, Act.GIVE_UP, _ENDERS, _S.GIVEN_UP, needs_reason=True),
    Line(Stage.WRITING, _S.GIVEN_UP, Act.TAKE_UP, _ENDERS, _S.WRITING, needs_reason=True),
)
"""Every act there is. "Decide" is done by recording the decision; "note" is for what came before the body after it.

What is given up was begun by mistake, or for a proposal that nobody makes any more: whoever writes it says so, or those
who answer for it where its author has left. It counts as no regard for anything, and can be taken up again.
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to an assessment, and whether they had a hand in it.

    `has_agreed`: they agreed at an earlier stage of this round. `is_anybody_else`: somebody else could agree at the
    stage where it stands.
    """

    relations: frozenset[Relation]
    has_agreed: bool = False
    is_anybody_else: bool = True

    @property
    def is_own(self) -> bool:
        """Whether agreeing would be agreeing to their own."""
        return Relation.AUTHOR in self.relations or self.has_agreed


def line_of(act: Act, *, state: AssessmentState) -> Line | None:
    """Give the line for an act in a state, or None where there is none.

    >>> line_of(Act.SEND, state=AssessmentState.WRITING).to
    <AssessmentState.CHECKING: 'checking'>
    """
    return next((line for line in TABLE if line.act is act and line.state is state), None)


def acts_for(standing: Standing, *, state: AssessmentState) -> tuple[Act, ...]:
    """Give what somebody may do where an assessment stands, in the order of the table.

    >>> acts_for(Standing(frozenset({Relation.AUTHOR})), state=AssessmentState.CHECKING)
    (<Act.TAKE_BACK: 'take_back'>,)
    """
    return tuple(line.act for line in TABLE if line.state is state and _may(line, standing))


def check_act(act: Act, *, state: AssessmentState, standing: Standing, reason: str = "") -> Line:
    """Give the line of the table by which somebody may do something now.

    Raises:  MoveNotAllowed where the state does not allow it, it is not theirs to do, or it is their own; UsedWrongly
             without the reason that the line asks for.
    """
    line = line_of(act, state=state)
    if line is None:
        raise MoveNotAllowed(f"An assessment that is {say_state(state)} cannot be {_DONE[act]}.")
    if not standing.relations & line.who:
        raise MoveNotAllowed(f"This is for {say_who(line)}.")
    if not _may(line, standing):
        raise MoveNotAllowed(
            "Nobody agrees to what they wrote or agreed to before.", mend="Somebody else has to look at it."
        )
    if line.needs_reason and not reason.strip():
        raise UsedWrongly("Say why.", mend="Those who write the assessment read it.")
    return line


def is_said_alone(line: Line, standing: Standing) -> bool:
    """Say whether somebody agrees to their own because nobody else could: it is written beside what they say."""
    return line.is_agreeing and standing.is_own and not standing.is_anybody_else


def say_who(line: Line) -> str:
    """Say whom a line names.

    >>> say_who(TABLE[2])
    'the head of service who checks it or a lead of its directorate'
    """
    return " or ".join(_WHO[relation] for relation in Relation if relation in line.who)


def _may(line: Line, standing: Standing) -> bool:
    if not standing.relations & line.who:
        return False
    return not (line.is_agreeing and standing.is_own and standing.is_anybody_else)


_WHO = {
    Relation.AUTHOR: "those who write it",
    Relation.CHECKER: "the head of service who checks it",
    Relation.LEAD: "a lead of its directorate",
    Relation.OFFICER: "an equalities officer",
    Relation.CLERK: "the clerk of the body that decides",
    Relation.DECIDER: "a member of the body that decides",
}
_DONE = {
    Act.SEND: "sent for checking",
    Act.TAKE_BACK: "taken back",
    Act.AGREE: "agreed to",
    Act.RETURN: "returned",
    Act.LEGAL_SEEN: "put to legal",
    Act.PUT_BEFORE: "put before those who decide",
    Act.ACKNOWLEDGE: "acknowledged",
    Act.DECIDE: "decided upon",
    Act.NOTE: "noted",
    Act.GIVE_UP: "given up",
    Act.TAKE_UP: "taken up again",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that must be mended before an assessment is sent on: the key of its part, and words."""

    part: str
    text: str


def stops(assessment: Assessment) -> tuple[Stop, ...]:
    """Give what stops an assessment whatever anybody says of it, in the order of its parts.

    "No effect" needs a reason, and evidence or the word that none was found and what will be done; so does "not known
    yet". A screening that gave "none" asks for its reason only.

    >>> [stop.part for stop in stops(Assessment("Close the library", "england", about="It closes."))][:2]
    ['affected', 'impact:age']
    """
    if assessment.screening is not None and assessment.screening.depth == "none":
        said = (assessment.screening.reason or "").strip()
        return () if said else (Stop("screening", "Say why no assessment is needed."),)
    return (*_unsaid(assessment), *_unanswered(assessment), *_impacts(assessment), *_conclusion(assessment))


def _unsaid(assessment: Assessment) -> Iterator[Stop]:
    if not (assessment.about or "").strip():
        yield Stop("proposal", "Say what is proposed, and why.")
    if not (assessment.who_is_affected or "").strip():
        yield Stop("affected", "Say who could be affected.")


def _unanswered(assessment: Assessment) -> Iterator[Stop]:
    law = law_of(assessment.nation)
    for each in law.groups:
        if each.code in law.only_for_staff and not assessment.is_workforce:
            continue  # the duty asks of it for conduct at work only; the task list asks, and does not insist
        if not any(impact.effect for impact in assessment.impacts_on(each.code)):
            yield Stop(f"impact:{each.code}", f"Nobody has said yet what it could do: {each.label.lower()}.")


def _impacts(assessment: Assessment) -> Iterator[Stop]:
    for impact in assessment.impacts:
        key, name = f"impact:{group_key(impact.group)}", _name(impact)
        has_reason, will_do = bool((impact.reason or "").strip()), bool((impact.will_do or "").strip())
        if impact.effect is Effect.NONE and not has_reason:
            yield Stop(key, f"“No effect” has no reason: {name}. Say why.")
        elif impact.effect is Effect.NONE and not impact.evidence and not (impact.none_found and will_do):
            yield Stop(
                key,
                f"“No effect” has no evidence: {name}. Point at some, or say that none was found and what you will do.",
            )
        elif impact.effect is Effect.NOT_KNOWN and not will_do:
            yield Stop(key, f"Not known yet: {name}. Say what you will do to find out.")
        elif impact.effect in {Effect.WORSE, Effect.BETTER, Effect.BOTH} and not has_reason:
            yield Stop(key, f"An effect has no reason: {name}. Say why.")


def _conclusion(assessment: Assessment) -> Iterator[Stop]:
    has_worse = any(_is_worse(impact) for impact in assessment.impacts)
    way = way_to(assessment.conclusion, has_worse=has_worse, nation=assessment.nation)
    if way.stop:
        yield Stop("conclusion", way.stop)
    for question in way.questions:
        yield Stop("conclusion", question.text)


def _is_worse(impact: Impact) -> bool:
    return (impact.effect_after or impact.effect) in {Effect.WORSE, Effect.BOTH}


def _name(impact: Impact) -> str:
    labels = [named(code) for code in impact.group.characteristics]
    parts = [value for _, value in impact.group.parts if value]
    return " and ".join(labels).lower() + (f" ({', '.join(parts)})" if parts else "")
