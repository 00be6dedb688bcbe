"""The command line as a whole: faults told plainly, terminals of every kind, bundles, and what is loaded when."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from dueregard.cli import django_commands, screen
from dueregard.cli.faults import PlainGroup, reference_of
from dueregard.cli.main import app, main
from dueregard.terms.errors import CannotBeRead, NothingOfTheKind, UsedWrongly
from ledger_made_up import CHAIN, VERIFY_KEY, bundle, checkpoint, made_up_rows


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    """Take back what a command puts into the environment."""
    for name in ("DUEREGARD_ENV", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, os.environ.get(name, ""))


def run(*arguments: str, given: bytes | None = None):
    return CliRunner().invoke(app, list(arguments), input=given)


def _failing(fault: BaseException):
    failing = typer.Typer(cls=PlainGroup, pretty_exceptions_enable=False)

    @failing.callback()
    def everything(debug: bool = typer.Option(False, "--debug")) -> None: ...

    @failing.command()
    def fail() -> None:
        raise fault

    return failing


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        (UsedWrongly("No such day.", mend="Write 2026-11-21."), 2, "No such day. Write 2026-11-21.\n"),
        (NothingOfTheKind("No plan\nstands in it."), 3, "No plan stands in it.\n"),
        (CannotBeRead("It is locked.", where="plan.docx"), 4, "It is locked. (plan.docx)\n"),
        (KeyboardInterrupt(), 130, "Stopped. Nothing half-written is left.\n"),
    ],
)
def test_each_fault_has_its_code_and_one_line(fault, code, said):
    result = CliRunner().invoke(_failing(fault), ["fail"])

    assert (result.exit_code, result.stderr, result.stdout) == (code, said, "")


def test_our_fault_gets_a_reference_and_no_traceback():
    result = CliRunner().invoke(_failing(ValueError("Ben O’Neill, aged 44")), ["fail"])

    assert result.exit_code == 1
    assert "Traceback" not in result.stderr
    assert "Ben" not in result.stderr
    assert "Quote " in result.stderr


def test_debug_shows_where_and_may_stand_anywhere():
    for arguments in (["--debug", "fail"], ["fail", "--debug"]):
        result = CliRunner().invoke(_failing(ValueError("x")), arguments)

        assert result.exit_code == 1
        assert "Traceback" in result.stderr


def test_reference_does_not_depend_on_what_was_in_the_document():
    def reference(value):
        try:
            int(value)
        except ValueError as fault:
            return reference_of(fault)

    assert reference("one") == reference("another")


def test_unknown_command_and_option_are_used_wrongly():
    assert run("plan", "raed").exit_code == 2
    assert run("plan", "read", "x.docx", "--colour").exit_code == 2
    assert run("plan", "read", "x.docx", "--format", "pdf").exit_code == 2


def test_main_ends_the_process(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("dueregard 0.")


# terminals


def test_windows_1252_and_ascii_get_plain_letters(monkeypatch):
    for encoding, expected in (("cp1252", "“Ŵ” …".replace("Ŵ", "?")), ("ascii", '"?" ...')):
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stdout", stream)
        screen.prepare()

        stream.write("“Ŵ” …")
        stream.flush()

        assert stream.buffer.getvalue().decode(encoding) == expected


def test_arrow_and_rule_have_a_plain_form(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", stream)
    screen.prepare()

    stream.write("→ ≥ ŷ")
    stream.flush()

    assert stream.buffer.getvalue() == b"-> >= y"


def test_piped_console_is_as_wide_as_columns_say(monkeypatch):
    monkeypatch.setenv("COLUMNS", "44")
    assert screen.console(io.StringIO()).width == 44
    monkeypatch.setenv("COLUMNS", "wide")
    assert screen.console(io.StringIO()).width == 100


def test_progress_is_silent_without_a_person(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())

    with screen.progress_on_screen("Reading") as progress:
        assert progress is None


class Terminal(io.StringIO):
    """A terminal that somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("moment", "shown"), [(-1, True), (60, False)])
