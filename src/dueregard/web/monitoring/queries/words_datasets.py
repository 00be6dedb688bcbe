"""In what sentences does the ledger tell what happened to datasets? Never with a value from a record."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.web.ledger.queries import EntryCard
from dueregard.web.ui.components.formats import long_day, number


def _registered(card: EntryCard) -> str:
    until = date.fromisoformat(str(card.facts["retention_until"]))
    return now("Registered the dataset “%(name)s”, to be deleted on %(day)s") % {
        "name": card.facts["name"],
        "day": long_day(until),
    }


def _ready(card: EntryCard) -> str:
    return now("Prepared file %(number)s of “%(name)s” for counting (%(rows)s rows)") % {
        "number": card.facts["number"],
        "name": card.facts["name"],
        "rows": number(int(str(card.facts["rows"]))),
    }


WORDS: dict[str, Any] = {
    "monitoring.dataset_registered": _registered,
    "monitoring.dataset_changed": _("Changed what is promised about the dataset “{name}”: {fields}"),
    "monitoring.dataset_deleted": _("Deleted the dataset “{name}” with {files} files of records ({why})"),
    "monitoring.file_handed_in": _("Handed in file {number} of the dataset “{name}”"),
    "monitoring.file_confirmed": _("Confirmed what the columns of file {number} of “{name}” mean"),
    "monitoring.file_ready": _ready,
    "monitoring.file_deleted": _("Deleted file {number} of the dataset “{name}” ({why})"),
    "monitoring.values_placed": _("Said what {values} values of {meaning} mean"),
    "monitoring.rare_shown": _("Looked at the rare wordings of {meaning} in file {number}: {reason}"),
    "monitoring.looked_at": _("Looked at figures meant for few"),
}
