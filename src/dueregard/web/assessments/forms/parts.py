"""What people fill in on the pages of the parts. Nothing is chosen for anyone.

The one idea: "Save for later" keeps what is there, however little; "Save and go on" says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.assessments.packs import armed_forces_fields, armed_forces_principles, unreached_by
from dueregard.terms.laws import SECTION_75, law_of
from dueregard.web.assessments.forms.parts_base import (
    PartForm,
    day_of,
    groups_of,
    iso_of,
    keys_of,
    line_field,
    ticks_field,
    words_field,
)
from dueregard.web.ui.components import DayField


class ProposalForm(PartForm):
    """What is proposed, and why."""

    about = words_field(
        _("What would change, for whom, and why?"),
        hint=_("Say it so that somebody who does not work for the council understands it. Two paragraphs are enough."),
        rows=8,
    )
    begun_on = DayField(label=_("When was the assessment begun?"), required=False, name_in_errors=_("The first day"))
    finished_on = DayField(
        label=_("When was it finished?"), help_text=_("Leave it empty until it is."), required=False,
        name_in_errors=_("The last day"),
    )  # fmt: skip
    further = ("begun_on", "finished_on")
    further_label = _("Days of the work")

    def begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Turn days into dates."""
        return {"about": content.get("about"), **{name: day_of(content.get(name)) for name in self.further}}

    def given(self) -> dict[str, Any]:
        """Give the part."""
        return {"about": self.words("about"), **{name: iso_of(self.cleaned_data.get(name)) for name in self.further}}

    def missing(self) -> Iterable[tuple[str, str]]:
        """It must say what is proposed."""
        if not self.words("about"):
            yield "about", gettext("Say what is proposed")


class AffectedForm(PartForm):
    """Who could be affected."""

    who_is_affected = words_field(
        _("Who uses it, who needs it, who works for it, and how many are they?"),
        hint=_("Think of those who do not use it today, too, and of carers and families."),
        rows=6,
    )
    whom = ticks_field(
        _("Who is it about?"),
        hint=_("Choose all that apply."),
        choices=(("public", _("The public, or people who use a service")), ("staff", _("The council’s staff"))),
    )
    functions = ticks_field(
        _("Is any of this assessed here?"),
        hint=_("The duty does not fully reach these. What is not asked for is said where it would be asked."),
    )
    further = ("functions",)
    further_label = _("Functions that the duty does not fully reach")

    def set_up(self) -> None:
        """Offer the functions of the nation's pack."""
        self.fields["functions"].choices = [(one.code, one.text) for one in unreached_by(self.around.nation)]
        if not self.fields["functions"].choices:
            del self.fields["functions"]

    def begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Tick only what somebody ticked."""
        whom = [
            code
            for code, name in (("public", "is_public_service"), ("staff", "is_workforce"))
            if content.get(name) is True
        ]
        return {
            "who_is_affected": content.get("who_is_affected"),
            "whom": whom,
            "functions": content.get("functions") or [],
        }

    def given(self) -> dict[str, Any]:
        """Give the part."""
        whom = self.cleaned_data.get("whom") or []
        return {
            "who_is_affected": self.words("who_is_affected"),
            "is_workforce": "staff" in whom,
            "is_public_service": "public" in whom,
            "functions": list(self.cleaned_data.get("functions") or []),
        }

    def missing(self) -> Iterable[tuple[str, str]]:
        """It must say who, and of which kind."""
        if not self.words("who_is_affected"):
            yield "who_is_affected", gettext("Say who could be affected")
        if not self.cleaned_data.get("whom"):
            yield "whom", gettext("Choose whom it is about")


class LocalForm(PartForm):
    """Which of the council's own characteristics are looked at."""

    local = ticks_field(
        _("Which of them are looked at here?"),
        hint=_("They are the council’s own policy. They are not characteristics of the Equality Act."),
    )
    none = forms.BooleanField(label=_("None of these"), required=False)
    hints = {  # a form's own words, never changed
        "armed_forces": _("The law has a test of its own for this: see “Armed forces”."),
        "community_cohesion": _("The third aim asks for it: see “The three aims”, good relations."),
    }

    def set_up(self) -> None:
        """Offer what the council added."""
        self.fields["local"].choices = self.around.local
        if law_of(self.around.nation).code == SECTION_75:
            self.fields["local"].help_text = gettext(
                "They are the council’s own policy. They are not categories of section 75."
            )
            self.hints = {**self.hints, "community_cohesion": gettext("Good relations are asked about by themselves.")}

    def begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Tick only what somebody ticked; an empty answer that was given is "none"."""
        return {"local": content.get("local") or [], "none": content.get("local") == []}

    def given(self) -> dict[str, Any]:
        """Give the part."""
        return {"local": list(self.cleaned_data.get("local") or [])}

    def clean(self) -> dict[str, Any]:
        """Refuse some and none at once."""
        cleaned = super().clean()
        if cleaned.get("local") and cleaned.get("none"):
            self.add_error("none", gettext("Choose some of them, or “None of these”, not both"))
        return cleaned

    def missing(self) -> Iterable[tuple[str, str]]:
        """It must be some of them, or none."""
        if not self.cleaned_data.get("local") and not self.cleaned_data.get("none"):
            yield "local", gettext("Choose some of them, or “None of these”")


class ArmedForcesForm(PartForm):
    """The three principles of the covenant duty."""

    obligations = words_field("", rows=4)
    disadvantage = words_field("", rows=4)
    special_provision = words_field("", rows=4)
    names = ("obligations", "disadvantage", "special_provision")

    def set_up(self) -> None:
        """Ask in the words of the principles."""
        fields = ", ".join(armed_forces_fields())
        for name, text in zip(self.names, armed_forces_principles(), strict=True):
            self.fields[name].label = text[:1].upper() + text[1:]
            hint = gettext("Say it for each of %(fields)s that the decision touches, or why it touches none.")
            self.fields[name].help_text = hint % {"fields": fields}

    def begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Give the three texts their boxes."""
        return dict(zip(self.names, content.get("armed_forces") or (None, None, None), strict=True))

    def given(self) -> dict[str, Any]:
        """Give the part."""
        return {"armed_forces": [self.words(name) for name in self.names]}

    def missing(self) -> Iterable[tuple[str, str]]:
        """Each principle is asked for."""
        for name in self.names:
            if not self.words(name):
                yield name, gettext("Say what was considered: %(principle)s") % {"principle": self.fields[name].label}


