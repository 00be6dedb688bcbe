"""Which records does the council hold, in what state, and until when?

The one idea: a dataset's state is that of its newest file that is not deleted; its clock is its retention date on the
day of the visit. Nothing here opens a file of records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from dueregard.domain.monitoring.states import VersionState
from dueregard.web.monitoring.models import Dataset, DatasetVersion
from dueregard.web.monitoring.queries.wording import NOTHING_YET

DELETED = "deleted"
OVERDUE, SOON = "overdue", "soon"
SOON_DAYS = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the list. "" is no filter."""

    words: str = ""
    state: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True)
class DatasetCard:
    """A dataset as lists and headings show it."""

    id: UUID
    council_id: UUID
    slug: str
    name: str
    about: str
    owner: str
    population: str
    retention_until: date
    deleted_at: datetime | None
    state: str
    ready: int
    newest_on: date | None
    newest_end: date | None
    days_left: int

    @property
    def is_deleted(self) -> bool:
        """Whether its records are gone."""
        return self.deleted_at is not None

    @property
    def is_overdue(self) -> bool:
        """Whether its date has come and its records are still here."""
        return self.days_left <= 0 and not self.is_deleted


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """A dataset with everything that was promised about it."""

    card: DatasetCard
    about: str
    purpose: str
    unit: str
    article_6: str
    article_9: str
    schedule_1: str
    article_10: str
    basis_note: str
    dpia_reference: str
    gender_identity_allowed: bool
    gender_identity_reason: str
    population_code: str
    population_within: str
    owner_choice: str
    created_at: datetime
    created_by: UUID


def count_of(council_id: UUID) -> int:
    """Say how many datasets the council has, deleted ones left out. One query."""
    return Dataset.objects.filter(council_id=council_id, deleted_at__isnull=True).count()


def datasets_wanted(council_id: UUID, wanted: Wanted, *, on: date) -> QuerySet[Dataset]:
    """Give the query for the datasets that are asked for. Deleted ones come only when they are asked for."""
    rows = _with_state(Dataset.objects.filter(council_id=council_id))
    for word in wanted.words.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(about__icontains=word) | Q(population_label__icontains=word))
    if wanted.state == DELETED:
        return rows.filter(deleted_at__isnull=False)
    rows = rows.filter(deleted_at__isnull=True)
    if wanted.state == NOTHING_YET:
        rows = rows.filter(newest_state__isnull=True)
    elif wanted.state:
        rows = rows.filter(newest_state=wanted.state)
    if wanted.clock == OVERDUE:
        rows = rows.filter(retention_until__lte=on)
    elif wanted.clock == SOON:
        rows = rows.filter(retention_until__gt=on, retention_until__lte=date.fromordinal(on.toordinal() + SOON_DAYS))
    return rows


def sorted_by(rows: QuerySet[Dataset], order: str, *, falling: bool) -> QuerySet[Dataset]:
    """Sort a query of datasets: by name, clock (when it is to be deleted) or file (the newest)."""
    field = {"name": "name", "clock": "retention_until", "file": "newest_at"}[order]
    by = F(field).desc(nulls_last=True) if falling else F(field).asc(nulls_last=True)
    return rows.order_by(by, "name", "pk")


def dataset_rows(rows: QuerySet[Dataset], *, on: date) -> tuple[DatasetCard, ...]:
    """Give datasets as rows of a list. One query."""
    return tuple(_card(row, on=on) for row in rows.select_related("owner_post", "owner_person"))


def dataset_card(council_id: UUID, slug: str, *, on: date) -> DatasetCard:
    """Give one dataset of a council. One query.

    Raises:  Http404 for a dataset of another council, as for none.
    """
    return _card(_row(council_id, slug), on=on)


def dataset_page(council_id: UUID, slug: str, *, on: date) -> DatasetPage:
    """Give one dataset with all that was promised about it. One query.

    Raises:  Http404 for a dataset of another council, as for none.
    """
    row = _row(council_id, slug)
    return DatasetPage(
        card=_card(row, on=on),
        about=row.about,
        purpose=row.purpose,
        unit=row.unit,
        article_6=row.article_6,
        article_9=row.article_9,
        schedule_1=row.schedule_1,
        article_10=row.article_10,
        basis_note=row.basis_note,
        dpia_reference=row.dpia_reference,
        gender_identity_allowed=row.gender_identity_allowed,
        gender_identity_reason=row.gender_identity_reason,
        population_code=row.population_code,
        population_within=row.population_within,
        owner_choice=f"post:{row.owner_post_id}" if row.owner_post_id else f"person:{row.owner_person_id}",
        created_at=row.created_at,
        created_by=row.created_by_id,
    )


def populations(council_id: UUID) -> tuple[tuple[str, str], ...]:
    """Give the populations that the council's datasets are about: code and words. One query."""
    rows = Dataset.objects.filter(council_id=council_id).order_by("population_label")
    return tuple(dict(rows.values_list("population_code", "population_label")).items())


def overdue(council_id: UUID, *, on: date) -> tuple[DatasetCard, ...]:
    """Give the datasets whose date has come and whose records are still here. One query."""
    return dataset_rows(datasets_wanted(council_id, Wanted(clock=OVERDUE), on=on), on=on)


def waiting(council_id: UUID, *, on: date) -> tuple[DatasetCard, ...]:
    """Give the datasets with a file that waits for a person. One query."""
    return dataset_rows(datasets_wanted(council_id, Wanted(state=VersionState.MAPPING), on=on), on=on)


def _row(council_id: UUID, slug: str) -> Dataset:
    rows = _with_state(Dataset.objects.filter(council_id=council_id, slug=slug))
    row = rows.select_related("owner_post", "owner_person").first()
    if row is None:
        raise Http404
    return row


def _with_state(rows: QuerySet[Dataset]) -> QuerySet[Dataset]:
    kept = DatasetVersion.objects.filter(dataset=OuterRef("pk")).exclude(state=VersionState.DELETED)
    newest = kept.order_by("-number")
    ready = kept.filter(state=VersionState.READY).order_by("-number")
    return rows.annotate(
        newest_state=Subquery(newest.values("state")[:1]),
        newest_at=Subquery(newest.values("handed_in_at")[:1]),
        ready_on=Subquery(ready.values("on")[:1]),
        ready_end=Subquery(ready.values("period_end")[:1]),
        ready_count=Count("versions", filter=Q(versions__state=VersionState.READY)),
    )


def _card(row: Dataset, *, on: date) -> DatasetCard:
    return DatasetCard(
        id=row.pk,
        council_id=row.council_id,
        slug=row.slug,
        name=row.name,
        about=row.about,
        owner=row.owner_post.title if row.owner_post else row.owner_person.full_name,
        population=row.population_label,
        retention_until=row.retention_until,
        deleted_at=row.deleted_at,
        state=DELETED if row.deleted_at else row.newest_state or NOTHING_YET,
        ready=row.ready_count,
        newest_on=row.ready_on,
        newest_end=row.ready_end,
        days_left=(row.retention_until - on).days,
    )
