"""What does an indicator's page say? The finding, the rows, what was a year ago, who told us, and how it moved.

The one idea: everything on the page, in its files and on the public copy is this one value, made from released tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.analysis.baselines.areas import by_code
from dueregard.analysis.release.rates import Rate
from dueregard.analysis.released.dimensions import TOTAL, Category
from dueregard.analysis.released.table import Audience, ReleasedTable
from dueregard.domain.monitoring import indicators_wording as said
from dueregard.domain.monitoring.declaration import Declaration, declaration
from dueregard.domain.monitoring.indicators import OFFICIAL, Against, Asks, Better, By, Definition, official
from dueregard.domain.monitoring.indicators_rows import Reading, pair_at, rate_at, read
from dueregard.terms.classifications.catalogue import classification
from dueregard.terms.errors import DueRegardError
from dueregard.web.monitoring.queries.indicators import IndicatorCard
from dueregard.web.monitoring.queries.indicators_periods import (
    Period,
    a_year_before,
    newest_population,
    periods_of,
)
from dueregard.web.ui.components.formats import day

_SCALES = ((10, 2), (20, 5), (50, 10), (100, 25))
"""How far the axis of the picture goes, and the step between its marks, in percent."""


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One group over the periods, oldest first."""

    category: Category
    rates: tuple[Rate, ...]

    @property
    def points(self) -> tuple[float | None, ...]:
        """Give the figures as they are drawn."""
        return tuple(float(rate.value) if rate.value is not None else None for rate in self.rates)

    @property
    def is_drawn(self) -> bool:
        """Whether there are two figures at least, so that a line says something."""
        return sum(point is not None for point in self.points) > 1


@dataclass(frozen=True, slots=True)
class Shown:
    """One period of an indicator by one thing, ready to be shown."""

    card: IndicatorCard
    by: By
    period: Period
    periods: tuple[Period, ...]
    reading: Reading
    finding: str
    note: str
    change: str
    beside: str
    before_label: str
    scale: tuple[int, int]
    step: int
    trend: tuple[TrendLine, ...]
    trend_labels: tuple[str, ...]
    told: tuple[tuple[str, Declaration], ...]
    about: tuple[tuple[str, str], ...]
    cautions: tuple[str, ...]

    @property
    def is_outcome(self) -> bool:
        """Whether it asks how often something happens."""
        return self.card.definition.asks is Asks.OUTCOME

    def points_of(self, line: TrendLine) -> tuple[tuple[str, float | None], ...]:
        """Give a line as it is drawn: label and figure of each period."""
        return tuple(zip(self.trend_labels, line.points, strict=True))

    @property
    def drawn(self) -> tuple[TrendLine, ...]:
        """Give the lines of the picture over time: everyone, and the group that the finding is about."""
        first = next(iter(self.reading.worse or self.reading.told_apart), None)
        codes = [TOTAL] if self.is_outcome else []
        codes += [first.category.code] if first else []
        return tuple(line for line in self.trend if line.category.code in codes and line.is_drawn)


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """An indicator's page: with figures (`shown`), or without any yet."""

    card: IndicatorCard
    shown: Shown | None
    withdrawn: tuple[str, ...]
    release_ids: tuple[UUID, ...] = ()


def indicator_page(
    card: IndicatorCard, *, audiences: Sequence[Audience], by: str = "", period: str = "", is_public: bool = False
) -> IndicatorPage:
    """Give the page of an indicator. One query, and one more where another dataset is what it is held against.

    Takes:   `by` and `period` as the address asks; what is not there is the first thing and the newest period.
             `is_public`, whether it is the copy for everybody, which names no staff.
    """
    definition = card.definition
    periods, withdrawn = periods_of(card.id, definition, audiences=audiences)
    ids = tuple(each.release_id for each in periods if each.release_id)
    things = [one for one in definition.by if any(one.code in each.tables for each in periods)]
    if not things:
        return IndicatorPage(card, None, withdrawn, ids)
    thing = next((one for one in things if one.code == by), things[0])
    having = tuple(each for each in periods if thing.code in each.tables)
    chosen = next((each for each in having if each.key == period), having[0])
    shown = _shown(card, thing, chosen, having, audiences=audiences, is_public=is_public)
    return IndicatorPage(card, shown, withdrawn, ids)


