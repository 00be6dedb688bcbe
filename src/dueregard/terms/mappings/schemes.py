"""What does a code of a named scheme mean? NHS letters, CORE numbers, the police's W1, Census option numbers.

The one idea: a code is read under a scheme that a person has named, never by itself: 99 is "not known" in one list and
"declined" in another, and 1 is a different group in each. Where a newer classification can show more than the list that
a scheme was stated in, the scheme says so (`instead`).

Source:  `data/mappings/schemes.toml`, each scheme with its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from dueregard.terms.citations import read_data
from dueregard.terms.classifications.catalogue import classification
from dueregard.terms.errors import UsedWrongly
from dueregard.terms.mappings.crosswalks import Step, crosswalk, has_crosswalk


@dataclass(frozen=True, slots=True)
class Scheme:
    """A coding scheme: its key and other names, its title, its source, and the classifications it is stated in."""

    key: str
    title: str
    source: str
    into: tuple[str, ...]
    aliases: tuple[str, ...] = ()


@cache
def _entries() -> Mapping[str, Mapping[str, Any]]:
    return MappingProxyType({entry["key"]: entry for entry in read_data("mappings/schemes.toml")["scheme"]})


@cache
def schemes() -> Mapping[str, Scheme]:
    """Give every scheme by its key."""
    return MappingProxyType(
        {
            key: Scheme(
                key, e["title"], e["source"], tuple(e.get("official", (e.get("into"),))), tuple(e.get("aliases", ()))
            )
            for key, e in _entries().items()
        }
    )


def scheme(key: str) -> Scheme:
    """Give one scheme, by its key or another of its names.

    Raises:  UsedWrongly where there is none.

    >>> scheme("esr").key
    'nhs'
    """
    for one in schemes().values():
        if key == one.key or key in one.aliases:
            return one
    raise UsedWrongly(f"There is no scheme “{key}”.", mend=f"Known are {', '.join(schemes())}.")


@cache
def codes(key: str, target: str) -> Mapping[str, tuple[str, Step]]:
    """Give what every code of a scheme is called and where it goes in a classification.

    Raises:  UsedWrongly where the scheme is of another subject.

    >>> codes("nhs", "ethnic_group_19")["R"][1].code
    'chinese'
    """
    entry = _entries()[scheme(key).key]
    if "official" in entry:
        return _official(entry, target)
    into = entry["into"]
    if not has_crosswalk(into, target):
        raise UsedWrongly(f"The scheme {key} is not of {classification(target).title}.", mend="Name another scheme.")
    inherited = _entries()[entry["extends"]]["codes"] if "extends" in entry else {}
    return MappingProxyType(
        {code: (one["label"], _placed(one, into, target)) for code, one in {**inherited, **entry["codes"]}.items()}
    )


def _placed(one: Mapping[str, Any], into: str, target: str) -> Step:
    instead = one.get("instead")
    if instead is not None and target != into:
        nearest = next((start for start in instead["in"] if start == target or has_crosswalk(start, target)), None)
        if nearest is not None:
            first = Step(instead["code"], instead["quality"], instead.get("note", ""))
            return first.then(crosswalk(nearest, target)[instead["code"]]) if nearest != target else first
    if "code" not in one:
        return Step(None, None, one["note"])
    first = Step(one["code"], one.get("quality", "exact"), one.get("note", ""))
    return first.then(crosswalk(into, target)[one["code"]])


def _official(entry: Mapping[str, Any], target: str) -> Mapping[str, tuple[str, Step]]:
    if target not in entry["official"]:
        raise UsedWrongly(
            f"{entry['title']} are not known for {classification(target).title}.",
            mend=f"They are for {', '.join(entry['official'])}.",
        )
    own = {c.official: (c.name, Step(c.code, "exact")) for c in classification(target).categories if c.official}
    rest = {code: (one["label"], Step(one["code"], "exact")) for code, one in entry["codes"].items()}
    return MappingProxyType({**own, **rest})


def read_code(value: str, *, key: str, target: str) -> Step | None:
    """Read a value as a code of a scheme; None where it is not one.

    >>> read_code("a", key="nhs", target="ethnic_group_5").code
    'white'
    >>> [read_code("99", key=key, target="ethnic_group_5").code for key in ("nhs", "dental")]
    ['not_known', 'prefer_not_to_say']
    """
    known = codes(key, target)
    code = _as_code(value)
    if code in known:
        return known[code][1]
    entry = _entries()[scheme(key).key]
    first_letter = entry.get("first_letter") or _entries().get(entry.get("extends", ""), {}).get("first_letter")
    if first_letter and re.fullmatch(r"[A-Z][0-9A-Z]", code) and code[0] in known:
        return known[code[0]][1]
    return None


def also_known(key: str) -> Mapping[str, str]:
    """Give wordings that mean a code under this scheme, though they would be asked about without it."""
    entry = _entries()[scheme(key).key]
    inherited = _entries()[entry["extends"]]["codes"] if "extends" in entry else {}
    listed = {**inherited, **entry["codes"]}
    return {form: code for code, one in listed.items() for form in one.get("also", ())}


def _as_code(value: str) -> str:
    code = value.strip().upper()
    code = re.sub(r"\.0+$", "", code)  # a sheet writes 13 as 13.0
    return str(int(code)) if re.fullmatch(r"-?\d+", code) else code


def is_bare_code(value: str) -> bool:
    """Say whether a value looks like a code, which means nothing without its scheme.

    >>> [is_bare_code(value) for value in ("13", "A", "W1", "99", "Other", "Sikh")]
    [True, True, True, True, False, False]
    """
    return re.fullmatch(r"-?\d{1,3}(?:\.0+)?|[A-Za-z]\d?|[A-Z][A-Z0-9]", value.strip()) is not None


def schemes_of(values: Iterable[str], *, target: str, least: float = 1.0) -> tuple[Scheme, ...]:
    """Give the schemes under which these values are codes: offered to a person, never chosen for them.

    Takes:   `least`, the share of the values that must be codes of a scheme; the scheme that knows most comes first.
    """
    listed = tuple(values)
    found: list[tuple[float, Scheme]] = []
    for one in schemes().values():
        try:
            known = sum(read_code(value, key=one.key, target=target) is not None for value in listed)
        except UsedWrongly:
            continue
        if listed and known >= least * len(listed):
            found.append((-known, one))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))
