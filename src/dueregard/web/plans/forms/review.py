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
from dueregard.domain.plans.plan_answers import AS_READ
from dueregard.domain.plans.review import Answer
from dueregard.web.plans.actions.reviewing import Match
from dueregard.web.plans.forms.values import can_be_typed, initial_value, json_value, value_field
from dueregard.web.plans.queries.matching import NameToMatch
from dueregard.web.plans.queries.wording import say_value

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
        is_for_all: bool = False,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self.about, self.before = field, before
        self.proposals = _proposals(field, choices)
        items: list[tuple[str, Any]] = [(f"c{n}", words) for n, (_value, words) in enumerate(self.proposals)]
        self.hints = _hints(field, self.proposals, labels, is_for_all=is_for_all)
        if can_be_typed(field):
            self.other_words = _other_words(field, self.proposals)
            items.append((OTHER, self.other_words))
            self.fields["value"] = value_field(
                field,
                plan=plan,
                labels=labels,
                label=_("Which date?") if field.endswith("_date") else _("What is it?"),
                required=False,
            )
        by_hand = any(value == AS_READ for value, _words in self.proposals)
        items.append((NOTHING, _("I will put the values right by hand") if by_hand else _("The plan does not say")))
        self.fields["choice"] = forms.ChoiceField(
            label=question or _("Your answer"),
            choices=items,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose an answer, or ask to be asked later")},
        )
        is_ticked = field == "strands" or field.startswith("key.")
        self.other_label = _("Which?") if is_ticked else self.fields["value"].label if "value" in self.fields else ""

    def clean(self) -> dict[str, Any]:
        """Another value needs the value; a value typed without choosing it is not thrown away in silence."""
        given: dict[str, Any] = super().clean() or {}
        choice, value = given.get("choice"), given.get("value")
        if value and "choice" in self.errors and not self.data.get("choice"):
            # What was typed or ticked says it already.
            del self.errors["choice"]
            given["choice"] = choice = OTHER
        if choice == OTHER and not self.errors.get("value") and not value:
            self.add_error("value", _("Say what it is"))
        elif choice not in (None, OTHER) and value:
            self.add_error("choice", _("Choose “%(other)s”, or leave its box empty") % {"other": self.other_words})
        elif choice not in (None, OTHER):
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


def _proposals(field: str, choices: Sequence[tuple[Any, str]]) -> tuple[tuple[Any, str], ...]:
    """Give the proposals that are worth a radio: codes are ticked in the box below, and a question without any proposal
    and without a box can only be confirmed."""
    if field == "strands":
        return ()
    if not choices and not can_be_typed(field):
        return ((AS_READ, str(_("It is read as it should be"))),)
    return tuple(choices)


def _other_words(field: str, proposals: Sequence[tuple[Any, str]]) -> Any:
    if field == "strands":
        return _("Those ticked below")
    if field.endswith("_date"):
        return _("Another date") if proposals else _("This date")
    return _("Something else") if proposals else _("This")


def _hints(
    field: str, proposals: Sequence[tuple[Any, str]], labels: Mapping[str, str], *, is_for_all: bool
) -> dict[str, str]:
    """Give, below a proposal, its value in words where the proposal does not say it itself."""
    hints = {}
    for number, (value, words) in enumerate(proposals):
        said = say_value(field, value, labels=labels) if value != AS_READ else ""
        if said and said not in words and not field.startswith(("columns", "legend")):
            hints[f"c{number}"] = said
    if is_for_all:
        hints[NOTHING] = str(_("You can still say it of each action on its own."))
    elif field == "due_date":
        hints[NOTHING] = str(_("The action will have no due date, and will say so."))
    return hints


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
            if value:
                found.append(_match(name, value))
        return found

    @classmethod
    def likely(cls, names: Sequence[NameToMatch]) -> list[Match]:
        """Take the one likely post, partner or board of each undecided name that has just one."""
        return [_match(name, name.proposed[0][0]) for name in names if not name.chosen and len(name.proposed) == 1]

    @classmethod
    def rest(cls, names: Sequence[NameToMatch], *, is_new: bool) -> list[Match]:
        """Decide all undecided names alike: made new, or kept as printed."""
        new = {"lead": "new_post", "board": "new_board"}
        return [_match(name, new[name.kind] if is_new else "as_printed") for name in names if not name.chosen]

    def left_empty(self) -> list[NameToMatch]:
        """Give the names whose earlier match was taken back."""
        return [n for i, n in enumerate(self.names) if n.chosen and not self.cleaned_data.get(f"name-{i}")]


def _match(name: NameToMatch, value: str) -> Match:
    choice, _colon, target = value.partition(":")
    return Match(name.kind, name.name, choice, UUID(target) if target else None)


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
