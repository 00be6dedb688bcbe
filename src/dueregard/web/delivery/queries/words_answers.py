"""In what sentences does the ledger tell that somebody was named to answer?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "delivery.handed_on": _("Named {name} to answer about {actions} actions"),
}
