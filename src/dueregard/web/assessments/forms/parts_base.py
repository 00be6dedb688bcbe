"""What every form of a part is: its fields, what it was opened with, and what two writers changed at once.

The one idea: a form takes the part's contents and gives them back; it knows which versions it was opened with, so that
two who write at once are noticed value by value (`domain.plans.merging`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.domain.assessments.model import group_of_key
from dueregard.domain.plans.merging import versions_of
from dueregard.terms.shapes import as_json

MOST_WORDS = 20_000
YES_NO: tuple[tuple[str, Any], ...] = (("yes", _("Yes")), ("no", _("No")))
OF_YES_NO = {"yes": True, "no": False}
TO_YES_NO = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True, slots=True)
class Around:
    """What a form has to know of the assessment it stands in: names by code, for its choices."""

    nation: str = "england"
    characteristics: tuple[tuple[str, str], ...] = ()
    local: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clash:
    """One value that two people changed: its field, and both, in words."""

    name: str
    label: str
    theirs: str
    mine: str


def words_field(label: Any, *, hint: Any = "", rows: int = 5) -> forms.CharField:
    """Give a box for longer words."""
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}), required=False, max_length=MOST_WORDS
    )


def line_field(label: Any, *, hint: Any = "", most: int = 300) -> forms.CharField:
    """Give a box for one line."""
    return forms.CharField(label=label, help_text=hint, required=False, max_length=most)


def ticks_field(label: Any, *, hint: Any = "", choices: Iterable[tuple[str, Any]] = ()) -> forms.MultipleChoiceField:
    """Give boxes to tick, none of them ticked."""
    return forms.MultipleChoiceField(
        label=label, help_text=hint, choices=tuple(choices), widget=forms.CheckboxSelectMultiple, required=False
    )


def radio_field(label: Any, choices: Iterable[tuple[str, Any]], *, hint: Any = "") -> forms.ChoiceField:
    """Give answers to choose one of, none of them chosen."""
    return forms.ChoiceField(
        label=label, help_text=hint, choices=tuple(choices), widget=forms.RadioSelect, required=False
    )


class PartForm(forms.Form):
    """The form of a part. `seen` is its counter, `base` the versions of its values when the form was opened.

    `missing` gives what must be said before going on; `further` names fields that stand behind "More".
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=5_000)
    clash = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    further: tuple[str, ...] = ()
    further_label: Any = _("More")
    small: tuple[str, ...] = ()
    hints: Mapping[str, Any] = {}

    def __init__(
        self,
        data: Any = None,
        *,
        key: str,
        content: Mapping[str, Any],
        number: int,
        around: Around,
        is_final: bool = False,
        clashes: Sequence[Clash] = (),
        standing: Mapping[str, Any] | None = None,
        is_blank: bool = False,
    ) -> None:
        self.key, self.content, self.around, self.is_final, self.clashes = key, dict(content), around, is_final, clashes
        self.blank = {} if is_blank else self._blank()
        stands = {**self.blank, **(content if standing is None else standing)}
        initial = {
            **self.begin(self.content),
            "seen": number,
            "base": json.dumps(versions_of(stands)),
            "clash": ",".join(one.name for one in clashes),
        }
        super().__init__(data, initial=initial)
        self.set_up()
        names = (data.get("clash", "") if data is not None else str(initial["clash"])).split(",")
        for name in filter(None, names):
            self.fields[f"keep_{name}"] = forms.ChoiceField(
                label=next((one.label for one in clashes if one.name == name), name),
                choices=(("theirs", _("Keep theirs")), ("mine", _("Keep yours"))),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose which of the two to keep")},
            )

    def _blank(self) -> dict[str, Any]:
        """Give what the form gives back with nothing filled in, so that empty and not there yet are one."""
        empty = type(self)({}, key=self.key, content=self.content, number=0, around=self.around, is_blank=True)
        empty.full_clean()
        return empty.given()

    def set_up(self) -> None:
        """Fill in the choices that belong to this assessment."""

    def begin(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Give what the form begins with."""
        return {name: value for name, value in content.items() if name in self.base_fields}

    def given(self) -> dict[str, Any]:
        """Give the part's contents as they were filled in: each box of the form is a value of the part."""
        return {name: self.words(name) for name in self.base_fields if name not in {"seen", "base", "clash"}}

    def missing(self) -> Iterable[tuple[str, str]]:
        """Give the fields that are missing before one can go on, with words."""
        return ()

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing, where it is to be complete."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.is_final:
            for name, words in self.missing():
                if name not in self.errors:
                    self.add_error(name, words)
        return cleaned

    def result(self) -> dict[str, Any]:
        """Give the contents with what is kept of both versions, and with what this form does not ask for."""
        given = {**self.content, **self.given()}
        for name in list(given):
            if self.cleaned_data.get(f"keep_{name}") == "theirs":
                given[name] = self.content.get(name)
        return given

    def base_versions(self) -> dict[str, str]:
        """Give the versions that the form was opened with."""
        try:
            found = json.loads(self.cleaned_data.get("base") or "{}")
        except ValueError:
            return {}
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}

    @property
    def shown(self) -> list[Any]:
        """The fields in the open, in their order."""
        hidden = {"seen", "base", "clash", *self.further}
        return [self[name] for name in self.fields if name not in hidden and not name.startswith("keep_")]

    @property
    def more(self) -> list[Any]:
        """The fields behind "More"."""
        return [self[name] for name in self.further if name in self.fields]

    @property
    def is_more_open(self) -> bool:
        """Whether "More" stands open: something in it is filled in, or wrong."""
        return any(self.errors.get(name) if self.is_bound else self.initial.get(name) for name in self.further)

    def words(self, name: str) -> str | None:
        """Give what was typed in a box, or None where nothing was."""
        return (self.cleaned_data.get(name) or "").strip() or None


def day_of(value: Any) -> date | None:
    """Give the day that stands in a part's contents."""
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def iso_of(value: date | None) -> str | None:
    """Give a day as a part's contents hold it."""
    return value.isoformat() if value else None


def groups_of(keys: Iterable[str]) -> list[dict[str, Any]]:
    """Give groups as a part's contents hold them."""
    return [as_json(group_of_key(key)) for key in keys]


def keys_of(groups: Iterable[Mapping[str, Any]]) -> list[str]:
    """Give the keys of groups in a part's contents."""
    return ["+".join(code if not part else f"{code}={part}" for code, part in one["parts"]) for one in groups]
