"""The copy that the public reads: no names that are known, no address of ours, and what holds it back is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dueregard.domain.assessments.model import (
    Assessment,
    Effect,
    Evidence,
    EvidenceKind,
    Impact,
    Mitigation,
    Screening,
    group_of,
)
from dueregard.domain.assessments.public import HeldBack, held_back, public_copy, summary_of

PLAIN = Assessment("Close the library", "england")


@pytest.mark.parametrize(
    ("content", "why", "is_exempt", "expected"),
    [
        (PLAIN, "for_deciders", False, ()),
        (PLAIN, "not_needed", False, ()),
        (PLAIN, "for_checking", False, (HeldBack.DRAFT,)),
        (PLAIN, "brought_in", False, (HeldBack.DRAFT,)),
        (PLAIN, "for_deciders", True, (HeldBack.EXEMPT,)),
        (replace(PLAIN, is_workforce=True), "for_deciders", False, ()),
        (replace(PLAIN, is_workforce=True, is_public_service=False), "for_deciders", False, (HeldBack.STAFF,)),
        (
            replace(PLAIN, evidence=(Evidence("1", EvidenceKind.RELEASE, "Users"),)),
            "for_deciders",
            False,
            (HeldBack.FIGURES,),
        ),
    ],
)
def test_what_holds_a_version_back(
    content: Assessment, why: str, is_exempt: bool, expected: tuple[HeldBack, ...]
) -> None:
    assert held_back(content, why=why, is_exempt=is_exempt) == expected


def test_names_are_taken_out_wherever_they_stand() -> None:
    content = replace(
        PLAIN,
        title="Ann Other’s plan",
        body="Ann  Other, Director",
        mitigations=(Mitigation("1", "A van", owner="ann other"),),
    )

    made = public_copy(content, figures={"evidence:1": {"notes": ["Asked Ann Other"]}}, hide=frozenset({"Ann Other"}))

    assert "other" not in repr(made).lower().replace("another", "")
    assert made.content.mitigations[0].owner == "a named officer"


def test_address_of_the_councils_own_figures_is_left_out_and_others_stay() -> None:
    content = replace(
        PLAIN,
        evidence=(
            Evidence("1", EvidenceKind.RELEASE, "Users", link="http://ours/releases/3/"),
            Evidence("2", EvidenceKind.RESEARCH, "A study", link="https://example.org/study"),
        ),
    )

    made = public_copy(content, figures={}, hide=frozenset())

    assert [one.link for one in made.content.evidence] == [None, "https://example.org/study"]


def test_summary_says_what_was_found() -> None:
    content = replace(
        PLAIN,
        impacts=(
            Impact(group_of("disability"), Effect.WORSE),
            Impact(group_of("rural"), Effect.BOTH),
            Impact(group_of("race"), Effect.NOT_KNOWN),
        ),
        mitigations=(Mitigation("1", "A van"), Mitigation("2", "Home visits")),
    )

    assert summary_of(content, labels={"rural": "Villages"}) == (
        "Could make things worse for disabled people; Villages (council policy). "
        "Not known yet for people of some races or ethnic groups. 2 ways to lessen harm are promised."
    )


def test_summary_of_a_screening_is_its_reason() -> None:
    content = replace(PLAIN, screening=Screening(1, (), "none", "Nobody feels it"))

    assert summary_of(content) == "Nobody feels it."
