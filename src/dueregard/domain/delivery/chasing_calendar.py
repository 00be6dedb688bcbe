"""On which days may we write to people?

The one idea: a quiet day is a Saturday, a Sunday, a bank holiday of the council's nation, or a day of the council's
own. What falls on one waits for the next working day. Bank holidays come from the package `holidays`, which is held in
tests to the list that the government publishes (https://www.gov.uk/bank-holidays). Nothing is read from a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

import holidays

SUBDIVISIONS: Mapping[str, str] = MappingProxyType(
    {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}
)
_ONE_DAY = timedelta(days=1)
_LONGEST = 366
"""A council that says every day is quiet is not believed for longer than a year."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days are quiet, besides weekends, and what they are called."""

    quiet: Mapping[date, str] = field(default_factory=dict)

    def why_quiet(self, day: date) -> str:
        """Say why nothing is sent on a day; "" on a working day.

        >>> WorkingDays().why_quiet(date(2027, 1, 9))
        'Saturday'
        """
        if day.weekday() >= 5:
            return ("Saturday", "Sunday")[day.weekday() - 5]
        return self.quiet.get(day, "")

    def is_working(self, day: date) -> bool:
        """Say whether mail may go out on a day."""
        return not self.why_quiet(day)

    def on_or_after(self, day: date) -> date:
        """Give the day itself, or the first working day after it.

        >>> WorkingDays({date(2027, 1, 11): "Our day"}).on_or_after(date(2027, 1, 9))
        datetime.date(2027, 1, 12)
        """
        for _ in range(_LONGEST):
            if self.is_working(day):
                return day
            day += _ONE_DAY
        return day


def bank_holidays(nation: str, years: Iterable[int]) -> dict[date, str]:
    """Give the bank holidays of a nation of the United Kingdom; of England where the nation is not known.

    >>> bank_holidays("scotland", [2026])[date(2026, 11, 30)]
    "Saint Andrew's Day"
    """
    found = holidays.country_holidays("GB", subdiv=SUBDIVISIONS.get(nation, "ENG"), years=sorted(set(years)))
    return dict(sorted(found.items()))


def working_days(nation: str, years: Iterable[int], *, own: Iterable[tuple[date, date, str]] = ()) -> WorkingDays:
    """Give the calendar of a council: its nation's bank holidays, and its own quiet days, each from a day to a day.

    >>> closed = (date(2026, 12, 28), date(2026, 12, 31), "Offices closed")
    >>> working_days("england", [2026, 2027], own=[closed]).on_or_after(date(2026, 12, 24))
    datetime.date(2026, 12, 24)
    >>> working_days("england", [2026, 2027], own=[closed]).on_or_after(date(2026, 12, 25))
    datetime.date(2027, 1, 4)
    """
    quiet = bank_holidays(nation, years)
    for first, last, name in own:
        for number in range(min((last - first).days, _LONGEST) + 1):
            quiet.setdefault(first + number * _ONE_DAY, name)
    return WorkingDays(quiet)
