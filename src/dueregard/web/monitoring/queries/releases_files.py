"""How do released tables, and the register of them, leave as files?

The one idea: the same cells and the same marks in every form, a sheet for each table, and a sheet of notes that says
what the marks mean, whom the file is for, and which policy protects it. CSV is one long table with a companion that
says which category is part of which.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

from django.utils.translation import gettext as _

from dueregard.analysis.released.cells import MARKS, State
from dueregard.analysis.released.dimensions import TOTAL
from dueregard.analysis.released.files import write_groups, write_long
from dueregard.analysis.released.shape import to_json
from dueregard.analysis.released.table import ReleasedTable
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.monitoring.queries.releases import ReleaseCard, ReleasePage
from dueregard.web.monitoring.queries.releases_wording import AUDIENCES, FOR, STATES, hidden_in_words
from dueregard.web.organisation.queries import Visitor

_NOT_IN_NAMES = str.maketrans("", "", "[]:*?/\\'")


def long_csv(seen: ReleasePage) -> bytes:
    """Give the tables as one long CSV: a column for each dimension, count, state."""
    out = io.StringIO()
    write_long(seen.tables, out)
    return out.getvalue().encode()


def groups_csv(seen: ReleasePage) -> bytes:
    """Give which category is part of which."""
    out = io.StringIO()
    write_groups(seen.tables, out)
    return out.getvalue().encode()


def json_of(seen: ReleasePage, *, council: str) -> bytes:
    """Give the tables without loss."""
    shape = {
        "title": seen.card.title,
        "council": council,
        "release": seen.card.number,
        "audience": seen.card.audience.value,
        "sha256": seen.tables_sha256,
        "tables": [to_json(table) for table in seen.tables],
    }
    return json.dumps(shape, ensure_ascii=False, indent=1).encode()


def tables_workbook(seen: ReleasePage, *, visitor: Visitor, is_preview: bool = False) -> Workbook:
    """Give the tables as a workbook: a sheet for each, figures with their marks, and the notes."""
    names: set[str] = set()
    sheets = tuple(_sheet(table, place, names) for place, table in enumerate(seen.tables, start=1))
    method = seen.tables[0].method.value if seen.tables else ""
    base = seen.tables[0].rounding_base if seen.tables else None
    notes = [
        (_("For whom"), str(FOR[seen.card.audience])),
        (_("Source"), f"{seen.card.dataset}, {visitor.council.name}, {seen.population.get('covers', '')}"),
        (_("What is hidden"), hidden_in_words(seen.hidden, seen.figures, method, base)),
        (MARKS[State.SUPPRESSED], _("Hidden to protect people")),
        (MARKS[State.MISSING], _("Not collected")),
        (MARKS[State.NOT_APPLICABLE], _("Does not apply")),
        (_("Policy"), f"{seen.policy_key} {seen.policy_version}"),
        (_("Release"), f"{seen.card.number}, SHA-256 {seen.tables_sha256}"),
        *((_("Note"), note) for note in dict.fromkeys(note for table in seen.tables for note in table.notes)),
    ]
    if is_preview:
        notes.insert(0, (_("Preview"), _("Not released yet.")))
    return Workbook(seen.card.title, visitor.council.name, sheets, on=visitor.on, notes=tuple(notes))


def register_workbook(cards: Sequence[ReleaseCard], *, visitor: Visitor) -> Workbook:
    """Give the register of releases as a workbook: who, what, when; no figure."""
    columns = (
        SheetColumn(_("Number"), "number", Kind.WHOLE, width=8),
        SheetColumn(_("Release"), "title", width=50),
        SheetColumn(_("Dataset"), "dataset", width=30),
        SheetColumn(_("State"), "state", width=20),
        SheetColumn(_("For whom"), "audience", width=24),
        SheetColumn(_("Prepared by"), "author", width=24),
        SheetColumn(_("Prepared on"), "prepared_on", Kind.DATE),
        SheetColumn(_("Released by"), "releaser", width=24),
        SheetColumn(_("Released on"), "released_on", Kind.DATE),
        SheetColumn(_("Withdrawn on"), "withdrawn_on", Kind.DATE),
    )
    rows = tuple(
        (
            card.number,
            card.title,
            card.dataset,
            str(STATES[card.state]),
            str(AUDIENCES[card.audience]),
            card.author,
            card.prepared_at.date(),
            card.releaser,
            card.released_at.date() if card.released_at else None,
            card.withdrawn_at.date() if card.withdrawn_at else None,
        )
        for card in cards
    )
    notes = ((_("Source"), _("Due Regard, register of releases of %(council)s") % {"council": visitor.council.name}),)
    title = _("Register of releases")
    return Workbook(title, visitor.council.name, (Sheet(_("Releases"), columns, rows),), on=visitor.on, notes=notes)


def _sheet(table: ReleasedTable, place: int, names: set[str]) -> Sheet:
    name = f"{place} {table.title}".translate(_NOT_IN_NAMES)[:31].strip()
    names.add(name)
    columns = (
        *(SheetColumn(one.label, f"{one.code}", width=30) for one in table.dimensions),
        SheetColumn(_("How many"), "count", Kind.WHOLE, width=12),
        SheetColumn(_("Mark"), "mark", width=8),
        SheetColumn(_("State"), "state", width=14),
    )
    words = [
        {one.code: _("All") if one.code == TOTAL else one.label for one in over.categories} for over in table.dimensions
    ]
    rows = tuple(
        (
            *(said[code] for said, code in zip(words, codes, strict=True)),
            int(cell.value) if cell.value is not None else None,
            MARKS.get(cell.state, ""),
            cell.state.value,
        )
        for codes, cell in table.rows()
    )
    return Sheet(name, columns, rows)