def _shown(
    card: IndicatorCard,
    by: By,
    period: Period,
    periods: tuple[Period, ...],
    *,
    audiences: Sequence[Audience],
    is_public: bool,
) -> Shown:
    definition, table = card.definition, period.tables[by.code]
    earlier = a_year_before(period, periods)
    before_label = _("A year ago") if earlier else ""
    if earlier is None and definition.area:
        earlier = next((each for each in periods if each.end < period.end), None)
        before_label = earlier.label if earlier else ""
    against, why_not = _against(card, by, audiences, period)
    held: dict[str, Any] = {"definition": definition, "by": by, "minimum_base": period.minimum_base}
    before = earlier.tables[by.code] if earlier else None
    try:
        reading = read(table, against=against, before=before, **held)
    except DueRegardError as fault:  # what it is held against does not go with it: the figures are shown by themselves
        reading, why_not = read(table, **held), f"{fault.message} {fault.mend or ''}".strip()
    population = population_words(card)
    oldest_first = tuple(reversed(periods))
    scale, step = _scale(reading)
    return Shown(
        card=card,
        by=by,
        period=period,
        periods=periods,
        reading=reading,
        finding=said.finding(reading, population=population),
        note=said.note(reading, population=population),
        change=_change(reading, period, earlier, definition, by),
        beside=said.beside_words(reading, population=population),
        before_label=before_label,
        scale=(0, scale),
        step=step,
        trend=_trend(reading, oldest_first, definition, by) if len(periods) > 1 else (),
        trend_labels=tuple(each.label for each in oldest_first),
        told=tuple((each.label, declaration(each.tables[by.code], dimension=by.code)) for each in oldest_first),
        about=_about(card, by, period, reading, is_public=is_public),
        cautions=(*reading.cautions, *([why_not] if why_not else [])),
    )


def population_words(card: IndicatorCard) -> str:
    """Say whom shares are held against; "" where it is no population. No query."""
    held = card.definition.baseline
    if held.against is Against.DATASET:
        return held.dataset.replace("-", " ")
    if held.against not in OFFICIAL:
        return ""
    place = by_code(held.area).name if held.area else ""
    if held.against is Against.WARDS:
        place = ", ".join(held.wards)
    who = {
        Against.WORKING_AGE: _("residents of %(place)s aged 16 to 64"),
        Against.AGES: _("residents of %(place)s aged %(ages)s"),
        Against.HOUSEHOLDS: _("households of %(place)s"),
    }.get(held.against, _("residents of %(place)s"))
    return who % {"place": place, "ages": held.ages.replace("-", " to ")}


def _against(
    card: IndicatorCard, by: By, audiences: Sequence[Audience], period: Period
) -> tuple[ReleasedTable | None, str]:
    """Give the figures of the population, or why there are none."""
    held = card.definition.baseline
    try:
        if held.against in OFFICIAL:
            return official(card.definition, by, year=period.end.year if card.is_official else None), ""
    except DueRegardError as fault:
        return None, f"{fault.message} {fault.mend or ''}".strip()
    if held.against is Against.DATASET:
        found = newest_population(card.council_id, held.dataset, by.code, audiences=audiences)
        return found, "" if found else _("The dataset that this is held against has no released figures by this yet.")
    return None, ""


def _change(reading: Reading, period: Period, earlier: Period | None, definition: Definition, by: By) -> str:
    if earlier is None or definition.area:
        return ""
    now, then = (pair_at(each.tables[by.code], definition, by, TOTAL) for each in (period, earlier))
    return said.change(reading, now=[each.value for each in now], then=[each.value for each in then])


