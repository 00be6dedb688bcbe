"""Looking who is worst off, and answering what was found. Nothing is chosen for anyone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.monitoring.scan import Question
from dueregard.domain.monitoring.states import FindingAnswer
from dueregard.web.monitoring.actions.findings import Answer
from dueregard.web.monitoring.queries import findings, indicators_wording
from dueregard.web.ui.components import DayField, Filter, Listing, Order


class LookForm(forms.Form):
    """What is asked of a release's tables."""

    counted = forms.ChoiceField(
        label=_("What happened to them?"),
        error_messages={"required": _("Choose what happened to them")},
    )
    words = forms.CharField(
        label=_("Say it as the end of a sentence"),
        help_text=_("“12% …” such as “were appointed” or “were searched and arrested”."),
        max_length=120,
    )
    unit = forms.CharField(label=_("Who is counted, in a word or two?"), max_length=40)
    better = forms.ChoiceField(
        label=_("Is it better for people to have more or less of it?"),
        choices=(("higher", _("More is better")), ("lower", _("Less is better"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which is better")},
    )

    def __init__(self, *args: Any, outcomes: Sequence[tuple[str, Any]], **named: Any) -> None:
        super().__init__(*args, **named)
        groups = [(label, list(pairs)) for label, pairs in outcomes]
        self.fields["counted"].choices = [("", _("Choose an answer")), *groups]

    def question(self) -> Question:
        """Give what is asked."""
        given = self.cleaned_data
        outcome, _sign, of = given["counted"].partition("=")
        return Question(outcome, of, given["better"], given["words"], unit=given["unit"])


class AnswerForm(forms.Form):
    """What a person makes of a finding."""

    answer = forms.ChoiceField(
        label=_("What do you do about it?"),
        choices=tuple((str(code), words) for code, words in indicators_wording.ANSWERS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you do about it")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("What you know besides the figures. It is kept with your name. Leave out people’s names."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
    review_on = DayField(label=_("If someone looks further: by when?"), required=False, name_in_errors=_("The day"))
    review_post = forms.ChoiceField(label=_("If someone looks further: who?"), required=False)

    def __init__(self, *args: Any, posts: Sequence[tuple[str, str]], on: date, **named: Any) -> None:
        super().__init__(*args, **named)
        self._on = on
        self.fields["review_post"].choices = [("", _("Choose a post")), *posts]

    @property
    def is_act(self) -> bool:
        """Whether an action is to be made, which has a page of its own."""
        return bool(self.cleaned_data["answer"] == FindingAnswer.ACT)

    def clean(self) -> dict[str, Any]:
        """Ask for what each answer needs."""
        given: dict[str, Any] = super().clean() or {}
        answer = given.get("answer")
        if answer in (FindingAnswer.LOOK_FURTHER, FindingAnswer.NOT_PURSUED) and not given.get("reason", "").strip():
            self.add_error("reason", _gettext("Say why"))
        if answer == FindingAnswer.LOOK_FURTHER:
            if "review_on" not in self.errors and not given.get("review_on"):
                self.add_error("review_on", _gettext("Say by when someone looks further"))
            elif given.get("review_on") and given["review_on"] <= self._on:
                self.add_error("review_on", _gettext("The day must be after today"))
            if not given.get("review_post"):
                self.add_error("review_post", _gettext("Choose who looks further"))
        return given

    def said(self) -> Answer:
        """Give the answer."""
        given = self.cleaned_data
        is_looking = given["answer"] == FindingAnswer.LOOK_FURTHER
        return Answer(
            FindingAnswer(given["answer"]),
            reason=given["reason"],
            review_on=given["review_on"] if is_looking else None,
            review_post_id=UUID(given["review_post"]) if is_looking else None,
        )


def orders() -> tuple[Order, ...]:
    """Give the one order of the list."""
    return (Order("newest", _gettext("newest figures, worst first"), falling=True),)


def filters(releases: Sequence[tuple[int, str, str]]) -> tuple[Filter, ...]:
    """Give what the list of findings can be narrowed by."""
    answers = (
        (findings.OPEN, _gettext("Not done with")),
        ("none", _gettext("No answer yet")),
        (findings.LATE, _gettext("Should have been looked at by now")),
        *((str(code), str(words)) for code, words in indicators_wording.ANSWERED.items() if code),
    )
    shown = tuple((str(number), f"{number}: {title}") for number, title, _period in releases)
    return (
        Filter("answer", _gettext("Answer"), answers, any_text=_gettext("Any")),
        Filter("release", _gettext("Release"), shown, any_text=_gettext("Any release")),
    )


def narrowed(listing: Listing) -> dict[str, str]:
    """Give what an address asks for."""
    return {"answer": listing.one("answer"), "number": listing.one("release")}
