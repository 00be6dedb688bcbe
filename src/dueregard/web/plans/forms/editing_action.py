"""The form of one action: everything a person may say about it, in the order of the page.

The one idea: boxes are built for what the plan and the council have: its levels, posts, partners, boards and
characteristics. What the document printed and nobody has matched stays among the choices, in its own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.plans.wording import OUTCOME_WORDS, RAG_WORDS
from dueregard.web.plans.forms.editing import EditForm, LineField, LinesField, TextField, choices_with_none
from dueregard.web.plans.forms.editing_plan import STATUSES
from dueregard.web.plans.queries.editing_offers import Offered
from dueregard.web.plans.queries.editing_words import ACHIEVED_WORDS
from dueregard.web.ui.components import DayField
from dueregard.web.ui.components.formats import day

MOST_OWNERS = 20
FREE_ROWS = 2


class ActionForm(EditForm):
    """One action, to be written or changed."""

    level = forms.ChoiceField(label=_("Section or objective"), required=False, widget=forms.Select)
    number_text = LineField(label=_("Number"), required=False, max_length=40)
    title = LineField(
        label=_("Title"),
        help_text=_("Short, for lists. Leave it empty and the first words of the action stand there."),
        required=False,
        max_length=300,
    )
    text = TextField(label=_("What will be done?"), error_messages={"required": _("Say what will be done")}, rows=6)
    how = TextField(label=_("How?"), required=False)
    commitments = LinesField(label=_("Commitments"), required=False, rows=3)
    strands = forms.MultipleChoiceField(
        label=_("Which characteristics is it for?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    boards = forms.MultipleChoiceField(label=_("Who watches it?"), required=False, widget=forms.CheckboxSelectMultiple)
    boards_other = LinesField(
        label=_("Others who watch it"), help_text=_("In words, one on each line."), required=False, rows=2
    )
    partners = LinesField(
        label=_("Partners"), help_text=_("Who works with the owner, one on each line."), required=False, rows=3
    )
    start_date = DayField(label=_("Start date"), required=False, name_in_errors=_("The start date"))
    due_date = DayField(label=_("Due date"), required=False, name_in_errors=_("The due date"))
    timescale_text = LineField(
        label=_("Timescale, in words"),
        help_text=_("As you print it, such as Q3 2026-27 or ongoing."),
        required=False,
        max_length=1000,
    )
    frequency = LineField(label=_("How often, if it comes again"), required=False, max_length=200)
    measure_text = TextField(
        label=_("How will you know that it worked?"),
        help_text=_("In words. Figures are kept on pages of their own, below the action."),
        required=False,
    )
    expected_outcome = TextField(label=_("What do you hope for?"), required=False)
    resources = TextField(label=_("Resources"), help_text=_("Money and people."), required=False, rows=3)
    links = LinesField(
        label=_("Linked to"), help_text=_("Plans and strategies, one on each line."), required=False, rows=3
    )
    priority = LineField(label=_("Priority, if you use it"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("Status"), required=False, widget=forms.Select)
    rag = forms.ChoiceField(label=_("Colour, if you print one"), required=False, widget=forms.Select)
    percent = forms.IntegerField(
        label=_("Per cent done, if you use it"),
        required=False,
        min_value=0,
        max_value=100,
        error_messages={
            "invalid": _("Write a whole number from 0 to 100"),
            "min_value": _("Write a whole number from 0 to 100"),
            "max_value": _("Write a whole number from 0 to 100"),
        },
    )
    completed_date = DayField(label=_("Completed on"), required=False, name_in_errors=_("The day it was completed"))
    outcome = forms.ChoiceField(label=_("What was decided at year end?"), required=False, widget=forms.Select)
    achieved = forms.ChoiceField(label=_("How far did it get?"), required=False, widget=forms.Select)
    year_end_report = TextField(label=_("Year-end report"), required=False, rows=6)

    def __init__(self, *args: Any, offered: Offered, words: Mapping[str, Mapping[str, str]], **named: Any) -> None:
        super().__init__(*args, labels=offered.labels(), **named)
        self.offered = offered
        self.leads: list[dict[str, Any]] = list(self.values.get("leads") or [])
        self.printed_boards: dict[str, str] = {
            one["name"]: f"printed:{place}"
            for place, one in enumerate(self.values.get("boards") or [])
            if not one["board"]
        }
        self._set_choices(words)
        self._add_owner_rows()

    def initial_of(self, name: str, value: Any) -> Any:
        """Turn a value into what stands in its box."""
        if name == "boards":
            return [f"board:{one['board']}" if one["board"] else f"printed:{at}" for at, one in enumerate(value)]
        return super().initial_of(name, value)

    def value_names(self) -> tuple[str, ...]:
        """Give the names of the values: owners are several boxes and one value."""
        boxes = [name for name in super().value_names() if not name.startswith("owner") and name != "boards_other"]
        return (*boxes, "leads")

    def json_of(self, name: str, typed: Any) -> Any:
        """Turn what was typed into a value."""
        if name == "leads":
            return self._leads()
        if name == "boards":
            return self._boards(typed or [])
        if name == "strands":
            return self._strands(typed or [])
        return super().json_of(name, typed)

    def clean(self) -> dict[str, Any]:
        """Hold the days in order, and an owner to one of the two ways of naming them."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("start_date"), given.get("due_date")
        if first and last and last < first:
            self.add_error("due_date", _gettext("The due date must be after the start, %(day)s") % {"day": day(first)})
        for row in self.owner_numbers:
            who, words = given.get(f"owner-{row}"), given.get(f"owner-{row}-words")
            before = self.leads[row]["name"] if row < len(self.leads) else None
            if who and words and words != before and words != self.offered.words(who):
                self.add_error(f"owner-{row}-words", _gettext("Choose an owner from the list or write words, not both"))
        return given

    @property
    def owner_rows(self) -> list[tuple[Any, Any]]:
        """The boxes of each owner: the list, and the words."""
        return [(self[f"owner-{row}"], self[f"owner-{row}-words"]) for row in self.owner_numbers]

    def _set_choices(self, words: Mapping[str, Mapping[str, str]]) -> None:
        not_said = _("Not said")

        def ours(kind: str, codes: Mapping[str, Any]) -> list[tuple[str, Any]]:
            return choices_with_none({c: words.get(kind, {}).get(c, t) for c, t in codes.items()}, none=not_said)

        choices: dict[str, list[Any]] = {
            "level": [("", _("None")), *self.offered.levels],
            "strands": list(self.offered.strands),
            "boards": [
                *((key, name) for key, name in self.offered.boards),
                *((key, name) for name, key in self.printed_boards.items()),
            ],
            "status": ours("status", STATUSES),
            "rag": ours("rag", RAG_WORDS),
            "outcome": ours("outcome", OUTCOME_WORDS),
            "achieved": choices_with_none(ACHIEVED_WORDS, none=not_said),
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def _add_owner_rows(self) -> None:
        number = min(len(self.leads) + FREE_ROWS, max(MOST_OWNERS, len(self.leads)))
        self.owner_numbers = range(number)
        for row in self.owner_numbers:
            lead = self.leads[row] if row < len(self.leads) else None
            chosen = _chosen(lead)
            self.fields[f"owner-{row}"] = forms.ChoiceField(
                label=_gettext("Owner %(n)s") % {"n": row + 1},
                required=False,
                choices=self._owner_choices(chosen, lead),
                widget=forms.Select,
                initial=chosen,
            )
            self.fields[f"owner-{row}-words"] = LineField(
                label=_gettext("Owner %(n)s in words") % {"n": row + 1},
                required=False,
                max_length=300,
                initial=lead["name"] if lead and not chosen else None,
            )

    def _owner_choices(self, chosen: str, lead: Mapping[str, Any] | None) -> list[Any]:
        """Give posts and partners; one that has been retired since stays where it is chosen."""
        known = {value for value, _words in (*self.offered.posts, *self.offered.partners)}
        if not chosen or chosen in known or lead is None:
            return self.offered.owners
        return [*self.offered.owners, (chosen, lead["name"])]

    def _leads(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for row in self.owner_numbers:
            who = self.cleaned_data.get(f"owner-{row}") or ""
            words = self.cleaned_data.get(f"owner-{row}-words") or ""
            before = self.leads[row] if row < len(self.leads) else None
            if before and who == _chosen(before) and (who or words == before["name"]):
                found.append(before)
            elif who:
                kind, _colon, ident = who.partition(":")
                found.append(
                    {
                        "name": self.offered.words(who),
                        "post": ident if kind == "post" else None,
                        "partner": ident if kind == "partner" else None,
                        "timescale_text": before["timescale_text"] if before else None,
                    }
                )
            elif words:
                kept = before["timescale_text"] if before else None
                found.append({"name": words, "post": None, "partner": None, "timescale_text": kept})
        return found

    def _boards(self, ticked: Sequence[str]) -> list[dict[str, Any]]:
        before = list(self.values.get("boards") or [])
        places = {(f"board:{one['board']}" if one["board"] else f"printed:{at}"): one for at, one in enumerate(before)}
        kept = [one for key, one in places.items() if key in ticked]
        new = [{"name": self.offered.words(key), "board": key.partition(":")[2]} for key in ticked if key not in places]
        other = [{"name": name, "board": None} for name in self.cleaned_data.get("boards_other") or []]
        return [*kept, *new, *other]

    def _strands(self, ticked: Sequence[str]) -> list[str]:
        """Keep the order of the document for what was there; what is new comes after, in the order of the list."""
        before = [code for code in self.values.get("strands") or [] if code in ticked]
        return [*before, *(code for code, _words in self.offered.strands if code in ticked and code not in before)]


def _chosen(lead: Mapping[str, Any] | None) -> str:
    if lead is None:
        return ""
    if lead["post"]:
        return f"post:{lead['post']}"
    return f"partner:{lead['partner']}" if lead["partner"] else ""
