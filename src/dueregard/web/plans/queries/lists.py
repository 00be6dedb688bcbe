"""Which actions … ? The list, its filters, and the words that are searched for.

The one idea: a `Wanted` says what is asked; `actions_wanted` turns it into one query set, which the page cuts, counts
and downloads alike, so that a download holds what the page showed. Every function says its queries; none grows with the
plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from dueregard.domain.plans import progress
from dueregard.domain.plans.model import Strand
from dueregard.domain.plans.progress import Due
from dueregard.domain.plans.states import Outcome, Status
from dueregard.terms.characteristics import ALL, CHARACTERISTICS
from dueregard.terms.laws import labels as labels_of_laws
from dueregard.web.plans.models import Action, ActionBoard, ActionLead, ActionStrand, Level, Plan, PlanWord
from dueregard.web.plans.queries.concerns import FINISHED, having, rules_of
from dueregard.web.plans.queries.whole import key_of
from dueregard.web.plans.queries.words import folded, likely_words

NOBODY = "-"
MOST_CHOICES = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a plan's actions. "" is no filter; several filters narrow together."""

    words: str = ""
    characteristic: str = ""
    status: str = ""
    section: str = ""
    owner: str = ""
    board: str = ""
    due: str = ""
    rag: str = ""
    outcome: str = ""
    update: str = ""
    attention: str = ""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action as a row of a list."""

    id: UUID
    plan_slug: str
    plan_title: str
    number: str
    title: str
    groups: tuple[str, ...]
    owners: tuple[str, ...]
    due_date: date | None
    timescale_text: str | None
    days_late: int | None
    status: str | None
    outcome: str | None
    last_update_on: date | None
    is_without_update: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What a plan's lists can be narrowed by: values with their words."""

    characteristics: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str], ...]
    owners: tuple[tuple[str, str], ...]
    boards: tuple[tuple[str, str], ...]
    has_rag: bool
    has_outcome: bool


def actions_wanted(plan_id: UUID, wanted: Wanted, *, on: date) -> QuerySet[Action]:
    """Give the query for the actions that are asked for; one query more where words are searched for.

    Asking for what needs attention costs two more; asking for what has stalled, three.
    """
    rows = Action.objects.filter(plan_id=plan_id)
    rows = rows.filter(_having_words(plan_id, wanted.words)).filter(narrowing(wanted, on=on))
    if wanted.section:
        rows = rows.filter(level__in=_below(plan_id, wanted.section))
    if wanted.attention:
        rules = rules_of(Plan.objects.values_list("council_id", flat=True).get(pk=plan_id))
        rows = rows.filter(having(wanted.attention, actions=rows, on=on, rules=rules))
    return rows


def narrowing(wanted: Wanted, *, on: date) -> Q:
    """Give the condition for all that is asked save words and section, which are known by plan. No query."""
    return (
        _of_characteristic(wanted.characteristic)
        & _of_status(wanted.status)
        & _led_by(wanted.owner, on=on)
        & _watched_by(wanted.board)
        & _due(wanted.due, on=on)
        & _updated(wanted.update, on=on)
        & (Q(rag=wanted.rag) if wanted.rag else Q())
        & (Q(outcome=wanted.outcome) if wanted.outcome else Q())
    )


def sorted_by(rows: QuerySet[Action], order: str, *, falling: bool) -> QuerySet[Action]:
    """Sort a query of actions: by due, number, status, update or title; undated last, ties in the plan's order."""
    field = {
        "due": "due_date",
        "number": "position",
        "status": "status",
        "update": "last_update_on",
        "title": "title",
    }[order]
    by = F(field).desc(nulls_last=True) if falling else F(field).asc(nulls_last=True)
    return rows.order_by(by, "plan_id", "position")


def action_rows(rows: QuerySet[Action], *, on: date, labels: Mapping[str, str]) -> tuple[ActionRow, ...]:
    """Give actions as rows of a list. Three queries, however many rows."""
    found = (
        rows.select_related("plan")
        .prefetch_related("strands", "leads__post", "leads__partner")
        .defer("plan__left_over", "plan__key", "search_text", "sources", "original")
    )
    return tuple(_row(row, on=on, labels=labels) for row in found)


def choices_of(plan_id: UUID, *, labels: Mapping[str, str]) -> Choices:
    """Give what a plan's list can be narrowed by. Five queries, however many actions."""
    codes = set(_strands(plan_id).values_list("characteristic", flat=True).distinct())
    owners = ActionLead.objects.filter(action__plan_id=plan_id).order_by("name").values_list("name", flat=True)
    boards = ActionBoard.objects.filter(action__plan_id=plan_id).order_by("name").values_list("name", flat=True)
    roots = Level.objects.filter(plan_id=plan_id, parent__isnull=True).values_list("pk", "title")
    printed = Action.objects.filter(plan_id=plan_id).order_by().values_list("rag", "outcome").distinct()
    rags, outcomes = zip(*printed, strict=True) if printed else ((), ())
    return Choices(
        characteristics=characteristics_in_order(codes, labels),
        sections=tuple((str(pk), title) for pk, title in roots),
        owners=tuple((name, name) for name in owners.distinct()[:MOST_CHOICES]),
        boards=tuple((name, name) for name in boards.distinct()[:MOST_CHOICES]),
        has_rag=any(rags),
        has_outcome=any(outcomes),
    )


def codes_of(plan_id: UUID) -> tuple[str, ...]:
    """Give the strand codes that a plan's actions have. One query."""
    return tuple(_strands(plan_id).order_by("code").values_list("code", flat=True).distinct())


