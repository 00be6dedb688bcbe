"""What does the reading of an old assessment give?

The one idea: beside the assessment stand the things that a person must see before it is taken in: what each value was
read from, what nobody said, what was left over, what is not clear, and what was promised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dueregard.domain.assessments.model import Assessment
from dueregard.terms.errors import CannotBeRead
from dueregard.terms.shapes import as_json, from_json


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the document that a part was read from: the part's key, what they stand under, and where."""

    part: str
    label: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Words of the document that are in no part, where they stand, and why."""

    text: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """What a person has to look at: the part it is about, the question, the words as they stand, and where."""

    part: str
    text: str
    words: str
    where: str


@dataclass(frozen=True, slots=True)
class Promised:
    """A mitigation that the document promises. `due_words` is its date as printed."""

    code: str
    text: str
    owner: str | None
    due_words: str | None
    due_date: date | None
    where: str


@dataclass(frozen=True, slots=True)
class SignedBy:
    """A line of the sign-off: in what role, who, and on which day; words as printed."""

    role: str
    name: str
    on: date | None
    where: str


@dataclass(frozen=True, slots=True)
class ReadAssessment:
    """An old assessment as read.

    `is_one`: whether there is an assessment in the document at all. `missing` are plain sentences. `about_it` are pairs
    of what the document says of itself (reference, directorate, author …), which are no part of an assessment.
    """

    assessment: Assessment
    is_one: bool
    missing: tuple[str, ...] = ()
    unused: tuple[LeftOver, ...] = ()
    questions: tuple[Unclear, ...] = ()
    promised: tuple[Promised, ...] = ()
    said: tuple[Said, ...] = ()
    signed: tuple[SignedBy, ...] = ()
    about_it: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


def read_assessment_to_json(read: ReadAssessment) -> dict[str, Any]:
    """Give a reading as JSON values.

    >>> read_assessment_to_json(ReadAssessment(Assessment("Close it", "england"), False))["assessment"]["title"]
    'Close it'
    """
    shape: dict[str, Any] = as_json(read)
    return shape


def read_assessment_from_json(shape: Mapping[str, Any]) -> ReadAssessment:
    """Take back what `read_assessment_to_json` gave.

    Raises:  CannotBeRead, naming every value that is wrong.
    """
    read, faults = from_json(ReadAssessment, dict(shape), where="reading")
    if faults:
        raise CannotBeRead("This reading cannot be used: " + "; ".join(faults) + ".", mend="Read the document again.")
    return read  # type: ignore[no-any-return]  # from_json gives what its first argument names
