"""What is asked when an assessment is published or withheld?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.domain.assessments.public import HeldBack
from dueregard.web.assessments.queries.public_copies import reason_words


class PublishForm(forms.Form):
    """Each reason that holds a version back is chosen by name; nothing is ticked beforehand."""

    although = forms.MultipleChoiceField(
        label=_("Publish it all the same?"),
        help_text=_("Something holds this version back. Choose each reason, if the council wants it published."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, found: Iterable[HeldBack], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = tuple(found)
        words = reason_words()
        field = self.fields["although"]
        assert isinstance(field, forms.MultipleChoiceField)  # for the type checker: it is, above
        field.choices = [(str(each), words[each]) for each in self.found]

    def clean_although(self) -> list[str]:
        """Stop unless each reason was chosen."""
        chosen: list[str] = self.cleaned_data["although"]
        if len(chosen) < len(self.found):
            raise forms.ValidationError(_("Choose each reason, or leave this version unpublished"))
        return chosen


class WithholdForm(forms.Form):
    """Why an assessment is withheld, in words for the public."""

    why = forms.CharField(
        label=_("Why is it withheld?"),
        help_text=_(
            "This is shown to the public with the number of the assessment, and nothing else of it. Leave out names. "
            "For exempt information, name the paragraph of Schedule 12A."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": _("Say why it is withheld")},
    )
