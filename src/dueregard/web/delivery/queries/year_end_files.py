"""The lists of a year end as workbooks. No query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from dueregard.domain.delivery.year_end import say_outcome
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.delivery.queries.year_end_pages import ToAsk, YearRow


def actions_workbook(
    rows: Iterable[YearRow], *, plan: str, council: str, on: date, words: Mapping[str, str]
) -> Workbook:
    """Give the actions with what became of each, one a row."""
    columns = (
        SheetColumn(_("No"), "number", width=8),
        SheetColumn(_("Action"), "title", width=60),
        SheetColumn(_("Lead"), "leads", width=30),
        SheetColumn(_("Due date"), "due_date", kind=Kind.DATE, width=13),
        SheetColumn(_("Status"), "status", width=14),
        SheetColumn(_("Decided"), "decided", width=12),
        SheetColumn(_("Outcome"), "outcome", width=28),
        SheetColumn(_("Evidence or reason"), "words", width=50),
    )
    held = tuple(
        (
            row.action.number or None,
            row.action.title,
            "\n".join(row.action.owners) or None,
            row.action.due_date,
            row.action.status,
            _("decided") if row.is_decided else _("proposed") if row.is_proposed else _("blank"),
            say_outcome(row.outcome, row.achieved, words=words) if row.outcome else None,
            row.words or None,
        )
        for row in rows
    )
    return Workbook(_("Year end of %(plan)s") % {"plan": plan}, council, (Sheet(_("Year end"), columns, held),), on=on)


def missing_workbook(found: Iterable[ToAsk], *, plan: str, council: str, on: date, with_addresses: bool) -> Workbook:
    """Give whom to ask about which blank action, one a row."""
    columns = (
        SheetColumn(_("Lead"), "lead", width=30),
        SheetColumn(_("Held by"), "people", width=24),
        *((SheetColumn(_("E-mail"), "email", width=30),) if with_addresses else ()),
        SheetColumn(_("No"), "number", width=8),
        SheetColumn(_("Action"), "title", width=60),
        SheetColumn(_("Asked on"), "asked_on", width=20),
    )
    held = tuple(
        (
            one.name or _("Nobody named"),
            "\n".join(one.people) or None,
            *(("\n".join(one.emails) or None,) if with_addresses else ()),
            led.number or None,
            led.title,
            "\n".join(day.isoformat() for day in one.asked_on) or None,
        )
        for one in found
        for led in one.actions
    )
    title = _("Whom to ask at the year end of %(plan)s") % {"plan": plan}
    return Workbook(title, council, (Sheet(_("Whom to ask"), columns, held),), on=on)
