"""Which row holds the headings, and what are they called?

The one idea: people put a title, notes and merged group headings above a table, so the headings are looked for by their
shape: the first row about as wide as the rows below it that holds words only. A row of wider headings straight above it
("Self-defined" over two columns) tells apart headings below it that are the same. Names are tidied, told apart where
they are still equal, and given a code that any engine takes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from dueregard.analysis.records.looks import is_bare_value
from dueregard.terms.errors import NothingOfTheKind

LOOK_AT = 60
"""How many rows at the start are looked at for headings."""
_LONGEST = 120
_TOTAL = re.compile(r"^\W*(?:grand |sub[- ]?|overall )?totals?\b\W*|^\W*(?:sum|average|mean|all staff|count)\W*$", re.I)


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings found: `row` (from 0) they stand in, tidied names, and the columns they stand over."""

    row: int
    names: tuple[str, ...]
    columns: tuple[int, ...]


def find_headings(
    rows: Sequence[Sequence[str]], *, group_rows: frozenset[int] = frozenset(), name: str = ""
) -> Headings:
    """Find the headings in the first rows of a file.

    Takes:   `group_rows`, rows (from 0) known to hold merged cells, each filled with its text across; they are never
             the headings themselves.
    Raises:  NothingOfTheKind where no row reads like headings.

    >>> find_headings([["Staff list 2026"], [], ["Post", "Sex"], ["Cook", "F"], ["Cook", "M"]]).names
    ('Post', 'Sex')
    """
    widths = Counter(filled for row in rows if (filled := sum(1 for cell in row if cell.strip())))
    if not widths:
        raise NothingOfTheKind("The file holds no records.", where=name or None, mend="Choose another file.")
    usual = max(widths.items(), key=lambda item: (item[1], item[0]))[0]
    enough = ceil(usual * 0.6)
    for at, row in enumerate(rows):
        texts = [cell for cell in row if cell.strip()]
        if len(texts) < enough or at in group_rows or not _reads_like_headings(texts):
            continue
        if len(texts) < usual and _is_group_row(row, rows[at + 1 : at + 2]):
            continue
        groups: tuple[str, ...] = ()
        if at and at - 1 in group_rows:
            groups = _groups(rows[at - 1], spread=False)
        elif at and _is_group_row(rows[at - 1], [row]):
            groups = _groups([*rows[at - 1], *[""] * (len(row) - len(rows[at - 1]))], spread=True)
        return _named(at, row, groups, rows[at + 1 :])
    raise NothingOfTheKind(
        "No row of headings was found.",
        where=name or None,
        mend="Put one row above the records that says what each column holds.",
    )


def _reads_like_headings(filled: Sequence[str]) -> bool:
    bare = sum(1 for cell in filled if is_bare_value(cell.strip()))
    longest = max(len(cell) for cell in filled)
    return bare <= len(filled) * 0.2 and longest <= 500


def _is_group_row(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Say whether a row stands over the next one: fewer cells, at least two, words only, and gaps between them."""
    filled = [at for at, cell in enumerate(row) if cell.strip()]
    if not below or len(filled) < 2 or not _reads_like_headings([row[at] for at in filled]):
        return False
    under = [cell for cell in below[0] if cell.strip()]
    gaps = sum(1 for left, right in pairwise(filled) if right - left > 1)
    return gaps > 0 and len(under) > len(filled) and _reads_like_headings(under) and len(set(under)) >= len(under) / 2


def _named(at: int, row: Sequence[str], groups: Sequence[str], below: Sequence[Sequence[str]]) -> Headings:
    """Name the columns; a group's words are put before headings that are the same without them."""
    width = max(len(row), *(len(each) for each in below), 0) if below else len(row)
    own = [tidy(cell) for cell in row]
    often = Counter(name.casefold() for name in own)
    names: list[str] = []
    columns: list[int] = []
    for column in range(min(width, len(row))):  # a value beyond the last heading is a fault of its row, not a column
        said = own[column]
        if not said and not any(column < len(each) and each[column].strip() for each in below):
            continue
        group = groups[column] if column < len(groups) else ""
        if said and group and often[said.casefold()] > 1:
            said = f"{group}: {said}"
        names.append(said or group or f"Column {letters(column)}")
        columns.append(column)
    return Headings(at, _told_apart(names), tuple(columns))


def _groups(above: Sequence[str], *, spread: bool) -> tuple[str, ...]:
    """Give the words that stand over each column; none where one text stands over all, which is a title."""
    said: list[str] = []
    for cell in above:
        said.append(tidy(cell) or (said[-1] if spread and said else ""))
    return tuple(said) if len(set(filter(None, said))) > 1 or not all(said) else ()


def tidy(text: str) -> str:
    """Give a heading on one line, without what cannot be seen, cut where it is a whole paragraph.

    >>> tidy(" Ethnic\\n origin\\u00a0\\ufeff ")
    'Ethnic origin'
    """
    shown = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    return " ".join(shown.split())[:_LONGEST].rstrip()


def letters(column: int) -> str:
    """Give a column's letters as a sheet shows them, from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    said = ""
    column += 1
    while column:
        column, left = divmod(column - 1, 26)
        said = chr(65 + left) + said
    return said


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    seen: set[str] = set()
    told: list[str] = []
    for name in names:
        said, number = name, 2
        while said.casefold() in seen:
            said, number = f"{name} ({number})", number + 1
        seen.add(said.casefold())
        told.append(said)
    return tuple(told)


def codes(names: Sequence[str]) -> tuple[str, ...]:
    """Give each heading a code of small letters, digits and underscores, all different.

    >>> codes(("Ethnic origin (self-defined)", "2024 pay £", "Ethnic origin: self defined", "民族"))
    ('ethnic_origin_self_defined', 'c_2024_pay', 'ethnic_origin_self_defined_2', 'column_4')
    """
    seen: set[str] = set()
    made: list[str] = []
    for at, name in enumerate(names, start=1):
        code = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:60].rstrip("_") or f"column_{at}"
        code = f"c_{code}" if code[0].isdigit() else code
        said, number = code, 2
        while said in seen:
            said, number = f"{code}_{number}", number + 1
        seen.add(said)
        made.append(said)
    return tuple(made)


def is_total(row: Sequence[str]) -> bool:
    """Say whether a row at the end of a table is its total: its first words say so.

    >>> is_total(["", "Grand total", "412"]), is_total(["Totnes", "1"])
    (True, False)
    """
    first = next((cell.strip() for cell in row if cell.strip()), "")
    return bool(_TOTAL.match(first))


def is_note(row: Sequence[str], *, columns: Sequence[int]) -> bool:
    """Say whether a row at the end of a table is a note: one text, in the first of three columns or more."""
    filled = [at for at, cell in enumerate(row) if cell.strip()]
    return len(columns) >= 3 and filled == [columns[0]] and not is_bare_value(row[columns[0]].strip())
