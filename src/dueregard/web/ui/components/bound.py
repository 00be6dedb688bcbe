"""What a form macro has to know of a Django field that a template cannot ask by itself.

The one idea: a field's widget says how it is drawn (`kind_of`), and its choices are handed over without the empty one,
because nothing is chosen for anyone. Ids follow GOV.UK: the first choice has the field's own id, so that a link in the
error summary lands on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from dueregard.web.ui.components.fields import DayWidget

_DRAWN_BY_MACRO = {"rows", "cols", "autocomplete", "inputmode", "spellcheck", "id", "class", "type"}


def kind_of(bound: BoundField) -> str:
    """Say how a field is drawn: radios, checkboxes, checkbox, select, textarea, file, day, hidden, or as an input."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, DayWidget):
        return "day"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.FileInput):
        return "file"
    return str(getattr(widget, "input_type", "text"))


def extra_attributes(bound: BoundField) -> dict[str, Any]:
    """Give the attributes a widget asks for beyond those the macro writes itself.

    `required` is left out: forms are checked by us, in our words, not by the browser in its own.
    """
    asked = bound.field.widget.attrs
    extra = {name: value for name, value in asked.items() if name not in _DRAWN_BY_MACRO and value is not False}
    if getattr(bound.field.widget, "allow_multiple_selected", False) and kind_of(bound) == "file":
        extra["multiple"] = True
    return {name: "" if value is True else value for name, value in extra.items()}


def choice_items(bound: BoundField, hints: Mapping[str, str], dividers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the choices of radios or checkboxes as GOV.UK's macros take them."""
    items: list[dict[str, Any]] = []
    for choice in bound.subwidgets:
        data = choice.data
        value = str(data["value"])
        if value in {"", "None"}:
            continue
        if value in dividers:
            items.append({"divider": dividers[value]})
        hint = hints.get(value)
        items.append(
            {
                "value": value,
                "text": str(data["label"]),
                "checked": bool(data["selected"]),
                "hint": {"text": hint} if hint else None,
            }
        )
    return items


def option_groups(bound: BoundField) -> list[tuple[str | None, list[dict[str, Any]]]]:
    """Give the options of a select in their groups."""
    widget: Any = bound.field.widget
    value = bound.value()
    shown = [str(each) for each in value] if isinstance(value, list | tuple) else ["" if value is None else str(value)]
    return [
        (group, [{"value": each["value"], "label": each["label"], "selected": each["selected"]} for each in options])
        for group, options, _index in widget.optgroups(bound.html_name, shown)
    ]


def day_parts(bound: BoundField) -> tuple[str, str, str]:
    """Give what stands in the three boxes of a date."""
    widget: DayWidget = bound.field.widget
    return widget.parts(bound.value())


def errors_of(bound: BoundField) -> list[str]:
    """Give a field's errors in the words of the form; the library's "This field is required." becomes what to do."""
    data = bound.form.errors.as_data().get(bound.name, [])
    stock = str(forms.Field.default_error_messages["required"])
    return [
        _what_to_do(bound) if error.code == "required" and message == stock else str(message)
        for error in data
        for message in error.messages
    ]


def error_links(*forms_shown: forms.BaseForm) -> list[dict[str, str]]:
    """Give every error with the place to put it right, in the order of the page."""
    found: list[dict[str, str]] = []
    for form in forms_shown:
        if form is None or not form.errors:
            continue
        found += [{"text": str(error)} for error in form.non_field_errors()]
        for bound in form:
            place = f"#{bound.auto_id}" + ("-day" if kind_of(bound) == "day" else "")
            found += [{"text": error, "href": place} for error in errors_of(bound)]
    return found


def _what_to_do(bound: BoundField) -> str:
    kind = kind_of(bound)
    if kind == "file":
        return _("Choose a file")
    if kind in {"radios", "checkboxes", "select"}:
        return _("Choose an answer: %(label)s") % {"label": bound.label}
    return _("Fill in: %(label)s") % {"label": bound.label}
