"""The council's settings, its look, its words, and the files that show them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.terms.laws import law_of
from dueregard.web.organisation import access, actions, queries
from dueregard.web.organisation.forms import (
    WORD_KINDS,
    CharacteristicsForm,
    ColourForm,
    CouncilForm,
    LogoForm,
    NamesForm,
    WordsForm,
)
from dueregard.web.organisation.views.editing import FormPage, bound, edit, found


@access.staff_page
@require_safe
def settings(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show all settings on one page."""
    visitor = queries.visit(request, council_slug)
    access.check_can_see_settings(visitor)
    council_id = visitor.council.id
    context = {
        "shell": queries.shell(visitor, "settings"),
        "local": queries.local_characteristics(council_id),
        "words": [(kind, label, queries.words(council_id, kind)) for kind, (label, _codes) in WORD_KINDS.items()],
        "shared": sum(each.state == "shared" for each in queries.grants(council_id)),
        "may_keep": access.can_keep_settings(visitor),
        "may_keep_words": access.can_keep_words(visitor),
    }
    return render(request, "organisation/settings.jinja", context)


def _page(council_slug: str, **said: Any) -> FormPage:
    back = reverse("organisation:settings", args=[council_slug])
    return FormPage(back=back, here="settings", button=_("Save"), done=_("The settings are saved."), **said)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Change name, nation and contact."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_settings(visitor)
    names = ("name", "nation", "contact_email")
    form = bound(CouncilForm, request, initial={name: getattr(visitor.council, name) for name in names})
    page = _page(council_slug, title=_("What is the council called?"))
    return edit(request, visitor, form, page, _changer(request, visitor))


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def colour(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Change the colour."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_settings(visitor)
    form = bound(ColourForm, request, initial={"colour": visitor.council.colour})
    page = _page(council_slug, title=_("Which colour do public pages have?"))
    return edit(request, visitor, form, page, _changer(request, visitor))


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Say whether public pages name people."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_settings(visitor)
    now = "yes" if visitor.council.show_personal_names else "no"
    words = _("Whatever you choose, updates and questions are published without names.")
    page = _page(council_slug, title=_("People's names"), words=words)
    form = bound(NamesForm, request, initial={"show_personal_names": now})
    return edit(request, visitor, form, page, _changer(request, visitor))


def _changer(request: HttpRequest, visitor: queries.Visitor) -> Any:
    def act(**given: Any) -> None:
        actions.change_council(council_id=visitor.council.id, by=visitor.by, **given)

    return act


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change_logo(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Change the logo."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_settings(visitor)
    page = _page(council_slug, title=_("The council's logo"), words=_("It stands beside the name on every page."))

    def act(logo: Any) -> None:
        actions.set_logo(council_id=visitor.council.id, by=visitor.by, data=logo.read(), alt=visitor.council.name)

    return edit(request, visitor, bound(LogoForm, request), page, act)


@access.staff_page
@require_POST
def remove_logo(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Take the logo away."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_settings(visitor)
    actions.remove_logo(council_id=visitor.council.id, by=visitor.by)
    messages.success(request, _("The logo is removed."))
    return redirect("organisation:settings", council_slug)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def characteristics(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Change the local characteristics."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_words(visitor)
    now = "\n".join(each.label for each in queries.local_characteristics(visitor.council.id))
    law = law_of(visitor.council.nation)
    words = _("The nine of %(law)s are always there. These come after them.") % {"law": law.name}
    title = _("Which groups does the council name beside %(law)s?") % {"law": law.short}
    page = _page(council_slug, title=title, words=words)

    def act(labels: list[str]) -> None:
        actions.set_characteristics(council_id=visitor.council.id, by=visitor.by, labels=labels)

    return edit(request, visitor, bound(CharacteristicsForm, request, initial={"labels": now}), page, act)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, council_slug: str, kind: str) -> HttpResponse:
    """Change the council's own words."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_words(visitor)
    if kind not in WORD_KINDS:
        raise Http404
    form = bound(WordsForm, request, kind=kind, initial=queries.words(visitor.council.id, kind))
    said = _("An empty box means our word. What is recorded stays comparable either way.")
    page = _page(
        council_slug, title=_("What does the council call them?"), words=said, caption=str(WORD_KINDS[kind][0])
    )

    def act(**given: str) -> None:
        actions.set_words(council_id=visitor.council.id, by=visitor.by, kind=kind, words=given)

    return edit(request, visitor, form, page, act)


@require_safe
def logo(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Give the logo as a picture that can do nothing else."""
    picture = found(queries.logo(council_slug))
    response = HttpResponse(picture.data, content_type=picture.kind)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def colours(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Give the council's colour as a style sheet: the public header only, because every other colour has a meaning."""
    visitor = queries.public_visit(request, council_slug)
    css = f".dr-header--public{{background:{visitor.council.colour}}}\n"
    return HttpResponse(css, content_type="text/css; charset=utf-8")
