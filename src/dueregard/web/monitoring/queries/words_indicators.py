"""In what sentences does the ledger tell what happened to indicators and findings?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.web.ledger.queries import EntryCard

ANSWERS = {
    "act": _("an action is made"),
    "look_further": _("look further"),
    "not_pursued": _("not pursued"),
}


def _answered(card: EntryCard) -> str:
    answer = ANSWERS.get(str(card.facts["answer"]), card.facts["answer"])
    return now("Answered a finding: %(answer)s") % {"answer": answer}


WORDS: dict[str, Any] = {
    "monitoring.indicator_defined": _("Defined the indicator “{name}”"),
    "monitoring.indicator_changed": _("Changed the indicator “{name}”: {fields}"),
    "monitoring.indicator_retired": _("Stopped watching the indicator “{name}”"),
    "monitoring.period_added": _("Added the period {period} to the indicator “{name}”"),
    "monitoring.period_removed": _("Took the period {period} off the indicator “{name}”"),
    "monitoring.measure_set": _("Made the indicator “{name}” a measure in a plan"),
    "monitoring.measure_ended": _("The indicator “{name}” is no longer a measure in a plan"),
    "monitoring.findings_kept": _("Kept {findings} findings from release {number}"),
    "monitoring.finding_answered": _answered,
}
