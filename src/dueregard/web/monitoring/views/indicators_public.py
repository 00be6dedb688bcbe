"""The public copy of indicators: the same figures, where they were let out to everybody, without names of staff."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dueregard.analysis.released.table import Audience
from dueregard.web.monitoring.queries import indicators, indicators_wording
from dueregard.web.monitoring.queries.indicators_page import IndicatorPage, indicator_page
from dueregard.web.monitoring.views.indicators import figures_response
from dueregard.web.monitoring.views.page import page
from dueregard.web.organisation.queries import Visitor, public_visit

HERE = "facts"


@require_safe
def public_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show which indicators the council has made public."""
    visitor = public_visit(request, council_slug)
    cards = indicators.public_indicators(visitor.council.id)
    return page(request, "indicators/public_list", visitor, here=HERE, cards=cards)


@require_safe
def public_indicator(request: HttpRequest, council_slug: str, indicator_slug: str) -> HttpResponse:
    """Show a public indicator."""
    visitor, seen = _seen(request, council_slug, indicator_slug)
    return page(
        request, "indicators/public_page", visitor, here=HERE, seen=seen, card=seen.card, shown=seen.shown,
        wording=indicators_wording,
    )  # fmt: skip


@require_safe
def public_indicator_as_file(request: HttpRequest, council_slug: str, indicator_slug: str, ending: str) -> HttpResponse:
    """Give the figures of a public indicator as a file."""
    visitor, seen = _seen(request, council_slug, indicator_slug)
    return figures_response(request, seen, visitor, ending)


def _seen(request: HttpRequest, council_slug: str, indicator_slug: str) -> tuple[Visitor, IndicatorPage]:
    visitor = public_visit(request, council_slug)
    card = indicators.indicator_card(visitor.council.id, indicator_slug)
    if not card.is_public or card.is_retired:
        raise Http404
    by, period = request.GET.get("by", ""), request.GET.get("period", "")
    seen = indicator_page(card, audiences=(Audience.PUBLIC,), is_public=True, by=by, period=period)
    if seen.shown is None:
        raise Http404
    return visitor, seen
