"""What people write of what they expect figures to do, and of reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.web.assessments.queries.reviews import ENDED, OPEN, kind_words
from dueregard.web.ui.components import DayField, Filter, Order

LONGEST = 4_000
Option = tuple[str, str]


class ChooseIndicatorForm(forms.Form):
    """Which indicator is to be watched."""

    indicator = forms.ChoiceField(
        label=_("Which indicator?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an indicator")},
    )

    def __init__(self, *args: Any, indicators: Sequence[Option], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["indicator"].choices = list(indicators)  # type: ignore[attr-defined]  # a ChoiceField


class ExpectForm(forms.Form):
    """Which figure, which range, over which time, and why."""

    figure = forms.ChoiceField(label=_("Which figure?"), error_messages={"required": _("Choose a figure")})
    group = forms.ChoiceField(
        label=_("Which group of the assessment is it about?"),
        required=False,
    )
    low = forms.DecimalField(
        label=_("The lowest you expect, in per cent"), required=False, max_digits=7, decimal_places=2, min_value=0
    )
    high = forms.DecimalField(
        label=_("The highest you expect, in per cent"), required=False, max_digits=7, decimal_places=2, min_value=0
    )
    since = DayField(label=_("From which period on?"), name_in_errors=_("The first day"), required=False)
    until = DayField(label=_("Until when?"), name_in_errors=_("The last day"), required=False)
    because = forms.CharField(
        label=_("Why do you expect this?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST, required=False
    )

    def __init__(self, *args: Any, figures: Sequence[Any], groups: Sequence[Option], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["figure"].choices = [("", _("Choose a figure")), *figures]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["group"].choices = [("", _("Everybody")), *groups]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for at least one end of the range, the right way round."""
        given: dict[str, Any] = super().clean() or {}
        low, high = given.get("low"), given.get("high")
        if low is None and high is None and not {"low", "high"} & set(self.errors):
            self.add_error("low", _("Give a lowest or a highest figure, or both"))
        if low is not None and high is not None and high < low:
            self.add_error("high", _("The highest figure must not be below the lowest"))
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must not be before the first"))
        return given


class WhyForm(forms.Form):
    """Why an assessment should be looked at again."""

    why = forms.CharField(
        label=_("Why should it be looked at again?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": _("Say why it should be looked at again")},
    )


class ReviewForm(forms.Form):
    """What is done about a review, and why."""

    did = forms.ChoiceField(
        label=_("What do you do?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you do")},
    )
    because = forms.CharField(
        label=_("Why?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": _("Say why")},
    )
    review_on = DayField(
        label=_("If you leave it: when is it looked at next? (optional)"), name_in_errors=_("The day"), required=False
    )

    def __init__(self, *args: Any, is_written: bool, can_reopen: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        offered: list[Any] = []
        if is_written:
            offered.append(("reopened", _("Nothing more: it is being written again, and this is looked at there")))
        elif can_reopen:
            offered.append(("reopened", _("Re-open it: write a new version")))
        offered.append(("not_reopened", _("Leave it as it is")))
        self.fields["did"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField


def review_filters() -> tuple[Filter, ...]:
    """Give what the list of reviews can be narrowed by."""
    states = ((OPEN, _gettext("Open")), (ENDED, _gettext("Ended")))
    return (
        Filter("words", _gettext("Words in the reason or assessment")),
        Filter("state", _gettext("Where it stands"), states, any_text=_gettext("Any")),
        Filter("kind", _gettext("What raised it"), tuple((str(k), w) for k, w in kind_words().items()),
               any_text=_gettext("Any")),
        Filter("whose", _gettext("Whose"), (("mine", _gettext("Mine")),), any_text=_gettext("Anybody’s"), more=True),
    )  # fmt: skip


def review_orders() -> tuple[Order, ...]:
    """Give the ways to sort reviews; the first is the usual one."""
    return (
        Order("raised", _gettext("day raised"), falling=True),
        Order("assessment", _gettext("assessment"), falling=True),
    )
