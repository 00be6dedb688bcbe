"""Do different values ever give the same bytes, or one value two?"""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.domain.ledger.canonical import LARGEST, canonical, tidied

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12).map(
    lambda text: unicodedata.normalize("NFC", text)
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.integers(-2, 2) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def is_same(one: object, other: object) -> bool:
    """Say whether two values are the same in kind too: Python holds that True == 1."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(is_same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    return one == other


@settings(derandomize=True, deadline=None)
@given(VALUES, VALUES)
def test_distinct_values_have_distinct_bytes(one: object, other: object) -> None:
    assert (canonical(one) == canonical(other)) == is_same(one, other)


@settings(derandomize=True, deadline=None)
@given(VALUES)
def test_canonical_bytes_are_json_that_reads_back(value: object) -> None:
    assert is_same(json.loads(canonical(value)), value)


@settings(derandomize=True, deadline=None)
@given(st.dictionaries(TEXT, VALUES, max_size=6), st.randoms())
def test_order_of_keys_does_not_matter(value: dict, dice: object) -> None:
    pairs = list(value.items())
    dice.shuffle(pairs)

    assert canonical(dict(pairs)) == canonical(value)


@settings(derandomize=True, deadline=None)
@given(st.lists(TEXT, max_size=4), st.lists(TEXT, max_size=4))
def test_fields_do_not_shift_into_each_other(one: list[str], other: list[str]) -> None:
    """The naive way, joining fields with a separator, fails this."""
    assert (canonical(one) == canonical(other)) == (one == other)


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=12).filter(lambda text: "\x00" not in text and text.isprintable()))
def test_text_is_kept_in_one_form_however_it_was_typed(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    assert canonical(tidied(composed)) == canonical(tidied(decomposed))


def test_naive_joining_shifts_fields() -> None:
    """The control: what `test_fields_do_not_shift_into_each_other` would find in a careless form."""
    assert "|".join(["a|b", "c"]) == "|".join(["a", "b|c"])
