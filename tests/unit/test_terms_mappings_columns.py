"""Which classification a column may be, and how far a mapping went: proposals ranked, counts protected."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from dueregard.terms.classifications.catalogue import classification
from dueregard.terms.mappings.columns import heading_likeness, propose_classification
from dueregard.terms.mappings.coverage import about, band, coverage
from dueregard.terms.mappings.placing import place


@pytest.mark.parametrize(
    ("heading", "values", "expected"),
    [
        ("Gender", {"Male": 10, "Female": 20, "": 3}, "sex"),
        ("Gender", {"M": 10, "F": 20}, "sex"),
        ("Ethnic Origin", {"White - British": 80, "Indian": 12, "Refused": 4}, "ethnic_group_19"),
        ("EthnicOrigin", {"White - British": 80, "Indian": 12}, "ethnic_group_19"),
        ("Column7", {"White - British": 80, "Asian or Asian British - Indian": 12}, "ethnic_group_19"),
        ("Ethnicity", {"White": 80, "Asian": 12, "Black": 5, "Mixed": 3, "Other": 2}, "ethnic_group_5"),
        ("Officer-defined ethnicity", {"White": 80, "Asian": 12, "Black": 5, "Other": 2}, "ethnic_officer_defined"),
        ("Disabled?", {"Yes": 10, "No": 90, "Prefer not to say": 4}, "disability_2"),
        ("Are you a carer", {"Y": 10, "N": 90}, "carer"),
        ("Care Leaver", {"Yes": 3, "No": 90}, "care_experience"),
        ("Religion or Belief", {"None": 100, "Christian": 10, "Muslim": 3}, "religion"),
        ("Sexual Orientation", {"Heterosexual": 90, "Gay": 4, "Bisexual": 3, "Not stated": 9}, "sexual_orientation"),
        ("Marital status", {"Single": 40, "Married": 50, "Divorced": 10}, "legal_partnership"),
        ("Age Band", {"16-24": 3, "25-34": 4, "35-44": 7, "65+": 4}, "age_workforce"),
        ("Age range", {"18-24": 3, "over 34": 4, "10-17": 7}, "age_stop_and_search"),
        ("First language", {"English": 90, "Polish": 4}, "main_language"),
    ],
)
def test_columns_that_are_known(heading, values, expected):
    found = propose_classification(heading, values)

    assert found[0].classification == expected
    assert found[0].characteristic == classification(expected).characteristic


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Full time", {"Y": 100, "N": 10}),
        ("Grade", {"1": 3, "2": 4, "13": 7}),
        ("Salary", {"25000": 3, "31": 1}),
        ("Colour", {"Green": 3, "Blue": 1}),
        ("Notes", {"He said that he was tired": 1}),
        ("Ethnicity", {}),
        ("Ethnicity", {"": 10}),
        ("", {"Team 1": 10}),
    ],
)
def test_columns_that_are_nothing_of_the_kind(heading, values):
    assert propose_classification(heading, values) == ()


def test_codes_are_asked_about_with_their_schemes():
    found = propose_classification("Ethnic Category", {"A": 100, "B": 10, "Z": 3, "99": 2, "M": 4, "I": 1})

    assert next((one.classification, one.scheme) for one in found) == ("ethnic_group_19", "nhs")
    assert all(one.scheme for one in found)
    assert found[0].share == pytest.approx(119 / 120, abs=0.001)


def test_proposals_are_ranked_and_say_why():
    found = propose_classification("Ethnicity", {"White": 80, "Asian": 12, "Chinese": 3})

    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.why for one in found)


def test_heading_must_hold_all_words():
    officer = classification("ethnic_officer_defined")

    assert heading_likeness("Officer defined ethnicity (code)", officer) == 1.0
    assert heading_likeness("Ethnicity", officer) < 0.85


@pytest.mark.parametrize(
    ("rows", "threshold", "said", "banded"),
    [
        (0, 10, "none", "fewer than 10"),
        (9, 10, "fewer than 10", "fewer than 10"),
        (10, 10, "about 10", "10 to 99"),
        (1236, 10, "about 1,240", "1,000 or more"),
        (150, 5, "about 150", "100 to 999"),
        (150, 200, "fewer than 200", "fewer than 200"),
        (3, 1, "3", "3"),
    ],
)
def test_counts_are_told_in_bands_and_rounded(rows, threshold, said, banded):
    assert about(rows, threshold=threshold) == said
    assert band(rows, threshold=threshold) == banded


def test_coverage_shows_no_count_and_holds_back_free_text():
    values = {
        "White British": 987,
        "Pakastani": 13,
        "Asian": 7,
        "Jane Bloggs, my line manager": 1,
        "x" * 90: 50,
        "13": 2,
    }

    report = coverage(place(values), threshold=10)
    text = str(asdict(report))

    assert (report.rows["placed"], report.rows["unplaced"]) == ("about 990", "about 50")
    assert report.held_back == 2
    assert "Jane" not in text
    assert "987" not in text
    assert [line.value for line in report.lines] == ["13", "Pakastani", "Asian", "White British"]
    assert "Placed: about 990 rows" in report.sentence


def test_coverage_shows_everything_to_who_asks():
    report = coverage(place({"Jane Bloggs": 1, "White British": 2}), threshold=1, show_all=True)

    assert {line.value: line.rows for line in report.lines} == {"Jane Bloggs": "1", "White British": "2"}
    assert report.rows["all"] == "3"
    assert report.held_back == 0


def test_coverage_counts_every_wording_once():
    placement = place({"White British": 987, "Pakastani": 13, "Unheard of": 40})

    report = coverage(placement)

    assert report.wordings == {"all": 3, "placed": 1, "proposed": 1, "unplaced": 1}
    assert len(report.lines) + report.held_back == 3
