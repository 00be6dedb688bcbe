"""The questions of the release journey, one form a page. Nothing is chosen for anyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.analysis.released.table import Audience
from dueregard.terms.errors import DueRegardError
from dueregard.web.monitoring.queries import releases_wording as wording
from dueregard.web.monitoring.queries.releases import Wanted
from dueregard.web.monitoring.queries.releases_counting import MOST_COLUMNS
from dueregard.web.ui.components import Filter, Listing, Order

Choices = Sequence[tuple[str, Any]]
NONE = "none"


class FileForm(forms.Form):
    """Which file is counted."""

    file = forms.ChoiceField(
        label=_("Which records do you want to count?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the records to count")},
    )

    def __init__(self, *args: Any, files: Choices, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["file"].choices = files


class ColumnsForm(forms.Form):
    """What is counted by."""

    by = forms.MultipleChoiceField(
        label=_("What do you want to count by?"),
        help_text=_("Each gives a table of its own. Fewer tables hide less."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one column to count by")},
    )

    def __init__(self, *args: Any, columns: Choices, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["by"].choices = columns

    def clean_by(self) -> list[str]:
        """Keep a release to what can be judged in its time."""
        by: list[str] = self.cleaned_data["by"]
        if len(by) > MOST_COLUMNS:
            raise forms.ValidationError(gettext("Choose at most %(n)s columns") % {"n": MOST_COLUMNS})
        return by


class CrossingsForm(forms.Form):
    """Which columns are crossed."""

    crossings = forms.MultipleChoiceField(
        label=_("Do you want any of them crossed?"),
        help_text=_(
            "Crossing shows, for example, women of each ethnic group. The finer the table, the more is hidden."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the tables you want, or that none is crossed")},
    )

    def __init__(self, *args: Any, crossings: Choices, check: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._check = check
        self.fields["crossings"].choices = [*crossings, (NONE, _("None of them"))]

    def clean_crossings(self) -> list[str]:
        """Hold "none" apart, and refuse what the publisher of a classification forbids."""
        given: list[str] = self.cleaned_data["crossings"]
        if NONE in given and len(given) > 1:
            raise forms.ValidationError(gettext("Choose “None of them” by itself, or the tables you want"))
        chosen = [one for one in given if one != NONE]
        for one in chosen:
            try:
                self._check(one)
            except DueRegardError as fault:
                raise forms.ValidationError(str(fault)) from fault
        return chosen


class ColumnForm(forms.Form):
    """An outcome, or which records are set apart: a column, or none."""

    column = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, columns: Choices, label: Any, hint: Any, none: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["column"].label, self.fields["column"].help_text = label, hint
        self.fields["column"].choices = [(NONE, none), *columns]
        self.fields["column"].error_messages["required"] = gettext("Choose a column, or that there is none")


class ValuesForm(forms.Form):
    """Which categories of a column are meant."""

    values = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one")}
    )

    def __init__(self, *args: Any, values: Choices, label: Any, hint: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._all = len(values)
        self.fields["values"].label, self.fields["values"].help_text = label, hint
        self.fields["values"].choices = values

    def clean_values(self) -> list[str]:
        """Leave something on the other side."""
        given: list[str] = self.cleaned_data["values"]
        if len(given) == self._all:
            raise forms.ValidationError(gettext("Leave at least one out, so that there is something beside them"))
        return given


class AudienceForm(forms.Form):
    """Who may read the figures."""

    audience = forms.ChoiceField(
        label=_("Who will read these figures?"),
        help_text=_("What everyone has seen is reckoned with in whatever is released to fewer people later."),
        choices=tuple(wording.AUDIENCES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who will read the figures")},
    )

    def audience_chosen(self) -> Audience:
        """Give what was chosen."""
        return Audience(self.cleaned_data["audience"])


class PolicyForm(forms.Form):
    """By which rules the figures are protected."""

    policy = forms.ChoiceField(
        label=_("Which rules protect them?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the rules")},
    )

    def __init__(self, *args: Any, policies: Choices, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["policy"].choices = policies


class TitleForm(forms.Form):
    """What the release is called."""

    title = forms.CharField(
        label=_("What shall it be called?"),
        help_text=_("Readers see it as the heading. Name what was counted and when."),
        max_length=200,
    )


class SendForm(forms.Form):
    """What becomes of a preview."""

    what = forms.ChoiceField(
        label=_("What do you want to do with it?"),
        choices=(
            ("send", _("Send it for a decision")),
            ("drop", _("Put it aside; nobody else sees it")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what to do with it")},
    )
    note = forms.CharField(
        label=_("What should the person who decides know? (optional)"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=1000,
    )


class DecideForm(forms.Form):
    """The second person's decision."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=(("release", _("Release it")), ("send_back", _("Send it back to its author"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide")},
    )
    why = forms.CharField(
        label=_("If you send it back: why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason that goes with sending back."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("decision") == "send_back" and not given.get("why", "").strip():
            self.add_error("why", _("Say why you send it back"))
        return given


class WithdrawForm(forms.Form):
    """That a release is taken off the pages."""

    sure = forms.ChoiceField(
        label=_("Withdraw this release?"),
        choices=(("no", _("No, leave it where it is")), ("yes", _("Yes, take it off the pages"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to withdraw it")},
    )
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("Readers see this in its place. It stays in the register."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("sure") == "yes" and not given.get("why", "").strip():
            self.add_error("why", _("Say why it is withdrawn"))
        return given


class LookForm(forms.Form):
    """Why somebody needs to know."""

    reason = forms.CharField(
        label=_("Why do you need to see these figures?"),
        help_text=_("Your name, the time and this reason are written into the ledger. It holds for 15 minutes."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say why you need to see these figures")},
    )


class RulesForm(forms.Form):
    """Whether a release needs two people."""

    two_people = forms.ChoiceField(
        label=_("Who lets figures out?"),
        choices=(
            ("yes", _("Two people: one prepares, another releases")),
            ("no", _("One person may do both")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether a release needs two people")},
    )


def orders() -> tuple[Order, ...]:
    """Give the ways to sort the register; the first is the usual one."""
    return (
        Order("number", gettext("newest"), falling=True),
        Order("title", gettext("title")),
        Order("released", gettext("day of release"), falling=True),
    )


def filters(datasets: Choices) -> tuple[Filter, ...]:
    """Give what the register can be narrowed by."""
    states = tuple((str(code), str(words)) for code, words in wording.STATES.items())
    audiences = tuple((str(code), str(words)) for code, words in wording.AUDIENCES.items())
    return (
        Filter("words", gettext("Words in the title")),
        Filter("state", gettext("State"), states, any_text=gettext("Any, save put aside")),
        Filter("audience", gettext("For whom"), audiences),
        Filter("dataset", gettext("Dataset"), tuple(datasets)),
    )


def wanted_from(listing: Listing) -> Wanted:
    """Give what an address asks for."""
    return Wanted(
        words=listing.one("words"),
        state=listing.one("state"),
        audience=listing.one("audience"),
        dataset=listing.one("dataset"),
    )
