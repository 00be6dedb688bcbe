"""Words into lines, and lines into paragraphs: which line ends are the paper's and which are the writer's.

The one idea: a line wraps only when the next word would not have fitted. Where it would have fitted, the writer ended
the line; so does a wider gap, a bullet or a number. A word cut at a line's end is put together again when the document
itself uses the whole word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dueregard.reading.cleaning import BULLETS
from dueregard.reading.readers.pdf.objects import Word

_LABEL = re.compile(
    rf"^(?:[{re.escape(BULLETS.replace('-', '').replace('*', ''))}]|[-*]\s|o\s"
    r"|\(?(?:\d{1,2}|[ivxIVX]{1,4}|[a-zA-Z])[.)](?:\s|$)"
    r"|\d{1,2}(?:\.\d{1,2})+\s)"
)
_ENDS = frozenset(".:;!?")
_MARKER = re.compile(
    rf"^(?P<mark>[{re.escape(BULLETS)}]|o|\(?(?:\d{{1,2}}|[ivxIVX]{{1,4}}|[a-zA-Z])[.)]|\d{{1,2}}(?:\.\d{{1,2}})+)\s+(?P<text>\S.*)$",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with a blank between them, save where they touch (a raised "st" after a 1)."""
        parts = [self.words[0].text]
        for before, word in pairwise(self.words):
            touching = not before.spaced and word.x0 - before.x1 < 0.12 * max(before.size, word.size)
            raised = abs(word.bottom - before.bottom) > 0.8
            parts.append(word.text if touching and raised else f" {word.text}")
        return "".join(parts)

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """Its highest point."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Its lowest point."""
        return max(word.bottom for word in self.words)

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """The size of its letters."""
        return median(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for word in self.words)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Group words that overlap in height by half or more, from the top down, each line from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.middle, w.x0)):
        if rows and _shares_line(rows[-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Line(tuple(sorted(row, key=lambda w: w.x0))) for row in rows]


def _shares_line(row: Sequence[Word], word: Word) -> bool:
    top, bottom = max(row[0].top, word.top), min(row[0].bottom, word.bottom)
    return bottom - top >= 0.5 * min(row[0].bottom - row[0].top, word.bottom - word.top)


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that make one paragraph."""

    lines: tuple[Line, ...]

    def text(self, vocabulary: frozenset[str]) -> str:
        """Give the paragraph's words on one line, cut words put together."""
        said = self.lines[0].text
        for before, line in pairwise(self.lines):
            said = _joined(said, before, line, vocabulary)
        return said


def passages(lines: Sequence[Line], *, right: float, pitch: Mapping[int, float]) -> list[Passage]:
    """Group lines into paragraphs.

    Takes:   `right`, where the text's own right edge is; `pitch`, the document's usual step from line to line by size.
    """
    if not lines:
        return []
    groups: list[list[Line]] = [[lines[0]]]
    for above, below in pairwise(lines):
        if _starts_anew(above, below, right=right, usual=pitch.get(round(above.size), above.size * 1.3)):
            groups.append([below])
        else:
            groups[-1].append(below)
    return [Passage(tuple(group)) for group in groups]


def usual_pitch(runs: Iterable[Sequence[Line]]) -> dict[int, float]:
    """Give, for each letter size, the commonest step from one line to the next; the smaller where two are as common."""
    steps: dict[int, Counter[float]] = defaultdict(Counter)
    for run in runs:
        for above, below in pairwise(run):
            step = below.bottom - above.bottom
            if 0.8 * above.size < step < 1.8 * above.size and abs(above.size - below.size) < 1:
                steps[round(above.size)][round(step, 1)] += 1
    return {size: max(counts, key=lambda step: (counts[step], -step)) for size, counts in steps.items()}


def _starts_anew(above: Line, below: Line, *, right: float, usual: float) -> bool:
    if below.bottom - above.bottom > usual * 1.12 + 0.4:
        return True
    if abs(above.size - below.size) > 1.2:
        return True
    if _LABEL.match(below.text) and not _in_mid_phrase(above):
        return True
    ended = above.text[-1:] in _ENDS
    if ended and above.words[-1].bold != below.words[0].bold:
        return True
    first = below.words[0]
    room = right - above.x1 - (first.x1 - first.x0) - 0.28 * above.size
    if room > 0.3 * (right - above.x0):
        return True
    # A little room may be the printer's doing: it counts only where the words, too, say that something new begins.
    return room > 1.5 and (ended or first.text[:1].isupper())


def _in_mid_phrase(line: Line) -> bool:
    text = line.text
    return text[-1:] in (",", "-", "/", "(", "&") or text.count("(") > text.count(")")


def _joined(said: str, before: Line, line: Line, vocabulary: frozenset[str]) -> str:
    last, first = before.words[-1], line.words[0]
    following = line.text
    head, tail = re.search(r"[\w'’]*[-‐]?$", last.text), re.match(r"[\w'’]*", first.text)
    start, end = (head.group() if head else ""), (tail.group() if tail else "")
    if last.broken:
        return f"{said}{following}"
    if last.spaced:
        return f"{said} {following}"
    if start.endswith(("-", "‐")) and len(start) > 1 and end:
        whole = (start[:-1] + end).lower()
        if end[0].islower() and start[:-1].isalpha() and whole in vocabulary:
            return f"{said[:-1]}{following}"
        return f"{said}{following}"
    if last.text.endswith("/") and len(last.text) > 1:
        return f"{said}{following}"
    if len(before.words) == 1 and start and end and end[0].islower() and start.isalpha():
        whole = (start + end).lower()
        if whole in vocabulary or (start.lower() not in vocabulary and end.lower() not in vocabulary):
            return f"{said}{following}"
    return f"{said} {following}"


def vocabulary_of(words: Iterable[Word]) -> frozenset[str]:
    """Give the words that the document uses within a line, in small letters: by them cut words are known."""
    found: dict[str, int] = {}
    for word in words:
        for part in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", word.text):
            found[part.lower()] = found.get(part.lower(), 0) + 1
    return frozenset(found)


def split_marker(text: str) -> tuple[str | None, str]:
    """Part a list marker from the words after it.

    >>> split_marker("• Train staff"), split_marker("Train staff")
    (('•', 'Train staff'), (None, 'Train staff'))
    """
    match = _MARKER.match(text)
    return (match.group("mark"), match.group("text")) if match else (None, text)
