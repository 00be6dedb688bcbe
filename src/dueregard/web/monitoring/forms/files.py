"""Handing a file in, saying what it covers, answering a question, changing a column, placing wordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dueregard.analysis.records.schema import TREATMENTS, Column, Question, Role, Treatment
from dueregard.web.monitoring.actions.handing_in import Time
from dueregard.web.monitoring.actions.mapping import LEAVE_OUT, PLACEABLE
from dueregard.web.monitoring.queries import column_words
from dueregard.web.monitoring.queries.files import Values, Wording
from dueregard.web.ui.components import DayField, FileField

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet")


class TimeForm(forms.Form):
    """What a file covers: a day, or a period."""

    covers = forms.ChoiceField(
        label=_("What does the file cover?"),
        choices=(("day", _("One day, as it was then")), ("period", _("A period, all that happened in it"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the file covers a day or a period")},
    )
    on = DayField(label=_("If one day: which?"), name_in_errors=_("The day"), required=False)
    start = DayField(label=_("If a period: from"), name_in_errors=_("The first day"), required=False)
    end = DayField(label=_("To"), name_in_errors=_("The last day"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the days that go with the choice."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("covers") == "day" and not given.get("on") and "on" not in self.errors:
            self.add_error("on", _("Say which day the file covers"))
        if given.get("covers") == "period":
            for name, words in (("start", _("Say when the period begins")), ("end", _("Say when the period ends"))):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
            if given.get("start") and given.get("end") and given["end"] < given["start"]:
                self.add_error("end", _("The last day must not be before the first"))
        return given

    def time(self) -> Time:
        """Give what was said."""
        given = self.cleaned_data
        if given["covers"] == "day":
            return Time(on=given["on"])
        return Time(start=given["start"], end=given["end"])


class HandInForm(TimeForm):
    """A file of records, and what it covers."""

    records = FileField(
        label=_("The file"),
        help_text=_("CSV, Excel, OpenDocument or Parquet, as it comes out of your system. Do not tidy it first."),
        max_bytes=settings.MAX_RECORDS_BYTES,
        endings=ENDINGS,
        kinds_in_words="CSV, Excel, OpenDocument, Parquet",
    )
    field_order = ("records", "covers", "on", "start", "end")


class QuestionForm(forms.Form):
    """One question about a column. Nothing is chosen for anyone."""

    answer = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Choose one of the answers")})

    def __init__(self, *args: Any, question: Question, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["answer"].label = question.text
        self.fields["answer"].choices = [*question.answers, (LEAVE_OUT, _("Leave this column out"))]


class ColumnForm(forms.Form):
    """What becomes of a column."""

    treatment = forms.ChoiceField(
        label=_("What is kept of it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is kept of the column")},
    )
    classification = forms.ChoiceField(
        label=_("If its categories are kept: which list do they follow?"),
        help_text=_("Wordings that are known are placed by themselves; the others are asked about."),
        required=False,
    )

    def __init__(self, *args: Any, column: Column, **named: Any) -> None:
        self.column = column
        may_be_placed = column.role in PLACEABLE
        initial = {"treatment": str(column.treatment), "classification": column.classification or ""}
        super().__init__(*args, initial=initial, **named)
        offered = list(TREATMENTS[column.role])
        if may_be_placed and Treatment.PLACE_CODES not in offered:
            offered.insert(0, Treatment.PLACE_CODES)
        if column.role is Role.CHARACTERISTIC and Treatment.WORDS not in offered:
            offered.insert(1, Treatment.WORDS)
        self.fields["treatment"].choices = [(str(each), column_words.TREATMENTS[each]) for each in offered]
        if may_be_placed:
            groups = [(label, list(listed)) for label, listed in column_words.classification_groups()]
            self.fields["classification"].choices = [("", _("Choose a list")), *groups]
        else:
            del self.fields["classification"]

    def clean(self) -> dict[str, Any]:
        """Ask for the list where categories are to be kept."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("treatment") == Treatment.PLACE_CODES and not given.get("classification"):
            self.add_error("classification", _("Choose the list that its categories follow"))
        return given

    def classification_key(self) -> str | None:
        """Give the classification chosen; "" for none, None where none can be chosen."""
        if "classification" not in self.fields:
            return None
        if self.cleaned_data["treatment"] == Treatment.PLACE_CODES:
            return str(self.cleaned_data["classification"])
        if self.cleaned_data["treatment"] == Treatment.WORDS:
            return ""
        return None


class RareForm(forms.Form):
    """Why somebody needs to see wordings that may be about one person."""

    reason = forms.CharField(
        label=_("Why do you need to see them?"),
        help_text=_("They may be free text about one person. That you looked, and why, is written into the ledger."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )


class PlaceForm(forms.Form):
    """What each wording on the page means. A wording left empty stays without a place."""

    def __init__(self, *args: Any, values: Values, shown: Sequence[Wording], **named: Any) -> None:
        super().__init__(*args, **named)
        self.shown = tuple(shown)
        every = list(column_words.categories(values.classification))
        for number, wording in enumerate(self.shown):
            groups: list[Any] = [("", _("Not decided"))]
            if wording.offered:
                groups.append((_("Likely"), list(wording.offered)))
            self.fields[f"value-{number}"] = forms.ChoiceField(
                label=wording.said,
                required=False,
                choices=[*groups, (_("All categories"), every)],
                initial=wording.code if wording.how == "remembered" else "",
            )

    def codes(self) -> Mapping[str, str]:
        """Give what was chosen, and "" where something that was remembered was taken back."""
        found = {}
        for number, wording in enumerate(self.shown):
            chosen = self.cleaned_data.get(f"value-{number}", "")
            if chosen or wording.how == "remembered":
                found[wording.said] = chosen
        return found
