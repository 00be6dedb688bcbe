"""What do the cells about time say: timescale, start, due, completed, review, frequency?

The one idea: whichever cell a wording of time stands in, it becomes a reading in the draft, and its doubts become
questions; start and due are settled once, from all readings together.

Source: docs/explanation/reading-plans.md, section "Dates".
"""

from __future__ import annotations

from datetime import date, datetime

from dueregard.domain.plans.model import Timescale
from dueregard.domain.plans.parsing.columns.headings import Column
from dueregard.domain.plans.parsing.columns.looks import is_ticked
from dueregard.domain.plans.parsing.date_atoms import Reading
from dueregard.domain.plans.parsing.date_words import AMBIGUOUS_FREQUENCIES
from dueregard.domain.plans.parsing.dates import due_and_start, read_timescales, read_typed_date
from dueregard.domain.plans.parsing.fields.drafts import Doubt, Draft, Setting
from dueregard.domain.plans.parsing.layouts.entries import Part
from dueregard.domain.plans.parsing.words import clean, flat


def read_timescale(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read a timescale cell: true dates of a sheet, or wordings of time."""
    typed = [part for part in parts if isinstance(part.value, date | datetime)]
    if typed and len(typed) == len(parts):
        readings = tuple(_typed(part, column, setting) for part in typed)
    else:
        readings = read_timescales(flat(text), period=setting.period)
    take_readings(readings, draft, "; ".join(clean(text).split("\n")))


def read_due(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read a cell of due dates, which says when to end and not when to begin."""
    before = len(draft.readings)
    read_timescale(text, parts, column, draft, setting)
    # a column of due dates says when to end, not when to begin
    for at in range(before, len(draft.readings)):
        draft.readings[at] = _ends_only(draft.readings[at])


def _ends_only(reading: Reading) -> Reading:
    if reading.timescale.kind == "range":
        return reading
    scale = reading.timescale
    return Reading(
        reading.start,
        reading.end,
        Timescale(scale.text, scale.kind, None, scale.end),
        reading.doubts,
        reading.proposals,
        reading.frequency,
        True,
    )


def read_start(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read a cell of start dates, which says when to begin and not when to end."""
    before, said_before = len(draft.readings), draft.values.get("timescale_text")
    read_timescale(text, parts, column, draft, setting)
    for at in range(before, len(draft.readings)):
        reading = draft.readings[at]
        scale = Timescale(reading.timescale.text, reading.timescale.kind, reading.timescale.start, None)
        draft.readings[at] = Reading(
            reading.start, reading.end, scale, reading.doubts, (), reading.frequency, False, True
        )
    if said_before is None and draft.values.get("timescale_text"):
        draft.values["timescale_text"] = clean(text).replace("\n", "; ")


def _typed(part: Part, column: Column, setting: Setting) -> Reading:
    value = part.value
    day = value.date() if isinstance(value, datetime) else value
    assert isinstance(day, date)  # narrows: only cells with a date come here
    as_month = column.heading in setting.month_columns
    return read_typed_date(day, printed=flat(part.text) or day.isoformat(), as_month=as_month)


def read_completed(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read the day on which an action was completed."""
    typed = next((part.value for part in parts if isinstance(part.value, date | datetime)), None)
    if isinstance(typed, datetime):
        typed = typed.date()
    readings = read_timescales(flat(text), period=setting.period)
    draft.values["completed_date"] = typed or next((r.timescale.end for r in readings if r.timescale.end), None)


def read_review(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read a review date: it is kept and makes nothing due."""
    readings = read_timescales(flat(text), period=setting.period)
    draft.extend("timescales", tuple(Timescale(r.timescale.text, "review") for r in readings))


def read_frequency(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read how often an action comes back."""
    readings = [r for r in read_timescales(flat(text), period=setting.period) if r.frequency]
    draft.values["frequency"] = readings[0].frequency if readings else flat(text)


def read_period_tick(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read a ticked or filled cell below a period ("Year 2") as that period."""
    if column.label and (is_ticked(text) or (not flat(text) and any(part.fill for part in parts))):
        readings = read_timescales(column.label, period=setting.period)
        said = draft.values.get("timescale_text")
        take_readings(readings, draft, f"{said}; {column.label}" if said else column.label)


def take_readings(readings: tuple[Reading, ...], draft: Draft, said: str) -> None:
    """Take wordings of time, found in any cell, with what is doubtful about them."""
    if said:
        before = draft.values.get("timescale_text")
        draft.values["timescale_text"] = said if not before or said.startswith(before) else f"{before}; {said}"
    if said and not readings:
        draft.flag("timescale_not_understood")
        draft.doubts.append(Doubt("not_understood", "due_date", said))
        draft.extend("timescales", (Timescale(said, "unknown"),))
    for reading in readings:
        draft.readings.append(reading)
        _doubt_dates(reading, draft)
        if reading.frequency and not draft.values.get("frequency"):
            draft.values["frequency"] = reading.frequency


_DATE_DOUBTS = {
    "year_inferred": ("timescale_inferred", "year_inferred"),
    "year_missing": ("timescale_year_missing", "year_missing"),
    "year_ambiguous": ("timescale_ambiguous", "year_ambiguous"),
    "season": ("timescale_ambiguous", "season"),
    "impossible": ("timescale_impossible", "impossible"),
    "order": ("timescale_impossible", "order"),
    "month_from_date": ("month_from_date", "month_from_date"),
}


def _doubt_dates(reading: Reading, draft: Draft) -> None:
    choices = tuple((day.isoformat(), words) for day, words in reading.proposals)
    for name in reading.doubts:
        if name == "frequency_ambiguous":
            draft.flag("frequency_ambiguous")
            options = AMBIGUOUS_FREQUENCIES[reading.frequency or "biannual"]
            draft.doubts.append(Doubt("frequency", "frequency", reading.timescale.text, options))
            continue
        flag, kind = _DATE_DOUBTS[name]
        draft.flag(flag)
        draft.doubts.append(Doubt(kind, "due_date", reading.timescale.text, choices))


def settle_dates(draft: Draft, setting: Setting) -> None:
    """Work out start, due and timescales of all the wordings that an action's cells gave."""
    draft.values["timescales"] = (*(r.timescale for r in draft.readings), *draft.values.get("timescales", ()))
    start, due = due_and_start(draft.readings)
    draft.values["start_date"], draft.values["due_date"] = start, due
    period = setting.period
    if due and period and period.end and due > period.end and not {"timescale_inferred"} & set(draft.flags):
        draft.flag("timescale_after_plan")
        said = draft.values.get("timescale_text") or due.isoformat()
        choices = ((due.isoformat(), "The date as read"), (period.end.isoformat(), "The plan's last day"))
        draft.doubts.append(Doubt("after_plan", "due_date", said, choices))
