"""What action does an entry describe?

The one idea: an entry's cells are joined over pages, read field by field (`fields`), and put together with the levels
above them. Every value keeps the places it came from, and every printed word that the values no longer show is kept in
`printed`: the lossless promise is made here and checked by `lossless`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields as fields_of_class
from dataclasses import replace
from typing import Any

from dueregard.domain.plans.model import Action, Lead, Progress, SubAction, Timescale
from dueregard.domain.plans.parsing.columns.headings import Column
from dueregard.domain.plans.parsing.dates import deadlines_in
from dueregard.domain.plans.parsing.fields.cells import read_field
from dueregard.domain.plans.parsing.fields.drafts import Doubt, Draft, Setting
from dueregard.domain.plans.parsing.fields.times import settle_dates
from dueregard.domain.plans.parsing.layouts.entries import Entry, Part
from dueregard.domain.plans.parsing.leads import join_names
from dueregard.domain.plans.parsing.outcomes import rag_of_fill
from dueregard.domain.plans.parsing.sub_actions import read_action_text, sub_action_of
from dueregard.domain.plans.parsing.words import count_words, flat, item_label, join, join_paragraphs
from dueregard.reading.blocks import Place

_NAMES = ("lead", "monitored_by", "partners")
_LISTS = ("links", "strands")
_SHOWN_BY = {
    "number": ("number", "number_text"),
    "action": ("action_text",),
    "lead": ("leads", "timescale_text"),
    "timescale": ("timescale_text", "leads"),
    "due": ("timescale_text",),
    "start": ("timescale_text",),
    "completed": ("completed_date",),
    "review": ("timescales",),
    "period_tick": (),
    "strand_tick": (),
    "status": ("status_text",),
    "rag": ("status_text", "rag"),
    "progress": ("progress", "update_text", "outcome_text"),
    "outcome": ("outcome_text",),
    "year_end": ("year_end_report",),
    "expected_outcome": ("expected_outcome", "leads"),
}
_STORED_AS = {
    "action": "action_text",
    "lead": "leads",
    "timescale": "timescale_text",
    "due": "due_date",
    "start": "start_date",
    "completed": "completed_date",
    "review": "timescales",
    "outcome": "outcome_text",
    "year_end": "year_end_report",
    "strand_tick": "strands",
    "period_tick": "timescale_text",
}
_ACTION_FIELDS = frozenset(f.name for f in fields_of_class(Action))


def action_of(entry: Entry, *, setting: Setting) -> tuple[Action, tuple[Doubt, ...], Draft]:
    """Make an action of an entry; give it with what a person should be asked about it."""
    draft = Draft(flags=list(entry.flags))
    sources: dict[str, tuple[Place, ...]] = {}
    other: dict[str, str] = {}
    printed_cells: list[tuple[Column, tuple[str, ...], str]] = []
    for at, column in enumerate(entry.columns):
        parts = entry.cells.get(at, [])
        text = joined(parts, column)
        if not text and not any(part.fill for part in parts):
            continue
        names = tuple(f for f in column.fields if not f.startswith("level.") and f != "commitment")
        if text and not names and not column.fields:
            _keep_other(column, text, other)
        for name in _in_reading_order(names):
            read_field(name, text, parts, column=column, draft=draft, setting=setting)
            stored = _STORED_AS.get(name, name)
            places = tuple(part.place for part in parts if part.text or part.fill)
            sources[stored] = tuple(dict.fromkeys((*sources.get(stored, ()), *places)))
        if text and not names:
            sources["other" if not column.fields else "levels"] = tuple(
                dict.fromkeys((*sources.get("other" if not column.fields else "levels", ()), *(p.place for p in parts)))
            )
        if names:
            printed_cells.append((column, names, text))
        _flag_parts(parts, draft)
    _read_colours(entry, draft, setting, sources)
    _split_steps(entry, draft, setting)
    _title_from_how(draft)
    if entry.is_prose:
        _dates_in_prose(draft, setting)
    settle_dates(draft, setting)
    _take_levels(entry, draft, sources)
    _share_sources(draft, sources)
    values = {name: value for name, value in draft.values.items() if name in _ACTION_FIELDS}
    action = Action(
        **{"action_text": "", **values},
        other=other,
        sources={name: places for name, places in sources.items() if places},
        printed=_printed(printed_cells, entry, values),
        flags=tuple(dict.fromkeys(draft.flags)),
    )
    return action, tuple(draft.doubts), draft


def joined(parts: list[Part], column: Column) -> str:
    """Join a cell's parts, cut by pages, as its field asks: names and lists by a space, prose as paragraphs."""
    text = ""
    for part in parts:
        if not part.text:
            continue
        if not text:
            text = part.text
        elif part.own_line:
            text = f"{text}\n{part.text}"
        elif set(column.fields) & set(_NAMES):
            text = join_names(text, part.text)
        elif set(column.fields) & set(_LISTS) or set(column.fields) & {"number", "timescale", "due"}:
            text = join(text, part.text)
        else:
            text = join_paragraphs(text, part.text)
    return text


