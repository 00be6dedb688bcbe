"""In what sentences does the ledger tell what happened to the council's area?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "monitoring.area_chosen": _("Said that {name} ({code}) is the council's area"),
}
