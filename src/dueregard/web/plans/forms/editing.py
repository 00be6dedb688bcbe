"""What every edit form shares: it knows what it was opened with, and shows both versions where two people collide.

The one idea: the form is filled from values in JSON form and gives them back in JSON form (`given`); a hidden box holds
the version of each value it was opened with (`base`). After a collision it asks, value by value, which to keep, and
chooses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dueregard.domain.plans.merging import ChangedMeanwhile, versions_of
from dueregard.web.plans.queries.editing_words import name_of, say
from dueregard.web.ui.components import DayField

LONG = 20_000
SHORT = 500
MOST_LINES = 100
THEIRS, MINE = "theirs", "mine"
_LONGEST_BASE = 20_000


class TextField(forms.CharField):
    """A text of several lines, up to 20,000 letters."""

    def __init__(self, **named: Any) -> None:
        rows = named.pop("rows", 4)
        named.setdefault("max_length", LONG)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **named)
        self.error_messages["max_length"] = _too_long(self.max_length or LONG)

    def to_python(self, value: Any) -> Any:
        """Give the text with plain line ends: browsers send others, and then it would look changed."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class LineField(forms.CharField):
    """A text of one line, up to 500 letters."""

    def __init__(self, **named: Any) -> None:
        named.setdefault("max_length", SHORT)
        super().__init__(**named)
        self.error_messages["max_length"] = _too_long(self.max_length or SHORT)


class LinesField(TextField):
    """Several short texts, one on each line."""

    def __init__(self, **named: Any) -> None:
        named.setdefault("help_text", _("One on each line."))
        super().__init__(**named)

    def clean(self, value: Any) -> list[str]:
        """Give the lines that say something."""
        text = super().clean(value)
        found = [line.strip() for line in (text or "").split("\n") if line.strip()]
        if len(found) > MOST_LINES:
            raise forms.ValidationError(_("Write at most %(n)s lines") % {"n": MOST_LINES})
        return found


def _too_long(most: int) -> str:
    return _("Write at most %(n)s letters") % {"n": f"{most:,}"}


class EditForm(forms.Form):
    """A form over values that stand somewhere already; for something new, over empty ones."""

    base = forms.CharField(required=False, widget=forms.HiddenInput, max_length=_LONGEST_BASE)
    asked = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)

    def __init__(
        self, *args: Any, values: Mapping[str, Any], labels: Mapping[str, str] | None = None, **named: Any
    ) -> None:
        self.values, self.labels = dict(values), dict(labels or {})
        self.collided: tuple[str, ...] = ()
        super().__init__(*args, **named)
        self.initial["base"] = json.dumps(versions_of(self.values))
        for name, value in self.values.items():
            if name in self.fields:
                self.initial[name] = self.initial_of(name, value)
        if self.is_bound:
            asked = str(self.data.get("asked") or "").split(",")
            self._ask([name for name in asked if name in self.values])

    def initial_of(self, name: str, value: Any) -> Any:
        """Turn a value into what stands in its box."""
        if value is not None and isinstance(self.fields[name], DayField):
            return date.fromisoformat(value)
        return "\n".join(value) if isinstance(self.fields[name], LinesField) else value

    def json_of(self, name: str, typed: Any) -> Any:
        """Turn what was typed into a value. Nothing typed is nothing said."""
        if isinstance(typed, date):
            return typed.isoformat()
        if isinstance(self.fields.get(name), LinesField):
            return typed or []
        return None if typed in ("", None) else typed

    def given(self) -> dict[str, Any]:
        """Give the values as they were sent; those of which theirs is kept are left out."""
        found = {
            name: self.json_of(name, self.cleaned_data.get(name))
            for name in self.value_names()
            if self.cleaned_data.get(f"keep-{name}") != THEIRS
        }
        return {name: self._untouched(name, value) for name, value in found.items()}

    def value_names(self) -> tuple[str, ...]:
        """Give the names of the boxes that hold values."""
        return tuple(name for name in self.fields if name not in ("base", "asked") and not name.startswith("keep-"))

    def base_versions(self) -> dict[str, str]:
        """Give the versions that the form was opened with; what cannot be read counts as none."""
        try:
            found = json.loads(self.cleaned_data.get("base") or "{}")
        except ValueError:
            return {}
        return {str(name): str(version) for name, version in found.items()} if isinstance(found, dict) else {}

    def show_both(self, collision: ChangedMeanwhile, *, now: Mapping[str, Any]) -> None:
        """Ask which to keep of each value that two people changed.

        Takes:   `now`, all values as they are.
        """
        self.values.update(now)
        data = self.data.copy()
        # Only what is asked about gets its present version: what was left alone must stay as the colleague has it.
        asked_about = versions_of({name: self.values.get(name) for name in collision.theirs})
        data["base"] = json.dumps({**self.base_versions(), **asked_about})
        data["asked"] = ",".join(collision.theirs)
        for name in list(data):
            if name.startswith("keep-"):
                del data[name]
        self.data = data
        self._ask(list(collision.theirs))
        self.collided = tuple(collision.theirs)
        for name in self.collided:
            self.add_error(f"keep-{name}", _("Choose which to keep: %(name)s") % {"name": name_of(name).lower()})

    def keeps(self) -> list[Any]:
        """Give the questions which to keep, as bound fields."""
        return [self[name] for name in self.fields if name.startswith("keep-")]

    def _untouched(self, name: str, value: Any) -> Any:
        """Give the kept value where the box shows the same: spaces at its ends and line ends are no change."""
        before = self.values.get(name)
        if isinstance(value, str) and isinstance(before, str) and _plain(before) == _plain(value):
            return before
        return value

    def _ask(self, names: list[str]) -> None:
        for name in names:
            self.fields[f"keep-{name}"] = forms.ChoiceField(
                label=_("%(name)s: which do you keep?") % {"name": name_of(name)},
                choices=(
                    (THEIRS, _("Theirs: %(words)s") % {"words": self._said(name)}),
                    (MINE, _("Mine, as it stands in the form below")),
                ),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose which to keep: %(name)s") % {"name": name_of(name).lower()}},
            )

    def _said(self, name: str) -> str:
        words = say(name, self.values.get(name), labels=self.labels)
        return words if len(words) <= 600 else words[:599] + "…"


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def choices_with_none(words: Mapping[str, Any], *, none: Any) -> list[tuple[str, Any]]:
    """Give codes with their words as choices, "not said" first."""
    return [("", none), *words.items()]