class MonitoringForm(PartForm):
    """How it is watched, and when it is looked at again."""

    monitoring = words_field(
        _("Which figures or voices will show it, who looks at them, and how often?"),
        hint=_("An indicator that is counted for each group says most."),
    )
    review_on = DayField(
        label=_("When will this assessment be looked at again?"),
        help_text=_("A day after the decision. You will be reminded."),
        required=False,
        name_in_errors=_("The day"),
    )

    def begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Turn the day into a date."""
        return {"monitoring": content.get("monitoring"), "review_on": day_of(content.get("review_on"))}

    def given(self) -> dict[str, Any]:
        """Give the part."""
        return {"monitoring": self.words("monitoring"), "review_on": iso_of(self.cleaned_data.get("review_on"))}

    def missing(self) -> Iterable[tuple[str, str]]:
        """Both are asked for."""
        if not self.words("monitoring"):
            yield "monitoring", gettext("Say how you will know what it really did")
        if not self.cleaned_data.get("review_on"):
            yield "review_on", gettext("Give the day on which it will be looked at again")


class RegardForm(PartForm):
    """What was considered for one aim and one characteristic."""

    text = words_field(
        _("What was considered, and what came of it?"),
        hint=_("“Nothing more could be done” is an answer, where you say what was looked at."),
        rows=6,
    )

    def given(self) -> dict[str, Any]:
        """Give the part."""
        characteristic, _colon, aim = self.key.partition(":")[2].partition(":")
        return {"characteristic": characteristic, "aim": aim, "text": self.words("text") or ""}

    def missing(self) -> Iterable[tuple[str, str]]:
        """It must say something."""
        if not self.words("text"):
            yield "text", gettext("Say what was considered")


class OwnForm(PartForm):
    """An answer to a question of the council's own."""

    text = words_field(_("Your answer"), rows=6)

    def given(self) -> dict[str, Any]:
        """Give the part; its question and version come with the contents."""
        return {"text": self.words("text") or ""}

    def missing(self) -> Iterable[tuple[str, str]]:
        """It must say something."""
        if not self.words("text"):
            yield "text", gettext("Answer the question")


