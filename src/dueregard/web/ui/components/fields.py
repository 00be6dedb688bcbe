"""Form fields that Django does not have as GOV.UK asks for them: a date in three boxes, and files with limits.

The one idea: a person types a date the way it is said, day, month and year, and is told which part is missing. Source:
GOV.UK Design System, date input. Refuses to guess: "3/4" without a year is asked about, two-figure years are not taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.web.ui.components.formats import size

PARTS: Final = ("day", "month", "year")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


class DayWidget(forms.Widget):
    """Three boxes. Their names are the field's with -day, -month and -year."""

    input_type = "day"
    template_name = "django/forms/widgets/input.html"  # pages draw it with forms.field; this is for admin only

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str, str]:
        """Give what stands in the boxes, or in one box of that name as 2027-03-31."""
        if name in data and str(data[name]).count("-") == 2:
            year, month, day = str(data[name]).split("-")
            return day, month, year
        day, month, year = (str(data.get(f"{name}-{part}", "")).strip() for part in PARTS)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Say whether the form held none of the boxes."""
        return name not in data and not any(f"{name}-{part}" in data for part in PARTS)

    def parts(self, value: Any) -> tuple[str, str, str]:
        """Give what to put in the boxes for a date, for what was typed, or for nothing."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 3:
            return str(value[0]), str(value[1]), str(value[2])
        return "", "", ""


class DayField(forms.Field):
    """A date in three boxes; the month may be a number or a name.

    Takes:   `name_in_errors`, the date in the words of the form ("The due date"), for its messages.
    """

    widget = DayWidget

    def __init__(self, *, name_in_errors: str | Promise | None = None, **named: Any) -> None:
        self.name_in_errors = name_in_errors or gettext_lazy("The date")
        super().__init__(**named)

    def clean(self, value: Any) -> date | None:
        """Give the date, or say which part is missing or wrong."""
        parts = [part.strip() for part in value or ("", "", "")]
        words = {"name": str(self.name_in_errors)}
        if not any(parts):
            if self.required:
                raise forms.ValidationError(_("%(name)s is missing") % words, code="required")
            return None
        missing = [
            label for label, part in zip((_("a day"), _("a month"), _("a year")), parts, strict=True) if not part
        ]
        if missing:
            lacks = _(" and ").join(missing)
            raise forms.ValidationError(_("%(name)s must include %(parts)s") % {**words, "parts": lacks})
        found = _real_date(*parts)
        if found is None:
            raise forms.ValidationError(_("%(name)s must be a real date, such as 31 3 2027") % words)
        self.run_validators(found)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether the boxes hold another date than before."""
        before = DayWidget().parts(initial)
        after = tuple(data or ("", "", ""))
        return _real_date(*before) != _real_date(*after) or any(before) != any(after)


class FileField(forms.FileField):
    """A file with a size limit and a list of endings, both said in words where they are not kept.

    What is inside is looked at by whoever reads it; the ending is only the first door.
    """

    def __init__(self, *, max_bytes: int, endings: Sequence[str], kinds_in_words: str, **named: Any) -> None:
        self.max_bytes, self.endings, self.kinds_in_words = max_bytes, tuple(endings), kinds_in_words
        super().__init__(**named)
        self.widget.attrs["accept"] = ",".join(self.endings)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Give the file, or say what is wrong with it."""
        cleaned = super().clean(data, initial)
        if isinstance(cleaned, UploadedFile):
            name = cleaned.name or ""
            if not name.lower().endswith(self.endings):
                raise forms.ValidationError(_("The file must be one of: %(kinds)s") % {"kinds": self.kinds_in_words})
            if (cleaned.size or 0) > self.max_bytes:
                raise forms.ValidationError(
                    _("The file must be smaller than %(size)s") % {"size": size(self.max_bytes)}
                )
        return cleaned


class FilesInput(forms.ClearableFileInput):
    """A box that takes several files."""

    allow_multiple_selected = True


class FilesField(FileField):
    """Several files, each held to the same limits."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Give the files, or say what is wrong with the first that is wrong."""
        files = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(each, initial) for each in files]
        return [each for each in cleaned if each]


def _real_date(day: str, month: str, year: str) -> date | None:
    number = int(month) if month.isdecimal() else _month_named(month.lower().rstrip("."))
    if not (number and day.isdecimal() and year.isdecimal() and len(year) == 4):
        return None
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _month_named(word: str) -> int | None:
    """Give the number of a month by its name or by at least its first three letters."""
    found = [number for number, name in enumerate(_MONTHS, start=1) if len(word) >= 3 and name.startswith(word)]
    return found[0] if found else None
