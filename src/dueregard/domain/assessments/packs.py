"""What does the law of a nation ask of those who decide, and where does the duty not reach?

The one idea: nations are data. A change of law is a change of `terms/data/assessments/packs.toml`, with its source; the
questions of screening stand there, too, with their version, because an answer belongs to the version it was given to.

Source:  each entry names its own in sources.toml.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from dueregard.terms.characteristics import Aim
from dueregard.terms.citations import read_data
from dueregard.terms.errors import UsedWrongly

_FILE = "assessments/packs.toml"


@dataclass(frozen=True, slots=True)
class Pack:
    """What a nation's law asks: for an assessment at all, for publishing it, and the two duties beside it."""

    nation: str
    asks: str
    needs_assessment: bool
    needs_publishing: bool
    socio_economic: str
    socio_economic_note: str
    armed_forces: str
    source: str


@dataclass(frozen=True, slots=True)
class Unreached:
    """Functions that the duty does not reach, for some characteristics and aims."""

    code: str
    text: str
    characteristics: tuple[str, ...]
    aims: tuple[Aim, ...]
    nations: tuple[str, ...]
    source: str

    def pairs(self) -> Iterator[tuple[str, Aim]]:
        """Give the pairs for which regard is not asked."""
        return ((code, aim) for code in self.characteristics for aim in self.aims)


@dataclass(frozen=True, slots=True)
class ScreeningQuestion:
    """A question of screening: its code, words, the codes of its answers, and whether several may be chosen."""

    code: str
    text: str
    answers: tuple[str, ...]
    hint: str = ""
    many: bool = False


def pack_of(nation: str) -> Pack:
    """Give what the law of a nation asks.

    Raises:  UsedWrongly for a nation we do not know.
    >>> pack_of("england").needs_assessment, pack_of("wales").needs_assessment
    (False, True)
    """
    found = _packs().get(nation)
    if found is None:
        raise UsedWrongly(f"“{nation}” is not a nation we know the law of.", mend=f"Use {', '.join(_packs())}.")
    return found


def unreached_by(nation: str) -> tuple[Unreached, ...]:
    """Give the functions of a nation that the duty does not reach.

    >>> [one.code for one in unreached_by("england")]
    ['children', 'immigration']
    """
    return tuple(one for one in _unreached() if nation in one.nations)


def exempt_pairs(nation: str, codes: Collection[str]) -> frozenset[tuple[str, Aim]]:
    """Give the pairs that are not asked for, where functions with these codes are assessed.

    >>> len(exempt_pairs("england", ["children"]))
    3
    """
    return frozenset(pair for one in unreached_by(nation) if one.code in codes for pair in one.pairs())


def armed_forces_principles() -> tuple[str, ...]:
    """Give the three principles that the covenant duty asks regard to.

    >>> len(armed_forces_principles())
    3
    """
    return tuple(one["text"] for one in read_data(_FILE)["armed_forces"]["principle"])


def armed_forces_fields() -> tuple[str, ...]:
    """Give the fields in which the covenant duty holds.

    >>> armed_forces_fields()
    ('housing', 'education', 'health care')
    """
    return tuple(read_data(_FILE)["armed_forces"]["fields"])


def screening_questions(nation: str = "england") -> tuple[int, tuple[ScreeningQuestion, ...]]:
    """Give the version of the screening questions of a nation, and the questions in order.

    >>> screening_questions()[0], len(screening_questions("northern_ireland")[1])
    (1, 14)
    """
    version = next((given.version for given in _sets() if nation in given.nations), _sets()[0].version)
    return version, questions_of_version(version)


def questions_of_version(version: int) -> tuple[ScreeningQuestion, ...]:
    """Give the questions that a version asks: each nation's are counted apart. One that is not known has the first's.

    >>> questions_of_version(1)[0].code
    'affects_people'
    """
    return next((given.questions for given in _sets() if given.version == version), _sets()[0].questions)


def is_of_section_75(version: int) -> bool:
    """Say whether a version asks for impacts group by group, as section 75 is screened.

    >>> is_of_section_75(1), is_of_section_75(screening_questions("northern_ireland")[0])
    (False, True)
    """
    return any(given.version == version and given.nations for given in _sets())


@dataclass(frozen=True, slots=True)
class _Set:
    """The screening questions in one version; no nations: for all that have none of their own."""

    version: int
    questions: tuple[ScreeningQuestion, ...]
    nations: tuple[str, ...] = ()


@cache
def _sets() -> tuple[_Set, ...]:
    data = read_data(_FILE)
    return tuple(
        _Set(
            given["version"],
            tuple(ScreeningQuestion(**{**one, "answers": tuple(one["answers"])}) for one in given["question"]),
            tuple(given.get("nations", ())),
        )
        for given in (data["screening"], *data["screening_of"])
    )


@cache
def _packs() -> dict[str, Pack]:
    return {one["nation"]: Pack(**one) for one in read_data(_FILE)["pack"]}


@cache
def _unreached() -> tuple[Unreached, ...]:
    return tuple(
        Unreached(
            code=one["code"],
            text=one["text"],
            characteristics=tuple(one["characteristics"]),
            aims=tuple(Aim(aim) for aim in one["aims"]),
            nations=tuple(one["nations"]),
            source=one["source"],
        )
        for one in read_data(_FILE)["unreached"]
    )
