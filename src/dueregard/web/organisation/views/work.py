"""Long work as the person who started it sees it, and the demo's outbox.

The job's page is here and not in `jobs`, because who may see it follows from the council.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from dueregard.web.accounts.queries import outbox as kept_messages
from dueregard.web.accounts.queries import outbox_count
from dueregard.web.jobs import actions as jobs
from dueregard.web.jobs import queries as job_queries
from dueregard.web.organisation import access, queries
from dueregard.web.organisation.views.editing import found
from dueregard.web.ui.components import Filter, cut, paginate, read_listing

OUTBOX_PAGE = 20


def _job(visitor: queries.Visitor, job_id: UUID) -> job_queries.JobCard:
    """Give a job of this council that the visitor started, or 404."""
    card = found(job_queries.job(job_id))
    mine = visitor.person is not None and card.started_by == visitor.person.id
    return found(card if mine and card.council_id == visitor.council.id else None)


@access.staff_page
@require_safe
def job(request: HttpRequest, council_slug: str, job_id: UUID) -> HttpResponse:
    """Show how far a job is; when it is done, go where its result is."""
    visitor = queries.visit(request, council_slug)
    card = _job(visitor, job_id)
    if card.url:
        return HttpResponseClientRedirect(card.url) if request.htmx else redirect(card.url)
    return render(request, "jobs/job.jinja", {"shell": queries.shell(visitor, "plans"), "job": card})


@access.staff_page
@require_POST
def cancel(request: HttpRequest, council_slug: str, job_id: UUID) -> HttpResponse:
    """Stop a job."""
    visitor = queries.visit(request, council_slug)
    card = _job(visitor, job_id)
    jobs.cancel(job_id=card.id, by=visitor.by)
    return redirect("organisation:job", council_slug, job_id)


@access.staff_page
@require_POST
def again(request: HttpRequest, council_slug: str, job_id: UUID) -> HttpResponse:
    """Try a failed or stopped job again."""
    visitor = queries.visit(request, council_slug)
    card = _job(visitor, job_id)
    jobs.try_again(job_id=card.id, by=visitor.by)
    return redirect("organisation:job", council_slug, job_id)


@access.staff_page
@require_POST
def dismiss(request: HttpRequest, council_slug: str, job_id: UUID) -> HttpResponse:
    """Take a finished job off Today."""
    visitor = queries.visit(request, council_slug)
    card = _job(visitor, job_id)
    jobs.dismiss(job_id=card.id, by=visitor.by)
    return redirect(f"/{council_slug}/today/")


@access.staff_page
@require_safe
def outbox(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show the mail that the demo kept instead of sending it. Elsewhere there is no such page."""
    visitor = queries.visit(request, council_slug)
    if settings.DUEREGARD_ENV != "demo":
        raise Http404
    listing = read_listing(request, filters=(Filter("words", _("Words, or who it is to")),), page_size=OUTBOX_PAGE)
    words = listing.one("words")
    found = outbox_count(words)
    kept = paginate(
        kept_messages(words=words, part=cut(listing, found=found)), listing, found=found, total=outbox_count()
    )
    context = {"shell": queries.shell(visitor, ""), "listing": listing, "outbox": kept}
    return render(request, "organisation/outbox.jinja", context)
