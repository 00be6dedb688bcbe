"""`dueregard assess read FILE`: what does an old assessment say, and what does it not say? No database.

The one idea: what could be read stands first, then what is missing, what is not clear, what was promised and what was
left over. As JSON it is the open form of an assessment with the reading beside it; CSV is a line for each promise and
impact. A document without an assessment gives exit code 3.
"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dueregard.cli.files import check_can_write, read_input, write_bytes_to_standard_output, write_output
from dueregard.cli.screen import progress_on_screen
from dueregard.terms.errors import NothingOfTheKind

if TYPE_CHECKING:
    from dueregard.domain.assessments.reading_model import ReadAssessment


class ReadFormat(StrEnum):
    """The forms in which a reading can be printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def read(
    file: Annotated[str, typer.Argument(help="The document, or - for standard input.", metavar="FILE")],
    form: Annotated[ReadFormat, typer.Option("--format", "-f", help="The form to print it in.")] = ReadFormat.TEXT,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file.", metavar="FILE")] = None,
    nation: Annotated[str, typer.Option(help="Whose law it was written under.")] = "england",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Read an old assessment (Word, PDF, HTML, ODT, text): what it says, what is missing, what was promised."""
    from dueregard.domain.assessments.packs import pack_of

    pack_of(nation)
    if out is not None:
        check_can_write(out, force=force, source=file)
    found = _read(file, nation)
    if not found.is_one and form is ReadFormat.TEXT:
        raise _nothing(file)
    data = written(found, form)
    if out is None:
        write_bytes_to_standard_output(data)
    else:
        write_output(out, data, force=force, source=file)
    if not found.is_one:
        raise _nothing(file)


def written(found: ReadAssessment, form: ReadFormat) -> bytes:
    """Give a reading in a form, as bytes."""
    if form is ReadFormat.JSON:
        from dueregard.domain.assessments.reading_model import read_assessment_to_json
        from dueregard.domain.assessments.shape import assessment_to_json

        shape = {**read_assessment_to_json(found), "assessment": assessment_to_json(found.assessment)}
        return (json.dumps(shape, ensure_ascii=False, indent=2) + "\n").encode()
    if form is ReadFormat.CSV:
        from dueregard.domain.assessments.reading_sheets import reading_workbook
        from dueregard.publish.csv import write_csv

        return write_csv(reading_workbook(found))
    from dueregard.domain.assessments.reading_sheets import reading_in_words

    return (reading_in_words(found) + "\n").encode()


def _read(file: str, nation: str) -> ReadAssessment:
    data, name = read_input(file)
    from dueregard.domain.assessments.reading import read_assessment
    from dueregard.reading.sandbox import read_safely

    with progress_on_screen(f"Reading {name or 'standard input'}") as progress:
        blocks = read_safely(data, name=name, progress=progress)
    return read_assessment(blocks, nation=nation)


def _nothing(file: str) -> NothingOfTheKind:
    return NothingOfTheKind(
        "There is no equality impact assessment in this document.",
        where=None if file == "-" else file,
        mend="Try `dueregard plan read` for an action plan.",
    )
