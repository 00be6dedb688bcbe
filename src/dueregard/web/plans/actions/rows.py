"""How is a domain plan kept as rows?

The one idea: the reverse of `queries.whole`: nothing is understood here, only put in its place. Rows are made in bulk,
so that a plan of 10,000 actions is adopted in seconds.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from dueregard.domain.ledger.canonical import JSON, canonical, tidied
from dueregard.domain.plans import model as domain
from dueregard.domain.plans.fragments import Fragments
from dueregard.domain.plans.progress import characteristics_of
from dueregard.domain.plans.shape import plan_to_json
from dueregard.domain.plans.tree import is_section_a_level, levels_of, path_of
from dueregard.web.plans.models import (
    Action,
    ActionBoard,
    ActionLead,
    ActionStrand,
    Contribution,
    Level,
    Measure,
    MeasureValue,
    Plan,
    PlanWord,
    SubAction,
    Update,
)
from dueregard.web.plans.queries.whole import LEFT_OVER
from dueregard.web.plans.queries.words import searchable, words_in

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Targets:
    """Which post, partner or board a printed name was said to be, by printed name."""

    posts: Mapping[str, UUID] = field(default_factory=dict)
    partners: Mapping[str, UUID] = field(default_factory=dict)
    boards: Mapping[str, UUID] = field(default_factory=dict)


@dataclass(slots=True)
class _Parts:
    """The rows that hang on actions (measures: on levels, too), gathered to be made in bulk."""

    strands: list[ActionStrand] = field(default_factory=list)
    leads: list[ActionLead] = field(default_factory=list)
    boards: list[ActionBoard] = field(default_factory=list)
    sub_actions: list[SubAction] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    values: list[MeasureValue] = field(default_factory=list)


def plan_fields(content: domain.Plan) -> dict[str, Any]:
    """Give the columns of the plan's own row."""
    shape = plan_to_json(content)
    period = content.plan_period
    return {
        "organisation_text": content.organisation,
        "period_text": period.text if period else None,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "key": shape["key"],
        "left_over": {name: shape[name] for name in LEFT_OVER},
    }


def add_rows(
    plan: Plan, content: domain.Plan, *, targets: Targets | None = None, fragments: Fragments | None = None
) -> list[Action]:
    """Make every row below the plan's own, in the caller's transaction, and give the actions in order.

    Takes:   `fragments`, the document's words by place, kept with each field that came from it.
    """
    parts = _Parts()
    levels = _add_levels(plan, content, parts)
    actions: list[Action] = []
    for position, action in enumerate(content.actions, start=1):
        row = Action(plan=plan, position=position, level=levels.get(path_of(action)), **action_fields(action))
        if fragments:
            row.original = {name: list(fragments.words(places)) for name, places in action.sources.items()}
        actions.append(row)
        _gather(parts, row, action, key=content.key, targets=targets or Targets())
    Action.objects.bulk_create(actions, batch_size=_BATCH)
    save_parts(parts)
    words = {word for row in actions for word in words_in(row.search_text)}
    PlanWord.objects.bulk_create(
        (PlanWord(plan=plan, word=word) for word in sorted(words)), batch_size=_BATCH, ignore_conflicts=True
    )
    return actions


def save_parts(parts: _Parts) -> None:
    """Make the rows that hang on actions."""
    gathered: tuple[tuple[Any, list[Any]], ...] = (
        (ActionStrand, parts.strands),
        (ActionLead, parts.leads),
        (ActionBoard, parts.boards),
        (SubAction, parts.sub_actions),
        (Update, parts.updates),
        (Measure, parts.measures),
        (MeasureValue, parts.values),
    )
    for kind, rows in gathered:
        kind.objects.bulk_create(rows, batch_size=_BATCH)


def replace_parts(row: Action, action: domain.Action, *, key: Mapping[str, domain.Strand], targets: Targets) -> None:
    """Make an action's parts anew from its domain value (an edit), in the caller's transaction."""
    for related in ("strands", "leads", "boards", "sub_actions", "updates", "measures"):
        getattr(row, related).all().delete()
    parts = _Parts()
    _gather(parts, row, action, key=key, targets=targets)
    save_parts(parts)


def action_fields(action: domain.Action) -> dict[str, Any]:
    """Give the columns of an action's own row, its place in the plan excepted."""
    dated = [entry.date for entry in action.progress if entry.date]
    return {
        "has_section": action.section is not None,
        "is_section_a_level": is_section_a_level(action),
        "number": action.number,
        "number_text": action.number_text,
        "title": action.action_title,
        "text": action.action_text,
        "how": action.how,
        "commitments": list(action.commitments),
        "links": list(action.links),
        "partners": list(action.partners),
        "timescale_text": action.timescale_text,
        "timescales": [_timescale(one) for one in action.timescales],
        "start_date": action.start_date,
        "due_date": action.due_date,
        "frequency": action.frequency,
        "resources": action.resources,
        "measure_text": action.measure,
        "expected_outcome": action.expected_outcome,
        "priority": action.priority,
        "status": action.status,
        "status_text": action.status_text,
        "rag": action.rag,
        "percent": action.percent,
        "completed_date": action.completed_date,
        "update_text": action.update_text,
        "outcome": action.outcome,
        "outcome_text": action.outcome_text,
        "achieved": action.achieved,
        "year_end_report": action.year_end_report,
        "printed": dict(action.printed),
        "other": dict(action.other),
        "sources": {name: [place.to_json() for place in places] for name, places in action.sources.items()},
        "flags": list(action.flags),
        "last_update_on": max(dated, default=None),
        "search_text": searchable(action),
    }


