"""What of a plan may be published?

The one idea: every public form is made from the plan that `public_plan` gives, so that there is one place where what
must stay inside is taken out: where a value stood in a document, what was not used or not understood of it, what was
asked and doubted, who wrote an update, and names that the caller lists. Which names are people's is the caller's to
say (a council knows its posts and who holds them); a post as printed is never a person's name here.

It does not find names nobody listed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from dueregard.domain.plans.model import Action, Plan
from dueregard.domain.plans.shape import plan_from_json, plan_to_json

Names = Literal["posts", "all"]
INSTEAD_OF_A_NAME = "a named officer"
_NOT_WORDS = frozenset({"format", "kind", "status", "rag", "outcome", "direction", "percent", "sources", "flags"})


def public_plan(plan: Plan, *, names: Names = "posts", hide: frozenset[str] = frozenset()) -> Plan:
    """Give the plan as it may be published.

    Takes:   `names`: "posts" leaves out who wrote an update and replaces each name in `hide`, wherever it stands, by
             "a named officer"; "all" keeps both, for a council that chose so.

    >>> plan = Plan(document="Plan", actions=(Action("Ask Ann  Other first", flags=("strands_missing",)),))
    >>> public_plan(plan, hide=frozenset({"Ann Other"})).actions == (Action("Ask a named officer first"),)
    True
    """
    kept = replace(
        plan,
        columns=(),
        unused=(),
        questions=(),
        found=(),
        warnings=(),
        actions=tuple(_public(action, names) for action in plan.actions),
    )
    pattern = _names_pattern(hide) if names == "posts" else None
    return plan_from_json(_without(plan_to_json(kept), pattern)) if pattern else kept


def _public(action: Action, names: Names) -> Action:
    """Take out where words stood and what was thought of them; columns nobody placed may hold anything, people too."""
    shown = replace(action, printed={}, sources={}, flags=())
    if names == "all":
        return shown
    return replace(shown, other={}, progress=tuple(replace(entry, author=None) for entry in action.progress))


def _names_pattern(hide: frozenset[str]) -> re.Pattern[str] | None:
    """Match any of the names as whole words, the longest first, however its parts are spaced and written."""
    parts = [name.split() for name in sorted(hide, key=len, reverse=True)]
    spelled = [r"\s+".join(re.escape(part) for part in name) for name in parts if name]
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)", re.IGNORECASE) if spelled else None


def _without(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(INSTEAD_OF_A_NAME, value)
    if isinstance(value, list):
        return [_without(each, pattern) for each in value]
    if isinstance(value, Mapping):
        return {k: each if k in _NOT_WORDS else _without(each, pattern) for k, each in value.items()}
    return value


def without_names(text: str, *, names: Names = "posts", hide: frozenset[str] = frozenset()) -> str:
    """Give one text as it may be published, by the same rule as `public_plan`.

    >>> without_names("Ask Ann Other first", hide=frozenset({"Ann Other"}))
    'Ask a named officer first'
    """
    pattern = _names_pattern(hide) if names == "posts" else None
    return pattern.sub(INSTEAD_OF_A_NAME, text) if pattern else text
