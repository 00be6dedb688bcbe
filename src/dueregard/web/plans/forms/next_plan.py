"""Making the next plan: its name and time, what becomes of each action, into what, by when. Nothing is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.plans.states import Outcome
from dueregard.web.plans.forms.editing import LineField, TextField
from dueregard.web.plans.queries.next_plan import NewAction, NextDraft, Old
from dueregard.web.ui.components import DayField
from dueregard.web.ui.components.formats import day, years

NEW = "new"


class NameForm(forms.Form):
    """What the next plan is called and what time it covers."""

    title = LineField(
        label=_("Name of the next plan"), max_length=300, error_messages={"required": _("Say what the plan is called")}
    )
    period_start = DayField(
        label=_("First day"), name_in_errors=_("The first day"), error_messages={"required": _("Write the first day")}
    )
    period_end = DayField(
        label=_("Last day"), name_in_errors=_("The last day"), error_messages={"required": _("Write the last day")}
    )

    def __init__(self, *args: Any, draft: NextDraft, **named: Any) -> None:
        named["initial"] = {
            "title": draft.title,
            "period_start": draft.period_start,
            "period_end": draft.period_end or _a_year_after(draft.period_start),
        }
        super().__init__(*args, **named)

    def clean(self) -> dict[str, Any]:
        """Hold the days in order."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("period_start"), given.get("period_end")
        if first and last and last < first:
            said = _gettext("The last day must be after the first, %(day)s") % {"day": day(first)}
            self.add_error("period_end", said)
        return given

    def given(self) -> dict[str, Any]:
        """Give what was typed, with the years in words."""
        found = self.cleaned_data
        return {**found, "period_text": years(found["period_start"], found["period_end"])}


class DecideForm(forms.Form):
    """What becomes of an action of which the plan says nothing."""

    outcome = forms.ChoiceField(
        label=_("What happens to this action next year?"),
        choices=[
            (Outcome.ONGOING, _("It goes on as it is")),
            (Outcome.DEVELOPED, _("It is developed into new actions")),
            (Outcome.CLOSED, _("It is closed")),
            (Outcome.DROPPED, _("It is dropped")),
            (Outcome.NOT_REPORTED, _("Nobody has said, and it comes along")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens to this action")},
    )
    reason = TextField(label=_("Reason"), help_text=_("Needed where it is dropped."), required=False, rows=3)
    hints = {
        Outcome.ONGOING: _("Same words, owner and measure. You are asked for a new date where the old one has passed."),
        Outcome.DEVELOPED: _("You write the new actions. The old and the new stay linked."),
        Outcome.CLOSED: _("It stays in this plan and does not come into the next."),
        Outcome.DROPPED: _("It does not come into the next plan, and you say why."),
        Outcome.NOT_REPORTED: _("It comes into the next plan marked as not reported."),
    }

    def clean(self) -> dict[str, Any]:
        """Ask why where an action is dropped."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("outcome") == Outcome.DROPPED and not (given.get("reason") or "").strip():
            self.add_error("reason", _gettext("Say why it is dropped"))
        return given


class NewActionForm(forms.Form):
    """A new action: what will be done, who leads, by when. The rest is added in the draft."""

    text = TextField(label=_("What will be done?"), rows=4, error_messages={"required": _("Say what will be done")})
    lead = forms.ChoiceField(label=_("Who leads?"), required=False, widget=forms.Select)
    due_date = DayField(label=_("By when?"), required=False, name_in_errors=_("The date"))

    def __init__(
        self, *args: Any, owners: Iterable[tuple[str, Any]], before: NewAction | None = None, **named: Any
    ) -> None:
        if before is not None:
            named["initial"] = {"text": before.text, "lead": before.lead, "due_date": before.due_date}
        super().__init__(*args, **named)
        found: list[tuple[str, Any]] = list(owners)
        if before and before.lead and before.lead not in dict(found):
            found.append((before.lead, before.lead))
        self.fields["lead"].choices = [("", _("Nobody yet")), *found]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """Give what was typed, as it is kept."""
        found = self.cleaned_data
        due = found["due_date"]
        return {"text": found["text"], "lead": found["lead"], "due_date": due.isoformat() if due else None}


class BecomeForm(NewActionForm):
    """Into what an action is developed: new actions that are written already, and perhaps one more."""

    def __init__(self, *args: Any, draft: NextDraft, old: Old, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["text"].required = False
        self.fields["text"].label = _("A new action: what will be done?")
        written = [(one.name, one.text) for one in draft.new_actions]
        if written:
            self.fields["becomes"] = forms.MultipleChoiceField(
                label=_("New actions that are written already"),
                help_text=_("Tick those that this one becomes. Several old actions may become one new action."),
                choices=written,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=list(old.becomes),
            )
            self.order_fields(["becomes", "text", "lead", "due_date"])

    def clean(self) -> dict[str, Any]:
        """Ask for at least one; a lead or a date without words is not thrown away in silence."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("text"):
            if given.get("lead") or given.get("due_date"):
                self.add_error("text", _gettext("Say what will be done"))
            elif not given.get("becomes"):
                self.add_error("text", _gettext("Say what it becomes"))
        return given


class DateForm(forms.Form):
    """By when, where the old date has passed."""

    choice = forms.ChoiceField(
        label=_("By when will it be done?"),
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the date is to be")},
    )
    due_date = DayField(label=_("The new date"), required=False, name_in_errors=_("The new date"))

    def __init__(self, *args: Any, old: Old, draft: NextDraft, **named: Any) -> None:
        super().__init__(*args, **named)
        self._begins = draft.period_start
        self.fields["choice"].choices = [  # type: ignore[attr-defined]
            (NEW, _("A new date")),
            ("none", _("It has no date yet")),
        ]

    def clean(self) -> dict[str, Any]:
        """A new date needs the date, and must lie in or after the new plan; a date typed without choosing counts."""
        given: dict[str, Any] = super().clean() or {}
        due = given.get("due_date")
        if due and not self.data.get("choice"):
            self.errors.pop("choice", None)
            given["choice"] = NEW
        if given.get("choice") == NEW and not due and "due_date" not in self.errors:
            self.add_error("due_date", _gettext("Write the new date"))
        if given.get("choice") == NEW and due and self._begins and due < self._begins:
            said = _gettext("The new date must not be before the plan begins, %(day)s") % {"day": day(self._begins)}
            self.add_error("due_date", said)
        return given

    def given(self) -> date | None:
        """Give the date; None for none yet."""
        found: date | None = self.cleaned_data["due_date"] if self.cleaned_data["choice"] == NEW else None
        return found


def _a_year_after(first: date | None) -> date | None:
    """Give the last day of the year that begins on a day."""
    if first is None:
        return None
    try:
        return first.replace(year=first.year + 1) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(first.year + 1, 2, 28)
