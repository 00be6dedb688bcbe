"""Which exemptions of the Freedom of Information Acts may a council name when it withholds something?

The one idea: the list is data (`data/foi_exemptions.toml`) with the number of each section and plain words for it. It
says what the sections are called, never whether one holds: that is for a person to decide and to give reasons for.
Scotland has an Act of its own, whose sections are numbered otherwise; the code that is kept says of which Act it is.

Source:  foia-2000-part-2; foisa-2002-part-2.
Refuses: a section that is not in the list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from dueregard.terms.citations import read_data
from dueregard.terms.errors import UsedWrongly

_FILE = "foi_exemptions.toml"


@dataclass(frozen=True, slots=True)
class Act:
    """An Act with its exemptions. `prefix` stands before the sections in codes; `part` is where they stand in it."""

    code: str
    title: str
    part: str
    nations: tuple[str, ...]
    prefix: str
    source: str


@dataclass(frozen=True, slots=True)
class Exemption:
    """A section of an Act. `public_interest`: "yes", "no" or "part", whether the Act asks for that test, too."""

    act: Act
    section: str
    words: str
    public_interest: str

    @property
    def code(self) -> str:
        """What is kept where something is withheld: "40", or "scotland:38"."""
        return f"{self.act.prefix}{self.section}"


def act_for(nation: str) -> Act:
    """Give the Act that holds in a nation.

    Raises:  UsedWrongly for a nation that no Act names.

    >>> act_for("scotland").title
    'Freedom of Information (Scotland) Act 2002'
    """
    found = next((act for act in _acts() if nation in act.nations), None)
    if found is None:
        raise UsedWrongly(f"No Freedom of Information Act is known for “{nation}”.")
    return found


def exemptions(nation: str) -> tuple[Exemption, ...]:
    """Give the exemptions of the Act that holds in a nation, in the order of their sections.

    >>> [each.section for each in exemptions("wales")][:2]
    ['21', '22']
    """
    return tuple(each for each in _all() if each.act == act_for(nation))


def exemption_of(code: str) -> Exemption:
    """Give the exemption of a code: a section of the Act of 2000, or "scotland:" and a section of Scotland's.

    Raises:  UsedWrongly for a section that is not in the list.

    >>> exemption_of("42").words, exemption_of("scotland:38").words
    ('Legal professional privilege', 'Personal information')
    """
    found = next((each for each in _all() if each.code == code), None)
    if found is None:
        known = ", ".join(each.code for each in _all())
        raise UsedWrongly(f"There is no exemption in section “{code}”.", mend=f"Choose one of {known}.")
    return found


def say_exemption(code: str) -> str:
    """Say an exemption in one line.

    >>> say_exemption("scotland:38")
    'section 38: Personal information'
    """
    found = exemption_of(code)
    return f"section {found.section}: {found.words}"


def say_acts(codes: Iterable[str]) -> str:
    """Name the Acts that codes are of, with the part their exemptions stand in.

    >>> say_acts(["40", "42"])
    'the Freedom of Information Act 2000, Part II'
    """
    named = {exemption_of(code).act: None for code in codes}
    return " and ".join(f"the {act.title}, {act.part}" for act in named)


@cache
def _acts() -> tuple[Act, ...]:
    return tuple(Act(**{**each, "nations": tuple(each["nations"])}) for each in read_data(_FILE)["act"])


@cache
def _all() -> tuple[Exemption, ...]:
    acts = {act.code: act for act in _acts()}
    return tuple(Exemption(**{**each, "act": acts[each["act"]]}) for each in read_data(_FILE)["exemption"])
