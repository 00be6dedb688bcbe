"""What does each cell of an entry say, once its column is known?

The one idea: one small reader for each field, all of the same shape: it takes the cell's joined text and writes values,
flags and doubts into a `Draft`. What a value no longer shows of the printed words is kept in `printed` (see `actions`).

Source: docs/explanation/reading-plans.md. No reader fills in what a cell does not say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from dueregard.domain.plans.model import Lead, Period, Progress, Strand, Timescale
from dueregard.domain.plans.parsing.columns import Column, is_ticked
from dueregard.domain.plans.parsing.date_words import AMBIGUOUS_FREQUENCIES
from dueregard.domain.plans.parsing.dates import (
    Reading,
    due_and_start,
    read_note_date,
    read_timescales,
    read_typed_date,
)
from dueregard.domain.plans.parsing.entries import Part
from dueregard.domain.plans.parsing.leads import is_post, read_leads, split_names, strip_dates
from dueregard.domain.plans.parsing.links import read_links
from dueregard.domain.plans.parsing.outcomes import how_closed, rag_of_fill, read_outcome, read_status, split_outcome
from dueregard.domain.plans.parsing.strands import read_strands
from dueregard.domain.plans.parsing.sub_actions import read_action_text
from dueregard.domain.plans.parsing.words import clean, flat


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole document says that each cell is read by."""

    period: Period | None = None
    key: Mapping[str, Strand] = field(default_factory=dict)
    legend: Mapping[str, str] = field(default_factory=dict)
    known_links: frozenset[str] = frozenset()
    month_columns: frozenset[str] = frozenset()
    colour_columns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person should be asked about one value: a kind, the field, the printed words, proposals."""

    kind: str
    field: str
    said: str
    choices: tuple[tuple[Any, str], ...] = ()


@dataclass(slots=True)
class Draft:
    """The values of an action while its cells are read."""

    values: dict[str, Any] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    found_strands: dict[str, Strand] = field(default_factory=dict)

    def flag(self, *names: str) -> None:
        """Note something once."""
        self.flags.extend(name for name in names if name not in self.flags)

    def extend(self, name: str, more: tuple[Any, ...]) -> None:
        """Add to a list field."""
        self.values[name] = (*self.values.get(name, ()), *more)

    def put_text(self, name: str, text: str) -> None:
        """Set a text field, or add a paragraph to it."""
        before = self.values.get(name)
        self.values[name] = f"{before}\n{text}" if before else text


def read_field(name: str, text: str, parts: list[Part], *, column: Column, draft: Draft, setting: Setting) -> None:
    """Read one cell's text as one field into the draft; a field without a reader of its own is kept as text."""
    reader = _READERS.get(name)
    if reader is not None:
        reader(text, parts, column, draft, setting)
    elif text:
        draft.put_text(name, text)


# ---------------------------------------------------------------- the action itself


