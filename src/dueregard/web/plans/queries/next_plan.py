"""What is known so far of the plan that follows this one, and what is still to be said?

The one idea: what the old plan itself says of an action's end (its outcome) counts; what it leaves open, and what only
the next plan can say (into what, by when), is what was typed. Nothing is chosen for anyone: an action is decided only
where the plan or a person said so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from dueregard.domain.plans import model as domain
from dueregard.domain.plans.carry_forward import GOES_ON, Decision
from dueregard.domain.plans.states import Outcome, PlanState
from dueregard.web.organisation.queries import Visitor
from dueregard.web.organisation.queries.structure import partners, posts
from dueregard.web.plans import access
from dueregard.web.plans.models import Action, Lineage, NextPlanDraft, Plan
from dueregard.web.plans.queries.beside import Said
from dueregard.web.plans.queries.lists import number_words, owner_words
from dueregard.web.plans.queries.plans import PlanCard, plan_card


@dataclass(frozen=True, slots=True)
class NewAction:
    """A new action as typed so far. `lead` is a name, of ours or in words."""

    name: str
    text: str
    lead: str = ""
    due_date: date | None = None


@dataclass(frozen=True, slots=True)
class Old:
    """An action of the old plan and what is known of its future. `is_said` tells whether the plan itself says it."""

    id: UUID
    position: int
    number: str
    title: str
    due_date: date | None
    owners: tuple[str, ...]
    last_words: str
    outcome: Outcome | None = None
    becomes: tuple[str, ...] = ()
    reason: str = ""
    is_said: bool = False
    is_dated: bool = False
    new_date: date | None = None

    @property
    def goes_on(self) -> bool:
        """Whether it comes into the next plan as it is."""
        return self.outcome in GOES_ON

    @property
    def is_undecided(self) -> bool:
        """Whether nothing is known of its future, or it is dropped and nobody said why."""
        return self.outcome is None or (self.outcome is Outcome.DROPPED and not self.reason.strip())

    @property
    def is_undeveloped(self) -> bool:
        """Whether it is to become something and nobody said what."""
        return self.outcome is Outcome.DEVELOPED and not self.becomes


@dataclass(frozen=True, slots=True)
class NextDraft:
    """Everything that the pages of the next plan show."""

    title: str
    period_text: str
    period_start: date | None
    period_end: date | None
    actions: tuple[Old, ...]
    new_actions: tuple[NewAction, ...]
    made: PlanCard | None
    is_named: bool

    @property
    def undecided(self) -> tuple[Old, ...]:
        """Those of which nobody has said what becomes of them."""
        return tuple(one for one in self.actions if one.is_undecided)

    @property
    def undeveloped(self) -> tuple[Old, ...]:
        """Those that become something, and nobody has said what."""
        return tuple(one for one in self.actions if one.is_undeveloped)

    @property
    def past(self) -> tuple[Old, ...]:
        """Those that go on and whose date is over before the new plan begins."""
        return tuple(
            one
            for one in self.actions
            if one.goes_on and one.due_date and self.period_start and one.due_date < self.period_start
        )

    @property
    def undated(self) -> tuple[Old, ...]:
        """Those whose date has passed, and nobody has given another."""
        return tuple(one for one in self.past if not one.is_dated)

    @property
    def is_ready(self) -> bool:
        """Whether the next plan can be made."""
        return self.is_named and not (self.undecided or self.undeveloped or self.undated)

    def counted(self) -> dict[Outcome, int]:
        """Count what becomes of the actions."""
        found = [one.outcome for one in self.actions if one.outcome is not None]
        return {outcome: found.count(outcome) for outcome in Outcome if outcome in found}

    def one(self, action_id: UUID) -> Old:
        """Give one action.

        Raises:  Http404 for one of another plan.
        """
        found = next((one for one in self.actions if one.id == action_id), None)
        if found is None:
            raise Http404
        return found

    def new_one(self, name: str) -> NewAction:
        """Give one new action, or 404."""
        found = next((one for one in self.new_actions if one.name == name), None)
        if found is None:
            raise Http404
        return found

    def from_which(self, name: str) -> tuple[Old, ...]:
        """Give the old actions that become a new one."""
        return tuple(one for one in self.actions if name in one.becomes)

    def period(self) -> domain.Period | None:
        """Give the time of the next plan."""
        return domain.Period(self.period_text, self.period_start, self.period_end) if self.period_text else None

    def decisions(self) -> tuple[Decision, ...]:
        """Give what was decided, as making the next plan takes it; actions without a decision are left out."""
        return tuple(
            Decision(at, one.outcome, becomes=one.becomes, reason=one.reason or None)
            for at, one in enumerate(self.actions, start=1)
            if one.outcome is not None
        )

    def dates(self) -> dict[int, date | None]:
        """Give the new dates by position."""
        return {at: one.new_date for at, one in enumerate(self.actions, start=1) if one.is_dated}

    def made_anew(self) -> dict[str, domain.Action]:
        """Give the new actions by name, in the order in which they were written."""
        return {
            one.name: domain.Action(
                action_text=one.text,
                leads=(domain.Lead(one.lead),) if one.lead else (),
                due_date=one.due_date,
            )
            for one in self.new_actions
        }


def next_draft(plan: PlanCard) -> NextDraft:
    """Give what is known of the plan that follows one. Four queries, five where it is made already."""
    typed = NextPlanDraft.objects.filter(plan_id=plan.id).select_related("made").first()
    rows = Action.objects.filter(plan_id=plan.id).order_by("position").prefetch_related("leads__post", "leads__partner")
    rows = rows.defer("search_text", "original", "sources", "printed", "other", "level")
    made = plan_card(plan.council_id, typed.made.slug) if typed and typed.made else None
    begins = plan.period_end + timedelta(days=1) if plan.period_end else None
    return NextDraft(
        title=typed.title if typed else "",
        period_text=typed.period_text if typed else "",
        period_start=(typed.period_start if typed else None) or begins,
        period_end=typed.period_end if typed else None,
        actions=tuple(_old(row, typed) for row in rows),
        new_actions=tuple(_new(each) for each in typed.new_actions) if typed else (),
        made=made,
        is_named=bool(typed and typed.title),
    )


def owner_names(council_id: UUID) -> tuple[tuple[str, str], ...]:
    """Give who may lead a new action, by name: the council's posts and partners. Four queries."""
    return (
        *((each.title, each.label) for each in posts(council_id)),
        *((each.name, each.name) for each in partners(council_id)),
    )


