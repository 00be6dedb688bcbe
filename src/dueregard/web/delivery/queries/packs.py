"""What does a board's pack say: as a draft, from the plan of today, or as it was issued?

The one idea: a draft is worked out anew each time it is looked at; an issued pack is read from what was frozen and asks
the plan for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404

from dueregard.domain.delivery.packs import Pack as Told
from dueregard.domain.delivery.packs import make_pack
from dueregard.domain.delivery.packs_document import pack_document
from dueregard.domain.delivery.packs_kept import facts_from_json, fingerprint
from dueregard.publish.document import Document
from dueregard.publish.frozen import document_from_json
from dueregard.web.delivery.models.boards import Pack
from dueregard.web.delivery.queries.meetings import MeetingCard, meeting_card
from dueregard.web.delivery.queries.packs_facts import Asking, pack_facts
from dueregard.web.organisation.queries.councils import words


@dataclass(frozen=True, slots=True)
class PackCard:
    """A version of a pack, and the meeting it is for."""

    id: UUID
    meeting: MeetingCard
    version: int
    is_issued: bool
    narrative: str
    what_changed: str
    sha256: str
    made_by: str
    issued_at: datetime | None
    issued_by: str
    is_newest: bool


@dataclass(frozen=True, slots=True)
class PackSeen:
    """A pack as it is shown: what it says, and the same as a document. `is_whole`: what is kept has its fingerprint."""

    card: PackCard
    told: Told
    document: Document
    is_whole: bool = True


def pack_card(council_id: UUID, pack_id: UUID, *, board_id: UUID) -> PackCard:
    """Give one version of a pack of a board. Three queries.

    Raises:  Http404 for one of another board or council, as for none.
    """
    rows = Pack.objects.filter(meeting__council_id=council_id, meeting__board_id=board_id, pk=pack_id)
    row = rows.select_related("made_by", "issued_by").defer("document", "facts").first()
    if row is None:
        raise Http404
    meeting = meeting_card(council_id, row.meeting_id, board_id=board_id)
    newest = meeting.issued
    return PackCard(
        id=row.pk,
        meeting=meeting,
        version=row.version,
        is_issued=row.state == Pack.State.ISSUED,
        narrative=row.narrative,
        what_changed=row.what_changed,
        sha256=row.sha256,
        made_by=row.made_by.full_name,
        issued_at=row.issued_at,
        issued_by=row.issued_by.full_name if row.issued_by else "",
        is_newest=newest is None or newest.id == row.pk or row.state != Pack.State.ISSUED,
    )


def seen_pack(card: PackCard, *, council: str, on: date) -> PackSeen:
    """Give what a pack says: one query where it is issued, at most 24 where it is a draft."""
    if not card.is_issued:
        told = make_pack(pack_facts(card.meeting, asking_of(card, council=council), on=on))
        return PackSeen(card, told, pack_document(told))
    kept_facts, kept_document = Pack.objects.values_list("facts", "document").get(pk=card.id)
    is_whole = fingerprint(facts=kept_facts, document=kept_document) == card.sha256
    return PackSeen(card, make_pack(facts_from_json(kept_facts)), document_from_json(kept_document), is_whole)


def asking_of(card: PackCard, *, council: str, what_changed: str | None = None) -> Asking:
    """Give who says it and what a person wrote; `council` is its name. One query."""
    return Asking(
        council=council,
        words=words(card.meeting.council_id),
        report_of=card.made_by,
        narrative=card.narrative,
        version=card.version,
        what_changed=card.what_changed if what_changed is None else what_changed,
    )
