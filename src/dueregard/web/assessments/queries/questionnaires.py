"""Which versions of the council's own questions are there, and what was read from a template?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from dueregard.domain.assessments.copy_fields import titles_of
from dueregard.domain.assessments.reading_template import ReadTemplate
from dueregard.terms.shapes import from_json
from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.assessments.models.bringing import Handed
from dueregard.web.assessments.models.writing import Assessment, Questionnaire
from dueregard.web.assessments.queries.bringing import HandedCard, found_in, handed_cards


@dataclass(frozen=True, slots=True)
class QuestionnaireCard:
    """A version of the council's own questions. `is_draft`: it was never in use, so it may still be changed."""

    id: UUID
    number: int
    name: str
    questions: tuple[Mapping[str, str], ...]
    source: str
    is_in_use: bool
    is_draft: bool
    assessments: int
    made_at: datetime
    made_by: PersonCard


def questionnaires_of(council_id: UUID) -> tuple[QuestionnaireCard, ...]:
    """Give the versions, the newest first. One query."""
    return tuple(_card(row) for row in _rows(council_id)[:200])


def questionnaire_card(council_id: UUID, questionnaire_id: UUID) -> QuestionnaireCard:
    """Give one version. One query.

    Raises:  Http404 where the council has none such.
    """
    row = _rows(council_id).filter(pk=questionnaire_id).first()
    if row is None:
        raise Http404
    return _card(row)


def questionnaire_in_use(council_id: UUID) -> QuestionnaireCard | None:
    """Give the version in use, which assessments begun now ask. One query."""
    row = _rows(council_id).filter(is_in_use=True).first()
    return _card(row) if row else None


def templates_waiting(council_id: UUID) -> tuple[HandedCard, ...]:
    """Give the templates that were handed in and not made into a version. One query."""
    rows = Handed.objects.filter(council=council_id, kind=Handed.Kind.TEMPLATE)
    return handed_cards(rows.exclude(state__in=[Handed.State.THROWN_AWAY, Handed.State.TAKEN])[:50])


def template_in(handed_id: UUID) -> ReadTemplate:
    """Give what was read from a template. One query.

    Raises:  Http404 where nothing is read.
    """
    found, faults = from_json(ReadTemplate, dict(found_in(handed_id)), where="template")
    if faults:
        raise Http404
    template: ReadTemplate = found
    return template


def part_titles(nation: str) -> Callable[[str], str]:
    """Give what says which part of ours a question belongs to."""
    titles = titles_of(nation)
    return lambda kind: titles.get(kind, kind)


def _rows(council_id: UUID) -> Any:
    used = Assessment.objects.filter(questionnaire=OuterRef("pk")).order_by().values("questionnaire")
    counted = Subquery(used.annotate(number=Count("pk")).values("number"))
    return (
        Questionnaire.objects.filter(council=council_id).select_related("made_by").annotate(used=Coalesce(counted, 0))
    )


def _card(row: Any) -> QuestionnaireCard:
    return QuestionnaireCard(
        id=row.pk,
        number=row.number,
        name=row.name,
        questions=tuple(dict(one) for one in row.questions),
        source=row.source,
        is_in_use=row.is_in_use,
        is_draft=not (row.is_in_use or row.was_in_use),
        assessments=row.used,
        made_at=row.made_at,
        made_by=card(row.made_by),
    )
