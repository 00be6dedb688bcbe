"""Where does each action of a table begin and end, and what stands above it?

The one idea: the tables of a document are read as one long run of rows, since pages cut them anywhere. A row of
headings sets the columns until the next one; a row with one cell is a level above what follows; a row without a
number, or without an action, goes on with the row before; a table without headings keeps the columns of the one
before.

Sources: docs/explanation/reading-plans.md, section "Tables". It refuses nothing: what fits nowhere is listed as unused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dueregard.domain.plans.parsing.columns import LEVELS, Column, guess_columns, read_headings, settle
from dueregard.domain.plans.parsing.entries import Entry, Harvest, LevelPart, Part, is_same, level_of, part_of
from dueregard.domain.plans.parsing.leads import is_post
from dueregard.domain.plans.parsing.outcomes import rag_of_fill, read_legend
from dueregard.domain.plans.parsing.strands import key_of_pairs, read_key
from dueregard.domain.plans.parsing.titles import is_title
from dueregard.domain.plans.parsing.words import clean, flat, goes_on, is_unfinished, plain, starts_item
from dueregard.reading.blocks import Cell, Place, Row, Table

_DITTO = re.compile(
    r"(?:as|same as|see|per|as per|fel) (?:the )?(?:above|previous|before|uchod)|ditto|do\.|idem|[\"“”″〃]"
    r"|''|’’|-\s*[\"“”″]\s*-|uchod",
    re.IGNORECASE,
)
_GENERIC_SHEET = re.compile(
    r"(?:sheet|tab|table|page|taflen)\s*\d*|(?:equality |equalities |edi )?(?:action )?plan(?: .*)?"
    r"|actions?|data|export|progress|template|main|master",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Walk:
    """What a walk through tables remembers from one row to the next."""

    harvest: Harvest
    columns: tuple[Column, ...] = ()
    header_texts: tuple[str, ...] = ()
    width: int = 0
    numbered: bool = False
    headings: list[tuple[int, LevelPart]] = field(default_factory=list)
    rows_above: list[tuple[tuple[object, ...], LevelPart]] = field(default_factory=list)
    last_was_level: bool = False
    sheet: LevelPart | None = None
    level_cells: dict[int, Part] = field(default_factory=dict)
    seen: list[LevelPart] = field(default_factory=list)
    has_sheets: bool = False

    def take_heading(self, level: int, part: LevelPart) -> None:
        """Take a heading that stands before a table."""
        self.headings = [(depth, kept) for depth, kept in self.headings if depth < level]
        self.headings.append((level, part))
        self.seen.append(part)
        self.rows_above, self.last_was_level = [], False
        self.level_cells = {}

    def levels(self) -> tuple[LevelPart, ...]:
        """Give the levels above the next row, outermost first; a sheet's name counts where nothing else is said."""
        found = [*(part for _, part in self.headings), *(part for _, part in self.rows_above)]
        if self.sheet and not found:
            found = [self.sheet]
        return tuple(found)

    @property
    def last(self) -> Entry | None:
        """The entry before, to which a cut row belongs."""
        return self.harvest.entries[-1] if self.harvest.entries else None


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with its cells cleaned: `own` are those that no cell to the left covers."""

    row: Row
    texts: tuple[str, ...]
    own: tuple[int, ...]
    first: bool

    @property
    def filled(self) -> list[int]:
        return [at for at in self.own if self.texts[at]]


def is_plan_table(table: Table) -> bool:
    """Say whether a table has a row of headings that could head a plan."""
    return any(_headings_at(table.rows, at) for at in range(min(len(table.rows), 15)))


def read_table(table: Table, *, walk: Walk, following: Sequence[Table], before: str | None = None) -> bool:
    """Read a table's rows into the walk's harvest.

    Takes:   `following`, the tables behind it, whose cells help to tell what doubtful columns hold.
    Gives:   False if the table is no part of a plan; its words are then still to be listed by the caller.
    """
    rows = table.rows
    if _read_key_table(table, walk.harvest):
        return True
    starts = {at: found for at in range(len(rows)) if (found := _headings_at(rows, at))}
    width = max((len(row.cells) for row in rows), default=0)
    if not starts and not (walk.columns and width == walk.width):
        guessed = guess_columns(_below(rows, range(len(rows)), width))
        if guessed is None:
            return False
        walk.columns, walk.width, walk.header_texts = guessed, width, ()
        walk.numbered = any("number" in column.fields for column in guessed)
        walk.harvest.doubts.append(("guessed", "", table.place))
    walk.sheet = _sheet_level(table) if walk.has_sheets else None
    walk.level_cells = {} if starts else walk.level_cells
    hidden = frozenset(at - 1 for at in table.hidden_columns)
    skip = 0
    for at, row in enumerate(rows):
        if skip:
            skip -= 1
            continue
        line = _line(row, first=at == 0)
        if at in starts:
            columns, used = starts[at]
            _take_headings(rows, at, used, columns, starts, following, walk)
            skip = used - 1
        elif line.filled:
            _read_row(line, walk, hidden, table=table, before_headings=bool(starts) and at < min(starts))
    return True


# ---------------------------------------------------------------- headings


def _headings_at(rows: Sequence[Row], at: int) -> tuple[tuple[Column, ...], int] | None:
    """Give the columns that begin at a row, and how many rows they take (two where a second one refines)."""
    first = rows[at]
    if _is_one_cell(first):
        return None
    columns = read_headings([clean(cell.text) for cell in first.cells])
    if columns is None and not any(_is_sideways(cell) for cell in first.cells):
        return None
    below = rows[at + 1] if at + 1 < len(rows) else None
    if below is not None and len(below.cells) == len(first.cells) and not _is_one_cell(below):
        both = _two_rows(first, below)
        if both is not None and (columns is not None or read_headings(both) is not None):
            refined = read_headings(both)
            if refined is not None:
                return _shifted(refined, rows, at + 2), 2
    if columns is None:
        return None
    return _shifted(columns, rows, at + 1), 1


def _two_rows(first: Row, below: Row) -> list[str] | None:
    """Join two rows of headings cell by cell, or None if the second is no row of headings.

    The second must be marked so, or be covered by the first where it says nothing, or itself name columns.
    """
    spans = any(_is_sideways(cell) for cell in first.cells)
    under = [clean(cell.text) for cell in below.cells]
    named = read_headings(under) is not None
    covers = any(cell.repeats is not None and not _is_sideways(cell) for cell in below.cells)
    if not (named or (spans and (covers or below.header))):
        return None
    own = [text for cell, text in zip(below.cells, under, strict=True) if text and cell.repeats is None]
    if (
        not own
        or any(len(text) > 60 for text in own)
        or (named and not spans and not covers and _repeats(first, below))
    ):
        return None
    out = []
    for top, cell, text in zip(first.cells, below.cells, under, strict=True):
        above = clean(top.text)
        if cell.repeats is not None and not _is_sideways(cell):
            out.append(above)
        elif not text or is_same(text, above):
            out.append(above or text)
        else:
            out.append(
                text if not above or (read_headings((text, "Action", "Lead")) and _known(text)) else f"{above} {text}"
            )
    return out


def _known(text: str) -> bool:
    columns = read_headings((text, "Action")) or read_headings((text, "Lead"))
    return bool(columns and (columns[0].fields or columns[0].label))


def _repeats(first: Row, below: Row) -> bool:
    same = sum(is_same(a.text, b.text) for a, b in zip(first.cells, below.cells, strict=True))
    return same >= 2


def _shifted(columns: tuple[Column, ...], rows: Sequence[Row], start: int) -> tuple[Column, ...]:
    """Move headings one to the right where the rows have an unheaded number in front and the last heading is empty."""
    if columns[0].fields == ("number",) or columns[-1].heading or not columns[0].heading:
        return columns
    below = [row for row in rows[start : start + 12] if not _is_one_cell(row)]
    numbers = [flat(row.cells[0].text) for row in below if row.cells]
    is_number = [bool(re.fullmatch(r"\d{1,3}[.)]?", text)) for text in numbers if text]
    last_used = any(flat(row.cells[-1].text) for row in below if row.cells)
    if is_number and sum(is_number) >= 0.8 * len(is_number) and last_used:
        return (Column("", ("number",)), *columns[:-1])
    return columns


def _take_headings(
    rows: Sequence[Row],
    at: int,
    used: int,
    columns: tuple[Column, ...],
    starts: dict[int, tuple[tuple[Column, ...], int]],
    following: Sequence[Table],
    walk: Walk,
) -> None:
    texts = tuple(plain(column.heading) for column in columns)
    if walk.columns and len(columns) == walk.width and _is_repeat(texts, walk.header_texts, columns, walk.columns):
        for row in rows[at : at + used]:
            walk.harvest.leave(_row_text(row), "column headings, printed again", row.place)
        walk.last_was_level = False
        return
    end = min((start for start in starts if start > at), default=len(rows))
    below = [row for row in rows[at + used : end] if not _is_one_cell(row)]
    if end == len(rows):
        below += _rows_of(following, width=len(columns))
    cells = _below(below, range(len(below)), len(columns))
    settled = settle(columns, cells)
    walk.columns, walk.header_texts, walk.width = settled, texts, len(columns)
    walk.numbered = _is_numbered(settled, below)
    walk.last_was_level = False
    walk.level_cells = {}
    for cell, column in zip(rows[at + used - 1].cells, settled, strict=False):
        walk.harvest.columns.append((column, replace(cell.place)))
        if column.doubt and column.heading:
            walk.harvest.doubts.append((column.doubt, column.heading, cell.place))
    printed = {plain(column.heading) for column in settled}
    for row in rows[at : at + used]:
        for cell in row.cells:
            if cell.repeats is None and flat(cell.text) and plain(cell.text) not in printed:
                walk.harvest.leave(cell.text, "column headings", cell.place)


def _is_repeat(
    texts: tuple[str, ...], before: tuple[str, ...], columns: Sequence[Column], kept: Sequence[Column]
) -> bool:
    """Say whether headings are those of before, perhaps shortened: no cell names another field."""
    if texts == before:
        return True
    same = sum(a == b or not a for a, b in zip(texts, before, strict=True))
    agree = all(
        not new.fields or not old.fields or set(new.fields) & set(old.fields) or _is_family(new.fields, old.fields)
        for new, old in zip(columns, kept, strict=True)
    )
    return agree and same >= 1


def _is_family(one: Iterable[str], other: Iterable[str]) -> bool:
    families = (
        {"measure", "measure_or_action", "action", "target"},
        {"expected_outcome", "outcome_or_expected", "outcome"},
    )
    families += ({"timescale", "due", "start"}, {"status", "rag", "completed_or_status", "completed", "progress"})
    families += ({"priority", "priority_or_level", "level.priority"},)
    return any(set(one) & family and set(other) & family for family in families)


def _rows_of(tables: Sequence[Table], *, width: int) -> list[Row]:
    rows: list[Row] = []
    for table in tables:
        if len(rows) > 400:
            break
        for at, row in enumerate(table.rows):
            if len(row.cells) != width or _headings_at(table.rows, at):
                return rows
            if not _is_one_cell(row):
                rows.append(row)
    return rows


def _below(rows: Sequence[Row], chosen: Iterable[int], width: int) -> list[list[str]]:
    cells: list[list[str]] = [[] for _ in range(width)]
    for at in chosen:
        for column, cell in enumerate(rows[at].cells[:width]):
            cells[column].append(clean(cell.text))
    return cells


def _is_numbered(columns: Sequence[Column], rows: Sequence[Row]) -> bool:
    """Say whether the number column tells actions apart: most rows that begin an action have one of their own."""
    number = next((at for at, column in enumerate(columns) if "number" in column.fields), None)
    action = next((at for at, column in enumerate(columns) if "action" in column.fields), None)
    if number is None or action is None:
        return False
    begun = [row for row in rows if len(row.cells) > max(number, action) and flat(row.cells[action].text)]
    own = [row for row in begun if flat(row.cells[number].text) and row.cells[number].repeats is None]
    return bool(begun) and len(own) >= 0.6 * len(begun)


# ---------------------------------------------------------------- rows


def _is_sideways(cell: Cell) -> bool:
    return cell.repeats is not None and cell.repeats.row == cell.place.row


def _is_one_cell(row: Row) -> bool:
    return sum(1 for cell in row.cells if not _is_sideways(cell) and flat(cell.text)) <= 1


def _line(row: Row, *, first: bool) -> _Line:
    own = tuple(at for at, cell in enumerate(row.cells) if not _is_sideways(cell))
    return _Line(row, tuple(clean(cell.text) for cell in row.cells), own, first)


def _row_text(row: Row) -> str:
    return " | ".join(flat(cell.text) for cell in row.cells if cell.repeats is None and flat(cell.text))


def _read_row(line: _Line, walk: Walk, hidden: frozenset[int], *, table: Table, before_headings: bool) -> None:
    filled = line.filled
    fresh = [at for at in filled if line.row.cells[at].repeats is None]
    if before_headings and len(fresh) > 1:
        walk.harvest.leave(_row_text(line.row), "above the table's headings", line.row.place)
        return
    if len(filled) == 1 and _is_level_row(line, filled[0], walk, before_headings=before_headings):
        _take_level_row(line, filled[0], walk, table=table, before_headings=before_headings)
        return
    if before_headings or not walk.columns:
        walk.harvest.leave(_row_text(line.row), "above the table's headings", line.row.place)
        return
    walk.last_was_level = False
    if _is_number_row(line, walk):
        walk.harvest.leave(_row_text(line.row), "row without an action", line.row.place)
        return
    if (last := walk.last) is not None and last.columns == walk.columns and _goes_on_with(line, last, walk):
        _add_to(last, line, walk, hidden)
        return
    _begin(line, walk, hidden)


def _is_level_row(line: _Line, at: int, walk: Walk, *, before_headings: bool) -> bool:
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


def _take_level_row(line: _Line, at: int, walk: Walk, *, table: Table, before_headings: bool) -> None:
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


def _is_number_row(line: _Line, walk: Walk) -> bool:
    """Say whether the row holds a number and nothing else."""
    return (
        len(line.filled) == 1
        and line.filled[0] < len(walk.columns)
        and walk.columns[line.filled[0]].fields == ("number",)
    )


def _goes_on_with(line: _Line, last: Entry, walk: Walk) -> bool:
    """Say whether a row belongs to the entry before: no number, no action, or plainly in mid-sentence."""
    columns = walk.columns
    at_number = next((at for at, c in enumerate(columns) if "number" in c.fields), None)
    at_action = next((at for at, c in enumerate(columns) if "action" in c.fields), None)
    if at_action is None or at_action >= len(line.texts):
        return False
    action = line.texts[at_action]
    cell = line.row.cells[at_action]
    if cell.repeats is not None and not _is_sideways(cell) and action:
        return _covers(last, at_action, cell)
    if walk.numbered and at_number is not None:
        number = line.row.cells[at_number]
        if number.repeats is not None and not _is_sideways(number):
            return not action or _covers(last, at_number, number)
        if line.texts[at_number]:
            return False
        return not _is_whole_row(line, last, walk)
    if not action:
        return any(
            line.texts[at] and line.row.cells[at].repeats is None
            for at in line.own
            if at < len(columns) and not _is_level(columns[at])
        )
    if not line.first:
        return False
    return _is_cut(line, last)


def _covers(last: Entry, at: int, cell: Cell) -> bool:
    """Say whether the cell that covers this one is the last entry's own."""
    parts = last.cells.get(at, [])
    return any(cell.repeats is not None and _same_place(part.place, cell.repeats) for part in parts)


