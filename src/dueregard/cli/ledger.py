"""`dueregard verify-bundle`: can what was recorded be trusted?

The one idea: on the server, `dueregard ledger verify` walks the chain in the database. Anybody else has a bundle, a
file that holds a chain, which is checked here without a database. Checkpoints and heads that somebody kept outside the
server are what makes a cut-off or rewritten chain show.
Source:  docs/explanation/ledger.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dueregard.cli.files import open_input, read_input
from dueregard.terms.errors import CannotBeRead, ExitCode, UsedWrongly

if TYPE_CHECKING:
    from dueregard.domain.ledger.verify import Head, Outside

_DOES_NOT_VERIFY = 1  # as the one-file verifier in tools/ answers
_LONGEST_FIRST_LINE = 10_000


def verify_bundle(
    file: Annotated[
        str, typer.Argument(help="The bundle, or - for standard input.", metavar="FILE", show_default=False)
    ],
    key: Annotated[
        str,
        typer.Option(help="The verify key you were given; checkpoints count as signed only with it.", metavar="KEY"),
    ] = "",
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint you kept; may be given again.", metavar="FILE")
    ] = None,
    head: Annotated[
        list[str] | None, typer.Option(help="The number and hash of an entry you wrote down.", metavar="NUMBER:HASH")
    ] = None,
) -> None:
    """Check a ledger bundle without a database: 0 if it is whole, 1 if it is not, 4 if it is no bundle."""
    from dueregard.domain.ledger.bundles import check

    outside = outside_of(key, checkpoint or (), head or ())
    with open_input(file) as (stream, name):
        first = stream.readline(_LONGEST_FIRST_LINE)
        if not first.startswith(b'{"bundle":'):
            raise CannotBeRead(
                "This is not a ledger bundle.", where=name or None, mend="Make one with dueregard ledger export."
            )
        verdict = check(chain((first,), stream), outside=outside)
    for line in verdict.words():
        typer.echo(line)
    if not verdict.is_whole:
        raise typer.Exit(_DOES_NOT_VERIFY)
    raise typer.Exit(ExitCode.DONE)


def outside_of(key: str, checkpoints: Iterable[Path], heads: Iterable[str]) -> Outside:
    """Give what somebody kept outside, from how the command line says it.

    Raises:  UsedWrongly for a key or a head that is none, and where there is no such file.
    """
    from dueregard.domain.ledger.keys import NotAKey, read_verify_key
    from dueregard.domain.ledger.verify import Outside

    try:
        verify_key = read_verify_key(key) if key else None
    except NotAKey as fault:
        raise UsedWrongly(fault.message, mend=fault.mend) from None
    return Outside(
        heads=tuple(_head(one) for one in heads),
        checkpoints=tuple(read_input(str(one))[0].decode("utf-8", errors="replace") for one in checkpoints),
        key=verify_key,
    )


def _head(said: str) -> Head:
    from dueregard.domain.ledger.verify import Head

    number, _, found = said.partition(":")
    if not (number.isdigit() and found):
        raise UsedWrongly(f"“{said}” is not the number and hash of an entry.", mend="Write it as 900:3f9a….")
    return Head(number=int(number), hash=found)
