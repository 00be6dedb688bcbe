"""What files does a bundle hold, and what does each say?

The one idea: a bundle is a plain folder that opens anywhere: a page to begin with, one PDF of everything, each version
as data, page and PDF, the evidence as it stood, the papers as they went out, the ledger's entries with their proof, the
list of hashes, and a program that checks it all with Python alone. The same record gives the same bytes.

Whoever asks hands in how a version reads as a document, since what an assessment says is not this room's to know. A
redacted record is looked through once more when everything is made: if anything that was withheld still stands
somewhere, there is no bundle.

Source:  docs/reference/bundle-format.md.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files as resources
from io import BytesIO, StringIO
from typing import Any

from dueregard.domain.decisions.manifest import SUMS, file_name, free_path, write_sums
from dueregard.domain.decisions.overview import SHOWS, overview
from dueregard.domain.decisions.proof import write_proof
from dueregard.domain.decisions.record import Assessed, Attached, Record, Version, record_to_json
from dueregard.domain.decisions.redaction import still_there
from dueregard.publish import html, pdf
from dueregard.publish.document import Block, Document, Heading, Note, PageBreak
from dueregard.publish.frozen import document_to_json
from dueregard.terms.errors import DueRegardError
from dueregard.terms.exemptions import say_acts

VERIFIER = "verify.py"
_DAY_OF_ALL = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold: the same bytes every day
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

DocumentOf = Callable[[Assessed, Version], Document]
"""Gives a version as a document; only asked for versions whose contents are there."""
Watch = Callable[[int, int], None]
"""Told how many of how many files are made; may raise to stop."""


class StillThere(DueRegardError):
    """Something that was withheld stands in a file all the same: nothing was made."""


def bundle_files(
    record: Record, *, document_of: DocumentOf, withheld: Sequence[str] = (), watch: Watch | None = None
) -> dict[str, bytes]:
    """Make every file of a bundle, by path.

    Takes:   `withheld`, the texts that must not stand anywhere (`redaction.needles`).
    Raises:  StillThere, naming the files, where one of them does.
    """
    made: dict[str, bytes] = {}
    said: dict[str, str] = {}
    what: dict[str, str] = {}
    documents: list[tuple[str, Document]] = []
    total = 3 + sum(len(each.versions) for each in record.assessments)
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if watch is not None:
            watch(done, total)

    for assessed in record.assessments:
        for version in assessed.versions:
            for path, data, words in _version_files(assessed, version):
                made[path], what[path] = data, words
            if version.content is not None:
                document = _noted(document_of(assessed, version), record)
                stem = f"versions/{_stem(assessed, version)}"
                name = f"{assessed.number}, version {version.number}"
                documents.append((name, document))
                made[f"{stem}.html"], what[f"{stem}.html"] = html.page(document), f"{name}, as a page"
                made[f"{stem}.pdf"], what[f"{stem}.pdf"] = pdf.write_pdf(document), f"{name}, as a PDF"
                said[f"{stem}.pdf"] = _said(document)
            tell()
    papers, paths = _attached(record.papers, folder="papers", made=made, what=what)
    advice, more = _attached(record.advice, folder="legal-advice", made=made, what=what)
    if record.ledger is not None:
        made |= write_proof(record.ledger, is_redacted=record.is_redacted)
        made["ledger/entries.csv"] = _entries_csv(record)
        what["ledger/entries.csv"] = "The ledger’s entries about it, as a table"
        what["ledger/entries.jsonl"] = "The ledger’s entries about it, in full"
        what["ledger/hashes.txt"] = "The hash of every entry of the chain"
    kept = replace(record, papers=papers, advice=advice, ledger=None)
    made["record.json"] = _json({**record_to_json(kept), "files": {**paths, **more}})
    what["record.json"] = "Everything that was recorded, as data"
    tell()
    whole = _everything(record, documents)
    made["everything.pdf"], said["everything.pdf"] = pdf.write_pdf(whole), _said(whole)
    what["everything.pdf"] = "Everything in one PDF"
    tell()
    made[VERIFIER] = resources("dueregard.domain.decisions").joinpath("standalone.py").read_bytes()
    what[VERIFIER] = "A program that checks this bundle; it needs Python and nothing else"
    made["README.txt"] = _readme(record, folders={path.partition("/")[0] for path in made if "/" in path}).encode()
    what["README.txt"] = "What this is, and how to check it"
    made["index.html"] = html.page(overview(record, files=sorted(what.items())))
    made[SUMS] = write_sums(made)
    tell()
    if found := still_there(made, said, withheld):
        raise StillThere(
            f"What you withheld still stands in {', '.join(found[:5])}.",
            mend="Mark a longer piece, or withhold the whole part.",
        )
    return made


def zip_of(files: Mapping[str, bytes], *, folder: str) -> bytes:
    """Pack the files under one folder. The same files give the same bytes.

    >>> zip_of({"a.txt": b"a"}, folder="bundle") == zip_of({"a.txt": b"a"}, folder="bundle")
    True
    """
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{path}", date_time=_DAY_OF_ALL)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o100644 << 16, 3
            out.writestr(entry, files[path], compresslevel=9)
    return packed.getvalue()


def folder_name(record: Record) -> str:
    """Name the folder that a bundle unpacks to.

    >>> from datetime import date
    >>> from dueregard.domain.decisions.record import Decision
    >>> folder_name(Record("A council", date(2027, 2, 9), Decision("Close Fenwick library")))
    'bundle-close-fenwick-library-2027-02-09'
    """
    kind = "redacted-bundle" if record.is_redacted else "bundle"
    return f"{kind}-{file_name(record.decision.title)}-{record.made_on.isoformat()}"


def _version_files(assessed: Assessed, version: Version) -> Iterator[tuple[str, bytes, str]]:
    name = f"{assessed.number}, version {version.number}"
    stem = _stem(assessed, version)
    if version.content is None:
        return
    yield f"versions/{stem}.json", _json(version.content), f"{name}, in the open form"
    if version.sha256:
        yield f"versions/{stem}.recorded.json", version.recorded(), f"{name}, the very bytes of its fingerprint"
    for key, figures in sorted(version.figures.items()):
        evidence = f"evidence/{stem}-{file_name(key)}"
        yield f"{evidence}.json", _json(figures), f"{name}, figures as they stood: {key}"
        yield f"{evidence}.csv", _csv(("Where", "Value"), _flat(figures)), f"{name}, figures as a table: {key}"


def _stem(assessed: Assessed, version: Version) -> str:
    return f"{file_name(assessed.number)}-version-{version.number}"


def _attached(
    files: Sequence[Attached], *, folder: str, made: dict[str, bytes], what: dict[str, str]
) -> tuple[tuple[Attached, ...], dict[str, str]]:
    """Put files in a folder; give them without their bytes, and where each stands, by its hash."""
    paths: dict[str, str] = {}
    for each in files:
        if each.data is None:
            continue
        path = free_path(f"{folder}/{file_name(each.name.rpartition('.')[0] or each.name, ending=each.ending)}", made)
        made[path], what[path], paths[each.sha256] = each.data, each.name, path
    return tuple(replace(each, data=None) for each in files), paths


def _noted(document: Document, record: Record) -> Document:
    """Say at the head of a version's document that it was cut."""
    if not record.withheld:
        return document
    cut = "; ".join(dict.fromkeys(each.what for each in record.withheld))
    note = Note(
        f"This copy was cut. Withheld, here or elsewhere in it: {cut}. A part that is empty, or "
        "says that nothing was written, may be one of them."
    )
    return replace(document, blocks=(note, *document.blocks))


