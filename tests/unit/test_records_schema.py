"""The proposal: what singles a person out is found by heading and by values; only what is truly open is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.analysis.records.csv_files import read_csv
from dueregard.analysis.records.propose import propose_schema, wordings
from dueregard.analysis.records.schema import Column, QuestionKind, Role, Schema, Treatment


def _schema(folder: Path, heading: str, values: list[str]) -> Schema:
    rows = "".join(f'"{value}",{"F" if at % 2 else "M"}\n' for at, value in enumerate(values))
    return propose_schema(read_csv(f'"{heading}",Sex\n{rows}'.encode(), to=folder / "texts"))


def _column(folder: Path, heading: str, values: list[str]) -> Column:
    return _schema(folder, heading, values).columns[0]


NAMES = ["Ann Example", "Bo Sample", "Cy Pattern", "Di Model", "Ed Mould", "Flo Cast"] * 4


@pytest.mark.parametrize(
    ("heading", "values", "kind"),
    [
        ("Name", NAMES, "name"),
        ("Line Manager", NAMES, "name"),
        ("E-mail", ["x"] * 9, "email"),
        ("Contact", [f"p{n}@aldermere.example" for n in range(9)], "email"),
        ("Ref1", [f"QQ1234{n}0C".replace("QQ", "AB") for n in range(9)], "ni_number"),
        ("Col", ["943 476 5919", "9434765919"] * 5, "nhs_number"),
        ("Reach", [f"020 7946 000{n}" for n in range(9)], "phone"),
        ("Home", [f"{n} High Street" for n in range(1, 10)], "address"),
        ("VRM", ["x"] * 9, "vehicle"),
        ("Thing", [f"AB5{n} CDE" for n in range(1, 10)], "vehicle"),
        ("latitude", ["51.123456"] * 9, "coordinates"),
        ("Where", [f"51.12345{n}" for n in range(9)], "coordinates"),
        ("Payroll No.", [f"{n}" for n in range(9)], "number"),
        ("Serial", [f"{n}" for n in range(1000, 1030)], "number"),
        ("IP address", ["10.0.0.1"] * 9, "ip_address"),
        ("NI Number", ["?"] * 9, "ni_number"),
        ("DOB", ["unknown"] * 9, "date_of_birth"),
    ],
)
def test_identifiers_are_left_out(tmp_path: Path, heading: str, values: list[str], kind: str) -> None:
    column = _column(tmp_path, heading, values)

    assert (column.role, column.treatment, column.identifier) == (Role.IDENTIFIER, Treatment.LEAVE_OUT, kind)
    assert column.why


@pytest.mark.parametrize(
    ("heading", "values", "role", "treatment"),
    [
        ("D.O.B", ["31/01/1980", "01/02/1990"] * 5, Role.AGE, Treatment.AGE_BANDS),
        ("Age", ["31", "44", "57"] * 5, Role.AGE, Treatment.AGE_BANDS),
        ("Postcode", ["AB1 2ED", "AB2 3LN"] * 5, Role.POSTCODE, Treatment.OUTWARD_CODE),
        ("Lives", ["AB1 2ED", "AB2 3LN"] * 5, Role.POSTCODE, Treatment.OUTWARD_CODE),
        ("When", ["2026-01-31T10:11:12+00:00"] * 5, Role.DATE, Treatment.QUARTER),
        ("Start date", ["31/01/2026", "01/02/2026"] * 5, Role.DATE, Treatment.QUARTER),
        ("Salary (£)", ["£23,500.00", "24100"] * 5, Role.AMOUNT, Treatment.NUMBER),
        ("Hourly rate", [f"13.12345{n}" for n in range(9)], Role.AMOUNT, Treatment.NUMBER),
        ("Appointed", ["Y", "N", "N"] * 5, Role.YES_NO, Treatment.YES_OR_NO),
        ("Outcome", ["Granted", "Refused"] * 5, Role.OUTCOME, Treatment.WORDS),
        ("Ward", ["Harbour", "Eastgate"] * 5, Role.PLACE, Treatment.WORDS),
        ("Grade", ["G1", "G2"] * 5, Role.CATEGORY, Treatment.WORDS),
        ("Comments", ["ok", "fine"] * 5, Role.FREE_TEXT, Treatment.LEAVE_OUT),
        ("Thoughts", [f"thought {n} words" for n in range(40)], Role.FREE_TEXT, Treatment.LEAVE_OUT),
        ("Policy", [""] * 5, Role.EMPTY, Treatment.LEAVE_OUT),
        ("Ethnic origin", ["White - Irish", "Indian"] * 5, Role.CHARACTERISTIC, Treatment.PLACE_CODES),
    ],
)
def test_roles(tmp_path: Path, heading: str, values: list[str], role: Role, treatment: Treatment) -> None:
    column = _column(tmp_path, heading, values)

    assert (column.role, column.treatment) == (role, treatment)


@pytest.mark.parametrize(
    ("heading", "values", "special"),
    [
        ("Ethnicity", ["White - Irish", "Indian"] * 5, "racial or ethnic origin"),
        ("Religion", ["Muslim", "Christian"] * 5, "religious or philosophical beliefs"),
        ("Disabled?", ["Yes", "No"] * 5, "data concerning health"),
        ("Sexual orientation", ["Bisexual", "Gay or Lesbian"] * 5, "sex life or sexual orientation"),
        ("Union member", ["Yes", "No"] * 5, "trade union membership"),
        ("Nationality", ["X", "Y"] * 5, "racial or ethnic origin"),
        ("Grade", ["G1", "G2"] * 5, None),
        ("Sex", ["F", "M"] * 5, None),
    ],
)
def test_special_categories(tmp_path: Path, heading: str, values: list[str], special: str | None) -> None:
    assert _column(tmp_path, heading, values).special_category == special


def test_offences_are_told_by_heading_or_by_wordings(tmp_path: Path) -> None:
    assert _column(tmp_path, "Offence", ["Littering"] * 5).is_offence_data
    assert _schema(tmp_path, "Result", ["Arrest", "Caution", "Nothing"] * 5).has_offence_data
    assert not _schema(tmp_path, "Result", ["Granted", "Refused"] * 5).has_offence_data


def test_gender_identity_is_left_out(tmp_path: Path) -> None:
    column = _column(tmp_path, "Gender identity", ["Trans woman", "Non-binary", "Trans man"] * 5)

    assert column.characteristic == "gender_reassignment"
    assert column.is_left_out


def test_only_open_questions_are_asked(tmp_path: Path) -> None:
    asked = _schema(tmp_path, "Seen on", ["03/04/2026", "05/06/2026"] * 5).questions

    assert [question.kind for question in asked] == [QuestionKind.DAY_OR_MONTH_FIRST]
    assert not _schema(tmp_path, "Seen on", ["03/04/2026", "31/06/2026"] * 5).questions
    assert not _schema(tmp_path, "Seen on", ["2026-04-03"] * 5).questions
    assert _column(tmp_path, "Seen on", ["04/31/2026"] * 5).day_first is False


def test_bare_codes_ask_for_their_list(tmp_path: Path) -> None:
    asked = _schema(tmp_path, "Ethnic origin code", ["A", "B", "C", "H", "J", "Z"] * 9).questions

    assert [question.kind for question in asked] == [QuestionKind.WHICH_SCHEME]
    assert len(asked[0].answers) >= 1


def test_wordings_are_given_for_placing_and_not_for_identifiers(tmp_path: Path) -> None:
    raw = read_csv(b"Name,Ward\n" + b"Ann Example,Harbour\nBo Sample,Eastgate\n" * 9, to=tmp_path / "texts")
    schema = propose_schema(raw)

    assert wordings(raw, schema.column("name")) == ()
    assert set(wordings(raw, schema.column("ward"))) == {"Harbour", "Eastgate"}


def test_left_out_is_said_with_its_reason(tmp_path: Path) -> None:
    schema = _schema(tmp_path, "Employee no", [f"{n}" for n in range(9)])

    assert [each.in_words() for each in schema.left_out] == [
        "“Employee no” was left out: A number that stands for one person or case."
    ]
