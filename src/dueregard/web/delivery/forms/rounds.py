"""The questions of a round, a page each; and what lists of rounds and people can be narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.delivery.chasing import Chasing
from dueregard.domain.delivery.rounds import RoundState
from dueregard.terms.errors import DueRegardError
from dueregard.web.delivery.actions.rounds import Days
from dueregard.web.delivery.queries import rounds_owners as owners
from dueregard.web.delivery.queries.rounds import RoundCard
from dueregard.web.plans.queries.across import WantedAcross
from dueregard.web.ui.components import Filter, Listing, Order
from dueregard.web.ui.components.fields import DayField

Choices = Sequence[tuple[str, str]]


class PeriodForm(forms.Form):
    """What a round is called and what time it is about."""

    name = forms.CharField(
        label=_("What is the round called?"),
        help_text=_("Owners read it in their mail, and it stands beside each answer."),
        max_length=120,
        error_messages={"required": _("Say what the round is called")},
    )
    starts = DayField(label=_("What time is it about? From"), name_in_errors=_("The first day"))
    ends = DayField(label=_("Until"), name_in_errors=_("The last day"))

    def clean(self) -> dict[str, Any]:
        """Hold the days in order."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", gettext("The last day must not be before the first"))
        return given

    def period(self) -> tuple[date, date]:
        """Give the time it is about."""
        return self.cleaned_data["starts"], self.cleaned_data["ends"]


