"""Which other plans, strategies and returns does an action serve?

The one idea: a document names the same plans again and again, so the names that stand alone in one cell are learnt and
used to part them in another where nothing stands between ("Kingdom Plan Housing Strategy"). A comma parts two links
unless what follows only says where in the first ("Theme 2, Objective 5"); a plan's noun ("Plan", "Strategy") ends a
name when a new name begins behind it.

Sources: docs/explanation/reading-plans.md, section "Links". It refuses to part a name that it does not understand: one
link too few is safer than an invented one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.domain.plans.parsing.words import clean, goes_on, is_unfinished, item_label, join

_NOUN = (
    r"plans?|strateg(?:y|ies)|frameworks?|polic(?:y|ies)|programmes?|assessments?|schemes?|reports?|acts?"
    r"|statistics|returns?"
    r"|charters?|standards?|agreements?|manifestos?|statements?|compacts?|covenants?|objectives|reviews?"
    r"|audits?|surveys?"
    r"|cynllun(?:iau)?|strategaeth(?:au)?|polisi(?:ïau)?|deddf|siarter"
)
_ENDS_IN_NOUN = re.compile(
    rf"\b(?:{_NOUN})(?:\s+(?:(?:19|20)?\d\d\s?[-–/]\s?(?:\d{{4}}|\d\d)|(?:19|20)\d\d)(?:,\s*\d\d/\d\d)*)?$",
    re.IGNORECASE,
)
_NOUN_WORD = re.compile(rf"\b(?:{_NOUN})\b", re.IGNORECASE)
_WHERE = re.compile(
    r"(?:theme|objective|priority|outcome|aim|goal|section|chapter|part|action|pillar|target|strand|item"
    r"|no\.?|page|para(?:graph)?|s\.)s?\s*[\dA-Z]?\b|\d",
    re.IGNORECASE,
)
_NAMED_PART = re.compile(r"\b(?:theme|objective|priority|outcome|aim|goal|pillar)s?\s*\w{1,3}\s*:", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^(?:linked\s+(?:to|with)|links?\s+(?:to|with)|see(?:\s+also)?|supports|contributes\s+to|relates\s+to"
    r"|in\s+line\s+with)\s*:?\s*(?:the\s+)?",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:action|delivery|implementation|business|service|improvement|project|work|annual|board|group|team|committee)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z]{1,5}|[A-Z]{2,7}")


@dataclass(frozen=True, slots=True)
class LinksRead:
    """The links of a cell, and whether any were parted by their names alone."""

    links: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def learn_names(cells: Iterable[str]) -> frozenset[str]:
    """Learn the names of plans that stand alone in some cell: whole cells, lines, and parts between commas.

    >>> sorted(learn_names(["Town Plan, Our Town", "Our Town", "Housing Strategy Town Plan"]))
    ['Our Town', 'Town Plan']
    """
    whole: set[str] = set()
    parts: set[str] = set()
    for cell in set(cells):
        for line in _lines(cell):
            pieces = _at_commas(_LEAD_IN.sub("", line))
            for piece in pieces:
                name = piece.strip(" .;,")
                if (
                    2 <= len(name.split()) <= 5
                    and name[0].isupper()
                    and "(" not in name
                    and not re.search(r"\d|:", name)
                ):
                    (whole if len(pieces) == 1 else parts).add(name)
    names = whole | parts
    # a name that another name ends or begins with is two names side by side, unless the rest is no name of its own
    return frozenset(
        name for name in names if not any(_is_made_of(name, other, names) for other in names if other != name)
    )


def _is_made_of(name: str, other: str, names: set[str]) -> bool:
    if name.startswith(other + " "):
        rest = name[len(other) + 1 :]
    elif name.endswith(" " + other):
        rest = name[: -len(other) - 1]
    else:
        return False
    return rest in names or (len(rest.split()) >= 2 and rest[0].isupper() and bool(_ENDS_IN_NOUN.search(rest)))


def read_links(text: str, *, known: frozenset[str] = frozenset()) -> LinksRead:
    """Read a cell of links by commas, lines, nouns and the names learnt from the rest of the document.

    >>> read_links("Kingdom Plan Our Town Housing Strategy", known=frozenset({"Our Town"})).links
    ('Kingdom Plan', 'Our Town', 'Housing Strategy')
    >>> read_links("Kingdom Plan Theme 2, Objective 5").links, read_links("Linked to the Care plan and TKP").links
    (('Kingdom Plan Theme 2, Objective 5',), ('Care plan', 'TKP'))
    """
    links: list[str] = []
    flags: list[str] = []
    for line in _lines(text):
        line = _LEAD_IN.sub("", line).strip(" .;,")
        for piece in _at_commas(line):
            for one in _at_and(piece.strip(" ;,")):
                names = _at_names(one, known)
                if len(names) > 1:
                    flags.append("links_split")
                links += names
    kept = [link for link in (link.strip(" ,;") for link in links) if link]
    return LinksRead(tuple(dict.fromkeys(kept)), tuple(dict.fromkeys(flags)))


def _lines(text: str) -> list[str]:
    """Give the author's lines, joining those that plainly go on."""
    out: list[str] = []
    for line in clean(text).split("\n"):
        line = item_label(line)[1] if not line[:1].isdigit() else line
        if out and (goes_on(line) or (is_unfinished(out[-1]) and not out[-1].endswith(","))):
            out[-1] = join(out[-1], line)
        elif line:
            out.append(line)
    return [part.strip() for line in out for part in re.split(r"\s*;\s*", line) if part.strip()]


