"""How long may a count run, and how is it stopped? Whoever waits may watch it, and may stop it.

The one idea: an engine is asked in a thread of its own only where somebody wants to watch or stop it; otherwise it is
simply called. What an engine says when it fails may hold values of people's records, so its words are never passed on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from dueregard.terms.errors import CannotBeRead, DueRegardError

Groups: TypeAlias = Mapping[str, list[Any]]
"""The groups that an engine found: column by column, plain Python values."""
_LOOK_EVERY = 0.1  # seconds


class Stopped(DueRegardError):
    """Somebody stopped the count."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who watches a count: `progress` is told (percent done, 100), `cancelled` is asked whether to stop."""

    progress: Callable[[int, int], None] | None = None
    cancelled: Callable[[], bool] | None = None


class Running(Protocol):
    """What an engine offers while it runs."""

    def percent(self) -> float: ...
    def stop(self) -> None: ...


def run(work: Callable[[], Groups], running: Running, watch: Watch) -> Groups:
    """Run the work on an engine.

    Raises:  Stopped where `cancelled` says so; CannotBeRead where the engine fails.
    """
    if watch.progress is None and watch.cancelled is None:
        try:
            return work()
        except Exception as fault:  # noqa: BLE001 - engines raise whatever they like
            raise failed(fault) from None
    ended: dict[str, Any] = {}

    def in_the_background() -> None:
        try:
            ended["groups"] = work()
        except Exception as fault:  # noqa: BLE001 - told below, in the thread that waits
            ended["fault"] = fault

    thread = threading.Thread(target=in_the_background, daemon=True)
    thread.start()
    stopped = False
    while thread.is_alive():
        thread.join(_LOOK_EVERY)
        if watch.progress is not None and (percent := running.percent()) > 0:
            watch.progress(min(int(percent), 99), 100)
        if not stopped and watch.cancelled is not None and watch.cancelled():
            stopped = True
            running.stop()
    if stopped:
        raise Stopped("The count was stopped.")
    if "fault" in ended:
        raise failed(ended["fault"]) from None
    if watch.progress is not None:
        watch.progress(100, 100)
    groups: Groups = ended["groups"]
    return groups


def failed(fault: BaseException) -> DueRegardError:
    """Give our own error for an engine's: its kind, never its words."""
    if isinstance(fault, DueRegardError):
        return fault
    kind = type(fault).__name__
    return CannotBeRead(
        f"The engine could not read the records ({kind}).",
        mend="Check that every line has as many fields as the first, that the text is UTF-8, and that files "
        "counted together have the same columns.",
    )
