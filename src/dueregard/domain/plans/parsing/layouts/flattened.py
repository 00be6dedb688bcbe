"""Where was there a table, in text that has lost its borders?

The one idea: three traces are left of a table that was copied as text. Its rows may stand on one line each, cells
parted by " / " or " | "; its cells may stand on a line each below the headings; or each value may stand behind its
label. A `FlatTable` is any of these put together again, and is read like a table from then on. Where an action begins
among lines without borders can only be told by wording, so it is asked about.

Source: docs/explanation/reading-plans.md, section "Text without borders".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from dueregard.domain.plans.parsing.columns.contents import settle
from dueregard.domain.plans.parsing.columns.headings import Column, fields_of, read_headings
from dueregard.domain.plans.parsing.dates import read_timescales
from dueregard.domain.plans.parsing.layouts.cards import Labelled, split_label
from dueregard.domain.plans.parsing.layouts.entries import Part
from dueregard.domain.plans.parsing.layouts.titles import is_title
from dueregard.domain.plans.parsing.leads import is_post
from dueregard.domain.plans.parsing.outcomes import split_outcome
from dueregard.domain.plans.parsing.words import clean, flat, has_tags
from dueregard.reading.blocks import Block, Heading, Paragraph, Place, Table


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table found in text: its columns, its rows (cells by column), what all rows share, and where it stood.

    `headings` are the places of its headings with their printed words; `cards` are labelled values instead of rows.
    """

    place: Place
    columns: tuple[Column, ...] = ()
    rows: tuple[dict[int, tuple[Part, ...]], ...] = ()
    headings: tuple[tuple[str, Place], ...] = ()
    shared: dict[int, tuple[Part, ...]] | None = None
    cards: tuple[Labelled, ...] = ()
    is_uncertain: bool = False


Item = Block | FlatTable


def find_tables(items: Sequence[Block]) -> list[Item]:
    """Put the tables together again that stand flattened among a document's blocks."""
    found = _slashed(items)
    if not any(isinstance(item, FlatTable) for item in found):
        found = _linear(items)
    if not any(isinstance(item, FlatTable) for item in found):
        found = _carded(items)
    return found


# ---------------------------------------------------------------- rows on a line: a / b / c


def _cells_of(text: str, mark: str) -> list[str]:
    return [cell.strip() for cell in re.split(rf"(?:^|(?<=\s))\{mark}(?=\s|$)", text)]


def _slashed(items: Sequence[Block]) -> list[Item]:
    out: list[Item] = []
    open_: _Slashed | None = None
    for block in items:
        if isinstance(block, Table):
            out, open_ = [*out, *_closed(open_), block], None
            continue
        header = next((h for mark in "/|" if (h := _slashed_header(block, mark))), None)
        if header is not None:
            if open_ is None:
                open_ = header
            else:
                open_.repeat(header)
            continue
        if open_ is None or not open_.take(block):
            if open_ is not None:
                out, columns = [*out, *_closed(open_)], open_
                open_ = _Slashed(columns.mark, columns.columns, [])
            out.append(block)
    return [*out, *_closed(open_)]


@dataclass(slots=True)
class _Slashed:
    """A run of rows parted by one mark, while it is being read."""

    mark: str
    columns: tuple[Column, ...]
    headings: list[tuple[str, Place]]
    rows: list[dict[int, tuple[Part, ...]]] = None  # type: ignore[assignment]  # set at once below

    def __post_init__(self) -> None:
        self.rows = []

    def repeat(self, header: _Slashed) -> None:
        """Take headings that stand again, perhaps shortened."""
        self.headings += header.headings

    def take(self, block: Heading | Paragraph) -> bool:
        """Take a line as a row, or as the rest of the row before; False if it is neither."""
        text = flat(block.text)
        marker = block.marker if isinstance(block, Paragraph) else None
        cells = _cells_of(f"{marker} {text}" if marker else text, self.mark)
        width = len(self.columns)
        if not re.search(r"\w", text):
            return True  # a line drawn between headings and rows
        if len(cells) < 2 or (len(cells) < width - 2 and not self.rows):
            return False
        if len(cells) < max(2, width - 3):
            return False
        aligned = _aligned(cells, self.columns)
        tagged = has_tags(block.text)
        row: dict[int, tuple[Part, ...]] = {
            at: (Part(cell, block.place, tagged=tagged),) for at, cell in enumerate(aligned) if cell
        }
        self.rows.append(row)
        return True


def _closed(run: _Slashed | None) -> list[Item]:
    if run is None or not run.rows:
        return []
    below = [[_text(row.get(at, ())) for row in run.rows] for at in range(len(run.columns))]
    place = next(iter(run.rows[0].values()))[0].place
    return [FlatTable(place, settle(run.columns, below), tuple(run.rows), tuple(run.headings))]


