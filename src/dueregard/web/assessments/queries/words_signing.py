"""In what sentences does the ledger tell of sign-off, papers, and what was decided?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.domain.assessments.sign_off import Act, Stage
from dueregard.web.ledger.queries import EntryCard


def say_step(stage: Stage, act: Act) -> str:
    """Say what was done at a stage, as the start of a sentence.

    >>> say_step(Stage.REVIEW, Act.AGREE)
    'Signed off after equalities review'
    """
    words = {
        Act.SEND: now("Sent for checking"),
        Act.TAKE_BACK: now("Taken back to be written on"),
        Act.AGREE: now("Signed off after equalities review") if stage is Stage.REVIEW else now("Agreed and sent on"),
        Act.RETURN: now("Returned to be written on"),
        Act.LEGAL_SEEN: now("Legal advice noted"),
        Act.PUT_BEFORE: now("Put before those who decide"),
        Act.ACKNOWLEDGE: now("Acknowledged"),
        Act.DECIDE: now("Decided upon"),
        Act.NOTE: now("Noted by those who decided"),
    }
    return words[act]


def _step(card: EntryCard) -> str:
    words = say_step(Stage(str(card.facts["stage"])), Act(str(card.facts["said"])))
    said = now("%(what)s, version %(number)s") % {"what": words, "number": card.facts["version"]}
    return f"{said}. {now('Nobody else could, so it was their own.')}" if card.facts.get("alone") else said


WORDS: dict[str, Any] = {
    "assessments.step": _step,
    "assessments.checker_chosen": _("Chose who checks it"),
    "assessments.paper_made": _("Made the paper “{kind}” of version {version} ({sha256})"),
    "assessments.papers_sent": _("Noted that papers went out"),
    "assessments.version_opened": _("Opened version {version} for the first time"),
    "assessments.paper_template_kept": _("Kept a Word template for papers ({sha256})"),
    "assessments.paper_template_dropped": _("Took a Word template for papers away"),
    "assessments.decision_recorded": _("Recorded the decision of {decided_on}: {outcome}"),
    "assessments.decision_corrected": _("Corrected what is recorded of the decision of {decided_on}: {outcome}"),
    "assessments.condition_set": _("Recorded a condition of the decision"),
    "assessments.condition_met": _("Noted that a condition was met on {met_on}"),
    "assessments.condition_open": _("Noted that a condition is not met after all"),
}
