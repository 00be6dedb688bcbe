"""In what sentences does the ledger tell how an assessment was begun and written?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.terms.laws import SECTION_75, law_of
from dueregard.web.ledger.queries import EntryCard


def said_part(card: EntryCard) -> str:
    """Say the part that an entry is about, in the words of the law that it was written under; "" for none."""
    kind = str(card.facts.get("part") or "")
    return say_kind(kind, law=str(card.facts.get("law") or "")) if kind else ""


def _written(card: EntryCard) -> str:
    return now("Wrote in “%(part)s”") % {"part": said_part(card)}


def _dropped(card: EntryCard) -> str:
    return now("Took something out of “%(part)s”") % {"part": said_part(card)}


def _version(card: EntryCard) -> str:
    facts = {"version": card.facts["version"], "print": str(card.facts["sha256"])[:12]}
    return now("Kept version %(version)s (fingerprint %(print)s…)") % facts


def say_kind(kind: str, *, law: str = "") -> str:
    """Say a kind of part as pages call it, under another law than the Equality Act where one is given.

    >>> say_kind("mitigation")
    'Ways to avoid or lessen harm'
    """
    words = {
        "proposal": now("What is proposed, and why"),
        "affected": now("Who could be affected"),
        "screening": now("How closely we need to look"),
        "local": now("Groups we add"),
        "evidence": now("Figures and other evidence"),
        "engagement": now("What people told us"),
        "gap": now("What we do not know"),
        "impact": now("What it could do to people"),
        "regard": now("The three aims"),
        "help": now("Help aimed at one group"),
        "armed_forces": now("Armed forces"),
        "mitigation": now("Ways to avoid or lessen harm"),
        "conclusion": now("What we recommend"),
        "monitoring": now("How we will watch it"),
        "own": now("The council’s own questions"),
    }
    if kind == "regard" and law == SECTION_75:
        return law_of("northern_ireland").aims_title
    return words.get(kind, kind)


WORDS: dict[str, Any] = {
    "assessments.begun": _("Began assessment {number}"),
    "assessments.part_written": _written,
    "assessments.part_dropped": _dropped,
    "assessments.author_added": _("Let somebody else write, too"),
    "assessments.author_removed": _("Ended somebody’s part in the writing"),
    "assessments.version_made": _version,
}