def _slashed_header(block: Block, mark: str) -> _Slashed | None:
    if isinstance(block, Table):
        return None
    cells = _cells_of(flat(block.text), mark)
    columns = read_headings(cells) if len(cells) >= 3 else None
    if columns is None or any(len(cell.split()) > 8 for cell in cells):
        return None
    return _Slashed(mark, columns, [(flat(block.text), block.place)])


def _aligned(cells: list[str], columns: Sequence[Column]) -> list[str]:
    """Fit a row's pieces to the columns: too many pieces are joined, too few leave a gap, wherever the cells fit
    best.
    """
    width, count = len(columns), len(cells)
    if count == width or not 0 < abs(count - width) <= 3:
        return cells[:width] if count >= width else cells + [""] * (width - count)
    options: list[list[str]] = []
    if count > width:
        for cuts in combinations(range(1, count), width - 1):
            edges = (0, *cuts, count)
            options.append([" / ".join(cells[a:b]) for a, b in pairwise(edges)])
    else:
        for gaps in combinations(range(width), width - count):
            source = iter(cells)
            options.append(["" if at in gaps else next(source) for at in range(width)])
    return max(options, key=lambda row: _fit(row, columns))


def _fit(row: Sequence[str], columns: Sequence[Column]) -> float:
    score = 0.0
    for cell, column in zip(row, columns, strict=True):
        names = set(column.fields)
        if not cell:
            score -= 2 if "action" in names else 0.1
        elif names & {"timescale", "due", "start"}:
            score += 2 if read_timescales(cell) and len(cell) < 60 else -2
        elif "number" in names:
            score += 1 if re.fullmatch(r"[\d.]+\w?", cell) else -2
        elif "lead" in names:
            score += 1 if is_post(cell) else -0.2
        elif names & {"action", "progress"}:
            score += min(len(cell), 60) / 200
    return score


# ---------------------------------------------------------------- a cell on a line


def _linear(items: Sequence[Block]) -> list[Item]:
    runs = list(_heading_runs(items))
    if not runs:
        return list(items)
    out: list[Item] = list(items[: runs[0][0]])
    for number, (start, end, columns) in enumerate(runs):
        stop = runs[number + 1][0] if number + 1 < len(runs) else len(items)
        inside = [block for block in items[end:stop] if not isinstance(block, Table)]
        rest: list[Item] = [block for block in items[end:stop] if isinstance(block, Table)]
        before_next = _before_next(inside) if number + 1 < len(runs) else 0
        body = inside[: len(inside) - before_next]
        tail = inside[len(inside) - before_next :]
        headings = tuple((flat(block.text), block.place) for block in items[start:end] if not isinstance(block, Table))
        table = _by_outcomes(body, columns, headings) or _by_cycle(body, columns, headings)
        out += [table, *rest, *tail] if table else list(items[start:stop])
    return out


def _heading_runs(items: Sequence[Block]) -> Iterator[tuple[int, int, tuple[Column, ...]]]:
    """Find lines that follow each other and are each a heading of a column: where a flattened table begins."""
    at = 0
    while at < len(items):
        end = at
        while end < len(items) and _is_column_heading(items[end]) and end - at < 12:
            end += 1
        texts = [flat(block.text) for block in items[at:end] if not isinstance(block, Table)]
        columns = read_headings(texts) if len(texts) >= 2 else None
        if columns is not None and all(column.fields for column in columns):
            yield at, end, columns
            at = end
        else:
            at = max(end, at + 1)


def _is_column_heading(block: Block) -> bool:
    if isinstance(block, Table):
        return False
    text = flat(block.text)
    return 0 < len(text.split()) <= 6 and not text.endswith(".") and not is_title(text) and bool(fields_of(text))


def _before_next(inside: Sequence[Heading | Paragraph]) -> int:
    """Count the lines at the end that already belong to the next table: a heading, and labelled lines below it."""
    for back in range(1, min(4, len(inside)) + 1):
        block = inside[-back]
        if isinstance(block, Heading):
            return back
        if not re.match(r"[A-Z][\w ]{2,30}:", flat(block.text)):
            break
    return 0


