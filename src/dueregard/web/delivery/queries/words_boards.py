"""In what sentences does the ledger tell what happened to meetings, packs and questions?

What was asked and answered is not in the sentence: an action's page shows it beside its events, once.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.web.ledger.queries import EntryCard


def _asked(card: EntryCard) -> str:
    said = {
        "question": now("%(board)s asked a question"),
        "challenge": now("%(board)s challenged this"),
        "decision": now("%(board)s decided"),
    }
    return said.get(str(card.facts["kind"]), now("%(board)s said something")) % {"board": card.facts["board"]}


WORDS: dict[str, Any] = {
    "delivery.meeting_added": _("Set a meeting of {board} on {on}"),
    "delivery.meeting_changed": _("Changed a meeting of {board}: now on {on}"),
    "delivery.meeting_called_off": _("Called off the meeting of {board} on {on}"),
    "delivery.pack_begun": _("Began the pack of {board} for {meeting_on}, version {version}"),
    "delivery.pack_written": _("Wrote in the pack of {board} for {meeting_on}"),
    "delivery.pack_thrown_away": _("Threw away a draft of the pack of {board} for {meeting_on}"),
    "delivery.pack_issued": _("Issued the pack of {board} for {meeting_on}, version {version} ({sha256})"),
    "delivery.question_asked": _asked,
    "delivery.question_answered": _("Answered a question of {board}"),
    "delivery.question_asked_again": _("{board} asked again"),
    "delivery.question_closed": _("Closed a question of {board}"),
    "delivery.question_put": _("Said who answers a question of {board}, and by when"),
}
