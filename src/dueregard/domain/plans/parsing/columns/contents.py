"""What do columns hold whose headings leave it open, or that have none?

The one idea: some words mean different things in different plans ("outcome", "measure", "completed", "target",
"priority"), and some tables have no headings at all. Then the cells decide, by what most of them look like (`looks`),
and the column says that a person should confirm it.

Source: docs/explanation/reading-plans.md, section "Tables".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dueregard.domain.plans.parsing.columns.headings import Column
from dueregard.domain.plans.parsing.columns.looks import (
    is_dated,
    is_number,
    is_outcome_word,
    is_status_word,
    is_tick,
    looks_like_post,
    share,
)
from dueregard.domain.plans.parsing.strands import is_strand_list
from dueregard.domain.plans.parsing.words import flat


def settle(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """Decide by their cells what columns of doubtful heading hold.

    Takes:   the columns, and for each the texts that stand below it in this document.
    Gives:   the same columns with every doubtful field settled; `doubt` set where a person should confirm it.
    """
    fields = {field for column in columns for field in column.fields}
    settled = [_settled(column, below, fields) for column, below in zip(columns, cells, strict=True)]
    return tuple(_with_an_action(_without_doubles(settled)))


def _settled(column: Column, below: Sequence[str], others: set[str]) -> Column:
    filled = [text for text in below if flat(text)]
    if column.label and not column.fields:
        return _labelled(column, filled)
    if not column.fields:
        return _by_contents(column, filled)
    out, doubt = [], column.doubt
    for field in column.fields:
        if field in _DOUBTFUL:
            decided, sure = _DOUBTFUL[field](filled, others)
            out.append(decided)
            doubt = doubt if sure else field.split("_")[0]
        else:
            out.append(field)
    return Column(column.heading, tuple(dict.fromkeys(out)), doubt, column.label)


def _labelled(column: Column, filled: Sequence[str]) -> Column:
    if column.label and column.label.startswith("strand:"):
        ticks = share(filled, is_tick)
        fields = ("strand_tick",) if ticks > 0.6 else ()
        return Column(column.heading, fields, None if fields else "unknown", column.label)
    if not filled or share(filled, is_tick) > 0.6:
        return Column(column.heading, ("period_tick",), None, column.label)
    if share(filled, is_status_word) > 0.6:
        return Column(column.heading, ("status",), None, column.label)
    return Column(column.heading, ("progress",), None, column.label)


def _by_contents(column: Column, filled: Sequence[str]) -> Column:
    if not filled:
        return Column(column.heading, (), None if not column.heading else "unknown", column.label)
    if not column.heading and share(filled, is_number) > 0.7:
        return Column("", ("number",))
    if not column.heading and share(filled, is_strand_list) > 0.7 and share(filled, is_tick) < 0.3:
        return Column("", ("strands",), "unknown")
    if share(filled, is_dated) > 0.7:
        return Column(column.heading, ("timescale",), "unknown")
    return Column(column.heading, (), "unknown")


def _outcome(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    if filled and share(filled, is_dated) > 0.6:
        return "timescale", False
    if filled and share(filled, is_outcome_word) > 0.5:
        return "outcome", False
    return "expected_outcome", not filled or not others & {"progress", "status", "rag"}


def _measure(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    if "action" in others:
        return "measure", True
    return "action", False


def _completed(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    if not filled or share(filled, is_dated) > 0.5:
        return "completed", bool(filled)
    if share(filled, lambda text: is_status_word(text) or is_tick(text)) > 0.5:
        return "status", True
    return "progress", False


def _target(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    if filled and share(filled, is_dated) > 0.6:
        return "due", True
    if not others & {"action", "how", "description", "measure_or_action"} and "level.objective" in others:
        return "action", False
    return "measure", True


def _priority(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    levels = filled and share(filled, lambda text: bool(_PRIORITY.fullmatch(flat(text)))) > 0.6
    return ("priority", True) if levels else ("level.priority", True)


def _evidence(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    return ("measure", False) if "progress" in others or "measure" not in others else ("progress", False)


def _description(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    return ("how", True) if "action" in others else ("action", True)


_DOUBTFUL = {
    "outcome_or_expected": _outcome,
    "measure_or_action": _measure,
    "completed_or_status": _completed,
    "target": _target,
    "priority_or_level": _priority,
    "evidence": _evidence,
    "description": _description,
}


_PRIORITY = re.compile(
    r"(?:very )?(?:high|medium|low|h|m|l|h/m|m/l|[1-5]|critical|essential|desirable)\.?", re.IGNORECASE
)


def _without_doubles(columns: list[Column]) -> list[Column]:
    """Keep one column for each field that may stand only once: the second start date is a timescale, and so on."""
    seen: set[str] = set()
    out = []
    for column in columns:
        fields = tuple("how" if f == "action" and "action" in seen else f for f in column.fields)
        seen |= set(fields)
        out.append(Column(column.heading, tuple(dict.fromkeys(fields)), column.doubt, column.label))
    return out


def _with_an_action(columns: list[Column]) -> list[Column]:
    """Where no column is headed as the action, take the innermost column that can be: how, objective, commitment."""
    if any("action" in column.fields for column in columns):
        return columns
    for field in ("how", "level.objective", "commitment", "level.priority", "level.theme", "measure"):
        for at in range(len(columns) - 1, -1, -1):
            if field in columns[at].fields:
                fields = tuple("action" if f == field else f for f in columns[at].fields)
                columns[at] = Column(columns[at].heading, fields, "action", columns[at].label)
                return columns
    return columns


def guess_columns(cells: Sequence[Sequence[str]]) -> tuple[Column, ...] | None:
    """Guess the columns of a table without headings from their cells, or None where no action can be told.

    >>> columns = guess_columns((["1", "2"], ["Train all our staff", "Survey residents"], ["May 2016", "June 2016"]))
    >>> [column.fields for column in columns]
    [('number',), ('action',), ('timescale',)]
    """
    kinds: list[str | None] = []
    for below in cells:
        filled = [text for text in below if flat(text)]
        if not filled:
            kinds.append(None)
        elif share(filled, is_dated) > 0.6:
            kinds.append("timescale")
        elif share(filled, is_number) > 0.8:
            kinds.append("number")
        elif share(filled, is_strand_list) > 0.7:
            kinds.append("strands")
        elif share(filled, is_status_word) > 0.6:
            kinds.append("status")
        else:
            kinds.append("text")
    lengths = [
        sum(map(len, below)) / max(1, len(below)) if kind == "text" else 0
        for kind, below in zip(kinds, cells, strict=True)
    ]
    if not any(lengths) or max(lengths) < 15 or not {"timescale", "number", "status"} & {k for k in kinds if k}:
        return None
    action = lengths.index(max(lengths))
    out = []
    for at, kind in enumerate(kinds):
        field = "action" if at == action else kind
        if kind == "text" and at != action:
            field = "lead" if at > action and share([t for t in cells[at] if flat(t)], looks_like_post) > 0.5 else None
        out.append(Column("", (field,) if field else (), "guessed"))
    return tuple(out)
