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

_MOST_LETTERS = 56  # about a line of a page, with two other columns beside it


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
        text = part.text if part else action.action_text
        named = names_assessment(text)
        if named is None:
            continue
        by = part.due_date or action.due_date if part else action.due_date
        promises.append(Promise(position, name_of(position, action), _around(text, named), by))
    return tuple(promises)


def _around(text: str, named: str) -> str:
    """The words that name the assessment, with those around them, cut at words."""
    text = " ".join(text.split())
    at = text.index(" ".join(named.split()))
    if len(text) <= _MOST_LETTERS:
        return text
    start = 0 if at + len(named) <= _MOST_LETTERS else text.find(" ", max(0, at - _MOST_LETTERS // 3)) + 1
    return ("… " if start else "") + shortened(text[start:], to=_MOST_LETTERS)
