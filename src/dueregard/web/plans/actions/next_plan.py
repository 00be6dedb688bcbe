"""How is the next plan made from this one?

The one idea: `domain.plans.carry_forward` decides what the next plan begins with; this keeps it as a draft of its own,
with the very posts, partners, boards and directorates that the old actions had, and says where each action comes from.
One transaction, one ledger entry. What is typed before that (`NextPlanDraft`) changes no plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.domain.plans import model as domain
from dueregard.domain.plans.carry_forward import GOES_ON, Decision, NextPlan, carry_forward
from dueregard.domain.plans.review import check_words
from dueregard.domain.plans.states import Outcome, PlanState
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.ledger import actions as ledger
from dueregard.web.organisation.queries.structure import boards, partners, posts
from dueregard.web.plans.actions.adopting import free_slug
from dueregard.web.plans.actions.lineage import keep_links
from dueregard.web.plans.actions.rows import Targets, add_rows, new_salt, plan_fields, row_hashes
from dueregard.web.plans.models import (
    Action,
    ActionBoard,
    ActionLead,
    ActionStrand,
    Level,
    NextPlanDraft,
    Plan,
    SubAction,
)
from dueregard.web.plans.queries.whole import domain_plan

_BATCH = 500


def make_next_plan(
    plan_id: UUID,
    *,
    decisions: Iterable[Decision],
    new_actions: Mapping[str, domain.Action] | None = None,
    title: str,
    period: domain.Period | None = None,
    by: UUID,
    dates: Mapping[int, date | None] | None = None,
) -> str:
    """Make the draft of the next plan, with where each of its actions comes from, and give its address.

    Takes:   a decision for each action by its position; `new_actions` by the names that decisions use; `dates`, new due
             dates by position.
    Raises:  UsedWrongly, naming every action whose decision lacks something; MoveNotAllowed for a plan that is itself a
             draft, or whose next plan is made already.
    """
    title = " ".join(title.split())
    if not title:
        raise UsedWrongly(_("Say what the plan is called."))
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_id)
        draft = _draft_of(plan)
        content = domain_plan(plan.pk)
        made = carry_forward(content, decisions, new_actions=new_actions, document=title, period=period, dates=dates)
        check_words(made.plan)
        row = Plan.objects.create(
            council_id=plan.council_id,
            slug=free_slug(title, council_id=plan.council_id),
            title=title,
            state=PlanState.DRAFT,
            names_shown=plan.names_shown,
            created_by_id=by,
            **plan_fields(made.plan),
        )
        actions = add_rows(row, made.plan, targets=_targets(plan.council_id))
        links = _links(plan, made, actions)
        _bring_along(plan, row, {new: old for (old, new), how in links.items() if how in GOES_ON})
        keep_links(links, by=by)
        if draft is not None:
            draft.made, draft.changed_by_id = row, by
            draft.save(update_fields=["made", "changed_by", "changed_at"])
        _record(plan, row, made, actions, links, by=by)
    slug: str = row.slug
    return slug


def begin_next_plan(
    plan_id: UUID,
    *,
    decisions: Iterable[Decision] = (),
    new_actions: Mapping[str, domain.Action] | None = None,
    by: UUID,
) -> None:
    """Put decisions into the draft of the next plan, for the pages under `next/` to go on from; others stay.

    Takes:   decisions by position, `new_actions` by the names that they use (text, first lead and date are kept).
    """
    with _changing(plan_id, by=by) as draft:
        ids = list(Action.objects.filter(plan_id=plan_id).order_by("position").values_list("pk", flat=True))
        for one in decisions:
            draft.decisions[str(ids[one.action - 1])] = {
                "outcome": str(one.outcome), "becomes": list(one.becomes), "reason": one.reason or ""
            }  # fmt: skip
        kept = {each["name"]: each for each in draft.new_actions}
        for name, action in (new_actions or {}).items():
            kept[name] = {
                "name": name,
                "text": action.action_text,
                "lead": action.leads[0].name if action.leads else "",
                "due_date": action.due_date.isoformat() if action.due_date else None,
            }
        draft.new_actions = list(kept.values())


def name_next_plan(
    plan_id: UUID, *, title: str, period_text: str, period_start: date | None, period_end: date | None, by: UUID
) -> None:
    """Keep what the next plan is to be called and which time it covers.

    Raises:  UsedWrongly where the days are the wrong way round.
    """
    if period_start and period_end and period_end < period_start:
        raise UsedWrongly(_("The last day is before the first day."))
    with _changing(plan_id, by=by) as draft:
        draft.title, draft.period_text = " ".join(title.split()), period_text
        draft.period_start, draft.period_end = period_start, period_end


def decide(plan_id: UUID, *, action_id: UUID, outcome: Outcome, reason: str = "", by: UUID) -> None:
    """Keep what is to become of an action of which the plan itself says nothing."""
    _check_action(plan_id, action_id)
    with _changing(plan_id, by=by) as draft:
        before = draft.decisions.get(str(action_id), {})
        becomes = before.get("becomes", []) if outcome is Outcome.DEVELOPED else []
        draft.decisions[str(action_id)] = {"outcome": str(outcome), "becomes": becomes, "reason": reason}


def develop(
    plan_id: UUID, *, action_id: UUID, becomes: Iterable[str], new: Mapping[str, Any] | None = None, by: UUID
) -> str:
    """Keep into what an action is developed: names of new actions, and perhaps one more that is written now.

    Takes:   `new`, with text, lead and due_date. Gives the name of the new action, "" where none was written.
    Raises:  UsedWrongly where nothing is named.
    """
    _check_action(plan_id, action_id)
    with _changing(plan_id, by=by) as draft:
        known = [each["name"] for each in draft.new_actions]
        chosen, name = [one for one in becomes if one in known], ""
        if new is not None:
            name = next(f"new-{at}" for at in range(1, len(known) + 2) if f"new-{at}" not in known)
            draft.new_actions = [*draft.new_actions, {"name": name, **new}]
            chosen.append(name)
        if not chosen:
            raise UsedWrongly(_("Say what it becomes."))
        before = draft.decisions.get(str(action_id), {})
        draft.decisions[str(action_id)] = {
            "outcome": str(Outcome.DEVELOPED), "becomes": chosen, "reason": before.get("reason", "")
        }  # fmt: skip
        _forget_unused(draft)
    return name


def change_new_action(plan_id: UUID, *, name: str, new: Mapping[str, Any], by: UUID) -> None:
    """Change the text, lead or date of a new action."""
    with _changing(plan_id, by=by) as draft:
        draft.new_actions = [{**each, **new} if each["name"] == name else each for each in draft.new_actions]


def give_date(plan_id: UUID, *, action_id: UUID, due_date: date | None, by: UUID) -> None:
    """Keep the new date of an action whose date has passed; None says that there is none yet."""
    _check_action(plan_id, action_id)
    with _changing(plan_id, by=by) as draft:
        draft.dates[str(action_id)] = due_date.isoformat() if due_date else None


def start_over(plan_id: UUID, *, by: UUID) -> None:
    """Throw away what was typed about the next plan. A plan that was made of it stays."""
    NextPlanDraft.objects.filter(plan_id=plan_id).delete()


@contextmanager
def _changing(plan_id: UUID, *, by: UUID) -> Iterator[NextPlanDraft]:
    """Hold the draft of the next plan for a change; it is made where there is none."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_id)
        draft = _draft_of(plan) or NextPlanDraft(plan=plan)
        yield draft
        draft.changed_by_id = by
        draft.save()


