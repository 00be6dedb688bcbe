"""Whatever is handed in as an old assessment, the answer is a reading that holds together, or `CannotBeRead`.

Documents are spoilt byte by byte, and put together at random from the words that forms use.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.domain.assessments.copy import read_copy
from dueregard.domain.assessments.model import group_key
from dueregard.domain.assessments.parts import put_together, take_apart
from dueregard.domain.assessments.reading import read_assessment
from dueregard.domain.assessments.reading_model import (
    ReadAssessment,
    read_assessment_from_json,
    read_assessment_to_json,
)
from dueregard.domain.assessments.reading_template import read_template
from dueregard.domain.assessments.reading_words import group_named, label_of
from dueregard.domain.plans.parsing.words import count_words
from dueregard.reading.blocks import Blocks, Cell, Heading, Paragraph, Place, Row, Table
from dueregard.reading.read import read_document
from dueregard.terms.citations import read_data
from dueregard.terms.errors import CannotBeRead, NothingOfTheKind
from factories.old_assessments import feedback_grid, headed_report, plain_letter, printed_pro_forma, tick_box_form

DOCUMENTS = (
    tick_box_form(),
    headed_report(),
    ("grid.html", feedback_grid()),
    printed_pro_forma(),
    ("letter.txt", plain_letter()),
)
_DATA = read_data("assessments/reading.toml")
_SAID = sorted(
    {
        phrase
        for table in ("label", "column", "characteristic", "effect", "option", "group", "mark")
        for phrases in _DATA[table].values()
        for phrase in phrases
    }
)
_WORDS = st.one_of(
    st.sampled_from(_SAID),
    st.sampled_from(["Older people travel far.", "31 March 2024", "by June 2025", "340", "Q2 2024-25", "Title: x", ""]),
    st.text(alphabet="abc xyz:.–-✓☒☐\n(),/=+…", max_size=30),
)


def holds_together(blocks: Blocks) -> ReadAssessment:
    found = read_assessment(blocks)
    assert read_assessment_from_json(json.loads(json.dumps(read_assessment_to_json(found)))) == found
    it = found.assessment
    parts = take_apart(it)
    assert put_together(parts, title=it.title, nation=it.nation, body=it.body, decided_on=it.decided_on) == it
    codes = {one.code for one in it.evidence}
    assert all(set(impact.evidence) <= codes for impact in it.impacts)
    assert all("/" not in key for key in parts)
    for read in (read_copy, read_template):
        try:
            read(blocks)
        except NothingOfTheKind:
            continue
    return found


@pytest.mark.parametrize(("name", "data"), DOCUMENTS, ids=[name for name, _data in DOCUMENTS])
def test_spoilt_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    chance = random.Random(6)
    for _round in range(25):
        spoilt = bytearray(data)
        for _ in range(chance.choice((1, 3, 20))):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        if chance.random() < 0.2:
            spoilt = spoilt[: chance.randrange(1, len(spoilt))]
        try:
            blocks = read_document(bytes(spoilt), name=name)
        except CannotBeRead:
            continue
        holds_together(blocks)


@st.composite
def documents(draw: st.DrawFn) -> Blocks:
    blocks: list[Heading | Paragraph | Table] = []
    for at in range(1, draw(st.integers(1, 6)) + 1):
        kind = draw(st.sampled_from(["heading", "line", "table"]))
        if kind == "heading":
            blocks.append(Heading(draw(_WORDS), draw(st.integers(0, 4)), Place(paragraph=at)))
        elif kind == "line":
            text = draw(st.one_of(_WORDS, st.tuples(_WORDS, _WORDS).map(": ".join)))
            blocks.append(Paragraph(text, Place(paragraph=at), bold=draw(st.booleans())))
        else:
            wide = draw(st.integers(1, 5))
            rows = draw(st.lists(st.lists(_WORDS, min_size=wide, max_size=wide), min_size=1, max_size=5))
            blocks.append(_table(rows, at))
    return Blocks("docx", tuple(blocks), name="made.docx")


def _table(rows: list[list[str]], number: int) -> Table:
    return Table(
        tuple(
            Row(
                tuple(Cell(text, Place(table=number, row=at, cell=c)) for c, text in enumerate(row, 1)),
                Place(table=number, row=at),
            )
            for at, row in enumerate(rows, 1)
        ),
        Place(table=number),
    )


@settings(max_examples=40, deadline=None)
@given(documents())
def test_any_document_holds_together_and_loses_no_word(blocks: Blocks) -> None:
    found = holds_together(blocks)

    kept = count_words(json.dumps(read_assessment_to_json(found), ensure_ascii=False).replace("\\n", "\n"))
    known = count_words(" ".join(_SAID))
    for block in blocks.blocks:
        texts = [cell.text for row in block.rows for cell in row.cells] if isinstance(block, Table) else [block.text]
        for text in texts:
            if group_named(text) or label_of(text) or label_of(text, table="column"):
                continue  # the form's own words, not an answer
            lost = [word for word in count_words(text) if word not in kept and word not in known]
            assert not lost, (text, lost)


@settings(max_examples=40, deadline=None)
@given(documents())
def test_no_effect_is_made_up(blocks: Blocks) -> None:
    found = read_assessment(blocks)

    said = {one.part for one in found.said}
    for impact in found.assessment.impacts:
        if impact.effect is not None:
            assert f"impact:{group_key(impact.group)}" in said


@pytest.mark.parametrize("rows", [1_500])
def test_a_very_long_table_is_read_in_time(rows: int) -> None:
    lines = [["Group", "Impact", "Mitigation"]] + [["Age", "Negative", f"Do thing {at}"] for at in range(rows)]

    found = read_assessment(Blocks("docx", (_table(lines, 1),)))

    assert len(found.assessment.mitigations) == 400


def test_real_plans_are_no_assessments(shared: Path) -> None:
    folder = shared / "documents" / "original"
    for path in sorted(folder.iterdir()):
        assert not holds_together(read_document(path.read_bytes(), name=path.name)).is_one, path.name
