"""What does a comparison say once a person has answered its questions?

The one idea: an answer moves a question to where it belongs and touches nothing else. "The same" makes it a match that
says a person made it; "not the same" makes the older actions not found and the newer ones new. A question without an
answer stays one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dueregard.domain.plans.compare import fields_gone, not_found
from dueregard.domain.plans.compare_model import How, Match, PlanComparison, Sure
from dueregard.terms.errors import UsedWrongly


def with_answers(comparison: PlanComparison, answers: Mapping[tuple[int, ...], bool]) -> PlanComparison:
    """Give the comparison with a person's answers: by the older actions of a question, whether they are the same.

    Raises:  UsedWrongly for an answer to what was not asked.

    >>> from dueregard.domain.plans.model import Plan
    >>> with_answers(PlanComparison(old=Plan(), new=Plan()), {}).questions
    ()
    """
    asked = {question.old: question for question in comparison.questions}
    unknown = [old for old in answers if old not in asked]
    if unknown:
        raise UsedWrongly(f"Nothing was asked about action {', '.join(map(str, unknown[0]))}.")
    made = [_made(asked[old]) for old, is_same in answers.items() if is_same]
    refused = [asked[old] for old, is_same in answers.items() if not is_same]
    matches = tuple(sorted((*comparison.matches, *made), key=lambda match: (match.old, match.new)))
    gone = [not_found(at, comparison.old, comparison.new) for question in refused for at in question.old]
    return replace(
        comparison,
        matches=matches,
        questions=tuple(question for question in comparison.questions if question.old not in answers),
        not_found=tuple(sorted((*comparison.not_found, *gone), key=lambda one: one.old)),
        new_actions=tuple(sorted((*comparison.new_actions, *(at for question in refused for at in question.new)))),
        fields_gone=tuple(fields_gone(comparison.old, comparison.new, matches)),
    )


def _made(question: Match) -> Match:
    return replace(question, how=How.PERSON, sure=Sure.CERTAIN, other_old=(), other_new=())
