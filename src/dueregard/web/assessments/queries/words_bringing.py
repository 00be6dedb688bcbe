"""In what sentences does the ledger tell of documents handed in, copies and questionnaires?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.web.ledger.queries import EntryCard


def _handed(card: EntryCard) -> str:
    words = {
        "old": now("Handed in an old assessment"),
        "copy": now("Handed a Word copy back in"),
        "template": now("Handed in a template"),
    }
    return words.get(str(card.facts.get("kind")), now("Handed in a document"))


WORDS: dict[str, Any] = {
    "assessments.handed_in": _handed,
    "assessments.handed_thrown_away": _("Threw away a document that was handed in"),
    "assessments.brought_in": _("Took in an old assessment as it was"),
    "assessments.copy_given": _("Gave out Word copy {copy}"),
    "assessments.copy_settled": _("Settled what came back in Word copy {copy}"),
    "assessments.questionnaire_made": _("Began version {number} of the council’s own questions"),
    "assessments.questionnaire_changed": _("Changed version {number} of the council’s own questions"),
    "assessments.questionnaire_in_use": _("Put version {number} of the council’s own questions into use"),
}
