"""The plan as JSON values, and back, without loss.

The one idea: the dataclasses of `model` are walked by their own annotations, so that a new field needs no second
mention here. The shape is that of docs/reference/plan-format.md; unknown keys of an older or newer file are reported by
`plan_from_json`, never dropped in silence.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from dueregard.domain.plans.model import Plan
from dueregard.reading.blocks import Place
from dueregard.terms.errors import CannotBeRead

FORMAT = "dueregard.plan/1"


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Give the plan as JSON values, dates in ISO form, with the format's name first.

    >>> plan_to_json(Plan(document="Our plan"))["document"]
    'Our plan'
    """
    return {"format": FORMAT, **_out(plan)}


def plan_from_json(shape: Mapping[str, Any]) -> Plan:
    """Take back what `plan_to_json` gave.

    Raises:  CannotBeRead, naming every unknown key and every value of the wrong kind at once.

    >>> plan_from_json({"document": "Our plan", "actions": []}).document
    'Our plan'
    """
    faults: list[str] = []
    plan = _in(Plan, {k: v for k, v in shape.items() if k != "format"}, "plan", faults)
    if faults:
        raise CannotBeRead(
            "This JSON is not a plan: " + "; ".join(faults) + ".",
            mend="Compare it with docs/reference/plan-format.md.",
        )
    return plan  # type: ignore[no-any-return]  # _in gives what its first argument names


def _out(value: Any) -> Any:
    if isinstance(value, Place):
        return value.to_json()
    if is_dataclass(value):
        return {f.name: _out(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {k: _out(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [_out(v) for v in value]
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _in(kind: Any, value: Any, where: str, faults: list[str]) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any:
        return value
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _in(next(a for a in arguments if a is not type(None)), value, where, faults)
    if kind is Place:
        return Place.from_json(value) if isinstance(value, Mapping) else _wrong(where, faults)
    if is_dataclass(kind):
        return _in_dataclass(kind, value, where, faults)
    if kind is date:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            return _wrong(where, faults)
    if origin is tuple:
        return _in_tuple(arguments, value, where, faults)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            return _wrong(where, faults)
        return {k: _in(arguments[1], v, f"{where}.{k}", faults) for k, v in value.items()}
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        return _wrong(where, faults)
    return value


def _in_dataclass(kind: Any, value: Any, where: str, faults: list[str]) -> Any:
    if not isinstance(value, Mapping):
        return _wrong(where, faults)
    known = {f.name: f for f in fields(kind)}
    faults.extend(f"{where}.{k} is not a field we know" for k in value if k not in known)
    missing = [n for n, f in known.items() if n not in value and f.default is MISSING and f.default_factory is MISSING]
    if missing:
        faults.extend(f"{where}.{n} is missing" for n in missing)
        return None
    hints = _hints(kind)
    given = {k: _in(hints[k], v, f"{where}.{k}", faults) for k, v in value.items() if k in known}
    return kind(**given)


def _in_tuple(arguments: tuple[Any, ...], value: Any, where: str, faults: list[str]) -> Any:
    if not isinstance(value, list | tuple):
        return _wrong(where, faults)
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_in(arguments[0], v, f"{where}[{i}]", faults) for i, v in enumerate(value, start=1))
    if len(value) != len(arguments):
        return _wrong(where, faults)
    return tuple(
        _in(a, v, f"{where}[{i}]", faults) for i, (a, v) in enumerate(zip(arguments, value, strict=True), start=1)
    )


def _wrong(where: str, faults: list[str]) -> None:
    faults.append(f"{where} is of the wrong kind")
