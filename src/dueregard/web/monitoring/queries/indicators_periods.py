"""Which figures does an indicator have for each period, and from which release?

The one idea: a period is the tables of one release, as they were let out, to an audience that the reader belongs to. A
release that was withdrawn gives no figures and is said to have been withdrawn. Official figures need no release: their
periods are the Censuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.analysis.baselines.areas import by_code
from dueregard.analysis.baselines.tables import LATEST, baseline
from dueregard.analysis.disclosure.policies import policy
from dueregard.analysis.released.dimensions import TOTAL
from dueregard.analysis.released.shape import from_json
from dueregard.analysis.released.table import Audience, Method, ReleasedTable
from dueregard.domain.monitoring.indicators import Definition, by_in, tables_that_fit
from dueregard.domain.monitoring.states import ReleaseState
from dueregard.terms.errors import DueRegardError
from dueregard.terms.periods import financial_year, financial_year_of
from dueregard.web.monitoring.models import IndicatorReading, Release
from dueregard.web.ui.components.formats import day, years

USUAL_BASE = 10
"""The fewest people for a percentage where a release's policy is no longer known. Source: policies.toml."""
_A_YEAR, _GRACE = timedelta(days=365), timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Period:
    """The figures of one period: a table for each thing they are by, and how they were let out."""

    label: str
    start: date
    end: date
    tables: Mapping[str, ReleasedTable]
    release_id: UUID | None = None
    release_number: int = 0
    source: str = ""
    taken_on: date | None = None
    hidden: str = ""
    released_at: datetime | None = None
    released_by: str = ""
    prepared_by: str = ""
    minimum_base: int = USUAL_BASE

    @property
    def key(self) -> str:
        """Name the period in an address."""
        return self.end.isoformat()


@dataclass(frozen=True, slots=True)
class Fitting:
    """A release that could be a period: which tables of it, and what it would be called."""

    release_id: UUID
    number: int
    title: str
    label: str
    period: tuple[date, date]
    tables: tuple[str, ...]
    by: tuple[str, ...]
    audience: str


def periods_of(
    indicator_id: UUID, definition: Definition, *, audiences: Sequence[Audience]
) -> tuple[tuple[Period, ...], tuple[str, ...]]:
    """Give an indicator's periods, the newest first, and the labels of those whose figures were withdrawn. One query.

    Where two releases give the same period, the later one is taken: it corrects the other.
    """
    if definition.area:
        return _official(definition), ()
    rows = IndicatorReading.objects.filter(indicator_id=indicator_id, release__audience__in=audiences)
    rows = rows.select_related("release__version__dataset", "release__released_by", "release__prepared_by")
    grouped: dict[UUID, list[IndicatorReading]] = {}
    for row in rows.order_by("period_end", "release__released_at", "made_at"):
        grouped.setdefault(row.release_id, []).append(row)
    found: dict[tuple[date, date], Period] = {}
    withdrawn = []
    for group in grouped.values():
        if group[0].release.state == ReleaseState.RELEASED:
            found[group[0].period_start, group[0].period_end] = _period(group, definition)
        else:
            withdrawn.append(group[0].label)
    return tuple(sorted(found.values(), key=lambda each: each.end, reverse=True)), tuple(withdrawn)


def a_year_before(period: Period, periods: Iterable[Period]) -> Period | None:
    """Give the period that ended a year before this one, give or take six weeks."""
    close = [each for each in periods if abs(period.end - each.end - _A_YEAR) <= _GRACE]
    return min(close, key=lambda each: abs(period.end - each.end - _A_YEAR), default=None)


def fitting_releases(
    council_id: UUID,
    dataset_id: UUID | None,
    definition: Definition,
    *,
    audiences: Sequence[Audience],
    but: Iterable[UUID],
) -> tuple[Fitting, ...]:
    """Give the releases of a dataset that could be a period, the newest first. One query."""
    rows = Release.objects.filter(
        council_id=council_id, version__dataset_id=dataset_id, state=ReleaseState.RELEASED, audience__in=audiences
    )
    taken = set(but)
    found = []
    for row in rows.exclude(pk__in=taken).select_related("version").order_by("-released_at")[:100]:
        fits = tables_that_fit(definition, tables_of(row))
        when = when_of(row.version)
        if fits and when:
            found.append(
                Fitting(
                    release_id=row.pk,
                    number=row.number,
                    title=row.title,
                    label=label_of(*when),
                    period=when,
                    tables=tuple(dict.fromkeys(table.code for table in fits.values())),
                    by=tuple(one.label for one in definition.by if one.code in fits),
                    audience=row.audience,
                )
            )
    return tuple(found)


