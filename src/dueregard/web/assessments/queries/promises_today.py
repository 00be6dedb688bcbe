"""What of promises and reviews waits for somebody today?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.domain.assessments.promises import PromiseState, Standing
from dueregard.web.assessments.models.after import Promise
from dueregard.web.assessments.queries.promises import TO_REPORT, Asked, promises_wanted
from dueregard.web.assessments.queries.reviews import open_tasks_for
from dueregard.web.organisation.queries import Visitor, posts


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what, where to go, why, and since when or by when."""

    what: str
    href: str
    note: str = ""
    on: date | None = None


def waiting(visitor: Visitor) -> tuple[Waiting, ...]:
    """Give what waits for a visitor: reviews, promises without an action, drops to answer or report. Six queries."""
    if visitor.person is None:
        return ()
    return (*_reviews(visitor), *_without_action(visitor), *_asked(visitor), *_to_report(visitor))


def _reviews(visitor: Visitor) -> Iterator[Waiting]:
    for task in open_tasks_for(visitor):
        what = _("Look again at %(number)s %(title)s") % {"number": task.number, "title": task.title}
        yield Waiting(what, _to(visitor, "review", task.id), task.why, task.raised_on)


def _without_action(visitor: Visitor) -> Iterator[Waiting]:
    rows = promises_wanted(visitor, Asked(standing=Standing.WITHOUT_ACTION))
    if not visitor.has_role("equalities_officer"):
        rows = rows.filter(assessment__author=visitor.by)
    if number := rows.count():
        words = ngettext("%(n)s promise has no action yet", "%(n)s promises have no action yet", number)
        href = f"{_to(visitor, 'promises')}?standing={Standing.WITHOUT_ACTION}"
        yield Waiting(words % {"n": number}, href, _("Promised in assessments that are signed off."))


def _asked(visitor: Visitor) -> Iterator[Waiting]:
    """What was asked to be dropped and the visitor may answer: their posts', their boards', the officer's all."""
    mine = Q(pk__in=())
    if visitor.post_ids:
        held = [each for each in posts(visitor.council.id, on=visitor.on) if each.id in visitor.post_ids]
        for name in {name for each in held for name in (each.title, each.label)}:
            mine |= Q(assessment__decision__delegated_to__iexact=name)
    if visitor.has_role("clerk"):
        mine |= Q(assessment__decision__body__in=visitor.board_ids)
    if visitor.has_role("equalities_officer"):
        mine = Q()
    rows = Promise.objects.filter(mine, assessment__council=visitor.council.id, state=PromiseState.DROP_ASKED)
    for row in rows.select_related("assessment")[:20]:
        what = _("Is a promise of %(number)s dropped?") % {"number": row.assessment.number}
        yield Waiting(what, _to(visitor, "promise", row.pk), row.text[:200])


def _to_report(visitor: Visitor) -> Iterator[Waiting]:
    if not visitor.has_role("equalities_officer", "clerk"):
        return
    rows = promises_wanted(visitor, Asked(standing=TO_REPORT))
    if not visitor.has_role("equalities_officer"):
        rows = rows.filter(assessment__decision__body__in=visitor.board_ids)
    if number := rows.count():
        words = ngettext("%(n)s dropped promise to report", "%(n)s dropped promises to report", number)
        note = _("The body that decided is to be told.")
        yield Waiting(words % {"n": number}, _to(visitor, "promises_to_report"), note)


def _to(visitor: Visitor, name: str, *parts: UUID) -> str:
    return reverse(f"assessments:{name}", args=[visitor.council.slug, *parts])
