"""What stands in a plan now, in the form in which an edit page shows it and sends it back?

The one idea: everything that can be edited is a flat set of values in JSON form (`…_values`). The form is filled from
it, its versions are made from it, and what was sent is compared with it, so that page and database speak one language.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from dueregard.web.plans.models import Action, Contribution, Level, Measure, MeasureValue, Plan, SubAction

Values = dict[str, Any]
Row = TypeVar("Row", bound=Model)

PLAN_FIELDS = ("title", "period_text", "period_start", "period_end")
LEVEL_FIELDS = ("title", "kind", "ref", "why", "success_measure")
CONTRIBUTION_FIELDS = ("who", "how", "changed")
PART_FIELDS = ("label", "text", "kind", "due_date", "owner", "post_id", "status", "completed_on")
MEASURE_FIELDS = (
    "name", "unit", "direction", "baseline", "baseline_date", "target", "target_date", "source", "kind",
    "group", "compared_with",
)  # fmt: skip
VALUE_FIELDS = ("on", "value", "source")
ACTION_FIELDS = (
    "number_text", "title", "text", "how", "commitments", "links", "partners", "timescale_text", "start_date",
    "due_date", "frequency", "resources", "measure_text", "expected_outcome", "priority", "status", "rag", "percent",
    "completed_date", "outcome", "achieved", "year_end_report",
)  # fmt: skip
"""The columns of an action's own row that a person may change; levels, owners, boards and strands are beside them."""


def values_of(row: Any, fields: tuple[str, ...]) -> Values:
    """Give some columns of a row in JSON form. No query."""
    return {name: _plain(getattr(row, name)) for name in fields}


def plan_values(plan_id: UUID) -> Values:
    """Give what may be changed of the plan itself. One query."""
    return values_of(Plan.objects.get(pk=plan_id), PLAN_FIELDS)


def level_values(row: Level) -> Values:
    """Give what may be changed of a level. No query."""
    return {**values_of(row, LEVEL_FIELDS), "directorate": _plain(row.directorate_id)}


def action_values(row: Action) -> Values:
    """Give what may be changed of an action. No query where strands, leads and boards were fetched with it."""
    return {
        **values_of(row, ACTION_FIELDS),
        "level": _plain(row.level_id),
        "strands": list(dict.fromkeys(strand.code for strand in row.strands.all())),
        "leads": [
            {
                "name": lead.name,
                "post": _plain(lead.post_id),
                "partner": _plain(lead.partner_id),
                "timescale_text": lead.timescale_text,
            }
            for lead in row.leads.all()
        ],
        "boards": [{"name": one.name, "board": _plain(one.board_id)} for one in row.boards.all()],
    }


def level_row(plan_id: UUID, level_id: UUID) -> Level:
    """Give a level of a plan, with who shaped it. Two queries.

    Raises:  Http404 for a level of another plan, as for none.
    """
    return _found(Level.objects.filter(plan_id=plan_id, pk=level_id).prefetch_related("contributions"))


def contribution_row(level_id: UUID, contribution_id: UUID) -> Contribution:
    """Give who shaped a level, or 404. One query."""
    return _found(Contribution.objects.filter(level_id=level_id, pk=contribution_id))


def action_row(plan_id: UUID, action_id: UUID) -> Action:
    """Give an action of a plan with what its edit page shows, or 404. Four queries."""
    rows = Action.objects.filter(plan_id=plan_id, pk=action_id).select_related("level")
    return _found(rows.prefetch_related("strands", "leads__post", "leads__partner", "boards__board"))


def part_row(action_id: UUID, part_id: UUID) -> SubAction:
    """Give a part of an action, or 404. One query."""
    return _found(SubAction.objects.filter(action_id=action_id, pk=part_id))


def part_post(action_id: UUID, part_id: UUID) -> UUID | None:
    """Give the post that owns a part; None where no post does, or there is no such part. One query."""
    return SubAction.objects.filter(action_id=action_id, pk=part_id).values_list("post_id", flat=True).first()


def measure_row(action_id: UUID, measure_id: UUID) -> Measure:
    """Give a measure of an action with its values by day, or 404. Two queries."""
    return _found(Measure.objects.filter(action_id=action_id, pk=measure_id).prefetch_related("values"))


def level_measure_row(level_id: UUID, measure_id: UUID) -> Measure:
    """Give a measure of a level with its values by day, or 404. Two queries."""
    return _found(Measure.objects.filter(level_id=level_id, pk=measure_id).prefetch_related("values"))


def value_row(measure_id: UUID, value_id: int) -> MeasureValue:
    """Give one value of a measure, or 404. One query."""
    return _found(MeasureValue.objects.filter(measure_id=measure_id, pk=value_id))


def _found(rows: QuerySet[Row]) -> Row:
    row = rows.first()
    if row is None:
        raise Http404
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def check_action(plan_id: UUID, action_id: UUID) -> None:
    """Stop unless an action is one of a plan. One query.

    Raises:  Http404.
    """
    if not Action.objects.filter(plan_id=plan_id, pk=action_id).exists():
        raise Http404
