"""Where is an action in a card: a small table, or a run of lines, with a label before each value?

The one idea: a card is a table turned on its side. Its labels are headings and its values cells, so that it becomes an
entry of the same kind as a row; a label that comes again begins the next card.

Source: docs/explanation/reading-plans.md, section "Cards".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dueregard.domain.plans.parsing.columns.contents import settle
from dueregard.domain.plans.parsing.columns.headings import Column, fields_of, period_of, read_headings
from dueregard.domain.plans.parsing.layouts.entries import Entry, LevelPart, Part, Walk, level_of, part_of
from dueregard.domain.plans.parsing.words import clean, flat
from dueregard.reading.blocks import Cell, Place, Table


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with its place, and the parts of its value."""

    label: str
    place: Place
    parts: tuple[Part, ...]


_MAIN = frozenset(["action", "measure_or_action", "how", "description", "level.objective", "commitment", "target"])


def is_card(table: Table) -> bool:
    """Say whether a table holds labels in its first column (and, if it is wide, its third) and values beside them."""
    width = max((len(row.cells) for row in table.rows), default=0)
    if width not in (2, 3, 4) or len(table.rows) < 2:
        return False
    if width == 3 and not all(
        _is_covered(row.cells[2]) or not flat(row.cells[2].text) for row in table.rows if len(row.cells) > 2
    ):
        return False
    labels = [flat(row.cells[0].text) for row in table.rows if row.cells and row.cells[0].repeats is None]
    filled = [label for label in labels if label]
    known = [label for label in filled if fields_of(label)]
    fields = {field for label in known for field in fields_of(label)}
    if len(filled) < 2 or len(known) < max(2, 0.6 * len(filled)) or len(fields) < 2 or not fields & _MAIN:
        return False
    first = [clean(cell.text) for cell in table.rows[0].cells]
    if (
        read_headings(first) is not None
        and len(table.rows) > 2
        and not (width == 2 and len(known) >= 0.8 * len(filled) and len(fields) >= 3)
    ):
        return False
    values = [flat(row.cells[1].text) for row in table.rows if len(row.cells) > 1]
    return sum(bool(value) and not fields_of(value) for value in values) >= 0.4 * len(values)


def _is_covered(cell: Cell) -> bool:
    return cell.repeats is not None


def read_card(table: Table, *, walk: Walk) -> None:
    """Read a card's rows into entries; rows of one cell are levels, and a row without a label goes on with the one
    above.
    """
    pairs: list[Labelled] = []
    for row in table.rows:
        own = [cell for cell in row.cells if not (cell.repeats is not None and cell.repeats.row == cell.place.row)]
        if len([cell for cell in own if flat(cell.text)]) == 1 and len(own) == 1:
            _flush(pairs, walk)
            pairs = []
            part = level_of(own[0].text, own[0].place)
            walk.take_heading(9 if part.kind == "objective" else 8, part)
            continue
        for at in range(0, len(own) - 1, 2):
            label, value = own[at], own[at + 1]
            if not flat(label.text) or label.repeats is not None:
                if flat(value.text) and pairs:
                    last = pairs[-1]
                    pairs[-1] = Labelled(last.label, last.place, (*last.parts, part_of(value)))
                elif flat(value.text):
                    walk.harvest.leave(value.text, "value without a label", value.place)
                continue
            pairs.append(Labelled(flat(label.text), label.place, (part_of(value),)))
    _flush(pairs, walk)


def _flush(pairs: Sequence[Labelled], walk: Walk) -> None:
    read_labelled(_joined_labels(pairs), walk=walk)


def _joined_labels(pairs: Sequence[Labelled]) -> list[Labelled]:
    """Join a label that was wrapped into the row below: alone neither is a heading, together they are."""
    out: list[Labelled] = []
    for pair in pairs:
        last = out[-1] if out else None
        if (
            last
            and not fields_of(pair.label)
            and (not any(p.text for p in pair.parts) or last.label.endswith(("/", "-", "&", " and")))
        ):
            both = f"{last.label} {pair.label}"
            if fields_of(both):
                out[-1] = Labelled(both, last.place, (*last.parts, *pair.parts))
                continue
        out.append(pair)
    return out


