"""Which bundles were made of a decision, and what is in its store of legal advice?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from dueregard.domain.decisions.redaction import Kind, Withholding
from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.assessments.models.bundles import Bundle, LegalAdvice
from dueregard.web.assessments.models.register import Decision
from dueregard.web.assessments.models.writing import Assessment


@dataclass(frozen=True, slots=True)
class DecisionHead:
    """A decision as the head of its pages of bundles and advice. `assessments` counts what a bundle would hold."""

    id: UUID
    council_id: UUID
    title: str
    number: str
    body: str
    decided_on: date | None
    decides_on: date | None
    assessments: int


@dataclass(frozen=True, slots=True)
class BundleCard:
    """A bundle that was asked for. `state` is ready, under_way, failed or stopped."""

    id: UUID
    kind: str
    withheld: tuple[Withholding, ...]
    with_legal_advice: bool
    state: str
    size: int
    sha256: str
    fingerprint: str
    asked_at: datetime
    asked_by: PersonCard
    made_at: datetime | None
    job_id: UUID | None


@dataclass(frozen=True, slots=True)
class AdviceCard:
    """A piece of legal advice, as those who may see it are shown it."""

    id: UUID
    title: str
    is_title_open: bool
    file_name: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime
    added_by: PersonCard
    released_at: datetime | None
    released_by: PersonCard | None
    released_because: str


def decision_head(council_id: UUID, decision_id: UUID) -> DecisionHead:
    """Give a decision of a council. Two queries.

    Raises:  Http404 where the council has none such.
    """
    row = Decision.objects.select_related("body").filter(council=council_id, pk=decision_id).first()
    if row is None:
        raise Http404
    return DecisionHead(
        id=row.pk,
        council_id=row.council_id,
        title=row.title,
        number=row.number,
        body=row.body.name if row.body else row.body_words,
        decided_on=row.decided_on,
        decides_on=row.decides_on,
        assessments=Assessment.objects.filter(decision=row.pk).count(),
    )


def decision_ids(council_id: UUID, number_or_id: str) -> list[UUID]:
    """Give the decisions of a council that a number or an id names. One query."""
    try:
        found = Decision.objects.filter(council=council_id, pk=UUID(number_or_id))
    except ValueError:
        found = Decision.objects.filter(council=council_id, number=number_or_id)
    return list(found.values_list("pk", flat=True)[:2])


def bundles_made(decision_id: UUID, *, with_legal_advice: bool) -> tuple[BundleCard, ...]:
    """Give the bundles that were asked for, the newest first. One query.

    Takes:   `with_legal_advice`, whether the reader may know of those that hold legal advice.
    """
    rows = Bundle.objects.filter(decision=decision_id).select_related("asked_by", "job")
    if not with_legal_advice:
        rows = rows.filter(with_legal_advice=False)
    return tuple(_bundle(row) for row in rows[:100])


def bundle_card(decision_id: UUID, bundle_id: UUID) -> BundleCard:
    """Give one bundle of a decision. One query.

    Raises:  Http404 where there is none such.
    """
    row = Bundle.objects.filter(decision=decision_id, pk=bundle_id).select_related("asked_by", "job").first()
    if row is None:
        raise Http404
    return _bundle(row)


def bundle_data(bundle_id: UUID) -> bytes:
    """Give the zip of a bundle. One query and one file.

    Raises:  Http404 where it is not made, or the file is gone.
    """
    return stored_data(Bundle.objects.filter(pk=bundle_id, made_at__isnull=False).first())


def advice_of(decision_id: UUID) -> tuple[AdviceCard, ...]:
    """Give the legal advice on a decision, the oldest first. One query."""
    rows = LegalAdvice.objects.filter(decision=decision_id).select_related("added_by", "released_by")
    return tuple(_advice(row) for row in rows)


def advice_card(decision_id: UUID, advice_id: UUID) -> AdviceCard:
    """Give one piece of legal advice. One query.

    Raises:  Http404 where there is none such.
    """
    rows = LegalAdvice.objects.filter(decision=decision_id, pk=advice_id)
    row = rows.select_related("added_by", "released_by").first()
    if row is None:
        raise Http404
    return _advice(row)


def advice_data(advice_id: UUID) -> bytes:
    """Give the file of a piece of legal advice. One query and one file.

    Raises:  Http404 where the file is gone.
    """
    return stored_data(LegalAdvice.objects.filter(pk=advice_id).first())


def withholdings_of(kept: Sequence[Mapping[str, Any]]) -> tuple[Withholding, ...]:
    """Give what a bundle withholds, from how it is kept. No query."""
    return tuple(Withholding(Kind(one["kind"]), one["code"], one["what"], one["why"]) for one in kept)


def _bundle(row: Bundle) -> BundleCard:
    job = row.job
    if row.made_at is not None:
        state = "ready"
    elif job is None or job.state == "failed":
        state = "failed"
    else:
        state = "stopped" if job.state == "cancelled" else "under_way"
    return BundleCard(
        id=row.pk,
        kind=row.kind,
        withheld=withholdings_of(row.exemptions),
        with_legal_advice=row.with_legal_advice,
        state=state,
        size=row.size,
        sha256=row.sha256,
        fingerprint=row.fingerprint,
        asked_at=row.asked_at,
        asked_by=card(row.asked_by),
        made_at=row.made_at,
        job_id=row.job_id,
    )


def _advice(row: LegalAdvice) -> AdviceCard:
    return AdviceCard(
        id=row.pk,
        title=row.title,
        is_title_open=row.is_title_open,
        file_name=row.file_name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        added_at=row.added_at,
        added_by=card(row.added_by),
        released_at=row.released_at,
        released_by=card(row.released_by) if row.released_by else None,
        released_because=row.released_because,
    )


def stored_data(row: Any) -> bytes:
    """Give the file of a row that keeps one, or 404 where it is gone. One file."""
    if row is None or not row.file:
        raise Http404
    try:
        with row.file.open("rb") as file:
            data: bytes = file.read()
            return data
    except FileNotFoundError as fault:
        raise Http404 from fault
