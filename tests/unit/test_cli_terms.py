"""Sources and duties: each rule can be looked up, and the worked examples of the law come out."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.terms.citations import read_data, source, sources
from dueregard.terms.duties import NATIONS, check_nation, duties, next_due
from dueregard.terms.errors import UsedWrongly


def _duty(nation: str, code: str):
    return next(duty for duty in duties(nation) if duty.code == code)


@pytest.mark.parametrize(
    ("nation", "code", "last", "due"),
    [
        # the interval begins with the day of publication: the last safe day is the day before the anniversary
        ("E", "information", date(2026, 2, 17), date(2027, 2, 16)),
        ("E", "information", date(2026, 1, 12), date(2027, 1, 11)),
        ("E", "objectives", date(2023, 4, 3), date(2027, 4, 2)),
        ("E", "gender_pay_gap", date(2026, 3, 31), date(2027, 3, 30)),
        ("W", "annual_report", date(2026, 3, 31), date(2027, 3, 31)),
        ("W", "objectives", date(2024, 4, 1), date(2028, 3, 31)),
        ("S", "mainstreaming", date(2025, 4, 30), date(2027, 4, 29)),
        ("S", "objectives", date(2025, 4, 30), date(2029, 4, 29)),
        ("S", "gender_pay_gap", date(2025, 4, 30), date(2027, 4, 30)),
        # leap days: never later than the interval
        ("E", "information", date(2024, 2, 29), date(2025, 2, 28)),
        ("E", "objectives", date(2024, 2, 29), date(2028, 2, 28)),
        ("E", "information", date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_next_due_worked_examples(nation, code, last, due):
    assert next_due(_duty(nation, code), last) == due


def test_every_duty_has_a_source_and_words():
    for nation in NATIONS:
        for duty in duties(nation):
            assert duty.source in sources(), f"{nation} {duty.code} cites {duty.source}, which is not in sources.toml"
            assert duty.asks.endswith(".")
            assert duty.months % 12 == 0


def test_every_nation_asks_for_objectives():
    assert all("objectives" in {duty.code for duty in duties(nation)} for nation in NATIONS)


def test_how_often_is_said_in_words():
    assert _duty("E", "objectives").how_often() == ("every 4 years, counted from the day it was last published")
    assert _duty("W", "annual_report").how_often() == ("every year, counted from the last day of the year reported on")


def test_unknown_nation_is_refused_in_words():
    with pytest.raises(UsedWrongly, match="not a nation"):
        check_nation("NI")


def test_sources_are_complete():
    for entry in sources().values():
        assert entry.mark in {"V", "K", "D"}
        assert entry.url.startswith("https://")
        assert isinstance(entry.seen, date)
        assert entry.title
        assert entry.publisher


def test_source_says_itself_as_a_footnote():
    words = source("si-2017-353-reg-4").in_words()

    assert words.endswith("legislation.gov.uk, seen 21 November 2026")


def test_unknown_source_is_an_error():
    with pytest.raises(KeyError):
        source("no-such-source")


def test_no_duty_says_compliant():
    assert "compliant" not in str(read_data("duties.toml")).lower()
