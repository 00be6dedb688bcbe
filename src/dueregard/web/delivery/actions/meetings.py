"""How is a board's meeting set, moved and called off?

The one idea: a meeting is never deleted, because packs and questions refer to it. It is called off, or put on another
day; what was issued for it stays as it was issued.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.delivery.models.boards import Meeting
from dueregard.web.ledger import actions as ledger


def add_meeting(*, council_id: UUID, board_id: UUID, on: date, by: UUID, place: str = "") -> UUID:
    """Set a meeting of a board about a council's plans, and give its id.

    Raises:  UsedWrongly where the board meets that day already.
    """
    with transaction.atomic():
        _check_day(council_id, board_id, on)
        row = Meeting.objects.create(
            council_id=council_id, board_id=board_id, on=on, place=place.strip(), made_by_id=by
        )
        _record(row, "meeting_added", by=by, facts={"on": on.isoformat(), "place": row.place})
    return row.pk


def change_meeting(meeting_id: UUID, *, on: date, by: UUID, place: str = "") -> None:
    """Put a meeting on another day, or say where it is.

    Raises:  UsedWrongly where the board meets that day already; MoveNotAllowed once it is called off.
    """
    with transaction.atomic():
        row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
        _check_stands(row)
        if (row.on, row.place) == (on, place.strip()):
            return
        _check_day(row.council_id, row.board_id, on, but=row.pk)
        before = {"on": row.on.isoformat(), "place": row.place}
        row.on, row.place = on, place.strip()
        row.save(update_fields=["on", "place"])
        _record(row, "meeting_changed", by=by, facts={"on": on.isoformat(), "place": row.place, "before": before})


def call_off_meeting(meeting_id: UUID, *, by: UUID) -> None:
    """Say that a meeting does not take place.

    Raises:  MoveNotAllowed where it is called off already.
    """
    with transaction.atomic():
        row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
        _check_stands(row)
        row.called_off_at = timezone.now()
        row.save(update_fields=["called_off_at"])
        _record(row, "meeting_called_off", by=by, facts={"on": row.on.isoformat()})


def _check_stands(row: Meeting) -> None:
    if row.called_off_at is not None:
        raise MoveNotAllowed(_("This meeting was called off."))


def _check_day(council_id: UUID, board_id: UUID, on: date, *, but: UUID | None = None) -> None:
    same = Meeting.objects.filter(council_id=council_id, board_id=board_id, on=on, called_off_at__isnull=True)
    if same.exclude(pk=but).exists():
        raise UsedWrongly(_("This board meets on that day already."))


def _record(row: Meeting, what: str, *, by: UUID, facts: dict[str, object]) -> None:
    ledger.record(
        chain=f"council:{row.council_id}",
        kind=f"delivery.{what}",
        by=f"person:{by}",
        subject=f"delivery.meeting:{row.pk}",
        also=[f"organisation.board:{row.board_id}"],
        facts={"board": row.board.name, **facts},
    )
