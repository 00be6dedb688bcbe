"""Indicators: the list, a new one, its page and files, its change and its end, and its periods."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dueregard.terms.errors import DueRegardError
from dueregard.web.monitoring.access import indicators as access
from dueregard.web.monitoring.actions import indicators as actions
from dueregard.web.monitoring.forms.indicators import (
    IndicatorForm,
    PeriodForm,
    SureForm,
    filters,
    orders,
    wanted_from,
)
from dueregard.web.monitoring.queries import indicators, indicators_export, indicators_offers, indicators_wording
from dueregard.web.monitoring.queries.findings import open_findings
from dueregard.web.monitoring.queries.history import history_of
from dueregard.web.monitoring.queries.indicators import IndicatorCard
from dueregard.web.monitoring.queries.indicators_offers import Offer
from dueregard.web.monitoring.queries.indicators_page import IndicatorPage, indicator_page
from dueregard.web.monitoring.queries.indicators_periods import fitting_releases
from dueregard.web.monitoring.views.page import page, sent, to
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, posts, visit
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response

HERE = "indicators"


@staff_page
@require_safe
def indicator_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show the indicators that are asked for, and the findings that wait for an answer."""
    visitor = _seeing(request, council_slug)
    listing = _listing(request, visitor)
    rows = indicators.indicators_wanted(visitor.council.id, wanted_from(listing))
    found = rows.count()
    shown = indicators.indicator_rows(_sorted(rows, listing)[cut(listing, found=found)])
    return page(
        request,
        "indicators/list",
        visitor,
        here=HERE,
        listing=listing,
        page=paginate(shown, listing, found=found, total=indicators.count_of(visitor.council.id)),
        findings=open_findings(visitor.council.id, audiences=access.audiences(visitor)),
        can_keep=access.can_keep_indicators(visitor),
    )


@data_page
@require_safe
def indicators_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor = _seeing(request, council_slug)
    listing = _listing(request, visitor, path=to(council_slug, "indicators"))
    rows = _sorted(indicators.indicators_wanted(visitor.council.id, wanted_from(listing)), listing)
    book = indicators_export.list_workbook(indicators.indicator_rows(rows), visitor=visitor)
    return table_response(request, book, ending, f"indicators-{council_slug}")


@staff_page
@require_safe
def new_indicator(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Ask which figures the new indicator is about."""
    visitor = _keeping(request, council_slug)
    found = indicators_offers.sources(visitor.council.id)
    return page(request, "indicators/sources", visitor, here=HERE, sources=found)


@staff_page
def define_indicator(request: HttpRequest, council_slug: str, dataset_slug: str = "") -> HttpResponse:
    """Define an indicator over a dataset, or over official figures."""
    visitor = _keeping(request, council_slug)
    offer = _offer(visitor, dataset_slug)
    form = IndicatorForm(sent(request), offer=offer, posts=_posts(visitor))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, visitor, form, card=None)
    slug = actions.define_indicator(
        form.said(), council_id=visitor.council.id, dataset_id=offer.dataset_id, by=visitor.by
    )
    messages.success(request, _("The indicator is defined."))
    return redirect(to(council_slug, "indicator", slug))


@staff_page
@require_safe
def indicator(request: HttpRequest, council_slug: str, indicator_slug: str) -> HttpResponse:
    """Show an indicator: the finding, the figures, and what to be careful about."""
    visitor, card, seen = _page_of(request, council_slug, indicator_slug)
    return page(
        request,
        "indicators/page",
        visitor,
        here=HERE,
        seen=seen,
        card=card,
        shown=seen.shown,
        findings=open_findings(visitor.council.id, audiences=access.audiences(visitor), indicator_id=card.id),
        history=history_of(visitor.council.id, [f"monitoring.indicator:{card.id}"]),
        can_keep=access.can_keep_indicators(visitor) and not card.is_retired,
        wording=indicators_wording,
    )


@data_page
@require_safe
def indicator_as_file(request: HttpRequest, council_slug: str, indicator_slug: str, ending: str) -> HttpResponse:
    """Give the figures of an indicator's page as a file."""
    visitor, _card, seen = _page_of(request, council_slug, indicator_slug)
    return figures_response(request, seen, visitor, ending)


def figures_response(request: HttpRequest, seen: IndicatorPage, visitor: Visitor, ending: str) -> HttpResponse:
    """Answer with the figures of a page as a file; without figures there is none."""
    if seen.shown is None:
        raise Http404
    book = indicators_export.figures_workbook(seen.shown, visitor=visitor)
    return table_response(request, book, ending, f"{seen.card.slug}-{seen.shown.by.code}-{seen.shown.period.key}")


@staff_page
def edit_indicator(request: HttpRequest, council_slug: str, indicator_slug: str) -> HttpResponse:
    """Change what an indicator is."""
    visitor = _keeping(request, council_slug)
    card = indicators.indicator_card(visitor.council.id, indicator_slug)
    if card.is_retired:
        return redirect(to(council_slug, "indicator", indicator_slug))
    form = IndicatorForm(sent(request), offer=_offer(visitor, card.dataset_slug), posts=_posts(visitor), card=card)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, visitor, form, card=card)
    if actions.change_indicator(card.id, said=form.said(), by=visitor.by):
        messages.success(request, _("The change is kept."))
    return redirect(to(council_slug, "indicator", indicator_slug))


