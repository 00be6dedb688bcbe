"""How is legal advice kept, had and released?

The one idea: the store stands apart from everything else about a decision. The ledger tells that advice was kept, had
or released, by whom and with which hash, and never what it is called or which decision it is on: the history of a
decision is every member of staff's to read, and tells nothing of it.
A release is a named officer's word, with a reason; it lets a bundle hold the advice, and changes nothing else.
"""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.plans.evidence import evidence_kind
from dueregard.terms.errors import CannotBeRead, MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.models.bundles import LegalAdvice
from dueregard.web.ledger import actions as ledger

MOST_FOR_ONE_DECISION = 100


def keep_advice(
    decision_id: UUID, *, title: str, data: bytes, file_name: str, by: UUID, is_title_open: bool = False
) -> UUID:
    """Keep a file as legal advice on a decision and give its id.

    Takes:   `is_title_open`, whether a bundle may say, by its title, that it is withheld.
    Raises:  CannotBeRead for what is too large or of a kind that is not kept; UsedWrongly without a title, or where
             there is too much.
    """
    if not title.strip():
        raise UsedWrongly(_("Say what it is called."))
    if len(data) > settings.MAX_UPLOAD_BYTES:
        raise CannotBeRead(_("The file is too large."), mend=_("Send a smaller one."))
    kind = evidence_kind(data, name=file_name)
    row = LegalAdvice(
        decision_id=decision_id,
        title=title.strip()[:300],
        is_title_open=is_title_open,
        file_name=_shown(file_name, ending=kind.ending),
        media_type=kind.media_type,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        added_by_id=by,
    )
    try:
        with transaction.atomic():
            if LegalAdvice.objects.filter(decision=decision_id).count() >= MOST_FOR_ONE_DECISION:
                raise UsedWrongly(_("This decision has as much legal advice as it can hold."))
            row.file.save("advice", ContentFile(data), save=False)
            row.save(force_insert=True)
            _record(row, "legal_kept", by=by)
    except BaseException:
        if row.file.name:
            row.file.storage.delete(row.file.name)
        raise
    return row.pk


def had_advice(advice_id: UUID, *, by: UUID) -> None:
    """Note that somebody downloaded legal advice."""
    with transaction.atomic():
        _record(LegalAdvice.objects.select_related("decision").get(pk=advice_id), "legal_had", by=by)


def release_advice(advice_id: UUID, *, because: str, by: UUID) -> None:
    """Release legal advice, so that a bundle may hold it.

    Raises:  UsedWrongly without a reason; MoveNotAllowed where it is released already.
    """
    if not because.strip():
        raise UsedWrongly(_("Say why it is released."))
    with transaction.atomic():
        row = LegalAdvice.objects.select_for_update(of=("self",)).select_related("decision").get(pk=advice_id)
        if row.released_at is not None:
            raise MoveNotAllowed(_("This advice is released already."))
        row.released_at, row.released_by_id, row.released_because = timezone.now(), by, because.strip()
        row.save(update_fields=["released_at", "released_by", "released_because"])
        _record(row, "legal_released", by=by, because=row.released_because)


def _record(row: LegalAdvice, what: str, *, by: UUID, because: str = "") -> None:
    ledger.record(
        chain=f"council:{row.decision.council_id}",
        kind=f"assessments.{what}",
        by=f"person:{by}",
        subject=f"assessments.legal_advice:{row.pk}",
        facts={"sha256": row.sha256},
        personal={"because": because} if because else {},
    )


def _shown(file_name: str, *, ending: str) -> str:
    """Give the name under which it is saved: no path, with the ending that it really has."""
    plain = "".join(sign for sign in file_name.replace("\\", "/").rpartition("/")[2] if sign.isprintable())[-200:]
    stem, _dot, said = plain.rpartition(".")
    return plain if stem and said.lower() == ending else f"{plain or 'advice'}.{ending}"