class WordsForm(forms.Form):
    """What owners are told."""

    words = forms.CharField(
        label=_("What do you want to say to them?"),
        help_text=_("Leave it empty for our usual words. The greeting, their actions and the link are added."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=3000,
        required=False,
    )


class DaysForm(forms.Form):
    """When a round opens, when answers are due, and how people are reminded."""

    opens = DayField(label=_("When does the first message go out?"), name_in_errors=_("The day it opens"))
    due = DayField(label=_("By when do you want an answer?"), name_in_errors=_("The day by which answers are due"))
    closes = DayField(
        label=_("Until when do you take late answers? (optional)"),
        help_text=_("Links end on that day. Without one, the round stays open until you close it."),
        name_in_errors=_("The last day"),
        required=False,
    )
    before = forms.CharField(
        label=_("How many days before the day do we remind them?"),
        help_text=_("A number, several with commas, or nothing. Only those who have not answered are reminded."),
        max_length=20,
        required=False,
    )
    after = forms.CharField(label=_("How many days after it?"), max_length=20, required=False)
    lead_after = forms.IntegerField(
        label=_("After how many days do we tell the directorate’s lead?"),
        help_text=_("Leave it empty to tell nobody."),
        min_value=1,
        max_value=60,
        required=False,
    )
    board_after = forms.IntegerField(
        label=_("After how many days do we tell the board’s clerk and chair?"),
        help_text=_("Leave it empty to tell nobody."),
        min_value=1,
        max_value=60,
        required=False,
    )

    def __init__(self, *args: Any, card: RoundCard, on: date, **named: Any) -> None:
        super().__init__(*args, initial=_initial(card), **named)
        self._card, self._on = card, on
        if not card.is_draft:
            del self.fields["opens"]

    def clean_before(self) -> tuple[int, ...]:
        """Give the numbers."""
        return _numbers(self.cleaned_data["before"])

    def clean_after(self) -> tuple[int, ...]:
        """Give the numbers."""
        return _numbers(self.cleaned_data["after"])

    def clean(self) -> dict[str, Any]:
        """Hold the days in order, and the rules to what a person can bear."""
        given: dict[str, Any] = super().clean() or {}
        opens = given.get("opens") if "opens" in self.fields else self._card.opens_on
        due, closes = given.get("due"), given.get("closes")
        if "opens" in self.fields and opens and opens < self._on:
            self.add_error("opens", gettext("The day it opens must be today or later"))
        if opens and due and due < opens:
            self.add_error("due", gettext("The day by which answers are due must not be before the round opens"))
        if due and closes and closes < due:
            self.add_error("closes", gettext("The last day must not be before the day by which answers are due"))
        if not self.errors:
            try:
                self.rules().check()
            except DueRegardError as fault:
                raise forms.ValidationError(str(fault)) from fault
        return given

    def days(self) -> Days:
        """Give the days."""
        given = self.cleaned_data
        return Days(given.get("opens") or self._card.opens_on, given["due"], given.get("closes"))

    def rules(self) -> Chasing:
        """Give the rules of chasing."""
        given = self.cleaned_data
        return Chasing(
            before=given["before"],
            after=given["after"],
            lead_after=given.get("lead_after"),
            board_after=given.get("board_after"),
            apart=self._card.rules.apart,
        )


class SureForm(forms.Form):
    """Whether something is meant. Nothing is chosen for anyone."""

    sure = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Choose yes or no")})

    def __init__(self, *args: Any, label: str, yes: str, no: str, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["sure"].label = label
        self.fields["sure"].choices = (("yes", yes), ("no", no))

    @property
    def is_sure(self) -> bool:
        """Whether yes was chosen."""
        return bool(self.cleaned_data["sure"] == "yes")


class ReopenForm(SureForm):
    """Whether a round is reopened, and until when."""

    closes = DayField(
        label=_("Until when do you take answers? (optional)"),
        help_text=_("Without a day, the round stays open until you close it."),
        name_in_errors=_("The last day"),
        required=False,
    )

    def __init__(self, *args: Any, least: date, **named: Any) -> None:
        super().__init__(*args, **named)
        self._least = least

    def clean_closes(self) -> date | None:
        """Hold the last day to one that is still to come."""
        closes: date | None = self.cleaned_data["closes"]
        if closes is not None and closes < self._least:
            raise forms.ValidationError(gettext("The last day must be today or later, and not before answers are due"))
        return closes


class AnotherForm(forms.Form):
    """Who is asked instead, and where."""

    name = forms.CharField(
        label=_("Full name"), max_length=200, error_messages={"required": _("Say who is to be asked")}
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Give an e-mail address"),
            "invalid": _("Give a whole e-mail address, like name@example.org"),
        },
    )

    def clean_email(self) -> str:
        """Give it in small letters."""
        return str(self.cleaned_data["email"]).strip().lower()


class QuietForm(forms.Form):
    """Days of the council's own on which no reminder goes out."""

    name = forms.CharField(
        label=_("What are they?"),
        help_text=_("For example: offices closed at the end of the year"),
        max_length=100,
        error_messages={"required": _("Say what these days are")},
    )
    first = DayField(label=_("First day"), name_in_errors=_("The first day"))
    last = DayField(label=_("Last day"), name_in_errors=_("The last day"))

    def clean(self) -> dict[str, Any]:
        """Hold the days in order, and to a length that can be meant."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("first") and given.get("last"):
            if given["last"] < given["first"]:
                self.add_error("last", gettext("The last day must not be before the first"))
            elif (given["last"] - given["first"]).days > 62:
                self.add_error("last", gettext("Quiet days may last two months at most"))
        return given


def round_orders() -> tuple[Order, ...]:
    """Give the ways to sort rounds; the first is the usual one."""
    return (
        Order("opened", gettext("newest"), falling=True),
        Order("due", gettext("due day"), falling=True),
        Order("name", gettext("name")),
    )


def round_filters() -> tuple[Filter, ...]:
    """Give what rounds can be narrowed by."""
    return (
        Filter("words", gettext("Words in the name")),
        Filter("state", gettext("State"), tuple(state_words().items()), any_text=gettext("Any")),
    )


def state_words() -> dict[str, str]:
    """Give the words for where a round stands."""
    return {
        RoundState.DRAFT: gettext("Draft"),
        RoundState.OPENING: gettext("Being opened"),
        RoundState.OPEN: gettext("Open"),
        RoundState.CLOSED: gettext("Closed"),
    }


def owner_orders() -> tuple[Order, ...]:
    """Give the ways to sort the people of a round."""
    return (
        Order("waiting", gettext("answers waited for"), falling=True),
        Order("name", gettext("name")),
        Order("chased", gettext("last reminder"), falling=True),
    )


def owner_filters() -> tuple[Filter, ...]:
    """Give what the people of a round can be narrowed by."""
    states = (
        (owners.WAITING, gettext("Has not answered")),
        (owners.PARTLY, gettext("Has answered in part")),
        (owners.ANSWERED, gettext("Has answered")),
        (owners.NOT_REACHED, gettext("Not reached")),
    )
    return (
        Filter("words", gettext("Name or address")),
        Filter("state", gettext("State"), states, any_text=gettext("Everybody")),
    )


def action_filters(*, plans: Choices, directorates: Choices, boards: Choices) -> tuple[Filter, ...]:
    """Give what the actions of a round can be narrowed by."""
    concerns = (
        ("late", gettext("Late")),
        ("stalled", gettext("Stalled: the same was said round after round")),
        ("not_updated", gettext("No update this quarter")),
        ("due_soon", gettext("Due soon")),
    )
    due = (
        ("this_quarter", gettext("Due this quarter")),
        ("no_date", gettext("No date")),
    )
    return (
        Filter("words", gettext("Words in the action")),
        Filter("plan", gettext("Plan"), tuple(plans), any_text=gettext("Any plan")),
        Filter("directorate", gettext("Directorate"), tuple(directorates), any_text=gettext("Any")),
        Filter("concern", gettext("Needs attention"), concerns, any_text=gettext("All actions"), more=True),
        Filter("board", gettext("Board"), tuple(boards), any_text=gettext("Any"), more=True),
        Filter("due", gettext("Due"), due, any_text=gettext("Any time"), more=True),
    )


def wanted_from(listing: Listing) -> WantedAcross:
    """Give what an address asks for."""
    names = ("words", "plan", "directorate", "board", "due", "concern")
    return WantedAcross(**{name: listing.one(name) for name in names})


def _initial(card: RoundCard) -> dict[str, Any]:
    rules = card.rules
    return {
        "opens": card.opens_on,
        "due": card.due_on,
        "closes": card.closes_on,
        "before": ", ".join(str(one) for one in rules.before),
        "after": ", ".join(str(one) for one in rules.after),
        "lead_after": rules.lead_after,
        "board_after": rules.board_after,
    }


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    if any(not (part.isascii() and part.isdecimal()) or not 1 <= int(part) <= 60 for part in parts):
        raise forms.ValidationError(gettext("Give numbers from 1 to 60, with commas between them"))
    return tuple(dict.fromkeys(int(part) for part in parts))
