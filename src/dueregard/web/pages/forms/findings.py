"""Making an action out of a finding, and an indicator the measure of an action or objective. Nothing is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.web.ui.components import DayField

LEVEL = "level"
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
    """Which action or objective an indicator measures, and by which of its figures, or by which gap."""

    action = forms.ChoiceField(
        label=_("Which action or objective?"), error_messages={"required": _("Choose an action or an objective")}
    )
    measured = forms.ChoiceField(label=_("Which figure?"), error_messages={"required": _("Choose a figure")})
    compared = forms.ChoiceField(
        label=_("Is it a gap? Then: compared with which figure?"),
        help_text=_(
            "A gap is how far the first group is behind, in percentage points. Leave it for the figure itself."
        ),
        required=False,
    )
    name = forms.CharField(
        label=_("What is it called in the plan?"),
        max_length=300,
        error_messages={"required": _("Say what it is called in the plan")},
    )

    def __init__(self, *args: Any, actions: Options, figures: Options, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["action"].choices = [("", _("Choose an action or an objective")), *actions]
        self.fields["measured"].choices = [("", _("Choose a figure")), *figures]
        self.fields["compared"].choices = [("", _("No gap: the figure itself")), *figures]
        self._labels = {value: str(words) for _thing, options in figures for value, words in options}

    def clean(self) -> dict[str, Any]:
        """Hold a gap to two groups of one characteristic."""
        given: dict[str, Any] = super().clean() or {}
        one, other = given.get("measured") or "", given.get("compared") or ""
        if one and other and (one == other or one.partition("=")[0] != other.partition("=")[0]):
            self.add_error("compared", _("Choose another group of the same characteristic"))
        return given

    @property
    def of(self) -> dict[str, UUID]:
        """Give the action or the objective that was chosen, as `use_as_measure` takes it."""
        kind, _colon, ident = self.cleaned_data["action"].rpartition(":")
        return {"level_id" if kind == LEVEL else "action_id": UUID(ident)}

    @property
    def gap_words(self) -> tuple[str, str] | None:
        """Give whom the gap is between, in words; None where it is no gap."""
        other = self.cleaned_data.get("compared")
        return (self._labels[self.cleaned_data["measured"]], self._labels[other]) if other else None


class EndForm(forms.Form):
    """Whether the indicator stops being the measure."""

    sure = forms.ChoiceField(
        label=_("Stop using it as this measure?"),
        help_text=_("The values that the plan has stay there."),
        choices=(("no", _("No, go on")), ("yes", _("Yes, stop"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to stop")},
    )
