"""My actions, and calendars of due dates."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.organisation.queries.councils import words
from dueregard.web.plans import access
from dueregard.web.plans.actions import feeds as feed_actions
from dueregard.web.plans.queries import concerns, feeds, mine, parts
from dueregard.web.plans.queries.plans import PlanCard, plan_card
from dueregard.web.plans.views.page import page, person_id, to
from dueregard.web.ui.components.tables import file_response


@staff_page
@require_safe
def my_actions(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List the actions that the person's posts lead."""
    visitor = visit(request, council_slug)
    access.check_can_see_plans(visitor)
    rows = mine.my_actions(visitor.council.id, visitor.post_ids, on=visitor.on)
    return page(
        request,
        "my_actions",
        visitor,
        here="my_actions",
        rows=rows,
        concerns=concerns.concerns_of([row.id for row in rows], on=visitor.on),
        own_parts=parts.my_parts(visitor.council.id, visitor.post_ids, on=visitor.on),
        words=words(visitor.council.id),
    )


@staff_page
def my_calendar(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Make or end the calendar address of the person's own actions."""
    visitor = visit(request, council_slug)
    access.check_can_have_feed(visitor)
    return _calendar_page(request, visitor, None)


@staff_page
def plan_calendar(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Make or end the person's calendar address of a plan."""
    visitor = visit(request, council_slug)
    access.check_can_have_feed(visitor)
    plan = plan_card(visitor.council.id, plan_slug)
    access.check_can_see_plan(visitor, state=plan.state)
    return _calendar_page(request, visitor, plan)


def _calendar_page(request: HttpRequest, visitor: Visitor, plan: PlanCard | None) -> HttpResponse:
    council_id, plan_id = visitor.council.id, plan.id if plan else None
    address = None
    if request.method == "POST" and request.POST.get("do") == "make":
        secret = feed_actions.make_feed(by=person_id(visitor), council_id=council_id, plan_id=plan_id)
        address = settings.SITE_URL.rstrip("/") + reverse("plans_open:feed", args=[secret])
    elif request.method == "POST":
        feed_actions.revoke_feed(by=person_id(visitor), council_id=council_id, plan_id=plan_id)
    slug = visitor.council.slug
    return page(
        request,
        "calendar",
        visitor,
        here="plans" if plan else "my_actions",
        plan=plan,
        made=address,
        has_feed=feeds.has_feed(person_id=person_id(visitor), council_id=council_id, plan_id=plan_id),
        back=(to(slug, "plan", plan.slug), plan.title) if plan else (to(slug, "my_actions"), _("My actions")),
    )


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give a calendar to whoever knows its address. Nothing else is told, and nothing is kept in a cache."""
    data = feeds.calendar_of(secret, site=settings.SITE_URL)
    response = file_response(data, content_type="text/calendar; charset=utf-8", filename="due-dates.ics", is_shown=True)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
