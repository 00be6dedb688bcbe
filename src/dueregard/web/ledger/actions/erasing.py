"""How is what the ledger keeps about a person taken out, and the chain left whole?

The one idea: value and salt are blanked together, in the same transaction as an entry that lists what was blanked. The
commitment that stays in the chain is then a hash under a lost key: it says nothing, even to someone who guesses the
value. A verification takes what is listed as erased and everything else that is gone as missing.

What this does not reach: backups made before (docs/explanation/ledger.md says how long they live), and pages that a
database has not yet overwritten (SQLite: `secure_delete` and a checkpoint of its log, done here; PostgreSQL: VACUUM).
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from dueregard.domain.ledger.verify import ERASED
from dueregard.web.ledger.actions.recording import record, take_turn
from dueregard.web.ledger.models import PersonalValue


def erase_personal(*, by: str, subject: str, reason: str) -> int:
    """Erase every personal value that is about a subject, in every chain, and record that it was done.

    Takes:   `subject`, as it was recorded ("accounts.person:<id>"); `reason`, without names: it stays.
    Gives:   how many values were erased; nought changes nothing and records nothing.
    """
    with transaction.atomic():
        found = _about(subject)
        chains = sorted(set(found.values_list("entry__chain__name", flat=True)))
        erased = 0
        for chain in chains:
            take_turn(chain)  # before the values: a walk that holds the chain sees both or neither
            values = list(found.filter(entry__chain__name=chain).order_by("entry__number", "name"))
            listed = [{"entry": one.entry.number, "name": one.name} for one in values]
            PersonalValue.objects.filter(pk__in=[one.pk for one in values]).update(
                value=None, salt=None, erased_at=timezone.now()
            )
            record(chain=chain, kind=ERASED, by=by, subject=subject, facts={"erased": listed, "reason": reason})
            erased += len(values)
        if erased and connection.vendor == "sqlite":
            transaction.on_commit(_empty_log, robust=True)
    return erased


def _about(subject: str) -> QuerySet[PersonalValue]:
    about = Q(about=subject) | Q(about="", entry__subjects__subject=subject)
    return PersonalValue.objects.filter(about, value__isnull=False).select_related("entry").distinct()


def _empty_log() -> None:
    # The log still holds the pages as they were. Readers may keep this from being complete; the next one tries again.
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
