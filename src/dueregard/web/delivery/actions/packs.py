"""How is a board's pack begun, written in, issued and corrected?

The one idea: a draft keeps only what a person wrote; all else follows the plan. Issuing works the pack out once more,
freezes document and facts with their fingerprint in the ledger, and tells each member once, by an address that needs
signing in. After that nothing changes it: a correction is another version, which says what changed.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.delivery.packs import make_pack
from dueregard.domain.delivery.packs_document import pack_document
from dueregard.domain.delivery.packs_kept import facts_to_json, fingerprint
from dueregard.publish.document import say_date
from dueregard.publish.frozen import document_to_json
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.delivery.models.boards import Meeting, Pack
from dueregard.web.delivery.queries.packs import asking_of, pack_card
from dueregard.web.delivery.queries.packs_facts import pack_facts
from dueregard.web.ledger import actions as ledger
from dueregard.web.mail.actions.sending import send
from dueregard.web.organisation.queries import board as board_of


def begin_pack(meeting_id: UUID, *, by: UUID) -> UUID:
    """Begin a meeting's pack, or the next version of it, and give its id; the draft there is, where there is one.

    Raises:  MoveNotAllowed for a meeting that was called off.
    """
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
        if meeting.called_off_at is not None:
            raise MoveNotAllowed(_("This meeting was called off."))
        newest = Pack.objects.filter(meeting=meeting).order_by("-version").first()
        if newest is not None and newest.state == Pack.State.DRAFT:
            return newest.pk
        row = Pack.objects.create(
            meeting=meeting,
            version=newest.version + 1 if newest else 1,
            narrative=newest.narrative if newest else "",
            made_by_id=by,
        )
        _record(row, "pack_begun", by=by)
    return row.pk


def write_narrative(pack_id: UUID, *, narrative: str, by: UUID) -> None:
    """Keep what the officer says in the pack.

    Raises:  MoveNotAllowed once the pack is issued.
    """
    with transaction.atomic():
        row = _held_draft(pack_id)
        if row.narrative == narrative.strip():
            return
        row.narrative = narrative.strip()
        row.save(update_fields=["narrative"])
        _record(row, "pack_written", by=by, personal={"narrative": row.narrative})


def throw_away_pack(pack_id: UUID, *, by: UUID) -> None:
    """Throw a draft away. Nothing that was issued can be.

    Raises:  MoveNotAllowed once the pack is issued.
    """
    with transaction.atomic():
        row = _held_draft(pack_id)
        _record(row, "pack_thrown_away", by=by)
        row.delete()


def issue_pack(pack_id: UUID, *, address: str, on: date, by: UUID, what_changed: str = "") -> str:
    """Freeze a pack as it is on a day, tell each member, and give its fingerprint.

    Takes:   `address`, the whole address of the pack's page, which needs signing in; `what_changed`, for a correction.
    Raises:  MoveNotAllowed once it is issued; UsedWrongly where a correction does not say what changed.
    """
    with transaction.atomic():
        row = _held_draft(pack_id)
        if row.version > 1 and not what_changed.strip():
            raise UsedWrongly(_("Say what this version changes."))
        meeting = row.meeting
        card = pack_card(meeting.council_id, row.pk, board_id=meeting.board_id)
        asking = asking_of(card, council=meeting.council.name, what_changed=what_changed.strip())
        facts = pack_facts(card.meeting, asking, on=on)
        row.facts = facts_to_json(facts)
        row.document = document_to_json(pack_document(make_pack(facts)))
        row.sha256 = fingerprint(facts=row.facts, document=row.document)
        row.what_changed, row.state = what_changed.strip(), Pack.State.ISSUED
        row.issued_at, row.issued_by_id = timezone.now(), by
        row.save()
        told = _tell(row, address=address, by=by)
        _record(
            row,
            "pack_issued",
            by=by,
            facts={"sha256": row.sha256, "figures_of": on.isoformat(), "actions": len(facts.actions), "told": told},
            personal={"narrative": row.narrative, "what_changed": row.what_changed},
        )
    return row.sha256


def _held_draft(pack_id: UUID) -> Pack:
    row = Pack.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=pack_id)
    if row.state != Pack.State.DRAFT:
        raise MoveNotAllowed(_("This pack was issued, so it never changes."), mend=_("Make a new version."))
    return row


def _tell(row: Pack, *, address: str, by: UUID) -> int:
    """Send each member one message with the address of the page, and nothing attached; give how many."""
    meeting = row.meeting
    board = board_of(meeting.council_id, meeting.board.slug, on=timezone.localdate())
    people = {each.person.id: each.person for each in board.members} if board else {}
    about = {"board": meeting.board.name, "day": say_date(meeting.on), "address": address, "what": row.what_changed}
    if row.version > 1:
        subject = _("Corrected: the paper for %(board)s, %(day)s") % about
        words = _("There is a new version of this paper. What changed: %(what)s") % about
    else:
        subject = _("The paper for %(board)s, %(day)s") % about
        words = _("The paper on the actions that the board watches is ready.")
    end = _("You need to sign in to read it. You can ask about any action there; its owner is told.")
    for person in people.values():
        send(
            council_id=meeting.council_id,
            key=f"delivery.pack:{row.pk}:{person.id}",
            to=person.email,
            person_id=person.id,
            subject=subject,
            body=f"{words}\n\n{address}\n\n{end}\n",
            by=by,
        )
    return len(people)


def _record(
    row: Pack, what: str, *, by: UUID, facts: dict[str, Any] | None = None, personal: dict[str, str] | None = None
) -> None:
    meeting = row.meeting
    said = {"board": meeting.board.name, "meeting_on": meeting.on.isoformat(), "version": row.version}
    ledger.record(
        chain=f"council:{meeting.council_id}",
        kind=f"delivery.{what}",
        by=f"person:{by}",
        subject=f"delivery.pack:{row.pk}",
        also=[f"delivery.meeting:{meeting.pk}", f"organisation.board:{meeting.board_id}"],
        facts={**said, **(facts or {})},
        personal={name: value for name, value in (personal or {}).items() if value},
    )
