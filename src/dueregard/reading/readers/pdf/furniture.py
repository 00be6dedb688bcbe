"""Which lines are the page's and not the document's: running headers, footers, page numbers.

The one idea: what stands in the margin of most pages with only its numbers changing is furniture. It is marked, not
dropped, so that nothing is lost if the guess is wrong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from dueregard.reading.readers.pdf.lines import Line

_MARGIN = 0.12  # of the page's height
_PAGE_NUMBER = re.compile(r"^(?:page|tudalen)?\s*[-–—]?\s*\d{1,4}\s*(?:(?:of|/|o)\s*\d{1,4})?\s*[-–—]?$", re.IGNORECASE)


def is_page_number(text: str) -> bool:
    """Say whether a line is only a page number.

    >>> is_page_number("Page 3 of 17"), is_page_number("- 4 -"), is_page_number("2015")
    (True, True, True)
    """
    return bool(_PAGE_NUMBER.match(text.strip()))


def running_lines(pages: Sequence[tuple[float, Iterable[Line]]]) -> set[str]:
    """Give the lines, numbers blanked out, that stand in the margin of at least half the pages and of two.

    Takes:   for each page its height and its lines outside tables.
    """
    seen: dict[str, set[int]] = defaultdict(set)
    for number, (height, lines) in enumerate(pages):
        for line in lines:
            if in_margin(line, height):
                seen[blanked(line.text)].add(number)
    least = max(2, (len(pages) + 1) // 2)
    return {text for text, numbers in seen.items() if len(numbers) >= least}


def in_margin(line: Line, height: float) -> bool:
    """Say whether a line stands in the top or bottom margin."""
    return line.bottom < height * _MARGIN or line.top > height * (1 - _MARGIN)


def blanked(text: str) -> str:
    """Give a line with its numbers blanked out."""
    return re.sub(r"\d+", "#", text.strip().lower())
