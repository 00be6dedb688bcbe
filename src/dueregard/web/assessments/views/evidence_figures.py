"""Figures that could be evidence: of one characteristic, and of one release; and taking them in as they stand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.domain.assessments.evidence import Source
from dueregard.domain.assessments.model import EvidenceKind
from dueregard.terms.errors import DueRegardError
from dueregard.terms.laws import law_of
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.actions.evidence import use_figures
from dueregard.web.assessments.queries import evidence as queries
from dueregard.web.assessments.queries.whole import AssessmentCard, parts_of, whole_of
from dueregard.web.assessments.queries.writing_words import law_name
from dueregard.web.assessments.views.evidence import seeing
from dueregard.web.assessments.views.page import page, to
from dueregard.web.monitoring.access.indicators import can_see_indicators
from dueregard.web.monitoring.queries.evidence import (
    ReleaseLine,
    releases_for_evidence,
    tables_for_evidence,
    users_by_characteristic,
)
from dueregard.web.monitoring.queries.indicators import (
    IndicatorCard,
    Wanted,
    indicator_rows,
    indicators_wanted,
    sorted_by,
)
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor

CENSUS, RELEASE = "census", "release"
MOST_INDICATORS = 200


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest, council_slug: str, assessment_id: UUID, characteristic: str) -> HttpResponse:
    """Show all that figures say of one characteristic; take one of the two sources in as evidence."""
    visitor, head = seeing(request, council_slug, assessment_id)
    asked = {each.code: each for each in queries.characteristics_of(head.council_id, whole_of(head, parts_of(head.id)))}
    if characteristic not in asked:
        raise Http404
    label = asked[characteristic].label
    chosen = queries.chosen_for(head)
    (known,) = queries.known_about(head, [asked[characteristic]], chosen=chosen)
    if request.method == "POST":
        access.check_can_write(visitor, head)
        source = {CENSUS: known.residents, RELEASE: known.users}.get(request.POST.get("source", ""))
        if source is None:
            raise Http404
        laid = users_by_characteristic(head.council_id, chosen.dataset).get(
            law_of(head.nation).figures_of(characteristic)
        )
        line = laid.release if laid and source is known.users else None
        return _use(request, visitor, head, source, characteristic=characteristic, label=label, line=line)
    return page(
        request,
        "evidence_figures",
        visitor,
        head=head,
        known=known,
        label=label,
        is_local=asked[characteristic].local,
        law=law_name(law_of(head.nation)),
        can_write=access.can_write(visitor, head),
    )


@staff_page
@require_safe
def releases(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show what the council has released, the newest first."""
    visitor, head = seeing(request, council_slug, assessment_id)
    words = request.GET.get("words", "").strip()[:100]
    found = releases_for_evidence(head.council_id)
    wanted = words.casefold()
    rows = [each for each in found if wanted in f"{each.title} {each.dataset}".casefold()]
    shown: dict[str, Any] = {
        "rows": rows,
        "words": words,
        "is_any": bool(found),
        "indicators": _indicators(visitor, words),
    }
    return page(request, "evidence_releases", visitor, head=head, **shown)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, council_slug: str, assessment_id: UUID, release_number: int) -> HttpResponse:
    """Lay out one release by its characteristics; take one of its tables in as evidence."""
    visitor, head = seeing(request, council_slug, assessment_id)
    line, laid, tables = tables_for_evidence(head.council_id, release_number)
    law = law_of(head.nation)
    sources = {law.code_of_figures(each.characteristic): each for each in reversed(laid)}
    asked = {each.code: each for each in queries.characteristics_of(head.council_id, whole_of(head, parts_of(head.id)))}
    if request.method == "POST":
        access.check_can_write(visitor, head)
        code = request.POST.get("characteristic", "")
        if code not in sources or code not in asked:
            raise Http404
        source = queries.source_of_release(sources[code])
        return _use(request, visitor, head, source, characteristic=code, label=asked[code].label, line=line)
    known = queries.known_in_release(sources)
    return page(
        request,
        "evidence_release",
        visitor,
        head=head,
        line=line,
        known=known,
        labels={code: one.label for code, one in asked.items()},
        others=len(tables) - len({each.table.code for each in laid}),
        href=_address_of(visitor, line),
        can_write=access.can_write(visitor, head),
    )


def _use(
    request: HttpRequest,
    visitor: Visitor,
    head: AssessmentCard,
    source: Source,
    *,
    characteristic: str,
    label: str,
    line: ReleaseLine | None,
) -> HttpResponse:
    """Take figures in as they stand, and go to the evidence."""
    try:
        use_figures(
            head.id,
            source=source,
            kind=EvidenceKind.RELEASE if line else EvidenceKind.CENSUS,
            characteristic=characteristic,
            title=f"{label}: {source.who[:1].lower()}{source.who[1:]}",
            by=visitor.by,
            link=request.build_absolute_uri(_address_of(visitor, line)) if line else "",
            release=line.number if line else 0,
        )
    except DueRegardError as fault:
        messages.warning(request, str(fault))
    else:
        messages.success(request, _("Kept as evidence, as the figures stand today. Point at it from your answers."))
    return redirect(to(visitor.council.slug, "evidence", head.id))


def _indicators(visitor: Visitor, words: str) -> tuple[IndicatorCard, ...]:
    """Give the indicators that have figures, to those who may look at them. One query."""
    if not can_see_indicators(visitor):
        return ()
    rows = sorted_by(indicators_wanted(visitor.council.id, Wanted(words=words)), "name", falling=False)
    return tuple(one for one in indicator_rows(rows[:MOST_INDICATORS]) if one.newest or one.is_official)


def _address_of(visitor: Visitor, line: ReleaseLine) -> str:
    name = "monitoring:release" if line.is_inside else "monitoring:public_release"
    return reverse(name, args=[visitor.council.slug, line.number])
