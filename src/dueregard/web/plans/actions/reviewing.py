"""How is what a person says about a draft kept?

The one idea: an answer is kept as it is given, one row a value, so that a half-done review is never lost. Each is tried
on the draft first: what does not fit is refused at once, in the words of the form, not at adoption.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.domain.plans.review import Answer, apply_answers, check_words
from dueregard.domain.plans.shape import plan_from_json
from dueregard.domain.plans.states import ImportState
from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.plans.models import Import, ImportAnswer, ImportMatch


@dataclass(frozen=True, slots=True)
class Match:
    """What a printed name is: `choice` as in ImportMatch, with the id of ours where it is one of ours."""

    kind: str
    name: str
    choice: str
    target: UUID | None = None


def save_answers(import_id: UUID, answers: Iterable[Answer], *, by: UUID) -> None:
    """Keep answers, each in place of the one before it.

    Raises:  MoveNotAllowed unless the import is in review; UsedWrongly where a value does not fit.
    """
    given = tuple(answers)
    with transaction.atomic():
        source = _in_review(import_id)
        check_words(apply_answers(plan_from_json(source.draft or {}), given))
        for answer in given:
            ImportAnswer.objects.update_or_create(
                source=source,
                action=answer.action or 0,
                field=answer.field,
                defaults={"value": answer.value, "is_later": answer.is_later, "given_by_id": by},
            )


def forget_answer(import_id: UUID, *, action: int | None, field: str, by: UUID) -> None:
    """Take an answer back: the draft says again what the document says."""
    with transaction.atomic():
        source = _in_review(import_id)
        ImportAnswer.objects.filter(source=source, action=action or 0, field=field).delete()


def save_matches(import_id: UUID, matches: Iterable[Match], *, by: UUID) -> None:
    """Keep what printed names are, each in place of the one before it. The caller has checked that targets are ours."""
    with transaction.atomic():
        source = _in_review(import_id)
        for match in matches:
            ImportMatch.objects.update_or_create(
                source=source,
                kind=match.kind,
                name=match.name,
                defaults={"choice": match.choice, "given_by_id": by, **_targets(match)},
            )


def forget_match(import_id: UUID, *, kind: str, name: str, by: UUID) -> None:
    """Take a match back."""
    with transaction.atomic():
        ImportMatch.objects.filter(source=_in_review(import_id), kind=kind, name=name).delete()


def _targets(match: Match) -> Mapping[str, Any]:
    return {f"{one}_id": match.target if match.choice == one else None for one in ("post", "partner", "board")}


def _in_review(import_id: UUID) -> Import:
    source = Import.objects.select_for_update().get(pk=import_id)
    if source.state != ImportState.REVIEW or source.draft is None:
        raise MoveNotAllowed(
            _("This document is not being reviewed."), mend=_("Look at it again: a colleague may have adopted it.")
        )
    return source
