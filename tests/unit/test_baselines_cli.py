"""`dueregard baseline`: what is printed, in which form, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from dueregard.cli.main import main
from dueregard.terms.errors import ExitCode


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["baseline", *arguments])
    return int(ended.value.code or 0)


def test_show_on_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    code = run("show", "Kingston upon Thames", "--by", "ethnic_group")

    said = capsys.readouterr()
    assert code == ExitCode.DONE
    assert "Bangladeshi" in said.out
    assert "168,065" in said.out
    assert "Office for National Statistics" in said.err


def test_show_as_csv(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    run("show", "Maidstone", "--by", "disability", "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode("utf-8-sig"))))
    total = rows[-1]
    assert (total["People"], total["Share (%)"], total["State"]) == ("175782", "100.00", "released")


def test_show_as_json_with_working_age(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    run("show", "Kingston upon Thames", "--by", "age", "--age", "16-64", "--format", "json")

    shape = json.loads(capsysbinary.readouterr().out)
    assert shape["rows"][-1]["count"] == 111_141
    assert {row["state"] for row in shape["rows"]} == {"released"}
    assert any("Open Government Licence" in note["text"] for note in shape["notes"])


def test_show_wards_and_sets(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    run("show", "Kingston upon Thames", "--wards", "Norbiton, Alexandra", "--by", "sex", "-f", "json")
    wards = json.loads(capsysbinary.readouterr().out)
    run("show", "Kingston upon Thames", "Merton", "--by", "sex", "-f", "json")
    both = json.loads(capsysbinary.readouterr().out)

    assert "Norbiton and Alexandra" in wards["title"]
    assert both["rows"][-1]["count"] > 380_000


def test_show_two_subjects_at_once(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    run("show", "Kingston upon Thames", "--by", "sexual_orientation,sex", "-f", "json")

    rows = json.loads(capsysbinary.readouterr().out)["rows"]
    assert {row["sex_code"] for row in rows} == {"female", "male", "Total"}


@pytest.mark.parametrize(("arguments", "words"), [
    (("show", "Kingston", "--by", "sex"), "could be several areas"),
    (("show", "Maidstone", "--by", "gender_identity,sex"), "never crossed"),
    (("show", "Maidstone", "--by", "age", "--age", "grown-up"), "not a range of ages"),
    (("show", "Maidstone", "--by", "sex", "--wards", "Altrincham"), "not one ward"),
    (("profile", "Maidstone", "--out", "profile.exe"), "ending is not known"),
])  # fmt: skip
def test_used_wrongly(arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == ExitCode.USED_WRONGLY
    assert words in capsys.readouterr().err


def test_areas_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("areas", "kingston upon") == ExitCode.DONE
    assert "E09000021" in capsys.readouterr().out
    assert run("areas", "Kingston upon Thames", "--wards") == ExitCode.DONE
    assert "Norbiton" in capsys.readouterr().out
    assert run("areas", "Atlantis") == ExitCode.NOTHING_OF_THE_KIND


def test_list_names_every_subject_and_the_attribution(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    run("list", "-f", "json")

    said = capsysbinary.readouterr()
    found = {row["by"] for row in json.loads(said.out)["rows"]}
    assert {"ethnic_group", "veterans", "age_workforce", "sexual_orientation,sex"} <= found
    assert b"Contains OS data" in said.err


@pytest.mark.parametrize("ending", ["docx", "html", "ods", "xlsx", "csv", "json"])
def test_profile_in_every_form(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"profile.{ending}"

    assert run("profile", "Maidstone", "--out", str(out)) == ExitCode.DONE
    data = out.read_bytes()
    if ending in ("docx", "ods", "xlsx"):
        assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    else:
        assert b"Maidstone" in data or ending == "csv"
    assert run("profile", "Maidstone", "--out", str(out)) == ExitCode.USED_WRONGLY  # it is there already


def test_a_table_is_for_the_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run("show", "Maidstone", "--by", "sex", "--format", "table", "--out", str(tmp_path / "a.txt"))

    assert code == ExitCode.USED_WRONGLY
    assert "for the screen" in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx", "ods"])
def test_show_to_a_file(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"figures.{ending}"

    assert run("show", "Maidstone", "--by", "religion", "--out", str(out)) == ExitCode.DONE
    assert out.stat().st_size > 300


def test_each_authority_of_a_region_by_itself(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    run("show", "London", "--each", "--by", "disability", "-f", "json")

    rows = json.loads(capsysbinary.readouterr().out)["rows"]
    kingston = [row for row in rows if row["area_code"] == "E09000021"]
    assert len(rows) == 33 * 7
    assert (kingston[-1]["count"], kingston[-1]["share_percent"]) == (168_063, 100)


def test_each_ward_by_itself(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    run("show", "Kingston upon Thames", "--wards", "Norbiton,Alexandra", "--each", "--by", "sex", "-f", "json")

    rows = json.loads(capsysbinary.readouterr().out)["rows"]
    assert {row["area"] for row in rows} == {"Norbiton", "Alexandra"}
