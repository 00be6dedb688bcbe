"""The years and quarters of UK public bodies.

The one idea: the financial year of a council runs from 1 April to 31 March, and its quarters are named 1 to 4 from
April. Source: Local Government Finance Act 1992, section 69(1) ("financial year").
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def financial_year(start_year: int) -> tuple[date, date]:
    """Give the first and last day of the financial year that begins in `start_year`.

    >>> financial_year(2015)
    (datetime.date(2015, 4, 1), datetime.date(2016, 3, 31))
    """
    return date(start_year, 4, 1), date(start_year + 1, 3, 31)


def financial_year_of(day: date) -> int:
    """Give the year in which the financial year of `day` began.

    >>> financial_year_of(date(2016, 3, 31))
    2015
    """
    return day.year if day.month >= 4 else day.year - 1


def financial_quarter(start_year: int, quarter: int) -> tuple[date, date]:
    """Give the first and last day of quarter 1 to 4 of the financial year that begins in `start_year`.

    >>> financial_quarter(2015, 4)
    (datetime.date(2016, 1, 1), datetime.date(2016, 3, 31))
    """
    month = (4, 7, 10, 1)[quarter - 1]
    year = start_year if quarter < 4 else start_year + 1
    return date(year, month, 1), month_end(year, month + 2)


def month_end(year: int, month: int) -> date:
    """Give the last day of a month.

    >>> month_end(2016, 2)
    datetime.date(2016, 2, 29)
    """
    return date(year, month, monthrange(year, month)[1])
