"""Which line of a document is its title, whose plan is it, and which years does it cover?

The one idea: a plan's title says that it is one ("plan", "strategy", "objectives", "scheme") in few words. Its period
stands in it or near it. Nothing is taken from the file's name.

Source: docs/explanation/reading-plans.md, section "Titles".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dueregard.domain.plans.model import Period
from dueregard.domain.plans.parsing.dates import read_period
from dueregard.domain.plans.parsing.words import flat

_PLAN_WORDS = re.compile(
    r"\b(?:action plans?|plans?|strateg(?:y|ies)|schemes?|equality objectives|progress (?:report|update)|action tracker"
    r"|annual report|monitoring report|cynllun(?:iau)?|strategaeth|amcanion cydraddoldeb)\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b((?:(?:The |Royal |London )?(?:[A-Z][\w’'-]+)(?: (?:of|and|upon|on|the|&|in|with|with the"
    r"|[A-Z][\w’'-]+)){0,6} )?"
    r"(?:Borough|County|City|District|Town|Parish|Community|Metropolitan|Island|Unitary)? ?(?:Council"
    r"|Combined Authority|Fire Authority))\b"
    r"|\b(Cyngor(?: (?:Sir|Dinas|Bwrdeistref|Tref|Cymuned))? [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
)


def is_title(text: str) -> bool:
    """Say whether a line reads as a plan's title.

    >>> is_title("Equality Action Plan 2015-2016"), is_title("Finance"), is_title("The plan is reviewed yearly.")
    (True, False, False)
    """
    said = flat(text)
    words = said.split()
    if not 2 <= len(words) <= 24 or said.endswith((".", ";", ",")) or not said[0].isupper():
        return False
    return bool(_PLAN_WORDS.search(said)) and not re.match(
        r"(?:objective|aim|theme|priority|we )\b", said, re.IGNORECASE
    )


_SUBTITLE = re.compile(
    r"\b(?:action plan|progress (?:report|update)|delivery plan|implementation plan|equality plan|cynllun "
    r"gweithredu)\b|^appendix\b",
    re.IGNORECASE,
)


def is_subtitle(text: str) -> bool:
    """Say whether a heading below the title only says again that this is the plan.

    >>> is_subtitle("Appendix 2: Action plan"), is_subtitle("Housing Strategy")
    (True, False)
    """
    return bool(_SUBTITLE.search(flat(text))) and len(flat(text).split()) <= 14


def find_organisation(lines: Iterable[str]) -> str | None:
    """Give the first council or authority that the given lines name, or None.

    >>> find_organisation(["Aldermere Borough Council", "Equality Action Plan"])
    'Aldermere Borough Council'
    """
    for line in lines:
        found = _ORGANISATION.search(flat(line))
        if found:
            name = (found[1] or found[2]).strip()
            if len(name.split()) > 1:
                return name
    return None


def find_period(lines: Iterable[str]) -> Period | None:
    """Give the first period of years that the given lines name: the title first, then what stands near it."""
    for line in lines:
        period = read_period(flat(line))
        if period:
            return period
    return None
