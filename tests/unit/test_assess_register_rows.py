"""Lists of policies, forward plans and calendars are read strictly, and every fault is told."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.domain.assessments.register_calendar import read_calendar
from dueregard.domain.assessments.register_rows import (
    Names,
    RegisterFaulty,
    day_of,
    decision_columns,
    policy_columns,
    read_register,
)
from dueregard.reading.blocks import Blocks, Cell, CellValue, Place, Row, Table
from dueregard.terms.errors import CannotBeRead

NAMES = Names({"adults": "Adults"})


def blocks(*rows: tuple[str, ...], values: dict[tuple[int, int], CellValue] | None = None) -> Blocks:
    made = tuple(
        Row(
            tuple(
                Cell(text, Place(table=1, row=at, cell=column), value=(values or {}).get((at, column)))
                for column, text in enumerate(cells, start=1)
            ),
            Place(table=1, row=at),
        )
        for at, cells in enumerate(rows, start=1)
    )
    return Blocks("csv", (Table(made, Place(table=1)),))


def test_register_rows_below_a_title_in_the_words_of_councils() -> None:
    found = read_register(
        blocks(
            ("Register of policies 2026", "", "", ""),
            ("Policy", "Department", "Next review", "How many people"),
            ("Home care", "adults", "9th February 2027", "12,000"),
            ("", "", "", ""),
            ("Parking", "", "", ""),
        ),
        policy_columns(),
        names=NAMES,
    )

    assert [(row.row, dict(row.values)) for row in found] == [
        (3, {"title": "Home care", "directorate": "Adults", "review_on": "2027-02-09", "people": 12_000}),
        (5, {"title": "Parking"}),
    ]


def test_register_rows_take_a_sheets_own_dates_and_numbers() -> None:
    typed: dict[tuple[int, int], CellValue] = {(2, 2): date(2027, 3, 2), (2, 3): 12000.0}
    found = read_register(
        blocks(("Title", "Review date", "People"), ("A", "02/03/27", "1.2E4"), values=typed),
        policy_columns(),
        names=NAMES,
    )  # fmt: skip

    assert dict(found[0].values) == {"title": "A", "review_on": "2027-03-02", "people": 12_000}


def test_register_rows_tell_every_fault_with_row_and_column() -> None:
    with pytest.raises(RegisterFaulty) as told:
        read_register(
            blocks(
                ("No", "Item", "Date", "Saving", "Department"),
                ("1", "", "Feb 2027", "about 3", "Nowhere"),
                ("1", "Fine", "", "£1,200", ""),
            ),
            decision_columns(),
            names=NAMES,
        )

    assert [(fault.row, fault.column, fault.message) for fault in told.value.faults] == [
        (2, "Item", "It is empty."),
        (2, "Date", "“Feb 2027” is not a date. Write it as 31/03/2027, 2027-03-31 or 31 March 2027."),
        (2, "Saving", "“about 3” is not an amount in whole pounds. Write it in figures, such as 120,000."),
        (2, "Department", "There is no directorate “Nowhere”."),
        (3, "No", "“1” is in row 2, too."),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((("A", "B"), ("1", "2")), "No list is in it"),
        ((("Title", "Kind"),), "no rows below"),
    ],
)
def test_register_rows_refuse_what_is_no_list(rows: tuple[tuple[str, ...], ...], message: str) -> None:
    with pytest.raises(CannotBeRead, match=message):
        read_register(blocks(*rows), policy_columns(), names=NAMES)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/03/2027", date(2027, 3, 31)),
        ("31.3.2027", date(2027, 3, 31)),
        ("2027-03-31 00:00:00", date(2027, 3, 31)),
        ("Wednesday 31 March 2027", date(2027, 3, 31)),
        ("31st Mar 2027", date(2027, 3, 31)),
        ("03/31/2027", None),
        ("31/03/27", None),
        ("March 2027", None),
        ("Q1", None),
        ("29 February 2027", None),
    ],
)
def test_register_days_are_read_whole_or_not_at_all(text: str, day: date | None) -> None:
    assert day_of(text) == day


def calendar(*lines: str) -> bytes:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", "")).encode()


def event(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:VEVENT", *lines, "END:VEVENT")


LATE = "DTSTART:20270630T233000Z"  # half an hour after midnight of 1 July in the United Kingdom


def test_register_calendar_gives_decisions_and_says_what_it_left() -> None:
    rows, remarks = read_calendar(
        calendar(
            *event("UID:1", "SUMMARY:Close a\\, library", LATE, "ORGANIZER;CN=Cabinet:mailto:a@b.uk"),
            *event("UID:2", "SUMMARY:Budget", "DTSTART;VALUE=DATE:20270209", "RRULE:FREQ=SECONDLY", "URL:javascript:x"),
        )
    )  # fmt: skip

    assert [dict(row.values) for row in rows] == [
        {"source_key": "1", "title": "Close a, library", "body": "Cabinet", "decides_on": "2027-07-01"},
        {"source_key": "2", "title": "Budget", "decides_on": "2027-02-09"},
    ]
    assert remarks == ("“Budget” repeats. Only its first day is taken; add the others by hand.",)


def test_register_calendar_tells_every_fault() -> None:
    with pytest.raises(RegisterFaulty) as told:
        read_calendar(calendar(*event("UID:1", "DTSTART:20270209"), *event("UID:1", "SUMMARY:B", "DTSTART:99999999")))

    assert [(fault.row, fault.column) for fault in told.value.faults] == [(1, "SUMMARY"), (2, "DTSTART"), (2, "UID")]


ZONE = ("BEGIN:VTIMEZONE", "TZID:X", "BEGIN:STANDARD", "DTSTART:19000101T000000", "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100", "RRULE:FREQ=SECONDLY;UNTIL=20380101T000000Z", "END:STANDARD", "END:VTIMEZONE")  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"Title,Date\n",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 20_000,
        calendar(*event("SUMMARY:" + "x" * 30_000)),
        calendar("X:" + "y" * 2_100_000),
        calendar(*ZONE, *event("UID:1", "SUMMARY:a", "DTSTART;TZID=X:20270209T090000")),
        b"BEGIN:VCALENDAR\r\nSUMMARY:\xff\xfe\r\n",
    ],
)
def test_register_calendar_refuses_what_no_council_has(content: bytes) -> None:
    with pytest.raises(CannotBeRead):
        read_calendar(content)