@staff_page
def retire_indicator(request: HttpRequest, council_slug: str, indicator_slug: str) -> HttpResponse:
    """Ask whether it is meant, and stop watching."""
    visitor = _keeping(request, council_slug)
    card = indicators.indicator_card(visitor.council.id, indicator_slug)
    if card.is_retired:
        return redirect(to(council_slug, "indicator", indicator_slug))
    form = SureForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return page(request, "indicators/retire", visitor, here=HERE, form=form, card=card)
    if form.cleaned_data["sure"] == "yes":
        actions.retire_indicator(card.id, by=visitor.by)
        messages.success(request, _("The indicator is no longer watched. Its page and periods stay."))
    return redirect(to(council_slug, "indicator", indicator_slug))


@staff_page
def add_period(request: HttpRequest, council_slug: str, indicator_slug: str) -> HttpResponse:
    """Add released figures as a period."""
    visitor = _keeping(request, council_slug)
    card = indicators.indicator_card(visitor.council.id, indicator_slug)
    if card.is_retired or card.is_official:
        return redirect(to(council_slug, "indicator", indicator_slug))
    seen = indicator_page(card, audiences=access.audiences(visitor))
    fitting = fitting_releases(
        visitor.council.id,
        card.dataset_id,
        card.definition,
        audiences=access.audiences(visitor),
        but=seen.release_ids,
    )
    form = PeriodForm(sent(request) if fitting else None, fitting=fitting)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen
        try:
            actions.add_period(
                card.id,
                release_id=chosen.release_id,
                tables=chosen.tables,
                label=chosen.label,
                period=chosen.period,
                by=visitor.by,
            )
        except DueRegardError as fault:
            form.add_error("release", fault.message)
        else:
            messages.success(request, _("The period is added."))
            return redirect(to(council_slug, "indicator", indicator_slug))
    return page(request, "indicators/period", visitor, here=HERE, form=form, card=card, fitting=fitting, seen=seen)


@staff_page
@require_POST
def remove_period(request: HttpRequest, council_slug: str, indicator_slug: str, release_id: UUID) -> HttpResponse:
    """Take a period off an indicator."""
    visitor = _keeping(request, council_slug)
    card = indicators.indicator_card(visitor.council.id, indicator_slug)
    if not card.is_retired:
        if not actions.remove_period(card.id, release_id=release_id, by=visitor.by):
            raise Http404
        messages.success(request, _("The period is taken off. The released figures stay."))
    return redirect(to(council_slug, "indicator", indicator_slug))


def _seeing(request: HttpRequest, council_slug: str) -> Visitor:
    visitor = visit(request, council_slug)
    access.check_can_see_indicators(visitor)
    return visitor


def _keeping(request: HttpRequest, council_slug: str) -> Visitor:
    visitor = visit(request, council_slug)
    access.check_can_keep_indicators(visitor)
    return visitor


def _page_of(
    request: HttpRequest, council_slug: str, indicator_slug: str
) -> tuple[Visitor, IndicatorCard, IndicatorPage]:
    visitor = _seeing(request, council_slug)
    card = indicators.indicator_card(visitor.council.id, indicator_slug)
    by, period = request.GET.get("by", ""), request.GET.get("period", "")
    return visitor, card, indicator_page(card, audiences=access.audiences(visitor), by=by, period=period)


def _form_page(
    request: HttpRequest, visitor: Visitor, form: IndicatorForm, *, card: IndicatorCard | None
) -> HttpResponse:
    return page(
        request, "indicators/form", visitor, here=HERE, form=form, card=card, offer=form.offer,
        wording=indicators_wording,
    )  # fmt: skip


def _offer(visitor: Visitor, dataset_slug: str) -> Offer:
    if not dataset_slug:
        return indicators_offers.official_offer()
    return indicators_offers.offer(visitor.council.id, dataset_slug, audiences=access.audiences(visitor))


def _posts(visitor: Visitor) -> list[tuple[str, str]]:
    return [(str(post.id), post.label) for post in posts(visitor.council.id, on=visitor.on)]


def _listing(request: HttpRequest, visitor: Visitor, *, path: str | None = None) -> Listing:
    return read_listing(request, filters=filters(_posts(visitor)), orders=orders(), path=path)


def _sorted(rows: Any, listing: Listing) -> Any:
    order = listing.order.name if listing.order else "name"
    return indicators.sorted_by(rows, order, falling=listing.is_falling)
