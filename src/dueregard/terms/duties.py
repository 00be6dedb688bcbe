"""By when the law asks a public body to publish what.

The one idea: each duty is an entry of `data/duties.toml` (nation, what, how often, counted from which day, source), so
that a new nation or a changed interval is a change of data. The regulations for England speak of an interval *beginning
with* the date of last publication, so the last safe day is one day before the anniversary. This room says when a thing
falls due; it never says that a body has met its duty.

Source:  sources.toml, the key that each duty names. The choices taken are written beside the entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from dueregard.terms.citations import read_data
from dueregard.terms.errors import UsedWrongly

NATIONS: Mapping[str, str] = {"E": "England", "W": "Wales", "S": "Scotland"}
"""The nations whose specific duties are known here. Northern Ireland has section 75, another law, and is not."""

_COUNTED_FROM = {
    "publication": "the day it was last published",
    "snapshot": "the snapshot date",
    "period_end": "the last day of the year reported on",
    "due_day": "the day it last fell due",
}


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to publish: what, for whom, how often. `employees_from` is the size from which it applies, if any."""

    code: str
    nation: Literal["E", "W", "S"]
    words: str
    asks: str
    counted_from: Literal["publication", "snapshot", "period_end", "due_day"]
    months: int
    less_a_day: bool
    source: str
    employees_from: int | None = None

    def how_often(self, *, short: bool = False) -> str:
        """Say the interval: "every 4 years, counted from the day it was last published"; `short`: "every 4 years"."""
        years = self.months // 12
        span = "every year" if years == 1 else f"every {years} years"
        return span if short else f"{span}, counted from {_COUNTED_FROM[self.counted_from]}"


@cache
def _all_duties() -> tuple[Duty, ...]:
    return tuple(Duty(**entry) for entry in read_data("duties.toml")["duty"])


def check_nation(nation: str) -> str:
    """Give the nation's code in capitals, from the code or the name.

    Raises:  UsedWrongly for anything but England, Wales and Scotland.

    >>> check_nation("e"), check_nation("Wales")
    ('E', 'W')
    """
    code = nation.strip().upper()
    code = next((each for each, name in NATIONS.items() if name.upper() == code), code)
    if code not in NATIONS:
        raise UsedWrongly(
            f"“{nation}” is not a nation we know the duties of.", mend="Use E (England), W (Wales) or S (Scotland)."
        )
    return code


def is_known_nation(nation: str) -> bool:
    """Say whether the duties of a nation are known here.

    >>> is_known_nation("england"), is_known_nation("northern_ireland")
    (True, False)
    """
    return nation.strip().upper() in {each.upper() for pair in NATIONS.items() for each in pair}


def duties(nation: str) -> tuple[Duty, ...]:
    """Give the duties of a nation ("E", "W" or "S"), the objectives among them.

    >>> [duty.code for duty in duties("E")]
    ['objectives', 'information', 'gender_pay_gap']
    """
    code = check_nation(nation)
    return tuple(duty for duty in _all_duties() if duty.nation == code)


def next_due(duty: Duty, last: date) -> date:
    """Give the last safe day to publish again.

    Takes:   `last`, the day that the duty counts from (see `Duty.counted_from`).
    Gives:   `last` plus the interval, less one day where the interval begins with `last`. From 29 February the
             anniversary is taken as 1 March in a year that has none, or as 28 February where no day is taken off,
             so that the answer is never later than the interval.
    Source:  si-2017-353-reg-4 (interval wording), si-2017-353-sch-1 (31 March to 30 March, the same construction).

    >>> information = next(d for d in duties("E") if d.code == "information")
    >>> next_due(information, date(2026, 1, 12))
    datetime.date(2027, 1, 11)
    """
    if not duty.less_a_day:
        return _anniversary(last, years=duty.months // 12, short_february=date(last.year, 2, 28))
    day_after = _anniversary(last, years=duty.months // 12, short_february=date(last.year, 3, 1))
    return day_after - timedelta(days=1)


def _anniversary(day: date, *, years: int, short_february: date) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return short_february.replace(year=day.year + years)
