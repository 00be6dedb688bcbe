"""`dueregard plan …`: read a council's own document, check it, compare two, give a template to fill. No database.

The one idea: what is asked for goes to standard output or to `--out`, and nothing else does; what a person should know
besides goes to standard error. A document in which no action stands is said to hold something else (exit code 3); one
that cannot be read says why in one line (4).
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from dueregard.cli.faults import tell
from dueregard.cli.files import check_can_write, read_input, write_bytes_to_standard_output, write_output
from dueregard.cli.screen import console, progress_on_screen
from dueregard.terms.errors import NothingOfTheKind, UsedWrongly

if TYPE_CHECKING:
    from dueregard.domain.plans.compare_model import PlanComparison
    from dueregard.domain.plans.model import Plan

app = typer.Typer(help="Equality action plans: read, check, start from a template.", no_args_is_help=True)


class PlanFormat(StrEnum):
    """The forms in which a plan can be printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    ODS = "ods"


class CompareFormat(StrEnum):
    """The forms in which a comparison can be printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    DOCX = "docx"


class CheckFormat(StrEnum):
    """The forms in which remarks can be printed."""

    TABLE = "table"
    JSON = "json"


_FILE = typer.Argument(help="The document, or - for standard input.", metavar="FILE", show_default=False)
_FORCE = typer.Option("--force", help="Replace a file that is there already.")
_NOBODY = "Not given"
_SHEETS = (PlanFormat.XLSX, PlanFormat.ODS)


@app.command()
def read(
    file: Annotated[str, _FILE],
    form: Annotated[
        PlanFormat | None,
        typer.Option("--format", "-f", help="The form to print it in. [default: by the name of --out, else table]"),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file.", metavar="FILE")] = None,
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with a mark by which Excel knows UTF-8.")] = False,
    force: Annotated[bool, _FORCE] = False,
) -> None:
    """Read an action plan from a document: Word, PDF, Excel, OpenDocument, CSV, HTML or text."""
    chosen = form or _form_of(out)
    if out is not None:
        check_can_write(out, force=force, source=file)
    elif chosen in _SHEETS and sys.stdout.isatty():
        raise UsedWrongly(f"A {chosen} file cannot be shown on a terminal.", mend="Add --out FILE.")
    plan = _read(file)
    if chosen is PlanFormat.TABLE and not plan.actions:
        raise _nothing(plan, file)
    data = _written(plan, chosen, bom=bom)
    if data is None:
        from dueregard.cli.show_plan import show_plan

        show_plan(plan, on=console())
    elif out is None:
        write_bytes_to_standard_output(data)
    else:
        write_output(out, data, force=force, source=file)
        tell(f"Written: {out}. {_counts(plan)}")
    if not plan.actions:
        raise _nothing(plan, file)


@app.command()
def check(
    file: Annotated[str, _FILE],
    form: Annotated[
        CheckFormat, typer.Option("--format", "-f", help="The form to print remarks in.")
    ] = CheckFormat.TABLE,
    word: Annotated[
        Path | None, typer.Option("--word", "-w", help="Write a one-page health check as a Word file.", metavar="FILE")
    ] = None,
    brief: Annotated[bool, typer.Option("--brief", help="Only how often each thing was found.")] = False,
    on: Annotated[str, typer.Option(help="The day to check on. [default: today]", metavar="YYYY-MM-DD")] = "",
    nation: Annotated[str, typer.Option(help="Whose duties: E, W or S.")] = "E",
    published: Annotated[
        list[str] | None,
        typer.Option(help="When a duty was last met, to say when it next falls due.", metavar="DUTY=YYYY-MM-DD"),
    ] = None,
    force: Annotated[bool, _FORCE] = False,
) -> None:
    """Check a plan: who leads, how it is measured, by when, for whom. Proposes words; gives no verdict."""
    from dueregard.domain.plans.check import check_plan
    from dueregard.terms.duties import check_nation

    day, nation = _day(on), check_nation(nation)
    last = _last_published(published or [], nation)
    if word is not None:
        check_can_write(word, force=force, source=file)
    plan = _read(file)
    if not plan.actions:
        raise _nothing(plan, file)
    remarks = check_plan(plan, on=day, nation=nation)
    if word is not None:
        from dueregard.domain.plans.check_health import health_check
        from dueregard.publish.word import write_word

        document = health_check(plan, on=day, nation=nation, last_published=last)
        write_output(word, write_word(document), force=force, source=file)
        tell(f"Written: {word}.")
    if form is CheckFormat.JSON:
        from dueregard.cli.show_check import remarks_to_json

        write_bytes_to_standard_output(remarks_to_json(plan, remarks, on=day, nation=nation))
    else:
        from dueregard.cli.show_check import show_remarks

        show_remarks(plan, remarks, on=console(), brief=brief)


@app.command()
def compare(
    old: Annotated[str, typer.Argument(help="The older plan, or - for standard input.", metavar="OLD")],
    new: Annotated[str, typer.Argument(help="The newer plan, or a report on the older.", metavar="NEW")],
    form: Annotated[
        CompareFormat | None,
        typer.Option("--format", "-f", help="The form to print it in. [default: by the name of --out, else table]"),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file.", metavar="FILE")] = None,
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with a mark by which Excel knows UTF-8.")] = False,
    force: Annotated[bool, _FORCE] = False,
) -> None:
    """Say what became of each action between two plans: carried, changed, developed, new, dropped without a word."""
    if old == new == "-":
        raise UsedWrongly("Only one of the two can come from standard input.")
    chosen = form or _compare_form_of(out)
    if out is not None:
        check_can_write(out, force=force, source=old)
        check_can_write(out, force=force, source=new)
        if chosen is CompareFormat.TABLE:
            raise UsedWrongly("A table is for the screen.", mend="Choose --format json, csv, xlsx or docx.")
    elif chosen in (CompareFormat.XLSX, CompareFormat.DOCX) and sys.stdout.isatty():
        raise UsedWrongly(f"A {chosen} file cannot be shown on a terminal.", mend="Add --out FILE.")
    plans = []
    for file in (old, new):
        plans.append(_read(file))
        if not plans[-1].actions:
            raise _nothing(plans[-1], file)
    from dueregard.domain.plans.compare import compare_plans

    comparison = compare_plans(*plans)
    data = _compared(comparison, chosen, bom=bom)
    if data is None:
        from dueregard.cli.show_compare import show_comparison

        show_comparison(comparison, on=console())
    elif out is None:
        write_bytes_to_standard_output(data)
    else:
        from dueregard.domain.plans.compare_words import summary_of

        write_output(out, data, force=force, source=old)
        tell(f"Written: {out}. {summary_of(comparison)}")


@app.command()
def template(
    xlsx: Annotated[Path | None, typer.Option(help="Write an Excel template.", metavar="FILE")] = None,
    word: Annotated[Path | None, typer.Option(help="Write a Word template.", metavar="FILE")] = None,
    force: Annotated[bool, _FORCE] = False,
) -> None:
    """Give an empty plan to fill; filled, it can be read again."""
    from dueregard.terms.characteristics import PROTECTED

    if xlsx is None and word is None:
        raise UsedWrongly("Say which template.", mend="Add --xlsx FILE or --word FILE.")
    for out in (xlsx, word):
        if out is not None:
            check_can_write(out, force=force)
    if xlsx is not None:
        from dueregard.domain.plans.sheets import blank_workbook
        from dueregard.publish.excel import write_xlsx

        write_output(xlsx, write_xlsx(blank_workbook(PROTECTED, council=_NOBODY, on=_day(""))), force=force)
        tell(f"Written: {xlsx}.")
    if word is not None:
        from dueregard.domain.plans.document import blank_document
        from dueregard.publish.word import write_word

        write_output(word, write_word(blank_document(PROTECTED, council=_NOBODY, on=_day(""))), force=force)
        tell(f"Written: {word}.")


def _read(file: str) -> Plan:
    data, name = read_input(file)
    from dueregard.reading.sandbox import read_safely

    with progress_on_screen(f"Reading {name or 'standard input'}") as progress:
        blocks = read_safely(data, name=name, progress=progress)
    from dueregard.domain.plans.parse import read_plan

    return read_plan(blocks)


def _form_of(out: Path | None) -> PlanFormat:
    ending = out.suffix.lower().lstrip(".") if out else ""
    return PlanFormat(ending) if ending in set(PlanFormat) - {PlanFormat.TABLE} else PlanFormat.TABLE


def _written(plan: Plan, form: PlanFormat, *, bom: bool) -> bytes | None:
    """The plan in a form that is bytes; None for the table, which needs a screen."""
    if form is PlanFormat.TABLE:
        return None
    if form is PlanFormat.JSON:
        import json

        from dueregard.domain.plans.shape import plan_to_json

        return (json.dumps(plan_to_json(plan), ensure_ascii=False, indent=2) + "\n").encode()
    from dueregard.domain.plans.sheets import plan_workbook

    # The document is the reader's own: what stands in it is shown as it stands, names and all.
    workbook = plan_workbook(plan, council=plan.organisation or _NOBODY, on=_day(""), names="all")
    if form is PlanFormat.CSV:
        from dueregard.publish.csv import write_csv

        return write_csv(workbook, bom=bom)
    if form is PlanFormat.XLSX:
        from dueregard.publish.excel import write_xlsx

        return write_xlsx(workbook)
    from dueregard.publish.opendocument import write_ods

    return write_ods(workbook)


def _compare_form_of(out: Path | None) -> CompareFormat:
    ending = out.suffix.lower().lstrip(".") if out else ""
    return CompareFormat(ending) if ending in set(CompareFormat) - {CompareFormat.TABLE} else CompareFormat.TABLE


def _compared(comparison: PlanComparison, form: CompareFormat, *, bom: bool) -> bytes | None:
    """The comparison in a form that is bytes; None for the table, which needs a screen."""
    if form is CompareFormat.TABLE:
        return None
    if form is CompareFormat.JSON:
        from dueregard.cli.show_compare import comparison_to_json

        return comparison_to_json(comparison)
    from dueregard.domain.plans.compare_sheets import comparison_document, comparison_workbook

    if form is CompareFormat.DOCX:
        from dueregard.publish.word import write_word

        return write_word(comparison_document(comparison, on=_day("")))
    workbook = comparison_workbook(comparison, on=_day(""))
    if form is CompareFormat.CSV:
        from dueregard.publish.csv import write_csv

        return write_csv(workbook, bom=bom)
    from dueregard.publish.excel import write_xlsx

    return write_xlsx(workbook)


def _counts(plan: Plan) -> str:
    from dueregard.domain.plans.summary import summarise

    return summarise(plan).sentence


def _nothing(plan: Plan, file: str) -> NothingOfTheKind:
    from dueregard.cli.show_plan import what_it_holds

    return NothingOfTheKind(
        f"No action plan stands in {'what was given' if file == '-' else Path(file).name}. {what_it_holds(plan)}"
    )


def _day(said: str) -> date:
    if not said:
        return datetime.now(ZoneInfo("Europe/London")).date()
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise UsedWrongly(f"“{said}” is not a day.", mend="Write it as 2026-11-21.") from None


def _last_published(said: list[str], nation: str) -> dict[str, date]:
    from dueregard.terms.duties import duties

    codes = [duty.code for duty in duties(nation)]
    last: dict[str, date] = {}
    for one in said:
        code, _, day = one.partition("=")
        if code not in codes:
            raise UsedWrongly(f"“{code}” is not one of the duties: {', '.join(codes)}.")
        last[code] = _day(day or "?")
    return last