def _same_place(one: Place, other: Place) -> bool:
    return (one.sheet, one.table, one.row, one.cell) == (other.sheet, other.table, other.row, other.cell)


def _is_whole_row(line: _Line, last: Entry, walk: Walk) -> bool:
    """Say whether a row without a number is an action all the same: all its main cells are whole, and so are the
    last's.
    """
    filled = {
        f: line.texts[at]
        for at, c in enumerate(walk.columns)
        for f in c.fields
        if at < len(line.texts) and line.texts[at]
    }
    action, lead = filled.get("action", ""), filled.get("lead", "")
    if not action or goes_on(action) or starts_item(action) or len(action.split()) < 3:
        return False
    before = last.text("action").rsplit("\n", 1)[-1]
    if is_unfinished(before):
        return False
    dated = bool({"timescale", "due"} & set(filled))
    complete = bool(last.text("lead") and (last.text("timescale") or last.text("due")))
    return complete and dated and is_post(flat(lead)) and flat(lead)[0].isupper()


def _is_cut(line: _Line, last: Entry) -> bool:
    """Say whether the first row of a table goes on with the last row of the table before: its cells begin in mid-
    sentence.
    """
    marks = []
    for at in line.filled:
        if line.row.cells[at].repeats is not None:
            continue
        before = "\n".join(part.text for part in last.cells.get(at, ()))
        marks.append(goes_on(line.texts[at]) or (bool(before) and is_unfinished(before.rsplit("\n", 1)[-1])))
    return bool(marks) and sum(marks) >= 0.5 * len(marks)


