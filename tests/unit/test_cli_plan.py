"""`dueregard plan`: every form, every exit code, files and pipes, on documents of our own."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
import python_calamine
from typer.testing import CliRunner

from dueregard.cli.main import app
from dueregard.demo.documents import sample_documents

CSV = (
    "No,Equality strand,Action,Lead,Timescale,Monitored by\n"
    "1,D,Reach 80% of carers,Carers Lead,31 January 2027,Fair Access Board\n"
    "2,,Consider a hub for women,All managers,Ongoing,\n"
    "3,A,Make an EIA of the new library hours,Libraries Manager,March 2027,Fair Access Board\n"
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Give a small plan as a CSV file."""
    path = tmp_path / "plan.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def news(tmp_path_factory) -> Path:
    """Give a document that is no plan."""
    sample = next(one for one in sample_documents() if "news" in one.name)
    path = tmp_path_factory.mktemp("news") / sample.name
    path.write_bytes(sample.data)
    return path


def run(*arguments: str | Path, given: bytes | None = None):
    return CliRunner().invoke(app, [str(one) for one in arguments], input=given)


# read


def test_read_shows_a_summary(plan):
    result = run("plan", "read", plan)

    assert result.exit_code == 0, result.output
    assert "3 actions; 1 without strands." in result.stdout
    assert "Make an EIA of the new library hours" in result.stdout
    assert result.stderr == ""


def test_read_json_is_pure(plan):
    result = run("plan", "read", plan, "--format", "json")

    shape = json.loads(result.stdout_bytes.decode("utf-8"))
    assert result.exit_code == 0
    assert shape["format"] == "dueregard.plan/1"
    assert [one["due_date"] for one in shape["actions"]] == ["2027-01-31", None, "2027-03-31"]
    assert result.stderr == ""


@pytest.mark.parametrize("bom", [False, True])
def test_read_csv_can_begin_with_a_mark_for_excel(plan, bom):
    result = run("plan", "read", plan, "-f", "csv", *(["--bom"] if bom else []))

    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf") is bom
    rows = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))
    assert [row["Action"] for row in rows] == [
        "Reach 80% of carers", "Consider a hub for women", "Make an EIA of the new library hours",
    ]  # fmt: skip


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_read_writes_sheets_by_the_name_of_out(plan, tmp_path, ending):
    out = tmp_path / f"out.{ending}"

    result = run("plan", "read", plan, "--out", out)

    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert "Written:" in result.stderr
    rows = python_calamine.CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    assert len(rows) == 4
    assert "Reach 80% of carers" in rows[1]


def test_what_was_written_is_read_again(plan, tmp_path):
    for ending in ("csv", "xlsx", "ods", "json"):
        out = tmp_path / f"again.{ending}"
        assert run("plan", "read", plan, "-o", out).exit_code == 0

        again = json.loads(run("plan", "read", out, "-f", "json").stdout_bytes)

        assert [(one["number"], one["action_text"], one["due_date"]) for one in again["actions"]] == [
            (1, "Reach 80% of carers", "2027-01-31"),
            (2, "Consider a hub for women", None),
            (3, "Make an EIA of the new library hours", "2027-03-31"),
        ], ending


def test_every_sample_of_the_demo_is_read_or_refused_plainly(tmp_path):
    codes = {}
    for sample in sample_documents():
        path = tmp_path / sample.name
        path.write_bytes(sample.data)
        codes[sample.name] = run("plan", "read", path).exit_code

    assert codes == {
        "young-people-equality-plan.docx": 0,
        "accessible-places-plan.xlsx": 0,
        "progress-on-our-commitments.docx": 0,
        "inclusion-award-news.docx": 3,
    }


def test_read_from_standard_input():
    result = run("plan", "read", "-", given=CSV.encode())

    assert result.exit_code == 0, result.output
    assert "3 actions" in result.stdout


def test_existing_out_is_kept_unless_forced(plan, tmp_path):
    out = tmp_path / "out.json"
    out.write_text("mine", encoding="utf-8")

    refused = run("plan", "read", plan, "--out", out)
    assert (refused.exit_code, out.read_text(encoding="utf-8")) == (2, "mine")
    assert "is there already" in refused.stderr

    assert run("plan", "read", plan, "--out", out, "--force").exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["actions"]


def test_document_is_not_written_over_by_itself(plan):
    assert run("plan", "read", plan, "--out", plan, "--force").exit_code == 2
    assert plan.read_text(encoding="utf-8") == CSV


# nothing of the kind, and what cannot be read


def test_no_plan_says_what_it_holds_instead(news):
    result = run("plan", "read", news)

    assert result.exit_code == 3
    assert result.stdout == ""
    assert result.stderr.startswith("No action plan stands in inclusion-award-news.docx. ")
    assert result.stderr.count("\n") == 1


