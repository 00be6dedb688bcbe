"""Keys of remarks: each once, short enough to be kept, and the same while what they are about is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dueregard.domain.assessments.model import (
    Assessment,
    Effect,
    Evidence,
    EvidenceKind,
    Impact,
    Mitigation,
    group_of,
)
from dueregard.domain.assessments.quality import Shares, remarks
from dueregard.domain.assessments.recognisable import recognisable
from dueregard.terms.characteristics import PROTECTED

ON = date(2026, 11, 22)
CODES = [each.code for each in PROTECTED]
WORDS = st.one_of(st.none(), st.text(max_size=80), st.sampled_from(["No change.", "3 deaf men told us.", "Mrs Khan"]))
GROUPS = st.one_of(
    st.sampled_from(CODES).map(group_of),
    st.tuples(st.sampled_from(CODES), st.text("abc 65+", min_size=1, max_size=8)).map(group_of),
)
IMPACTS = st.builds(
    Impact, GROUPS, st.sampled_from([None, *Effect]), WORDS, evidence=st.just(("1",)), none_found=st.booleans()
)
EVIDENCE = st.builds(
    Evidence, st.sampled_from(["1", "2"]), st.sampled_from(EvidenceKind), st.text(max_size=20),
    st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2030, 1, 1))), says=WORDS,
)  # fmt: skip
ASSESSMENTS = st.builds(
    Assessment,
    st.text(max_size=20),
    st.just("england"),
    about=WORDS,
    is_workforce=st.booleans(),
    evidence=st.lists(EVIDENCE, max_size=2, unique_by=lambda each: each.code).map(tuple),
    impacts=st.lists(IMPACTS, max_size=6, unique_by=lambda each: each.group).map(tuple),
    mitigations=st.lists(st.builds(Mitigation, st.just("1"), st.text(max_size=90)), max_size=1).map(tuple),
)
SHARES = st.lists(st.builds(Shares, GROUPS, st.floats(0, 100), st.floats(0, 100), st.text(max_size=9)), max_size=4)


@given(ASSESSMENTS, SHARES)
def test_each_key_comes_once_and_can_be_kept(assessment: Assessment, shares: list[Shares]) -> None:
    keys = [each.key for each in remarks(assessment, on=ON, shares=shares)]

    assert len(keys) == len(set(keys))
    assert all(0 < len(key) <= 300 for key in keys)


@given(ASSESSMENTS, SHARES)
def test_the_same_assessment_is_asked_the_same(assessment: Assessment, shares: list[Shares]) -> None:
    there, back = (remarks(assessment, on=ON, shares=order) for order in (shares, shares[::-1]))

    assert [each.key for each in there] == [each.key for each in back]
    assert remarks(assessment, on=ON) == remarks(replace(assessment), on=ON)


@given(ASSESSMENTS)
def test_a_day_later_nothing_is_asked_under_another_name(assessment: Assessment) -> None:
    """What was asked stays under its key; only what is due, old or to come can begin or end with a day."""
    today = {each.key for each in remarks(assessment, on=ON)}
    tomorrow = {each.key for each in remarks(assessment, on=ON + timedelta(days=1))}

    assert all(key.startswith(("evidence:stale", "evidence:future", "mitigation")) for key in today ^ tomorrow)


@given(ASSESSMENTS, st.text("ab c", max_size=20))
def test_changing_one_text_leaves_the_others_keys(assessment: Assessment, about: str) -> None:
    others = lambda one: {  # noqa: E731  # a name for one expression used twice
        each.key for each in remarks(one, on=ON) if each.about not in {"proposal", "about"}
    }

    assert others(assessment) == others(replace(assessment, about=about))


@given(st.text(max_size=300))
def test_what_is_found_stands_in_the_text_and_never_overlaps(text: str) -> None:
    found = recognisable(text)

    assert all(text[each.begins : each.ends] == each.words for each in found)
    assert all(one.ends <= other.begins for one, other in pairwise(found))
