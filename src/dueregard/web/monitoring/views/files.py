"""The files of a dataset: handing one in, what was found in it, its faults, and its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.domain.monitoring.states import VersionState
from dueregard.terms.errors import DueRegardError
from dueregard.web.monitoring.access import datasets as access
from dueregard.web.monitoring.actions import deleting, handing_in, preparing
from dueregard.web.monitoring.forms.datasets import DeleteForm
from dueregard.web.monitoring.forms.files import HandInForm
from dueregard.web.monitoring.queries import column_words, datasets, export, files, wording
from dueregard.web.monitoring.queries.datasets import DatasetCard
from dueregard.web.monitoring.queries.history import history_of
from dueregard.web.monitoring.views.page import page, sent, to
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components import cut, paginate, read_listing, table_response

BEING_READ = (VersionState.UPLOADED, VersionState.READING, VersionState.FAILED, VersionState.PREPARING)


def begin(request: HttpRequest, council_slug: str, dataset_slug: str) -> tuple[Visitor, DatasetCard]:
    """Let in who may see the dataset, and who may change it where something is sent."""
    visitor = visit(request, council_slug)
    (access.check_can_keep_datasets if request.method == "POST" else access.check_can_see_datasets)(visitor)
    return visitor, datasets.dataset_card(visitor.council.id, dataset_slug, on=visitor.on)


@staff_page
def hand_in(request: HttpRequest, council_slug: str, dataset_slug: str) -> HttpResponse:
    """Take a file and start reading it."""
    visitor, card = begin(request, council_slug, dataset_slug)
    access.check_can_keep_datasets(visitor)
    form = HandInForm(sent(request), request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "hand_in", visitor, form=form, card=card)
    file = form.cleaned_data["records"]
    try:
        taken = handing_in.hand_in(
            card.id,
            file_name=file.name or "",
            pieces=file.chunks(),
            time=form.time(),
            by=visitor.by,
            address=lambda number: to(council_slug, "file", dataset_slug, number),
        )
    except DueRegardError as fault:
        form.add_error("records", str(fault))
        return page(request, "hand_in", visitor, form=form, card=card)
    return redirect("organisation:job", council_slug, taken.job_id)


@staff_page
@require_safe
def file(request: HttpRequest, council_slug: str, dataset_slug: str, number: int) -> HttpResponse:
    """Show what was found in a file, what is left to say, or what it holds."""
    visitor, card = begin(request, council_slug, dataset_slug)
    seen = files.file_page(card.id, number)
    template = {VersionState.READY: "file_ready", VersionState.DELETED: "file_deleted"}.get(
        seen.card.state, "file_unread" if seen.card.state in BEING_READ else "file_mapping"
    )
    return page(
        request,
        template,
        visitor,
        card=card,
        seen=seen,
        file=seen.card,
        words=column_words,
        wording=wording,
        hindrances=seen.hindrances(on=visitor.on),
        is_confirmable=seen.is_confirmable(on=visitor.on),
        history=history_of(visitor.council.id, [f"monitoring.file:{seen.card.id}"]),
        can_keep=access.can_keep_datasets(visitor),
    )


@staff_page
def confirm(request: HttpRequest, council_slug: str, dataset_slug: str, number: int) -> HttpResponse:
    """Show everything once more, and start preparing the records."""
    visitor, card = begin(request, council_slug, dataset_slug)
    access.check_can_keep_datasets(visitor)
    seen = files.file_page(card.id, number)
    if seen.card.state != VersionState.MAPPING:
        return redirect(to(council_slug, "file", dataset_slug, number))
    if request.method == "POST" and seen.is_confirmable(on=visitor.on):
        job_id = preparing.confirm(seen.card.id, url=to(council_slug, "file", dataset_slug, number), by=visitor.by)
        return redirect("organisation:job", council_slug, job_id)
    return page(
        request,
        "confirm",
        visitor,
        card=card,
        seen=seen,
        file=seen.card,
        words=column_words,
        hindrances=seen.hindrances(on=visitor.on),
        is_confirmable=seen.is_confirmable(on=visitor.on),
    )


@staff_page
@require_safe
def faults(request: HttpRequest, council_slug: str, dataset_slug: str, number: int) -> HttpResponse:
    """List what is wrong with a file: where, and how to mend it. Never what stands there."""
    visitor, card = begin(request, council_slug, dataset_slug)
    seen = files.file_page(card.id, number)
    listing = read_listing(request)
    part = seen.faults[cut(listing, found=len(seen.faults))]
    return page(
        request,
        "faults",
        visitor,
        card=card,
        seen=seen,
        file=seen.card,
        listing=listing,
        page=paginate(part, listing, found=len(seen.faults)),
    )


@data_page
@require_safe
def faults_as_file(
    request: HttpRequest, council_slug: str, dataset_slug: str, number: int, ending: str
) -> HttpResponse:
    """Give the same list as a file."""
    visitor, card = begin(request, council_slug, dataset_slug)
    seen = files.file_page(card.id, number)
    book = export.faults_workbook(seen, name=card.name, visitor=visitor)
    return table_response(request, book, ending, f"faults-{card.slug}-{number}")


@staff_page
def delete_file(request: HttpRequest, council_slug: str, dataset_slug: str, number: int) -> HttpResponse:
    """Ask, then delete a file of records."""
    visitor, card = begin(request, council_slug, dataset_slug)
    access.check_can_keep_datasets(visitor)
    file_card = files.file_card(card.id, number)
    if file_card.state == VersionState.DELETED:
        return redirect(to(council_slug, "file", dataset_slug, number))
    form = DeleteForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return page(request, "delete", visitor, card=card, file=file_card, form=form)
    if form.cleaned_data["sure"] == "yes":
        deleting.delete_file(file_card.id, by=visitor.by)
        messages.success(request, _("The records of file %(number)s are deleted.") % {"number": number})
    return redirect(to(council_slug, "dataset", dataset_slug))


@staff_page
def delete_dataset(request: HttpRequest, council_slug: str, dataset_slug: str) -> HttpResponse:
    """Ask, then delete every file of a dataset."""
    visitor, card = begin(request, council_slug, dataset_slug)
    access.check_can_keep_datasets(visitor)
    if card.is_deleted:
        return redirect(to(council_slug, "dataset", dataset_slug))
    form = DeleteForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return page(request, "delete", visitor, card=card, file=None, form=form)
    if form.cleaned_data["sure"] == "yes":
        deleting.delete_dataset(card.id, by=visitor.by)
        messages.success(request, _("The records are deleted."))
    return redirect(to(council_slug, "dataset", dataset_slug))


def file_in_mapping(card: DatasetCard, number: int) -> files.FilePage:
    """Give a file that is being mapped, for the pages on which something is said about it.

    Raises:  Http404 for a file in any other state.
    """
    seen = files.file_page(card.id, number)
    if seen.card.state != VersionState.MAPPING:
        raise Http404
    return seen
