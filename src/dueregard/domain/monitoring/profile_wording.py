"""What stands out in an equality profile? Sentences, each with its numbers, the largest first.

The one idea: a sentence says what share a group is, how that changed and from where it differs, and nothing of why.
It is made only where the group is at least 100 people and the gap at least one percentage point (change) or two
(difference), so that what the publisher's small changes to protect people could have made is not told as news.
Source: docs/decisions/0016-official-figures-in-the-package.md; sources.toml#ons-c21-protecting.
"""

from __future__ import annotations

from fractions import Fraction

from dueregard.analysis.released.cells import MARKS, State
from dueregard.analysis.released.dimensions import TOTAL, Kind
from dueregard.domain.monitoring.profile import BEFORE, Beside, Line, Profile, Section

LEAST_PEOPLE = 100
LEAST_CHANGE, LEAST_DIFFERENCE = 1, 2
MOST_OF_EACH = 3
_LEAST_SHOWN = Fraction(5, 10_000)
_MINUS = "\u2212"
_ABOUT = {
    "age": "People {words}",
    "sex": "People who answered “{label}”",
    "ethnic_group": "People in the group “{label}”",
    "religion": "People who answered “{label}”",
    "sexual_orientation": "People who answered “{label}”",
    "gender_identity": "People who answered “{label}”",
    "disability": "People counted as “{label}”",
    "ns_sec": "People classed as “{label}”",
    "qualification": "People whose highest qualification is “{label}”",
    "main_language": "People whose main language is “{label}”",
    "english": "People with “{label}”",
}
_ALSO_PARTS = ("ethnic_group", "main_language")


def percent(share: Fraction | None) -> str:
    """Give a share as a percentage with one decimal; a mark where there is none; a little is never nought.

    >>> percent(Fraction(1, 3)), percent(Fraction(1, 5000)), percent(Fraction(0)), percent(None)
    ('33.3%', 'below 0.1%', '0.0%', '[x]')
    """
    if share is None:
        return MARKS[State.MISSING]
    return "below 0.1%" if 0 < share < _LEAST_SHOWN else f"{float(share * 100):.1f}%"


def points(gap: Fraction | None) -> str:
    """Give a gap in percentage points with its sign; a true minus sign, and no sign where it rounds to nought.

    >>> points(Fraction(15, 10)), points(Fraction(-1, 3)), points(Fraction(1, 100)), points(None)
    ('+1.5', '−0.3', '0.0', '[x]')
    """
    if gap is None:
        return MARKS[State.MISSING]
    size = f"{abs(float(gap)):.1f}"
    if size == "0.0":
        return size
    return f"+{size}" if gap > 0 else f"{_MINUS}{size}"


def findings(section: Section) -> tuple[str, ...]:
    """Say what changed most and what differs most in one section; nothing where nothing is large enough."""
    return tuple(sentence for _, sentence in _told(section))


def stands_out(profile: Profile, *, most: int = 8) -> tuple[str, ...]:
    """Say what stands out in the whole profile: the largest gap of each section, the largest first."""
    codes = {section.code for section in profile.sections}
    # Both are about English: where all languages are there, they say it.
    left_out = {"english"} if "main_language" in codes else set()
    found = [max(told) for s in profile.sections if s.code not in left_out and (told := _told(s))]
    return tuple(sentence for _, sentence in sorted(found, reverse=True)[:most])


def no_answer(section: Section) -> str | None:
    """Say how many did not answer a voluntary question; nothing where all did."""
    silent = [line for line in section.lines if line.category.kind not in (Kind.VALUE, Kind.GROUP)]
    shares = [line.share for line in silent if line.share is not None]
    if not shares:
        return None
    return f"{percent(sum(shares, Fraction(0)))} did not answer. They are part of the whole that shares are of."


def _told(section: Section) -> list[tuple[float, str]]:
    """Give the sentences of a section with the size of their gap: changes first, then differences."""
    lines = [line for line in spoken_of(section) if line.share is not None and (line.count.value or 0) >= LEAST_PEOPLE]
    changed = [(_size(line.change_points), _change(section, line)) for line in lines if line.share_before is not None]
    differing = []
    for line in lines:
        widest = max(line.beside, key=lambda other: _size(other.difference_points), default=None)
        if widest is not None:
            differing.append((_size(widest.difference_points), _difference(section, line, widest)))
    kept = sorted((one for one in changed if one[0] >= LEAST_CHANGE), reverse=True)[:MOST_OF_EACH]
    return kept + sorted((one for one in differing if one[0] >= LEAST_DIFFERENCE), reverse=True)[:MOST_OF_EACH]


def spoken_of(section: Section) -> list[Line]:
    """Choose the categories that sentences are made of: the main ones, and of two that mirror each other the first."""
    answers = [line for line in section.lines if line.is_answer]
    if section.code in _ALSO_PARTS:
        return answers
    main = [line for line in answers if line.category.parent == TOTAL]
    return main[:1] if len(main) == len(("one", "the other")) else main


def _size(gap: Fraction | None) -> float:
    return 0.0 if gap is None else abs(float(gap))


def _who(section: Section, line: Line) -> str:
    label = line.category.label
    said = _ABOUT.get(section.code, "Households “{label}”" if section.unit == "households" else "People with “{label}”")
    return said.format(label=label, words=label[0].lower() + label[1:])


def _year(section: Section) -> str:
    on = section.table.population.on
    return str(on.year) if on else ""


def _change(section: Section, line: Line) -> str:
    way = "up" if (line.change_points or 0) > 0 else "down"
    return (
        f"{_who(section, line)} were {percent(line.share)} of {_whole(section)} in {_year(section)}, {way} from "
        f"{percent(line.share_before)} in {BEFORE} ({points(line.change_points)} percentage points)."
    )


def _difference(section: Section, line: Line, other: Beside) -> str:
    way = "more" if (other.difference_points or 0) > 0 else "less"
    size = f"{_size(other.difference_points):.1f}"
    return (
        f"{_who(section, line)} were {percent(line.share)} of {_whole(section)}, "
        f"{size} percentage points {way} than in {other.area.name} ({percent(other.share)})."
    )


def _whole(section: Section) -> str:
    """Say of whom a share is: "residents aged 16 and over"."""
    if section.unit == "households":
        return "households"
    return (
        f"residents{section.base.removeprefix('Usual residents')}" if section.base.startswith("Usual") else "residents"
    )
