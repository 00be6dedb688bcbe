"""The boxes for a file or an address that shows something: what they refuse, wherever they stand.

The one idea: what is wrong is said beside its box, before anything is kept; the actions that keep it look once more.
"""

from __future__ import annotations

from typing import Any

from django import forms

from dueregard.domain.plans.evidence import check_address, evidence_kind
from dueregard.terms.errors import CannotBeRead, UsedWrongly


class EvidenceBoxes(forms.Form):
    """What a form with a `file` and a `url` does with them."""

    def clean_file(self) -> Any:
        """Look at what the file holds, so that a wrong one is refused beside its box."""
        file = self.cleaned_data.get("file")
        if file:
            try:
                evidence_kind(file.read(), name=file.name or "")
            except CannotBeRead as fault:
                raise forms.ValidationError(str(fault)) from fault
            file.seek(0)
        return file

    def clean_url(self) -> str:
        """Take addresses that may be shown as links."""
        url: str = self.cleaned_data["url"].strip()
        if url:
            try:
                check_address(url)
            except UsedWrongly as fault:
                raise forms.ValidationError(fault.message) from fault
        return url