def _add_to(entry: Entry, line: _Line, walk: Walk, hidden: frozenset[int]) -> None:
    """Add a row's cells to the entry before, cell by cell."""
    covered = False
    for at in line.own:
        cell = line.row.cells[at]
        if not line.texts[at] or at >= len(entry.columns):
            if line.texts[at]:
                walk.harvest.leave(line.texts[at], "beyond the table's columns", cell.place)
            continue
        if cell.repeats is not None and not _is_sideways(cell) and _covers(entry, at, cell):
            covered = covered or bool({"number", "action"} & set(entry.columns[at].fields))
            continue
        entry.cells.setdefault(at, []).append(part_of(cell, hidden=at in hidden))
    entry.flag("rows_joined" if covered else "joined_over_pages")


def _begin(line: _Line, walk: Walk, hidden: frozenset[int]) -> None:
    cells: dict[int, list[Part]] = {}
    entry = Entry(walk.columns, cells, walk.levels())
    levels: list[LevelPart] = []
    commitments: list[Part] = []
    for at, column in enumerate(walk.columns):
        if at >= len(line.row.cells) or at not in line.own:
            continue
        part = part_of(line.row.cells[at], hidden=at in hidden)
        part = _with_ditto(part, at, walk, entry)
        if not part.text and (_is_level(column) or "commitment" in column.fields):
            above = walk.level_cells.get(at)
            part = replace(above, covered=True) if above else part
            if above:
                entry.flag("level_carried_down")
        if not part.text and part.fill is None:
            continue
        cells[at] = [part]
        if _is_level(column) and part.text:
            walk.level_cells[at] = part
            kind = next(f.split(".")[1] for f in column.fields if f.startswith("level."))
            levels.append(level_of(part.text, part.place, kind=kind))
        elif "commitment" in column.fields:
            walk.level_cells[at] = part
            commitments.append(part)
        elif part.covered and part.text:
            entry.flag("merged_cell_repeated")
    for at in line.own:
        if at >= len(walk.columns) and line.texts[at]:
            walk.harvest.leave(line.texts[at], "beyond the table's columns", line.row.cells[at].place)
    if not any(
        cells.get(at) and cells[at][0].text for at, c in enumerate(walk.columns) if {"action", "how"} & set(c.fields)
    ):
        walk.harvest.leave(_row_text(line.row), "row without an action", line.row.place)
        return
    if line.row.hidden:
        entry.flag("hidden_row")
    entry.levels = (*entry.levels, *sorted(levels, key=_depth))
    entry.commitments = tuple(commitments)
    walk.harvest.entries.append(entry)