def labels_of(plan_id: UUID, *, local: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the words for characteristics and printed codes of a plan: the council's own first. One query."""
    plan = Plan.objects.only("key").get(pk=plan_id)
    return labels_from(key_of(plan), local=local)


def labels_from(key: Mapping[str, Strand], *, local: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the words for characteristics and printed codes, from a plan's key. No query."""
    known = dict(labels_of_laws())
    printed = {f"code:{code}": strand.label for code, strand in key.items()}
    return {**known, **printed, **(local or {})}


def characteristic_words(characteristic: str, code: str, labels: Mapping[str, str]) -> str:
    """Give the words for one strand: its characteristic's, else the document's own, else the code as printed."""
    if characteristic == ALL:
        return labels.get(ALL, "All characteristics")
    if characteristic:
        return labels.get(characteristic, characteristic)
    return labels.get(f"code:{code}", code)


def _row(row: Action, *, on: date, labels: Mapping[str, str]) -> ActionRow:
    state = {"status": row.status, "outcome": row.outcome}
    return ActionRow(
        id=row.pk,
        plan_slug=row.plan.slug,
        plan_title=row.plan.title,
        number=number_words(row),
        title=row.title or row.text,
        groups=tuple(dict.fromkeys(characteristic_words(s.characteristic, s.code, labels) for s in row.strands.all())),
        owners=tuple(dict.fromkeys(owner_words(lead) for lead in row.leads.all())),
        due_date=row.due_date,
        timescale_text=row.timescale_text,
        days_late=progress.days_late(row.due_date, on=on, **state),
        status=row.status,
        outcome=row.outcome,
        last_update_on=row.last_update_on,
        is_without_update=progress.is_without_update(row.last_update_on, on=on, **state),
    )


def number_words(row: Action) -> str:
    """Give an action's number as printed; "" where the document gives none."""
    return row.number_text or (str(row.number) if row.number is not None else "")


def owner_words(lead: ActionLead) -> str:
    """Give who leads: our name for the post or partner where it was matched, else as printed."""
    if lead.post:
        return lead.post.title
    return lead.partner.name if lead.partner else lead.name


def _strands(plan_id: UUID) -> QuerySet[ActionStrand]:
    return ActionStrand.objects.filter(action__plan_id=plan_id).order_by()


def characteristics_in_order(codes: set[str], labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Put characteristics in the Act's order, local ones after, "all" first."""
    order = [ALL, *CHARACTERISTICS]
    ranked = sorted(codes - {""}, key=lambda code: (order.index(code) if code in order else len(order), code))
    return tuple((code, characteristic_words(code, code, labels)) for code in ranked)


def _having_words(plan_id: UUID, words: str) -> Q:
    asked = folded(words).split()[:12]
    if not asked:
        return Q()
    known = list(PlanWord.objects.filter(plan_id=plan_id).values_list("word", flat=True))
    condition = Q()
    for word in asked:
        one = Q(number_text__iexact=word)
        if word.isdecimal() and len(word) < 8:
            one |= Q(number=int(word))
        for likely in likely_words(word, among=known):
            one |= Q(search_text__contains=likely)
        condition &= one
    return condition


def _of_characteristic(code: str) -> Q:
    return Q(pk__in=ActionStrand.objects.filter(characteristic=code).values("action")) if code else Q()


def _of_status(code: str) -> Q:
    if code == "attention":
        return Q(status__in=progress.NEEDS_ATTENTION)
    if code == "no_update":
        return Q(status__isnull=True)
    return Q(status=code) if code else Q()


def _led_by(owner: str, *, on: date) -> Q:
    """Narrow by who leads. Nobody does where no lead is given, and where every post that leads stands empty."""
    if owner == NOBODY:
        filled = Q(post__holdings__since__lte=on) & (
            Q(post__holdings__until__isnull=True) | Q(post__holdings__until__gte=on)
        )
        return ~Q(pk__in=ActionLead.objects.filter(Q(post__isnull=True) | filled).values("action"))
    return Q(pk__in=ActionLead.objects.filter(name=owner).values("action")) if owner else Q()


def _watched_by(board: str) -> Q:
    if board == NOBODY:
        return Q(boards__isnull=True)
    return Q(pk__in=ActionBoard.objects.filter(name=board).values("action")) if board else Q()


def _due(due: str, *, on: date) -> Q:
    """Say the same in SQL as `progress.due_when` says in Python (a test holds them together)."""
    if not due:
        return Q()
    quarter_ends = progress.quarter_of(on)[1]
    next_ends = progress.next_quarter_of(on)[1]
    if due == Due.FINISHED:
        return FINISHED
    return (
        ~FINISHED
        & {
            Due.LATE: Q(due_date__lt=on),
            Due.THIS_QUARTER: Q(due_date__gte=on, due_date__lte=quarter_ends),
            Due.NEXT_QUARTER: Q(due_date__gt=quarter_ends, due_date__lte=next_ends),
            Due.LATER: Q(due_date__gt=next_ends),
            Due.NO_DATE: Q(due_date__isnull=True),
        }[Due(due)]
    )


def _updated(update: str, *, on: date) -> Q:
    begins = progress.quarter_of(on)[0]
    if update == "this_quarter":
        return Q(last_update_on__gte=begins)
    if update == "none":
        return ~FINISHED & (Q(last_update_on__isnull=True) | Q(last_update_on__lt=begins))
    return Q()


def _below(plan_id: UUID, root: str) -> list[UUID]:
    """Give a level and all below it. One query: a plan has few levels."""
    levels = {
        str(pk): (pk, tuple(path)) for pk, path in Level.objects.filter(plan_id=plan_id).values_list("pk", "path")
    }
    if root not in levels:
        return []
    top = levels[root][1]
    return [pk for pk, path in levels.values() if path[: len(top)] == top]


STATUSES = tuple(Status)
OUTCOMES = tuple(Outcome)