def _everything(record: Record, documents: Sequence[tuple[str, Document]]) -> Document:
    first = overview(record)
    blocks: list[Block] = list(first.blocks)
    for name, document in documents:
        blocks += [PageBreak(), Heading(2, name), *(_lower(block) for block in document.all_blocks())]
    return replace(first, blocks=tuple(blocks))


def _lower(block: Block) -> Block:
    return Heading(min(block.level + 1, 6), block.text) if isinstance(block, Heading) else block


def _said(document: Document) -> str:
    return json.dumps(document_to_json(document), ensure_ascii=False).replace('\\"', '"').replace("\\n", " ")


def _entries_csv(record: Record) -> bytes:
    names = {person.ref: person.name for person in record.people}
    ledger = record.ledger
    rows = sorted(ledger.rows, key=lambda row: int(row.entry["number"])) if ledger else []
    columns = ("Entry", "When", "Who", "What", "Kind", "Hash")
    return _csv(
        columns,
        (
            (str(e["number"]), e["at"], names.get(e["by"], e["by"]), row.words, e["kind"], e["hash"])
            for row in rows
            for e in (row.entry,)
        ),
    )


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _flat(each, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for at, each in enumerate(value, start=1):
            yield from _flat(each, f"{path}[{at}]")
    else:
        yield path, "" if value is None else str(value)


def _csv(columns: Sequence[str], rows: Any) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False) + "\n").encode()


_FOLDERS = {
    "versions": "each version of each assessment: as data, as a page, as a PDF",
    "evidence": "the figures behind it, as they stood then",
    "papers": "what was sent to those who decided, exactly as it went out",
    "legal-advice": "advice that was released",
    "ledger": "the entries about this decision, and the hashes of the whole chain",
}


def _readme(record: Record, *, folders: Collection[str]) -> str:
    kind = "This is a redacted copy of" if record.is_redacted else "This folder holds"
    lines = [
        f"{record.decision.title}",
        f"{record.council}, {record.made_on.isoformat()}",
        "",
        f"{kind} what the council recorded of this decision. {SHOWS}",
        "It does not say that what was recorded is true, nor that everything was recorded.",
        "",
        "Begin with index.html (in any browser, without a network) or with everything.pdf.",
        "",
        *(f"{f'{folder}/':<16}{words}" for folder, words in _FOLDERS.items() if folder in folders),
        "record.json     everything that was recorded, as data",
        "SHA256SUMS      the hash of every file",
        "",
        "To check that no file was changed, in this folder:",
        "    sha256sum -c SHA256SUMS            (on a Mac: shasum -a 256 -c SHA256SUMS)",
        "To check that as well, that no file was added, and that the entries stand in the ledger as recorded:",
        "    python3 verify.py",
        "Both need nothing of ours. Neither sees a bundle that was made anew as a whole. For that, ask the council for",
        "the fingerprint that it recorded when this was made, or for a checkpoint of its ledger, and give it:",
        "    python3 verify.py --fingerprint HASH        python3 verify.py --help says more",
        "The fingerprint is the hash of the file SHA256SUMS.",
        "",
    ]
    if record.is_redacted:
        lines += [
            f"Some of what was recorded is withheld under {say_acts(each.exemption for each in record.withheld)}.",
            "index.html says what, under which section, and why. Fingerprints of what was cut are withheld with it.",
            "",
        ]
    return "\n".join(lines)
