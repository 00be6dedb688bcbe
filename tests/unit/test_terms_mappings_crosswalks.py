"""From one list into another: the truth table of the sources, code by code, with its quality."""

from __future__ import annotations

import pytest

from dueregard.terms.citations import read_data, sources
from dueregard.terms.classifications.catalogue import classification, classifications
from dueregard.terms.errors import UsedWrongly
from dueregard.terms.mappings.crosswalks import band_step, crosswalk, has_crosswalk
from dueregard.terms.mappings.schemes import codes, read_code, scheme, schemes, schemes_of

# NHS letter, code of the Census of 2021, quality, CORE lettings code. Sources: nhs-dd-ethnic-category, core-lettings.
TABLE = [
    ("A", "13", "exact", "1"),
    ("B", "14", "exact", "2"),
    ("C", "17", "broader", "3"),
    ("D", "11", "exact", "4"),
    ("E", "10", "exact", "5"),
    ("F", "9", "exact", "6"),
    ("G", "12", "exact", "7"),
    ("H", "3", "exact", "8"),
    ("J", "4", "exact", "9"),
    ("K", "1", "exact", "10"),
    ("L", "5", "exact", "11"),
    ("M", "7", "exact", "12"),
    ("N", "6", "exact", "13"),
    ("P", "8", "exact", "14"),
    ("R", "2", "exact", "15"),
    ("S", "19", "broader", "16"),
]


def official(code: str) -> str:
    return classification("ethnic_group_19").category(code).official


@pytest.mark.parametrize(("letter", "c21", "quality", "core"), TABLE)
def test_nhs_and_core_meet_in_the_census_of_2021(letter, c21, quality, core):
    by_letter = read_code(letter, key="nhs", target="ethnic_group_19")
    by_number = read_code(core, key="core", target="ethnic_group_19")

    assert (official(by_letter.code), by_letter.quality) == (c21, quality)
    assert (official(by_number.code), by_number.quality) == (c21, "exact")


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("core", "17", "prefer_not_to_say"),
        ("core", "18", "gypsy_or_irish_traveller"),
        ("core", "19", "arab"),
        ("core", "20", "roma"),
        ("gdppr", "T", "gypsy_or_irish_traveller"),
        ("gdppr", "A", "white_british"),
        ("nhs", "Z", "prefer_not_to_say"),
        ("nhs", "99", "not_known"),
        ("dental", "99", "prefer_not_to_say"),
        ("dental", "01", "white_british"),
        ("dental", "15", "chinese"),
        ("census_2021", "1", "bangladeshi"),
        ("census_2021", "13.0", "white_british"),
        ("census_2021", "-8", "not_applicable"),
        ("census_1991", "1", "black_caribbean"),
        ("census_1991", "4", "indian"),
        ("police", "W3", "gypsy_or_irish_traveller"),
        ("police", "O1", "chinese"),
        ("police", "o2", "arab"),
        ("police", "NS", "not_known"),
    ],
)
def test_scheme_codes(key, value, code):
    assert read_code(value, key=key, target="ethnic_group_19").code == code


@pytest.mark.parametrize(
    ("value", "c21", "quality"),
    [
        ("C3", "17", "broader"),
        ("CA", "17", "broader"),
        ("CB", "17", "broader"),
        ("CC", "17", "broader"),
        ("CL", "15", "narrower"),
        ("CN", "15", "narrower"),
        ("CP", "17", "narrower"),
        ("GF", "12", "narrower"),
        ("LK", "5", "exact"),  # a second character that is local: the first is national
        ("PA", "8", "narrower"),
        ("SA", "19", "broader"),
    ],
)
def test_nhs_second_characters(value, c21, quality):
    step = read_code(value, key="nhs", target="ethnic_group_19")

    assert (official(step.code), step.quality) == (c21, quality)


