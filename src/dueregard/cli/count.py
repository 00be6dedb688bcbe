"""`dueregard count FILE --by …`: count records by some columns, and give what may be seen of the table.

The one idea: there is no way round the gate. What is counted is protected as a policy says and judged before a figure
is printed; which audience the table is for stands under it. Parquet and CSV are counted as they are, of any size;
sheets are read first. With `--amount`, people, sums and means of a column leave as one set.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dueregard.cli.amounts import amounts_as_csv, amounts_as_json, amounts_as_workbook, show_amounts
from dueregard.cli.faults import tell
from dueregard.cli.files import check_can_write, write_bytes_to_standard_output, write_output
from dueregard.cli.screen import console, progress_on_screen
from dueregard.terms.errors import UsedWrongly

if TYPE_CHECKING:
    from dueregard.analysis.engines.datasets import Dataset
    from dueregard.analysis.released.table import ReleasedTable
    from dueregard.analysis.tables.specs import By, Condition

_FOR_COUNTS, _FOR_AMOUNTS = "special-category-public", "pay-public"
_AS_IT_IS = (".csv", ".tsv", ".txt", ".parquet", ".pq")
_CONDITION = re.compile(r"(?P<column>.+?)\s*(?P<sign>>=|<|!=|=)\s*(?P<values>.*)", re.DOTALL)


class Form(StrEnum):
    """The forms in which the table can be given."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


def count(
    files: Annotated[list[Path], typer.Argument(help="Records: Parquet, CSV, Excel or ODS.", metavar="FILE…")],
    by: Annotated[str, typer.Option("--by", "-b", help="The columns to count by, with commas.", metavar="COLUMNS")],
    within: Annotated[
        list[str] | None, typer.Option(help="Which column groups another: “ward<area”.", metavar="PAIR")
    ] = None,
    bands: Annotated[
        list[str] | None, typer.Option(help="Lower edges for a number: “age:0,16,65”.", metavar="EDGES")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(help="Rows to count: “sex=F”, “sex=F,M”, “sex!=F”, “age>=16”, “age<65”.", metavar="CONDITION"),
    ] = None,
    amount: Annotated[
        str | None,
        typer.Option(help="Add this column up, too: people, sum and mean of each cell.", metavar="COLUMN"),
    ] = None,
    policy: Annotated[
        str | None,
        typer.Option(
            help="How the table is protected, and for whom.",
            metavar="KEY",
            show_default="special-category-public; pay-public for amounts",
        ),
    ] = None,
    engine: Annotated[
        str | None, typer.Option(help="duckdb, polars or spark.", metavar="NAME", show_default="DUEREGARD_ENGINE")
    ] = None,
    seconds: Annotated[float, typer.Option(min=1, help="How long protecting and judging may take.")] = 60.0,
    form: Annotated[Form, typer.Option("--format", "-f", help="The form of the table.")] = Form.TABLE,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write it to a file.", metavar="FILE")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Count records by some columns; small numbers, and what would give them away, are hidden."""
    if form is Form.XLSX and out is None:
        raise UsedWrongly("An Excel file is not printed.", mend="Name it with --out.")
    if out is not None:
        check_can_write(out, force=force, source=str(files[0]))
    title, tables = _released(
        files,
        by=_columns(by, within or [], bands or []),
        where=tuple(condition(text) for text in where or []),
        amount=amount,
        policy_key=policy or (_FOR_COUNTS if amount is None else _FOR_AMOUNTS),
        engine=engine or os.environ.get("DUEREGARD_ENGINE"),
        seconds=seconds,
    )
    table = tables[0]
    if form is Form.TABLE and out is None:
        return _show(table) if amount is None else show_amounts(tables, title=title)
    chosen = Form.CSV if form is Form.TABLE else form
    data = _written(table, chosen) if amount is None else _amounts_written(tables, chosen, title=title)
    if out is None:
        return write_bytes_to_standard_output(data)
    write_output(out, data, force=force, source=str(files[0]))
    tell(f"Written: {out}, for the audience “{table.audience.value}”.")


def _released(
    files: Sequence[Path], *, by: tuple[By, ...], where: tuple[Condition, ...], amount: str | None, policy_key: str,
    engine: str | None, seconds: float,
) -> tuple[str, tuple[ReleasedTable, ...]]:  # fmt: skip
    """Count, and give what the gate lets out: a title and one table, or people, sums and means."""
    from dueregard.analysis.disclosure.policies import policy
    from dueregard.analysis.engines.counting import count as count_tables
    from dueregard.analysis.release.amounts import release_amounts
    from dueregard.analysis.release.gate import release
    from dueregard.analysis.released.table import Population
    from dueregard.analysis.tables.amounts import AmountTable
    from dueregard.analysis.tables.regroup import merge_rare
    from dueregard.analysis.tables.specs import CountSpec

    chosen = policy(policy_key)
    title = f"{files[0].stem} by {', '.join(one.column for one in by)}"
    spec = CountSpec("-".join(one.column for one in by), by, where, amount=amount, title=title)
    with ExitStack() as stack:
        dataset = _opened(files, engine, stack)
        progress = stack.enter_context(progress_on_screen("Counting"))
        (table,) = count_tables(dataset, [spec], progress=progress)
    name = files[0].stem
    population = Population(name, name)
    with progress_on_screen("Protecting"):
        if isinstance(table, AmountTable):
            done = release_amounts(
                [table], policy=chosen, population=population, audience=chosen.audience, seconds=seconds
            )
        else:
            for one in by:
                if not one.bands:
                    code = one.dimension.code if one.dimension else one.column
                    table = merge_rare(table, dimension=code, below=chosen.threshold)
            done = release([table], policy=chosen, population=population, audience=chosen.audience, seconds=seconds)
    return title, done.tables


def _opened(files: Sequence[Path], engine: str | None, stack: ExitStack) -> Dataset:
    """Open the records on the engine: as they are, or sheets as the texts that stand in them."""
    from dueregard.analysis.engines.datasets import choose_engine, open_dataset

    chosen = choose_engine(engine)
    if files[0].suffix.lower() in _AS_IT_IS or len(files) > 1 or not files[0].is_file():
        return stack.enter_context(open_dataset(files, engine=chosen))
    from dueregard.reading.records import open_records

    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="dueregard-"))
    raw = open_records(files[0], to=Path(folder) / "records.parquet", name=files[0].name)
    dataset = stack.enter_context(open_dataset(raw.path, engine=chosen))
    pairs = list(zip(raw.headings, raw.codes, strict=True))
    return replace(
        dataset,
        physical={heading: dataset.physical[code] for heading, code in pairs},
        families={heading: dataset.families[code] for heading, code in pairs},
    )


