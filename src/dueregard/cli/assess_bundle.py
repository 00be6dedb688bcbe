"""`dueregard assess bundle` and `dueregard assess verify`: the record of a decision as a folder, and is it whole?

The one idea: a bundle is made from a record (`dueregard.decision/1`, docs/reference/bundle-format.md) without a
database; the record of a decision on the site is written by `dueregard manage decision_bundle … --record FILE`, and
lies in every bundle. To check one nothing of ours is needed; `verify` does so with the library's own verifier.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dueregard.cli.faults import tell
from dueregard.cli.files import STANDARD_INPUT, check_can_write, read_input, write_output
from dueregard.terms.errors import CannotBeRead, ExitCode, UsedWrongly

if TYPE_CHECKING:
    from dueregard.domain.decisions.record import Assessed, Record, Version
    from dueregard.domain.decisions.redaction import Withholding
    from dueregard.publish.document import Document

_DOES_NOT_VERIFY = 1  # as `verify-bundle` and the program in the bundle answer


def bundle(
    file: Annotated[str, typer.Argument(help="A record as JSON, a bundle, or - for standard input.", metavar="RECORD")],
    to: Annotated[Path, typer.Option("--to", help="A folder that is not there yet, or a file ending in .zip.")],
    withhold: Annotated[
        Path | None,
        typer.Option(help="What is withheld from a redacted copy, as JSON (bundle-format.md).", metavar="FILE"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a zip that is there.")] = False,
) -> None:
    """Make the bundle of a decision: everything that was recorded, with what it takes to check it."""
    from dueregard.domain.decisions.bundle import bundle_files, folder_name, zip_of
    from dueregard.domain.decisions.manifest import SUMS, fingerprint
    from dueregard.domain.decisions.redaction import needles, redacted

    is_zip = to.suffix == ".zip"
    if is_zip:
        check_can_write(to, force=force, source=file)
    elif to.exists():
        raise UsedWrongly(f"{to} is there already.", mend="Name a folder that is not there yet.")
    elif not to.parent.is_dir():
        raise UsedWrongly(f"There is no folder {to.parent}.", mend="Make it first.")
    record = _record(file)
    gone: tuple[str, ...] = ()
    if withhold is not None:
        withheld = _withholdings(withhold)
        gone, record = needles(record, withheld), redacted(record, withheld)
    files = bundle_files(record, document_of=_document_of(record), withheld=gone)
    if is_zip:
        write_output(to, zip_of(files, folder=folder_name(record)), force=force)
    else:
        _write_folder(to, files)
    tell(f"Written: {to}. {len(files)} files.")
    typer.echo(f"Fingerprint: {fingerprint(files[SUMS])}")


def verify(
    path: Annotated[Path, typer.Argument(help="A bundle’s folder or zip.", metavar="BUNDLE")],
    fingerprint: Annotated[
        str, typer.Option(help="The fingerprint that was recorded when it was made.", metavar="HASH")
    ] = "",
    key: Annotated[str, typer.Option(help="The verify key you were given.", metavar="KEY")] = "",
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint you kept; may be given again.", metavar="FILE")
    ] = None,
    head: Annotated[
        list[str] | None, typer.Option(help="The number and hash of an entry you wrote down.", metavar="NUMBER:HASH")
    ] = None,
) -> None:
    """Check a bundle: 0 if it is whole, 1 if it is not, naming each file; 4 if it is no bundle."""
    from dueregard.cli.bundles_opened import open_bundle
    from dueregard.cli.ledger import outside_of
    from dueregard.domain.decisions.verify import check_bundle

    outside = outside_of(key, checkpoint or (), head or ())
    checked = check_bundle(open_bundle(path), outside=outside, known=fingerprint)
    for each in checked.findings:
        typer.echo(f"{each.path}: {each.words}")
    if checked.findings:
        raise typer.Exit(_DOES_NOT_VERIFY)
    typer.echo(f"{checked.files} files, each as it was listed, none missing, none added.")
    typer.echo(f"Fingerprint: {checked.fingerprint}")
    proven = checked.proven
    if proven is None:
        typer.echo("It holds no entries of a ledger.")
    else:
        typer.echo(f"{proven.entries} entries stand in the chain {proven.chain} of {proven.size} as recorded.")
        for count, what in ((proven.withheld, "withheld"), (proven.erased, "erased")):
            if count:
                typer.echo(f"{count} personal values are {what}; the chain vouches for them all the same.")
        if proven.agrees_up_to is not None:
            typer.echo(f"What you kept elsewhere agrees up to entry {proven.agrees_up_to}.")
    if not checked.has_our_verifier:
        typer.echo("The program in the bundle is of another version than this one; it was not run.")
    if not fingerprint and (proven is None or proven.agrees_up_to is None):
        typer.echo("Nothing from outside was given, so a bundle that was made anew as a whole would not show.")
    raise typer.Exit(ExitCode.DONE)


def _record(file: str) -> Record:
    from dueregard.cli.bundles_opened import open_bundle
    from dueregard.domain.decisions.record import record_from_json
    from dueregard.domain.decisions.verify import record_of

    place = Path(file)
    if file != STANDARD_INPUT and (place.is_dir() or place.suffix == ".zip"):
        return record_of(open_bundle(place))
    shape = _json(*read_input(file))
    if isinstance(shape, Mapping) and "files" in shape:
        return record_of(open_bundle(place.parent))
    return record_from_json(shape)


def _withholdings(file: Path) -> tuple[Withholding, ...]:
    from dueregard.domain.decisions.redaction import Withholding
    from dueregard.terms.shapes import from_json

    found, faults = from_json(tuple[Withholding, ...], _json(*read_input(str(file))), where="withhold")
    if faults:
        raise CannotBeRead(f"This does not say what to withhold: {'; '.join(faults)}.", where=file.name)
    return found  # type: ignore[no-any-return]  # from_json gives what its first argument names


def _json(data: bytes, name: str) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise CannotBeRead("This is not JSON.", where=name or None) from None


def _document_of(record: Record):  # type: ignore[no-untyped-def]  # a function; its types are said within
    from dueregard.domain.assessments.document import assessment_document
    from dueregard.domain.assessments.shape import assessment_from_json

    def document_of(assessed: Assessed, version: Version) -> Document:
        return assessment_document(
            assessment_from_json(version.content or {}),
            number=assessed.number,
            figures=version.figures,
            council=record.council,
            made_on=record.made_on,
            version=version.number,
        )

    return document_of


def _write_folder(to: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder whole, or leave nothing."""
    try:
        made = Path(tempfile.mkdtemp(dir=to.parent, prefix=f".{to.name}."))
    except OSError as fault:
        raise UsedWrongly(f"{to} cannot be written: {fault.strerror}.") from None
    try:
        for path, data in files.items():
            place = made / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o777 & ~mask)  # what a newly made folder would have
        made.rename(to)
    except BaseException as fault:
        shutil.rmtree(made, ignore_errors=True)
        if isinstance(fault, OSError):
            raise UsedWrongly(f"{to} cannot be written: {fault.strerror}.") from None
        raise
