"""What a long task is to the code that does it.

The one idea: a task is a plain function of a `JobHandle`, named by its kind ("plans.read_document"). The handle says
how far it is and stops the function (by raising) when the person stopped it or when another worker has taken over.
Such a function may be run again from its beginning after a crash, so what it writes must be the same when it is
written twice.
The app that a kind names is imported when the kind is first asked for: its `actions` register what it can do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol
from uuid import UUID

from dueregard.terms.errors import DueRegardError, UsedWrongly

PROGRESS_EVERY_SECONDS = 0.5


class JobStopped(Exception):
    """Raised inside a task that must end: it was stopped, or another worker does it now. Never catch it and go on."""


class Store(Protocol):
    """Where a handle writes down how far it is."""

    def save(self, **fields: Any) -> None:
        """Write fields of the job; raises JobStopped when the job is no longer this worker's to do."""
        ...

    def check(self) -> None:
        """Raise JobStopped when the person asked to stop."""
        ...


@dataclass(slots=True)
class JobHandle:
    """What a running task holds: what was asked, and how to say how far it is."""

    id: UUID
    kind: str
    payload: Mapping[str, Any]
    council_id: UUID | None
    by: UUID | None
    attempt: int
    steps: list[dict[str, str]]
    _store: Store
    _wrote_at: float = field(default=0.0)

    def step(self, number: int, found: str = "") -> None:
        """Say that step `number` (the first is 1) is done, and what it found. The next one is then under way."""
        if not 1 <= number <= len(self.steps):
            raise UsedWrongly(f"This job has {len(self.steps)} steps; there is no step {number}.")
        self.steps[number - 1]["found"] = found
        self._store.save(steps=self.steps, step=number, done=0, total=0)
        self._store.check()

    def progress(self, done: int, total: int) -> None:
        """Say how far the step under way is. Written at most twice a second."""
        now = time.monotonic()
        if done < total and now - self._wrote_at < PROGRESS_EVERY_SECONDS:
            return
        self._wrote_at = now
        self._store.save(done=done, total=total)
        self._store.check()

    def check_cancelled(self) -> None:
        """Stop here if the person asked to stop. Call it where stopping leaves nothing half done."""
        self._store.check()

    def finish(self, result: Mapping[str, Any]) -> None:
        """Keep the result; its `url` is where the person goes next, its `text` what Today says."""
        self._store.save(result=dict(result))


Task = Callable[[JobHandle], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A registered kind of job."""

    name: str
    steps: tuple[str, ...]
    run: Task
    heading: str = ""


_KINDS: dict[str, Kind] = {}
_DAILY: dict[str, Callable[[], str]] = {}
_OFTEN: dict[str, Callable[[], None]] = {}


def job_kind(name: str, *, steps: Sequence[str], heading: str = "") -> Callable[[Task], Task]:
    """Register a function as the doing of a kind of job.

    Takes:   `steps`, the words that the person sees; `heading`, what the page says while it runs ("Reading your
             document"). Both in English, marked with `gettext_noop`; they are translated when they are shown.
    """

    def register(run: Task) -> Task:
        _KINDS[name] = Kind(name=name, steps=tuple(steps), run=run, heading=heading)
        return run

    return register


def daily(name: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Register a function that the worker calls when it starts and then once a day; it says what it did.

    It may be called by several workers, so doing it twice must be the same as doing it once.
    """

    def register(run: Callable[[], str]) -> Callable[[], str]:
        _DAILY[name] = run
        return run

    return register


def daily_tasks() -> Mapping[str, Callable[[], str]]:
    """Give what is to be done once a day, by name."""
    return dict(_DAILY)


def often(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a function that the worker calls when it starts and then about twice a minute, to start what is due.

    It must be quick, and several workers may call it at once.
    """

    def register(run: Callable[[], None]) -> Callable[[], None]:
        _OFTEN[name] = run
        return run

    return register


def often_tasks() -> Mapping[str, Callable[[], None]]:
    """Give what is to be done again and again, by name."""
    return dict(_OFTEN)


def kind_of(name: str) -> Kind:
    """Give a registered kind, importing the app it belongs to.

    Raises:  UsedWrongly when no app does such a thing.
    """
    if name not in _KINDS:
        app = name.partition(".")[0]
        try:
            import_module(f"dueregard.web.{app}.actions")
        except ModuleNotFoundError as fault:
            raise UsedWrongly(f"There is no kind of job called {name}.") from fault
    if name not in _KINDS:
        raise UsedWrongly(f"There is no kind of job called {name}.")
    return _KINDS[name]


def heading_of(name: str) -> str:
    """Give the heading of a kind, "" where it has none or is no longer there."""
    try:
        return kind_of(name).heading
    except UsedWrongly:
        return ""


def words_for(fault: Exception) -> tuple[str, str]:
    """Give what the person is told about a failure, and what they can do: only our own errors speak to them."""
    if isinstance(fault, DueRegardError):
        where = f" ({fault.where})" if fault.where else ""
        return fault.message + where, fault.mend or ""
    return "", ""
