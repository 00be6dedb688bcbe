"""What the SMART check says of a plan as a whole: its period, objectives, groups, repetition and reports.

The one idea: some faults are invisible action by action (every one says "all"; two say the same; none was reported on).
Source:  terms/data/plan_rules.toml, where each rule names its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dueregard.domain.plans.likeness import alike_pairs
from dueregard.domain.plans.measures import find_measures
from dueregard.domain.plans.model import Action, Level, Plan
from dueregard.domain.plans.smart.promises import promised_assessments
from dueregard.domain.plans.smart.rules import Remark, name_of, remark, shortened
from dueregard.domain.plans.smart.single import remarks_on_measure
from dueregard.domain.plans.smart.wording import groups_named
from dueregard.publish.document import say_date
from dueregard.terms.characteristics import ALL, CHARACTERISTICS

_OBJECTIVES = frozenset({"objective", "aim", "outcome", "priority"})
_ANSWERED = frozenset({"complete", "closed"})


def remarks_on_plan(plan: Plan, *, on: date) -> tuple[Remark, ...]:
    """Give the remarks on the whole plan, and those on actions that only show beside others."""
    return (
        *_period(plan),
        *_objectives(plan),
        *_year_end(plan, on=on),
        *_all_everywhere(plan),
        *_duplicates(plan),
        *_assessments(plan),
    )


def _period(plan: Plan) -> Iterator[Remark]:
    if plan.plan_period is None or plan.plan_period.end is None:
        yield remark("period_none")


def _objectives(plan: Plan) -> Iterator[Remark]:
    objectives = [level for level in plan.levels if level.kind in _OBJECTIVES]
    if not objectives:
        yield remark("objectives_none")
    for level in objectives:
        yield from remarks_on_level(level, plan)


def remarks_on_level(level: Level, plan: Plan) -> Iterator[Remark]:
    """Give the remarks on one objective, seen in its plan; none on a level that is no objective and has no measure."""
    if level.kind in _OBJECTIVES and not _is_measurable(level, plan):
        yield remark(
            "objective_not_measurable",
            blanks={"objective": shortened(level.path[-1], to=90)},
            proposed="One figure that would move if it were met: from … now to … by …",
        )
    end = plan.plan_period.end if plan.plan_period else None
    for measure in level.measures:
        yield from remarks_on_measure(measure, by=f", by {say_date(end)}" if end else ", by …")


def _is_measurable(level: Level, plan: Plan) -> bool:
    if level.success_measure or level.measures or find_measures(level.path[-1]):
        return True
    below = [action for action in plan.actions if level.path[-1] in action.levels]
    return any(one.target is not None for action in below for one in action.measures)


def _year_end(plan: Plan, *, on: date) -> Iterator[Remark]:
    end = plan.plan_period.end if plan.plan_period else None
    if end is None or end >= on:
        return
    silent = [action for action in plan.actions if not _is_reported(action)]
    if silent:
        blanks = {"end": say_date(end), "count": len(silent), "total": len(plan.actions)}
        yield remark("year_end_none", blanks=blanks, proposed="Closed, goes on, became …, or dropped because …")


def _is_reported(action: Action) -> bool:
    return bool(
        action.year_end_report
        or action.outcome
        or action.update_text
        or action.progress
        or action.completed_date
        or action.status in _ANSWERED
    )


def _all_everywhere(plan: Plan) -> Iterator[Remark]:
    for_all = [(n, a) for n, a in enumerate(plan.actions, start=1) if a.strands == (ALL,)]
    if len(plan.actions) < 4 or len(for_all) * 2 <= len(plan.actions):
        return
    named = [
        f"{name_of(n, a)} ({', '.join(CHARACTERISTICS[code].label.lower() for code in codes)})"
        for n, a in for_all
        if (codes := groups_named(a.action_text))
    ]
    proposed = f"Their own words name groups in: {'; '.join(named[:8])}." if named else None
    yield remark("strand_all_everywhere", blanks={"count": len(for_all), "total": len(plan.actions)}, proposed=proposed)


def _duplicates(plan: Plan) -> Iterator[Remark]:
    for earlier, position in alike_pairs([action.action_text for action in plan.actions]):
        other = name_of(earlier + 1, plan.actions[earlier])
        yield remark("duplicate", of=(position + 1, plan.actions[position]), blanks={"other": other})


def _assessments(plan: Plan) -> Iterator[Remark]:
    for promise in promised_assessments(plan):
        if promise.by is None:
            yield remark(
                "assessment_no_date",
                of=(promise.action, plan.actions[promise.action - 1]),
                proposed="Before the decision on …, on …",
            )
