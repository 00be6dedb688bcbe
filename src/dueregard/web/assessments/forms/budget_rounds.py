"""The form of a budget round, and what rounds and maps can be narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.web.ui.components import Filter, Order


class BudgetRoundForm(forms.Form):
    """What a round is called and which decisions are in it."""

    name = forms.CharField(
        label=_("What is it called?"),
        help_text=_("Such as: Budget 2027 to 2028."),
        max_length=200,
        error_messages={"required": _("Say what it is called")},
    )
    about = forms.CharField(
        label=_("What should readers know?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
        required=False,
    )
    decisions = forms.MultipleChoiceField(
        label=_("Which decisions are looked at together?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one decision")},
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["decisions"].choices = list(offered)  # type: ignore[attr-defined]

    def chosen(self) -> tuple[UUID, ...]:
        """Give the ids that were chosen."""
        return tuple(UUID(each) for each in self.cleaned_data["decisions"])


def budget_round_filters() -> tuple[Filter, ...]:
    """Give what budget rounds can be narrowed by."""
    states = (("open", gettext("Open")), ("closed", gettext("Closed")))
    return (Filter("words", gettext("Words in the name")), Filter("state", gettext("State"), states, gettext("Any")))


def budget_round_orders() -> tuple[Order, ...]:
    """Give the ways to sort budget rounds."""
    return (Order("made", gettext("newest"), falling=True), Order("name", gettext("name")))


def map_filters(
    *,
    places: Sequence[str],
    directorates: Sequence[tuple[str, str]] = (),
    with_state: bool = False,
) -> tuple[Filter, ...]:
    """Give what a map of decisions can be narrowed by."""
    found = []
    if places:
        found.append(Filter("place", gettext("Place"), tuple((one, one) for one in places), gettext("All places")))
    if directorates:
        found.append(Filter("directorate", gettext("Directorate"), tuple(directorates), gettext("All directorates")))
    if with_state:
        states = (("planned", gettext("Not decided yet")), ("decided", gettext("Decided")))
        found.append(Filter("only", gettext("Decisions"), states, gettext("All")))
    return tuple(found)