def test_progress_shows_on_a_terminal_if_it_takes_long(monkeypatch, moment, shown):
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    monkeypatch.setattr(screen, "_A_MOMENT", moment)

    with screen.progress_on_screen("Reading plan.pdf") as progress:
        progress(3, 14)

    assert ("3/14" in seen.getvalue()) is shown


# bundles


def test_whole_bundle_verifies_with_what_was_kept_outside(tmp_path):
    rows = made_up_rows(9)
    (tmp_path / "b.jsonl").write_bytes(bundle(rows))
    (tmp_path / "c.txt").write_text(checkpoint(rows, size=6), encoding="utf-8")

    result = run(
        "verify-bundle", str(tmp_path / "b.jsonl"), "--key", str(VERIFY_KEY), "--checkpoint", str(tmp_path / "c.txt"),
        "--head", f"9:{rows[-1].entry.hash}",
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    assert f"{CHAIN}: 9 entries, each follows from the one before." in result.stdout
    assert "agrees up to entry 9" in result.stdout


def test_altered_bundle_answers_one_and_says_where(tmp_path):
    data = bundle(made_up_rows(5)).replace(b'"kind":"plans.action_changed"', b'"kind":"plans.action_charged"', 1)
    (tmp_path / "b.jsonl").write_bytes(data)

    result = run("verify-bundle", str(tmp_path / "b.jsonl"))

    assert result.exit_code == 1
    assert "1" in result.stdout
    assert "Quote" not in result.stderr


def test_cut_off_bundle_is_found_by_a_head_from_outside(tmp_path):
    rows = made_up_rows(5)
    (tmp_path / "b.jsonl").write_bytes(bundle(rows[:3]))

    assert run("verify-bundle", str(tmp_path / "b.jsonl")).exit_code == 0
    assert run("verify-bundle", str(tmp_path / "b.jsonl"), "--head", f"5:{rows[-1].entry.hash}").exit_code == 1


def test_bundle_from_standard_input():
    assert run("verify-bundle", "-", given=bundle(made_up_rows(3))).exit_code == 0


def test_no_bundle_at_all_cannot_be_read(tmp_path):
    (tmp_path / "plan.csv").write_bytes(b"No,Action\n")

    result = run("verify-bundle", str(tmp_path / "plan.csv"))

    assert result.exit_code == 4
    assert result.stderr.startswith("This is not a ledger bundle. (plan.csv)")


@pytest.mark.parametrize("wrong", [("--head", "900"), ("--head", "x:abc"), ("--key", "no key")])
def test_marks_from_outside_must_be_well_formed(tmp_path, wrong):
    (tmp_path / "b.jsonl").write_bytes(bundle(made_up_rows(1)))

    assert run("verify-bundle", str(tmp_path / "b.jsonl"), *wrong).exit_code == 2


# what is loaded when


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ledger", "verify", "--help"], ["ledger", "verify", "--help"]),
        (["worker", "--once"], ["worker", "--once"]),
        (["restore", "--check", "a.tar"], ["restore", "--check", "a.tar"]),
        (["manage", "check", "--deploy"], ["check", "--deploy"]),
        (["manage"], ["help"]),
    ],
)
def test_words_are_passed_on_to_django(monkeypatch, arguments, words):
    asked = []
    monkeypatch.setattr("django.core.management.execute_from_command_line", asked.append)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")

    result = run(*arguments)

    assert result.exit_code == 0, result.output
    assert asked == [["dueregard", *words]]
    assert django_commands.os.environ["DJANGO_SETTINGS_MODULE"] == "dueregard.web.settings"


def _loaded_by(*arguments: str) -> set[str]:
    code = (
        "import sys\n"
        "from dueregard.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split()[1:])


def test_help_loads_nothing_heavy():
    loaded = _loaded_by("--help")

    assert not loaded & {"django", "docx", "pdfplumber", "openpyxl", "lxml", "xlsxwriter", "typst", "rapidfuzz"}


def test_plan_commands_do_not_load_django(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("No,Action,Lead,Timescale\n1,Train staff,HR Manager,March 2027\n", encoding="utf-8")

    for verb in ("read", "check"):
        loaded = _loaded_by("plan", verb, str(plan))

        assert "python_calamine" in loaded or "dueregard" in loaded
        assert "django" not in loaded
