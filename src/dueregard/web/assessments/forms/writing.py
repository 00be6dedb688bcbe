"""What is filled in to begin an assessment, to narrow the list, to say who writes, and to comment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.web.assessments.queries.writing import WantedAssessments
from dueregard.web.assessments.queries.writing_words import depth_words, state_words
from dueregard.web.ui.components import Filter, Listing, Order

MOST_COMMENT = 5_000


class BeginForm(forms.Form):
    """What an assessment begins with."""

    title = forms.CharField(
        label=_("What is assessed?"),
        help_text=_("Name the change, such as “Day opportunities: from two centres to one”."),
        max_length=300,
        error_messages={"required": _("Give it a title")},
    )
    decision = forms.ChoiceField(
        label=_("For which decision?"),
        help_text=_("From the forward plan. The days of the decision and its papers come from there."),
        required=False,
    )
    area = forms.ChoiceField(
        label=_("For which area?"), help_text=_("Official figures for it will be laid out for you."), required=False
    )
    directorate = forms.ChoiceField(label=_("Which directorate?"), required=False)

    def __init__(
        self,
        *args: Any,
        decisions: Iterable[tuple[str, str]],
        areas: Iterable[tuple[str, str]],
        directorates: Iterable[tuple[str, str]],
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self.fields["decision"].choices = [("", gettext("No decision yet")), *decisions]
        self.fields["area"].choices = [("", gettext("Not known yet")), *areas]
        self.fields["directorate"].choices = [("", gettext("Not said")), *directorates]
        if len(self.fields["area"].choices) == 1:
            del self.fields["area"]
        if len(self.fields["directorate"].choices) == 1:
            del self.fields["directorate"]

    def chosen(self, name: str) -> UUID | None:
        """Give the id that was chosen, or None."""
        value = self.cleaned_data.get(name)
        return UUID(value) if value else None


class PersonForm(forms.Form):
    """Somebody of the council's staff."""

    person = forms.ChoiceField(label=_("Who?"), error_messages={"required": _("Choose somebody")})

    def __init__(self, *args: Any, people: Iterable[tuple[Any, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["person"].choices = [("", gettext("Choose somebody")), *((str(key), name) for key, name in people)]

    def chosen(self) -> UUID:
        """Give who was chosen."""
        return UUID(self.cleaned_data["person"])


class CommentForm(forms.Form):
    """A comment, or an answer to one."""

    text = forms.CharField(
        label=_("Your comment"),
        help_text=_("Those who write and check it read this. It is no part of what goes to those who decide."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST_COMMENT,
        error_messages={"required": _("Write a comment")},
    )
    part = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)


def filters(*, directorates: Iterable[tuple[str, str]], nation: str) -> tuple[Filter, ...]:
    """Give what the list of assessments can be narrowed by."""
    return (
        Filter("words", gettext("Words or number")),
        Filter("state", gettext("Stage"), tuple(state_words().items()), any_text=gettext("All stages")),
        Filter("whose", gettext("Whose"), (("mine", gettext("Mine")),), any_text=gettext("Everybody’s")),
        Filter("depth", gettext("How closely"), tuple(depth_words(nation).items()), any_text=gettext("Any"), more=True),
        Filter(
            "directorate", gettext("Directorate"), tuple(directorates), any_text=gettext("Any directorate"), more=True
        ),
    )


def orders() -> tuple[Order, ...]:
    """Give the ways to sort it."""
    return (
        Order("begun", gettext("day begun"), falling=True),
        Order("decides", gettext("day of the decision")),
        Order("title", gettext("title")),
    )


def wanted_of(listing: Listing) -> WantedAssessments:
    """Give what the address asks for."""
    return WantedAssessments(
        **{name: listing.one(name) for name in ("words", "state", "whose", "depth", "directorate")}
    )
