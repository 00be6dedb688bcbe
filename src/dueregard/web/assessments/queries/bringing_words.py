"""In what words are documents that were handed in, and what they promised, shown?"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.domain.assessments.reading_model import ReadAssessment
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.assessments.queries.bringing import PromisedRow
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
