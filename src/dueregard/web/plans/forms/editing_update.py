"""The form of an update by somebody who is signed in: what can be said of the action, and on which day."""

from __future__ import annotations

from datetime import date as Day
from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.web.ui.components import DayField
from dueregard.web.ui.components.formats import day
from dueregard.web.ui.components.saying import SayingForm


class UpdateForm(SayingForm):
    """What is new since last time. Nothing is chosen for anyone: "nothing has changed" is chosen, too."""

    date = DayField(label=_("Date"), name_in_errors=_("The date"))

    def __init__(self, *args: Any, on: Day, **named: Any) -> None:
        super().__init__(*args, **named)
        self.on = on
        self.initial.setdefault("date", on)

    def clean_date(self) -> Day:
        """An update is about what has been."""
        given: Day = self.cleaned_data["date"]
        if given > self.on:
            raise forms.ValidationError(_gettext("The date must not be after today, %(day)s") % {"day": day(self.on)})
        return given
