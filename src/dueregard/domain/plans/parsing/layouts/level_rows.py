"""Which rows of a table are no actions but levels above them, titles, keys or notes?

The one idea: a row that says one thing in one cell speaks of the rows below it. What stood there before in the same
style, or of the same kind, ends; what is of a deeper kind is added.

Source: docs/explanation/reading-plans.md, section "Tables".
"""

from __future__ import annotations

import re

from dueregard.domain.plans.parsing.layouts.entries import LevelPart, Walk, is_same, level_of
from dueregard.domain.plans.parsing.layouts.rows import Line
from dueregard.domain.plans.parsing.layouts.titles import is_title
from dueregard.domain.plans.parsing.outcomes import read_legend
from dueregard.domain.plans.parsing.strands import read_key
from dueregard.domain.plans.parsing.words import flat, goes_on, plain, starts_item


def is_level_row(line: Line, at: int, walk: Walk, *, before_headings: bool) -> bool:
    """Say whether the one filled cell of a row is a level above the rows that follow."""
    cell, text = line.row.cells[at], line.texts[at]
    if cell.repeats is not None:
        return False
    whole = cell.columns >= max(2, len(line.row.cells) - 1) and cell.columns > 1
    if whole or before_headings or len(line.row.cells) == 1:
        return True
    if at != 0 or len(line.row.cells) < 3 or not walk.columns:
        return False
    fields = walk.columns[0].fields if walk.columns else ()
    if "number" in fields:
        return not re.fullmatch(r"[\d.\s()/-]{1,8}[a-z]?", flat(text)) or not flat(text)
    if any(field.startswith("level.") for field in fields) or "strands" in fields:
        return True
    if "action" in fields:
        return (
            cell.bold
            or cell.fill is not None
            or (
                len(text.split()) <= 8
                and not text.rstrip().endswith((".", ";"))
                and not goes_on(text)
                and not starts_item(text)
            )
        )
    return len(text) < 160 and not goes_on(text)


def take_level_row(line: Line, at: int, walk: Walk, *, before_headings: bool) -> None:
    """Take a row of one cell as key, legend, title, note or level."""
    cell, text = line.row.cells[at], line.texts[at]
    harvest = walk.harvest
    if key := read_key(text):
        harvest.key.update({code: strand for code, strand in key.items() if code not in harvest.key})
        harvest.leave(text, "key to the strands", cell.place)
        return
    if legend := read_legend(text):
        harvest.legend.update(legend)
        harvest.leave(text, "legend of colours", cell.place)
        return
    if is_same(text, harvest.title):
        harvest.leave(text, "title, printed again", cell.place)
        return
    if harvest.title is None and is_title(text) and not harvest.entries:
        harvest.title, harvest.title_place = flat(text), cell.place
        walk.rows_above, walk.last_was_level = [], False  # what stands above the title is no level
        return
    if len(text) > 300 or (len(text.split()) > 40 and ":" not in text[:40]) or _is_note(text):
        harvest.leave(text, "note in the table", cell.place)
        return
    part = level_of(text, cell.place)
    style = (part.kind, cell.fill, cell.bold, cell.columns > 1)
    above = walk.rows_above
    if not (before_headings and walk.last_was_level):
        same = next((i for i, (kept, _) in enumerate(above) if kept == style), None)
        kind = next((i for i, (kept, _) in enumerate(above) if kept[0] == part.kind), None)
        cut = same if same is not None else kind if (kind is not None and not walk.last_was_level) else None
        if cut is not None:
            above = above[:cut]
        elif not walk.last_was_level and part.kind == "section":
            above = []
    elif walk.last_was_level and above and above[-1][0] == style and len(above) >= 3:
        above = above[:-1]
    if before_headings and not walk.last_was_level and not _is_deeper(part, above):
        above = []
    if not above and not before_headings and _is_sibling(part, walk):
        harvest.doubts.append(("sections", f"{walk.headings.pop()[1].name} / {part.name}", cell.place))
    walk.rows_above = [*above, (style, part)][-3:]
    walk.seen.append(part)
    walk.last_was_level = True
    walk.level_cells = {}
    if is_same(part.name, walk.sheet.name if walk.sheet else None) or (
        walk.sheet and plain(part.name).startswith(plain(walk.sheet.name)[:20])
    ):
        walk.sheet = None


def _is_sibling(part: LevelPart, walk: Walk) -> bool:
    """Say whether a section row stands beside the heading above the table: actions stood under that heading alone."""
    if not walk.headings or part.kind != "section" or walk.headings[-1][1].kind != "section" or walk.last is None:
        return False
    return bool(walk.last.levels) and walk.last.levels[-1] is walk.headings[-1][1]


def _is_deeper(part: LevelPart, above: list[tuple[tuple[object, ...], LevelPart]]) -> bool:
    return part.kind == "objective" and bool(above) and above[0][1].kind != "objective"


def _is_note(text: str) -> bool:
    return bool(
        re.match(
            r"(?:note|nb|n\.b\.|source|please|return|contact|page \d|total|updated?:|version|last updated|key\s*:)\b",
            flat(text),
            re.IGNORECASE,
        )
    )
