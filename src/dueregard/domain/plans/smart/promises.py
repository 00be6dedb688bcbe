"""Which equality impact assessments does a plan promise, and by when?

The one idea: an assessment is promised where an action, or a part of one, names it; its date is that of the part, else
of the action. "EIA" is read as an equality impact assessment, which is what it means in an equality plan. Whether one
was made is not asked here.
Source:  sources.toml#brown-2008 (due regard before and at the time of the decision).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.smart.rules import name_of, shortened
from dueregard.domain.plans.smart.wording import names_assessment


@dataclass(frozen=True, slots=True)
class Promise:
    """An assessment that a plan promises: the action's position and name, the words, and the day (None: not said)."""

    action: int
    number: str
    said: str
    by: date | None


def promised_assessments(plan: Plan) -> tuple[Promise, ...]:
    """Give the assessments that a plan promises, in its own order; at most one for an action."""
    promises: list[Promise] = []
    for position, action in enumerate(plan.actions, start=1):
        part = next((one for one in action.sub_actions if names_assessment(one.text)), None)
        if part is not None:
            by, said = part.due_date or action.due_date, part.text
        elif names_assessment(action.action_text):
            by, said = action.due_date, _sentence(action.action_text)
        else:
            continue
        promises.append(Promise(position, name_of(position, action), shortened(said, to=110), by))
    return tuple(promises)


def _sentence(text: str) -> str:
    """The line, and within a long line the sentence, that names the assessment."""
    for line in text.split("\n"):
        for sentence in line.replace(". ", ".\n").split("\n"):
            if names_assessment(sentence):
                return sentence
    return text
