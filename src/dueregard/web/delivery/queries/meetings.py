"""When does a board meet, and what was put before each meeting?

The one idea: a meeting is a day on which a board looks at one council's actions. The last meeting and the next are seen
from a day; a meeting that was called off counts as neither.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from dueregard.web.delivery.models.boards import Meeting, Pack


@dataclass(frozen=True, slots=True)
class PackLine:
    """A version of a meeting's pack, as lists show it."""

    id: UUID
    version: int
    is_issued: bool
    issued_at: datetime | None


@dataclass(frozen=True, slots=True)
class MeetingCard:
    """A meeting as pages show it, with the versions of its pack, newest first."""

    id: UUID
    council_id: UUID
    board_id: UUID
    board_slug: str
    board_name: str
    on: date
    place: str
    is_called_off: bool
    packs: tuple[PackLine, ...]

    @property
    def issued(self) -> PackLine | None:
        """The newest version that was issued."""
        return next((each for each in self.packs if each.is_issued), None)

    @property
    def draft(self) -> PackLine | None:
        """The version that is being made."""
        return next((each for each in self.packs if not each.is_issued), None)


def meetings_wanted(council_id: UUID, board_id: UUID, *, when: str = "", on: date) -> QuerySet[Meeting]:
    """Give the query for a board's meetings: "coming", "held", "called_off", or "" for all; the newest first."""
    rows = Meeting.objects.filter(council_id=council_id, board_id=board_id)
    if when == "called_off":
        rows = rows.filter(called_off_at__isnull=False)
    elif when == "coming":
        rows = rows.filter(called_off_at__isnull=True, on__gte=on)
    elif when == "held":
        rows = rows.filter(called_off_at__isnull=True, on__lt=on)
    return rows.order_by("-on")


def meeting_cards(rows: QuerySet[Meeting]) -> tuple[MeetingCard, ...]:
    """Give meetings as cards. Two queries."""
    packs = Pack.objects.only("meeting", "version", "state", "issued_at").order_by("-version")
    return tuple(_card(row) for row in rows.select_related("board").prefetch_related(Prefetch("packs", packs)))


def meeting_card(council_id: UUID, meeting_id: UUID, *, board_id: UUID) -> MeetingCard:
    """Give one meeting of a board. Two queries.

    Raises:  Http404 for one of another board or council, as for none.
    """
    rows = Meeting.objects.filter(council_id=council_id, board_id=board_id, pk=meeting_id)
    found = next(iter(meeting_cards(rows)), None)
    if found is None:
        raise Http404
    return found


def next_meeting(council_id: UUID, board_ids: Collection[UUID], *, on: date) -> MeetingCard | None:
    """Give the soonest meeting of any of the boards, from a day on. Two queries."""
    rows = Meeting.objects.filter(council_id=council_id, board_id__in=board_ids, called_off_at__isnull=True, on__gte=on)
    return next(iter(meeting_cards(rows.order_by("on")[:1])), None)


def last_meeting(council_id: UUID, board_id: UUID, *, before: date, seen_on: date) -> MeetingCard | None:
    """Give a board's latest meeting before a day, seen from `seen_on`. Two queries.

    A meeting that is still to come counts only where its pack is issued: until then the board was told nothing for it.
    """
    rows = Meeting.objects.filter(council_id=council_id, board_id=board_id, called_off_at__isnull=True, on__lt=before)
    issued = Pack.objects.filter(state=Pack.State.ISSUED).values("meeting")
    rows = rows.filter(Q(on__lte=seen_on) | Q(pk__in=issued))
    return next(iter(meeting_cards(rows.order_by("-on")[:1])), None)


def _card(row: Meeting) -> MeetingCard:
    return MeetingCard(
        id=row.pk,
        council_id=row.council_id,
        board_id=row.board_id,
        board_slug=row.board.slug,
        board_name=row.board.name,
        on=row.on,
        place=row.place,
        is_called_off=row.called_off_at is not None,
        packs=tuple(
            PackLine(pack.pk, pack.version, pack.state == Pack.State.ISSUED, pack.issued_at) for pack in row.packs.all()
        ),
    )
