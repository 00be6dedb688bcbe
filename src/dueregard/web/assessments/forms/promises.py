"""What people write of a promise: where it is kept, why it should be dropped, what was answered, when it was told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.web.assessments.queries.promises_words import standing_words
from dueregard.web.plans.queries.keeping import LevelOfPlan, PlanInUse
from dueregard.web.ui.components import DayField, Filter, Order

LONGEST = 4_000
NOWHERE = "-"
Option = tuple[str, str]


def promise_orders() -> tuple[Order, ...]:
    """Give the ways to sort promises; the first is the usual one."""
    return (Order("due", _gettext("due date")), Order("assessment", _gettext("assessment"), falling=True))


def promise_filters(directorates: Iterable[Option]) -> tuple[Filter, ...]:
    """Give what the list of promises can be narrowed by."""
    return (
        Filter("words", _gettext("Words in the promise or assessment")),
        Filter(
            "standing",
            _gettext("How it stands"),
            tuple((str(code), words) for code, words in standing_words().items()),
            any_text=_gettext("Any"),
        ),
        Filter("directorate", _gettext("Directorate"), tuple(directorates), any_text=_gettext("Any directorate")),
    )


def place_choices(plans: Sequence[PlanInUse], levels: Sequence[LevelOfPlan]) -> list[Any]:
    """Give the plans in use with their levels to choose from, one group a plan: "plan" or "plan:level"."""
    found: list[Any] = []
    for plan in plans:
        within = [(f"{plan.id}:{each.id}", each.label) for each in levels if each.plan_id == plan.id]
        whole = (str(plan.id), _gettext("At the end of %(plan)s") % {"plan": plan.title})
        found.append((plan.title, [whole, *within]))
    return found


def place_from(value: str) -> tuple[UUID | None, UUID | None]:
    """Give plan and level of a choice.

    >>> place_from("-")
    (None, None)
    """
    if value in {"", NOWHERE}:
        return None, None
    plan, _colon, level = value.partition(":")
    return UUID(plan), UUID(level) if level else None


class PlaceForm(forms.Form):
    """Where promises become actions when the assessment is signed off."""

    place = forms.ChoiceField(label=_("Where do they become actions?"))

    def __init__(self, *args: Any, places: Sequence[Any], **named: Any) -> None:
        super().__init__(*args, **named)
        nowhere = (NOWHERE, _("Nowhere yet: each is put in a plan by hand"))
        self.fields["place"].choices = [*places, nowhere]  # type: ignore[attr-defined]  # a ChoiceField


class InPlanForm(forms.Form):
    """A promise as an action of a plan: where, in which words, who, by when."""

    place = forms.ChoiceField(label=_("Which plan?"), error_messages={"required": _("Choose a plan")})
    text = forms.CharField(
        label=_("What will be done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        error_messages={"required": _("Say what will be done")},
    )
    post = forms.ChoiceField(label=_("Who will do it?"), required=False)
    owner = forms.CharField(
        label=_("Or, in words"),
        help_text=_("Where nobody of the list does it"),
        max_length=200,
        required=False,
    )
    due_on = DayField(label=_("By when?"), name_in_errors=_("The day"))

    def __init__(self, *args: Any, places: Sequence[Any], posts: Sequence[Option], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["place"].choices = [("", _("Choose a plan")), *places]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["post"].choices = [("", _("Nobody of these")), *posts]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for an owner, by post or in words."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("post") and not given.get("owner") and "owner" not in self.errors:
            self.add_error("post", _("Say who will do it"))
        return given


class KeptByForm(forms.Form):
    """Which action of a plan keeps a promise already."""

    action = forms.ChoiceField(
        label=_("Which action keeps it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an action")},
    )

    def __init__(self, *args: Any, actions: Sequence[Option], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["action"].choices = list(actions)  # type: ignore[attr-defined]  # a ChoiceField


class DropForm(forms.Form):
    """Why a promise should be dropped."""

    because = forms.CharField(
        label=_("Why should it be dropped?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": _("Say why it should be dropped")},
    )


class AnswerDropForm(forms.Form):
    """What was answered, in whose name."""

    is_dropped = forms.ChoiceField(
        label=_("What was answered?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("It may be dropped")), ("no", _("It stays promised"))],
        error_messages={"required": _("Choose what was answered")},
    )
    words = forms.CharField(
        label=_("In their words"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": _("Write what was answered")},
    )
    name = forms.CharField(
        label=_("Whose answer is it?"), max_length=200, error_messages={"required": _("Say whose answer it is")}
    )


class ReportedForm(forms.Form):
    """On which day the body was told, and where that can be read."""

    on = DayField(label=_("On which day were they told?"), name_in_errors=_("The day"))
    where = forms.CharField(
        label=_("In which paper or meeting? (optional)"), max_length=300, required=False,
        help_text=_("For example: Cabinet, 9 March 2027, item 7"),
    )  # fmt: skip
