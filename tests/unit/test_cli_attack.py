"""`dueregard attack`: 0 where nothing is recovered, 5 with a list where something is, 3 and 4 where it is no table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dueregard.cli.main import main

SAFE = "sex,grade,count,state\nF,low,,suppressed\nF,high,,suppressed\nF,Total,40,released\nM,low,,suppressed\n" \
    "M,high,,suppressed\nM,Total,60,released\nTotal,low,45,released\nTotal,high,55,released\nTotal,Total,100,released\n"  # fmt: skip  # noqa: E501
LEAK = SAFE.replace("M,low,,suppressed", "M,low,38,released")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(["attack", *arguments])
    return int(caught.value.code or 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "safe.csv").write_text(SAFE)
    (tmp_path / "leak.csv").write_text(LEAK)
    return tmp_path


def test_nothing_recovered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(folder / "safe.csv")) == 0
    assert "Nothing hidden can be worked out." in capsys.readouterr().out


def test_recovered_is_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(folder / "leak.csv")) == 5
    printed = capsys.readouterr()
    assert "grade low, sex F: 7" in printed.out
    assert "3 hidden figures can be worked out." in printed.err


def test_as_json_and_csv(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(str(folder / "leak.csv"), "--format", "json", "--ranges") == 5
    data = json.loads(capfd.readouterr().out)
    assert data["recovered"] == 3
    assert {key: data["cells_recovered"][0][key] for key in ("at", "low")} == {
        "at": {"sex": "F", "grade": "low"},
        "low": 7.0,
    }
    assert len(data["ranges"]) == 3
    assert run(str(folder / "leak.csv"), "--format", "csv") == 5
    assert 'people,"grade low, sex F",7,7,recovered' in capfd.readouterr().out


def test_ranges(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(folder / "safe.csv"), "--ranges") == 0
    assert "grade low, sex F: 1 to 39" in capsys.readouterr().out


def test_two_files_together_give_more_away(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "more.csv").write_text("sex,grade,count,state\nF,low,7,released\n")
    assert run(str(folder / "safe.csv"), str(folder / "more.csv")) == 5
    assert "grade low, sex F: 7" in capsys.readouterr().out


def test_another_day(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "then.csv").write_text("disabled,count,state\nyes,11,released\nno,203,released\nTotal,214,released\n")
    (folder / "now.csv").write_text("disabled,count,state\nyes,10,released\nno,203,released\nTotal,213,released\n")
    assert run(str(folder / "then.csv"), str(folder / "now.csv")) == 5
    printed = capsys.readouterr()
    assert "disabled yes: 1" in printed.out
    assert "now.csv counts other people, or another day" in printed.err


GROUPED = "ward,count,state\nW1,,suppressed\nW2,30,released\nW3,17,released\nNorth,40,released\nSouth,17,released\n" \
    "Total,57,released\n"  # fmt: skip


def test_groups_beside_by_lookup_and_worked_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = folder / "t.csv"
    table.write_text(GROUPED)
    assert run(str(table), "--within", "ward<area") == 5
    assert "worked out from the figures" in capsys.readouterr().err
    records = folder / "records.csv"
    records.write_text("ward,area\nW1,North\nW2,North\nW3,South\n")
    assert run(str(table), "--within", "ward<area", "--lookup", str(records)) == 5
    assert "ward W1: 10" in capsys.readouterr().out
    (folder / "t.groups.csv").write_text("dimension,category,within\nward,W1,North\nward,W2,North\nward,W3,South\n")
    assert run(str(table), str(folder / "t.groups.csv")) == 5
    printed = capsys.readouterr()
    assert "ward W1: 10" in printed.out
    assert "from the figures" not in printed.err


def test_marks_that_tell_small_from_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marked = folder / "marked.csv"
    marked.write_text("sex,count,state,primary\nF,,suppressed,true\nM,,suppressed,false\nTotal,11,released,false\n")
    assert run(str(marked)) == 0
    assert run(str(marked), "--attacker", "A2") == 5
    assert "sex F: 1" in capsys.readouterr().out
    assert run(str(folder / "safe.csv"), "--attacker", "A2") == 0
    assert "A2 knows what A1 does" in capsys.readouterr().err


def test_hidden_noughts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zeros = folder / "zeros.csv"
    zeros.write_text("sex,count,state\nF,,suppressed\nM,,suppressed\nX,,suppressed\nTotal,2,released\n")
    assert run(str(zeros)) == 0
    assert "Attacked as A0" in capsys.readouterr().err
    assert run(str(zeros), "--zeros-hidden") == 0


def test_what_cannot_be_attacked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "none.csv").write_text("name,age\nA,1\n")
    assert run(str(folder / "none.csv")) == 3
    (folder / "bad.csv").write_bytes(b"sex,count,state\n\xff\xfe,1,released\n")
    assert run(str(folder / "bad.csv")) == 4
    (folder / "wrong.csv").write_text("sex,count,state\nF,four,released\n")
    assert run(str(folder / "wrong.csv")) == 4
    (folder / "told.csv").write_text("sex,count,state\nF,4,suppressed\n")
    assert run(str(folder / "told.csv")) == 5
    assert run(str(folder / "not-there.csv")) == 2
    assert run(str(folder / "safe.csv"), "--within", "ward<area") == 2
    assert run(str(folder / "safe.csv"), "--lookup", str(folder / "safe.csv")) == 2
    assert "Traceback" not in capsys.readouterr().err


PAY = """team,count,state,sum,sum_state,mean,mean_state
A,15,released,,suppressed,,suppressed
B,300,released,,suppressed,,suppressed
C,400,released,800000,rounded,2000,rounded
Total,715,released,1201400,rounded,1680.28,rounded
"""


def pay(folder: Path, old: str = "", new: str = "") -> str:
    file = folder / "pay.csv"
    file.write_text(PAY.replace(old, new))
    return str(file)


def test_file_of_people_sums_and_means_is_attacked(folder: Path) -> None:
    assert run(pay(folder)) == 0  # A and B have 401,400 together


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("B,300,released,,suppressed", "B,300,released,300000,rounded"),  # the total less the others
        ("A,15,released,,suppressed,,suppressed", "A,15,released,,suppressed,6760,rounded"),  # 15 times the mean
    ],
)
def test_hidden_sum_is_worked_out(folder: Path, capsys: pytest.CaptureFixture[str], old: str, new: str) -> None:
    assert run(pay(folder, old, new)) == 5
    assert "team A: 101" in capsys.readouterr().out


def test_sum_known_less_closely_than_asked_is_no_recovery(folder: Path) -> None:
    leak = pay(folder, "B,300,released,,suppressed", "B,300,released,300000,rounded")

    assert run(leak, "--sum-width", "2") == 0  # each shown sum is right to half a pound
