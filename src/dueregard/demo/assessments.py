"""Policies, decisions and assessments of the made-up council, as values.

The one idea: the words stand in `assessments.toml`; here they become what an author would have written, with days that
move with the day of the demo. The budget round has decisions at every stage of an assessment.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from dueregard.domain.assessments.model import (
    Assessment,
    Conclusion,
    Duration,
    Effect,
    Engagement,
    Evidence,
    EvidenceKind,
    Gap,
    Group,
    Impact,
    Likelihood,
    Mitigation,
    Option,
    Regard,
    Screening,
    Severity,
    Weight,
    group_of_key,
)
from dueregard.domain.assessments.packs import screening_questions
from dueregard.domain.assessments.screening import screen
from dueregard.terms.characteristics import PROTECTED, Aim, valid_pairs

BODY = "Cabinet"
AREA = "E09000021"
"""Whose official figures lie beside the assessments: a made-up council has no Census of its own."""


@dataclass(frozen=True, slots=True)
class DemoDecision:
    """A decision: its stage is how far its assessment has come ("none": nobody has begun one)."""

    number: str
    title: str
    unit: str
    amount: int | None
    places: tuple[str, ...]
    about: str
    decides_on: date
    stage: str
    outcome: str
    content: Assessment


@dataclass(frozen=True, slots=True)
class DemoPolicy:
    """A policy with what weighs on it; `change` is kind, words and day, or None."""

    title: str
    kind: str
    unit: str
    owner: str
    risk: str
    people: int | None
    last_assessed_on: date | None
    change: tuple[str, str, date] | None


def budget_round() -> tuple[str, str]:
    """Give the name of the budget round and what readers should know."""
    said = _words()["budget_round"]
    return said["name"], said["about"]


def savings(on: date) -> tuple[DemoDecision, ...]:
    """Give the twenty proposals that are decided next February."""
    decides_on = date(on.year + 1, 2, 9)
    return tuple(_decision(said, decides_on=decides_on, on=on) for said in _words()["decisions"])


def earlier(on: date) -> tuple[DemoDecision, ...]:
    """Give decisions of the years before, with what became of them."""
    return tuple(
        _decision(said, decides_on=_before(on, months=said["months_ago"]), on=on) for said in _words()["earlier"]
    )


def given_up() -> tuple[str, str, str]:
    """Give an assessment that was begun and given up: its title, what was proposed, and why."""
    said = _words()["given_up"]
    return said["title"], said["about"], said["why"]


def policies(on: date) -> tuple[DemoPolicy, ...]:
    """Give policies, services and projects that stand."""
    return tuple(
        DemoPolicy(
            title=said["title"],
            kind=said["kind"],
            unit=said["unit"],
            owner=said.get("owner", ""),
            risk=said.get("risk", ""),
            people=said.get("people"),
            last_assessed_on=_before(on, months=said["reviewed_months"]) if "reviewed_months" in said else None,
            change=_change(said["change"], on=on) if "change" in said else None,
        )
        for said in _words()["policies"]
    )


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((files("dueregard.demo") / "assessments.toml").read_text(encoding="utf-8"))


def _before(on: date, *, months: int) -> date:
    return on - timedelta(days=round(months * 30.4))


def _change(said: list[Any], *, on: date) -> tuple[str, str, date]:
    kind, words, months = said
    return kind, words, _before(on, months=months)


def _decision(said: Mapping[str, Any], *, decides_on: date, on: date) -> DemoDecision:
    return DemoDecision(
        number=said["number"],
        title=said["title"],
        unit=said["unit"],
        amount=said.get("saves"),
        places=tuple(said.get("places", ())),
        about=said["about"],
        decides_on=decides_on,
        stage=said["stage"],
        outcome=said.get("outcome", ""),
        content=_content(said, decides_on=decides_on, on=on),
    )


def _content(said: Mapping[str, Any], *, decides_on: date, on: date) -> Assessment:
    needed = said["stage"] != "not_needed"
    done = said["stage"] not in {"none", "writing", "not_needed"}
    begun = min(_before(on, months=3), decides_on - timedelta(days=90))
    impacts = tuple(_impacts(said, mitigated=bool(said.get("do"))))
    harmed = [group for group, *_rest in said.get("worse", ())]
    softened = [group_of_key(code) for code in (*harmed, *(["+".join(harmed[:2])] if len(harmed) > 1 else []))]
    return Assessment(
        said["title"],
        "england",
        about=said["about"],
        who_is_affected=said["who"] or None,
        begun_on=begun,
        finished_on=begun + timedelta(days=50) if done else None,
        review_on=date(decides_on.year + 1, decides_on.month, 1) if done else None,
        local=tuple(code for code in _LOCAL if any(code in each.group.characteristics for each in impacts)),
        engagement=tuple(
            Engagement(who, how, begun, begun + timedelta(days=28), answers, words, tuple(harmed), str(number))
            for number, (who, how, answers, words) in enumerate(_asked(said, needed=done), start=1)
        ),
        gaps=tuple(
            Gap(str(number), words, "Measured with people who use it", "Head of Transport", on + timedelta(days=40))
            for number, words in enumerate(said.get("gaps", ()), start=1)
        ),
        evidence=tuple(_evidence(said, on=begun)),
        impacts=impacts if needed else (),
        mitigations=tuple(
            Mitigation(
                str(number),
                words,
                owner,
                decides_on + timedelta(days=round(30.4 * months)),
                "Counted each quarter, by group",
                tuple(softened),
            )
            for number, (words, owner, months) in enumerate(said.get("do", ()), start=1)
        ),
        regard=tuple(_regard(impacts)) if done else (),
        armed_forces=tuple(_words()["answers"]["armed_forces"]) if done else (None, None, None),  # three of them
        conclusion=_conclusion(said, done=done),
        monitoring="The same figures each quarter, by the groups named here." if done else None,
        screening=_screening(said, needed=needed),
    )


def _impacts(said: Mapping[str, Any], *, mitigated: bool) -> Iterator[Impact]:
    named: set[str] = set()
    for effect, key in ((Effect.WORSE, "worse"), (Effect.BETTER, "better")):
        for group, severity, people, words in said.get(key, ()):
            named.add(group)
            softer = _softer(Severity(severity), people) if mitigated and effect is Effect.WORSE else None
            yield Impact(
                group_of_key(group),
                effect,
                words,
                before=Weight(Severity(severity), Likelihood.LIKELY, Duration.YEARS, people),
                after=softer,
                effect_after=effect if softer else None,
                evidence=_KNOWN,
            )
    yield from _crossing(said)
    for group, words in said.get("unknown", ()):
        named.add(group)
        yield Impact(group_of_key(group), Effect.NOT_KNOWN, words, will_do=words)
    if "others" in said:
        for each in PROTECTED:
            if each.code not in named:
                yield Impact(Group(((each.code, ""),)), Effect.NONE, said["others"], evidence=_KNOWN)


def _crossing(said: Mapping[str, Any]) -> Iterator[Impact]:
    """Give the people to whom the first two that are harmed both apply."""
    harmed = said.get("worse", ())
    if said["stage"] == "writing" or len(harmed) < 2:
        return
    (first, severity, some, _words_of), (second, _severity, others, _more) = harmed[:2]
    yield Impact(
        group_of_key(f"{first}+{second}"),
        Effect.WORSE,
        _words()["answers"]["crossing"],
        before=Weight(Severity(severity), Likelihood.LIKELY, Duration.YEARS, min(some, others) // 3),
        evidence=_KNOWN,
    )


def _asked(said: Mapping[str, Any], *, needed: bool) -> list[list[Any]]:
    return said.get("asked") or ([_words()["answers"]["panel"]] if needed else [])


def answer_to(remark: str) -> str:
    """Give what the made-up author answers to a remark that is not agreed."""
    answers = _words()["answers"]
    return str(answers["same"] if "same reason" in remark else answers["other"])


_KNOWN = ("1",)
_LOCAL = ("socio_economic", "carers", "care_experience")


def _evidence(said: Mapping[str, Any], *, on: date) -> Iterator[Evidence]:
    if "others" in said:
        yield Evidence(
            _KNOWN[0],
            EvidenceKind.EXPERIENCE,
            "What the service knows of who uses it",
            on,
            base=said["who"],
            says=said["others"],
        )


def _softer(severity: Severity, people: int) -> Weight:
    """What is left of it after what is promised: a severe one stays severe, the others fall by a step."""
    left = severity if severity is Severity.SEVERE else Severity.SMALL
    return Weight(left, Likelihood.POSSIBLE, Duration.MONTHS, people)


def _regard(impacts: tuple[Impact, ...]) -> Iterator[Regard]:
    worse = {code for each in impacts if each.effect is Effect.WORSE for code in each.group.characteristics}
    for code, aim in valid_pairs():
        yield Regard(code, aim, _AIMS[aim][code in worse])


_AIMS = {
    Aim.ELIMINATE: (
        "Nothing in the change treats this group differently.",
        "Looked at whether the rule puts the group at a disadvantage; what is promised is meant to remove it.",
    ),
    Aim.ADVANCE: (
        "The change neither adds to nor takes from what people can take part in.",
        "The group would take part less; what is promised keeps the door open.",
    ),
    Aim.FOSTER: (
        "We found no bearing on how groups get on.",
        "People told us that they feel forgotten; the reason is explained to everybody, with the same words.",
    ),
}


def _conclusion(said: Mapping[str, Any], *, done: bool) -> Conclusion:
    if not done:
        return Conclusion()
    if said.get("do"):
        return Conclusion(Option.ADJUST, "Go on with the changes named here, which lessen the harm that was found.")
    if said.get("worse"):
        return Conclusion(
            Option.CONTINUE,
            "The harm was found and cannot be lessened within the proposal.",
            is_unlawful_shown=False,
            aim="A balanced budget, as the law asks.",
            why_proportionate="Other ways were costed and take more from the same people.",
        )
    return Conclusion(Option.NO_MAJOR_CHANGE, "No harm was found, and what is good was made the most of.")


_ANSWERS: Mapping[bool, Mapping[str, str | tuple[str, ...]]] = {
    True: {
        "affects_people": "yes",
        "changes": ("access", "place_or_hours"),
        "more_than_others": "yes",
        "people": "100_to_1000",
        "can_be_undone": "no",
        "concerns": "no",
    },
    False: {
        "affects_people": "no",
        "changes": ("nothing",),
        "more_than_others": "no",
        "people": "under_100",
        "can_be_undone": "yes",
        "concerns": "no",
    },
}


def _screening(said: Mapping[str, Any], *, needed: bool) -> Screening | None:
    if said["stage"] == "none":
        return None
    version, _questions = screening_questions()
    answers = _ANSWERS[needed]
    proposed = screen(answers)
    kept = tuple((code, value if isinstance(value, tuple) else (value,)) for code, value in answers.items())
    return Screening(version, kept, str(proposed.depth or ""), proposed.reason)
