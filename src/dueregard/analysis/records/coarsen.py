"""Values made coarser or typed: ages to groups, dates to quarters, postcodes to their first half, texts to numbers.

The one idea: each function takes a column of tidied texts ("" where empty) and gives the values with what could not be
read as missing; which rows those are is told from the two together. Nothing is guessed: a date that reads two ways is
read the one way it was said to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from dueregard.analysis.records.looks import BLANK, NO, YES
from dueregard.analysis.records.schema import Treatment
from dueregard.terms.classifications.model import Category

OLDEST = 120
"""The greatest age in whole years that is taken for one."""
_BLANK = sorted(BLANK)
_MONTHS = {
    name: f"{number:02d}"
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_SERIALS = (18_264, 73_050)  # 1950 to the end of 2099 in days since 30 December 1899, as sheets count


def is_blank(texts: pl.Series) -> pl.Series:
    """Say which texts stand for an empty value."""
    return texts.str.to_lowercase().is_in(_BLANK)


def numbers(texts: pl.Series) -> pl.Series:
    """Read texts as numbers: pounds, thousands commas, percent signs, K, and brackets for minus are understood.

    >>> numbers(pl.Series(["£23,500.50", "(12)", "23.5K", "twelve", ""])).to_list()
    [23500.5, -12.0, 23500.0, None, None]
    """
    bare = texts.str.replace_all(r"[£$€,\s%]", "")
    minus = bare.str.contains(r"^\(.*\)$")
    thousands = bare.str.contains(r"[kK]\)?$")
    bare = bare.str.replace_all(r"[()kK]", "")
    shaped = bare.str.contains(r"^[+-]?(?:\d+\.?\d*|\.\d+)$")
    read = pl.select(pl.when(shaped).then(bare)).to_series().cast(pl.Float64, strict=False)
    factor = pl.select(
        pl.when(thousands).then(1000.0).otherwise(1.0) * pl.when(minus).then(-1.0).otherwise(1.0)
    ).to_series()
    return (read * factor).rename(texts.name)


def dates(texts: pl.Series, *, day_first: bool) -> pl.Series:
    """Read texts as days: ISO, 31/01/2026, 31 Jan 2026, with or without a time, and the day numbers of sheets.

    >>> written = ["2026-01-31T23:10:00+00:00", "3/4/26", "3rd March 2026", "46053", "Q1"]
    >>> dates(pl.Series(written), day_first=True).cast(str).to_list()
    ['2026-01-31', '2026-04-03', '2026-03-03', '2026-01-31', None]
    """
    iso = texts.str.extract(r"^(\d{4}-\d{2}-\d{2})(?:$|[T ])").str.to_date("%Y-%m-%d", strict=False)
    first = texts.str.extract(r"^(\d{1,2})[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?:$|\s)")
    second = texts.str.extract(r"^\d{1,2}[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?:$|\s)")
    year = _whole_year(texts.str.extract(r"^\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})(?:$|\s)"))
    day, month = (first, second) if day_first else (second, first)
    slashed = _joined(year, month, day)
    words = texts.str.to_lowercase()
    pattern = rf"^(\d{{1,2}})(?:st|nd|rd|th)?[\s-]({'|'.join(_MONTHS)})[a-z]*[\s-],?\s*(\d{{4}}|\d{{2}})(?:$|\s)"
    worded = _joined(
        _whole_year(words.str.extract(pattern, 3)),
        words.str.extract(pattern, 2).replace_strict(_MONTHS, default=None, return_dtype=pl.String),
        words.str.extract(pattern, 1),
    )
    serial = texts.str.extract(r"^(\d{5})(?:\.\d+)?$").cast(pl.Int32, strict=False)
    low, high = _SERIALS
    from_1970 = serial - (date(1970, 1, 1) - date(1899, 12, 30)).days
    counted = pl.select(pl.when(serial.is_between(low, high)).then(from_1970)).to_series().cast(pl.Date)
    return pl.select(pl.coalesce(iso, slashed, worded, counted)).to_series().cast(pl.Date).rename(texts.name)


def _whole_year(year: pl.Series) -> pl.Series:
    """Give years of two figures their century: 00 to 49 are of this century, 50 to 99 of the last."""
    short = year.str.len_chars() == 2
    century = pl.select(pl.when(year < "50").then(pl.lit("20")).otherwise(pl.lit("19"))).to_series()
    return pl.select(pl.when(short).then(century + year).otherwise(year)).to_series()


def _joined(year: pl.Series, month: pl.Series, day: pl.Series) -> pl.Series:
    return (year + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)).str.to_date("%Y-%m-%d", strict=False)


def truncated(days: pl.Series, treatment: Treatment) -> pl.Series:
    """Give the first day of each day's year, quarter or month, or the day itself.

    >>> truncated(pl.Series([date(2026, 5, 17)]), Treatment.QUARTER).to_list()
    [datetime.date(2026, 4, 1)]
    """
    every = {Treatment.YEAR: "1y", Treatment.QUARTER: "1q", Treatment.MONTH: "1mo"}.get(treatment)
    return days.dt.truncate(every) if every else days


def ages(texts: pl.Series, *, on: date, day_first: bool, are_dates: bool) -> pl.Series:
    """Give ages in whole years on a day, from dates of birth or from ages; missing where it gives none from 0 to 120.

    >>> ages(pl.Series(["01/04/2000", "02/04/2000"]), on=date(2026, 4, 1), day_first=True, are_dates=True).to_list()
    [26, 25]
    """
    if are_dates:
        born = dates(texts, day_first=day_first)
        had = (born.dt.month() < on.month) | ((born.dt.month() == on.month) & (born.dt.day() <= on.day))
        years = pl.Series([on.year] * len(born), dtype=pl.Int32) - born.dt.year() - (~had).cast(pl.Int32)
    else:
        years = numbers(texts).floor().cast(pl.Int32, strict=False)
    holds = years.is_between(0, OLDEST)
    return pl.select(pl.when(holds).then(years)).to_series().rename(texts.name)


def banded(years: pl.Series, bands: Sequence[Category]) -> pl.Series:
    """Give the code of the age group of each age; missing for an age that is in none.

    Takes:   `bands`, categories of a classification of ages, each with its first age and its last, if it has one.

    >>> bands = (Category("child", "Child", from_age=0, to_age=17), Category("adult", "Adult", from_age=18))
    >>> banded(pl.Series([0, 17, 18, 90, None]), bands).to_list()
    ['child', 'child', 'adult', 'adult', None]
    """
    of_age = {
        age: band.code
        for band in bands
        if band.from_age is not None
        for age in range(band.from_age, (OLDEST if band.to_age is None else band.to_age) + 1)
    }
    return years.cast(pl.Int32).replace_strict(of_age, default=None, return_dtype=pl.String)


def outward(texts: pl.Series) -> pl.Series:
    """Give the first half of whole postcodes; a text that is only a first half stays.

    >>> outward(pl.Series(["ab1 2ed", "SW1A1AA", "M1", "nowhere"])).to_list()
    ['AB1', 'SW1A', 'M1', None]
    """
    shown = texts.str.to_uppercase().str.replace_all(" ", "")
    return shown.str.extract(r"^([A-Z]{1,2}\d[A-Z\d]?)(?:\d[ABD-HJLNP-UW-Z]{2})?$")


def yes_or_no(texts: pl.Series) -> pl.Series:
    """Read texts as yes or no.

    >>> yes_or_no(pl.Series(["Yes", "0.0", "T", "maybe"])).to_list()
    [True, False, True, None]
    """
    said = texts.str.to_lowercase()
    known: dict[Any, bool] = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}
    return said.replace_strict(known, default=None, return_dtype=pl.Boolean)
