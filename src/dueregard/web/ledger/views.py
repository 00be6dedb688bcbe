"""A council's ledger on screen: its entries, one of them, a check, and all of it to take away."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.ledger import queries
from dueregard.web.ledger.access import Visitor, can_record_check, council_data, council_page, names_of, shell, visit
from dueregard.web.ledger.actions import record_check
from dueregard.web.ui.components import Filter, Listing, cut, paginate, read_listing, table_response

MOST_IN_A_FILE = 50_000


@council_page
@require_safe
def entries(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List what was recorded, newest first."""
    visitor = visit(request, council_slug)
    listing = _listing(request, visitor)
    wanted = _wanted(listing, visitor)
    found = queries.count_of(wanted)
    cards = queries.entries(wanted, part=cut(listing, found=found))
    names = names_of(card.by for card in cards)
    rows = [(card, queries.describe(card), _who(card.by, names)) for card in cards]
    total = queries.count_of(queries.Wanted(wanted.chain)) if listing.is_narrowed else found
    return _page(
        request,
        "entries",
        visitor,
        listing=listing,
        page=paginate(rows, listing, found=found, total=total),
        head=queries.head(chain=wanted.chain),
        checked=queries.last_check(chain=wanted.chain),
    )


@council_data
@require_safe
def entries_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor = visit(request, council_slug)
    listing = _listing(request, visitor)
    cards = queries.entries(_wanted(listing, visitor), part=slice(0, MOST_IN_A_FILE))
    return table_response(request, _workbook(cards, visitor), ending, f"{council_slug}-ledger")


@council_page
@require_safe
def entry(request: HttpRequest, council_slug: str, number: int) -> HttpResponse:
    """Show one entry, to the last field."""
    visitor = visit(request, council_slug)
    card = queries.entry(chain=_chain(visitor), number=number)
    if card is None:
        raise Http404
    who = _who(card.by, names_of([card.by]))
    return _page(request, "entry", visitor, entry=card, words=queries.describe(card), who=who)


@council_page
@require_POST
def check(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Walk the whole chain now and say what was found."""
    visitor = visit(request, council_slug)
    chain = _chain(visitor)
    if can_record_check(visitor):
        verdict = record_check(chain=chain, by=f"person:{visitor.person.id}")
    else:
        verdict = queries.verify_chain(chain=chain)
    return _page(request, "check", visitor, verdict=verdict, is_recorded=can_record_check(visitor))


@council_data
@require_safe
def bundle(request: HttpRequest, council_slug: str) -> StreamingHttpResponse:
    """Give the whole ledger as a file that anyone can check without us."""
    visitor = visit(request, council_slug)
    response = StreamingHttpResponse(queries.bundle(chain=_chain(visitor)), content_type="application/jsonl")
    response["Content-Disposition"] = f'attachment; filename="{council_slug}-ledger.jsonl"'
    return response


def _page(request: HttpRequest, name: str, visitor: Visitor, **context: Any) -> HttpResponse:
    return render(request, f"ledger/{name}.jinja", {"shell": shell(visitor), "visitor": visitor, **context})


def _chain(visitor: Visitor) -> str:
    return f"council:{visitor.council.id}"


def _listing(request: HttpRequest, visitor: Visitor) -> Listing:
    kinds = tuple((kind, queries.name_of_kind(kind)) for kind in queries.kinds(chain=_chain(visitor)))
    filters = (
        Filter("kind", _("What was done"), kinds),
        Filter("since", _("From this day, like 2026-04-01")),
        Filter("until", _("To this day, like 2027-03-31")),
        Filter("subject", _("About, as an entry shows it"), more=True),
        Filter("by", _("By, as an entry shows it"), more=True),
    )
    return read_listing(request, filters=filters, path=reverse("ledger:entries", args=[visitor.council.slug]))


def _wanted(listing: Listing, visitor: Visitor) -> queries.Wanted:
    return queries.Wanted(
        chain=_chain(visitor),
        kind=listing.one("kind"),
        by=listing.one("by"),
        subject=listing.one("subject"),
        since=_day(listing.one("since")),
        until=_day(listing.one("until")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _who(by: str, names: dict[str, str]) -> str:
    if by in names:
        return names[by]
    scheme = by.partition(":")[0]
    return {
        "system": _("Due Regard itself"),
        "link": _("Someone with an update link"),
        "token": _("A program with a token"),
    }.get(scheme, _("A person who is no longer here"))


def _workbook(cards: tuple[queries.EntryCard, ...], visitor: Visitor) -> Workbook:
    names = names_of(card.by for card in cards)
    columns = (
        SheetColumn(_("Entry"), "entry", Kind.WHOLE, width=8),
        SheetColumn(_("When (UTC)"), "at", width=28),
        SheetColumn(_("What"), "what", width=60),
        SheetColumn(_("Who"), "who", width=28),
        SheetColumn(_("Kind"), "kind", width=28),
        SheetColumn(_("About"), "about", width=48),
        SheetColumn(_("Hash"), "hash", width=66),
    )
    rows = tuple(
        (
            card.number,
            f"{card.at:%Y-%m-%dT%H:%M:%S.%fZ}",
            queries.describe(card),
            _who(card.by, names),
            card.kind,
            " ".join((card.subject, *card.also)),
            card.hash,
        )
        for card in cards
    )
    notes = ((_("What this is"), _("What was recorded, newest first. The hashes can be checked with the bundle.")),)
    return Workbook(
        title=_("Ledger"),
        author=visitor.council.name,
        sheets=(Sheet(_("Ledger"), columns, rows),),
        on=visitor.on,
        notes=notes,
    )
