"""Handing documents in, and what became of each."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.domain.plans.states import ImportState
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.plans import access
from dueregard.web.plans.actions import handing_in
from dueregard.web.plans.forms.handing_in import HandInForm, SameAgainForm
from dueregard.web.plans.queries import imports
from dueregard.web.plans.queries.plans import plans_of
from dueregard.web.plans.views.page import page, person_id, sent, to
from dueregard.web.ui.components.tables import file_response


@staff_page
@require_safe
def plan_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show the council's plans; where there are none, how to begin."""
    visitor = visit(request, council_slug)
    access.check_can_see_plans(visitor)
    plans = plans_of(visitor.council.id, visitor=visitor)
    return page(
        request,
        "list",
        visitor,
        plans=plans,
        imports=_open_imports(visitor),
        can_import=access.can_import(visitor),
        form=HandInForm(),
    )


@staff_page
@require_safe
def import_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show the documents that were handed in."""
    visitor = visit(request, council_slug)
    access.check_can_see_imports(visitor)
    found = imports.imports_of(visitor.council.id)
    return page(request, "imports", visitor, imports=found, can_import=access.can_import(visitor))


@staff_page
def hand_in(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Take a document and start reading it."""
    visitor = visit(request, council_slug)
    access.check_can_import(visitor)
    form = HandInForm(sent(request), request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "hand_in", visitor, form=form)
    data, name, is_pasted = form.data_and_name()
    earlier = imports.same_document(visitor.council.id, handing_in.fingerprint(data))
    handed_in = handing_in.hand_in(
        council_id=visitor.council.id,
        name=name,
        data=data,
        by=person_id(visitor),
        address=lambda import_id: to(council_slug, "import", import_id),
        is_pasted=is_pasted,
    )
    if earlier:
        return redirect(to(council_slug, "same_again", handed_in.import_id, earlier.id))
    return redirect("organisation:job", council_slug, handed_in.job_id)


@staff_page
def same_again(request: HttpRequest, council_slug: str, import_id: UUID, earlier_id: UUID) -> HttpResponse:
    """Say that this very document was handed in before, and ask which one to go on with."""
    visitor = visit(request, council_slug)
    access.check_can_import(visitor)
    this = imports.import_card(visitor.council.id, import_id)
    earlier = imports.import_card(visitor.council.id, earlier_id)
    form = SameAgainForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return page(request, "same_again", visitor, form=form, this=this, earlier=earlier)
    if form.cleaned_data["choice"] == "this":
        return redirect(to(council_slug, "import", this.id))
    handing_in.throw_away(this.id, by=person_id(visitor))
    messages.success(request, _("We threw the second copy away. This is the earlier one."))
    return redirect(to(council_slug, "import", earlier.id))


@staff_page
def throw_away(request: HttpRequest, council_slug: str, import_id: UUID) -> HttpResponse:
    """Ask, then throw a document away with all that was said about it."""
    visitor = visit(request, council_slug)
    access.check_can_import(visitor)
    card = imports.import_card(visitor.council.id, import_id)
    if request.method != "POST":
        return page(request, "throw_away", visitor, card=card, answers=len(imports.answers_of(card.id)))
    handing_in.throw_away(card.id, by=person_id(visitor))
    messages.success(request, _("The document “%(name)s” is thrown away.") % {"name": card.name})
    return redirect(to(council_slug, "list"))


@staff_page
@require_safe
def document(request: HttpRequest, council_slug: str, import_id: UUID) -> HttpResponse:
    """Give the document back as it was handed in. It is saved, never shown as a page of ours."""
    visitor = visit(request, council_slug)
    access.check_can_see_imports(visitor)
    name, data = imports.document_bytes(visitor.council.id, import_id)
    return file_response(data, content_type="application/octet-stream", filename=name)


def _open_imports(visitor: Visitor) -> tuple[imports.ImportCard, ...]:
    if not access.can_see_imports(visitor):
        return ()
    return tuple(card for card in imports.imports_of(visitor.council.id) if card.state != ImportState.ADOPTED)
