"""Word copies of an assessment: giving one out, handing it back in, and choosing part by part."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.domain.assessments.copy import NEW, copy_document
from dueregard.publish.word import write_word
from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.actions import bringing, copies
from dueregard.web.assessments.actions.parts import PartChanged
from dueregard.web.assessments.forms.bringing import OneDocumentForm
from dueregard.web.assessments.forms.copies import SettleForm
from dueregard.web.assessments.queries import copies as queries
from dueregard.web.assessments.queries.bringing import handed_card
from dueregard.web.assessments.queries.bringing_words import state_words
from dueregard.web.assessments.queries.whole import AssessmentCard, assessment_card
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components.tables import file_response

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def copies_page(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show the copies given out and handed back; take one back."""
    visitor, head = _seen(request, council_slug, assessment_id)
    form = OneDocumentForm(sent(request), request.FILES or None)
    if request.method == "POST":
        access.check_can_write(visitor, head)
        if form.is_valid():
            file = form.cleaned_data["document"]
            made = bringing.hand_in(
                file.read(),
                name=file.name or "",
                kind=bringing.COPY,
                council_id=visitor.council.id,
                by=visitor.by,
                address=lambda handed_id: to(council_slug, "copy", head.id, handed_id),
                assessment_id=head.id,
            )
            return redirect("organisation:job", council_slug, made.job_id)
    return page(
        request,
        "copies",
        visitor,
        head=head,
        form=form,
        given=queries.copies_of(head.id),
        back=queries.handed_back(head.id),
        states={**state_words(), "taken": _("Settled")},
        can_write=access.can_write(visitor, head),
        status=400 if form.errors else 200,
    )


@staff_page
@require_POST
def give(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Give a Word copy to work in."""
    visitor, head = _seen(request, council_slug, assessment_id)
    access.check_can_write(visitor, head)
    given = copies.give_copy(head.id, by=visitor.by)
    document = copy_document(
        given.parts,
        title=head.title,
        label=given.label,
        council=visitor.council.name,
        on=visitor.on,
        nation=head.nation,
    )
    name = f"{head.number}-version-{given.label.version}-copy-{given.label.copy}.docx"
    return file_response(write_word(document), content_type=WORD, filename=name)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, council_slug: str, assessment_id: UUID, handed_id: UUID) -> HttpResponse:
    """Show what came back beside what stands, part by part, and keep what was chosen."""
    visitor, head = _seen(request, council_slug, assessment_id)
    card = handed_card(visitor.council.id, handed_id)
    if card.assessment_id != head.id or card.kind != bringing.COPY:
        raise Http404
    if card.state in {"reading", "failed"}:
        return page(request, "copy_unread", visitor, head=head, card=card)
    found = queries.difference_of(visitor, head, card.id)
    is_open = card.state == "read"
    form = _form(found, sent(request))
    status = 200
    if request.method == "POST":
        access.check_can_write(visitor, head)
        status = 400
        if is_open and form.is_valid():
            faults = _settle(form, found, visitor, card.id)
            if not faults:
                _say(request, form)
                return redirect(to(council_slug, "copies", head.id))
            for fault in faults:
                messages.error(request, fault)
            # What was saved is done with; what was not is shown as it stands by now, to be chosen anew.
            found = queries.difference_of(visitor, head, card.id)
            form = _form(found, None)
        else:
            form.show_counters_of_now()
    return page(
        request,
        "copy",
        visitor,
        head=head,
        card=card,
        found=found,
        form=form,
        is_open=is_open,
        can_write=access.can_write(visitor, head),
        status=status,
    )


def _form(found: queries.Difference, data: QueryDict | None) -> SettleForm:
    return SettleForm(data, changes=found.changes, places=found.places, seen=found.counters)


def _seen(request: HttpRequest, council_slug: str, assessment_id: UUID) -> tuple[Visitor, AssessmentCard]:
    visitor = visit(request, council_slug)
    head = assessment_card(visitor.council.id, assessment_id)
    access.check_can_see(visitor, head)
    return visitor, head


def _settle(form: SettleForm, found: queries.Difference, visitor: Visitor, handed_id: UUID) -> list[str]:
    """Save every part that was chosen, each for itself, and give what could not be saved, in words."""
    faults: list[str] = []
    left = 0
    for change, choice, seen in form.chosen():
        now = found.now.get(change.key)
        if choice is copies.Choice.LEAVE:
            left += 1
            continue
        try:
            if (now.number if now else 0) != seen:
                raise PartChanged(now.content if now else None, now.number if now else 0)
            copies.settle_part(
                handed_id,
                change=change,
                choice=choice,
                now=None if now is None else now.content,
                given={} if change.key in NEW else found.given.get(change.key, {}),
                seen=seen,
                by=visitor.by,
            )
        except DueRegardError as fault:
            faults.append(f"{change.title}: {fault}")
    if not faults:
        copies.settle_copy(handed_id, taken=len(form.changes) - left, left=left, by=visitor.by)
    return faults


def _say(request: HttpRequest, form: SettleForm) -> None:
    taken = sum(1 for _change, choice, _seen_number in form.chosen() if choice is not copies.Choice.LEAVE)
    words = ngettext("%(n)s part is taken from the copy.", "%(n)s parts are taken from the copy.", taken)
    messages.success(request, words % {"n": taken})