def _number(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    said = flat(text)
    whole = re.fullmatch(r"(\d{1,4})(?:\.0)?\s*[.):]?", said)
    if whole:
        draft.values["number"] = int(whole[1])
    if said and (not whole or whole[1] != said):
        draft.values["number_text"] = said


def _action(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    read = read_action_text(text, period=setting.period)
    if not read.text:
        return
    draft.put_text("action_text", read.text)
    draft.values.setdefault("action_title", read.title)
    draft.extend("sub_actions", read.parts)
    draft.flag(*read.flags)


def _how(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    read = read_action_text(text, period=setting.period)
    draft.put_text("how", read.text)


# ---------------------------------------------------------------- strands, leads, links


def _strands(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    read = read_strands(text, key=setting.key)
    before = draft.values.get("strands", ())
    draft.values["strands"] = tuple(dict.fromkeys((*before, *read.codes, *read.unplaced)))
    draft.found_strands.update(read.found or {})
    for word in read.unplaced:
        draft.flag("strands_unplaced")
        draft.doubts.append(Doubt("unplaced", "strands", word))


def _strand_tick(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    if is_ticked(text) and column.label:
        _strands(column.label.removeprefix("strand:"), parts, column, draft, setting)


def _lead(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    dated = bool({"timescale", "due"} & set(column.fields))
    read = read_leads(text, period=setting.period, dated=dated)
    draft.extend("leads", read.leads)
    draft.flag(*read.flags)
    if read.readings:
        if not dated:
            draft.flag("timescale_in_lead_column")
        _take_readings(read.readings, draft, "; ".join(r.timescale.text for r in read.readings))


def _partners(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    names: list[str] = []
    for line in clean(text).split("\n"):
        pieces, _ = split_names(line)
        for piece in pieces:
            names += (
                [one.strip() for one in re.split(r"\s*[,/]\s*", piece) if one.strip()] if "(" not in piece else [piece]
            )
    draft.extend("partners", tuple(names))


def _monitored_by(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    stripped, readings = strip_dates(text, period=setting.period)
    if readings:
        draft.flag("timescale_in_monitored_by_column")
    read = read_leads(stripped, period=setting.period)
    names = tuple(lead.name for lead in read.leads)
    draft.extend("monitored_by", names)
    draft.flag(*(f.replace("leads_", "monitored_by_") for f in read.flags if f.startswith("leads_")))


def _links(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    read = read_links(text, known=setting.known_links)
    draft.extend("links", read.links)
    draft.flag(*read.flags)


# ---------------------------------------------------------------- time


def _timescale(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    typed = [part for part in parts if isinstance(part.value, date | datetime)]
    if typed and len(typed) == len(parts):
        readings = tuple(_typed(part, column, setting) for part in typed)
    else:
        readings = read_timescales(flat(text), period=setting.period)
    _take_readings(readings, draft, "; ".join(clean(text).split("\n")))


def _due(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    before = len(draft.readings)
    _timescale(text, parts, column, draft, setting)
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


def _start(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    before, said_before = len(draft.readings), draft.values.get("timescale_text")
    _timescale(text, parts, column, draft, setting)
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


def _completed(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    typed = next((part.value for part in parts if isinstance(part.value, date | datetime)), None)
    if isinstance(typed, datetime):
        typed = typed.date()
    readings = read_timescales(flat(text), period=setting.period)
    draft.values["completed_date"] = typed or next((r.timescale.end for r in readings if r.timescale.end), None)


def _review(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    readings = read_timescales(flat(text), period=setting.period)
    draft.extend("timescales", tuple(Timescale(r.timescale.text, "review") for r in readings))


def _frequency(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    readings = [r for r in read_timescales(flat(text), period=setting.period) if r.frequency]
    draft.values["frequency"] = readings[0].frequency if readings else flat(text)


def _period_tick(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    if column.label and (is_ticked(text) or (not flat(text) and any(part.fill for part in parts))):
        readings = read_timescales(column.label, period=setting.period)
        said = draft.values.get("timescale_text")
        _take_readings(readings, draft, f"{said}; {column.label}" if said else column.label)


def _take_readings(readings: tuple[Reading, ...], draft: Draft, said: str) -> None:
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


# ---------------------------------------------------------------- progress and status


def _status(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    said = flat(text)
    standing = read_status(said, legend=setting.legend)
    fill = next((rag for part in parts if (rag := rag_of_fill(part.fill))), None)
    rag = standing.rag or fill
    if fill and not standing.rag:
        draft.flag("rag_from_colour")
    if said:
        draft.put_text("status_text", said)
    if standing.percent is not None:
        draft.values["percent"] = standing.percent
    if rag:
        draft.values["rag"] = rag
    status = standing.status or (setting.legend.get(rag) if rag else None)
    if status and not draft.values.get("status"):
        draft.values["status"] = status
    elif (said and not status and not rag and standing.percent is None) or standing.doubtful:
        draft.flag("status_ambiguous")
        draft.doubts.append(Doubt("status", "status", said))


def _percent(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    value = next((part.value for part in parts if isinstance(part.value, float | int)), None)
    said = re.search(r"(\d{1,3})(?:\.\d+)?\s*%?", flat(text))
    if (
        value is not None
        and not isinstance(value, bool)
        and 0 <= value <= 1
        and "%" not in text
        and value not in (0, 1)
    ):
        draft.values["percent"] = round(value * 100)
    elif said and int(said[1]) <= 100:
        share = int(said[1])
        draft.values["percent"] = 100 if value == 1 and share == 1 else share


def _progress(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    if not text:
        return
    said = text
    heading = column.label
    if not draft.values.get("status"):
        standing = read_status(said) if len(flat(said)) < 40 else None
        if standing and standing.status:
            draft.values["status"] = standing.status
            draft.flag("status_from_update")
    entries = []
    for line in _notes(said):
        day, rest = read_note_date(line)
        # the printed date stays in the text, so that no word is lost
        entries.append(Progress(line if day is None else rest, day, heading=heading))
    draft.extend("progress", tuple(entry for entry in entries if entry.text))
    outcome_part, sentence, outcome = split_outcome(said)
    draft.values["update_text"] = outcome_part or None
    if outcome:
        draft.values["outcome"], draft.values["outcome_text"] = outcome, sentence
        if outcome == "closed":
            draft.values["achieved"] = how_closed(sentence or "")
        if len(entries) == 1 and outcome_part:
            draft.values["progress"] = (
                *draft.values["progress"][:-1],
                Progress(outcome_part, entries[0].date, heading=heading),
            )
        elif len(entries) == 1:
            draft.values["progress"] = draft.values["progress"][:-1]


def _notes(text: str) -> list[str]:
    """Part a log into its notes, where two or more lines begin with a date; else it is one note."""
    lines = text.split("\n")
    dated = [at for at, line in enumerate(lines) if read_note_date(line)[0] is not None]
    if not dated or (len(dated) == 1 and len(lines) > 1 and dated[0] != 0):
        return [text]
    edges = sorted({0, *dated, len(lines)})
    return ["\n".join(lines[a:b]) for a, b in pairwise(edges)]


def _outcome(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    said = flat(text)
    if not said:
        return
    draft.put_text("outcome_text", said)
    outcome = read_outcome(said)
    standing = read_status(said)
    if outcome is None and standing.status in ("complete", "closed"):
        outcome = "closed"
    if outcome is None and standing.status in ("at_risk", "off_track"):
        outcome = "closed" if how_closed(said) else None
    draft.values["outcome"] = outcome
    if outcome == "closed":
        draft.values["achieved"] = how_closed(said)
    if outcome is None:
        draft.flag("outcome_ambiguous")
        draft.doubts.append(Doubt("outcome", "outcome", said))


def _year_end(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    if not text:
        return
    draft.put_text("year_end_report", text)
    outcome = read_outcome(text) or split_outcome(text)[2]
    if outcome and not draft.values.get("outcome"):
        draft.values["outcome"] = outcome


def _expected_outcome(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read what is wanted; where the column also names the lead, the lines that name posts are the lead's."""
    if "lead" not in column.fields:
        draft.put_text("expected_outcome", text)
        return
    lines = text.split("\n")
    cut = next((at for at, line in enumerate(lines) if not is_post(line) or len(line.split()) > 9), len(lines))
    if cut == 0 and len(lines) > 1:
        cut = 1
    owners, wanted = "\n".join(lines[:cut]), "\n".join(lines[cut:])
    draft.values["leads"] = tuple(Lead(name) for name in split_names(owners)[0])
    draft.flag("lead_and_outcome_split")
    if wanted:
        draft.put_text("expected_outcome", wanted)


_READERS = {
    "number": _number,
    "action": _action,
    "how": _how,
    "strands": _strands,
    "strand_tick": _strand_tick,
    "lead": _lead,
    "partners": _partners,
    "monitored_by": _monitored_by,
    "links": _links,
    "timescale": _timescale,
    "due": _due,
    "start": _start,
    "completed": _completed,
    "review": _review,
    "frequency": _frequency,
    "period_tick": _period_tick,
    "status": _status,
    "rag": _status,
    "percent": _percent,
    "progress": _progress,
    "outcome": _outcome,
    "year_end": _year_end,
    "expected_outcome": _expected_outcome,
}
