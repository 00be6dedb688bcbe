"""How counts and measures are drawn, so that they reflow instead of shrinking.

The one idea: x is in percent and y in pixels, with no `viewBox`, so that a picture takes any width while its text stays
16 px; widths are SVG attributes, so no inline style is needed. Bars stand inside table rows and are hidden from screen
readers, because the row already says the numbers. Colours are classes of `dueregard.css`. Refuses counts it cannot
draw: a bar of nothing is nothing, never a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from dueregard.web.ui.components.statuses import BAR_ORDER, look, status

_GAP_PERCENT: Final = 0.6
_LINE_LEFT, _LINE_RIGHT = 13.0, 91.0  # percent of the width between which the points of a line stand


def stack(
    counts: Mapping[str, int], *, total: int | None = None, thin: bool = False, order: Sequence[str] = BAR_ORDER
) -> Markup:
    """Draw status counts as one stacked bar.

    Takes:   `total`, the length of a full bar, the same for all rows of one table.
    >>> stack({"on_track": 1}).count("<rect")
    1
    """
    full = total or sum(counts.values())
    parts: list[Markup] = []
    start = 0.0
    for code in order:
        count = counts.get(code, 0)
        if count <= 0 or not full:
            continue
        width = count / full * 100
        parts.append(
            Markup('<rect class="f-{}" x="{}" y="1" width="{}" height="{}"/>').format(
                look(code).shape, percent(start), percent(max(width - _GAP_PERCENT, 0.4)), 10 if thin else 20
            )
        )
        start += width
    return _bar(parts, thin=thin)


def key(codes: Iterable[str], *, words: Mapping[str, str] | None = None) -> Markup:
    """Draw the key of a stacked bar: each shape and word beside its colour."""
    items = (
        Markup(
            '<li>{} <svg width="22" height="12" aria-hidden="true" focusable="false">'
            '<rect class="f-{}" x="1" y="1" width="20" height="10"/></svg></li>'
        ).format(status(code, plain=True, words=words), look(code).shape)
        for code in codes
    )
    return Markup('<ul class="dr-key" aria-label="{}">{}</ul>').format(_("Key"), Markup("").join(items))


def progress(done: int, total: int, label: str) -> Markup:
    """Draw how far something is; `label` is the sentence that a screen reader hears."""
    part = min(100.0, done / total * 100) if total else 0.0
    filled = Markup('<rect class="dr-fill" x="0.5" y="0.5" width="{}" height="11" rx="5"/>').format(percent(part))
    return Markup(
        '<svg class="dr-bar dr-bar--thin" role="img" aria-label="{}">'
        '<rect class="dr-track" x="0.5" y="0.5" width="99.5%" height="11" rx="5"/>{}</svg>'
    ).format(label, filled if part else "")


def interval(
    value: float,
    low: float,
    high: float,
    *,
    reference: float | None = None,
    scale: tuple[int, int] = (0, 100),
    step: int = 25,
) -> Markup:
    """Draw an estimate with its interval in a table row, and a dashed line for the whole.

    Takes:   `scale` and `step`, as the `axis` in the header cell has them.
    """

    def place(number: float) -> str:
        return percent((number - scale[0]) / (scale[1] - scale[0]) * 100)

    marks = [_rule(place(tick), "0", "100%", "dr-grid") for tick in range(scale[0], scale[1] + 1, step)]
    if reference is not None:
        marks.append(_rule(place(reference), "-6", "130%", "dr-target"))
    marks.append(Markup('<line class="dr-range" x1="{}" x2="{}" y1="11" y2="11"/>').format(place(low), place(high)))
    marks += [_rule(place(end), "6", "16", "dr-range") for end in (low, high)]
    marks.append(Markup('<circle class="dr-dot" cx="{}" cy="11" r="6.5"/>').format(place(value)))
    return _bar(marks)


def share(
    value: float | None, *, marks: Sequence[float | None] = (), scale: tuple[int, int] = (0, 100), step: int = 25
) -> Markup:
    """Draw a share as a bar from nought, with a line for each area it stands beside: the first whole, the next dashed.

    A share that is not there has no bar and no line stands for it: the row says so in words.
    >>> share(40.0, marks=(50.0, None)).count("<rect"), share(None).count("<rect")
    (1, 0)
    """

    def place(number: float) -> str:
        return percent(min((number - scale[0]) / (scale[1] - scale[0]) * 100, 100.0))

    drawn = [_rule(place(tick), "0", "100%", "dr-grid") for tick in range(scale[0], scale[1] + 1, step)]
    if value is not None:
        drawn.append(Markup('<rect class="dr-share" x="0" y="4" width="{}" height="14"/>').format(place(value)))
    drawn += [
        _rule(place(mark), "-3", "25", css)
        for mark, css in zip(marks, ("dr-range", "dr-target"), strict=False)
        if mark is not None
    ]
    return _bar(drawn)


def axis(*, scale: tuple[int, int] = (0, 100), step: int = 25, unit: str = "%") -> Markup:
    """Draw the scale of interval rows, for the header cell of their column."""
    first, last = scale
    ticks = range(first, last + 1, step)
    anchors = {first: "start", last: "end"}
    return _bar(
        Markup('<text x="{}" y="16" text-anchor="{}">{}{}</text>').format(
            percent((tick - first) / (last - first) * 100),
            anchors.get(tick, "middle"),
            tick,
            unit if tick in anchors else "",
        )
        for tick in ticks
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers beside a line chart: where it begins and ends, and the step between its rules."""

    first: float
    last: float
    step: float

    @property
    def starts_at_nought(self) -> bool:
        """Whether the note under the chart may be left out."""
        return self.first == 0

    def ticks(self) -> tuple[float, ...]:
        """Give the numbers at which a rule is drawn."""
        return tuple(self.first + index * self.step for index in range(round((self.last - self.first) / self.step) + 1))


