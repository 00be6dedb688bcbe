"""In what sentences does the ledger tell of sign-off, papers, and what was decided?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.domain.assessments.sign_off import Act, Stage
from dueregard.web.assessments.queries.deciding import OUTCOME_WORDS
from dueregard.web.ledger.queries import EntryCard
from dueregard.web.ui.components.formats import day


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
        Act.GIVE_UP: now("Given up"),
        Act.TAKE_UP: now("Taken up again"),
    }
    return words[act]


def _step(card: EntryCard) -> str:
    words = say_step(Stage(str(card.facts["stage"])), Act(str(card.facts["said"])))
    said = now("%(what)s, version %(number)s") % {"what": words, "number": card.facts["version"]}
    return f"{said}. {now('Nobody else could, so it was their own.')}" if card.facts.get("alone") else said


def _paper(card: EntryCard) -> str:
    kinds = {"implications": now("Equality implications"), "appendix": now("The assessment in full")}
    about = {"kind": kinds.get(str(card.facts["kind"]), ""), "number": card.facts["version"]}
    return now("Made the paper “%(kind)s” of version %(number)s") % about


def _recorded(card: EntryCard) -> str:
    return now("Recorded the decision of %(day)s: %(what)s") % _decision(card)


def _corrected(card: EntryCard) -> str:
    return now("Corrected what is recorded of the decision of %(day)s: %(what)s") % _decision(card)


def _decision(card: EntryCard) -> dict[str, str]:
    return {"day": _day(card.facts["decided_on"]), "what": str(OUTCOME_WORDS.get(str(card.facts["outcome"]), ""))}


def _met(card: EntryCard) -> str:
    return now("Noted that a condition was met on %(day)s") % {"day": _day(card.facts["met_on"])}


def _day(said: object) -> str:
    return day(date.fromisoformat(str(said)))


WORDS: dict[str, Any] = {
    "assessments.step": _step,
    "assessments.checker_chosen": _("Chose who checks it"),
    "assessments.paper_made": _paper,
    "assessments.papers_sent": _("Noted that papers went out"),
    "assessments.version_opened": _("Opened version {version} for the first time"),
    "assessments.paper_template_kept": _("Kept a Word template for papers"),
    "assessments.paper_template_dropped": _("Took a Word template for papers away"),
    "assessments.decision_recorded": _recorded,
    "assessments.decision_corrected": _corrected,
    "assessments.condition_set": _("Recorded a condition of the decision"),
    "assessments.condition_met": _met,
    "assessments.condition_open": _("Noted that a condition is not met after all"),
}
