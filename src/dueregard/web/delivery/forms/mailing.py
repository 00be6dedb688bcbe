"""How the list of mail is narrowed and sorted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dueregard.web.delivery.queries.mailing import mailing_states
from dueregard.web.mail.queries.messages import Wanted
from dueregard.web.ui.components import Filter, Listing, Order


def mailing_filters() -> tuple[Filter, ...]:
    """Give what the list can be narrowed by."""
    return (
        Filter("state", _("State"), tuple(mailing_states().items()), any_text=_("Any state")),
        Filter("words", _("Words in the address or the subject")),
    )


def mailing_orders() -> tuple[Order, ...]:
    """Give how the list can be sorted; the first is how it is."""
    return (
        Order("made", _("When it was asked for"), falling=True),
        Order("to", _("Reader")),
        Order("subject", _("Subject")),
        Order("sent", _("When it went"), falling=True),
    )


def mailing_wanted(listing: Listing) -> Wanted:
    """Give what an address asks for."""
    return Wanted(state=listing.one("state"), words=listing.one("words"))
