"""What is asked about one group, about help aimed at one group, and about what is recommended.

The one idea: the law's tests are asked in their order (`domain.assessments.options`), a few questions at a time, and
where the way ends the page says so. Nothing is chosen for anyone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.assessments.model import (
    AimedHelp,
    Conclusion,
    Duration,
    Effect,
    Impact,
    Likelihood,
    Option,
    Severity,
    Weight,
    group_of_key,
)
from dueregard.domain.assessments.options import PositiveAction, test_for, way_to
from dueregard.domain.assessments.tasks import lacks_of_impact
from dueregard.terms.laws import law_of
from dueregard.terms.shapes import as_json
from dueregard.web.assessments.forms.parts_base import (
    OF_YES_NO,
    TO_YES_NO,
    YES_NO,
    PartForm,
    line_field,
    radio_field,
    ticks_field,
    words_field,
)

EFFECTS: tuple[tuple[str, Any], ...] = (
    ("worse", _("It could make things worse")),
    ("better", _("It could make things better")),
    ("both", _("Both, for different people or in different ways")),
    ("none", _("No effect, and we can say why")),
    ("not_known", _("We do not know yet")),
)
SEVERITIES: tuple[tuple[str, Any], ...] = (
    ("small", _("Little")),
    ("moderate", _("Much")),
    ("severe", _("Very much: it changes somebody’s life")),
)
LIKELIHOODS: tuple[tuple[str, Any], ...] = (
    ("unlikely", _("Unlikely")),
    ("possible", _("Possible")),
    ("likely", _("Likely")),
    ("certain", _("Certain")),
)
DURATIONS: tuple[tuple[str, Any], ...] = (
    ("weeks", _("Weeks")),
    ("months", _("Months")),
    ("years", _("Years")),
    ("lasting", _("For good")),
)
LACKS = {
    "effect": _("Choose how it could affect them"),
    "reason": _("Say why, and what this rests on"),
    "evidence": _("Choose the evidence that shows it, or say that none was found"),
    "will_do": _("Say what will be done to find out, and by when"),
}


def people_field(label: Any) -> forms.IntegerField:
    """Give a box for a number of people."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100_000_000)


