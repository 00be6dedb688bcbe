"""What people fill in about their own account, and allauth's forms in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from dueregard.web.accounts.adapters import begin_session
from dueregard.web.accounts.models import Person


class LoginForm(allauth_forms.LoginForm):
    """Sign in with a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["login"], label=_("Your council e-mail address"))
        _say(self.fields["password"], label=_("Password"))

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in; allauth's own expiry slides, ours does not."""
        response: HttpResponse = super().login(request, redirect_url)
        begin_session(request)
        return response


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):
    """Ask for a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("We send you a code that works once, for 15 minutes. You do not need a password.")
        _say(self.fields["email"], label=_("Your council e-mail address"), hint=hint)


class ConfirmLoginCodeForm(allauth_forms.ConfirmLoginCodeForm):
    """Give the code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], label=_("The code from our e-mail"), hint=_("Like ABC-DEF. Capitals do not matter."))


def _say(field: forms.Field, *, label: Any, hint: Any = "") -> None:
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)


class TokenForm(forms.Form):
    """Make a token."""

    name = forms.CharField(
        label=_("What will use it?"), help_text=_("For example: Excel, performance report"), max_length=60
    )
    days = forms.TypedChoiceField(
        label=_("How long should it work?"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("A year"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long the token should work")},
    )

    def clean_name(self) -> str:
        """Refuse a colon: it ends the user name in HTTP Basic."""
        name = str(self.cleaned_data["name"]).strip()
        if ":" in name:
            raise forms.ValidationError(_("Leave out the colon: spreadsheets cannot send it as part of a name"))
        return name


class AboutYouForm(forms.ModelForm):
    """What a person may change about themselves."""

    class Meta:
        model = Person
        fields = ["full_name", "known_as", "language"]
        labels = {"language": _("Language")}
        help_texts = {"known_as": _("What colleagues call you. Leave empty if it is your full name.")}
        widgets = {"language": forms.RadioSelect}

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]  # a question with one answer is none