def _trend(reading: Reading, periods: tuple[Period, ...], definition: Definition, by: By) -> tuple[TrendLine, ...]:
    categories = [row.category for row in reading.answers]
    if definition.asks is Asks.OUTCOME:
        categories.append(reading.all.category)
    return tuple(
        TrendLine(
            category,
            tuple(
                rate_at(each.tables[by.code], definition, by, category.code, minimum_base=each.minimum_base)
                for each in periods
            ),
        )
        for category in categories
    )


def _scale(reading: Reading) -> tuple[int, int]:
    highest = [
        value
        for row in reading.answers
        for value in (row.limits.high if row.limits else None, row.beside)
        if value is not None
    ]
    most = max(highest, default=100.0)
    return next((scale for scale in _SCALES if scale[0] >= most), _SCALES[-1])


def _about(
    card: IndicatorCard, by: By, period: Period, reading: Reading, *, is_public: bool
) -> tuple[tuple[str, str], ...]:
    definition = card.definition
    base = reading.all.base
    facts = [
        (_("Question"), card.question),
        (_("Counts"), _counts(card)),
        (_("Of"), f"{definition.unit.capitalize()}: {base.in_words()}"),
        (_("Held against"), _first_upper(said.beside_words(reading, population=population_words(card)))),
        (_("Which way is better"), better_words(definition.better)),
        (_("Source"), _source(period, reading)),
        (_("Groups"), _groups(by, reading)),
        (_("Interval"), _("Wilson score, 95%")),
        (_("Told apart"), _("Test of the difference, corrected for all groups looked at")),
    ]
    if period.hidden:
        facts.append((_("Hidden"), period.hidden))
    if period.released_at is not None:
        facts.append((_("Released"), _released(period, is_public=is_public)))
    return tuple(facts)


def better_words(better: Better) -> str:
    """Say which way is better."""
    return {
        Better.HIGHER: _("More of it is better for people"),
        Better.LOWER: _("Less of it is better for people"),
        Better.PARITY: _("As close as can be"),
        Better.NEITHER: _("Neither; it is watched"),
    }[better]


def _counts(card: IndicatorCard) -> str:
    definition = card.definition
    if definition.asks is Asks.OUTCOME:
        return f"{definition.unit.capitalize()} who {definition.words}"
    return _("%(unit)s in each group, of those who told us") % {"unit": definition.unit.capitalize()}


def _source(period: Period, reading: Reading) -> str:
    own = period.source
    if period.taken_on and period.release_id:
        own = _("%(name)s, as on %(day)s") % {"name": own, "day": day(period.taken_on)}
    others = [f"{origin.title}, {origin.publisher}, {origin.period}" for origin in reading.origins]
    return "; ".join(dict.fromkeys([own, *others]))


def _groups(by: By, reading: Reading) -> str:
    number = sum(row.depth == 0 for row in reading.answers)
    if by.classification is None:
        return _("%(what)s, %(number)s groups") % {"what": by.label, "number": number}
    return _("%(what)s, %(number)s groups") % {"what": classification(by.classification).title, "number": number}


def _released(period: Period, *, is_public: bool) -> str:
    when = day(period.released_at)
    if is_public or not period.released_by:
        return _("%(day)s, release %(number)s") % {"day": when, "number": period.release_number}
    if period.released_by == period.prepared_by:
        return _("%(who)s, %(day)s, release %(number)s") % {
            "who": period.released_by, "day": when, "number": period.release_number,
        }  # fmt: skip
    return _("Prepared by %(first)s; checked and released by %(who)s, %(day)s, release %(number)s") % {
        "first": period.prepared_by, "who": period.released_by, "day": when, "number": period.release_number,
    }  # fmt: skip


def _first_upper(words: str) -> str:
    """Begin a sentence without taking the capitals of names in it."""
    return words[:1].upper() + words[1:]
