"""Making an action out of a finding, and an indicator the measure of an action. Nothing is chosen for anyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.web.ui.components import DayField

Options = Sequence[tuple[str, Any]]


class ActForm(forms.Form):
    """The action that answers a finding."""

    place = forms.ChoiceField(
        label=_("In which plan, and where?"), error_messages={"required": _("Choose where the action stands")}
    )
    text = forms.CharField(
        label=_("What will be done?"),
        help_text=_("A draft; make it yours."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Say what will be done")},
    )
    owner = forms.ChoiceField(label=_("Who does it? (optional)"), required=False)
    due_date = DayField(label=_("By when? (optional)"), required=False, name_in_errors=_("The day"))
    reason = forms.CharField(
        label=_("Why do we act on this?"),
        help_text=_("Kept with the finding, with your name. Leave out people’s names."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Say why you act")},
    )

    def __init__(self, *args: Any, places: Options, posts: Options, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["place"].choices = [("", _("Choose a place")), *places]
        self.fields["owner"].choices = [("", _("Not said yet")), *posts]
        self._posts = dict(posts)

    @property
    def plan_slug(self) -> str:
        """Give the plan that was chosen."""
        return str(self.cleaned_data["place"].partition("/")[0])

    def given(self, *, because: str, strands: Sequence[str]) -> dict[str, Any]:
        """Give the action's values."""
        said = self.cleaned_data
        level = said["place"].partition("/")[2]
        owner = said["owner"]
        lead = {"name": self._posts[owner], "post": owner, "partner": None, "timescale_text": None} if owner else None
        return {
            "text": said["text"],
            "level": level or None,
            "strands": list(strands),
            "leads": [lead] if lead else [],
            "due_date": said["due_date"].isoformat() if said["due_date"] else None,
            "links": [because],
        }


class MeasureForm(forms.Form):
    """Which action an indicator measures, and by which of its figures."""

    action = forms.ChoiceField(label=_("Which action?"), error_messages={"required": _("Choose an action")})
    measured = forms.ChoiceField(label=_("Which figure?"), error_messages={"required": _("Choose a figure")})
    name = forms.CharField(
        label=_("What is it called in the plan?"),
        max_length=300,
        error_messages={"required": _("Say what it is called in the plan")},
    )

    def __init__(self, *args: Any, actions: Options, figures: Options, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["action"].choices = [("", _("Choose an action")), *actions]
        self.fields["measured"].choices = [("", _("Choose a figure")), *figures]

    @property
    def action_id(self) -> UUID:
        """Give the action that was chosen."""
        return UUID(self.cleaned_data["action"])


class EndForm(forms.Form):
    """Whether the indicator stops being the measure."""

    sure = forms.ChoiceField(
        label=_("Stop using it as this measure?"),
        help_text=_("The values that the plan has stay there."),
        choices=(("no", _("No, go on")), ("yes", _("Yes, stop"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to stop")},
    )
