"""Pages about one's own account that allauth does not have: about you, tokens, and where sign-in begins."""

from __future__ import annotations

from uuid import UUID

from allauth.account.views import RequestLoginCodeView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.terms.errors import UsedWrongly
from dueregard.web.accounts import actions, queries
from dueregard.web.accounts.adapters import speak
from dueregard.web.accounts.forms import AboutYouForm, TokenForm


@method_decorator(never_cache, name="dispatch")
class SignIn(RequestLoginCodeView):
    """Where everybody begins: an e-mailed code, single sign-on, or a password."""

    template_name = "accounts/sign_in.jinja"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add whether single sign-on is set up."""
        context: dict[str, object] = super().get_context_data(**kwargs)
        context["single_sign_on"] = settings.OIDC_NAME if settings.OIDC_URL else None
        context["next"] = self.request.GET.get("next", "")
        return context


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def about_you(request: HttpRequest) -> HttpResponse:
    """Show and change one's name and language."""
    form = AboutYouForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_person(person_id=queries.me(request), by=queries.me(request), **form.cleaned_data)
        messages.success(request, _("Your details are saved."))
        response = redirect("accounts:about_you")
        speak(response, form.instance.language)
        return response
    request.user.refresh_from_db()  # what was typed wrongly stays in the form and goes nowhere else
    context = {"form": form, "has_password": request.user.has_usable_password()}
    return render(request, "accounts/about_you.jinja", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Show one's tokens, and make one. The token is shown in the answer to the form and nowhere again."""
    form, secret = TokenForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = actions.make_token(by=queries.me(request), **form.cleaned_data)
        except UsedWrongly as fault:
            form.add_error("name", fault.message)
        else:
            return _page(request, TokenForm(), secret=secret, made=made)
    return _page(request, form)


def _page(
    request: HttpRequest, form: TokenForm, *, secret: str | None = None, made: queries.TokenCard | None = None
) -> HttpResponse:
    context = {"form": form, "tokens": queries.tokens(queries.me(request)), "secret": secret, "made": made}
    response = render(request, "accounts/tokens.jinja", context, status=400 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Revoke a token of one's own."""
    actions.revoke_token(token_id=token_id, by=queries.me(request))
    messages.success(request, _("The token is revoked. What used it can no longer read anything."))
    return redirect("accounts:tokens")
