"""`dueregard assess …`: assessments as files, without a database.

The one idea: an assessment is exchanged as JSON (docs/reference/assessment-format.md); `check` asks what a careful
reader would ask, and `cumulative` takes many together without a net figure. Neither gives a verdict. Reading old
assessments and bundles of decisions are commands of their own (`assess_read`, `assess_bundle`).
"""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dueregard.cli.assess_bundle import bundle, verify
from dueregard.cli.assess_read import read
from dueregard.cli.faults import PlainGroup, tell
from dueregard.cli.files import check_can_write, read_input, write_bytes_to_standard_output, write_output
from dueregard.cli.screen import console
from dueregard.terms.errors import CannotBeRead, UsedWrongly

if TYPE_CHECKING:
    from dueregard.domain.assessments.model import Assessment
    from dueregard.publish.sheet import Workbook

app = typer.Typer(
    cls=PlainGroup,
    help="Read and check equality impact assessments, take decisions together, make and verify bundles.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

app.command("read")(read)
app.command("bundle")(bundle)
app.command("verify")(verify)


class Form(StrEnum):
    """The forms that a result comes in."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    ODS = "ods"


_FORM = typer.Option("--format", "-f", help="The form to give it in.")
_OUT = typer.Option("--out", "-o", help="Write to this file.", metavar="FILE")
_FORCE = typer.Option("--force", help="Write over a file that is there.")


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="An assessment as JSON, or - for standard input.", metavar="FILE")],
    form: Annotated[Form, _FORM] = Form.TABLE,
    out: Annotated[Path | None, _OUT] = None,
    on: Annotated[str, typer.Option(help="The day to check on. [default: today]", metavar="YYYY-MM-DD")] = "",
    without: Annotated[
        list[str] | None, typer.Option(help="Functions that the duty does not reach: children, immigration.")
    ] = None,
    force: Annotated[bool, _FORCE] = False,
) -> None:
    """Ask what a careful reader would ask: prompts with their source, no score."""
    from dueregard.domain.assessments.packs import exempt_pairs, pack_of, unreached_by
    from dueregard.domain.assessments.quality import remarks
    from dueregard.domain.assessments.sheets import remarks_workbook

    day = _day(on)
    _check_out(out, form, force=force, source=file)
    assessment = _read(file)
    pack_of(assessment.nation)
    known = {one.code for one in unreached_by(assessment.nation)}
    for code in without or []:
        if code not in known:
            raise UsedWrongly(f"“{code}” is not such a function.", mend=f"Use {', '.join(sorted(known)) or 'none'}.")
    found = remarks(assessment, on=day, exempt=exempt_pairs(assessment.nation, without or []))
    if form is Form.TABLE and not found:
        typer.echo("No remarks. That is no verdict: it only says that nothing is left to ask here.")
        return
    _put(remarks_workbook(found, title=assessment.title, on=day), form, out, force=force, wide=("about", "remark"))


@app.command()
def cumulative(
    files: Annotated[list[str], typer.Argument(help="Assessments as JSON, one a decision.", metavar="FILE…")],
    leave_out: Annotated[
        list[str] | None, typer.Option("--leave-out", help="A file to reckon without.", metavar="FILE")
    ] = None,
    form: Annotated[Form, _FORM] = Form.TABLE,
    out: Annotated[Path | None, _OUT] = None,
    force: Annotated[bool, _FORCE] = False,
) -> None:
    """Take decisions together: how many bear on whom, how severely. What is better is not set off against worse."""
    from dueregard.domain.assessments.cumulative import Assessed, difference, say_together, together
    from dueregard.domain.assessments.sheets import say_group, together_workbook

    gone = set(leave_out or [])
    if unknown := gone - set(files):
        raise UsedWrongly(f"{', '.join(sorted(unknown))} is not among the files.", mend="Name it as it stands there.")
    _check_out(out, form, force=force, source=None)
    decisions = []
    for file in dict.fromkeys(files):
        assessment = _read(file)
        decisions.append(Assessed(file, assessment.title, assessment.impacts))
    whole, found = together(decisions), together(decisions, leave_out=gone)
    if form is Form.TABLE and out is None:
        typer.echo(say_together(found))
        for before, after in difference(whole, found) if gone else ():
            now = f"{after.worse} worse, {after.severe} severe" if after else "nothing bears on it"
            typer.echo(f"{say_group(before.group)}: {before.worse} worse, {before.severe} severe; without it {now}.")
    keys = ("group", "pointed_out", "worse", "severe", "better", "not_known", "most_people")
    _put(together_workbook(found), form, out, force=force, wide=keys)


def _read(file: str) -> Assessment:
    from dueregard.domain.assessments.shape import assessment_from_json

    data, name = read_input(file)
    try:
        shape = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError) as fault:
        where = f"{name or 'standard input'}, line {fault.lineno}" if isinstance(fault, json.JSONDecodeError) else name
        raise CannotBeRead("This is not JSON.", where=where or None, mend="Give an assessment as JSON.") from None
    except RecursionError:
        raise CannotBeRead("This JSON is nested too deep.", where=name or None) from None
    if not isinstance(shape, dict):
        raise CannotBeRead("This JSON is not an assessment.", where=name or None)
    return assessment_from_json(shape)


def _day(said: str) -> date:
    if not said:
        return date.today()
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise UsedWrongly(f"“{said}” is not a day.", mend="Write it as 2026-11-22.") from None


def _check_out(out: Path | None, form: Form, *, force: bool, source: str | None) -> None:
    if out is None:
        return
    if form is Form.TABLE:
        raise UsedWrongly("A table is for the screen.", mend="Choose --format csv, json, xlsx or ods.")
    check_can_write(out, force=force, source=source)


def _put(book: Workbook, form: Form, out: Path | None, *, force: bool, wide: tuple[str, ...]) -> None:
    if form is Form.TABLE:
        _show(book, wide)
    elif out is None:
        write_bytes_to_standard_output(_bytes(book, form))
    else:
        write_output(out, _bytes(book, form), force=force)
        tell(f"Written: {out}. {len(book.sheets[0].rows):,} rows.")


def _bytes(book: Workbook, form: Form) -> bytes:
    if form is Form.CSV:
        from dueregard.publish.csv import write_csv

        return write_csv(book)
    if form is Form.JSON:
        from dueregard.publish.rows import write_json

        return write_json(book)
    if form is Form.XLSX:
        from dueregard.publish.excel import write_xlsx

        return write_xlsx(book)
    from dueregard.publish.opendocument import write_ods

    return write_ods(book)


def _show(book: Workbook, keys: tuple[str, ...]) -> None:
    from rich.table import Table

    sheet = book.sheets[0]
    kept = [at for at, column in enumerate(sheet.columns) if column.key in keys]
    table = Table(title=book.title, title_justify="left")
    for at in kept:
        is_number = sheet.columns[at].kind != "text"
        table.add_column(sheet.columns[at].title, justify="right" if is_number else "left", overflow="fold")
    for row in sheet.rows:
        table.add_row(*("" if row[at] is None else str(row[at]) for at in kept))
    console().print(table)
