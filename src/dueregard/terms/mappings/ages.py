"""Which ages does a wording mean? "16 to 24", "65+", "under 16", "over 34", "37".

The one idea: an age is counted in completed years, so "under 16" ends at 15 and "over 34" begins at 35. Bands that do
not nest are not placed: nobody's age is guessed. It refuses ages beyond 125 and bands that run backwards.
"""

from __future__ import annotations

import re

_OLDEST = 125
_WORDS = r"(?:years?\s*(?:old|of age)?|yrs?|y/?o)?"
_BAND = re.compile(rf"(?:aged?)?\s*(\d{{1,3}})\s*{_WORDS}\s*(?:-|–|—|to|and up to)\s*(\d{{1,3}})\s*{_WORDS}")
_OPEN = re.compile(
    rf"(?:aged?)?\s*(\d{{1,3}})\s*{_WORDS}\s*(?:\+|plus|(?:and|or) (?:over|above|older|more))\s*{_WORDS}"
)
_OVER = re.compile(rf"(?:aged?)?\s*(?:over|older than|above|more than|>)\s*(\d{{1,3}})\s*{_WORDS}")
_UNDER = re.compile(rf"(?:aged?)?\s*(?:under|younger than|below|less than|<)\s*(\d{{1,3}})\s*{_WORDS}")
_UP_TO = re.compile(rf"(?:aged?)?\s*(?:up to\s*)?(\d{{1,3}})\s*{_WORDS}\s*(?:and|or)\s*(?:under|younger|below|less)")
_ONE = re.compile(rf"(?:aged?)?\s*(\d{{1,3}})(?:\.0)?\s*{_WORDS}")


def ages_of(text: str) -> tuple[int, int | None] | None:
    """Give the first and the last age (None: no end) that a wording means; None where it is no age.

    >>> ages_of("Aged 16 to 24 years"), ages_of("over 34"), ages_of("under 16"), ages_of("65+"), ages_of("37")
    ((16, 24), (35, None), (0, 15), (65, None), (37, 37))
    """
    words = " ".join(text.casefold().split())
    if match := _BAND.fullmatch(words):
        return _checked(int(match[1]), int(match[2]))
    if match := _OPEN.fullmatch(words):
        return _checked(int(match[1]), None)
    if match := _OVER.fullmatch(words):
        return _checked(int(match[1]) + 1, None)
    if match := _UNDER.fullmatch(words):
        return _checked(0, int(match[1]) - 1)
    if match := _UP_TO.fullmatch(words):
        return _checked(0, int(match[1]))
    if match := _ONE.fullmatch(words):
        return _checked(int(match[1]), int(match[1]))
    return None


def _checked(first: int, last: int | None) -> tuple[int, int | None] | None:
    if first > _OLDEST or (last is not None and not first <= last <= _OLDEST):
        return None
    return first, last
