"""`dueregard attack TABLE.csv …`: what can be worked out from published tables? No database, no Django.

The one idea: the judge that stands at the gate of every release can be held against any long table of anybody: nothing
recovered ends with 0, something with 5 and a list. What is printed are figures that were to be hidden: keep it safe.
Files that give one cell differently are about different people or days: they are set against each other only for what
changed. Groups come from the file beside the table, from `--lookup`, or are worked out from the figures.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dueregard.cli.faults import tell
from dueregard.cli.files import STANDARD_INPUT, read_input, write_bytes_to_standard_output
from dueregard.cli.screen import console
from dueregard.terms.errors import CannotBeRead, ExitCode, UsedWrongly

if TYPE_CHECKING:
    from dueregard.analysis.attack.judgement import At, Judgement, Range
    from dueregard.analysis.released.files import LongRows
    from dueregard.analysis.released.table import Population, ReleasedTable
    from dueregard.cli.attack_amounts import Amounts


class Knows(StrEnum):
    """What the attacker is taken to know."""

    A0 = "A0"
    A1 = "A1"
    A2 = "A2"


class AttackFormat(StrEnum):
    """The forms in which a judgement can be printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def attack(
    tables: Annotated[
        list[str],
        typer.Argument(
            help="Long tables: a column for each dimension, count, state; - for standard input.", metavar="TABLE.csv…"
        ),
    ],
    within: Annotated[
        list[str] | None,
        typer.Option(help="Which column is within which. Its groups stand in the column itself.", metavar="WARD<AREA"),
    ] = None,
    lookup: Annotated[
        Path | None,
        typer.Option(help="Any CSV with the columns of --within, the records for one.", metavar="FILE"),
    ] = None,
    attacker: Annotated[
        Knows,
        typer.Option(
            help="A0: hidden counts are 0 or more. A1: 1 or more, where noughts are shown. A2: also which cells were "
            "hidden for being small (a column called primary)."
        ),
    ] = Knows.A1,
    threshold: Annotated[int, typer.Option(help="Counts below it are small.", min=1)] = 10,
    zeros_hidden: Annotated[
        bool, typer.Option("--zeros-hidden", help="Noughts are hidden, too: a hidden count may be 0.")
    ] = False,
    sum_width: Annotated[
        int, typer.Option(help="A hidden sum is worked out where it is known to within fewer pounds.", min=1)
    ] = 100,
    ranges: Annotated[bool, typer.Option("--ranges", help="List what can be inferred for every hidden cell.")] = False,
    seconds: Annotated[float, typer.Option(help="Give up after this long.", min=0.1)] = 60.0,
    form: Annotated[
        AttackFormat, typer.Option("--format", "-f", help="The form to print the list in.")
    ] = AttackFormat.TABLE,
) -> None:
    """Try to work out hidden figures from published tables. Ends with 5 where one is recovered."""
    from dueregard.analysis.attack.judge import attack as judge
    from dueregard.analysis.attack.judgement import Contradiction
    from dueregard.analysis.released.attackers import Attacker

    read = [_read(name) for name in tables if not _is_groups_of_another(name, tables)]
    files = [rows for rows, _ in read]
    groups = _groups(tables, files, within or [], lookup)
    published = _by_population(read, groups)
    primary = _primary(files)
    chosen = Attacker(attacker.value)
    if chosen is Attacker.A2 and not primary:
        tell("No file tells cells hidden for being small from others (a column called primary): A2 knows what A1 does.")
        chosen = Attacker.A1

    def run(as_whom: Attacker) -> Judgement:
        return judge(
            published,
            attacker=as_whom,
            zeros_published=not zeros_hidden,
            threshold=threshold,
            distinguishable=primary or None,
            sum_widths={at: sum_width * 100 for _, amounts in read if amounts is not None for at in amounts.hidden()},
            all_ranges=ranges,
            seconds=seconds,
        )

    try:
        found = run(chosen)
    except Contradiction:
        if chosen is Attacker.A0:
            raise
        tell("Hidden counts cannot all be 1 or more: the noughts are hidden, too. Attacked as A0.")
        found = run(Attacker.A0)
    _show(found, form, ranges=ranges)
    if not found.nothing_recovered:
        tell(
            f"{len(found.recovered):,} hidden figures can be worked out"
            + (f", and {len(found.undecided):,} could not be decided in time." if found.undecided else ".")
        )
        raise typer.Exit(ExitCode.PROTECTED_FIGURE_RECOVERED)


def _read(name: str) -> tuple[LongRows, Amounts | None]:
    """Read the counts of a file, and its sums and means where it has some."""
    from dueregard.analysis.released.files import read_rows
    from dueregard.cli.attack_amounts import Amounts, taken_apart

    data, called = read_input(name)
    rows = {
        figure: read_rows(io.StringIO(text, newline=""), name=called)
        for figure, text in taken_apart(_text(data, called)).items()
    }
    return rows["count"], Amounts(rows["sum"], rows.get("mean")) if "sum" in rows else None