def _columns(by: str, within: Sequence[str], bands: Sequence[str]) -> tuple[By, ...]:
    from dueregard.analysis.released.files import chains_of
    from dueregard.analysis.tables.specs import By

    named = [column.strip() for column in by.split(",") if column.strip()]
    if not named:
        raise UsedWrongly("No column to count by is named.", mend="Name them as in --by ward,sex.")
    chains = chains_of(list(within))
    edges = dict(_edges(text) for text in bands)
    if unknown := [column for column in {**chains, **edges} if column not in named]:
        raise UsedWrongly("This column is not counted by.", where=", ".join(unknown), mend="Name it in --by, too.")
    return tuple(By(column, within=chains.get(column, (column,))[1:], bands=edges.get(column, ())) for column in named)


def _edges(text: str) -> tuple[str, tuple[float, ...]]:
    column, _, said = text.rpartition(":")
    try:
        edges = tuple(float(edge) for edge in said.split(","))
    except ValueError:
        edges = ()
    if not column.strip() or not edges:
        raise UsedWrongly("Bands are written as age:0,16,65.", where=text)
    return column.strip(), edges


def condition(text: str) -> Condition:
    """Read a condition: "sex=F", "sex=F,M", "sex!=F", "sex=" (missing), "sex!=" (present), "age>=16", "age<65".

    >>> condition("age>=16").values, condition("sex=F,M").values, condition("sex=").test.value
    ((16,), ('F', 'M'), 'is_missing')
    """
    from dueregard.analysis.engines.values import as_number
    from dueregard.analysis.tables.specs import Condition, Test

    found = _CONDITION.fullmatch(text.strip())
    if found is None:
        raise UsedWrongly("A condition is written as sex=F, sex!=F, age>=16 or age<65.", where=text)
    column, sign, said = found["column"].strip(), found["sign"], found["values"].strip()
    if sign in (">=", "<"):
        number = as_number(said)
        test = Test.AT_LEAST if sign == ">=" else Test.BELOW
        return Condition(column, test, (said if number is None else number,))
    if not said:
        return Condition(column, Test.IS_MISSING if sign == "=" else Test.IS_PRESENT)
    values = tuple(value.strip() for value in said.split(","))
    return Condition(column, Test.IS_ONE_OF if sign == "=" else Test.IS_NONE_OF, values)


def _rows(table: ReleasedTable) -> Iterator[tuple[tuple[str, ...], int | None, str]]:
    labels = [{one.code: one.label for one in dimension.categories} for dimension in table.dimensions]
    for codes, cell in table.rows():
        words = tuple(names[code] for names, code in zip(labels, codes, strict=True))
        yield words, None if cell.value is None else int(cell.value), cell.in_words()


def _show(table: ReleasedTable) -> None:
    from rich import box
    from rich.table import Table as Grid

    screen = console()
    screen.print(table.title, style="bold")
    grid = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for dimension in table.dimensions:
        grid.add_column(dimension.label)
    grid.add_column("Count", justify="right")
    for words, _, said in _rows(table):
        grid.add_row(*words, said)
    screen.print(grid)
    for note in _notes(table):
        screen.print(note)


def _notes(table: ReleasedTable) -> tuple[str, ...]:
    return (
        f"For the audience “{table.audience.value}”, by the policy {table.policy}.",
        "[c] stands for a figure that is hidden to protect people.",
        *table.notes,
    )


def _written(table: ReleasedTable, form: Form) -> bytes:
    if form is Form.JSON:
        from dueregard.analysis.released.shape import to_json

        return (json.dumps(to_json(table), ensure_ascii=False, indent=2) + "\n").encode()
    if form is Form.CSV:
        from dueregard.analysis.released.files import write_long

        stream = StringIO()
        write_long([table], stream)
        return stream.getvalue().encode()
    return _workbook(table)


def _amounts_written(tables: tuple[ReleasedTable, ...], form: Form, *, title: str) -> bytes:
    if form is Form.JSON:
        return amounts_as_json(tables)
    return amounts_as_csv(tables) if form is Form.CSV else amounts_as_workbook(tables, title=title)


def _workbook(table: ReleasedTable) -> bytes:
    from dueregard.publish.excel import write_xlsx
    from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook

    columns = [SheetColumn(one.label, f"by_{place}") for place, one in enumerate(table.dimensions)]
    columns += [SheetColumn("Count", "count", Kind.WHOLE), SheetColumn("Mark", "mark")]
    rows = tuple((*words, value, "" if value is not None else said) for words, value, said in _rows(table))
    notes = tuple((f"Note {number}", words) for number, words in enumerate(_notes(table), start=1))
    return write_xlsx(Workbook(table.title, "Due Regard", (Sheet("Counts", tuple(columns), rows),), notes=notes))
