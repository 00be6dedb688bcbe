"""Which decisions does a calendar of meetings (iCalendar, RFC 5545) plan?

The one idea: an event is a decision: its summary the title, its day the day, its UID what it is known by when the
calendar is handed in again. The library reads; before it does, what a calendar of a council never has is refused: more
than 2 MB, lines of more than 20,000 letters, components within components within components. An event that repeats is
taken once, and that is said; a cancelled one comes as called off.

Source:  RFC 5545, sections 3.1 (lines), 3.6.1 (events), 3.8.4.7 (UID).
Refuses: calendars without events; events without a summary or a day, each told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from dueregard.domain.assessments.register_rows import Fault, Given, RegisterFaulty
from dueregard.publish.sheet import clean_text
from dueregard.terms.errors import CannotBeRead

MOST_BYTES = 2_000_000
MOST_EVENTS = 2_000
MOST_LINES = 60_000
_LONGEST_LINE = 20_000
_DEEPEST = 4
_LONGEST_KEY = 200
_HERE = ZoneInfo("Europe/London")


def read_calendar(content: bytes) -> tuple[tuple[Given, ...], tuple[str, ...]]:
    """Read the events of a calendar as rows of a forward plan; a row's number is its event's, from 1.

    Gives:   the rows, and remarks about what was taken in another way than it stands there.
    Raises:  CannotBeRead for what is no calendar, or larger than any council's; RegisterFaulty with every fault.
    """
    _check(content)
    try:
        calendar = Calendar.from_ical(content)
        events = [part for part in calendar.walk("VEVENT") if isinstance(part, dict)]
    except (ValueError, IndexError, KeyError, AttributeError, TypeError, RecursionError) as fault:
        raise CannotBeRead(
            "The calendar is damaged.", mend="Export it again from the program it is kept in, as .ics."
        ) from fault
    if not events:
        raise CannotBeRead("The calendar has no events.")
    if len(events) > MOST_EVENTS:
        raise CannotBeRead(f"The calendar has {len(events):,} events; the most we read is {MOST_EVENTS:,}.")
    faults: list[Fault] = []
    remarks: list[str] = []
    rows = tuple(_given(at, event, faults, remarks) for at, event in enumerate(events, start=1))
    faults += _twice(rows)
    if faults:
        raise RegisterFaulty(sorted(faults, key=lambda fault: fault.row))
    return rows, tuple(remarks)


def is_calendar(content: bytes) -> bool:
    """Say whether a file begins as a calendar does, whatever its name ends in.

    >>> is_calendar(b"BEGIN:VCALENDAR"), is_calendar(b"Title,Date")
    (True, False)
    """
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def _check(content: bytes) -> None:
    """Refuse what would cost the library more than any calendar of a council does."""
    if len(content) > MOST_BYTES:
        raise CannotBeRead("The calendar is larger than 2 MB.", mend="Export fewer months.")
    if not is_calendar(content):
        raise CannotBeRead("It is not a calendar: a calendar begins with BEGIN:VCALENDAR.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise CannotBeRead("The calendar is not written in UTF-8.", mend="Export it again.") from fault
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    if len(lines) > MOST_LINES or any(len(line) > _LONGEST_LINE for line in lines):
        raise CannotBeRead("The calendar has more or longer lines than a calendar of meetings has.")
    depth, is_zone = 0, False
    for line in lines:
        word = line[:6].upper()
        is_zone = line.upper() == "BEGIN:VTIMEZONE" or (is_zone and line.upper() != "END:VTIMEZONE")
        if is_zone and re.match(r"(?i)RRULE.*FREQ=(?!YEARLY)", line):  # walked through from 1900 on, second by second
            raise CannotBeRead("The calendar has a time zone that changes more often than once a year.")
        depth += word == "BEGIN:"
        depth -= word[:4] == "END:"
        if depth > _DEEPEST:
            raise CannotBeRead("The calendar is made of parts within parts, which no calendar of meetings is.")


def _given(at: int, event: Any, faults: list[Fault], remarks: list[str]) -> Given:
    title = _text(event, "SUMMARY")[:300]
    day = _day(event)
    if not title:
        faults.append(Fault(at, "SUMMARY", "The event has no summary, so the decision would have no title."))
    if day is None:
        faults.append(Fault(at, "DTSTART", "The event has no day that can be read."))
    if event.get("RRULE") or event.get("RDATE"):
        remarks.append(f"“{title or at}” repeats. Only its first day is taken; add the others by hand.")
    values = {
        "source_key": _key(_text(event, "UID")),
        "title": title,
        "about": _text(event, "DESCRIPTION", lines=True)[:5_000],
        "body": _body(event),
        "decides_on": day.isoformat() if day else "",
        "paper_url": _address(_text(event, "URL")),
        "is_called_off": _text(event, "STATUS").upper() == "CANCELLED",
    }
    return Given(at, {name: value for name, value in values.items() if value})


def _twice(rows: tuple[Given, ...]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for row in rows:
        if key := row.values.get("source_key"):
            if key in seen:
                yield Fault(
                    row.row, "UID", f"The event has the UID of event {seen[key]}, so they cannot be told apart."
                )
            seen.setdefault(key, row.row)


def _day(event: Any) -> date | None:
    """Give the day as it is here: a moment in another zone may be on another day there."""
    try:
        found = event["DTSTART"].dt
    except (KeyError, AttributeError, ValueError):
        return None
    if isinstance(found, datetime):
        found = (found.astimezone(_HERE) if found.tzinfo else found).date()
    return found if isinstance(found, date) and 1990 <= found.year <= 2100 else None


def _body(event: Any) -> str:
    """Give who decides: the first category, else the organiser's name, as meeting systems write them."""
    found = event.get("CATEGORIES")
    words = list(getattr(found[0] if isinstance(found, list) else found, "cats", [])) if found else []
    if words:
        return _one_line(str(words[0]))[:200]
    organiser = event.get("ORGANIZER")
    return _one_line(str(getattr(organiser, "params", {}).get("CN", "")))[:200] if organiser else ""


def _text(event: Any, name: str, *, lines: bool = False) -> str:
    found = event.get(name)
    if isinstance(found, list):
        found = found[0] if found else None
    text = clean_text(str(found or "")).strip()
    return text if lines else _one_line(text)


def _one_line(text: str) -> str:
    return " ".join(clean_text(text).split())


def _key(text: str) -> str:
    return text if len(text) <= _LONGEST_KEY else f"sha256:{sha256(text.encode()).hexdigest()}"


def _address(text: str) -> str:
    return text if re.fullmatch(r"https?://[^\s<>\"]{1,990}", text) else ""
