"""Handing a document in: a file, or a table pasted as text; and what to do with one we have seen before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dueregard.reading.source import Source, sniff
from dueregard.terms.errors import CannotBeRead
from dueregard.web.ui.components import FileField

ENDINGS = (
    ".docx", ".docm", ".doc", ".odt", ".rtf", ".pdf", ".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".html",
    ".htm", ".json",
)  # fmt: skip
MOST_PASTED = 2_000_000


class HandInForm(forms.Form):
    """A plan's document: a file or pasted text, one of the two."""

    document = FileField(
        label=_("Your plan"),
        help_text=_("Word, PDF, Excel or OpenDocument, up to 25 MB"),
        max_bytes=settings.MAX_UPLOAD_BYTES,
        endings=ENDINGS,
        kinds_in_words="Word, PDF, Excel, OpenDocument, CSV, HTML, text, JSON",
        required=False,
    )
    pasted = forms.CharField(
        label=_("The text or table of the plan"),
        help_text=_("Copy the table from your document or web page and paste it here."),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        strip=False,
        max_length=MOST_PASTED,
    )

    def clean_document(self) -> Any:
        """Look at what the file holds, whatever it is called, so that a wrong one is refused at once."""
        file = self.cleaned_data.get("document")
        if file:
            try:
                sniff(Source(file.read(), file.name or ""))
            except CannotBeRead as fault:
                raise forms.ValidationError(str(fault)) from fault
            file.seek(0)
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given: dict[str, Any] = super().clean() or {}
        has_text = bool((given.get("pasted") or "").strip())
        if not self.errors and not given.get("document") and not has_text:
            self.add_error("document", _("Choose the document of your plan, or paste its table"))
        if given.get("document") and has_text:
            self.add_error("pasted", _("Choose a document or paste text, not both"))
        return given

    def data_and_name(self) -> tuple[bytes, str, bool]:
        """Give the bytes, their name, and whether they were pasted."""
        file = self.cleaned_data.get("document")
        if file:
            return file.read(), file.name or "document", False
        return self.cleaned_data["pasted"].encode(), str(_("Pasted text")), True


class SameAgainForm(forms.Form):
    """What to do with a document that was handed in before. Nothing is chosen for anyone."""

    choice = forms.ChoiceField(
        label=_("What do you want to do?"),
        choices=(("earlier", _("Go on with the earlier one")), ("this", _("Read it again"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which one to go on with")},
    )
