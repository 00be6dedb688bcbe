"""The same action or not? Nothing is chosen."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

SAME, NOT_SAME = "same", "not_same"


class SameForm(forms.Form):
    """One question about two plans."""

    choice = forms.ChoiceField(
        label=_("Is it the same action?"),
        choices=[
            (SAME, _("Yes: the older one goes on in the newer one")),
            (NOT_SAME, _("No: they are different actions")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is the same action")},
    )


class RecordForm(forms.Form):
    """Whether the lineage is to be recorded: a form that is sent unchanged records nothing."""

    sure = forms.BooleanField(
        label=_("I have looked at what will be recorded"),
        error_messages={"required": _("Tick the box when you have looked at what will be recorded")},
    )
