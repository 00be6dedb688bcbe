"""Words in which somebody could be recognised, and words that only look like it."""

from __future__ import annotations

import time

import pytest

from dueregard.domain.assessments.recognisable import Why, recognisable

FOUND = [
    ("Only 3 wheelchair users come.", "3 wheelchair users", Why.SMALL_COUNT),
    ("It matters to two Somali families.", "two Somali families", Why.SMALL_COUNT),
    ("Of these, 4 of the residents replied.", "4 of the residents", Why.SMALL_COUNT),
    ("One deaf woman told us so.", "One deaf woman", Why.SMALL_COUNT),
    ("There are nine households in the block.", "nine households", Why.SMALL_COUNT),
    ("6 Gypsy and Traveller families live there.", "6 Gypsy and Traveller families", Why.SMALL_COUNT),
    ("We know 2 trans people.", "2 trans people", Why.SMALL_COUNT),
    ("Eight homeless people sleep there.", "Eight homeless people", Why.SMALL_COUNT),
    ("three out of the members", "three out of the members", Why.SMALL_COUNT),
    ("two of whom are blind", "two of whom", Why.SMALL_COUNT),
    ("We had 3 complaints from Muslim women.", "3 complaints from Muslim women", Why.SMALL_COUNT),
    ("5 children with special needs", "5 children", Why.SMALL_COUNT),
    ("She is the only Black member of the team.", "the only Black member", Why.ONLY_ONE),
    ("He is our only wheelchair user", "our only wheelchair user", Why.ONLY_ONE),
    ("Mrs Khan said it.", "Mrs Khan", Why.NAME),
    ("My carer takes my son Adam there.", "my son Adam", Why.NAME),
    ("The tenant Fatima Khan wrote.", "tenant Fatima Khan", Why.NAME),
    ("Fatima Khan told us she is afraid.", "Fatima Khan", Why.NAME),
    ("Fatima Khan, aged 43, lives near.", "Fatima Khan, aged 43", Why.NAME),
    ("“It helps me.” – Maryam, 34", "– Maryam, 34", Why.NAME),
    ("J.S. told us at the meeting", "J.S.", Why.INITIALS),
    ("Mrs K. cannot walk far", "Mrs K.", Why.INITIALS),
    ("a 93-year-old widow in the flats", "93-year-old widow", Why.AGE),
    ("She was born on 3 May 1950.", "born on 3 May 1950", Why.BIRTH),
    ("DOB: 03/05/1950", "DOB: 03/05/1950", Why.BIRTH),
    ("The family at 14 Mill Lane object.", "14 Mill Lane", Why.ADDRESS),
    ("They live in SW1A 1AA.", "SW1A 1AA", Why.POSTCODE),
    ("Ask fatima.khan@example.org about it.", "fatima.khan@example.org", Why.EMAIL),
    ("Ring her on 07700 900123.", "07700 900123", Why.PHONE),
    ("Ring 020 7946 0018 after six.", "020 7946 0018", Why.PHONE),
    ("Her number is AB 12 34 56 C.", "AB 12 34 56 C", Why.NUMBER),
    ("NHS number 943 476 5919", "943 476 5919", Why.NUMBER),
]
"""943 476 5919 is the NHS's own example of a number that passes its check; the telephone numbers are for drama."""

NOT_FOUND = [
    "2026 residents were asked in 2026.", "In 2021 people were counted.", "£5 customers pay", "Section 3 people",
    "3 million people", "3,000 people", "1.5 people a household", "5% of residents", "5 per cent of residents",
    "one in five people", "1 in 5 people", "at least 3 staff", "up to 5 people fit in", "groups of 6 people",
    "two libraries close", "3 meetings with residents", "5 days a week for members", "if one person complains",
    "340 members", "12 households", "612 answers", "Blue Badge users", "Disability Forum said", "Aldermere Carers said",
    "Age UK said so", "Key Stage 2 pupils", "9 to 5 workers", "equalities@aldermere.gov.uk", "Ring 0300 123 4567",
    "The Equality Act 2010, section 149", "U.K. law", "Schedule 18", "the only library", "the only way people travel",
    "16-year-olds", "fewer than 5 people", "Cllr Joy Adeyemi said", "In March, 34 people came", "Service user A",
    "Year 6 pupils", "phase 2 residents", "one-to-one support for people", "one more person", "option 2 families",
    "A ramp at Hill Street", "A van comes twice a week", "people aged 65 to 74", "3-bed family homes",
    "every 2 weeks people come", "at 07:30", "2 hours a day for carers", "one member of staff", "", "   ",
    "943 476 5918",
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "why"), FOUND, ids=[each[0][:40] for each in FOUND])
def test_words_that_point_at_people_are_found(text: str, words: str, why: Why) -> None:
    (found,) = recognisable(text)

    assert (found.words, found.why) == (words, why)
    assert text[found.begins : found.ends] == words


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert recognisable(text) == ()


def test_the_smallest_count_that_is_not_small_is_handed_in() -> None:
    assert recognisable("12 households", fewest=15)[0].words == "12 households"
    assert recognisable("9 households", fewest=5) == ()


def test_several_stand_in_their_order_and_none_twice() -> None:
    found = recognisable("Mrs Khan of 14 Mill Lane, the only wheelchair user, is one of 3 tenants who wrote.")

    assert [each.why for each in found] == [Why.NAME, Why.ADDRESS, Why.ONLY_ONE, Why.SMALL_COUNT]


@pytest.mark.parametrize(
    "text",
    [
        "three very long words and more people of the one " * 400,
        "A" * 20_000 + " one a a a a a a" * 1_000,
        "0 " * 10_000,
        "Ab " * 7_000,
        "a@" * 10_000,
        "born on " * 2_500,
    ],
)
def test_no_text_makes_it_slow(text: str) -> None:
    began = time.perf_counter()

    recognisable(text[:20_000])

    assert time.perf_counter() - began < 2, "the longest text of a form"
