"""Our official figures beside the publisher's: cell for cell where these are published, and sums where they are sums.

Source: Census 2021 tables of Greater Manchester and of Trafford's wards as the Office for National Statistics published
them (stored by Trafford Data Lab; Open Government Licence v3.0); the files that the package's tables were made from.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from dueregard.analysis.baselines import areas, store
from dueregard.analysis.baselines.tables import baseline

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
REFERENCE = SHARED / "data" / "reference"
MANCHESTER = SHARED / "data" / "test" / "census2021_greater_manchester_published"
TRAFFORD = SHARED / "data" / "test" / "census2021_trafford_wards_published"

pytestmark = pytest.mark.skipif(not REFERENCE.is_dir(), reason="The folder of shared data is not there.")

SUCCESSORS = {
    "Cumberland": ["Allerdale", "Carlisle", "Copeland"],
    "Westmorland and Furness": ["Barrow-in-Furness", "Eden", "South Lakeland"],
    "North Yorkshire": ["Craven", "Hambleton", "Harrogate", "Richmondshire", "Ryedale", "Scarborough", "Selby"],
    "Somerset": ["Mendip", "Sedgemoor", "South Somerset", "Somerset West and Taunton"],
}


@cache
def source() -> pl.DataFrame:
    frame = pl.read_parquet(REFERENCE / "census2021" / "census2021_lad.parquet")
    return frame.with_columns(pl.col(pl.Categorical).cast(pl.String))


def published(file: str, column: str) -> list[tuple[str, str, int]]:
    """Give (area code, category, value) of a published file."""
    frame = pl.read_csv(file, infer_schema_length=None)
    return frame.filter(pl.col("measure") == "Count").select("area_code", column, "value").rows()


def figures(code: str, by: str) -> list[int]:
    """Give the figures of the leaves, in order."""
    table = baseline(areas.by_code(code), by=by)
    dimension = table.dimensions[0]
    return [int(table.cell({dimension.code: leaf}).value or 0) for leaf in dimension.leaves]


@pytest.mark.parametrize(("name", "by", "total"), [
    ("Kingston upon Thames", "age", 168_064), ("Kingston upon Thames", "sex", 168_037),
    ("Kingston upon Thames", "ethnic_group", 168_065), ("Kingston upon Thames", "main_language", 162_499),
    ("Kingston upon Thames", "religion", 168_034), ("Kingston upon Thames", "disability", 168_063),
    ("Kingston upon Thames", "caring", 158_518), ("Kingston upon Thames", "partnership", 135_463),
    ("Kingston upon Thames", "ns_sec", 135_472), ("Kingston upon Thames", "sexual_orientation", 135_464),
    ("Kingston upon Thames", "gender_identity", 135_464), ("Kingston upon Thames", "household_deprivation", 65_597),
    ("Maidstone", "age", 175_778), ("Maidstone", "sex", 175_790), ("Maidstone", "ethnic_group", 175_781),
    ("Maidstone", "main_language", 169_699), ("Maidstone", "religion", 175_785), ("Maidstone", "disability", 175_782),
    ("Maidstone", "caring", 165_378), ("Maidstone", "partnership", 142_137), ("Maidstone", "ns_sec", 142_157),
    ("Maidstone", "sexual_orientation", 142_136), ("Maidstone", "gender_identity", 142_138),
    ("Maidstone", "household_deprivation", 71_217),
    ("England and Wales", "age", 59_597_608), ("England and Wales", "ethnic_group", 59_597_578),
    ("England and Wales", "disability", 59_597_538), ("England and Wales", "main_language", 57_704_284),
    ("England and Wales", "household_deprivation", 24_783_097), ("England and Wales", "gender_identity", 48_566_400),
])  # fmt: skip
def test_totals_as_the_data_were_handed_over(name: str, by: str, total: int) -> None:
    assert baseline(areas.find(name), by=by).cell({}).value == total


@pytest.mark.parametrize(("name", "by", "code", "count"), [
    ("Kingston upon Thames", "veterans", "veteran", 2_658), ("Maidstone", "veterans", "veteran", 5_664),
    ("England and Wales", "veterans", "veteran", 1_853_104),
])  # fmt: skip
def test_veterans(name: str, by: str, code: str, count: int) -> None:
    table = baseline(areas.find(name), by=by)

    assert table.cell({table.dimensions[0].code: code}).value == count


@pytest.mark.parametrize(("file", "column", "by"), [
    ("2021_sexual_orientation_la_gm.csv", "sexual_orientation", "sexual_orientation"),
    ("2021_population_language_detailed_la_gm.csv", "language", "main_language"),
])  # fmt: skip
def test_greater_manchester_cell_for_cell(file: str, column: str, by: str) -> None:
    rows = published(str(MANCHESTER / file), column)

    for code in sorted({code for code, _, _ in rows}):
        assert figures(code, by) == [value for area, _, value in rows if area == code]


@pytest.mark.parametrize(("file", "column", "by", "most"), [
    ("2021_population_by_5_year_age_bands_la_gm.csv", "indicator", "age_5_year", 10),
    ("2021_population_religion_la_gm.csv", "religion", "religion", 18),
    ("2021_disability_la_gm.csv", "disability_category", "disability", 51),
    ("2021_unpaid_care_la_gm.csv", "unpaid_care", "caring_detailed", 51),
    ("2021_socio-economic_classification_la_gm.csv", "socio_economic_classification", "ns_sec", 51),
])  # fmt: skip
def test_greater_manchester_within_what_sums_of_small_areas_give(file: str, column: str, by: str, most: int) -> None:
    rows = published(str(MANCHESTER / file), column)

    for code in sorted({code for code, _, _ in rows}):
        theirs = [value for area, _, value in rows if area == code]
        ours = figures(code, by)

        assert len(ours) == len(theirs)
        assert max(abs(a - b) for a, b in zip(ours, theirs, strict=True)) <= most
        assert all(abs(a - b) <= 0.018 * b for a, b in zip(ours, theirs, strict=True) if b > 500)


@pytest.mark.parametrize(("file", "column", "by"), [
    ("2021_disability_ward_trafford.csv", "disability_category", "disability"),
    ("2021_general_health_ward_trafford.csv", "general_health", "health"),
    ("2021_household_tenure_ward_trafford.csv", "household_tenure", "tenure"),
    ("2021_population_english_proficiency_ward_trafford.csv", "proficiency", "english"),
])  # fmt: skip
def test_wards_of_trafford(file: str, column: str, by: str) -> None:
    rows = published(str(TRAFFORD / file), column)
    wards = sorted({code for code, _, _ in rows})

    assert len(wards) == 21
    for code in wards:
        theirs = [value for area, _, value in rows if area == code]
        ours = figures(code, by)

        # Published wards were fitted from output areas as ours are; each figure was changed a little by itself.
        assert sum(ours) == pytest.approx(sum(theirs), rel=0.01)
        shares = zip((n / sum(ours) for n in ours), (n / sum(theirs) for n in theirs), strict=False)
        assert max(abs(a - b) for a, b in shares) < 0.01


@pytest.mark.parametrize("name", SUCCESSORS)
@pytest.mark.parametrize("table", ["TS007", "TS021", "TS030", "TS011"])
def test_councils_made_since_are_sums_of_their_old_districts(name: str, table: str) -> None:
    by, total = {"TS007": ("age", 1), "TS021": ("ethnic_group", 0), "TS030": ("religion", 1),
                 "TS011": ("household_deprivation", 1)}[table]  # fmt: skip
    rows = source().filter(
        (pl.col("table") == table) & (pl.col("category_code") == total) & pl.col("area_name").is_in(SUCCESSORS[name])
    )

    found = baseline(areas.find(name), by=by)

    assert rows.height == len(SUCCESSORS[name])
    assert found.cell({}).value == rows["count"].sum()
    assert f"sum of {rows.height} authorities" in found.origins[0].method


def test_regions_and_nations_are_what_the_source_gives() -> None:
    rows = source().filter((pl.col("table") == "TS021") & pl.col("area_code").str.contains("^(E12|E92|W92|K04)"))
    codes = ["bangladeshi", "chinese", "indian", "pakistani", "asian_other", "black_african"]

    for area in sorted(rows["area_code"].unique()):
        table = baseline(areas.by_code(area), by="ethnic_group")
        for number, code in enumerate(codes, start=1):
            theirs = rows.filter((pl.col("area_code") == area) & (pl.col("category_code") == number))["count"].item()
            assert table.cell({"ethnic_group_19": code}).value == theirs


@pytest.mark.parametrize(("by", "total"), [
    ("sex", 56_075_912), ("religion", 56_075_912), ("age", 56_075_912), ("ethnic_group", 56_075_912),
    ("household_deprivation", 23_366_044), ("ns_sec", 41_126_540),
])  # fmt: skip
def test_totals_of_2011(by: str, total: int) -> None:
    assert baseline(areas.find("England and Wales"), by=by, year=2011).cell({}).value == total


def test_scotland_and_northern_ireland() -> None:
    assert baseline(areas.find("Scotland"), by="sex").cell({}).value == 5_439_618
    assert baseline(areas.find("Northern Ireland"), by="ethnic_group").cell({}).value == 1_903_179


def test_kingston_wards_sum_to_their_own_total() -> None:
    kingston = areas.find("Kingston upon Thames")

    every = areas.together(areas.wards_of(kingston))

    assert len(every.parts) == 19
    assert baseline(every, by="age_5_year").cell({}).value == 168_103


def test_disability_by_health_by_age_adds_up_to_people_in_households() -> None:
    table = baseline(areas.find("England and Wales"), by=["disability", "health", "age"])

    assert table.cell({}).value == 58_555_881


def test_manifest_names_the_files_that_went_in() -> None:
    for entry in store.manifest()["tables"]:
        assert hashlib.sha256((REFERENCE / entry["input"]).read_bytes()).hexdigest() == entry["input_sha256"]


def test_every_table_keeps_every_figure_of_its_source() -> None:
    """No figure is lost or made: the sum over all units and columns of a table is the source's."""
    rows = source().filter(pl.col("area_code").str.contains("^[EW]0[6789]"))
    for table in ("TS008", "TS021", "TS024", "TS030", "TS038P", "TS054", "TS062", "TS077", "TS078"):
        ours = store.frame(store.catalogue()[table, "authority"].file).drop("area_code")
        assert ours.sum().sum_horizontal().item() == rows.filter(pl.col("table") == table)["count"].sum()


def test_single_years_of_age_are_those_of_the_source() -> None:
    """The bands of the source, which are not kept, come out of the single years that are."""
    bands = {"Aged 4 years and under": "age_0_to_4", "Aged 35 to 49 years": "age_35_to_49",
             "Aged 85 years and over": "age_85_and_over", "Aged 10 to 15 years": "age_10_to_15"}  # fmt: skip
    rows = source().filter((pl.col("table") == "TS007") & pl.col("category").is_in(list(bands)))
    for area in ("E09000021", "E07000110", "E08000009", "W06000015"):
        table = baseline(areas.by_code(area), by="age")
        for label, code in bands.items():
            theirs = rows.filter((pl.col("area_code") == area) & (pl.col("category") == label))["count"].item()
            assert table.cell({"age_census_11": code}).value == pytest.approx(theirs, abs=12)


def test_postcodes_kept_beside_the_package_are_known() -> None:
    store.check_separate(REFERENCE / "geo" / "postcode_to_lad_onspd_nov2025.parquet")
