"""How a workbook shows a number: as a date, a share, money, or itself.

The one idea: a sheet keeps every date as a count of days; only the cell's number format tells a date from a number.
Only a format that shows the day makes a typed date: "Oct-15" stays the words it is, since its first of the month was
never printed. Source: ECMA-376 part 1, 18.8.30 (number formats, the built-in ones by id) and 18.17.4 (date systems).
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from dueregard.reading.blocks import CellValue
from dueregard.reading.readers.sheets.used import shown_date, shown_number

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss.0", 49: "@",
}  # fmt: skip
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class Shown(NamedTuple):
    """What a number shows as, and its typed value."""

    text: str
    value: CellValue


def show(number: float, code: str, *, from_1904: bool = False) -> Shown:
    """Give a stored number as its format shows it.

    >>> show(42278, "dd/mm/yyyy")
    Shown(text='01/10/2015', value=datetime.date(2015, 10, 1))
    >>> show(42278, "mmm-yy")
    Shown(text='Oct-15', value=None)
    >>> show(0.95, "0%").text, show(63.0, "General").text, show(1200, '"£"#,##0').text
    ('95%', '63', '£1,200')
    """
    first = code.split(";", maxsplit=1)[0]
    bare = _LITERAL.sub("", first).lower()
    if re.search(r"[dmyhs]", bare) and not re.search(r"[0#?]", bare.replace(".0", "")) and bare != "general":
        return _moment(number, bare, from_1904=from_1904)
    value: CellValue = int(number) if number == int(number) and abs(number) < 1e15 else number
    if "%" in bare:
        return Shown(f"{number * 100:.{_places(bare)}f}%", value)
    money = re.search(r"£|\$(?=-|\])|€", first)
    sign = money.group() if money else ""
    if sign == "$":
        sign = (re.search(r"\[\$([^-\]]*)", first) or re.search(r"(\$)", first) or [None, ""])[1] or ""
    if sign or "," in bare:
        said = f"{abs(number):,.{_places(bare)}f}"
        return Shown(f"{'-' if number < 0 else ''}{sign}{said}", value)
    if re.fullmatch(r"0+", bare.strip()) and number >= 0:
        return Shown(f"{round(number):0{len(bare.strip())}d}", value)
    if re.fullmatch(r"[#0]*0\.0+", bare.strip()):
        return Shown(f"{number:.{_places(bare)}f}", value)
    return Shown(shown_number(number), value)


def _places(bare: str) -> int:
    found = re.search(r"\.(0+)", bare)
    return min(len(found.group(1)), 10) if found else 0


def _moment(number: float, bare: str, *, from_1904: bool) -> Shown:
    try:
        # Day 60 of the 1900 system is a 29 February that never was, so counts before it are one day off.
        day0 = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if number >= 60 else 31)  # noqa: DTZ001 - sheets know no time zone
        moment = day0 + timedelta(seconds=round(number * 86400))
    except (OverflowError, ValueError):
        return Shown(shown_number(number), number)
    has_day, has_year = "d" in bare, "y" in bare
    if not has_day and not has_year:
        if "h" in bare or "s" in bare:
            return Shown(f"{moment:%H:%M}", None)
        return Shown(_LONG_MONTHS[moment.month - 1], None)
    if has_day and has_year:
        whole = moment if (moment.hour or moment.minute) and "h" in bare else None
        value: date | datetime = whole or moment.date()
        return Shown(shown_date(value), value)
    if has_day:
        return Shown(f"{moment.day} {_LONG_MONTHS[moment.month - 1]}", None)
    if "m" not in bare:
        return Shown(f"{moment.year}", None)
    year = f"{moment.year}" if "yyyy" in bare else f"{moment.year % 100:02d}"
    if "mmmm" in bare:
        return Shown(f"{_LONG_MONTHS[moment.month - 1]} {year}", None)
    if "mmm" in bare:
        return Shown(f"{_MONTHS[moment.month - 1]}-{year}", None)
    return Shown(f"{moment.month:02d}/{year}", None)
