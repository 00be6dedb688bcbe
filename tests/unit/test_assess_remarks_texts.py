"""Remarks on words, on shares and on repeats: what they say, and that their keys tell nobody anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dueregard.domain.assessments.model import (
    Assessment,
    Effect,
    Engagement,
    Evidence,
    EvidenceKind,
    Impact,
    Weight,
    group_of,
)
from dueregard.domain.assessments.quality import Shares, fingerprint_of, remarks
from dueregard.domain.assessments.quality_text import texts_of, unquoted

ON = date(2026, 11, 22)
DISABLED, OLDER = group_of("disability"), group_of(("age", "age_65_and_over"))


def _with(*impacts: Impact, **given: object) -> Assessment:
    return replace(Assessment("Close Mill Lane library", "england", impacts=impacts), **given)


def _remarks(assessment: Assessment, ending: str, **given: object) -> list[str]:
    return [each.text for each in remarks(assessment, on=ON, **given) if each.key.endswith(ending)]


def test_a_name_is_quoted_on_the_page_and_not_in_what_is_kept() -> None:
    assessment = _with(Impact(DISABLED, Effect.WORSE, "Mrs Khan cannot walk so far."))

    (found,) = [each for each in remarks(assessment, on=ON) if each.kind == "text"]

    assert found.about == "impact:disability"
    assert found.text == "“Mrs Khan”: This looks like somebody’s name. Can a role stand in its place?"
    assert unquoted(found) == "This looks like somebody’s name. Can a role stand in its place?"
    assert "khan" not in found.key.casefold()


def test_every_text_that_is_typed_is_looked_at() -> None:
    assessment = _with(
        Impact(DISABLED, Effect.WORSE, "reason", will_do="inquiry"),
        about="about",
        who_is_affected="affected",
        monitoring="monitoring",
        evidence=(Evidence("1", EvidenceKind.RESEARCH, "title", base="base", says="says", gap="gap"),),
        engagement=(Engagement("who", "how", said="said", code="2"),),
    )

    assert list(texts_of(assessment)) == [
        ("proposal", "about"),
        ("affected", "affected"),
        ("evidence:1", "title"),
        ("evidence:1", "base"),
        ("evidence:1", "says"),
        ("evidence:1", "gap"),
        ("engagement:2", "who"),
        ("engagement:2", "how"),
        ("engagement:2", "said"),
        ("impact:disability", "reason"),
        ("impact:disability", "inquiry"),
        ("monitoring", "monitoring"),
    ]


def test_a_small_number_of_people_is_asked_about() -> None:
    few = _with(Impact(DISABLED, Effect.WORSE, "Steps.", before=Weight(people=4)))
    many = _with(Impact(DISABLED, Effect.WORSE, "Steps.", before=Weight(people=10)))

    assert len(_remarks(few, ":people")) == 1
    assert _remarks(many, ":people") == []


def test_no_effect_is_held_against_the_shares_of_users_and_residents() -> None:
    """The example of the issue: 34 % of users, 15 % of residents."""
    none = _with(Impact(DISABLED, Effect.NONE, "They use another one."))
    shares = [Shares(DISABLED, 34.0, 15.0, "library survey 2026")]

    (text,) = _remarks(none, "contradiction", shares=shares)

    said = "“No effect” on disability, which 34% of users and 15% of residents share (library survey 2026)."
    assert text == f"{said} Can that be?"


def test_figures_for_the_inside_are_not_repeated() -> None:
    none = _with(Impact(DISABLED, Effect.NONE, "They use another one."))
    shares = [Shares(DISABLED, 34.0, 15.0, "release 7", is_inside=True)]

    (text,) = _remarks(none, "contradiction", shares=shares)

    assert "34" not in text
    assert "disability, with a far larger share among users than among residents (release 7)" in text


def test_a_group_within_speaks_to_an_answer_about_the_whole() -> None:
    none = _with(Impact(group_of("age"), Effect.NONE, "The same for all."))
    shares = [
        Shares(OLDER, 45.0, 18.0, "release 7", label="Aged 65 and over"),
        Shares(group_of(("age", "x")), 9, 4, ""),
    ]

    (text,) = _remarks(none, "contradiction", shares=shares)

    assert "Aged 65 and over are 45% of users and 18% of residents" in text
    answered = _with(Impact(group_of("age"), Effect.NONE, "-"), Impact(OLDER, Effect.WORSE, "They walk."))
    assert _remarks(answered, "contradiction", shares=shares[:1]) == [], "the group has an answer of its own"


def test_a_small_difference_or_a_small_group_is_no_contradiction() -> None:
    none = _with(Impact(DISABLED, Effect.NONE, "They use another one."))

    for users, residents in ((22.0, 15.0), (2.4, 0.6), (0.0, 15.0), (15.0, 0.0)):
        assert _remarks(none, "contradiction", shares=[Shares(DISABLED, users, residents, "")]) == []


def test_a_reason_is_known_again_by_its_fingerprint() -> None:
    said = "The school next door is open longer hours."

    assert fingerprint_of(said) == fingerprint_of("  The SCHOOL next door\nis open longer hours. ")
    assert fingerprint_of(said) != fingerprint_of(said.replace("longer", "fewer"))
    assert fingerprint_of("No change at all here.") == "", "a few words alike are no copy"
    assert fingerprint_of(None) == ""
