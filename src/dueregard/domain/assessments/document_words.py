"""In which words does an assessment say its answers when it is printed?

The one idea: a code is said in the words that its page asked with, and what nobody answered is said to be unanswered;
nothing is turned into a sentence that somebody did not mean. A characteristic that the council added says so.

Source:  docs/reference/words.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dueregard.domain.assessments.model import (
    Duration,
    Effect,
    EvidenceKind,
    Group,
    Likelihood,
    Option,
    Severity,
    Weight,
)
from dueregard.publish.document import say_date
from dueregard.terms.characteristics import Aim
from dueregard.terms.laws import Law, law_of, named

_THE_ACT = law_of("england")
NOT_ANSWERED = "Not answered"
NOTHING_WRITTEN = "Nothing was written here."
EFFECTS = {
    Effect.WORSE: "Worse",
    Effect.BETTER: "Better",
    Effect.BOTH: "Worse for some, better for some",
    Effect.NONE: "No effect",
    Effect.NOT_KNOWN: "Not known yet",
}
SEVERITIES = {Severity.SMALL: "small", Severity.MODERATE: "moderate", Severity.SEVERE: "severe"}
LIKELIHOODS = {
    Likelihood.UNLIKELY: "unlikely",
    Likelihood.POSSIBLE: "possible",
    Likelihood.LIKELY: "likely",
    Likelihood.CERTAIN: "certain",
}
DURATIONS = {
    Duration.WEEKS: "for weeks",
    Duration.MONTHS: "for months",
    Duration.YEARS: "for years",
    Duration.LASTING: "for good",
}
OPTIONS = {
    Option.NO_MAJOR_CHANGE: "Go on, with no major change",
    Option.ADJUST: "Go on, and change the proposal",
    Option.CONTINUE: "Go on as proposed, although some people are worse off",
    Option.STOP: "Stop, and think again",
}
KINDS_OF_EVIDENCE = {
    EvidenceKind.CENSUS: "Official figures",
    EvidenceKind.RELEASE: "The council’s own figures",
    EvidenceKind.CONSULTATION: "Consultation",
    EvidenceKind.COMPLAINTS: "Complaints",
    EvidenceKind.RESEARCH: "Research",
    EvidenceKind.EXPERIENCE: "What people live through",
}
AIMS = {
    Aim.ELIMINATE: "Ending unlawful conduct",
    Aim.ADVANCE: "Equality of opportunity",
    Aim.FOSTER: "Good relations",
}
DEPTHS = {"full": "A full assessment", "short": "A short assessment", "none": "No assessment is needed"}
ANSWERS = {
    "yes": "yes",
    "no": "no",
    "not_known": "not known",
    "access": "how people get to it",
    "cost": "what it costs them",
    "eligibility": "who may have it",
    "quality": "how good it is",
    "place_or_hours": "where or when it is there",
    "jobs_or_conditions": "jobs or conditions of work",
    "nothing": "nothing",
    "under_100": "under 100",
    "100_to_1000": "100 to 1,000",
    "over_1000": "over 1,000",
    "not_looked": "nobody has looked yet",
    "major": "a major impact",
    "minor": "a minor impact",
    "none": "no impact",
}


PEOPLE = {
    "age": "older or younger people",
    "disability": "disabled people",
    "gender_reassignment": "trans people",
    "marriage_civil_partnership": "people who are married or in a civil partnership",
    "pregnancy_maternity": "people who are pregnant or have a baby",
    "race": "people of some races or ethnic groups",
    "religion_belief": "people of some religions or beliefs, or of none",
    "sex": "women or men",
    "sexual_orientation": "lesbian, gay, bisexual or straight people",
    "religious_belief": "people of some religious beliefs, or of none",
    "political_opinion": "people of some political opinions",
    "racial_group": "people of some racial groups",
    "marital_status": "people of some marital statuses",
    "men_and_women": "women or men, or trans people among them",
    "dependants": "people who have dependants, or who have none",
    "socio_economic": "people on low incomes",
    "armed_forces": "people who serve or have served, and their families",
    "care_experience": "people who have been in care",
    "carers": "people who care for somebody",
}
"""The people whom a characteristic is about, within a sentence."""


def people_of(group: Group, labels: Mapping[str, str], *, law: Law = _THE_ACT) -> str:
    """Name the people of a group within a sentence; what the council added says so.

    >>> people_of(Group((("disability", ""),)), {}), people_of(Group((("carers", ""),)), {})
    ('disabled people', 'people who care for somebody (council policy)')
    """
    if group.is_crossing or group.parts[0][1]:
        return say_group(group, labels, law=law)
    code = group.parts[0][0]
    if code in law.codes:
        return PEOPLE[code]
    return f"{PEOPLE.get(code) or labels.get(code, code)} (council policy)"


def label_of(code: str, labels: Mapping[str, str], *, law: Law = _THE_ACT) -> str:
    """Give the name of a characteristic; what the council added says that it is the council's, and not of the law.

    >>> label_of("age", {}), label_of("rural", {"rural": "People in villages"})
    ('Age', 'People in villages (council policy, not the Equality Act)')
    >>> label_of("dependants", {}, law=law_of("northern_ireland"))
    'Dependants'
    """
    name = labels.get(code) or named(code)
    return name if code in law.codes else f"{name} ({law.not_the_law})"


def say_group(group: Group, labels: Mapping[str, str], *, law: Law = _THE_ACT) -> str:
    """Say who a group is.

    >>> say_group(Group((("disability", ""), ("age", "65 and over"))), {})
    'Disability and Age: 65 and over'
    """
    names = ((label_of(code, labels, law=law), part) for code, part in group.parts)
    return " and ".join(f"{name}: {part}" if part else name for name, part in names)


def say_groups(groups: tuple[Group, ...], labels: Mapping[str, str], *, law: Law = _THE_ACT) -> str:
    """Say several groups, parted by semicolons; "" for none."""
    return "; ".join(say_group(group, labels, law=law) for group in groups)


def say_effect(effect: Effect | None) -> str:
    """Say an effect, or that nobody has answered.

    >>> say_effect(Effect.NOT_KNOWN), say_effect(None)
    ('Not known yet', 'Not answered')
    """
    return NOT_ANSWERED if effect is None else EFFECTS[effect]


def say_weight(weight: Weight | None) -> str:
    """Say how much an effect weighs, in one line; "" where nothing was said.

    >>> say_weight(Weight(Severity.SEVERE, Likelihood.LIKELY, Duration.LASTING, 340))
    'severe, likely, for good, 340 people'
    """
    if weight is None:
        return ""
    said = (
        SEVERITIES[weight.severity] if weight.severity else "",
        LIKELIHOODS[weight.likelihood] if weight.likelihood else "",
        DURATIONS[weight.duration] if weight.duration else "",
        say_people(weight.people),
    )
    return ", ".join(one for one in said if one)


def say_people(people: int | None) -> str:
    """Say a number of people; "" where nobody gave one.

    >>> say_people(1), say_people(2300), say_people(None)
    ('1 person', '2,300 people', '')
    """
    if people is None:
        return ""
    return "1 person" if people == 1 else f"{people:,} people"


def say_answer(answer: bool | None) -> str:
    """Say yes, no, or nothing where nobody answered."""
    return "" if answer is None else "Yes" if answer else "No"


def say_day(day: date | None) -> str:
    """Say a day; "" where there is none."""
    return say_date(day) if day else ""
