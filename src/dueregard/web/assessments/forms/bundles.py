"""What is to be withheld from a redacted bundle, and what is kept as legal advice.

The one idea: each line says one thing to withhold, under which section, and why; nothing is chosen beforehand. A line
that is left empty is no line.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.decisions.redaction import PARTS, SHORTEST, Kind, Withholding
from dueregard.domain.plans.evidence import ENDINGS, KINDS_IN_WORDS
from dueregard.terms.exemptions import exemptions
from dueregard.web.ui.components import FileField
from dueregard.web.ui.components.formats import size

FIRST_LINES, MOST_LINES = 3, 40


class RedactForm(forms.Form):
    """Lines, each with what, a piece of text, a section, and a reason: `what_1`, `text_1`, `section_1`, `why_1` …

    `nation` says whose Act the sections are of.
    """

    def __init__(self, *args: Any, nation: str, lines: int = FIRST_LINES, **named: Any) -> None:
        super().__init__(*args, **named)
        self.numbers = range(1, min(max(lines, 1), MOST_LINES) + 1)
        whats = [
            ("", _gettext("Nothing")),
            (Kind.NAMES.value, _gettext("Names and e-mail addresses of officers, everywhere")),
            (Kind.TEXT.value, _gettext("A piece of text, wherever it stands")),
            *((f"part:{code}", _gettext("The whole of: %(part)s") % {"part": words}) for code, words in PARTS.items()),
        ]
        sections = [("", _gettext("Choose a section"))]
        sections += [
            (each.code, _gettext("Section %(n)s: %(words)s") % {"n": each.section, "words": each.words})
            for each in exemptions(nation)
        ]
        for number in self.numbers:
            self.fields[f"what_{number}"] = forms.ChoiceField(
                label=_gettext("What is withheld"), choices=whats, required=False
            )
            self.fields[f"text_{number}"] = forms.CharField(
                label=_gettext("The piece of text"),
                help_text=_gettext("As it stands in the assessment. Only for “A piece of text”."),
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                max_length=5000,
            )
            self.fields[f"section_{number}"] = forms.ChoiceField(
                label=_gettext("Under which section of the Act"),
                choices=sections,
                required=False,
            )
            self.fields[f"why_{number}"] = forms.CharField(
                label=_gettext("Why"),
                help_text=_gettext("This is shown in the copy. Do not repeat what is withheld."),
                required=False,
                max_length=500,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for a section and a reason where something is withheld, and for something at all."""
        given: dict[str, Any] = super().clean() or {}
        for number in self.numbers:
            self._clean_line(number, given)
        if not self.errors and not self.withholdings():
            self.add_error("what_1", _gettext("Choose something to withhold, or make the whole bundle"))
        return given

    def _clean_line(self, number: int, given: dict[str, Any]) -> None:
        what, text = given.get(f"what_{number}"), given.get(f"text_{number}", "")
        if not what:
            if text or given.get(f"section_{number}") or given.get(f"why_{number}"):
                self.add_error(f"what_{number}", _gettext("Choose what is withheld"))
            return
        if what == Kind.TEXT.value and len(" ".join(text.split())) < SHORTEST:
            self.add_error(f"text_{number}", _gettext("Write the piece of text"))
        if not given.get(f"section_{number}"):
            self.add_error(f"section_{number}", _gettext("Choose the section of the Act"))
        if not given.get(f"why_{number}"):
            self.add_error(f"why_{number}", _gettext("Say why it is withheld"))

    def withholdings(self) -> tuple[Withholding, ...]:
        """Give what is to be withheld."""
        return tuple(self._line(number) for number in self.numbers if self.cleaned_data.get(f"what_{number}"))

    def lines(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Give the fields line by line, for the page."""
        names = ("what", "text", "section", "why")
        return [(number, [self[f"{name}_{number}"] for name in names]) for number in self.numbers]

    def _line(self, number: int) -> Withholding:
        given = self.cleaned_data
        what, section, why = given[f"what_{number}"], given[f"section_{number}"], given[f"why_{number}"]
        if what == Kind.NAMES.value:
            return Withholding(Kind.NAMES, section, "", why)
        if what == Kind.TEXT.value:
            return Withholding(Kind.TEXT, section, " ".join(given[f"text_{number}"].split()), why)
        return Withholding(Kind.PART, section, what.partition(":")[2], why)


class AdviceForm(forms.Form):
    """A file of legal advice."""

    title = forms.CharField(
        label=_("What is it called?"), help_text=_("Such as: advice of counsel, 14 January 2027."), max_length=300
    )
    file = FileField(
        label=_("The file"), max_bytes=settings.MAX_UPLOAD_BYTES, endings=ENDINGS, kinds_in_words=KINDS_IN_WORDS
    )
    is_title_open = forms.BooleanField(
        label=_("A bundle may say, by this title, that the advice is withheld"),
        help_text=_("Without this, a bundle does not tell that the advice exists."),
        required=False,
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        most = size(settings.MAX_UPLOAD_BYTES)
        self.fields["file"].help_text = _gettext("%(kinds)s, up to %(size)s.") % {"kinds": KINDS_IN_WORDS, "size": most}


class ReleaseForm(forms.Form):
    """Why legal advice is released."""

    because = forms.CharField(
        label=_("Why is it released?"),
        help_text=_("Say who decided it, and what for. Your name and this reason are kept."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
