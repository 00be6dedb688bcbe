"""What people write when they send an assessment on, agree to it, return it; and who checks it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.domain.assessments.sign_off import Act, Line

LONGEST = 4_000


class SayForm(forms.Form):
    """One act of the chain: why, and, for legal advice, who gave it."""

    who = forms.CharField(
        label=_("Who gave the advice?"),
        help_text=_("The advice itself does not stand here. It is kept with the decision, apart."),
        max_length=200,
        error_messages={"required": _("Say who gave the advice")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": _("Say why")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, line: Line, **named: Any) -> None:
        super().__init__(*args, **named)
        if line.act is not Act.LEGAL_SEEN:
            del self.fields["who"]
        reason = self.fields["reason"]
        reason.required = line.needs_reason
        if line.act in {Act.GIVE_UP, Act.TAKE_UP}:
            reason.help_text = _("It is kept with your name, and shown to everybody who may read this assessment.")
        elif line.needs_reason:
            reason.help_text = _("Those who write it read this. Say what is to change.")
        else:
            reason.label = _("Anything to add? (optional)")


class CheckerForm(forms.Form):
    """Who checks it: one of those offered, or anybody of the council by their e-mail address."""

    person = forms.ChoiceField(
        label=_("Who checks it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who checks it")},
    )
    email = forms.EmailField(label=_("Their e-mail address"), required=False, max_length=254)

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        choices = [*offered, ("", _("Somebody else of the council"))]
        self.fields["person"].choices = [(key or "other", name) for key, name in choices]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for the address where it is somebody else."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("person") == "other" and not given.get("email") and "email" not in self.errors:
            self.add_error("email", _("Give their e-mail address"))
        return given
