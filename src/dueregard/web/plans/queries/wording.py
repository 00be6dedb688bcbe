"""What are the fields of an action called on a page, and how is a value said?

The one idea: a value of a field is handled in the JSON form that answers and questions have, so that what was read,
what is proposed and what somebody said are all shown in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from dueregard.domain.plans.model import Action, Plan
from dueregard.domain.plans.shape import plan_to_json
from dueregard.domain.plans.wording import OUTCOME_WORDS, RAG_WORDS, STATUS_WORDS
from dueregard.web.ui.components.formats import day

FIELD_WORDS: dict[str, str | Promise] = {
    "number_text": _lazy("Number"),
    "action_title": _lazy("Title"),
    "action_text": _lazy("Action"),
    "how": _lazy("How"),
    "sub_actions": _lazy("Parts and milestones"),
    "section": _lazy("Section"),
    "levels": _lazy("Levels"),
    "commitments": _lazy("Commitments"),
    "strands": _lazy("Groups"),
    "links": _lazy("Linked to"),
    "leads": _lazy("Owner"),
    "partners": _lazy("Partners"),
    "timescale_text": _lazy("Timescale"),
    "start_date": _lazy("Start date"),
    "due_date": _lazy("Due date"),
    "frequency": _lazy("How often"),
    "monitored_by": _lazy("Watched by"),
    "resources": _lazy("Resources"),
    "measure": _lazy("Measure"),
    "expected_outcome": _lazy("Hoped for"),
    "priority": _lazy("Priority"),
    "status": _lazy("Status"),
    "status_text": _lazy("Status as printed"),
    "rag": _lazy("Colour"),
    "percent": _lazy("Per cent done"),
    "completed_date": _lazy("Completed"),
    "update_text": _lazy("Update"),
    "progress": _lazy("Progress"),
    "outcome": _lazy("At year end"),
    "outcome_text": _lazy("At year end, as printed"),
    "year_end_report": _lazy("Year-end report"),
}
"""Every field that a person can see and correct, in the order of the page."""

PLAN_FIELD_WORDS: dict[str, str | Promise] = {
    "document": _lazy("Name of the plan"),
    "organisation": _lazy("Organisation"),
    "plan_period": _lazy("Time of the plan"),
}

_STATES: dict[str, Mapping[str, str]] = {"status": STATUS_WORDS, "rag": RAG_WORDS, "outcome": OUTCOME_WORDS}
_DAYS = frozenset({"start_date", "due_date", "completed_date"})


def field_words(field: str) -> str:
    """Give what a field is called; a part of a field is called by the whole."""
    name, _dot, code = field.partition(".")
    if code and name in ("key", "legend"):
        return _("Meaning of “%(code)s”") % {"code": code}
    if code and name == "columns":
        return _("The column “%(code)s”") % {"code": code}
    return str(FIELD_WORDS.get(name) or PLAN_FIELD_WORDS.get(name) or name.replace("_", " ").capitalize())


def action_values(action: Action) -> dict[str, Any]:
    """Give an action's fields in their JSON form. No query."""
    values: dict[str, Any] = plan_to_json(Plan(actions=(action,)))["actions"][0]
    return values


def say_value(field: str, value: Any, *, labels: Mapping[str, str]) -> str:
    """Say a value in words; "" where there is none.

    >>> say_value("due_date", "2026-12-31", labels={}), say_value("strands", ["race", "X"], labels={"race": "Race"})
    ('31 December 2026', 'Race, X')
    """
    name = field.partition(".")[0]
    if value is None or value == []:
        return ""
    if name in _STATES:
        return _STATES[name].get(value, str(value))
    if field.rpartition(".")[2] in _DAYS:
        return day(date.fromisoformat(value))
    if name in ("strands", "key"):
        codes = value.get("characteristics", []) if isinstance(value, Mapping) else value
        return ", ".join(strand_words(code, labels) for code in codes)
    if name == "plan_period" and isinstance(value, Mapping):
        return str(value.get("text") or "")
    if name == "legend":
        return STATUS_WORDS.get(value, str(value))
    if isinstance(value, list):
        return "\n".join(_say_part(one) for one in value)
    return str(value)


def strand_words(code: str, labels: Mapping[str, str]) -> str:
    """Give what a printed code is called: by the document's key, else as a characteristic, else as printed."""
    return labels.get(f"code:{code}") or labels.get(code) or code


def _say_part(part: Any) -> str:
    if not isinstance(part, Mapping):
        return str(part)
    words = str(part.get("name") or part.get("text") or "")
    if part.get("label"):
        words = f"{part['label']} {words}"
    if part.get("timescale_text"):
        words = f"{words} ({part['timescale_text']})"
    if part.get("due_date"):
        words = _("%(words)s, by %(day)s") % {"words": words, "day": day(date.fromisoformat(part["due_date"]))}
    return words


def flag_words(flag: str) -> str:
    """Say a flag of reading in words: "due_date_inferred" is "due date: worked out"."""
    for ending, words in (
        ("_inferred", _("worked out")),
        ("_missing", _("not in the document")),
        ("_ambiguous", _("can be read in two ways")),
        ("_split", _("split from one cell")),
    ):
        if flag.endswith(ending):
            return f"{field_words(flag.removesuffix(ending))}: {words}"
    return flag.replace("_", " ").replace(":", ": ").capitalize()
