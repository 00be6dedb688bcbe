"""Files of the command line: whole or not at all, and never over the document itself."""

from __future__ import annotations

import os
import stat

import pytest

from dueregard.cli import files
from dueregard.cli.files import read_input, write_output
from dueregard.terms.errors import CannotBeRead, UsedWrongly


def test_written_whole_with_ordinary_rights(tmp_path):
    out = tmp_path / "plan.csv"

    write_output(out, b"No,Action\n", force=False)

    assert out.read_bytes() == b"No,Action\n"
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(out.stat().st_mode) == 0o666 & ~mask
    assert [path.name for path in tmp_path.iterdir()] == ["plan.csv"]


def test_existing_file_is_kept_without_force(tmp_path):
    out = tmp_path / "plan.csv"
    out.write_bytes(b"mine")

    with pytest.raises(UsedWrongly, match="is there already"):
        write_output(out, b"theirs", force=False)

    assert out.read_bytes() == b"mine"


def test_existing_file_is_replaced_with_force(tmp_path):
    out = tmp_path / "plan.csv"
    out.write_bytes(b"old")

    write_output(out, b"new", force=True)

    assert out.read_bytes() == b"new"


def test_document_itself_is_never_written_over(tmp_path):
    document = tmp_path / "plan.csv"
    document.write_bytes(b"the document")
    (tmp_path / "same.csv").symlink_to(document)

    for out in (document, tmp_path / "same.csv"):
        with pytest.raises(UsedWrongly, match="document itself"):
            write_output(out, b"new", force=True, source=str(document))

    assert document.read_bytes() == b"the document"


def test_nothing_is_left_when_writing_fails(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", full)

    with pytest.raises(UsedWrongly, match="No space left on device"):
        write_output(tmp_path / "plan.csv", b"x", force=False)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["folder", "missing/plan.csv"])
def test_places_that_cannot_be_written(tmp_path, place):
    (tmp_path / "folder").mkdir()

    with pytest.raises(UsedWrongly):
        write_output(tmp_path / place, b"x", force=False)


def test_missing_folder_and_odd_files_are_used_wrongly(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    for name in ("missing.docx", ".", "pipe"):
        with pytest.raises(UsedWrongly):
            read_input(str(tmp_path / name))


def test_empty_and_too_large_files_cannot_be_read(tmp_path):
    (tmp_path / "empty.csv").touch()
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    with pytest.raises(CannotBeRead, match="empty"):
        read_input(str(tmp_path / "empty.csv"))
    with pytest.raises(CannotBeRead, match="200 MB"):
        read_input(str(tmp_path / "large.csv"))


def test_file_that_may_not_be_opened(tmp_path, monkeypatch):
    (tmp_path / "plan.csv").write_bytes(b"x")

    def refused(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.Path, "open", refused)

    with pytest.raises(CannotBeRead, match="Permission denied"):
        read_input(str(tmp_path / "plan.csv"))
