"""How dates, numbers and given text are written on a page.

The one idea: British forms, written once, in the reader's language, and joined so that they do not break where a line
ends. Source: GOV.UK style guide (dates, numbers). Every function takes what it needs as
arguments; the clock is read by nobody here.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils import timezone
from django.utils.dateformat import format as date_text
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

_WORD_JOINER: Final = "\u2060"
_YEARS: Final = re.compile(r"(?<![\d\u2060-])(\d{4}|\d\d)[–-](\d{4}|\d\d)(?!\d|[–-]\d)")
_TAG: Final = re.compile(r"(<[^>]*>)")
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n\s*")


def day(value: date | datetime | None) -> str:
    """Write a date in full.

    >>> day(date(2027, 3, 31))
    '31 March 2027'
    """
    return _written(value, "j F Y")


def short_day(value: date | datetime | None) -> str:
    """Write a date for a table.

    >>> short_day(date(2027, 3, 31))
    '31 Mar 2027'
    """
    return _written(value, "j M Y")


def long_day(value: date | datetime | None) -> str:
    """Write a date with its day of the week.

    >>> long_day(date(2027, 1, 12))
    'Tuesday 12 January 2027'
    """
    return _written(value, "l j F Y")


def moment(value: datetime | None) -> str:
    """Write a date and time as the clock on the council's wall shows it.

    >>> moment(datetime(2026, 4, 14, 10, 42))
    '14 April 2026, 10:42'
    """
    return _written(value, "j F Y, H:i")


def iso(value: date | datetime | None) -> str:
    """Write a date or time for a machine, as in the `datetime` attribute of `<time>`."""
    return value.isoformat() if value else ""


def years(start: date | int, end: date | int | None = None) -> str:
    """Write the year or years that a plan covers, joined so that they do not break.

    >>> years(date(2026, 4, 1), date(2027, 3, 31)).replace(chr(0x2060), "")
    '2026–27'
    >>> years(2026)
    '2026'
    """
    first = start.year if isinstance(start, date) else start
    last = first if end is None else end.year if isinstance(end, date) else end
    if last == first:
        return str(first)
    short = f"{last % 100:02d}" if last // 100 == first // 100 else str(last)
    return f"{first}{_WORD_JOINER}–{_WORD_JOINER}{short}"


def join_years(text: object) -> str | Markup:
    """Join "2026–27" or "2026-27" in any text with an en dash that does not break; tags of Markup stay as they are.

    >>> join_years("Our plan 2026-27").replace(chr(0x2060), "")
    'Our plan 2026–27'
    >>> print(join_years(Markup('<a href="/plan-2026-27/">2026-27</a>')).replace(chr(0x2060), ""))
    <a href="/plan-2026-27/">2026–27</a>
    """
    if not isinstance(text, Markup):
        return _YEARS.sub(_join, str(text))
    parts = (part if part.startswith("<") else _YEARS.sub(_join, part) for part in _TAG.split(str(text)))
    return Markup("".join(parts))  # noqa: S704  # it was Markup before


def number(value: int | float | Decimal | None, places: int | None = None) -> str:
    """Write a number with commas at the thousands.

    >>> number(12345), number(Decimal("3.50"), 1), number(-2)
    ('12,345', '3.5', '−2')
    """
    if value is None:
        return ""
    return (f"{value:,}" if places is None else f"{value:,.{places}f}").replace("-", "−")


def plural(count: int, one: str, many: str | None = None) -> str:
    """Write a count with the right word: `{{ n|plural("action", "actions") }}`.

    >>> plural(1, "action"), plural(1200, "action"), plural(2, "reply", "replies")
    ('1 action', '1,200 actions', '2 replies')
    """
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def size(count_bytes: int) -> str:
    """Write the size of a file in words a reader uses.

    >>> size(214_000), size(25_000_000), size(12)
    ('214 KB', '25 MB', '1 KB')
    """
    if count_bytes < 1_000_000:
        return f"{max(1, round(count_bytes / 1000)):,} KB"
    text = f"{count_bytes / 1_000_000:.1f}".removesuffix(".0")
    return f"{text} MB"


def until(value: date, on: date) -> str:
    """Say how far off a date is, seen from the day `on`.

    >>> until(date(2027, 1, 8), date(2027, 1, 12)), until(date(2027, 3, 30), date(2027, 1, 12))
    ('4 days late', '11 weeks')
    """
    days = (value - on).days
    if days < 0:
        return _("%(days)s late") % {"days": plural(-days, _("day"), _("days"))}
    if days == 0:
        return _("today")
    if days < 28:
        return plural(days, _("day"), _("days"))
    if days < 7 * 18:
        return plural(days // 7, _("week"), _("weeks"))
    return plural(round(days / 30.44), _("month"), _("months"))


def paragraphs(text: str | None, css: str = "govuk-body") -> Markup:
    """Show given text as it was given: escaped, blank lines part paragraphs, other line ends are kept.

    >>> paragraphs("One <b>\\n two")
    Markup('<p class="govuk-body">One &lt;b&gt;<br> two</p>')
    """
    blocks = _BLANK_LINE.split((text or "").replace("\r\n", "\n").strip())
    return Markup("").join(
        Markup('<p class="{}">{}</p>').format(css, Markup("<br>").join(block.split("\n"))) for block in blocks if block
    )


def lines(text: str | None) -> Markup:
    """Show given text inside a cell: escaped, line ends kept."""
    return Markup("<br>").join(escape(line) for line in (text or "").strip().splitlines())


def _written(value: date | datetime | None, form: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_text(value, form)


def _join(found: re.Match[str]) -> str:
    return f"{found[1]}{_WORD_JOINER}–{_WORD_JOINER}{found[2]}"
