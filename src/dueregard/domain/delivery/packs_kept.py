"""How is a pack frozen, so that it can be shown and checked for as long as the council keeps it?

The one idea: its facts and its document are kept together as JSON, and the fingerprint is the SHA-256 of both in the
ledger's canonical form; whoever has the two and the entry of the ledger can check that nothing was changed since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from dueregard.domain.delivery.packs import ActionFacts, Basis, PackFacts, QuestionFacts
from dueregard.domain.ledger.canonical import canonical

_DATES = frozenset(
    {
        "meeting_on", "on", "last_meeting_on", "next_meeting_on", "round_due_on", "due_date", "moved_on", "said_on",
        "last_update_on", "asked_on", "due_on", "answered_on",
    }
)  # fmt: skip


def facts_to_json(facts: PackFacts) -> dict[str, Any]:
    """Give the facts as JSON, without loss.

    >>> facts_to_json(PackFacts("A council", "A board", date(2027, 1, 26), date(2027, 1, 12)))["meeting_on"]
    '2027-01-26'
    """
    kept = _kept(facts)
    kept["actions"] = [_kept(one) for one in facts.actions]
    kept["questions"] = [_kept(one) for one in facts.questions]
    return kept


def facts_from_json(kept: Mapping[str, Any]) -> PackFacts:
    """Give the facts again."""
    given = _given(kept)
    given["basis"] = Basis(kept["basis"]) if kept["basis"] else None
    given["gone"] = tuple(kept["gone"])
    given["words"] = tuple((code, words) for code, words in kept["words"])
    given["actions"] = tuple(_action(one) for one in kept["actions"])
    given["questions"] = tuple(QuestionFacts(**_given(one)) for one in kept["questions"])
    return PackFacts(**given)


def fingerprint(*, facts: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """Give the SHA-256 of what is frozen, as 64 letters.

    >>> fingerprint(facts={}, document={})[:8]
    '48f63da7'
    """
    return hashlib.sha256(canonical({"document": document, "facts": facts})).hexdigest()


def _kept(value: Any) -> dict[str, Any]:
    return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Basis):
        return str(value)
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _given(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if name in _DATES and value else value for name, value in kept.items()}


def _action(kept: Mapping[str, Any]) -> ActionFacts:
    return ActionFacts(**{**_given(kept), "owners": tuple(kept["owners"])})
