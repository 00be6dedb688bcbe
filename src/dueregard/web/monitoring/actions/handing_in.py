"""How is a file of records handed in?

The one idea: it is written under a name that says nothing, in pieces, closed to everybody but the server's own user,
and read by a job. Should anything fail, the file goes as well. The ledger keeps its number and fingerprint; its name,
which somebody chose freely, is kept so that it can be erased.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dueregard.terms.errors import CannotBeRead, MoveNotAllowed
from dueregard.web.jobs import actions as jobs
from dueregard.web.ledger import actions as ledger
from dueregard.web.monitoring.models import Dataset, DatasetVersion
from dueregard.web.monitoring.queries.places import UPLOAD, new_name, path_of

READ = "monitoring.read_records"


@dataclass(frozen=True, slots=True)
class Time:
    """What a file covers: a day, or a period; neither where it is still to be said."""

    on: date | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The file's number and the job that reads it."""

    version_id: UUID
    number: int
    job_id: UUID


def hand_in(
    dataset_id: UUID,
    *,
    file_name: str,
    pieces: Iterable[bytes],
    time: Time,
    by: UUID | None,
    address: Callable[[int], str],
) -> HandedIn:
    """Keep a file of records and start reading it.

    Takes:   `pieces`, its bytes; `by`, None for the scheduled folder; `address`, of the file's page by its number.
    Raises:  MoveNotAllowed where the dataset is deleted or its day has come; CannotBeRead where it is too large.
    """
    council_id = Dataset.objects.values_list("council_id", flat=True).get(pk=dataset_id)
    upload = new_name(council_id, UPLOAD)
    try:
        size, digest = keep(upload, pieces)
        with transaction.atomic():
            return _record(dataset_id, upload, shown_name(file_name), size, digest, time=time, by=by, address=address)
    except BaseException:
        path_of(upload).unlink(missing_ok=True)
        raise


def keep(name: str, pieces: Iterable[bytes]) -> tuple[int, str]:
    """Write a file into the records folder; give its size and fingerprint."""
    path = path_of(name)
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    size, digest = 0, sha256()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > settings.MAX_RECORDS_BYTES:
                raise CannotBeRead(_("The file is too large."), mend=_("Send one year or one part at a time."))
            digest.update(piece)
            file.write(piece)
    return size, digest.hexdigest()


def remove(names: Iterable[str]) -> None:
    """Delete files of records; one that is gone already is no fault."""
    for name in names:
        path_of(name).unlink(missing_ok=True)


def shown_name(name: str) -> str:
    """Give a file's name as it may be shown: its last part, without control characters, not too long.

    >>> shown_name("C:\\\\payroll\\\\March.csv")
    'March.csv'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:200] or "records"


def _record(
    dataset_id: UUID,
    upload: str,
    file_name: str,
    size: int,
    digest: str,
    *,
    time: Time,
    by: UUID | None,
    address: Callable[[int], str],
) -> HandedIn:
    dataset = Dataset.objects.select_for_update().get(pk=dataset_id)
    if dataset.deleted_at is not None:
        raise MoveNotAllowed(_("The records of this dataset are deleted."), mend=_("Register it anew."))
    number = (dataset.versions.aggregate(most=Max("number"))["most"] or 0) + 1
    row = DatasetVersion.objects.create(
        dataset=dataset,
        number=number,
        file_name=file_name,
        size=size,
        sha256=digest,
        upload=upload,
        on=time.on,
        period_start=time.start,
        period_end=time.end,
        handed_in_by_id=by,
    )
    row.job_id = jobs.start(
        kind=READ,
        council_id=dataset.council_id,
        by=by,
        payload={"version": str(row.pk), "url": address(number)},
        title=_("File %(number)s of %(dataset)s") % {"number": number, "dataset": dataset.name},
    )
    row.save(update_fields=["job"])
    ledger.record(
        chain=f"council:{dataset.council_id}",
        kind="monitoring.file_handed_in",
        by=f"person:{by}" if by else "system",
        subject=f"monitoring.dataset:{dataset.pk}",
        also=[f"monitoring.file:{row.pk}"],
        facts={"name": dataset.name, "number": number, "sha256": digest, "size": size},
        personal={"file_name": file_name},
    )
    return HandedIn(row.pk, number, row.job_id)
