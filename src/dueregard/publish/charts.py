"""Small pictures for reports that say what they show: a stacked bar of states, and a line against a target.

The one idea: a chart here is a drawing *and* its words. The words (`says`) are made from the same values as the
drawing, so that the two cannot disagree; the drawing carries them as title and description. A state has a shape and a
printed word as well as a colour; a missing value leaves a gap and is said. Bars begin at nought; a line that does not
says so.

Sizes are fixed (680 units wide) for pages of paper; the pages of the site draw their own. There is no style
attribute, no script and no outside reference in any drawing. Source: Web Content Accessibility Guidelines 2.2, 1.1.1
and 1.4.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from dueregard.publish.checks import NotPublishable

WIDTH = 680
_FONT = 'font-family="Atkinson Hyperlegible Next, Arial, sans-serif"'
_INK, _QUIET, _GRID, _PETROL, _MARGIN = "#1b2326", "#4d585b", "#dad4c8", "#0e4a55", "#b4740e"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing (SVG) and what it shows in words."""

    svg: bytes
    says: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stacked bar: its code (which gives shape and colour), its words, how many."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a line at a labelled moment; None where there is none."""

    label: str
    value: Decimal | None


# Colours that stay apart in the common kinds of colour-blindness, and a shape for each state (14 × 14).
_LOOKS: dict[str, tuple[str, str]] = {
    "off_track": ("#9e2a1b", '<path d="M7 .5 13.5 7 7 13.5.5 7z"/>'),
    "at_risk": ("#c9850c", '<path d="M7 1.5 13 12.5H1z"/>'),
    "not_started": ("#b9c0c2", '<path d="M7 1a6 6 0 1 0 .01 0zM7 3.5a3.5 3.5 0 1 1-.01 0z" fill-rule="evenodd"/>'),
    "on_track": ("#2e9a77", '<path d="M3 1.5 12.5 7 3 12.5z"/>'),
    "complete": ("#0e4a55", '<circle cx="7" cy="7" r="6.5"/>'),
    "closed": ("#5c5344", '<rect width="14" height="14" rx="2"/>'),
    "no_update": ("#ffffff", '<path d="M2 2 12 12M12 2 2 12" fill="none" stroke="#1b2326" stroke-width="2"/>'),
}
_OTHER = ("#8b6bb5", '<rect x="1" y="4" width="12" height="6"/>')


