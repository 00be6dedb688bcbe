"""How does the public register leave as a file? The lines of the page, with where they come from."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.assessments.queries.public import PublicRow, stage_words
from dueregard.web.assessments.queries.writing_words import option_words
from dueregard.web.organisation.queries import Visitor


def register_workbook(rows: Iterable[PublicRow], *, visitor: Visitor) -> Workbook:
    """Give lines of the register as a workbook."""
    columns = (
        SheetColumn(_("Number"), "number", width=14),
        SheetColumn(_("Title"), "title", width=50),
        SheetColumn(_("Stage"), "stage", width=20),
        SheetColumn(_("What was found"), "summary", width=70),
        SheetColumn(_("What is recommended"), "recommended", width=40),
        SheetColumn(_("Who decides"), "body", width=30),
        SheetColumn(_("To be decided on"), "decides_on", Kind.DATE),
        SheetColumn(_("Decided on"), "decided_on", Kind.DATE),
        SheetColumn(_("Assessed after the decision"), "after_decision", width=16),
        SheetColumn(_("Version"), "version", Kind.WHOLE),
        SheetColumn(_("Published on"), "published_on", Kind.DATE),
        SheetColumn(_("Why it is withheld"), "withheld_because", width=50),
    )
    stages, options = stage_words(), option_words()
    lines = tuple(
        (
            row.number, row.title, stages[row.stage], row.summary, options.get(row.option, ""), row.body,
            row.decides_on, row.decided_on, _("Yes") if row.is_after_decision else "", row.version,
            timezone.localtime(row.at).date(), row.withheld_why,
        )
        for row in rows
    )  # fmt: skip
    notes = (
        (_("Source"), _("%(council)s, assessments of decisions") % {"council": visitor.council.name}),
        (_("What is not here"), _("What is not published: drafts, exempt papers, and what is withheld.")),
    )
    title = _("Assessments of decisions")
    return Workbook(title, visitor.council.name, (Sheet(title, columns, lines),), on=visitor.on, notes=notes)
