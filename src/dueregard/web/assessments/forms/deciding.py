"""What people write about a decision that was taken, and about its conditions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.web.assessments.queries.deciding import OUTCOME_WORDS
from dueregard.web.ui.components import DayField

LONGEST = 20_000


class DecidedForm(forms.Form):
    """The decision: when, what, and where it is minuted."""

    on = DayField(label=_("When was it decided?"))
    outcome = forms.ChoiceField(
        label=_("What was decided?"),
        choices=tuple(OUTCOME_WORDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what was decided")},
    )
    words = forms.CharField(
        label=_("In their words (optional)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=LONGEST,
    )
    paper_number = forms.CharField(label=_("Number of the paper (optional)"), required=False, max_length=100)
    paper_url = forms.URLField(
        label=_("Address of the paper (optional)"), required=False, max_length=1000, assume_scheme="https"
    )
    minute = forms.CharField(
        label=_("The minute (optional)"),
        help_text=_("What the minute says of equality, and of what was considered."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=LONGEST,
    )
    minute_url = forms.URLField(
        label=_("Address of the minute (optional)"), required=False, max_length=1000, assume_scheme="https"
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ConditionForm(forms.Form):
    """A condition that was set."""

    text = forms.CharField(
        label=_("The condition"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        error_messages={"required": _("Say what the condition is")},
    )
    due_on = DayField(label=_("By when? (optional)"), required=False)


class MetForm(forms.Form):
    """Whether a condition is met, and since when."""

    state = forms.ChoiceField(
        label=_("Is it met?"),
        choices=(("met", _("Yes")), ("open", _("No, not yet"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no")},
    )
    met_on = DayField(label=_("Since when?"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the day where it is met."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("state") == "met" and not given.get("met_on") and "met_on" not in self.errors:
            self.add_error("met_on", _("Say since when it is met"))
        return given
