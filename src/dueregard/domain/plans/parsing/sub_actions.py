"""What are the parts of an action: its labelled steps, its paragraphs, its bullets, and their own dates?

The one idea: labels count only in sequence. "i)" opens a list, "ii)" goes on with it, and the words "ii) above" inside a
later item are words. Bullets below a line that asks for criteria are criteria, not actions. A part's date is the one it
sets as a deadline in its own words ("by Q3 2015/16").

Sources: docs/explanation/reading-plans.md, section "Parts of an action". It changes no word: labels are printed again
in `action_text`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dueregard.domain.plans.model import Period, SubAction
from dueregard.domain.plans.parsing.dates import deadlines_in, due_and_start, read_timescales
from dueregard.domain.plans.parsing.words import BULLETS, clean, goes_on, is_unfinished, item_label, join, starts_item

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_CRITERIA = re.compile(
    r"\b(?:criteri(?:a|on)|eligib\w+|conditions|requirements|qualif(?:y|ies|ication)|must (?:meet|be|have))\b[^.]*:\s*$",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?:(?<=\s)|^)(?P<open>\(?)(?P<label>[ivx]{1,5}|[a-k]|\d{1,2})(?P<close>\))\s+(?=\S)", re.IGNORECASE
)
_NOT_A_LABEL_BEFORE = re.compile(
    r"\b(?:from|in|of|see|to|under|and|or|with|item|point|action|per|above|at)\s*$", re.IGNORECASE
)
_NOT_A_LABEL_AFTER = re.compile(r"(?:above|below|and|or|as)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ActionText:
    """An action's whole text, one part to a line; its first line; and its parts."""

    text: str
    title: str
    parts: tuple[SubAction, ...] = ()
    flags: tuple[str, ...] = ()


def read_action_text(text: str, *, period: Period | None = None, wrapped: bool = False) -> ActionText:
    """Read an action's cell.

    >>> read = read_action_text("Care plan i) To review by Q3 2015/16 ii) To share, given i) above")
    >>> [(part.label, part.due_date) for part in read.parts]
    [('i)', datetime.date(2015, 12, 31)), ('ii)', None)]
    """
    lines = _lines(clean(text), wrapped=wrapped)
    if not lines:
        return ActionText("", "")
    parts: list[SubAction] = []
    flags: list[str] = []
    title = lines[0] if not starts_item(lines[0]) else item_label(lines[0])[1]
    criteria = False
    for at, line in enumerate(lines):
        label, rest = item_label(line)
        if at == 0 and (label is None or len(lines) == 1):
            criteria = bool(_CRITERIA.search(line))
            continue
        if label is not None and label in BULLETS + "-–—*o":
            kind = "criterion" if criteria else "sub_action"
        elif label is not None:
            kind = "sub_action"
        else:
            kind, criteria = "paragraph", bool(_CRITERIA.search(line))
        parts.append(_part(rest, kind=kind, label=label, period=period))
        if kind == "criterion":
            flags.append("criteria_are_not_actions")
    if any(part.due_date for part in parts):
        flags.append("timescale_per_sub_action")
    return ActionText("\n".join(lines), title, tuple(parts), tuple(dict.fromkeys(flags)))


def sub_action_of(text: str, *, label: str | None, owner: str | None, when: str, period: Period | None) -> SubAction:
    """Make a sub-action of a step that has an owner and a date in cells of its own."""
    readings = read_timescales(when, period=period) or deadlines_in(text, period=period)
    due = due_and_start(readings)[1] if readings else None
    return SubAction(text, "sub_action", label, tuple(r.timescale for r in readings), due, owner)


def _part(text: str, *, kind: str, label: str | None, period: Period | None) -> SubAction:
    readings = deadlines_in(text, period=period) if kind != "criterion" else ()
    due: date | None = due_and_start(readings)[1] if readings else None
    return SubAction(text, kind, label, tuple(r.timescale for r in readings), due)


def _lines(text: str, *, wrapped: bool) -> list[str]:
    """Give the parts of a text, one to a line: wrapped lines joined, labels inside a line on lines of their own."""
    out: list[str] = []
    for line in text.split("\n"):
        if not line:
            continue
        if line.strip() in BULLETS and len(line.strip()) == 1:
            out.append(line.strip())
        elif out and len(out[-1]) == 1 and out[-1] in BULLETS:
            out[-1] = f"{out[-1]} {line}"
        elif out and _joins(out[-1], line, wrapped=wrapped):
            out[-1] = join(out[-1], line)
        else:
            out.append(line)
    return [part for line in out for part in _at_labels(line)]


def _joins(before: str, line: str, *, wrapped: bool) -> bool:
    if starts_item(line):
        return False
    if goes_on(line) or is_unfinished(before):
        return True
    return wrapped and not re.search(r"[.!?:;]\s*$", before) and len(before) > 12


def _at_labels(line: str) -> list[str]:
    """Part a line at labels that stand inside it, if they are in sequence from the first."""
    found = [m for m in _INLINE.finditer(line) if not _is_mention(line, m)]
    if not found:
        return [line]
    for style in (_ROMAN, tuple("abcdefghijk"), tuple(str(n) for n in range(1, 16))):
        cuts: list[int] = []
        expected = 0
        first = next((m for m in found if m["label"].lower() in style), None)
        if first is None:
            continue
        expected = style.index(first["label"].lower()) if first.start() == 0 else 0
        for m in found:
            if expected < len(style) and m["label"].lower() == style[expected]:
                cuts.append(m.start())
                expected += 1
        if len(cuts) >= 2:
            edges = [0, *[c for c in cuts if c > 0], len(line)]
            return [line[a:b].strip() for a, b in pairwise(edges) if line[a:b].strip()]
    return [line]


def _is_mention(line: str, label: re.Match[str]) -> bool:
    """Say whether a label is only spoken of: "subject to ii) above", "see a) and b)"."""
    return bool(_NOT_A_LABEL_BEFORE.search(line[: label.start()]) or _NOT_A_LABEL_AFTER.match(line, label.end()))
