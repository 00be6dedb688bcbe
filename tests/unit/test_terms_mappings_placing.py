"""What people wrote: placed where it is known, proposed where it may be, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.terms.classifications.catalogue import classification, classifications
from dueregard.terms.errors import UsedWrongly
from dueregard.terms.mappings.ages import ages_of
from dueregard.terms.mappings.placing import place
from dueregard.terms.mappings.wording import lexicon, no_answers, plain

every = pytest.mark.parametrize("key", sorted(classifications()))


def one(value, **options):
    (found,) = place([value], **options).values
    return found


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("White British", "white_british"),
        ("WB", "white_british"),
        ("WHITE - BRITISH", "white_british"),
        ("White – British", "white_british"),
        ("white_british", "white_british"),
        ("White: White British", "white_british"),
        ("English / Welsh / Scottish / Northern Irish / British", "white_british"),
        ("White - English/Welsh/Scottish/Northern Irish/British", "white_british"),
        ("White: English, Welsh, Scottish, Northern Irish or British", "white_british"),
        ("A - White British", "white_british"),
        ("13. White British", "white_british"),
        ("White - Irish", "white_irish"),
        ("Irish Traveller", "gypsy_or_irish_traveller"),
        ("Gypsy or Irish Traveller", "gypsy_or_irish_traveller"),
        ("White: Roma", "roma"),
        ("Any other White background", "white_other"),
        ("Asian or Asian British - Indian", "indian"),
        ("Asian/Asian British: Pakistani", "pakistani"),
        ("Asian or Asian British Bangladeshi", "bangladeshi"),
        ("Indian or British Indian", "indian"),
        ("Chinese or other ethnic group - Chinese", "chinese"),
        ("Asian - Other", "asian_other"),
        ("Black or Black British - African", "black_african"),
        ("Black African", "black_african"),
        ("Black/African/Caribbean/Black British - Caribbean", "black_caribbean"),
        ("Any other Black / African / Caribbean background", "black_other"),
        ("Mixed - White & Asian", "mixed_white_asian"),
        ("White and Black African", "mixed_white_black_african"),
        ("Mixed/multiple ethnic groups: White and Black Caribbean", "mixed_white_black_caribbean"),
        ("Mixed - any other mixed background", "mixed_other"),
        ("Arab", "arab"),
        ("Other ethnic group - Any other ethnic group", "any_other"),
        ("Prefer not to say", "prefer_not_to_say"),
        ("I do not wish to disclose this", "prefer_not_to_say"),
        ("REFUSED", "prefer_not_to_say"),
        ("Declined to say", "prefer_not_to_say"),
        ("Not known", "not_known"),
        ("Unknown", "not_known"),
        ("NULL", "not_known"),
        ("", "not_known"),
        ("   ", "not_known"),
        ("-", "not_known"),
        (" -- ", "not_known"),
        ("?", "not_known"),
        (None, "not_known"),
        ("Not asked", "not_asked"),
        ("Not applicable", "not_applicable"),
        ("Does not apply", "not_applicable"),
    ],
)
def test_ethnic_wordings_that_are_placed(value, code):
    found = one(value)

    assert (found.state, found.code) == ("placed", code)


@pytest.mark.parametrize(
    "value",
    [
        "Asian", "Black", "Mixed", "White", "Other", "African", "Caribbean", "British", "English", "European",
        "Asian British", "Black British", "Gypsy/Roma", "Traveller", "BAME", "BME", "Non-white", "White and Black",
        "Mixed/Other", "Other/Chinese", "N/A", "NA", "None", "Not stated", "Not declared", "Undisclosed",
        "Not known / prefer not to say", "Yes", "Any other", "South Asian", "Middle Eastern",
    ],
)  # fmt: skip
def test_ethnic_wordings_that_are_asked_about(value):
    found = one(value)

    assert found.state in {"proposed", "unplaced"}
    assert found.code is None
    assert found.note


@pytest.mark.parametrize("value", ["Pakastani", "White Brittish", "Bangladesi", "Chineese", "Prefer not too say"])
def test_likeness_only_proposes(value):
    found = one(value)

    assert (found.state, found.code, found.how) == ("proposed", None, "alike")
    assert 0.8 <= found.candidates[0].likeness < 1


@pytest.mark.parametrize("value", ["£", "🙂", "#", "#REF!", "=A1"])
def test_other_signs_are_no_empty_cell(value):
    assert one(value).state == "unplaced"


def test_likeness_can_be_left_out():
    assert one("Pakastani", alike_from=2.0).state == "unplaced"


@pytest.mark.parametrize("value", ["13", "1", "A", "Z", "99", "W1", "17.0", "CL"])
def test_bare_codes_are_nothing_without_their_scheme(value):
    found = one(value)

    assert (found.state, found.code, found.how) == ("unplaced", None, "code")
    assert "scheme" in found.note


def test_codes_under_a_named_scheme():
    values = ["A", "c3", "CL", "Z", "99", "", "White British", "Not stated", "I"]

    found = {v.value: (v.state, v.code) for v in place(values, scheme="nhs").values}

    assert found == {
        "A": ("placed", "white_british"),
        "c3": ("placed", "white_other"),
        "CL": ("placed", "gypsy_or_irish_traveller"),
        "Z": ("placed", "prefer_not_to_say"),
        "99": ("placed", "not_known"),
        "": ("placed", "not_known"),
        "White British": ("placed", "white_british"),
        "Not stated": ("placed", "prefer_not_to_say"),
        "I": ("unplaced", None),
    }


def test_code_and_words_that_disagree_are_asked_about():
    agree, disagree, unknown = place(["H - Indian", "H - Pakistani", "A Jones"], scheme="nhs").values

    assert (agree.state, agree.code) == ("placed", "indian")
    assert (disagree.state, {c.code for c in disagree.candidates}) == ("proposed", {"indian", "pakistani"})
    assert unknown.state != "placed"


@pytest.mark.parametrize(
    ("as_", "value", "code", "quality"),
    [
        ("ethnic_group_5", "Asian", "asian", "exact"),
        ("ethnic_group_5", "Black or Black British", "black", "exact"),
        ("ethnic_group_5", "White - Irish", "white", "narrower"),
        ("ethnic_group_5", "Gypsy/Roma", "white", "narrower"),  # whichever of the two it is, it is White
        ("ethnic_group_16", "Arab", "any_other", "narrower"),
        ("ethnic_white_british_or_not", "Asian", "all_other_ethnic_groups", "narrower"),
        ("ethnic_officer_defined", "Other", "other_seen", "exact"),
        ("religion", "Islam", "muslim", "exact"),
        ("religion", "Not answered", "not_answered", "exact"),
        ("religion", "Other", "other_religion", "exact"),
        ("disability_2", "Yes", "disabled", "exact"),
        ("disability_2", "N", "not_disabled", "exact"),
        ("disability_2", "Not disabled", "not_disabled", "exact"),
        ("disability_2", "Day-to-day activities limited a lot", "disabled", "narrower"),
        ("sex", "F", "female", "exact"),
        ("sex", "Men", "male", "exact"),
        ("gender_identity", "Non-binary", "non_binary", "exact"),
        ("gender_identity_same", "Trans man", "different_from_sex_at_birth", "narrower"),
        ("sexual_orientation", "Heterosexual / Straight", "straight", "exact"),
        ("sexual_orientation", "Pansexual", "all_other_orientations", "narrower"),
        ("legal_partnership", "Married", "married_or_civil_partnership", "narrower"),
        ("legal_partnership", "Civil partnership", "married_or_civil_partnership", "narrower"),
        ("legal_partnership", "Widowed", "widowed_or_surviving", "narrower"),
        ("carer", "Provides 9 hours or less unpaid care a week", "carer", "narrower"),
        ("age_workforce", "16 - 24", "age_16_to_24", "exact"),
        ("age_workforce", "65+", "age_65_and_over", "exact"),
        ("age_workforce", "37", "age_35_to_44", "narrower"),
        ("age_stop_and_search", "over 34", "age_35_and_over", "exact"),
        ("age_stop_and_search", "under 10", "age_0_to_9", "exact"),
        ("main_language", "Polish", "polish", "exact"),
        ("armed_forces_2", "No", "not_served", "exact"),
        ("socio_economic_background", "Clerical and intermediate occupations", "intermediate", "narrower"),
        ("care_experience", "Care leaver", "yes", "exact"),
    ],
)
def test_other_classifications_place(as_, value, code, quality):
    found = one(value, as_=as_)

    assert (found.state, found.code, found.quality) == ("placed", code, quality)


@pytest.mark.parametrize(
    ("as_", "value"),
    [
        ("sex", "Non-binary"),
        ("sex", "Other"),
        ("sex", "X"),
        ("sex", "Trans woman"),
        ("gender_identity", "Female"),
        ("gender_identity", "Trans"),
        ("gender_identity_same", "Yes"),  # the opposite under "Are you trans?"
        ("gender_identity_same", "Male"),
        ("religion", "None"),
        ("religion", "Humanist"),
        ("disability_2", "None"),
        ("disability_2", "No disability declared"),
        ("disability_4", "Yes"),
        ("sexual_orientation", "LGBT+"),
        ("legal_partnership", "Single"),
        ("caring", "Yes"),
        ("age_workforce", "15-20"),
        ("age_workforce", "60+"),
        ("ethnic_group_5", "Other"),
        ("ethnic_group_5", "African"),
    ],
)
def test_other_classifications_ask(as_, value):
    assert one(value, as_=as_).state != "placed"


def test_remembered_decisions_hold_and_are_checked():
    found = one("  pakastani ", remembered={"Pakastani": "pakistani"})

    assert (found.state, found.code, found.how) == ("placed", "pakistani", "remembered")
    assert one("Asian", remembered={"asian": "asian_other"}).code == "asian_other"
    with pytest.raises(UsedWrongly, match="does not have"):
        place(["x"], remembered={"x": "martian"})
    with pytest.raises(UsedWrongly, match="does not have"):
        place(["Asian"], remembered={"Asian": "asian"})  # a group is no answer


def test_a_scheme_of_another_subject_is_refused():
    with pytest.raises(UsedWrongly):
        place(["1"], as_="sex", scheme="nhs")


def test_values_are_counted_and_kept_as_written():
    found = place({"White British": 3, None: 2, "": 1})

    assert [(v.value, v.rows) for v in found.values] == [("White British", 3), ("", 3)]
    assert found.codes() == {"White British": "white_british", "": "not_known"}


@every
def test_every_label_and_code_is_placed_as_itself(key):
    target = classification(key)

    for category in target.answers:
        assert one(category.label, as_=key).code == category.code
        assert one(category.code, as_=key).code == category.code


@every
def test_nothing_listed_as_ambiguous_is_also_placed(key):
    words = lexicon(key)

    for form in words.ambiguous:
        found = one(form, as_=key)
        assert found.state != "placed" or form in words.labels or words.ambiguous[form].complete, form


@every
def test_no_wording_is_listed_for_two_things(key):
    words = lexicon(key)

    both = set(words.synonyms) & set(no_answers().synonyms)

    assert {form for form in both if words.synonyms[form] != no_answers().synonyms[form]} == set()
    assert set(words.labels) & set(no_answers().ambiguous) <= {"yes", "no"}, "a label is read before it is asked about"


@every
def test_what_is_ambiguous_names_categories_that_are_there(key):
    target = classification(key)

    for found in (*lexicon(key).ambiguous.values(), *no_answers().ambiguous.values()):
        assert all(target.has(code) for code in found.may_be)
        assert found.why.endswith((".", "”"))


def test_the_four_ways_of_no_answer_stay_four():
    listed = no_answers().synonyms

    assert set(listed.values()) == {"prefer_not_to_say", "not_known", "not_asked", "not_applicable"}
    assert not set(listed) & set(no_answers().ambiguous)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30), st.sampled_from(sorted(classifications())))
def test_any_text_gets_an_answer_and_a_code_only_where_placed(text, key):
    found = one(text, as_=key)

    assert (found.code is not None) == (found.state == "placed")
    assert found.code is None or classification(key).has(found.code)
    assert all(classification(key).has(c.code) for c in found.candidates)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(lexicon("ethnic_group_19").synonyms)),
    st.sampled_from([str.upper, str.title, "  {} ".format]),
)
def test_nineteen_to_five_is_total_and_agrees(form, changed):
    detailed, broad = one(changed(form)), one(changed(form), as_="ethnic_group_5")

    assert broad.state == "placed"
    if detailed.code is not None:
        assert classification("ethnic_group_19").category(detailed.code).parent == broad.code


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("16 to 24", (16, 24)),
        ("16–24", (16, 24)),
        ("Aged 4 years and under", (0, 4)),
        ("Aged 85 years and over", (85, None)),
        ("65 or older", (65, None)),
        (">=65", None),
        ("over 34", (35, None)),
        ("<18", (0, 17)),
        ("under 10", (0, 9)),
        ("24-16", None),
        ("200", None),
        ("thirty", None),
        ("", None),
    ],
)
def test_ages(text, ages):
    assert ages_of(text) == ages


def test_plain_never_takes_a_word_away():
    assert plain("Not disabled") == "not disabled"
    assert plain("Don’t know") == "dont know"
    assert plain("Ｗｈｉｔｅ") == "white"
