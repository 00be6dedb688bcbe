"""What is an equality impact assessment made of?

The one idea: an answer that nobody gave is `None` and stays so. Nothing has a default that says something about people:
an effect is worse, better, both, none, or not known yet, and each is somebody's word with a reason. Aims are asked for
the 25 pairs of the Act only. The characteristics that a council adds are council policy and say so; the armed forces
are a test of their own. What was found for a group before and after mitigation stands side by side.

Source:  equality-act-s149, equality-act-s4 (terms/characteristics); the fields that councils' own forms have in common.
Refuses: an impact on nobody, numbers of people that are no numbers; everything else is a remark (see `quality`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dueregard.terms.characteristics import Aim
from dueregard.terms.errors import UsedWrongly


class Effect(StrEnum):
    """How a decision could affect a group. `NOT_KNOWN` is an answer: it asks what will be done to find out."""

    WORSE = "worse"
    BETTER = "better"
    BOTH = "both"
    NONE = "none"
    NOT_KNOWN = "not_known"


class Severity(StrEnum):
    """How much it would matter to the people affected, the least first."""

    SMALL = "small"
    MODERATE = "moderate"
    SEVERE = "severe"


class Likelihood(StrEnum):
    """How likely the effect is, the least first."""

    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    LIKELY = "likely"
    CERTAIN = "certain"


class Duration(StrEnum):
    """How long the effect lasts."""

    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    LASTING = "lasting"


class Option(StrEnum):
    """What is proposed to those who decide."""

    NO_MAJOR_CHANGE = "no_major_change"
    ADJUST = "adjust"
    CONTINUE = "continue"
    STOP = "stop"


class EvidenceKind(StrEnum):
    """Where a piece of evidence is from."""

    CENSUS = "census"
    RELEASE = "release"
    CONSULTATION = "consultation"
    COMPLAINTS = "complaints"
    RESEARCH = "research"
    EXPERIENCE = "experience"


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """People within a characteristic, or several crossed: pairs of characteristic and group code.

    An empty group code is everybody who shares the characteristic.

    >>> Group((("disability", ""), ("sex", "female"))).characteristics
    ('disability', 'sex')
    """

    parts: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        codes = [code for code, _ in self.parts]
        if not codes or len(codes) != len(set(codes)):
            raise UsedWrongly("A group names each characteristic once, and at least one.")

    @property
    def characteristics(self) -> tuple[str, ...]:
        """The characteristics that are crossed."""
        return tuple(code for code, _ in self.parts)

    @property
    def is_crossing(self) -> bool:
        """Whether it is several characteristics at once."""
        return len(self.parts) > 1


def group_of(*parts: str | tuple[str, str]) -> Group:
    """Give a group from characteristics, or pairs of characteristic and group.

    >>> group_of("age") == Group((("age", ""),))
    True
    """
    return Group(tuple((part, "") if isinstance(part, str) else part for part in parts))


def group_key(group: Group) -> str:
    """Give the key of a group, fit for an address.

    >>> group_key(Group((("disability", ""), ("sex", "female"))))
    'disability+sex=female'
    """
    return "+".join(code if not part else f"{code}={part}" for code, part in group.parts)


def group_of_key(key: str) -> Group:
    """Give the group that a key names.

    Raises:  UsedWrongly where a characteristic stands there twice, or none.
    >>> group_of_key("disability+sex=female").characteristics
    ('disability', 'sex')
    """
    parts = (part.partition("=") for part in key.split("+") if part)
    return Group(tuple((code, value) for code, _, value in parts))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence: where from, of which day, about whom, what it says, and what it does not."""

    code: str
    kind: EvidenceKind
    title: str
    on: date | None = None
    base: str | None = None
    says: str | None = None
    gap: str | None = None
    groups: tuple[Group, ...] = ()
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Engagement:
    """Who was asked, how, when, how many answered, and what they said."""

    who: str
    how: str | None = None
    begun: date | None = None
    ended: date | None = None
    answers: int | None = None
    said: str | None = None
    characteristics: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Mitigation:
    """What is promised to prevent or soften an effect. On sign-off it becomes an action of a plan."""

    code: str
    text: str
    owner: str | None = None
    due_date: date | None = None
    measure: str | None = None
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Weight:
    """How likely, how severe, how long, and how many people; None where nobody has said."""

    severity: Severity | None = None
    likelihood: Likelihood | None = None
    duration: Duration | None = None
    people: int | None = None

    def __post_init__(self) -> None:
        if self.people is not None and self.people < 0:
            raise UsedWrongly("A number of people cannot be below nought.")


