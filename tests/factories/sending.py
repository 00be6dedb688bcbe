"""What a browser would send of a form on a page, nothing changed: read from the page itself."""

from __future__ import annotations

from typing import Any

from lxml import html


def sent(page: Any, *, with_button: str = "") -> dict[str, Any]:
    """Give the values of the page's main form, by name; several of one name are a list.

    Takes:   `with_button`, a word that the form's button holds, where the page has several forms.
    """
    forms = [form for form in html.fromstring(page.text).forms if form.get("method", "").lower() == "post"]
    found = [form for form in forms if form.xpath(".//button") and "sign" not in (form.get("action") or "")]
    if with_button:
        found = [form for form in found if with_button in "".join(form.xpath(".//button//text()"))]
    data: dict[str, Any] = {}
    for name, value in max(found, key=lambda form: len(form.inputs.keys())).form_values():
        if name in data:
            data[name] = [*(data[name] if isinstance(data[name], list) else [data[name]]), value]
        else:
            data[name] = value
    data.pop("csrfmiddlewaretoken", None)
    return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in data.items()}
