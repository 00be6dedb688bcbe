"""The names of Word's XML, written once."""

from __future__ import annotations

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
OFF = frozenset({"0", "false", "off", "none", "nil"})


def local(element: Any) -> str:
    """Give an element's name without its namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def val(element: Any | None, default: str | None = None) -> str | None:
    """Give an element's `w:val`, or the default where the element or the value is absent."""
    return default if element is None else element.get(f"{W}val", default)


def is_on(element: Any | None) -> bool:
    """Say whether a switch element (bold, hidden) is there and not set off."""
    return element is not None and (element.get(f"{W}val") or "true").lower() not in OFF


def number(text: str | None, default: int = 0) -> int:
    """Give a whole number from an attribute, the default where it is none."""
    try:
        return int(float(text)) if text else default
    except (ValueError, OverflowError):
        return default
