"""How does a finding become an action, and an indicator the measure of an action or of an objective?

The one idea: plans and monitoring do not know each other; here, above both, one transaction writes in both, so that
neither an action without its finding nor an answer without its action can be left behind. A plan can be public:
figures that were let out for few are never copied into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.domain.monitoring.indicators import Better
from dueregard.domain.monitoring.states import FindingAnswer
from dueregard.domain.plans.measures_said import GAP_UNIT
from dueregard.domain.plans.model import GAP
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.monitoring.actions import indicators as indicator_actions
from dueregard.web.monitoring.actions.findings import Answer, answer_finding
from dueregard.web.monitoring.queries.indicators import IndicatorCard, indicator_by_id
from dueregard.web.monitoring.queries.indicators_values import AGAINST, MeasuredValue, values_of
from dueregard.web.plans.actions.editing_actions import add_action
from dueregard.web.plans.actions.editing_parts import add_level_measure, add_measure, add_value
from dueregard.web.plans.queries.placing import placed_measure

_DIRECTIONS = {Better.HIGHER: "up", Better.LOWER: "down"}


def act_on_finding(
    finding_id: UUID, *, plan_id: UUID, given: Mapping[str, Any], reason: str, local: Iterable[str], by: UUID
) -> UUID:
    """Make an action in a plan and answer the finding with it; give the action.

    Raises:  MoveNotAllowed where the finding is answered or the plan is closed; UsedWrongly without text or reason.
    """
    with transaction.atomic():
        action_id = add_action(plan_id, given=dict(given), by=by, local=local)
        answer = Answer(FindingAnswer.ACT, reason=reason, plan_action=str(action_id))
        answer_finding(finding_id, said=answer, by=by)
    return action_id


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap that an indicator measures: the figure it is set against ("dimension=category"), and whom it is between."""

    compared: str
    group: str
    compared_with: str | None = None


def use_as_measure(
    card: IndicatorCard,
    *,
    measured: str,
    name: str,
    by: UUID,
    action_id: UUID | None = None,
    level_id: UUID | None = None,
    gap: Gap | None = None,
) -> UUID:
    """Make an indicator the measure of an action or of an objective, with a value for each public period; give it.

    Takes:   `action_id` or `level_id`; `measured`, which figure: "dimension=category"; `name`, what the measure is
             called in the plan; `gap`, where not the figure counts but how far it is behind another, in points.
    Raises:  UsedWrongly where no period has figures that everybody may see, or a figure is set against itself.
    """
    if gap and gap.compared == measured:
        raise UsedWrongly(_("A group has no gap to itself. Choose another to compare it with."))
    followed = f"{measured}{AGAINST}{gap.compared}" if gap else measured
    values = values_of(card, followed)
    if not values:
        raise UsedWrongly(_("No figures of this are released for everybody yet, so a plan cannot show them."))
    first = values[0]
    given: dict[str, Any] = {
        "name": name,
        "unit": "%",
        "direction": _DIRECTIONS.get(card.definition.better),
        "baseline": first.value,
        "baseline_date": first.on.isoformat(),
        "target": str(card.target.normalize()) if card.target is not None and first.is_everyone else None,
        "source": _("Indicator: %(name)s") % {"name": card.name},
    }
    if gap:
        about = {"kind": GAP, "group": gap.group, "compared_with": gap.compared_with}
        given |= {**about, "unit": GAP_UNIT, "direction": "down", "target": None}
    with transaction.atomic():
        if level_id is not None:
            measure_id = add_level_measure(level_id, given=given, by=by)
        elif action_id is not None:
            measure_id = add_measure(action_id, given=given, by=by)
        else:
            raise UsedWrongly(_("Choose an action or an objective."))
        _add(measure_id, values, by=by)
        indicator_actions.set_measure(card.id, measure_id=measure_id, measured=followed, by=by)
    return measure_id


def bring_up_to_date(indicator_id: UUID, by: UUID) -> None:
    """Add the values that a plan's measure does not have yet. Called whenever a period is added.

    A plan that is closed stays as it was, and a measure that was taken out of its plan is left alone.
    """
    card = indicator_by_id(indicator_id)
    placed = placed_measure(card.council_id, card.plan_measure) if card.plan_measure else None
    if placed is None:
        return
    new = [value for value in values_of(card, card.measured) if value.on not in placed.days]
    try:
        with transaction.atomic():
            _add(UUID(card.plan_measure), new, by=by)
    except (MoveNotAllowed, ObjectDoesNotExist):
        return


def _add(measure_id: UUID, values: Iterable[MeasuredValue], *, by: UUID) -> None:
    for value in values:
        add_value(measure_id, given={"on": value.on.isoformat(), "value": value.value, "source": value.source}, by=by)
