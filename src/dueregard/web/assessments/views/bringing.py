"""Bringing in old assessments: what was handed in, what was read beside what it says, and taking it in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import bringing as access
from dueregard.web.assessments.actions import bringing as actions
from dueregard.web.assessments.forms.bringing import OldForm, TakeInForm
from dueregard.web.assessments.queries import bringing as queries
from dueregard.web.assessments.queries.bringing_words import (
    filters,
    handed_workbook,
    in_short,
    promised_workbook,
    state_words,
)
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.jobs import queries as jobs
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.organisation.queries.structure import directorates
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response
from dueregard.web.ui.components.tables import file_response


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show what was handed in, and take more."""
    visitor = visit(request, council_slug)
    access.check_can_see_brought_in(visitor)
    form = OldForm(sent(request), request.FILES or None)
    if request.method == "POST":
        access.check_can_bring_in(visitor)
        if form.is_valid():
            return _handed_in(request, visitor, form)
    listing, rows = _listed(request, visitor)
    found = rows.count()
    return page(
        request,
        "bringing_list",
        visitor,
        form=form,
        listing=listing,
        rows=paginate(queries.handed_cards(rows[cut(listing, found=found)]), listing, found=found),
        states=state_words(),
        can_bring_in=access.can_bring_in(visitor),
        status=400 if form.errors else 200,
    )


@data_page
@require_safe
def bring_in_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor = visit(request, council_slug)
    access.check_can_see_brought_in(visitor)
    _listing, rows = _listed(request, visitor)
    book = handed_workbook(queries.handed_cards(rows), visitor)
    return table_response(request, book, ending, "documents-handed-in")


