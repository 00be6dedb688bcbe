"""How does a mapped file become records that may be counted?

The one idea: confirming is a person's act, with one entry in the ledger, and is refused while anything is open or the
promise does not reach what the file holds. A job then writes the prepared file; when that is there, the file that was
handed in, its texts and its wordings are deleted: what was not needed is not kept.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from dueregard.analysis.records.prepare import Prepared, prepare
from dueregard.domain.monitoring.states import VersionState, check_can_move_version
from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.jobs import actions as jobs
from dueregard.web.jobs.queries import job as job_card
from dueregard.web.jobs.worker import JobHandle, JobStopped, job_kind
from dueregard.web.ledger import actions as ledger
from dueregard.web.monitoring.actions.guarding import without_values
from dueregard.web.monitoring.actions.handing_in import remove
from dueregard.web.monitoring.actions.values import codes_by_column
from dueregard.web.monitoring.models import DatasetVersion
from dueregard.web.monitoring.queries import shapes
from dueregard.web.monitoring.queries.files import page_of
from dueregard.web.monitoring.queries.places import RECORDS, new_name, path_of

PREPARE = "monitoring.prepare_records"
STEPS = (
    gettext_noop("Place the values"),
    gettext_noop("Leave out what is not needed"),
    gettext_noop("Delete what was handed in"),
)
_PIECE = 1024 * 1024


def confirm(version_id: UUID, *, url: str, by: UUID) -> UUID:
    """Say that a file is understood as it should be, and start preparing it; give the job.

    Raises:  MoveNotAllowed unless the file is being mapped, nothing is open, and the promise reaches what it holds.
    """
    with transaction.atomic():
        row = DatasetVersion.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=version_id)
        check_can_move_version(VersionState(row.state), to=VersionState.PREPARING)
        seen = page_of(row)
        if not seen.is_confirmable(on=timezone.localdate()):
            raise MoveNotAllowed(_("Something is still open about this file."), mend=_("Look at what is left."))
        row.state, row.confirmed_at, row.confirmed_by_id = VersionState.PREPARING, timezone.now(), by
        row.job_id = jobs.start(
            kind=PREPARE,
            council_id=row.dataset.council_id,
            by=by,
            payload={"version": str(row.pk), "url": url},
            title=_("File %(number)s of %(dataset)s") % {"number": row.number, "dataset": row.dataset.name},
        )
        row.save(update_fields=["state", "confirmed_at", "confirmed_by", "job"])
        _tell(row, "file_confirmed", by=f"person:{by}", columns=_decided_columns(seen.schema.columns))
    return row.job_id


@job_kind("monitoring.prepare_records", steps=STEPS, heading=gettext_noop("Preparing the records"))
def prepare_records(job: JobHandle) -> None:
    """Write the records that may be counted, of the file that the job names."""
    row = DatasetVersion.objects.select_related("dataset").get(pk=UUID(job.payload["version"]))
    if row.state != VersionState.PREPARING:
        job.finish({"url": job.payload["url"], "text": row.dataset.name})
        return
    name = new_name(row.dataset.council_id, RECORDS)
    try:
        with without_values():
            done = _prepared(job, row, path_of(name))
            digest = _fingerprint(path_of(name))
        job.step(2, ngettext("%(n)s column kept", "%(n)s columns kept", len(done.columns)) % {"n": len(done.columns)})
    except BaseException as fault:
        path_of(name).unlink(missing_ok=True)
        back = {"state": VersionState.MAPPING, "confirmed_at": None, "confirmed_by": None}
        if not isinstance(fault, JobStopped) or _is_cancelled(job):
            DatasetVersion.objects.filter(pk=row.pk, state=VersionState.PREPARING).update(**back)
        raise
    _keep(row.pk, name, digest, done, by=job.by)
    job.step(3)
    job.finish({"url": job.payload["url"], "text": _("%(name)s is ready to be counted") % {"name": row.dataset.name}})


def _prepared(job: JobHandle, row: DatasetVersion, to: Path) -> Prepared:
    seen = page_of(row)
    raw = shapes.raw_from_json(row.opened, path=path_of(row.texts))
    wordings = codes_by_column(raw, seen.schema.columns, council_id=row.dataset.council_id)
    job.step(1, ngettext("%(n)s column placed", "%(n)s columns placed", len(wordings)) % {"n": len(wordings)})
    choices = shapes.choices_from_json(
        row.choices, wordings=wordings, allow_gender_identity=seen.choices.allow_gender_identity
    )
    on = row.on or row.period_end
    if on is None:
        raise MoveNotAllowed(_("It is not said which day or period the file covers."))
    done = prepare(raw, seen.proposed, choices, to=to, on=on)
    os.chmod(to, 0o600)
    return done


def _keep(version_id: UUID, name: str, digest: str, done: Prepared, *, by: UUID | None) -> None:
    with transaction.atomic():
        row = DatasetVersion.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=version_id)
        if row.state != VersionState.PREPARING:  # deleted while it was prepared
            path_of(name).unlink(missing_ok=True)
            return
        gone = [each for each in (row.upload, row.texts) if each]
        row.upload = row.texts = ""
        row.records, row.records_sha256 = name, digest
        row.rows, row.columns = done.rows_taken, shapes.columns_to_json(done.columns)
        row.left_out = shapes.left_out_to_json(done.left_out)
        row.faults, row.fault_count = shapes.faults_to_json(done.faults, done.fault_counts), done.fault_total
        row.values = {code: {**shape, "wordings": []} for code, shape in row.values.items()}
        row.state, row.ready_at = VersionState.READY, timezone.now()
        row.save()
        _tell(row, "file_ready", by=f"person:{by}" if by else "system", rows=done.rows_taken, sha256=digest)
        transaction.on_commit(lambda: remove(gone))


def _tell(row: DatasetVersion, what: str, *, by: str, **facts: Any) -> None:
    ledger.record(
        chain=f"council:{row.dataset.council_id}",
        kind=f"monitoring.{what}",
        by=by,
        subject=f"monitoring.dataset:{row.dataset_id}",
        also=[f"monitoring.file:{row.pk}"],
        facts={"name": row.dataset.name, "number": row.number, **facts},
    )


def _decided_columns(columns: Any) -> list[list[str]]:
    return [[column.heading, str(column.treatment), column.classification or ""] for column in columns]


def _fingerprint(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _is_cancelled(job: JobHandle) -> bool:
    """Say whether the person stopped it; otherwise another worker does it now, and its state is not ours to change."""
    found = job_card(job.id)
    return found is None or found.is_stopping or found.state == "cancelled"
