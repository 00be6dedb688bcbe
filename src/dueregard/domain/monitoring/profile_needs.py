"""Which needs are emerging? The groups whose share changed most since 2011, and those that set an area apart.

The one idea: all subjects of a profile are looked at together, so that a reader sees the ten largest changes and not
seventeen tables. What is listed must be large enough to mean something, by the same thresholds as the sentences.
Source: docs/decisions/0016-official-figures-in-the-package.md. It says nothing of why anything changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dueregard.domain.monitoring.profile import Beside, Line, Profile, Section
from dueregard.domain.monitoring.profile_wording import LEAST_CHANGE, LEAST_DIFFERENCE, LEAST_PEOPLE, spoken_of


@dataclass(frozen=True, slots=True)
class Need:
    """A group with its gap in percentage points; `other` is the area that it differs from, None for a change."""

    section: Section
    line: Line
    gap: Fraction
    other: Beside | None = None


def changed_most(profile: Profile, *, most: int = 8) -> tuple[Need, ...]:
    """Give the groups whose share changed by a point or more since 2011, the largest change first."""
    found = [
        Need(section, line, line.change_points)
        for section, line in _large_enough(profile)
        if line.change_points is not None and abs(line.change_points) >= LEAST_CHANGE
    ]
    return tuple(sorted(found, key=_size, reverse=True)[:most])


def differs_most(profile: Profile, *, most: int = 8) -> tuple[Need, ...]:
    """Give the groups whose share is two points or more from elsewhere, each by its widest gap, the largest first."""
    found: list[Need] = []
    for section, line in _large_enough(profile):
        needs = [
            Need(section, line, other.difference_points, other)
            for other in line.beside
            if other.difference_points is not None and abs(other.difference_points) >= LEAST_DIFFERENCE
        ]
        found += sorted(needs, key=_size, reverse=True)[:1]
    return tuple(sorted(found, key=_size, reverse=True)[:most])


def _size(need: Need) -> Fraction:
    return abs(need.gap)


def _large_enough(profile: Profile) -> list[tuple[Section, Line]]:
    codes = {section.code for section in profile.sections}
    # Both are about English: where all languages are there, they say it.
    left_out = {"english"} if "main_language" in codes else set()
    return [
        (section, line)
        for section in profile.sections
        if section.code not in left_out
        for line in spoken_of(section)
        if line.share is not None and (line.count.value or 0) >= LEAST_PEOPLE
    ]
