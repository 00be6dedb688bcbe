"""Which questions does a council's own Word template ask, and which of them are asked here already?

The one idea: a heading, a label beside an empty cell, and a column of a table of characteristics are questions. Those
whose words we know belong to a part of ours and are not asked twice; the others become the council's own, and stand
behind the part that they follow in the template. A person looks at every one before it is put into use.

Refuses: a document that asks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dueregard.domain.assessments.parts import KINDS
from dueregard.domain.assessments.reading_tables import ACTIONS, IMPACT
from dueregard.domain.assessments.reading_words import group_named, label_of, option_of, speaks_of_assessment
from dueregard.domain.plans.parsing.words import clean, flat, plain
from dueregard.reading.blocks import Blocks, Cell, Heading, Paragraph, Row, Table
from dueregard.terms.errors import NothingOfTheKind

MOST_QUESTIONS = 200
_LONGEST = 300
_PART_OF_FIELD = {
    "title": "proposal", "about": "proposal", "begun_on": "proposal", "finished_on": "proposal",
    "review_on": "proposal", "who_is_affected": "affected", "evidence": "evidence", "engagement": "engagement",
    "mitigation": "mitigation", "monitoring": "monitoring", "option": "conclusion", "option_reason": "conclusion",
    "aim": "conclusion", "why_proportionate": "conclusion", "screening": "screening", "screening_reason": "screening",
    "gap": "gap", "impacts": "impact", "effect": "impact", "description": "impact", "people": "impact",
    "severity": "impact", "likelihood": "impact", "duration": "impact", "residual": "impact",
    "regard_eliminate": "regard", "regard_advance": "regard", "regard_foster": "regard",
}  # fmt: skip
_PART_OF_COLUMN = {
    "positive": "impact", "negative": "impact", "neutral": "impact", "unknown": "impact", "effect": "impact",
    "description": "impact", "severity": "impact", "likelihood": "impact", "duration": "impact", "people": "impact",
    "residual": "impact", "evidence": "evidence", "feedback": "engagement", "mitigation": "mitigation",
    "eliminate": "regard", "advance": "regard", "foster": "regard", "action": "mitigation", "owner": "mitigation",
    "due": "mitigation", "measure": "mitigation", "characteristic": "impact",
}  # fmt: skip
_KEPT_ELSEWHERE = frozenset(
    {
        "reference", "directorate", "service", "author", "decided_on", "published_on", "signed_by", "signed_on", "body",
        "sign_off",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TemplateQuestion:
    """A question of the template.

    `part` is the kind of part of ours that asks it ("" for one of the council's own; "head" for what an assessment's
    head keeps, such as its directorate), `after` the kind of part it stands behind.
    """

    text: str
    hint: str = ""
    part: str = ""
    after: str = "proposal"
    where: str = ""


@dataclass(frozen=True, slots=True)
class ReadTemplate:
    """A template as read: its name and its questions in order."""

    name: str
    questions: tuple[TemplateQuestion, ...]


def read_template(blocks: Blocks) -> ReadTemplate:
    """Read a template's questions.

    Raises:  NothingOfTheKind where it asks nothing.

    >>> from dueregard.reading.read import read_document
    >>> text = "Equality impact assessment\\n\\nWho will be affected?\\n\\nHow does it help the climate?\\n"
    >>> [(q.text, q.part) for q in read_template(read_document(text.encode(), name="t.txt")).questions]
    [('Who will be affected?', 'affected'), ('How does it help the climate?', '')]
    """
    found: list[TemplateQuestion] = []
    name, after = "", "proposal"
    for block in blocks.blocks:
        if len(found) >= MOST_QUESTIONS:
            break
        if isinstance(block, Heading | Paragraph):
            text = flat(block.text)
            if isinstance(block, Paragraph) and (block.furniture or not _asks(block)):
                if found and not found[-1].part and not found[-1].hint and len(text) <= _LONGEST:
                    found[-1] = replace(found[-1], hint=text)  # guidance below a question of the council's own
                continue
            if not name and isinstance(block, Heading) and _is_name(block):
                name = text
                continue
            questions: Iterator[TemplateQuestion] = iter((_of(text, block.place.in_words(), after),))
        else:
            questions = _of_table(block, after)
        for question in questions:
            if question.text and not _is_known(question, found):
                found.append(question)
                after = question.part if question.part in KINDS else after
    if not found:
        raise NothingOfTheKind(
            "This document asks nothing.",
            where=blocks.name or None,
            mend="Hand in the council’s form with its headings, labels and tables.",
        )
    return ReadTemplate(name or flat(blocks.title) or flat(blocks.name), tuple(found[:MOST_QUESTIONS]))


def _is_name(block: Heading) -> bool:
    text = flat(block.text)
    is_title = block.level <= 1 or speaks_of_assessment(text)
    return is_title and label_of(text) in {None, "impacts"} and not text.endswith("?")


def _asks(block: Paragraph) -> bool:
    text = clean(block.text)
    is_short = len(text.split()) <= 30 and "\n" not in text
    return is_short and (text.endswith(("?", ":")) or (block.bold and block.marker is None))


def _of(text: str, where: str, after: str) -> TemplateQuestion:
    said = re.sub(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[A-Za-z][.)])\s+", "", text).rstrip(":").strip()[:_LONGEST]
    if group_named(said) is not None:
        return TemplateQuestion(said, part="impact", after=after, where=where)
    field = label_of(said)
    part = "head" if field in _KEPT_ELSEWHERE else _PART_OF_FIELD.get(field or "", "")
    if option_of(said) and not field and len(said.split()) <= 8:
        part = "conclusion"
    return TemplateQuestion(said, part=part, after=part if part in KINDS else after, where=where)


def _of_table(table: Table, after: str) -> Iterator[TemplateQuestion]:
    rows = [row for row in table.rows if any(clean(cell.text) for cell in row.cells)]
    if not rows:
        return
    groups = [row for row in rows if group_named(row.cells[0].text)]
    heads = [cell.text for cell in rows[0].cells if cell.repeats is None and clean(cell.text)]
    is_grid = len(groups) >= 2 or (len(heads) >= 2 and not any(clean(cell.text) for cell in _below(rows)))
    if is_grid:
        among = tuple(dict.fromkeys((*IMPACT, *ACTIONS)))
        of_groups = len(groups) >= 2
        for head in heads:
            code = label_of(head, table="column", among=among)
            part = _PART_OF_COLUMN.get(code or "", "")
            after_here = "impact" if of_groups else after
            yield TemplateQuestion(
                flat(head)[:_LONGEST], part=part, after=part or after_here, where=table.place.in_words()
            )
        return
    for row in rows:
        own = [cell for cell in row.cells if cell.repeats is None]
        labels = own[::2] if len(own) > 1 else own
        for cell in labels:
            if clean(cell.text) and len(clean(cell.text).split()) <= 40:
                question = _of(flat(cell.text), cell.place.in_words(), after)
                after = question.part if question.part in KINDS else after
                yield question


def _below(rows: list[Row]) -> Iterator[Cell]:
    return (cell for row in rows[1:] for cell in row.cells)


def _is_known(question: TemplateQuestion, found: list[TemplateQuestion]) -> bool:
    return any(plain(one.text) == plain(question.text) for one in found)
