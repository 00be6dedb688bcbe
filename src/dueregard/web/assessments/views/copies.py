"""Word copies of an assessment: giving one out, handing it back in, and choosing part by part."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
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
        given.parts, title=head.title, label=given.label, council=visitor.council.name, on=visitor.on
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
    seen = [found.now[change.key].number if change.key in found.now else 0 for change in found.changes]
    form = SettleForm(sent(request), changes=found.changes, seen=seen)
    if request.method == "POST":
        access.check_can_write(visitor, head)
        if is_open and form.is_valid() and _settled(form, found, visitor, card.id):
            _say(request, form)
            return redirect(to(council_slug, "copies", head.id))
        form = _with_counters_of_now(form, seen)
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
        status=400 if form.errors else 200,
    )


def _seen(request: HttpRequest, council_slug: str, assessment_id: UUID) -> tuple[Visitor, AssessmentCard]:
    visitor = visit(request, council_slug)
    head = assessment_card(visitor.council.id, assessment_id)
    access.check_can_see(visitor, head)
    return visitor, head


def _settled(form: SettleForm, found: queries.Difference, visitor: Visitor, handed_id: UUID) -> bool:
    """Save every part that was chosen, each for itself; what somebody else changed meanwhile is shown again."""
    is_whole = True
    left = 0
    for at, (change, choice, seen) in enumerate(form.chosen()):
        now = found.now.get(change.key)
        left += choice is copies.Choice.LEAVE
        try:
            if now is not None and now.number != seen and choice is not copies.Choice.LEAVE:
                raise PartChanged(now.content, now.number)
            copies.settle_part(
                handed_id,
                change,
                choice=choice,
                now=None if now is None else now.content,
                given={} if change.key in NEW else found.given.get(change.key, {}),
                seen=0 if now is None else seen,
                by=visitor.by,
            )
        except DueRegardError as fault:
            form.add_error(f"choice_{at}", str(fault))
            is_whole = False
    if is_whole:
        copies.settle_copy(handed_id, taken=len(form.changes) - left, left=left, by=visitor.by)
    return is_whole


def _with_counters_of_now(form: SettleForm, seen: list[int]) -> SettleForm:
    """The page that shows what stands now hands the counters of now back, not those of the page before."""
    data = form.data.copy()
    for at, number in enumerate(seen):
        data[f"seen_{at}"] = str(number)
    form.data = data
    return form


def _say(request: HttpRequest, form: SettleForm) -> None:
    taken = sum(1 for _change, choice, _seen_number in form.chosen() if choice is not copies.Choice.LEAVE)
    words = ngettext("%(n)s part is taken from the copy.", "%(n)s parts are taken from the copy.", taken)
    messages.success(request, words % {"n": taken})
