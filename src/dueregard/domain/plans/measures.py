"""Which figures in an action's words could be its measure?

The one idea: councils write their targets into the sentence ("95 % of babies", "from 12 to 8 points", "at least three
sessions") and then forget them. Each pattern below knows one way of saying so and gives a proposal, with the words it
was found in; a person decides. Figures stay as printed, as decimals in text, and nothing is rounded: two thirds is "2"
with the unit "in 3".

It never takes for a measure a year, a date, a quarter, an age, a section, phase or reference number, or a span of hours
or years in a title ("5 year strategy").
Source:  sources.toml#si-2017-353-reg-5-2 (specific and measurable), sources.toml#ehrc-objectives-guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dueregard.domain.plans.measures_words import (
    ANY_NUMBER,
    DOING,
    DOWN,
    FRACTION,
    FRACTIONS,
    NOT_AFTER,
    NUMBER,
    NUMBER_WORD,
    PERCENT,
    RATES,
    UNIT,
    UP,
    YEAR,
    counted_unit,
    direction_before,
    figure_of,
    is_age,
    is_fact,
    is_named_number,
    is_no_count,
    money_of,
    name_after,
    name_before,
    share_name,
    tidy,
    unit_of,
)
from dueregard.domain.plans.model import Action, Measure

_LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class FoundMeasure:
    """A proposal: the measure, the words it was read from, and where they begin in the text."""

    measure: Measure
    said: str
    start: int
    end: int

    def in_words(self) -> str:
        """Say it as a line to accept or change.

        >>> find_measures("95% of babies receive a pack")[0].in_words()
        'Share of babies who receive a pack: 95 %'
        """
        return say_measure(self.measure)


def say_measure(measure: Measure) -> str:
    """Say a measure in one line: name, then from and to with the unit.

    >>> say_measure(Measure(name="Gap", unit="points", baseline="12", target="8"))
    'Gap: from 12 to 8 points'
    """
    unit = "" if measure.unit in (None, "£", "number") else f" {measure.unit}"
    target, baseline = (_grouped(value, money=measure.unit == "£") for value in (measure.target, measure.baseline))
    if measure.unit == "% change":
        word = "down" if measure.direction == "down" else "up"
        return f"{measure.name}: {word} by {(measure.target or '').lstrip('-')} %"
    if measure.unit and measure.unit.startswith("change "):
        word = "down" if measure.direction == "down" else "up"
        return f"{measure.name}: {word} by {(measure.target or '').lstrip('-')} {measure.unit.removeprefix('change ')}"
    if measure.baseline is not None:
        return f"{measure.name}: from {baseline} to {target}{unit}"
    return f"{measure.name}: {target}{unit}"


def find_measures(text: str) -> tuple[FoundMeasure, ...]:
    """Give the figures in `text` that could be measures, in the order of the text, none twice.

    >>> [f.in_words() for f in find_measures("Reduce the gap from 12 to 8 points by March 2027")]
    ['Gap: from 12 to 8 points']
    >>> find_measures("Review the Equality Act 2010 policy (section 149) by 31 March 2016")
    ()
    """
    text = text[:_LONGEST_TEXT]
    taken: list[tuple[int, int]] = []
    found: list[FoundMeasure] = []
    for pattern in _PATTERNS:
        for proposal in pattern(text):
            if all(proposal.end <= start or proposal.start >= end for start, end in taken):
                taken.append((proposal.start, proposal.end))
                found.append(proposal)
    return tuple(sorted(found, key=lambda one: one.start))


def measures_of(action: Action) -> tuple[FoundMeasure, ...]:
    """Give the figures found in the words of an action: its text (sub-actions included) and how it will be done."""
    return find_measures("\n".join(part for part in (action.action_text, action.how) if part))


def _from_to(text: str) -> Iterator[FoundMeasure]:
    """Read "from 12 % to 8 %", "from 40 per cent in 2014 to 55 per cent"."""
    pattern = re.compile(
        rf"\bfrom\s+(?:(?:about|around|some)\s+)?(?P<m1>£?)(?P<a>{ANY_NUMBER})\s?(?P<u1>{UNIT})?"
        rf"(?:\s+(?:in|at|on|for)\s+[^\n,;.]{{1,25}}?|\s*\([^)\n]{{1,25}}\))?\s+to\s+"
        rf"(?:(?:at least|about|under|below|over)\s+)?"
        rf"(?P<m2>£?)(?P<b>{ANY_NUMBER})\s?(?P<u2>{UNIT})?",
        re.I,
    )
    for hit in pattern.finditer(text):
        first, second = figure_of(hit["a"]), figure_of(hit["b"])
        after = text[hit.end() :]
        if YEAR.match(first) or YEAR.match(second) or NOT_AFTER.match(after) or is_age(text, hit.start()):
            continue
        if re.match(r"\s+in\s+\d", text[hit.end("a") :]):
            continue  # "from 1 in 10 to 1 in 5": two shares, of which neither is a decimal
        if re.match(r"\s*(?:years?|months?)\b", after) and not hit["u2"]:
            continue
        unit = unit_of(hit["u2"] or hit["u1"]) or ("£" if hit["m2"] else None)
        name = name_before(text, hit.start()) or name_after(after)
        yield _found(
            text, hit.start(), hit.end(), name=name, unit=unit or counted_unit(after), baseline=first, target=second,
            direction="down" if Decimal(second) < Decimal(first) else "up",
        )  # fmt: skip


def _by_amount(text: str) -> Iterator[FoundMeasure]:
    """Read "reduce … by a quarter", "increase … by 10 %", "halve …", "double …"."""
    pattern = re.compile(
        rf"\b(?:(?P<down>{DOWN})|(?P<up>{UP}))\b(?P<what>[^\n.;]{{0,120}}?)\s+by\s+"
        rf"(?:(?:at least|about|over|up to|a)\s+)?"
        rf"(?:(?P<n>{NUMBER})\s?(?P<unit>{UNIT})?|(?P<word>{NUMBER_WORD})\s(?P<wunit>{UNIT})|(?P<fraction>{FRACTION}"
        rf"|quarter|third|fifth|tenth))(?!\w)",
        re.I,
    )
    for hit in pattern.finditer(text):
        down = bool(hit["down"])
        if hit["fraction"]:
            said = hit["fraction"].lower()
            figure, unit = FRACTIONS.get(said) or FRACTIONS[f"a {said}"]
            unit = "% change" if unit == "%" else f"change {unit}"
        else:
            figure = figure_of(hit["n"] or hit["word"])
            after = text[hit.end() :]
            printed = unit_of(hit["unit"] or hit["wunit"])
            if printed is None and (YEAR.match(figure) or NOT_AFTER.match(after)):
                continue
            unit = "% change" if printed == "%" else f"change {printed or counted_unit(after) or 'in number'}"
        yield _found(
            text, hit.start(), hit.end(), name=_what(text, hit), unit=unit,
            target=f"-{figure}" if down else figure, direction="down" if down else "up",
        )  # fmt: skip


def _what(text: str, hit: re.Match[str]) -> str:
    """What moves: it stands between verb and amount, before the verb, or after the amount."""
    return tidy(hit["what"]) or tidy(name_before(text, hit.start())) or name_after(text[hit.end() :])


def _halved(text: str) -> Iterator[FoundMeasure]:
    """Read "halve …", "double …"."""
    for hit in re.finditer(
        r"\b(?P<verb>halv(?:e|ing)|doubl(?:e|ing)|trebl(?:e|ing))\s+(?=(?:the|our|its|participation|uptake|\w+s\b))",
        text,
        re.I,
    ):
        figure = {"h": "-50", "d": "100", "t": "200"}[hit["verb"][0].lower()]
        name = name_after(text[hit.end() :])
        direction = "down" if figure.startswith("-") else "up"
        yield _found(
            text, hit.start(), hit.end() + len(name), name=name, unit="% change", target=figure, direction=direction
        )


def _percent(text: str) -> Iterator[FoundMeasure]:
    """Read "95 % of babies", "100% special schools", "rates to 80%", "a 5% reduction in the pay gap"."""
    limit = (
        r"(?P<limit>at least|a minimum of|no fewer than|over|more than|no more than|at most|under|below|fewer than"
        r"|less than|up to)?\s*"
    )
    pattern = re.compile(rf"\b{limit}(?<![\d.,/-])(?P<n>{NUMBER}|{NUMBER_WORD})\s?{PERCENT}(?P<of>\s+of\b)?", re.I)
    for hit in pattern.finditer(text):
        figure, after, start = figure_of(hit["n"]), text[hit.end() :], hit.start()
        if re.search(r"\bbetween\s[^.;\n]{0,20}$", text[:start], re.I) or re.match(r"\s*and\s+\d", after):
            continue  # a span is a description, not a figure to reach
        if is_fact(text, start):
            continue
        name = name_after(after)
        change = re.match(r"(?P<up>increase|rise|growth)|(?:decrease|reduction|fall|cut|drop)\b", name, re.I)
        moved_to = re.search(r"\b(?:to|of|at|below|under|is|target|reach(?:es)?)\s+$", text[:start], re.I)
        direction = "down" if (hit["limit"] or "").lower() in _CEILINGS else None
        if change:
            name = re.sub(r"^\w+\s*(?:in\s+)?(?:the\s+)?", "", name) or name_before(text, start)
            direction = "up" if change["up"] else "down"
            target = figure if change["up"] else f"-{figure}"
            yield _found(text, start, hit.end(), name=name, unit="% change", target=target, direction=direction)
            continue
        if (moved_to and not hit["of"]) or not name or re.match(r"\s*(?:in|by|of them|target)\b", after):
            name, direction = name_before(text, start) or name, direction or direction_before(text, start)
        elif not re.match(RATES, name, re.I):
            name = share_name(after)
        yield _found(text, start, hit.end(), name=name, unit="%", target=figure, direction=direction or "up")


def _fraction(text: str) -> Iterator[FoundMeasure]:
    """Read "two thirds of managers", "half of all panel members"."""
    for hit in re.finditer(rf"\b(?P<f>{FRACTION})\s+(?:of\s+)(?:all\s+|our\s+|the\s+)?", text, re.I):
        figure, unit = FRACTIONS[hit["f"].lower()]
        if name_after(text[hit.end() :]) and not is_fact(text, hit.start()):
            name = share_name(text[hit.end() :])
            yield _found(text, hit.start(), hit.end(), name=name, unit=unit, target=figure, direction="up")


def _out_of(text: str) -> Iterator[FoundMeasure]:
    """Read "one in four posts", "9 out of 10 residents"."""
    pattern = re.compile(rf"\b(?P<a>{ANY_NUMBER})\s+(?:in|out of)(?:\s+every)?\s+(?P<b>{ANY_NUMBER})\s+(?=[a-z])", re.I)
    for hit in pattern.finditer(text):
        first, second = figure_of(hit["a"]), figure_of(hit["b"])
        if not name_after(text[hit.end() :]) or is_fact(text, hit.start()):
            continue
        if re.search(r"\b(?:from|to)\s+$", text[: hit.start()], re.I):
            continue  # "from 1 in 10 to 1 in 5" moves between two shares: too much to guess
        if YEAR.match(second) or Decimal(first) > Decimal(second) or is_named_number(text, hit.start()):
            continue
        name = share_name(text[hit.end() :])
        yield _found(text, hit.start(), hit.end(), name=name, unit=f"in {second}", target=first, direction="up")


_CEILINGS = frozenset({"no more than", "at most", "under", "below", "fewer than", "less than"})


def _bound(text: str) -> Iterator[FoundMeasure]:
    """Read "at least 3 sessions", "a minimum of two workshops", "no more than £500", "within 10 working days"."""
    pattern = re.compile(
        rf"\b(?P<limit>at least|a minimum of|minimum of|no fewer than|no less than|more than|no more than|at most"
        rf"|a maximum of|maximum of|fewer than|less than|up to|within)\s+"
        rf"(?P<money>£?)(?P<n>{NUMBER}|{NUMBER_WORD})(?P<size>k|m)?(?![\d/%])",
        re.I,
    )
    for hit in pattern.finditer(text):
        figure, after = figure_of(hit["n"]), text[hit.end() :]
        limit = hit["limit"].lower()
        unit = "£" if hit["money"] else counted_unit(after)
        if not unit or YEAR.match(figure) or is_no_count(text, hit.end()) or is_age(text, hit.start()):
            continue
        if limit == "within" and not re.match(r"(?:working )?(?:days|hours|minutes|weeks)$", unit):
            continue
        if limit == "within" and (
            re.match(r"\s*(?:\w+\s){1,2}?of\s+(?:the\s+)?(?:adoption|approval|start|royal)", after)
            or re.search(r"\d\s?%[^.;\n]*$", text[: hit.start()])
        ):
            continue  # a date in other words, or the condition of a share that stands before it
        ceiling = limit in _CEILINGS or limit in {"a maximum of", "maximum of", "within"}
        name = name_before(text, hit.start()) if limit == "within" else name_after(after)
        if hit["money"]:
            figure, name = money_of(figure, hit["size"]), name_before(text, hit.start()) or name_after(after)
        yield _found(
            text,
            hit.start(),
            hit.end(),
            name=name or unit,
            unit=unit,
            target=figure,
            direction="down" if ceiling else "up",
        )


def _count(text: str) -> Iterator[FoundMeasure]:
    """Read "train 200 staff", "deliver 12 workshops", "recruit fifteen apprentices", "secure £25,000"."""
    pattern = re.compile(
        rf"\b(?:{DOING})\s+(?:(?:a further|an additional|another|a total of|all|around|about|some)\s+)?"
        rf"(?P<money>£?)(?P<n>{NUMBER}|{NUMBER_WORD})(?P<size>k|m)?\+?(?![\d/%\w-])",
        re.I,
    )
    for hit in pattern.finditer(text):
        figure, after = figure_of(hit["n"]), text[hit.end() :]
        unit = "£" if hit["money"] else counted_unit(after)
        if not unit or YEAR.match(figure) or re.match(r"0\d", figure) or is_no_count(text, hit.end()):
            continue
        if figure == "1" and not hit["money"]:
            continue  # "deliver one programme" sets no figure to reach
        start = hit.start("money")
        if hit["money"]:
            name = name_after(re.sub(r"^\s*(?:of|in|for|to|on)\s+", "", after)) or "Money"
            yield _found(
                text, start, hit.end(), name=name, unit="£", target=money_of(figure, hit["size"]), direction="up"
            )
        else:
            yield _found(text, start, hit.end(), name=name_after(after), unit=unit, target=figure, direction="up")


def _to_figure(text: str) -> Iterator[FoundMeasure]:
    """Read "increase the number of mentors to 40", "reduce waiting times to 10 days"."""
    pattern = re.compile(
        rf"\b(?:(?P<down>{DOWN})|(?P<up>{UP}))\s+(?P<what>[^\n.;,]{{3,90}}?)\s+to\s+"
        rf"(?:at least\s+|under\s+|below\s+)?(?P<n>{NUMBER})\b\s?(?P<unit>{UNIT})?(?![\d/-])",
        re.I,
    )
    for hit in pattern.finditer(text):
        figure, after = figure_of(hit["n"]), text[hit.end() :]
        what = hit["what"].lower()
        if NOT_AFTER.match(after) or is_age(text, hit.start("n")) or re.search(r"\bage\b", what):
            continue
        counted = "number" in what or hit["unit"]
        if (YEAR.match(figure) and "number" not in what) or not (counted or re.match(r"\s*(?:[.,;]|by\b|$)", after)):
            continue
        number = "number" if "number" in what else None
        yield _found(
            text, hit.start(), hit.end(), name=tidy(hit["what"]), unit=unit_of(hit["unit"]) or number,
            target=figure, direction="down" if hit["down"] else "up",
        )  # fmt: skip


_PATTERNS = (_from_to, _by_amount, _halved, _to_figure, _percent, _fraction, _out_of, _bound, _count)
"""The most telling first: what a later one finds inside an earlier one's words is not taken again."""


def _found(
    text: str,
    start: int,
    end: int,
    *,
    name: str,
    target: str,
    direction: str,
    unit: str | None = None,
    baseline: str | None = None,
) -> FoundMeasure:
    measure = Measure(
        name=(name[:1].upper() + name[1:]) or "Measure",
        unit=unit,
        direction=direction,
        baseline=baseline,
        target=target,
    )
    return FoundMeasure(measure=measure, said=" ".join(text[start:end].split()), start=start, end=end)


def _grouped(value: str | None, *, money: bool) -> str:
    if value is None:
        return "not set"
    return f"£{Decimal(value):,}" if money else value
