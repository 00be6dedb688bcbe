"""What must be asked before an option is put to those who decide, and before help is aimed at one group?

The one idea: the law's tests are questions in order, each answered by a person with a reason; this room says what is
still to be asked and where the way ends. Nothing here says that something is lawful. Where another law holds than the
Equality Act, its tests are not asked: in Northern Ireland the question is whether unlawful conduct is shown, and all
else is for lawyers (`terms.laws`).

Source:  equality-act-justification (sections 13, 15, 19, 20, 26, 27: what can be justified and what cannot),
         equality-act-s158, equality-act-s159 (positive action), equality-act-s13-3 (more favourable treatment of
         disabled people).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dueregard.domain.assessments.model import AimedHelp, Conclusion, Option
from dueregard.terms.laws import Law, law_of


class Conduct(StrEnum):
    """Conduct that no aim can justify: where it is shown, the proposal stops and goes to legal advice."""

    DIRECT = "direct_discrimination"
    HARASSMENT = "harassment"
    VICTIMISATION = "victimisation"
    ADJUSTMENTS = "no_reasonable_adjustments"


@dataclass(frozen=True, slots=True)
class Question:
    """Something still to be asked: the field it fills, and its words."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Way:
    """Where answers lead: what is still to be asked, and, where the way ends, what must be done."""

    questions: tuple[Question, ...] = ()
    stop: str | None = None

    @property
    def is_clear(self) -> bool:
        """Whether nothing is left to ask and nothing stops it."""
        return not self.questions and self.stop is None


def can_be_justified(conduct: Conduct, *, characteristic: str) -> bool:
    """Say whether the law lets an aim justify such conduct: of these, only direct discrimination because of age.

    >>> can_be_justified(Conduct.DIRECT, characteristic="age"), can_be_justified(Conduct.DIRECT, characteristic="race")
    (True, False)
    """
    return conduct is Conduct.DIRECT and characteristic == "age"


def way_to(conclusion: Conclusion, *, has_worse: bool, nation: str = "england") -> Way:
    """Say what is still to be asked before a conclusion can be put forward.

    Takes:   `has_worse`, whether any group is worse off or both after mitigation; `nation`, whose law holds.
    >>> [question.field for question in way_to(Conclusion(Option.CONTINUE), has_worse=True).questions]
    ['is_unlawful_shown', 'aim', 'why_proportionate', 'reason']
    >>> way_to(Conclusion(Option.CONTINUE, is_unlawful_shown=True), has_worse=True).stop
    'Stop, and ask for legal advice: no aim can justify this.'
    >>> found = way_to(Conclusion(Option.CONTINUE), has_worse=True, nation="northern_ireland")
    >>> [question.field for question in found.questions]
    ['is_unlawful_shown', 'reason']
    """
    law = law_of(nation)
    if conclusion.option is None:
        return Way((Question("option", "What do you propose to those who decide?"),))
    if conclusion.option is Option.CONTINUE and conclusion.is_unlawful_shown:
        return Way(stop=law.stop)
    return Way(tuple(_open_questions(conclusion, has_worse=has_worse, law=law)))


def _open_questions(conclusion: Conclusion, *, has_worse: bool, law: Law) -> Iterator[Question]:
    if conclusion.option is Option.CONTINUE and conclusion.is_unlawful_shown is None:
        yield Question("is_unlawful_shown", law.unlawful)
    if conclusion.option is Option.CONTINUE and law.asks_justification:
        if not (conclusion.aim or "").strip():
            yield Question("aim", "What is the aim of going on?")
        if not (conclusion.why_proportionate or "").strip():
            yield Question("why_proportionate", "Why is this a proportionate way to reach the aim?")
    if conclusion.option is Option.NO_MAJOR_CHANGE and has_worse and not (conclusion.reason or "").strip():
        yield Question("reason", "Some groups are worse off. Why is no change proposed?")
    elif not (conclusion.reason or "").strip():
        yield Question("reason", "Why is this the right option?")


