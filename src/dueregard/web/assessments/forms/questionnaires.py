"""The council's own questions: a name and a row for each question. What is left empty is no question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.assessments.copy_fields import titles_of
from dueregard.web.assessments.actions.questionnaires import MOST_QUESTIONS, OwnQuestion

SPARE = 3


class QuestionsForm(forms.Form):
    """A version's name and its questions, with some empty rows for more."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name")})

    def __init__(self, *args: Any, nation: str, questions: Sequence[Mapping[str, str]] = (), **named: Any) -> None:
        super().__init__(*args, **named)
        places = tuple((kind, title) for kind, title in titles_of(nation).items() if kind != "own")
        self.count = min(len(questions) + SPARE, MOST_QUESTIONS)
        for at in range(self.count):
            one = questions[at] if at < len(questions) else {}
            number = at + 1
            self.fields[f"text_{at}"] = forms.CharField(
                label=gettext("Question %(n)s") % {"n": number},
                required=False,
                max_length=500,
                initial=one.get("text", ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"hint_{at}"] = forms.CharField(
                label=gettext("Guidance on question %(n)s") % {"n": number},
                required=False,
                max_length=500,
                initial=one.get("hint", ""),
            )
            self.fields[f"after_{at}"] = forms.ChoiceField(
                label=gettext("Question %(n)s stands behind") % {"n": number},
                choices=places,
                initial=one.get("after", "proposal"),
            )
            self.fields[f"code_{at}"] = forms.CharField(
                required=False, max_length=40, initial=one.get("code", ""), widget=forms.HiddenInput
            )

    def rows(self) -> list[tuple[Any, Any, Any, Any]]:
        """Give the fields of each question, for the page."""
        return [tuple(self[f"{what}_{at}"] for what in ("text", "hint", "after", "code")) for at in range(self.count)]

    def questions(self) -> tuple[OwnQuestion, ...]:
        """Give the questions that have words."""
        given = self.cleaned_data
        return tuple(
            OwnQuestion(given[f"text_{at}"], given[f"hint_{at}"], given[f"after_{at}"], given[f"code_{at}"])
            for at in range(self.count)
            if given[f"text_{at}"].strip()
        )


class TemplateForm(forms.Form):
    """Which of a template's questions become the council's own. Nothing is chosen for anyone."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name")})
    own = forms.MultipleChoiceField(
        label=_("Which of these become questions of your own?"),
        help_text=_("We know the words of the others: they are asked here already."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["own"].choices = list(offered)
