"""`dueregard`: one command, a noun for each kind of thing, a verb for what to do with it.

The one idea: `plan` and `verify-bundle` work on files alone, without a database or a web server; the others run the
Django command of the same name. Everything heavy is loaded by the command that needs it, so that help comes at once.
Exit codes: docs/reference/exit-codes.md.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from dueregard.cli import assess, baseline, django_commands, ledger, plan, stats
from dueregard.cli.attack import attack
from dueregard.cli.classify import classify
from dueregard.cli.compare import compare
from dueregard.cli.count import count
from dueregard.cli.demo import demo
from dueregard.cli.faults import PlainGroup
from dueregard.cli.protect import protect
from dueregard.cli.protect_cost import TakesWeights
from dueregard.cli.scan import scan
from dueregard.cli.screen import prepare

app = typer.Typer(
    cls=PlainGroup,
    name="dueregard",
    help="Due Regard: the system with which a public body runs its equality duty.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(plan.app, name="plan")
app.add_typer(assess.app, name="assess")
app.add_typer(baseline.app, name="baseline")
app.add_typer(stats.app, name="stats")
app.command("verify-bundle")(ledger.verify_bundle)
app.command("classify")(classify)
app.command("compare")(compare)
app.command("scan")(scan)
app.command("count")(count)
app.command("demo")(demo)
app.command("protect", cls=TakesWeights)(protect)
app.command("attack")(attack)
django_commands.add_to(app)


@app.callback()
def everything(
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the code a fault happened.")] = False,
) -> None:
    """Take what holds for every command."""
    prepare()


@app.command()
def version() -> None:
    """Say which version this is."""
    from importlib.metadata import version as version_of

    typer.echo(f"dueregard {version_of('dueregard')}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; ends the process with the exit code.

    Takes:   `arguments` without the program's name; those of the process if none are given.
    """
    app(args=list(sys.argv[1:] if arguments is None else arguments), prog_name="dueregard")
