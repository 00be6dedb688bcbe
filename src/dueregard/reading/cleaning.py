"""Text as a person reads it: no control characters, no invisible ones, one kind of space.

The one idea: words are never changed; only what cannot be seen is. A non-breaking space becomes a space, a soft hyphen
or a zero-width mark goes, runs of blanks become one, line ends become "\\n". Nothing here decides what a word means.
"""

from __future__ import annotations

import re

_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\u0085\u2028\u2029]")

# Symbol fonts keep their signs in the private use area; these are the ones that office documents print.
_SYMBOLS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0FB: "✗", 0xF076: "❖", 0xF0A8: "◻", 0xF06F: "◻",
    0xF0FE: "☑", 0xF0FD: "☒", 0xF0E0: "→", 0xF0B0: "°", 0xF02D: "-", 0xF06E: "■", 0xF09F: "•", 0xF0A3: "☐",
}  # fmt: skip

BULLETS = "•●○◦▪▫■□◻◼❖➢➤►▶‣⁃∙·✓✔✗✘☐☑☒–—*-"


def symbol(code: int) -> str:
    """Give the sign that a symbol font draws for a private-use code, or a bullet where it is not known.

    >>> symbol(0xF0FC)
    '✓'
    """
    if code < 0x100:
        code += 0xF000
    return _SYMBOLS.get(code, "•")


def _unsymbol(match: re.Match[str]) -> str:
    return symbol(ord(match.group()))


_PRIVATE = re.compile(r"[\uf000-\uf0ff]")


def visible(text: str) -> str:
    """Give the text without what cannot be seen, line ends as "\\n"; blanks are left as they are.

    >>> visible("soft\\u00adhyphen\\r\\nnext")
    'softhyphen\\nnext'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text)
    return _PRIVATE.sub(_unsymbol, _INVISIBLE.sub("", _CONTROL.sub("", text)))


def one_line(text: str) -> str:
    """Give the text on one line with single blanks.

    >>> one_line("  Lead\\u00a0 officer\\n and date ")
    'Lead officer and date'
    """
    return " ".join(visible(text).split())


def lines(text: str) -> str:
    """Give the text with each line tidied and empty lines dropped; a cell's paragraphs stay on their own lines.

    >>> lines("First  line \\n\\n second")
    'First line\\nsecond'
    """
    tidy = (_SPACES.sub(" ", line).strip() for line in visible(text).split("\n"))
    return "\n".join(line for line in tidy if line)