def _draft_of(plan: Plan) -> NextPlanDraft | None:
    if plan.state == PlanState.DRAFT:
        raise MoveNotAllowed(_("This plan is itself a draft."), mend=_("Adopt it first."))
    draft = NextPlanDraft.objects.filter(plan=plan).first()
    if draft is not None and draft.made_id is not None:
        raise MoveNotAllowed(_("The next plan is made already."), mend=_("Change it on its own pages."))
    return draft


def _check_action(plan_id: UUID, action_id: UUID) -> None:
    if not Action.objects.filter(plan_id=plan_id, pk=action_id).exists():
        raise UsedWrongly(_("There is no such action in this plan."))


def _forget_unused(draft: NextPlanDraft) -> None:
    """Let go of new actions that nothing becomes any more."""
    used = {name for one in draft.decisions.values() for name in one.get("becomes", ())}
    draft.new_actions = [each for each in draft.new_actions if each["name"] in used]


def _targets(council_id: UUID) -> Targets:
    """Give the council's posts, partners and boards by name, for the leads of new actions."""
    return Targets(
        posts={each.title: each.id for each in posts(council_id)},
        partners={each.name: each.id for each in partners(council_id)},
        boards={each.name: each.id for each in boards(council_id)},
    )


def _links(plan: Plan, made: NextPlan, actions: list[Action]) -> dict[tuple[UUID, UUID], Outcome]:
    """Give the links by the ids of actions. Positions of a kept plan run from 1 without a gap."""
    olds = list(Action.objects.filter(plan=plan).order_by("position").values_list("pk", flat=True))
    return {(olds[link.old - 1], actions[link.new - 1].pk): link.how for link in made.links}


