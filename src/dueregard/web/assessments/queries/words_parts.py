"""In what sentences does the ledger tell how an assessment was begun and written?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.web.ledger.queries import EntryCard


def _written(card: EntryCard) -> str:
    return now("Wrote in “%(part)s”") % {"part": say_kind(str(card.facts["part"]))}


def _dropped(card: EntryCard) -> str:
    return now("Took something out of “%(part)s”") % {"part": say_kind(str(card.facts["part"]))}


def _version(card: EntryCard) -> str:
    facts = {"version": card.facts["version"], "print": str(card.facts["sha256"])[:12]}
    return now("Kept version %(version)s (fingerprint %(print)s…)") % facts


def say_kind(kind: str) -> str:
    """Say a kind of part as pages call it.

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
    return words.get(kind, kind)


WORDS: dict[str, Any] = {
    "assessments.begun": _("Began assessment {number}"),
    "assessments.part_written": _written,
    "assessments.part_dropped": _dropped,
    "assessments.author_added": _("Let somebody else write, too"),
    "assessments.author_removed": _("Ended somebody’s part in the writing"),
    "assessments.version_made": _version,
}
