"""What people write and choose about a year-end report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.delivery.report import Narrative
from dueregard.domain.delivery.states import ReportState
from dueregard.web.delivery.access.year_end import SIGNATORIES
from dueregard.web.ui.components import Filter, Order

LONGEST = 10_000
MOST_OBJECTIVES = 200
STATES: Mapping[str, Any] = {
    ReportState.DRAFT: _("Draft"),
    ReportState.WAITING: _("Waits for sign-off"),
    ReportState.SIGNED: _("Signed"),
    ReportState.PUBLISHED: _("Published"),
    ReportState.REPLACED: _("Replaced by a later version"),
    ReportState.WITHDRAWN: _("Withdrawn"),
}
ROLES: Mapping[str, Any] = {
    "directorate_lead": _("A directorate lead"),
    "administrator": _("An administrator"),
    "equalities_officer": _("Another equalities officer"),
    "clerk": _("The clerk of a board"),
}
SURE = (("no", _("No, not yet")), ("yes", _("Yes")))


class ChangesForm(forms.Form):
    """What a correction changes."""

    changes = forms.CharField(
        label=_("What is corrected, and why?"),
        help_text=_("It stands at the top of the new version, for everybody to read."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        error_messages={"required": _("Say what is corrected, and why")},
    )


class NarrativeForm(forms.Form):
    """What people write in a report. The tables and counts are worked out and are not here."""

    changes = forms.CharField(
        label=_("What is corrected, and why?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000
    )
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("What changed for people this year, in plain words. The counts stand below it by themselves."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=LONGEST,
    )
    introduction = forms.CharField(
        label=_("Introduction"),
        help_text=_("Anything a reader needs to know before the tables. Leave it empty for none."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=LONGEST,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, objectives: Iterable[str], is_correction: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        if not is_correction:
            del self.fields["changes"]
        self.objectives = tuple(objectives)[:MOST_OBJECTIVES]
        for number, name in enumerate(self.objectives):
            self.fields[f"objective-{number}"] = forms.CharField(
                label=name, widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=LONGEST
            )

    def objective_fields(self) -> list[Any]:
        """Give the fields for objectives, to draw."""
        return [self[f"objective-{number}"] for number in range(len(self.objectives))]

    def narrative(self) -> Narrative:
        """Give what was written."""
        said = self.cleaned_data
        return Narrative(
            summary=said["summary"],
            introduction=said["introduction"],
            objectives={name: said[f"objective-{n}"] for n, name in enumerate(self.objectives)},
        )


def initial_narrative(narrative: Narrative, *, objectives: Iterable[str], changes: str, version: int) -> dict[str, Any]:
    """Give what the form begins with."""
    written = {f"objective-{n}": narrative.objectives.get(name, "") for n, name in enumerate(objectives)}
    return {
        "summary": narrative.summary,
        "introduction": narrative.introduction,
        "changes": changes,
        "seen": version,
        **written,
    }


class SureForm(forms.Form):
    """That something is done that cannot be undone."""

    sure = forms.ChoiceField(choices=SURE, widget=forms.RadioSelect, error_messages={"required": _("Choose yes or no")})

    def __init__(self, *args: Any, label: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["sure"].label = label


class SignForm(forms.Form):
    """Whether a report is signed or sent back."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=(("sign", _("Sign it as it stands")), ("send_back", _("Send it back to be written on"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide")},
    )
    why = forms.CharField(
        label=_("If you send it back: why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2_000,
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason that goes with sending back."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("decision") == "send_back" and not given.get("why", "").strip():
            self.add_error("why", _("Say why you send it back"))
        return given


class WithdrawReportForm(forms.Form):
    """Why a report is taken off the pages."""

    reason = forms.CharField(
        label=_("Why is this report withdrawn?"),
        help_text=_("Its address shows this reason to everybody."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": _("Say why the report is withdrawn")},
    )


class SignatoryForm(forms.Form):
    """Which role signs."""

    signatory = forms.ChoiceField(
        label=_("Who signs year-end reports?"),
        help_text=_("Whoever sent a report for sign-off never signs it."),
        choices=[(role, ROLES[role]) for role in SIGNATORIES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who signs")},
    )


def filters(*, with_drafts: bool) -> tuple[Filter, ...]:
    """Give what the list of reports can be narrowed by."""
    states = tuple((str(state), str(label)) for state, label in STATES.items() if with_drafts or state != "draft")
    return (
        Filter("words", gettext("Plan")),
        Filter("state", gettext("State"), states, any_text=gettext("Any state")),
    )


def orders() -> tuple[Order, ...]:
    """Give the ways to sort it; the first is the usual one."""
    return (Order("made", gettext("date"), falling=True), Order("plan", gettext("plan")))
