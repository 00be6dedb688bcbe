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


WORDS: dict[str, Any] = {
    "assessments.bundle_asked": _asked,
    "assessments.bundle_made": _("Made a bundle of the decision (fingerprint {fingerprint})"),
    "assessments.bundle_had": _("Downloaded a bundle of the decision (fingerprint {fingerprint})"),
    "assessments.legal_kept": _("Kept legal advice ({sha256})"),
    "assessments.legal_had": _("Downloaded legal advice ({sha256})"),
    "assessments.legal_released": _("Released legal advice ({sha256}), because: {because}"),
}
