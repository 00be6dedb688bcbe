"""When is it to be done? Every wording of time that council plans use, as days, or as none.

The one idea: a text is scanned once for *atoms* (`date_atoms`: a day, a month, a quarter, a year …); atoms joined by
"to" or a dash become a range, words before them ("by", "end of", "review") say how they are meant, and what is not a
date stays a word ("ongoing", "TBC"). Nothing is invented: a month without a year takes it from the plan's period
only when that leaves no choice, and says so; a date that cannot be is reported with what may have been meant.

Rules: days come first (15/10/2015); a financial year runs from 1 April to 31 March; a bare year is a calendar year and
is asked about; a range of several years is whole financial years and is asked about; two-digit years are of this
century.
Sources: docs/explanation/reading-plans.md, section "Dates"; terms.periods. It refuses nothing and chooses nothing:
which texts are about time is the caller's to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dueregard.domain.plans.model import Period, Timescale
from dueregard.domain.plans.parsing.date_atoms import DASH, MAY_HOLD_TIME, Reading, atoms, say_day
from dueregard.terms.periods import month_end

_DONE = r"(?:to be )?(?:completed?|done|due|deliver(?:ed)?|implement(?:ed)?|in place|achieved?)"
_END_BEFORE = re.compile(
    rf"(?:\b(?:{_DONE} by|by|before|no later than|erbyn)\s+)?(?:the\s+)?\b(?:end|diwedd)\s*(?:of\s+)?(?:the\s+)?"
    r"(?:month\s+of\s+|mis\s+)?$",
    re.IGNORECASE,
)
_BY_BEFORE = re.compile(
    rf"\b(?:{_DONE} by|by|before|no later than|not later than|due|until|deadline|prior to|erbyn|cyn|tan)\s*:?\s+"
    r"(?:the\s+)?(?:mis\s+)?$",
    re.IGNORECASE,
)
_FROM_BEFORE = re.compile(
    r"\b(?:from|start(?:s|ing)?(?: in| from)?|beginning(?: in)?|since|commenc(?:e|es|ing)(?: in)?|o)\s*:?\s+"
    r"(?:mis\s+)?$",
    re.IGNORECASE,
)
_ONWARDS_AFTER = re.compile(r"\s*(?:onwards?|ymlaen)\b", re.IGNORECASE)
_REVIEW_BEFORE = re.compile(
    r"\b(?:review(?:ed)?(?:\s+(?:date|in|by|on|due|again))*|adolyg\w*)\s*[:–-]?\s*(?:in\s+|by\s+|the\s+)?$",
    re.IGNORECASE,
)
_RANGE_BETWEEN = re.compile(
    rf"\s*(?:{DASH}|to|until|till|through(?:\s+to)?|up\s+to|hyd(?:\s+at)?|tan)\s*(?:the\s+)?(?:end\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)
_LEADING_BY = re.compile(r"(?:by|before|until|no later than|prior to|erbyn)\s+", re.IGNORECASE)
_AGAIN_BETWEEN = re.compile(r"[\s(,–-]*(?:each|every|in|by|on)?\s*", re.IGNORECASE)
_YEAR_UNSAID = {"year_inferred", "year_missing"}


def read_timescales(text: str, *, period: Period | None = None) -> tuple[Reading, ...]:
    """Give every wording of time in the text, in order.

    Takes:   a text that is about time (a timescale cell, a deadline phrase); the plan's period, for missing years.
    >>> [r.timescale.end for r in read_timescales("Q3 2015-2016 and by end of July 2016")]
    [datetime.date(2015, 12, 31), datetime.date(2016, 7, 31)]
    >>> read_timescales("31/06/2022")[0].doubts
    ('impossible',)
    """
    return _read(text, period, prose=False)


def _read(text: str, period: Period | None, *, prose: bool) -> tuple[Reading, ...]:
    if not text or not MAY_HOLD_TIME.search(text):
        return ()
    readings = [_with_words_before(reading, text, prose=prose) for reading in atoms(text, period)]
    return tuple(_joined(readings, text))


def due_and_start(readings: Iterable[Reading]) -> tuple[date | None, date | None]:
    """Give (start, due) of several wordings: the earliest beginning and the latest end.

    >>> due_and_start(read_timescales("April 2015; end July 2015"))
    (datetime.date(2015, 4, 1), datetime.date(2015, 7, 31))
    """
    kept = [r for r in readings if r.timescale.kind not in ("review", "recurring", "unknown")]
    starts = [r.timescale.start for r in kept if r.timescale.start]
    ends = [r.timescale.end for r in kept if r.timescale.end]
    start, due = min(starts, default=None), max(ends, default=None)
    if start and due and start > due:
        start = None
    return start, due


def deadlines_in(text: str, *, period: Period | None = None) -> tuple[Reading, ...]:
    """Give the dates that a sentence sets as deadlines: those after "by", "before", "until" or "end of".

    A year that belongs to a name ("Strategy 2015-2020") is none, and neither is a word such as "annually".
    >>> [r.timescale.text for r in deadlines_in("Analyse the Strategy 2015-2020 by Q3 2015/16")]
    ['Q3 2015/16']
    """
    found = []
    for reading in _read(text, period, prose=True):
        if not reading.by or reading.timescale.kind in ("recurring", "ongoing", "unknown", "relative"):
            continue
        by = _LEADING_BY.match(reading.timescale.text)
        alone = read_timescales(reading.timescale.text[by.end() if by else 0 :], period=period)
        found.append(replace(reading, timescale=alone[0].timescale) if alone else reading)
    return tuple(found)


def read_period(text: str) -> Period | None:
    """Give the years that a title says it covers, or None.

    >>> read_period("Equality Action Plan 2021-25").end
    datetime.date(2025, 3, 31)
    >>> read_period("Our plan for 2024").start
    datetime.date(2024, 1, 1)
    """
    best: Reading | None = None
    for reading in read_timescales(text):
        scale = reading.timescale
        if scale.start is None or scale.end is None or reading.doubts == ("impossible",):
            continue
        if scale.kind not in ("financial_year", "range", "calendar_year"):
            continue
        if best is None or (scale.kind != "calendar_year" and best.timescale.kind == "calendar_year"):
            best = reading
    if best is None:
        return None
    return Period(text=best.timescale.text, start=best.timescale.start, end=best.timescale.end)


def read_typed_date(day: date, *, printed: str, as_month: bool) -> Reading:
    """Read a sheet's true date; `as_month` where the column's dates are all the first of a month.

    A sheet turns "Apr-16" into 1 April 2016, so such a column means months: the due day is the month's last, and both
    days are proposed.
    """
    day = date(day.year, day.month, day.day)
    if not as_month:
        return Reading(0, len(printed), Timescale(printed, "day", day, day))
    last = month_end(day.year, day.month)
    return Reading(
        0,
        len(printed),
        Timescale(printed, "month", day, last),
        doubts=("month_from_date",),
        proposals=((last, f"{say_day(last)} (the whole month)"), (day, f"{say_day(day)} (that day)")),
    )


def read_note_date(text: str) -> tuple[date | None, str]:
    """Split a note of a log into its leading date and the rest; six digits are year, month, day.

    >>> read_note_date("140702 - Meeting held")
    (datetime.date(2014, 7, 2), 'Meeting held')
    """
    six = re.match(r"(\d\d)(\d\d)(\d\d)\s*[-–:]\s*", text)
    said, rest = (f"20{six[1]}-{six[2]}-{six[3]}", text[six.end() :]) if six else ("", "")
    if not six:
        lead = re.match(r"\[?([^:–—\n]{4,24}?)\]?\s*(?:[:–—]|\s-\s)\s*", text)
        said, rest = (lead[1].strip(), text[lead.end() :]) if lead else ("", "")
    readings = read_timescales(said)
    if len(readings) == 1 and readings[0].timescale.kind == "day" and len(readings[0].timescale.text) >= len(said) - 1:
        return readings[0].timescale.end, rest.strip()
    return None, text


_DATED = ("day", "month", "financial_quarter", "financial_year", "calendar_year", "range", "relative")
_OPENS_RANGE = ("day", "month", "financial_quarter", "financial_year", "calendar_year")
_CLOSES_RANGE = (*_OPENS_RANGE, "by_end_of_month")


def _with_words_before(reading: Reading, text: str, *, prose: bool) -> Reading:
    """Take in "by", "end of", "from" and "review" before an atom, and what they do to its meaning."""
    scale = reading.timescale
    if scale.kind not in _DATED:
        return reading
    before = text[: reading.start]
    # in a timescale cell "review by May" is a review; in a sentence "review" is what is to be done by May
    if not prose and (found := _REVIEW_BEFORE.search(before)):
        return _widened(reading, text, found.start(), kind="review", start=None, end=None)
    if scale.kind == "relative" and scale.end is None:
        return reading
    if found := _END_BEFORE.search(before):
        kind = {"month": "by_end_of_month", "day": "by_end_of_month"}.get(scale.kind, scale.kind)
        doubts = () if scale.kind == "calendar_year" else reading.doubts
        ended = _widened(reading, text, found.start(), kind=kind, start=None, end=scale.end)
        return replace(ended, doubts=doubts, by=True)
    if found := _BY_BEFORE.search(before):
        return replace(_widened(reading, text, found.start(), kind=scale.kind, start=None, end=scale.end), by=True)
    if found := _FROM_BEFORE.search(before):
        opened = _widened(reading, text, found.start(), kind=scale.kind, start=scale.start, end=scale.end)
        return replace(opened, opens=True)
    if found := _ONWARDS_AFTER.match(text, reading.end):
        opened = replace(reading, end=found.end(), opens=True)
        return replace(opened, timescale=replace(scale, text=text[reading.start : found.end()]))
    return replace(reading, by=scale.kind == "relative")


def _widened(reading: Reading, text: str, begin: int, *, kind: str, start: date | None, end: date | None) -> Reading:
    said = text[begin : reading.end].strip()
    return replace(reading, start=begin, timescale=Timescale(said, kind, start, end))


def _joined(readings: list[Reading], text: str) -> list[Reading]:
    """Join atoms that are one wording: "April to June 2023", "31 August (annually)", "Quarter 4 (Jan-Mar 2025)"."""
    out: list[Reading] = []
    for reading in readings:
        last = out[-1] if out else None
        between = text[last.end : max(reading.start, last.end)] if last else ""
        if last is None:
            out.append(reading)
        elif _opens_range(last) and _closes_range(reading) and _RANGE_BETWEEN.fullmatch(between):
            out[-1] = _range_of(last, reading, text)
        elif (again := _recurring_of(last, reading, text, between)) is not None:
            out[-1] = again
        else:
            if (
                last.timescale.kind == "month"
                and _YEAR_UNSAID & set(last.doubts)
                and re.fullmatch(r"\s*(?:/|and|&|,)\s*", between)
            ):
                out[-1] = _with_year_of(last, reading, text)
            out.append(reading)
    return _explained([_opened(reading) for reading in out], text)


def _explained(readings: list[Reading], text: str) -> list[Reading]:
    """Take the months in brackets behind a quarter as what it means: "Quarter 4 (Jan-Mar 2025)"."""
    out: list[Reading] = []
    for reading in readings:
        last = out[-1] if out else None
        if last and _is_explained(last, reading, text[last.end : reading.start]):
            end = reading.end + text[reading.end : reading.end + 1].count(")")
            scale = replace(reading.timescale, text=text[last.start : end], kind=last.timescale.kind)
            out[-1] = replace(reading, start=last.start, end=end, timescale=scale)
        else:
            out.append(reading)
    return out


def _opens_range(reading: Reading) -> bool:
    return reading.timescale.kind in _OPENS_RANGE and not reading.by and "impossible" not in reading.doubts


def _closes_range(reading: Reading) -> bool:
    return reading.timescale.kind in _CLOSES_RANGE and not reading.opens and "impossible" not in reading.doubts


def _is_explained(last: Reading, reading: Reading, between: str) -> bool:
    """Say whether `reading` stands in brackets behind a quarter without a year, as its explanation."""
    quarter = last.timescale.kind == "financial_quarter" and bool(_YEAR_UNSAID & set(last.doubts))
    return quarter and between.strip() == "(" and reading.timescale.kind in ("range", "month") and not reading.doubts


def _range_of(first: Reading, last: Reading, text: str) -> Reading:
    start, end = first.timescale.start, last.timescale.end
    doubts = tuple(d for d in last.doubts if d in _YEAR_UNSAID or d == "season")
    proposals = last.proposals if doubts else ()
    if not doubts and end and _YEAR_UNSAID & set(first.doubts):
        start = _start_before(first, text, end)
    if first.timescale.kind == last.timescale.kind == "calendar_year":
        doubts, proposals = ("year_ambiguous",), last.proposals
    if start and end and start > end:
        doubts, proposals = (*doubts, "order"), ()
    scale = Timescale(text[first.start : last.end].strip(), "range", start, end)
    return Reading(first.start, last.end, scale, doubts, proposals)


def _start_before(first: Reading, text: str, end: date) -> date | None:
    """Give a month or day without a year the latest year in which it still begins before `end`."""
    for year in (end.year, end.year - 1):
        again = read_timescales(f"{text[first.start : first.end]} {year}")
        if again and again[0].timescale.start and again[0].timescale.start <= end:
            return again[0].timescale.start
    return None


def _with_year_of(month: Reading, reading: Reading, text: str) -> Reading:
    end = reading.timescale.end
    start = _start_before(month, text, end) if end and not _YEAR_UNSAID & set(reading.doubts) else None
    if start is None:
        return month
    scale = replace(month.timescale, start=start, end=month_end(start.year, start.month))
    return replace(month, timescale=scale, doubts=(), proposals=())


def _opened(reading: Reading) -> Reading:
    if reading.opens and reading.timescale.kind != "range":
        return replace(reading, timescale=replace(reading.timescale, kind="range", end=None), doubts=(), proposals=())
    return reading


def _recurring_of(last: Reading, reading: Reading, text: str, between: str) -> Reading | None:
    """Join a day without a year and the word that brings it back ("31 August (annually)"); None if they are not so."""
    if (last.timescale.kind == "recurring") == (reading.timescale.kind == "recurring"):
        return None
    day, again = (last, reading) if reading.timescale.kind == "recurring" else (reading, last)
    dated = day.timescale.kind in ("day", "month", "by_end_of_month", "financial_quarter")
    if not dated or not _YEAR_UNSAID & set(day.doubts) or not _AGAIN_BETWEEN.fullmatch(between):
        return None
    end = reading.end + (1 if "(" in between and text[reading.end : reading.end + 1] == ")" else 0)
    scale = Timescale(text[last.start : end].strip(), "recurring")
    return Reading(last.start, end, scale, again.doubts, (), again.frequency)
