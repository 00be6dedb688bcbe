"""What people fill in about evidence: of which area and service, a piece added by hand, and the answer to a remark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.assessments.model import Evidence, EvidenceKind, group_key, group_of_key
from dueregard.web.ui.components import DayField

BY_HAND = (EvidenceKind.CONSULTATION, EvidenceKind.COMPLAINTS, EvidenceKind.RESEARCH, EvidenceKind.EXPERIENCE)
KIND_WORDS = {
    EvidenceKind.CENSUS: _("Census and other official figures"),
    EvidenceKind.RELEASE: _("Our own released figures"),
    EvidenceKind.CONSULTATION: _("Consultation or survey"),
    EvidenceKind.COMPLAINTS: _("Complaints and compliments"),
    EvidenceKind.RESEARCH: _("Research"),
    EvidenceKind.EXPERIENCE: _("Experience of people and staff"),
}
_LONG = 5_000


class ChooseForm(forms.Form):
    """Of which area the official figures are, and which records say who uses the service."""

    area = forms.ChoiceField(
        label=_("Which area is it about?"),
        help_text=_("The Census figures of this area are laid out. Wards have fewer figures than the whole area."),
        error_messages={"required": _("Choose the area")},
    )
    dataset = forms.ChoiceField(
        label=_("Which records say who uses the service?"),
        help_text=_("Only what was released is shown. What is hidden there stays hidden."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        areas: Sequence[tuple[str, Sequence[tuple[str, str]]]],
        datasets: Sequence[tuple[str, str]],
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self.fields["area"].choices = [("", _gettext("Choose an area")), *areas]
        self.fields["dataset"].choices = [("", _gettext("None of these")), *datasets]


class EvidenceForm(forms.Form):
    """A piece of evidence: where from, of which day, about whom, what it says, and what it does not."""

    kind = forms.ChoiceField(
        label=_("What is it?"), widget=forms.RadioSelect, error_messages={"required": _("Choose what it is")}
    )
    title = forms.CharField(
        label=_("What is it called?"),
        help_text=_("For example, “Survey of library members”."),
        max_length=300,
        error_messages={"required": _("Give it a title")},
    )
    on = DayField(
        label=_("Of which day is it?"),
        help_text=_("For a survey or a meeting, its last day. For research, the day it came out."),
        name_in_errors=_("The day"),
    )
    base = forms.CharField(
        label=_("How many people or answers is it from, and who were they?"),
        help_text=_("For example, “612 answers, most from members over 65”."),
        required=False,
        max_length=500,
    )
    says = forms.CharField(
        label=_("What does it say?"),
        help_text=_("Leave out names, and numbers of fewer than 10 people."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=_LONG,
        error_messages={"required": _("Say what it says")},
    )
    gap = forms.CharField(
        label=_("What does it not say?"),
        help_text=_("Who was not reached, what was not asked. It is listed under what we do not know."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=_LONG,
    )
    groups = forms.MultipleChoiceField(
        label=_("Whom is it about?"),
        help_text=_("It is shown beside the questions about these groups. Tick none where it is about everybody."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    link = forms.URLField(
        label=_("Where can it be read?"),
        help_text=_("An address that begins with https://. May stay empty."),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Give a whole address, such as https://www.example.org/report")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self, *args: Any, groups: Iterable[tuple[str, str]], on: date, was: Evidence | None = None, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self._on, self._was = on, was
        kinds = BY_HAND if was is None or was.kind in BY_HAND else (was.kind,)
        self.fields["kind"].choices = [(str(kind), KIND_WORDS[kind]) for kind in kinds]
        offered = dict(groups)
        self.fields["groups"].choices = list(offered.items())
        if was is not None and was.kind not in BY_HAND:
            # What was taken from figures stands as it stood: day, base and source are nobody’s words.
            for name in ("kind", "title", "on", "base", "link"):
                del self.fields[name]
            self.fields["says"].required = False

    def clean_on(self) -> date | None:
        """Take no day that is still to come."""
        on: date | None = self.cleaned_data["on"]
        if on and on > self._on:
            raise forms.ValidationError(_gettext("The day cannot be after today"))
        return on

    def evidence(self, code: str) -> Evidence:
        """Give the evidence as it was filled in; what was taken from figures keeps where it is from."""
        said, was = self.cleaned_data, self._was
        kept = {"kind": was.kind, "title": was.title, "on": was.on, "base": was.base, "link": was.link} if was else {}
        given = {**kept, **{name: said[name] or None for name in ("title", "on", "base", "link") if name in said}}
        return Evidence(
            code=code,
            kind=EvidenceKind(said["kind"]) if said.get("kind") else given["kind"],
            title=given["title"],
            on=given["on"],
            base=given["base"],
            says=said["says"].strip() or None,
            gap=said["gap"].strip() or None,
            groups=tuple(group_of_key(key) for key in said["groups"]),
            link=given["link"],
        )

    @staticmethod
    def begin(evidence: Evidence, *, seen: int) -> dict[str, Any]:
        """Give what the form begins with for a piece that is there."""
        return {
            "kind": str(evidence.kind),
            "title": evidence.title,
            "on": evidence.on,
            "base": evidence.base or "",
            "says": evidence.says or "",
            "gap": evidence.gap or "",
            "groups": [group_key(group) for group in evidence.groups],
            "link": evidence.link or "",
            "seen": seen,
        }


class AnswerForm(forms.Form):
    """The answer to a remark."""

    kind = forms.ChoiceField(
        label=_("What is your answer?"),
        choices=(("changed", _("We changed it")), ("not_agreed", _("We do not agree, because …"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you changed it, or why you do not agree")},
    )
    because = forms.CharField(
        label=_("Why do you not agree?"),
        help_text=_("Those who check and those who decide can read this. Leave out names."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=_LONG,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where it is not agreed."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") == "not_agreed" and not (given.get("because") or "").strip():
            self.add_error("because", _gettext("Say why you do not agree"))
        return given
