"""In what sentences does the ledger tell what came of promises, of what was foreseen, and of reviews?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.web.ledger.queries import EntryCard


def _asked(card: EntryCard) -> str:
    if card.facts.get("left_out"):
        return now("A version left out promise %(code)s: asked whether it is dropped") % {"code": card.facts["code"]}
    return now("Asked to drop promise %(code)s") % {"code": card.facts["code"]}


def _answered(card: EntryCard) -> str:
    code = {"code": card.facts["code"]}
    if card.facts.get("is_dropped"):
        return now("Answered that promise %(code)s may be dropped") % code
    return now("Answered that promise %(code)s stays") % code


WORDS: dict[str, Any] = {
    "assessments.promised": _("Promised {code}, in version {version}"),
    "assessments.promised_again": _("Promised {code} again, in version {version}"),
    "assessments.promise_place": _("Chose where promises become actions"),
    "assessments.promise_in_plan": _("Promise {code} is kept by an action of a plan"),
    "assessments.promise_followed": _("A promise went on into the next plan"),
    "assessments.drop_asked": _asked,
    "assessments.drop_answered": _answered,
    "assessments.drop_reported": _("Told the body that decided of dropped promise {code}"),
    "assessments.foreseen": _("Said what is expected of a figure"),
    "assessments.foresight_dropped": _("Watches a figure no longer"),
    "assessments.review_raised": _("To be looked at again"),
    "assessments.reopened": _("Re-opened, after version {version}"),
    "assessments.not_reopened": _("Looked at again, and not re-opened"),
}
