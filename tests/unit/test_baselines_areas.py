"""Areas by name: forgiving in form, strict in meaning. Codes and memberships are those of the ONS registers."""

from __future__ import annotations

import pytest

from dueregard.analysis.baselines import areas
from dueregard.analysis.baselines.areas import Level
from dueregard.terms.errors import UsedWrongly


@pytest.mark.parametrize(("said", "code"), [
    ("Kingston upon Thames", "E09000021"), ("  kingston UPON thames ", "E09000021"),
    ("Royal Borough of Kingston upon Thames", "E09000021"), ("kingston-upon-thames", "E09000021"),
    ("E09000021", "E09000021"), ("e09000021", "E09000021"), ("KTT", "E09000021"),
    ("Brighton & Hove", "E06000043"), ("Brighton and Hove City Council", "E06000043"),
    ("Hull", "E06000010"), ("Bristol", "E06000023"), ("County Durham", "E06000047"), ("Durham", "E06000047"),
    ("Stoke on Trent", "E06000021"), ("St. Albans", "E07000240"), ("City of London", "E09000001"),
    ("London", "E12000007"), ("Westminster City Council", "E09000033"), ("London Borough of Hackney", "E09000012"),
    ("Somerset", "E06000066"), ("North Yorkshire", "E06000065"), ("Cumberland", "E06000063"),
    ("Kent", "E10000016"), ("Kent County Council", "E10000016"), ("West Midlands", "E12000005"),
    ("West Midlands Combined Authority", "E47000007"), ("Sheffield", "E08000019"), ("E08000039", "E08000019"),
    ("Ynys Mon", "W06000001"), ("Caerdydd", "W06000015"), ("Glasgow", "S12000049"), ("Belfast", "N09000003"),
    ("England and Wales", "K04000001"), ("England & Wales", "K04000001"), ("Scotland", "S92000003"),
    ("Allerdale", "E07000026"),
])  # fmt: skip
def test_find(said: str, code: str) -> None:
    assert areas.find(said).code == code


def test_ambiguous_name_names_all_and_takes_none() -> None:
    with pytest.raises(UsedWrongly) as fault:
        areas.find("Kingston")

    assert "Kingston upon Thames (London borough, E09000021)" in fault.value.message
    assert "Kingston upon Hull, City of (Unitary authority, E06000010)" in fault.value.message


@pytest.mark.parametrize("said", ["Atlantis", "", "   ", "E99999999", "xx", "'; drop", "x" * 500])
def test_unknown_name(said: str) -> None:
    with pytest.raises(UsedWrongly):
        areas.find(said)


def test_authority_that_ended_before_the_census_names_what_came_after() -> None:
    with pytest.raises(UsedWrongly, match="Somerset West and Taunton"):
        areas.find("Taunton Deane")


@pytest.mark.parametrize(("name", "level", "units"), [
    ("England and Wales", Level.NATION, 331), ("England", Level.NATION, 309), ("Wales", Level.NATION, 22),
    ("Scotland", Level.NATION, 32), ("Northern Ireland", Level.NATION, 11), ("London", Level.REGION, 33),
    ("South East", Level.REGION, 64), ("Surrey", Level.COUNTY, 11), ("Somerset", Level.AUTHORITY, 4),
    ("Greater Manchester Combined Authority", Level.COMBINED, 10),
])  # fmt: skip
def test_areas_are_sums_of_units(name: str, level: Level, units: int) -> None:
    area = areas.find(name)

    assert (area.level, len(area.parts)) == (level, units)
    assert len(set(area.parts)) == units


def test_region_and_nation_of_an_authority() -> None:
    assert (areas.find("Maidstone").region, areas.find("Maidstone").nation) == ("E12000008", "E92000001")
    assert (areas.find("Cardiff").region, areas.find("Cardiff").nation) == ("", "W92000004")
    assert areas.find("Cumberland").region == "E12000002"


def test_wards_of_an_authority() -> None:
    kingston = areas.find("Kingston upon Thames")

    assert len(areas.wards_of(kingston)) == 19
    assert areas.wards(kingston, ["norbiton"]).name == "Norbiton (Kingston upon Thames)"
    assert areas.wards(kingston, ["Norbiton", "norbiton", "Alexandra"]).parts == ("E05013941", "E05013928")


def test_ward_of_another_authority_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsedWrongly, match=r"not one ward of Kingston upon Thames.*Norbiton"):
        areas.wards(areas.find("Kingston upon Thames"), ["Altrincham"])


def test_no_ward_is_refused() -> None:
    with pytest.raises(UsedWrongly):
        areas.wards(areas.find("Kingston upon Thames"), [])


def test_together_refuses_to_count_anyone_twice() -> None:
    with pytest.raises(UsedWrongly, match="overlap"):
        areas.together([areas.find("London"), areas.find("Hackney")])


def test_together_refuses_wards_with_authorities() -> None:
    ward = areas.wards_of(areas.find("Trafford"))[0]

    with pytest.raises(UsedWrongly, match="Only authorities"):
        areas.together([ward, areas.find("Hackney")])


def test_together_keeps_what_its_parts_share() -> None:
    both = areas.together([areas.find("Kingston upon Thames"), areas.find("Merton")], name="Two boroughs")

    assert (both.name, both.level, both.region, both.authority) == ("Two boroughs", Level.SET, "E12000007", "")
    assert both.parts == ("E09000021", "E09000024")


def test_large_sets_have_codes_of_their_own() -> None:
    kent, surrey = (areas.together(areas.current_authorities(areas.find(n))) for n in ("Kent", "Surrey"))

    assert kent.code != surrey.code
    assert len(kent.code) < 60


def test_current_authorities_of_a_region() -> None:
    names = [area.name for area in areas.current_authorities(areas.find("North West"))]

    assert "Cumberland" in names
    assert "Allerdale" not in names


def test_search_finds_by_beginnings_of_words() -> None:
    assert [area.code for area in areas.search("kings lynn")] == ["E07000146"]
    assert areas.search("") == ()
