"""What changed between two versions: by part and answer, in order, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dueregard.domain.assessments.compare import Answer, Change, compare, compare_workbook
from dueregard.domain.assessments.model import (
    Assessment,
    Effect,
    Evidence,
    EvidenceKind,
    Impact,
    Mitigation,
    Severity,
    Weight,
    group_of,
)

OLD = Assessment(
    "Close the library",
    "england",
    about="It closes.",
    evidence=(Evidence("1", EvidenceKind.RESEARCH, "A study"),),
    impacts=(Impact(group_of("age"), Effect.NONE, "Nobody said so.", evidence=("1",)),),
    mitigations=(Mitigation("1", "A van", due_date=date(2027, 6, 30)),),
)


def test_the_same_has_no_changes() -> None:
    assert compare(OLD, OLD) == ()


def test_answers_are_said_before_and_after() -> None:
    worse = Impact(group_of("age"), Effect.WORSE, "Many walk.", before=Weight(Severity.SEVERE, people=40))

    (change,) = compare(OLD, replace(OLD, impacts=(worse,)))

    assert (change.key, change.title, change.change) == ("impact:age", "Age", Change.CHANGED)
    assert change.answers == (
        Answer("What it could do", "no effect", "worse"),
        Answer("Why", "Nobody said so.", "Many walk."),
        Answer("How much it matters, before mitigation", "", "severe"),
        Answer("How many people, before mitigation", "", "40"),
        Answer("Evidence used", "1", ""),
    )


def test_new_and_gone_parts_are_told_apart() -> None:
    new = replace(OLD, mitigations=(), impacts=(*OLD.impacts, Impact(group_of("sex"), Effect.NOT_KNOWN)))

    found = {one.key: one.change for one in compare(OLD, new)}

    assert found == {"impact:sex": Change.NEW, "mitigation:1": Change.GONE}


def test_order_is_that_of_the_document() -> None:
    new = replace(OLD, about="It stays.", mitigations=(), monitoring="Count.", title="Keep it")

    assert [one.section for one in compare(OLD, new)] == [
        "The assessment", "What is proposed, and why", "Ways to avoid or lessen harm", "How we will watch it",
    ]  # fmt: skip


def test_workbook_has_a_row_for_each_answer() -> None:
    changes = compare(OLD, replace(OLD, about="It stays."))

    made = compare_workbook(
        changes, title="What changed", versions=("Version 1", "Version 2"), council="A council", on=date(2026, 11, 1)
    )

    assert made.sheets[0].rows == (
        (
            "What is proposed, and why", "What is proposed, and why", "changed", "What is proposed, and why",
            "It closes.", "It stays.",
        ),
    )  # fmt: skip
