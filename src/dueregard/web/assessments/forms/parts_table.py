"""One row of the table of all groups: effect, reason, how much it matters, and the evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.plans.merging import versions_of
from dueregard.web.assessments.forms.parts_base import MOST_WORDS, ticks_field

_EFFECTS = (
    ("", "–"),
    ("worse", _("Worse")),
    ("better", _("Better")),
    ("both", _("Both")),
    ("none", _("No effect")),
    ("not_known", _("Not known")),
)
_SEVERITIES = (("", "–"), ("small", _("Little")), ("moderate", _("Much")), ("severe", _("Very much")))
_LIKELIHOODS = (
    ("", "–"), ("unlikely", _("Unlikely")), ("possible", _("Possible")), ("likely", _("Likely")),
    ("certain", _("Certain")),
)  # fmt: skip


class RowForm(forms.Form):
    """What is said of one group, in short. What this row does not ask for stays as it is."""

    effect = forms.ChoiceField(label=_("Effect"), choices=_EFFECTS, required=False)
    reason = forms.CharField(
        label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=MOST_WORDS
    )
    severity = forms.ChoiceField(label=_("How much it matters"), choices=_SEVERITIES, required=False)
    likelihood = forms.ChoiceField(label=_("How likely"), choices=_LIKELIHOODS, required=False)
    people = forms.IntegerField(label=_("People"), required=False, min_value=0, max_value=100_000_000)
    evidence = ticks_field(_("Evidence"))
    will_do = forms.CharField(
        label=_("If not known: what will be done"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=MOST_WORDS,
    )
    base = forms.CharField(
        widget=forms.HiddenInput,
        max_length=2_000,
        error_messages={"required": _("Open this page again, and fill it in there")},
    )

    def __init__(
        self, data: Any = None, *, prefix: str, content: Mapping[str, Any], evidence: Iterable[tuple[str, str]]
    ) -> None:
        said = said_of(content)
        weight = said["before"]
        self._duration = weight["duration"]
        self._none_found = bool(content.get("none_found"))
        initial = {
            **{name: said[name] or "" for name in ("effect", "reason", "will_do")},
            **{name: weight[name] if weight[name] is not None else "" for name in _WEIGHT},
            "evidence": said["evidence"],
            "base": json.dumps(versions_of(said)),
        }
        super().__init__(data, prefix=prefix, initial=initial)
        self.fields["evidence"].choices = tuple(evidence)
        if not self.fields["evidence"].choices:
            del self.fields["evidence"]

    def clean(self) -> dict[str, Any]:
        """No effect without a reason: the row is kept only with one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("effect") == "none" and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", gettext("Say why there is no effect"))
        return cleaned

    def given(self) -> dict[str, Any]:
        """Give what this row says of the part."""
        said = self.cleaned_data
        given = {
            "effect": said["effect"] or None,
            "reason": said["reason"].strip() or None,
            "will_do": said["will_do"].strip() or None,
            "before": {
                "severity": said["severity"] or None,
                "likelihood": said["likelihood"] or None,
                "duration": self._duration,
                "people": said["people"],
            },
        }
        if "evidence" in self.fields:
            given["evidence"] = list(said["evidence"])
        return given

    def base_versions(self) -> dict[str, str]:
        """Give the versions that the row was opened with."""
        try:
            found = json.loads(self.cleaned_data.get("base") or "{}")
        except ValueError:
            return {}
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def said_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a row shows of a part's contents, in the form in which it is given back."""
    weight = content.get("before") or {}
    return {
        **{name: content.get(name) or None for name in ("effect", "reason", "will_do")},
        "before": {name: weight.get(name) for name in ("severity", "likelihood", "duration", "people")},
        "evidence": list(content.get("evidence") or []),
    }


_WEIGHT = ("severity", "likelihood", "people")
