"""Official figures: what is refused, what is marked, how quickly, and that nothing hidden becomes a nought."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
import time
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest

from dueregard.analysis.baselines import areas, store, subjects, tables
from dueregard.analysis.baselines.ages import WORKING_AGE, Ages, pieces
from dueregard.analysis.baselines.deprivation import deprivation
from dueregard.analysis.baselines.outlines import outlines
from dueregard.analysis.baselines.pay_gaps import returns
from dueregard.analysis.baselines.store import About, as_stored
from dueregard.analysis.baselines.tables import across, baseline, denominator
from dueregard.analysis.released.cells import Cell, State
from dueregard.analysis.released.dimensions import Kind
from dueregard.analysis.released.table import Audience, Method
from dueregard.terms.classifications.catalogue import classifications
from dueregard.terms.errors import CannotBeRead, UsedWrongly

LIMIT_BYTES = 15_000_000


def data() -> Path:
    return Path(str(files("dueregard.analysis.baselines") / "data"))


def test_package_is_far_below_its_limit() -> None:
    assert sum(path.stat().st_size for path in data().rglob("*") if path.is_file()) < LIMIT_BYTES


def test_manifest_is_true_to_every_file() -> None:
    entries = store.manifest()["tables"]

    assert {entry["file"] for entry in entries} | {"manifest.json", "ATTRIBUTION.txt"} == {
        str(path.relative_to(data())) for path in data().rglob("*") if path.is_file()
    }
    for entry in entries:
        content = (data() / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert len(content) == entry["bytes"]
        assert entry["publisher"]
        assert entry["licence"]
        assert entry["period"]
        if entry["file"].endswith(".parquet"):
            assert store.frame(entry["file"]).height == entry["rows"]


def test_attribution_is_what_the_licences_ask_for() -> None:
    said = store.attribution()

    assert (data() / "ATTRIBUTION.txt").read_text(encoding="utf-8").strip() == said
    assert "Open Government Licence v3.0" in said
    assert "Contains OS data (c) Crown copyright and database right 2026" in said
    assert "mySociety, CC BY 4.0" in said


def test_what_was_left_out_is_not_there() -> None:
    names = " ".join(str(path) for path in data().rglob("*"))

    assert "life_expectancy" not in names
    assert "postcode" not in names
    assert "gender_identity_by" not in names


def test_every_table_is_released_exempt_with_its_source() -> None:
    table = baseline(areas.find("Maidstone"), by="religion")

    assert (table.method, table.audience) == (Method.EXEMPT, Audience.PUBLIC)
    assert table.exemption == "published official statistics"
    assert table.origins[0].publisher == "Office for National Statistics"
    assert table.origins[0].period == "Census 2021"
    assert "Open Government Licence" in table.origins[0].attribution
    assert any("need not agree exactly" in note for note in table.notes)


@pytest.mark.parametrize("by", list(subjects.subjects()))
def test_every_subject_can_be_had_for_an_authority(by: str) -> None:
    table = baseline(areas.find("Maidstone"), by=by)

    assert table.cell({}).value
    assert all(cell.state is State.RELEASED for cell in table.cells)
    assert set(subjects.subjects()[by].characteristics)


@pytest.mark.parametrize("by", [
    "ethnic_group", "ethnic_group_18", "ethnic_group_5", "sex", "religion", "disability", "partnership",
    "sexual_orientation", "gender_identity", "main_language", "english", "caring", "caring_detailed",
    "partnership_detailed", "disability_2", "ns_sec", "household_deprivation",
    "age", "age_5_year", "age_10_year", "age_workforce", "age_broad", "age_census_5",
])  # fmt: skip
def test_categories_are_those_of_the_classifications(by: str) -> None:
    dimension = baseline(areas.find("Maidstone"), by=by).dimensions[0]

    theirs = classifications()[dimension.code].tree(no_answers=False)

    assert dimension.codes == tuple(category.code for category in theirs)
    assert [c.parent for c in dimension.categories] == [category.parent for category in theirs]
    assert [c.kind.value for c in dimension.categories] == [category.kind for category in theirs]


@pytest.mark.parametrize("key", [
    "ethnic_group_19", "ethnic_group_18", "ethnic_group_5", "disability_4", "disability_2", "sex", "religion", "ns_sec",
    "legal_partnership", "legal_partnership_detailed", "sexual_orientation", "gender_identity_published", "caring",
    "caring_detailed", "english_proficiency", "main_language", "household_deprivation", "age_census_11", "age_5_year",
    "age_10_year", "age_workforce", "age_broad", "age_census_5",
])  # fmt: skip
def test_key_of_a_classification_gives_its_own_categories(key: str) -> None:
    assert baseline(areas.find("Maidstone"), by=key).dimensions[0].code == key


def test_not_answered_is_no_answer() -> None:
    dimension = baseline(areas.find("Maidstone"), by="religion").dimensions[0]

    assert dimension.category("not_answered").kind is Kind.NOT_KNOWN


@pytest.mark.parametrize(("by", "year", "wards", "words"), [
    ("gender_identity", None, True, "in development and are not given for wards"),
    (("gender_identity", "sex"), None, False, "never crossed"),
    (("gender_identity", "age"), None, False, "never crossed"),
    ("ethnic_group", None, True, "five broad groups"),
    ("sexual_orientation", None, True, "no figures"),
    ("disability", 2011, False, "There are for 2021"),
    ("religion", 1991, False, "There are for 2011 and 2021"),
    (("ethnic_group", "sex"), None, False, "No official table of ethnic group by sex"),
    (("sex", "sex"), None, False, "named twice"),
    ("shoe_size", None, False, "not something"),
])  # fmt: skip
def test_what_is_not_to_be_had_is_refused_with_its_reason(
    by: str | tuple[str, ...], year: int | None, wards: bool, words: str
) -> None:
    area = areas.find("Kingston upon Thames")
    area = areas.wards(area, ["Norbiton"]) if wards else area

    with pytest.raises(UsedWrongly) as fault:
        baseline(area, by=by, year=year)

    assert words in str(fault.value)


def test_gender_identity_is_not_had_for_an_age_range_either() -> None:
    with pytest.raises(UsedWrongly, match="not even with age"):
        baseline(areas.find("Kingston upon Thames"), by="gender_identity", ages=WORKING_AGE)


def test_no_crossing_of_gender_identity_is_in_the_list() -> None:
    assert all(side.by != "gender_identity" for crossing in subjects.crossings() for side in crossing.over)


def test_working_age_by_age_cuts_bands_at_its_edges() -> None:
    table = baseline(areas.find("Kingston upon Thames"), by="age", ages=Ages(18, 64))

    assert table.dimensions[0].codes[0] == "age_18_to_19"
    assert table.dimensions[0].codes[-2] == "age_50_to_64"
    assert table.cell({}).value == 7508 - 1978 - 1942 + 11155 + 23271 + 39162 + 30045
    assert table.dimensions[0].code != baseline(areas.find("Kingston upon Thames"), by="age").dimensions[0].code


def test_age_range_of_a_subject_comes_from_a_table_by_age_or_not_at_all() -> None:
    kingston = areas.find("Kingston upon Thames")

    assert baseline(kingston, by="disability", ages=Ages(15, 64)).cell({}).value == 110_446
    assert baseline(kingston, by="religion", year=2011, ages=WORKING_AGE).cell({}).value == 109_432
    with pytest.raises(UsedWrongly, match="Its ages are"):
        baseline(kingston, by="disability", ages=WORKING_AGE)
    with pytest.raises(UsedWrongly, match="take all residents"):
        baseline(kingston, by="ethnic_group", ages=WORKING_AGE)


def test_ages_of_wards_must_fit_five_year_bands() -> None:
    wards = areas.wards(areas.find("Kingston upon Thames"), ["Norbiton"])

    assert baseline(wards, by="age_5_year", ages=Ages(15, 64)).cell({}).value
    with pytest.raises(UsedWrongly, match="Choose edges among"):
        baseline(wards, by="age_5_year", ages=WORKING_AGE)


def test_denominators() -> None:
    kingston = areas.find("Kingston upon Thames")

    assert denominator(kingston).cell == Cell(168_064)
    assert denominator(kingston, ages=WORKING_AGE).cell == Cell(7508 + 11155 + 23271 + 39162 + 30045)
    households = denominator(kingston, of="households")
    assert (households.cell, households.unit) == (Cell(65_597), "households")
    assert "households of kingston" in households.words.casefold()
    with pytest.raises(UsedWrongly, match="Households have no age"):
        denominator(kingston, of="households", ages=WORKING_AGE)
    with pytest.raises(UsedWrongly):
        denominator(kingston, of="dogs")


def test_areas_beside_each_other() -> None:
    table = across([areas.find("Kingston upon Thames"), areas.find("Maidstone")], by="disability")

    at = {"disability_4": "Total"}
    assert table.cell({"area": "E09000021"} | at).value == 168_063
    assert table.cell({"area": "E07000110"} | at).value == 175_782
    with pytest.raises(UsedWrongly, match="same categories"):
        across([areas.find("Kingston upon Thames"), areas.find("Glasgow")], by="religion")


def test_areas_with_a_census_in_different_years_are_not_added() -> None:
    both = areas.together([areas.find("Scotland"), areas.find("Wales")])

    with pytest.raises(UsedWrongly, match="different years"):
        baseline(both, by="sex")


def made(hides: bool) -> store.Stored:
    about = About("f", "T", "t", "p", "2021", "OGL", hides=hides)
    return as_stored(pl.DataFrame({"area_code": ["A", "B"], "1": [5, None], "2": [0, 3]}), about)


def test_what_the_source_hid_is_never_a_nought() -> None:
    hidden = made(hides=True)

    assert hidden.add_up(["B"], ["1"]) == Cell(None, State.SUPPRESSED)
    assert hidden.add_up(["A", "B"], ["1"]) == Cell(None, State.SUPPRESSED)
    assert hidden.add_up(["B"], ["1", "2"]) == Cell(None, State.SUPPRESSED)
    assert hidden.add_up(["A"], ["2"]) == Cell(0)


def test_what_the_source_does_not_have_is_missing() -> None:
    assert made(hides=False).add_up(["A", "B"], ["1"]) == Cell(None, State.MISSING)
    assert made(hides=False).add_up(["A", "C"], ["1"]) == Cell(None, State.MISSING)
    assert made(hides=False).add_up([], ["1"]) == Cell(None, State.MISSING)


def test_ward_without_a_table_is_missing_not_nought() -> None:
    """24 wards have no fitted figures by ethnic group: a set with one of them has none either."""
    known = set(store.stored("TS021B", "ward").units)
    ward = next(code for code in store.stored("TS008", "ward").units if code not in known)

    table = baseline(areas.by_code(ward), by="ethnic_group_5")

    assert {cell.state for cell in table.cells} == {State.MISSING}


@pytest.mark.parametrize(("said", "code"), [
    ("16-64", "16-64"), ("16 to 64", "16-64"), ("65+", "65+"), ("85 and over", "85+"), ("under 16", "0-15"),
    ("15", "15"),
])  # fmt: skip
def test_ages_are_read_as_people_write_them(said: str, code: str) -> None:
    assert Ages.parse(said).code == code


@pytest.mark.parametrize("said", ["", "64-16", "adults", "16-", "-5", "0-999", "16--64", "\u0661\u0662"])
def test_what_is_no_range_of_ages(said: str) -> None:
    with pytest.raises(UsedWrongly):
        Ages.parse(said)


def test_a_gap_between_ages_is_not_bridged() -> None:
    assert pieces(Ages(0, 14), of=[Ages(0, 4), Ages(10, 14)]) is None
    assert pieces(Ages(0), of=[Ages(0, 4), Ages(5)]) == (Ages(0, 4), Ages(5))


def test_single_years_have_no_gap() -> None:
    for source in subjects.age_sources():
        assert pieces(Ages(0), of=source.columns) is not None, source.table


def test_lookup_is_quick_after_import() -> None:
    kingston = areas.find("Kingston upon Thames")
    baseline(kingston, by="age")

    started = time.perf_counter()
    for by in ("religion", "ns_sec", "tenure"):
        baseline(kingston, by=by)

    assert (time.perf_counter() - started) / 3 < 0.05 * 4  # aim: 50 ms; four times that on a busy computer


def test_many_threads_get_the_same_figures() -> None:
    found: list[int | None] = []

    def ask() -> None:
        value = baseline(areas.find("Maidstone"), by="qualification").cell({}).value
        found.append(int(value) if value is not None else None)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert len(set(found)) == 1


def test_needs_neither_django_nor_an_engine() -> None:
    code = (
        "import sys; from dueregard.analysis.baselines import areas, tables;"
        "tables.baseline(areas.find('Maidstone'), by='sex');"
        "print(sorted({'django', 'duckdb', 'pyspark'} & set(sys.modules)))"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


def test_deprivation() -> None:
    blackpool = deprivation(areas.find("Blackpool"))

    assert (blackpool.measures[0].rank, blackpool.measures[0].among) == (1, 296)
    assert deprivation(areas.find("Sheffield")).measures
    assert deprivation(areas.find("Cardiff")).origin.publisher == "Welsh Government"
    assert deprivation(areas.find("Glasgow")).measures
    assert deprivation(areas.find("Hartlepool"), index="imd2019_england").origin.period == "2019"
    for name in ("London", "Allerdale", "England and Wales"):
        with pytest.raises(UsedWrongly, match="as a whole"):
            deprivation(areas.find(name))
    with pytest.raises(UsedWrongly, match="no such index"):
        deprivation(areas.find("Hartlepool"), index="imd1066")


def test_pay_gap_returns_of_a_council() -> None:
    years = [one.year for one in returns(areas.find("Kingston upon Thames"))]

    assert years == ["2017-18", "2019-20", "2021-22", "2024-25"]
    assert returns(areas.find("London")) == ()


def test_outlines_of_a_region() -> None:
    found = outlines(areas.current_authorities(areas.find("South East")))

    assert {one.area.name for one in found} == {a.name for a in areas.current_authorities(areas.find("South East"))}
    assert all(-9 < x < 2.5 and 49 < y < 61.5 for one in found for ring in one.rings for x, y in ring)
    assert all(ring[0] == ring[-1] for one in found for ring in one.rings)


def test_separate_file_is_checked(tmp_path: Path) -> None:
    name = store.manifest()["separate"][0]["file"]
    with pytest.raises(CannotBeRead, match="no such file"):
        store.check_separate(tmp_path / name)
    (tmp_path / name).write_bytes(b"something else")

    with pytest.raises(CannotBeRead, match="differs"):
        store.check_separate(tmp_path / name)
    with pytest.raises(UsedWrongly):
        store.check_separate(tmp_path / "other.parquet")


def test_cautions_follow_the_method() -> None:
    wards = areas.wards(areas.find("Trafford"), ["Altrincham"])

    assert tables.FITTED in baseline(wards, by="ethnic_group_5").notes
    assert tables.SMALL_SUMS in baseline(wards, by="sex").notes
    assert tables.SMALL_SUMS not in baseline(areas.find("Trafford"), by="ethnic_group").notes
    assert tables.PERTURBED not in baseline(areas.find("Trafford"), by="sex", year=2011).notes
