"""The form in which somebody says how an action goes: signed in on its page, or by a link for all of theirs.

The one idea: every choice starts empty, so that a page which is sent as it is says nothing; "nothing has changed" is
chosen like any other answer. The form carries the versions of what stood there when it was opened. Where somebody else
has spoken meanwhile, it shows both and asks, value by value, which holds; nothing that was typed is lost. Sources:
UI.md page 06 and section 12; docs/decisions/0033.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.plans.progress import number_of

SAME = "same"
THEIRS, MINE = "theirs", "mine"
LAST = "update"
_LONG, _SHORT = 20_000, 40
_MOST_VERSIONS = 20_000


@dataclass(frozen=True, slots=True)
class LastWords:
    """The last thing that was said: in whose words, when, and where the action stood by it."""

    text: str
    who: str = ""
    on: date | None = None
    at: datetime | None = None
    status: str | None = None
    heading: str = ""
    is_unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is asked for: the name it is known by, its words, its unit, and what it was last time."""

    name: str
    label: str
    unit: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody can say of an action, in the council's words, and what stands there now.

    `now` gives the words for what stands there, by the names that `versions` go by.
    """

    statuses: tuple[tuple[str, str], ...]
    meanings: Mapping[str, str] = field(default_factory=dict)
    status_now: str = ""
    rags: tuple[tuple[str, str], ...] = ()
    has_percent: bool = False
    percent_now: int | None = None
    figures: tuple[Figure, ...] = ()
    last: LastWords | None = None
    now: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)


class _Words(forms.CharField):
    """A text of several lines with plain line ends."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """Give the text with the line ends that we keep."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class _Number(forms.CharField):
    """A figure, kept as it was written; it must be one."""

    def clean(self, value: Any) -> Any:
        """Give the figure, or say what one looks like."""
        text = super().clean(value)
        if text and number_of(text) is None:
            raise forms.ValidationError(_gettext("Write a number, such as 38 or 1,204.5"), code="number")
        return text


