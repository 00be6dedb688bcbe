"""Fills in the forms of a page as a person would who has something to say in every field.

The one idea: a form is read from the page that shows it, so a new form is tried without anybody thinking of it. The
values are plain and fit what forms ask for; where a form wants something particular, `SAID` says it by field name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

SAID = {
    "email": "somebody.new@aldermere.example",
    "contact_email": "equality@aldermere.example",
    "full_name": "Somebody New",
    "colour": "#123456",
    "url": "https://aldermere.example/evidence",
    "reason": "It is done another way now.",
    "slug": "a-new-address",
    "value": "12",
    "percent": "40",
    "team_id": "",
    "partner_id": "",
    "boards_other": "",
    "partners": "",
    "frequency": "quarterly",
    "timescale_text": "2026-27",
    "number_text": "99",
    "pasted": "",
    "baseline": "10",
    "target": "20",
    "retention_until-year": "2030",
}
"""What fits a field of this name; an empty word leaves it open."""
DAY = {"day": "3", "month": "9", "year": "2026"}
FILES = {
    "file": (
        "staff.csv",
        b"E-mail,Name,Post,Directorate,Role,End date\nsome.one@aldermere.example,Some One,,,analyst,\n",
    ),
    "document": (
        "plan.csv",
        b"Action,Lead,Due\nOpen two drop-in sessions a month,Libraries Manager,30 September 2026\n",
    ),
    "records": ("staff.csv", b"Post,Sex,Grade\nCook,F,3\nCook,M,4\nClerk,F,4\n"),
    "logo": ("logo.png", b"\x89PNG\r\n\x1a\n"),
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page: where it goes, its fields, and its buttons that say something."""

    action: str
    element: html.HtmlElement
    buttons: tuple[tuple[str, str], ...]


def forms_on(page: str, address: str) -> tuple[Form, ...]:
    """Give the forms of a page that change something, save the one that signs out."""
    tree = html.document_fromstring(page)
    found = []
    for one in tree.xpath("//form"):
        action = urljoin(address, one.get("action") or address)
        if one.get("method", "get").lower() == "post" and not action.startswith("/account/logout"):
            buttons = tuple((b.get("name"), b.get("value", "")) for b in one.xpath(".//button[@name]"))
            found.append(Form(action, one, buttons))
    return tuple(found)


def filled(form: Form) -> dict[str, Any]:
    """Give something for every field: what stands there, else the last choice, else plain words."""
    sent: dict[str, Any] = {}
    for field in form.element.xpath(".//input | .//select | .//textarea"):
        name, kind = field.get("name"), field.get("type") or field.tag
        if not name or name == "csrfmiddlewaretoken" or kind in {"submit", "button"}:
            continue
        if kind in {"radio", "checkbox"}:
            _choose(sent, field, name, kind)
        elif kind == "select":
            sent[name] = SAID.get(name, _option(field)) if name in {"team_id", "partner_id"} else _option(field)
        elif kind == "hidden":
            sent[name] = field.get("value", "")
        elif kind == "file":
            said, data = FILES.get(name, FILES["file"])
            sent[name] = SimpleUploadedFile(said, data)
        elif kind == "textarea":
            sent[name] = _anew((field.text or "").strip()) or SAID.get(name, "Said by somebody")
        else:
            sent[name] = _anew(field.get("value", "")) or SAID.get(name, _day(name) or _words(name))
    return sent


def _anew(text: str) -> str:
    """Give words that stand there a change, and leave numbers, dates, addresses and colours as they are."""
    is_prose = text and not text.isdigit() and "@" not in text and not text.startswith(("#", "http"))
    return f"{text} anew" if is_prose else text


def _words(name: str) -> str:
    return "" if name.endswith("-words") else "Said by somebody"  # beside an owner who was chosen from the list


def _choose(sent: dict[str, Any], field: html.HtmlElement, name: str, kind: str) -> None:
    value = field.get("value", "on")
    if kind == "checkbox":
        sent.setdefault(name, []).append(value)
    elif name not in sent or field.get("checked") is not None or not sent[name]:
        sent[name] = value


def _option(field: html.HtmlElement) -> str:
    chosen = field.xpath(".//option[@selected]/@value")
    if chosen and chosen[0]:
        return str(chosen[0])
    offered = [value for value in field.xpath(".//option[not(@disabled)]/@value") if value]
    return str(offered[0]) if offered else ""


def _day(name: str) -> str:
    return next((value for part, value in DAY.items() if name.endswith((f"_{part}", f"-{part}"))), "")
