"""`dueregard assess bundle` and `dueregard assess verify`: as a stranger with a file would use them."""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from decisions_made_up import FIRST, SECOND, record
from dueregard.cli.main import app
from dueregard.domain.decisions.record import Record, record_to_json

RUN = CliRunner()


def fit(made: Record) -> Record:
    """Give the record with contents in the open form, which the real documents are made from."""
    whole = [
        {**content, "regard": [], "conclusion": {"option": "adjust", "reason": "A van"}} for content in (FIRST, SECOND)
    ]
    versions = tuple(replace(v, content=c) for v, c in zip(made.assessments[0].versions, whole, strict=True))
    return replace(made, ledger=None, assessments=(replace(made.assessments[0], versions=versions),))


@pytest.fixture
def written(tmp_path: Path) -> Path:
    place = tmp_path / "record.json"
    place.write_text(json.dumps(record_to_json(fit(record()))))
    return place


def test_bundle_to_folder_then_verify(written: Path, tmp_path: Path) -> None:
    made = RUN.invoke(app, ["assess", "bundle", str(written), "--to", str(tmp_path / "b")])
    checked = RUN.invoke(app, ["assess", "verify", str(tmp_path / "b")])

    assert made.exit_code == 0, made.output
    assert checked.exit_code == 0, checked.output
    assert "each as it was listed, none missing, none added." in checked.output
    assert "It holds no entries of a ledger." in checked.output
    known = next(line for line in made.output.splitlines() if line.startswith("Fingerprint: "))
    assert known in checked.output
    assert (tmp_path / "b" / "versions" / "a-2026-19-version-2.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_changed_byte_is_named_in_folder_and_zip(written: Path, tmp_path: Path) -> None:
    folder, packed = tmp_path / "b", tmp_path / "b.zip"
    RUN.invoke(app, ["assess", "bundle", str(written), "--to", str(folder)])
    RUN.invoke(app, ["assess", "bundle", str(written), "--to", str(packed)])
    place = folder / "papers" / "appendix-3.pdf"
    data = bytearray(place.read_bytes())
    data[7] ^= 1
    place.write_bytes(data)
    with zipfile.ZipFile(packed) as zipped:
        part = next(one for one in zipped.infolist() if one.filename.endswith("record.json"))
    inside = bytearray(packed.read_bytes())
    inside[part.header_offset + 30 + len(part.filename) + 50] ^= 1
    packed.write_bytes(inside)

    changed = RUN.invoke(app, ["assess", "verify", str(folder)])
    spoilt = RUN.invoke(app, ["assess", "verify", str(packed)])

    assert (changed.exit_code, changed.stdout) == (1, "papers/appendix-3.pdf: It was changed.\n")
    assert (spoilt.exit_code, spoilt.stdout) == (1, "record.json: It was changed.\n")


def test_bundle_from_a_bundle_and_redacted(written: Path, tmp_path: Path) -> None:
    RUN.invoke(app, ["assess", "bundle", str(written), "--to", str(tmp_path / "b")])
    choices = tmp_path / "withhold.json"
    choices.write_text(json.dumps([{"kind": "names", "exemption": "40", "why": "Junior staff"}]))

    again = RUN.invoke(app, ["assess", "bundle", str(tmp_path / "b"), "--to", str(tmp_path / "again")])
    beside = RUN.invoke(app, ["assess", "bundle", str(tmp_path / "b" / "record.json"), "--to", str(tmp_path / "c.zip")])
    cut = RUN.invoke(app, ["assess", "bundle", str(written), "--to", str(tmp_path / "cut"), "--withhold", str(choices)])

    assert (again.exit_code, beside.exit_code, cut.exit_code) == (0, 0, 0), again.output + beside.output + cut.output
    same = (tmp_path / "again" / "SHA256SUMS").read_bytes() == (tmp_path / "b" / "SHA256SUMS").read_bytes()
    assert same
    for at, _folders, names in os.walk(tmp_path / "cut"):
        for name in names:
            assert b"Quillfeather" not in (Path(at) / name).read_bytes(), name
    assert RUN.invoke(app, ["assess", "verify", str(tmp_path / "cut")]).exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["verify", "nowhere"], 2, "There is no nowhere"),
        (["verify", "record.json"], 4, "is not a bundle"),
        (["verify", "."], 4, "this is not a bundle"),
        (["bundle", "record.json", "--to", "record.json/x"], 2, "There is no folder"),
        (["bundle", "nowhere.json", "--to", "b"], 2, "There is no file"),
        (["bundle", "list.json", "--to", "b"], 4, "not the record of a decision"),
        (["bundle", "record.json", "--to", "there"], 2, "is there already"),
        (["bundle", "record.json", "--to", "b", "--withhold", "list.json"], 2, "Nothing is marked"),
        (["bundle", "record.json", "--to", "b", "--withhold", "record.json"], 4, "what to withhold"),
        (["verify", "there", "--head", "x"], 2, "is not the number and hash"),
    ],
)
def test_exit_codes(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, said: str
) -> None:
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "there").mkdir()
    monkeypatch.chdir(tmp_path)

    ran = RUN.invoke(app, ["assess", *words])

    assert ran.exit_code == code, ran.output
    assert said in " ".join(ran.output.split())


def test_zip_of_a_stranger_is_read_with_care(written: Path, tmp_path: Path) -> None:
    packed = tmp_path / "b.zip"
    RUN.invoke(app, ["assess", "bundle", str(written), "--to", str(packed)])
    with zipfile.ZipFile(packed, "a") as zipped:
        zipped.writestr("../../outside.txt", "x")
        zipped.writestr(f"{zipped.namelist()[0].partition('/')[0]}/added.txt", "y")

    checked = RUN.invoke(app, ["assess", "verify", str(packed)])

    assert checked.exit_code == 1
    assert "outside.txt: It was added" in checked.output
    assert "added.txt: It was added" in checked.output
    with zipfile.ZipFile(packed, "a") as zipped, pytest.warns(UserWarning, match="Duplicate"):
        zipped.writestr("../../outside.txt", "z")
    assert RUN.invoke(app, ["assess", "verify", str(packed)]).exit_code == 4


def test_link_in_a_folder_is_not_followed(written: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    RUN.invoke(app, ["assess", "bundle", str(written), "--to", str(folder)])
    (tmp_path / "same.txt").write_bytes((folder / "README.txt").read_bytes())
    (folder / "README.txt").unlink()
    (folder / "README.txt").symlink_to(tmp_path / "same.txt")

    checked = RUN.invoke(app, ["assess", "verify", str(folder)])

    assert (checked.exit_code, checked.stdout) == (1, "README.txt: It was changed.\n")
