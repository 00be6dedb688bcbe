"""What is asked about a decision of the forward plan and about regard recorded elsewhere; how the list is narrowed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.web.assessments.forms.policies import Choices
from dueregard.web.assessments.queries.decisions import (
    NOBODY,
    REGARD_WORDS,
    STATE_WORDS,
    WHEN_WORDS,
    DecisionCard,
)
from dueregard.web.ui.components import DayField, Filter, Order

_CHOSEN = ("body", "budget_round", "directorate")


class DecisionForm(forms.Form):
    """A decision that a body, or an officer, is to take."""

    title = forms.CharField(
        label=_("What is to be decided?"), max_length=300, error_messages={"required": _("Say what is to be decided")}
    )
    number = forms.CharField(label=_("Its number on the forward plan"), max_length=40, required=False)
    about = forms.CharField(
        label=_("What does it change, and for whom?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        required=False,
    )
    body = forms.ChoiceField(label=_("Who decides?"), required=False)
    body_words = forms.CharField(
        label=_("Or, if it is not in the list, who?"),
        help_text=_("Such as “Cabinet”, or the post of the officer who decides under delegated powers."),
        max_length=200,
        required=False,
    )
    decides_on = DayField(label=_("On which day?"), required=False, name_in_errors=_("The day of the decision"))
    papers_on = DayField(
        label=_("When do the papers go out?"), required=False, name_in_errors=_("The day of the papers")
    )
    policy = forms.CharField(
        label=_("About which policy or service?"),
        help_text=_("Its number, or its title as it stands in the register. Empty: none of them."),
        max_length=300,
        required=False,
    )
    budget_round = forms.ChoiceField(label=_("Part of which budget round?"), required=False)
    directorate = forms.ChoiceField(label=_("Directorate"), required=False)
    amount = forms.IntegerField(
        label=_("How much does it save, in whole pounds?"),
        help_text=_("For something that costs more, write it with a minus."),
        min_value=-2_000_000_000,
        max_value=2_000_000_000,
        required=False,
    )
    places = forms.CharField(
        label=_("Which wards or areas?"),
        help_text=_("One on each line. Empty: the whole council, or nobody has said."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        required=False,
    )
    delegated_to = forms.CharField(
        label=_("To whom is the carrying out delegated?"),
        help_text=_("They are asked when something that was promised is to be dropped."),
        max_length=200,
        required=False,
    )
    exempt_why = forms.CharField(
        label=_("Are the papers exempt? Under which paragraph?"),
        help_text=_("Of Schedule 12A to the Local Government Act 1972. Empty: they are not exempt."),
        max_length=300,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        bodies: Choices,
        rounds: Choices,
        directorates: Choices,
        find_policy: Callable[[str], UUID | None],
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self.fields["body"].choices = [("", gettext("Nobody yet, or not in this list")), *bodies]
        self._find_policy = find_policy
        self.fields["budget_round"].choices = [("", gettext("None")), *rounds]
        self.fields["directorate"].choices = [("", gettext("None")), *directorates]

    def clean_policy(self) -> UUID | None:
        """Give the policy that is named."""
        said = " ".join(self.cleaned_data["policy"].split())
        found = self._find_policy(said) if said else None
        if said and found is None:
            words = gettext("No policy in the register, or more than one, is called “%(name)s”")
            raise forms.ValidationError(words % {"name": said})
        return found

    def clean(self) -> dict[str, Any]:
        """Hold the body and the days together."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("body") and given.get("body_words"):
            self.add_error("body_words", gettext("Choose a board or write who decides, not both"))
        decides, papers = given.get("decides_on"), given.get("papers_on")
        if decides and papers and papers > decides:
            self.add_error("papers_on", gettext("The papers cannot go out after the decision"))
        return given

    def values(self) -> dict[str, Any]:
        """Give what was said, as `actions.decisions.DecisionFields` takes it."""
        said = self.cleaned_data
        places = (" ".join(line.split())[:100] for line in said["places"].splitlines())
        return {
            "title": " ".join(said["title"].split()),
            **{name: said[name] for name in ("number", "about", "body_words", "decides_on", "papers_on", "amount")},
            **{f"{name}_id": UUID(said[name]) if said[name] else None for name in _CHOSEN},
            "policy_id": said["policy"],
            "places": tuple(dict.fromkeys(place for place in places if place)),
            "delegated_to": said["delegated_to"],
            "is_exempt": bool(said["exempt_why"].strip()),
            "exempt_why": said["exempt_why"].strip(),
        }


def decision_initial(card: DecisionCard) -> dict[str, Any]:
    """Give a decision as its form begins with."""
    return {
        "title": card.title,
        "number": card.number,
        "about": card.about,
        "body": str(card.body_id or ""),
        "body_words": card.body_words,
        "decides_on": card.decides_on,
        "papers_on": card.papers_on,
        "policy": card.policy,
        "budget_round": str(card.budget_round_id or ""),
        "directorate": str(card.directorate_id or ""),
        "amount": card.amount,
        "places": "\n".join(card.places),
        "delegated_to": card.delegated_to,
        "exempt_why": card.exempt_why,
    }


class RegardForm(forms.Form):
    """Where regard to equality is recorded, if not here."""

    where = forms.CharField(
        label=_("Where is regard to equality recorded?"),
        help_text=_("Name the report and its paragraph, the minute, or the file, so that somebody else can find it."),
        max_length=500,
        error_messages={"required": _("Say where it is recorded")},
    )


def decision_orders() -> tuple[Order, ...]:
    """Give the ways to sort decisions; the first is the usual one."""
    return (
        Order("day", gettext("day of the decision")),
        Order("title", gettext("title")),
        Order("amount", gettext("saving"), falling=True),
    )


def decision_filters(*, bodies: Choices, directorates: Choices, rounds: Choices) -> tuple[Filter, ...]:
    """Give what the forward plan can be narrowed by."""
    any_of = gettext("Any")
    nobody = (NOBODY, gettext("None"))
    return (
        Filter("words", gettext("Words or number")),
        Filter("when", gettext("When"), _said(WHEN_WORDS), any_text=gettext("At any time")),
        Filter("regard", gettext("Regard to equality"), _said(REGARD_WORDS), any_text=any_of),
        Filter("body", gettext("Who decides"), (*bodies, nobody), any_text=gettext("Anybody"), more=True),
        Filter("directorate", gettext("Directorate"), (*directorates, nobody), any_text=any_of, more=True),
        Filter("round", gettext("Budget round"), tuple(rounds), any_text=any_of, more=True),
        Filter("state", gettext("Where it stands"), _said(STATE_WORDS), any_text=any_of, more=True),
    )


def _said(words: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(text)) for code, text in words.items())
