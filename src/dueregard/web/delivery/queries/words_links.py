"""In what sentences does the ledger tell what happened to links?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "delivery.link_made": _("Made a link for {name}, with which they answer without signing in"),
    "delivery.link_revoked": _("Revoked the link that was sent to {name}"),
}