def _at_commas(text: str) -> list[str]:
    parts = re.split(r",\s*", text)
    out = [parts[0]]
    for part in parts[1:]:
        left = out[-1]
        inside = left.count("(") > left.count(")")
        where = bool(_WHERE.match(part)) and not _NOUN_WORD.search(part)
        within_title = bool(_NAMED_PART.search(left)) and not _NOUN_WORD.search(part)
        small = bool(part) and part[0].islower() and not _NOUN_WORD.search(part)
        years = bool(re.match(r"\d\d/\d\d\b", part))
        if inside or where or within_title or small or years or not part:
            out[-1] = f"{left}, {part}" if part else left
        else:
            out.append(part)
    return out


def _at_and(text: str) -> list[str]:
    """Part "… plan and XYZ": a whole name, then "and", then an acronym or a whole name."""
    found = re.search(r"^(.*\S)\s+and\s+(?:the\s+)?(\S.*)$", text)
    if not found:
        return [text]
    left, right = found[1], found[2]
    whole = _ENDS_IN_NOUN.search(left) and (
        _ACRONYM.fullmatch(right) or (_ENDS_IN_NOUN.search(right) and len(right.split()) >= 2)
    )
    return [*_at_and(left), right] if whole else [text]


def _at_names(text: str, known: frozenset[str]) -> list[str]:
    """Part names that stand side by side, by the names learnt and by the nouns that end a plan's name."""
    words = text.split()
    if len(words) < 3 or text in known:
        return [text]
    for at in range(1, len(words)):
        left, right = " ".join(words[:at]), " ".join(words[at:])
        if left.count("(") > left.count(")") or not right[0].isupper():
            continue
        if _is_seam(left, right, known):
            return [left, *_at_names(right, known)]
    return [text]


def _is_seam(left: str, right: str, known: frozenset[str]) -> bool:
    starts_known = any(right == name or right.startswith(name + " ") for name in known)
    ended_known = left in known
    ended = bool(_ENDS_IN_NOUN.search(left))
    if (ended or ended_known) and _WHERE.match(right):
        return False
    if ended_known:
        return starts_known or (_is_whole(right) and not _GENERIC.fullmatch(right.split()[0]))
    if starts_known:
        return ended and len(left.split()) >= 2
    return ended and len(left.split()) >= 2 and _is_whole(right) and not _GENERIC.match(right)


def _is_whole(text: str) -> bool:
    words = text.split()
    if len(words) >= 2 and _NOUN_WORD.search(" ".join(words[1:])):
        return True
    return bool(re.match(rf"(?:{_ACRONYM.pattern})\s*\(", text))