def stacked_bar(parts: Sequence[Part], *, title: str) -> Chart:
    """Draw how many are in each state as one bar, with a key that prints every count.

    Raises:  NotPublishable where there is nothing to draw or a count is below nought.

    >>> stacked_bar((Part("on_track", "On track", 3), Part("off_track", "Off track", 1)), title="Actions").says
    'Actions: 4 in all; 3 On track, 1 Off track.'
    """
    total = sum(part.count for part in parts)
    if not total or any(part.count < 0 for part in parts):
        raise NotPublishable((f"the picture “{title}” has nothing to show",))
    said = ", ".join(f"{part.count:,} {part.label}" for part in parts)
    says = f"{title}: {total:,} in all; {said}."
    drawn, left = [], 0.0
    for part in parts:
        width = part.count / total * WIDTH
        colour, _ = _LOOKS.get(part.code, _OTHER)
        drawn.append(
            f'<rect x="{left + 1:.2f}" y="1" width="{max(width - 2, 1):.2f}" height="30" fill="{colour}" '
            f'stroke="{_INK}" stroke-width="1"/>'
        )
        left += width
    for number, part in enumerate(parts):
        x, y = (number % 3) * (WIDTH / 3), 50 + (number // 3) * 26
        _, shape = _LOOKS.get(part.code, _OTHER)
        drawn.append(f'<g transform="translate({x:.0f} {y})" fill="{_INK}">{shape}</g>')
        drawn.append(_text(x + 22, y + 13, f"{part.label}: {part.count:,}"))
    height = 50 + ((len(parts) + 2) // 3) * 26
    return Chart(_svg(drawn, height=height, title=title, says=says), says)


def line_chart(points: Sequence[Point], *, title: str, unit: str = "", target: Decimal | None = None) -> Chart:
    """Draw a measure over time, with its target as a labelled dashed line; every value is printed.

    Raises:  NotPublishable where no point has a value.

    >>> line_chart((Point("2025", Decimal(20)), Point("2026", Decimal(52))), title="Staff trained", unit="%").says
    'Staff trained: from 20% (2025) up to 52% (2026).'
    """
    known = [(number, point.label, point.value) for number, point in enumerate(points) if point.value is not None]
    if not known:
        raise NotPublishable((f"the picture “{title}” has nothing to show",))
    values = [value for _, _, value in known] + ([target] if target is not None else [])
    low, high = _scale(values)
    says = _line_words(points, title=title, unit=unit, target=target)
    if low != 0:
        says += f" The scale does not begin at nought but at {low}{unit}."
    height, top, bottom = 260, 40, 210

    def across(number: int) -> float:
        return 60 + (WIDTH - 120) * (number / (len(points) - 1) if len(points) > 1 else 0.5)

    def down(value: Decimal) -> float:
        return bottom - float((value - low) / (high - low)) * (bottom - top)

    drawn = [f'<path d="M40 {y:.1f}H{WIDTH}" stroke="{_GRID}"/>' for y in (top, (top + bottom) / 2, bottom)]
    drawn += [_text(34, down(value) + 5, f"{value}{unit}", anchor="end", colour=_QUIET) for value in (low, high)]
    if target is not None:
        y = down(target)
        drawn.append(f'<path d="M40 {y:.1f}H{WIDTH}" stroke="{_MARGIN}" stroke-width="2.5" stroke-dasharray="7 4"/>')
        drawn.append(_text(WIDTH, y - 6, f"Target {target}{unit}", anchor="end", colour="#694100"))
    for (first, _, one), (second, _, other) in pairwise(known):
        # A missing value between two points leaves a gap: a line there would be made up.
        if second == first + 1:
            drawn.append(
                f'<path d="M{across(first):.1f} {down(one):.1f}L{across(second):.1f} {down(other):.1f}" '
                f'stroke="{_PETROL}" stroke-width="3" fill="none"/>'
            )
    for number, _, value in known:
        drawn.append(f'<circle cx="{across(number):.1f}" cy="{down(value):.1f}" r="5.5" fill="{_PETROL}"/>')
        drawn.append(_text(across(number), down(value) - 12, f"{value}{unit}", anchor="middle", bold=True))
    drawn += [_text(across(n), height - 20, point.label, anchor="middle") for n, point in enumerate(points)]
    return Chart(_svg(drawn, height=height, title=title, says=says), says)


def _scale(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Give the ends of the scale: from nought where that leaves the line readable, else a little below the least."""
    least, most = min(values), max(values)
    low = Decimal(0) if least >= 0 and (most == least or (most - least) * 3 >= most) else least - (most - least) / 5
    low = low.to_integral_value(rounding="ROUND_FLOOR")
    high = most.to_integral_value(rounding="ROUND_CEILING")
    return low, high if high > low else low + 1


def _line_words(points: Sequence[Point], *, title: str, unit: str, target: Decimal | None) -> str:
    known = [(point.label, point.value) for point in points if point.value is not None]
    (first_label, first), (last_label, last) = known[0], known[-1]
    if len(known) == 1:
        said = f"{title}: {first}{unit} ({first_label})"
    else:
        way = "up to" if last > first else "down to" if last < first else "to the same,"
        said = f"{title}: from {first}{unit} ({first_label}) {way} {last}{unit} ({last_label})"
    if target is not None:
        said += f"; the target is {target}{unit}"
    missing = [point.label for point in points if point.value is None]
    return said + "." + (f" No value for {', '.join(missing)}." if missing else "")


def _text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = _INK, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="15" text-anchor="{anchor}" fill="{colour}"{weight}>'
        f"{escape(words)}</text>"
    )


def _svg(drawn: Sequence[str], *, height: int, title: str, says: str) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-label={quoteattr(says)} {_FONT}>'
        f"<title>{escape(title)}</title><desc>{escape(says)}</desc>{''.join(drawn)}</svg>"
    ).encode()