def row_hashes(content: domain.Plan, actions: list[Action], *, plan_id: UUID, salt: str) -> dict[str, JSON]:
    """Give a salted hash for each action and each level that is measured, by its subject in the ledger.

    Actions may name people, so a bare hash could be guessed at; once the salt is erased, nothing can be.
    """
    shape = plan_to_json(content)
    subjects = {f"plans.action:{row.pk}": one for row, one in zip(actions, shape["actions"], strict=True)}
    measured = {tuple(one["path"]): one for one in shape["levels"] if one["measures"]}
    if measured:
        levels = Level.objects.filter(plan_id=plan_id).values_list("pk", "path")
        subjects |= {f"plans.level:{pk}": measured[tuple(path)] for pk, path in levels if tuple(path) in measured}
    return {subject: sha256(salt.encode() + canonical(tidied(one))).hexdigest() for subject, one in subjects.items()}


def new_salt() -> str:
    """Draw a salt for `row_hashes`."""
    return secrets.token_hex(32)


def _add_levels(plan: Plan, content: domain.Plan, parts: _Parts) -> dict[tuple[str, ...], Level]:
    rows: dict[tuple[str, ...], Level] = {}
    contributions: list[Contribution] = []
    for position, level in enumerate(levels_of(content), start=1):
        rows[level.path] = Level(
            plan=plan,
            parent=rows.get(level.path[:-1]),
            kind=level.kind,
            ref=level.ref,
            label=level.label,
            title=level.path[-1],
            path=list(level.path),
            why=level.why,
            success_measure=level.success_measure,
            strands=list(level.strands),
            position=position,
        )
        contributions.extend(
            Contribution(level=rows[level.path], position=place, **asdict(one))
            for place, one in enumerate(level.contributions, start=1)
        )
        for place, measure in enumerate(level.measures, start=1):
            _gather_measure(parts, measure, place, level=rows[level.path])
    Level.objects.bulk_create(rows.values(), batch_size=_BATCH)
    Contribution.objects.bulk_create(contributions, batch_size=_BATCH)
    return rows


def _gather(
    parts: _Parts, row: Action, action: domain.Action, *, key: Mapping[str, domain.Strand], targets: Targets
) -> None:
    for place, code in enumerate(action.strands, start=1):
        parts.strands.extend(
            ActionStrand(action=row, position=place, code=code, characteristic=characteristic)
            for characteristic in characteristics_of(code, key=key) or ("",)
        )
    for place, lead in enumerate(action.leads, start=1):
        post = targets.posts.get(lead.name)
        partner = None if post else targets.partners.get(lead.name)
        parts.leads.append(
            ActionLead(
                action=row,
                position=place,
                name=lead.name,
                timescale_text=lead.timescale_text,
                post_id=post,
                partner_id=partner,
            )
        )
    for place, name in enumerate(action.monitored_by, start=1):
        parts.boards.append(ActionBoard(action=row, position=place, name=name, board_id=targets.boards.get(name)))
    for place, part in enumerate(action.sub_actions, start=1):
        parts.sub_actions.append(
            SubAction(
                action=row,
                position=place,
                kind=part.kind,
                label=part.label,
                text=part.text,
                timescales=[_timescale(one) for one in part.timescales],
                due_date=part.due_date,
                owner=part.owner,
                post_id=targets.posts.get(part.owner) if part.owner else None,
                status=part.status,
                completed_on=part.completed_on,
            )
        )
    for place, entry in enumerate(action.progress, start=1):
        parts.updates.append(Update(action=row, position=place, **asdict(entry)))
    for place, measure in enumerate(action.measures, start=1):
        _gather_measure(parts, measure, place, action=row)


def _gather_measure(parts: _Parts, measure: domain.Measure, place: int, **belongs: Action | Level) -> None:
    kept = Measure(
        **belongs,
        position=place,
        name=measure.name,
        unit=measure.unit,
        direction=measure.direction,
        baseline=measure.baseline,
        baseline_date=measure.baseline_date,
        target=measure.target,
        target_date=measure.target_date,
        source=measure.source,
        kind=measure.kind,
        group=measure.group,
        compared_with=measure.compared_with,
    )
    parts.measures.append(kept)
    parts.values.extend(MeasureValue(measure=kept, on=v.on, value=v.value, source=v.source) for v in measure.values)


def _timescale(one: domain.Timescale) -> dict[str, str | None]:
    return {"text": one.text, "kind": one.kind, "start": _iso(one.start), "end": _iso(one.end)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
