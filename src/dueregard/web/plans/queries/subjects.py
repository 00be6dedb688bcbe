"""What is an entry of the ledger about, by its name of today?

The one idea: the chain keeps no text, so a name is read where the thing itself stands, and only in plans that are
handed in: the caller hands in those that the reader may see. What is not there any more has no name here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from dueregard.web.ledger.queries import EntryCard
from dueregard.web.plans.models import Action, Level
from dueregard.web.plans.queries.plans import PlanCard

_PLAN, _ACTION, _LEVEL = "plans.plan:", "plans.action:", "plans.level:"


@dataclass(frozen=True, slots=True)
class About:
    """What an entry is about: its title, and where it stands (`action_id` None: in the plan itself)."""

    title: str
    plan_slug: str
    action_id: UUID | None = None


def is_of_other_plan(entry: EntryCard, *, plans: Mapping[UUID, PlanCard]) -> bool:
    """Say whether an entry is first of all about a plan that is not among those handed in."""
    return entry.subject.startswith(_PLAN) and UUID(entry.subject.removeprefix(_PLAN)) not in plans


def about(entries: Iterable[EntryCard], *, plans: Mapping[UUID, PlanCard]) -> dict[int, About]:
    """Give what each entry is about, by its number; where nothing is left of it, its plan. At most two queries."""
    listed = tuple(entries)
    named = {f"{_PLAN}{pk}": About(plan.title, plan.slug) for pk, plan in plans.items()}
    subjects = {subject for entry in listed for subject in (entry.subject, *entry.also)}
    actions = Action.objects.filter(plan_id__in=plans, pk__in=_ids(subjects, _ACTION))
    for pk, plan_id, title, text in actions.values_list("pk", "plan_id", "title", "text"):
        named[f"{_ACTION}{pk}"] = About(title or text, plans[plan_id].slug, pk)
    levels = Level.objects.filter(plan_id__in=plans, pk__in=_ids(subjects, _LEVEL))
    for pk, plan_id, title in levels.values_list("pk", "plan_id", "title"):
        named[f"{_LEVEL}{pk}"] = About(title, plans[plan_id].slug)
    return {entry.number: found for entry in listed if (found := _first(entry, named))}


def _ids(subjects: Iterable[str], kind: str) -> list[UUID]:
    return [UUID(one.removeprefix(kind)) for one in subjects if one.startswith(kind)]


def _first(entry: EntryCard, named: Mapping[str, About]) -> About | None:
    """Give what the entry is first of all about; else, of what else it is about, the plan."""
    plans = [one for one in entry.also if one.startswith(_PLAN)]
    return next((named[one] for one in (entry.subject, *plans) if one in named), None)
