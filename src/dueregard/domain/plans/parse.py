"""From blocks to a draft plan: what does this document ask whom to do by when?

The one idea: layouts differ, actions do not. The document is walked for tables, cards, headings with bullets and
flattened text (`parsing`), whatever it holds becomes entries, and every entry is read field by field by the same rules.
What could not be settled is asked; what belongs to no action is listed; what is no plan is told apart and named.

Sources: docs/explanation/reading-plans.md; docs/reference/plan-format.md for the shape. It refuses nothing: a document
that is not a plan gives a Plan without actions, with `found` saying what it holds instead. It invents nothing: a value
that the document does not give stays empty.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from dueregard.domain.plans.model import (
    Level,
    Plan,
    PrintedColumn,
    Section,
    Strand,
    Unused,
)
from dueregard.domain.plans.parsing.actions import action_of, link_cells
from dueregard.domain.plans.parsing.fields.drafts import Setting
from dueregard.domain.plans.parsing.layouts.entries import Entry, Harvest
from dueregard.domain.plans.parsing.layouts.prose import read_prose
from dueregard.domain.plans.parsing.layouts.titles import find_organisation, find_period
from dueregard.domain.plans.parsing.layouts.walk import walk_tables
from dueregard.domain.plans.parsing.links import learn_names
from dueregard.domain.plans.parsing.lossless import units_lost, words_lost
from dueregard.domain.plans.parsing.notaplan import find_what_it_holds
from dueregard.domain.plans.parsing.outcomes import rag_of_fill
from dueregard.domain.plans.parsing.questions import ask
from dueregard.domain.plans.parsing.words import flat
from dueregard.domain.plans.shape import plan_from_json
from dueregard.reading.blocks import Blocks, Cell, Heading, Paragraph, Place, Row, Table
from dueregard.terms.errors import CannotBeRead

__all__ = ["read_plan", "words_lost"]


def read_plan(blocks: Blocks, *, row_by_row: bool = False) -> Plan:
    """Read a document as a draft plan.

    Takes:   the blocks that a reader gave; `row_by_row`, that each row with an action is one of its own, as in our own
             workbook: a row that somebody added there without a number does not go on with the one above.
    Gives:   the plan, with `sources` for every value, `flags`, `questions`, `unused`; without actions, and with
    `found`, where the document is no plan.
    Raises:  CannotBeRead for JSON that is not a plan of ours.

    >>> from dueregard.reading.read import read_document
    >>> text = b"No,Action,Lead,By when\\n1,Train staff,Head of HR,31 March 2027\\n"
    >>> plan = read_plan(read_document(text, name="plan.csv"))
    >>> plan.actions[0].leads[0].name, plan.actions[0].due_date.isoformat()
    ('Head of HR', '2027-03-31')
    """
    if blocks.format == "json":
        return _from_json(blocks)
    harvest = _gather(blocks, row_by_row=row_by_row)
    harvest = _without_empty(harvest)
    plan = _plan_of(harvest, blocks)
    left = units_lost(blocks, plan)
    if left:
        more = tuple(Unused(text, "not understood", place) for text, place in left)
        plan = replace(plan, unused=(*plan.unused, *more))
    return replace(plan, unused=_in_order(plan.unused, blocks))


_NOTHING_TO_DO = re.compile(
    r"(?:there (?:are|is) )?(?:no (?:specific |particular |further |current )?(?:issues?|actions?)"
    r"(?: (?:identified|required|needed|at this time|planned))?|none(?: identified| required)?|n/?a|nil|dim"
    r"|not applicable)\.?",
    re.IGNORECASE,
)


def _without_empty(harvest: Harvest) -> Harvest:
    """Leave out rows that say there is nothing to do ("No specific issues"): they are listed, and are no actions."""
    kept = []
    for entry in harvest.entries:
        if not _NOTHING_TO_DO.fullmatch(flat(entry.text("action"))):
            kept.append(entry)
            continue
        for parts in entry.cells.values():
            for part in parts:
                if not part.covered:
                    harvest.leave(part.text, "says that there is nothing to do", part.place)
    harvest.entries = kept
    return harvest


def _gather(blocks: Blocks, *, row_by_row: bool) -> Harvest:
    """Read tables first; where none holds actions, tables that lost their borders, then headings and lists."""
    harvest = walk_tables(blocks, row_by_row=row_by_row)
    for read in (partial(walk_tables, flattened=True), read_prose):
        if harvest.entries:
            break
        other = read(blocks)
        harvest = other if other.entries else harvest
    return harvest


def _from_json(blocks: Blocks) -> Plan:
    text = "\n".join(block.text for block in blocks.blocks if isinstance(block, Paragraph))
    try:
        shape = json.loads(text)
    except ValueError as fault:
        raise CannotBeRead("This is not readable JSON.", where=blocks.name or None) from fault
    if isinstance(shape, dict) and ("actions" not in shape or "format" in shape or "document" in shape):
        return plan_from_json(shape)
    rows = shape.get("actions") if isinstance(shape, dict) else shape
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise CannotBeRead("This JSON is not a plan.", where=blocks.name or None)
    return read_plan(replace(blocks, format="text", blocks=(_table_of(rows),)))


def _table_of(rows: Sequence[Mapping[str, object]]) -> Table:
    """Give a list of records, as other systems export them, as a table headed by their keys."""
    heads = tuple(dict.fromkeys(str(key) for row in rows for key in row))
    lines = [heads, *(tuple(_said(row.get(head)) for head in heads) for row in rows)]
    return Table(
        tuple(
            Row(
                tuple(Cell(text, Place(table=1, row=at, cell=column)) for column, text in enumerate(line, start=1)),
                Place(table=1, row=at),
            )
            for at, line in enumerate(lines, start=1)
        ),
        Place(table=1),
    )


def _said(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(_said(one) for one in value)
    return "" if value is None else str(value)


def _plan_of(harvest: Harvest, blocks: Blocks) -> Plan:
    lines = _lines_about_the_plan(harvest, blocks)
    period = find_period(lines)
    setting = Setting(
        period=period,
        key=harvest.key,
        legend=harvest.legend,
        known_links=learn_names(link_cells(harvest.entries)),
        month_columns=_month_columns(harvest.entries),
        colour_columns=_colour_columns(harvest.entries, legend=bool(harvest.legend)),
    )
    actions, doubts = [], []
    key: dict[str, Strand] = dict(harvest.key)
    for position, entry in enumerate(harvest.entries, start=1):
        action, own, draft = action_of(entry, setting=setting)
        actions.append(action)
        doubts += [(position, doubt) for doubt in own]
        for code, strand in draft.found_strands.items():
            key.setdefault(code, strand)
    counts = Counter(action.section for action in actions if action.section)
    plan = Plan(
        document=harvest.title or (flat_title(blocks) if actions else None),
        organisation=find_organisation(lines[:6]),
        plan_period=period,
        key=key,
        legend=dict(harvest.legend),
        columns=_columns(harvest),
        sections=tuple(Section(name, count) for name, count in counts.items()),
        levels=_levels(harvest.entries, harvest.levels),
        actions=tuple(actions),
        unused=tuple(harvest.unused),
        found=() if actions else find_what_it_holds(blocks),
        warnings=blocks.warnings,
    )
    plan, questions = ask(plan, doubts=doubts, harvest=harvest)
    return replace(plan, questions=questions)


def flat_title(blocks: Blocks) -> str | None:
    """Give the title that the file itself carries, if it has one."""
    return blocks.title.strip() or None if blocks.title else None


def _lines_about_the_plan(harvest: Harvest, blocks: Blocks) -> list[str]:
    """Give the lines that may name the plan's period and council: the title, what stands below it, other headings."""
    lines = [harvest.title, *harvest.subtitles, blocks.title]
    lines += [block.text for block in blocks.blocks[:12] if isinstance(block, Heading)]
    lines += [b.text for b in blocks.blocks[:4] if isinstance(b, Paragraph) and len(b.text) < 120]
    lines += [b.place.sheet for b in blocks.blocks if isinstance(b, Table)][:3]
    return [line for line in lines if line]


