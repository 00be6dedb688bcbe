"""What changed from one version to the next?

The one idea: two open forms are walked side by side, keys by keys; the members of a list are matched by what names them
(a code, a group, a characteristic and aim), so that a part that was added is one line and not a shift of all that
follow. Nothing is weighed: every change is listed, in the order of the form.

>>> differences({"about": "A van comes."}, {"about": "A van comes twice a week."})
(Difference(where='about', before='A van comes.', after='A van comes twice a week.'),)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_SAYS_NOTHING: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: where, what stood there, what stands there. "" says that nothing does."""

    where: str
    before: str
    after: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Give every change between two open forms."""
    return tuple(_mapping(before, after, ()))


def _walk(before: Any, after: Any, path: tuple[str, ...]) -> Iterator[Difference]:
    if before == after or (before in _SAYS_NOTHING and after in _SAYS_NOTHING):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and _name(before) == _name(after):
        yield from _mapping(before, after, path)
    elif _is_named_list(before) and _is_named_list(after):
        yield from _mapping(_by_name(before), _by_name(after), path)
    else:
        yield Difference(" › ".join(path), say(before), say(after))


def _mapping(before: Mapping[str, Any], after: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Difference]:
    for key in dict.fromkeys((*before, *after)):
        yield from _walk(before.get(key), after.get(key), (*path, str(key).replace("_", " ")))


def _is_named_list(value: Any) -> bool:
    return value in _SAYS_NOTHING or (
        isinstance(value, list) and all(isinstance(one, Mapping) and _name(one) for one in value)
    )


def _by_name(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in value or []:
        name, number = _name(one), 2
        while name in found:
            name, number = f"{_name(one)} ({number})", number + 1
        found[name] = one
    return found


def _name(one: Mapping[str, Any]) -> str:
    group = one.get("group")
    if isinstance(group, Mapping) and isinstance(group.get("parts"), list):
        return say_group(group)
    if "characteristic" in one and "aim" in one:
        return f"{one['characteristic']}, {one['aim']}"
    return str(one.get("code") or one.get("who") or "")


def say_group(group: Mapping[str, Any]) -> str:
    """Say a group of the open form by its codes.

    >>> say_group({"parts": [["disability", ""], ["sex", "female"]]})
    'disability and sex: female'
    """
    parts = [part for part in group.get("parts", []) if isinstance(part, list) and len(part) == 2]
    return " and ".join(f"{code}: {value}" if value else str(code) for code, value in parts)


def say(value: Any) -> str:
    """Say a value of the open form in words, in full.

    >>> say({"severity": "severe", "people": 340, "duration": None})
    'severity: severe; people: 340'
    """
    if value in _SAYS_NOTHING:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        if isinstance(value.get("parts"), list):
            return say_group(value)
        kept = ((str(key).replace("_", " "), each) for key, each in value.items() if each not in _SAYS_NOTHING)
        return "; ".join(f"{key}: {say(each)}" for key, each in kept)
    if isinstance(value, list):
        return "\n".join(say(each) for each in value if each not in _SAYS_NOTHING)
    return str(value)
