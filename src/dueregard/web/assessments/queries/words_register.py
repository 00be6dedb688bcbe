"""In what sentences does the ledger tell how the register and the forward plan were kept?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dueregard.web.assessments.queries.register_lists import field_words
from dueregard.web.ledger.queries import EntryCard


def _fields(card: EntryCard) -> str:
    words = field_words()
    names = dict.fromkeys(words.get(str(name), str(name)) for name in card.facts.get("fields", ()))
    return ", ".join(names).lower()


def _policy_changed(card: EntryCard) -> str:
    return now("Changed the policy: %(fields)s") % {"fields": _fields(card)}


def _decision_changed(card: EntryCard) -> str:
    return now("Changed the decision: %(fields)s") % {"fields": _fields(card)}


def _change_noted(card: EntryCard) -> str:
    words = {
        "law": now("Noted that a law changed"),
        "figures": now("Noted that the figures changed"),
        "definition": now("Noted that a definition changed"),
    }
    said = words.get(str(card.facts["change"]), now("Noted a change"))
    number = int(str(card.facts["number"]))
    on = ngettext("on %(number)s policy", "on %(number)s policies", number) % {"number": number}
    return f"{said}, {on}"


def _policies_taken_in(card: EntryCard) -> str:
    number = int(str(card.facts["number"]))
    words = ngettext(
        "Took in %(number)s policy from a list (%(sha256)s)",
        "Took in %(number)s policies from a list (%(sha256)s)",
        number,
    )
    return words % {"number": number, "sha256": str(card.facts["sha256"])[:12]}


def _decisions_taken_in(card: EntryCard) -> str:
    number = int(str(card.facts["number"]))
    words = ngettext(
        "Took in %(number)s decision from a forward plan (%(sha256)s)",
        "Took in %(number)s decisions from a forward plan (%(sha256)s)",
        number,
    )
    return words % {"number": number, "sha256": str(card.facts["sha256"])[:12]}


WORDS: dict[str, Any] = {
    "assessments.policy_added": _("Added the policy"),
    "assessments.policy_changed": _policy_changed,
    "assessments.policy_retired": _("Retired the policy"),
    "assessments.policy_brought_back": _("Brought the policy back"),
    "assessments.change_noted": _change_noted,
    "assessments.policies_taken_in": _policies_taken_in,
    "assessments.decision_added": _("Put the decision on the forward plan"),
    "assessments.decision_changed": _decision_changed,
    "assessments.decision_called_off": _("Called the decision off"),
    "assessments.decision_planned_again": _("Put the decision back on the forward plan"),
    "assessments.decisions_taken_in": _decisions_taken_in,
    "assessments.regard_noted": _("Noted where regard to equality is recorded elsewhere"),
}
