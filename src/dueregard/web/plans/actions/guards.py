"""May an action be taken out of its plan, where somebody outside the plans counts on it?

The one idea: this app may not know those that build on it (promises of assessments), so they leave a function here.
Before actions go, each is asked; what it gives are reasons, in words to show, and then nothing goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from dueregard.terms.errors import MoveNotAllowed

Guard = Callable[[tuple[UUID, ...]], Iterable[MoveNotAllowed]]
_guards: list[Guard] = []


def register(guard: Guard) -> None:
    """Ask `guard(action_ids)` each time actions are about to go; handed in again, it is still asked once."""
    if guard not in _guards:
        _guards.append(guard)


def check_can_remove(action_ids: Iterable[UUID]) -> None:
    """Raise the first reason why one of these actions has to stay. As many queries as the guards take."""
    asked = tuple(action_ids)
    for guard in _guards:
        for reason in guard(asked):
            raise reason