def _text(data: bytes, called: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotBeRead("The file is not a CSV file in UTF-8.", where=called or None) from None


def _is_groups_of_another(name: str, tables: Sequence[str]) -> bool:
    """Say whether a file only holds the groups of another that is named, as where somebody writes *.csv."""
    from dueregard.analysis.released.files import groups_path

    return name in {str(groups_path(Path(other))) for other in tables if other != STANDARD_INPUT}


def _groups(
    tables: Sequence[str], files: Sequence[LongRows], within: Sequence[str], lookup: Path | None
) -> dict[str, dict[str, str]]:
    """Find which category is in which: said, beside the table, or worked out."""
    from dueregard.analysis.attack.groups import find_groups
    from dueregard.analysis.released.files import chains_of, groups_from_lookup, groups_path, read_groups

    chains = chains_of(within)
    known = {dimension for rows in files for dimension in rows.dimensions}
    if unknown := set(chains) - known:
        raise UsedWrongly("No table has this column.", where=", ".join(sorted(unknown)))
    if lookup is not None:
        if not chains:
            raise UsedWrongly("--lookup needs --within.", mend='For instance --within "ward<area".')
        data, called = read_input(str(lookup))
        return groups_from_lookup(io.StringIO(_text(data, called), newline=""), within, name=called)
    groups: dict[str, dict[str, str]] = {}
    for name in tables:
        beside = groups_path(Path(name))
        if name != STANDARD_INPUT and beside.is_file():
            data, called = read_input(str(beside))
            for dimension, parents in read_groups(io.StringIO(_text(data, called), newline=""), name=called).items():
                groups.setdefault(dimension, {}).update(parents)
    for rows in files:
        for dimension, parents in find_groups(rows, known=frozenset(groups)).items():
            groups[dimension] = parents
            tell(f"The groups of {dimension} were worked out from the figures.")
    return groups


def _by_population(
    files: Sequence[tuple[LongRows, Amounts | None]], groups: dict[str, dict[str, str]]
) -> tuple[ReleasedTable, ...]:
    """Make the tables; files that contradict each other are about different people, or days."""
    from dueregard.analysis.released.files import tables_of
    from dueregard.analysis.released.table import Population

    everyone: list[tuple[Population, dict[At, object]]] = []
    made: list[ReleasedTable] = []
    for rows, amounts in files:
        tables = tables_of(rows, groups=groups)
        said = _said(tables)
        same = [one for one in everyone if all(one[1].get(at, value) == value for at, value in said.items())]
        if same:
            population = same[0][0]
            same[0][1].update(said)
        else:
            number = len(everyone) + 1
            population = Population(f"people {number}", rows.name, date.min.replace(year=number), "all files")
            everyone.append((population, said))
            if number > 1:
                tell(f"{rows.name} counts other people, or another day, than the files before it.")
        made += [replace(table, population=population) for table in tables]
        made += amounts.tables(groups=groups, population=population) if amounts is not None else ()
    if len(everyone) == 1:
        made = [replace(table, population=Population("people", "")) for table in made]
    return tuple(made)


def _said(tables: Sequence[ReleasedTable]) -> dict[At, object]:
    from dueregard.analysis.attack.facts import cell_at

    return {
        cell_at(dict(zip((dimension.code for dimension in table.dimensions), codes, strict=True))): cell.value
        for table in tables
        for codes, cell in table.rows()
        if cell.value is not None
    }


def _primary(files: Sequence[LongRows]) -> frozenset[At]:
    from dueregard.analysis.attack.facts import cell_at

    return frozenset(
        cell_at(dict(zip(rows.dimensions, codes, strict=True))) for rows in files for codes in rows.primary
    )


def _show(found: Judgement, form: AttackFormat, *, ranges: bool) -> None:
    if form is AttackFormat.JSON:
        data = {
            **found.summary(),
            "cells_recovered": [{**_plain(one), "how": one.how} for one in found.recovered],
            "cells_undecided": [_plain(one) for one in found.undecided],
            **({"ranges": [_plain(one) for one in found.ranges]} if ranges else {}),
        }
        write_bytes_to_standard_output((json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
    elif form is AttackFormat.CSV:
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow(["population", "cell", "low", "high", "finding"])
        for finding, several in (("recovered", found.recovered), ("undecided", found.undecided), ("", found.ranges)):
            out.writerows([one.population, one.in_words(), _end(one.low), _end(one.high), finding] for one in several)
    else:
        _show_table(found)


def _show_table(found: Judgement) -> None:
    on = console()
    on.print(
        f"{found.cells:,} cells, {found.hidden:,} hidden, attacked as {found.attacker.value} "
        f"in {found.seconds:.1f} seconds."
    )
    if found.nothing_recovered:
        on.print("Nothing hidden can be worked out.")
    for heading, several in (
        ("Recovered", found.recovered),
        ("Not decided in time", found.undecided),
        ("What can be inferred", found.ranges),
    ):
        if several:
            on.print()
            on.print(heading, style="bold")
            for one in several:
                on.print(f"  {one.in_words()}: {_ends(one)}")


def _plain(one: Range) -> dict[str, object]:
    return {"population": one.population, "at": dict(one.at), "low": one.low, "high": one.high, "primary": one.primary}


def _ends(one: Range) -> str:
    if one.low == one.high:
        return _end(one.low)
    return f"{_end(one.low)} or more" if one.high is None else f"{_end(one.low)} to {_end(one.high)}"


def _end(figure: float | None) -> str:
    return "" if figure is None else f"{figure:g}" if figure != int(figure) else str(int(figure))
