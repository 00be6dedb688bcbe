"""What does each cell of an entry say, once its column is known?

The one idea: one small reader for each field, all of the same shape: it takes the cell's joined text and writes values,
flags and doubts into a `Draft`. What a value no longer shows of the printed words is kept in `printed` (see `actions`).

Source: docs/explanation/reading-plans.md. No reader fills in what a cell does not say.
"""

from __future__ import annotations

import re

from dueregard.domain.plans.model import Lead
from dueregard.domain.plans.parsing.columns.headings import Column
from dueregard.domain.plans.parsing.columns.looks import is_ticked
from dueregard.domain.plans.parsing.fields.drafts import Doubt, Draft, Setting
from dueregard.domain.plans.parsing.fields.states import (
    take_outcome,
    take_percent,
    take_progress,
    take_status,
    take_year_end,
)
from dueregard.domain.plans.parsing.fields.times import (
    read_completed,
    read_due,
    read_frequency,
    read_period_tick,
    read_review,
    read_start,
    read_timescale,
    take_readings,
)
from dueregard.domain.plans.parsing.layouts.entries import Part
from dueregard.domain.plans.parsing.leads import is_post, read_leads, split_names, strip_dates
from dueregard.domain.plans.parsing.links import read_links
from dueregard.domain.plans.parsing.strands import read_strands
from dueregard.domain.plans.parsing.sub_actions import read_action_text
from dueregard.domain.plans.parsing.words import clean, flat


def read_field(name: str, text: str, parts: list[Part], *, column: Column, draft: Draft, setting: Setting) -> None:
    """Read one cell's text as one field into the draft; a field without a reader of its own is kept as text."""
    reader = _READERS.get(name)
    if reader is not None:
        reader(text, parts, column, draft, setting)
    elif text:
        draft.put_text(name, text)


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
        take_readings(read.readings, draft, "; ".join(r.timescale.text for r in read.readings))


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


def _expected_outcome(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read what is wanted; where the column also names the lead, the lines that name posts are the lead's."""
    if "lead" not in column.fields:
        draft.put_text("expected_outcome", text)
        return
    lines = text.split("\n")
    cut = next((at for at, line in enumerate(lines) if not (is_post(line) and _is_titled(line))), len(lines))
    if cut == 0 and len(lines) > 1:
        cut = 1
    owners, wanted = "\n".join(lines[:cut]), "\n".join(lines[cut:])
    draft.values["leads"] = tuple(Lead(name) for name in split_names(owners)[0])
    draft.flag("lead_and_outcome_split")
    if wanted:
        draft.put_text("expected_outcome", wanted)


def _is_titled(line: str) -> bool:
    """Say whether a line is written as a name is: all but its small words begin with a capital."""
    small = ("of", "for", "and", "the", "to", "in", "&", "/", "-")
    return all(word[0].isupper() or word in small for word in line.split())


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
    "timescale": read_timescale,
    "due": read_due,
    "start": read_start,
    "completed": read_completed,
    "review": read_review,
    "frequency": read_frequency,
    "period_tick": read_period_tick,
    "status": take_status,
    "rag": take_status,
    "percent": take_percent,
    "progress": take_progress,
    "outcome": take_outcome,
    "year_end": take_year_end,
    "expected_outcome": _expected_outcome,
}
