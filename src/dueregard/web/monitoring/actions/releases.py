"""Sending a release for a decision, letting it out, sending it back, withdrawing it, and looking at it with a reason.

The one idea: each is one move of `domain.monitoring.states`, one transaction, one entry in the ledger. What is let out
must have been judged with all that is known at that moment: where something about the same people went out since, it
is prepared again. Nothing here changes a figure.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.analysis.released.table import Audience, Population
from dueregard.domain.monitoring.states import ReleaseState, check_can_move_release
from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.ledger import actions as ledger
from dueregard.web.monitoring.models import MonitoringRules, NeedToKnowView, Release
from dueregard.web.monitoring.queries.releases import known_ids, subject_of


def send_for_decision(release_id: UUID, *, note: str, by: UUID) -> None:
    """Send a preview to the person who decides.

    Raises:  MoveNotAllowed unless it is with its author.
    """
    with transaction.atomic():
        row = _row(release_id, to=ReleaseState.WAITING)
        if row.prepared_by_id != by:
            raise MoveNotAllowed(_("Only its author sends a release for a decision."))
        row.state, row.sent_at, row.note = ReleaseState.WAITING, timezone.now(), note
        row.save(update_fields=["state", "sent_at", "note"])
        _tell(row, "sent", by=by, personal={"note": note} if note else {})


def drop(release_id: UUID, *, by: UUID) -> None:
    """Put a preview aside that was not sent.

    Raises:  MoveNotAllowed unless it is with its author.
    """
    with transaction.atomic():
        row = _row(release_id, to=ReleaseState.DROPPED)
        if row.prepared_by_id != by:
            raise MoveNotAllowed(_("Only its author puts a release aside."))
        row.state = ReleaseState.DROPPED
        row.save(update_fields=["state"])
        _tell(row, "dropped", by=by)


def let_out(release_id: UUID, *, by: UUID) -> None:
    """Release: from now on its audience may read it.

    Raises:  MoveNotAllowed unless it waits, a second person decides where two are needed, and it was judged with all
             that is known now.
    """
    with transaction.atomic():
        council_id = Release.objects.values_list("council_id", flat=True).get(pk=release_id)
        # All that wait are locked, so that of two decisions at once the second sees the first.
        waits = Release.objects.select_for_update().filter(council_id=council_id, state=ReleaseState.WAITING)
        list(waits.order_by("pk").values_list("pk", flat=True))
        row = _row(release_id, to=ReleaseState.RELEASED)
        if row.needs_two_people and row.prepared_by_id == by:
            raise MoveNotAllowed(_("You prepared this release, so somebody else decides whether it goes out."))
        if set(known_ids(council_id, _population(row))) != set(row.given_known):
            raise MoveNotAllowed(
                _("Other figures about the same people went out after this was judged."),
                mend=_("Send it back: its author prepares it again, and it is judged together with them."),
            )
        row.state, row.released_at, row.released_by_id = ReleaseState.RELEASED, timezone.now(), by
        row.alternatives = []
        row.save(update_fields=["state", "released_at", "released_by", "alternatives"])
        _tell(row, "released", by=by, audience=row.audience, tables_sha256=row.tables_sha256)


def send_back(release_id: UUID, *, why: str, by: UUID) -> None:
    """Send a release back to its author, with the reason.

    Raises:  MoveNotAllowed unless it waits for a decision.
    """
    with transaction.atomic():
        row = _row(release_id, to=ReleaseState.SENT_BACK)
        row.state, row.sent_back_at, row.sent_back_by_id = ReleaseState.SENT_BACK, timezone.now(), by
        row.sent_back_why = why
        row.save(update_fields=["state", "sent_back_at", "sent_back_by", "sent_back_why"])
        _tell(row, "sent_back", by=by, personal={"why": why})


def withdraw(release_id: UUID, *, why: str, by: UUID) -> None:
    """Take a release off the pages. It stays in the register, and known to the judge, for good.

    Raises:  MoveNotAllowed unless it is out.
    """
    with transaction.atomic():
        row = _row(release_id, to=ReleaseState.WITHDRAWN)
        row.state, row.withdrawn_at, row.withdrawn_by_id = ReleaseState.WITHDRAWN, timezone.now(), by
        row.withdrawn_why = why
        row.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_why"])
        _tell(row, "withdrawn", by=by, personal={"why": why})


def look(release_id: UUID, *, why: str, by: UUID) -> None:
    """Record that somebody looks at figures for those who need to know, and why."""
    with transaction.atomic():
        row = Release.objects.get(pk=release_id, audience=Audience.ANALYST)
        NeedToKnowView.objects.create(council_id=row.council_id, person_id=by, subject=subject_of(row.pk), reason=why)
        _tell(row, "viewed", by=by, personal={"why": why})


def change_rules(council_id: UUID, *, two_people: bool, by: UUID) -> None:
    """Say whether a release needs two people. It holds for what is prepared from now on."""
    with transaction.atomic():
        MonitoringRules.objects.update_or_create(
            council_id=council_id, defaults={"two_people": two_people, "changed_by_id": by}
        )
        ledger.record(
            chain=f"council:{council_id}",
            kind="monitoring.release_rules_changed",
            by=f"person:{by}",
            subject=f"monitoring.rules:{council_id}",
            facts={"two_people": two_people},
        )


def _row(release_id: UUID, *, to: ReleaseState) -> Release:
    row = Release.objects.select_for_update().get(pk=release_id)
    check_can_move_release(ReleaseState(row.state), to=to)
    return row


def _population(row: Release) -> Population:
    shape = row.population
    on = date.fromisoformat(shape["on"]) if shape.get("on") else None
    return Population(shape["code"], shape["label"], on, shape.get("within"))


def _tell(row: Release, what: str, *, by: UUID, personal: dict[str, str] | None = None, **facts: Any) -> None:
    ledger.record(
        chain=f"council:{row.council_id}",
        kind=f"monitoring.release_{what}",
        by=f"person:{by}",
        subject=subject_of(row.pk),
        facts={"number": row.number, "title": row.title, **facts},
        personal=personal or {},
    )
