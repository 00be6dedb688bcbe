"""What lay before those who decide: the papers of a decision, what they are made of, who is known to have opened them?

The one idea: a paper is read from its file as it went out. What is made anew comes from the frozen version alone. Of
openings and acknowledgements only what is known is told; who is not named may have read it on paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.document import assessment_document
from dueregard.domain.assessments.paper import About, implications_document
from dueregard.domain.assessments.paper_template import fill_template
from dueregard.domain.assessments.shape import assessment_from_json
from dueregard.domain.assessments.sign_off import Act
from dueregard.publish import pdf, word
from dueregard.publish.document import Document
from dueregard.web.assessments.models.signing import Opening, Paper, PaperTemplate, Step
from dueregard.web.assessments.models.writing import Version
from dueregard.web.organisation.queries import local_characteristics

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Making:
    """What papers are made with: the council's name, its templates by kind of paper, the day, and what the report calls
    the appendix."""

    council: str
    on: date
    templates: dict[str, bytes]
    appendix: str = "Appendix"


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was made: what kind of paper, its name, its bytes."""

    kind: str
    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A paper as it went out."""

    id: UUID
    decision_id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    made_at: datetime
    made_by: str
    sent_on: date | None
    sent_to: str
    version_id: UUID
    version: int
    assessment_id: UUID
    assessment: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who is known to have opened a version, or said that they had regard to it."""

    name: str
    person_id: UUID
    version_id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class VersionSignedOff:
    """A version that is signed off and may be made into papers."""

    id: UUID
    number: int
    assessment_id: UUID
    title: str
    made_at: datetime
    is_after_decision: bool


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """A template that the council uses for a kind of paper."""

    kind: str
    file_name: str
    sha256: str
    added_at: datetime
    added_by: str


def papers_of(decision_id: UUID) -> tuple[PaperCard, ...]:
    """Give the papers of a decision, the newest first. One query."""
    return tuple(_card(row) for row in _papers().filter(decision=decision_id).order_by("-made_at", "name"))


def paper_card(council_id: UUID, paper_id: UUID) -> PaperCard:
    """Give one paper of a council. One query.

    Raises:  Http404 where the council has none such.
    """
    row = _papers().filter(decision__council=council_id, pk=paper_id).first()
    if row is None:
        raise Http404
    return _card(row)


def paper_bytes(card: PaperCard) -> bytes:
    """Give a paper's bytes as they went out. One query.

    Raises:  Http404 where what is kept does not have the hash it was made with.
    """
    with Paper.objects.only("file").get(pk=card.id).file.open("rb") as file:
        data: bytes = file.read()
    if sha256(data).hexdigest() != card.sha256:
        raise Http404
    return data


def versions_signed_off(decision_id: UUID) -> tuple[VersionSignedOff, ...]:
    """Give the newest version for those who decide of each assessment of a decision. One query."""
    rows = Version.objects.filter(assessment__decision=decision_id, why="for_deciders").select_related("assessment")
    newest: dict[UUID, Any] = {}
    for row in rows.defer("content", "figures").order_by("number"):
        newest[row.assessment_id] = row
    return tuple(
        VersionSignedOff(
            row.pk, row.number, row.assessment_id, row.assessment.title, row.made_at, row.is_after_decision
        )
        for row in newest.values()
    )


def opened(decision_id: UUID) -> tuple[Seen, ...]:
    """Give who is known to have opened a version, the first time each. One query."""
    rows = Opening.objects.filter(version__assessment__decision=decision_id).select_related("person").order_by("at")
    return tuple(Seen(row.person.full_name, row.person_id, row.version_id, _day(row.at)) for row in rows)


def acknowledged(decision_id: UUID) -> tuple[Seen, ...]:
    """Give who said that they had regard to it, in any round. One query."""
    rows = Step.objects.filter(assessment__decision=decision_id, said=str(Act.ACKNOWLEDGE)).select_related("by")
    return tuple(Seen(row.by.full_name, row.by_id, row.version_id, _day(row.at)) for row in rows if row.version_id)


def by_version(seen: tuple[Seen, ...]) -> dict[UUID, tuple[Seen, ...]]:
    """Group by version. No query."""
    found: dict[UUID, list[Seen]] = defaultdict(list)
    for each in seen:
        found[each.version_id].append(each)
    return {key: tuple(each) for key, each in found.items()}


def templates_of(council_id: UUID) -> tuple[TemplateCard, ...]:
    """Give the templates that a council uses. One query."""
    rows = PaperTemplate.objects.filter(council=council_id).select_related("added_by").order_by("-kind")
    return tuple(
        TemplateCard(row.kind, row.file_name, row.sha256, row.added_at, row.added_by.full_name) for row in rows
    )


def template_bytes(council_id: UUID) -> dict[str, bytes]:
    """Give the council's templates by kind of paper. One query."""
    found: dict[str, bytes] = {}
    for row in PaperTemplate.objects.filter(council=council_id):
        with row.file.open("rb") as file:
            found[row.kind] = file.read()
    return found


def make_files(version: Version, making: Making) -> Iterator[MadeFile]:
    """Make the papers of a version: the paragraph, and the appendix in full as Word and as a tagged PDF. Three queries.

    One template that has both marks gives the whole report.
    """
    whole, about = assessment_from_json(version.content), _about(version, making)
    appendix = appendix_of(version, making)
    paragraph = implications_document(whole, about, on=making.on)
    stem = f"{about.number}-v{about.version}"
    for kind, document in (("implications", paragraph), ("appendix", appendix)):
        template = making.templates.get(kind)
        data = (
            fill_template(template, assessment=whole, appendix=appendix, about=about, on=making.on)
            if template
            else word.write_word(document)
        )
        yield MadeFile(kind, f"{stem}-{_NAMES[kind]}.docx", WORD, data)
    yield MadeFile("appendix", f"{stem}-{_NAMES['appendix']}.pdf", PDF, pdf.write_pdf(appendix))


def appendix_of(version: Version, making: Making) -> Document:
    """Give a version as the document that goes with the report, in full."""
    row = version.assessment
    return assessment_document(
        assessment_from_json(version.content),
        number=row.number,
        version=version.number,
        council=making.council,
        made_on=making.on,
        figures=version.figures,
        labels={each.code: each.label for each in local_characteristics(row.council_id)},
        notes=[_("This version was made after the decision was taken.")] if version.is_after_decision else (),
    )


_NAMES = {"implications": "equality-implications", "appendix": "assessment"}


def _about(version: Version, making: Making) -> About:
    row = version.assessment
    decision = row.decision
    return About(
        number=row.number,
        version=version.number,
        title=decision.title if decision else row.title,
        council=making.council,
        body=(decision.body.name if decision.body else decision.body_words) if decision else "",
        decides_on=(decision.decided_on or decision.decides_on) if decision else None,
        signed_off_on=_day(version.made_at),
        is_after_decision=version.is_after_decision,
        appendix=making.appendix,
    )


def _papers() -> Any:
    return Paper.objects.select_related("made_by", "version__assessment").defer("version__content", "version__figures")


def _card(row: Paper) -> PaperCard:
    return PaperCard(
        id=row.pk,
        decision_id=row.decision_id,
        kind=row.kind,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        made_at=row.made_at,
        made_by=row.made_by.full_name,
        sent_on=_day(row.sent_at) if row.sent_at else None,
        sent_to=row.sent_to,
        version_id=row.version_id,
        version=row.version.number,
        assessment_id=row.version.assessment_id,
        assessment=row.version.assessment.title,
    )


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
