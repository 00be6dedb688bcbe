"""How does a value of ours become JSON, and come back without loss?

The one idea: frozen dataclasses are walked by their own annotations, so that a new field needs no second mention. What
comes back is checked value by value: unknown keys and values of the wrong kind are all reported at once, never dropped
in silence. A class with `to_json` and `from_json` of its own is asked for them.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def as_json(value: Any) -> Any:
    """Give a value as JSON values: dates in ISO form, members of an enum as their value, tuples as lists.

    >>> as_json((date(2026, 3, 31), None))
    ['2026-03-31', None]
    """
    if hasattr(value, "to_json"):
        return value.to_json()
    if is_dataclass(value):
        return {f.name: as_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {k: as_json(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [as_json(v) for v in value]
    return value


def from_json(kind: Any, value: Any, *, where: str) -> tuple[Any, tuple[str, ...]]:
    """Give the value of a kind (a dataclass, date, tuple …) that JSON values stand for, and every fault in words.

    Takes:   `where`, what the outermost value is called in the faults. The value is of use only where there is none.
    >>> from_json(tuple[date, ...], ["2026-03-31", "soon"], where="days")[1]
    ('days[2] is of the wrong kind',)
    """
    faults: list[str] = []
    return _in(kind, value, where, faults), tuple(faults)


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
    if origin is not None and isinstance(origin, type) and issubclass(origin, tuple):
        return _in_tuple(arguments, value, where, faults)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            return _wrong(where, faults)
        return {k: _in(arguments[1], v, f"{where}.{k}", faults) for k, v in value.items()}
    if hasattr(kind, "from_json"):
        return kind.from_json(value) if isinstance(value, Mapping) else _wrong(where, faults)
    if is_dataclass(kind):
        return _in_dataclass(kind, value, where, faults)
    return _in_plain(kind, value, where, faults)


def _in_plain(kind: Any, value: Any, where: str, faults: list[str]) -> Any:
    if kind is date or issubclass(kind, Enum):
        try:
            return date.fromisoformat(value) if kind is date else kind(value)
        except (TypeError, ValueError):
            return _wrong(where, faults)
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
    hints, before = _hints(kind), len(faults)
    given = {k: _in(hints[k], v, f"{where}.{k}", faults) for k, v in value.items() if k in known}
    return kind(**given) if len(faults) == before else None


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
