"""Does a bundle hold what it should, and does every change to it show, to us and to tools that are not ours?"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from decisions_made_up import ADVICE, FIGURES, PAPER, SECOND, digest_of, document_of, record, with_advice
from dueregard.domain.decisions.bundle import bundle_files, folder_name, zip_of
from dueregard.domain.decisions.manifest import file_name, free_path, is_safe_path, read_sums
from dueregard.domain.decisions.proof import ENTRIES, HASHES, check_proof
from dueregard.domain.decisions.record import record_from_json, record_to_json
from dueregard.domain.decisions.verify import check_bundle, record_of
from dueregard.domain.ledger.checkpoints import sign
from dueregard.domain.ledger.keys import new_signing_key
from dueregard.domain.ledger.verify import Head, Outside
from dueregard.terms.errors import CannotBeRead


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return bundle_files(record(), document_of=document_of)


def unpacked(files: dict[str, bytes], to: Path) -> Path:
    for path, data in files.items():
        place = to / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return to


def alone(folder: Path, *more: str) -> tuple[int, str]:
    """Run the program in the bundle, without anything of ours on its path."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py"), *more], capture_output=True, text=True, timeout=60
    )
    return ran.returncode, ran.stdout + ran.stderr


def sums_of(files: dict[str, bytes]) -> bytes:
    lines = sorted(f"{p}\0{hashlib.sha256(d).hexdigest()}" for p, d in files.items() if p != "SHA256SUMS")
    return "".join(f"{h}  {p}\n" for p, _, h in (line.partition("\0") for line in lines)).encode()


def test_bundle_files(files: dict[str, bytes]) -> None:
    paths = sorted(files)

    assert paths == [
        "README.txt", "SHA256SUMS", "everything.pdf",
        "evidence/a-2026-19-version-1-evidence-1.csv", "evidence/a-2026-19-version-1-evidence-1.json",
        "evidence/a-2026-19-version-2-evidence-1.csv", "evidence/a-2026-19-version-2-evidence-1.json",
        "index.html",
        "ledger/entries.csv", "ledger/entries.jsonl", "ledger/hashes.txt",
        "papers/appendix-3.pdf", "record.json", "verify.py",
        "versions/a-2026-19-version-1.html", "versions/a-2026-19-version-1.json",
        "versions/a-2026-19-version-1.pdf", "versions/a-2026-19-version-1.recorded.json",
        "versions/a-2026-19-version-2.html", "versions/a-2026-19-version-2.json",
        "versions/a-2026-19-version-2.pdf", "versions/a-2026-19-version-2.recorded.json",
    ]  # fmt: skip
    assert files["papers/appendix-3.pdf"] == PAPER
    assert json.loads(files["versions/a-2026-19-version-2.json"]) == SECOND
    recorded = files["versions/a-2026-19-version-2.recorded.json"]
    assert hashlib.sha256(recorded).hexdigest() == digest_of(SECOND, FIGURES)


def test_bundle_first_page_tells_what_happened(files: dict[str, bytes]) -> None:
    page = files["index.html"].decode()

    for said in (
        "It shows what was recorded; it claims no more.", "Agreed with a condition", "The van has a lift",
        "From version 1 to version 2", "The library closes; a van comes twice a week.",
        "impacts › disability › effect", "Head of service: returned", "The steps of the van are not looked at",
        "Opened version 2", "Members of the Cabinet 2027-01-29 12:00 UTC", "Action 12", "On track",
        'href="./versions/a-2026-19-version-1.html"', "No effect, without evidence",
    ):  # fmt: skip
        assert said in page, said
    assert page.count("<h1>") == 1
    assert "http:" not in page
    assert "https:" not in page
    assert "<script" not in page


def test_bundle_same_bytes_again(files: dict[str, bytes]) -> None:
    again = bundle_files(record(), document_of=document_of)

    assert again == files
    assert zip_of(again, folder="b") == zip_of(files, folder="b")