def _old(row: Action, typed: NextPlanDraft | None) -> Old:
    key = str(row.pk)
    said = typed.decisions.get(key, {}) if typed else {}
    words = next((text for text in (row.year_end_report, row.outcome_text, row.update_text) if text), "")
    is_said = row.outcome is not None and not (row.outcome == Outcome.DROPPED and not words)
    outcome = row.outcome if is_said else said.get("outcome")
    return Old(
        id=row.pk,
        position=row.position,
        number=number_words(row),
        title=row.title or row.text,
        due_date=row.due_date,
        owners=tuple(dict.fromkeys(owner_words(lead) for lead in row.leads.all())),
        last_words=words,
        outcome=Outcome(outcome) if outcome else None,
        becomes=tuple(said.get("becomes", ())) if outcome == Outcome.DEVELOPED else (),
        reason=said.get("reason") or words,
        is_said=is_said,
        is_dated=bool(typed and key in typed.dates),
        new_date=_day(typed.dates.get(key)) if typed else None,
    )


def _new(kept: Mapping[str, Any]) -> NewAction:
    return NewAction(kept["name"], kept.get("text", ""), kept.get("lead", ""), _day(kept.get("due_date")))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def beside_plan(visitor: Visitor, plan_slug: str, _action_id: UUID | None) -> Iterator[Said]:
    """Give what leads from a plan to the one before and the one after it. Four queries, two for who only reads."""
    plan = plan_card(visitor.council.id, plan_slug)
    if plan.state == PlanState.DRAFT and not access.can_edit_plan(visitor):
        return
    rows = Plan.objects.filter(council_id=visitor.council.id).exclude(pk=plan.id)
    if not access.can_see_plan(visitor, state=PlanState.DRAFT):
        rows = rows.exclude(state=PlanState.DRAFT)
    others = list(
        rows.only("pk", "slug", "title", "period_start", "created_at").order_by("-period_start", "-created_at")[:50]
    )
    if not others and not access.can_carry_forward(visitor):
        return
    earlier = [one for one in others if one.period_start and plan.period_start and one.period_start < plan.period_start]
    near = earlier[0] if earlier else None
    made = NextPlanDraft.objects.filter(plan_id=plan.id, made__isnull=False).values_list("made__slug", "made__title")
    is_linked = near is not None and Lineage.objects.filter(older__plan=near, newer__plan_id=plan.id).exists()
    council = visitor.council.slug
    yield {
        "template": "plans/next_plan_on_plan.jinja",
        "context": {
            "others": bool(others),
            "near": near,
            "is_linked": is_linked,
            "can": access.can_carry_forward(visitor) and plan.state != PlanState.DRAFT,
            "made": next(iter(made), None),
            "to": lambda name, *parts: reverse(f"plans:{name}", args=[council, *parts]),
        },
    }
