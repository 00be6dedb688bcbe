"""How are records deleted: by a person, and on their day?

The one idea: the rows, and everything kept here that was read from them, go; that they were there, what was promised,
and that they were deleted, stays in the database and the ledger. The files go once the database has let go of them;
what a crash in between leaves behind is found by name and swept up the next time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dueregard.domain.monitoring.states import VersionState, check_can_move_version
from dueregard.web.jobs import actions as jobs
from dueregard.web.jobs.worker import daily
from dueregard.web.ledger import actions as ledger
from dueregard.web.monitoring.actions.handing_in import remove
from dueregard.web.monitoring.models import Dataset, DatasetVersion
from dueregard.web.monitoring.queries.places import records_root

DUE, PERSON, FORGOTTEN = "due", "person", "forgotten"
_WHY = {DUE: "the date came", PERSON: "asked by a person", FORGOTTEN: "never confirmed"}
UNCONFIRMED_DAYS = 30
_SWEPT_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted: datasets whose day came, files that were never confirmed, and leftovers of crashes."""

    datasets: tuple[str, ...]
    forgotten: int
    swept: int


def delete_file(version_id: UUID, *, by: UUID | None, why: str = PERSON) -> None:
    """Delete one file of records; figures that were released from it stay.

    Raises:  MoveNotAllowed where it is deleted already.
    """
    with transaction.atomic():
        row = DatasetVersion.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=version_id)
        check_can_move_version(VersionState(row.state), to=VersionState.DELETED)
        _let_go(row, by=by)
        _tell(row.dataset, "file_deleted", by=by, number=row.number, why=_WHY[why])


def delete_dataset(dataset_id: UUID, *, by: UUID | None, why: str = PERSON) -> int:
    """Delete all records of a dataset; give how many files there were. A deleted one is left as it is."""
    with transaction.atomic():
        dataset = Dataset.objects.select_for_update().get(pk=dataset_id)
        if dataset.deleted_at is not None:
            return 0
        rows = list(dataset.versions.select_for_update().exclude(state=VersionState.DELETED))
        for row in rows:
            _let_go(row, by=by)
        dataset.deleted_at, dataset.deletion_why = timezone.now(), DUE if why == DUE else PERSON
        dataset.save(update_fields=["deleted_at", "deletion_why"])
        _tell(dataset, "dataset_deleted", by=by, files=len(rows), why=_WHY[why])
    return len(rows)


@daily("monitoring.delete_due")
def delete_due_today() -> str:
    """Delete what is due, for the worker that does it once a day; say what in words."""
    return said(delete_due(on=timezone.localdate(), by=None))


def delete_due(*, on: date, by: UUID | None) -> Deleted:
    """Delete every dataset whose day has come, files that nobody confirmed in thirty days, and what crashes left."""
    due = Dataset.objects.filter(retention_until__lte=on, deleted_at__isnull=True).order_by("name")
    names = []
    for dataset_id, name in due.values_list("pk", "name"):
        delete_dataset(dataset_id, by=by, why=DUE)
        names.append(name)
    waiting = (VersionState.UPLOADED, VersionState.READING, VersionState.FAILED, VersionState.MAPPING)
    before = timezone.now() - timedelta(days=UNCONFIRMED_DAYS)
    forgotten = DatasetVersion.objects.filter(state__in=waiting, handed_in_at__lt=before)
    number = 0
    for version_id in forgotten.values_list("pk", flat=True):
        delete_file(version_id, by=by, why=FORGOTTEN)
        number += 1
    return Deleted(tuple(names), number, sweep(now=timezone.now()))


def said(deleted: Deleted) -> str:
    """Say what was deleted.

    >>> said(Deleted(("Staff",), 0, 0))
    'Deleted on their day: Staff. Files never confirmed: 0. Leftovers: 0.'
    """
    names = ", ".join(deleted.datasets) or "nothing"
    return f"Deleted on their day: {names}. Files never confirmed: {deleted.forgotten}. Leftovers: {deleted.swept}."


def sweep(*, now: datetime) -> int:
    """Delete files of records that no row knows and that are a day old; give how many."""
    if not records_root().is_dir():
        return 0
    known: set[str] = set()
    for names in DatasetVersion.objects.values_list("upload", "texts", "records"):
        known.update(names)
    swept = 0
    for path in records_root().glob("*/*"):
        is_old = now.timestamp() - path.lstat().st_mtime > _SWEPT_AFTER.total_seconds()
        if f"{path.parent.name}/{path.name}" not in known and is_old and not path.is_dir():
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _let_go(row: DatasetVersion, *, by: UUID | None) -> None:
    gone = [name for name in (row.upload, row.texts, row.records) if name]
    if row.job_id and by is not None:
        jobs.cancel(job_id=row.job_id, by=by)
    row.upload = row.texts = row.records = ""
    row.opened, row.values, row.faults, row.fault_count = {}, {}, {}, 0
    row.state, row.deleted_at = VersionState.DELETED, timezone.now()
    row.save()
    transaction.on_commit(lambda: remove(gone))


def _tell(dataset: Dataset, what: str, *, by: UUID | None, **facts: str | int) -> None:
    ledger.record(
        chain=f"council:{dataset.council_id}",
        kind=f"monitoring.{what}",
        by=f"person:{by}" if by else "system",
        subject=f"monitoring.dataset:{dataset.pk}",
        facts={"name": dataset.name, **facts},
    )
