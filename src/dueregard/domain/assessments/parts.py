"""How is an assessment kept in parts, so that several people can write it at once?

The one idea: each part has a key and holds one thing that somebody writes on one page: the proposal, one group, one
piece of evidence, one mitigation, one pair of aim and characteristic. Saving a part touches no other. Put together, the
parts are the `Assessment` of `model`, without loss; taken apart, an assessment gives its parts again. A thing that is
crossed out is a part that is gone.

Refuses: keys that are no part, and contents of the wrong kind, all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dueregard.domain.assessments.model import (
    AimedHelp,
    Assessment,
    Conclusion,
    Engagement,
    Evidence,
    Gap,
    Impact,
    Mitigation,
    OwnAnswer,
    Regard,
    Screening,
    group_key,
)
from dueregard.terms.errors import CannotBeRead
from dueregard.terms.shapes import as_json, from_json

PROPOSAL, AFFECTED, LOCAL, MONITORING = "proposal", "affected", "local", "monitoring"
ARMED_FORCES, CONCLUSION, SCREENING = "armed_forces", "conclusion", "screening"
SINGLE = (PROPOSAL, AFFECTED, SCREENING, LOCAL, ARMED_FORCES, CONCLUSION, MONITORING)
"""Parts of which an assessment has one at most."""
_FIELDS: dict[str, dict[str, Any]] = {
    PROPOSAL: {"about": str | None, "begun_on": date | None, "finished_on": date | None},
    AFFECTED: {
        "who_is_affected": str | None,
        "is_workforce": bool,
        "is_public_service": bool,
        "functions": tuple[str, ...],
    },
    LOCAL: {"local": tuple[str, ...]},
    ARMED_FORCES: {"armed_forces": tuple[str | None, str | None, str | None]},
    MONITORING: {"monitoring": str | None, "review_on": date | None},
}
_WHOLE: dict[str, tuple[str, type]] = {CONCLUSION: ("conclusion", Conclusion), SCREENING: ("screening", Screening)}
_MANY: dict[str, tuple[str, type]] = {
    "evidence": ("evidence", Evidence),
    "engagement": ("engagement", Engagement),
    "gap": ("gaps", Gap),
    "impact": ("impacts", Impact),
    "mitigation": ("mitigations", Mitigation),
    "regard": ("regard", Regard),
    "help": ("aimed_help", AimedHelp),
    "own": ("own_answers", OwnAnswer),
}
KINDS = (*SINGLE, *_MANY)


def part_key(kind: str, code: str = "") -> str:
    """Give the key of a part.

    >>> part_key("impact", "age"), part_key("proposal")
    ('impact:age', 'proposal')
    """
    return f"{kind}:{code}" if code else kind


def kind_of(key: str) -> str:
    """Give the kind of part that a key names.

    >>> kind_of("regard:age:advance")
    'regard'
    """
    return key.partition(":")[0]


def take_apart(assessment: Assessment) -> dict[str, dict[str, Any]]:
    """Give the parts of an assessment by key, as JSON values; what nobody has said makes no part.

    >>> sorted(take_apart(Assessment("Close the library", "england", about="It closes.")))
    ['affected', 'proposal']
    """
    shape = as_json(assessment)
    parts = {key: {name: shape[name] for name in names} for key, names in _FIELDS.items()}
    found = {key: part for key, part in parts.items() if key == AFFECTED or _says_something(part)}
    for key, (field, _kind) in _WHOLE.items():
        if shape[field] and _says_something(shape[field]):
            found[key] = shape[field]
    for kind, (field, _kind) in _MANY.items():
        for number, item in enumerate(getattr(assessment, field), 1):
            found[part_key(kind, _code(item, number))] = as_json(item)
    return found


def put_together(
    parts: Mapping[str, Mapping[str, Any]],
    *,
    title: str,
    nation: str,
    body: str | None = None,
    decided_on: date | None = None,
) -> Assessment:
    """Give the assessment that the parts make, in the order in which they are given.

    Raises:  CannotBeRead, naming every part and value that is wrong.

    >>> put_together({"proposal": {"about": "It closes."}}, title="Close the library", nation="england").about
    'It closes.'
    """
    values: dict[str, Any] = {"conclusion": Conclusion(), "screening": None}
    lists: dict[str, list[Any]] = {field: [] for field, _ in _MANY.values()}
    faults: list[str] = []
    for key, content in parts.items():
        kind = kind_of(key)
        if kind in _MANY:
            field, type_ = _MANY[kind]
            value, wrong = from_json(type_, dict(content), where=key)
            lists[field].append(value)
        elif key in _WHOLE:
            field, type_ = _WHOLE[key]
            values[field], wrong = from_json(type_, dict(content), where=key)
        elif key in _FIELDS:
            wrong = _take_fields(key, content, values)
        else:
            wrong = (f"{key} is no part of an assessment",)
        faults += wrong
    if faults:
        raise CannotBeRead("Parts of the assessment cannot be read: " + "; ".join(faults) + ".")
    head = Assessment(title, nation, body=body, decided_on=decided_on)
    values |= {field: tuple(items) for field, items in lists.items()}
    return replace(head, **values)


def read_part(key: str, content: Mapping[str, Any]) -> Any:
    """Give the value of one part: an `Impact`, a `Mitigation` …, or for the simple ones a mapping of fields.

    Raises:  CannotBeRead, naming every value that is wrong.
    >>> read_part("mitigation:m1", {"code": "m1", "text": "A home service"}).text
    'A home service'
    """
    kind = kind_of(key)
    values: dict[str, Any] = {}
    if kind in _MANY or key in _WHOLE:
        type_ = (_MANY.get(kind) or _WHOLE[key])[1]
        value, faults = from_json(type_, dict(content), where=key)
    elif key in _FIELDS:
        faults, value = _take_fields(key, content, values), values
    else:
        faults, value = (f"{key} is no part of an assessment",), None
    if faults:
        raise CannotBeRead("This part cannot be read: " + "; ".join(faults) + ".")
    return value


def free_code(kind: str, keys: Iterable[str]) -> str:
    """Give a code that no part of a kind has yet: "1", "2" …

    >>> free_code("mitigation", ["mitigation:1", "mitigation:3", "impact:age"])
    '4'
    """
    used = [key.partition(":")[2] for key in keys if kind_of(key) == kind]
    return str(max((int(code) for code in used if code.isdigit()), default=0) + 1)


def _take_fields(key: str, content: Mapping[str, Any], values: dict[str, Any]) -> tuple[str, ...]:
    faults: list[str] = [f"{key}.{name} is not known" for name in content if name not in _FIELDS[key]]
    for name, type_ in _FIELDS[key].items():
        if name in content:
            value, wrong = from_json(type_, content[name], where=f"{key}.{name}")
            values[name] = value
            faults += wrong
    return tuple(faults)


def _says_something(part: Mapping[str, Any]) -> bool:
    return any(any(value) if isinstance(value, list) else value is not None for value in part.values())


def _code(item: Any, number: int) -> str:
    if isinstance(item, Impact):
        return group_key(item.group)
    if isinstance(item, Regard):
        return f"{item.characteristic}:{item.aim.value}"
    return getattr(item, "code", "") or str(number)
