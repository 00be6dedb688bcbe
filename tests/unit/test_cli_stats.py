"""`dueregard stats`: columns by name and by option, every form, every fault at once, and what it says of itself."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from dueregard.cli.main import app

SHARES = "area,n,x\nA,100,20\nB,0,0\nC,NA,3\n"
AGES = (0, 1, *range(5, 95, 5))


def ask(*words: str | Path, stdin: str | None = None):
    return CliRunner().invoke(app, ["stats", *map(str, words)], input=stdin)


def told(*words: str | Path, stdin: str | None = None) -> list[dict[str, str]]:
    answer = ask(*words, "-f", "csv", stdin=stdin)
    assert answer.exit_code == 0, answer.output
    return list(csv.DictReader(io.StringIO(answer.stdout)))


def write(folder: Path, text: str, *, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_proportions_a_nought_base_is_na_and_never_nought():
    first, second, third = told("proportion", "-", stdin=SHARES)

    assert (first["value"], first["statistic"], first["method"]) == ("20", "percentage", "Wilson")
    assert {second["value"], second["lower95_0cl"], third["value"], third["upper99_8cl"]} == {"NA"}


def test_columns_by_option_and_another_confidence():
    text = "group;Number;Base\nA;1,234;2,000\n"

    (row,) = told("proportion", "-", "--numerator", "number", "--denominator", "BASE", "--confidence", "90", stdin=text)

    assert row["value"] == "61.7"
    assert list(row)[4:7] == ["lower90_0cl", "upper90_0cl", "confidence"]
    assert row["confidence"] == "90%"


def test_every_fault_is_told_at_once_without_what_stands_there():
    text = "area,n,x\nA,ten,1\nB,10,secret\nC,5,9\n"

    answer = ask("proportion", "-", stdin=text)
    again = ask("proportion", "-", stdin="area,n,x\nA,10,-1\nC,5,9\n")

    assert answer.exit_code == 4
    assert "row 2, column n: not a number" in answer.stderr
    assert "row 3, column x: not a number" in answer.stderr
    assert "row 4: The count is larger than its base" in answer.stderr
    assert "secret" not in answer.stderr
    assert "2 things must be put right" in again.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "it has a, b. Name one with --numerator."),
        ("x,x\n1,2\n", "two columns are headed x"),
        ("x,n\n1,2,3\n", "more cells than the 2 headings"),
        ("x,n\n1,2\n\n3,4\n", "row 3: an empty row stands within the table"),
        ("x,,n\n1,2,3\n", "column 2 has no heading"),
        ("x,n\n", "There are headings, and no rows."),
        ('x,n\n"1,2\n', "quotation marks do not match"),
        ("x,n\n1_000,2000\n", "row 2, column x: not a number"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(text, said):
    answer = ask("rate", "-", stdin=text)

    assert answer.exit_code in (2, 4)
    assert said in answer.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("proportion", "-", "--per", "0"), "The unit is a number above nought."),
        (("proportion", "-", "--confidence", "100"), "between 0 and 100 percent"),
        (("proportion", "-", "--confidence", "95", "--confidence", "95"), "given twice"),
        (("smr", "-"), "There is no column"),
        (("funnel", "-", "--type", "ratio"), "--expected"),
        (("rake", "-", "--targets", "nowhere.json"), "There is no file nowhere.json."),
    ],
)
def test_a_wrong_request_says_what_to_do(words, said):
    answer = ask(*words, stdin="area,count\nA,3\n")

    assert answer.exit_code == 2
    assert said in answer.stderr


def test_forms_hold_the_same_figures(tmp_path):
    source = write(tmp_path, SHARES)

    for form in ("csv", "json", "xlsx"):
        assert ask("proportion", source, "--out", tmp_path / f"out.{form}").exit_code == 0

    shape = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    rows = list(sheet.iter_rows(values_only=True))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as lines:
        first = next(csv.DictReader(lines))
    assert shape["rows"][0]["lower95_0cl"] == rows[1][4] == float(first["lower95_0cl"]) == pytest.approx(13.3366933)
    assert shape["rows"][1]["value"] is None
    assert rows[2][3] is None


def test_a_file_is_not_written_over_and_a_table_is_for_the_eye(tmp_path):
    source = write(tmp_path, SHARES)

    again = ask("proportion", source, "--out", source, "--force")
    table = ask("proportion", source, "--format", "table")

    assert again.exit_code == 2
    assert "13.34" in table.stdout
    assert "NA" in table.stdout


def test_excel_goes_in_as_csv_does(tmp_path):
    book = openpyxl.Workbook()
    for row in (("area", "n", "x"), ("A", 100, 20), ("B", 1 / 3, 0.25)):
        book.active.append(row)
    book.save(tmp_path / "in.xlsx")

    first, second = told("rate", tmp_path / "in.xlsx", "--per", "1")

    assert first["value"] == "0.2"
    assert float(second["value"]) == 0.75


def test_a_column_of_the_same_name_gives_way_and_is_named():
    answer = ask("quantile", "-", "--parts", "2", "-f", "csv", stdin="value,quantile\n3,9\n1,9\n")

    assert answer.stdout.splitlines()[1:] == [
        "3,2,2,,lowest quantile represents lowest values",
        "1,1,2,,lowest quantile represents lowest values",
    ]
    assert "worked out anew: quantile" in answer.stderr


def test_quantiles_of_too_few_are_na_and_said():
    answer = ask("quantile", "-", "--parts", "3", "--group", "area", "-f", "csv", stdin="area,value\nA,3\nA,1\n")

    assert ",NA,3,area," in answer.stdout
    assert "Fewer values than quantiles, so none is given: A." in answer.stderr


def test_text_that_a_spreadsheet_would_run_is_disarmed():
    (row,) = told("rate", "-", stdin='area,n,x\n"=1+1",100,20\n')

    assert row["area"] == "'=1+1"


def test_direct_rates_take_the_european_standard_where_none_is_given():
    text = "area,age,deaths,pop\n" + "".join(f"A,{5 * band},{band},1000\n" for band in range(19))

    answer = ask("dsr", "-", "-f", "csv", stdin=text)
    short = ask("dsr", "-", stdin="area,age,deaths,pop\nA,0,20,1000\nA,5,20,1000\n")

    assert answer.exit_code == 0
    assert "European standard population 2013" in answer.stderr
    assert "A has 2 bands; the European standard population has 19" in short.stderr


def test_a_band_twice_asks_for_the_column_that_tells_groups_apart():
    text = "place,age,events,pop,stdpop,code\nA,0,20,100,1,1\nA,0,20,100,1,2\n"

    answer = ask("dsr", "-", stdin=text)
    named = told("dsr", "-", "--group", "place", "--group", "code", stdin=text)

    assert "A has a band of age twice" in answer.stderr
    assert [row["value"] for row in named] == ["20000", "20000"]


def test_indirect_figures_say_which_band_the_reference_lacks(tmp_path):
    reference = write(tmp_path, "age,refx,refn\n0-4,10,1000\n", name="ref.csv")
    text = "area,age,x,pop\nA,0-4,5,100\nA,5-9,5,100\n"

    answer = ask("smr", "-", "--reference", reference, stdin=text)
    none = ask("smr", "-", stdin=text)
    whole = told("smr", "-", "--reference", reference, stdin="area,age,x,pop\nA,0-4,5,100\n")

    assert "row 3, column age: the reference has no such band" in answer.stderr
    assert "Add --reference FILE." in none.stderr
    assert (whole[0]["expected"], whole[0]["value"], whole[0]["method"]) == ("1", "5", "Exact")


def test_inequality_closed_form_and_other_readings():
    text = "area,q,pop,value,se\n" + "".join(f"A,{q},1,{value},1\n" for q, value in enumerate((30, 26, 22, 20, 16), 1))

    (row,) = told("sii", "-", "--limits", "closed", "--relative", "first-over-last", stdin=text)
    (more,) = told("sii", "-", "--draws", "5000", "--confidence", "99.8", stdin=text)

    assert float(row["sii"]) == pytest.approx(-17)
    assert round(float(row["rii"]), 4) == 2.1888
    assert row["CI_method"] == "closed form"
    assert more["CI_method"] == "simulation 5000 reps"
    assert "sii_lower99_8cl" in more


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("area,q,pop,value\nA,1,1,3\n", [], "Limits need the standard error"),
        ("area,q,pop,value,se\nA,1,1,3,1\n", ["--transform"], "Only rates and proportions are transformed."),
        ("area,q,pop,value,se\nA,1,1,3,1\nA,1,1,3,1\nA,2,1,3,1\n", [], "A: a quantile stands twice"),
        ("area,q,pop,value,se\nA,1,1,3,1\nA,2,1,3,1\n", [], "A: An index of inequality needs 3 groups or more"),
        ("area,q,pop,prop\nA,1,9,3\n", ["--type", "proportion"], "row 2, column prop: a share lies between 0 and 1"),
        ("area,q,pop,rate,rlo,rhi\nA,1,9,3,0,9\n", ["--type", "rate", "--transform"], "row 2, column rlo"),
    ],
)
def test_inequality_says_what_is_missing(text, options, said):
    assert said in ask("sii", "-", *options, stdin=text).stderr


def test_inequality_of_shares_without_transform_takes_its_errors_from_people():
    text = "area,q,pop,prop\nA,1,100,0.5\nA,2,100,0.4\nA,3,100,0.3\n"

    (row,) = told("sii", "-", "--type", "proportion", "--limits", "closed", stdin=text)

    assert float(row["sii"]) == pytest.approx(-0.3)
    assert float(row["sii_lower95_0cl"]) < -0.3 < float(row["sii_upper95_0cl"])


def test_life_expectancy_says_why_there_is_none():
    text = "area,startage,pops,deaths\n" + "".join(f"A,{age},10,1\n" for age in AGES)

    answer = ask("life-expectancy", "-", "-f", "csv", stdin=text)
    short = ask("life-expectancy", "-", stdin="area,startage,pops,deaths\nA,0,10,1\n")

    assert answer.exit_code == 0
    assert "A,0,NA,NA,NA,NA,NA,200,20," in answer.stdout
    assert "A: There are 5,000 people or fewer." in answer.stderr
    assert "its ages are not the twenty" in short.stderr


def test_funnel_of_rates_and_widened():
    text = "area,x,n\n" + "".join(f"{at},{10 * at % 37 + 5},{100 + at}\n" for at in range(1, 30))

    limits = told("funnel", "-", "--type", "rate", stdin=text)
    wide = ask("funnel", "-", "--type", "rate", "--significance", "--widen", "-f", "csv", stdin=text)
    curves = ask("funnel", "-", "--type", "rate", "--widen", stdin=text)

    first = limits[0]
    assert first["statistic"] == "rate per 100000"
    assert float(first["lower_2s_limit"]) < float(first["baseline"]) < float(first["upper_2s_limit"])
    assert "times as wide" in wide.stderr
    assert "Low (0.001)" not in wide.stdout
    assert curves.exit_code == 2


def test_funnel_takes_no_place_without_people():
    answer = ask("funnel", "-", stdin="area,nu,d\nA,0,0\nB,3,2\nC,-1,5\n")

    assert "row 2, column d: the base is nought" in answer.stderr
    assert "row 3: the count is larger than its base" in answer.stderr
    assert "row 4: a figure is below nought" in answer.stderr


def test_rake_writes_weights_and_why_it_failed(tmp_path):
    targets = write(tmp_path, '{"sex": {"M": 0.4, "F": 0.5, "Z": 0.1}}', name="targets.json")
    text = "id,sex,w0\n7,M,1\n8,F,1\n9,,1\n"

    words = ("rake", "-", "--targets", targets, "--weight", "w0", "-f", "csv")
    answer = ask(*words, "--diagnosis", tmp_path / "why.json", stdin=text)

    assert answer.exit_code == 3
    assert [row["id"] for row in csv.DictReader(io.StringIO(answer.stdout))] == ["7", "8", "9"]
    assert "Nobody in the sample is “Z” of sex" in answer.stderr
    assert json.loads((tmp_path / "why.json").read_text(encoding="utf-8"))["empty"] == [["sex", "Z"]]


def test_rake_numbers_rows_where_they_have_no_name(tmp_path):
    targets = write(tmp_path, '{"sex": {"M": 1, "F": 3}}', name="targets.json")

    rows = told("rake", "-", "--targets", targets, "--cap", "0.1", "4", stdin="sex\nM\nF\n")

    assert [(row["row"], round(float(row["w"]), 6)) for row in rows] == [("2", 0.5), ("3", 1.5)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "not JSON"),
        ("{}", "not variables with categories"),
        ('{"sex": {"M": "half"}}', "the target of M of sex is not a number"),
        ('{"sex": {"M": 0}}', "the targets of sex are all nought"),
    ],
)
def test_rake_says_what_is_wrong_with_targets(tmp_path, text, said):
    targets = write(tmp_path, text, name="targets.json")

    answer = ask("rake", "-", "--targets", targets, stdin="sex\nM\n")

    assert answer.exit_code == 4
    assert said in answer.stderr


def test_help_says_that_nothing_is_protected_and_loads_nothing_heavy():
    program = (
        "import sys; from dueregard.cli import main, stats; "
        "heavy = {'scipy', 'numpy', 'polars', 'duckdb', 'django'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )

    answer = ask("--help")
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)

    assert "Nothing is protected here: what comes out is not a release." in " ".join(answer.stdout.split())
    assert (loaded.returncode, loaded.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [
        (("dsr", "-"), "area,age,x,pop,stdpop\nA,0,20,0,1\n", "A: A band has nobody in it"),
        (("dsr", "-", "--standard", "w"), "area,age,x,pop\nA,0,20,5\n", "There is no column w"),
        (("smr", "-"), "area,age,x,pop,refx,refn\nA,0,20,5,1,0\n", "A: A band of the reference has nobody in it"),
        (("life-expectancy", "-"), "startage,pops,deaths\n" + "".join(f"{age},-1,0\n" for age in AGES), "the file: "),
        (("limits", "-"), "x,n\n3,2\n", "row 2: The count is larger"),
        (("proportion", "-", "--format", "csv"), "x,n\n\x00,1\n", "It is not a text file."),
        (("proportion", "-"), "\n", "There is no table in it."),
        (("funnel", "-", "--type", "ratio", "--widen"), "obs,exp\n3,2\n", "Add --significance to --widen."),
    ],
)
def test_faults_of_whole_groups_are_told(words, text, said):
    answer = ask(*words, stdin=text)

    assert answer.exit_code in (2, 4)
    assert said in answer.stderr


def test_reference_with_a_band_twice_is_refused(tmp_path):
    reference = write(tmp_path, "age,refx,refn\n0-4,10,1000\n0-4,10,1000\n", name="ref.csv")

    answer = ask("smr", "-", "--reference", reference, stdin="area,age,x,pop\nA,0-4,5,100\n")

    assert "the band 0-4 stands twice" in answer.stderr


def test_significance_of_rates_and_ratios_where_nothing_is_unusual():
    text = "area,x,n\nA,10,100\nB,11,100\nC,9,100\n"

    plain = told("funnel", "-", "--type", "rate", "--significance", stdin=text)
    wide = ask("funnel", "-", "--widen", "-f", "csv", stdin=text)

    assert {row["significance"] for row in plain} == {"Not significant"}
    assert "do not differ beyond chance: nothing was widened" in wide.stderr


def test_two_sheets_are_one_too_many_and_old_letters_are_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(("x", "n"))
    book.create_sheet("more").append(("x", "n"))
    book.save(tmp_path / "two.xlsx")
    (tmp_path / "old.csv").write_bytes("area,x,n\nMôn,1,2\n".encode("cp1252"))

    two = ask("rate", tmp_path / "two.xlsx")

    assert "It has 2 sheets with something on them; one is needed." in two.stderr
    assert told("rate", tmp_path / "old.csv")[0]["area"] == "Môn"