def _in_reading_order(names: tuple[str, ...]) -> tuple[str, ...]:
    """A column of lead and time is read once, as leads, which finds the dates; one of lead and outcome as outcome."""
    if "lead" in names and {"timescale", "due"} & set(names):
        return ("lead",)
    if "lead" in names and "expected_outcome" in names:
        return ("expected_outcome",)
    if "lead" in names and "outcome" in names:
        return ("lead",)
    if "action" in names:
        return ("action",)
    return names[:1]


def _keep_other(column: Column, text: str, other: dict[str, str]) -> None:
    heading = column.heading or "Without a heading"
    other[heading] = f"{other[heading]}\n{text}" if heading in other else text


def _flag_parts(parts: list[Part], draft: Draft) -> None:
    if any(part.tagged for part in parts):
        draft.flag("tags_cleaned")
    if any(part.hidden for part in parts):
        draft.flag("hidden_column")


def _read_colours(entry: Entry, draft: Draft, setting: Setting, sources: dict[str, tuple[Place, ...]]) -> None:
    """Take a colour from the cell that the document colours by state, where no column says it in words."""
    if draft.values.get("rag") or draft.values.get("status"):
        return
    for at, column in enumerate(entry.columns):
        if column.heading not in setting.colour_columns:
            continue
        for part in entry.cells.get(at, []):
            rag = rag_of_fill(part.fill)
            if rag:
                draft.values["rag"] = rag
                draft.flag("rag_from_colour")
                sources["rag"] = (part.place,)
                if rag in setting.legend:
                    draft.values["status"] = setting.legend[rag]
                return


def _split_steps(entry: Entry, draft: Draft, setting: Setting) -> None:
    """Make sub-actions of steps that stand in rows of their own below one action, with the leads and dates beside them.

    Cells of several lines that go together line by line (steps, leads, dates) are paired the same way.
    """
    if _zip_lines(draft, entry, setting):
        return
    steps = entry.parts("how")
    own = [part for part in steps if part.text]
    if len(own) < 2 or not {"rows_joined"} & set(entry.flags):
        return
    by_row = {name: {_row(part): part.text for part in entry.parts(name)} for name in ("lead", "due", "timescale")}
    made = []
    for part in own:
        when = by_row["due"].get(_row(part)) or by_row["timescale"].get(_row(part)) or ""
        read = read_action_text(part.text, period=setting.period)
        label, rest = item_label(read.text)
        made.append(
            sub_action_of(
                rest,
                label=label,
                owner=flat(by_row["lead"].get(_row(part))) or None,
                when=flat(when),
                period=setting.period,
            )
        )
    draft.extend("sub_actions", tuple(made))


def _zip_lines(draft: Draft, entry: Entry, setting: Setting) -> bool:
    """Pair the lines of an action with the lines of its leads and dates, where each has as many."""
    # a column of leads with their dates has one line for each lead, whatever the action's lines are
    if any("lead" in column.fields and {"timescale", "due"} & set(column.fields) for column in entry.columns):
        return False
    lines, leads = entry.text("action").split("\n"), entry.text("lead").split("\n")
    when = (entry.text("due") or entry.text("timescale")).split("\n")
    if len(lines) < 2 or not len(lines) == len(leads) == len(when):
        return False
    made = []
    for line, lead, date_text in zip(lines, leads, when, strict=True):
        label, rest = item_label(line)
        made.append(sub_action_of(rest, label=label, owner=lead, when=date_text, period=setting.period))
    draft.values["sub_actions"] = tuple(made)
    draft.flag("lines_paired")
    return True


def _dates_in_prose(draft: Draft, setting: Setting) -> None:
    """Take a deadline from the action's own words, where there is no column that could hold it."""
    if draft.readings or draft.values.get("timescale_text"):
        return
    readings = deadlines_in(draft.values.get("action_text", ""), period=setting.period)
    if readings:
        # a deadline in a sentence says when to end, not when to begin
        draft.readings += [replace(r, timescale=replace(r.timescale, start=None)) for r in readings]
        draft.values["timescale_text"] = "; ".join(r.timescale.text for r in readings)
        draft.flag("timescale_from_action_text")


def _row(part: Part) -> tuple[int | None, int | None]:
    return part.place.table, part.place.row


