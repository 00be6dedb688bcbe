"""What the command line says when something goes wrong, and with which number it ends.

The one idea: a fault is told in one plain line on standard error, with what to do about it; the exit code says of which
kind it is (docs/reference/exit-codes.md). What is our own fault gets a short reference made from where in our code it
happened, never from what was in the document, and a traceback only where `--debug` asks for one.
"""

from __future__ import annotations

import hashlib
import os
import sys
import traceback
from typing import Any

import typer
from typer.core import TyperGroup

from dueregard.terms.errors import DueRegardError, ExitCode

_STOPPED = 130
_ITS_OWN: tuple[type[BaseException], ...] = (
    typer.Exit,
    typer.Abort,
    next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"),
)


class PlainGroup(TyperGroup):
    """The outermost group of commands: whatever a command raises is told here. `--debug` may stand anywhere."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Move `--debug` to the front, where the group looks for it."""
        before = args[: args.index("--")] if "--" in args else args
        if "--debug" in before:
            args = ["--debug", *(one for one in before if one != "--debug"), *args[len(before) :]]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and tell what goes wrong."""
        try:
            return super().invoke(ctx)
        except _ITS_OWN:
            raise
        except KeyboardInterrupt:
            tell("Stopped. Nothing half-written is left.")
            raise typer.Exit(_STOPPED) from None
        except BrokenPipeError:
            # The reader of our output has had enough ("| head"). Python would complain again at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(ExitCode.DONE) from None
        except DueRegardError as fault:
            if ctx.params.get("debug"):
                traceback.print_exc()
            tell(str(fault))
            raise typer.Exit(int(fault.exit_code)) from None
        except Exception as fault:  # noqa: BLE001 - the last door: whatever it is, a person is told plainly
            if ctx.params.get("debug"):
                traceback.print_exc()
            tell(
                "Something went wrong here, not with you. "
                f"Quote {reference_of(fault)} when you tell us; --debug shows where it happened."
            )
            raise typer.Exit(ExitCode.OUR_FAULT) from None


def tell(words: str) -> None:
    """Say a line on standard error, whatever the terminal can print."""
    typer.echo(" ".join(words.split()), err=True)


def reference_of(fault: BaseException) -> str:
    """Give four signs for a fault: the same for the same place in the code, whatever the document held.

    >>> len(reference_of(ValueError("a name")))
    4
    """
    frames = traceback.extract_tb(fault.__traceback__)
    where = f"{os.path.basename(frames[-1].filename)}:{frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return hashlib.sha256(f"{type(fault).__name__}@{where}".encode()).hexdigest()[:4].upper()
