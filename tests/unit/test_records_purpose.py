"""Purpose and lawful basis: everything that stands in the way is told at once; nothing is called lawful."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dueregard.analysis.records.purpose import Purpose, bases, faults
from dueregard.analysis.records.schema import Column, Role, Schema, Treatment
from dueregard.terms.citations import sources

ON = date(2026, 2, 28)


def _column(*, special: str | None = None, offence: bool = False, characteristic: str | None = None) -> Column:
    return Column(
        "c", "C", Role.CHARACTERISTIC, Treatment.PLACE_CODES, "", characteristic=characteristic,
        special_category=special, is_offence_data=offence,
    )  # fmt: skip


PLAIN = Schema((_column(),))
SPECIAL = Schema((_column(special="racial or ethnic origin"),))
UNION = Schema((_column(special="trade union membership"),))
OFFENCE = Schema((_column(offence=True),))
GENDER = Schema((_column(characteristic="gender_reassignment"),))
WHOLE = Purpose(
    purpose="Workforce equality monitoring",
    article_6="e",
    article_9="g",
    schedule_1="8",
    dpia_reference="DPIA 12",
    retention_until=date(2029, 3, 31),
    owner="Head of Human Resources",
    undertakes=True,
)


def _fields(purpose: Purpose, schema: Schema, **more: int) -> list[str]:
    return [fault.field for fault in faults(purpose, schema, on=ON, **more)]


@pytest.mark.parametrize("schema", [PLAIN, SPECIAL])
def test_whole_purpose_has_no_faults(schema: Schema) -> None:
    assert _fields(WHOLE, schema) == []


def test_all_faults_come_together() -> None:
    nothing = Purpose(
        purpose=" ", article_6="", dpia_reference="", retention_until=ON, owner="", undertakes=False
    )  # fmt: skip

    assert _fields(nothing, SPECIAL) == [
        "purpose", "article_6", "dpia_reference", "owner", "article_9", "retention_until", "undertakes",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "schema", "field"),
    [
        ({"article_6": "z"}, PLAIN, "article_6"),
        ({"article_9": "z"}, PLAIN, "article_9"),
        ({"article_9": None}, SPECIAL, "article_9"),
        ({"schedule_1": None}, SPECIAL, "schedule_1"),
        ({"schedule_1": "1"}, SPECIAL, "schedule_1"),
        ({}, UNION, "schedule_1"),
        ({}, OFFENCE, "article_10"),
        ({"article_10": "z"}, PLAIN, "article_10"),
        ({"article_10": "schedule_1", "schedule_1": None}, OFFENCE, "schedule_1"),
        ({}, GENDER, "gender_identity_reason"),
        ({"retention_until": date(2033, 3, 1)}, PLAIN, "retention_until"),
        ({"undertakes": False}, PLAIN, "undertakes"),
    ],
)
def test_each_fault_by_its_field(change: dict[str, object], schema: Schema, field: str) -> None:
    assert _fields(replace(WHOLE, **change), schema) == [field]


@pytest.mark.parametrize(
    ("change", "schema"),
    [
        ({"article_9": "a", "schedule_1": None}, SPECIAL),
        ({"article_9": "b", "schedule_1": "1"}, UNION),
        ({"article_10": "official_authority"}, OFFENCE),
        ({"article_10": "schedule_1"}, OFFENCE),
        ({"gender_identity_reason": "The network asked."}, GENDER),
        ({"retention_until": date(2033, 2, 28)}, PLAIN),
    ],
)
def test_what_goes_together(change: dict[str, object], schema: Schema) -> None:
    assert _fields(replace(WHOLE, **change), schema) == []


def test_a_council_may_keep_records_for_less_long_but_not_longer() -> None:
    assert _fields(WHOLE, PLAIN, most_years=2) == ["retention_until"]
    assert _fields(replace(WHOLE, retention_until=date(2040, 1, 1)), PLAIN, most_years=20) == ["retention_until"]


def test_left_out_columns_need_no_basis() -> None:
    left = Schema(tuple(replace(column, treatment=Treatment.LEAVE_OUT) for column in SPECIAL.columns))

    assert _fields(replace(WHOLE, article_9=None, schedule_1=None), left) == []


@pytest.mark.parametrize("of", ["article_6", "article_9", "article_10", "schedule_1"])
def test_every_basis_has_a_source(of: str) -> None:
    assert {basis.source for basis in bases(of)} <= set(sources())
