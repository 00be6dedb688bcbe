"""How do a board's lists leave as files: what it watches, its meetings, and what it asked?"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dueregard.domain.plans.wording import OUTCOME_WORDS, STATUS_WORDS
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.delivery.queries.meetings import MeetingCard
from dueregard.web.delivery.queries.questions import QuestionCard
from dueregard.web.organisation.queries import Visitor
from dueregard.web.plans.queries.lists import ActionRow


def watched_workbook(rows: Sequence[ActionRow], *, board: str, visitor: Visitor) -> Workbook:
    """Give the actions that a board watches as a workbook."""
    columns = (
        SheetColumn(_("No"), "number", width=8),
        SheetColumn(_("Action"), "title", width=60),
        SheetColumn(_("Plan"), "plan", width=30),
        SheetColumn(_("Owner"), "owners", width=30),
        SheetColumn(_("Due"), "due_date", Kind.DATE),
        SheetColumn(_("Days late"), "days_late", Kind.WHOLE, width=10),
        SheetColumn(_("Status"), "status", width=18),
        SheetColumn(_("Outcome"), "outcome", width=18),
        SheetColumn(_("Last update"), "last_update_on", Kind.DATE),
    )
    content = tuple(
        (
            row.number or None,
            row.title,
            row.plan_title,
            ", ".join(row.owners) or None,
            row.due_date,
            row.days_late,
            STATUS_WORDS[row.status or "no_update"],
            OUTCOME_WORDS.get(row.outcome) if row.outcome else None,
            row.last_update_on,
        )
        for row in rows
    )
    title = _("Actions that %(board)s watches") % {"board": board}
    return _book(title, Sheet(_("Actions"), columns, content), visitor)


def meetings_workbook(cards: Sequence[MeetingCard], *, board: str, visitor: Visitor) -> Workbook:
    """Give a board's meetings as a workbook."""
    columns = (
        SheetColumn(_("Day"), "on", Kind.DATE),
        SheetColumn(_("Where"), "place", width=40),
        SheetColumn(_("Called off"), "called_off", width=12),
        SheetColumn(_("Pack issued on"), "issued_on", Kind.DATE),
        SheetColumn(_("Version"), "version", Kind.WHOLE, width=10),
    )
    content = tuple(
        (
            card.on,
            card.place or None,
            _("Yes") if card.is_called_off else _("No"),
            card.issued.issued_at.date() if card.issued and card.issued.issued_at else None,
            card.issued.version if card.issued else None,
        )
        for card in cards
    )
    title = _("Meetings of %(board)s") % {"board": board}
    return _book(title, Sheet(_("Meetings"), columns, content), visitor)


def questions_workbook(cards: Sequence[QuestionCard], *, visitor: Visitor) -> Workbook:
    """Give questions with their answers as a workbook."""
    columns = (
        SheetColumn(_("Asked on"), "asked_on", Kind.DATE),
        SheetColumn(_("Board"), "board", width=30),
        SheetColumn(_("Asked by"), "asked_by", width=24),
        SheetColumn(_("What it is"), "kind", width=12),
        SheetColumn(_("About"), "about", width=40),
        SheetColumn(_("Words"), "text", width=60),
        SheetColumn(_("Where it stands"), "state", width=14),
        SheetColumn(_("With"), "post", width=28),
        SheetColumn(_("Answer due"), "due_on", Kind.DATE),
        SheetColumn(_("Days late"), "days_late", Kind.WHOLE, width=10),
        SheetColumn(_("Answer"), "answer", width=60),
        SheetColumn(_("Answered on"), "answered_on", Kind.DATE),
    )
    content = tuple(
        (
            card.asked_on,
            card.board_name,
            card.asked_name,
            str(card.kind).capitalize(),
            card.about or None,
            card.text,
            str(card.state).capitalize(),
            card.post or None,
            card.due_on,
            card.days_late,
            "\n\n".join(turn.text for turn in card.answers) or None,
            card.last_answer.on if card.last_answer else None,
        )
        for card in cards
    )
    return _book(_("Questions of boards"), Sheet(_("Questions"), columns, content), visitor)


def _book(title: str, sheet: Sheet, visitor: Visitor) -> Workbook:
    source = ((_("Source"), _("Due Regard, %(council)s") % {"council": visitor.council.name}),)
    return Workbook(title, visitor.council.name, (sheet,), on=visitor.on, notes=source)