def read_labelled(pairs: Sequence[Labelled], *, walk: Walk, levels: tuple[LevelPart, ...] = ()) -> int:
    """Make entries of labelled values: a main label or a number that comes again begins a new one. Gives how many."""
    cards: list[list[Labelled]] = []
    for pair in pairs:
        fields = set(fields_of(pair.label))
        begun = {f for one in cards[-1] for f in fields_of(one.label)} if cards else set()
        if not cards or (fields & begun & (_MAIN | {"number"})):
            if cards and _only_levels(cards[-1]) and not fields & begun - {"level.objective"}:
                cards[-1].append(pair)
            else:
                cards.append([pair])
        else:
            cards[-1].append(pair)
    below: dict[str, list[str]] = {}
    for pair in pairs:
        below.setdefault(pair.label, []).extend(part.text for part in pair.parts if part.text)
    made = 0
    shared: list[Labelled] = []
    for card in cards:
        card = [
            *[one for one in shared if not set(fields_of(one.label)) & {f for c in card for f in fields_of(c.label)}],
            *card,
        ]
        made += _make(card, walk, levels, below)
        shared = [one for one in card if _is_level_label(one.label)]
    return made


def _only_levels(card: Sequence[Labelled]) -> bool:
    return all(_is_level_label(one.label) for one in card)


def _is_level_label(label: str) -> bool:
    fields = fields_of(label)
    return bool(fields) and all(f.startswith("level.") for f in fields)


def _make(card: Sequence[Labelled], walk: Walk, levels: tuple[LevelPart, ...], below: dict[str, list[str]]) -> int:
    columns = settle(
        tuple(Column(pair.label, fields_of(pair.label), None, period_of(pair.label)) for pair in card),
        [below.get(pair.label, []) for pair in card],
    )
    names = {f for column in columns for f in column.fields}
    if not names & {"action", "how"}:
        for pair in card:
            walk.harvest.leave(pair.label, "label without an action", pair.place)
            for part in pair.parts:
                walk.harvest.leave(part.text, "value without an action", part.place)
        return 0
    entry = Entry(columns, {}, levels or walk.levels())
    own: list[LevelPart] = []
    commitments: list[Part] = []
    for at, (pair, column) in enumerate(zip(card, columns, strict=True)):
        parts = [part for part in pair.parts if part.text or part.fill]
        walk.harvest.columns.append((column, pair.place))
        if not parts:
            continue
        entry.cells[at] = parts
        kind = next((f.split(".")[1] for f in column.fields if f.startswith("level.")), None)
        if kind:
            own.append(level_of(" ".join(p.text for p in parts), parts[0].place, kind=kind))
        if "commitment" in column.fields:
            commitments += parts
    if not entry.text("action") and not entry.text("how"):
        for pair in card:
            walk.harvest.leave(pair.label, "label without an action", pair.place)
            for part in pair.parts:
                walk.harvest.leave(part.text, "value without an action", part.place)
        return 0
    entry.levels = (*entry.levels, *own)
    entry.commitments = tuple(commitments)
    walk.harvest.entries.append(entry)
    return 1


_LABEL_LINE = re.compile(r"^(?P<label>[^:\n]{2,60}?)\s*(?:\n|:\s+|:$|\s[–—-]\s)(?P<value>.*)$", re.DOTALL)


def split_label(text: str) -> tuple[str, str] | None:
    """Split a line into a label that is a heading we know and its value, or give None.

    >>> split_label("Lead officer: Head of HR"), split_label("Our work: what we did")
    (('Lead officer', 'Head of HR'), None)
    """
    found = _LABEL_LINE.match(clean(text))
    if not found:
        return None
    label = found["label"].strip(" .")
    if not fields_of(label) or len(label.split()) > 8:
        return None
    return label, found["value"].strip()