def scale_for(values: Iterable[float]) -> Scale:
    """Choose round numbers for a chart of these values, from nought where that costs little room.

    >>> scale_for([38, 36, 24])
    Scale(first=20, last=40, step=5)
    >>> scale_for([3, 9]).first
    0
    """
    known = tuple(values)
    low, high = min(known), max(known)
    floor = 0.0 if low >= 0 and (low < high * 0.5 or low == high) else low
    room = (high - floor) or abs(high) or 1.0
    step = next(size for size in _round_sizes(room / 5) if size * 5 >= room)
    first = floor // step * step
    last = -(-high // step) * step
    if last == first:
        last = first + 5 * step
    return Scale(_tidy(first), _tidy(last), _tidy(step))


@dataclass(frozen=True, slots=True)
class Line:
    """A measure over time: its points in order, where None is a point that is not there yet."""

    points: tuple[tuple[str, float | None], ...]
    title: str
    target: float | None = None
    unit: str = ""
    ident: str = "chart"
    height: int = 230
    from_nought: bool = False

    @property
    def scale(self) -> Scale:
        """The scale that holds every value and the target."""
        values = [value for _label, value in self.points if value is not None]
        values += [0.0] if self.from_nought else []
        return scale_for([*values, *([] if self.target is None else [self.target])] or [0.0])

    @property
    def description(self) -> str:
        """The picture in words: first and last value, direction and target."""
        known = [(label, value) for label, value in self.points if value is not None]
        if not known:
            return _("No figures yet.")
        (first_label, first), (last_label, last) = known[0], known[-1]
        if last == first:
            told = _("%(last)s in %(when)s, the same as in %(then)s.")
        elif last < first:
            told = _("%(last)s in %(when)s, down from %(first)s in %(then)s.")
        else:
            told = _("%(last)s in %(when)s, up from %(first)s in %(then)s.")
        words = told % {"last": _plain(last), "when": last_label, "first": _plain(first), "then": first_label}
        if self.target is not None:
            words += " " + _("The target is %(target)s.") % {"target": _plain(self.target)}
        return words


def line(chart: Line) -> Markup:
    """Draw a measure against its target; every value is printed beside its point."""
    scale = chart.scale
    steps = max(len(chart.points) - 1, 1)

    def across(index: int) -> str:
        return percent(_LINE_LEFT + index / steps * (_LINE_RIGHT - _LINE_LEFT))

    def down(value: float) -> float:
        return 22 + (scale.last - value) / (scale.last - scale.first) * (chart.height - 62)

    marks = [
        Markup(
            '<line class="dr-grid" x1="8%" x2="97%" y1="{y:.1f}" y2="{y:.1f}"/>'
            '<text x="6.5%" y="{below:.1f}" text-anchor="end">{tick}</text>'
        ).format(y=down(tick), below=down(tick) + 5, tick=_plain(tick))
        for tick in scale.ticks()
    ]
    if chart.target is not None:
        marks.append(
            Markup(
                '<line class="dr-target" x1="8%" x2="97%" y1="{y:.1f}" y2="{y:.1f}"/>'
                '<text class="dr-target-text" x="97%" y="{above:.1f}" text-anchor="end">{words}</text>'
            ).format(
                y=down(chart.target),
                above=down(chart.target) - 8,
                words=_("Target %(target)s") % {"target": f"{_plain(chart.target)} {chart.unit}".strip()},
            )
        )
    known = [(index, value) for index, (_label, value) in enumerate(chart.points) if value is not None]
    marks += [
        Markup('<line class="dr-line" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(
            across(a), across(b), down(first), down(second)
        )
        for (a, first), (b, second) in pairwise(known)
    ]
    marks += [
        Markup(
            '<circle class="dr-point" cx="{x}" cy="{y:.1f}" r="5.5"/>'
            '<text{css} x="{x}" y="{above:.1f}" text-anchor="middle" font-weight="600">{value}</text>'
        ).format(
            css=_css_of_label(index, len(chart.points)),
            x=across(index),
            y=down(value),
            above=down(value) - 13,
            value=_plain(value),
        )
        for index, value in known
    ]
    marks += [
        Markup('<text{} x="{}" y="{}" text-anchor="middle">{}</text>').format(
            _css_of_label(index, len(chart.points)), across(index), chart.height - 12, label
        )
        for index, (label, _value) in enumerate(chart.points)
    ]
    return Markup(
        '<svg height="{height}" role="img" aria-labelledby="{i}-title {i}-words">'
        '<title id="{i}-title">{title}</title><desc id="{i}-words">{words}</desc>{marks}</svg>'
    ).format(
        height=chart.height,
        i=chart.ident,
        title=chart.title,
        words=chart.description,
        marks=Markup("").join(marks),
    )


def percent(share: float) -> str:
    """Write a length in percent as short as can be.

    >>> percent(12.5), percent(100)
    ('12.5%', '100%')
    """
    return f"{share:.3f}".rstrip("0").rstrip(".") + "%"


def _bar(marks: Iterable[Markup], *, thin: bool = False) -> Markup:
    return Markup('<svg class="dr-bar{}" aria-hidden="true" focusable="false">{}</svg>').format(
        " dr-bar--thin" if thin else "", Markup("").join(escape(mark) for mark in marks)
    )


def _rule(x: str, top: str, bottom: str, css: str) -> Markup:
    return Markup('<line class="{css}" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>').format(
        css=css, x=x, top=top, bottom=bottom
    )


def _css_of_label(index: int, count: int) -> Markup:
    """Mark the labels that a phone leaves out so that the others do not touch; the table below has them all."""
    every = -(-count // 5)
    return Markup("") if count <= 5 or index % every == 0 else Markup(' class="dr-label--extra"')


def _round_sizes(at_least: float) -> Iterable[float]:
    size = 10.0**-6
    while size < at_least / 10:
        size *= 10
    while True:
        yield from (size, size * 2, size * 2.5, size * 5)
        size *= 10


def _tidy(number: float) -> float:
    near = round(number, 6)
    return int(near) if near == int(near) else near


def _plain(number: float) -> str:
    return f"{_tidy(number):,}".replace("-", "−")


def drawn(svg: str) -> Markup:
    """Take a drawing that we made ourselves (`publish.maps`, which escapes every word in it) for markup."""
    return Markup(svg)  # noqa: S704  # never text from outside
