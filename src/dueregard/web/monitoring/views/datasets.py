"""The register of datasets: the list, a new one, one with its promise, its change and its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.monitoring.access import datasets as access
from dueregard.web.monitoring.actions import registering
from dueregard.web.monitoring.forms.datasets import DatasetForm, filters, orders, wanted_from
from dueregard.web.monitoring.queries import datasets, export, wording
from dueregard.web.monitoring.queries.files import files_of
from dueregard.web.monitoring.queries.history import history_of
from dueregard.web.monitoring.views.page import page, sent, to
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, posts, staff_choices, visit
from dueregard.web.ui.components import cut, paginate, read_listing, table_response


@staff_page
@require_safe
def dataset_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show the datasets that are asked for."""
    visitor = visit(request, council_slug)
    access.check_can_see_datasets(visitor)
    listing = read_listing(request, filters=filters(), orders=orders())
    rows = datasets.datasets_wanted(visitor.council.id, wanted_from(listing), on=visitor.on)
    found = rows.count()
    ordered = datasets.sorted_by(rows, listing.order.name, falling=listing.is_falling) if listing.order else rows
    shown = datasets.dataset_rows(ordered[cut(listing, found=found)], on=visitor.on)
    return page(
        request,
        "datasets",
        visitor,
        listing=listing,
        page=paginate(shown, listing, found=found, total=datasets.count_of(visitor.council.id)),
        states=wording.STATES,
        can_keep=access.can_keep_datasets(visitor),
    )


@data_page
@require_safe
def datasets_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor = visit(request, council_slug)
    access.check_can_see_datasets(visitor)
    listing = read_listing(request, filters=filters(), orders=orders(), path=to(council_slug, "datasets"))
    rows = datasets.datasets_wanted(visitor.council.id, wanted_from(listing), on=visitor.on)
    ordered = datasets.sorted_by(rows, listing.order.name, falling=listing.is_falling) if listing.order else rows
    book = export.register_workbook(datasets.dataset_rows(ordered, on=visitor.on), visitor=visitor)
    return table_response(request, book, ending, f"datasets-{council_slug}")


@staff_page
def new_dataset(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Ask for the promise, and register it."""
    visitor = visit(request, council_slug)
    access.check_can_keep_datasets(visitor)
    form = DatasetForm(sent(request), **_offers(visitor))
    if request.method != "POST" or not form.is_valid():
        return page(request, "dataset_form", visitor, form=form, wording=wording, card=None)
    slug = registering.register_dataset(form.promise(), council_id=visitor.council.id, by=visitor.by)
    messages.success(request, _("The dataset is registered. You can hand in its first file."))
    return redirect(to(council_slug, "dataset", slug))


@staff_page
@require_safe
def dataset(request: HttpRequest, council_slug: str, dataset_slug: str) -> HttpResponse:
    """Show what is promised, which files there are, and what happened."""
    visitor = visit(request, council_slug)
    access.check_can_see_datasets(visitor)
    seen = datasets.dataset_page(visitor.council.id, dataset_slug, on=visitor.on)
    return page(
        request,
        "dataset",
        visitor,
        seen=seen,
        card=seen.card,
        files=files_of(seen.card.id),
        wording=wording,
        history=history_of(visitor.council.id, [f"monitoring.dataset:{seen.card.id}"]),
        can_keep=access.can_keep_datasets(visitor) and not seen.card.is_deleted,
    )


@staff_page
def edit_dataset(request: HttpRequest, council_slug: str, dataset_slug: str) -> HttpResponse:
    """Change what is promised."""
    visitor = visit(request, council_slug)
    access.check_can_keep_datasets(visitor)
    seen = datasets.dataset_page(visitor.council.id, dataset_slug, on=visitor.on)
    if seen.card.is_deleted:
        return redirect(to(council_slug, "dataset", dataset_slug))
    form = DatasetForm(sent(request), **_offers(visitor), page=seen)
    if request.method != "POST" or not form.is_valid():
        return page(request, "dataset_form", visitor, form=form, wording=wording, card=seen.card)
    try:
        if registering.change_dataset(seen.card.id, promise=form.promise(), by=visitor.by):
            messages.success(request, _("The change is kept."))
    except MoveNotAllowed as fault:
        form.add_error(None, str(fault))
        return page(request, "dataset_form", visitor, form=form, wording=wording, card=seen.card)
    return redirect(to(council_slug, "dataset", dataset_slug))


def _offers(visitor: Visitor) -> dict[str, Any]:
    held = [(f"post:{post.id}", post.label) for post in posts(visitor.council.id, on=visitor.on)]
    people = [(f"person:{ident}", name) for ident, name in staff_choices(visitor.council.id, on=visitor.on)]
    return {
        "owners": ((_("Posts"), held), (_("People"), people)),
        "populations": datasets.populations(visitor.council.id),
        "on": visitor.on,
    }
