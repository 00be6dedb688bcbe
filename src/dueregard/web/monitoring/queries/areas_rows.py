"""What stands in the tables of an area: the rows of a subject with their bars, and what changed and differs most.

The one idea: a row is made once, in words, from the values of the profile, so that page, bar and screen reader cannot
disagree. A page shows the main groups of a long subject and says how many there are; the subject's own page has all.
No query: everything comes from official figures that are kept in the process.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.analysis.released.dimensions import TOTAL
from dueregard.domain.monitoring.profile import BEFORE, Line, Profile, Section
from dueregard.domain.monitoring.profile_needs import Need
from dueregard.domain.monitoring.profile_report import READ_FIRST
from dueregard.domain.monitoring.profile_wording import findings, no_answer, percent, points

_MOST_ON_A_PAGE = 10
_SCALES = ((4, 1), (8, 2), (12, 3), (20, 5), (40, 10), (60, 20), (80, 20), (100, 25))
"""(where the scale ends, the step between its numbers), in percent: the smallest that holds every share is used."""


@dataclass(frozen=True, slots=True)
class Row:
    """One group in words. `bar` is its share, `marks` those of the areas beside, in percent; None where there is none.

    `is_part` says that it is part of the group above it, `href_code` names it in addresses.
    """

    code: str
    label: str
    is_part: bool
    count: str
    share: str
    before: str
    change: str
    beside: tuple[str, ...]
    bar: float | None
    marks: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class SubjectTable:
    """One subject as a page shows it. `left` is how many groups are only on the subject's own page."""

    code: str
    title: str
    base: str
    unit: str
    total: str
    year: str
    rows: tuple[Row, ...]
    left: int
    has_change: bool
    beside: tuple[str, ...]
    scale: tuple[int, int]
    step: int
    said: tuple[str, ...]
    silent: str | None
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def has_hidden(self) -> bool:
        """Whether a cell of the table is the mark of a missing figure."""
        return any("[x]" in (row.count, row.share, row.before, row.change, *row.beside) for row in self.rows)


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A group that changed or differs much, in words: its share now, what it is held against, and the gap."""

    subject_code: str
    subject: str
    label: str
    share: str
    against: str
    gap: str
    than: str
    bar: float
    mark: float


def subject_table(section: Section, *, whole: bool) -> SubjectTable:
    """Make the table of a subject: all of its groups where `whole`, else its main ones."""
    lines = section.lines if whole else _main(section)
    beside = tuple(other.area.name for other in section.lines[0].beside)
    scale, step = _scale(lines)
    source = section.origins
    return SubjectTable(
        code=section.code,
        title=section.title,
        base=section.base,
        unit=_("Households") if section.unit == "households" else _("People"),
        total=section.total.in_words(),
        year=str(section.table.population.on.year) if section.table.population.on else "",
        rows=tuple(_row(section, line) for line in lines),
        left=len(section.lines) - len(lines),
        has_change=section.before is not None,
        beside=beside,
        scale=(0, scale),
        step=step,
        said=findings(section),
        silent=no_answer(section),
        notes=tuple(note for note in section.notes if note not in READ_FIRST),
        sources=tuple(dict.fromkeys(f"{one.title}, {one.period}" for one in source)),
    )


def need_rows(needs: tuple[Need, ...]) -> tuple[NeedRow, ...]:
    """Say which groups changed or differ much."""
    return tuple(
        NeedRow(
            subject_code=need.section.code,
            subject=need.section.title,
            label=need.line.category.label,
            share=percent(need.line.share),
            against=percent(need.other.share if need.other else need.line.share_before),
            gap=points(need.gap),
            than=need.other.area.name if need.other else str(BEFORE),
            bar=_in_percent(need.line.share) or 0.0,
            mark=_in_percent(need.other.share if need.other else need.line.share_before) or 0.0,
        )
        for need in needs
    )


def heading(profile: Profile) -> str:
    """Name what a profile is of, shortly: many wards by their number."""
    area = profile.area
    if area.units != "ward":
        return area.name
    whole = area.name.rsplit(" (", 1)[-1].rstrip(")")
    if len(area.parts) > 3:
        return _("%(count)s wards of %(area)s") % {"count": len(area.parts), "area": whole}
    return area.name


def made_of(profile: Profile) -> str:
    """Say what the area is the sum of, where it is a sum; "" otherwise."""
    parts = len(profile.area.parts)
    if parts < 2:
        return ""
    if profile.area.units == "ward":
        return ngettext("The sum of %(n)s ward.", "The sum of %(n)s wards.", parts) % {"n": parts}
    return _("The sum of %(n)s authorities of the Census.") % {"n": parts}


def _main(section: Section) -> tuple[Line, ...]:
    """Choose what the page of an area shows: groups before their parts, of a long list the largest."""
    main = [line for line in section.lines if line.category.parent in (TOTAL, None)]
    if len(main) <= _MOST_ON_A_PAGE + 2:
        return tuple(main)
    return tuple(sorted(main, key=lambda line: -(line.count.value or 0))[:_MOST_ON_A_PAGE])


def _row(section: Section, line: Line) -> Row:
    return Row(
        code=line.category.code,
        label=line.category.label,
        is_part=line.category.parent not in (TOTAL, None),
        count=line.count.in_words(),
        share=percent(line.share),
        before=percent(line.share_before),
        change=points(line.change_points),
        beside=tuple(percent(other.share) for other in line.beside),
        bar=_in_percent(line.share),
        marks=tuple(_in_percent(other.share) for other in line.beside),
    )


def _scale(lines: tuple[Line, ...]) -> tuple[int, int]:
    shares = [_in_percent(share) or 0.0 for line in lines for share in (line.share, *(o.share for o in line.beside))]
    most = max(shares, default=100.0)
    return next(((end, step) for end, step in _SCALES if most <= end), _SCALES[-1])


def _in_percent(share: Fraction | None) -> float | None:
    return None if share is None else float(share * 100)
