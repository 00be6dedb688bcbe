"""What is asked about a policy, about its end, and about a change around policies; and how the list is narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.web.assessments.queries.policies import (
    CHANGE_WORDS,
    KIND_WORDS,
    NOBODY,
    RISK_WORDS,
    STANDING_STATES,
    WHY_WORDS,
    PolicyCard,
)
from dueregard.web.ui.components import DayField, FileField, Filter, Order

Choices = Sequence[tuple[str, str]]
MOST_BYTES = 5_000_000


class PolicyForm(forms.Form):
    """A policy, service, strategy, project, budget line, commissioning or procurement."""

    title = forms.CharField(
        label=_("What is it called?"), max_length=300, error_messages={"required": _("Give it a title")}
    )
    kind = forms.ChoiceField(
        label=_("What is it?"), widget=forms.RadioSelect, error_messages={"required": _("Choose what it is")}
    )
    about = forms.CharField(
        label=_("What is it for, and for whom?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        required=False,
    )
    directorate = forms.ChoiceField(label=_("Directorate"), required=False)
    owner = forms.ChoiceField(label=_("Who owns it?"), help_text=_("The post that answers for it."), required=False)
    owner_words = forms.CharField(label=_("Or, if the post is not in the list, who?"), max_length=200, required=False)
    risk = forms.ChoiceField(
        label=_("How much could go wrong for people?"),
        help_text=_("What nobody has said counts as a reason to look, never as low."),
        required=False,
    )
    people = forms.IntegerField(
        label=_("How many people does it affect?"),
        help_text=_("A rough number will do. Leave it empty if nobody knows."),
        min_value=0,
        max_value=100_000_000,
        required=False,
    )
    review_on = DayField(
        label=_("When is it next to be reviewed?"), required=False, name_in_errors=_("The day of the review")
    )
    last_assessed_on = DayField(
        label=_("When was it last assessed, before it was kept here?"),
        help_text=_("Assessments that are kept here count by themselves."),
        required=False,
        name_in_errors=_("The day of the last assessment"),
    )
    number = forms.CharField(
        label=_("Its own number"),
        help_text=_("By it a list that is handed in again finds this row."),
        max_length=100,
        required=False,
    )

    def __init__(self, *args: Any, directorates: Choices, owners: Choices, on: date, **named: Any) -> None:
        super().__init__(*args, **named)
        self._on = on
        self.fields["kind"].choices = list(KIND_WORDS.items())
        self.fields["directorate"].choices = [("", gettext("None")), *directorates]
        self.fields["owner"].choices = [("", gettext("Nobody, or not in this list")), *owners]
        self.fields["risk"].choices = [("", gettext("Nobody has said yet")), *RISK_WORDS.items()]

    def clean(self) -> dict[str, Any]:
        """Hold the owner and the days together."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("owner") and given.get("owner_words"):
            self.add_error("owner_words", gettext("Choose a post or write who it is, not both"))
        if (day := given.get("last_assessed_on")) and day > self._on:
            self.add_error("last_assessed_on", gettext("The day of the last assessment cannot be after today"))
        return given

    def values(self) -> dict[str, Any]:
        """Give what was said, as `actions.policies.PolicyFields` takes it."""
        said = self.cleaned_data
        return {
            "title": " ".join(said["title"].split()),
            "kind": said["kind"],
            "about": said["about"],
            "directorate_id": UUID(said["directorate"]) if said["directorate"] else None,
            "owner_id": UUID(said["owner"]) if said["owner"] else None,
            "owner_words": said["owner_words"],
            "risk": said["risk"],
            "people": said["people"],
            "review_on": said["review_on"],
            "last_assessed_on": said["last_assessed_on"],
            "source_key": said["number"].strip(),
        }


def policy_initial(card: PolicyCard) -> dict[str, Any]:
    """Give a policy as its form begins with."""
    return {
        "title": card.title,
        "kind": card.kind,
        "about": card.about,
        "directorate": str(card.directorate_id or ""),
        "owner": str(card.owner_id or ""),
        "owner_words": card.owner_words,
        "risk": card.risk,
        "people": card.people,
        "review_on": card.review_on,
        "last_assessed_on": card.said_assessed_on,
        "number": card.number,
    }


class WhyForm(forms.Form):
    """Why something ends."""

    why = forms.CharField(
        label=_("Why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say why")},
    )


class ChangeForm(forms.Form):
    """Something that changed around one policy or many."""

    kind = forms.ChoiceField(
        label=_("What changed?"), widget=forms.RadioSelect, error_messages={"required": _("Choose what changed")}
    )
    text = forms.CharField(
        label=_("In what words?"),
        help_text=_("A sentence that tells an owner why to look again. Leave out names of people."),
        max_length=300,
        error_messages={"required": _("Say what changed")},
    )
    on = DayField(label=_("Since which day?"), name_in_errors=_("The day of the change"))
    kinds = forms.MultipleChoiceField(
        label=_("Which kinds of things does it touch?"),
        help_text=_("None chosen: all kinds."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    characteristics = forms.MultipleChoiceField(
        label=_("Only where an assessment found an effect on"),
        help_text=_("None chosen: whether or not it was assessed."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, characteristics: Choices | None, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["kind"].choices = list(CHANGE_WORDS.items())
        if characteristics is None:
            del self.fields["kinds"], self.fields["characteristics"]
        else:
            self.fields["kinds"].choices = list(KIND_WORDS.items())
            self.fields["characteristics"].choices = list(characteristics)


class RegisterListForm(forms.Form):
    """A list that is handed in."""

    file = FileField(
        label=_("The list"),
        max_bytes=MOST_BYTES,
        endings=(".csv", ".xlsx", ".ods"),
        kinds_in_words="CSV, Excel, OpenDocument",
    )


class ForwardPlanForm(forms.Form):
    """A forward plan that is handed in: a list, or a calendar."""

    file = FileField(
        label=_("The forward plan"),
        max_bytes=MOST_BYTES,
        endings=(".csv", ".xlsx", ".ods", ".ics"),
        kinds_in_words="CSV, Excel, OpenDocument, iCalendar",
    )


def policy_orders() -> tuple[Order, ...]:
    """Give the ways to sort policies; the first is the usual one."""
    return (
        Order("queue", gettext("what to look at first"), falling=True),
        Order("title", gettext("title")),
        Order("review", gettext("review date")),
        Order("assessed", gettext("day last assessed")),
    )


def policy_filters(directorates: Choices) -> tuple[Filter, ...]:
    """Give what the list of policies can be narrowed by."""
    nobody = (NOBODY, gettext("None"))
    return (
        Filter("words", gettext("Words or number")),
        Filter("kind", gettext("What it is"), _said(KIND_WORDS), any_text=gettext("Anything")),
        Filter("why", gettext("Why look at it"), _said(WHY_WORDS), any_text=gettext("Any reason")),
        Filter("directorate", gettext("Directorate"), (*directorates, nobody), any_text=gettext("Any"), more=True),
        Filter("risk", gettext("Risk to people"), (*_said(RISK_WORDS), (NOBODY, gettext("Not said"))),
               any_text=gettext("Any"), more=True),
        Filter("state", gettext("Standing"), _said(STANDING_STATES), any_text=gettext("In the queue"), more=True),
    )  # fmt: skip


def _said(words: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(text)) for code, text in words.items())
