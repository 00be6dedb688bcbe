"""The terminal: how wide it is, what it can print, and whether anybody watches.

The one idea: the same words reach every reader. A terminal that cannot print a letter (Windows-1252, plain ASCII) gets
the nearest plain one; a pipe gets no colour and 100 columns; NO_COLOR is respected; progress is shown only to a person,
on standard error, so that standard output stays what was asked for.
"""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

Progress = Callable[[int, int], None]

_PIPED_WIDTH = 100
_NARROWEST = 30
_PLAINLY = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-", "•": "*", "→": "->", "·": "-", "×": "x",
    "\u00a0": " ", "\u2011": "-", "≥": ">=", "≤": "<=", "£": "GBP ", "é": "e", "ŵ": "w", "ŷ": "y", "â": "a", "ô": "o",
}  # fmt: skip


def _nearest(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(_PLAINLY.get(letter, "?") for letter in fault.object[fault.start : fault.end]), fault.end


def prepare() -> None:
    """Let standard output and error print anything: what they cannot, they print in the nearest plain letters."""
    codecs.register_error("dueregard_nearest", _nearest)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower().replace("-", "") not in {"utf8", "utf16"}:
            reconfigure(errors="dueregard_nearest")


def console(stream: TextIO | None = None) -> Console:
    """Give a console on a stream (standard output if none is given), as wide as what is behind it."""
    from rich.console import Console

    class OurConsole(Console):
        def on_broken_pipe(self) -> None:
            """Leave it to `faults`, which ends with 0: the reader has had enough."""
            raise BrokenPipeError

    stream = stream or sys.stdout
    width = None
    if not stream.isatty():
        width = max(_NARROWEST, _whole(os.environ.get("COLUMNS", "")) or _PIPED_WIDTH)
    return OurConsole(file=stream, width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)


def _whole(said: str) -> int:
    return int(said) if said.isdigit() else 0


@contextmanager
def progress_on_screen(words: str) -> Iterator[Progress | None]:
    """Show how far a long file is, if a person watches standard error; give None where nobody does.

    Nothing is shown of what is over in a moment: a bar that flashes up says less than none.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console(sys.stderr), transient=True
    )
    task = bar.add_task(words, total=None)
    begun = monotonic()

    def told(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total)
        if done < total and not bar.live.is_started and monotonic() - begun > _A_MOMENT:
            bar.start()

    try:
        yield told
    finally:
        bar.stop()


_A_MOMENT = 0.7  # seconds
