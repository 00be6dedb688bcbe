"""In what sentences does the ledger tell what happened to releases? Never with a figure."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "monitoring.release_prepared": _("Prepared release {number}, “{title}”, for {audience}"),
    "monitoring.release_refused": _("Release “{title}” was refused: a hidden figure could be worked out"),
    "monitoring.release_dropped": _("Put release {number}, “{title}”, aside"),
    "monitoring.release_sent": _("Sent release {number}, “{title}”, for a decision"),
    "monitoring.release_sent_back": _("Sent release {number}, “{title}”, back to its author: {why}"),
    "monitoring.release_released": _("Released {number}, “{title}”, for {audience}"),
    "monitoring.release_withdrawn": _("Withdrew release {number}, “{title}”: {why}"),
    "monitoring.release_viewed": _("Looked at release {number}, “{title}”, as somebody who needs to know: {why}"),
    "monitoring.release_rules_changed": _("Changed the rules for releases: two people {two_people}"),
}
