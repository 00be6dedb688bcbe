"""A Word copy goes out and comes back: unchanged, changed, changed on both sides, spoilt."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from docx import Document as Word

from dueregard.domain.assessments.copy import (
    NEW,
    Label,
    beside_parts,
    copy_document,
    differences,
    merged,
    needs,
    read_copy,
    texts_of,
)
from dueregard.domain.assessments.model import (
    Assessment,
    Conclusion,
    Effect,
    Engagement,
    Evidence,
    EvidenceKind,
    Impact,
    Mitigation,
    Option,
    Regard,
    Severity,
    Weight,
    group_of,
)
from dueregard.domain.assessments.parts import read_part, take_apart
from dueregard.publish.document import Document
from dueregard.publish.word import write_word
from dueregard.reading.read import read_document
from dueregard.terms.characteristics import Aim
from dueregard.terms.errors import NothingOfTheKind

LABEL = Label("A-2026-19", 3, 2)
PARTS = take_apart(
    Assessment(
        "Close Fenwick library",
        "england",
        about="The library closes.\nA van comes.",
        who_is_affected="2,300 members",
        review_on=date(2027, 3, 5),
        evidence=(Evidence("1", EvidenceKind.CONSULTATION, "Survey", date(2026, 10, 1)),),
        engagement=(Engagement("Members", "survey", answers=612, code="1"),),
        impacts=(
            Impact(group_of("age"), Effect.WORSE, "Far", Weight(Severity.SEVERE, people=340), evidence=("1",)),
            Impact(group_of("disability", ("age", "older people")), None),
        ),
        mitigations=(Mitigation("1", "Bring books home", "Manager", date(2027, 6, 30)),),
        regard=(Regard("age", Aim.ADVANCE, "Considered."),),
        conclusion=Conclusion(Option.ADJUST, "The van helps."),
        armed_forces=("a", None, None),
    )
)


def document_given_out() -> Document:
    return copy_document(PARTS, title="Close it", label=LABEL, council="A council", on=date(2026, 11, 22))


def given_out() -> bytes:
    document = copy_document(
        PARTS, title="Close Fenwick library", label=LABEL, council="A council", on=date(2026, 11, 22)
    )
    return write_word(document)


def came_back(changes: dict[tuple[str, str], str], *, data: bytes | None = None, extra: str = "") -> bytes:
    """Change answers as a person would in Word: by the line above the table and the start of the question."""
    word = Word(BytesIO(data or given_out()))
    key = ""
    for element in word.element.body.iterchildren():
        if element.tag.endswith("}p"):
            text = "".join(node.text or "" for node in element.iter() if node.tag.endswith("}t"))
            key = text.partition(", part ")[2] or key
        elif element.tag.endswith("}tbl"):
            table = next(one for one in word.tables if one._element is element)
            for row in table.rows:
                for (part, asked), answer in changes.items():
                    if part == key and row.cells[0].text.partition(" (")[0] == asked:
                        row.cells[1].text = answer
    if extra:
        word.add_paragraph(extra)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def read(data: bytes):
    return read_copy(read_document(data, name="copy.docx"))


def test_comes_back_unchanged():
    back = read(given_out())

    assert back.label == LABEL
    assert set(back.parts) == {*PARTS, *NEW}
    assert differences(back, given=PARTS, now=PARTS) == ()


def test_changes_are_found_and_taken_with_all_else_left():
    back = read(
        came_back(
            {
                ("impact:age", "What it could do"): "better",
                ("impact:age", "Why"): "The van stops nearer.\nIt has a lift.",
                ("mitigation:1", "By when"): "31 July 2027",
                ("affected", "Are staff affected?"): "Yes",
            }
        )
    )

    found = {change.key: change for change in differences(back, given=PARTS, now=PARTS)}

    assert list(found) == ["affected", "impact:age", "mitigation:1"]
    assert [(one.label, one.given, one.back, one.is_conflict) for one in found["impact:age"].fields] == [
        ("What it could do", "worse", "better", False),
        ("Why", "Far", "The van stops nearer.\nIt has a lift.", False),
    ]
    taken = read_part("impact:age", merged(found["impact:age"], PARTS["impact:age"]))
    assert (taken.effect, taken.reason) == (Effect.BETTER, "The van stops nearer.\nIt has a lift.")
    assert (taken.evidence, taken.before) == (("1",), Weight(Severity.SEVERE, people=340))
    assert merged(found["mitigation:1"], PARTS["mitigation:1"])["due_date"] == "2027-07-31"
    assert merged(found["affected"], PARTS["affected"])["is_workforce"] is True


def test_what_was_changed_here_too_is_a_conflict():
    now = {**PARTS, "conclusion": {**PARTS["conclusion"], "reason": "Said here.", "aim": "Save money."}}
    back = read(came_back({("conclusion", "Why"): "Said in Word."}))

    (found,) = differences(back, given=PARTS, now=now)

    assert found.has_conflict
    assert [one.name for one in found.fields] == ["reason"]
    assert merged(found, now["conclusion"])["reason"] == "Said in Word."
    assert merged(found, now["conclusion"], keeps_both=True)["reason"] == "Said here.\nSaid in Word."
    assert merged(found, now["conclusion"])["aim"] == "Save money."


def test_the_same_change_on_both_sides_is_none():
    now = {**PARTS, "monitoring": {"monitoring": "x"}, "affected": {**PARTS["affected"], "who_is_affected": "All"}}
    back = read(came_back({("affected", "Who could be affected"): "All"}))

    assert differences(back, given=PARTS, now=now) == ()


def test_what_is_no_answer_is_a_fault_and_is_not_taken():
    back = read(came_back({("mitigation:1", "By when"): "soon", ("mitigation:1", "What will be done"): ""}))

    (found,) = differences(back, given=PARTS, now=PARTS)

    assert found.faults == ("“What will be done” cannot be empty.", "“soon” is not a day. Write it as 5 March 2027.")
    assert merged(found, PARTS["mitigation:1"])["due_date"] == "2027-06-30"


def test_a_part_that_is_gone_here_is_shown():
    now = {key: part for key, part in PARTS.items() if key != "mitigation:1"}
    back = read(came_back({("mitigation:1", "By whom"): "Fleet"}))

    (found,) = differences(back, given=PARTS, now=now)

    assert found.is_gone
    assert found.has_conflict


def test_something_new_says_what_it_needs():
    back = read(
        came_back({("evidence:new", "What it is"): "Bus survey", ("mitigation:new", "What will be done"): "A ramp"})
    )

    evidence, mitigation = differences(back, given=PARTS, now=PARTS)

    assert evidence.is_new
    assert needs(evidence) == ("“Kind of evidence” cannot be empty.",)
    assert needs(mitigation) == ()
    assert merged(mitigation, {}) == {"text": "A ramp"}


def test_words_beside_the_tables_are_not_lost():
    document = copy_document(
        PARTS, title="Close Fenwick library", label=LABEL, council="A council", on=date(2026, 11, 22)
    )
    back = read(came_back({}, extra="Ask the forum again, please."))

    assert [text for text, _where in beside_parts(back, texts_of(document))] == ["Ask the forum again, please."]


@pytest.mark.parametrize(
    "text", ["Nothing of ours.", "A-2026-1, version 1, copy 1, part x\n\nA-2026-2, version 1, copy 1, part x"]
)
def test_what_is_no_copy(text: str):
    with pytest.raises(NothingOfTheKind):
        read_copy(read_document(text.encode(), name="a.txt"))