class PositiveAction(StrEnum):
    """Which test help aimed at one group has to meet."""

    GENERAL = "s158"
    RECRUITMENT = "s159"
    DISABLED_PEOPLE = "s13_3"
    OTHER_LAW = "other_law"


def test_for(help_: AimedHelp, *, nation: str = "england") -> PositiveAction:  # noqa: PT028 - no test
    """Say which test applies. Disabled people may always be treated more favourably because of disability.

    `OTHER_LAW` is no test of ours: the law of the nation has its own, and lawyers are asked.

    >>> test_for(AimedHelp("disability", is_recruitment_or_promotion=True))
    <PositiveAction.DISABLED_PEOPLE: 's13_3'>
    """
    if not law_of(nation).asks_positive_action:
        return PositiveAction.OTHER_LAW
    if help_.characteristic == "disability":
        return PositiveAction.DISABLED_PEOPLE
    return PositiveAction.RECRUITMENT if help_.is_recruitment_or_promotion else PositiveAction.GENERAL


test_for.__test__ = False  # type: ignore[attr-defined]  # its name begins as a test's does


def way_to_help(help_: AimedHelp, *, nation: str = "england") -> Way:
    """Say what the test of positive action still asks, and where it fails.

    >>> way_to_help(AimedHelp("disability", is_recruitment_or_promotion=False)).is_clear
    True
    >>> [one.field for one in way_to_help(AimedHelp("race", is_recruitment_or_promotion=False)).questions][:2]
    ['believes_disadvantage', 'believes_different_needs']
    """
    kind = test_for(help_, nation=nation)
    if kind is PositiveAction.DISABLED_PEOPLE:
        return Way()
    if kind is PositiveAction.OTHER_LAW:
        is_said = bool((help_.grounds or "").strip())
        return Way() if is_said else Way((Question("grounds", "What does this rest on, and what did lawyers say?"),))
    grounds = {"believes_disadvantage": help_.believes_disadvantage}
    if kind is PositiveAction.GENERAL:
        grounds["believes_different_needs"] = help_.believes_different_needs
    grounds["believes_low_participation"] = help_.believes_low_participation
    if all(answer is False for answer in grounds.values()):
        return Way(
            stop="Without disadvantage, need or low participation, the law does not allow help for one group only."
        )
    if kind is PositiveAction.RECRUITMENT and help_.is_tie_break is False:
        return Way(
            stop="In recruitment and promotion this is allowed only between people who are as qualified as each other."
        )
    if kind is PositiveAction.RECRUITMENT and help_.has_blanket_rule:
        return Way(stop="A rule that always prefers one group is not allowed: each choice must be made by itself.")
    return Way(tuple(_help_questions(help_, grounds, kind)))


_GROUNDS = {
    "believes_disadvantage": "Do you reasonably think that people in the group are at a disadvantage linked to it?",
    "believes_different_needs": "Do you reasonably think that they have needs that differ from other people's?",
    "believes_low_participation": "Do you reasonably think that they take part much less than others?",
}


def _help_questions(help_: AimedHelp, grounds: dict[str, bool | None], kind: PositiveAction) -> Iterator[Question]:
    if not any(grounds.values()):
        yield from (Question(name, _GROUNDS[name]) for name, answer in grounds.items() if answer is None)
    if not (help_.grounds or "").strip():
        yield Question("grounds", "What is this belief based on?")
    if not (help_.why_proportionate or "").strip():
        yield Question("why_proportionate", "Why is it proportionate?")
    if kind is PositiveAction.RECRUITMENT:
        if help_.is_tie_break is None:
            yield Question("is_tie_break", "Are the people to choose between as qualified as each other?")
        if help_.has_blanket_rule is None:
            yield Question("has_blanket_rule", "Is there a rule that always prefers the group?")
