"""Which single days, months, quarters and years are named in a text, before anyone asks how they are meant?

The one idea: one pattern for each kind of atom, tried in order from the most particular to the least, so that
"March 2015/16" is read as a month of a financial year before "2015/16" is read alone. Each atom becomes a `Reading`
with its days, its doubts and what a person might choose instead.

Sources: terms.periods; docs/explanation/reading-plans.md, section "Dates". It never looks at the words around an atom.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dueregard.domain.plans.model import Period, Timescale
from dueregard.domain.plans.parsing.date_words import (
    AMBIGUOUS_FREQUENCIES,
    FREQUENCIES,
    MONTHS,
    ONGOING,
    ORDINALS,
    RELATIVE,
    SEASONS,
    UNKNOWN,
)
from dueregard.terms.periods import financial_quarter, financial_year, financial_year_of, month_end


@dataclass(frozen=True, slots=True)
class Reading:
    """One wording found in a text: where it stands, what it means, and what is doubtful about it.

    `doubts` holds any of year_inferred, year_missing, year_ambiguous, season, impossible, frequency_ambiguous, order.
    `proposals` are (due date, words) that a person may choose from. `by` is True for a deadline ("by March"),
    `opens` for a beginning ("from March").
    """

    start: int
    end: int
    timescale: Timescale
    doubts: tuple[str, ...] = ()
    proposals: tuple[tuple[date, str], ...] = ()
    frequency: str | None = None
    by: bool = False
    opens: bool = False


DASH = r"[-–—‐−]"
_MONTH = r"(?P<{0}>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:[’'‘]?(?P<{0}>(?:19|20)\d\d|\d\d))(?!\d|[/-]\d)"
_LONG = r"(?:19|20)\d\d"
_FY = rf"(?:(?P<fy1>{_LONG})\s?(?:{DASH}|/)\s?(?P<fy2>{_LONG}|\d\d)(?![\d/]))"
_FY_WORD = r"(?:(?:the\s+)?(?:f\.?y\.?|financial\s+year|fiscal\s+year|blwyddyn\s+ariannol)\s*)"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_Q = r"(?:q|qtr\.?|quarter|chwarter)"
_AND = r"(?:\s*(?:to|and|&|/|,|-|–)\s*)"
_QUARTER = rf"{_Q}\s?(?P<q1>[1-4])(?!\d)(?:{_AND}{_Q}?\s?(?P<q2>[1-4])(?!\d|\s*/))?"
_QUARTER_WORD = rf"(?P<qo>{'|'.join(ORDINALS)})\s+quarter"
_YEARS = r"(?:years?|yrs?|blwyddyn)"
_COUNTED = r"(?:year|month|week|day|people|staff|children)s?\b"

_ATOM_SOURCES: tuple[tuple[str, str], ...] = (
    ("iso", rf"\b(?P<iy>{_LONG})-(?P<im>\d\d)-(?P<id>\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?)?\b"),
    ("numeric", r"(?<![\d/.])(?P<nd>\d{1,2})(?P<ns>[/.\-])(?P<nm>\d{1,2})(?P=ns)(?P<ny>\d{4}|\d\d)(?![\d/])"),
    ("month_year", rf"(?<![\d/.])(?P<ym>0?[1-9]|1[0-2])\s?[/.-]\s?(?P<my4>{_LONG})(?![\d/]|-\d)"),
    (
        "words_day",
        rf"{_WEEKDAY}\b(?P<wd>\d{{1,2}})\s?(?:st|nd|rd|th|ain|af|eg|fed)?\s+(?:of\s+)?{_MONTH.format('wm')}"
        rf"(?:,?\s*{_YEAR.format('wy')})?",
    ),
    (
        "month_day",
        rf"\b{_MONTH.format('mm')}\s+(?P<md>\d{{1,2}})(?:st|nd|rd|th)(?:,?\s+{_YEAR.format('my')})?"
        rf"|\b{_MONTH.format('mm2')}\s+(?P<md2>\d{{1,2}}),\s*(?P<my2>{_LONG})",
    ),
    ("month_fy", rf"\b{_MONTH.format('fm')}\s*,?\s*(?P<ffy1>{_LONG})\s?[/-]\s?(?P<ffy2>\d\d)\b(?!\d)"),
    (
        "month",
        rf"\b{_MONTH.format('om')}[\s,./’'‘-]*(?P<oy>{_LONG}|(?<=[\s/’'‘-])\d\d)(?!\d|[/-]\d|(?:st|nd|rd|th)\b)",
    ),
    (
        "quarter",
        rf"\b(?P<qfy1>{_LONG})\s?[-–/]\s?(?P<qfy2>{_LONG}|\d\d)[\s,:]*(?:{_QUARTER}|{_QUARTER_WORD})"
        rf"(?!\s*(?:of\s+)?{_LONG})",
    ),
    (
        "quarter_after",
        rf"\b(?:{_QUARTER}|{_QUARTER_WORD})(?:[\s,(:]*(?:of|in|,)?\s*{_FY_WORD}?"
        rf"(?:{_FY}|(?P<qs1>\d\d)\s?[/-]\s?(?P<qs2>\d\d)(?!\d)|(?P<qy>{_LONG})(?!\d)))?",
    ),
    ("academic", rf"\b(?:academic|school)\s+year\s*(?:{_FY})?"),
    ("fy", rf"(?<![\d/]){_FY_WORD}?{_FY}"),
    (
        "fy_short",
        rf"(?<![\d/.£]){_FY_WORD}?(?P<s1>\d\d)\s?(?:/|{DASH})\s?(?P<s2>\d\d)(?![\d/%.]|\s?%|\s+{_COUNTED})",
    ),
    ("fy_one", rf"\b{_FY_WORD}(?P<f1>{_LONG}|\d\d)(?!\d)"),
    (
        "season",
        rf"\b(?P<se>{'|'.join(SEASONS)})(?:[\s-]+term)?[\s,-]+(?:of\s+)?"
        rf"(?:{_FY.replace('fy1', 'sf1').replace('fy2', 'sf2')}|(?P<sy>{_LONG}))",
    ),
    ("year", rf"(?<![\d/.£,])(?P<yy>{_LONG})(?![\d/%]|,\d)"),
    ("day_only", rf"{_WEEKDAY}\b(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.format('dm')}"),
    ("month_only", rf"\b{_MONTH.format('lm')}"),
    (
        "plan_year",
        rf"\b{_YEARS}\s*(?P<p1>[1-9])(?!\d)(?:{_AND}{_YEARS}?\s*(?P<p2>[1-9])(?!\d))?(?:{_AND}(?P<p3>[1-9])(?!\d))?",
    ),
    (
        "year_end",
        r"\b(?:year[\s-]end|end\s+of\s+(?:the\s+)?(?:financial\s+|plan\s+)?year|diwedd\s+y\s+flwyddyn)(?!\s*\d)",
    ),
    ("plan_end", r"\bend\s+of\s+(?:the\s+)?(?:plan|strategy|scheme)(?:\s+period)?\b"),
    ("frequency", r"\b(?P<fr>" + "|".join(f"(?:{p})" for p, _ in FREQUENCIES) + r")(?!\w)"),
    ("ongoing", rf"\b(?P<on>{ONGOING})\b"),
    ("unknown", rf"\b(?P<un>{UNKNOWN})(?!\w)"),
    ("relative", rf"\b(?P<re>{RELATIVE})"),
)
_ATOMS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _ATOM_SOURCES)
MAY_HOLD_TIME = re.compile(
    r"\d|\b(?:"
    + "|".join(MONTHS)
    + rf"|quarter|{ONGOING}|{UNKNOWN}|{RELATIVE}|year[\s-]end|end of|diwedd"
    + "|"
    + "|".join(f"(?:{p})" for p, _ in FREQUENCIES)
    + r")\b",
    re.IGNORECASE,
)


def atoms(text: str, period: Period | None) -> list[Reading]:
    taken: list[tuple[int, int]] = []
    readings: list[Reading] = []
    for name, pattern in _ATOMS:
        for found in pattern.finditer(text):
            if found.end() == found.start() or any(a < found.end() and found.start() < b for a, b in taken):
                continue
            reading = _MAKERS[name](found, period)
            if reading is None:
                continue
            taken.append((reading.start, reading.end))
            readings.append(reading)
    return sorted(readings, key=lambda r: r.start)


def _make(
    found: re.Match[str],
    kind: str,
    start: date | None,
    end: date | None,
    *,
    doubts: tuple[str, ...] = (),
    proposals: tuple[tuple[date, str], ...] = (),
    frequency: str | None = None,
) -> Reading:
    said = found.group()
    stripped = said.strip(" ,;:(")
    offset = said.find(stripped)
    begin = found.start() + offset
    return Reading(begin, begin + len(stripped), Timescale(stripped, kind, start, end), doubts, proposals, frequency)


def _impossible(found: re.Match[str], year: int, month: int, day: int) -> Reading:
    proposals = []
    if 1 <= month <= 12 and day > 28:
        last = month_end(year, month)
        proposals.append((last, f"{say_day(last)} (that month's last day)"))
    swapped = _day(year, day, month)
    if swapped:
        proposals.append((swapped, f"{say_day(swapped)} (if the month stands first)"))
    return _make(found, "unknown", None, None, doubts=("impossible",), proposals=tuple(proposals))


def _on_day(found: re.Match[str], year: int, month: int, day: int) -> Reading:
    real = _day(year, month, day)
    return _make(found, "day", real, real) if real else _impossible(found, year, month, day)


def _iso(m: re.Match[str], period: Period | None) -> Reading | None:
    return _on_day(m, int(m["iy"]), int(m["im"]), int(m["id"]))


def _numeric(m: re.Match[str], period: Period | None) -> Reading | None:
    if len(m["ny"]) == 2 and m["ns"] == "." and int(m["nm"]) > 12:
        return None  # a version or a list number, such as 1.20.30
    return _on_day(m, _full_year(m["ny"]), int(m["nm"]), int(m["nd"]))


def _month_year(m: re.Match[str], period: Period | None) -> Reading | None:
    year, month = int(m["my4"]), int(m["ym"])
    return _make(m, "month", date(year, month, 1), month_end(year, month))


def _words_day(m: re.Match[str], period: Period | None) -> Reading | None:
    day, month = int(m["wd"]), MONTHS[m["wm"].lower()]
    if m["wy"] is None:
        return _without_year(m, period, month=month, day=day)
    return _on_day(m, _full_year(m["wy"]), month, day)


def _day_only(m: re.Match[str], period: Period | None) -> Reading | None:
    return _without_year(m, period, month=MONTHS[m["dm"].lower()], day=int(m["dd"]))


def _month_day(m: re.Match[str], period: Period | None) -> Reading | None:
    if m["md2"]:
        return _on_day(m, int(m["my2"]), MONTHS[m["mm2"].lower()], int(m["md2"]))
    month, day = MONTHS[m["mm"].lower()], int(m["md"])
    if m["my"] is None:
        return _without_year(m, period, month=month, day=day)
    return _on_day(m, _full_year(m["my"]), month, day)


def _month_fy(m: re.Match[str], period: Period | None) -> Reading | None:
    first = int(m["ffy1"])
    if (first + 1) % 100 != int(m["ffy2"]):
        return None
    month = MONTHS[m["fm"].lower()]
    year = first if month >= 4 else first + 1
    return _make(m, "month", date(year, month, 1), month_end(year, month))


def _month(m: re.Match[str], period: Period | None) -> Reading | None:
    year, month = _full_year(m["oy"]), MONTHS[m["om"].lower()]
    return _make(m, "month", date(year, month, 1), month_end(year, month))


def _month_only(m: re.Match[str], period: Period | None) -> Reading | None:
    said = m["lm"]
    if said.lower() in ("may", "mar", "march", "fai", "mai", "ion", "haf") and not said[0].isupper():
        return None  # the verb, not the month
    return _without_year(m, period, month=MONTHS[said.lower()], day=None)


def _without_year(m: re.Match[str], period: Period | None, *, month: int, day: int | None) -> Reading | None:
    kind = "month" if day is None else "day"
    years = _years_for(period, month)
    if day is not None and _day(2000, month, day) is None:
        return _impossible(m, years[0] if years else 2000, month, day)
    spans = [span for year in years if (span := _span(year, month, day))]
    if len(spans) == 1:
        return _make(m, kind, *spans[0], doubts=("year_inferred",), proposals=((spans[0][1], say_day(spans[0][1])),))
    return _make(
        m, kind, None, None, doubts=("year_missing",), proposals=tuple((end, say_day(end)) for _, end in spans)
    )


def _span(year: int, month: int, day: int | None) -> tuple[date, date] | None:
    if day is None:
        return date(year, month, 1), month_end(year, month)
    real = _day(year, month, day)
    return (real, real) if real else None


def _years_for(period: Period | None, month: int) -> list[int]:
    if not period or not period.start or not period.end:
        return []
    return [
        year
        for year in range(period.start.year, period.end.year + 1)
        if month_end(year, month) >= period.start and date(year, month, 1) <= period.end
    ]


def _quarter(m: re.Match[str], period: Period | None) -> Reading | None:
    groups = m.groupdict()
    first = int(groups["q1"]) if groups.get("q1") else ORDINALS[groups["qo"].lower()]
    last = int(groups["q2"]) if groups.get("q2") else first
    doubts: tuple[str, ...] = ()
    year: int | None = None
    for one, two in (("qfy1", "qfy2"), ("fy1", "fy2"), ("qs1", "qs2")):
        if groups.get(one):
            year = _full_year(groups[one])
            if (year + 1) % 100 != int(groups[two]) % 100:
                return None
    if year is None and groups.get("qy"):
        year, doubts = int(groups["qy"]), ("year_ambiguous",)
    if year is None:
        years = _financial_years(period)
        if len(years) != 1:
            options = tuple(
                (
                    financial_quarter(y, last)[1],
                    f"{say_day(financial_quarter(y, last)[1])} (quarter {last} of {_fy(y)})",
                )
                for y in years
            )
            return _make(m, "financial_quarter", None, None, doubts=("year_missing",), proposals=options)
        year, doubts = years[0], ("year_inferred",)
    start, end = financial_quarter(year, first)[0], financial_quarter(year, last)[1]
    proposals = ((end, say_day(end)),) if doubts else ()
    return _make(m, "financial_quarter" if first == last else "range", start, end, doubts=doubts, proposals=proposals)


def _financial_years(period: Period | None) -> list[int]:
    if not period or not period.start or not period.end:
        return []
    return list(range(financial_year_of(period.start), financial_year_of(period.end) + 1))


def _academic(m: re.Match[str], period: Period | None) -> Reading | None:
    if m["fy1"] is None:
        return _make(m, "relative", None, None)
    year = int(m["fy1"])
    if (year + 1) % 100 != int(m["fy2"]) % 100:
        return None
    return _make(m, "range", date(year, 9, 1), date(year + 1, 8, 31))


def _pair(m: re.Match[str], first: int, second: int) -> Reading | None:
    if second == first + 1:
        return _make(m, "financial_year", *financial_year(first))
    if not first < second <= first + 30:
        return None
    start, end = date(first, 4, 1), date(second, 3, 31)
    proposals = (
        (end, f"{say_day(end)} (financial years)"),
        (date(second, 12, 31), f"{say_day(date(second, 12, 31))} (calendar years)"),
    )
    return _make(m, "range", start, end, doubts=("year_ambiguous",), proposals=proposals)


def _fy_pair(m: re.Match[str], period: Period | None) -> Reading | None:
    first = int(m["fy1"])
    second = int(m["fy2"]) if len(m["fy2"]) == 4 else first // 100 * 100 + int(m["fy2"])
    if second < first and len(m["fy2"]) == 2:
        second += 100
    return _pair(m, first, second)


def _fy_short(m: re.Match[str], period: Period | None) -> Reading | None:
    first, second = int(m["s1"]), int(m["s2"])
    if (first + 1) % 100 != second:
        return None
    return _pair(m, 2000 + first, 2001 + first)


def _fy_one(m: re.Match[str], period: Period | None) -> Reading | None:
    year = _full_year(m["f1"])
    ends = financial_year(year - 1), financial_year(year)
    proposals = tuple((end, f"{say_day(end)} ({_fy(start.year)})") for start, end in ends)
    # "FY24" names the year it begins in some councils and the year it ends in others
    return _make(m, "financial_year", *ends[1], doubts=("year_ambiguous",), proposals=proposals)


def _season(m: re.Match[str], period: Period | None) -> Reading | None:
    first, last = SEASONS[m["se"].lower()]
    year = int(m["sf1"] or m["sy"])
    if m["sf1"] and first < 4:
        year += 1
    end_year = year + 1 if last < first else year
    end = month_end(end_year, last)
    return _make(m, "range", date(year, first, 1), end, doubts=("season",), proposals=((end, say_day(end)),))


def _calendar_year(m: re.Match[str], period: Period | None) -> Reading | None:
    year = int(m["yy"])
    options = (
        (date(year, 12, 31), "calendar year"),
        (date(year, 3, 31), _fy(year - 1)),
        (date(year + 1, 3, 31), _fy(year)),
    )
    proposals = tuple((day, f"{say_day(day)} ({words})") for day, words in options)
    return _make(
        m, "calendar_year", date(year, 1, 1), date(year, 12, 31), doubts=("year_ambiguous",), proposals=proposals
    )


def _plan_year(m: re.Match[str], period: Period | None) -> Reading | None:
    first = int(m["p1"])
    last = int(m["p3"] or m["p2"] or m["p1"])
    kind = "relative" if first == last else "range"
    if not period or not period.start or last < first:
        return _make(m, kind, None, None, doubts=("year_missing",))
    base = period.start
    start, after = base.replace(year=base.year + first - 1), base.replace(year=base.year + last)
    end = date.fromordinal(after.toordinal() - 1)
    return _make(m, kind, start, end, doubts=("year_inferred",), proposals=((end, say_day(end)),))


def _year_end(m: re.Match[str], period: Period | None) -> Reading | None:
    years = _financial_years(period)
    options = tuple((financial_year(y)[1], say_day(financial_year(y)[1])) for y in years)
    if len(options) == 1:
        return _make(m, "relative", None, options[0][0], doubts=("year_inferred",), proposals=options)
    return _make(m, "relative", None, None, doubts=("year_missing",), proposals=options)


def _plan_end(m: re.Match[str], period: Period | None) -> Reading | None:
    end = period.end if period else None
    doubts = ("year_inferred",) if end else ("year_missing",)
    return _make(m, "relative", None, end, doubts=doubts, proposals=((end, say_day(end)),) if end else ())


def _frequency(m: re.Match[str], period: Period | None) -> Reading | None:
    code = next(code for pattern, code in FREQUENCIES if re.fullmatch(pattern, m["fr"], re.IGNORECASE))
    doubts = ("frequency_ambiguous",) if code in AMBIGUOUS_FREQUENCIES else ()
    return _make(m, "recurring", None, None, doubts=doubts, frequency=code)


_Maker = Callable[[re.Match[str], Period | None], Reading | None]


def _only(kind: str) -> _Maker:
    return lambda m, period: _make(m, kind, None, None)


_MAKERS: dict[str, _Maker] = {
    "iso": _iso,
    "numeric": _numeric,
    "month_year": _month_year,
    "words_day": _words_day,
    "month_day": _month_day,
    "month_fy": _month_fy,
    "month": _month,
    "quarter": _quarter,
    "quarter_after": _quarter,
    "academic": _academic,
    "fy": _fy_pair,
    "fy_short": _fy_short,
    "fy_one": _fy_one,
    "season": _season,
    "year": _calendar_year,
    "day_only": _day_only,
    "month_only": _month_only,
    "plan_year": _plan_year,
    "year_end": _year_end,
    "plan_end": _plan_end,
    "frequency": _frequency,
    "ongoing": _only("ongoing"),
    "unknown": _only("unknown"),
    "relative": _only("relative"),
}


def _full_year(said: str) -> int:
    return int(said) if len(said) == 4 else 2000 + int(said)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def say_day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _fy(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"
