"""Decisions taken together: budget rounds, the map of one, the map of all that stand, each as table and report.

"Leave out" is part of the address, so that a page can be sent to somebody and says the same to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.domain.assessments.cumulative import Together, difference, say_together, together
from dueregard.domain.assessments.model import Effect, Group, Severity, group_of
from dueregard.domain.assessments.sheets import say_mark, together_workbook
from dueregard.domain.assessments.together import Report, say_change, say_line, together_document
from dueregard.publish import pdf, word
from dueregard.terms.errors import DueRegardError
from dueregard.terms.laws import law_of
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.actions import budget_rounds as actions
from dueregard.web.assessments.forms.budget_rounds import (
    BudgetRoundForm,
    budget_round_filters,
    budget_round_orders,
    map_filters,
)
from dueregard.web.assessments.queries import budget_rounds as queries
from dueregard.web.assessments.queries.budget_rounds import BudgetRoundCard, DecisionLine
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.assessments.views.rooms import rooms
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, directorates, local_characteristics, visit
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response
from dueregard.web.ui.components.tables import file_response

DECISIONS_ON_PAGE, GROUPS_ON_PAGE = 60, 14
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Map:
    """What a map's page and its files are made of: all of it, and what is left when some are left out."""

    title: str
    listing: Listing
    lines: tuple[DecisionLine, ...]
    whole: Together
    found: Together
    names: dict[Group, str]
    left_out: frozenset[str]


