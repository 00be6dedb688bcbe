"""Defining an indicator, adding a period, and how the list is narrowed. Nothing is chosen for anyone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.analysis.baselines.ages import Ages
from dueregard.analysis.baselines.areas import by_code, find, wards
from dueregard.domain.monitoring.indicators import (
    OFFICIAL,
    Against,
    Asks,
    Baseline,
    Better,
    By,
    Definition,
    official,
)
from dueregard.terms.characteristics import CHARACTERISTICS
from dueregard.terms.errors import DueRegardError
from dueregard.web.monitoring.actions.indicators import Said
from dueregard.web.monitoring.queries import indicators, indicators_wording
from dueregard.web.monitoring.queries.indicators import IndicatorCard, Wanted
from dueregard.web.monitoring.queries.indicators_offers import Offer
from dueregard.web.monitoring.queries.indicators_periods import Fitting
from dueregard.web.ui.components import Filter, Listing, Order

_SEPARATOR = "="


class IndicatorForm(forms.Form):
    """What is watched: a question, what is counted of whom, and what it is held against."""

    name = forms.CharField(
        label=_("Name"), help_text=_("What is measured, in whom. Such as “Homelessness prevented”."), max_length=200
    )
    question = forms.CharField(
        label=_("Which question does it answer?"),
        help_text=_("Such as “Does our help work equally well for everybody?”"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )
    asks = forms.ChoiceField(
        label=_("What do you want to see?"),
        choices=tuple(indicators_wording.ASKS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want to see")},
    )
    outcome = forms.ChoiceField(
        label=_("What happened to them?"),
        help_text=_("The answer that is counted. Leave this open if you chose who is among those counted."),
        required=False,
    )
    words = forms.CharField(
        label=_("Say it as the end of a sentence"),
        help_text=_("“47% …” such as “kept or found a home” or “were appointed”."),
        required=False,
        max_length=120,
    )
    by = forms.MultipleChoiceField(
        label=_("By which characteristics?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one characteristic")},
    )
    against = forms.ChoiceField(
        label=_("What is each group held against?"),
        choices=tuple(indicators_wording.AGAINST.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what each group is held against")},
    )
    reference = forms.ChoiceField(label=_("If one group: which?"), required=False)
    area = forms.CharField(
        label=_("If residents or households: of which area?"),
        help_text=_("The name of a council, region or nation."),
        required=False,
        max_length=120,
    )
    ages = forms.CharField(
        label=_("If an age range: which ages?"), help_text=_("Such as 16-24 or 65+."), required=False, max_length=10
    )
    wards = forms.CharField(
        label=_("If wards: which?"),
        help_text=_("The wards of the area above, one on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
    other = forms.ChoiceField(label=_("If another dataset: which?"), required=False)
    unit = forms.CharField(
        label=_("Who is counted, in a word or two?"),
        help_text=_("Such as households, applicants or staff. It stands in sentences."),
        max_length=40,
    )
    better = forms.ChoiceField(
        label=_("Which way is better?"),
        choices=tuple(indicators_wording.BETTER.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which way is better")},
    )
    target = forms.DecimalField(
        label=_("Target for everyone, in per cent (optional)"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    period = forms.ChoiceField(
        label=_("How often are there new figures?"),
        choices=tuple(indicators_wording.PERIODS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often there are new figures")},
    )
    owner = forms.ChoiceField(
        label=_("Who answers for it?"), error_messages={"required": _("Choose who answers for it")}
    )
    shown = forms.ChoiceField(
        label=_("Who may see it?"),
        help_text=_("Figures are public only where they were released for everybody, too."),
        choices=(("council", _("People of the council")), ("public", _("Everybody"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may see it")},
    )
    own_area = forms.CharField(
        label=_("Whose official figures?"),
        help_text=_("The name of a council, region or nation."),
        required=False,
        max_length=120,
    )

    def __init__(
        self,
        *args: Any,
        offer: Offer,
        posts: Sequence[tuple[str, str]],
        card: IndicatorCard | None = None,
        **named: Any,
    ) -> None:
        if card is not None:
            named.setdefault("initial", initial_from(card))
        super().__init__(*args, **named)
        self.offer = offer
        self.definition: Definition | None = None
        things = offer.things
        groups = [
            (thing.by.label, [(f"{thing.by.code}{_SEPARATOR}{c.code}", c.label) for c in thing.answers])
            for thing in things
            if thing.has_total and thing.answers
        ]
        self.fields["by"].choices = [(thing.by.code, _by_words(thing.by)) for thing in things]
        self.fields["outcome"].choices = [("", _("Choose an answer")), *groups]
        self.fields["reference"].choices = [("", _("Choose a group")), *groups]
        self.fields["other"].choices = [("", _("Choose a dataset")), *offer.others]
        self.fields["owner"].choices = [("", _("Choose a post")), *posts]
        if offer.dataset_id is None:
            self._for_official_figures()
        else:
            del self.fields["own_area"]

    def _for_official_figures(self) -> None:
        for name in ("asks", "outcome", "words", "reference", "other", "against", "ages", "wards", "unit", "period"):
            del self.fields[name]
        self.fields["own_area"].required = self.fields["area"].required = True
        self.fields["area"].label = _("Held against which area?")
        self.fields["area"].help_text = _("The region, the nation, or another council.")

    def clean(self) -> dict[str, Any]:
        """Make the definition, and say what does not go together in the words of the form."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        try:
            self.definition = self._definition(given)
            if self.definition.baseline.against in OFFICIAL:
                for one in self.definition.by:
                    official(self.definition, one)
        except _At as fault:
            self.add_error(fault.field, fault.words)
        except DueRegardError as fault:
            self.add_error("by", " ".join(filter(None, (fault.message, fault.mend))))
        return given

    def said(self) -> Said:
        """Give what was said."""
        given = self.cleaned_data
        if self.definition is None:
            raise ValueError("The form was not checked.")
        return Said(
            name=" ".join(given["name"].split()),
            question=given["question"],
            definition=self.definition,
            period=given.get("period", "once"),
            owner_post_id=UUID(given["owner"]),
            is_public=given["shown"] == "public",
            target_percent=given.get("target"),
        )

    def _definition(self, given: Mapping[str, Any]) -> Definition:
        asks = Asks(given.get("asks", Asks.SHARE))
        outcome, _sign, of = given.get("outcome", "").partition(_SEPARATOR) if asks is Asks.OUTCOME else ("", "", "")
        if asks is Asks.OUTCOME and not outcome:
            raise _At("outcome", gettext("Choose what happened to them"))
        if asks is Asks.OUTCOME and not given.get("words"):
            raise _At("words", gettext("Say what happened as the end of a sentence"))
        if outcome in given["by"]:
            raise _At("by", gettext("What happened cannot be one of the characteristics"))
        by = tuple(thing.by for code in given["by"] if (thing := self.offer.thing(code)))
        counted = self.offer.thing(outcome) if outcome else None
        return Definition(
            asks=asks,
            by=by,
            baseline=self._baseline(given, asks, by),
            unit=given.get("unit") or gettext("residents"),
            better=Better(given["better"]),
            outcome=outcome,
            of=of,
            of_label=next((c.label for c in counted.answers if c.code == of), "") if counted else "",
            words=given.get("words", "") if asks is Asks.OUTCOME else "",
            area=_area("own_area", given["own_area"]) if "own_area" in given else "",
        )

    def _baseline(self, given: Mapping[str, Any], asks: Asks, by: tuple[By, ...]) -> Baseline:
        against = Against(given.get("against", Against.RESIDENTS))
        of_outcomes = (Against.EVERYONE_ELSE, Against.GROUP, Against.LAST_YEAR)
        if asks is Asks.OUTCOME and against not in of_outcomes:
            raise _At("against", gettext("What happens is held against everyone else, one group, or a year ago"))
        if asks is Asks.SHARE and against in (Against.EVERYONE_ELSE, Against.GROUP):
            raise _At("against", gettext("Who is among those counted is held against a population or a year ago"))
        reference = ""
        if against is Against.GROUP:
            over, _sign, reference = given.get("reference", "").partition(_SEPARATOR)
            if [over] != [one.code for one in by]:
                raise _At("reference", gettext("Choose a group of the one characteristic that you chose"))
        if against is Against.DATASET and not given.get("other"):
            raise _At("other", gettext("Choose the other dataset"))
        area = _area("area", given.get("area", "")) if against in OFFICIAL else ""
        names = tuple(line.strip() for line in given.get("wards", "").splitlines() if line.strip())
        if against is Against.WARDS:
            _check("wards", bool(names), lambda: wards(by_code(area), names), gettext("Name the wards"))
        if against is Against.AGES:
            ages = given.get("ages", "")
            _check("ages", bool(ages), lambda: Ages.parse(ages), gettext("Say which ages"))
        return Baseline(
            against,
            reference=reference,
            area=area,
            ages=given["ages"].strip() if against is Against.AGES else "",
            wards=names if against is Against.WARDS else (),
            dataset=given["other"] if against is Against.DATASET else "",
        )


