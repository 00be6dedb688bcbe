"""In what sentences does the ledger tell what became of messages?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "mail.sent": _("Sent a message to {to}"),
    "mail.failed": _("Could not send a message to {to}"),
    "mail.bounced": _("A message to {to} came back"),
    "mail.withdrawn": _("Did not send a message to {to}, because it was no longer right"),
    "mail.sent_again": _("Asked for a failed message to {to} to be sent again"),
}
