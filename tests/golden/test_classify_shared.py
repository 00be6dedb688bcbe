"""Real labels find their place: the Censuses', the police's, and the wordings that government departments use.

Sources: Census 2021 tables (ONS, Open Government Licence v3.0); police stop and search rows (data.police.uk, Open
Government Licence v3.0); ethnicity standardiser of the Race Disparity Unit (MIT licence, Crown copyright). They lie in
the research folder beside the project and are not shipped.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from dueregard.terms.classifications.catalogue import classification, classifications
from dueregard.terms.mappings.columns import propose_classification
from dueregard.terms.mappings.placing import place

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
STOPS = SHARED / "test" / "stop_and_search"
CENSUS = SHARED / "reference" / "census2021" / "census2021_lad.parquet"
WORDINGS = SHARED / "reference" / "reference" / "eff_classification_lookup.csv"

# What is published of table TS071 is its one sum.
TABLES = sorted(key for key, one in classifications().items() if one.census_table and one.census_table != "TS071")


def _needs(path: Path) -> None:
    if not path.exists():
        pytest.skip("the research folder is not beside the project")


def _stops(column: str) -> Counter[str]:
    _needs(STOPS)
    counts: Counter[str] = Counter()
    for file in sorted(STOPS.rglob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                if column in row:
                    counts[row[column] or ""] += 1
    return counts


@pytest.mark.parametrize("key", TABLES)
def test_census_labels_are_placed_as_themselves(key):
    _needs(CENSUS)
    import polars as pl

    table = classification(key).census_table
    labels = pl.read_parquet(CENSUS).filter(pl.col("table") == table)["category"].unique().to_list()

    found = {v.value: v for v in place(labels, as_=key).values if not v.value.startswith(("Total", "All persons"))}
    groups = {category.label for category in classification(key).groups}
    placed = {v.code for v in found.values() if v.code}

    assert {value for value, v in found.items() if v.state != "placed"} <= groups
    if classification(key).characteristic != "age" and key not in {"gender_identity"}:
        assert placed >= {category.code for category in classification(key).values}


@pytest.mark.parametrize(
    ("column", "as_"),
    [
        ("Self-defined ethnicity", "ethnic_group_19"),
        ("Self-defined ethnicity", "ethnic_group_16"),
        ("Self-defined ethnicity", "ethnic_group_5"),
        ("Officer-defined ethnicity", "ethnic_officer_defined"),
        ("Age range", "age_stop_and_search"),
        ("Gender", "sex"),
    ],
)
def test_police_labels_are_all_placed(column, as_):
    values = _stops(column)

    found = place(values, as_=as_)

    assert [v.value for v in found.values if v.state != "placed"] == []
    assert sum(v.rows for v in found.values) == sum(values.values())


def test_police_self_defined_ethnicity_counts():
    """The figures are counted from the files with another tool."""
    found = place(_stops("Self-defined ethnicity"), as_="ethnic_group_19")

    by_code: Counter[str] = Counter()
    for value in found.values:
        by_code[value.code or ""] += value.rows

    assert by_code["white_british"] == 19_153
    assert by_code["black_african"] == 397
    assert by_code["chinese"] == 12
    assert by_code["not_known"] == 3_071 + 1_853
    assert by_code["prefer_not_to_say"] == 0


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("Self-defined ethnicity", "ethnic_group_19"),
        ("Officer-defined ethnicity", "ethnic_officer_defined"),
        ("Age range", "age_stop_and_search"),
        ("Gender", "sex"),
    ],
)
def test_police_columns_are_recognised(column, expected):
    assert propose_classification(column, _stops(column))[0].classification == expected


@pytest.mark.parametrize("column", ["Type", "Outcome", "Legislation", "Object of search"])
def test_police_columns_that_are_no_characteristic(column):
    assert propose_classification(column, _stops(column)) == ()


# The standardiser's name for each of our categories; what it gathers more coarsely is not compared.
STANDARD = {
    "Any other": "any_other", "Arab": "arab", "Asian other": "asian_other", "Bangladeshi": "bangladeshi",
    "Black African": "black_african", "Black Caribbean": "black_caribbean", "Black other": "black_other",
    "Chinese": "chinese", "Indian": "indian", "Mixed other": "mixed_other", "Mixed White/Asian": "mixed_white_asian",
    "Mixed White/Black African": "mixed_white_black_african", "Pakistani": "pakistani",
    "Mixed White/Black Caribbean": "mixed_white_black_caribbean", "White British": "white_british",
    "White Irish": "white_irish", "White other": "white_other", "White Gypsy/Traveller": "gypsy_or_irish_traveller",
    "Irish Traveller": "gypsy_or_irish_traveller", "Unknown": "not_known", "Not applicable": "not_applicable",
}  # fmt: skip


def test_wordings_of_government_are_never_placed_elsewhere():
    _needs(WORDINGS)
    with WORDINGS.open(encoding="utf-8", newline="") as rows:
        listed = {row["Ethnicity"]: row["Standard Ethnicity"] for row in csv.DictReader(rows)}

    found = {v.value: v for v in place(list(listed)).values}
    wrong = {w: v.code for w, v in found.items() if v.state == "placed" and v.code != STANDARD.get(listed[w])}
    comparable = [w for w in listed if listed[w] in STANDARD]
    placed = [w for w in comparable if found[w].state == "placed"]

    assert wrong == {}
    assert len(placed) / len(comparable) > 0.75  # the rest are names of data fields, sums and what we ask about
