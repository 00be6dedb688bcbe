"""How are the values of an edit page said: their names, a colleague's version, and what the ledger tells of a change?

The one idea: one list of names (`FIELD_NAMES`) for forms, for "they saved, you wrote" and for history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from dueregard.domain.plans.wording import OUTCOME_WORDS, RAG_WORDS, STATUS_WORDS
from dueregard.web.ledger.queries import EntryCard
from dueregard.web.plans.models import Level
from dueregard.web.ui.components.formats import day

FIELD_NAMES: dict[str, str | Promise] = {
    "title": _lazy("Title"),
    "period_text": _lazy("Time of the plan, in words"),
    "period_start": _lazy("First day"),
    "period_end": _lazy("Last day"),
    "kind": _lazy("What it is"),
    "ref": _lazy("Number"),
    "why": _lazy("Why it matters"),
    "success_measure": _lazy("How you will know that it worked"),
    "directorate": _lazy("Directorate"),
    "who": _lazy("Who"),
    "how": _lazy("How"),
    "changed": _lazy("What that changed"),
    "level": _lazy("Section or objective"),
    "number_text": _lazy("Number"),
    "text": _lazy("Action"),
    "commitments": _lazy("Commitments"),
    "strands": _lazy("Characteristics"),
    "leads": _lazy("Owners"),
    "boards": _lazy("Watched by"),
    "partners": _lazy("Partners"),
    "links": _lazy("Linked to"),
    "timescale_text": _lazy("Timescale, in words"),
    "start_date": _lazy("Start date"),
    "due_date": _lazy("Due date"),
    "frequency": _lazy("How often"),
    "resources": _lazy("Resources"),
    "measure_text": _lazy("Measure, in words"),
    "expected_outcome": _lazy("Hoped for"),
    "priority": _lazy("Priority"),
    "status": _lazy("Status"),
    "rag": _lazy("Colour"),
    "percent": _lazy("Per cent done"),
    "completed_date": _lazy("Completed"),
    "outcome": _lazy("At year end"),
    "achieved": _lazy("How far it got"),
    "year_end_report": _lazy("Year-end report"),
    "group": _lazy("Group"),
    "compared_with": _lazy("Compared with"),
    "post_id": _lazy("Post"),
    "soon_days": _lazy("Days that count as soon"),
    "stalled_rounds": _lazy("Rounds until stalled"),
    "completed_on": _lazy("Completed"),
    "label": _lazy("Label"),
    "owner": _lazy("Owner"),
    "name": _lazy("Name"),
    "unit": _lazy("Unit"),
    "direction": _lazy("Which way is better"),
    "baseline": _lazy("Baseline"),
    "baseline_date": _lazy("Baseline date"),
    "target": _lazy("Target"),
    "target_date": _lazy("Target date"),
    "source": _lazy("Source"),
    "on": _lazy("Day"),
    "value": _lazy("Value"),
    "url": _lazy("Address"),
    "date": _lazy("Date"),
    "update_text": _lazy("Update"),
    "update": _lazy("New update"),
    "path": _lazy("Section or objective"),
}
ACHIEVED_WORDS: dict[str, str | Promise] = {
    "achieved": _lazy("Achieved"),
    "partly": _lazy("Partly achieved"),
    "not": _lazy("Not achieved"),
}
KIND_WORDS: dict[str, str | Promise] = {
    "section": _lazy("Section"),
    "directorate": _lazy("Directorate"),
    "service": _lazy("Service"),
    "theme": _lazy("Theme"),
    "priority": _lazy("Priority"),
    "role": _lazy("Role"),
    "objective": _lazy("Objective"),
    "level": _lazy("Other level"),
}
PART_KIND_WORDS: dict[str, str | Promise] = {
    "sub_action": _lazy("Part of the action"),
    "milestone": _lazy("Milestone"),
    "paragraph": _lazy("Paragraph"),
    "criterion": _lazy("Criterion"),
}
MEASURE_KIND_WORDS: dict[str, str | Promise] = {"gap": _lazy("A gap between groups")}
DIRECTION_WORDS: dict[str, str | Promise] = {"up": _lazy("Up is better"), "down": _lazy("Down is better")}
_CODES: dict[str, Mapping[str, str | Promise]] = {
    "status": STATUS_WORDS,
    "rag": RAG_WORDS,
    "outcome": OUTCOME_WORDS,
    "achieved": ACHIEVED_WORDS,
    "direction": DIRECTION_WORDS,
    "kind": {**PART_KIND_WORDS, **KIND_WORDS, **MEASURE_KIND_WORDS},
}
_DAYS = frozenset(
    {
        "start_date", "due_date", "completed_date", "period_start", "period_end", "baseline_date", "target_date", "on",
        "date", "completed_on",
    }
)  # fmt: skip


def name_of(field: str) -> str:
    """Give what a field is called."""
    return str(FIELD_NAMES.get(field, field))


def say(field: str, value: Any, *, labels: Mapping[str, str] | None = None) -> str:
    """Say a value in JSON form in words. `labels` gives words for codes and ids.

    >>> say("due_date", "2027-03-31"), say("strands", ["race"], labels={"race": "Race"}), say("how", None)
    ('31 March 2027', 'Race', 'Nothing')
    """
    if value in (None, "", []):
        return _("Nothing")
    known = labels or {}
    if field in _CODES:
        return str(_CODES[field].get(value, value))
    if field in _DAYS:
        return day(date.fromisoformat(value))
    if field == "percent":
        return f"{value}%"
    if isinstance(value, Mapping):
        return str(value.get("text") or value.get("name") or "")
    if field == "path":
        return " › ".join(value)
    if isinstance(value, list):
        return ", ".join(_say_one(one, known) for one in value)
    return known.get(str(value), str(value))


def _say_one(one: Any, labels: Mapping[str, str]) -> str:
    if isinstance(one, Mapping):
        return str(one.get("name", ""))
    return labels.get(f"code:{one}") or labels.get(str(one)) or str(one)


def level_labels(plan_id: UUID) -> dict[str, str]:
    """Give the name of every level of a plan by its id, from the top. One query."""
    return {str(pk): " › ".join(path) for pk, path in Level.objects.filter(plan_id=plan_id).values_list("pk", "path")}


def told(what: str | Promise, *, with_fields: bool = True) -> Callable[[EntryCard], str]:
    """Give the function that tells an entry about something changed: "Changed action 21: due date, status"."""

    def tell(entry: EntryCard) -> str:
        number = entry.facts.get("number")
        name = f"{what} {number}" if number else str(what)
        fields = entry.facts.get("fields") if with_fields else None
        return f"{name}: {_listed(fields)}" if fields else name

    return tell


def told_bulk(entry: EntryCard) -> str:
    """Tell an entry about many actions changed at once."""
    number = entry.facts.get("actions")
    count = number if isinstance(number, int) else 0
    words = ngettext("Changed %(n)s action at once", "Changed %(n)s actions at once", count) % {"n": count}
    return f"{words}: {_listed(entry.facts.get('fields'))}" if entry.facts.get("fields") else words


def _listed(fields: Any) -> str:
    names: Iterable[Any] = fields if isinstance(fields, list | tuple) else ()
    return ", ".join(name_of(str(one)).lower() for one in names)
