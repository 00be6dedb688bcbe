"""What everybody reads: a plan's year-end report, its older versions, every action, and the files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dueregard.web.delivery.queries import reports as queries
from dueregard.web.delivery.queries import reports_files as files
from dueregard.web.delivery.views.page import page
from dueregard.web.delivery.views.reports import BAR_WORDS, actions_shown, as_file
from dueregard.web.organisation.queries import public_visit
from dueregard.web.plans.queries.plans import is_public


@require_safe
def report(request: HttpRequest, council_slug: str, plan_slug: str, version: int | None = None) -> HttpResponse:
    """What did the council do in a year?"""
    visitor = public_visit(request, council_slug)
    seen = queries.public_report(visitor.council, plan_slug, version=version)
    return page(
        request,
        "report_public",
        visitor,
        here="plan",
        seen=seen,
        facts=seen.facts,
        html=files.page_html(seen.facts),
        bar=files.bar_of(seen.facts),
        bar_words=BAR_WORDS,
        title=files.page_document(seen.facts).title,
        is_asked=version is not None,
        has_plan=is_public(visitor.council.id, plan_slug),
    )


@require_safe
def actions(request: HttpRequest, council_slug: str, plan_slug: str, version: int | None = None) -> HttpResponse:
    """What became of each action?"""
    visitor = public_visit(request, council_slug)
    seen = queries.public_report(visitor.council, plan_slug, version=version)
    return page(
        request,
        "report_public_actions",
        visitor,
        here="plan",
        seen=seen,
        facts=seen.facts,
        title=files.page_document(seen.facts).title,
        is_asked=version is not None,
        **actions_shown(request, seen.facts),
    )


@require_safe
def report_as_file(
    request: HttpRequest, council_slug: str, plan_slug: str, ending: str, version: int | None = None
) -> HttpResponse:
    """Give the report as Word, tagged PDF, a spreadsheet or CSV: the same bytes on any day."""
    visitor = public_visit(request, council_slug)
    seen = queries.public_report(visitor.council, plan_slug, version=version)
    return as_file(request, seen.facts, ending, sha=seen.sha256, name=f"{plan_slug}-report-v{seen.version}")
