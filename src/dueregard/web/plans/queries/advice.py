"""What would make an action, an objective or a measure easier to follow up? Advice beside its form, never in its way.

The one idea: the check of `domain.plans` looks at a thing among its neighbours and proposes words from them; it refuses
nothing and judges nobody. It looks at what is kept, or (`check_…`) at what somebody has typed and not saved yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from dueregard.domain.plans.check import FoundByRule, check_plan, most_useful
from dueregard.domain.plans.measures import FoundMeasure, find_measures, measures_of
from dueregard.domain.plans.model import Action as ActionValue
from dueregard.domain.plans.model import Lead, Measure
from dueregard.domain.plans.model import Level as LevelValue
from dueregard.domain.plans.model import Plan as PlanValue
from dueregard.domain.plans.parsing.dates import read_timescales
from dueregard.domain.plans.smart.rules import Remark
from dueregard.domain.plans.smart.single import remarks_on_action, remarks_on_measure
from dueregard.domain.plans.smart.whole import remarks_on_level
from dueregard.web.plans.models import Action, Level, Plan
from dueregard.web.plans.queries.whole import PARTS, domain_action, domain_level, domain_plan, key_of, period_of

_NEIGHBOURS = 60
_MOST_PROPOSED = 5


def advice_on(plan_id: UUID, action_id: UUID) -> tuple[Remark, ...]:
    """Give the remarks on an action, seen among those near it. Nine queries."""
    content, at = _near(plan_id, action_id)
    return remarks_on_action(content, at)


def check_action(plan_id: UUID, action_id: UUID | None, given: Mapping[str, Any]) -> tuple[Remark, ...]:
    """Give the remarks on an action as it is typed. Nine queries; none of it is kept."""
    content, at = _near(plan_id, action_id)
    before = content.actions[at - 1] if at else ActionValue("")
    typed = _typed(before, given, content)
    actions = list(content.actions)
    actions[at - 1 if at else len(actions) :] = [typed, *actions[at:]] if at else [typed]
    return remarks_on_action(replace(content, actions=tuple(actions)), at or len(actions))


def advice_on_level(row: Level) -> tuple[Remark, ...]:
    """Give the remarks on an objective as it is kept. Ten queries at most, whatever stands below it."""
    return check_level(row, {})


def check_level(row: Level, given: Mapping[str, Any]) -> tuple[Remark, ...]:
    """Give the remarks on an objective as it is typed (nothing typed: as it is kept). Ten queries at most."""
    kept = domain_level(row)
    path = (*kept.path[:-1], given.get("title") or kept.path[-1])
    level = replace(
        kept,
        path=path,
        kind=given.get("kind") or kept.kind,
        success_measure=given.get("success_measure", kept.success_measure),
    )
    below = Action.objects.filter(level=row).select_related("level").prefetch_related(*PARTS).order_by("position")
    actions = tuple(replace(domain_action(one), levels=path) for one in below[:_NEIGHBOURS])
    plan = PlanValue(plan_period=period_of(row.plan), actions=actions, levels=(level,))
    return tuple(remarks_on_level(level, plan))


def check_new_level(given: Mapping[str, Any]) -> tuple[Remark, ...]:
    """Give the remarks on an objective that is typed and not kept yet. No query."""
    level = LevelValue(
        path=(given.get("title") or "",),
        kind=given.get("kind") or "section",
        success_measure=given.get("success_measure"),
    )
    return tuple(remarks_on_level(level, PlanValue(levels=(level,))))


def check_measure(given: Mapping[str, Any]) -> tuple[Remark, ...]:
    """Give the remarks on a measure as it is typed. No query."""
    names = ("name", "unit", "direction", "baseline", "target", "source")
    said: dict[str, Any] = {name: given.get(name) for name in names}
    return tuple(remarks_on_measure(Measure(**said)))


def advice_on_plan(plan_id: UUID, *, on: date) -> tuple[FoundByRule, ...]:
    """Give the five repairs that would help a plan most. Twelve queries."""
    return most_useful(check_plan(domain_plan(plan_id), on=on))


def proposed_measures(action_id: UUID) -> tuple[FoundMeasure, ...]:
    """Give the measures that stand in an action's own words and are not kept yet. Eight queries."""
    row = Action.objects.select_related("level").prefetch_related(*PARTS).get(pk=action_id)
    content = domain_action(row)
    return _not_kept(measures_of(content), content.measures)


def proposed_for_level(row: Level) -> tuple[FoundMeasure, ...]:
    """Give the measures that stand in an objective's own words and are not kept yet. Two queries."""
    said = "\n".join(part for part in (row.title, row.success_measure) if part)
    return _not_kept(find_measures(said), domain_level(row).measures)


def _not_kept(found: tuple[FoundMeasure, ...], kept: tuple[Measure, ...]) -> tuple[FoundMeasure, ...]:
    known = {(one.name.casefold(), one.target) for one in kept}
    return tuple(one for one in found if (one.measure.name.casefold(), one.measure.target) not in known)[
        :_MOST_PROPOSED
    ]


def _near(plan_id: UUID, action_id: UUID | None) -> tuple[PlanValue, int]:
    """Give a plan of the actions near one (near the end, for a new one), and its place among them from 1; 0 for new."""
    plan = Plan.objects.defer("left_over").get(pk=plan_id)
    rows = Action.objects.filter(plan_id=plan_id)
    if action_id is None:
        near = list(_whole(rows).order_by("-position")[:_NEIGHBOURS])[::-1]
    else:
        place = Action.objects.values_list("position", flat=True).get(pk=action_id)
        half = _NEIGHBOURS // 2
        near = list(_whole(rows.filter(position__gte=place - half, position__lte=place + half)).order_by("position"))
    content = PlanValue(plan_period=period_of(plan), key=key_of(plan), actions=tuple(map(domain_action, near)))
    return content, next((number for number, row in enumerate(near, start=1) if row.pk == action_id), 0)


def _whole(rows: Any) -> Any:
    return rows.select_related("level").prefetch_related(*PARTS)


def _typed(before: ActionValue, given: Mapping[str, Any], plan: PlanValue) -> ActionValue:
    """Give an action with what was typed in place of what was kept. What was not asked stays."""
    said = given.get("timescale_text")
    scales = before.timescales
    if said != before.timescale_text:
        scales = tuple(one.timescale for one in read_timescales(said, period=plan.plan_period)) if said else ()

    def day(name: str) -> date | None:
        return date.fromisoformat(given[name]) if given.get(name) else None

    return replace(
        before,
        action_text=given.get("text") or "",
        action_title=given.get("title"),
        how=given.get("how"),
        strands=tuple(given.get("strands") or ()),
        leads=tuple(Lead(one["name"]) for one in given.get("leads") or ()),
        monitored_by=tuple(one["name"] for one in given.get("boards") or ()),
        links=tuple(given.get("links") or ()),
        timescale_text=said,
        timescales=scales,
        start_date=day("start_date"),
        due_date=day("due_date"),
        frequency=given.get("frequency"),
        measure=given.get("measure_text"),
        expected_outcome=given.get("expected_outcome"),
        flags=() if said != before.timescale_text else before.flags,
    )
