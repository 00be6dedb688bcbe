"""Forms for a plan, its levels and who shaped them, and for the parts of an action."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Day
from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.plans.measures import FoundMeasure
from dueregard.domain.plans.model import GAP
from dueregard.domain.plans.progress import number_of
from dueregard.domain.plans.wording import STATUS_WORDS
from dueregard.web.plans.forms.editing import EditForm, LineField, TextField, choices_with_none
from dueregard.web.plans.queries.editing_words import DIRECTION_WORDS, KIND_WORDS, MEASURE_KIND_WORDS, PART_KIND_WORDS
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
    post_id = forms.ChoiceField(label=_("Who does it?"), required=False, widget=forms.Select)
    owner = LineField(
        label=_("Who does it, in words"),
        help_text=_("Only where it is none of the posts. A post or a team, not a person’s name."),
        required=False,
        max_length=300,
    )
    status = forms.ChoiceField(label=_("Status"), required=False, widget=forms.Select)
    completed_on = DayField(label=_("Completed on"), required=False, name_in_errors=_("The day it was completed"))

    def __init__(self, *args: Any, posts: Iterable[tuple[str, str]] = (), **named: Any) -> None:
        super().__init__(*args, **named)
        self.posts = dict(posts)
        chosen = self.values.get("post_id")
        if chosen and chosen not in self.posts:
            self.posts[chosen] = self.values.get("owner") or _gettext("A post that is no longer used")
        self.fields["post_id"].choices = choices_with_none(self.posts, none=_("None of these"))
        if chosen:
            self.initial["owner"] = None
        known = choices_with_none(STATUSES, none=_("Not said"))
        before = self.values.get("status")
        if before and before not in STATUSES:
            known.append((before, before))
        self.fields["status"].choices = known
        kind = self.values.get("kind")
        if kind and kind not in PART_KIND_WORDS:
            self.fields["kind"].choices = [*PART_KIND_WORDS.items(), (kind, kind)]

    def clean(self) -> dict[str, Any]:
        """Hold an owner to one of the two ways of naming it, and a day of completion to what is complete."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("post_id") and given.get("owner"):
            self.add_error("owner", _gettext("Choose a post or write words, not both"))
        if given.get("completed_on") and given.get("status") not in ("complete", "closed"):
            self.add_error("completed_on", _gettext("Only what is complete has a day of completion: choose the status"))
        return given

    def given(self) -> dict[str, Any]:
        """Write the post's words beside it, as they stand today, so that print and downloads can say who."""
        found = super().given()
        if found.get("post_id"):
            same = found["post_id"] == self.values.get("post_id") and self.values.get("owner")
            found["owner"] = self.values["owner"] if same else self.posts[found["post_id"]]
        return found


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
    kind = forms.ChoiceField(
        label=_("Is it one figure, or a gap between groups?"),
        choices=[("", _("One figure")), *MEASURE_KIND_WORDS.items()],
        required=False,
        widget=forms.Select,
    )
    group = LineField(
        label=_("For a gap: which group?"), help_text=_("Such as: disabled tenants."), required=False, max_length=200
    )
    compared_with = LineField(
        label=_("For a gap: compared with whom?"),
        help_text=_("Such as: other tenants. Leave it empty for everybody."),
        required=False,
        max_length=200,
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
        if given.get("kind") == GAP and not given.get("group"):
            self.add_error("group", _gettext("Say which group the gap is about"))
        if given.get("kind") != GAP and (given.get("group") or given.get("compared_with")):
            self.add_error("kind", _gettext("Groups belong to a gap: choose “A gap between groups”, or empty them"))
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