@staff_page
@require_safe
def handed(request: HttpRequest, council_slug: str, handed_id: UUID) -> HttpResponse:
    """Show what was read of a document, beside what it says."""
    visitor, card = _seen(request, council_slug, handed_id)
    if card.state in {"reading", "failed"}:
        reading = jobs.job(card.job_id) if card.job_id else None
        return page(
            request,
            "bringing_unread",
            visitor,
            can_bring_in=access.can_bring_in(visitor),
            card=card,
            is_stopped=bool(reading and reading.state == "cancelled"),
        )
    read = queries.reading_of(card.id)
    return page(
        request,
        "bringing_review",
        visitor,
        card=card,
        read=read,
        rows=queries.review_rows(read),
        in_short=in_short(read),
        other_questions=[one for one in read.questions if not one.part],
        earlier=queries.same_file(visitor.council.id, card.sha256, but=card.id),
        can_bring_in=access.can_bring_in(visitor),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest, council_slug: str, handed_id: UUID) -> HttpResponse:
    """Ask what the document does not say of itself, then make an assessment of it."""
    visitor, card = _seen(request, council_slug, handed_id)
    access.check_can_bring_in(visitor)
    if card.state == "taken" and card.assessment_id:
        return redirect(to(council_slug, "handed", card.id))
    read = queries.reading_of(card.id)
    offered = [(str(each.id), each.name) for each in directorates(visitor.council.id)]
    form = TakeInForm(
        sent(request),
        council_id=visitor.council.id,
        directorates=offered,
        initial={
            "title": read.assessment.title,
            "body_words": read.assessment.body if read.assessment.decided_on else None,
            "decided_on": read.assessment.decided_on,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.take_in(card.id, taken=_said(form, visitor), by=visitor.by)
        except DueRegardError as fault:
            form.add_error(None, str(fault))
        else:
            said = (
                _("It is taken in. What it promised has no action so far.") if read.promised else _("It is taken in.")
            )
            messages.success(request, said)
            return redirect(to(council_slug, "assessment", made))
    return page(request, "bringing_take", visitor, card=card, read=read, form=form, status=400 if form.errors else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def throw_away(request: HttpRequest, council_slug: str, handed_id: UUID) -> HttpResponse:
    """Ask, then throw a document away."""
    visitor, card = _seen(request, council_slug, handed_id, kind="")
    access.check_can_throw_away(visitor, handed_by=card.handed_by.id)
    back = _back(council_slug, card)
    if request.method != "POST":
        return page(request, "bringing_throw_away", visitor, card=card, back=back)
    try:
        actions.throw_away(card.id, by=visitor.by)
    except DueRegardError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("“%(name)s” is thrown away.") % {"name": card.file_name})
    return redirect(back)


@staff_page
@require_safe
def handed_file(request: HttpRequest, council_slug: str, handed_id: UUID) -> HttpResponse:
    """Give a document back as it was handed in. It is saved, never shown as a page of ours."""
    _visitor, card = _seen(request, council_slug, handed_id, kind="")
    return file_response(queries.file_of(card.id), content_type="application/octet-stream", filename=card.file_name)


@staff_page
@require_safe
def promised(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List what old assessments promised and no plan has an action for."""
    visitor = visit(request, council_slug)
    access.check_can_see_brought_in(visitor)
    listing = read_listing(request, orders=())
    rows = queries.promised_without_action(visitor.council.id)
    shown = rows[cut(listing, found=len(rows))]
    return page(request, "bringing_promised", visitor, listing=listing, rows=paginate(shown, listing, found=len(rows)))


@data_page
@require_safe
def promised_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor = visit(request, council_slug)
    access.check_can_see_brought_in(visitor)
    rows = queries.promised_without_action(visitor.council.id)
    return table_response(request, promised_workbook(rows, visitor), ending, "promised-without-action")


def _handed_in(request: HttpRequest, visitor: Visitor, form: OldForm) -> HttpResponse:
    slug, files = visitor.council.slug, form.cleaned_data["documents"]
    made = [
        actions.hand_in(
            file.read(),
            name=file.name or "",
            kind=actions.OLD,
            council_id=visitor.council.id,
            by=visitor.by,
            address=lambda handed_id: to(slug, "handed", handed_id),
        )
        for file in files
    ]
    if len(made) == 1:
        return redirect("organisation:job", slug, made[0].job_id)
    said = ngettext("%(n)s document is being read.", "%(n)s documents are being read.", len(made)) % {"n": len(made)}
    messages.success(request, said)
    return redirect(to(slug, "bring_in"))


def _listed(request: HttpRequest, visitor: Visitor) -> tuple[Listing, Any]:
    path = to(visitor.council.slug, "bring_in")
    listing = read_listing(request, filters=filters(), orders=(), path=path)
    rows = queries.handed_rows(visitor, kind=actions.OLD, state=listing.one("state"), words=listing.one("words"))
    return listing, rows


def _seen(
    request: HttpRequest, council_slug: str, handed_id: UUID, *, kind: str = actions.OLD
) -> tuple[Visitor, queries.HandedCard]:
    visitor = visit(request, council_slug)
    card = queries.handed_card(visitor.council.id, handed_id)
    access.check_can_see_handed(visitor, handed_by=card.handed_by.id)
    if kind and card.kind != kind:
        raise Http404
    return visitor, card


def _back(council_slug: str, card: queries.HandedCard) -> str:
    if card.kind == actions.COPY and card.assessment_id:
        return to(council_slug, "copies", card.assessment_id)
    return to(council_slug, "questionnaires" if card.kind == actions.TEMPLATE else "bring_in")


def _said(form: TakeInForm, visitor: Visitor) -> actions.TakenIn:
    given = form.cleaned_data
    directorate = given.get("directorate")
    return actions.TakenIn(
        given["title"],
        visitor.council.nation,
        is_decided=given["state"] == "decided",
        decision_id=given["decision"],
        policy_id=given["policy"],
        directorate_id=UUID(directorate) if directorate else None,
        body_words=given["body_words"],
        decided_on=given["decided_on"],
    )