def newest_population(
    council_id: UUID, dataset_slug: str, by: str, *, audiences: Sequence[Audience]
) -> ReleasedTable | None:
    """Give the newest released table of another dataset that runs over the same thing, with sums over all else.

    One query.
    """
    rows = Release.objects.filter(
        council_id=council_id,
        version__dataset__slug=dataset_slug,
        state=ReleaseState.RELEASED,
        audience__in=audiences,
    )
    for row in rows.order_by("-released_at")[:20]:
        fitting = [
            table
            for table in tables_of(row)
            if by in {each.code for each in table.dimensions}
            and all(TOTAL in each.codes for each in table.dimensions if each.code != by)
        ]
        if fitting:
            return min(fitting, key=lambda table: len(table.dimensions))
    return None


def tables_of(row: Release) -> tuple[ReleasedTable, ...]:
    """Give the tables of a release as they were let out. No query."""
    return tuple(from_json(each) for each in row.tables)


def when_of(version: Any) -> tuple[date, date] | None:
    """Give the first and last day that a file of records covers."""
    if version.on:
        return version.on, version.on
    return (version.period_start, version.period_end) if version.period_start else None


def label_of(start: date, end: date) -> str:
    """Say a period: a financial year as one, a day as one, else its two ends.

    >>> label_of(date(2025, 4, 1), date(2026, 3, 31)).replace("\u2060", "")
    '2025–26'
    """
    if start == end:
        return day(start)
    if (start, end) == financial_year(financial_year_of(start)):
        return years(start.year, end.year)
    return _("%(first)s to %(last)s") % {"first": day(start), "last": day(end)}


def _period(group: Sequence[IndicatorReading], definition: Definition) -> Period:
    release, codes = group[0].release, {row.table_code for row in group}
    held = [from_json(each) for each in release.tables if each["code"] in codes]
    try:
        rules = policy(release.policy_key)
        fewest, hidden = rules.minimum_base_percent, _hidden(rules.method, rules.threshold, rules.rounding_base)
    except DueRegardError:
        fewest, hidden = USUAL_BASE, ""
    return Period(
        label=group[0].label,
        start=group[0].period_start,
        end=group[0].period_end,
        tables=tables_that_fit(definition, held),
        release_id=release.pk,
        release_number=release.number,
        source=release.version.dataset.name,
        taken_on=release.version.on or release.version.period_end,
        hidden=hidden,
        released_at=release.released_at,
        released_by=release.released_by.full_name if release.released_by else "",
        prepared_by=release.prepared_by.full_name,
        minimum_base=fewest,
    )


def _hidden(method: Method, threshold: int, rounding_base: int) -> str:
    if method is Method.ROUNDING:
        return _("Nothing; every figure is rounded to the nearest %(base)s") % {"base": rounding_base}
    if method is Method.CELL_KEY:
        return _("Nothing; small changes were made to every figure")
    return _("Counts under %(threshold)s, and others so that no sum gives them away") % {"threshold": threshold}


def _official(definition: Definition) -> tuple[Period, ...]:
    """Give the Censuses as periods. No query: the figures ship with the product."""
    area = by_code(definition.area)
    found = []
    for year in (LATEST[area.letter[0]], 2011):
        tables = {}
        for one in definition.by:
            try:
                table = baseline(area, by=one.classification or one.code, year=year)
            except DueRegardError:
                continue
            if by_in(definition, _named(table, one.code)):
                tables[one.code] = _named(table, one.code)
        if tables:
            on = next(iter(tables.values())).population.on or date(year, 3, 21)
            found.append(Period(str(year), on, on, tables, source=_("Census %(year)s") % {"year": year}, taken_on=on))
    return tuple(found)


def _named(table: ReleasedTable, code: str) -> ReleasedTable:
    """Give a table over one thing with that thing under the name the indicator has for it."""
    (over,) = table.dimensions
    return replace(table, dimensions=(replace(over, code=code),))
