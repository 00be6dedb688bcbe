"""How does a document that was handed in become something to look at?

The one idea: reading is a job that can be run again from its beginning: it writes what it found once, at its end, and
nothing else. A document that cannot be read, or is none of the kind, says why in the reader's own words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from dueregard.domain.assessments.copy import ReadCopy, read_copy
from dueregard.domain.assessments.reading import read_assessment
from dueregard.domain.assessments.reading_model import read_assessment_to_json
from dueregard.domain.assessments.reading_template import read_template
from dueregard.reading.blocks import Blocks
from dueregard.reading.sandbox import read_safely
from dueregard.terms.errors import DueRegardError, NothingOfTheKind
from dueregard.terms.shapes import as_json
from dueregard.web.assessments.models.bringing import Handed
from dueregard.web.jobs.worker import JobHandle, job_kind

OPEN = gettext_noop("Open the file")
Read = Callable[[JobHandle, Blocks, Handed], dict[str, Any]]


@job_kind(
    "assessments.read_old",
    steps=(OPEN, gettext_noop("Find the groups and what is said of them"), gettext_noop("List what is missing")),
    heading=gettext_noop("Reading an old assessment"),
)
def read_old(job: JobHandle) -> None:
    """Read an old assessment."""
    _read(job, _old)


@job_kind(
    "assessments.read_copy",
    steps=(OPEN, gettext_noop("Find the parts of the copy")),
    heading=gettext_noop("Reading a Word copy"),
)
def read_word_copy(job: JobHandle) -> None:
    """Read a Word copy that came back."""
    _read(job, _copy)


@job_kind(
    "assessments.read_template",
    steps=(OPEN, gettext_noop("Find the questions")),
    heading=gettext_noop("Reading a template"),
)
def read_word_template(job: JobHandle) -> None:
    """Read a council's own template."""
    _read(job, _template)


def _read(job: JobHandle, read: Read) -> None:
    row = Handed.objects.get(pk=UUID(job.payload["handed"]))
    if row.state not in (Handed.State.READING, Handed.State.FAILED):
        job.finish({"url": job.payload["url"], "text": row.file_name})
        return
    Handed.objects.filter(pk=row.pk, state=Handed.State.FAILED).update(state=Handed.State.READING, fault="")
    try:
        with row.file.open("rb") as file:
            blocks = read_safely(file.read(), name=row.file_name, progress=job.progress)
        job.step(1, _opened(blocks))
        found = read(job, blocks, row)
    except DueRegardError as fault:
        Handed.objects.filter(pk=row.pk, state=Handed.State.READING).update(state=Handed.State.FAILED, fault=str(fault))
        raise
    Handed.objects.filter(pk=row.pk, state=Handed.State.READING).update(state=Handed.State.READ, found=found)
    job.finish({"url": job.payload["url"], "text": _("%(name)s is read") % {"name": row.file_name}})


def _old(job: JobHandle, blocks: Blocks, row: Handed) -> dict[str, Any]:
    found = read_assessment(blocks, nation=row.council.nation)
    if not found.is_one:
        raise NothingOfTheKind(
            _("There is no equality impact assessment in this document."),
            mend=_("An action plan is brought in under Plans."),
        )
    number = len(found.assessment.impacts)
    job.step(2, ngettext("%(n)s group", "%(n)s groups", number) % {"n": number})
    job.step(3, _("%(n)s missing") % {"n": len(found.missing)})
    return read_assessment_to_json(found)


def _copy(job: JobHandle, blocks: Blocks, row: Handed) -> dict[str, Any]:
    found: ReadCopy = read_copy(blocks)
    if row.assessment is None or found.label.number != row.assessment.number:
        raise NothingOfTheKind(
            _("This is a copy of %(number)s, another assessment.") % {"number": found.label.number},
            mend=_("Hand it in on the page of that assessment."),
        )
    if not row.assessment.given_copies.filter(number=found.label.copy).exists():
        raise NothingOfTheKind(
            _("No copy %(copy)s of this assessment was given out here.") % {"copy": found.label.copy},
            mend=_("Ask for a new copy and write in that."),
        )
    number = len(found.parts)
    job.step(2, ngettext("%(n)s part", "%(n)s parts", number) % {"n": number})
    shape: dict[str, Any] = as_json(found)
    return shape


def _template(job: JobHandle, blocks: Blocks, row: Handed) -> dict[str, Any]:
    found = read_template(blocks)
    number = len(found.questions)
    job.step(2, ngettext("%(n)s question", "%(n)s questions", number) % {"n": number})
    shape: dict[str, Any] = as_json(found)
    return shape


def _opened(blocks: Blocks) -> str:
    if blocks.pages:
        return ngettext("%(n)s page", "%(n)s pages", blocks.pages) % {"n": blocks.pages}
    return ngettext("%(n)s piece of text", "%(n)s pieces of text", len(blocks.blocks)) % {"n": len(blocks.blocks)}
