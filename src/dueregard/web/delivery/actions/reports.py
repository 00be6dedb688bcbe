"""How is a year-end report begun, written, frozen, signed, published, corrected and withdrawn?

The one idea: a report moves only as `domain.delivery.states` allows, and each move is a moment, a person and a ledger
entry. It is frozen when it is sent: what the signatory reads has a fingerprint, and signing names that fingerprint, so
nobody signs one thing and publishes another. What was frozen is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dueregard.domain.delivery.report import Narrative
from dueregard.domain.delivery.states import ReportState, check_can_move_report
from dueregard.domain.plans.merging import ChangedMeanwhile
from dueregard.domain.plans.states import PlanState
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.delivery.access.year_end import SIGNATORIES
from dueregard.web.delivery.models.reports import Report, ReportRules
from dueregard.web.delivery.queries.reports_files import frozen
from dueregard.web.delivery.queries.reports_working_out import work_out
from dueregard.web.jobs.actions import start
from dueregard.web.jobs.worker import JobHandle, job_kind
from dueregard.web.ledger import actions as ledger
from dueregard.web.organisation.queries import all_councils
from dueregard.web.plans.actions.closing import holding

WRITTEN = ("summary", "introduction", "objectives")


def begin_report(plan_id: UUID, *, by: UUID, changes: str = "") -> UUID:
    """Begin the first version of a plan's report, or a correction of the published one, and give its id.

    Takes:   `changes`, what a correction changes and why; a correction begins with the words of the version before.
    Raises:  MoveNotAllowed where a version is under way; UsedWrongly for a correction that does not say what changes.
    """
    changes = changes.strip()
    with holding(plan_id) as plan:
        rows = Report.objects.filter(plan=plan)
        if rows.filter(state__in=[ReportState.DRAFT, ReportState.WAITING, ReportState.SIGNED]).exists():
            raise MoveNotAllowed(_("A version of this report is under way already."))
        before = rows.defer("facts").order_by("-version").first()
        if before is not None and not changes:
            raise UsedWrongly(_("Say what is corrected, and why."))
        row = Report.objects.create(
            plan=plan,
            version=(rows.aggregate(last=Max("version"))["last"] or 0) + 1,
            narrative=before.narrative if before else {},
            changes=changes if before else "",
            made_by_id=by,
        )
        _record(row, "begun", by=by, personal={"changes": row.changes} if row.changes else None)
    return row.pk


def write_report(report_id: UUID, *, narrative: Narrative, changes: str | None = None, seen: int, by: UUID) -> None:
    """Keep what somebody wrote in a draft.

    Takes:   `seen`, the version of the words that the form was opened with; `changes`, for a correction.
    Raises:  ChangedMeanwhile where somebody else wrote since; MoveNotAllowed for what is no draft.
    """
    with _held(report_id) as row:
        if row.state != ReportState.DRAFT:
            raise MoveNotAllowed(_("This report is frozen. Begin a correction to change it."))
        kept = {
            "summary": narrative.summary.strip(),
            "introduction": narrative.introduction.strip(),
            "objectives": {name: text.strip() for name, text in narrative.objectives.items() if text.strip()},
        }
        if row.narrative_version != seen:
            raise ChangedMeanwhile(theirs=row.narrative, mine=kept)
        if row.version > 1 and changes is not None:
            if not changes.strip():
                raise UsedWrongly(_("Say what is corrected, and why."))
            row.changes = changes.strip()
        fields = [name for name in WRITTEN if (kept[name] or None) != (row.narrative.get(name) or None)]
        row.narrative, row.narrative_version = kept, row.narrative_version + 1
        row.save(update_fields=["narrative", "narrative_version", "changes"])
        texts = {"summary": kept["summary"], "introduction": kept["introduction"]}
        texts |= {f"objective {name}": text for name, text in kept["objectives"].items()}
        _record(
            row,
            "written",
            by=by,
            facts={"fields": fields},
            personal={name: text for name, text in texts.items() if text},
        )


def throw_away(report_id: UUID, *, by: UUID) -> None:
    """Throw a draft away.

    Raises:  MoveNotAllowed for what is no draft: what was frozen is kept.
    """
    with _held(report_id) as row:
        if row.state != ReportState.DRAFT:
            raise MoveNotAllowed(_("Only a draft can be thrown away."))
        _record(row, "thrown_away", by=by)
        row.delete()


def send_report(report_id: UUID, *, by: UUID) -> str:
    """Freeze a draft and send it for sign-off; give its SHA-256.

    Raises:  MoveNotAllowed where the plan is not closed; NotPublishable where some readers could not use it.
    """
    with _held(report_id) as row:
        check_can_move_report(ReportState(row.state), to=ReportState.WAITING)
        if row.plan.state != PlanState.CLOSED:
            raise MoveNotAllowed(_("Close the plan first: until then its outcomes can still change."))
        council = next(each for each in all_councils() if each.id == row.plan.council_id)
        report = work_out(row.pk, council=council, on=timezone.localdate())
        row.facts, row.facts_sha256 = frozen(report)
        row.state, row.sent_at, row.sent_by_id, row.sent_back_why = ReportState.WAITING, timezone.now(), by, ""
        row.save()
        _record(row, "sent", by=by, facts={"sha256": row.facts_sha256, "counts": row.facts["counts"]})
        return row.facts_sha256


def start_sending(report_id: UUID, *, council_id: UUID, url: str, title: str, by: UUID) -> UUID:
    """Freeze a large report by a job, and give its id. It leads to `url` when it is done."""
    payload = {"report_id": str(report_id), "url": url}
    with _held(report_id) as row:
        job = start(kind="delivery.send_report", council_id=council_id, by=by, payload=payload, title=title)
        row.job_id = job
        row.save(update_fields=["job"])
    return job


@job_kind(
    "delivery.send_report",
    steps=(gettext_noop("Work out the report, and freeze it"),),
    heading=gettext_noop("Writing the year-end report"),
)
def send_by_job(job: JobHandle) -> None:
    """Freeze a report; done again after a crash it finds it sent and has nothing left to do."""
    report_id = UUID(job.payload["report_id"])
    assert job.by is not None
    if Report.objects.filter(pk=report_id, state=ReportState.DRAFT).exists():
        send_report(report_id, by=job.by)
    job.step(1)
    job.finish({"url": job.payload["url"], "text": _("The report waits for sign-off.")})


def send_back(report_id: UUID, *, why: str, by: UUID) -> None:
    """Send a report back to be written on; it is a draft again, and follows the plan.

    Raises:  UsedWrongly without a reason.
    """
    why = why.strip()
    if not why:
        raise UsedWrongly(_("Say why you send it back."))
    with _held(report_id) as row:
        check_can_move_report(ReportState(row.state), to=ReportState.DRAFT)
        sha = row.facts_sha256
        row.state, row.facts, row.facts_sha256 = ReportState.DRAFT, None, ""
        row.sent_at = row.sent_by = None
        row.sent_back_why = why
        row.save()
        _record(row, "sent_back", by=by, facts={"sha256": sha}, personal={"why": why})


def sign_report(report_id: UUID, *, seen: str, role: str, by: UUID) -> None:
    """Sign a report.

    Takes:   `seen`, the SHA-256 of what was read; `role`, as what it is signed.
    Raises:  MoveNotAllowed where what waits is not what was read, or whoever signs has sent it.
    """
    with _held(report_id) as row:
        check_can_move_report(ReportState(row.state), to=ReportState.SIGNED)
        if row.facts_sha256 != seen:
            raise MoveNotAllowed(_("This report has changed since you read it. Read it again before you sign."))
        if row.sent_by_id == by:
            raise MoveNotAllowed(_("You sent this report for sign-off, so somebody else signs it."))
        row.state, row.signed_at, row.signed_by_id, row.signed_as = ReportState.SIGNED, timezone.now(), by, role
        row.save(update_fields=["state", "signed_at", "signed_by", "signed_as"])
        _record(row, "signed", by=by, facts={"sha256": row.facts_sha256, "role": role})


def publish_report(report_id: UUID, *, by: UUID) -> None:
    """Publish a signed report. The version that was published before stays readable, with a notice."""
    with _held(report_id) as row:
        check_can_move_report(ReportState(row.state), to=ReportState.PUBLISHED)
        replaced = Report.objects.filter(plan_id=row.plan_id, state=ReportState.PUBLISHED)
        versions = list(replaced.values_list("version", flat=True))
        replaced.update(state=ReportState.REPLACED)
        row.state, row.published_at, row.published_by_id = ReportState.PUBLISHED, timezone.now(), by
        row.save(update_fields=["state", "published_at", "published_by"])
        _record(row, "published", by=by, facts={"sha256": row.facts_sha256, "replaces": versions})


def withdraw_report(report_id: UUID, *, why: str, by: UUID) -> None:
    """Take a report off the pages; its address shows the reason.

    Raises:  UsedWrongly without a reason.
    """
    why = why.strip()
    if not why:
        raise UsedWrongly(_("Say why the report is withdrawn."))
    with _held(report_id) as row:
        check_can_move_report(ReportState(row.state), to=ReportState.WITHDRAWN)
        row.state, row.withdrawn_at, row.withdrawn_by_id = ReportState.WITHDRAWN, timezone.now(), by
        row.withdrawn_why = why
        row.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_why"])
        _record(row, "withdrawn", by=by, facts={"sha256": row.facts_sha256}, personal={"why": why})


def set_signatory(council_id: UUID, *, role: str, by: UUID) -> None:
    """Say which role signs a council's year-end reports."""
    if role not in SIGNATORIES:
        raise UsedWrongly(_("Choose who signs."))
    with transaction.atomic():
        ReportRules.objects.update_or_create(council_id=council_id, defaults={"signatory": role, "changed_by_id": by})
        ledger.record(
            chain=f"council:{council_id}",
            kind="delivery.report_rules_changed",
            by=f"person:{by}",
            subject=f"organisation.council:{council_id}",
            facts={"signatory": role},
        )


@contextmanager
def _held(report_id: UUID) -> Iterator[Report]:
    """Hold a report's row in one transaction."""
    with transaction.atomic():
        yield Report.objects.select_for_update(of=("self",)).select_related("plan").get(pk=report_id)


def _record(
    row: Report,
    kind: str,
    *,
    by: UUID,
    facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
) -> None:
    ledger.record(
        chain=f"council:{row.plan.council_id}",
        kind=f"delivery.report_{kind}",
        by=f"person:{by}",
        subject=f"delivery.report:{row.pk}",
        also=[f"plans.plan:{row.plan_id}"],
        facts={"title": row.plan.title, "version": row.version, **(facts or {})},
        personal=personal,
    )
