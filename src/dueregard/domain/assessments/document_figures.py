"""How do the figures behind a piece of evidence stand in a document?

The one idea: figures are printed as they stood when they were taken in: words and marks, never reckoned with again. One
table is {"caption", "columns", "rows", "notes", "source", "on"}; a piece of evidence has one, or a list of them.

Refuses: nothing. A table that is not whole is left out rather than bent: its cells would stand under wrong headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dueregard.publish.checks import table_faults
from dueregard.publish.document import NOTHING_SAID, Column, Table, say_date

_NUMBER = re.compile(r"[−–-]?£?[\d,.]+( ?%)?|\[[a-z]\]")
_NO_FIGURE = "–"


def figure_tables(figures: Any) -> Iterator[Table]:
    """Give the tables that a piece of evidence brought, in their order.

    >>> made = {"caption": "Users", "columns": ["Group", "People"], "rows": [["65 and over", "340"]], "notes": [],
    ...         "source": "Our count", "on": "2026-10-01"}
    >>> next(figure_tables(made)).note
    'Source: Our count. As it stood on 1 October 2026.'
    """
    given = figures if isinstance(figures, Sequence) and not isinstance(figures, str) else [figures]
    for one in given:
        table = _table(one) if isinstance(one, Mapping) else None
        if table is not None and not any(table_faults(table, "the evidence")):
            yield table


def _table(one: Mapping[str, Any]) -> Table | None:
    titles = tuple(_text(title) or NOTHING_SAID for title in one.get("columns") or ())
    rows = tuple(tuple(_text(cell) or _NO_FIGURE for cell in row) for row in one.get("rows") or ())
    if not titles or not rows:
        return None
    columns = tuple(
        Column(title, numeric=at > 0 and _is_numeric(rows, at), width=2.0 if at == 0 else 1.0)
        for at, title in enumerate(titles)
    )
    return Table(_text(one.get("caption")) or "Figures", columns, rows, note=_note(one))


def _is_numeric(rows: Sequence[Sequence[str]], at: int) -> bool:
    return all(row[at] == _NO_FIGURE or _NUMBER.fullmatch(row[at]) for row in rows if at < len(row))


def _note(one: Mapping[str, Any]) -> str | None:
    said = [*(_text(note) for note in one.get("notes") or ())]
    if _text(one.get("source")):
        said.append(f"Source: {_text(one['source'])}")
    if _text(one.get("on")):
        said.append(f"As it stood on {_day(_text(one['on']))}")
    return " ".join(f"{each.rstrip('.')}." for each in said if each) or None


def _day(text: str) -> str:
    try:
        return say_date(date.fromisoformat(text))
    except ValueError:
        return text


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
