"""The document of an assessment: whole, in order, honest about what is missing, fit for Word and PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dueregard.domain.assessments.document import assessment_document
from dueregard.domain.assessments.model import (
    AimedHelp,
    Assessment,
    Conclusion,
    Effect,
    Evidence,
    EvidenceKind,
    Gap,
    Impact,
    Likelihood,
    Mitigation,
    Option,
    OwnAnswer,
    Regard,
    Screening,
    Severity,
    Weight,
    group_of,
)
from dueregard.publish.checks import check_document
from dueregard.publish.document import Document, Facts, Heading, Note, Paragraph, Quote, Table
from dueregard.terms.characteristics import Aim

WHOLE = Assessment(
    "Close the library",
    "england",
    about="It closes.\n\nA van comes.",
    who_is_affected="2,300 members",
    body="Cabinet",
    decided_on=date(2027, 2, 9),
    local=("rural",),
    evidence=(
        Evidence("1", EvidenceKind.CONSULTATION, "Survey", date(2026, 10, 1), "612 answers", "Most walk", "Few young"),
    ),
    impacts=(
        Impact(
            group_of("disability"),
            Effect.WORSE,
            "Many cannot travel.",
            before=Weight(Severity.SEVERE, Likelihood.LIKELY, people=340),
            effect_after=Effect.WORSE,
            after=Weight(Severity.SMALL),
            evidence=("1",),
        ),
        Impact(group_of("disability", "sex"), Effect.NOT_KNOWN, "Not counted.", will_do="Count next spring"),
        Impact(group_of("rural"), Effect.WORSE, "The bus ends at six."),
    ),
    regard=(Regard("age", Aim.ADVANCE, "Hours were looked at."),),
    armed_forces=(None, "Postings were thought of.", None),
    aimed_help=(AimedHelp("race", False, believes_disadvantage=True, grounds="Loans", code="1"),),
    gaps=(Gap("1", "Who does not come", "Ask them", "Analyst", date(2027, 3, 1)),),
    mitigations=(Mitigation("1", "Bring books home", "Libraries Manager", date(2027, 6, 30)),),
    conclusion=Conclusion(Option.ADJUST, "The van softens it."),
    monitoring="Visits each quarter.",
    screening=Screening(1, (("affects_people", ("yes",)), ("changes", ("access", "cost"))), "full", "It closes."),
    own_answers=(OwnAnswer("q1", 2, "Does it add travel?", "Yes, a mile."),),
)
FIGURES = {
    "evidence:1": [
        {"caption": "Users", "columns": ["Group", "People"], "rows": [["65 and over", "340"], ["All", ""]],
         "notes": ["[c] Hidden"], "source": "Our count", "on": "2026-10-01"},
        {"caption": "Broken", "columns": ["Group", "People"], "rows": [["one cell"]]},
    ]
}  # fmt: skip


def _made(content: Assessment = WHOLE, **more: object) -> Document:
    given: dict[str, object] = {"number": "A-2026-19", "council": "A council", "made_on": date(2026, 11, 20)}
    return assessment_document(content, **{**given, **more})  # type: ignore[arg-type]


def _headings(document: Document, level: int = 2) -> list[str]:
    return [block.text for block in document.all_blocks() if isinstance(block, Heading) and block.level == level]


def _said(document: Document) -> str:
    return repr(document)


def test_whole_document_has_every_part_in_order() -> None:
    made = _made(version=3, figures=FIGURES, labels={"rural": "People in villages"})

    check_document(made)
    assert _headings(made) == [
        "What is proposed, and why", "Who could be affected", "How closely we need to look",
        "Figures and other evidence", "What people told us", "What we do not know", "What it could do to people",
        "The three aims", "Armed forces", "Help aimed at one group", "Ways to avoid or lessen harm",
        "What we recommend", "How we will watch it", "The council’s own questions", "About this document",
    ]  # fmt: skip
    assert made.first_line() == "A council. Close the library. 20 November 2026. Version 3."


def test_groups_stand_before_and_after_with_crossings() -> None:
    made = _made(labels={"rural": "People in villages"})

    table = next(one for one in made.blocks if isinstance(one, Table) and one.caption.startswith("What was found"))

    assert table.rows == (
        ("Disability", "Worse", "severe, likely, 340 people", "Worse", "small"),
        ("Disability and Sex", "Not known yet", "Not given", "Not given", "Not given"),
        (
            "People in villages (council policy, not the Equality Act)", "Worse", "Not given", "Not given", "Not given",
        ),
    )  # fmt: skip
    assert "Disability and Sex" in _headings(made, 4)


def test_groups_of_which_nothing_is_said_are_named() -> None:
    assert "Pregnancy and maternity" in _said(_made())


def test_figures_stand_as_they_stood_and_broken_tables_are_left_out() -> None:
    made = _made(figures=FIGURES)

    tables = {one.caption: one for one in made.blocks if isinstance(one, Table)}

    assert tables["Users"].rows == (("65 and over", "340"), ("All", "–"))
    assert tables["Users"].columns[1].numeric
    assert tables["Users"].note == "[c] Hidden. Source: Our count. As it stood on 1 October 2026."
    assert "Broken" not in tables


def test_a_full_assessment_says_what_is_missing() -> None:
    made = _made(Assessment("Close the library", "england"))

    assert sum(block == Paragraph(block.runs) and block.runs[0].text == "Nothing was written here."
               for block in made.blocks if isinstance(block, Paragraph)) == 7  # fmt: skip
    check_document(made)


def test_a_screening_that_needs_no_more_says_only_that() -> None:
    short = Assessment("Repaint the hall", "england", screening=Screening(1, (), "none", "Nobody feels it."))

    made = _made(short)

    assert _headings(made) == ["How closely we need to look", "About this document"]
    assert Facts((("What was decided", "No assessment is needed"), ("Why", "Nobody feels it."))) in made.blocks


def test_words_about_colour_stand_as_a_quotation() -> None:
    made = _made(replace(WHOLE, about="Streets shown in red lose their bus."))

    check_document(made)
    assert any(isinstance(block, Quote) for block in made.blocks)


def test_notes_stand_first() -> None:
    made = _made(notes=("This version was made after the decision.",))

    assert made.blocks[0] == Note("This version was made after the decision.")


def test_missing_pairs_of_the_aims_are_named_without_what_the_duty_does_not_reach() -> None:
    made = _made(replace(WHOLE, functions=("children",), regard=(Regard("sex", Aim.ADVANCE, "Looked at."),)))

    missing = [
        b.runs[0].text for b in made.blocks if isinstance(b, Paragraph) and "Nothing was written for" in b.runs[0].text
    ]

    assert len(missing) == 3
    assert all("Age" not in line for line in missing)


@pytest.mark.parametrize("kind", ["word", "pdf", "html"])
def test_every_form_can_be_written(kind: str) -> None:
    from dueregard.publish import html, pdf, word

    write = {"word": word.write_word, "pdf": pdf.write_pdf, "html": html.page}[kind]

    assert len(write(_made(version=1, figures=FIGURES))) > 1_000
