"""What people fill in at a year's end. Nothing is chosen for anyone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.delivery.year_end import MOST_WORDS, Given, NotDecided
from dueregard.domain.plans.states import Outcome
from dueregard.web.ui.components import Filter, Listing, Order

OUTCOMES: tuple[tuple[str, Any], ...] = (
    ("closed", _("It is closed")),
    ("ongoing", _("It goes on as it is, in the next plan")),
    ("developed", _("It is developed into new actions")),
    ("dropped", _("It is dropped")),
)
NOT_REPORTED = ("not_reported", _("Nobody reported on it"))
HINTS = {
    "closed": _("Say below how far it got, and what shows it"),
    "ongoing": _("Same words, owner and measures; its date is asked about in the next plan"),
    "developed": _("You name the new actions; old and new stay linked"),
    "dropped": _("You give the reason, and the public can read it"),
    "not_reported": _("Its owners were asked and did not answer. It is counted in public"),
}
ACHIEVED: tuple[tuple[str, Any], ...] = (
    ("achieved", _("Achieved")),
    ("partly", _("Partly achieved")),
    ("not", _("Not achieved")),
)


class OutcomeForm(forms.Form):
    """What became of one action."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of this action")},
    )
    achieved = forms.ChoiceField(
        label=_("If it is closed: how far did it get?"),
        choices=ACHIEVED,
        widget=forms.RadioSelect,
        required=False,
    )
    words = forms.CharField(
        label=_("What shows it, or why"),
        help_text=_("The public can read this. Name posts rather than people."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=MOST_WORDS,
    )
    known = forms.MultipleChoiceField(
        label=_("If it is developed: which of the new actions did it become?"),
        help_text=_("Several actions can become one."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    becomes = forms.CharField(
        label=_("If it is developed: new actions, one on each line"),
        help_text=_("One action can become several. You write the rest of each in the next plan."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(
        self,
        *args: Any,
        names: Iterable[str] = (),
        words: Mapping[str, str] | None = None,
        may_say_not_reported: bool = False,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        offered = (*OUTCOMES, NOT_REPORTED) if may_say_not_reported else OUTCOMES
        own = words or {}
        self.fields["outcome"].choices = [
            (code, f"{own[code]}: {str(label)[0].lower()}{str(label)[1:]}" if own.get(code) else label)
            for code, label in offered
        ]
        self.fields["known"].choices = [(name, name) for name in names]
        if not self.fields["known"].choices:
            del self.fields["known"]

    def given(self) -> Given:
        """Give what was said."""
        said = self.cleaned_data
        lines = [line.strip() for line in said.get("becomes", "").splitlines() if line.strip()]
        return Given(
            outcome=said.get("outcome", ""),
            achieved=said.get("achieved") or None,
            words=said.get("words", ""),
            becomes=(*said.get("known", ()), *lines),
        )

    def show(self, fault: NotDecided) -> None:
        """Show what is missing, at the field where it is."""
        for field, words in fault.faults:
            self.add_error(field if field in self.fields else None, words)


def initial_of(given: Given, *, names: Iterable[str], version: int) -> dict[str, Any]:
    """Give what a form begins with where something was decided already."""
    known = set(names)
    return {
        "outcome": given.outcome,
        "achieved": given.achieved,
        "words": given.words,
        "known": [name for name in given.becomes if name in known],
        "becomes": "\n".join(name for name in given.becomes if name not in known),
        "seen": version,
    }


class ManyForm(forms.Form):
    """Which of the actions of a table are confirmed. `seen` says which version of each was looked at."""

    action = forms.MultipleChoiceField(error_messages={"required": _("Tick the actions that you confirm")})

    def __init__(self, *args: Any, offered: Iterable[UUID], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["action"].choices = [(str(key), str(key)) for key in offered]

    def chosen(self) -> tuple[UUID, ...]:
        """Give the actions that were ticked."""
        return tuple(UUID(key) for key in self.cleaned_data["action"])


class CloseForm(forms.Form):
    """That the year is closed."""

    sure = forms.ChoiceField(
        label=_("Close this plan?"),
        choices=(("no", _("No, not yet")), ("yes", _("Yes, close it"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to close it")},
    )


def filters(choices: Any, *, words: Mapping[str, str]) -> tuple[Filter, ...]:
    """Give what the list of a year end can be narrowed by."""
    outcomes = tuple((str(one), words.get(str(one)) or _short(str(one))) for one in Outcome)
    states = (("blank", gettext("Blank")), ("proposed", gettext("Proposed")), ("decided", gettext("Decided")))
    return (
        Filter("words", gettext("Words")),
        Filter("state", gettext("Decided"), states, any_text=gettext("All")),
        Filter("outcome", gettext("Outcome"), outcomes, any_text=gettext("Any outcome")),
        Filter("section", gettext("Part of the plan"), choices.sections, any_text=gettext("Any part"), more=True),
        Filter("owner", gettext("Owner"), choices.owners, any_text=gettext("Any owner"), more=True),
    )


def _short(code: str) -> str:
    return {
        "closed": gettext("Closed"),
        "ongoing": gettext("Goes on"),
        "developed": gettext("Developed"),
        "dropped": gettext("Dropped"),
        "not_reported": gettext("Not reported"),
    }[code]


def orders() -> tuple[Order, ...]:
    """Give the ways to sort it."""
    return (Order("number", gettext("number")), Order("due", gettext("due date")), Order("status", gettext("status")))


def wanted_of(listing: Listing) -> dict[str, str]:
    """Give what was asked of the plan's own list."""
    return {name: listing.one(name) for name in ("words", "section", "owner")}
