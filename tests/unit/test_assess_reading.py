"""Old assessments in five councils' manners: what each must be read as, written by hand."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dueregard.domain.assessments.model import Effect, Engagement, Evidence, EvidenceKind, Option, Screening
from dueregard.domain.assessments.parts import put_together, take_apart
from dueregard.domain.assessments.reading import read_assessment
from dueregard.domain.assessments.reading_model import (
    Promised,
    ReadAssessment,
    SignedBy,
    read_assessment_from_json,
    read_assessment_to_json,
)
from dueregard.domain.assessments.reading_words import group_named, label_of
from dueregard.domain.assessments.shape import assessment_to_json
from dueregard.domain.plans.parsing.words import count_words
from dueregard.reading.blocks import Table
from dueregard.reading.read import read_document
from dueregard.terms.citations import read_data, source
from factories.old_assessments import feedback_grid, headed_report, plain_letter, printed_pro_forma, tick_box_form

DOCUMENTS = (
    tick_box_form(),
    headed_report(),
    ("feedback_grid.html", feedback_grid()),
    printed_pro_forma(),
    ("letter.txt", plain_letter()),
)


def read(name: str, data: bytes) -> ReadAssessment:
    return read_assessment(read_document(data, name=name))


def effects(found: ReadAssessment) -> dict[str, tuple[str | None, str | None]]:
    return {
        "=".join(part for part in impact.group.parts[0] if part): (
            impact.effect and impact.effect.value,
            impact.reason,
        )
        for impact in found.assessment.impacts
    }


def test_ticks_and_tables_of_a_form():
    found = read(*tick_box_form())

    it = found.assessment
    assert (it.title, it.finished_on) == ("Close Fenwick Lane library", date(2024, 3, 3))
    assert it.about == "The library in Fenwick Lane closes and a van comes twice a week."
    assert it.who_is_affected == "2,300 members, a third of them over 65."
    assert effects(found) == {
        "age": ("worse", "Older members walk there."),
        "disability": ("both", "The van has a lift; the stop is far."),
        "gender_reassignment": ("none", None),
        "marriage_civil_partnership": ("none", None),
        "pregnancy_maternity": ("none", None),
        "race": ("none", None),
        "religion_belief": ("none", None),
        "sex": ("none", None),
        "sexual_orientation": ("none", None),
    }
    assert it.conclusion.option is Option.ADJUST
    assert found.signed == (SignedBy("Head of service", "A. Person", date(2024, 3, 8), "table 5, row 2"),)
    assert found.about_it == (("Directorate", "Communities"), ("Written by", "Libraries Manager"))


def test_promises_keep_their_words_and_join():
    found = read(*tick_box_form())

    assert found.promised == (
        Promised(
            "1", "Bring books home", "Libraries Manager", "30 June 2024", date(2024, 6, 30), "table 2, row 2, column 7"
        ),
        Promised(
            "2", "Train the drivers", "Fleet Manager", "Q2 2024-25", date(2024, 9, 30), "table 3, row 3, column 1"
        ),
    )
    assert found.assessment.mitigations[0].measure == "Visits a month"
    assert [one.words for one in found.questions] == ["Q2 2024-25"]


def test_what_no_part_takes_is_left_over():
    found = read(*tick_box_form())

    assert [one.text for one in found.unused] == [
        "None required",
        "No major change",
        "Continue the policy",
        "Stop and remove",
        "Director",
        "Please send a copy to the equalities team.",
    ]


def test_headings_that_are_questions():
    found = read(*headed_report())

    it = found.assessment
    assert it.title == "EqIA: parking charges in the town centre"
    assert it.about == "Charges begin at 8 in the morning.\nBlue badge holders go on parking free."
    assert [(one.kind, one.title) for one in it.evidence] == [
        (EvidenceKind.CENSUS, "Census 2021"),
        (EvidenceKind.COMPLAINTS, "Complaints about parking, 2022"),
    ]
    assert it.engagement == (
        Engagement(
            "Disabled people’s forum",
            "meeting",
            date(2022, 5, 4),
            None,
            14,
            "Keep the bays near the doors.",
            code="1",
        ),
    )
    assert effects(found) == {
        "age": ("none", None),
        "disability": ("better", "Bays are kept free for badge holders."),
        "carers": ("not_known", None),
    }
    assert (it.local, it.gaps[0].text, it.gaps[0].groups) == (
        ("carers",),
        "We do not know how many carers park here.",
        (),
    )
    assert (it.conclusion.option, it.conclusion.reason) == (Option.CONTINUE, "the charge pays for the bays.")
    assert (it.monitoring, it.review_on) == ("Ticket sales each quarter.", date(2023, 6, 1))


def test_columns_of_what_is_known_said_and_meant():
    found = read("grid.html", feedback_grid())

    it = found.assessment
    assert effects(found) == {
        "race": ("worse", "letters are in English"),
        "sexual_orientation": ("none", None),
        "age=older people": ("better", None),
    }
    assert it.evidence[0] == Evidence("1", EvidenceKind.CENSUS, "School census 2020", groups=(it.impacts[0].group,))
    assert (it.engagement[0].said, it.engagement[0].characteristics) == ("Families asked for Somali", ("race",))
    assert it.screening == Screening(0, depth="full", reason="because many families are affected.")
    assert (it.body, it.decided_on, it.about) == (
        "Schools Committee",
        date(2020, 9, 12),
        "Letters go out by e-mail.",
    )
    assert [one.text for one in it.mitigations] == ["Translate letters"]


def test_a_printed_pdf():
    found = read(*printed_pro_forma())

    it = found.assessment
    assert (it.title, it.finished_on) == ("Equality impact assessment: youth clubs", date(2019, 11, 5))
    assert effects(found) == {
        "age": ("worse", "Young people lose a place to meet."),
        "sex": ("none", None),
        "race": ("not_known", "Nobody has asked."),
    }
    assert (it.conclusion.option, it.conclusion.reason) == (Option.ADJUST, None)


def test_neutral_is_not_improved_and_half_an_answer_is_none():
    found = read("letter.txt", plain_letter())

    assert effects(found) == {
        "age": ("worse", "older people eat there."),
        "disability": (None, "No negative impact"),
        "sex": ("none", None),
    }
    assert found.questions[0].text == "What effect do these words mean?"
    assert "It says “no effect” without a reason for Sex." in found.missing
    assert "It names no effect for Disability." in found.missing
    assert found.signed == (SignedBy("", "Head of Adult Care", date(2021, 2, 2), "paragraph 7"),)


@pytest.mark.parametrize(("name", "data"), DOCUMENTS, ids=[name for name, _ in DOCUMENTS])
def test_goes_round_and_fits_the_parts(name: str, data: bytes):
    found = read(name, data)

    assert found.is_one
    assert read_assessment_from_json(json.loads(json.dumps(read_assessment_to_json(found)))) == found
    head = {"title": found.assessment.title, "nation": "england"}
    again = put_together(
        take_apart(found.assessment), **head, body=found.assessment.body, decided_on=found.assessment.decided_on
    )
    assert again == found.assessment


@pytest.mark.parametrize(("name", "data"), DOCUMENTS, ids=[name for name, _ in DOCUMENTS])
def test_no_word_of_an_answer_is_lost(name: str, data: bytes):
    blocks = read_document(data, name=name)
    found = read_assessment(blocks)

    kept = count_words(json.dumps(read_assessment_to_json(found), ensure_ascii=False).replace("\\n", "\n"))
    for block in blocks.blocks:
        texts = [cell.text for row in block.rows for cell in row.cells] if isinstance(block, Table) else [block.text]
        for text in texts:
            if (
                group_named(text)
                or label_of(text)
                or label_of(text, table="column")
                or text.strip().casefold() in {"x", ""}
            ):
                continue
            lost = [word for word in count_words(text) if word not in kept]
            assert not lost or label_of(text.split(":")[0]), (text, lost)


@pytest.mark.parametrize(
    "text",
    [
        "Minutes of the meeting\n\nThe committee met on 3 May.\n",
        "Equality action plan\n\nNo\tAction\tLead\tBy when\n1\tTrain staff\tHR\tMay 2020\n2\tSurvey\tHR\tJune 2020\n",
        "Being kind: a guide\n\nAge is a protected characteristic.\n",
    ],
)
def test_what_is_no_assessment(text: str):
    assert not read("other.txt", text.encode()).is_one


def test_a_file_of_ours_is_taken_as_it_is():
    first = read(*tick_box_form()).assessment

    again = read("a.json", json.dumps(assessment_to_json(first)).encode())

    assert again.assessment == first


def test_contradictions_are_asked():
    html = (
        b"<h1>Equality impact assessment: a</h1><table><tr><th>Group</th><th>Negative</th><th>Neutral</th></tr>"
        b"<tr><td>Age</td><td>x</td><td>x</td></tr><tr><td>Sex</td><td></td><td>x</td></tr></table>"
    )

    found = read("a.html", html)

    assert effects(found) == {"age": (None, None), "sex": ("none", None)}
    assert found.questions[0].text == "The document says different things about the effect. Which is right?"


def test_vocabulary_is_cited_and_says_each_thing_once():
    data = read_data("assessments/reading.toml")

    assert source(data["source"]).publisher
    for table in ("label", "characteristic", "effect", "option", "severity", "likelihood", "duration"):
        phrases = [phrase for each in data[table].values() for phrase in each]
        assert len(phrases) == len(set(phrases)), table
    assert set(data["effect"]) == {effect.value for effect in Effect}
