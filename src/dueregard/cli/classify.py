"""`dueregard classify …`: put what a column holds into the categories of a classification, and say how far that went.

The one idea: the report tells what was placed, proposed and not placed without telling how many people that is; the
file that is written gets the codes of what was placed and nothing where a person has still to decide. Decisions are
kept in a small file (`--questions` makes it, `--remembered` reads it) and hold for next time.
"""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dueregard.cli.faults import tell
from dueregard.cli.files import (
    STANDARD_INPUT,
    check_can_write,
    read_input,
    write_bytes_to_standard_output,
    write_output,
)
from dueregard.cli.screen import console
from dueregard.terms.errors import CannotBeRead, NothingOfTheKind, UsedWrongly

if TYPE_CHECKING:
    from dueregard.analysis.records.raw import RawRecords
    from dueregard.terms.mappings.placing import Placement


class ReportFormat(StrEnum):
    """The forms in which the report can be printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


_NAMED = 30  # columns named in an error before the rest is only counted


def classify(
    file: Annotated[
        str, typer.Argument(help="The records: CSV, Excel, ODS or Parquet, or - for standard input.", metavar="FILE")
    ] = "",
    column: Annotated[str, typer.Option("--column", "-c", help="The heading of the column.", metavar="HEADING")] = "",
    as_: Annotated[str, typer.Option("--as", help="The classification; --list names them.", metavar="KEY")] = "",
    scheme: Annotated[
        str, typer.Option(help="The coding scheme the column was kept in, such as nhs or core.", metavar="KEY")
    ] = "",
    remembered: Annotated[
        Path | None, typer.Option(help="What people decided before: JSON or TOML, value to code.", metavar="FILE")
    ] = None,
    questions: Annotated[
        Path | None, typer.Option(help="Write what is still to decide, to fill in and give back.", metavar="FILE")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the records with the codes as CSV.", metavar="FILE")
    ] = None,
    form: Annotated[ReportFormat, typer.Option("--format", "-f", help="The form of the report.")] = ReportFormat.TABLE,
    threshold: Annotated[int, typer.Option(min=1, help="Below it a number of rows is only told as such.")] = 10,
    show_all: Annotated[bool, typer.Option("--show-all", help="Show rare values that may be free text, too.")] = False,
    listing: Annotated[
        bool, typer.Option("--list", help="Name the classifications and schemes; with --as, the categories of one.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
) -> None:
    """Put the values of a column into a classification: placed, proposed to a person, or not placed; never guessed."""
    from dueregard.cli import show_classify
    from dueregard.terms.mappings.coverage import coverage
    from dueregard.terms.mappings.placing import place

    if listing:
        return _list(as_, form)
    if not file:
        raise UsedWrongly("No file is given.", mend="Name one, or add --list to see the classifications.")
    _check_words(as_, scheme)
    decided = _remembered(remembered, as_) if remembered else {}
    for written in (out, questions):
        if written is not None:
            check_can_write(written, force=force, source=file)
    with tempfile.TemporaryDirectory(prefix="dueregard-") as folder:
        raw = _opened(file, Path(folder) / "records.parquet")
        heading = _column(column, raw)
        values = _counted(raw, heading)
        if not as_:
            raise _which(heading, values)
        placement = place(values, as_=as_, scheme=scheme or None, remembered=decided)
        if out is not None:
            write_output(out, _with_codes(raw, heading, placement), force=force, source=file)
    report = coverage(placement, threshold=threshold, show_all=show_all)
    if form is ReportFormat.TABLE:
        show_classify.show(report, heading=heading, on=console())
    else:
        made = show_classify.to_json if form is ReportFormat.JSON else show_classify.to_csv
        write_bytes_to_standard_output(made(report, heading=heading))
    if questions is not None:
        write_output(questions, show_classify.questions(report), force=force, source=file)
        tell(f"Written: {questions}. Put a code between the quotation marks and give it back with --remembered.")
    if out is not None:
        tell(f"Written: {out}. {report.sentence}")
    _check_anything(placement)


def _check_words(as_: str, scheme: str) -> None:
    """Refuse a classification or scheme that is not known before anything is read."""
    from dueregard.terms.classifications.catalogue import classification
    from dueregard.terms.mappings.schemes import codes

    if as_:
        classification(as_)
    if as_ and scheme:
        codes(scheme, as_)


def _list(as_: str, form: ReportFormat) -> None:
    from dueregard.cli import show_classify
    from dueregard.terms.classifications.catalogue import classification

    table = show_classify.categories(classification(as_)) if as_ else show_classify.catalogue()
    if form is ReportFormat.TABLE:
        show_classify.show_rows(table, on=console())
    else:
        made = show_classify.rows_to_json if form is ReportFormat.JSON else show_classify.rows_to_csv
        write_bytes_to_standard_output(made(table))


def _opened(file: str, to: Path) -> RawRecords:
    from dueregard.reading.records import open_records

    if file == STANDARD_INPUT:
        data, _ = read_input(file)
        return open_records(data, to=to, name="standard input")
    path = Path(file)
    if not path.is_file():
        raise UsedWrongly(f"There is no file {path}.", mend="Check its name and folder.")
    try:
        return open_records(path, to=to, name=path.name)
    except OSError as fault:
        raise CannotBeRead(f"{path} cannot be opened: {fault.strerror}.") from None


def _column(asked: str, raw: RawRecords) -> str:
    from dueregard.terms.mappings.wording import plain

    if asked in raw.headings:
        return asked
    alike = [one for one in raw.headings if asked and plain(one) == plain(asked)]
    if len(alike) == 1:
        return alike[0]
    more = len(raw.headings) - _NAMED
    named = ", ".join(f"“{one}”" for one in raw.headings[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    said = f"There is no column “{asked}”." if asked else "No column is named."
    raise UsedWrongly(said, where=raw.name or None, mend=f"Add --column with one of: {named}.")


def _counted(raw: RawRecords, heading: str) -> dict[str, int]:
    import pyarrow.parquet as pq

    code = raw.codes[raw.headings.index(heading)]
    counts = pq.read_table(raw.path, columns=[code]).column(code).value_counts().to_pylist()
    return {one["values"] or "": one["counts"] for one in counts}


def _which(heading: str, values: Mapping[str, int]) -> UsedWrongly:
    from dueregard.terms.mappings.columns import propose_classification

    found = propose_classification(heading, values)[:5]
    if not found:
        return UsedWrongly(f"No classification is like “{heading}”.", mend="Name one with --as; --list gives them all.")
    named = ", ".join(f"--as {one.classification}" + (f" --scheme {one.scheme}" if one.scheme else "") for one in found)
    return UsedWrongly(f"Say which classification “{heading}” is.", mend=f"The likeliest: {named}.")


def _remembered(path: Path, as_: str) -> dict[str, str]:
    """Read decisions: value to code, or the same under the key of a classification; empty codes are still open."""
    data, name = read_input(str(path))
    try:
        text = data.decode("utf-8-sig")
        read = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
        chosen = read.get(as_, {} if any(isinstance(one, dict) for one in read.values()) else read)
        return {str(value): str(code) for value, code in chosen.items() if code}
    except (ValueError, AttributeError):
        raise CannotBeRead(
            "The decisions cannot be read.", where=name, mend='Write them as JSON: {"value": "code"}.'
        ) from None


def _with_codes(raw: RawRecords, heading: str, placement: Placement) -> bytes:
    from dueregard.cli.show_classify import records_with_codes

    return records_with_codes(raw, heading=heading, placement=placement)


def _check_anything(placement: Placement) -> None:
    """Say so where the column holds nothing of the classification: no value of it was placed or proposed."""
    from dueregard.terms.classifications.catalogue import classification

    target = classification(placement.classification)
    answered = [one for one in placement.values if one.code is None or target.category(one.code).kind == "value"]
    if answered and all(one.state == "unplaced" for one in answered):
        raise NothingOfTheKind(
            f"Nothing in this column is known in {target.title}.",
            mend="Is it another classification, or are these codes of a scheme (--scheme)?",
        )