@staff_page
@require_safe
def budget_rounds(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List the budget rounds."""
    visitor = _reader(request, council_slug)
    listing = read_listing(request, filters=budget_round_filters(), orders=budget_round_orders())
    rows = queries.budget_rounds(visitor.council.id, words=listing.one("words"), state=listing.one("state"))
    by = "name" if listing.order and listing.order.name == "name" else "made_at"
    rows = rows.order_by(f"-{by}" if listing.is_falling else by, "slug")
    found = rows.count()
    return page(
        request,
        "budget_rounds",
        visitor,
        listing=listing,
        rows=paginate(
            queries.budget_round_cards(rows[cut(listing, found=found)]),
            listing,
            found=found,
            total=queries.count_of(visitor.council.id),
        ),
        can_keep=access.can_keep_register(visitor),
        rooms=rooms(visitor, here="budget_rounds"),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_budget_round(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Make a budget round of decisions."""
    visitor = _keeper(request, council_slug)
    offered = queries.decisions_to_choose(visitor.council.id, round_id=None)
    form = BudgetRoundForm(sent(request), offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            slug = actions.make_budget_round(
                visitor.council.id,
                name=form.cleaned_data["name"],
                about=form.cleaned_data["about"],
                decisions=form.chosen(),
                by=visitor.by,
            )
        except DueRegardError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The decisions stand side by side below."))
            return redirect(to(council_slug, "budget_round", slug))
    status = 400 if form.errors else 200
    return page(request, "budget_round_form", visitor, status=status, form=form, offered=offered, card=None)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change_budget_round(request: HttpRequest, council_slug: str, budget_slug: str) -> HttpResponse:
    """Change which decisions a round holds, and its words."""
    visitor = _keeper(request, council_slug)
    card = queries.budget_round_card(visitor.council.id, budget_slug)
    offered = queries.decisions_to_choose(visitor.council.id, round_id=card.id)
    begun = {"name": card.name, "about": card.about, "decisions": queries.chosen_decisions(card.id)}
    form = BudgetRoundForm(sent(request), offered=offered, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_budget_round(
                card.id,
                name=form.cleaned_data["name"],
                about=form.cleaned_data["about"],
                decisions=form.chosen(),
                by=visitor.by,
            )
        except DueRegardError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The round is changed."))
            return redirect(to(council_slug, "budget_round", card.slug))
    status = 400 if form.errors else 200
    return page(request, "budget_round_form", visitor, status=status, form=form, offered=offered, card=card)


@staff_page
@require_POST
def close_budget_round(request: HttpRequest, council_slug: str, budget_slug: str) -> HttpResponse:
    """Close a round, or open it again."""
    visitor = _keeper(request, council_slug)
    card = queries.budget_round_card(visitor.council.id, budget_slug)
    is_closed = card.closed_on is None
    actions.close_budget_round(card.id, is_closed=is_closed, by=visitor.by)
    messages.success(request, _("The round is closed.") if is_closed else _("The round is open again."))
    return redirect(to(council_slug, "budget_round", card.slug))


@staff_page
@require_safe
def budget_round(request: HttpRequest, council_slug: str, budget_slug: str) -> HttpResponse:
    """Show the decisions of a round × groups."""
    visitor = _reader(request, council_slug)
    card = queries.budget_round_card(visitor.council.id, budget_slug)
    return _map_page(request, visitor, _map_of_round(request, visitor, card), card=card)


@data_page
@require_safe
def budget_round_as_file(request: HttpRequest, council_slug: str, budget_slug: str, ending: str) -> HttpResponse:
    """Give the map of a round as a table or a report."""
    visitor = _reader(request, council_slug)
    card = queries.budget_round_card(visitor.council.id, budget_slug)
    return _map_file(request, visitor, _map_of_round(request, visitor, card), ending, f"{card.slug}-together")


@staff_page
@require_safe
def all_together(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show all decisions that stand × groups."""
    visitor = _reader(request, council_slug)
    return _map_page(request, visitor, _map_of_all(request, visitor), card=None)


@data_page
@require_safe
def all_together_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the map of all decisions that stand as a table or a report."""
    visitor = _reader(request, council_slug)
    return _map_file(request, visitor, _map_of_all(request, visitor), ending, f"{council_slug}-together")


def _map_page(request: HttpRequest, visitor: Visitor, drawn: Map, *, card: BudgetRoundCard | None) -> HttpResponse:
    every = request.GET.get("groups") == "all"
    shown = drawn.found.lines if every else drawn.found.lines[:GROUPS_ON_PAGE]
    page_of = paginate(drawn.lines[cut(drawn.listing, found=len(drawn.lines))], drawn.listing, found=len(drawn.lines))
    return page(
        request,
        "together",
        visitor,
        card=card,
        drawn=drawn,
        listing=drawn.listing,
        rows=page_of,
        shown=shown,
        more_groups=len(drawn.found.lines) - len(shown),
        finding=say_together(drawn.found),
        said=[say_line(line, drawn.found, names=drawn.names) for line in drawn.found.pointed_out],
        changes=[say_change(was, now, names=drawn.names) for was, now in difference(drawn.whole, drawn.found)]
        if drawn.left_out
        else [],
        mark_css=mark_css,
        mark_words=mark_words,
        say_mark=say_mark,
        can_keep=access.can_keep_register(visitor),
    )


def _map_file(request: HttpRequest, visitor: Visitor, drawn: Map, ending: str, name: str) -> HttpResponse:
    if ending not in {"docx", "pdf"}:
        book = together_workbook(drawn.found, on=visitor.on, names=drawn.names)
        return table_response(request, book, ending, name)
    whole = drawn.whole if drawn.left_out else None
    report = Report(drawn.title, visitor.council.name, visitor.on, drawn.found, whole, drawn.names)
    document = together_document(report)
    body = word.write_word(document) if ending == "docx" else pdf.write_pdf(document)
    kind = _WORD if ending == "docx" else "application/pdf"
    return file_response(body, content_type=kind, filename=f"{name}.{ending}")


def _map_of_round(request: HttpRequest, visitor: Visitor, card: BudgetRoundCard) -> Map:
    lines = queries.lines_of(queries.round_decisions(card.id), visitor=visitor)
    filters = map_filters(places=_places(lines))
    title = _("%(name)s: who bears it, taken together") % {"name": card.name}
    return _map(request, visitor, lines, title=title, filters=filters)


def _map_of_all(request: HttpRequest, visitor: Visitor) -> Map:
    units = tuple((str(one.id), one.name) for one in directorates(visitor.council.id))
    wanted = read_listing(request, filters=map_filters(places=(), directorates=units, with_state=True))
    rows = queries.live_decisions(
        visitor.council.id, directorate=wanted.one("directorate"), only=wanted.one("only")
    ).order_by("-decides_on", "title")
    lines = queries.lines_of(rows, visitor=visitor)
    filters = map_filters(places=_places(lines), directorates=units, with_state=True)
    return _map(request, visitor, lines, title=_("All decisions: who bears them, taken together"), filters=filters)


def _map(
    request: HttpRequest, visitor: Visitor, lines: tuple[DecisionLine, ...], *, title: str, filters: Sequence[Any]
) -> Map:
    codes = {line.code for line in lines}
    left_out = frozenset(request.GET.getlist("out")) & codes
    keep = {"groups": "all"} if request.GET.get("groups") == "all" else {}
    path = request.path.rpartition("/")[0] + "/"
    listing = read_listing(request, filters=filters, page_size=DECISIONS_ON_PAGE, keep=keep, path=path)
    place = listing.one("place") or None
    named = (*law_of(visitor.council.nation).codes, *(each.code for each in local_characteristics(visitor.council.id)))
    asked = [group_of(code) for code in dict.fromkeys(named)]
    assessed = queries.assessed_of(lines)
    whole = together(assessed, groups=asked, place=place)
    found = together(assessed, groups=asked, place=place, leave_out=left_out) if left_out else whole
    names = queries.group_names(visitor.council.id, {line.group for line in (*whole.lines, *found.lines)})
    kept = {one.code for one in whole.decisions}
    return Map(title, listing, tuple(line for line in lines if line.code in kept), whole, found, names, left_out)


def _places(lines: Sequence[DecisionLine]) -> tuple[str, ...]:
    return tuple(sorted({place for line in lines for place in line.places}))


def mark_css(mark: Any) -> str:
    """Give the class of a cell: the worse, the darker; nothing is said by colour alone."""
    if mark is None:
        return "z0"
    if mark.effect is None or mark.effect is Effect.NOT_KNOWN:
        return "mq"
    if mark.is_worse:
        return {Severity.SEVERE: "m3", Severity.MODERATE: "m2"}.get(mark.severity, "m1")
    return {Effect.BETTER: "p1"}.get(mark.effect, "z0")


def mark_words(mark: Any) -> str:
    """Give the word of a cell."""
    if mark is None:
        return "–"
    if mark.effect is None:
        return _("not said")
    if mark.is_severe:
        return _("severe")
    return {
        Effect.WORSE: _("worse"),
        Effect.BOTH: _("both"),
        Effect.BETTER: _("better"),
        Effect.NONE: _("none"),
        Effect.NOT_KNOWN: _("not known"),
    }[mark.effect]


def _reader(request: HttpRequest, council_slug: str) -> Visitor:
    visitor = visit(request, council_slug)
    access.check_can_see_register(visitor)
    return visitor


def _keeper(request: HttpRequest, council_slug: str) -> Visitor:
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    return visitor
