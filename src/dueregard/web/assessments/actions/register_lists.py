"""How is a council's own list of policies, or its forward plan, taken in?

The one idea: read, shown, taken in, in that order, and by a person who confirms what they saw. Faults are told all at
once and nothing is kept. Taking in is one transaction: all of it or nothing; a long list goes to a job. Who hands the
same list in again changes what differs, by each row's number; what is not in the list stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dueregard.domain.assessments.register_calendar import is_calendar, read_calendar
from dueregard.domain.assessments.register_rows import (
    LIMITS,
    Given,
    Names,
    decision_columns,
    policy_columns,
    read_register,
)
from dueregard.reading.sandbox import read_safely
from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.accounts.queries import person_card
from dueregard.web.assessments.access.reading import can_keep_register
from dueregard.web.assessments.actions.register import record_many, record_row, write
from dueregard.web.assessments.actions.register_ranks import rank_policies
from dueregard.web.assessments.models.register import Decision, Policy, RegisterList
from dueregard.web.assessments.queries.register_lists import Change, Preview, names_of_directorates, preview
from dueregard.web.jobs import actions as jobs
from dueregard.web.jobs.worker import JobHandle, daily, job_kind
from dueregard.web.organisation.queries import visitor_for

KIND = "assessments.take_in_register"
AT_ONCE = 200
"""Up to so many changes are made while the person waits; more become a job."""
KEPT_FOR = timedelta(days=7)


def hand_in_register(*, council_id: UUID, kind: str, file_name: str, content: bytes, by: UUID) -> UUID:
    """Read a list and keep it to be looked at. Nothing changes yet.

    Takes:   `kind`, "policies" or "decisions"; CSV, Excel or OpenDocument, for decisions a calendar (.ics), too.
    Raises:  RegisterFaulty with every fault; CannotBeRead where it is no such list.
    """
    remarks: Sequence[str] = ()
    if kind == RegisterList.Kind.DECISIONS and is_calendar(content):
        rows, remarks = read_calendar(content)
    else:
        rows = _read(content, kind=kind, file_name=file_name, council_id=council_id)
    return RegisterList.objects.create(
        council_id=council_id,
        kind=kind,
        file_name=file_name[:200],
        sha256=sha256(content).hexdigest(),
        rows=[{"row": row.row, "values": dict(row.values)} for row in rows],
        remarks=list(remarks)[:50],
        made_by_id=by,
    ).pk


def throw_away_register(*, council_id: UUID, list_id: UUID) -> None:
    """Throw a list away that was not taken in; its rows are emptied."""
    RegisterList.objects.filter(pk=list_id, council=council_id, state=RegisterList.State.PREVIEW).update(
        state=RegisterList.State.THROWN_AWAY, rows=[]
    )


def take_in_register(*, council_id: UUID, list_id: UUID, fingerprint: str, on: date, by: UUID) -> Preview:
    """Do what the preview showed, all or nothing. Gives what was done.

    Raises:  MoveNotAllowed where it was taken in or thrown away, or the register changed since it was shown.
    """
    with transaction.atomic():
        kept = RegisterList.objects.select_for_update(of=("self",)).get(pk=list_id, council=council_id)
        if kept.state != RegisterList.State.PREVIEW:
            raise MoveNotAllowed(_("This list is over already."))
        shown = preview(list_id, council_id, on=on)
        if shown is None or shown.fingerprint != fingerprint:
            raise MoveNotAllowed(_("The register changed since you looked."), mend=_("Look at the list again."))
        _add(shown, kept, by=by)
        _change(shown, kept, by=by)
        kept.state, kept.taken_at, kept.rows = RegisterList.State.TAKEN, timezone.now(), []
        kept.save(update_fields=["state", "taken_at", "rows"])
    return shown


def begin_taking_in(*, council_id: UUID, list_id: UUID, fingerprint: str, by: UUID, file_name: str, url: str) -> UUID:
    """Take in a long list as a job that ends at `url`. Gives the job's id."""
    payload = {"list_id": str(list_id), "fingerprint": fingerprint, "url": url}
    return jobs.start(kind=KIND, council_id=council_id, by=by, payload=payload, title=file_name)


