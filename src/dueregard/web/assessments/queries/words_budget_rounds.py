"""In what sentences does the ledger tell of budget rounds?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "assessments.budget_round_made": _("Made the budget round “{name}” of {decisions} decisions"),
    "assessments.budget_round_changed": _("Changed the budget round “{name}”: {decisions} decisions"),
    "assessments.budget_round_closed": _("Closed the budget round “{name}”"),
    "assessments.budget_round_opened_again": _("Opened the budget round “{name}” again"),
}
