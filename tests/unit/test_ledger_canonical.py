"""Is a value written in one way only? Expected bytes are those of RFC 8785, section 3.2 and appendix."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest

from dueregard.domain.ledger.canonical import NotCanonical, canonical, tidied


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, b"null"),
        (True, b"true"),
        (1, b"1"),
        (0, b"0"),
        (-1, b"-1"),
        (9007199254740991, b"9007199254740991"),
        ("", b'""'),
        ([], b"[]"),
        ({}, b"{}"),
        ('€$\x0f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()),
        # RFC 8785 section 3.2.3: sorted by UTF-16 code units, so that 😀 (D83D DE00) comes before U+FB01
        (
            {"€": 1, "\r": 2, "1": 4, "😀": 5, "\x80": 6, "ö": 7, "\ufb01": 8},
            '{"\\r":2,"1":4,"\x80":6,"ö":7,"€":1,"😀":5,"\ufb01":8}'.encode(),
        ),
    ],
)
def test_canonical_writes_what_the_standard_says(value: object, written: bytes) -> None:
    assert canonical(value) == written


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        Decimal(1),
        2**53,
        -(2**53),
        {1: "a"},
        {None: 1},
        ("a",),
        b"bytes",
        {"a", "b"},
        datetime.date(2027, 1, 1),
        uuid.UUID(int=1),
        "half \ud83d",
        "e\u0301",
        {"e\u0301": 1},
        "nul \x00",
        object(),
    ],
)
def test_canonical_refuses_what_has_two_readings(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


def test_canonical_says_where_and_how_to_mend() -> None:
    with pytest.raises(NotCanonical) as refused:
        canonical({"plan": [{"gap": 0.5}]})

    assert refused.value.where == "plan[0].gap"
    assert refused.value.mend == "Write a whole number in a smaller unit, or text."


def test_canonical_refuses_depth_without_falling_over() -> None:
    deep: list = []
    for _ in range(5000):
        deep = [deep]

    with pytest.raises(NotCanonical, match="nested"):
        canonical(deep)
    with pytest.raises(NotCanonical, match="nested"):
        tidied(deep)


def test_tidied_brings_text_to_one_form() -> None:
    assert tidied({"e\u0301": ("e\u0301", {"x": True})}) == {"é": ["é", {"x": True}]}


@pytest.mark.parametrize("value", [{"é": 1, "e\u0301": 2}, {"a": b"x"}, {1: 2}, 1.5, "nul \x00", "\udc00"])
def test_tidied_refuses_what_cannot_be_mended(value: object) -> None:
    with pytest.raises(NotCanonical):
        tidied(value)