@pytest.mark.parametrize("value", ["I", "O", "Q", "T", "1", "13", "98", "", "White"])
def test_nhs_does_not_know_other_codes(value):
    assert read_code(value, key="nhs", target="ethnic_group_19") is None


def test_the_same_number_is_another_thing_in_another_scheme():
    found = {key: read_code("1", key=key, target="ethnic_group_19").code for key in ("core", "census_2021")}
    sexes = {key: read_code("1", key=key, target="sex").code for key in ("census_2021", "iso_5218", "nhs_gender")}

    assert found == {"core": "white_british", "census_2021": "bangladeshi"}
    assert sexes == {"census_2021": "female", "iso_5218": "male", "nhs_gender": "male"}


@pytest.mark.parametrize(("key", "value"), [("nhs_gender", "9"), ("core_sex", "X")])
def test_what_is_not_sex_is_not_placed_as_sex(key, value):
    step = read_code(value, key=key, target="sex")

    assert step.code is None
    assert step.note


def test_core_gender_same_as_sex():
    found = [read_code(value, key="core_gender_same", target="gender_identity_same").code for value in "123"]

    assert found == ["same_as_sex_at_birth", "different_from_sex_at_birth", "prefer_not_to_say"]


def test_schemes_are_of_a_subject():
    with pytest.raises(UsedWrongly, match="not of"):
        codes("nhs", "sex")
    with pytest.raises(UsedWrongly, match="not known for"):
        codes("census_2021", "care_experience")
    with pytest.raises(UsedWrongly, match="Known are"):
        scheme("nobody")


def test_schemes_are_cited_and_lead_into_categories():
    for one in schemes().values():
        assert one.source in sources()
        for target in one.into:
            steps = [step for _, step in codes(one.key, target).values()]
            assert all(step.code is None or classification(target).has(step.code) for step in steps)
            assert all(step.note for step in steps if step.code is None)


def test_schemes_of_names_those_that_know_the_codes():
    found = [one.key for one in schemes_of(["A", "B", "Z", "99"], target="ethnic_group_19")]

    assert found == ["nhs", "gdppr"]
    assert schemes_of([], target="ethnic_group_19") == ()


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("bangladeshi", "asian"), ("chinese", "asian"), ("indian", "asian"), ("pakistani", "asian"),
        ("asian_other", "asian"), ("black_african", "black"), ("black_caribbean", "black"), ("black_other", "black"),
        ("mixed_white_asian", "mixed"), ("mixed_white_black_african", "mixed"),
        ("mixed_white_black_caribbean", "mixed"), ("mixed_other", "mixed"), ("white_british", "white"),
        ("white_irish", "white"), ("gypsy_or_irish_traveller", "white"), ("roma", "white"), ("white_other", "white"),
        ("arab", "other_ethnic_group"), ("any_other", "other_ethnic_group"),
    ],
)  # fmt: skip
def test_nineteen_groups_into_five(code, group):
    step = crosswalk("ethnic_group_19", "ethnic_group_5")[code]

    assert (step.code, step.quality) == (group, "narrower")


