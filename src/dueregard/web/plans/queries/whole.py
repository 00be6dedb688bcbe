"""What is a kept plan as plain values?

The one idea: a plan that was adopted from a domain `Plan` comes back equal to it (tests hold this), so that what is
downloaded can be read in again. Costs twelve queries, however large the plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dueregard.domain.plans import model as domain
from dueregard.domain.plans.shape import plan_from_json
from dueregard.domain.plans.tree import sections_of
from dueregard.reading.blocks import Place
from dueregard.web.plans.models import Action, Level, Plan

LEFT_OVER = ("legend", "columns", "unused", "questions", "found", "warnings")
PARTS = ("strands", "leads", "boards", "sub_actions", "updates", "measures__values")


def domain_plan(plan_id: UUID, *, actions: QuerySet[Action] | None = None) -> domain.Plan:
    """Give a plan as a domain value, in the order of the document.

    Takes:   `actions`, a query for those of its actions to give (a filtered download), else all.
    Raises:  Plan.DoesNotExist.
    Costs:   twelve queries.
    """
    plan = Plan.objects.get(pk=plan_id)
    rows = plan.actions.select_related("level").prefetch_related(*PARTS)
    if actions is not None:
        rows = rows.filter(pk__in=actions.order_by().values("pk"))
    acts = tuple(domain_action(row) for row in rows)
    left_over = plan_from_json({name: plan.left_over[name] for name in LEFT_OVER if name in plan.left_over})
    return domain.Plan(
        document=plan.title,
        organisation=plan.organisation_text,
        plan_period=period_of(plan),
        key=key_of(plan),
        legend=left_over.legend,
        columns=left_over.columns,
        sections=sections_of(acts),
        levels=tuple(domain_level(row) for row in _levels(plan)),
        actions=acts,
        unused=left_over.unused,
        questions=left_over.questions,
        found=left_over.found,
        warnings=left_over.warnings,
    )


def key_of(plan: Plan) -> dict[str, domain.Strand]:
    """Give the document's own key of strands. No query."""
    return {code: domain.Strand(entry["label"], tuple(entry["characteristics"])) for code, entry in plan.key.items()}


def domain_action(row: Action) -> domain.Action:
    """Give one action as a domain value. No query where its parts were fetched with it."""
    path = tuple(row.level.path) if row.level else ()
    section = path[0] if row.has_section else None
    return domain.Action(
        action_text=row.text,
        number=row.number,
        number_text=row.number_text,
        section=section,
        levels=path if section is None or row.is_section_a_level else path[1:],
        commitments=tuple(row.commitments),
        strands=tuple(dict.fromkeys(strand.code for strand in row.strands.all())),
        action_title=row.title,
        how=row.how,
        sub_actions=tuple(
            domain.SubAction(
                text=part.text,
                kind=part.kind,
                label=part.label,
                timescales=_timescales(part.timescales),
                due_date=part.due_date,
                owner=part.owner,
                status=part.status,
                completed_on=part.completed_on,
            )
            for part in row.sub_actions.all()
        ),
        links=tuple(row.links),
        leads=tuple(domain.Lead(lead.name, lead.timescale_text) for lead in row.leads.all()),
        partners=tuple(row.partners),
        timescale_text=row.timescale_text,
        timescales=_timescales(row.timescales),
        start_date=row.start_date,
        due_date=row.due_date,
        frequency=row.frequency,
        monitored_by=tuple(board.name for board in row.boards.all()),
        resources=row.resources,
        measure=row.measure_text,
        measures=tuple(domain_measure(measure) for measure in row.measures.all()),
        expected_outcome=row.expected_outcome,
        priority=row.priority,
        status=row.status,
        status_text=row.status_text,
        rag=row.rag,
        percent=row.percent,
        completed_date=row.completed_date,
        progress=tuple(domain.Progress(u.text, u.date, u.author, u.status, u.heading) for u in row.updates.all()),
        update_text=row.update_text,
        outcome=row.outcome,
        outcome_text=row.outcome_text,
        achieved=row.achieved,
        year_end_report=row.year_end_report,
        printed=dict(row.printed),
        other=dict(row.other),
        sources={field: tuple(Place.from_json(p) for p in places) for field, places in row.sources.items()},
        flags=tuple(row.flags),
    )


def period_of(plan: Plan) -> domain.Period | None:
    """Give the time a plan covers. No query."""
    if plan.period_text is None:
        return None
    return domain.Period(plan.period_text, plan.period_start, plan.period_end)


def _levels(plan: Plan) -> QuerySet[Level]:
    return plan.levels.prefetch_related("contributions", "measures__values")


def domain_level(row: Level) -> domain.Level:
    """Give one level as a domain value. No query where its parts were fetched with it."""
    return domain.Level(
        path=tuple(row.path),
        kind=row.kind,
        ref=row.ref,
        label=row.label,
        why=row.why,
        success_measure=row.success_measure,
        strands=tuple(row.strands),
        contributions=tuple(domain.Contribution(c.who, c.how, c.changed) for c in row.contributions.all()),
        measures=tuple(domain_measure(measure) for measure in row.measures.all()),
    )


def domain_measure(row: Any) -> domain.Measure:
    """Give one measure as a domain value. No query where its values were fetched with it."""
    return domain.Measure(
        name=row.name,
        unit=row.unit,
        direction=row.direction,
        baseline=row.baseline,
        baseline_date=row.baseline_date,
        target=row.target,
        target_date=row.target_date,
        source=row.source,
        values=tuple(domain.MeasureValue(v.on, v.value, v.source) for v in row.values.all()),
        kind=row.kind,
        group=row.group,
        compared_with=row.compared_with,
    )


def _timescales(kept: list[Mapping[str, Any]]) -> tuple[domain.Timescale, ...]:
    return tuple(
        domain.Timescale(one["text"], one["kind"], start=_day(one["start"]), end=_day(one["end"])) for one in kept
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
