"""Which files can be counted? Parquet, and CSV in UTF-8 with a header line; not what has to be understood first.

The one idea: what the header says is read here, once and for all engines, so that none of them guesses: a CSV file's
values are texts, its separator is the one that its header line has most of, its columns are named as they stand there.
Untidy files (headings over several lines, sheets, other encodings) are for `analysis.records`.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dueregard.terms.errors import CannotBeRead, UsedWrongly

SEPARATORS = (",", ";", "\t", "|")
_SUFFIXES = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV file is laid out."""

    separator: str
    columns: tuple[str, ...]


def check_files(paths: Sequence[Path]) -> str:
    """Say what the files are: "parquet" or "csv".

    Raises:  UsedWrongly where there is none, one is not there, or they are of different kinds or none that is counted.
    """
    if not paths:
        raise UsedWrongly("No file is named.")
    for path in paths:
        if not path.is_file():
            raise UsedWrongly("There is no such file.", where=path.name, mend="Check its name and folder.")
        if set("*?[]{}") & set(str(path)):
            raise UsedWrongly("A file's name may not hold any of * ? [ ] { }.", where=path.name, mend="Rename it.")
    kinds = {_SUFFIXES.get(path.suffix.lower(), "") for path in paths}
    if len(kinds) > 1:
        raise UsedWrongly("Files of different kinds cannot be counted together.", mend="Name one kind at a time.")
    (kind,) = kinds
    if not kind:
        raise UsedWrongly("Parquet and CSV files can be counted.", where=paths[0].name)
    return kind


def read_form(paths: Sequence[Path]) -> CsvForm:
    """Read the header line of CSV files.

    Raises:  CannotBeRead where a file is empty or not UTF-8; UsedWrongly where the headers differ.
    """
    forms = [_form(path) for path in paths]
    if any(form != forms[0] for form in forms):
        raise UsedWrongly("Files that are counted together must have the same columns, in the same order.")
    return forms[0]


def _form(path: Path) -> CsvForm:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            line = stream.readline()
            found = Counter({separator: line.count(separator) for separator in SEPARATORS})
            separator = max(SEPARATORS, key=lambda one: found[one])
            stream.seek(0)
            columns = next(csv.reader(stream, delimiter=separator), [])
    except UnicodeDecodeError:
        raise CannotBeRead("The file is not UTF-8.", where=path.name, mend="Save it as “CSV UTF-8”.") from None
    except csv.Error:
        raise CannotBeRead("The header line cannot be read.", where=path.name) from None
    if not any(name.strip() for name in columns):
        raise CannotBeRead("The file has no header line.", where=path.name)
    check_names(columns)
    return CsvForm(separator, tuple(columns))


def check_names(names: Sequence[str]) -> None:
    """Refuse columns that have the same name, or names that differ by capitals only: DuckDB knows no difference.

    Raises:  UsedWrongly where there are such.
    """
    twice = [name for name, times in Counter(name.lower() for name in names).items() if times > 1]
    if twice:
        raise UsedWrongly("Two columns have the same name.", where=", ".join(sorted(twice)[:5]), mend="Rename one.")


def check_lines(paths: Sequence[Path], form: CsvForm, *, empty_too: bool) -> None:
    """Refuse a line that has more or fewer fields than the header, and with `empty_too` an empty one.

    Polars and Spark pass over the former where they need only some of the columns, and Polars takes the latter for a
    row; DuckDB sees the one and passes over the other by itself.
    Raises:  CannotBeRead, with the first such line.
    """
    wanted = len(form.columns)
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream, delimiter=form.separator)
            try:
                uneven = next((rows.line_num for row in rows if (row or empty_too) and len(row) != wanted), None)
            except (UnicodeDecodeError, csv.Error):
                raise CannotBeRead("The file cannot be read as UTF-8 text.", where=path.name) from None
        if uneven:
            raise CannotBeRead("A line does not have as many fields as the first.", where=f"{path.name}, line {uneven}")
