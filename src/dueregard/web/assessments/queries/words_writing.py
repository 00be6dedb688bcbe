"""In what sentences does the ledger tell of screening, comments and authors?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.terms.laws import SECTION_75
from dueregard.web.assessments.queries.words_parts import said_part
from dueregard.web.assessments.queries.writing_words import depth_words
from dueregard.web.ledger.queries import EntryCard


def _words(card: EntryCard) -> dict[str, str]:
    return depth_words("northern_ireland" if card.facts.get("law") == SECTION_75 else "england")


def _depth(card: EntryCard) -> str:
    depth = str(card.facts["depth"])
    said = now("Decided on screening: %(depth)s") % {"depth": _words(card).get(depth, depth)}
    return f"{said} {now('(a second person is asked)')}" if card.facts.get("needs_other") else said


def _confirmed(card: EntryCard) -> str:
    depth = str(card.facts["depth"])
    return now("Confirmed as second person: %(depth)s") % {"depth": _words(card).get(depth, depth)}


def _about(words: Any) -> Any:
    def told(card: EntryCard) -> str:
        return str(words) % {"part": said_part(card) or now("the whole")}

    return told


WORDS: dict[str, Any] = {
    "assessments.depth_decided": _depth,
    "assessments.depth_confirmed": _confirmed,
    "assessments.depth_questioned": _("Did not agree, as second person, with what screening came to"),
    "assessments.not_needed": _("Ended as not needed, with version {version}"),
    "assessments.commented": _about(_("Commented on “%(part)s”")),
    "assessments.comment_answered": _about(_("Answered a comment on “%(part)s”")),
    "assessments.comment_settled": _about(_("Settled a comment on “%(part)s”")),
    "assessments.handed_over": _("Handed the assessment over to another author"),
}
