"""The equality profile: shares, change and difference worked out by hand from published counts, and its words."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from fractions import Fraction

import pytest

from dueregard.analysis.baselines import areas, store
from dueregard.domain.monitoring.profile import SUBJECTS, Line, Profile, equality_profile
from dueregard.domain.monitoring.profile_report import profile_document, profile_workbook
from dueregard.domain.monitoring.profile_wording import findings, no_answer, percent, points, stands_out
from dueregard.publish.checks import check_document
from dueregard.publish.document import Table
from dueregard.publish.html import page
from dueregard.publish.opendocument import write_ods
from dueregard.publish.sheet import check_workbook
from dueregard.publish.word import write_word
from dueregard.terms.errors import UsedWrongly

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def kingston() -> Profile:
    return equality_profile(areas.find("Kingston upon Thames"))


@pytest.fixture(scope="module")
def wards() -> Profile:
    return equality_profile(areas.find("Kingston upon Thames"), ["Norbiton", "Alexandra"])


def line(profile: Profile, section: str, code: str) -> Line:
    return next(one for one in profile.section(section).lines if one.category.code == code)


def test_every_subject_has_its_section(kingston: Profile) -> None:
    assert tuple(section.code for section in kingston.sections) == SUBJECTS
    assert kingston.absent == ()
    assert [area.name for area in kingston.beside] == ["London", "England"]


def test_share_and_change_are_those_of_the_published_counts(kingston: Profile) -> None:
    asian = line(kingston, "ethnic_group", "asian")

    assert asian.count.value == 29_938
    assert asian.share == Fraction(29_938, 168_065)
    assert asian.share_before == Fraction(26_152, 160_060)
    assert asian.change_points == (Fraction(29_938, 168_065) - Fraction(26_152, 160_060)) * 100


def test_difference_is_from_region_and_nation(kingston: Profile) -> None:
    white_british = line(kingston, "ethnic_group", "white_british")

    # London 3,239,281 of 8,799,728 and England 41,540,791 of 56,490,065 are the publisher's own headline counts.
    assert float(white_british.beside[0].share or 0) == pytest.approx(3_239_281 / 8_799_728, abs=1e-4)
    assert float(white_british.beside[1].share or 0) == pytest.approx(41_540_791 / 56_490_065, abs=1e-4)
    assert float(white_british.beside[1].difference_points or 0) == pytest.approx(-19.8, abs=0.05)


@pytest.mark.parametrize("code", ["roma", "white_other"])
def test_no_change_where_the_box_was_another(kingston: Profile, code: str) -> None:
    one = line(kingston, "ethnic_group", code)

    assert (one.share_before, one.change_points) == (None, None)
    assert any("Roma had no box" in note for note in kingston.section("ethnic_group").notes)


@pytest.mark.parametrize(("code", "why"), [
    ("ns_sec", "16 to 74"), ("sexual_orientation", "first time in 2021"), ("gender_identity", "first time in 2021"),
])  # fmt: skip
def test_no_change_where_the_question_was_another(kingston: Profile, code: str, why: str) -> None:
    section = kingston.section(code)

    assert section.before is None
    assert all(one.change_points is None for one in section.lines)
    assert any(why in note for note in section.notes)


def test_cautions_stand_where_they_belong(kingston: Profile) -> None:
    assert any("does not settle" in n or "do not settle" in n for n in kingston.section("sex").notes)
    assert any("in development" in note for note in kingston.section("gender_identity").notes)


def test_wards_stand_beside_their_authority(wards: Profile) -> None:
    assert [area.name for area in wards.beside] == ["Kingston upon Thames", "London"]
    assert wards.deprivation is None
    absent = dict(wards.absent)
    assert "in development" in absent["gender_identity"]
    assert wards.section("ethnic_group").table.dimensions[0].code == "ethnic_group_5"
    assert wards.section("age").table.dimensions[0].code == "age_5_year"


def test_ward_of_another_authority_is_refused() -> None:
    with pytest.raises(UsedWrongly):
        equality_profile(areas.find("Kingston upon Thames"), ["Altrincham"])


@pytest.mark.parametrize(("name", "beside", "sections"), [
    ("Cardiff", ["Wales"], 17), ("London", ["England"], 17), ("England", ["England and Wales"], 17),
    ("England and Wales", [], 17), ("Cumberland", ["North West", "England"], 17),
    ("Kent", ["South East", "England"], 17),
    ("Glasgow", ["Scotland"], 5), ("Scotland", [], 5), ("Belfast", ["Northern Ireland"], 5),
])  # fmt: skip
def test_any_area_has_a_profile_that_can_be_published(name: str, beside: list[str], sections: int) -> None:
    profile = equality_profile(areas.find(name))

    assert [area.name for area in profile.beside] == beside
    assert len(profile.sections) == sections
    check_document(profile_document(profile, author="A council", on=ON))
    check_workbook(profile_workbook(profile, author="A council", on=ON))


def test_findings_say_the_numbers(kingston: Profile) -> None:
    said = findings(kingston.section("religion"))

    assert (
        "People who answered “Christian” were 42.6% of residents in 2021, down from 52.9% in 2011 "
        "(\u221210.3 percentage points)." in said
    )
    assert any("less than in London (15.0%)" in sentence for sentence in said)


def test_findings_leave_out_small_groups_and_small_gaps(kingston: Profile) -> None:
    said = " ".join(s for section in kingston.sections for s in findings(section))

    assert "Gypsy or Irish Traveller" not in said
    assert findings(kingston.section("gender_identity")) == ()


def test_what_stands_out_names_each_subject_once(kingston: Profile) -> None:
    said = stands_out(kingston)

    assert said[0].startswith("People in the group “White British” were 53.7% of residents")
    assert len(said) == len(set(said)) == 8
    assert sum("English" in sentence and "language" in sentence for sentence in said) == 1


def test_those_who_did_not_answer_are_told_of(kingston: Profile) -> None:
    assert (no_answer(kingston.section("religion")) or "").startswith("7.1% did not answer.")
    assert no_answer(kingston.section("sex")) is None


def test_rounding_and_marks() -> None:
    assert (percent(Fraction(0)), percent(Fraction(1, 10_000)), percent(None)) == ("0.0%", "below 0.1%", "[x]")
    assert (points(Fraction(-103, 10)), points(Fraction(1, 100)), points(None)) == ("\u221210.3", "0.0", "[x]")


def test_document_gives_sources_cautions_and_attribution(kingston: Profile) -> None:
    document = profile_document(kingston, author="A council", on=ON)

    text = re.sub(r"<[^>]+>", " ", page(document).decode())

    assert store.attribution().split(".")[0] in text
    assert "table TS021, Census 2021" in text
    assert "29,938" in text
    assert "Deprivation of places" in text
    assert all(block.note for block in document.blocks if isinstance(block, Table))


def test_marks_of_a_table_are_explained(kingston: Profile) -> None:
    document = profile_document(kingston, author="A council", on=ON)

    ethnic = next(b for b in document.blocks if isinstance(b, Table) and b.caption.startswith("Ethnic group"))

    assert ethnic.key == (("[x]", "not published, or not comparable"),)


def test_long_lists_are_shortened_in_the_document_alone(kingston: Profile) -> None:
    document = profile_document(kingston, author="A council", on=ON)
    book = profile_workbook(kingston, author="A council", on=ON)

    table = next(b for b in document.blocks if isinstance(b, Table) and b.caption.startswith("Main language"))

    assert len(table.rows) == 13
    assert "82 other categories are in the workbook" in (table.note or "")
    assert sum(row[0] == "Main language" for row in book.sheets[0].rows) == 105


def test_word_and_ods_are_whole_files(wards: Profile) -> None:
    word = write_word(profile_document(wards, author="A council", on=ON))
    ods = write_ods(profile_workbook(wards, author="A council", on=ON))

    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word)).namelist()
    content = zipfile.ZipFile(io.BytesIO(ods)).read("content.xml").decode()
    assert "Open Government Licence" in content
    assert "Difference from Kingston upon Thames (points)" in content


def test_unknown_section(kingston: Profile) -> None:
    with pytest.raises(UsedWrongly):
        kingston.section("shoe_size")