def _title_from_how(draft: Draft) -> None:
    if not draft.values.get("action_text") and draft.values.get("how"):
        draft.values["action_text"] = draft.values.pop("how")
        draft.values["action_title"] = draft.values["action_text"].split("\n")[0]


def _take_levels(entry: Entry, draft: Draft, sources: dict[str, tuple[Place, ...]]) -> None:
    levels = entry.levels
    names = list(dict.fromkeys(part.name for part in levels if part.name))
    draft.values["levels"] = tuple(names)
    draft.values["section"] = names[0] if names else None
    if levels:
        sources["levels"] = tuple(dict.fromkeys((*(p.place for p in levels), *(c for p in levels for c in p.covers))))
        sources["section"] = (levels[0].place,)
    if entry.commitments:
        together = "\n".join(part.text for part in entry.commitments)
        draft.values["commitments"] = tuple(commitments_in(together))
        sources["commitments"] = tuple(part.place for part in entry.commitments)


def commitments_in(text: str) -> list[str]:
    """Part a cell of commitments, one to a line; bullets below a line belong to it.

    >>> commitments_in("We will work with partners to:\\n• share\\n• listen\\nWe will train staff")
    ['We will work with partners to:\\n• share\\n• listen', 'We will train staff']
    """
    out: list[str] = []
    for line in text.split("\n"):
        label, _ = item_label(line)
        belongs = out and (
            label is not None or ((out[-1].rstrip().endswith(":") or "\n" in out[-1]) and not _opens_like(out[0], line))
        )
        if belongs:
            out[-1] = f"{out[-1]}\n{line}"
        else:
            out.append(line)
    return out


def _opens_like(first: str, line: str) -> bool:
    return first.split()[:1] == line.split()[:1]


_READ_WITH = (
    ("timescale_text", ("timescales", "start_date", "due_date", "frequency")),
    ("due_date", ("timescale_text", "timescales", "frequency")),
    ("start_date", ("timescale_text", "timescales")),
    ("leads", ("timescale_text", "timescales", "start_date", "due_date", "frequency")),
    ("progress", ("update_text", "outcome_text", "outcome", "status")),
    ("outcome_text", ("outcome",)),
    ("year_end_report", ("outcome",)),
    ("status", ("status_text", "rag", "percent")),
    ("rag", ("status_text", "status")),
    ("action_text", ("action_title", "sub_actions", "timescale_text", "timescales", "start_date", "due_date")),
    ("number", ("number_text",)),
    ("expected_outcome", ("leads",)),
)


def _share_sources(draft: Draft, sources: dict[str, tuple[Place, ...]]) -> None:
    """Give the values that were read out of another field's cell that cell as their source, too."""
    for read, others in _READ_WITH:
        if read not in sources:
            continue
        for name in others:
            if draft.values.get(name) not in (None, ()) and name not in sources:
                sources[name] = sources[read]


def _printed(cells: list[tuple[Column, tuple[str, ...], str]], entry: Entry, values: dict[str, Any]) -> dict[str, str]:
    """Keep the printed words of every cell that its values no longer show in full."""
    kept: dict[str, str] = {}
    for _, names, text in cells:
        if not text:
            continue
        shown: Counter[str] = Counter()
        for attribute in dict.fromkeys(a for name in names for a in _SHOWN_BY.get(name, (name,))):
            shown += _words_of(values.get(attribute))
        if count_words(text) - shown:
            name = _STORED_AS.get(names[0], names[0])
            kept[name] = f"{kept[name]}\n{text}" if name in kept else text
    for at, column in enumerate(entry.columns):
        for part in entry.cells.get(at, []):
            if part.ditto:
                name = _STORED_AS.get(column.fields[0], column.fields[0]) if column.fields else "other"
                kept[name] = part.ditto
    return kept


def _words_of(value: Any) -> Counter[str]:
    if value is None:
        return Counter()
    if isinstance(value, str):
        return count_words(value)
    if isinstance(value, Lead):
        return count_words(value.name)
    if isinstance(value, Progress):
        return count_words(value.text)
    if isinstance(value, SubAction | Timescale):
        return count_words(value.text)
    if isinstance(value, tuple):
        total: Counter[str] = Counter()
        for one in value:
            total += _words_of(one)
        return total
    return count_words(str(value))


def link_cells(entries: Iterable[Entry]) -> list[str]:
    """Give the texts of all cells of links, from which the names of plans are learnt."""
    texts = []
    for entry in entries:
        for at, column in enumerate(entry.columns):
            if "links" in column.fields and entry.cells.get(at):
                texts.append(joined(entry.cells[at], column))
    return texts
