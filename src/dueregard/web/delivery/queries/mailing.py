"""In what words is the mail of a council shown, and how does the list leave as a file?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.mail.queries.messages import MessageCard
from dueregard.web.organisation.queries import Visitor
from dueregard.web.ui.components.formats import number

LONDON = ZoneInfo("Europe/London")


def mailing_states() -> dict[str, str]:
    """Give the words for where a message stands."""
    return {
        "waiting": _("Waits"),
        "sending": _("Being sent"),
        "sent": _("Sent"),
        "failed": _("Could not be sent"),
        "bounced": _("Came back"),
        "withdrawn": _("Not sent: no longer right"),
    }


def mailing_state(card: MessageCard) -> str:
    """Give the words for where one message stands."""
    if card.may_have_gone:
        return _("May have been sent")
    if card.delivered_at:
        return _("Arrived")
    return mailing_states()[card.state]


def mailing_finding(counted: Mapping[str, int]) -> str:
    """Say the whole list in a sentence.

    >>> mailing_finding({"sent": 43, "failed": 1, "bounced": 2, "waiting": 0, "sending": 0, "withdrawn": 0})
    '43 messages were sent. 2 came back, and 1 could not be sent.'
    >>> mailing_finding({"sent": 1, "failed": 0, "bounced": 0, "waiting": 2, "sending": 0, "withdrawn": 0})
    '1 message was sent. 2 wait.'
    """
    gone, waiting = counted["sent"], counted["waiting"] + counted["sending"]
    told = [ngettext("%(n)s message was sent.", "%(n)s messages were sent.", gone) % {"n": number(gone)}]
    returned, failed = counted["bounced"], counted["failed"]
    if returned and failed:
        words = {"returned": number(returned), "failed": number(failed)}
        told.append(_("%(returned)s came back, and %(failed)s could not be sent.") % words)
    elif returned:
        told.append(_("%(n)s came back.") % {"n": number(returned)})
    elif failed:
        told.append(_("%(n)s could not be sent.") % {"n": number(failed)})
    if waiting:
        told.append(ngettext("%(n)s waits.", "%(n)s wait.", waiting) % {"n": number(waiting)})
    return " ".join(told)


def mailing_workbook(cards: Sequence[MessageCard], *, visitor: Visitor) -> Workbook:
    """Give the list as a workbook: to whom, about what, what became of it; never what stood in it."""
    columns = (
        SheetColumn(_("To"), "to", width=36),
        SheetColumn(_("About"), "subject", width=50),
        SheetColumn(_("State"), "state", width=24),
        SheetColumn(_("Why"), "why", width=50),
        SheetColumn(_("Asked for on"), "asked_on", Kind.DATE),
        SheetColumn(_("Sent on"), "sent_on", Kind.DATE),
    )
    rows = tuple(
        (
            card.to,
            card.subject,
            mailing_state(card),
            card.why or None,
            card.made_at.astimezone(LONDON).date(),
            card.sent_at.astimezone(LONDON).date() if card.sent_at else None,
        )
        for card in cards
    )
    notes = ((_("Texts"), _("What stood in a message, and links in it, are not kept once it has gone.")),)
    title = _("Mail of %(council)s") % {"council": visitor.council.name}
    return Workbook(title, visitor.council.name, (Sheet(_("Mail"), columns, rows),), on=visitor.on, notes=notes)
