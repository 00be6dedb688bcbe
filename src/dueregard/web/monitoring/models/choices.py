"""What the columns of this app have in common: enums as choices, and pairs held together by the database."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q


def choices_of(states: type[StrEnum]) -> list[tuple[str, str]]:
    """Give an enum as Django choices.

    >>> from dueregard.domain.monitoring.states import FindingAnswer
    >>> choices_of(FindingAnswer)[1]
    ('look_further', 'look further')
    """
    return [(str(state), str(state).replace("_", " ")) for state in states]


def one_of(column: str, states: type[StrEnum], *, name: str) -> models.CheckConstraint:
    """Hold a column to the values of an enum."""
    return models.CheckConstraint(condition=Q(**{f"{column}__in": [str(state) for state in states]}), name=name)


def both_or_neither(first: str, second: str, *, name: str) -> models.CheckConstraint:
    """Hold two columns together: both empty or both filled."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
    )
