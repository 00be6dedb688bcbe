"""What is kept of a decision, as the value that was given."""

from __future__ import annotations

from dueregard.domain.delivery.year_end import Given
from dueregard.web.delivery.models.year_end import OutcomeDecision


def given_of(row: OutcomeDecision) -> Given:
    """Give a decision as a value. No query where `becomes` was fetched with it."""
    new = tuple(row.becomes.all())
    return Given(
        outcome=row.outcome,
        achieved=row.achieved,
        words=row.words,
        becomes=tuple(one.name for one in new),
        texts={one.name: one.text for one in new if one.text},
    )
