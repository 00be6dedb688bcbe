"""`dueregard protect RECORDS.csv --by … --out TABLE.csv`: a table that may be shown, and why it may.

The one idea: the only way out is the gate. Records are counted, or a finished table is read; all tables asked for are
protected together, the judge attacks the result, and only where nothing can be worked out is the file written. It is
one long file for all of them, in which cells that linked tables share stand once, with the groups in a second file
beside it. `--explain` is for staff: it says how dear the protection was and how near to the cheapest, and never a
hidden figure. Reference: docs/reference/protect.md.
"""

from __future__ import annotations

import hashlib
import io
import json
import secrets
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dueregard.cli.faults import tell
from dueregard.cli.files import check_can_write, read_input, write_output
from dueregard.cli.protect_cost import read_cost
from dueregard.cli.screen import progress_on_screen
from dueregard.terms.errors import CannotBeRead, UsedWrongly

if TYPE_CHECKING:
    from dueregard.analysis.disclosure.costs import Cost
    from dueregard.analysis.disclosure.policy import Policy
    from dueregard.analysis.release.gate import Release
    from dueregard.analysis.release.protecting import Means
    from dueregard.analysis.release.refused import Refused
    from dueregard.analysis.tables.specs import By
    from dueregard.analysis.tables.table import Table

_LEAST_FOR_THE_JUDGE = 60.0
_SHORTEST_SECRET = 16
_SHARE = 0.5  # of the gate's seconds go to protecting


class How(StrEnum):
    """The methods of protection."""

    SUPPRESS = "suppress"
    ROUND = "round"
    CELL_KEY = "cell-key"


class Knows(StrEnum):
    """What a reader is taken to know."""

    A0 = "A0"
    A1 = "A1"
    A2 = "A2"


class Zeros(StrEnum):
    """Whether noughts are shown."""

    SHOW = "show"
    HIDE = "hide"
    TELLING = "telling"


