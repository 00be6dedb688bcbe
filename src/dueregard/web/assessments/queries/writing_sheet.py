"""The list of assessments as a workbook. No query."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.assessments.queries.writing import ListRow
from dueregard.web.assessments.queries.writing_words import depth_words, state_words


def assessments_workbook(rows: Iterable[ListRow], *, council: str, on: date) -> Workbook:
    """Give the assessments, one a row, with what they say of groups counted."""
    columns = (
        SheetColumn(_("Number"), "number", width=14),
        SheetColumn(_("Title"), "title", width=60),
        SheetColumn(_("Stage"), "stage", width=24),
        SheetColumn(_("How closely"), "depth", width=18),
        SheetColumn(_("Author"), "author", width=24),
        SheetColumn(_("Who decides"), "body", width=24),
        SheetColumn(_("Decided on"), "decides_on", kind=Kind.DATE, width=13),
        SheetColumn(_("Begun on"), "begun_on", kind=Kind.DATE, width=13),
        SheetColumn(_("Looked at again on"), "review_on", kind=Kind.DATE, width=13),
        SheetColumn(_("Groups worse off"), "worse", kind=Kind.WHOLE, width=12),
        SheetColumn(_("of them severely"), "severe", kind=Kind.WHOLE, width=12),
        SheetColumn(_("Groups better off"), "better", kind=Kind.WHOLE, width=12),
        SheetColumn(_("No effect"), "none", kind=Kind.WHOLE, width=12),
        SheetColumn(_("Not known yet"), "not_known", kind=Kind.WHOLE, width=12),
    )
    states = state_words()
    held = tuple(
        (
            row.head.number,
            row.head.title,
            states[str(row.head.state)],
            depth_words(row.head.nation).get(row.head.depth),
            row.head.author.full_name,
            row.head.body or None,
            row.head.decides_on,
            localdate(row.head.made_at),
            row.head.review_on,
            row.effects.worse,
            row.effects.severe,
            row.effects.better,
            row.effects.none,
            row.effects.not_known,
        )
        for row in rows
    )
    return Workbook(_("Equality impact assessments"), council, (Sheet(_("Assessments"), columns, held),), on=on)
