"""What does somebody see who is about to say how an action goes, and what has been said of it before?

The one idea: whatever can be said of an action (status, colour, percentage, figures) has a version, and so has the last
thing that anybody said. A page is opened with these versions and sends them back, so that two people who speak at once
see each other's words (`actions.saying`). Everything is fetched for many actions at once: five queries for any number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Subquery
from django.utils.translation import gettext as _

from dueregard.domain.plans.merging import versions_of
from dueregard.domain.plans.wording import RAG_WORDS, STATUS_WORDS
from dueregard.web.plans.models import Action, Measure, MeasureValue, Update
from dueregard.web.plans.queries.lists import number_words
from dueregard.web.ui.components.formats import day
from dueregard.web.ui.components.saying import LAST, Asked, Figure, LastWords

STANDING = ("status", "rag", "percent")
NOT_SAID = frozenset({"no_update"})
NOT_BY_LINK = frozenset({"closed"})
"""Ending an action is for those who sign in."""
Words = Mapping[str, Mapping[str, str]]
"""The council's own words by kind ("status", "rag") and code."""


@dataclass(frozen=True, slots=True)
class Said:
    """One update: what was said, when, by whom, how, and where the action stood by it."""

    id: UUID
    text: str
    on: date | None
    author: str
    status: str | None
    rag: str | None
    percent: int | None
    is_unchanged: bool
    by_link: UUID | None
    person_id: UUID | None
    round_name: str
    recorded_at: datetime | None
    heading: str = ""

    @property
    def who(self) -> str:
        """Who said it, and how: an answer by link is never shown as of somebody signed in."""
        if self.by_link:
            return _("By the link sent to %(name)s") % {"name": self.author or _("somebody")}
        return self.author


@dataclass(frozen=True, slots=True)
class MeasureSaid:
    """A measure with the last figure that was given."""

    id: UUID
    name: str
    unit: str
    value: str | None
    on: date | None

    @property
    def field(self) -> str:
        """The name of its figure among what is said."""
        return f"measure:{self.id}"


@dataclass(frozen=True, slots=True)
class Sayable:
    """An action as somebody sees it who says how it goes."""

    id: UUID
    plan_id: UUID
    plan_slug: str
    plan_title: str
    number: str
    title: str
    text: str
    due_date: date | None
    status: str | None
    rag: str | None
    percent: int | None
    uses_rag: bool
    measures: tuple[MeasureSaid, ...]
    last: Said | None
    is_closed: bool = False
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def uses_percent(self) -> bool:
        """Whether it is followed by a percentage: it has one, or has something to measure it by."""
        return self.percent is not None or bool(self.measures)


def said(row: Update) -> Said:
    """Give an update as a value. No query."""
    return Said(
        id=row.pk,
        text=row.text,
        on=row.date,
        author=row.author or "",
        status=row.status,
        rag=row.rag,
        percent=row.percent,
        is_unchanged=row.is_unchanged,
        by_link=row.by_link,
        person_id=row.person_id,
        round_name=row.round_name,
        recorded_at=row.recorded_at,
        heading=row.heading or "",
    )


def standing_of(row: Action, last: Update | None, measures: Iterable[MeasureSaid]) -> dict[str, Any]:
    """Give what stands now of everything that can be said of an action, by the names that versions go by. No query."""
    return {
        **{name: getattr(row, name) for name in STANDING},
        **{one.field: [one.value, one.on.isoformat() if one.on else None] for one in measures},
        LAST: str(last.pk) if last else None,
    }


def measures_said(rows: Iterable[Measure]) -> tuple[MeasureSaid, ...]:
    """Give measures with their last figures. No query where their values were fetched with them."""
    return tuple(_measure(row) for row in rows)


def _measure(row: Measure) -> MeasureSaid:
    last = max(row.values.all(), key=lambda value: (value.on, value.pk), default=None)
    return MeasureSaid(row.pk, row.name, row.unit or "", last.value if last else None, last.on if last else None)


def sayables(action_ids: Iterable[UUID]) -> dict[UUID, Sayable]:
    """Give each action as somebody sees it who says how it goes. Five queries, however many."""
    ids = list(action_ids)
    rows = (
        Action.objects.filter(pk__in=ids)
        .select_related("plan")
        .prefetch_related(
            Prefetch("measures", Measure.objects.prefetch_related(Prefetch("values", MeasureValue.objects.all())))
        )
    )
    found = list(rows)
    newest = Update.objects.filter(action=OuterRef("action")).order_by("-position").values("pk")[:1]
    last = {one.action_id: one for one in Update.objects.filter(action__in=ids, pk=Subquery(newest))}
    plans = {row.plan_id for row in found}
    with_rag = set(
        Action.objects.filter(plan__in=plans, rag__isnull=False).order_by().values_list("plan_id", flat=True).distinct()
    )
    return {row.pk: _sayable(row, last.get(row.pk), uses_rag=row.plan_id in with_rag) for row in found}


