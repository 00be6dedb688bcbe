"""An assessment as one page to read and print, as Word, tagged PDF and open JSON, today or in a version."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dueregard.domain.assessments.shape import assessment_to_json
from dueregard.publish import pdf, word
from dueregard.publish.document import Document
from dueregard.publish.html import fragment
from dueregard.web.assessments.access.document import can_see_drafts
from dueregard.web.assessments.access.reading import check_can_see
from dueregard.web.assessments.actions.papers import note_reading
from dueregard.web.assessments.queries import document as queries
from dueregard.web.assessments.queries.whole import AssessmentCard, assessment_card
from dueregard.web.assessments.views.page import page
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components.tables import file_response

FORMS = {
    "docx": (word.write_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf.write_pdf, "application/pdf"),
}


@staff_page
@require_safe
def read(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show an assessment as one page."""
    visitor, head, number, versions = _seen(request, council_slug, assessment_id)
    seen = queries.printed(head, number=number, council=visitor.council.name, on=visitor.on)
    if number is not None and request.method == "GET" and head.body_id in visitor.board_ids:
        note_reading(head.id, number=number, by=visitor.by)
    return page(
        request,
        "document_read",
        visitor,
        head=head,
        seen=seen,
        number=number,
        html=fragment(seen.document),
        versions=versions,
        why=queries.why_words(),
    )


@staff_page
@require_safe
def as_word(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Give an assessment as a Word document."""
    return _as_file(request, council_slug, assessment_id, "docx")


@staff_page
@require_safe
def as_pdf(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Give an assessment as a tagged PDF."""
    return _as_file(request, council_slug, assessment_id, "pdf")


@staff_page
@require_safe
def as_json(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Give an assessment in its open form, so that councils can exchange it."""
    visitor, head, number, _versions = _seen(request, council_slug, assessment_id)
    seen = queries.printed(head, number=number, council=visitor.council.name, on=visitor.on)
    return json_response(assessment_to_json(seen.whole), name=_name(head, number))


def number_asked(request: HttpRequest) -> int | None:
    """Give the version that the address asks for: None where it asks for none.

    Raises:  Http404 for what is no number.
    """
    asked = request.GET.get("version", "")
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 6):
        raise Http404
    return int(asked) if asked else None


def document_response(document: Document, ending: str, *, name: str) -> HttpResponse:
    """Answer with a document as Word or PDF."""
    write, kind = FORMS[ending]
    return file_response(write(document), content_type=kind, filename=f"{name}.{ending}")


def json_response(shape: object, *, name: str) -> HttpResponse:
    """Answer with JSON that a browser shows."""
    body = json.dumps(shape, ensure_ascii=False, indent=1).encode()
    return file_response(body, content_type="application/json; charset=utf-8", filename=f"{name}.json", is_shown=True)


def _as_file(request: HttpRequest, council_slug: str, assessment_id: UUID, ending: str) -> HttpResponse:
    visitor, head, number, _versions = _seen(request, council_slug, assessment_id)
    seen = queries.printed(head, number=number, council=visitor.council.name, on=visitor.on)
    return document_response(seen.document, ending, name=_name(head, number))


def _name(head: AssessmentCard, number: int | None) -> str:
    return f"{head.number}-v{number}" if number else f"{head.number}-draft"


def _seen(
    request: HttpRequest, council_slug: str, assessment_id: UUID
) -> tuple[Visitor, AssessmentCard, int | None, tuple[queries.VersionCard, ...]]:
    """Give the head, the number of the version to read (None: as it stands today), and the versions there are."""
    visitor = visit(request, council_slug)
    head = assessment_card(visitor.council.id, assessment_id)
    check_can_see(visitor, head)
    with_drafts = can_see_drafts(visitor, head)
    versions = queries.versions_of(head.id, with_drafts=with_drafts)
    number = queries.number_to_read(head, versions, asked=number_asked(request), with_drafts=with_drafts)
    return visitor, head, number, versions
