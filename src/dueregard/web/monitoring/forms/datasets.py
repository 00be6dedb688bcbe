"""Registering a dataset: why it may be held, until when, and who answers for it; and how the list is narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.analysis.records.purpose import longest_years
from dueregard.web.monitoring.actions.registering import Promise, population_code
from dueregard.web.monitoring.queries import datasets, wording
from dueregard.web.monitoring.queries.datasets import DatasetPage, Wanted
from dueregard.web.ui.components import DayField, Filter, Listing, Order

Choices = Sequence[tuple[str, Any]]


class DatasetForm(forms.Form):
    """What must be said before any record is taken in. Nothing is chosen for anyone."""

    name = forms.CharField(
        label=_("Name of the dataset"), help_text=_("Such as “Staff on 31 March” or “Penalty notices”."), max_length=200
    )
    about = forms.CharField(
        label=_("What is in it?"),
        help_text=_("Where it comes from, and whom or what it covers."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    unit = forms.ChoiceField(
        label=_("What is one row?"), choices=tuple(wording.UNITS.items()), widget=forms.RadioSelect
    )
    population_label = forms.CharField(
        label=_("Who is counted?"),
        help_text=_(
            "Write it the same way for every dataset about the same people: their figures are then protected together."
            " Such as “Everybody we employ”."
        ),
        max_length=200,
    )
    population_within = forms.ChoiceField(
        label=_("Are they part of another group you hold records of?"), required=False
    )
    purpose = forms.CharField(
        label=_("What will the records be used for?"),
        help_text=_("The figures you need, and the duty they serve."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    article_6 = forms.ChoiceField(
        label=_("Why may you use personal data for this?"),
        choices=tuple(wording.ARTICLE_6.items()),
        widget=forms.RadioSelect,
    )
    article_9 = forms.ChoiceField(
        label=_("Why may you use special category data?"),
        help_text=_("Ethnic group, religion or belief, health and disability, sexual orientation, union membership."),
        choices=tuple(wording.ARTICLE_9.items()),
        widget=forms.RadioSelect,
    )
    article_10 = forms.ChoiceField(
        label=_("Is it about offences or allegations of them?"),
        choices=tuple(wording.ARTICLE_10.items()),
        widget=forms.RadioSelect,
    )
    schedule_1 = forms.ChoiceField(
        label=_("If a condition of Schedule 1 allows it, which?"),
        help_text=_("Asked only for offences that no choice above covers."),
        required=False,
    )
    basis_note = forms.CharField(
        label=_("Anything else about the lawful basis (optional)"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
    )
    dpia_reference = forms.CharField(
        label=_("Data protection impact assessment"),
        help_text=_("Its number or where it is kept. If none is needed, say who decided so, and when."),
        max_length=300,
    )
    retention_until = DayField(
        label=_("Delete the records on"),
        name_in_errors=_("The day of deletion"),
        help_text=_("On this day the rows are deleted without being asked again. Figures already released stay."),
    )
    owner = forms.ChoiceField(label=_("Who answers for these records?"))
    never_for_decisions = forms.BooleanField(
        label=_("These records are never used for a decision about a person in them"),
        error_messages={"required": _("Records for equality monitoring may not be used for decisions about a person")},
    )
    gender_identity = forms.ChoiceField(
        label=_("May a column of gender identity be kept, row by row?"),
        help_text=_("Very few people are in it, so it is left out unless you say why it is needed."),
        choices=(("no", _("No, leave any such column out")), ("yes", _("Yes, for the reason below"))),
        widget=forms.RadioSelect,
    )
    gender_identity_reason = forms.CharField(
        label=_("Why is it needed?"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000
    )

    def __init__(
        self,
        *args: Any,
        owners: Sequence[tuple[str, Choices]],
        populations: Choices,
        on: date,
        page: DatasetPage | None = None,
        **named: Any,
    ) -> None:
        if page is not None:
            named.setdefault("initial", initial_from(page))
        super().__init__(*args, **named)
        self._on = on
        self.fields["owner"].choices = [("", _("Choose who")), *((group, list(some)) for group, some in owners)]
        self.fields["schedule_1"].choices = [("", _("Choose a condition")), *wording.conditions()]
        self.fields["population_within"].choices = [("", _("No, or not known")), *populations]

    def clean_retention_until(self) -> date:
        """Ask for a day that is still to come, and not so far that it was mistyped."""
        day: date = self.cleaned_data["retention_until"]
        if day <= self._on:
            raise forms.ValidationError(gettext("The day of deletion must be after today"))
        years = longest_years()
        if (day.year - years, day.month, day.day) > (self._on.year, self._on.month, self._on.day):
            raise forms.ValidationError(
                gettext("The day of deletion must be within %(years)s years") % {"years": years}
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Hold together what belongs together."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("gender_identity") == "yes" and not given.get("gender_identity_reason", "").strip():
            self.add_error("gender_identity_reason", _("Say why gender identity is needed row by row"))
        if given.get("article_10") == "schedule_1" and not self._paragraph(given):
            self.add_error("schedule_1", _("Say which condition of Schedule 1 allows it"))
        label = given.get("population_label", "")
        if label and given.get("population_within") == population_code(label):
            self.add_error("population_within", _("A group cannot be part of itself"))
        return given

    @staticmethod
    def _paragraph(given: dict[str, Any]) -> str:
        """Give the paragraph of Schedule 1: that of the choice of Article 9, else the one for offences."""
        own = wording.SPECIAL.get(given.get("article_9", ""), ("", ""))[1]
        return own or (given.get("schedule_1", "") if given.get("article_10") == "schedule_1" else "")

    def promise(self) -> Promise:
        """Give what was said."""
        given = self.cleaned_data
        kind, _colon, owner = given["owner"].partition(":")
        return Promise(
            name=" ".join(given["name"].split()),
            about=given["about"],
            purpose=given["purpose"],
            unit=given["unit"],
            article_6=given["article_6"],
            article_9=wording.SPECIAL[given["article_9"]][0],
            schedule_1=self._paragraph(given),
            article_10="" if given["article_10"] == "none" else given["article_10"],
            basis_note=given["basis_note"],
            dpia_reference=given["dpia_reference"],
            retention_until=given["retention_until"],
            owner_post_id=UUID(owner) if kind == "post" else None,
            owner_person_id=UUID(owner) if kind == "person" else None,
            never_for_decisions=given["never_for_decisions"],
            gender_identity_allowed=given["gender_identity"] == "yes",
            gender_identity_reason=given["gender_identity_reason"] if given["gender_identity"] == "yes" else "",
            population_label=" ".join(given["population_label"].split()),
            population_within=given["population_within"],
        )


def initial_from(page: DatasetPage) -> dict[str, Any]:
    """Give the values with which the form of a dataset begins."""
    return {
        "name": page.card.name,
        "about": page.about,
        "unit": page.unit,
        "population_label": page.card.population,
        "population_within": page.population_within,
        "purpose": page.purpose,
        "article_6": page.article_6,
        "article_9": wording.special_choice(page.article_9, page.schedule_1),
        "article_10": page.article_10 or "none",
        "schedule_1": page.schedule_1,
        "basis_note": page.basis_note,
        "dpia_reference": page.dpia_reference,
        "retention_until": page.card.retention_until,
        "owner": page.owner_choice,
        "never_for_decisions": True,
        "gender_identity": "yes" if page.gender_identity_allowed else "no",
        "gender_identity_reason": page.gender_identity_reason,
    }


class DeleteForm(forms.Form):
    """That records are to be deleted now: said, not sent by a slip."""

    sure = forms.ChoiceField(
        label=_("Delete these records?"),
        choices=(("no", _("No, keep them until their date")), ("yes", _("Yes, delete them now"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to delete the records")},
    )


def orders() -> tuple[Order, ...]:
    """Give the ways to sort the list; the first is the usual one."""
    return (
        Order("name", gettext("name")),
        Order("clock", gettext("day of deletion")),
        Order("file", gettext("newest file"), falling=True),
    )


def filters() -> tuple[Filter, ...]:
    """Give what the list can be narrowed by."""
    states = tuple((str(code), str(words)) for code, words in wording.STATES.items())
    clock = ((datasets.OVERDUE, gettext("Should be deleted by now")), (datasets.SOON, gettext("Within 60 days")))
    return (
        Filter("words", gettext("Words in the name")),
        Filter("state", gettext("State"), states, any_text=gettext("Any, save deleted")),
        Filter("clock", gettext("To be deleted"), clock, any_text=gettext("Any time")),
    )


def wanted_from(listing: Listing) -> Wanted:
    """Give what an address asks for."""
    return Wanted(words=listing.one("words"), state=listing.one("state"), clock=listing.one("clock"))
