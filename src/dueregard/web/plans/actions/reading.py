"""How does a handed-in document become a draft?

The one idea: reading is a job of five steps that can be run again from its beginning: it writes the blocks and the
draft once, at its end, and nothing else. A document that cannot be read says why in the reader's own words.
"""

from __future__ import annotations

import json
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.parse import read_plan
from dueregard.domain.plans.shape import plan_from_json, plan_to_json
from dueregard.domain.plans.states import ImportState
from dueregard.reading.blocks import Blocks
from dueregard.reading.limits import DEFAULT, Limits
from dueregard.reading.sandbox import read_safely
from dueregard.terms.errors import CannotBeRead, DueRegardError
from dueregard.web.jobs.worker import JobHandle, job_kind
from dueregard.web.plans.models import Import

STEPS = (
    gettext_noop("Open the file"),
    gettext_noop("Find the tables"),
    gettext_noop("Find the actions"),
    gettext_noop("Read dates, owners and groups"),
    gettext_noop("List what is not clear"),
)


@job_kind("plans.read_document", steps=STEPS)
def read_document(job: JobHandle) -> None:
    """Read the document that the job names, and keep its draft."""
    read_into_draft(job)


def read_into_draft(
    job: JobHandle, *, limits: Limits = DEFAULT, keeps_blocks: bool = True, row_by_row: bool = False
) -> None:
    """Read what was handed in, in the first five steps of a job.

    Takes:   `keeps_blocks`, whether the document is kept beside its draft, to be shown with each question;
             `row_by_row`, as in `read_plan`.
    """
    source = Import.objects.get(pk=UUID(job.payload["import"]))
    if source.state not in (ImportState.READING, ImportState.FAILED):
        job.finish({"url": job.payload["url"], "text": source.name})
        return
    Import.objects.filter(pk=source.pk).update(state=ImportState.READING, failure=None)
    try:
        blocks, draft = _read(job, source, limits=limits, row_by_row=row_by_row)
    except DueRegardError as fault:
        Import.objects.filter(pk=source.pk).update(state=ImportState.FAILED, failure=str(fault))
        raise
    with transaction.atomic():
        Import.objects.filter(pk=source.pk, state=ImportState.READING).update(
            state=ImportState.REVIEW,
            format=blocks.format if blocks else "json",
            blocks=blocks.to_json() if blocks and keeps_blocks else None,
            draft=plan_to_json(draft),
            read_at=timezone.now(),
        )
    job.finish({"url": job.payload["url"], "text": _("%(name)s is read") % {"name": source.name}})


def _read(job: JobHandle, source: Import, *, limits: Limits, row_by_row: bool) -> tuple[Blocks | None, Plan]:
    with source.file.open("rb") as file:
        data = file.read()
    if (kept := _kept_plan(data)) is not None:
        job.step(1, _("a plan that was downloaded before"))
        job.step(2)
        blocks, draft = None, kept
    else:
        blocks = read_safely(data, name=source.name, limits=limits, progress=job.progress)
        job.step(1, _opened(blocks))
        job.step(2, _tables(blocks))
        draft = read_plan(blocks, row_by_row=row_by_row)
    actions = draft.actions
    job.step(3, ngettext("%(n)s action", "%(n)s actions", len(actions)) % {"n": len(actions)})
    dated = sum(1 for action in actions if action.due_date)
    led = sum(1 for action in actions if action.leads)
    said = _("%(dated)s with a date, %(led)s with an owner") % {"dated": dated, "led": led}
    job.step(4, said if actions else "")
    asked = len(draft.questions)
    job.step(5, ngettext("%(n)s question", "%(n)s questions", asked) % {"n": asked})
    return blocks, draft


def _kept_plan(data: bytes) -> Plan | None:
    """Give the plan of a JSON file that we wrote; None for any other file."""
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"{"):
        return None
    try:
        shape = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise CannotBeRead(_("This JSON file is damaged."), mend=_("Download it again.")) from fault
    return plan_from_json(shape)


def _opened(blocks: Blocks) -> str:
    if blocks.pages:
        return ngettext("%(n)s page", "%(n)s pages", blocks.pages) % {"n": blocks.pages}
    return ngettext("%(n)s piece of text", "%(n)s pieces of text", len(blocks.blocks)) % {"n": len(blocks.blocks)}


def _tables(blocks: Blocks) -> str:
    number = sum(1 for _table in blocks.tables())
    return ngettext("%(n)s table", "%(n)s tables", number) % {"n": number} if number else _("no tables, only text")
