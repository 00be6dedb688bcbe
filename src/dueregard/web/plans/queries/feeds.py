"""What is in a calendar of due dates?

The one idea: whoever fetches the address gets what its person may see today: a person who has left, or a plan that went
back to a draft, gives an empty answer as if the address had never been. A date that moves keeps its event (UID), with a
higher SEQUENCE, so that calendars move it instead of doubling it.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from dueregard.web.accounts.queries import hash_of, person_card
from dueregard.web.organisation.queries.visiting import Visitor, visitor_for
from dueregard.web.plans import access
from dueregard.web.plans.models import Action, CalendarFeed
from dueregard.web.plans.queries.lists import FINISHED, number_words
from dueregard.web.plans.queries.mine import led_by


def has_feed(*, council_id: UUID, person_id: UUID, plan_id: UUID | None) -> bool:
    """Say whether the person has an address for this plan, or for their own actions. One query."""
    return CalendarFeed.objects.filter(
        council_id=council_id, person_id=person_id, plan_id=plan_id, revoked_at__isnull=True
    ).exists()


def calendar_of(secret: str, *, site: str) -> bytes:
    """Give the calendar behind a secret address. Eight queries.

    Takes:   `site`, the address of this installation, for the links in events.
    Raises:  Http404 for an address that is not, or no longer, one of ours.
    """
    feed = (
        CalendarFeed.objects.select_related("council", "plan")
        .filter(token_sha256=hash_of(secret), revoked_at__isnull=True)
        .first()
    )
    person = person_card(feed.person_id) if feed else None
    if feed is None or person is None:
        raise Http404
    visitor = visitor_for(person, slug=feed.council.slug)
    name = feed.plan.title if feed.plan else _("My actions, %(council)s") % {"council": feed.council.name}
    return _calendar(name, _actions(feed, visitor), site=site, council_slug=feed.council.slug)


def _actions(feed: CalendarFeed, visitor: Visitor) -> QuerySet[Action]:
    if feed.plan is None:
        rows = led_by(feed.council_id, visitor.post_ids)
    else:
        if not access.can_see_plan(visitor, state=feed.plan.state):
            raise Http404
        rows = Action.objects.filter(plan_id=feed.plan_id)
    return rows.filter(due_date__isnull=False).select_related("plan").order_by("due_date", "position")


def _calendar(name: str, rows: QuerySet[Action], *, site: str, council_slug: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Due Regard//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", "PT12H")
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    finished = Exists(Action.objects.filter(FINISHED, pk=OuterRef("pk")))
    for row in rows.annotate(is_finished=finished).defer("search_text", "sources", "original", "plan__left_over"):
        calendar.add_component(_event(row, site=site, council_slug=council_slug))
    return bytes(calendar.to_ical())


def _event(row: Action, *, site: str, council_slug: str) -> Event:
    assert row.due_date is not None
    number = number_words(row)
    what = f"{number}. {row.title or row.text}" if number else row.title or row.text
    words = _("Done: %(what)s") if row.is_finished else _("Due: %(what)s")
    event = Event()
    event.add("uid", f"{row.pk}@dueregard")
    event.add("sequence", row.sequence)
    event.add("dtstamp", row.changed_at)
    event.add("last-modified", row.changed_at)
    event.add("dtstart", row.due_date)
    event.add("dtend", row.due_date + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", words % {"what": " ".join(what.split())[:200]})
    event.add("description", row.plan.title)
    event.add("url", f"{site.rstrip('/')}/{council_slug}/plans/{row.plan.slug}/actions/{row.pk}/")
    return event
