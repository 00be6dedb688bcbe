"""`dueregard baseline …`: official figures of any area, to hold one's own against. No database, no network.

The one idea: what is printed is what the library gives, with the state of every figure and its source; a figure that
cannot be had is refused with what can. The first lines on standard error say where the figures come from.
"""

from __future__ import annotations

import sys
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from dueregard.cli.faults import tell
from dueregard.cli.files import check_can_write, write_bytes_to_standard_output, write_output
from dueregard.cli.screen import console
from dueregard.terms.errors import NothingOfTheKind, UsedWrongly

if TYPE_CHECKING:
    from dueregard.analysis.baselines.areas import Area
    from dueregard.analysis.released.table import ReleasedTable
    from dueregard.publish.document import Document
    from dueregard.publish.sheet import Workbook

app = typer.Typer(help="Official figures of any area: the population to compare with.", no_args_is_help=True)


class Form(StrEnum):
    """The forms in which figures can be printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    ODS = "ods"


_AREA = typer.Argument(help="Names or codes of areas; several are added up.", metavar="AREA…", show_default=False)
_WARDS = typer.Option("--wards", help="Only these wards, by name or code, with commas between.", metavar="A,B")
_FORM = typer.Option("--format", "-f", help="The form to print in. [default: by the name of --out, else table]")
_OUT = typer.Option("--out", "-o", help="Write to this file.", metavar="FILE")
_FORCE = typer.Option("--force", help="Replace a file that is there already.")
_DUE_REGARD = "Due Regard"
_SHEETS = (Form.XLSX, Form.ODS)


@app.command()
def show(
    area: Annotated[list[str], _AREA],
    by: Annotated[str, typer.Option(help="What by; two or more with commas, where published together.")] = "age",
    wards: Annotated[str | None, _WARDS] = None,
    year: Annotated[int | None, typer.Option(help="The year of the Census. [default: the latest]")] = None,
    age: Annotated[str | None, typer.Option(help="Only people of these ages.", metavar="16-64")] = None,
    each: Annotated[
        bool, typer.Option("--each", help="Each of today's authorities in it, or wards, by itself.")
    ] = False,
    form: Annotated[Form | None, _FORM] = None,
    out: Annotated[Path | None, _OUT] = None,
    force: Annotated[bool, _FORCE] = False,
) -> None:
    """Show how many people of each group live in an area, with shares and the source."""
    chosen = _check(form, out, force=force)
    from dueregard.analysis.baselines.ages import Ages
    from dueregard.analysis.baselines.tables import across, baseline

    place, ages = _area(area, wards), Ages.parse(age) if age is not None else None
    codes = [one.strip() for one in by.split(",") if one.strip()]
    if each:
        table = across(_inside(place), by=by.strip(), year=year, ages=ages)
    else:
        table = baseline(place, by=codes[0] if len(codes) == 1 else codes, year=year, ages=ages)
    _put(_workbook(table), chosen, out, force=force)
    for origin in table.origins:
        tell(f"{origin.title}, {origin.period}, {origin.method}. {origin.attribution}.")
    for note in table.notes:
        tell(note)


@app.command()
def areas(
    words: Annotated[str, typer.Argument(help="Words or beginnings of words of a name, or a code.", metavar="SEARCH")],
    wards: Annotated[bool, typer.Option("--wards", help="Give the wards of the one area that is meant.")] = False,
    form: Annotated[Form | None, _FORM] = None,
    out: Annotated[Path | None, _OUT] = None,
    force: Annotated[bool, _FORCE] = False,
) -> None:
    """Find areas by name: nations, regions, counties, combined authorities, authorities old and new, wards."""
    chosen = _check(form, out, force=force)
    from dueregard.analysis.baselines.areas import find, search, wards_of
    from dueregard.publish.sheet import Sheet, SheetColumn, Workbook

    found = wards_of(find(words)) if wards else search(words)
    if not found:
        raise NothingOfTheKind("No area is called so.", mend="Try a shorter word.")
    rows = tuple((one.code, one.name, one.kind, one.until, " ".join(one.successors)) for one in found)
    columns = (("Code", "code"), ("Name", "name"), ("Kind", "kind"), ("Ended", "until"), ("Followed by", "successors"))
    sheet = Sheet("Areas", tuple(SheetColumn(title, key, width=24) for title, key in columns), rows)
    _put(Workbook("Areas", _DUE_REGARD, (sheet,)), chosen, out, force=force)


@app.command("list")
def list_all(
    form: Annotated[Form | None, _FORM] = None,
    out: Annotated[Path | None, _OUT] = None,
    force: Annotated[bool, _FORCE] = False,
) -> None:
    """List what there are figures by, for which nations, years and kinds of area."""
    chosen = _check(form, out, force=force)
    from dueregard.analysis.baselines.store import attribution
    from dueregard.analysis.baselines.subjects import crossings, subjects, views
    from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook

    rows = [(v.by, subjects()[v.by].label, v.year, _NATIONS[v.nations], v.level, v.table) for v in views()]
    for one in crossings():
        by = ",".join(side.by for side in one.over)
        label = " by ".join(subjects()[side.by].label for side in one.over)
        rows.append((by, label, one.year, _NATIONS[one.nations], one.level, one.table))
    columns = (
        SheetColumn("By", "by", width=24),
        SheetColumn("What", "what", width=40),
        SheetColumn("Year", "year", Kind.WHOLE),
        SheetColumn("Where", "nations", width=20),
        SheetColumn("Smallest area", "level"),
        SheetColumn("Table", "table", width=24),
    )
    book = Workbook("What there are figures by", _DUE_REGARD, (Sheet("Subjects", columns, tuple(rows)),))
    _put(book, chosen, out, force=force)
    tell(attribution())


_NATIONS = {"EW": "England and Wales", "S": "Scotland", "N": "Northern Ireland"}


@app.command()
def profile(
    area: Annotated[list[str], _AREA],
    out: Annotated[Path, typer.Option("--out", "-o", help="docx, pdf, html, ods, xlsx, csv or json.", metavar="FILE")],
    wards: Annotated[str | None, _WARDS] = None,
    author: Annotated[str, typer.Option(help="Who publishes it.")] = _DUE_REGARD,
    force: Annotated[bool, _FORCE] = False,
) -> None:
    """Write the equality profile of an area: who lives there, how that changed, how it differs from elsewhere."""
    check_can_write(out, force=force)
    ending = out.suffix.lower().lstrip(".")
    if ending not in (*_DOCUMENTS, *_WORKBOOKS):
        known = ", ".join((*_DOCUMENTS, *_WORKBOOKS))
        raise UsedWrongly("This ending is not known.", where=out.name, mend=f"Use {known}.")
    from dueregard.domain.monitoring.profile import equality_profile
    from dueregard.domain.monitoring.profile_report import profile_document, profile_workbook
    from dueregard.domain.monitoring.profile_wording import stands_out

    found = equality_profile(_area(area, None), _names(wards))
    today = datetime.now(ZoneInfo("Europe/London")).date()
    if ending in _DOCUMENTS:
        data = _document(ending, profile_document(found, author=author, on=today))
    else:
        data = _bytes(profile_workbook(found, author=author, on=today), Form(ending))
    write_output(out, data, force=force)
    tell(f"Written: {out}. {len(found.sections)} subjects.")
    for sentence in stands_out(found, most=3):
        tell(sentence)


_DOCUMENTS = ("docx", "pdf", "html")
_WORKBOOKS = ("ods", "xlsx", "csv", "json")


def _check(form: Form | None, out: Path | None, *, force: bool) -> Form:
    ending = out.suffix.lower().lstrip(".") if out else ""
    by_name = Form(ending) if ending in set(Form) - {Form.TABLE} else Form.CSV if out else Form.TABLE
    chosen = form or by_name
    if out is not None:
        if chosen is Form.TABLE:
            raise UsedWrongly("A table is for the screen.", mend="Choose csv, json, xlsx or ods for a file.")
        check_can_write(out, force=force)
    elif chosen in _SHEETS and sys.stdout.isatty():
        raise UsedWrongly(f"A {chosen} file cannot be shown on a terminal.", mend="Add --out FILE.")
    return chosen


def _area(names: list[str], wards: str | None) -> Area:
    from dueregard.analysis.baselines.areas import find, together
    from dueregard.analysis.baselines.areas import wards as some_wards

    place = together([find(name) for name in names])
    return some_wards(place, _names(wards)) if wards is not None else place


def _inside(place: Area) -> tuple[Area, ...]:
    from dueregard.analysis.baselines.areas import current_authorities, wards_of

    return wards_of(place) if place.units == "ward" else current_authorities(place)


def _names(wards: str | None) -> tuple[str, ...]:
    return tuple(one.strip() for one in (wards or "").split(",") if one.strip())


def _workbook(table: ReleasedTable) -> Workbook:
    """Lay a table out long: a category of each dimension, the figure, its share of the whole, its state."""
    from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Value, Workbook

    is_each = table.dimensions[0].code == "area"
    columns: list[SheetColumn] = []
    for dimension in table.dimensions:
        columns += [
            SheetColumn(dimension.label, dimension.code, width=44),
            SheetColumn(f"{dimension.label}: part of", f"{dimension.code}_part_of", width=24),
            SheetColumn(f"{dimension.label}: code", f"{dimension.code}_code", width=24),
        ]
    columns += [
        SheetColumn(table.unit.capitalize(), "count", Kind.WHOLE),
        SheetColumn("Share (%)", "share_percent", Kind.DECIMAL),
        SheetColumn("State", "state"),
    ]
    rows: list[tuple[Value, ...]] = []
    for codes, cell in table.rows():
        row: list[Value] = []
        for dimension, code in zip(table.dimensions, codes, strict=True):
            category = dimension.category(code)
            row += [category.label, dimension.category(category.parent).label if category.parent else "", code]
        total = table.cell({"area": codes[0]} if is_each else {}).value
        share = Decimal(cell.value * 100) / Decimal(total) if cell.value is not None and total else None
        count = int(cell.value) if cell.value is not None else None
        rows.append((*row, count, share.quantize(Decimal("0.01")) if share is not None else None, cell.state.value))
    notes = [("Base", table.population.label), ("Exempt from disclosure control", table.exemption)]
    notes += [("Source", f"{one.title}, {one.period}, {one.method}. {one.attribution}.") for one in table.origins]
    notes += [("Note", note) for note in table.notes]
    return Workbook(table.title, _DUE_REGARD, (Sheet("Figures", tuple(columns), tuple(rows)),), notes=tuple(notes))


def _put(book: Workbook, form: Form, out: Path | None, *, force: bool) -> None:
    if form is Form.TABLE:
        _show(book)
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


def _document(ending: str, document: Document) -> bytes:
    if ending == "docx":
        from dueregard.publish.word import write_word

        return write_word(document)
    if ending == "pdf":
        from dueregard.publish.pdf import write_pdf

        return write_pdf(document)
    from dueregard.publish.html import page

    return page(document)


def _show(book: Workbook) -> None:
    """Print the first sheet for the eye: without codes, and without columns in which nothing stands."""
    from rich.table import Table

    sheet = book.sheets[0]
    kept = [
        at
        for at, column in enumerate(sheet.columns)
        if not column.key.endswith(("_code", "_part_of"))
        and (column.key != "state" or any(row[at] != "released" for row in sheet.rows))
    ]
    table = Table(title=book.title, title_justify="left")
    for at in kept:
        is_number = sheet.columns[at].kind != "text"
        table.add_column(sheet.columns[at].title, justify="right" if is_number else "left", overflow="fold")
    parts = next((at for at, column in enumerate(sheet.columns) if column.key.endswith("_part_of")), None)
    for row in sheet.rows:
        inner = parts == 1 and row[1] not in ("", "Total")
        cells = [_said(row[at], is_year=sheet.columns[at].key == "year") for at in kept]
        table.add_row(*([f"  {cells[0]}", *cells[1:]] if inner else cells))
    console().print(table)


def _said(value: object, *, is_year: bool) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) and not is_year else str(value)