def begin_entry(
    columns: tuple[Column, ...], cells: dict[int, list[Part]], shared: dict[int, tuple[Part, ...]], walk: Walk
) -> Entry:
    """Begin an entry from cells that are not a table's row; `shared` cells belong to all rows beside them."""
    entry = Entry(columns, {**cells}, walk.levels())
    levels: list[LevelPart] = []
    for at, column in enumerate(columns):
        parts = list(shared.get(at, ())) or cells.get(at, [])
        if not parts or not (_is_level(column) or "commitment" in column.fields):
            continue
        entry.cells[at] = parts
        if "commitment" in column.fields:
            entry.commitments = tuple(parts)
        else:
            kind = next(f.split(".")[1] for f in column.fields if f.startswith("level."))
            levels.append(level_of(" ".join(part.text for part in parts), parts[0].place, kind=kind))
    entry.levels = (*entry.levels, *sorted(levels, key=_depth))
    walk.harvest.entries.append(entry)
    return entry


def _depth(part: LevelPart) -> int:
    return LEVELS.index(part.kind) if part.kind in LEVELS else 0


def _is_level(column: Column) -> bool:
    return any(field.startswith("level.") for field in column.fields)


def _with_ditto(part: Part, at: int, walk: Walk, entry: Entry) -> Part:
    """Resolve "As above" and ditto marks by the entry before, and say so."""
    if not _DITTO.fullmatch(flat(part.text).strip(" .()")) or walk.last is None or walk.last.columns != walk.columns:
        return part
    above = walk.last.cells.get(at)
    if not above:
        return part
    entry.flag("repeated_from_above")
    text = "\n".join(kept.text for kept in above)
    return Part(text, part.place, above[0].value, above[0].fill, False, part.text, above[0].tagged)


