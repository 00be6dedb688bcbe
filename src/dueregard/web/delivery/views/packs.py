"""A board's pack: as a page and as files, writing in it, issuing it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.domain.delivery import packs_wording
from dueregard.domain.delivery.packs_sheet import pack_workbook
from dueregard.publish import pdf, word
from dueregard.terms.errors import DueRegardError
from dueregard.web.delivery.access import boards as access
from dueregard.web.delivery.actions import packs as actions
from dueregard.web.delivery.forms.boards import IssueForm, NarrativeForm
from dueregard.web.delivery.queries import meetings, packs
from dueregard.web.delivery.views.boards import seeing
from dueregard.web.delivery.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import BoardCard, Visitor
from dueregard.web.ui.components import table_response
from dueregard.web.ui.components.tables import file_response

_PAPERS = {
    "docx": (word.write_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf.write_pdf, "application/pdf"),
}


@staff_page
@require_safe
def pack(request: HttpRequest, council_slug: str, board_slug: str, pack_id: UUID) -> HttpResponse:
    """Show a pack as a paper."""
    visitor, board, card = _seen(request, council_slug, board_slug, pack_id)
    return page(
        request,
        "pack",
        visitor,
        here="boards",
        board=board,
        card=card,
        seen=packs.seen_pack(card, council=visitor.council.name, on=visitor.on),
        say=packs_wording,
        can_keep=access.can_keep_meetings(visitor, board.id),
        can_see_draft=access.can_see_draft(visitor, board.id),
        can_ask=access.can_ask(visitor, board.id),
    )


@staff_page
@require_safe
def pack_as_file(request: HttpRequest, council_slug: str, board_slug: str, pack_id: UUID, ending: str) -> HttpResponse:
    """Give a pack as Word, PDF or a workbook."""
    visitor, board, card = _seen(request, council_slug, board_slug, pack_id)
    seen = packs.seen_pack(card, council=visitor.council.name, on=visitor.on)
    name = f"{board.slug}-{card.meeting.on.isoformat()}" + ("" if card.is_issued else "-draft")
    if ending in _PAPERS:
        write, kind = _PAPERS[ending]
        return file_response(write(seen.document), content_type=kind, filename=f"{name}.{ending}")
    return table_response(request, pack_workbook(seen.told), ending, name)


@staff_page
@require_POST
def begin(request: HttpRequest, council_slug: str, board_slug: str, meeting_id: UUID) -> HttpResponse:
    """Begin a meeting's pack, or its next version."""
    visitor, board = seeing(request, council_slug, board_slug)
    access.check_can_keep_meetings(visitor, board.id)
    card = meetings.meeting_card(visitor.council.id, meeting_id, board_id=board.id)
    try:
        made = actions.begin_pack(card.id, by=visitor.by)
    except DueRegardError as fault:
        messages.error(request, fault.message)
        return redirect(to(council_slug, "meeting", board.slug, card.id))
    return redirect(to(council_slug, "pack", board.slug, made))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, council_slug: str, board_slug: str, pack_id: UUID) -> HttpResponse:
    """Write what the officer says in the pack."""
    visitor, board, card = _kept_draft(request, council_slug, board_slug, pack_id)
    form = NarrativeForm(sent(request), initial={"narrative": card.narrative})
    if request.method == "POST" and form.is_valid():
        actions.write_narrative(card.id, narrative=form.cleaned_data["narrative"], by=visitor.by)
        messages.success(request, _("Your words are in the pack."))
        return redirect(to(council_slug, "pack", board.slug, card.id))
    status = 400 if form.errors else 200
    return page(request, "pack_write", visitor, here="boards", status=status, board=board, card=card, form=form)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, council_slug: str, board_slug: str, pack_id: UUID) -> HttpResponse:
    """Ask, then freeze a pack and tell the members."""
    visitor, board, card = _kept_draft(request, council_slug, board_slug, pack_id)
    form = IssueForm(sent(request), is_correction=card.version > 1)
    if request.method == "POST" and form.is_valid():
        here = to(council_slug, "pack", board.slug, card.id)
        address = settings.SITE_URL.rstrip("/") + here
        actions.issue_pack(card.id, address=address, on=visitor.on, by=visitor.by, **form.cleaned_data)
        told = len({each.person.id for each in board.members})
        done = ngettext(
            "The pack is issued. %(n)s member is told.", "The pack is issued. %(n)s members are told.", told
        )
        messages.success(request, done % {"n": told})
        return redirect(here)
    status = 400 if form.errors else 200
    return page(request, "pack_issue", visitor, here="boards", status=status, board=board, card=card, form=form)


@staff_page
@require_POST
def throw_away(request: HttpRequest, council_slug: str, board_slug: str, pack_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    visitor, board, card = _kept_draft(request, council_slug, board_slug, pack_id)
    actions.throw_away_pack(card.id, by=visitor.by)
    messages.success(request, _("The draft is thrown away."))
    return redirect(to(council_slug, "meeting", board.slug, card.meeting.id))


def _seen(
    request: HttpRequest, council_slug: str, board_slug: str, pack_id: UUID
) -> tuple[Visitor, BoardCard, packs.PackCard]:
    visitor, board = seeing(request, council_slug, board_slug)
    card = packs.pack_card(visitor.council.id, pack_id, board_id=board.id)
    if not card.is_issued:
        access.check_can_see_draft(visitor, board.id)
    return visitor, board, card


def _kept_draft(
    request: HttpRequest, council_slug: str, board_slug: str, pack_id: UUID
) -> tuple[Visitor, BoardCard, packs.PackCard]:
    """Give a draft to those who keep it. What was issued has no page that changes it."""
    visitor, board = seeing(request, council_slug, board_slug)
    access.check_can_keep_meetings(visitor, board.id)
    card = packs.pack_card(visitor.council.id, pack_id, board_id=board.id)
    if card.is_issued:
        raise Http404
    return visitor, board, card