def _month_columns(entries: Sequence[Entry]) -> frozenset[str]:
    """Give the headings of columns whose true dates are all the first of a month: there a sheet has turned months
    into days.
    """
    days: dict[str, set[int]] = {}
    for entry in entries:
        for at, column in enumerate(entry.columns):
            if {"timescale", "due"} & set(column.fields):
                for part in entry.cells.get(at, ()):
                    if isinstance(part.value, date | datetime):
                        days.setdefault(column.heading, set()).add(part.value.day)
    return frozenset(heading for heading, seen in days.items() if seen == {1})


def _colour_columns(entries: Sequence[Entry], *, legend: bool) -> frozenset[str]:
    """Give the headings of columns that the document colours by state: several traffic-light colours, or any with a
    legend.
    """
    colours: dict[str, set[str]] = {}
    for entry in entries:
        for at, column in enumerate(entry.columns):
            for part in entry.cells.get(at, ()):
                rag = rag_of_fill(part.fill)
                if rag and rag != "grey":
                    colours.setdefault(column.heading, set()).add(rag)
    return frozenset(heading for heading, seen in colours.items() if len(seen) >= (1 if legend else 2))


def _columns(harvest: Harvest) -> tuple[PrintedColumn, ...]:
    seen: dict[tuple[str, tuple[str, ...]], PrintedColumn] = {}
    for column, place in harvest.columns:
        if column.heading:
            seen.setdefault((column.heading, column.fields), PrintedColumn(column.heading, column.fields, place))
    return tuple(seen.values())


def _levels(entries: Sequence[Entry], known: Sequence[Level]) -> tuple[Level, ...]:
    """Give each level once, from the top down, in document order, with what is known of it."""
    found: dict[tuple[str, ...], Level] = {}
    more = {level.path: level for level in known}
    for entry in entries:
        path: tuple[str, ...] = ()
        for part in entry.levels:
            if part.name and part.name not in path:
                path = (*path, part.name)
                if path not in found:
                    level = more.get(path) or more.get(path[-1:]) or Level(path)
                    found[path] = replace(level, path=path, kind=part.kind, ref=part.ref, label=part.label)
    return tuple(found.values())


def _in_order(unused: Sequence[Unused], blocks: Blocks) -> tuple[Unused, ...]:
    order: dict[Place, int] = {}
    for block in blocks.blocks:
        order.setdefault(block.place, len(order))
        if isinstance(block, Table):
            for row in block.rows:
                order.setdefault(row.place, len(order))
                for cell in row.cells:
                    order.setdefault(cell.place, len(order))
    return tuple(sorted(unused, key=lambda item: order.get(item.source, len(order))))