_POINTERS: tuple[tuple[Any, tuple[str, ...], str], ...] = (
    (ActionLead, ("post_id", "partner_id"), "position"),
    (ActionBoard, ("board_id",), "position"),
    (SubAction, ("post_id",), "text"),
)
"""What hangs on an action and points at the council's own, and how the same row is known again in the next plan."""


def _bring_along(plan: Plan, made: Plan, old_by_new: Mapping[UUID, UUID]) -> None:
    """Give what was carried the very posts, partners, boards, characteristics and directorates that it had."""
    for model, names, known_by in _POINTERS:
        before = {(row.action_id, getattr(row, known_by)): row for row in model.objects.filter(action__plan=plan)}
        changed = []
        for row in model.objects.filter(action__plan=made):
            old = before.get((old_by_new.get(row.action_id), getattr(row, known_by)))
            if old is not None and any(getattr(row, name) != getattr(old, name) for name in names):
                for name in names:
                    setattr(row, name, getattr(old, name))
                changed.append(row)
        model.objects.bulk_update(changed, list(names), batch_size=_BATCH)
    _bring_characteristics(plan, made)
    directorates = dict(_by_path(plan))
    levels = [row for row in Level.objects.filter(plan=made) if directorates.get(tuple(row.path))]
    for level in levels:
        level.directorate_id = directorates[tuple(level.path)]
    Level.objects.bulk_update(levels, ["directorate"], batch_size=_BATCH)


def _bring_characteristics(plan: Plan, made: Plan) -> None:
    """Give a code the characteristic that a person said it is, where the plan's own key does not say."""
    known = dict(
        ActionStrand.objects.filter(action__plan=plan).exclude(characteristic="").values_list("code", "characteristic")
    )
    unplaced = [row for row in ActionStrand.objects.filter(action__plan=made, characteristic="") if row.code in known]
    for row in unplaced:
        row.characteristic = known[row.code]
    ActionStrand.objects.bulk_update(unplaced, ["characteristic"], batch_size=_BATCH)


def _by_path(plan: Plan) -> Iterable[tuple[tuple[str, ...], UUID]]:
    for path, directorate in Level.objects.filter(plan=plan, directorate__isnull=False).values_list(
        "path", "directorate_id"
    ):
        yield tuple(path), directorate


def _record(
    plan: Plan,
    row: Plan,
    made: NextPlan,
    actions: list[Action],
    links: Mapping[tuple[UUID, UUID], Outcome],
    *,
    by: UUID,
) -> None:
    salt = new_salt()
    ledger.record(
        chain=f"council:{plan.council_id}",
        kind="plans.carried_forward",
        by=f"person:{by}",
        subject=f"plans.plan:{row.pk}",
        also=[f"plans.plan:{plan.pk}"],
        facts={
            "title": row.title,
            "before": plan.title,
            "actions": len(actions),
            "closed": len(made.closed),
            "dropped": len(made.dropped),
            "links": [[str(old), str(new), str(how)] for (old, new), how in links.items()],
            "rows": row_hashes(made.plan, actions, plan_id=row.pk, salt=salt),
        },
        personal={"row_salt": salt},
    )
