"""What a board says about an action, the answer to it, and what the list of questions can be narrowed by.

The one idea: a member signed in says who they are by being signed in; who records what was said in a meeting says the
name. What it is (question, challenge, decision) is chosen, never ticked beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.delivery.questions import QuestionKind, QuestionState
from dueregard.web.delivery.queries.questions import LATE
from dueregard.web.ui.components import DayField, Filter, Order

KIND_WORDS = {
    QuestionKind.QUESTION: _("Question"),
    QuestionKind.CHALLENGE: _("Challenge"),
    QuestionKind.DECISION: _("Decision"),
}
STATE_WORDS = {
    QuestionState.OPEN: _("Open"),
    QuestionState.ANSWERED: _("Answered"),
    QuestionState.CLOSED: _("Closed"),
}
WHOLE_PAPER = "-"
OWNER = "owner"


class SaidForm(forms.Form):
    """What a board said."""

    about = forms.ChoiceField(label=_("About"), error_messages={"required": _("Choose what it is about")})
    kind = forms.ChoiceField(
        label=_("What is it?"), widget=forms.RadioSelect, error_messages={"required": _("Choose what it is")}
    )
    text = forms.CharField(
        label=_("In what words?"),
        help_text=_("It goes on the action, and its owner is told. Leave out names of people who use services."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=3000,
        error_messages={"required": _("Say it in words")},
    )
    asked_name = forms.CharField(
        label=_("Who said it?"),
        help_text=_("The name as the board knows it, such as “Cllr Joy Adeyemi”, or the board itself."),
        max_length=200,
        error_messages={"required": _("Say who said it")},
    )
    asked_on = DayField(label=_("On which day?"), name_in_errors=_("The day"))
    post = forms.ChoiceField(label=_("Who answers?"), required=False)
    due_on = DayField(
        label=_("By when is an answer wanted?"),
        help_text=_("Empty: in time for the next pack. A decision needs none."),
        required=False,
        name_in_errors=_("The day for an answer"),
    )

    def __init__(
        self,
        *args: Any,
        actions: Sequence[tuple[str, str]],
        posts: Sequence[tuple[str, str]],
        is_member: bool,
        on: date,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self._on = on
        self.fields["about"].choices = [
            ("", _gettext("Choose an action")),
            *actions,
            (WHOLE_PAPER, _gettext("The whole paper")),
        ]
        kinds = [kind for kind in QuestionKind if not (is_member and kind is QuestionKind.DECISION)]
        self.fields["kind"].choices = [(str(kind), KIND_WORDS[kind]) for kind in kinds]
        self.fields["post"].choices = [(OWNER, _gettext("The action’s owner")), ("", _gettext("Nobody yet")), *posts]
        if is_member:
            for name in ("asked_name", "asked_on", "post", "due_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Hold the days together."""
        given: dict[str, Any] = super().clean() or {}
        asked, due = given.get("asked_on"), given.get("due_on")
        if asked and asked > self._on:
            self.add_error("asked_on", _gettext("The day cannot be after today"))
        if due and due < (asked or self._on):
            self.add_error("due_on", _gettext("The day for an answer must be after the day it was asked"))
        return given


class AnswerForm(forms.Form):
    """The answer to a question."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("It stands on the action and in the board’s next pack. Leave out people’s names."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        error_messages={"required": _("Write the answer")},
    )


class AgainForm(forms.Form):
    """What is asked again, and by when."""

    text = forms.CharField(
        label=_("What does the answer leave open?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=3000,
        error_messages={"required": _("Say what the answer leaves open")},
    )
    due_on = DayField(
        label=_("By when is an answer wanted?"),
        help_text=_("Empty: in time for the next pack."),
        required=False,
        name_in_errors=_("The day for an answer"),
    )

    def __init__(self, *args: Any, on: date, **named: Any) -> None:
        super().__init__(*args, **named)
        self._on = on

    def clean_due_on(self) -> date | None:
        """Take no day that is past."""
        due: date | None = self.cleaned_data["due_on"]
        if due and due < self._on:
            raise forms.ValidationError(_gettext("The day for an answer must not be past"))
        return due


class CloseForm(forms.Form):
    """Why a question is closed."""

    text = forms.CharField(
        label=_("Why?"),
        help_text=_("May stay empty where the answer says it all."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )


class PutForm(forms.Form):
    """Who answers, and by when."""

    post = forms.ChoiceField(label=_("Who answers?"), required=False)
    due_on = DayField(
        label=_("By when is an answer wanted?"), required=False, name_in_errors=_("The day for an answer")
    )

    def __init__(self, *args: Any, posts: Sequence[tuple[str, str]], asked_on: date, **named: Any) -> None:
        super().__init__(*args, **named)
        self._asked_on = asked_on
        self.fields["post"].choices = [("", _gettext("Nobody yet")), *posts]

    def clean_post(self) -> UUID | None:
        """Give the post."""
        return UUID(self.cleaned_data["post"]) if self.cleaned_data["post"] else None

    def clean_due_on(self) -> date | None:
        """Take no day before it was asked."""
        due: date | None = self.cleaned_data["due_on"]
        if due and due < self._asked_on:
            raise forms.ValidationError(_gettext("The day for an answer must be after the day it was asked"))
        return due


def question_orders() -> tuple[Order, ...]:
    """Give the ways to sort questions; the first is the usual one."""
    return (
        Order("asked", _gettext("day asked"), falling=True),
        Order("due", _gettext("day an answer is due")),
    )


def question_filters(boards: Sequence[tuple[str, str]]) -> tuple[Filter, ...]:
    """Give what the list of questions can be narrowed by."""
    states = (*((str(state), str(words)) for state, words in STATE_WORDS.items()), (LATE, _gettext("Late")))
    kinds = tuple((str(kind), str(words)) for kind, words in KIND_WORDS.items())
    return (
        Filter("words", _gettext("Words in the question or answer")),
        Filter("state", _gettext("Where it stands"), states, any_text=_gettext("Any")),
        Filter("board", _gettext("Board"), tuple(boards), any_text=_gettext("Any board")),
        Filter("kind", _gettext("What it is"), kinds, any_text=_gettext("Any"), more=True),
    )
