"""How does a handed-in file become something a person can map?

The one idea: a job of four steps that can be run again from its beginning. The file is opened in a process of its own;
what comes back are texts in our own file and a description without values. What was decided about last year's file is
taken over where the same heading was taken for the same thing.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from dueregard.analysis.records.propose import propose_schema
from dueregard.analysis.records.schema import TREATMENTS, Schema, Treatment
from dueregard.domain.monitoring.states import VersionState
from dueregard.reading.records import open_records
from dueregard.reading.sandbox import ReadingStopped
from dueregard.terms.errors import DueRegardError
from dueregard.web.jobs.worker import JobHandle, JobStopped, job_kind
from dueregard.web.monitoring.actions.guarding import without_values
from dueregard.web.monitoring.actions.values import values_of
from dueregard.web.monitoring.models import DatasetVersion
from dueregard.web.monitoring.queries import shapes
from dueregard.web.monitoring.queries.files import page_of
from dueregard.web.monitoring.queries.places import TEXTS, new_name, path_of

STEPS = (
    gettext_noop("Open the file"),
    gettext_noop("Find out what each column is"),
    gettext_noop("Find out what the values mean"),
    gettext_noop("List what is unclear"),
)


@job_kind("monitoring.read_records", steps=STEPS, heading=gettext_noop("Reading your file"))
def read_records(job: JobHandle) -> None:
    """Read the file that the job names, and keep what its columns and values seem to be."""
    row = DatasetVersion.objects.select_related("dataset").get(pk=UUID(job.payload["version"]))
    if row.state not in (VersionState.UPLOADED, VersionState.READING, VersionState.FAILED):
        job.finish({"url": job.payload["url"], "text": str(row.dataset.name)})
        return
    mine = DatasetVersion.objects.filter(pk=row.pk)
    mine.update(state=VersionState.READING, failure="")
    texts = new_name(row.dataset.council_id, TEXTS)
    try:
        with without_values():
            found = _read(job, row, path_of(texts))
    except JobStopped:
        path_of(texts).unlink(missing_ok=True)
        mine.update(state=VersionState.FAILED, failure=_("The reading was stopped."))
        raise
    except DueRegardError as fault:
        path_of(texts).unlink(missing_ok=True)
        mine.update(state=VersionState.FAILED, failure=str(fault))
        raise
    with transaction.atomic():
        kept = mine.filter(state=VersionState.READING).update(state=VersionState.MAPPING, texts=texts, **found)
    if not kept:  # deleted while it was read
        path_of(texts).unlink(missing_ok=True)
    elif row.texts:  # what an earlier run, ended by a crash, had left
        path_of(row.texts).unlink(missing_ok=True)
    job.finish({"url": job.payload["url"], "text": _("%(name)s is read") % {"name": row.dataset.name}})


def _read(job: JobHandle, row: DatasetVersion, to: Path) -> dict[str, Any]:
    def cancelled() -> bool:
        try:
            job.check_cancelled()
        except JobStopped:
            return True
        return False

    try:
        raw = open_records(path_of(row.upload), to=to, name=row.file_name, cancelled=cancelled)
    except ReadingStopped:
        raise JobStopped from None
    os.chmod(to, 0o600)
    job.step(1, ngettext("%(n)s row", "%(n)s rows", raw.rows) % {"n": f"{raw.rows:,}"})
    schema = propose_schema(raw)
    choices = _as_last_time(row, schema)
    job.step(2, ngettext("%(n)s column", "%(n)s columns", len(schema.columns)) % {"n": len(schema.columns)})
    row.schema, row.choices, row.opened = shapes.schema_to_json(schema), choices, shapes.raw_to_json(raw)
    seen = page_of(row)
    row.values = values_of(raw, seen.schema.columns, council_id=row.dataset.council_id)
    job.step(3, _placed(row.values))
    asked = len(page_of(row).open_questions)
    job.step(4, ngettext("%(n)s question", "%(n)s questions", asked) % {"n": asked})
    return {
        "schema": row.schema,
        "choices": row.choices,
        "opened": row.opened,
        "values": row.values,
        "format": raw.format,
        "rows": raw.rows,
        "fault_count": sum(each.count for each in raw.fault_counts),
    }


def _placed(values: dict[str, Any]) -> str:
    left = sum(1 for shape in values.values() for one in shape["wordings"] if one["code"] is None)
    return ngettext("%(n)s wording to place", "%(n)s wordings to place", left) % {"n": left}


def _as_last_time(row: DatasetVersion, schema: Schema) -> dict[str, Any]:
    """Take over what was decided about the last file, column by column where heading and role are the same."""
    before = DatasetVersion.objects.filter(dataset=row.dataset, confirmed_at__isnull=False).exclude(pk=row.pk)
    last = before.order_by("-number").first()
    if last is None:
        return {}
    then = {column.heading: column for column in shapes.schema_from_json(last.schema).columns}
    given: dict[str, Any] = {"treatments": {}, "classifications": {}, "schemes": {}, "day_first": {}}
    old = last.choices
    for column in schema.columns:
        was = then.get(column.heading)
        if was is None or was.role is not column.role:
            continue
        for name in ("classifications", "schemes", "day_first"):
            if was.code in old.get(name, {}):
                given[name][column.code] = old[name][was.code]
        chosen = old.get("treatments", {}).get(was.code)
        if chosen is not None and Treatment(chosen) in TREATMENTS[column.role]:
            given["treatments"][column.code] = chosen
    same = {column.heading for column in schema.columns} == set(then)
    return {**given, "as_last_time": same}
