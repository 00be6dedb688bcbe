"""What are the parts of an action: its labelled steps, its paragraphs, its bullets, and their own dates?

The one idea: labels count only in sequence. "i)" opens a list, "ii)" goes on with it, and the words "ii) above" inside
a later item are words. Bullets below a line that asks for criteria are criteria, not actions. A part's date is the one
it sets as a deadline in its own words ("by Q3 2015/16").

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

_AT_BULLETS = re.compile(r"\s+(?=[•●▪■◦‣⁃►➢➤✓✔❖]\s*\S)")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_STYLES = (_ROMAN, tuple("abcdefghijk"), tuple(str(number) for number in range(1, 16)))
_CRITERIA = re.compile(
    r"\b(?:criteri(?:a|on)|eligib\w+|conditions|requirements|qualif(?:y|ies|ication)|must (?:meet|be"
    r"|have))\b[^.]*:\s*$",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?:(?<=\s)|^)(?P<open>\(?)(?P<label>[ivx]{1,5}|[a-k]|\d{1,2})(?P<close>\))\s+(?=\S)", re.IGNORECASE
)
_NOT_A_LABEL_BEFORE = re.compile(r"\b(?:from|in|of|see|to|under|with|item|point|action|per|at)\s*$", re.IGNORECASE)
_NOT_A_LABEL_AFTER = re.compile(r"(?:above|below|and|or|as)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ActionText:
    """An action's whole text, one part to a line; its first line; and its parts."""

    text: str
    title: str
    parts: tuple[SubAction, ...] = ()
    flags: tuple[str, ...] = ()


def read_action_text(text: str, *, period: Period | None = None) -> ActionText:
    """Read an action's cell.

    >>> read = read_action_text("Care plan i) To review by Q3 2015/16 ii) To share, given i) above")
    >>> [(part.label, part.due_date) for part in read.parts]
    [('i)', datetime.date(2015, 12, 31)), ('ii)', None)]
    """
    lines = _lines(clean(text))
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


def _lines(text: str) -> list[str]:
    """Give the parts of a text, one to a line: broken lines joined, bullets and labels inside a line on lines of
    their own.
    """
    out: list[str] = []
    for line in text.split("\n"):
        for piece in _AT_BULLETS.split(line):
            if not piece:
                continue
            if out and out[-1] in BULLETS:
                out[-1] = f"{out[-1]} {piece}"
            elif out and not starts_item(piece) and piece not in BULLETS and (goes_on(piece) or is_unfinished(out[-1])):
                out[-1] = join(out[-1], piece)
            else:
                out.append(piece)
    return _at_labels(out)


def _at_labels(lines: list[str]) -> list[str]:
    """Part lines at labels that stand inside them, if the labels of all lines together are in sequence from the
    first.
    """
    for style in _STYLES:
        cuts: list[set[int]] = [set() for _ in lines]
        expected = inside = 0
        for at, line in enumerate(lines):
            for found in _INLINE.finditer(line):
                if expected < len(style) and found["label"].lower() == style[expected] and not _is_mention(line, found):
                    cuts[at].add(found.start())
                    expected += 1
                    inside += found.start() > 0
        if expected >= 2 and inside:
            lines = [part for line, own in zip(lines, cuts, strict=True) for part in _cut(line, own)]
            break
    return _with_items_whole(lines)


def _with_items_whole(lines: list[str]) -> list[str]:
    """Join a line without a label to the unfinished labelled item above it, where the next item's label follows."""
    out: list[str] = []
    for at, line in enumerate(lines):
        follows = at + 1 < len(lines) and _is_labelled(lines[at + 1])
        if out and not starts_item(line) and follows and _is_labelled(out[-1]) and not re.search(r"[.;:!?)]$", out[-1]):
            out[-1] = join(out[-1], line)
        else:
            out.append(line)
    return out


def _is_labelled(line: str) -> bool:
    label = item_label(line)[0]
    return label is not None and label not in BULLETS + "-–—*o"


def _cut(line: str, cuts: set[int]) -> list[str]:
    edges = sorted({0, *cuts, len(line)})
    return [line[a:b].strip() for a, b in pairwise(edges) if line[a:b].strip()]


def _is_mention(line: str, label: re.Match[str]) -> bool:
    """Say whether a label is only spoken of: "subject to ii) above", "see a) and b)"."""
    return bool(_NOT_A_LABEL_BEFORE.search(line[: label.start()]) or _NOT_A_LABEL_AFTER.match(line, label.end()))
