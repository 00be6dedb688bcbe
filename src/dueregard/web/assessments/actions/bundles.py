"""How is a bundle of a decision asked for, made by a job, and had?

The one idea: asking is one entry of the ledger, and making another, with the fingerprint of the bundle: whoever holds a
bundle can be told by the council's own record whether it is the one. The job writes nothing until everything is made
and was checked by our own verifier; run again after a crash, it makes the same bytes, and keeps one file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from dueregard.domain.decisions.bundle import bundle_files, folder_name, zip_of
from dueregard.domain.decisions.record import record_to_json
from dueregard.domain.decisions.redaction import Withholding, needles, redacted
from dueregard.domain.decisions.verify import check_bundle
from dueregard.terms.errors import DueRegardError, UsedWrongly
from dueregard.web.assessments.models.bundles import Bundle
from dueregard.web.assessments.models.register import Decision
from dueregard.web.assessments.queries.bundles import decision_ids, withholdings_of
from dueregard.web.assessments.queries.bundles_documents import documents_of
from dueregard.web.assessments.queries.bundles_record import record_of_decision
from dueregard.web.jobs import actions as jobs
from dueregard.web.jobs.worker import JobHandle, job_kind
from dueregard.web.ledger import actions as ledger
from dueregard.web.organisation.queries import all_councils

MAKE = "assessments.make_bundle"
STEPS = (
    gettext_noop("Gather what was recorded"),
    gettext_noop("Write every file"),
    gettext_noop("Check it as a stranger would"),
)


class NotWhole(DueRegardError):
    """A bundle that we made does not pass our own check: a fault of ours, or a record that was changed."""


def ask_for_bundle(
    decision_id: UUID,
    *,
    by: UUID,
    address: Callable[[UUID], str],
    withholdings: Sequence[Withholding] = (),
    with_legal_advice: bool = False,
) -> tuple[UUID, UUID]:
    """Ask for a bundle, redacted where something is to be withheld, and give its id and the job's.

    Takes:   `address`, gives the page to go to for the bundle's id once it is made; `with_legal_advice`, whether advice
             that was released goes in: never into a redacted one.
    """
    with transaction.atomic():
        decision = Decision.objects.get(pk=decision_id)
        row = Bundle.objects.create(
            decision=decision,
            kind=Bundle.Kind.REDACTED if withholdings else Bundle.Kind.WHOLE,
            exemptions=[
                {"kind": str(each.kind), "what": each.what, "code": each.exemption, "why": each.why}
                for each in withholdings
            ],
            with_legal_advice=with_legal_advice and not withholdings,
            asked_by_id=by,
        )
        row.job_id = jobs.start(
            kind=MAKE,
            council_id=decision.council_id,
            by=by,
            payload={"bundle": str(row.pk), "url": address(row.pk), "on": timezone.localdate().isoformat()},
            title=decision.title,
        )
        row.save(update_fields=["job"])
        sections = sorted({each.exemption for each in withholdings})
        _record(row, "bundle_asked", by=by, facts={"sections": list(sections)})
    return row.pk, row.job_id


@job_kind(MAKE, steps=STEPS, heading=gettext_noop("Making the bundle"))
def make_bundle(job: JobHandle) -> None:
    """Make the bundle that the job names, check it, and keep it."""
    row = Bundle.objects.select_related("decision").get(pk=UUID(job.payload["bundle"]))
    if row.made_at is None:
        _make(job, row)
    job.finish({"url": job.payload["url"], "text": _("The bundle of “%(title)s”") % {"title": row.decision.title}})


def had_bundle(bundle_id: UUID, *, by: UUID) -> None:
    """Note that somebody downloaded a bundle."""
    with transaction.atomic():
        row = Bundle.objects.select_related("decision").get(pk=bundle_id)
        _record(row, "bundle_had", by=by, facts={"fingerprint": row.fingerprint})


def make_for_command(council_slug: str, decision: str) -> tuple[bytes, str]:
    """Make the whole bundle of a decision at once, for whoever runs the server, and give it with its fingerprint.

    It is recorded as made by the system. Legal advice is not in it.
    Raises:  UsedWrongly where there is no such council or decision, or the number is that of several.
    """
    council_id, decision_id = _named(council_slug, decision)
    record = record_of_decision(council_id, decision_id, on=timezone.localdate())
    files = bundle_files(record, document_of=documents_of(record))
    checked = check_bundle(files)
    if checked.findings:
        raise NotWhole(f"The bundle does not pass the check: {checked.findings[0].path}: {checked.findings[0].words}")
    data = zip_of(files, folder=folder_name(record))
    with transaction.atomic():
        ledger.record(
            chain=f"council:{council_id}",
            kind="assessments.bundle_made",
            by="system",
            subject=f"assessments.decision:{decision_id}",
            facts={"kind": "whole", "with_legal_advice": False, "fingerprint": checked.fingerprint},
        )
    return data, checked.fingerprint


def write_record(council_slug: str, decision: str) -> tuple[bytes, str]:
    """Give the record of a decision as JSON, papers included, for `dueregard assess bundle`.

    Raises:  UsedWrongly as `make_for_command` does.
    """
    council_id, decision_id = _named(council_slug, decision)
    record = record_of_decision(council_id, decision_id, on=timezone.localdate())
    data = json.dumps(record_to_json(record), ensure_ascii=False, indent=1).encode()
    return data, f"{len(record.assessments)} assessments, {len(record.papers)} papers"


def _named(council_slug: str, decision: str) -> tuple[UUID, UUID]:
    council = next((each for each in all_councils() if each.slug == council_slug), None)
    found = decision_ids(council.id, decision) if council else []
    if council is None or not found:
        raise UsedWrongly(f"There is no decision “{decision}” of “{council_slug}”.")
    if len(found) > 1:
        raise UsedWrongly(f"Several decisions have the number “{decision}”.", mend="Give the id of one.")
    return council.id, found[0]


def _make(job: JobHandle, row: Bundle) -> None:
    decision, withholdings = row.decision, withholdings_of(row.exemptions)
    on = date.fromisoformat(job.payload["on"])
    record = record_of_decision(decision.council_id, decision.pk, on=on, with_advice=row.with_legal_advice)
    gone = needles(record, withholdings)
    record = redacted(record, withholdings) if withholdings else record
    versions = sum(len(each.versions) for each in record.assessments)
    job.step(1, ngettext("%(n)s version", "%(n)s versions", versions) % {"n": versions})
    files = bundle_files(record, document_of=documents_of(record), withheld=gone, watch=job.progress)
    job.step(2, ngettext("%(n)s file", "%(n)s files", len(files)) % {"n": len(files)})
    checked = check_bundle(files)
    if checked.findings:
        found = "; ".join(f"{each.path}: {each.words}" for each in checked.findings[:3])
        raise NotWhole(_("The bundle does not pass the check: %(found)s") % {"found": found})
    data = zip_of(files, folder=folder_name(record))
    job.check_cancelled()
    _keep(row, data, fingerprint=checked.fingerprint, files=checked.files, by=job.by)
    job.step(3, checked.fingerprint)


def _keep(row: Bundle, data: bytes, *, fingerprint: str, files: int, by: UUID | None) -> None:
    storage, before = row.file.storage, row.file.name
    try:
        with transaction.atomic():
            held = Bundle.objects.select_for_update(of=("self",)).select_related("decision").get(pk=row.pk)
            if held.made_at is not None:
                return
            held.file.save("bundle.zip", ContentFile(data), save=False)
            row.file.name = held.file.name
            held.size, held.sha256, held.fingerprint = len(data), sha256(data).hexdigest(), fingerprint
            held.made_at = timezone.now()
            held.save()
            said = {"fingerprint": fingerprint, "sha256": held.sha256, "files": files}
            _record(held, "bundle_made", by=by or held.asked_by_id, facts=said)
    except BaseException:
        if row.file.name and row.file.name != before:
            storage.delete(row.file.name)
        raise


def _record(row: Bundle, what: str, *, by: UUID, facts: dict[str, object]) -> None:
    ledger.record(
        chain=f"council:{row.decision.council_id}",
        kind=f"assessments.{what}",
        by=f"person:{by}",
        subject=f"assessments.bundle:{row.pk}",
        also=[f"assessments.decision:{row.decision_id}"],
        facts={"kind": row.kind, "with_legal_advice": row.with_legal_advice, **facts},  # type: ignore[dict-item]
    )
