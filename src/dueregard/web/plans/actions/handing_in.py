"""How is a document handed in, and how is one thrown away?

The one idea: the file is kept under a random name with its fingerprint, and read by a job, so that the page answers at
once and a bad file cannot hold up the server. Documents being read are drafts: they stand outside the ledger until a
plan is adopted from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from dueregard.domain.plans.states import ImportState, check_can_move_import
from dueregard.web.jobs import actions as jobs
from dueregard.web.plans.models import HandedBack, Import

READ = "plans.read_document"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The import and the job that reads it."""

    import_id: UUID
    job_id: UUID


def hand_in(
    *,
    council_id: UUID,
    name: str,
    data: bytes,
    by: UUID,
    address: Callable[[UUID], str],
    is_pasted: bool = False,
    kind: str = READ,
    also: Mapping[str, str] | None = None,
) -> HandedIn:
    """Keep a document and start reading it.

    Takes:   `name`, as the file was called (shown, never used as a path); `address`, gives the address of the review
             for the import's id, where the job sends the person when it is done; `kind`, the kind of job that reads it,
             and `also`, what else that job must know.
    """
    with transaction.atomic():
        source = Import(
            council_id=council_id,
            name=shown_name(name),
            size=len(data),
            sha256=fingerprint(data),
            is_pasted=is_pasted,
            handed_in_by_id=by,
        )
        source.file.save("document", ContentFile(data), save=False)
        source.save()
        source.job_id = jobs.start(
            kind=kind,
            council_id=council_id,
            by=by,
            payload={"import": str(source.pk), "url": address(source.pk), **(also or {})},
            title=source.name,
        )
        source.save(update_fields=["job"])
    return HandedIn(source.pk, source.job_id)


def fingerprint(data: bytes) -> str:
    """Give what the very same file is known by again.

    >>> fingerprint(b"")[:8]
    'e3b0c442'
    """
    return sha256(data).hexdigest()


def throw_away(import_id: UUID, *, by: UUID) -> None:
    """Throw a document away: its file, what was read from it and what was said about it.

    Raises:  MoveNotAllowed for one that a plan was adopted from.
    """
    with transaction.atomic():
        source = Import.objects.select_for_update().get(pk=import_id)
        check_can_move_import(ImportState(source.state), to=ImportState.THROWN_AWAY)
        source.answers.all().delete()
        source.matches.all().delete()
        HandedBack.objects.filter(source=source).delete()
        stored = source.file.name
        Import.objects.filter(pk=source.pk).update(
            state=ImportState.THROWN_AWAY, blocks=None, draft=None, failure=None, file=""
        )
        if source.job_id:
            jobs.cancel(job_id=source.job_id, by=by)
        # The file goes only when the database has let go of it; a file without a row harms nobody, the reverse does.
        if stored:
            transaction.on_commit(lambda: source.file.storage.delete(stored))


def shown_name(name: str) -> str:
    """Give a file's name as it may be shown: its last part, without control characters, not too long.

    >>> shown_name("C:\\\\plans\\\\Our plan.docx")
    'Our plan.docx'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:200] or "document"
