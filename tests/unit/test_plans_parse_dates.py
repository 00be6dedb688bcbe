"""Every wording of time is read as the days that a person would read, or as none; what is doubtful says so."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.domain.plans.model import Period
from dueregard.domain.plans.parsing.dates import (
    deadlines_in,
    due_and_start,
    read_note_date,
    read_period,
    read_timescales,
    read_typed_date,
)

ONE_YEAR = Period("2015-2016", date(2015, 4, 1), date(2016, 3, 31))
FOUR_YEARS = Period("2017-2021", date(2017, 4, 1), date(2021, 3, 31))


def _days(text: str, period: Period | None = ONE_YEAR) -> tuple[str | None, str | None]:
    start, due = due_and_start(read_timescales(text, period=period))
    return (start.isoformat() if start else None, due.isoformat() if due else None)


@pytest.mark.parametrize(
    ("text", "kind", "start", "due"),
    [
        ("2015-16", "financial_year", "2015-04-01", "2016-03-31"),
        ("2015/16", "financial_year", "2015-04-01", "2016-03-31"),
        ("2015-2016", "financial_year", "2015-04-01", "2016-03-31"),
        ("2015 -2016", "financial_year", "2015-04-01", "2016-03-31"),
        ("2015- 16", "financial_year", "2015-04-01", "2016-03-31"),
        ("FY 2015/16", "financial_year", "2015-04-01", "2016-03-31"),
        ("15/16", "financial_year", "2015-04-01", "2016-03-31"),
        ("1999-2000", "financial_year", "1999-04-01", "2000-03-31"),
        ("2015-2020", "range", "2015-04-01", "2020-03-31"),
        ("2016-20", "range", "2016-04-01", "2020-03-31"),
        ("2015/19", "range", "2015-04-01", "2019-03-31"),
        ("2016 - 2022", "range", "2016-04-01", "2022-03-31"),
        ("Q3 2015-2016", "financial_quarter", "2015-10-01", "2015-12-31"),
        ("2015/16 Q4", "financial_quarter", "2016-01-01", "2016-03-31"),
        ("quarter 4", "financial_quarter", "2016-01-01", "2016-03-31"),
        ("third quarter of 2015/16", "financial_quarter", "2015-10-01", "2015-12-31"),
        ("Q1-Q2 2015/16", "range", "2015-04-01", "2015-09-30"),
        ("Quarter 4 (Jan–Mar 2025)", "financial_quarter", "2025-01-01", "2025-03-31"),
        ("April 2016", "month", "2016-04-01", "2016-04-30"),
        ("Sept 02", "month", "2002-09-01", "2002-09-30"),
        ("Oct-15", "month", "2015-10-01", "2015-10-31"),
        ("March 2015/16", "month", "2016-03-01", "2016-03-31"),
        ("End July 2015", "by_end_of_month", None, "2015-07-31"),
        ("by end of Dec 2015", "by_end_of_month", None, "2015-12-31"),
        ("by the end of February 2016", "by_end_of_month", None, "2016-02-29"),
        ("by March 2016", "month", None, "2016-03-31"),
        ("October", "month", "2015-10-01", "2015-10-31"),
        ("31 March", "day", "2016-03-31", "2016-03-31"),
        ("2017", "calendar_year", "2017-01-01", "2017-12-31"),
        ("by 2018", "calendar_year", None, "2018-12-31"),
        ("end of 2016", "calendar_year", None, "2016-12-31"),
        ("15/10/2015", "day", "2015-10-15", "2015-10-15"),
        ("27.3.26", "day", "2026-03-27", "2026-03-27"),
        ("2015-10-15 00:00:00", "day", "2015-10-15", "2015-10-15"),
        ("1st February 2011", "day", "2011-02-01", "2011-02-01"),
        ("Monday 3rd May 2021", "day", "2021-05-03", "2021-05-03"),
        ("March 31st 2016", "day", "2016-03-31", "2016-03-31"),
        ("April 2023 – June 2023", "range", "2023-04-01", "2023-06-30"),
        ("April – June 2023", "range", "2023-04-01", "2023-06-30"),
        ("Nov to Feb 2016", "range", "2015-11-01", "2016-02-29"),
        ("01/04/2015 - 31/03/2016", "range", "2015-04-01", "2016-03-31"),
        ("2015/16 - 2017/18", "range", "2015-04-01", "2018-03-31"),
        ("from April 2015", "range", "2015-04-01", None),
        ("2024 onwards", "range", "2024-01-01", None),
        ("Year 1", "relative", "2015-04-01", "2016-03-31"),
        ("Year 1-4", "range", "2015-04-01", "2019-03-31"),
        ("Spring 2024", "range", "2024-03-01", "2024-05-31"),
        ("academic year 2015/16", "range", "2015-09-01", "2016-08-31"),
        ("end of the financial year", "relative", None, "2016-03-31"),
        ("erbyn diwedd mis Mawrth 2024", "by_end_of_month", None, "2024-03-31"),
        ("Medi 2023", "month", "2023-09-01", "2023-09-30"),
        ("Chwarter 2 2024/25", "financial_quarter", "2024-07-01", "2024-09-30"),
        ("31 August (annually)", "recurring", None, None),
        ("six monthly", "recurring", None, None),
        ("yn flynyddol", "recurring", None, None),
        ("Ongoing", "ongoing", None, None),
        ("Parhaus", "ongoing", None, None),
        ("TBC", "unknown", None, None),
        ("to be confirmed", "unknown", None, None),
        ("as required", "relative", None, None),
        ("within six months of adoption", "relative", None, None),
        ("next three years", "relative", None, None),
        ("review Jan 2023", "review", None, None),
    ],
)
def test_wording_means_these_days(text, kind, start, due):
    readings = read_timescales(text, period=ONE_YEAR)

    assert [reading.timescale.kind for reading in readings] == [kind]
    assert readings[0].timescale.text == text
    assert _days(text) == (start, due)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Q3 2015-2016 Q4 2015-2016", ("2015-10-01", "2016-03-31")),
        ("Annually by 31 March 2016", (None, "2016-03-31")),
        ("December 2015 and March 2016", ("2015-12-01", "2016-03-31")),
        ("July/August 2016", ("2016-07-01", "2016-08-31")),
        ("Ongoing from April 2015", ("2015-04-01", None)),
        ("31 March 2016 (then annually)", ("2016-03-31", "2016-03-31")),
    ],
)
def test_several_wordings_give_the_first_start_and_the_last_end(text, days):
    assert _days(text) == days


@pytest.mark.parametrize(
    ("text", "period", "doubts", "proposed"),
    [
        ("October", ONE_YEAR, ("year_inferred",), ["2015-10-31"]),
        ("October", FOUR_YEARS, ("year_missing",), ["2017-10-31", "2018-10-31", "2019-10-31", "2020-10-31"]),
        ("Q1", FOUR_YEARS, ("year_missing",), ["2017-06-30", "2018-06-30", "2019-06-30", "2020-06-30"]),
        ("October", None, ("year_missing",), []),
        ("2017", ONE_YEAR, ("year_ambiguous",), ["2017-12-31", "2017-03-31", "2018-03-31"]),
        ("2015-2020", ONE_YEAR, ("year_ambiguous",), ["2020-03-31", "2020-12-31"]),
        ("31/06/2022", ONE_YEAR, ("impossible",), ["2022-06-30"]),
        ("10/15/2015", ONE_YEAR, ("impossible",), ["2015-10-15"]),
        ("30 February 2024", ONE_YEAR, ("impossible",), ["2024-02-29"]),
        ("biannually", ONE_YEAR, ("frequency_ambiguous",), []),
        ("June 2023 - March 2023", ONE_YEAR, ("order",), []),
    ],
)
def test_what_is_doubtful_says_so_and_proposes(text, period, doubts, proposed):
    (reading,) = read_timescales(text, period=period)

    assert reading.doubts == doubts
    assert [day.isoformat() for day, _ in reading.proposals] == proposed


@pytest.mark.parametrize("text", ["October", "Q1", "31 March", "year end"])
def test_nothing_is_invented_where_the_year_is_open(text):
    assert _days(text, FOUR_YEARS) == (None, None)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Review the Refugee Strategy 2015-2020", []),
        ("Fund places agreed in July 2015 by end of March 2016", ["end of March 2016"]),
        ("To start work (by Q4 2015/16) on gaps", ["Q4 2015/16"]),
        ("Share news by Q3 2015/16 and plans by Q4 2015/16", ["Q3 2015/16", "Q4 2015/16"]),
        ("To review by Q3 2015/16", ["Q3 2015/16"]),
        ("raise the age to 18 in 2015", []),
    ],
)
def test_only_deadlines_count_inside_a_sentence(sentence, found):
    assert [reading.timescale.text for reading in deadlines_in(sentence, period=ONE_YEAR)] == found


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Equality Action Plan 2015-2016", ("2015-04-01", "2016-03-31")),
        ("Our plan 2021-25", ("2021-04-01", "2025-03-31")),
        ("Equality plan, April 2017 to March 2021", ("2017-04-01", "2021-03-31")),
        ("Plan for 2024", ("2024-01-01", "2024-12-31")),
        ("Equality plan", None),
    ],
)
def test_a_title_names_its_period(title, period):
    read = read_period(title)

    assert (read and (read.start.isoformat(), read.end.isoformat())) == period


def test_a_true_date_is_a_day_or_where_all_are_firsts_a_month():
    day = read_typed_date(date(2016, 4, 1), printed="2016-04-01", as_month=False)
    month = read_typed_date(date(2016, 4, 1), printed="2016-04-01", as_month=True)

    assert (day.timescale.kind, day.timescale.end) == ("day", date(2016, 4, 1))
    assert (month.timescale.kind, month.timescale.end) == ("month", date(2016, 4, 30))
    assert month.doubts == ("month_from_date",)


@pytest.mark.parametrize(
    ("note", "day", "rest"),
    [
        ("140702 - Meeting held", date(2014, 7, 2), "Meeting held"),
        ("1 May 2024: started", date(2024, 5, 1), "started"),
        ("Outcome: good", None, "Outcome: good"),
        ("999999 - no date", None, "999999 - no date"),
    ],
)
def test_a_note_begins_with_its_date(note, day, rest):
    assert read_note_date(note) == (day, rest)
