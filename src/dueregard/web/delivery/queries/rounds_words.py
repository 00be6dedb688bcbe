"""What do pages call the states of people and messages in a round, and the steps of chasing?"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.web.delivery.queries import rounds_owners as owners


def owner_state_words() -> dict[str, str]:
    """Give the words for how far somebody has come."""
    return {
        owners.ANSWERED: _("Answered"),
        owners.PARTLY: _("Answered in part"),
        owners.WAITING: _("No answer yet"),
        owners.NOT_ASKED: _("Not asked"),
    }


def mail_words() -> dict[str, str]:
    """Give the words for what became of a message."""
    return {
        "waiting": _("Message waits to go"),
        "sending": _("Message is being sent"),
        "sent": _("Message sent"),
        "failed": _("Message could not be sent"),
        "bounced": _("Message came back"),
        "withdrawn": _("Message was taken back"),
    }


def kind_words(kind: str) -> str:
    """Say which step of chasing a kind is.

    >>> kind_words("after_2"), kind_words("now")
    ('Reminder, 2 days after the day', 'Reminder, sent by hand')
    """
    step, _line, number = kind.partition("_")
    if not number.isdecimal():
        return _("Reminder, sent by hand")
    days = int(number)
    told = {
        "before": ngettext("Reminder, %(n)s day before the day", "Reminder, %(n)s days before the day", days),
        "after": ngettext("Reminder, %(n)s day after the day", "Reminder, %(n)s days after the day", days),
        "lead": ngettext("Directorate lead told, %(n)s day after", "Directorate lead told, %(n)s days after", days),
        "board": ngettext("Board told, %(n)s day after", "Board told, %(n)s days after", days),
    }
    return told.get(step, kind) % {"n": days}
