"""Which ages? A range of whole years, and how the ages a source has are put together to it.

The one idea: a range is only given where the source's own ages fit it to the year; nothing is shared out or guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from dueregard.terms.errors import UsedWrongly

_OLDEST = 130


@dataclass(frozen=True, slots=True)
class Ages:
    """A range of ages, both ends included; without a `high` end, all who are older, too.

    Raises:  UsedWrongly where it is no range.

    >>> Ages.parse("16-64").in_words(), Ages.parse("65+").code, Ages.parse("under 16").in_words()
    ('aged 16 to 64', '65+', 'aged 0 to 15')
    """

    low: int
    high: int | None = None

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and not self.low <= self.high <= _OLDEST):
            raise UsedWrongly("This is not a range of ages.", where=self.code, mend="Write it as 16-64 or 65+.")

    @classmethod
    def parse(cls, said: str) -> Ages:
        """Read "16-64", "16 to 64", "65+", "85 and over", "under 16" or "15"."""
        text = said.strip().casefold().replace("\u2013", "-")
        if not text.isascii():
            text = ""
        if found := re.fullmatch(r"(\d{1,3})\s*(?:-|to)\s*(\d{1,3})", text):
            return cls(int(found[1]), int(found[2]))
        if found := re.fullmatch(r"(\d{1,3})\s*(?:\+|and over|or over)", text):
            return cls(int(found[1]))
        if found := re.fullmatch(r"under\s*(\d{1,3})", text):
            return cls(0, int(found[1]) - 1)
        if text.isdecimal() and len(text) <= len("100"):
            return cls(int(text), int(text))
        raise UsedWrongly("This is not a range of ages.", where=said.strip()[:20], mend="Write it as 16-64 or 65+.")

    @property
    def code(self) -> str:
        """Give the range as the code of a category: "16-64", "85+", "15"."""
        if self.high is None:
            return f"{self.low}+"
        return f"{self.low}-{self.high}" if self.high != self.low else str(self.low)

    def in_words(self) -> str:
        """Give the range as it stands in a sentence."""
        if self.high is None:
            return f"aged {self.low} and over"
        return f"aged {self.low} to {self.high}" if self.high != self.low else f"aged {self.low}"

    def label(self) -> str:
        """Give the range as the words of a category."""
        return self.in_words().capitalize()

    def covers(self, other: Ages) -> bool:
        """Say whether all of the other range lies in this one."""
        return self.low <= other.low and (self._end >= other._end)

    def meets(self, other: Ages) -> bool:
        """Say whether some age is in both."""
        return self.low <= other._end and other.low <= self._end

    def within(self, other: Ages) -> Ages:
        """Give what is in both; they must meet."""
        end = min(self._end, other._end)
        return Ages(max(self.low, other.low), None if end > _OLDEST else end)

    @property
    def _end(self) -> int:
        return _OLDEST + 1 if self.high is None else self.high


WORKING_AGE = Ages(16, 64)
"""Working age as the Office for National Statistics uses it: 16 to 64."""


def pieces(wanted: Ages, *, of: Iterable[Ages]) -> tuple[Ages, ...] | None:
    """Give those ages of a source that make up the range to the year.

    Gives:   None where an edge cuts through one of them, or where one between is not there.

    >>> [one.code for one in pieces(Ages(15, 24), of=[Ages(10, 14), Ages(15, 19), Ages(20, 24)])]
    ['15-19', '20-24']
    >>> pieces(Ages(16, 24), of=[Ages(10, 14), Ages(15, 19), Ages(20, 24)]) is None
    True
    """
    touched = tuple(one for one in of if one.meets(wanted))
    if not touched or not all(wanted.covers(one) for one in touched):
        return None
    touched = tuple(sorted(touched, key=lambda one: one.low))
    complete = touched[0].low == wanted.low and touched[-1].high == wanted.high
    unbroken = all(one.high is not None and one.high + 1 == after.low for one, after in pairwise(touched))
    return touched if complete and unbroken else None