def test_bundle_zip_opens_under_one_folder(files: dict[str, bytes]) -> None:
    folder = folder_name(record())

    with zipfile.ZipFile(BytesIO(zip_of(files, folder=folder))) as packed:
        assert packed.testzip() is None
        assert sorted(packed.namelist()) == [
            f"bundle-close-fenwick-library-2027-02-10/{path}" for path in sorted(files)
        ]


def test_bundle_pdf_is_tagged(files: dict[str, bytes]) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    for path in ("everything.pdf", "versions/a-2026-19-version-1.pdf"):
        with pikepdf.open(BytesIO(files[path])) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in pdf.Root
            assert str(pdf.Root.Lang).startswith("en")
            assert "pdfuaid" in pdf.open_metadata().__str__()


def test_bundle_whole_says_so_to_us_and_alone(files: dict[str, bytes], tmp_path: Path) -> None:
    checked = check_bundle(files)
    code, said = alone(unpacked(files, tmp_path))

    assert checked.findings == ()
    assert checked.has_our_verifier
    assert checked.files == 21
    assert checked.proven is not None
    assert (checked.proven.entries, checked.proven.size, checked.proven.erased) == (5, 11, 1)
    assert code == 0, said
    assert "21 files, each as it was listed, none missing, none added." in said
    assert "5 entries stand in the chain council:1 of 11 as recorded." in said
    assert "a bundle that was made anew as a whole would not show" in said


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not on this machine")
def test_bundle_sha256sum_alone(files: dict[str, bytes], tmp_path: Path) -> None:
    folder = unpacked(files, tmp_path)
    asked = ["sha256sum", "--strict", "-c", "SHA256SUMS"]

    whole = subprocess.run(asked, cwd=folder, capture_output=True, text=True, timeout=60)
    data = bytearray((folder / "record.json").read_bytes())
    data[100] ^= 1
    (folder / "record.json").write_bytes(data)
    changed = subprocess.run(asked, cwd=folder, capture_output=True, text=True, timeout=60)

    assert (whole.returncode, whole.stdout.count(": OK")) == (0, 21)
    assert changed.returncode == 1
    assert "record.json: FAILED" in changed.stdout


