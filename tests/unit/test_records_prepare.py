"""Preparing records: typed, coarser, placed; every fault at once; whole or not at all; and no identifier anywhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dueregard.analysis.records.choices import Choices, decided
from dueregard.analysis.records.csv_files import read_csv
from dueregard.analysis.records.faults import FaultKind
from dueregard.analysis.records.limits import RecordLimits
from dueregard.analysis.records.prepare import Prepared, prepare, read_notes
from dueregard.analysis.records.propose import propose_schema
from dueregard.analysis.records.schema import Treatment
from dueregard.terms.errors import UsedWrongly

ON = date(2026, 3, 31)
STAFF = (
    "Employee no,Name,E-mail,DOB,Postcode,Ethnic origin,Pay,Started,Disabled,Grade\n"
    "1001,Ann Canary,canary1@a.example,31/03/2001,AB1 2ED,White - Irish,\"£23,500\",17/05/2020,Y,G1\n"
    "1002,Bo Canary,canary2@a.example,01/04/2001,AB1 3LN,Indian,24100,18/06/2021,N,G2\n"
    "1003,Cy Canary,canary3@a.example,CANARY,CANARY,Marsian,CANARY,31/31/2020,N,canary3@a.example\n"
    "1001,Di Canary,canary4@a.example,02/02/1950,AB2 2ED,,25000,,,\n"
    "1005,Ed Canary,canary5@a.example,02/02/1951,AB2 2LN,Indian,25000,,,G3\n"
    "1006,Fi Canary,canary6@a.example,02/02/1952,AB2 2LN,Indian,25000,,,G4\n"
)  # fmt: skip


def _prepared(folder: Path, text: str = STAFF, choices: Choices | None = None, **limits: int) -> Prepared:
    raw = read_csv(text.encode(), to=folder / "texts", limits=RecordLimits(**limits))
    schema = propose_schema(raw)
    return prepare(raw, schema, choices or Choices(), to=folder / "kept", on=ON, limits=RecordLimits(**limits))


def _kept(prepared: Prepared) -> dict[str, list[object]]:
    return pl.read_parquet(prepared.path).to_dict(as_series=False)


def test_values_are_typed_coarsened_and_placed(tmp_path: Path) -> None:
    kept = _kept(_prepared(tmp_path))

    assert kept == {
        "dob": ["age_25_to_29", "age_20_to_24", None, "age_75_to_79", "age_75_to_79", "age_70_to_74"],
        "postcode": ["AB1", "AB1", None, "AB2", "AB2", "AB2"],
        "ethnic_origin": ["white_irish", "indian", "unplaced", "not_known", "indian", "indian"],
        "pay": [23500.0, 24100.0, None, 25000.0, 25000.0, 25000.0],
        "started": [date(2020, 4, 1), date(2021, 4, 1), None, None, None, None],
        "disabled": ["disabled", "not_disabled", "not_disabled", "not_known", "not_known", "not_known"],
        "grade": ["G1", "G2", None, None, "G3", "G4"],
    }


def test_every_fault_is_told_at_once_with_row_and_column(tmp_path: Path) -> None:
    prepared = _prepared(tmp_path, choices=Choices(required=("started",), id_column="employee_no"))

    assert [(fault.kind, fault.row, fault.column) for fault in prepared.faults] == [
        (FaultKind.NOT_AN_AGE, 4, "DOB"),
        (FaultKind.NOT_PLACED, 4, "Ethnic origin"),
        (FaultKind.NAMES_A_PERSON, 4, "Grade"),
        (FaultKind.NOT_A_NUMBER, 4, "Pay"),
        (FaultKind.NOT_A_POSTCODE, 4, "Postcode"),
        (FaultKind.NOT_A_DATE, 4, "Started"),
        (FaultKind.TWICE, 5, "Employee no"),
        (FaultKind.MISSING, 6, "Started"),
        (FaultKind.MISSING, 7, "Started"),
    ]
    assert (prepared.rows_taken, prepared.rows_left) == (5, 1)


def test_missing_value_that_is_needed(tmp_path: Path) -> None:
    prepared = _prepared(tmp_path, choices=Choices(required=("started",)))

    assert (FaultKind.MISSING, 5, "Started") in [(f.kind, f.row, f.column) for f in prepared.faults]


def test_faults_beyond_the_list_are_counted(tmp_path: Path) -> None:
    text = "Pay,Grade\n" + "23,G1\n" * 60 + "x,G2\n" * 6

    prepared = _prepared(tmp_path, text, listed=2)

    assert [fault.row for fault in prepared.faults] == [62, 63]
    assert prepared.fault_total == 6


def test_no_identifier_is_left_anywhere(tmp_path: Path) -> None:
    prepared = _prepared(tmp_path)

    said = [repr(prepared), *(f.in_words() for f in prepared.faults), *(left.in_words() for left in prepared.left_out)]
    held = [str(value) for values in _kept(prepared).values() for value in values] + [str(read_notes(prepared.path))]
    assert not [text for text in (*said, *held) if "canary" in text.casefold()]
    assert b"anary" not in prepared.path.read_bytes()
    assert {left.heading for left in prepared.left_out} >= {"Employee no", "Name", "E-mail", "DOB", "Postcode"}


def test_notes_say_what_each_column_is(tmp_path: Path) -> None:
    notes = read_notes(_prepared(tmp_path).path)

    by_code = {column["code"]: column for column in notes["columns"]}
    assert notes["ages_on"] == "2026-03-31"
    assert by_code["ethnic_origin"]["classification"] == "ethnic_group_19"
    assert by_code["ethnic_origin"]["special_category"] == "racial or ethnic origin"
    assert by_code["dob"]["classification"] == "age_5_year"


def test_age_on_the_day_itself_and_on_29_february(tmp_path: Path) -> None:
    text = "DOB,Grade\n29/02/2004,G1\n31/03/2006,G1\n01/04/2006,G2\n31/03/1900,G2\n31/03/2030,G2\n"

    prepared = _prepared(tmp_path, text, Choices(age_groups="age_5_year"))

    assert _kept(prepared)["dob"] == ["age_20_to_24", "age_20_to_24", "age_15_to_19", None, None]


def test_choices_are_followed(tmp_path: Path) -> None:
    choices = Choices(
        treatments={"started": Treatment.DAY, "postcode": Treatment.LEAVE_OUT},
        classifications={"disabled": None},
    )

    kept = _kept(_prepared(tmp_path, choices=choices))

    assert kept["started"][0] == date(2020, 5, 17)
    assert kept["disabled"] == ["Y", "N", "N", None, None, None]
    assert "postcode" not in kept


def test_wordings_placed_by_a_person_are_remembered(tmp_path: Path) -> None:
    kept = _kept(_prepared(tmp_path, choices=Choices(wordings={"ethnic_origin": {"Marsian": "indian"}})))

    assert kept["ethnic_origin"][2] == "indian"


def test_codes_by_their_list(tmp_path: Path) -> None:
    text = "Ethnic origin code,Grade\n" + "A,G1\nH,G2\nZ,G1\n" * 9

    with pytest.raises(UsedWrongly, match="still open"):
        _prepared(tmp_path, text)
    kept = _kept(_prepared(tmp_path, text, Choices(schemes={"ethnic_origin_code": "nhs_2001"})))

    assert kept["ethnic_origin_code"][:3] == ["white_british", "indian", "prefer_not_to_say"]


def test_open_question_must_be_answered(tmp_path: Path) -> None:
    text = "Seen on,Grade\n" + "03/04/2026,G1\n" * 5

    with pytest.raises(UsedWrongly, match="still open"):
        _prepared(tmp_path, text)
    assert not (tmp_path / "kept").exists()

    month = _prepared(tmp_path, text, Choices(day_first={"seen_on": False}))
    assert _kept(month)["seen_on"][0] == date(2026, 1, 1)
    assert "seen_on" not in _kept(_prepared(tmp_path, text, Choices(treatments={"seen_on": Treatment.LEAVE_OUT})))


@pytest.mark.parametrize(
    "choices",
    [
        Choices(treatments={"name": Treatment.WORDS}),
        Choices(treatments={"dob": Treatment.DAY}),
        Choices(treatments={"nobody": Treatment.WORDS}),
        Choices(classifications={"name": "sex"}),
        Choices(classifications={"grade": "no_such_list"}),
        Choices(id_column="nobody"),
    ],
)
def test_what_cannot_be_chosen_is_refused(tmp_path: Path, choices: Choices) -> None:
    with pytest.raises(UsedWrongly):
        _prepared(tmp_path, choices=choices)


def test_gender_identity_needs_the_councils_reason(tmp_path: Path) -> None:
    text = "Gender identity,Grade\n" + "Trans woman,G1\nNon-binary,G2\nTrans man,G1\n" * 4

    assert "gender_identity" not in _kept(_prepared(tmp_path, text))
    with pytest.raises(UsedWrongly, match="row by row"):
        _prepared(tmp_path, text, Choices(treatments={"gender_identity": Treatment.PLACE_CODES}))
    with_reason = _prepared(tmp_path, text, Choices(allow_gender_identity="Asked for by the staff network."))

    assert _kept(with_reason)["gender_identity"][0] == "trans_woman"


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    raw = read_csv(STAFF.encode(), to=tmp_path / "texts")
    schema = propose_schema(raw)
    (tmp_path / "kept").write_bytes(b"before")
    (tmp_path / "texts").write_bytes((tmp_path / "texts").read_bytes()[:-30])

    with pytest.raises(Exception, match=r"(?i)parquet") as failed:
        prepare(raw, schema, Choices(), to=tmp_path / "kept", on=ON)

    assert "anary" not in str(failed.value)
    assert (tmp_path / "kept").read_bytes() == b"before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "texts"]


def test_a_decided_schema_says_what_is_special_among_what_is_kept(tmp_path: Path) -> None:
    raw = read_csv(STAFF.encode(), to=tmp_path / "texts")
    left = Choices(treatments={"ethnic_origin": Treatment.LEAVE_OUT})

    assert decided(propose_schema(raw), left).special_categories == ("data concerning health",)
