"""Which exemptions of the Freedom of Information Act may a council name when it withholds something?

The one idea: the list is data (`data/foi_exemptions.toml`) with the number of each section and plain words for it. It
says what the sections are called, never whether one holds: that is for a person to decide and to give reasons for.

Source:  foia-2000-part-2.
Refuses: a section that is not in the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dueregard.terms.citations import read_data
from dueregard.terms.errors import UsedWrongly


@dataclass(frozen=True, slots=True)
class Exemption:
    """A section of the Act. `public_interest`: "yes", "no" or "part", whether the Act asks for that test, too."""

    section: str
    words: str
    public_interest: str


@cache
def exemptions() -> tuple[Exemption, ...]:
    """Give the exemptions in the order of their sections.

    >>> [each.section for each in exemptions()][:2]
    ['21', '22']
    """
    return tuple(Exemption(**each) for each in read_data("foi_exemptions.toml")["exemption"])


def exemption_of(section: str) -> Exemption:
    """Give the exemption of a section.

    Raises:  UsedWrongly for a section that is not in the list.

    >>> exemption_of("42").words
    'Legal professional privilege'
    """
    found = next((each for each in exemptions() if each.section == section), None)
    if found is None:
        known = ", ".join(each.section for each in exemptions())
        raise UsedWrongly(f"There is no exemption in section “{section}”.", mend=f"Choose one of {known}.")
    return found


def say_exemption(section: str) -> str:
    """Say an exemption in one line.

    >>> say_exemption("40")
    'section 40: Personal information'
    """
    return f"section {section}: {exemption_of(section).words}"
