"""In what words are documents that were handed in, and what they promised, shown?"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.domain.assessments.reading_model import ReadAssessment
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.assessments.queries.bringing import HandedCard, PromisedRow
from dueregard.web.organisation.queries import Visitor
from dueregard.web.ui.components import Filter


def state_words() -> dict[str, str]:
    """Say where a document stands."""
    return {
        "reading": _("Being read"),
        "read": _("To look at"),
        "failed": _("Could not be read"),
        "taken": _("Taken in"),
    }


def filters() -> tuple[Filter, ...]:
    """Give what the list can be narrowed by."""
    return (
        Filter("words", _("Words of the file’s name")),
        Filter("state", _("Where it stands"), tuple(state_words().items()), any_text=_("Anywhere")),
    )


def in_short(read: ReadAssessment) -> str:
    """Say in one sentence what was read and what was not."""
    groups, promises = len(read.assessment.impacts), len(read.promised)
    missing, unclear, left = len(read.missing), len(read.questions), len(read.unused)
    said = [
        ngettext("%(n)s group is spoken of", "%(n)s groups are spoken of", groups) % {"n": groups},
        ngettext("%(n)s thing was promised", "%(n)s things were promised", promises) % {"n": promises},
        ngettext("%(n)s thing is missing", "%(n)s things are missing", missing) % {"n": missing},
        ngettext("%(n)s is not clear", "%(n)s are not clear", unclear) % {"n": unclear},
        ngettext("%(n)s piece was left over", "%(n)s pieces were left over", left) % {"n": left},
    ]
    return f"{'; '.join(said)}."


def handed_workbook(cards: Iterable[HandedCard], visitor: Visitor) -> Workbook:
    """Give the documents that were handed in, and what became of each, as a workbook."""
    columns = (
        SheetColumn(_("Document"), "document", width=48),
        SheetColumn(_("Where it stands"), "state", width=20),
        SheetColumn(_("Why it could not be read"), "fault", width=48),
        SheetColumn(_("Became"), "became", width=14),
        SheetColumn(_("Handed in on"), "handed_on", Kind.DATE, width=12),
        SheetColumn(_("By"), "by", width=28),
        SheetColumn(_("SHA-256 of the file"), "sha256", width=66),
    )
    words = state_words()
    lines = tuple(
        (
            card.file_name,
            words[card.state],
            card.fault or None,
            card.assessment_number or None,
            timezone.localtime(card.handed_at).date(),
            card.handed_by.full_name,
            card.sha256,
        )
        for card in cards
    )
    title = _("Old assessments that were handed in")
    return Workbook(title, visitor.council.name, (Sheet(_("Documents"), columns, lines),), on=visitor.on)


def promised_workbook(rows: Iterable[PromisedRow], visitor: Visitor) -> Workbook:
    """Give what was promised without an action as a workbook."""
    columns = (
        SheetColumn(_("Assessment"), "number", width=14),
        SheetColumn(_("Title"), "title", width=40),
        SheetColumn(_("What was promised"), "text", width=60),
        SheetColumn(_("By whom"), "owner", width=30),
        SheetColumn(_("By when"), "due", Kind.DATE, width=12),
    )
    lines = tuple((row.number, row.assessment, row.text, row.owner or None, row.due) for row in rows)
    title = _("Promised in old assessments, without an action")
    return Workbook(title, visitor.council.name, (Sheet(_("Promised"), columns, lines),), on=visitor.on)