def test_no_plan_as_json_is_printed_all_the_same(news):
    result = run("plan", "read", news, "--format", "json")

    assert result.exit_code == 3
    assert json.loads(result.stdout_bytes)["actions"] == []


def test_no_plan_cannot_be_checked(news):
    assert run("plan", "check", news).exit_code == 3


def _blank_pdf(*, password: str | None = None) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.docx", b""),
        ("scan.pdf", _blank_pdf()),
        ("locked.pdf", _blank_pdf(password="secret")),
        ("cut.pdf", _blank_pdf()[:200]),
        ("cut.docx", b"PK\x03\x04" + b"\x00" * 60),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 60),
        ("program.exe", b"MZ" + bytes(range(256))),
    ],
)
def test_what_cannot_be_read_says_why_in_one_line(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)

    result = run("plan", "read", tmp_path / name)

    assert result.exit_code == 4, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr


def test_scan_is_called_a_scan(tmp_path):
    (tmp_path / "scan.pdf").write_bytes(_blank_pdf())

    assert "text" in run("plan", "read", tmp_path / "scan.pdf").stderr


@pytest.mark.parametrize("name", ["missing.docx", "."])
def test_missing_file_and_folder_are_used_wrongly(tmp_path, name):
    assert run("plan", "read", tmp_path / name).exit_code == 2


# check


def test_check_proposes_words(plan):
    result = run("plan", "check", plan, "--on", "2026-11-21")

    text = " ".join(result.stdout.split())
    assert result.exit_code == 0, result.output
    assert "Share of carers: 80 %, by 31 January 2027" in text
    assert "“All managers” is a group" in text
    assert "“Ongoing” is not a date." in text


def test_check_as_json(plan):
    result = run("plan", "check", plan, "--format", "json", "--on", "2026-11-21", "--nation", "w")

    shape = json.loads(result.stdout_bytes)
    assert (result.exit_code, shape["nation"], shape["on"]) == (0, "W", "2026-11-21")
    assert "owner_group" in shape["counts"]


def test_check_brief_is_short(plan):
    assert len(run("plan", "check", plan, "--brief").stdout) < len(run("plan", "check", plan).stdout)


def test_check_writes_a_health_check(plan, tmp_path):
    out = tmp_path / "health.docx"

    result = run("plan", "check", plan, "--word", out, "--published", "objectives=2023-04-03", "--on", "2026-11-21")

    assert result.exit_code == 0, result.output
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(out)).paragraphs)
    assert "Equality objectives: next by 2 April 2027 (at most every 4 years)." in text


@pytest.mark.parametrize(
    "wrong",
    [
        ("--on", "yesterday"),
        ("--nation", "NI"),
        ("--published", "objectives"),
        ("--published", "objectives=soon"),
        ("--published", "pledges=2026-01-01"),
        ("--word", "nowhere/health.docx"),
    ],
)
def test_check_used_wrongly(plan, wrong):
    result = run("plan", "check", plan, *wrong)

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


# templates


def test_templates_are_written_and_can_be_filled(tmp_path):
    sheet, word = tmp_path / "blank.xlsx", tmp_path / "blank.docx"

    assert run("plan", "template", "--xlsx", sheet, "--word", word).exit_code == 0
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    at = {cell.value: cell.column for cell in page[1]}
    page.cell(2, at["Action"], "Open a hub for women")
    page.cell(2, at["No"], 1)
    book.save(tmp_path / "filled.xlsx")

    shape = json.loads(run("plan", "read", tmp_path / "filled.xlsx", "-f", "json").stdout_bytes)

    assert [one["action_text"] for one in shape["actions"]] == ["Open a hub for women"]
    assert docx.Document(str(word)).tables


def test_blank_template_holds_no_plan(tmp_path):
    run("plan", "template", "--xlsx", tmp_path / "blank.xlsx")

    assert run("plan", "read", tmp_path / "blank.xlsx").exit_code == 3


def test_template_needs_to_know_which(tmp_path):
    assert run("plan", "template").exit_code == 2
    (tmp_path / "blank.xlsx").write_bytes(b"mine")
    assert run("plan", "template", "--xlsx", tmp_path / "blank.xlsx").exit_code == 2
    assert (tmp_path / "blank.xlsx").read_bytes() == b"mine"


# as a process of its own


def _process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from dueregard.cli.main import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)


def test_terminal_of_windows_1252_does_not_crash(plan):
    done = _process("plan", "check", plan, PYTHONIOENCODING="cp1252", PYTHONUTF8="0", COLUMNS="60")

    assert done.returncode == 0, done.stderr
    assert "->" in done.stdout.decode("cp1252")


def test_pipe_gets_no_colour(plan):
    assert b"\x1b[" not in _process("plan", "read", plan).stdout


def test_reader_that_has_had_enough_is_no_fault(plan):
    command = [sys.executable, "-c", "from dueregard.cli.main import main; main()", "plan", "check", str(plan)]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        said = process.stderr.read()

    assert process.returncode == 0
    assert said == b""
