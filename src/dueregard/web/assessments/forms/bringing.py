"""Handing in old assessments, copies and templates, and what is said of one that is taken in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.reading.source import Source, sniff
from dueregard.terms.errors import CannotBeRead
from dueregard.web.assessments.queries.bringing import MOST_OFFERED, register_named
from dueregard.web.ui.components import DayField, FileField, FilesField

ENDINGS = (".docx", ".docm", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm", ".txt", ".json")
MOST_FILES = 50


def _look_inside(file: Any) -> None:
    try:
        sniff(Source(file.read(), file.name or ""))
    except CannotBeRead as fault:
        raise forms.ValidationError(str(fault)) from fault
    file.seek(0)


class OldForm(forms.Form):
    """Old assessments: one document or many."""

    documents = FilesField(
        label=_("Old assessments"),
        help_text=_("Word, PDF with text, OpenDocument, a web page or text. Up to 50 files, 25 MB each."),
        max_bytes=settings.MAX_UPLOAD_BYTES,
        endings=ENDINGS,
        kinds_in_words="Word, PDF, OpenDocument, HTML, text, JSON",
        error_messages={"required": _("Choose at least one document")},
    )

    def clean_documents(self) -> list[Any]:
        """Look at what each file holds, whatever it is called, so that a wrong one is refused at once."""
        files: list[Any] = self.cleaned_data["documents"]
        if not files:
            raise forms.ValidationError(gettext("Choose at least one document"))
        if len(files) > MOST_FILES:
            raise forms.ValidationError(gettext("Choose at most %(most)s files at once") % {"most": MOST_FILES})
        for file in files:
            _look_inside(file)
        return files


class OneDocumentForm(forms.Form):
    """One Word document: a copy that comes back, or a template."""

    document = FileField(
        label=_("The Word document"),
        max_bytes=settings.MAX_UPLOAD_BYTES,
        endings=(".docx", ".docm", ".odt", ".doc", ".html", ".htm"),
        kinds_in_words="Word, OpenDocument, HTML",
        error_messages={"required": _("Choose the document")},
    )

    def clean_document(self) -> Any:
        """Look at what the file holds, whatever it is called."""
        _look_inside(self.cleaned_data["document"])
        return self.cleaned_data["document"]


class TakeInForm(forms.Form):
    """What a person says of an old assessment before it is taken in. Nothing is chosen for anyone."""

    title = forms.CharField(
        label=_("What was assessed?"), max_length=300, error_messages={"required": _("Give it a title")}
    )
    state = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=(
            ("decided", _("The decision was taken: it stays as it is")),
            ("writing", _("It is still to be decided: we go on writing here")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where it stands")},
    )
    decision = forms.CharField(
        label=_("For which decision of the register? (if it is there)"),
        help_text=_("Type its title, or enough words of it."),
        required=False,
        max_length=300,
    )
    body_words = forms.CharField(
        label=_("Who decided? (if the decision is not in the register)"), required=False, max_length=200
    )
    decided_on = DayField(
        label=_("On which day was it decided? (if the decision is not in the register)"),
        help_text=_("With a day, the decision is put into the register. Leave it empty where nobody knows."),
        required=False,
    )
    policy = forms.CharField(
        label=_("About which policy or service of the register? (if any)"),
        help_text=_("Type its name, or enough words of it."),
        required=False,
        max_length=300,
    )
    directorate = forms.ChoiceField(label=_("Which directorate?"), required=False)

    def __init__(self, *args: Any, council_id: UUID, directorates: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.council_id = council_id
        self.fields["directorate"].choices = [("", gettext("Not said")), *directorates]
        if len(self.fields["directorate"].choices) == 1:
            del self.fields["directorate"]

    def clean_decision(self) -> UUID | None:
        """Find the decision that is meant."""
        return self._named("decision")

    def clean_policy(self) -> UUID | None:
        """Find the policy that is meant."""
        return self._named("policy")

    def clean(self) -> dict[str, Any]:
        """A decision is either in the register or described here."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("decision") and (given.get("decided_on") or given.get("body_words")):
            self.add_error("body_words", _("Name a decision of the register, or say who decided and when, not both"))
        if given.get("body_words") and not given.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Say on which day it was decided, or leave out who decided"))
        if given.get("state") == "writing" and given.get("decided_on"):
            self.add_error("state", _("A decision that has been taken cannot still be to be decided"))
        return given

    def _named(self, what: str) -> UUID | None:
        words = self.cleaned_data.get(what, "").strip()
        if not words:
            return None
        found = register_named(self.council_id, words, what=what)
        if len(found) == 1:
            return found[0][0]
        if not found:
            raise forms.ValidationError(gettext("The register has none of this name"))
        shown = "; ".join(title for _key, title in found[:MOST_OFFERED])
        raise forms.ValidationError(gettext("Several fit: %(titles)s. Type more of the title") % {"titles": shown})
