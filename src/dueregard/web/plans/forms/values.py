"""How is a value of an action asked for, and how is what was typed turned into the field's JSON form?

The one idea: one kind of box for each kind of value (a day, one of a list, codes, lines, text), chosen by the field's
name; the answer to a question and the correction of a value use the same boxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.wording import OUTCOME_WORDS, RAG_WORDS, STATUS_WORDS
from dueregard.terms.characteristics import ALL, CHARACTERISTICS
from dueregard.web.plans.queries.wording import strand_words
from dueregard.web.ui.components import DayField

DAYS = frozenset({"start_date", "due_date", "completed_date"})
STATES: dict[str, Mapping[str, str]] = {
    "status": {code: words for code, words in STATUS_WORDS.items() if code != "no_update"},
    "rag": RAG_WORDS,
    "outcome": OUTCOME_WORDS,
}
LINES = frozenset({"commitments", "links", "partners", "monitored_by", "levels"})
NOT_TYPED = frozenset({"legend", "columns", "section", "commitments"})
"""Questions about the whole plan, answered from proposals and never typed; an action's own fields are not meant."""
LINE = frozenset(
    {"number_text", "plan_period", "action_title", "section", "priority", "frequency", "document", "organisation"}
)
TEXT = frozenset(
    {
        "action_text",
        "how",
        "timescale_text",
        "resources",
        "measure",
        "expected_outcome",
        "status_text",
        "update_text",
        "outcome_text",
        "year_end_report",
    }
)


def can_be_typed(field: str) -> bool:
    """Say whether there is a box for a field. What has none can only be chosen from proposals."""
    return _kind(field) is not None


def value_field(field: str, *, plan: Plan, labels: Mapping[str, str], label: Any, required: bool) -> forms.Field:
    """Give the box for a field's value."""
    kind = _kind(field)
    name = field.rpartition(".")[2]
    if kind == "day":
        return DayField(label=label, required=required)
    if kind == "state":
        return forms.ChoiceField(
            label=label, required=required, choices=[("", _("Not said")), *STATES[name].items()], widget=forms.Select
        )
    if kind == "codes":
        return forms.MultipleChoiceField(
            label=label,
            required=required,
            choices=strand_choices(field, plan=plan, labels=labels),
            widget=forms.CheckboxSelectMultiple,
        )
    if kind == "percent":
        return forms.IntegerField(label=label, required=required, min_value=0, max_value=100)
    if kind in ("lines", "leads", "parts"):
        help_text = {
            "lines": _("One on each line."),
            "leads": _("One on each line. A date of their own may follow in brackets."),
            "parts": _("One on each line. Dates of lines that you do not change are kept."),
        }[kind]
        return forms.CharField(label=label, required=required, help_text=help_text, widget=forms.Textarea)
    if kind == "line":
        return forms.CharField(label=label, required=required)
    return forms.CharField(label=label, required=required, widget=forms.Textarea)


def strand_choices(field: str, *, plan: Plan, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the codes that may be chosen: the document's own key first, then the characteristics it does not name."""
    if field.startswith("key."):
        return [(code, one.label) for code, one in CHARACTERISTICS.items()]
    used = {code for action in plan.actions for code in action.strands}
    own = list(dict.fromkeys([*plan.key, *sorted(used)]))
    named = {name for code in own if code in plan.key for name in plan.key[code].characteristics}
    others = [code for code in CHARACTERISTICS if code not in named and code not in own]
    everyone = [] if any(code.upper() == ALL for code in own) else [ALL]
    return [(code, _labelled(code, labels)) for code in (*own, *everyone, *others)]


def _labelled(code: str, labels: Mapping[str, str]) -> str:
    if code == ALL:
        return str(_("All of them"))
    words = strand_words(code, labels)
    return words if words == code or code in CHARACTERISTICS else f"{words} ({code})"


def initial_value(field: str, value: Any) -> Any:
    """Turn a value in JSON form into what stands in its box."""
    kind = _kind(field)
    if value is None:
        return None
    if kind == "day":
        return date.fromisoformat(value)
    if kind == "leads":
        return "\n".join(
            f"{one['name']} ({one['timescale_text']})" if one.get("timescale_text") else one["name"] for one in value
        )
    if kind == "parts":
        return "\n".join(_part_line(one) for one in value)
    return "\n".join(value) if kind == "lines" else value


def json_value(field: str, typed: Any, *, before: Any) -> Any:
    """Turn what was typed into the field's JSON form. None where nothing was."""
    kind = _kind(field)
    if typed in (None, "", []):
        return None
    if kind == "day":
        return typed.isoformat()
    if kind == "codes" and field.startswith("key."):
        return {"characteristics": list(typed)}
    if kind == "lines":
        return list(_lines(typed))
    if kind == "leads":
        return [_lead(line) for line in _lines(typed)]
    if kind == "parts":
        return _parts(tuple(_lines(typed)), before=before or [])
    return list(typed) if kind == "codes" else typed


def _kind(field: str) -> str | None:
    if field.startswith("key.") or field == "strands":
        return "codes"
    if "." in field and field.partition(".")[0] in NOT_TYPED:
        return None
    name = field.rpartition(".")[2]
    for kind, names in (("day", DAYS), ("state", STATES), ("lines", LINES), ("line", LINE), ("text", TEXT)):
        if name in names:
            return kind
    return {"leads": "leads", "sub_actions": "parts", "percent": "percent", "text": "text"}.get(name)


def _lines(text: str) -> Iterable[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _lead(line: str) -> dict[str, str | None]:
    name, bracket, rest = line.rpartition(" (")
    if bracket and rest.endswith(")") and any(letter.isdigit() for letter in rest):
        return {"name": name, "timescale_text": rest[:-1]}
    return {"name": line, "timescale_text": None}


def _part_line(part: Mapping[str, Any]) -> str:
    text = " ".join(str(part["text"]).split())
    return f"{part['label']} {text}" if part.get("label") else text


def _parts(lines: tuple[str, ...], *, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep everything about the lines that were not changed; a changed or new line is a part with its text only."""
    known = {_part_line(part): part for part in before}
    return [known.get(line) or {"text": line, "kind": "sub_action"} for line in lines]