@dataclass(frozen=True, slots=True)
class Impact:
    """What the decision could do to one group, before mitigation and after.

    `effect` None: nobody has answered. `evidence` are codes. `none_found` says that evidence was looked for and none
    was found, and `will_do` what will be done about that; both also serve "not known yet".
    """

    group: Group
    effect: Effect | None = None
    reason: str | None = None
    before: Weight = Weight()
    after: Weight | None = None
    effect_after: Effect | None = None
    evidence: tuple[str, ...] = ()
    none_found: bool = False
    will_do: str | None = None


@dataclass(frozen=True, slots=True)
class Regard:
    """What was considered for one aim and one characteristic: one of the 25 pairs."""

    characteristic: str
    aim: Aim
    text: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What is proposed to those who decide, and why; the answers of `options` that the proposal needs."""

    option: Option | None = None
    reason: str | None = None
    is_unlawful_shown: bool | None = None
    aim: str | None = None
    why_proportionate: str | None = None


@dataclass(frozen=True, slots=True)
class AimedHelp:
    """Help aimed at people who share a characteristic, and what was said of the test. None: not answered."""

    characteristic: str
    is_recruitment_or_promotion: bool
    believes_disadvantage: bool | None = None
    believes_different_needs: bool | None = None
    believes_low_participation: bool | None = None
    grounds: str | None = None
    why_proportionate: str | None = None
    is_tie_break: bool | None = None
    has_blanket_rule: bool | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not known, what will be done to find out, by whom and when; `filled` says what was found."""

    code: str
    text: str
    will_do: str | None = None
    owner: str | None = None
    due_date: date | None = None
    filled: str | None = None
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Screening:
    """The answers of screening with the version of its questions, what a person decided, and why.

    `depth` is a value of `screening.Depth`; `checked_by_other` says that a second person looked at the reason.
    """

    version: int
    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    depth: str | None = None
    reason: str | None = None
    checked_by_other: bool = False


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """An answer to a question of the council's own, with the version of the questionnaire that it answers."""

    code: str
    version: int
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment as its author left it. Dates are days; `decided_on` is when the body meets.

    `functions` are codes of `packs.unreached_by`: what is assessed that the duty does not reach for some pairs.
    """

    title: str
    nation: str
    about: str | None = None
    who_is_affected: str | None = None
    is_workforce: bool = False
    is_public_service: bool = True
    body: str | None = None
    begun_on: date | None = None
    finished_on: date | None = None
    decided_on: date | None = None
    review_on: date | None = None
    local: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    engagement: tuple[Engagement, ...] = ()
    impacts: tuple[Impact, ...] = ()
    mitigations: tuple[Mitigation, ...] = ()
    regard: tuple[Regard, ...] = ()
    armed_forces: tuple[str | None, str | None, str | None] = (None, None, None)
    conclusion: Conclusion = Conclusion()
    monitoring: str | None = None
    aimed_help: tuple[AimedHelp, ...] = ()
    gaps: tuple[Gap, ...] = ()
    screening: Screening | None = None
    own_answers: tuple[OwnAnswer, ...] = ()
    functions: tuple[str, ...] = ()

    def impacts_on(self, characteristic: str) -> Iterator[Impact]:
        """Give the impacts on a characteristic, its groups and the crossings it is part of."""
        return (impact for impact in self.impacts if characteristic in impact.group.characteristics)
