"""Does this need an assessment in full, a short one, or none, and why?

The one idea: the answers lead to a proposal with its reason in words, in proportion to what is at stake; a person
decides, and says why where they decide otherwise. "Not known" never leads to "none": what is not known is looked into.
"None" is a result that is recorded and published like the others.

Source:  equality-act-s149 (regard in proportion), brown-2008, audit-wales-2022 (screening used to avoid assessing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dueregard.domain.assessments.model import Screening
from dueregard.domain.assessments.packs import screening_questions
from dueregard.terms.errors import UsedWrongly


class Depth(StrEnum):
    """How far an assessment goes."""

    FULL = "full"
    SHORT = "short"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Screened:
    """What the answers lead to: None while questions are open (`open` are their codes); `reason` in words."""

    depth: Depth | None
    reason: str
    open: tuple[str, ...] = ()


def screen(answers: Mapping[str, str | tuple[str, ...]]) -> Screened:
    """Give what screening proposes.

    Takes:   the answers by code of question, as `screening_questions` lists them.
    Raises:  UsedWrongly, naming every answer that is none of the question's.
    >>> screen({"affects_people": "no", "changes": ("nothing",)}).depth
    <Depth.NONE: 'none'>
    """
    _check(answers)
    missing = _open(answers)
    if missing:
        return Screened(None, "Some questions are open.", missing)
    if answers["affects_people"] == "no":
        if _contradicts(answers):
            return Screened(
                None, "It cannot make no difference to people and yet change something for them.", ("changes",)
            )
        return Screened(Depth.NONE, "It makes no difference to people.")
    reasons = tuple(_reasons(answers))
    if reasons:
        return Screened(Depth.FULL, f"{_sentence(reasons)}.")
    return Screened(
        Depth.SHORT, "It affects people, but few of them, no group more than others, and it could be undone."
    )


def is_lighter(chosen: Depth, *, than: Depth) -> bool:
    """Say whether somebody chose less than was proposed: that needs a second person.

    >>> is_lighter(Depth.NONE, than=Depth.SHORT), is_lighter(Depth.FULL, than=Depth.SHORT)
    (True, False)
    """
    order = list(Depth)
    return order.index(chosen) > order.index(than)


def needs_second(chosen: Depth, *, proposed: Depth | None) -> bool:
    """Say whether a second person is asked: for "none" always, and for less than was proposed.

    >>> needs_second(Depth.SHORT, proposed=Depth.SHORT), needs_second(Depth.NONE, proposed=Depth.NONE)
    (False, True)
    """
    return chosen is Depth.NONE or (proposed is not None and is_lighter(chosen, than=proposed))


def proposed_by(screening: Screening) -> Depth | None:
    """Give what the answers of a screening lead to; None where they are open, or are another version's.

    >>> proposed_by(Screening(1, (("affects_people", ("no",)),)))
    <Depth.NONE: 'none'>
    """
    many = {question.code for question in screening_questions()[1] if question.many}
    given = {code: said if code in many else "".join(said[:1]) for code, said in screening.answers}
    try:
        return screen(given).depth
    except UsedWrongly:
        return None


def settled_depth(screening: Screening) -> Depth | None:
    """Give the depth that holds: None while nobody has decided, or a second person is waited for.

    >>> settled_depth(Screening(1, depth="none")), settled_depth(Screening(1, depth="none", checked_by_other=True))
    (None, <Depth.NONE: 'none'>)
    """
    if screening.depth not in set(Depth):
        return None
    chosen = Depth(screening.depth)
    if screening.checked_by_other or not needs_second(chosen, proposed=proposed_by(screening)):
        return chosen
    return None


def _reasons(answers: Mapping[str, str | tuple[str, ...]]) -> list[str]:
    changes = set(answers["changes"])
    found: list[str] = []
    if answers["affects_people"] == "not_known":
        found.append("it is not known whether it makes a difference to people")
    if answers["more_than_others"] == "yes":
        found.append("some groups could feel it more than others")
    elif answers["more_than_others"] == "not_known":
        found.append("it is not known whether some groups feel it more")
    if answers["concerns"] == "yes":
        found.append("concerns about fairness were raised before")
    elif answers["concerns"] == "not_looked":
        found.append("nobody has looked yet whether concerns were raised before")
    if answers["people"] in {"over_1000", "not_known"}:
        found.append(
            "over 1,000 people could be affected"
            if answers["people"] == "over_1000"
            else "it is not known how many people it affects"
        )
    if changes & {"eligibility", "jobs_or_conditions"}:
        found.append("it changes who may have something, or jobs")
    if answers["can_be_undone"] != "yes" and answers["people"] != "under_100":
        found.append("it could not soon be undone")
    return found


def _contradicts(answers: Mapping[str, str | tuple[str, ...]]) -> bool:
    return bool(set(answers.get("changes", ())) - {"nothing"}) or answers.get("more_than_others") == "yes"


def _open(answers: Mapping[str, str | tuple[str, ...]]) -> tuple[str, ...]:
    _version, questions = screening_questions()
    if answers.get("affects_people") == "no":
        return ()
    return tuple(question.code for question in questions if not answers.get(question.code))


def _check(answers: Mapping[str, str | tuple[str, ...]]) -> None:
    known = {question.code: question for question in screening_questions()[1]}
    wrong = []
    for code, answer in answers.items():
        given = (answer,) if isinstance(answer, str) else answer
        if code not in known or (given and not set(given) <= set(known[code].answers)):
            wrong.append(f"{code} cannot be {', '.join(given) or 'asked'}")
        elif len(given) > 1 and (not known[code].many or "nothing" in given):
            wrong.append(f"{code} cannot be several of these at once")
    if wrong:
        raise UsedWrongly("; ".join(wrong) + ".", mend="Choose among the answers that the question gives.")


def _sentence(reasons: tuple[str, ...]) -> str:
    words = reasons[0] if len(reasons) == 1 else f"{', '.join(reasons[:-1])}, and {reasons[-1]}"
    return words[:1].upper() + words[1:]
