"""What is read when a document is walked from its first block to its last?

The one idea: one pass, in reading order. Headings and short lines before a table are levels above it; tables give
entries; keys and legends are taken wherever they stand; everything else is listed as unused with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dueregard.domain.plans.parsing.layouts.cards import is_card, read_card, read_labelled
from dueregard.domain.plans.parsing.layouts.entries import Entry, Harvest, Walk, is_same, level_of
from dueregard.domain.plans.parsing.layouts.flattened import FlatTable, Item, find_tables
from dueregard.domain.plans.parsing.layouts.heading_rows import is_plan_table
from dueregard.domain.plans.parsing.layouts.rows import begin_entry
from dueregard.domain.plans.parsing.layouts.tables import read_table
from dueregard.domain.plans.parsing.layouts.titles import is_subtitle, is_title
from dueregard.domain.plans.parsing.outcomes import read_legend
from dueregard.domain.plans.parsing.strands import read_key
from dueregard.domain.plans.parsing.words import clean, flat
from dueregard.reading.blocks import Block, Blocks, Heading, Paragraph, Table


def walk_tables(blocks: Blocks, *, flattened: bool = False, row_by_row: bool = False) -> Harvest:
    """Read a document whose actions stand in tables; entries are empty if none does.

    Takes:   `flattened` to look first for tables that have lost their borders; `row_by_row`, that a row without a
             number is an action like any other.
    """
    harvest = Harvest()
    walk = Walk(harvest, row_by_row=row_by_row)
    items: Sequence[Item] = _visible(blocks, harvest)
    titles = repeated_titles(items)
    # a sheet's name is a part of the plan only where several sheets hold one
    walk.has_sheets = sum(isinstance(b, Table) and b.place.sheet is not None and is_plan_table(b) for b in items) > 1
    if flattened:
        items = find_tables(_visible(blocks, Harvest()))
    for at, block in enumerate(items):
        if isinstance(block, FlatTable):
            read_flat_table(block, walk=walk)
        elif isinstance(block, Table):
            _table(block, items[at + 1 : at + 9], walk)
        elif isinstance(block, Heading):
            take_heading(block, walk, titles)
        else:
            _paragraph(block, items[at + 1 : at + 4], walk)
    used = {id(part) for entry in harvest.entries for part in entry.levels}
    for part in walk.seen:
        if id(part) not in used:
            label = " ".join(word for word in (part.label, part.ref, part.name) if word)
            harvest.leave(label, "heading with no actions below it", part.place)
    return harvest


def _visible(blocks: Blocks, harvest: Harvest) -> list[Block]:
    """Leave out furniture, and hidden sheets where others are visible."""
    shown = any(isinstance(b, Table) and not b.hidden for b in blocks.blocks)
    items: list[Block] = []
    for block in blocks.blocks:
        if isinstance(block, Paragraph) and block.furniture:
            harvest.leave(_said(block), "page furniture", block.place)
        elif isinstance(block, Table) and block.hidden and shown:
            leave_table(block, "hidden sheet", harvest)
        else:
            items.append(block)
    return items


def leave_table(table: Table, why: str, harvest: Harvest) -> None:
    """List all words of a table as unused."""
    harvest.leave(table.caption, why, table.place)
    for row in table.rows:
        for cell in row.cells:
            if cell.repeats is None:
                harvest.leave(cell.text, why, cell.place)


def repeated_titles(items: Sequence[Item]) -> frozenset[str]:
    """Give the texts of headings that stand more than once: furniture or the title, never a section."""
    seen: dict[str, int] = {}
    for block in items:
        if isinstance(block, Heading):
            seen[flat(block.text)] = seen.get(flat(block.text), 0) + 1
    return frozenset(text for text, count in seen.items() if count > 2 and is_title(text))


def take_heading(block: Heading, walk: Walk, titles: frozenset[str] = frozenset()) -> None:
    """Take a heading as title, subtitle or level."""
    harvest, text = walk.harvest, flat(block.text)
    if not text:
        return
    if read_key(block.text):
        harvest.key.update(read_key(block.text))
        harvest.leave(block.text, "key to the strands", block.place)
    elif is_same(text, harvest.title) or (text in titles and harvest.title):
        harvest.leave(text, "title, printed again", block.place)
    elif harvest.title is None and not harvest.entries and (block.level == 0 or is_title(text)):
        harvest.title, harvest.title_place = text, block.place
    elif is_subtitle(text) and not harvest.entries:
        harvest.subtitles.append(text)
        harvest.leave(text, "subtitle", block.place)
    else:
        walk.take_heading(max(block.level, 1), level_of(text, block.place))


def read_flat_table(table: FlatTable, *, walk: Walk) -> None:
    """Take the rows of a table found in text as entries below the headings that stand before it."""
    harvest = walk.harvest
    if table.cards:
        read_labelled(table.cards, walk=walk)
        return
    for text, place in table.headings:
        harvest.leave(text, "column headings", place)
    for column in table.columns:
        harvest.columns.append((column, table.place))
        if column.doubt and column.heading:
            harvest.doubts.append((column.doubt, column.heading, table.place))
    if table.is_uncertain and table.shared:
        said = next(iter(table.shared.values()))[-1].text
        harvest.doubts.append(("commitments", said, table.place))
    last: Entry | None = None
    for row in table.rows:
        cells = {at: list(parts) for at, parts in row.items()}
        if last is not None and not any(
            cells.get(at) for at, c in enumerate(table.columns) if {"action", "how"} & set(c.fields)
        ):
            for at, parts in cells.items():
                last.cells.setdefault(at, []).extend(parts)
            continue
        last = begin_entry(table.columns, cells, table.shared or {}, walk)


def _table(table: Table, after: Sequence[Item], walk: Walk) -> None:
    harvest = walk.harvest
    if table.caption:
        caption = flat(table.caption)
        if is_same(caption, table.place.sheet) or is_title(caption) or is_subtitle(caption):
            harvest.subtitles.append(caption)
            harvest.leave(caption, "table caption", table.place)
        else:
            walk.take_heading(6, level_of(caption, table.place))
    if is_card(table):
        read_card(table, walk=walk)
        return
    following = [block for block in after if isinstance(block, Table)][:8]
    if not read_table(table, walk=walk, following=following):
        leave_table(table, "table without actions", harvest)


def _paragraph(block: Paragraph, after: Sequence[Item], walk: Walk) -> None:
    harvest, text = walk.harvest, clean(block.text)
    if not text:
        return
    if key := read_key(text):
        harvest.key.update({code: strand for code, strand in key.items() if code not in harvest.key})
        harvest.leave(_said(block), "key to the strands", block.place)
    elif legend := read_legend(text):
        harvest.legend.update(legend)
        harvest.leave(_said(block), "legend of colours", block.place)
    elif is_same(text, harvest.title):
        harvest.leave(text, "title, printed again", block.place)
    elif harvest.title is None and not harvest.entries and block.marker is None and is_title(text):
        harvest.title, harvest.title_place = flat(text), block.place
    elif is_subtitle(text) and not harvest.entries and not text.endswith("."):
        harvest.subtitles.append(flat(text))
        harvest.leave(_said(block), "subtitle", block.place)
    elif block.marker is None and _heads_table(block, after):
        part = level_of(text, block.place)
        depth = {"section": 7, "directorate": 7, "theme": 7, "role": 7, "priority": 8}.get(part.kind, 9)
        walk.take_heading(depth, part)
    else:
        if _names_period(text):
            harvest.subtitles.append(flat(text))
        why = "text after the actions" if harvest.entries else "introduction"
        harvest.leave(_said(block), why, block.place)


def _heads_table(block: Paragraph, after: Sequence[Item]) -> bool:
    """Say whether a short line heads the table that follows: at most two more short lines stand between."""
    text = flat(block.text)
    labelled = level_of(text, block.place).label is not None
    if len(text.split()) > (45 if labelled else 14) or (text.endswith((".", ";", "?")) and not labelled):
        return False
    for other in after[:3]:
        if isinstance(other, Table | FlatTable):
            return True
        said = flat(other.text)
        other_label = level_of(said, other.place).label is not None
        if len(said.split()) > (45 if other_label else 14) or isinstance(other, Heading):
            return False
    return False


def _names_period(text: str) -> bool:
    return (
        bool(
            re.search(
                r"\b(?:period|covers|for the years?|from 20\d\d|20\d\d\s*(?:to|[-–/])\s*(?:20)?\d\d)\b",
                flat(text),
                re.IGNORECASE,
            )
        )
        and len(text) < 300
    )


def _said(block: Paragraph) -> str:
    return f"{block.marker} {block.text}" if block.marker else block.text
