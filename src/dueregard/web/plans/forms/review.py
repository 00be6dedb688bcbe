"""Answering a question, many at once, correcting a value, matching names, renaming levels.

The one idea: nothing is chosen for anyone: every choice starts empty, and "the plan does not say" is an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.review import Answer
from dueregard.web.plans.actions.reviewing import Match
from dueregard.web.plans.forms.values import can_be_typed, initial_value, json_value, value_field
from dueregard.web.plans.queries.matching import NameToMatch

OTHER, NOTHING = "other", "nothing"


class AnswerForm(forms.Form):
    """One question: the proposals, another value, or "the plan does not say"."""

    def __init__(
        self,
        *args: Any,
        field: str,
        choices: Sequence[tuple[Any, str]],
        plan: Plan,
        labels: Mapping[str, str],
        before: Any = None,
        question: str = "",
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self.about, self.proposals, self.before = field, tuple(choices), before
        items: list[tuple[str, Any]] = [(f"c{n}", words) for n, (_value, words) in enumerate(self.proposals)]
        if can_be_typed(field):
            items.append((OTHER, _("Another date") if field.endswith("_date") else _("Something else")))
            self.fields["value"] = value_field(field, plan=plan, labels=labels, label=_("What is it?"), required=False)
        items.append((NOTHING, _("The plan does not say")))
        self.fields["choice"] = forms.ChoiceField(
            label=question or _("Your answer"),
            choices=items,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose an answer, or ask to be asked later")},
        )

    def clean(self) -> dict[str, Any]:
        """Another value needs the value; a value typed without choosing it is not thrown away in silence."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("choice") == OTHER and not self.errors.get("value") and not given.get("value"):
            self.add_error("value", _("Say what it is"))
        if given.get("choice") not in (None, OTHER):
            self.errors.pop("value", None)
        return given

    def answer_value(self) -> Any:
        """Give the answer in the field's JSON form; None says that the plan does not say."""
        choice = self.cleaned_data["choice"]
        if choice == NOTHING:
            return None
        if choice == OTHER:
            return json_value(self.about, self.cleaned_data["value"], before=self.before)
        return self.proposals[int(choice[1:])][0]


class CorrectForm(forms.Form):
    """One value of one action, to be put right."""

    def __init__(
        self, *args: Any, field: str, plan: Plan, labels: Mapping[str, str], before: Any, label: str, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.about, self.before = field, before
        is_needed = field == "action_text"
        self.fields["value"] = value_field(field, plan=plan, labels=labels, label=label, required=is_needed)
        self.fields["value"].initial = initial_value(field, before)

    def answer_value(self) -> Any:
        """Give the value in the field's JSON form; None where it was emptied."""
        return json_value(self.about, self.cleaned_data["value"], before=self.before)


class MatchForm(forms.Form):
    """What each printed name is. A name left empty stays unmatched."""

    def __init__(self, *args: Any, names: Sequence[NameToMatch], **named: Any) -> None:
        super().__init__(*args, **named)
        self.names = tuple(names)
        for number, name in enumerate(self.names):
            self.fields[f"name-{number}"] = forms.ChoiceField(
                label=name.name,
                required=False,
                choices=[("", _("Not decided yet")), *((g, list(options)) for g, options in name.groups)],
                initial=name.chosen,
            )

    def matches(self) -> list[Match]:
        """Give what was chosen, those left empty excepted."""
        found = []
        for number, name in enumerate(self.names):
            value = self.cleaned_data.get(f"name-{number}", "")
            if not value:
                continue
            choice, _colon, target = value.partition(":")
            found.append(Match(name.kind, name.name, choice, UUID(target) if target else None))
        return found

    def left_empty(self) -> list[NameToMatch]:
        """Give the names whose earlier match was taken back."""
        return [n for i, n in enumerate(self.names) if n.chosen and not self.cleaned_data.get(f"name-{i}")]


class LevelsForm(forms.Form):
    """The names of the levels above actions. The same name twice under one parent merges the two."""

    def __init__(self, *args: Any, paths: Sequence[tuple[str, ...]], now: Sequence[str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.paths = tuple(paths)
        for number, (path, name) in enumerate(zip(self.paths, now, strict=True)):
            self.fields[f"level-{number}"] = forms.CharField(
                label=path[-1], initial=name, error_messages={"required": _("A section needs a name")}
            )

    def answer(self) -> Answer:
        """Give the moves as an answer about the whole plan."""
        names = {path: " ".join(self.cleaned_data[f"level-{number}"].split()) for number, path in enumerate(self.paths)}
        moved = {
            path: tuple(names.get(path[:depth], path[depth - 1]) for depth in range(1, len(path) + 1))
            for path in self.paths
        }
        return Answer("moves", [[list(old), list(new)] for old, new in moved.items() if old != new])


class AdoptForm(forms.Form):
    """What the plan is called from now on."""

    title = forms.CharField(
        label=_("Name of the plan"),
        help_text=_("As staff and the public will read it."),
        max_length=300,
        error_messages={"required": _("Say what the plan is called")},
    )


class WithdrawForm(forms.Form):
    """Why a published plan is taken back."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        help_text=_("This is shown at the plan’s public address. Leave out people’s names."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Say why the plan is withdrawn")},
    )
