"""How a change to an organisation is written into its council's chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from dueregard.web.ledger.actions import record


def entry(
    council_id: UUID,
    kind: str,
    *,
    by: UUID | None,
    subject: str,
    facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    also: Sequence[str] = (),
) -> None:
    """Record a change in the council's chain, in the caller's transaction. `by` None: the system itself."""
    record(
        chain=f"council:{council_id}",
        kind=f"organisation.{kind}",
        by=f"person:{by}" if by else "system",
        subject=f"organisation.{subject}",
        facts=facts or {},
        personal=personal,
        also=also,
    )


def about(person_id: UUID) -> str:
    """Name a person as a subject of the ledger."""
    return f"accounts.person:{person_id}"
