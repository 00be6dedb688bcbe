"""What do the cells about the state of an action say: status, colour, share done, progress, outcome, year end?

The one idea: status, RAG and outcome are three things and stay so; the printed words are always kept beside them.

Source: docs/explanation/reading-plans.md, section "Status, colour and outcome".
"""

from __future__ import annotations

import re
from itertools import pairwise

from dueregard.domain.plans.model import Progress
from dueregard.domain.plans.parsing.columns.headings import Column
from dueregard.domain.plans.parsing.dates import read_note_date
from dueregard.domain.plans.parsing.fields.drafts import Doubt, Draft, Setting
from dueregard.domain.plans.parsing.layouts.entries import Part
from dueregard.domain.plans.parsing.outcomes import how_closed, rag_of_fill, read_outcome, read_status, split_outcome
from dueregard.domain.plans.parsing.words import flat


def take_status(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read a status or RAG cell: its words, its colour, or both."""
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


def take_percent(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read how much of an action is done."""
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


def take_progress(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read a cell of progress: its notes, the latest update, and the outcome if its last sentence states one."""
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


def take_outcome(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read a cell that says what became of an action."""
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


def take_year_end(text: str, parts: list[Part], column: Column, draft: Draft, setting: Setting) -> None:
    """Read the year-end column, and the outcome if it states one."""
    if not text:
        return
    draft.put_text("year_end_report", text)
    outcome = read_outcome(text) or split_outcome(text)[2]
    if outcome and not draft.values.get("outcome"):
        draft.values["outcome"] = outcome
