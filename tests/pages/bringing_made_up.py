"""Documents for the town: an old assessment, a Word copy and a template, each handed in and read; a questionnaire."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile

from dueregard.domain.assessments.copy import Label, ReadCopy
from dueregard.domain.assessments.reading import read_assessment
from dueregard.domain.assessments.reading_model import read_assessment_to_json
from dueregard.domain.assessments.reading_template import ReadTemplate, TemplateQuestion
from dueregard.reading.read import read_document
from dueregard.terms.shapes import as_json
from dueregard.web.assessments.actions.copies import give_copy
from dueregard.web.assessments.actions.questionnaires import OwnQuestion, make_questionnaire
from dueregard.web.assessments.models.bringing import Handed
from factories.old_assessments import plain_letter


def bringing_for(council_id: UUID, *, by: UUID, assessment_id: UUID) -> dict[str, Any]:
    """Make one of each; give what fills the addresses."""
    read = read_assessment(read_document(plain_letter(), name="old.txt"))
    given = give_copy(assessment_id, by=by)
    label = Label(given.label.number, given.label.version, given.label.copy)
    copy = ReadCopy(label, {"monitoring": {"monitoring": "Count the visits."}})
    template = ReadTemplate(
        "Our form", (TemplateQuestion("Which pledge does it serve?"), TemplateQuestion("Aims", part="proposal"))
    )
    return {
        "handed_id": _handed(council_id, Handed.Kind.OLD, read_assessment_to_json(read), by=by),
        "handed_copy": _handed(council_id, Handed.Kind.COPY, as_json(copy), by=by, assessment_id=assessment_id),
        "handed_template": _handed(council_id, Handed.Kind.TEMPLATE, as_json(template), by=by),
        "questionnaire_id": make_questionnaire(
            council_id, name="Our own questions", questions=[OwnQuestion("Which pledge does it serve?")], by=by
        ),
    }


def _handed(council_id: UUID, kind: str, found: dict[str, Any], *, by: UUID, assessment_id: UUID | None = None) -> UUID:
    row = Handed(
        council_id=council_id,
        kind=kind,
        state=Handed.State.READ,
        file_name=f"{kind}.txt",
        sha256="0" * 64,
        found=found,
        assessment_id=assessment_id,
        handed_by_id=by,
    )
    row.file.save("document", ContentFile(b"a document"), save=False)
    row.save()
    return row.pk
