"""Made-up records of Aldermere: staff, people helped with housing, and penalty notices, for two years each.

The one idea: the files are as untidy as real exports (a title above the headings, line breaks in them, wordings written
five ways, a total at the end, three encodings), the same for the same year, and hold differences that were planted
(records.toml says which), so that whoever looks for them can be checked. No one in them exists; the only names are
made-up initials, there to be found and left out.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from io import StringIO
from random import Random
from typing import Any

from dueregard.demo.council import ALDERMERE

YEARS = (2025, 2026)
"""The years that there are records for; the staff list is of 31 March."""
STAFF, HOUSING, NOTICES = 2_400, 12_000, 3_000


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((files("dueregard.demo") / "records.toml").read_text(encoding="utf-8"))


def _chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - the same made-up people each time is what is wanted


def _pick(chance: Random, listed: Sequence[Sequence[Any]]) -> Any:
    """Pick one of [words, …, share] by its share."""
    return chance.choices(listed, weights=[one[-1] for one in listed])[0]


def _ethnic(chance: Random) -> tuple[str, str]:
    """Give a plain group, by which differences are planted, and a wording of it."""
    groups = _words()["ethnic"]
    group = chance.choices(list(groups), weights=[sum(share for _, share in words) for words in groups.values()])[0]
    return group, _pick(chance, groups[group])[0]


def _ward(chance: Random) -> str:
    ward: str = chance.choices(_words()["wards"], weights=_words()["ward_shares"])[0]
    return ward


def _file(rows: Sequence[Sequence[Any]], *, encoding: str, mark: str = ",") -> bytes:
    held = StringIO(newline="")
    csv.writer(held, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return held.getvalue().encode(encoding)


def _person(number: int) -> list[Any]:
    """Make one member of staff as of the first year; the same number is always the same person."""
    chance = _chance(f"aldermere staff {number}")
    sex = chance.choices(("Female", "Male"), (68, 32))[0]
    group, ethnic = _ethnic(chance)
    grades = _words()["grades"]["words"]
    drop = (0.88 if sex == "Female" else 1.0) * (0.84 if group in ("asian", "black", "mixed", "other") else 1.0)
    at = chance.choices(range(len(grades)), [share * drop**step for step, (_, _, share) in enumerate(grades)])[0]
    level = "low" if at < 4 else "middle" if at < 7 else "high" if at < 9 else "top"
    part_time = chance.random() < (0.42 if sex == "Female" else 0.12) * (1.2 if level == "low" else 0.6)
    born = date(1958, 1, 1) + timedelta(days=chance.randrange(48 * 365))
    return [
        number,
        f"{chance.choice('ABCDEFGHJKLM')}. {chance.choice('NPQRSTVWXYZ')}. Madeup",
        chance.choice(ALDERMERE.directorates),
        chance.choice(_words()["grades"]["posts"][level]),
        at,
        "Part time" if part_time else "Full time",
        chance.choice((0.4, 0.5, 0.6, 0.8)) if part_time else 1,
        sex,
        ethnic,
        chance.choices(("Y", "N", "Prefer not to say", ""), (8, 71, 6, 15))[0],
        _pick(chance, _words()["religion"]["words"])[0],
        _pick(chance, _words()["orientation"]["words"])[0],
        f"{born:%d/%m/%Y}",
        _ward(chance),
    ]


_STAFF_HEADINGS = (
    "Employee no", "Name", "Directorate", "Post title", "Grade", "Contract\ntype", "FTE", "Basic pay\n(£, full time)",
    "Sex", "Ethnic origin\n(self-declared)", "Disabled?", "Religion / belief", "Sexual\norientation", "DOB", "Ward",
)  # fmt: skip


def staff(year: int) -> bytes:
    """Give the staff list of a year as HR would export it: CSV in Windows-1252, with a title above and a total below.

    >>> staff(2026) == staff(2026), staff(2026) == staff(2025)
    (True, False)
    """
    chance = _chance(f"aldermere leavers {year}")
    first = 10_001 + (year - YEARS[0]) * 260  # each year some 260 leave and as many start
    numbers = range(first, first + STAFF + (year - YEARS[0]) * 18)
    rows: list[list[Any]] = [
        ["ALDERMERE BOROUGH COUNCIL – staff in post (made-up people)"],
        [f"As at 31/03/{year}; run by HR systems"],
        [],
        list(_STAFF_HEADINGS),
    ]
    for number in numbers:
        person = _person(number)
        grade, pay, _ = _words()["grades"]["words"][person[4]]
        pay = round(pay * 1.032 ** (year - YEARS[0]) + chance.randrange(0, 1_200), 2)
        rows.append([*person[:4], grade, *person[5:7], f"£{pay:,.2f}", *person[7:]])
    rows.append(["Total", len(numbers)])
    return _file(rows, encoding="cp1252")


_AGES = (("16-17", 3), ("18-24", 24), ("25-34", 30), ("35-44", 22), ("45-54", 12), ("55-64", 6), ("65+", 3))
_HOUSING_HEADINGS = (
    "case_ref", "application_date", "postcode", "ward", "age_band", "sex", "ethnic_group", "disabled", "main_reason",
    "outcome", "days_to_outcome",
)  # fmt: skip


def housing_help(year: int) -> bytes:
    """Give a year's cases of help with housing: CSV in UTF-8 with a mark at its start and semicolons.

    Planted: homelessness is prevented less often for Black applicants and for disabled ones, and the gap narrows in the
    second year.
    """
    chance = _chance(f"aldermere housing {year}")
    narrowed = 0.6 if year > YEARS[0] else 1.0
    rows: list[list[Any]] = [list(_HOUSING_HEADINGS)]
    for number in range(HOUSING):
        group, ethnic = _ethnic(chance)
        disabled = chance.choices(("Yes", "No", "Prefer not to say", ""), (22, 66, 4, 8))[0]
        worse = (0.13 if group == "black" else 0.0) + (0.08 if disabled == "Yes" else 0.0)
        prevented = 0.56 - worse * narrowed
        weights = (prevented, 0.86 - prevented, 0.14)
        ward = _ward(chance)
        day = date(year - 1, 4, 1) + timedelta(days=chance.randrange(365))
        rows.append(
            [
                f"HH/{year}/{number + 1:05d}",
                day.isoformat(),
                _postcode(chance, ward),
                ward,
                _pick(chance, _AGES)[0],
                chance.choices(("Female", "Male", "Not recorded"), (57, 41, 2))[0],
                ethnic,
                disabled,
                _pick(chance, _words()["housing"]["reasons"])[0],
                chance.choices(_words()["housing"]["outcomes"], weights)[0],
                max(1, round(chance.lognormvariate(3.6, 0.6))),
            ]
        )
    return _file(rows, encoding="utf-8-sig", mark=";")


def _postcode(chance: Random, ward: str) -> str:
    """Make a postcode of the area ZZ, which does not exist; each ward has its own first half."""
    district = _words()["wards"].index(ward) + 1
    return f"ZZ{district} {chance.randrange(10)}{chance.choice('ABDEFGHJ')}{chance.choice('LNPQRSTU')}"


_NOTICE_HEADINGS = (
    "Notice number", "Issued at", "Offence", "Latitude", "Longitude", "Ward of issue", "Gender", "Age range",
    "Self-defined ethnicity", "Officer-defined ethnicity", "Amount (£)", "Outcome",
)  # fmt: skip


def penalty_notices(year: int) -> bytes:
    """Give a year's fixed penalty notices: CSV in UTF-8, times to the second and places to the metre.

    Planted: more notices, and fewer cancelled ones, for young men and in two wards.
    """
    chance = _chance(f"aldermere notices {year}")
    words = _words()["notices"]
    rows: list[list[Any]] = [list(_NOTICE_HEADINGS)]
    for number in range(NOTICES - (150 if year > YEARS[0] else 0)):
        group, ethnic = _ethnic(chance)
        at = datetime(year - 1, 4, 1) + timedelta(seconds=chance.randrange(365 * 86_400))  # noqa: DTZ001 - local, made up
        ward = chance.choice(("Cotton Fields", "Eastgate")) if chance.random() < 0.3 else _ward(chance)
        young = chance.random() < 0.46
        outcomes = [
            [said, share * (0.5 if young and said.startswith("Cancel") else 1)] for said, share in words["outcomes"]
        ]
        rows.append(
            [
                f"FPN{year % 100}{number + 1:06d}",
                f"{at:%Y-%m-%dT%H:%M:%S}",
                _pick(chance, words["offences"])[0],
                f"{51.2 + chance.random() / 10:.6f}",
                f"{-1.1 + chance.random() / 10:.6f}",
                ward,
                chance.choices(("Male", "Female", ""), (78 if young else 60, 20 if young else 37, 2))[0],
                "18-24" if young else chance.choice(("10-17", "25-34", "over 34", "over 34")),
                ethnic,
                words["officer_words"][group],
                chance.choice((100, 100, 150)),
                _pick(chance, outcomes)[0],
            ]
        )
    return _file(rows, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class SampleRecords:
    """A made-up file to hand in: its name, what is in it, and the file itself."""

    name: str
    about: str
    data: bytes


def sample_records() -> tuple[SampleRecords, ...]:
    """Give a file of each kind for the latest year, to try the journey of records with.

    >>> [sample.name for sample in sample_records()]
    ['staff-2026.csv', 'housing-help-2026.csv', 'penalty-notices-2026.csv']
    """
    year = YEARS[-1]
    return (
        SampleRecords(f"staff-{year}.csv", "a staff list with untidy headings, names and birth dates", staff(year)),
        SampleRecords(f"housing-help-{year}.csv", "cases of help with housing, with postcodes", housing_help(year)),
        SampleRecords(
            f"penalty-notices-{year}.csv", "fixed penalty notices: ethnicity as said and as seen", penalty_notices(year)
        ),
    )
