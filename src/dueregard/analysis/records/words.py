"""What does a heading say about its column? The lists of column_words.toml, ready to be asked.

The one idea: what a council's headings look like is data, so a heading that is met tomorrow is one more word in a list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class IdentifierWords:
    """One kind of identifier: how its headings and its values look, and why it is not taken in."""

    kind: str
    words: re.Pattern[str]
    looks: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class SpecialWords:
    """One special category of Article 9: its characteristics, and its headings where it has none."""

    category: str
    characteristics: tuple[str, ...]
    words: re.Pattern[str]


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("dueregard.analysis.records") / "column_words.toml").read_text(encoding="utf-8"))


@cache
def identifiers() -> tuple[IdentifierWords, ...]:
    """Give the kinds of identifier, in the order in which they are looked for."""
    return tuple(
        IdentifierWords(each["kind"], re.compile(each["words"]), tuple(each["looks"]), each["reason"])
        for each in _data()["identifier"]
    )


@cache
def _subjects() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((each["role"], re.compile(each["words"])) for each in _data()["subject"])


@cache
def specials() -> tuple[SpecialWords, ...]:
    """Give the special categories of Article 9."""
    return tuple(
        SpecialWords(each["category"], tuple(each["characteristics"]), re.compile(each["words"]))
        for each in _data()["special"]
    )


@cache
def _offence() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_data()["offence"]["words"]), re.compile(_data()["offence"]["values"])


def plain(heading: str) -> str:
    """Give a heading in small letters with blanks for signs; words run together are parted.

    >>> plain("Self-defined_ethnicity"), plain("EmployeeNo."), plain("DOB (dd/mm/yyyy)"), plain("E-mail")
    ('self defined ethnicity', 'employee no', 'dob dd mm yyyy', 'e mail')
    """
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.sub(r"[^\w£]+|_", " ", parted).casefold().split())


def subject(heading: str) -> str | None:
    """Say what a heading speaks of: age, place, unit, free_text, date, amount or outcome; None where it says nothing.

    >>> subject("Ward of residence"), subject("Full-time salary"), subject("Colour of door")
    ('place', 'amount', None)
    """
    said = plain(heading)
    return next((role for role, words in _subjects() if words.search(said)), None)


def special_category(heading: str, characteristic: str | None) -> str | None:
    """Say which special category of Article 9 a column is, by its characteristic or else by its heading.

    >>> special_category("Col 7", "race"), special_category("Sex", "sex")
    ('racial or ethnic origin', None)
    """
    for each in specials():
        if characteristic in each.characteristics:
            return each.category
    if characteristic is not None:
        return None
    said = plain(heading)
    return next((each.category for each in specials() if each.words.search(said)), None)


def speaks_of_offences(heading: str, values: Mapping[str, int]) -> bool:
    """Say whether a column tells of offences or proceedings: by its heading, or by at least two of its wordings.

    >>> speaks_of_offences("Outcome", {"Arrest": 3, "Caution (simple or conditional)": 2, "Nothing": 9})
    True
    """
    headings, wordings = _offence()
    return bool(headings.search(plain(heading))) or sum(1 for said in values if wordings.search(said.casefold())) >= 2
