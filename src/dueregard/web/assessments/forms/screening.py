"""The questions of screening, in the version that stands today; and what somebody decides on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.assessments.packs import is_of_section_75, screening_questions
from dueregard.domain.assessments.screening import screen
from dueregard.terms.laws import SECTION_75, law_of
from dueregard.web.assessments.forms.parts_base import radio_field, ticks_field

ANSWERS: Mapping[str, Any] = {
    "yes": _("Yes"),
    "no": _("No"),
    "not_known": _("We do not know yet"),
    "not_looked": _("Nobody has looked yet"),
    "access": _("How they get it, or get there"),
    "cost": _("What they pay"),
    "eligibility": _("Who may have it"),
    "quality": _("How good it is"),
    "place_or_hours": _("Where or when it is open"),
    "jobs_or_conditions": _("Jobs, or conditions of work"),
    "nothing": _("Nothing"),
    "under_100": _("Fewer than 100"),
    "100_to_1000": _("100 to 1,000"),
    "over_1000": _("More than 1,000"),
    "major": _("Major"),
    "minor": _("Minor"),
    "none": _("None"),
}
DEPTHS: tuple[tuple[str, Any], ...] = (
    ("full", _("A full assessment")),
    ("short", _("A short assessment")),
    ("none", _("No assessment")),
)
DEPTH_HINTS = {
    "full": _("Every group, what people told us, the three aims, and what would avoid harm."),
    "short": _("Every group and the three aims, in fewer words; asking people is left to you."),
    "none": _("The reason is recorded, confirmed by a second person, and published like the others."),
}

DEPTHS_BY_CATEGORY: tuple[tuple[str, Any], ...] = (
    ("full", _("Screened in: an equality impact assessment")),
    ("short", _("Screened out, with mitigation")),
    ("none", _("Screened out")),
)
DEPTH_HINTS_BY_CATEGORY = {
    "full": _("Every category, what people told us, good relations, and what would avoid harm."),
    "short": _("Every category and good relations, in fewer words, and what is done to lessen or avoid the impact."),
    "none": _("The reason is recorded, confirmed by a second person, and published like the others."),
}


def depth_hints(nation: str) -> dict[str, Any]:
    """Say what each depth asks, as the nation's law is screened."""
    return DEPTH_HINTS_BY_CATEGORY if law_of(nation).code == SECTION_75 else DEPTH_HINTS


class ScreeningForm(forms.Form):
    """A few questions, none of them answered beforehand."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, nation: str = "england", **named: Any) -> None:
        super().__init__(*args, **named)
        self.nation = nation
        self.version, self.questions = screening_questions(nation)
        self.is_by_category = is_of_section_75(self.version)
        for question in self.questions:
            choices = [(code, ANSWERS.get(code, code)) for code in question.answers]
            made = ticks_field if question.many else radio_field
            self.fields[question.code] = made(question.text, hint=question.hint, choices=choices)

    def answers(self) -> dict[str, str | tuple[str, ...]]:
        """Give what was answered."""
        found: dict[str, str | tuple[str, ...]] = {}
        for question in self.questions:
            given = self.cleaned_data.get(question.code)
            if given:
                found[question.code] = tuple(given) if question.many else str(given)
        return found

    def clean(self) -> dict[str, Any]:
        """Every question is asked, unless it makes no difference to people; and answers do not contradict."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        answers = self.answers()
        changes = answers.get("changes") or ()
        if "nothing" in changes and len(changes) > 1:
            self.add_error("changes", gettext("Choose what would change, or “Nothing”, not both"))
            return cleaned
        found = screen(answers, nation=self.nation)
        for code in found.open:
            words = gettext("Answer this question: %(question)s") % {"question": self.fields[code].label}
            if code == "changes" and answers.get("changes"):
                words = gettext("It cannot make no difference to people and yet change something for them")
            self.add_error(code, words)
        return cleaned


class DepthForm(forms.Form):
    """What a person decides, and why."""

    depth = forms.ChoiceField(
        label=_("How closely will you look?"),
        choices=DEPTHS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how closely you will look")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It is kept and, where there is to be no assessment, published."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5_000,
        error_messages={"required": _("Say why")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, nation: str = "england", **named: Any) -> None:
        super().__init__(*args, **named)
        if law_of(nation).code == SECTION_75:
            self.fields["depth"].choices = DEPTHS_BY_CATEGORY


class SecondForm(forms.Form):
    """What the second person says."""

    said = forms.ChoiceField(
        label=_("Do you confirm it?"),
        choices=(("yes", _("Yes, I confirm it")), ("no", _("No, and this is why"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you confirm it")},
    )
    because = forms.CharField(
        label=_("If not: why?"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5_000
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        """A no has a reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("said") == "no" and not (cleaned.get("because") or "").strip():
            self.add_error("because", gettext("Say why you do not agree"))
        return cleaned
