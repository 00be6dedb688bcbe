"""What is in a calendar of due dates?

The one idea: whoever fetches the address gets what its person may see today: a person who has left, or a plan that went
back to a draft, gives an empty answer as if the address had never been. A date that moves keeps its event (UID), with a
higher SEQUENCE, so that calendars move it instead of doubling it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from dueregard.domain.plans.progress import is_finished
from dueregard.web.accounts.queries import hash_of, person_card
from dueregard.web.organisation.queries.visiting import Visitor, visitor_for
from dueregard.web.plans import access
from dueregard.web.plans.models import Action, CalendarFeed, SubAction
from dueregard.web.plans.queries.lists import FINISHED, number_words
from dueregard.web.plans.queries.mine import led_by
from dueregard.web.plans.queries.parts import owned_by


def has_feed(*, council_id: UUID, person_id: UUID, plan_id: UUID | None) -> bool:
    """Say whether the person has an address for this plan, or for their own actions. One query."""
    return CalendarFeed.objects.filter(
        council_id=council_id, person_id=person_id, plan_id=plan_id, revoked_at__isnull=True
    ).exists()


def calendar_of(secret: str, *, site: str) -> bytes:
    """Give the calendar behind a secret address. Nine queries.

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
    return _calendar(name, _actions(feed, visitor), _parts(feed, visitor), site=site, council_slug=feed.council.slug)


def _actions(feed: CalendarFeed, visitor: Visitor) -> QuerySet[Action]:
    if feed.plan is None:
        rows = led_by(feed.council_id, visitor.post_ids)
    else:
        if not access.can_see_plan(visitor, state=feed.plan.state):
            raise Http404
        rows = Action.objects.filter(plan_id=feed.plan_id)
    return rows.filter(due_date__isnull=False).select_related("plan").order_by("due_date", "position")


def _parts(feed: CalendarFeed, visitor: Visitor) -> QuerySet[SubAction]:
    """Give the parts with a date: a plan's, or those that the person's posts own or whose action they lead."""
    rows = SubAction.objects.filter(action__plan_id=feed.plan_id)
    if feed.plan is None:
        led = Q(action__in=led_by(feed.council_id, visitor.post_ids).values("pk"))
        rows = SubAction.objects.filter(led | Q(pk__in=owned_by(feed.council_id, visitor.post_ids).values("pk")))
    return rows.filter(due_date__isnull=False).select_related("action__plan").order_by("due_date", "position")


def _calendar(name: str, rows: QuerySet[Action], parts: QuerySet[SubAction], *, site: str, council_slug: str) -> bytes:
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
    for part in parts.defer("action__search_text", "action__sources", "action__original", "action__plan__left_over"):
        calendar.add_component(_part_event(part, site=site, council_slug=council_slug))
    return bytes(calendar.to_ical())


def _part_event(part: SubAction, *, site: str, council_slug: str) -> Event:
    """Give the event of a part: it stands apart from its action's, with the action named in its description."""
    action = part.action
    done = is_finished(status=part.status, outcome=None) or is_finished(status=action.status, outcome=action.outcome)
    words = _("Done: %(what)s") if done else _("Due: %(what)s")
    what = f"{part.label} {part.text}" if part.label else part.text
    about = f"{action.title or action.text} ({action.plan.title})"
    return _made(
        part.pk, action, due=part.due_date, summary=words % {"what": " ".join(what.split())[:200]}, about=about,
        address=f"{site.rstrip('/')}/{council_slug}/plans/{action.plan.slug}/actions/{action.pk}/",
    )  # fmt: skip


def _event(row: Action, *, site: str, council_slug: str) -> Event:
    assert row.due_date is not None
    number = number_words(row)
    what = f"{number}. {row.title or row.text}" if number else row.title or row.text
    words = _("Done: %(what)s") if row.is_finished else _("Due: %(what)s")
    return _made(
        row.pk, row, due=row.due_date, summary=words % {"what": " ".join(what.split())[:200]}, about=row.plan.title,
        address=f"{site.rstrip('/')}/{council_slug}/plans/{row.plan.slug}/actions/{row.pk}/",
    )  # fmt: skip


def _made(ident: UUID, row: Action, *, due: Any, summary: str, about: str, address: str) -> Event:
    event = Event()
    event.add("uid", f"{ident}@dueregard")
    event.add("sequence", row.sequence)
    event.add("dtstamp", row.changed_at)
    event.add("last-modified", row.changed_at)
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", summary)
    event.add("description", about)
    event.add("url", address)
    return event