def protect(
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the table goes.", metavar="TABLE.csv")],
    records: Annotated[Path | None, typer.Argument(help="Records: CSV or Parquet.", metavar="RECORDS")] = None,
    by: Annotated[str, typer.Option("--by", help="The columns of the table, with commas.", metavar="COLUMNS")] = "",
    within: Annotated[
        list[str] | None, typer.Option(help="Which column groups another: “ward<area”.", metavar="PAIR")
    ] = None,
    linked: Annotated[
        list[str] | None, typer.Option(help="The columns of a further table, protected with it.", metavar="COLUMNS")
    ] = None,
    table: Annotated[
        Path | None, typer.Option(help="Protect a finished long table instead of records.", metavar="FINISHED.csv")
    ] = None,
    policy: Annotated[
        str, typer.Option(help="Start from a policy; other options change it.", metavar="KEY", show_default="none")
    ] = "",
    threshold: Annotated[
        int | None,
        typer.Option(min=1, help="Counts from 1 to below it are unsafe.", show_default="10, or the policy's"),
    ] = None,
    width: Annotated[
        int | None,
        typer.Option(
            min=1, help="How wide, in people, the range of an unsafe count stays.", show_default="1, or the policy's"
        ),
    ] = None,
    attacker: Annotated[Knows | None, typer.Option(help="What a reader knows.", show_default="A1")] = None,
    zeros: Annotated[
        Zeros | None,
        typer.Option(
            help="Show noughts, hide them as small, or hide those that tell something of a whole group.",
            show_default="show",
        ),
    ] = None,
    method: Annotated[How, typer.Option(help="How to protect.")] = How.SUPPRESS,
    cost: Annotated[
        str,
        typer.Option(help="What hiding costs: one a cell, its count, or weights.", metavar="count|sum|weights FILE"),
    ] = "sum",
    weights: Annotated[
        Path | None, typer.Option(help="A file of weights: the same as --cost weights FILE.", metavar="FILE.csv")
    ] = None,
    secret_file: Annotated[
        Path | None,
        typer.Option(
            help="A file with a secret, for round and cell-key: the same secret gives the same figures.",
            metavar="FILE",
            envvar="DUEREGARD_PROTECTION_SECRET_FILE",
            show_default="a fresh secret",
        ),
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long to look for something cheaper.")] = 30.0,
    gap: Annotated[str, typer.Option(help="How near to the cheapest is near enough.", metavar="PERCENT")] = "0.5%",
    explain: Annotated[
        Path | None, typer.Option(help="For staff: write cost, bound and cells by state.", metavar="FILE.json")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
) -> None:
    """Protect a table, or several that share cells, and write what may be shown."""
    from dueregard.analysis.release.refused import Refused

    for place in (out, explain):
        if place is not None:
            check_can_write(place, force=force, source=str(records or table))
    chosen = _policy(policy, threshold=threshold, width=width, attacker=attacker, zeros=zeros, method=method)
    tables, name = _counted(records, table, by=by, linked=linked or [], within=within or [])
    secret = _secret(secret_file, method)
    priced, near = read_cost(cost, weights), _share(gap)
    means = _means(method, tables, secret, records)
    try:
        with progress_on_screen("Protecting"):
            done = _released(tables, chosen, name=name, cost=priced, gap=near, seconds=seconds, means=means)
    except Refused as refusal:
        if explain is not None:
            _write_json(explain, _why_not(refusal), force=force)
        raise
    _write(done, out, force=force, source=str(records or table))
    if explain is not None:
        _write_json(explain, _explanation(done), force=force)
    tell(f"Written: {out}. {_summary(done)}")


def _policy(
    key: str,
    *,
    threshold: int | None,
    width: int | None,
    attacker: Knows | None,
    zeros: Zeros | None,
    method: How,
) -> Policy:
    """Give the policy asked for, with what the options change; without one, the plain rule of a threshold."""
    from dataclasses import replace

    from dueregard.analysis.disclosure.policies import policy
    from dueregard.analysis.released.attackers import Attacker
    from dueregard.analysis.released.table import Method

    methods = {How.SUPPRESS: Method.SUPPRESSION, How.ROUND: Method.ROUNDING, How.CELL_KEY: Method.CELL_KEY}
    chosen = policy(key or _PLAIN)
    changes: dict[str, Any] = {} if key else {"width": 1, "complement": False, "revealing_zeros": False}
    changes["method"] = methods[method]
    if threshold is not None:
        changes["threshold"] = threshold
    if width is not None:
        changes["width"] = width
    if attacker is not None:
        changes["attacker"] = Attacker(attacker.value)
    if zeros is not None:
        changes["zeros_published"] = zeros is not Zeros.HIDE
        changes["revealing_zeros"] = zeros is Zeros.TELLING
    is_changed = any(getattr(chosen, name) != value for name, value in changes.items())
    return replace(chosen, **changes, version=f"{chosen.version} changed" if is_changed else chosen.version)


_PLAIN = "special-category-public"


def _counted(
    records: Path | None, finished: Path | None, *, by: str, linked: Sequence[str], within: Sequence[str]
) -> tuple[tuple[Table, ...], str]:
    """Give the raw tables, and a name for the people counted."""
    if (records is None) == (finished is None):
        raise UsedWrongly("Name a file of records, or a finished table with --table, and not both.")
    if finished is not None:
        return _finished(finished, within), finished.stem
    assert records is not None  # one of the two is given
    from dueregard.analysis.engines.counting import count
    from dueregard.analysis.engines.datasets import open_dataset
    from dueregard.analysis.tables.specs import CountSpec
    from dueregard.analysis.tables.table import Table

    wanted = [_columns(text, within) for text in (by, *linked)]
    specs = [CountSpec("-".join(one.column for one in several), several) for several in wanted]
    if len({spec.code for spec in specs}) < len(specs):
        raise UsedWrongly("Two tables have the same columns.", mend="Name each table once.")
    if not records.exists():
        raise UsedWrongly(f"There is no file {records}.", mend="Check its name and folder.")
    with open_dataset([records]) as dataset, progress_on_screen("Counting") as progress:
        tables = tuple(one for one in count(dataset, specs, progress=progress) if isinstance(one, Table))
    return tables, records.stem


def _columns(text: str, within: Sequence[str]) -> tuple[By, ...]:
    from dueregard.analysis.released.files import chains_of
    from dueregard.analysis.tables.specs import By

    named = [column.strip() for column in text.split(",") if column.strip()]
    if not named:
        raise UsedWrongly("No column to count by is named.", mend="Name them as in --by ward,eth.")
    chains = chains_of(list(within))
    return tuple(By(column, within=chains.get(column, (column,))[1:]) for column in named)


def _finished(path: Path, within: Sequence[str]) -> tuple[Table, ...]:
    """Read a long table in which nothing is hidden yet."""
    import numpy as np

    from dueregard.analysis.released.files import read_long
    from dueregard.analysis.tables.table import Table

    if not path.is_file():
        raise UsedWrongly(f"There is no file {path}.", mend="Check its name and folder.")
    made = []
    for number, one in enumerate(read_long(path, within=within)):
        if any(not isinstance(cell.value, int) for cell in one.cells):
            raise CannotBeRead(
                "Some figures of this table are hidden already, or missing.",
                where=path.name,
                mend="Give the whole table as it was counted, with every combination of categories.",
            )
        counts = np.array([cell.value for cell in one.cells], dtype=np.int64)
        shape = tuple(len(dimension.categories) for dimension in one.dimensions)
        made.append(Table(one.code or f"table-{number + 1}", one.dimensions, counts.reshape(shape), title=one.title))
    return tuple(made)


def _secret(path: Path | None, method: How) -> bytes:
    """Give the secret from which chance is drawn: the one in the file, or a fresh one, which is said."""
    if path is not None:
        data, called = read_input(str(path))
        if len(data.strip()) < _SHORTEST_SECRET:
            raise UsedWrongly(
                f"A secret has {_SHORTEST_SECRET} letters or more.", where=called, mend="Make one: openssl rand -hex 32"
            )
        return hashlib.sha256(b"due regard protect\x1f" + data.strip()).digest()
    if method is not How.SUPPRESS:
        tell(
            "A fresh secret was drawn: run again, the same records give other figures, and both together say more than "
            "one. For figures that stay the same, name a secret with --secret-file."
        )
    return secrets.token_bytes(32)


def _share(said: str) -> float:
    try:
        number = float(said.removesuffix("%").strip()) / (100.0 if said.endswith("%") else 1.0)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1:
        raise UsedWrongly("A gap is a share of the cost.", where=said, mend="Write it as 0.5% or 0.005.")
    return number


def _means(method: How, tables: Sequence[Table], secret: bytes, records: Path | None) -> Means:
    from dueregard.analysis.release.protecting import Means

    if method is not How.CELL_KEY:
        return Means(secret=secret)
    if records is None:
        raise UsedWrongly("Cell keys come from records.", mend="Give the records, not a finished table.")
    return Means(secret=secret, cell_keys=tuple(_cell_keys(table, records, secret) for table in tables))


def _cell_keys(table: Table, records: Path, secret: bytes) -> Any:
    """Add up the keys of the records in every cell of a table."""
    import numpy as np
    import polars as pl

    from dueregard.analysis.disclosure.cell_key import record_keys
    from dueregard.analysis.tables.table import complete

    names = [dimension.code for dimension in table.dimensions]
    is_parquet = records.suffix.lower() in (".parquet", ".pq")
    frame = (
        pl.read_parquet(records, columns=names)
        if is_parquet
        else pl.read_csv(records, columns=names, infer_schema=False)
    )
    keys = record_keys(frame.height, secret=secret, dataset=records.name)
    leaves = np.zeros([len(dimension.leaves) for dimension in table.dimensions], dtype=np.int64)
    places = []
    for dimension in table.dimensions:
        known = {leaf: place for place, leaf in enumerate(dimension.leaves)}
        column = frame[dimension.code].cast(pl.String)
        places.append(np.array([known.get((value or "").strip(), -1) for value in column]))
    inside = np.all(np.stack(places) >= 0, axis=0)
    np.add.at(leaves, tuple(place[inside] for place in places), keys[inside])
    return complete(table.code, table.dimensions, leaves).counts


def _released(
    tables: tuple[Table, ...],
    chosen: Policy,
    *,
    name: str,
    cost: Cost,
    gap: float,
    seconds: float,
    means: Means,
) -> Release:
    from dueregard.analysis.release.gate import release
    from dueregard.analysis.released.table import Population

    return release(
        tables,
        policy=chosen,
        population=Population(name, name),
        audience=chosen.audience,
        cost=cost,
        gap=gap,
        means=means,
        seconds=max(seconds / _SHARE, _LEAST_FOR_THE_JUDGE),
    )


def _write(done: Release, out: Path, *, force: bool, source: str) -> None:
    from dueregard.analysis.released.files import groups_path, write_groups, write_long

    text, groups = io.StringIO(), io.StringIO()
    write_long(done.tables, text)
    write_groups(done.tables, groups)
    write_output(out, text.getvalue().encode(), force=force, source=source)
    write_output(groups_path(out), groups.getvalue().encode(), force=True, source=source)


def _states(done: Release) -> dict[str, int]:
    """Count cells by state, a shared cell once."""
    from dueregard.analysis.released.dimensions import TOTAL

    seen: dict[frozenset[tuple[str, str]], str] = {}
    for table in done.tables:
        names = [dimension.code for dimension in table.dimensions]
        for codes, cell in table.rows():
            key = frozenset((name, code) for name, code in zip(names, codes, strict=True) if code != TOTAL)
            seen[key] = cell.state.value
    return dict(sorted(Counter(seen.values()).items()))


def _summary(done: Release) -> str:
    states = ", ".join(f"{count:,} {state}" for state, count in _states(done).items())
    return f"Cells: {states}. The judge could work out nothing that is hidden."


def _explanation(done: Release) -> dict[str, Any]:
    proof = done.proof.to_json()
    return {
        "for": "staff only: not to be published",
        "policy": proof["policy"],
        "method": proof["method"],
        **proof["protection"],
        "cells": _states(done),
        "could_not_be_protected": [],  # else the gate had refused
        "narrower_cells": list(done.narrow),  # not known exactly, but better than asked, whatever is hidden
        "judged": proof["judgements"],
    }


def _why_not(refusal: Refused) -> dict[str, Any]:
    """Say what could not be protected, and what would help; nothing was written."""
    return {
        "for": "staff only: not to be published",
        "written": False,
        "could_not_be_protected": [
            {"why": one.why, "cells": list(one.cells), "what_would_help": one.mend} for one in refusal.reasons
        ],
    }


def _write_json(place: Path, said: dict[str, Any], *, force: bool) -> None:
    write_output(place, (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode(), force=force)
