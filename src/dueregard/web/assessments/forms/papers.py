"""What people give to make papers: what the report calls the appendix, to whom papers went, the council's template."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.domain.assessments.paper_template import LIMITS
from dueregard.web.ui.components import DayField, FileField

ENDINGS = (".docx",)


class MakeForm(forms.Form):
    """Papers of one version."""

    version = forms.ChoiceField(
        label=_("Of which assessment?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the assessment")},
    )
    appendix = forms.CharField(
        label=_("What does the report call it?"),
        help_text=_("For example: Appendix B"),
        max_length=60,
        initial=_("Appendix"),
    )

    def __init__(self, *args: Any, versions: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["version"].choices = list(versions)  # type: ignore[attr-defined]  # a ChoiceField


class SentForm(forms.Form):
    """To whom papers went, and when."""

    papers = forms.MultipleChoiceField(
        label=_("Which papers?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one paper")},
    )
    to = forms.CharField(
        label=_("To whom did they go?"),
        help_text=_("For example: all members of the Cabinet, with the agenda"),
        max_length=500,
        error_messages={"required": _("Say to whom they went")},
    )
    on = DayField(label=_("When?"))

    def __init__(self, *args: Any, papers: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["papers"].choices = list(papers)  # type: ignore[attr-defined]  # a MultipleChoiceField


class TemplateForm(forms.Form):
    """The council's own Word template."""

    file = FileField(
        label=_("Your Word template"),
        help_text=_("A Word document (.docx) up to 5 MB, with the mark on a line of its own"),
        max_bytes=LIMITS.file_bytes,
        endings=ENDINGS,
        kinds_in_words="Word (.docx)",
    )
