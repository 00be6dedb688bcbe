"""Forms for a plan, its levels and who shaped them, and for the parts of an action."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Day
from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.plans.measures import FoundMeasure
from dueregard.domain.plans.progress import number_of
from dueregard.domain.plans.wording import STATUS_WORDS
from dueregard.web.plans.forms.editing import EditForm, LineField, TextField, choices_with_none
from dueregard.web.plans.queries.editing_words import DIRECTION_WORDS, KIND_WORDS, PART_KIND_WORDS
from dueregard.web.ui.components import DayField
from dueregard.web.ui.components.formats import day, years

STATUSES = {code: words for code, words in STATUS_WORDS.items() if code != "no_update"}


class PlanForm(EditForm):
    """What the plan is called and what time it covers."""

    title = LineField(
        label=_("Name of the plan"),
        help_text=_("As staff and the public will read it."),
        max_length=300,
        error_messages={"required": _("Say what the plan is called")},
    )
    period_start = DayField(label=_("First day"), required=False, name_in_errors=_("The first day"))
    period_end = DayField(label=_("Last day"), required=False, name_in_errors=_("The last day"))
    period_text = LineField(
        label=_("The same in words"),
        help_text=_("As you print it, such as 2026-27. Leave it empty and we write the years."),
        required=False,
        max_length=100,
    )

    def clean(self) -> dict[str, Any]:
        """Hold the days in order."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("period_start"), given.get("period_end")
        if first and last and last < first:
            self.add_error(
                "period_end", _gettext("The last day must be after the first, %(day)s") % {"day": day(first)}
            )
        return given

    def given(self) -> dict[str, Any]:
        """Write the years where no words for them were given."""
        found = super().given()
        first, last = found.get("period_start"), found.get("period_end")
        if "period_text" in found and not found["period_text"] and first and last:
            found["period_text"] = years(Day.fromisoformat(first), Day.fromisoformat(last))
        return found


