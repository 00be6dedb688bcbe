"""Does this need an assessment in full, a short one, or none, and why?

The one idea: the answers lead to a proposal with its reason in words, in proportion to what is at stake; a person
decides, and says why where they decide otherwise. "Not known" never leads to "none": what is not known is looked into.
"None" is a result that is recorded and published like the others.

Northern Ireland screens by category (`terms.laws`): a major impact, or one that is not known, is screened in; a minor
one, or more that could be done, is screened out with mitigation, which is a short assessment here; else it is screened
out.

Source:  equality-act-s149 (regard in proportion), brown-2008, audit-wales-2022 (screening used to avoid assessing);
         ecni-section-75-guide (the questions of Northern Ireland, and what they lead to).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dueregard.domain.assessments.model import Screening
from dueregard.domain.assessments.packs import (
    ScreeningQuestion,
    is_of_section_75,
    questions_of_version,
    screening_questions,
)
from dueregard.terms.errors import UsedWrongly
from dueregard.terms.laws import law_of


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


def screen(answers: Mapping[str, str | tuple[str, ...]], *, nation: str = "england") -> Screened:
    """Give what screening proposes.

    Takes:   the answers by code of question, as `screening_questions` of the nation lists them.
    Raises:  UsedWrongly, naming every answer that is none of the question's.
    >>> screen({"affects_people": "no", "changes": ("nothing",)}).depth
    <Depth.NONE: 'none'>
    """
    return _screen(answers, version=screening_questions(nation)[0])


def _screen(answers: Mapping[str, str | tuple[str, ...]], *, version: int) -> Screened:
    _check(answers, questions_of_version(version))
    if is_of_section_75(version):
        return _by_category(answers, questions_of_version(version))
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
    many = {question.code for question in questions_of_version(screening.version) if question.many}
    given = {code: said if code in many else "".join(said[:1]) for code, said in screening.answers}
    try:
        return _screen(given, version=screening.version).depth
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
    if answers.get("affects_people") == "no":
        return ()
    return _unanswered(answers, screening_questions()[1])


def _unanswered(
    answers: Mapping[str, str | tuple[str, ...]], questions: tuple[ScreeningQuestion, ...]
) -> tuple[str, ...]:
    return tuple(question.code for question in questions if not answers.get(question.code))


def _by_category(answers: Mapping[str, str | tuple[str, ...]], questions: tuple[ScreeningQuestion, ...]) -> Screened:
    missing = _unanswered(answers, questions)
    if missing:
        return Screened(None, "Some questions are open.", missing)
    for depth, wanted, words in (
        (Depth.FULL, "major", "a major impact is likely on {0}"),
        (Depth.FULL, "not_known", "it is not known what the impact is on {0}"),
        (Depth.SHORT, "minor", "a minor impact is likely on {0}, which can be made lighter"),
    ):
        found = tuple(_impacts(answers, wanted))
        if found:
            return Screened(depth, f"{_sentence((words.format('; '.join(found)),))}.")
    if "yes" in (answers["better_opportunity"], answers["better_relations"]):
        return Screened(
            Depth.SHORT, "No impact is likely, and more could be done for equality of opportunity or good relations."
        )
    if "not_known" in (answers["better_opportunity"], answers["better_relations"]):
        return Screened(Depth.SHORT, "No impact is likely, and it is not known whether more could be done.")
    return Screened(Depth.NONE, "No impact is likely on equality of opportunity or good relations in any category.")


def _impacts(answers: Mapping[str, str | tuple[str, ...]], wanted: str) -> Iterator[str]:
    """Give on what an impact is likely, aim by aim, with the categories."""
    law = law_of("northern_ireland")
    for aim, words in (("advance", "equality of opportunity"), ("foster", "good relations")):
        found = [each.label.lower() for each in law.groups if answers.get(f"{aim}_{each.code}") == wanted]
        if found:
            yield f"{words} ({', '.join(found)})"


def _check(answers: Mapping[str, str | tuple[str, ...]], questions: tuple[ScreeningQuestion, ...]) -> None:
    known = {question.code: question for question in questions}
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
