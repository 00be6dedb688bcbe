"""Which word and which shape stand for a code.

The one idea: words first, then shape, then colour; take all colour away and nothing is lost. A council may say its own
words for any code; the shape stays. Source: docs/reference/words.md. Refuses a code it does not
know, because a blank status would be read as good news.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

_SHAPES: Final[Mapping[str, str]] = {
    "ns": '<circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" stroke-width="2"/>',
    "on": '<path d="M3 1.5 12.5 7 3 12.5z" fill="currentColor"/>',
    "ar": '<path d="M7 1.5 13 12.5H1z" fill="currentColor"/>',
    "off": '<path d="M7 .5 13.5 7 7 13.5.5 7z" fill="currentColor"/>',
    "co": '<circle cx="7" cy="7" r="7" fill="currentColor"/>'
    '<path d="m3.7 7.2 2.3 2.3 4.3-4.7" fill="none" stroke="#fff" stroke-width="1.8"/>',
    "cl": '<rect width="14" height="14" rx="2" fill="currentColor"/>'
    '<path d="M3.5 7h7" stroke="#fff" stroke-width="2"/>',
    "cf": '<path d="M1 7h9M7 2.5 12 7l-5 4.5" fill="none" stroke="currentColor" stroke-width="2.2"/>',
    "nu": '<circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" stroke-width="1.5" '
    'stroke-dasharray="2.5 2"/>',
}


@dataclass(frozen=True, slots=True)
class Look:
    """A code's shape (the letters of its CSS class) and its words when the council has none of its own."""

    shape: str
    words: str | Promise


LOOKS: Final[Mapping[str, Look]] = {
    # the status of an action, and what is computed about it
    "not_started": Look("ns", _("Not started")),
    "on_track": Look("on", _("On track")),
    "at_risk": Look("ar", _("At risk")),
    "off_track": Look("off", _("Off track")),
    "complete": Look("co", _("Complete")),
    "closed": Look("cl", _("Closed")),
    "carried_forward": Look("cf", _("Carried forward")),
    "no_update": Look("nu", _("No update yet")),
    # the outcome at year end
    "ongoing": Look("cf", _("Goes on in the next plan")),
    "developed": Look("cf", _("Developed into new actions")),
    "dropped": Look("cl", _("Dropped")),
    "not_reported": Look("nu", _("Not reported")),
    "achieved": Look("co", _("Achieved")),
    "partly": Look("ar", _("Partly achieved")),
    "not": Look("off", _("Not achieved")),
    # a plan
    "draft": Look("nu", _("Draft")),
    "adopted": Look("on", _("Adopted")),
    "published": Look("co", _("Published")),
    "withdrawn": Look("off", _("Withdrawn")),
    # an import
    "reading": Look("nu", _("Being read")),
    "review": Look("ar", _("Needs your answers")),
    "failed": Look("off", _("Could not be read")),
    "thrown_away": Look("cl", _("Thrown away")),
    # a step of a job
    "waiting": Look("ns", _("Not started")),
    "running": Look("on", _("Now")),
    "done": Look("co", _("Complete")),
    "stopped": Look("cl", _("Stopped")),
}

BAR_ORDER: Final = (
    "off_track",
    "at_risk",
    "not_started",
    "on_track",
    "complete",
    "closed",
    "carried_forward",
    "no_update",
)

RAG_WORDS: Final[Mapping[str, str | Promise]] = {
    "red": _("Red"),
    "amber": _("Amber"),
    "green": _("Green"),
    "blue": _("Blue"),
    "grey": _("Grey"),
}


def look(code: str) -> Look:
    """Give the shape and words of a code; a plain `str` or a `StrEnum` member.

    >>> look("at_risk").shape
    'ar'
    """
    try:
        return LOOKS[str(code)]
    except KeyError:
        raise LookupError(f"There is no status called {code!s}.") from None


def status_words(code: str, *, words: Mapping[str, str] | str | None = None) -> str:
    """Give the words for a code: the council's own where it has them.

    Takes:   `words`, either the council's table of words by code, or the very words to show.
    """
    if isinstance(words, str) and words:
        return words
    if isinstance(words, Mapping) and words.get(str(code)):
        return words[str(code)]
    return str(look(code).words)


def glyph(code: str) -> Markup:
    """Draw the shape of a code, hidden from screen readers because the word beside it is read."""
    shape = Markup(_SHAPES[look(code).shape])  # noqa: S704  # drawn above, by us
    return Markup(
        '<svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" focusable="false">{}</svg>'
    ).format(shape)


def status(code: str, *, plain: bool = False, words: Mapping[str, str] | str | None = None) -> Markup:
    """Draw a status: shape, word and, unless `plain`, a tint behind them.

    >>> "At risk" in status("at_risk")
    True
    """
    return Markup('<span class="dr-status dr-status--{}{}">{}{}</span>').format(
        look(code).shape, " dr-status--plain" if plain else "", glyph(code), status_words(code, words=words)
    )


def rag(code: str, *, words: Mapping[str, str] | str | None = None) -> Markup:
    """Draw a RAG rating as the council prints it: a word with its colour beside it, unlike any status."""
    if str(code) not in RAG_WORDS:
        raise LookupError(f"There is no rating called {code!s}.")
    own = words if isinstance(words, str) else (words or {}).get(str(code))
    return Markup(
        '<span class="dr-rag dr-rag--{}"><svg width="14" height="14" aria-hidden="true" focusable="false">'
        '<rect width="14" height="14" rx="2"/></svg>{}</span>'
    ).format(str(code), own or str(RAG_WORDS[str(code)]))
