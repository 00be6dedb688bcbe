"""What `dueregard classify` prints and writes: the coverage report, the lists, the records with their codes.

The one idea: one list of rows per thing to show, printed as a table, as CSV or as JSON. What stands in a record is
written to the file that was asked for and nowhere else; the report shows wordings, and bands instead of counts.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeAlias

from dueregard.terms.classifications.catalogue import classification, classifications
from dueregard.terms.classifications.model import Classification
from dueregard.terms.mappings.coverage import Coverage, CoverageLine
from dueregard.terms.mappings.placing import PlacedValue, Placement
from dueregard.terms.mappings.schemes import schemes

if TYPE_CHECKING:
    from rich.console import Console

    from dueregard.analysis.records.raw import RawRecords

Rows: TypeAlias = Sequence[Mapping[str, str]]
_EMPTY = "(empty)"
_ADDED = ("", "_label", "_state", "_quality")
_FORMULA = re.compile(r"[=@\t\r]|[+\-](?![\d.,\s]*$)")
_BATCH = 50_000


def show(report: Coverage, *, heading: str, on: Console) -> None:
    """Print the report on a console: what is to decide first."""
    on.print(f"“{heading}” as {report.title}", style="bold")
    on.print(report.sentence)
    for state, said in (("unplaced", "Not placed"), ("proposed", "To decide"), ("placed", "Placed")):
        lines = [line for line in report.lines if line.state == state]
        if lines:
            on.print()
            show_rows([_shown(line) for line in lines], on=on, title=said)
    if report.held_back:
        many = "1 wording is" if report.held_back == 1 else f"{report.held_back:,} wordings are"
        on.print(f"\n{many} held back: rare or long, and like nothing known; --show-all shows them.")
    for sentence in report.cautions:
        on.print(f"\nNote: {sentence}")


def _shown(line: CoverageLine) -> dict[str, str]:
    said = {"Value": line.value.strip() or _EMPTY, "Rows": line.rows}
    if line.state == "placed":
        known = "" if line.quality == "exact" else f" ({line.quality})"
        return {**said, "Category": f"{line.label} [{line.code}]{known}", "Note": line.note}
    maybe = "; ".join(one.code for one in line.candidates)
    return {**said, "May be": maybe, "Why": line.note} if maybe else {**said, "Why": line.note}


def to_json(report: Coverage, *, heading: str) -> bytes:
    """Give the report as JSON."""
    shape = {"format": "dueregard.classify/1", "column": heading, **asdict(report)}
    return _json(shape)


def to_csv(report: Coverage, *, heading: str) -> bytes:
    """Give the report as CSV, a line for each wording."""
    return rows_to_csv(
        [
            {
                "column": heading,
                **{name: value for name, value in asdict(line).items() if name != "candidates"},
                "candidates": "; ".join(one.code for one in line.candidates),
            }
            for line in report.lines
        ]
    )


def questions(report: Coverage) -> bytes:
    """Give what is still to decide as a file to fill in: each wording with an empty code."""
    return _json({report.classification: {line.value: "" for line in report.lines if line.state != "placed"}})


def catalogue() -> list[dict[str, str]]:
    """List the classifications, then the coding schemes."""
    listed = [
        {
            "Key": one.key,
            "What": one.title,
            "Characteristic": one.characteristic or "",
            "Categories": str(len(one.values)),
            "Not for": ", ".join(said for said, may in (("wards", one.wards), ("crossings", one.crossings)) if not may),
        }
        for one in classifications().values()
    ]
    named = [
        {"Key": f"--scheme {one.key}", "What": one.title, "Characteristic": "", "Categories": "", "Not for": ""}
        for one in schemes().values()
    ]
    return listed + named


def categories(one: Classification) -> list[dict[str, str]]:
    """List the categories of a classification, the four ways of no answer among them."""
    return [
        {
            "Code": category.code,
            "Category": category.label,
            "Part of": category.parent or "",
            "Kind": category.kind.replace("_", " "),
            "Official code": category.official,
        }
        for category in one.tree(total=False)
    ]


def show_rows(rows: Rows, *, on: Console, title: str = "") -> None:
    """Print rows as a table; columns that hold nothing are left out."""
    from rich.table import Table
    from rich.text import Text

    names = [name for name in dict.fromkeys(n for row in rows for n in row) if any(row.get(name) for row in rows)]
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(row.get(name, "")) for name in names))
    on.print(table)


def rows_to_csv(rows: Rows) -> bytes:
    """Give rows as CSV."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return _csv([names, *([row.get(name, "") for name in names] for row in rows)])


def rows_to_json(rows: Rows) -> bytes:
    """Give rows as JSON, with the names of the columns in small letters."""
    return _json([{name.lower().replace(" ", "_"): value for name, value in row.items()} for row in rows])


def records_with_codes(raw: RawRecords, *, heading: str, placement: Placement) -> bytes:
    """Give the records as CSV with four columns more: code, label, what became of the value, and how it stands.

    A value that was proposed or not placed has no code; its own wording stays beside it as it was.
    """
    import pyarrow.parquet as pq

    by_value = {one.value: _added(one, placement.classification) for one in placement.values}
    names = [_new_name(placement.classification + ending, raw.headings) for ending in _ADDED]
    code = raw.codes[raw.headings.index(heading)]
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([_guarded(name) for name in (*raw.headings, *names)])
    with pq.ParquetFile(raw.path) as file:
        for batch in file.iter_batches(batch_size=_BATCH, columns=list(raw.codes)):
            columns = [batch.column(name).to_pylist() for name in raw.codes]
            values = columns[raw.codes.index(code)]
            for at, row in enumerate(zip(*columns, strict=True)):
                writer.writerow([_guarded(cell or "") for cell in row] + by_value[values[at] or ""])
    return written.getvalue().encode()


def _added(one: PlacedValue, key: str) -> list[str]:
    label = classification(key).category(one.code).label if one.code else ""
    return [one.code or "", label, one.state, one.quality or ""]


def _new_name(name: str, taken: Iterable[str]) -> str:
    used, number, found = set(taken), 2, name
    while found in used:
        found, number = f"{name}_{number}", number + 1
    return found


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([[_guarded(cell) for cell in row] for row in rows])
    return written.getvalue().encode()


def _guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would calculate; numbers with a sign stay as they are."""
    return f"'{text}" if _FORMULA.match(text) else text


def _json(shape: object) -> bytes:
    return (json.dumps(shape, ensure_ascii=False, indent=2) + "\n").encode()