def sayable(action_id: UUID) -> Sayable:
    """Give one action as `sayables` does. Five queries."""
    return sayables([action_id])[action_id]


def _sayable(row: Action, last: Update | None, *, uses_rag: bool) -> Sayable:
    measures = measures_said(row.measures.all())
    return Sayable(
        id=row.pk,
        plan_id=row.plan_id,
        plan_slug=row.plan.slug,
        plan_title=row.plan.title,
        number=number_words(row),
        title=row.title or row.text,
        text=row.text,
        due_date=row.due_date,
        status=row.status,
        rag=row.rag,
        percent=row.percent,
        uses_rag=uses_rag,
        measures=measures,
        last=said(last) if last else None,
        is_closed=row.plan.state == "closed",
        versions=versions_of(standing_of(row, last, measures)),
    )


def updates_of(action_id: UUID) -> tuple[Said, ...]:
    """Give everything that was said of an action, newest first. One query."""
    return tuple(said(row) for row in Update.objects.filter(action=action_id).order_by("-position"))


def updates_by_id(ids: Iterable[UUID]) -> dict[UUID, Said]:
    """Give updates by their ids. One query."""
    return {row.pk: said(row) for row in Update.objects.filter(pk__in=list(ids))}


def unchanged_words(last: Said | None) -> str:
    """Give the recorded statement that nothing has changed, with the day since when.

    >>> unchanged_words(None)
    'Nothing has changed.'
    """
    if last is None or last.on is None:
        return _("Nothing has changed.")
    return _("Nothing has changed since %(day)s.") % {"day": day(last.on)}


def colour_words(own: Mapping[str, str]) -> dict[str, str]:
    """Give the words for every colour: the council's, where it has its own. No query."""
    return {code: own.get(code) or text for code, text in RAG_WORDS.items()}


def agreement_words(last: Said | None) -> str:
    """Give the recorded statement of somebody who was shown another's words, and says that those are enough."""
    if last is None:
        return unchanged_words(last)
    return _("I agree with what was said on %(day)s.") % {"day": day(last.on or last.recorded_at)}


def asked_of(it: Sayable, *, words: Words, but: Iterable[str] = (), hides_names: bool = False) -> Asked:
    """Give what can be said of an action as a form asks it, in the council's words.

    Takes:   `but`, statuses that may not be said here; `hides_names`, where only somebody's own name may be shown.
    """
    left_out = {*NOT_SAID, *but}
    own, colours = words.get("status", {}), words.get("rag", {})
    now = {
        "status": own.get(it.status or "") or STATUS_WORDS.get(it.status or "", it.status or ""),
        "rag": colours.get(it.rag or "") or RAG_WORDS.get(it.rag or "", ""),
        "percent": f"{it.percent}%" if it.percent is not None else "",
        **{one.field: _figure_words(one) for one in it.measures},
    }
    return Asked(
        statuses=tuple((code, own.get(code) or text) for code, text in STATUS_WORDS.items() if code not in left_out),
        meanings=meanings(it.due_date),
        status_now=now["status"],
        rags=tuple((code, colours.get(code) or text) for code, text in RAG_WORDS.items()) if it.uses_rag else (),
        has_percent=it.uses_percent,
        percent_now=it.percent,
        figures=tuple(
            Figure(
                one.field,
                one.name,
                one.unit,
                _("Last time: %(words)s") % {"words": now[one.field]} if one.value else "",
            )
            for one in it.measures
        ),
        last=_last_words(it.last, hides_names=hides_names) if it.last else None,
        now=now,
        names={
            "status": _("Status"),
            "rag": _("Colour"),
            "percent": _("Per cent done"),
            **{one.field: one.name for one in it.measures},
        },
        versions=it.versions,
    )


def meanings(due: date | None) -> dict[str, str]:
    """Say what each status means, for those who choose one.

    >>> meanings(date(2027, 3, 31))["on_track"]
    'Will be done by 31 March 2027'
    """
    return {
        "not_started": _("No work on it yet"),
        "on_track": _("Will be done by %(day)s") % {"day": day(due)} if due else _("Will be done in time"),
        "at_risk": _("May be late or fall short, and we have a plan"),
        "off_track": _("Will be late or fall short without help"),
        "complete": _("The change has been made, and you can show it"),
        "closed": _("Ended; nothing more will be done"),
    }


def _last_time(words: str) -> str:
    return _("Last time: %(words)s") % {"words": words} if words else ""


def _figure_words(one: MeasureSaid) -> str:
    if one.value is None:
        return ""
    figure = f"{one.value}{'' if one.unit == '%' else ' '}{one.unit}".rstrip()
    return _("%(figure)s, %(day)s") % {"figure": figure, "day": day(one.on)} if one.on else figure


def _last_words(last: Said, *, hides_names: bool) -> LastWords:
    return LastWords(
        text=last.text,
        who="" if hides_names else last.who,
        on=last.on,
        at=last.recorded_at,
        status=last.status,
        heading=last.heading,
        is_unchanged=last.is_unchanged,
    )
