"""Where an action is to stand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _


class MoveForm(forms.Form):
    """A place in the plan, counted from 1."""

    place = forms.IntegerField(min_value=1)

    def __init__(self, *args: Any, most: int, **named: Any) -> None:
        super().__init__(*args, **named)
        wrong = _("Write a whole number from 1 to %(n)s") % {"n": most}
        field = forms.IntegerField(
            label=_("Place in the plan"),
            help_text=_("From 1, the first, to %(n)s, the last.") % {"n": most},
            min_value=1,
            max_value=most,
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        )
        self.fields["place"] = field
