"""Classifications: each can be looked up, holds together, and says what must be said beside it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from dueregard.terms.characteristics import CHARACTERISTICS
from dueregard.terms.citations import sources
from dueregard.terms.classifications.catalogue import (
    cautions,
    check_use,
    classification,
    classifications,
    speaks_to,
)
from dueregard.terms.classifications.model import NO_ANSWERS, TOTAL
from dueregard.terms.errors import UsedWrongly

every = pytest.mark.parametrize("key", sorted(classifications()))


@every
def test_classification_is_cited_and_holds_together(key):
    one = classification(key)

    codes = [category.code for category in one.categories]

    assert one.source in sources()
    assert one.characteristic in CHARACTERISTICS
    assert len(set(codes)) == len(codes)
    assert not set(codes) & {TOTAL, *(category.code for category in NO_ANSWERS)}
    assert {c.parent for c in one.categories} - {None} <= {c.code for c in one.groups}
    assert all(one.members(group.code) for group in one.groups)
    assert len({category.label for category in one.categories}) == len(codes)
    assert all(not code.isdigit() for code in codes), "a code is a word: a number means nothing without its scheme"


@every
def test_classification_tree_adds_up(key):
    one = classification(key)

    tree = one.tree()
    leaves = {c.code for c in tree} - {c.parent for c in tree}

    assert [c.code for c in tree if c.parent is None] == [TOTAL]
    assert leaves == {c.code for c in one.answers}


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("ethnic_group_19", 19),
        ("ethnic_group_18", 18),
        ("ethnic_group_16", 16),
        ("ethnic_group_1991", 9),
        ("ethnic_group_5", 5),
        ("ethnic_white_british_or_not", 2),
        ("religion", 8),
        ("disability_4", 4),
        ("disability_2", 2),
        ("sex", 2),
        ("gender_identity", 6),
        ("sexual_orientation", 4),
        ("legal_partnership", 5),
        ("age_5_year", 18),
        ("age_census_5", 5),
        ("caring", 4),
        ("armed_forces", 4),
        ("ns_sec", 9),
        ("socio_economic_background", 3),
        ("english_proficiency", 5),
        ("main_language", 94),
        ("care_experience", 2),
    ],
)
def test_classification_has_as_many_values_as_its_publisher_says(key, values):
    assert len(classification(key).values) == values


def test_ethnic_group_19_official_codes_and_groups():
    """Source: Census 2021, ethnic_group_tb_20b and _6a."""
    expected = {
        "1": ("bangladeshi", "asian"), "2": ("chinese", "asian"), "3": ("indian", "asian"),
        "4": ("pakistani", "asian"), "5": ("asian_other", "asian"), "6": ("black_african", "black"),
        "7": ("black_caribbean", "black"), "8": ("black_other", "black"), "9": ("mixed_white_asian", "mixed"),
        "10": ("mixed_white_black_african", "mixed"), "11": ("mixed_white_black_caribbean", "mixed"),
        "12": ("mixed_other", "mixed"), "13": ("white_british", "white"), "14": ("white_irish", "white"),
        "15": ("gypsy_or_irish_traveller", "white"), "16": ("roma", "white"), "17": ("white_other", "white"),
        "18": ("arab", "other_ethnic_group"), "19": ("any_other", "other_ethnic_group"),
    }  # fmt: skip

    found = {c.official: (c.code, c.parent) for c in classification("ethnic_group_19").values}

    assert found == expected


def test_chinese_stand_under_other_in_2001_and_under_asian_from_2011():
    places = {
        key: classification(key).category("chinese").parent
        for key in ("ethnic_group_16", "ethnic_group_18", "ethnic_group_19")
    }

    assert places == {"ethnic_group_16": "chinese_or_other", "ethnic_group_18": "asian", "ethnic_group_19": "asian"}


def test_ages_leave_no_year_out():
    for one in speaks_to("age"):
        bands = [(band.from_age, band.to_age) for band in one.values]

        assert bands[0][0] == 0
        assert bands[-1][1] is None
        assert [low for low, _ in bands[1:]] == [high + 1 for _, high in bands[:-1]]


def test_gender_identity_is_neither_for_wards_nor_for_crossings():
    for key in ("gender_identity", "gender_identity_published", "gender_identity_same"):
        one = classification(key)

        assert (one.wards, one.crossings, one.near, one.standing) == (False, False, True, "in_development")
    with pytest.raises(UsedWrongly, match="wards"):
        check_use(["gender_identity"], wards=True)
    with pytest.raises(UsedWrongly, match="crossed"):
        check_use(["sex", "gender_identity"])
    check_use(["gender_identity"])
    check_use(["sex", "ethnic_group_19"], wards=True)


def test_sex_and_gender_identity_stay_two():
    assert classification("sex").characteristic == "sex"
    assert classification("gender_identity").characteristic == "gender_reassignment"
    assert any("does not settle" in sentence for sentence in cautions(["sex"]))
    assert any("asks something else" in sentence for sentence in cautions(["gender_identity"]))


def test_cautions_are_said_once():
    said = cautions(["sex", "gender_identity", "sex"])

    assert len(said) == len(set(said))


def test_speaks_to_gives_the_most_direct_first():
    found = [one.key for one in speaks_to("race")]

    assert found[0] == "ethnic_group_19"
    assert found.index("ethnic_officer_defined") > found.index("ethnic_group_5")
    assert speaks_to("nothing") == ()


def test_unknown_keys_name_the_nearest():
    with pytest.raises(UsedWrongly, match="ethnic_group_19"):
        classification("ethnic_grup_19")
    with pytest.raises(UsedWrongly):
        classification("sex").category("neither")


def test_reference_page_is_current():
    docs = Path(__file__).resolve().parents[2] / "docs"
    spec = importlib.util.spec_from_file_location("generate_classifications", docs / "generate_classifications.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)

    current = (docs / "reference" / "classifications.md").read_text(encoding="utf-8")

    assert current == generate.page(), "run `python docs/generate_classifications.py`"
