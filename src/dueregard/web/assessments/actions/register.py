"""What every write of the register is made of: one row held, what changed of it, one entry in the ledger.

The one idea: whoever saves says which version they saw. Where somebody else has saved since, nothing is written and
`RegisterChanged` carries what stands there now, so that the form can show both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from dueregard.terms.errors import UsedWrongly
from dueregard.web.ledger import actions as ledger

IN_ONE_ENTRY = 500
"""So many rows of one list stand in one entry of the ledger."""
_NOT_PERSONAL = frozenset(
    {
        "kind", "directorate_id", "owner_id", "review_on", "last_assessed_on", "decided_on", "risk", "people",
        "body_id", "decides_on", "papers_on", "amount", "policy_id", "budget_round_id", "is_exempt", "state",
    }
)  # fmt: skip


class RegisterChanged(UsedWrongly):
    """Somebody else has saved since the form was opened. `now` is what stands there, by field; `version` its number."""

    def __init__(self, now: Mapping[str, Any], version: int) -> None:
        super().__init__(
            _("Somebody else has changed this since you opened it. Look at what stands there now, then save again.")
        )
        self.now = now
        self.version = version


def write(row: Any, values: Mapping[str, Any], *, seen: int | None) -> dict[str, Any]:
    """Set what differs and save it; give what it was set to. The caller holds the row and records it.

    Takes:   `seen`, the version the writer saw; None for a list that was shown beside what stands there.
    Raises:  RegisterChanged where it was saved since.
    """
    if seen is not None and row.version != seen:
        raise RegisterChanged({name: getattr(row, name) for name in values}, row.version)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
    return changed


def record_row(
    row: Any, *, what: str, by: UUID | None, changed: Mapping[str, Any] | None = None, also: Sequence[str] = ()
) -> None:
    """Write one entry about a policy or a decision: codes and days as facts, words as what may be about people."""
    facts, personal = told(changed or {})
    ledger.record(
        chain=f"council:{row.council_id}",
        kind=f"assessments.{what}",
        by=f"person:{by}" if by else "system",
        subject=subject_of(row),
        also=[*also, *_near(row)],
        facts=facts,
        personal=personal,
    )


def record_many(
    rows: Iterable[Any], *, what: str, council_id: UUID, by: UUID | None, facts: Mapping[str, Any],
    personal: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Write what was done to many at once: an entry for each five hundred, which names them all."""
    subjects = [subject_of(row) for row in rows]
    for at in range(0, len(subjects), IN_ONE_ENTRY):
        part = subjects[at : at + IN_ONE_ENTRY]
        ledger.record(
            chain=f"council:{council_id}",
            kind=f"assessments.{what}",
            by=f"person:{by}" if by else "system",
            subject=part[0],
            also=part[1:],
            facts={**facts, "number": len(part)},
            personal=dict(personal or {}),
        )


def subject_of(row: Model) -> str:
    """Give what the ledger calls a policy or a decision."""
    return f"assessments.{row._meta.model_name}:{row.pk}"


def told(changed: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Part what changed into facts and words that may be about people."""
    facts = {name: _plain(value) for name, value in changed.items() if name in _NOT_PERSONAL}
    words = {name: _words(value) for name, value in changed.items() if name not in _NOT_PERSONAL}
    return {"fields": sorted(changed), **facts}, words


def _near(row: Any) -> list[str]:
    policy_id = getattr(row, "policy_id", None)
    return [f"assessments.policy:{policy_id}"] if policy_id else []


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list | tuple) else str(_plain(value) or "")
