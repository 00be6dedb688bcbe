"""Reviews: which assessments are to be looked at again, why, and what a named person does about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.domain.assessments.reviews import REOPENED_FROM
from dueregard.domain.assessments.states import AssessmentState
from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import promises as access
from dueregard.web.assessments.access.reading import check_can_see
from dueregard.web.assessments.actions import reviews as actions
from dueregard.web.assessments.forms.foresights import ReviewForm, WhyForm, review_filters, review_orders
from dueregard.web.assessments.queries import reviews
from dueregard.web.assessments.queries.whole import assessment_card
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.assessments.views.promises import seeing
from dueregard.web.assessments.views.rooms import rooms
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response


@staff_page
@require_safe
def review_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show which assessments are to be looked at again."""
    visitor, listing = _listed(request, council_slug)
    rows = _rows(visitor, listing)
    found, total = rows.count(), reviews.tasks_wanted(visitor, reviews.Asked()).count()
    shown = reviews.task_cards(rows[cut(listing, found=found)])
    return page(
        request,
        "reviews",
        visitor,
        listing=listing,
        rows=paginate(shown, listing, found=found, total=total),
        kinds=reviews.kind_words(),
        did=reviews.did_words(),
        rooms=rooms(visitor, here="reviews"),
    )


@data_page
@require_safe
def reviews_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor, listing = _listed(request, council_slug)
    book = reviews.tasks_workbook(reviews.task_cards(_rows(visitor, listing)), visitor=visitor)
    return table_response(request, book, ending, f"reviews-{council_slug}")


@staff_page
@require_safe
def of_assessment(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show every review of an assessment, and how each ended."""
    visitor, head = seeing(request, council_slug, assessment_id)
    return page(
        request,
        "assessment_reviews",
        visitor,
        head=head,
        tasks=reviews.tasks_of(head.id),
        kinds=reviews.kind_words(),
        did=reviews.did_words(),
        can_keep=access.can_keep_promises(visitor, head),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Raise a review by hand."""
    visitor, head = seeing(request, council_slug, assessment_id)
    access.check_can_keep_promises(visitor, head)
    form = WhyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = actions.ask_for_review(head.id, why=form.cleaned_data["why"], by=visitor.by)
        messages.success(request, _("The review is raised, and its author is told."))
        return redirect(to(council_slug, "review", made))
    return page(request, "review_add", visitor, head=head, form=form, status=400 if form.errors else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, council_slug: str, task_id: UUID) -> HttpResponse:
    """Show why an assessment is to be looked at again, and take what a named person does about it."""
    visitor = visit(request, council_slug)
    task = reviews.task_card(visitor.council.id, task_id)
    head = assessment_card(visitor.council.id, task.assessment_id)
    check_can_see(visitor, head)
    can_keep = access.can_keep_promises(visitor, head) and task.is_open
    if request.method == "POST":
        access.check_can_keep_promises(visitor, head)
    form = ReviewForm(
        sent(request) if can_keep else None,
        is_written=head.state is AssessmentState.WRITING,
        can_reopen=head.state in REOPENED_FROM,
    )
    if request.method == "POST" and can_keep and form.is_valid() and _is_done(form, task, visitor):
        messages.success(request, _("What you do about it is recorded."))
        return redirect(to(council_slug, "review", task.id))
    return page(
        request,
        "review",
        visitor,
        task=task,
        head=head,
        form=form,
        can_keep=can_keep,
        kinds=reviews.kind_words(),
        did=reviews.did_words(),
        is_under_way=head.state not in {*REOPENED_FROM, AssessmentState.WRITING},
        status=400 if form.errors else 200,
    )


def _is_done(form: ReviewForm, task: reviews.TaskCard, visitor: Visitor) -> bool:
    given = form.cleaned_data
    try:
        if given["did"] == "reopened":
            actions.reopen(task.id, because=given["because"], by=visitor.by)
        else:
            actions.not_reopened(task.id, because=given["because"], review_on=given["review_on"], by=visitor.by)
    except DueRegardError as fault:
        form.add_error(None, " ".join(filter(None, (fault.message, fault.mend))))
        return False
    return True


def _listed(request: HttpRequest, council_slug: str) -> tuple[Visitor, Listing]:
    visitor = visit(request, council_slug)
    access.check_can_see_promises(visitor)
    path = to(council_slug, "reviews")
    return visitor, read_listing(request, filters=review_filters(), orders=review_orders(), path=path)


def _rows(visitor: Visitor, listing: Listing) -> Any:
    asked = reviews.Asked(**{name: listing.one(name) for name in ("words", "state", "kind", "whose")})
    rows = reviews.tasks_wanted(visitor, asked)
    return reviews.sorted_tasks(rows, listing.order.name if listing.order else "raised", falling=listing.is_falling)
