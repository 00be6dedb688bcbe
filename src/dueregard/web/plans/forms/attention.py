"""What counts as soon, and as stalled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _whole(label: Any, hint: Any, *, least: int, most: int, wrong: Any) -> forms.IntegerField:
    messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(label=label, help_text=hint, min_value=least, max_value=most, error_messages=messages)


class AttentionForm(forms.Form):
    """A council's own rules for what needs attention."""

    soon_days = _whole(
        _("How many days ahead is “due soon”?"),
        _("28 where nobody has said otherwise."),
        least=1,
        most=365,
        wrong=_("Write a whole number from 1 to 365"),
    )
    stalled_rounds = _whole(
        _("After how many rounds of the same words has an action stalled?"),
        _("3 where nobody has said otherwise. Spaces and capitals make no difference."),
        least=2,
        most=12,
        wrong=_("Write a whole number from 2 to 12"),
    )