class SayingForm(forms.Form):
    """How is it going, and what is new? `asked` says what can be said."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=_MOST_VERSIONS)
    asked_about = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    status = forms.ChoiceField(
        label=_("How is it going?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is going; “Nothing has changed” is an answer")},
    )
    text = _Words(
        label=_("What is new?"),
        help_text=_("Leave out people’s names."),
        required=False,
        max_length=_LONG,
        error_messages={"max_length": _("Write at most %(n)s letters") % {"n": f"{_LONG:,}"}},
    )

    def __init__(self, *args: Any, asked: Asked, **named: Any) -> None:
        super().__init__(*args, **named)
        self.asked = asked
        self.collided: tuple[str, ...] = ()
        self.fields["status"].choices = [*asked.statuses, (SAME, _gettext("Nothing has changed"))]
        self.initial["seen"] = json.dumps(dict(asked.versions))
        if asked.rags:
            self.fields["rag"] = forms.ChoiceField(
                label=_gettext("Colour"),
                help_text=self._last_time("rag"),
                choices=[("", _gettext("Not said")), *asked.rags],
                required=False,
                widget=forms.Select,
            )
        if asked.has_percent:
            self.fields["percent"] = forms.IntegerField(
                label=_gettext("Per cent done"),
                help_text=self._last_time("percent"),
                required=False,
                min_value=0,
                max_value=100,
                error_messages={
                    code: _gettext("Write a whole percentage from 0 to 100")
                    for code in ("invalid", "min_value", "max_value")
                },
            )
        for one in asked.figures:
            self.fields[one.name] = _Number(
                label=one.label,
                help_text=one.hint,
                required=False,
                max_length=_SHORT,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
        if self.is_bound:
            known = {LAST, *asked.versions}
            about = str(self.data.get(self.add_prefix("asked_about")) or "").split(",")
            self._ask([name for name in about if name in known])

    @property
    def same_hint(self) -> str:
        """What "nothing has changed" says."""
        if self.asked.status_now:
            return _gettext("Keeps “%(status)s” and says you checked today. That is a proper answer.") % {
                "status": self.asked.status_now
            }
        return _gettext("Says that you checked today. That is a proper answer.")

    @property
    def hints(self) -> dict[str, str]:
        """What each answer means."""
        return {**self.asked.meanings, SAME: self.same_hint}

    @property
    def figure_fields(self) -> list[tuple[Any, str]]:
        """The boxes for figures, each with its unit."""
        return [(self[one.name], one.unit) for one in self.asked.figures]

    @cached_property
    def is_empty(self) -> bool:
        """Whether nothing was typed or chosen: a page that was sent as it is."""
        return not any(self._typed(name) for name in self.fields if name not in ("seen", "asked_about"))

    def _typed(self, name: str) -> bool:
        source = self.files if isinstance(self.fields[name], forms.FileField) else self.data
        return bool(source.get(self.add_prefix(name)))

    def clean(self) -> dict[str, Any]:
        """Ask for words where something has changed, and for nothing else where nothing has."""
        given: dict[str, Any] = super().clean() or {}
        status = given.get("status")
        if status and status != SAME and not given.get("text") and "text" not in self.errors:
            self.add_error("text", _gettext("Say what is new"))
        others = [given.get(name) for name in ("rag", "percent", *(one.name for one in self.asked.figures))]
        if status == SAME and any(value not in (None, "") for value in others):
            self.add_error("status", _gettext("You gave something new below, so choose how it is going now"))
        if given.get(self.keep(LAST)) == THEIRS:
            for name in [name for name in self.errors if name.startswith("keep-")]:
                del self.errors[name]
        return given

    @property
    def is_unchanged(self) -> bool:
        """Whether the person said that nothing has changed."""
        return bool(self.cleaned_data.get("status") == SAME)

    @property
    def leaves_it(self) -> bool:
        """Whether, shown a colleague's words, the person said that those are enough."""
        return bool(self.cleaned_data.get(self.keep(LAST)) == THEIRS)

    def said(self) -> dict[str, Any]:
        """Give what was said by name: status, rag, percent, measure_values; what is not said is None or absent."""
        given = self.cleaned_data
        nothing: dict[str, Any] = {"status": None, "rag": None, "percent": None, "measure_values": {}}
        if self.is_unchanged or self.leaves_it:
            return nothing
        return {
            "status": self._mine("status"),
            "rag": self._mine("rag"),
            "percent": self._mine("percent"),
            "measure_values": {
                one.name.partition(":")[2]: given[one.name]
                for one in self.asked.figures
                if given.get(one.name) and given.get(self.keep(one.name)) != THEIRS
            },
        }

    def _mine(self, name: str) -> Any:
        value = self.cleaned_data.get(name)
        return None if value in (None, "") or self.cleaned_data.get(self.keep(name)) == THEIRS else value

    def seen_versions(self) -> dict[str, str]:
        """Give the versions that the page was opened with; what cannot be read counts as none."""
        try:
            found = json.loads(self.cleaned_data.get("seen") or "{}")
        except ValueError:
            return {}
        return {str(name): str(version) for name, version in found.items()} if isinstance(found, dict) else {}

    @staticmethod
    def keep(name: str) -> str:
        """Give the name of the question which of two holds."""
        return f"keep-{name}"

    def show_both(self, *, mine: Collection[str], moved: Collection[str], asked: Asked) -> None:
        """Ask which holds of each value that two people gave.

        Takes:   `mine`, the names to ask about; `moved`, all that is shown as it stands now; `asked`, what stands now.
        """
        self.asked = asked
        data = self.data.copy()
        shown = {name: asked.versions[name] for name in {*mine, *moved} if name in asked.versions}
        data[self.add_prefix("seen")] = json.dumps({**self.seen_versions(), **shown})
        data[self.add_prefix("asked_about")] = ",".join(mine)
        for name in [name for name in data if name.startswith(self.add_prefix("keep-"))]:
            del data[name]
        self.data = data
        self.collided = tuple(sorted(mine, key=lambda name: name != LAST))
        self._ask(list(self.collided))
        for name in self.collided:
            self.add_error(self.keep(name), self.fields[self.keep(name)].error_messages["required"])

    def keeps(self) -> list[Any]:
        """Give the questions which of two holds, as bound fields; whose words first."""
        names = [name for name in self.fields if name.startswith("keep-")]
        return [self[name] for name in sorted(names, key=lambda name: name != self.keep(LAST))]

    @property
    def my_words(self) -> str:
        """What the person wrote, to stand beside a colleague's words."""
        text = str(self.data.get(self.add_prefix("text")) or "").strip()
        return text or (_gettext("Nothing has changed.") if self.data.get(self.add_prefix("status")) == SAME else "")

    def _ask(self, names: list[str]) -> None:
        for name in names:
            called = self.asked.names.get(name, name)
            question = _gettext("%(name)s: which holds?") % {"name": called}
            theirs = _gettext("Theirs: %(words)s") % {"words": self.asked.now.get(name) or _gettext("Nothing")}
            mine = _gettext("Mine, as it stands in the form below")
            missing = _gettext("Choose which holds: %(name)s") % {"name": called.lower()}
            if name == LAST:
                question = _gettext("Somebody else has said something. Is yours still needed?")
                theirs = _gettext("No, theirs is enough: record that I agree with it")
                mine = _gettext("Yes, record mine as well, after theirs")
                missing = _gettext("Choose whether yours is still needed")
            self.fields[self.keep(name)] = forms.ChoiceField(
                label=question,
                choices=((THEIRS, theirs), (MINE, mine)),
                widget=forms.RadioSelect,
                error_messages={"required": missing},
            )

    def _last_time(self, name: str) -> str:
        now = self.asked.now.get(name)
        return _gettext("Last time: %(words)s") % {"words": now} if now else ""