@job_kind(
    KIND,
    steps=(gettext_noop("Look at the list again"), gettext_noop("Take it in, all or nothing")),
    heading=gettext_noop("Taking in the list"),
)
def take_in_as_job(job: JobHandle) -> None:
    """Take in a list that was confirmed, if whoever confirmed it may still keep the register.

    Safe to run again: a list that is taken in already is simply done.
    """
    council_id, by, list_id = job.council_id, job.by, UUID(job.payload["list_id"])
    kept = RegisterList.objects.select_related("council").defer("council__logo", "rows").get(pk=list_id)
    person = person_card(by) if by else None
    if council_id is None or by is None or person is None or kept.council_id != council_id:
        raise MoveNotAllowed(_("Nobody confirmed this list."))
    visitor = visitor_for(person, slug=kept.council.slug)
    if not can_keep_register(visitor):
        raise MoveNotAllowed(_("The register is kept by the equalities officer and the directorate leads."))
    job.step(1)
    if kept.state == RegisterList.State.PREVIEW:
        fingerprint = job.payload["fingerprint"]
        done = take_in_register(council_id=council_id, list_id=list_id, fingerprint=fingerprint, on=visitor.on, by=by)
        job.step(2, found=_("%(added)s added, %(changed)s changed") % done.counts)
    job.finish({"url": job.payload["url"], "text": _("The list is taken in.")})


@daily("assessments.forget_register_lists")
def forget_register_lists() -> str:
    """Throw away lists that nobody took in within a week; say how many."""
    old = RegisterList.objects.filter(state=RegisterList.State.PREVIEW, made_at__lt=timezone.now() - KEPT_FOR)
    number = old.update(state=RegisterList.State.THROWN_AWAY, rows=[])
    return f"{number} lists that nobody took in were thrown away" if number else ""


def _read(content: bytes, *, kind: str, file_name: str, council_id: UUID) -> tuple[Given, ...]:
    blocks = read_safely(content, name=file_name, limits=LIMITS)
    columns = policy_columns() if kind == RegisterList.Kind.POLICIES else decision_columns()
    return read_register(blocks, columns, names=Names(names_of_directorates(council_id)))


def _add(shown: Preview, kept: RegisterList, *, by: UUID) -> None:
    """Add the new rows and tell the ledger of them, five hundred to an entry."""
    model: Any = Policy if kept.kind == RegisterList.Kind.POLICIES else Decision
    given = [_new(change, kept) for change in shown.of("added")]
    made = model.objects.bulk_create([model(**values) for values in given], batch_size=200)
    what = "policies_taken_in" if model is Policy else "decisions_taken_in"
    record_many(made, what=what, council_id=kept.council_id, by=by, facts={"sha256": kept.sha256},
                personal={"file": kept.file_name})  # fmt: skip
    if model is Policy:
        rank_policies([row.pk for row in made], on=timezone.localdate())
    else:
        rank_policies({row.policy_id for row in made if row.policy_id}, on=timezone.localdate())


def _new(change: Change, kept: RegisterList) -> dict[str, Any]:
    values = {"council_id": kept.council_id, **change.values}
    if kept.kind == RegisterList.Kind.POLICIES:
        values.setdefault("kind", "policy")
    return values


def _change(shown: Preview, kept: RegisterList, *, by: UUID) -> None:
    """Change what differs, each with an entry of its own that says what it was set to."""
    model: Any = Policy if kept.kind == RegisterList.Kind.POLICIES else Decision
    wanted = {change.target_id: change for change in shown.of("changed")}
    keys = list(wanted)
    for at in range(0, len(keys), 500):
        for row in model.objects.select_for_update(of=("self",)).filter(pk__in=keys[at : at + 500]):
            changed = write(row, wanted[row.pk].values, seen=None)
            record_row(row, what="policy_changed" if model is Policy else "decision_changed", by=by, changed=changed)
    if model is Policy:
        rank_policies([key for key in keys if key], on=timezone.localdate())
