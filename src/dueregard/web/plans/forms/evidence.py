"""Evidence to be added: a file or an address, one of the two."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.plans.evidence import ENDINGS, KINDS_IN_WORDS
from dueregard.web.ui.components import FileField
from dueregard.web.ui.components.evidence import EvidenceBoxes
from dueregard.web.ui.components.formats import size


class EvidenceForm(EvidenceBoxes):
    """What shows that something was done."""

    file = FileField(
        label=_("A file"),
        max_bytes=settings.MAX_UPLOAD_BYTES,
        endings=ENDINGS,
        kinds_in_words=KINDS_IN_WORDS,
        required=False,
    )
    url = forms.CharField(
        label=_("Or an address on the web"),
        help_text=_("It begins with https://. We keep the address and do not open it."),
        required=False,
        max_length=1000,
    )
    name = forms.CharField(
        label=_("What is it called?"),
        help_text=_("Such as: contract report, page 3. Leave out people’s names."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        most = size(settings.MAX_UPLOAD_BYTES)
        self.fields["file"].help_text = _gettext("%(kinds)s, up to %(size)s.") % {"kinds": KINDS_IN_WORDS, "size": most}

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("url"):
            self.add_error("file", _gettext("Choose a file, or write an address"))
        if given.get("file") and given.get("url"):
            self.add_error("url", _gettext("Choose a file or write an address, not both"))
        return given
