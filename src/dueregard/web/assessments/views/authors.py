"""Who writes an assessment: adding people, taking them out, handing it over."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.access import writing as writing_access
from dueregard.web.assessments.actions.authors import hand_over
from dueregard.web.assessments.actions.parts import add_author, remove_author
from dueregard.web.assessments.forms.writing import PersonForm
from dueregard.web.assessments.queries.whole import assessment_card
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import visit
from dueregard.web.organisation.queries.people import staff_choices

_ACTS = {"add": add_author, "remove": remove_author, "hand": hand_over}


@staff_page
def people(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show who writes it; add somebody, take somebody out, hand it over."""
    visitor = visit(request, council_slug)
    head = assessment_card(visitor.council.id, assessment_id)
    access.check_can_see(visitor, head)
    staff = staff_choices(visitor.council.id, on=visitor.on)
    names = dict(staff)
    writers = [(key, names.get(key, _("Somebody who has left"))) for key in head.writer_ids if key != head.author.id]
    free = [(key, name) for key, name in staff if key not in head.writer_ids]
    everybody = [(key, name) for key, name in staff if key != head.author.id]
    act = request.POST.get("act", "")
    add = PersonForm(sent(request) if act == "add" else None, people=free, prefix="add")
    hand = PersonForm(sent(request) if act == "hand" else None, people=everybody, prefix="hand")
    remove = PersonForm(sent(request) if act == "remove" else None, people=writers, prefix="remove")
    if request.method == "POST":
        writing_access.check_can_keep_people(visitor, head)
        form = {"add": add, "hand": hand, "remove": remove}.get(act)
        if form is not None and form.is_valid():
            try:
                _ACTS[act](assessment_id, person_id=form.chosen(), by=visitor.by)
            except DueRegardError as fault:
                form.add_error(None, fault.message)
            else:
                messages.success(request, _("Saved."))
                return redirect(to(council_slug, "people", assessment_id))
    return page(
        request,
        "writing_people",
        visitor,
        head=head,
        writers=sorted(writers, key=lambda pair: pair[1]),
        add=add,
        hand=hand,
        remove=remove,
        can_keep_people=writing_access.can_keep_people(visitor, head),
        status=400 if request.method == "POST" else 200,
    )