class LevelForm(EditForm):
    """A section, theme or objective: its name, why it is there and how the council will know."""

    title = LineField(label=_("Name"), max_length=400, error_messages={"required": _("A section needs a name")})
    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.Select)
    ref = LineField(label=_("Number, if it has one"), required=False, max_length=40)
    why = TextField(label=_("Why it matters"), required=False)
    success_measure = TextField(label=_("How you will know that it worked"), required=False)
    directorate = forms.ChoiceField(label=_("Directorate"), required=False, widget=forms.Select)

    def __init__(
        self,
        *args: Any,
        directorates: Iterable[tuple[str, str]],
        parents: Iterable[tuple[str, str]] | None = None,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        kinds: dict[str, Any] = dict(KIND_WORDS)
        if self.values.get("kind"):
            kinds.setdefault(self.values["kind"], self.values["kind"])
        self.fields["kind"].choices = list(kinds.items())
        self.fields["directorate"].choices = choices_with_none(dict(directorates), none=_("None of them"))
        if parents is not None:
            self.fields["parent"] = forms.ChoiceField(
                label=_("Where does it stand?"),
                required=False,
                choices=[("", _("At the top of the plan")), *((key, name) for key, name in parents)],
                widget=forms.Select,
            )
            self.initial.setdefault("parent", self.values.get("parent"))


class ContributionForm(EditForm):
    """Who shaped an objective, how, and what that changed."""

    who = LineField(
        label=_("Who shaped it?"),
        help_text=_("A group rather than people’s names: a staff network, residents, elected members."),
        error_messages={"required": _("Say who shaped it")},
    )
    how = TextField(label=_("How?"), help_text=_("Such as two meetings, a survey, letters."), required=False, rows=3)
    changed = TextField(
        label=_("What did that change?"),
        help_text=_("“Nothing yet” is an answer. Leave it empty if you do not know."),
        required=False,
        rows=3,
    )


class PartForm(EditForm):
    """A part or milestone of an action."""

    text = TextField(label=_("What will be done?"), error_messages={"required": _("Say what this part is")}, rows=3)
    kind = forms.ChoiceField(label=_("What is it?"), choices=[*PART_KIND_WORDS.items()], widget=forms.Select)
    label = LineField(label=_("Label, if it has one"), help_text=_("Such as i) or a)."), required=False, max_length=40)
    due_date = DayField(label=_("Due date"), required=False, name_in_errors=_("The due date"))
    owner = LineField(label=_("Owner"), help_text=_("The post, not a name."), required=False, max_length=300)
    status = forms.ChoiceField(label=_("Status"), required=False, widget=forms.Select)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        known = choices_with_none(STATUSES, none=_("Not said"))
        before = self.values.get("status")
        if before and before not in STATUSES:
            known.append((before, before))
        self.fields["status"].choices = known
        kind = self.values.get("kind")
        if kind and kind not in PART_KIND_WORDS:
            self.fields["kind"].choices = [*PART_KIND_WORDS.items(), (kind, kind)]


class NumberField(LineField):
    """A figure, kept as it was written; it must be one."""

    def __init__(self, **named: Any) -> None:
        named.setdefault("max_length", 40)
        super().__init__(**named)
        self.widget.attrs["inputmode"] = "decimal"
        self.before: str | None = None

    def clean(self, value: Any) -> Any:
        """Give the figure as written; words that stood there before may stay."""
        text = super().clean(value)
        if text and text != self.before and number_of(text) is None:
            raise forms.ValidationError(_gettext("Write a number, such as 38 or 1,204.5"))
        return text


class MeasureForm(EditForm):
    """What is measured, from where to where, and by when."""

    name = LineField(
        label=_("What is measured?"),
        help_text=_("Such as: weeks from referral to finished adaptation."),
        error_messages={"required": _("Say what is measured")},
    )
    unit = LineField(label=_("Unit"), help_text=_("Such as %, weeks or people."), required=False, max_length=40)
    direction = forms.ChoiceField(
        label=_("Which way is better?"),
        choices=choices_with_none(DIRECTION_WORDS, none=_("Not said")),
        required=False,
        widget=forms.Select,
    )
    baseline = NumberField(label=_("Baseline: where it starts"), required=False)
    baseline_date = DayField(label=_("Baseline date"), required=False, name_in_errors=_("The baseline date"))
    target = NumberField(label=_("Target: where it should go"), required=False)
    target_date = DayField(label=_("Target date"), required=False, name_in_errors=_("The target date"))
    source = LineField(label=_("Where do the figures come from?"), required=False, max_length=300)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in ("baseline", "target"):
            self.fields[name].before = self.values.get(name)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Hold the days in order."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("baseline_date"), given.get("target_date")
        if first and last and last < first:
            self.add_error(
                "target_date", _gettext("The target date must be after the baseline, %(day)s") % {"day": day(first)}
            )
        return given


class ValueForm(EditForm):
    """A value of a measure on a day."""

    on = DayField(label=_("Day"), help_text=_("The day the figure is for."), name_in_errors=_("The day"))
    value = NumberField(label=_("Value"), error_messages={"required": _("Write the figure")})
    source = LineField(label=_("Where does it come from?"), required=False, max_length=300)

    def __init__(self, *args: Any, unit: str | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        if unit:
            self.fields["value"].label = _gettext("Value (%(unit)s)") % {"unit": unit}


class UpdateForm(forms.Form):
    """What is new since last time. Nothing is chosen for anyone: "nothing has changed" is chosen, too."""

    SAME = "same"
    status = forms.ChoiceField(
        label=_("How is it going?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is going; “Nothing has changed” is an answer")},
    )
    text = TextField(label=_("What is new?"), help_text=_("Leave out people’s names."), required=False, rows=6)
    date = DayField(label=_("Date"), name_in_errors=_("The date"))

    def __init__(self, *args: Any, words: dict[str, str], status_now: str | None, on: Day, **named: Any) -> None:
        super().__init__(*args, **named)
        self.on = on
        known = [(code, words.get(code, text)) for code, text in STATUSES.items()]
        self.fields["status"].choices = [*known, (self.SAME, _gettext("Nothing has changed"))]
        self.same_hint = (
            _gettext("Keeps “%(status)s” and says you checked today. That is a proper answer.")
            % {"status": words.get(status_now, STATUSES.get(status_now, status_now))}
            if status_now
            else _gettext("Says that you checked today. That is a proper answer.")
        )
        self.initial.setdefault("date", on)

    def clean_date(self) -> Day:
        """An update is about what has been."""
        given: Day = self.cleaned_data["date"]
        if given > self.on:
            raise forms.ValidationError(_gettext("The date must not be after today, %(day)s") % {"day": day(self.on)})
        return given

    def clean(self) -> dict[str, Any]:
        """Ask for words, unless nothing has changed."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("status") and given["status"] != self.SAME and not given.get("text") and "text" not in self.errors:
            self.add_error("text", _gettext("Say what is new"))
        return given

    @property
    def is_unchanged(self) -> bool:
        """Whether the person said that nothing has changed."""
        return bool(self.cleaned_data["status"] == self.SAME)


def proposed_values(found: FoundMeasure) -> dict[str, Any]:
    """Give a measure found in an action's words as the values of its form."""
    one = found.measure
    return {
        "name": one.name,
        "unit": one.unit,
        "direction": one.direction,
        "baseline": one.baseline,
        "target": one.target,
    }
