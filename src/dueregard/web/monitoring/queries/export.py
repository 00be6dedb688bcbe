"""How does the register of datasets leave as a file?"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.monitoring.queries.datasets import DatasetCard
from dueregard.web.monitoring.queries.files import FilePage
from dueregard.web.monitoring.queries.wording import STATES
from dueregard.web.organisation.queries import Visitor


def register_workbook(cards: Sequence[DatasetCard], *, visitor: Visitor) -> Workbook:
    """Give the register as a workbook: what is promised, never what is in the records."""
    columns = (
        SheetColumn(_("Dataset"), "name", width=40),
        SheetColumn(_("What is in it"), "about", width=60),
        SheetColumn(_("Who is counted"), "population", width=30),
        SheetColumn(_("Who answers for it"), "owner", width=30),
        SheetColumn(_("State"), "state", width=20),
        SheetColumn(_("Files ready"), "files_ready", Kind.WHOLE),
        SheetColumn(_("Newest figures"), "newest", Kind.DATE),
        SheetColumn(_("To be deleted on"), "retention_until", Kind.DATE),
    )
    rows = tuple(
        (
            card.name,
            card.about,
            card.population,
            card.owner,
            str(STATES[card.state]),
            card.ready,
            card.newest_on or card.newest_end,
            card.retention_until,
        )
        for card in cards
    )
    notes = ((_("Source"), _("Due Regard, register of datasets of %(council)s") % {"council": visitor.council.name}),)
    title = _("Register of datasets")
    return Workbook(title, visitor.council.name, (Sheet(_("Datasets"), columns, rows),), on=visitor.on, notes=notes)


def faults_workbook(seen: FilePage, *, name: str, visitor: Visitor) -> Workbook:
    """Give the faults of a file as a workbook: rows, columns and what to do, never what stands there."""
    columns = (
        SheetColumn(_("Row"), "row", Kind.WHOLE, width=8),
        SheetColumn(_("Column"), "column", width=30),
        SheetColumn(_("What is wrong, and what to do"), "words", width=90),
    )
    rows = tuple((fault.row, fault.column, fault.in_words()) for fault in seen.faults)
    title = _("Faults in file %(number)s of %(name)s") % {"number": seen.card.number, "name": name}
    notes = (
        (_("Listed"), _("The first of each kind in each column are listed; all of them are counted on the page.")),
        (_("Values"), _("What stands in the file is never shown: look it up there by row and column.")),
    )
    return Workbook(title, visitor.council.name, (Sheet(_("Faults"), columns, rows),), on=visitor.on, notes=notes)
