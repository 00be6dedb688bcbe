"""The plan as JSON values, and back, without loss.

The one idea: the dataclasses of `model` are walked by their own annotations (`terms.shapes`). The shape is that of
docs/reference/plan-format.md; unknown keys of an older or newer file are reported, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dueregard.domain.plans.model import Plan
from dueregard.terms.errors import CannotBeRead
from dueregard.terms.shapes import as_json, from_json

FORMAT = "dueregard.plan/1"


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Give the plan as JSON values, dates in ISO form, with the format's name first.

    >>> plan_to_json(Plan(document="Our plan"))["document"]
    'Our plan'
    """
    return {"format": FORMAT, **as_json(plan)}


def plan_from_json(shape: Mapping[str, Any]) -> Plan:
    """Take back what `plan_to_json` gave.

    Raises:  CannotBeRead, naming every unknown key and every value of the wrong kind at once.

    >>> plan_from_json({"document": "Our plan", "actions": []}).document
    'Our plan'
    """
    plan, faults = from_json(Plan, {k: v for k, v in shape.items() if k != "format"}, where="plan")
    if faults:
        raise CannotBeRead(
            "This JSON is not a plan: " + "; ".join(faults) + ".",
            mend="Compare it with docs/reference/plan-format.md.",
        )
    return plan  # type: ignore[no-any-return]  # from_json gives what its first argument names
