"""In what sentences does the ledger tell what happened at a year's end and to its report?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "delivery.outcome_proposed": _("Proposed what became of the action: {outcome} {achieved}"),
    "delivery.outcome_decided": _("Decided what became of the action: {outcome} {achieved}"),
    "delivery.outcomes_decided": _("Decided what became of {number} actions"),
    "delivery.outcome_taken_back": _("Took back what was said of the outcome"),
    "delivery.report_begun": _("Began version {version} of the year-end report of “{title}”"),
    "delivery.report_written": _("Wrote in version {version} of the year-end report of “{title}”"),
    "delivery.report_thrown_away": _("Threw away the draft of version {version} of the year-end report of “{title}”"),
    "delivery.report_sent": _("Froze version {version} of the year-end report of “{title}” and sent it for sign-off"),
    "delivery.report_sent_back": _("Sent version {version} of the year-end report of “{title}” back: {why}"),
    "delivery.report_signed": _("Signed version {version} of the year-end report of “{title}”"),
    "delivery.report_published": _("Published version {version} of the year-end report of “{title}”"),
    "delivery.report_withdrawn": _("Withdrew version {version} of the year-end report of “{title}”: {why}"),
    "delivery.report_rules_changed": _("Said who signs year-end reports: {signatory}"),
}
