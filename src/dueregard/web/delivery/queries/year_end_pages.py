"""What do the pages of a year end show: how far it is, its actions, one of them, and whom to ask?

The one idea: rows of the plan come through the plan's own queries, and what was decided stands beside them; each
function says its queries, and none grows with the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from dueregard.domain.delivery.year_end import Asking, Given, OutcomeCounts, count_outcomes, proposal_for
from dueregard.domain.plans.states import Status
from dueregard.web.accounts.queries import people_cards
from dueregard.web.delivery.models.year_end import NewAction, OutcomeDecision
from dueregard.web.delivery.queries.year_end_asking import asking_of
from dueregard.web.delivery.queries.year_end_given import given_of
from dueregard.web.organisation.queries.structure import posts
from dueregard.web.plans.queries import lists
from dueregard.web.plans.queries.whole import domain_action
from dueregard.web.plans.queries.year_end import Led, leads_of, rows_to_decide

DECIDED, PROPOSED = OutcomeDecision.State.DECIDED, OutcomeDecision.State.PROPOSED
_IS_DECIDED = Q(year_end_decision__state=DECIDED)
BLANK = ~_IS_DECIDED & Q(outcome__isnull=True)
"""What is blank: neither decided here, nor said by the plan itself."""
MOST_TO_ASK = 10_000


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """What was proposed or decided about an action, by whom and when."""

    is_decided: bool
    given: Given
    asked_on: tuple[date, ...]
    version: int
    who: str
    on: date | None
    proposed_by: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """An action as a row of the year end: what stands in the plan, and what was said of its end."""

    action: lists.ActionRow
    outcome: str | None
    achieved: str | None
    words: str
    is_decided: bool
    is_proposed: bool
    version: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a year end is."""

    counts: OutcomeCounts
    proposed: int
    complete: int


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """An action that could be decided with others: what is proposed for it, and by what."""

    row: lists.ActionRow
    given: Given
    version: int
    by_owner: str


@dataclass(frozen=True, slots=True)
class ToAsk:
    """Somebody who leads blank actions: the post or name, who holds it, and their addresses."""

    name: str
    people: tuple[str, ...]
    emails: tuple[str, ...]
    actions: tuple[Led, ...]
    asked_on: tuple[date, ...]
    answered: int


def standing(plan_id: UUID, *, rows: QuerySet[Any] | None = None) -> Standing:
    """Count what became of a plan's actions so far. Two queries."""
    all_rows = rows if rows is not None else rows_to_decide(plan_id)
    grouped = (
        all_rows.order_by()
        .values("outcome", "achieved", "year_end_decision__state", "year_end_decision__outcome")
        .annotate(how_far=F("year_end_decision__achieved"), number=Count("pk", distinct=True))
        .values_list(
            "outcome", "achieved", "year_end_decision__state", "year_end_decision__outcome", "how_far", "number"
        )
    )
    pairs: list[tuple[str | None, str | None, int]] = []
    proposed = 0
    for outcome, achieved, state, decided, how_far, number in grouped:
        pairs.append((decided, how_far, number) if state == DECIDED else (outcome, achieved, number))
        proposed += number if state == PROPOSED and outcome is None else 0
    complete = all_rows.filter(BLANK, status=Status.COMPLETE).count()
    return Standing(count_outcomes(pairs), proposed, complete)


def wanted(rows: QuerySet[Any], *, state: str = "", outcome: str = "") -> QuerySet[Any]:
    """Narrow actions by whether they are decided (blank, proposed, decided) and by outcome."""
    if state == "blank":
        rows = rows.filter(BLANK)
    elif state == "proposed":
        rows = rows.filter(BLANK, year_end_decision__state=PROPOSED)
    elif state == "decided":
        rows = rows.exclude(BLANK)
    if outcome:
        decided = Q(year_end_decision__state=DECIDED, year_end_decision__outcome=outcome)
        rows = rows.filter(decided | (~_IS_DECIDED & Q(outcome=outcome)))
    return rows


def year_rows(rows: QuerySet[Any], *, on: date, labels: Mapping[str, str]) -> tuple[YearRow, ...]:
    """Give actions as rows of the year end. Five queries, however many."""
    shown = lists.action_rows(rows, on=on, labels=labels)
    held = _held([row.id for row in shown])
    return tuple(_year_row(row, held.get(row.id)) for row in shown)


def _held(ids: Iterable[UUID]) -> dict[UUID, OutcomeDecision]:
    rows = OutcomeDecision.objects.filter(action__in=list(ids)).select_related("action").prefetch_related("becomes")
    return {row.action_id: row for row in rows}