def test_bundle_one_changed_byte_in_each_file_is_named(files: dict[str, bytes], tmp_path: Path) -> None:
    folder = unpacked(files, tmp_path)
    for path in sorted(files):
        for at in {0, len(files[path]) // 2, len(files[path]) - 1}:
            data = bytearray(files[path])
            data[at] ^= 1

            checked = check_bundle({**files, path: bytes(data)})

            assert path in {each.path for each in checked.findings} or path == "SHA256SUMS", (path, at)
            assert checked.findings, (path, at)
        (folder / path).write_bytes(bytes(data))
        if path != "verify.py":
            code, said = alone(folder)
            assert (code, path.split("/")[-1] in said or path == "SHA256SUMS") == (1, True), said
        (folder / path).write_bytes(files[path])


def test_bundle_removed_and_added_files_are_named(files: dict[str, bytes], tmp_path: Path) -> None:
    for path in sorted(set(files) - {"SHA256SUMS"}):
        left = {each: data for each, data in files.items() if each != path}
        assert (path, "It is missing.") in {(each.path, each.words) for each in check_bundle(left).findings}
    more = {**files, "papers/late.pdf": b"x"}
    folder = unpacked(more, tmp_path)
    (folder / "record.json").unlink()
    (folder / "link").symlink_to("README.txt")

    code, said = alone(folder)

    assert [each.path for each in check_bundle(more).findings] == ["papers/late.pdf"]
    assert code == 1
    assert "papers/late.pdf: It was added" in said
    assert "record.json: It is missing." in said
    assert "link: It was added" in said
    with pytest.raises(CannotBeRead, match="not a bundle"):
        check_bundle({})


def test_bundle_of_another_hand_shows_by_its_fingerprint(files: dict[str, bytes], tmp_path: Path) -> None:
    known = hashlib.sha256(files["SHA256SUMS"]).hexdigest()
    forged = {**files, "papers/appendix-3.pdf": b"another"}
    forged["SHA256SUMS"] = sums_of(forged)
    folder = unpacked(forged, tmp_path)

    assert sums_of(files) == files["SHA256SUMS"]
    assert check_bundle(files, known=known).findings == ()
    assert check_bundle(forged).findings == ()
    assert [each.path for each in check_bundle(forged, known=known).findings] == ["SHA256SUMS"]
    assert alone(folder)[0] == 0
    assert alone(folder, "--fingerprint", known)[0] == 1


def changed_ledger(files: dict[str, bytes], change: str) -> dict[str, bytes]:
    lines = files[ENTRIES].splitlines(keepends=True)
    hashes = files[HASHES]
    starts = [at for at, line in enumerate(lines) if line.startswith(b'{"entry"')]
    if change == "order":
        lines = [lines[0], *lines[starts[2] : -1], *lines[1 : starts[2]], lines[-1]]
    elif change == "value":
        lines = [line.replace(b"Otto", b"Olga") for line in lines]
    elif change == "value gone":
        lines = [line for line in lines if b'"name":"because"' not in line]
    elif change == "entry gone":
        lines = [line for at, line in enumerate(lines) if at != starts[0]]
    elif change == "fact":
        lines = [line.replace(b'"at":"2026-11-08', b'"at":"2026-11-07') for line in lines]
    elif change == "hash":
        hashes = b"0" * 64 + hashes[64:]
    elif change == "tail":
        hashes = b"".join(hashes.splitlines(keepends=True)[:-1])
    elif change == "no end":
        lines = lines[:-1]
    made = {**files, ENTRIES: b"".join(lines), HASHES: hashes}
    return {**made, "SHA256SUMS": sums_of(made)}


@pytest.mark.parametrize("change", ["order", "value", "value gone", "entry gone", "fact", "hash", "tail", "no end"])
def test_ledger_part_changed_with_right_sums_is_found_by_both(
    files: dict[str, bytes], tmp_path: Path, change: str
) -> None:
    made = changed_ledger(files, change)

    checked = check_bundle(made)
    code, said = alone(unpacked(made, tmp_path))

    assert checked.findings, change
    assert code == 1, said
    ours = sorted(f"{each.path}: {each.words}" for each in checked.findings)
    if change not in {"entry gone"}:  # what cannot be read further is told in each program's own words
        assert ours == sorted(said.splitlines())


def test_ledger_part_against_what_was_kept_elsewhere(files: dict[str, bytes], tmp_path: Path) -> None:
    key = new_signing_key()
    hashes = files[HASHES].decode().split()
    origin = "council.example/ledger/council:1"
    from dueregard.domain.decisions.proof import root_of

    text = sign(origin=origin, size=7, root=root_of(hashes[:7]), key=key)
    verify_key = key.verify_key(origin=origin)
    other = sign(origin=origin, size=7, root=root_of(hashes[1:8]), key=key)
    folder = unpacked(files, tmp_path / "b")
    (tmp_path / "good.txt").write_text(text)
    (tmp_path / "other.txt").write_text(other)

    agreed = check_proof(files[ENTRIES], files[HASHES], outside=Outside((Head(9, hashes[8]),), (text,), verify_key))
    wrong = check_proof(files[ENTRIES], files[HASHES], outside=Outside((Head(12, "0" * 64),), (other,), verify_key))
    code, said = alone(
        folder, "--checkpoint", str(tmp_path / "good.txt"), "--key", str(verify_key), "--head", f"9:{hashes[8]}"
    )
    code_of_wrong, told = alone(folder, "--checkpoint", str(tmp_path / "other.txt"), "--key", str(verify_key))

    assert (agreed.findings, agreed.agrees_up_to) == ((), 9)
    assert [each.words for each in wrong.findings] == [
        "It does not agree with what was kept elsewhere of entry 7.",
        "What was kept elsewhere knows of 12 entries; the list ends at 11.",
    ]
    assert (code, "agrees up to entry 9" in said) == (0, True), said
    assert (code_of_wrong, "of entry 7" in told) == (1, True), told


def test_version_that_the_ledger_tells_of_must_be_here(files: dict[str, bytes], tmp_path: Path) -> None:
    made = {path: data for path, data in files.items() if path != "versions/a-2026-19-version-1.recorded.json"}
    made["SHA256SUMS"] = sums_of(made)

    found = check_bundle(made).findings

    assert len(found) == 1
    assert "The ledger tells of a version with the hash" in found[0].words
    assert alone(unpacked(made, tmp_path))[0] == 1


def test_bundle_made_again_from_itself(files: dict[str, bytes]) -> None:
    again = record_of(files)

    assert again.papers[0].data == PAPER
    assert [row.entry for row in again.ledger.rows] == [row.entry for row in record().ledger.rows]  # type: ignore[union-attr]
    made = bundle_files(again, document_of=document_of)
    assert made[ENTRIES] == files[ENTRIES]
    assert made["versions/a-2026-19-version-2.pdf"] == files["versions/a-2026-19-version-2.pdf"]


def test_record_round_trip() -> None:
    made = with_advice(record())

    again = record_from_json(json.loads(json.dumps(record_to_json(made))))

    assert again == made
    with pytest.raises(CannotBeRead, match="not a field we know"):
        record_from_json({**record_to_json(made), "verdict": "compliant"})
    with pytest.raises(CannotBeRead, match="not the record"):
        record_from_json([])


def test_advice_is_in_a_bundle_only_when_the_record_brings_it(files: dict[str, bytes]) -> None:
    made = bundle_files(with_advice(record()), document_of=document_of)

    assert made["legal-advice/advice-of-counsel.txt"] == ADVICE
    assert not [path for path, data in files.items() if "legal" in path or ADVICE in data]


@pytest.mark.parametrize(
    ("path", "is_safe"),
    [
        ("a.txt", True), ("a/b-1.json", True), ("SHA256SUMS", True), ("../a", False), ("a/../b", False), ("/a", False),
        ("a//b", False), ("a\\b", False), (".hidden", False), ("a/con.txt", False), ("a b", False), ("C:a", False),
        ("a.", False), ("", False), ("é", False),
    ],
)  # fmt: skip
def test_paths_that_are_safe(path: str, is_safe: bool) -> None:
    assert is_safe_path(path) is is_safe


def test_names_of_files_are_safe_whatever_the_words() -> None:
    for words in ("../../etc/passwd", "CON", "a/b\\c", "…", "Ünïcode", "x" * 500, "", "-rf", "a\0b"):
        assert is_safe_path(file_name(words, ending="pdf")), words
    assert free_path("a.pdf", {"A.pdf", "a-2.pdf"}) == "a-3.pdf"


@pytest.mark.parametrize(
    "sums",
    [
        b"", b"x\n", b"0" * 64 + b" a\n", b"0" * 64 + b"  ../a\n", b"0" * 64 + b" *a\n", b"0" * 64 + b"  a",
        b"0" * 64 + b"  b\n" + b"0" * 64 + b"  a\n", b"0" * 64 + b"  a\n" + b"0" * 64 + b"  a\n", b"\xff\n",
        b"0" * 64 + b"  SHA256SUMS\n", b"A" * 64 + b"  a\n", b"0" * 64 + b"  a\r\n",
    ],
)  # fmt: skip
def test_sums_have_one_form(sums: bytes) -> None:
    with pytest.raises(CannotBeRead):
        read_sums(sums)


def test_table_cells_start_no_formula(files: dict[str, bytes]) -> None:
    table = files["evidence/a-2026-19-version-1-evidence-1.csv"].decode("utf-8-sig")

    assert "rows[2][1],'=1+1" in table


def test_readme_names_the_folders_that_are_there() -> None:
    whole = bundle_files(with_advice(record()), document_of=document_of)
    bare = bundle_files(replace(record(), assessments=(), papers=(), ledger=None), document_of=document_of)

    folders = ("versions/", "evidence/", "papers/", "legal-advice/", "ledger/")
    named = [line.split()[0] for line in whole["README.txt"].decode().splitlines() if line.startswith(folders)]
    assert named == list(folders)
    assert not [line for line in bare["README.txt"].decode().splitlines() if line.startswith(folders)]
