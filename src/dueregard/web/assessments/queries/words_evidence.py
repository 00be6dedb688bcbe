"""In what sentences does the ledger tell which figures were chosen, and how remarks were answered?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.web.ledger.queries import EntryCard


def _answered(card: EntryCard) -> str:
    if card.facts["answer"] == "changed":
        return now("Answered a remark: changed")
    return now("Answered a remark: not agreed, because …")


WORDS: dict[str, Any] = {
    "assessments.figures_chosen": _("Chose the area ({area}) and the records ({dataset}) of the figures"),
    "assessments.remark_answered": _answered,
}