def _sheet_level(table: Table) -> LevelPart | None:
    name = table.place.sheet
    if not name or _GENERIC_SHEET.fullmatch(name.strip()):
        return None
    return LevelPart("section", name.strip(), Place(sheet=name))


# ---------------------------------------------------------------- keys and legends


def _read_key_table(table: Table, harvest: Harvest) -> bool:
    """Take a table of codes and meanings, or of colours and meanings, into the key or the legend."""
    rows = [[cell for cell in row.cells if cell.repeats is None] for row in table.rows]
    pairs = [(clean(row[0].text), clean(row[1].text)) for row in rows if len(row) == 2]
    if len(pairs) < 0.7 * len(rows) or not 2 <= len(pairs) <= 30:
        return False
    key = key_of_pairs(pairs)
    legend = read_legend(
        "; ".join(f"{one or _colour(row)}: {two}" for (one, two), row in zip(pairs, rows, strict=False))
    )
    if not key and len(legend) < 2:
        return False
    harvest.key.update({code: strand for code, strand in key.items() if code not in harvest.key})
    harvest.legend.update(legend)
    for row in table.rows:
        harvest.leave(_row_text(row), "key to the strands" if key else "legend of colours", row.place)
    return True


def _colour(row: Sequence[Cell]) -> str:
    return rag_of_fill(row[0].fill) or ""
