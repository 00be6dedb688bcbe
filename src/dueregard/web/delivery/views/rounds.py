"""Rounds: the list, a round's page with its people, its report; each as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from dueregard.web.delivery.access import rounds as access
from dueregard.web.delivery.forms.rounds import (
    owner_filters,
    owner_orders,
    round_filters,
    round_orders,
    state_words,
)
from dueregard.web.delivery.queries import rounds, rounds_export, rounds_owners
from dueregard.web.delivery.queries.rounds import RoundCard
from dueregard.web.delivery.queries.rounds_words import kind_words, mail_words, owner_state_words
from dueregard.web.delivery.views.rounds_page import page, seeing, to
from dueregard.web.mail.queries.messages import way
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response
from dueregard.web.ui.components.tables import file_response

MOST_SHOWN = 200
"""How many people a part of the report names on its page; its files name everybody."""


@staff_page
@require_safe
def round_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List the rounds."""
    visitor = seeing(request, council_slug)
    listing = _round_listing(request)
    rows = _rounds(visitor, listing)
    found = rows.count()
    shown = rounds.round_rows(rows[cut(listing, found=found)])
    return page(
        request,
        "list",
        visitor,
        listing=listing,
        page=paginate(shown, listing, found=found, total=rounds.count_of(visitor.council.id)),
        states=state_words(),
        can_keep=access.can_keep_rounds(visitor),
    )


@data_page
@require_safe
def rounds_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor = seeing(request, council_slug)
    rows = rounds.round_rows(_rounds(visitor, _round_listing(request)))
    book = rounds_export.rounds_workbook(rows, states=state_words(), visitor=visitor)
    return table_response(request, book, ending, f"rounds-{council_slug}")


@staff_page
@require_safe
def round_page(request: HttpRequest, council_slug: str, round_slug: str) -> HttpResponse:
    """Show how far a round has come, and everybody who was asked."""
    visitor = seeing(request, council_slug)
    card = rounds.round_card(visitor.council.id, round_slug)
    if card.is_draft:
        return redirect(to(council_slug, "round_check", card.slug))
    listing = _owner_listing(request)
    rows = _owners(card, listing)
    found = rows.count()
    shown = rounds_owners.owner_rows(rows[cut(listing, found=found)])
    calendar = rounds.calendar_of(visitor.council.id, nation=visitor.council.nation, on=visitor.on)
    return page(
        request,
        "round",
        visitor,
        card=card,
        listing=listing,
        page=paginate(shown, listing, found=found, total=card.counts.people),
        states=state_words(),
        not_reached=rounds_owners.not_reached(card.id),
        by_state=rounds_owners.counts_by_state(card.id),
        next_chase=card.timetable(calendar).next_after(visitor.on) if card.is_open else None,
        kind_words=kind_words,
        owner_words=owner_state_words(),
        mail_words=mail_words(),
        way=way(),
        can_keep=access.can_keep_rounds(visitor),
    )


@data_page
@require_safe
def owners_as_file(request: HttpRequest, council_slug: str, round_slug: str, ending: str) -> HttpResponse:
    """Give the people of a round as a file: never a link."""
    visitor = seeing(request, council_slug)
    card = rounds.round_card(visitor.council.id, round_slug)
    rows = rounds_owners.owner_rows(_owners(card, _owner_listing(request)))
    book = rounds_export.owners_workbook(card, rows, visitor=visitor)
    return table_response(request, book, ending, f"{card.slug}-people")


@staff_page
@require_safe
def report(request: HttpRequest, council_slug: str, round_slug: str) -> HttpResponse:
    """Say who was asked, who answered and who was not reached, in words."""
    visitor = seeing(request, council_slug)
    card = rounds.round_card(visitor.council.id, round_slug)
    if card.is_draft:
        return redirect(to(council_slug, "round_check", card.slug))
    return page(request, "report", visitor, card=card, told=rounds_export.told(card, on=visitor.on), most=MOST_SHOWN)


@data_page
@require_safe
def report_as_file(request: HttpRequest, council_slug: str, round_slug: str, ending: str) -> HttpResponse:
    """Give the report as a document or as a table."""
    visitor = seeing(request, council_slug)
    card = rounds.round_card(visitor.council.id, round_slug)
    told = rounds_export.told(card, on=visitor.on)
    if ending in rounds_export.DOCUMENTS:
        body, kind = rounds_export.report_file(card, told, ending, visitor=visitor)
        return file_response(body, content_type=kind, filename=f"{card.slug}-report.{ending}")
    book = rounds_export.owners_workbook(card, told.everybody, visitor=visitor)
    return table_response(request, book, ending, f"{card.slug}-report")


def _round_listing(request: HttpRequest) -> Listing:
    path = request.path if request.path.endswith("/") else f"{request.path.rpartition('.')[0]}/"
    return read_listing(request, filters=round_filters(), orders=round_orders(), path=path)


def _rounds(visitor: Visitor, listing: Listing) -> Any:
    rows = rounds.rounds_of(visitor.council.id, words=listing.one("words"), state=listing.one("state"))
    return rounds.sorted_by(rows, listing.order.name if listing.order else "opened", falling=listing.is_falling)


def _owner_listing(request: HttpRequest) -> Listing:
    return read_listing(request, filters=owner_filters(), orders=owner_orders())


def _owners(card: RoundCard, listing: Listing) -> Any:
    rows = rounds_owners.owners_of(card.id, words=listing.one("words"), state=listing.one("state"))
    order = listing.order.name if listing.order else "waiting"
    return rounds_owners.sorted_by(rows, order, falling=listing.is_falling)
