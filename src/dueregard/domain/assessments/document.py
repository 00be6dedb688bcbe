"""An assessment as a document for people to read: those who decide, colleagues, the public.

The one idea: everything that was written is printed, in one order, under the titles of the pages it was written on;
what nobody wrote is said to be missing where the assessment should have it, and nothing is filled in. Every group
stands in one table, before and after what is promised, and then with its reasons. Figures stand as they stood on the
day they were taken in. Pages, Word, PDF and the appendix for a committee are all made from this.

Refuses: nothing. Words that a document may not hold by themselves (they speak of colour) stand as a quotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dueregard.domain.assessments import document_words as say
from dueregard.domain.assessments.document_figures import figure_tables
from dueregard.domain.assessments.document_impacts import impact_blocks
from dueregard.domain.assessments.document_law import help_blocks, regard_blocks
from dueregard.domain.assessments.model import Assessment, Evidence, Screening
from dueregard.domain.assessments.packs import armed_forces_principles, questions_of_version
from dueregard.domain.assessments.parts import part_key
from dueregard.domain.assessments.screening import Depth
from dueregard.publish.checks import document_faults
from dueregard.publish.document import (
    NOTHING_SAID,
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Quote,
    Table,
    words,
)
from dueregard.terms.laws import Law, law_of

TITLES: dict[str, str] = {
    "proposal": "What is proposed, and why",
    "affected": "Who could be affected",
    "screening": "How closely we need to look",
    "evidence": "Figures and other evidence",
    "engagement": "What people told us",
    "gap": "What we do not know",
    "impact": "What it could do to people",
    "regard": "The three aims",
    "armed_forces": "Armed forces",
    "help": "Help aimed at one group",
    "mitigation": "Ways to avoid or lessen harm",
    "conclusion": "What we recommend",
    "monitoring": "How we will watch it",
    "own": "The council’s own questions",
}
"""The parts in the order in which they are printed, with their headings."""
_ALWAYS = frozenset({"proposal", "affected", "evidence", "engagement", "impact", "mitigation", "conclusion"})
"""What a full assessment is expected to hold: where it does not, the document says so."""


def assessment_document(
    content: Assessment,
    *,
    number: str,
    council: str,
    made_on: date,
    version: int | None = None,
    figures: Mapping[str, Any] | None = None,
    labels: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Document:
    """Give an assessment as a document to publish.

    Takes:   `version`, None while it is being written; `figures`, what its evidence showed by part key
             ("evidence:1"), a table or a list of them as `document_figures` describes; `labels`, the council's own
             names of characteristics by code; `notes`, what a reader must not miss, told first.
    >>> made = assessment_document(
    ...     Assessment("Close the library", "england"), number="A-2026-19", council="A council",
    ...     made_on=date(2026, 11, 20))
    >>> made.title, made.subtitle
    ('Close the library', 'Equality impact assessment A-2026-19')
    """
    return Document(
        title=content.title,
        subtitle=f"Equality impact assessment {number}",
        author=council,
        on=made_on,
        version=str(version) if version else None,
        blocks=tuple(_blocks(content, figures or {}, labels or {}, notes)),
        about=tuple(_about(number, version, law_of(content.nation))),
    )


def prose(text: str | None) -> Iterator[Block]:
    """Give what somebody wrote as paragraphs, one for each line."""
    for line in (text or "").splitlines():
        if line.strip():
            yield _paragraph(line.strip())


def facts(*pairs: tuple[str, str | None]) -> Iterator[Facts]:
    """Give those pairs that say something, as one list; nothing where none does."""
    said = tuple((name, value.strip()) for name, value in pairs if value and value.strip())
    if said:
        yield Facts(said)


def _paragraph(line: str) -> Block:
    block = words(line)
    if any(document_faults(Document("Line", "Council", (block,), date(2000, 1, 1)))):
        return Quote(line, "As it was written in the assessment")
    return block


def _blocks(
    content: Assessment, figures: Mapping[str, Any], labels: Mapping[str, str], notes: Sequence[str]
) -> Iterator[Block]:
    for note in notes:
        yield Note(note)
    yield from _head(content)
    depth = content.screening.depth if content.screening else None
    for kind, title in TITLES.items():
        found = tuple(_section(kind, content, figures, labels))
        if found:
            yield Heading(2, law_of(content.nation).aims_title if kind == "regard" else title)
            yield from found
        elif kind in _ALWAYS and depth not in {str(Depth.NONE), str(Depth.SHORT)}:
            yield Heading(2, title)
            yield words(say.NOTHING_WRITTEN)


def _head(content: Assessment) -> Iterator[Block]:
    option = content.conclusion.option
    yield from facts(
        ("Who decides", content.body),
        ("Day of the decision", say.say_day(content.decided_on)),
        ("Assessment begun on", say.say_day(content.begun_on)),
        ("Assessment finished on", say.say_day(content.finished_on)),
        ("Looked at again on", say.say_day(content.review_on)),
        ("What is recommended", say.OPTIONS[option] if option else None),
    )


def _section(kind: str, content: Assessment, figures: Mapping[str, Any], labels: Mapping[str, str]) -> Iterator[Block]:
    law = law_of(content.nation)
    match kind:
        case "proposal":
            yield from prose(content.about)
        case "affected":
            yield from _affected(content)
        case "screening" if content.screening:
            yield from _screening(content.screening, law)
        case "evidence":
            for number, evidence in enumerate(content.evidence, 1):
                yield from _evidence(evidence, number, figures, labels, law)
        case "engagement":
            yield from _engagement(content, labels, law)
        case "gap":
            yield from _gaps(content, labels, law)
        case "impact":
            yield from impact_blocks(content, labels, prose=prose, facts=facts)
        case "regard":
            yield from regard_blocks(content, labels)
        case "armed_forces":
            yield from _armed_forces(content)
        case "help":
            yield from help_blocks(content, labels, facts=facts)
        case "mitigation":
            yield from _mitigations(content, labels, law)
        case "conclusion":
            yield from _conclusion(content)
        case "monitoring":
            yield from prose(content.monitoring)
            if (content.monitoring or "").strip():
                yield from facts(("Looked at again on", say.say_day(content.review_on)))
        case "own":
            for answer in content.own_answers:
                yield Heading(3, answer.question.strip() or "A question of the council’s own")
                yield from tuple(prose(answer.text)) or (words(say.NOTHING_WRITTEN),)
                yield from facts(("Version of the questions", str(answer.version)))


def _affected(content: Assessment) -> Iterator[Block]:
    if not (content.who_is_affected or "").strip():
        return
    yield from prose(content.who_is_affected)
    yield from facts(
        ("Does it affect staff?", say.say_answer(content.is_workforce)),
        ("Does it affect the public?", say.say_answer(content.is_public_service)),
    )


def _screening(screening: Screening, law: Law) -> Iterator[Block]:
    asked = {question.code: question.text for question in questions_of_version(screening.version)}
    depth = law.depths.get(screening.depth or "") or say.DEPTHS.get(screening.depth or "")
    yield from facts(
        ("What was decided", depth),
        ("Why", screening.reason),
        ("Looked at by a second person", "Yes" if screening.checked_by_other else None),
    )
    rows = tuple(
        (asked.get(code, code), ", ".join(say.ANSWERS.get(each, each) for each in given))
        for code, given in screening.answers
        if given
    )
    if rows:
        columns = (Column("Question", width=3), Column("Answer", width=2))
        yield Table("What was answered", columns, rows, note=f"Questions in their version {screening.version}.")


def _evidence(
    evidence: Evidence, number: int, figures: Mapping[str, Any], labels: Mapping[str, str], law: Law
) -> Iterator[Block]:
    yield Heading(3, f"Evidence {number}: {evidence.title.strip() or say.NOT_ANSWERED.lower()}")
    yield from facts(
        ("Kind", say.KINDS_OF_EVIDENCE[evidence.kind]),
        ("Of the day", say.say_day(evidence.on)),
        ("Of whom, or how many", evidence.base),
        ("About", say.say_groups(evidence.groups, labels, law=law)),
        ("What it says", evidence.says),
        ("What it does not say", evidence.gap),
        ("Where it is", evidence.link),
    )
    yield from figure_tables(figures.get(part_key("evidence", evidence.code or str(number))))


def _engagement(content: Assessment, labels: Mapping[str, str], law: Law) -> Iterator[Block]:
    for asked in content.engagement:
        yield Heading(3, asked.who.strip() or "People who were asked")
        yield from facts(
            ("How", asked.how),
            ("From", say.say_day(asked.begun)),
            ("To", say.say_day(asked.ended)),
            ("How many answered", f"{asked.answers:,}" if asked.answers is not None else None),
            ("Whom it was about", ", ".join(say.label_of(code, labels, law=law) for code in asked.characteristics)),
            ("What they said", asked.said),
        )


def _gaps(content: Assessment, labels: Mapping[str, str], law: Law) -> Iterator[Block]:
    for gap in content.gaps:
        yield from facts(
            ("What is not known", gap.text),
            ("About", say.say_groups(gap.groups, labels, law=law)),
            ("What will be done to find out", gap.will_do),
            ("By whom", gap.owner),
            ("By when", say.say_day(gap.due_date)),
            ("What was found since", gap.filled),
        )


def _armed_forces(content: Assessment) -> Iterator[Block]:
    rows = tuple(
        (principle[:1].upper() + principle[1:], said.strip())
        for principle, said in zip(armed_forces_principles(), content.armed_forces, strict=True)
        if said and said.strip()
    )
    if rows:
        yield words(f"The Armed Forces Covenant duty is a test of its own, beside {law_of(content.nation).name}.")
        yield Table(
            "The principles of the Armed Forces Covenant",
            (Column("Principle", width=2), Column("What was considered", width=3)),
            rows,
        )


def _mitigations(content: Assessment, labels: Mapping[str, str], law: Law) -> Iterator[Block]:
    rows = tuple(
        (
            one.text.strip() or say.NOT_ANSWERED,
            (one.owner or "").strip() or NOTHING_SAID,
            say.say_day(one.due_date) or NOTHING_SAID,
            (one.measure or "").strip() or NOTHING_SAID,
            say.say_groups(one.groups, labels, law=law) or NOTHING_SAID,
        )
        for one in content.mitigations
    )
    if rows:
        titles = ("What will be done", "By whom", "By when", "How we will know it worked", "For whom")
        columns = tuple(Column(title, width=2.5 if at == 0 else 1.5) for at, title in enumerate(titles))
        yield Table("What is promised to avoid or lessen harm", columns, rows, caption_shown=False)


def _conclusion(content: Assessment) -> Iterator[Block]:
    given = content.conclusion
    yield from facts(
        ("What is recommended", say.OPTIONS[given.option] if given.option else None),
        ("Why", given.reason),
        ("Does the evidence show unlawful conduct?", say.say_answer(given.is_unlawful_shown)),
        ("The aim", given.aim),
        ("Why this is a proportionate way to reach it", given.why_proportionate),
    )


def _about(number: str, version: int | None, law: Law) -> Iterator[Block]:
    standing = f"This is version {version} of assessment {number}." if version else "This assessment is being written."
    said: Iterable[str] = (
        standing,
        *((law.about,) if law.about else ()),
        "What nobody wrote is left out or said to be missing; nothing has been filled in.",
        "An assessment informs those who decide. It does not decide, and it does not say whether a duty is met.",
    )
    yield from (words(each) for each in said)