class MitigationForm(PartForm):
    """What is promised. On sign-off it becomes an action of a plan."""

    text = words_field(
        _("What will be done?"), hint=_("When this is signed off, it becomes an action of a plan."), rows=3
    )
    owner = line_field(_("Who does it?"), hint=_("A post, as the plan names it, such as Libraries Manager."), most=200)
    due_date = DayField(label=_("By when?"), required=False, name_in_errors=_("The day"))
    measure = words_field(_("How will you know that it worked?"), rows=2)
    groups = ticks_field(_("For which groups?"), hint=_("Choose all whom it helps."))
    small = ("groups",)

    def set_up(self) -> None:
        """Offer the groups of this assessment."""
        self.fields["groups"].choices = self.around.groups

    def begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Turn the day into a date, groups into their keys."""
        return {
            **super().begin(content),
            "due_date": day_of(content.get("due_date")),
            "groups": keys_of(content.get("groups") or ()),
        }

    def given(self) -> dict[str, Any]:
        """Give the part."""
        return {
            "code": self.key.partition(":")[2],
            "text": self.words("text") or "",
            "owner": self.words("owner"),
            "due_date": iso_of(self.cleaned_data.get("due_date")),
            "measure": self.words("measure"),
            "groups": groups_of(self.cleaned_data.get("groups") or ()),
        }

    def missing(self) -> Iterable[tuple[str, str]]:
        """A promise has somebody and a day."""
        if not self.words("text"):
            yield "text", gettext("Say what will be done")
        if not self.words("owner"):
            yield "owner", gettext("Say who does it")
        if not self.cleaned_data.get("due_date"):
            yield "due_date", gettext("Say by when")


class GapForm(PartForm):
    """What is not known, and what will be done about it."""

    text = words_field(_("What is not known?"), rows=3)
    will_do = words_field(_("What will be done to find out?"), rows=3)
    owner = line_field(_("Who does it?"), most=200)
    due_date = DayField(
        label=_("By when?"), help_text=_("Before the decision, if it can be."), required=False,
        name_in_errors=_("The day"),
    )  # fmt: skip
    filled = words_field(_("What was found?"), hint=_("Leave it empty until something was."), rows=3)
    groups = ticks_field(_("Which groups is it about?"))
    small = ("groups",)

    def set_up(self) -> None:
        """Offer the groups of this assessment."""
        self.fields["groups"].choices = self.around.groups

    def begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Turn the day into a date, groups into their keys."""
        return {
            **super().begin(content),
            "due_date": day_of(content.get("due_date")),
            "groups": keys_of(content.get("groups") or ()),
        }

    def given(self) -> dict[str, Any]:
        """Give the part."""
        return {
            "code": self.key.partition(":")[2],
            "text": self.words("text") or "",
            "will_do": self.words("will_do"),
            "owner": self.words("owner"),
            "due_date": iso_of(self.cleaned_data.get("due_date")),
            "filled": self.words("filled"),
            "groups": groups_of(self.cleaned_data.get("groups") or ()),
        }

    def missing(self) -> Iterable[tuple[str, str]]:
        """It is filled, or somebody will look by a day."""
        if not self.words("text"):
            yield "text", gettext("Say what is not known")
        if self.words("filled"):
            return
        if not self.words("will_do"):
            yield "will_do", gettext("Say what will be done to find out")
        if not self.words("owner"):
            yield "owner", gettext("Say who does it")
        if not self.cleaned_data.get("due_date"):
            yield "due_date", gettext("Say by when")


class EngagementForm(PartForm):
    """Who was asked, and what they said."""

    who = line_field(_("Who was asked?"))
    how = line_field(_("How?"), hint=_("Such as a survey, two meetings, letters to members."))
    begun = DayField(label=_("First day"), required=False, name_in_errors=_("The first day"))
    ended = DayField(label=_("Last day"), required=False, name_in_errors=_("The last day"))
    answers = forms.IntegerField(label=_("How many answered?"), required=False, min_value=0, max_value=100_000_000)
    said = words_field(
        _("What did they say?"),
        hint=_("Leave out names, and what only one person could have said."),
        rows=6,
    )
    characteristics = ticks_field(_("Whom was it about?"), hint=_("Groups that were asked as such."))
    small = ("characteristics",)

    def set_up(self) -> None:
        """Offer the characteristics."""
        self.fields["characteristics"].choices = self.around.characteristics

    def begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Turn days into dates."""
        return {**super().begin(content), **{name: day_of(content.get(name)) for name in ("begun", "ended")}}

    def given(self) -> dict[str, Any]:
        """Give the part."""
        return {
            "code": self.key.partition(":")[2],
            "who": self.words("who") or "",
            "how": self.words("how"),
            "begun": iso_of(self.cleaned_data.get("begun")),
            "ended": iso_of(self.cleaned_data.get("ended")),
            "answers": self.cleaned_data.get("answers"),
            "said": self.words("said"),
            "characteristics": list(self.cleaned_data.get("characteristics") or []),
        }

    def clean(self) -> dict[str, Any]:
        """Days run forward."""
        cleaned = super().clean()
        first, last = cleaned.get("begun"), cleaned.get("ended")
        if first and last and last < first:
            self.add_error("ended", gettext("The last day must not be before the first day"))
        return cleaned

    def missing(self) -> Iterable[tuple[str, str]]:
        """Who, and what they said."""
        if not self.words("who"):
            yield "who", gettext("Say who was asked")
        if not self.words("said"):
            yield "said", gettext("Say what they said")