class ImpactForm(PartForm):
    """What the decision could do to one group."""

    effect = radio_field(
        _("The effect"),
        EFFECTS,
        hint=_("Nothing is chosen for you. “We do not know yet” is an honest answer; it opens a gap to fill."),
    )
    reason = words_field(
        _("Why? Who exactly, how many, for how long?"),
        hint=_("Point to the figures or to what people said. Name the people within the group who would feel it most."),
    )
    lighter = words_field(
        _("What would avoid it, or make it lighter?"),
        hint=_("Each answer can become an action with an owner and a date."),
        rows=3,
    )
    evidence = ticks_field(_("Which evidence did you use?"))
    none_found = forms.BooleanField(label=_("We looked for evidence and found none"), required=False)
    will_do = words_field(
        _("If it is not known, or no evidence was found: what will be done to find out, and by when?"), rows=3
    )
    likelihood = radio_field(_("How likely is it?"), LIKELIHOODS)
    severity = radio_field(_("How much would it matter to them?"), SEVERITIES)
    duration = radio_field(_("For how long?"), DURATIONS)
    people = people_field(_("How many people?"))
    effect_after = radio_field(_("After what would be done: the effect that is left"), EFFECTS)
    likelihood_after = radio_field(_("How likely is it then?"), LIKELIHOODS)
    severity_after = radio_field(_("How much would it matter then?"), SEVERITIES)
    duration_after = radio_field(_("For how long then?"), DURATIONS)
    people_after = people_field(_("How many people then?"))
    weight = ("likelihood", "severity", "duration", "people")
    further = ("effect_after", "likelihood_after", "severity_after", "duration_after", "people_after")
    further_label = _("What is left after what would be done")
    small = (
        "likelihood",
        "severity",
        "duration",
        "evidence",
        "none_found",
        "effect_after",
        *(f"{name}_after" for name in weight),
    )

    def set_up(self) -> None:
        """Offer the evidence that there is."""
        self.fields["evidence"].choices = self.around.evidence
        if not self.around.evidence:
            del self.fields["evidence"]

    def begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Lay the two weights out as fields."""
        before, after = content.get("before") or {}, content.get("after") or {}
        return {
            **super().begin({name: value for name, value in content.items() if value is not None}),
            **{name: before.get(name) for name in self.weight},
            **{f"{name}_after": after.get(name) for name in self.weight},
        }

    def impact(self) -> Impact:
        """Give the answer as the domain knows it."""
        said = self.cleaned_data
        after = self._weight("_after")
        return Impact(
            group=group_of_key(self.key.partition(":")[2]),
            effect=Effect(said["effect"]) if said.get("effect") else None,
            reason=self.words("reason"),
            before=self._weight(""),
            after=after if after != Weight() else None,
            effect_after=Effect(said["effect_after"]) if said.get("effect_after") else None,
            evidence=tuple(said.get("evidence") or ()),
            none_found=bool(said.get("none_found")),
            will_do=self.words("will_do"),
        )

    def given(self) -> dict[str, Any]:
        """Give the part."""
        given: dict[str, Any] = as_json(self.impact())
        return given

    def missing(self) -> Iterable[tuple[str, str]]:
        """No answer without a reason, no "none" without evidence or what will be done."""
        known = {code for code, _title in self.around.evidence}
        for name in lacks_of_impact(self.impact(), evidence=known):
            yield (name if name in self.fields else "none_found"), str(LACKS[name])

    def _weight(self, ending: str) -> Weight:
        said = {name: self.cleaned_data.get(f"{name}{ending}") for name in self.weight}
        return Weight(
            Severity(said["severity"]) if said["severity"] else None,
            Likelihood(said["likelihood"]) if said["likelihood"] else None,
            Duration(said["duration"]) if said["duration"] else None,
            said["people"],
        )


class GroupForm(forms.Form):
    """Which people within a group, or in several groups at once, are to be looked at."""

    def __init__(self, *args: Any, characteristics: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        choices = (("", gettext("Choose one")), *characteristics)
        for number in (1, 2, 3):
            label = gettext("Characteristic") if number == 1 else gettext("and also (leave empty for one only)")
            self.fields[f"code_{number}"] = forms.ChoiceField(label=label, choices=choices, required=number == 1)
            self.fields[f"part_{number}"] = line_field(
                gettext("Who within it?"), hint=gettext("Such as “65 and over”. Empty is everybody."), most=50
            )

    def clean(self) -> dict[str, Any]:
        """Each characteristic once; one alone names who within it."""
        cleaned: dict[str, Any] = super().clean() or {}
        pairs = self._pairs(cleaned)
        codes = [code for code, _part in pairs]
        if len(codes) != len(set(codes)):
            self.add_error("code_2", gettext("Choose each characteristic once"))
        if len(pairs) == 1 and not pairs[0][1]:
            self.add_error("part_1", gettext("Say who within it, or choose a second characteristic"))
        for number in (1, 2, 3):
            if set("+=:/?#%") & set(cleaned.get(f"part_{number}") or ""):
                self.add_error(f"part_{number}", gettext("Use letters, numbers, spaces and dashes"))
            if cleaned.get(f"part_{number}") and not cleaned.get(f"code_{number}"):
                self.add_error(f"code_{number}", gettext("Choose the characteristic that this belongs to"))
        return cleaned

    def key(self) -> str:
        """Give the key of the group."""
        return "+".join(code if not part else f"{code}={part}" for code, part in self._pairs(self.cleaned_data))

    @staticmethod
    def _pairs(cleaned: Mapping[str, Any]) -> list[tuple[str, str]]:
        found = (
            (cleaned.get(f"code_{n}") or "", " ".join((cleaned.get(f"part_{n}") or "").split())) for n in (1, 2, 3)
        )
        return sorted((code, part) for code, part in found if code)


class HelpForm(PartForm):
    """Help aimed at people who share a characteristic: first for whom and in what, then the law's test."""

    characteristic = radio_field(_("Whom is the help for?"), ())
    is_recruitment_or_promotion = radio_field(_("Is it about recruitment or promotion?"), YES_NO)
    believes_disadvantage = radio_field(
        _("Do you reasonably think that people in the group are at a disadvantage linked to it?"), YES_NO
    )
    believes_different_needs = radio_field(
        _("Do you reasonably think that they have needs that differ from other people’s?"), YES_NO
    )
    believes_low_participation = radio_field(
        _("Do you reasonably think that they take part much less than others?"), YES_NO
    )
    grounds = words_field(_("What is this belief based on?"), rows=4)
    why_proportionate = words_field(
        _("Why is it proportionate?"), hint=_("What would do less, and why is it not enough?"), rows=4
    )
    is_tie_break = radio_field(_("Are the people to choose between as qualified as each other?"), YES_NO)
    has_blanket_rule = radio_field(_("Is there a rule that always prefers the group?"), YES_NO)
    _YES = (
        "is_recruitment_or_promotion", "believes_disadvantage", "believes_different_needs",
        "believes_low_participation", "is_tie_break", "has_blanket_rule",
    )  # fmt: skip
    _FIRST = ("characteristic", "is_recruitment_or_promotion")

    def set_up(self) -> None:
        """Ask what the test asks; before it is known which test it is, ask only that."""
        self.fields["characteristic"].choices = [(each.code, each.label) for each in law_of(self.around.nation).groups]
        keep = {"seen", "base", "clash", *self._FIRST}
        if self.content.get("characteristic"):
            keep |= self._asked()
        for name in [name for name in self.fields if name not in keep]:
            del self.fields[name]

    def _asked(self) -> set[str]:
        kind = self.test()
        if kind is PositiveAction.OTHER_LAW:
            self.fields["grounds"].label = gettext("What does it rest on, and what did lawyers say?")
            return {"grounds"}
        if kind is PositiveAction.DISABLED_PEOPLE:
            return {"grounds"}
        asked = {"believes_disadvantage", "believes_low_participation", "grounds", "why_proportionate"}
        if kind is PositiveAction.GENERAL:
            return asked | {"believes_different_needs"}
        return asked | {"is_tie_break", "has_blanket_rule"}

    def test(self) -> PositiveAction | None:
        """Give the test that applies to what is kept, if it is known yet."""
        if not self.content.get("characteristic"):
            return None
        is_job = bool(self.content.get("is_recruitment_or_promotion"))
        return test_for(AimedHelp(self.content["characteristic"], is_job), nation=self.around.nation)

    def begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Turn true and false into answers."""
        begun = super().begin(content)
        return {**begun, **{name: TO_YES_NO[content.get(name)] for name in self._YES}}

    def given(self) -> dict[str, Any]:
        """Give the part."""
        given: dict[str, Any] = {"code": self.key.partition(":")[2]}
        for name in self.fields:
            if name in self._YES:
                given[name] = OF_YES_NO.get(self.cleaned_data.get(name) or "")
            elif name in {"characteristic", "grounds", "why_proportionate"}:
                given[name] = self.words(name)
        return given

    def clean(self) -> dict[str, Any]:
        """For whom and in what is needed to keep anything at all."""
        cleaned = super().clean()
        for name in self._FIRST:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, gettext("Choose an answer: %(label)s") % {"label": self.fields[name].label})
        return cleaned


class ConclusionForm(PartForm):
    """What is recommended. "Continue" first asks whether unlawful conduct is shown, and only then for aim and means."""

    option = radio_field(
        _("What do you recommend to those who decide?"),
        (
            ("no_major_change", _("Go on, with no major change")),
            ("adjust", _("Go on, and change the proposal")),
            ("continue", _("Go on as proposed, although some people are worse off")),
            ("stop", _("Stop, and think again")),
        ),
    )
    is_unlawful_shown = radio_field(
        _(
            "Does the evidence show direct discrimination (other than because of age), harassment, victimisation, or a "
            "failure to make reasonable adjustments?"
        ),
        YES_NO,
        hint=_("No aim can justify these. If you are not sure, ask for legal advice before you answer."),
    )
    aim = words_field(_("What is the aim of going on?"), rows=3)
    why_proportionate = words_field(
        _("Why is this a proportionate way to reach the aim?"),
        hint=_("What else was looked at, and why is it not enough?"),
        rows=4,
    )
    reason = words_field(_("Why is this the right recommendation?"), rows=5)
    has_worse: bool = False

    def set_up(self) -> None:
        """Ask one step at a time: the option, then what that option asks."""
        law = law_of(self.around.nation)
        if not law.asks_justification:
            self.fields["is_unlawful_shown"].label = law.unlawful
            self.fields["is_unlawful_shown"].help_text = gettext(
                "If you are not sure, ask for legal advice before you answer."
            )
        keep = {"seen", "base", "clash"} | self._step()
        for name in [name for name in self.fields if name not in keep]:
            del self.fields[name]

    def _step(self) -> set[str]:
        option = self.content.get("option")
        if not option:
            return {"option"}
        if option != Option.CONTINUE:
            return {"option", "reason"}
        shown = self.content.get("is_unlawful_shown")
        if shown is None or shown is True:
            return {"option", "is_unlawful_shown"}
        if not law_of(self.around.nation).asks_justification:
            return {"option", "is_unlawful_shown", "reason"}
        return {"option", "is_unlawful_shown", "aim", "why_proportionate", "reason"}

    def begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Turn true and false into answers."""
        return {**super().begin(content), "is_unlawful_shown": TO_YES_NO[content.get("is_unlawful_shown")]}

    def given(self) -> dict[str, Any]:
        """Give the part. What only "continue" asks goes when another option is chosen."""
        option = self.cleaned_data.get("option") or None
        given: dict[str, Any] = {"option": option}
        if "reason" in self.fields:
            given["reason"] = self.words("reason")
        if option != Option.CONTINUE:
            return {**given, "is_unlawful_shown": None, "aim": None, "why_proportionate": None}
        if "is_unlawful_shown" in self.fields:
            given["is_unlawful_shown"] = OF_YES_NO.get(self.cleaned_data.get("is_unlawful_shown") or "")
        for name in ("aim", "why_proportionate"):
            if name in self.fields:
                given[name] = self.words(name)
        return given

    def missing(self) -> Iterable[tuple[str, str]]:
        """What was asked on this page is answered."""
        given = {**self.content, **self.given()}
        if not given["option"]:
            yield "option", gettext("Choose what you recommend")
            return
        asked = way_to(
            Conclusion(
                Option(given["option"]), given.get("reason"), given.get("is_unlawful_shown"), given.get("aim"),
                given.get("why_proportionate"),
            ),
            has_worse=True,
            nation=self.around.nation,
        )  # fmt: skip
        if given["option"] != self.content.get("option"):
            return
        for question in asked.questions:
            if question.field in self.fields:
                yield question.field, question.text
