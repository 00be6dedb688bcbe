"""The public register of assessments: the list, one assessment, and all of it as files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.publish.html import fragment
from dueregard.terms.laws import law_of
from dueregard.web.assessments.queries import public as queries
from dueregard.web.assessments.queries.public_export import register_workbook
from dueregard.web.assessments.views.document import document_response, json_response
from dueregard.web.assessments.views.page import page
from dueregard.web.organisation.queries import Visitor, public_visit
from dueregard.web.ui.components import Filter, Gone, Listing, cut, paginate, read_listing, table_response

HERE = "assessments"
_PAGE_SIZE = 20


@require_safe
def register(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Which assessments has the council published, and what did they find?"""
    visitor = public_visit(request, council_slug)
    listing = _listing(request, visitor, path=request.path)
    wanted = queries.wanted(visitor.council.id, _wanted(listing))
    found = wanted.count()
    counts = queries.counts(visitor.council.id)
    rows = queries.rows_of(wanted[cut(listing, found=found)])
    return page(
        request,
        "public_register",
        visitor,
        here=HERE,
        listing=listing,
        page=paginate(rows, listing, found=found, total=sum(counts.values())),
        counts=counts,
        count_words=queries.count_words(),
        stages=queries.stage_words(),
        about_law=law_of(visitor.council.nation).about,
    )


@require_safe
def register_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same lines as a file."""
    visitor = public_visit(request, council_slug)
    listing = _listing(request, visitor, path=request.path.removesuffix(f".{ending}") + "/")
    rows = queries.rows_of(queries.wanted(visitor.council.id, _wanted(listing)))
    return table_response(request, register_workbook(rows, visitor=visitor), ending, "assessments-of-decisions")


@require_safe
def everything(request: HttpRequest, council_slug: str) -> StreamingHttpResponse:
    """Give all that is published in full, an assessment a line, as it is read from the database."""
    visitor = public_visit(request, council_slug)
    response = StreamingHttpResponse(_lines(visitor.council.id), content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="assessments-of-decisions.jsonl"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def assessment(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show a published assessment."""
    visitor, seen = _published(request, council_slug, assessment_id)
    document = queries.public_document(seen, council_id=visitor.council.id, council=visitor.council.name)
    return page(
        request,
        "public_assessment",
        visitor,
        here=HERE,
        seen=seen,
        row=seen.row,
        html=fragment(document),
        stages=queries.stage_words(),
    )


@require_safe
def assessment_as_file(request: HttpRequest, council_slug: str, assessment_id: UUID, ending: str) -> HttpResponse:
    """Give a published assessment as Word, tagged PDF, or open data."""
    visitor, seen = _published(request, council_slug, assessment_id)
    name = f"{seen.row.number}-v{seen.row.version}"
    if ending == "json":
        shape = {**queries.register_facts(seen.row), "assessment": seen.content, "figures": seen.figures}
        return json_response(shape, name=name)
    document = queries.public_document(seen, council_id=visitor.council.id, council=visitor.council.name)
    return document_response(document, ending, name=name)


def _lines(council_id: UUID) -> Iterator[str]:
    return (json.dumps(one, ensure_ascii=False) + "\n" for one in queries.everything(council_id))


def _published(request: HttpRequest, council_slug: str, assessment_id: UUID) -> tuple[Visitor, queries.PublicPage]:
    """Give an assessment that anybody may read; where it is withheld, say why.

    Raises:  Gone for one that is withheld; Http404 for any other.
    """
    visitor = public_visit(request, council_slug)
    seen = queries.public_page(visitor.council.id, assessment_id)
    if seen.row.withheld_why:
        raise Gone(
            _("The council withholds assessment %(number)s. Its reason: %(why)s")
            % {"number": seen.row.number, "why": seen.row.withheld_why},
            heading=_("This assessment is withheld"),
        )
    return visitor, seen


def _listing(request: HttpRequest, visitor: Visitor, *, path: str) -> Listing:
    years = tuple((year, year) for year in queries.years(visitor.council.id))
    filters = [
        Filter("words", _("Words in the assessment")),
        Filter("stage", _("Stage"), tuple(queries.stage_words().items()), any_text=_("Any stage")),
        Filter(
            "group",
            _("Found an effect on"),
            queries.groups(visitor.council.id, nation=visitor.council.nation),
            any_text=_("Any group"),
        ),
    ]
    if years:
        filters.append(Filter("year", _("Year decided"), years, any_text=_("Any year")))
    return read_listing(request, path=path, page_size=_PAGE_SIZE, filters=tuple(filters))


def _wanted(listing: Listing) -> queries.Wanted:
    return queries.Wanted(
        words=listing.one("words"),
        stage=listing.one("stage"),
        group=listing.one("group"),
        year=listing.one("year"),
    )
