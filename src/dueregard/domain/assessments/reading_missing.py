"""What does an assessment not say that forms ask for?

The one idea: what is missing is said in whole sentences, in the order of the parts, beside what could be read; it is
no remark on quality and no verdict. An old assessment is taken in as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from dueregard.domain.assessments.model import Assessment, Effect, Impact
from dueregard.terms.laws import law_of, named


def missing_from(assessment: Assessment) -> tuple[str, ...]:
    """Say in plain sentences what an assessment does not say, in the order of its parts.

    >>> missing_from(Assessment("Close it", "england"))[0]
    'It does not say what is proposed, and why.'
    """
    return tuple(_missing(assessment))


def _missing(assessment: Assessment) -> Iterator[str]:
    said = {code for impact in assessment.impacts for code in impact.group.characteristics}
    not_said = [each.label for each in law_of(assessment.nation).groups if each.code not in said]
    open_ = [_name(impact) for impact in assessment.impacts if impact.effect is None]
    unreasoned = [_name(one) for one in assessment.impacts if one.effect is Effect.NONE and not one.reason]
    without = [_name(one) for one in assessment.impacts if one.effect and not one.evidence]
    if not assessment.about:
        yield "It does not say what is proposed, and why."
    if not assessment.who_is_affected:
        yield "It does not say who could be affected."
    if not assessment.evidence:
        yield "It names no evidence."
    if not assessment.engagement:
        yield "It does not say who was asked."
    if not_said:
        yield f"It says nothing of {_listed(not_said)}."
    if open_:
        yield f"It names no effect for {_listed(open_)}."
    if unreasoned:
        yield f"It says “no effect” without a reason for {_listed(unreasoned)}."
    if without and assessment.evidence:
        yield f"No evidence is named for {_listed(without)}."
    if not assessment.regard:
        yield f"It does not say how each aim was considered for each {law_of(assessment.nation).group_word}."
    for one in assessment.mitigations:
        lacking = [word for word, value in (("owner", one.owner), ("date", one.due_date)) if not value]
        if lacking:
            yield f"“{_short(one.text)}” has no {' and no '.join(lacking)}."
    if assessment.conclusion.option is None:
        yield "It does not say which of the four options was proposed."
    if not assessment.monitoring:
        yield "It does not say how its effects are watched."
    if assessment.review_on is None:
        yield "It has no review date."


def _name(impact: Impact) -> str:
    return " and ".join(f"{named(code)}{f' ({part})' if part else ''}" for code, part in impact.group.parts)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59].rsplit(" ", 1)[0] + " …"