def _by_outcomes(
    body: Sequence[Heading | Paragraph], columns: tuple[Column, ...], headings: tuple[tuple[str, Place], ...]
) -> FlatTable | None:
    """Part lines into actions where each ends with a sentence that says what became of it."""
    ends = [at for at, block in enumerate(body) if split_outcome(clean(block.text))[2] is not None]
    at_action = next((at for at, c in enumerate(columns) if "action" in c.fields), None)
    at_update = next((at for at, c in enumerate(columns) if "progress" in c.fields), None)
    if len(ends) < 2 or at_action is None or at_update is None:
        return None
    settled = settle(columns, [[""] for _ in columns])
    above = list(range(at_action))
    first = _first_action(body, ends[0]) if above else 0
    shared = {above[-1]: tuple(_part(block) for block in body[:first])} if above and first else None
    rows: list[dict[int, tuple[Part, ...]]] = []
    begin = first
    for end in ends:
        chunk = body[begin : end + 1]
        begin = end + 1
        rows.append(
            {at_action: (_part(chunk[0]),), at_update: tuple(_part(block) for block in chunk[1:])}
            if len(chunk) > 1
            else {at_update: (_part(chunk[0]),)}
        )
    rest = body[begin:]
    if rest:
        rows.append({at_action: (_part(rest[0]),), at_update: tuple(_part(block) for block in rest[1:])})
    return FlatTable(body[0].place, settled, tuple(rows), headings, shared, is_uncertain=bool(above))


def _first_action(body: Sequence[Heading | Paragraph], end: int) -> int:
    """Tell by wording where what stands above the actions ends: commitments open alike ("We will …") or are bullets."""
    opening = flat(body[0].text).split()[:2]
    for at in range(1, end):
        block = body[at]
        is_item = isinstance(block, Paragraph) and (block.depth > 0 or block.marker is not None)
        if not is_item and flat(block.text).split()[: len(opening)] != opening:
            return at
    return max(1, end - 1)


def _by_cycle(
    body: Sequence[Heading | Paragraph], columns: tuple[Column, ...], headings: tuple[tuple[str, Place], ...]
) -> FlatTable | None:
    """Part lines into rows of as many cells as there are headings, if the cells then fit their columns."""
    width = len(columns)
    if width < 3 or len(body) < width or len(body) % width:
        return None
    rows = [body[at : at + width] for at in range(0, len(body), width)]
    fits = sum(_fit([flat(block.text) for block in row], columns) for row in rows) / len(rows)
    if fits < 1:
        return None
    below = [[clean(row[at].text) for row in rows] for at in range(width)]
    cells: tuple[dict[int, tuple[Part, ...]], ...] = tuple(
        {at: (_part(block),) for at, block in enumerate(row)} for row in rows
    )
    return FlatTable(body[0].place, settle(columns, below), cells, headings)


# ---------------------------------------------------------------- a value behind each label


def _carded(items: Sequence[Block]) -> list[Item]:
    """Gather runs of labelled lines ("Lead: Head of HR"); lines without a label belong to the value above them."""
    labels = [split_label(block.text) if isinstance(block, Paragraph) else None for block in items]
    if _opens_lists(items, labels):
        return list(items)
    known = [label for label in labels if label]
    fields = {field for label, _ in known for field in fields_of(label)}
    if (
        len(known) < 3
        or len(fields) < 3
        or not fields & {"action", "measure_or_action", "level.objective", "description", "target"}
    ):
        return list(items)
    out: list[Item] = []
    run: list[Labelled] = []
    for block, label in zip(items, labels, strict=True):
        if isinstance(block, Table):
            out, run = [*out, *_card(run), block], []
        elif label is not None:
            parts = (Part(label[1], block.place),) if label[1] else ()
            run.append(Labelled(label[0], block.place, parts))
        elif run and isinstance(block, Paragraph) and (block.depth > 0 or block.marker or not run[-1].parts):
            last = run[-1]
            run[-1] = Labelled(last.label, last.place, (*last.parts, _part(block)))
        else:
            out, run = [*out, *_card(run), block], []
    return [*out, *_card(run)]


def _opens_lists(items: Sequence[Block], labels: Sequence[tuple[str, str] | None]) -> bool:
    """Say whether the label of actions opens a list rather than naming one value: then it is prose, not a card."""
    for at, label in enumerate(labels):
        if label and not label[1] and "action" in fields_of(label[0]):
            after = items[at + 1 : at + 3]
            if len(after) == 2 and all(
                isinstance(block, Paragraph) and (block.depth or block.marker) for block in after
            ):
                return True
    return False


def _card(run: Sequence[Labelled]) -> list[Item]:
    return [FlatTable(run[0].place, cards=tuple(run))] if run else []


def _part(block: Heading | Paragraph) -> Part:
    marker = block.marker if isinstance(block, Paragraph) else None
    is_item = isinstance(block, Paragraph) and block.depth > 0
    text = clean(block.text)
    said = f"{marker} {text}" if marker else f"• {text}" if is_item else text
    return Part(said, block.place, tagged=has_tags(block.text), own_line=True)


def _text(parts: Sequence[Part]) -> str:
    return "\n".join(part.text for part in parts)