def _year_row(row: lists.ActionRow, held: OutcomeDecision | None) -> YearRow:
    if held is None:
        return YearRow(row, row.outcome, None, "", row.outcome is not None, False, 0)
    is_decided = held.state == DECIDED
    return YearRow(
        action=row,
        outcome=held.outcome,
        achieved=held.achieved,
        words=held.words,
        is_decided=is_decided,
        is_proposed=not is_decided,
        version=held.version,
    )


def decision_card(action_id: UUID) -> DecisionCard | None:
    """Give what was proposed or decided about an action. Three queries."""
    row = _held([action_id]).get(action_id)
    if row is None:
        return None
    ids = [ident for ident in (row.decided_by_id, row.proposed_by_id) if ident]
    people = people_cards(ids)
    who = row.decided_by_id or row.proposed_by_id
    at = row.decided_at or row.proposed_at
    return DecisionCard(
        is_decided=row.state == DECIDED,
        given=given_of(row),
        asked_on=tuple(date.fromisoformat(day) for day in row.asked_on),
        version=row.version,
        who=people[who].full_name if who in people else "",
        on=at.date() if at else None,
        proposed_by=people[row.proposed_by_id].full_name if row.proposed_by_id in people else "",
    )


def next_blank(rows: QuerySet[Any], *, after: int = 0) -> tuple[UUID, str] | None:
    """Give the first blank action after a place in the plan, else the first there is, with its number. Two queries."""
    blank = rows.filter(BLANK).order_by("position")
    row = blank.filter(position__gt=after).first() or blank.first()
    return (row.pk, lists.number_words(row) or str(row.position)) if row else None


def new_names(plan_id: UUID) -> tuple[str, ...]:
    """Give the new actions that were named so far at this year end. One query."""
    return tuple(NewAction.objects.filter(year_end__plan_id=plan_id).values_list("name", flat=True))


def to_confirm(rows: QuerySet[Any], which: str, *, on: date, labels: Mapping[str, str]) -> tuple[ToConfirm, ...]:
    """Give actions that could be decided together, with what is proposed for each. Eleven queries at most.

    Takes:   `which`: "complete" (achieved, and the owner’s last words show it), or "proposed" by their owners.
    """
    shown = {row.id: row for row in lists.action_rows(rows, on=on, labels=labels)}
    held = _held(shown)
    if which == "proposed":
        people = people_cards([row.proposed_by_id for row in held.values() if row.proposed_by_id])
        return tuple(
            ToConfirm(shown[key], given_of(said), said.version, _name_of(people, said.proposed_by_id))
            for key in shown
            if (said := held.get(key)) is not None
        )
    content = {row.pk: domain_action(row) for row in rows.select_related("level").prefetch_related(*_PARTS)}
    found = []
    for key, row in shown.items():
        given = proposal_for(content[key])
        if given is not None:
            found.append(ToConfirm(row, given, held[key].version if key in held else 0, ""))
    return tuple(found)


_PARTS = ("strands", "leads", "boards", "sub_actions", "updates", "measures__values")


def _name_of(people: Mapping[UUID, Any], key: UUID | None) -> str:
    return people[key].full_name if key and key in people else ""


def to_ask(plan_id: UUID, *, council_id: UUID, on: date) -> tuple[ToAsk, ...]:
    """Give whom to ask about blank actions, those with most first. Seven queries."""
    blank = rows_to_decide(plan_id).filter(BLANK)
    led = leads_of(blank[:MOST_TO_ASK])
    asked = asking_of({one.action_id for one in led})
    known = {each.id: each for each in posts(council_id, on=on)} if led else {}
    groups: dict[tuple[str, UUID | None], list[Led]] = {}
    for one in led:
        groups.setdefault((one.lead, one.post_id), []).append(one)
    found = []
    for (name, post_id), actions in groups.items():
        holders = known[post_id].holders if post_id in known else ()
        askings = [asked.get(one.action_id, Asking()) for one in actions]
        found.append(
            ToAsk(
                name=name,
                people=tuple(holding.person.full_name for holding in holders),
                emails=tuple(holding.person.email for holding in holders if holding.person.email),
                actions=tuple(actions),
                asked_on=tuple(sorted({day for one in askings for day in one.asked_on})),
                answered=sum(1 for one in askings if one.answered_on),
            )
        )
    return tuple(sorted(found, key=lambda one: (-len(one.actions), one.name)))
