"""Write docs/reference/cli.md from the commands themselves. `python docs/generate_cli.py`; tests hold it current."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from dueregard.cli.main import app

PAGE = Path(__file__).parent / "reference" / "cli.md"

_FIRST = (
    "# The command line\n"
    "Made from the program by `python docs/generate_cli.py`: do not edit by hand. "
    "What the numbers mean with which a command ends: [exit codes](exit-codes.md).\n\n"
    "`--debug` may stand anywhere; `--help` after any command. What is asked for goes to standard output, "
    "all else to standard error. `NO_COLOR` is respected.\n"
)


def page() -> str:
    """Give the page as it should be."""
    return _FIRST + "\n" + "\n".join(_command(typer.main.get_command(app), ("dueregard",)))


def _command(command: Any, path: tuple[str, ...]) -> Iterator[str]:
    below = getattr(command, "commands", {})
    if len(path) > 1:
        yield f"{'#' * min(len(path), 3)} `{' '.join(path)}`"
        yield command.help or ""
        yield ""
    if not below and len(path) > 1:
        yield from _usage(command, path)
    for name in sorted(below):
        yield from _command(below[name], (*path, name))


def _usage(command: Any, path: tuple[str, ...]) -> Iterator[str]:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    passes_on = command.context_settings.get("allow_extra_args")
    words = [*(one.metavar or one.name.upper() for one in arguments), *(["[options]"] if options or passes_on else [])]
    yield "```"
    yield " ".join((*path, *words))
    yield "```"
    yield ""
    if passes_on:
        yield f"Its options are those of the Django command: `{' '.join((*path, '--help'))}`."
        yield ""
    context = command.make_context(path[-1], [], resilient_parsing=True)
    records = [record for one in (*arguments, *options) if (record := one.get_help_record(context))]
    if records:
        yield "| | |"
        yield "|---|---|"
        for names, words in records:
            yield f"| `{_cell(names).removesuffix(' <str>')}` | {_cell(words)} |"
        yield ""


def _cell(words: str | None) -> str:
    return (words or "").replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
