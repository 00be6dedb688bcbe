"""The commands that need the database: each hands its words to the Django command of the same name.

The one idea: the command line knows nothing of the web half. It names the settings, loads Django when one of these
commands is asked for and not before, and passes on what stands after the command's name, `--help` included.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import typer

SETTINGS = "dueregard.web.settings"

PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
"""The context of a command whose words are Django's to understand."""

_COMMANDS = {
    "serve": "Start the site on your own data.",
    "worker": "Do the long work: read documents, make reports.",
    "ledger": "Verify, sign or export the record of every change: verify, checkpoint, export.",
    "migrate": "Bring the database up to date.",
    "backup": "Write the database and the files into one archive.",
    "restore": "Bring a backup back, or --check that it can be.",
}


def run_django(words: Sequence[str]) -> None:
    """Run a Django command as the words say; ends the process with its exit code where that is not 0."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["dueregard", *words])


def add_to(app: typer.Typer) -> None:
    """Add every command of the table, and `manage` for any other."""
    for name, words in _COMMANDS.items():
        app.command(name, help=f"{words} Needs the database.", context_settings=PASSED_ON)(_passing_on(name))
    app.command("manage", help="Run any Django command.", context_settings=PASSED_ON)(manage)


def _passing_on(name: str):  # type: ignore[no-untyped-def]  # typer reads the signature of what is given
    def run(context: typer.Context) -> None:
        run_django([name, *context.args])

    run.__name__ = name
    return run


def manage(context: typer.Context) -> None:
    """Run any Django command, as `manage.py` would."""
    run_django(context.args or ["help"])
