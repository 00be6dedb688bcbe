"""How do promises leave as a file?"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.assessments.queries.promises import PromiseCard
from dueregard.web.assessments.queries.promises_words import standing_words
from dueregard.web.organisation.queries import Visitor


def promises_workbook(cards: Sequence[PromiseCard], *, visitor: Visitor) -> Workbook:
    """Give promises with the actions that keep them as a workbook."""
    words = standing_words()
    columns = (
        SheetColumn(_("Assessment"), "assessment", width=14),
        SheetColumn(_("Title"), "title", width=40),
        SheetColumn(_("Promise"), "promise", width=60),
        SheetColumn(_("Owner"), "owner", width=28),
        SheetColumn(_("By"), "by", Kind.DATE),
        SheetColumn(_("How it stands"), "standing", width=24),
        SheetColumn(_("Plan"), "plan", width=30),
        SheetColumn(_("Action"), "action", width=40),
        SheetColumn(_("Decided by"), "body", width=24),
        SheetColumn(_("Why it should be dropped"), "drop_because", width=40),
        SheetColumn(_("Answer"), "drop_answer", width=40),
        SheetColumn(_("Answered by"), "drop_answer_by", width=24),
        SheetColumn(_("Told to the body on"), "reported_on", Kind.DATE),
    )
    content = tuple(
        (
            card.number,
            card.title,
            card.text,
            card.owner or None,
            card.by_when,
            words[card.standing],
            card.action.plan_title if card.action else None,
            f"{card.action.number} {card.action.title}".strip() if card.action else None,
            card.body or None,
            card.dropping.because if card.dropping else None,
            (card.dropping.answer or None) if card.dropping else None,
            (card.dropping.answer_name or None) if card.dropping else None,
            card.reported_on,
        )
        for card in cards
    )
    title = _("Promises made in assessments")
    return book_of(title, Sheet(_("Promises"), columns, content), visitor)


def book_of(title: str, sheet: Sheet, visitor: Visitor) -> Workbook:
    """Give a sheet as a workbook of this council."""
    source = ((_("Source"), _("Due Regard, %(council)s") % {"council": visitor.council.name}),)
    return Workbook(title, visitor.council.name, (sheet,), on=visitor.on, notes=source)
