"""`dueregard protect`: what is written, what is said, and what is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dueregard.cli.main import app

RUN = CliRunner()


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Write records of two wards in one area: 3 and 40 women, 30 and 22 men, and a third ward in another area."""
    file = tmp_path / "people.csv"
    counts = {("A", "n", "F"): 3, ("A", "n", "M"): 30, ("B", "n", "F"): 40, ("B", "n", "M"): 22}
    counts |= {("C", "s", "F"): 25, ("C", "s", "M"): 31, ("D", "s", "F"): 44, ("D", "s", "M"): 52}
    rows = [f"{ward},{area},{sex}" for (ward, area, sex), count in counts.items() for _ in range(count)]
    file.write_text("\n".join(["ward,area,sex", *rows, ""]), encoding="utf-8")
    return file


def shown(file: Path) -> dict[tuple[str, ...], str]:
    """Read a long file: categories → count, or the state where there is none."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        tuple(word for name, word in row.items() if name not in ("count", "state")): row["count"] or row["state"]
        for row in rows
    }


def test_protect_writes_a_table_its_groups_and_an_explanation(records: Path, tmp_path: Path) -> None:
    out, why = tmp_path / "table.csv", tmp_path / "why.json"

    done = RUN.invoke(
        app,
        [
            "protect",
            str(records),
            "--by",
            "ward,sex",
            "--within",
            "ward<area",
            "--out",
            str(out),
            "--explain",
            str(why),
        ],
    )

    assert done.exit_code == 0, done.output
    cells = shown(out)
    assert {at for at, said in cells.items() if said == "suppressed"} == {(w, s) for w in "AB" for s in "FM"}
    assert cells["n", "F"] == "43"
    assert cells["Total", "Total"] == "247"
    explained = json.loads(why.read_text(encoding="utf-8"))
    assert (explained["cost"], explained["lower_bound"], explained["gap"]) == (92.0, 92.0, 0.0)
    assert explained["cells"] == {"released": 17, "suppressed": 4}
    assert (tmp_path / "table.groups.csv").is_file()


def test_protect_takes_its_own_finished_table(records: Path, tmp_path: Path) -> None:
    whole, out = tmp_path / "whole.csv", tmp_path / "table.csv"
    RUN.invoke(app, ["protect", str(records), "--by", "ward,sex", "--threshold", "1", "--out", str(whole)])

    done = RUN.invoke(app, ["protect", "--table", str(whole), "--threshold", "10", "--out", str(out)])

    assert done.exit_code == 0, done.output
    assert shown(out)["A", "F"] == "suppressed"


@pytest.mark.parametrize(
    "words", [["--weights", "FILE"], ["--cost", "weights", "FILE"], ["--cost=weights", "FILE"], ["--cost", "FILE"]]
)
def test_protect_keeps_what_weights_keep(records: Path, tmp_path: Path, words: list[str]) -> None:
    weights, out = tmp_path / "weights.csv", tmp_path / "table.csv"
    weights.write_text("ward,sex,weight\nB,,keep\n", encoding="utf-8")
    said = [str(weights) if one == "FILE" else one for one in words]

    done = RUN.invoke(app, ["protect", *said, str(records), "--by", "ward,sex", "--out", str(out)])

    assert done.exit_code == 0, done.output
    cells = shown(out)
    assert (cells["B", "F"], cells["B", "M"]) == ("40", "22")
    assert {cells["C", "F"], cells["C", "M"]} == {"suppressed"}


@pytest.mark.parametrize("method", ["round", "cell-key"])
def test_protect_by_other_methods_says_so_in_every_cell(records: Path, tmp_path: Path, method: str) -> None:
    out = tmp_path / "table.csv"

    done = RUN.invoke(app, ["protect", str(records), "--by", "ward,sex", "--method", method, "--out", str(out)])

    assert done.exit_code == 0, done.output
    states = {row.split(",")[-1] for row in out.read_text(encoding="utf-8").splitlines()[1:]}
    assert states == {"rounded" if method == "round" else "perturbed"}


def test_protect_writes_nothing_where_a_cell_cannot_be_protected(records: Path, tmp_path: Path) -> None:
    weights, out, why = tmp_path / "weights.csv", tmp_path / "table.csv", tmp_path / "why.json"
    weights.write_text("ward,sex,weight\n,M,keep\n,Total,keep\nTotal,Total,keep\nA,Total,keep\n", encoding="utf-8")

    done = RUN.invoke(
        app,
        [
            "protect",
            str(records),
            "--by",
            "ward,sex",
            "--weights",
            str(weights),
            "--out",
            str(out),
            "--explain",
            str(why),
        ],
    )

    assert done.exit_code == 5
    assert not out.exists()
    (reason,) = json.loads(why.read_text(encoding="utf-8"))["could_not_be_protected"]
    assert "sex F, ward A" in reason["cells"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["RECORDS"],
        ["RECORDS", "--by", "ward", "--gap", "often"],
        ["RECORDS", "--by", "ward", "--linked", "ward"],
        ["RECORDS", "--by", "ward", "--policy", "none-such"],
        ["RECORDS", "--by", "ward", "--cost", "weights"],
    ],
)
def test_protect_says_what_was_used_wrongly(records: Path, tmp_path: Path, arguments: list[str]) -> None:
    said = [str(records) if one == "RECORDS" else one for one in arguments]

    done = RUN.invoke(app, ["protect", *said, "--out", str(tmp_path / "table.csv")])

    assert done.exit_code == 2
    assert not (tmp_path / "table.csv").exists()


@pytest.mark.parametrize("method", ["round", "cell-key"])
def test_protect_by_chance_is_the_same_for_the_same_secret(records: Path, tmp_path: Path, method: str) -> None:
    secret, other = tmp_path / "secret.txt", tmp_path / "other.txt"
    secret.write_text("0123456789abcdef0123\n", encoding="utf-8")
    other.write_text("another 0123456789abcdef\n", encoding="utf-8")
    asked = ["protect", str(records), "--by", "ward,sex", "--method", method]

    written = []
    for number, (with_it, environment) in enumerate(
        [
            (["--secret-file", str(secret)], {}),
            ([], {"DUEREGARD_PROTECTION_SECRET_FILE": str(secret)}),
            (["--secret-file", str(other)], {}),
        ]
    ):
        out = tmp_path / f"table{number}.csv"
        done = RUN.invoke(app, [*asked, *with_it, "--out", str(out)], env=environment)
        assert done.exit_code == 0, done.output
        assert "fresh secret" not in done.output
        written.append(out.read_text(encoding="utf-8"))

    assert written[0] == written[1]
    assert method == "round" or written[0] != written[2]  # another secret may round a small table the same way
    assert "0123456789" not in written[0]


def test_protect_says_that_a_fresh_secret_was_drawn(records: Path, tmp_path: Path) -> None:
    asked = ["protect", str(records), "--by", "ward,sex", "--out", str(tmp_path / "table.csv")]

    drawn = RUN.invoke(app, [*asked, "--method", "round"])
    hidden = RUN.invoke(app, [*asked, "--force"])

    assert "fresh secret" in drawn.output
    assert "fresh secret" not in hidden.output


def test_protect_refuses_a_secret_that_can_be_guessed(records: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hunter2\n", encoding="utf-8")

    done = RUN.invoke(
        app,
        ["protect", str(records), "--by", "ward", "--method", "round", "--secret-file", str(secret),
         "--out", str(tmp_path / "table.csv")],
    )  # fmt: skip

    assert done.exit_code == 2
    assert "hunter2" not in done.output


def finished(tmp_path: Path, rows: str) -> Path:
    file = tmp_path / "finished.csv"
    file.write_text(rows, encoding="utf-8")
    return file


def test_explanation_names_cells_that_are_narrower_than_asked_and_gives_no_figure(tmp_path: Path) -> None:
    file = finished(tmp_path, "sex,count,state\nF,2,released\nM,3,released\nTotal,5,released\n")
    keep = tmp_path / "keep.csv"
    keep.write_text("sex,weight\nTotal,keep\n", encoding="utf-8")
    out, why = tmp_path / "out.csv", tmp_path / "why.json"

    done = RUN.invoke(
        app,
        ["protect", "--table", str(file), "--threshold", "4", "--width", "5", "--weights", str(keep), "--out", str(out),
         "--explain", str(why)],
    )  # fmt: skip

    assert done.exit_code == 0, done.output
    explained = json.loads(why.read_text(encoding="utf-8"))
    assert explained["narrower_cells"] == ["sex F", "sex M"]  # known to be 1 to 4, where 5 wide was asked
    assert explained["narrower_than_asked"] == 2
    assert "sex F" not in done.output


def test_protect_hides_noughts_that_tell_of_a_whole_group(tmp_path: Path) -> None:
    rows = [("North", 30, 0), ("South", 20, 41), ("East", 33, 25)]
    lines = ["team,condition,count,state"]
    for team, yes, no in (*rows, ("Total", 83, 66)):
        lines += [f"{team},{word},{n},released" for word, n in (("Yes", yes), ("No", no), ("Total", yes + no))]
    file, out = finished(tmp_path, "\n".join(lines) + "\n"), tmp_path / "out.csv"

    done = RUN.invoke(app, ["protect", "--table", str(file), "--zeros", "telling", "--out", str(out)])

    assert done.exit_code == 0, done.output
    cells = shown(out)
    assert (cells["North", "Yes"], cells["North", "No"], cells["North", "Total"]) == ("suppressed", "suppressed", "30")