@pytest.mark.parametrize(
    ("source", "target", "code", "to", "quality"),
    [
        ("ethnic_group_16", "ethnic_group_18", "white_other", "white_other", "broader"),
        ("ethnic_group_18", "ethnic_group_19", "white_other", "white_other", "broader"),
        ("ethnic_group_18", "ethnic_group_19", "arab", "arab", "exact"),
        ("ethnic_group_19", "ethnic_group_18", "roma", "white_other", "narrower"),
        ("ethnic_group_19", "ethnic_group_16", "arab", "any_other", "narrower"),
        ("ethnic_group_18", "ethnic_group_16", "gypsy_or_irish_traveller", "white_other", "narrower"),
        ("ethnic_group_16", "ethnic_group_5", "chinese", "asian", "narrower"),
        ("ethnic_group_16", "ethnic_group_5", "white_other", "white", "narrower"),
        ("ethnic_group_16", "ethnic_group_5_2001", "chinese", "chinese_or_other", "narrower"),
        ("ethnic_group_5_2001", "ethnic_group_5", "chinese_or_other", None, None),
        ("ethnic_group_5_2001", "ethnic_group_5", "white", "white", "exact"),
        ("ethnic_group_1991", "ethnic_group_19", "white", None, None),
        ("ethnic_group_1991", "ethnic_group_19", "black_other", "black_other", "broader"),
        ("ethnic_group_1991", "ethnic_group_5", "white", "white", "exact"),
        ("ethnic_group_1991", "ethnic_group_5", "other_1991", None, None),
        ("ethnic_group_19", "ethnic_white_british_or_not", "white_irish", "all_other_ethnic_groups", "narrower"),
        ("ethnic_group_19", "ethnic_white_or_not", "white_irish", "white", "narrower"),
        ("disability_4", "disability_2", "limited_a_little", "disabled", "narrower"),
        ("disability_4", "disability_2", "condition_not_limiting", "not_disabled", "narrower"),
        ("gender_identity", "gender_identity_same", "trans_woman", "different_from_sex_at_birth", "narrower"),
        ("gender_identity", "gender_identity_same", "not_answered", "not_known", "exact"),
        ("sexual_orientation_detailed", "sexual_orientation", "queer", "all_other_orientations", "narrower"),
        (
            "legal_partnership_detailed",
            "legal_partnership",
            "married_same_sex",
            "married_or_civil_partnership",
            "narrower",
        ),
        ("caring_detailed", "carer", "care_20_to_34_hours", "carer", "narrower"),
        ("socio_economic_occupation", "socio_economic_background", "clerical", "intermediate", "narrower"),
        ("age_5_year", "age_10_year", "age_15_to_19", "age_10_to_19", "narrower"),
        ("age_5_year", "age_workforce", "age_15_to_19", None, None),
    ],
)
def test_crosswalks(source, target, code, to, quality):
    step = crosswalk(source, target)[code]

    assert (step.code, step.quality) == (to, quality)
    assert step.code is not None or step.note


def test_the_four_ways_of_no_answer_stay_four_everywhere():
    for source in classifications():
        for target in classifications():
            if has_crosswalk(source, target):
                steps = crosswalk(source, target)
                for code in ("prefer_not_to_say", "not_known", "not_asked", "not_applicable"):
                    assert (steps[code].code, steps[code].quality) == (code, "exact")


def test_every_crosswalk_is_total_cited_and_lands_in_a_category():
    for entry in read_data("mappings/crosswalks.toml")["crosswalk"]:
        steps = crosswalk(entry["from"], entry["to"])

        assert entry["source"] in sources()
        assert set(steps) == {category.code for category in classification(entry["from"]).answers}
        for step in steps.values():
            assert (step.code is None) == (step.quality is None)
            assert step.code is None or classification(entry["to"]).has(step.code)
        assert set(entry.get("entries", {})) <= set(steps), "an entry for a category that is not there"


def test_no_way_between_subjects():
    assert not has_crosswalk("sex", "gender_identity")
    assert not has_crosswalk("gender_identity", "sex")
    with pytest.raises(UsedWrongly, match="No way"):
        crosswalk("sex", "gender_identity")


@pytest.mark.parametrize(
    ("first", "last", "code", "quality"),
    [
        (16, 24, "age_16_to_24", "exact"),
        (18, 24, "age_16_to_24", "narrower"),
        (65, None, "age_65_and_over", "exact"),
        (85, None, "age_65_and_over", "narrower"),
        (60, None, None, None),
        (20, 30, None, None),
        (37, 37, "age_35_to_44", "narrower"),
    ],
)
def test_ages_are_placed_where_they_nest(first, last, code, quality):
    step = band_step(first, last, classification("age_workforce"))

    assert (step.code, step.quality) == (code, quality)
