"""Who is worst off: the findings, looking for more, and a person's answer to each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dueregard.terms.errors import DueRegardError
from dueregard.web.monitoring.access import indicators as access
from dueregard.web.monitoring.actions import findings as actions
from dueregard.web.monitoring.actions.findings import Told
from dueregard.web.monitoring.forms.findings import AnswerForm, LookForm, filters, narrowed, orders
from dueregard.web.monitoring.queries import findings, findings_scan, indicators, indicators_wording
from dueregard.web.monitoring.queries.history import history_of
from dueregard.web.monitoring.queries.indicators_export import findings_workbook
from dueregard.web.monitoring.views.page import page, sent, to
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, posts, visit
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response

HERE = "indicators"


@staff_page
@require_safe
def finding_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show the findings that are asked for, and the releases that can be looked through."""
    visitor = _seeing(request, council_slug)
    seen = access.audiences(visitor)
    releases = findings_scan.released(visitor.council.id, audiences=seen)
    listing = read_listing(request, filters=filters(releases), orders=orders())
    rows = _rows(visitor, listing)
    found = rows.count()
    total = findings.findings_wanted(visitor.council.id, audiences=seen).count()
    shown = findings.finding_rows(rows[cut(listing, found=found)])
    return page(
        request,
        "indicators/findings",
        visitor,
        here=HERE,
        listing=listing,
        page=paginate(shown, listing, found=found, total=total),
        releases=releases,
        wording=indicators_wording,
        can_keep=access.can_keep_indicators(visitor),
    )


@data_page
@require_safe
def findings_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor = _seeing(request, council_slug)
    releases = findings_scan.released(visitor.council.id, audiences=access.audiences(visitor))
    listing = read_listing(request, filters=filters(releases), orders=orders(), path=to(council_slug, "findings"))
    book = findings_workbook(findings.finding_rows(_rows(visitor, listing)), visitor=visitor)
    return table_response(request, book, ending, f"findings-{council_slug}")


@staff_page
def look(request: HttpRequest, council_slug: str, number: int) -> HttpResponse:
    """Look through a release's tables; keeping what is found is a button."""
    visitor = _seeing(request, council_slug)
    at = findings_scan.looked_at(visitor.council.id, number, audiences=access.audiences(visitor))
    indicator_slug = (request.POST or request.GET).get("indicator", "")
    card = indicators.indicator_card(visitor.council.id, indicator_slug) if indicator_slug else None
    asked = sent(request)
    if asked is not None:
        access.check_can_keep_indicators(visitor)
    elif "counted" in request.GET:
        asked = request.GET
    initial = findings_scan.initial_of(card) if card else {"unit": at.unit}
    form = LookForm(asked, outcomes=at.outcomes, initial=initial)
    looked = None
    if asked is not None and form.is_valid():
        try:
            looked = findings_scan.look(at, form.question())
        except DueRegardError as fault:
            form.add_error("counted", " ".join(filter(None, (fault.message, fault.mend))))
    if request.method == "POST" and looked is not None:
        kept = _keep(visitor, at, looked, card)
        messages.success(request, ngettext("%(n)s finding is kept.", "%(n)s findings are kept.", kept) % {"n": kept})
        return redirect(f"{to(visitor.council.slug, 'findings')}?release={at.number}")
    return page(
        request,
        "indicators/look",
        visitor,
        here=HERE,
        at=at,
        form=form,
        looked=looked,
        card=card,
        can_keep=access.can_keep_indicators(visitor),
    )


def _keep(
    visitor: Visitor,
    at: findings_scan.LookedAt,
    looked: findings_scan.Looked,
    card: indicators.IndicatorCard | None,
) -> int:
    told = [Told(line.key, line.text, line.figures) for line in looked.worse]
    return actions.keep_findings(at.id, told=told, indicator_id=card.id if card else None, by=visitor.by)


@staff_page
def finding(request: HttpRequest, council_slug: str, finding_id: UUID) -> HttpResponse:
    """Show a finding with its figures, and ask what is done about it."""
    visitor = _seeing(request, council_slug)
    card = findings.finding_card(visitor.council.id, finding_id, audiences=access.audiences(visitor))
    can_answer = access.can_keep_indicators(visitor) and card.is_open and not card.is_withdrawn
    if request.method == "POST":
        access.check_can_keep_indicators(visitor)
    options = [(str(post.id), post.label) for post in posts(visitor.council.id, on=visitor.on)] if can_answer else []
    form = AnswerForm(sent(request) if can_answer else None, posts=options, on=visitor.on)
    if request.method == "POST" and can_answer and form.is_valid():
        if form.is_act:
            return redirect(f"{to(council_slug, 'finding', card.id)}act/")
        try:
            actions.answer_finding(card.id, said=form.said(), by=visitor.by)
        except DueRegardError as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, _("Your answer is kept."))
            return redirect(to(council_slug, "finding", card.id))
    return page(
        request,
        "indicators/finding",
        visitor,
        here=HERE,
        card=card,
        form=form,
        can_answer=can_answer,
        wording=indicators_wording,
        history=history_of(visitor.council.id, [f"monitoring.finding:{card.id}"]),
    )


def _rows(visitor: Visitor, listing: Listing) -> Any:
    return findings.findings_wanted(
        visitor.council.id, audiences=access.audiences(visitor), on=visitor.on, **narrowed(listing)
    )


def _seeing(request: HttpRequest, council_slug: str) -> Visitor:
    visitor = visit(request, council_slug)
    access.check_can_see_indicators(visitor)
    return visitor