class _At(Exception):
    """A fault of one field."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field, self.words = field, words


def _area(field: str, name: str) -> str:
    if not name.strip():
        raise _At(field, gettext("Name the area"))
    try:
        return find(name).code
    except DueRegardError as fault:
        raise _At(field, " ".join(filter(None, (fault.message, fault.mend)))) from None


def _check(field: str, is_given: bool, look: Any, words: str) -> None:
    if not is_given:
        raise _At(field, words)
    try:
        look()
    except DueRegardError as fault:
        raise _At(field, " ".join(filter(None, (fault.message, fault.mend)))) from None


def _by_words(by: By) -> str:
    named = CHARACTERISTICS.get(by.characteristic or "")
    return by.label if named is None or named.label == by.label else f"{by.label} ({named.label})"


def initial_from(card: IndicatorCard) -> dict[str, Any]:
    """Give the values with which the form of an indicator begins."""
    made, held = card.definition, card.definition.baseline
    return {
        "name": card.name,
        "question": card.question,
        "asks": made.asks.value,
        "outcome": f"{made.outcome}{_SEPARATOR}{made.of}" if made.outcome else "",
        "words": made.words,
        "by": [one.code for one in made.by],
        "against": held.against.value,
        "reference": f"{made.by[0].code}{_SEPARATOR}{held.reference}" if held.reference else "",
        "area": by_code(held.area).name if held.area else "",
        "own_area": by_code(made.area).name if made.area else "",
        "ages": held.ages,
        "wards": "\n".join(held.wards),
        "other": held.dataset,
        "unit": made.unit,
        "better": made.better.value,
        "target": card.target,
        "period": card.period,
        "owner": str(card.owner_post_id or ""),
        "shown": "public" if card.is_public else "council",
    }


class PeriodForm(forms.Form):
    """Which release is the new period."""

    release = forms.ChoiceField(
        label=_("Which released figures?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the released figures")},
    )

    def __init__(self, *args: Any, fitting: Sequence[Fitting], **named: Any) -> None:
        super().__init__(*args, **named)
        self._fitting = {str(each.release_id): each for each in fitting}
        self.fields["release"].choices = [(key, f"{each.label}: {each.title}") for key, each in self._fitting.items()]

    @property
    def chosen(self) -> Fitting:
        """Give the release that was chosen."""
        return self._fitting[self.cleaned_data["release"]]


class SureForm(forms.Form):
    """Whether it is meant: said, not sent by a slip."""

    sure = forms.ChoiceField(
        label=_("Stop watching this indicator?"),
        choices=(("no", _("No, go on watching it")), ("yes", _("Yes, stop watching it"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to stop watching it")},
    )


def orders() -> tuple[Order, ...]:
    """Give the ways to sort the list; the first is the usual one."""
    return (Order("name", gettext("name")), Order("newest", gettext("newest period"), falling=True))


def filters(posts: Sequence[tuple[str, str]]) -> tuple[Filter, ...]:
    """Give what the list can be narrowed by."""
    shown = ((indicators.PUBLIC, gettext("Everybody")), (indicators.NOT_PUBLIC, gettext("People of the council")))
    what = tuple((code, each.label) for code, each in CHARACTERISTICS.items())
    return (
        Filter("words", gettext("Words in the name")),
        Filter("characteristic", gettext("By"), what, any_text=gettext("Any characteristic")),
        Filter("owner", gettext("Who answers for it"), tuple(posts), any_text=gettext("Anyone")),
        Filter("shown", gettext("Shown to"), shown, any_text=gettext("Anyone")),
        Filter(
            "state", gettext("State"), ((indicators.RETIRED, gettext("No longer watched")),),
            any_text=gettext("Watched"), more=True,
        ),
    )  # fmt: skip


def wanted_from(listing: Listing) -> Wanted:
    """Give what an address asks for."""
    return Wanted(**{name: listing.one(name) for name in ("words", "characteristic", "owner", "shown", "state")})
