"""What a board's lists can be narrowed by, and the forms of its meetings and packs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.plans.progress import STATUS_ORDER
from dueregard.web.plans.queries.lists import NOBODY, Wanted
from dueregard.web.ui.components import DayField, Filter, Listing, Order, status_words


class MeetingForm(forms.Form):
    """When and where a board meets."""

    on = DayField(label=_("Day of the meeting"), name_in_errors=_("The day of the meeting"))
    place = forms.CharField(
        label=_("Where, and at what time"), help_text=_("Stands on the paper. May stay empty."), required=False,
        max_length=200,
    )  # fmt: skip


class NarrativeForm(forms.Form):
    """What the officer adds to a pack."""

    narrative = forms.CharField(
        label=_("What do you want to say to the board?"),
        help_text=_("A few sentences. An empty line begins a new paragraph. Leave it empty to say nothing."),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        max_length=5000,
        strip=True,
    )


class IssueForm(forms.Form):
    """What must be said before a pack is issued: of a correction, what it changes."""

    what_changed = forms.CharField(
        label=_("What does this version change?"),
        help_text=_("It stands at the head of the paper, and members are told."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say what this version changes")},
    )

    def __init__(self, *args: Any, is_correction: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        if not is_correction:
            del self.fields["what_changed"]


def watched_orders() -> tuple[Order, ...]:
    """Give the ways to sort what a board watches; the first is the usual one."""
    return (
        Order("due", _gettext("due date")),
        Order("status", _gettext("status")),
        Order("update", _gettext("last update"), falling=True),
        Order("title", _gettext("title")),
    )


def watched_filters(plans: Sequence[tuple[str, str]], *, words: Mapping[str, str]) -> tuple[Filter, ...]:
    """Give what the list of watched actions can be narrowed by."""
    statuses = [(code, status_words(code, words=words)) for code in STATUS_ORDER]
    due = (
        ("late", _gettext("Late")),
        ("this_quarter", _gettext("This quarter")),
        ("next_quarter", _gettext("Next quarter")),
        ("later", _gettext("Later")),
        ("no_date", _gettext("No date")),
        ("finished", _gettext("Finished")),
    )
    nobody = (NOBODY, _gettext("Nobody: none is named, or the post is empty"))
    updated = (("this_quarter", _gettext("Updated this quarter")), ("none", _gettext("No update this quarter")))
    attention = ("attention", _gettext("Needs attention"))
    return (
        Filter("words", _gettext("Words in the action or its updates")),
        Filter("status", _gettext("Status"), (attention, *statuses), any_text=_gettext("Any status")),
        Filter("due", _gettext("Due"), due, any_text=_gettext("Any time")),
        Filter("plan", _gettext("Plan"), tuple(plans), any_text=_gettext("Any plan")),
        Filter("update", _gettext("Updates"), updated, any_text=_gettext("Any"), more=True),
        Filter("owner", _gettext("Owner"), (nobody,), any_text=_gettext("Anyone"), more=True),
    )


def watched_from(listing: Listing) -> Wanted:
    """Give what an address asks of the list."""
    return Wanted(**{name: listing.one(name) for name in ("words", "status", "due", "update", "owner")})


def meeting_filters() -> tuple[Filter, ...]:
    """Give what the list of meetings can be narrowed by."""
    choices = (
        ("coming", _gettext("To come")),
        ("held", _gettext("Held")),
        ("called_off", _gettext("Called off")),
    )
    return (Filter("when", _gettext("When"), choices, any_text=_gettext("Any time")),)


def meeting_orders() -> tuple[Order, ...]:
    """Give the one order of the list of meetings."""
    return (Order("newest", _gettext("newest first"), falling=True),)
