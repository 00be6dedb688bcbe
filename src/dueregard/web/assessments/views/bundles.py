"""Bundles of a decision: which were made, making one, the redacted form, and having one."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.domain.decisions.manifest import file_name
from dueregard.domain.decisions.redaction import say
from dueregard.publish.html import fragment
from dueregard.terms.errors import DueRegardError
from dueregard.terms.exemptions import act_for, say_exemption
from dueregard.web.assessments.access import bundles as access
from dueregard.web.assessments.actions import bundles as actions
from dueregard.web.assessments.forms.bundles import FIRST_LINES, MOST_LINES, RedactForm
from dueregard.web.assessments.queries import bundles as queries
from dueregard.web.assessments.queries.bundles_documents import preview_of
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components.tables import file_response


@staff_page
@require_safe
def bundles(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """List the bundles of a decision."""
    visitor = visit(request, council_slug)
    access.check_can_see_bundles(visitor)
    head = queries.decision_head(visitor.council.id, decision_id)
    sees_advice = access.can_see_advice(visitor)
    released = [each for each in queries.advice_of(head.id) if each.released_at] if sees_advice else []
    return page(
        request,
        "bundles",
        visitor,
        head=head,
        cards=queries.bundles_made(head.id, with_legal_advice=sees_advice),
        released=released,
        say=say,
        say_exemption=say_exemption,
        can_make=access.can_make_bundle(visitor),
        can_see_advice=sees_advice,
    )


@staff_page
@require_POST
def make_bundle(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """Make the whole bundle of a decision."""
    visitor = visit(request, council_slug)
    access.check_can_make_bundle(visitor)
    head = queries.decision_head(visitor.council.id, decision_id)
    wants_advice = request.POST.get("with_legal_advice") == "yes" and access.can_see_advice(visitor)
    here = to(council_slug, "bundles", head.id)
    _made, job_id = actions.ask_for_bundle(
        head.id, by=visitor.by, address=lambda _bundle_id: here, with_legal_advice=wants_advice
    )
    return redirect(reverse("organisation:job", args=[council_slug, job_id]))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def redact_bundle(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """Choose what is withheld, look at what would be left, then make the copy."""
    visitor = visit(request, council_slug)
    access.check_can_make_bundle(visitor)
    head = queries.decision_head(visitor.council.id, decision_id)
    nation, asked = visitor.council.nation, _lines(request.POST.get("lines", ""))
    wish = request.POST.get("act", "preview")
    if wish == "more":
        form = RedactForm(initial=request.POST.dict(), nation=nation, lines=min(asked + 2, MOST_LINES))
        return page(request, "bundle_redact", visitor, head=head, form=form, preview=None, act=act_for(nation))
    form = RedactForm(sent(request), nation=nation, lines=asked)
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            preview = preview_of(visitor.council.id, head.id, form.withholdings(), on=visitor.on)
        except DueRegardError as fault:
            form.add_error(None, str(fault))
        else:
            if wish == "make":
                return _make_redacted(council_slug, head.id, form, visitor)
    return page(
        request,
        "bundle_redact",
        visitor,
        status=400 if form.errors else 200,
        head=head,
        form=form,
        preview=preview,
        fragment=fragment,
        act=act_for(nation),
    )


@staff_page
@require_POST
def bundle_as_file(request: HttpRequest, council_slug: str, decision_id: UUID, bundle_id: UUID) -> HttpResponse:
    """Give a bundle as one zip, and note who had it. It is saved, never shown, and never cached."""
    visitor = visit(request, council_slug)
    access.check_can_see_bundles(visitor)
    head = queries.decision_head(visitor.council.id, decision_id)
    card = queries.bundle_card(head.id, bundle_id)
    if not access.can_have_bundle(visitor, with_legal_advice=card.with_legal_advice) or card.made_at is None:
        raise Http404
    data = queries.bundle_data(card.id)
    actions.had_bundle(card.id, by=visitor.by)
    kind = "redacted-bundle" if card.kind == "redacted" else "bundle"
    name = f"{kind}-{file_name(head.title)}-{card.made_at.date().isoformat()}.zip"
    return private_file(data, content_type="application/zip", filename=name)


def private_file(data: bytes, *, content_type: str, filename: str) -> HttpResponse:
    """Answer with a file that nobody between us and the reader may keep."""
    response = file_response(data, content_type=content_type, filename=filename)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _make_redacted(council_slug: str, decision_id: UUID, form: RedactForm, visitor: Visitor) -> HttpResponse:
    here = to(council_slug, "bundles", decision_id)
    _made, job_id = actions.ask_for_bundle(
        decision_id, by=visitor.by, address=lambda _bundle_id: here, withholdings=form.withholdings()
    )
    return redirect(reverse("organisation:job", args=[council_slug, job_id]))


def _lines(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else FIRST_LINES
