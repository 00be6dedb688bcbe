"""In what sentences does the ledger tell of bundles and legal advice? None says what the advice is called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.web.ledger.queries import EntryCard


def _asked(card: EntryCard) -> str:
    if card.facts["kind"] == "redacted":
        return now("Asked for a redacted bundle of the decision")
    return now("Asked for a bundle of the decision")


def _made(card: EntryCard) -> str:
    return now("Made a bundle of the decision, known by %(start)s…") % {"start": str(card.facts["fingerprint"])[:12]}


def _had(card: EntryCard) -> str:
    return now("Downloaded the bundle known by %(start)s…") % {"start": str(card.facts["fingerprint"])[:12]}


WORDS: dict[str, Any] = {
    "assessments.bundle_asked": _asked,
    "assessments.bundle_made": _made,
    "assessments.bundle_had": _had,
    "assessments.legal_kept": _("Kept legal advice"),
    "assessments.legal_had": _("Downloaded legal advice"),
    "assessments.legal_released": _("Released legal advice, because: {because}"),
}
