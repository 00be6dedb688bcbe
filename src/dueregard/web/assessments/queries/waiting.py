"""What of the assessments waits for somebody today, whichever topic it comes from?

The one idea: each topic leaves a function here (in its `queries/beside_….py`, which is imported at the start), and the
Today page asks each. A topic that has nothing to say gives nothing; each says how many queries it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from dueregard.web.organisation.queries import Visitor


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what, the name of its address with the parts behind the council, why, and by when."""

    what: str
    name: str
    parts: tuple[object, ...] = ()
    query: str = ""
    note: str = ""
    due_on: date | None = None


Speaker = Callable[[Visitor], Iterable[Waiting]]
_speakers: list[Speaker] = []


def register_waiting(speak: Speaker) -> None:
    """Ask `speak(visitor)` each time somebody opens the Today page."""
    if speak not in _speakers:
        _speakers.append(speak)


def waiting(visitor: Visitor) -> tuple[Waiting, ...]:
    """Give what waits, in the order of registering. As many queries as the topics take."""
    return tuple(each for speak in _speakers for each in speak(visitor))
