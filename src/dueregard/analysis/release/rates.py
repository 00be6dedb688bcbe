"""What share, what rate, what mean? Worked out from released cells alone, or withheld with them.

The one idea: a percentage beside a table must tell nothing that the table does not. It is a function of the two cells
that everybody sees, so it adds nothing to what an attacker knows; where one of the two is hidden, or the base is below
the policy's minimum, there is none. It has no more decimals than its base can carry: none below a base of 100, one from
there on; and one from rounded figures only where the rounding cannot change it by more than a tenth.
Source: sources.toml#nhs-hes-disclosure (percentages from rounded figures: a base of 4,000 where each figure is within
2 of the truth); the base of 100 is this project's choice, decision record 0023.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dueregard.analysis.attack import facts
from dueregard.analysis.attack.facts import Fact
from dueregard.analysis.released.cells import MARKS, Cell, State
from dueregard.terms.errors import UsedWrongly

ONE_DECIMAL_FROM = 100
_TENTH_PER_DEVIATION = 2_000
"""One decimal is right within a tenth where the base is at least this times the deviation of a figure."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure worked out of two cells, rounded as it may be shown, with what it is worth; or why there is none."""

    value: Decimal | None
    decimals: int
    state: State

    def in_words(self, unit: str = "") -> str:
        """Give the figure with its unit, or the mark that stands in its place.

        >>> Rate(Decimal("12.5"), 1, State.RELEASED).in_words(" %"), Rate(None, 0, State.SUPPRESSED).in_words(" %")
        ('12.5 %', '[c]')
        """
        return f"{self.value:,.{self.decimals}f}{unit}" if self.value is not None else MARKS[self.state]


def percentage(part: Cell, of: Cell, *, minimum_base: int, deviation: int = 0) -> Rate:
    """Say how many percent one released cell is of another.

    Takes:   `minimum_base`, the policy's; `deviation`, how far a rounded figure can be from the truth, in people.
    Gives:   at most 100, where rounding made the part larger than the whole.
    Raises:  UsedWrongly where an exact part is larger than the whole.

    >>> percentage(Cell(30), Cell(240), minimum_base=10).in_words(" %")
    '12.5 %'
    >>> percentage(Cell(3), Cell(18), minimum_base=10).in_words(" %")
    '17 %'
    """
    if state := _withheld(part, of, minimum_base=minimum_base):
        return Rate(None, 0, state)
    whole = _figure(of)
    if _figure(part) > whole and {part.state, of.state} == {State.RELEASED}:
        raise UsedWrongly("A part cannot be larger than the whole.")
    value = min(Decimal(100), 100 * _figure(part) / whole)
    return _rounded(value, _decimals(whole, of.state, deviation), _worth(part, of))


def rate(events: Cell, base: Cell, *, per: int, minimum_base: int, deviation: int = 0) -> Rate:
    """Say how many events there are for so many people.

    >>> rate(Cell(37), Cell(5_200), per=1_000, minimum_base=10).in_words()
    '7.1'
    """
    if state := _withheld(events, base, minimum_base=minimum_base):
        return Rate(None, 0, state)
    whole = _figure(base)
    return _rounded(per * _figure(events) / whole, _decimals(whole, base.state, deviation), _worth(events, base))


def mean(total: Cell, contributors: Cell, *, minimum_base: int, to: Decimal = Decimal(1)) -> Rate:
    """Say what each contributor has on average, to a step such as 0.05 or 100 pounds.

    >>> mean(Cell(Decimal("350.20")), Cell(20), minimum_base=10, to=Decimal("0.05")).in_words()
    '17.50'
    """
    if state := _withheld(total, contributors, minimum_base=minimum_base):
        return Rate(None, 0, state)
    steps = (_figure(total) / _figure(contributors) / to).quantize(Decimal(1), ROUND_HALF_UP)
    exponent = to.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return Rate(steps * to, decimals, _worth(total, contributors))


def said_by(
    shown: Rate, *, of: Mapping[str, str], over: Mapping[str, str], population: str | None = None
) -> tuple[Fact, ...]:
    """Say what a percentage tells whoever reads it, for the judge: the gate takes it as `beside`.

    A percentage worked out here follows from two cells that are shown; one from elsewhere (a text, a chart, an older
    report) may stand beside a hidden cell, and gives it back: 33.3 % of 18 is 6.

    >>> len(said_by(Rate(Decimal("33.3"), 1, State.RELEASED), of={"sex": "F"}, over={}))
    2
    """
    if shown.value is None:
        return ()
    return facts.percentage(of, over=over, percent=float(shown.value), decimals=shown.decimals, population=population)


def _withheld(part: Cell, base: Cell, *, minimum_base: int) -> State | None:
    """Give the state of a figure that there is none of; none where there is one."""
    for state in (State.SUPPRESSED, State.MISSING, State.NOT_APPLICABLE):
        if state in (part.state, base.state):
            return state
    if base.value == 0:
        return State.NOT_APPLICABLE
    return State.SUPPRESSED if _figure(base) < minimum_base else None


def _figure(cell: Cell) -> Decimal:
    return Decimal(cell.value or 0)


def _worth(part: Cell, base: Cell) -> State:
    for state in (State.PERTURBED, State.ROUNDED):
        if state in (part.state, base.state):
            return state
    return State.RELEASED


def _decimals(base: Decimal, state: State, deviation: int) -> int:
    if state is State.ROUNDED:
        return 1 if base >= max(ONE_DECIMAL_FROM, _TENTH_PER_DEVIATION * max(1, deviation)) else 0
    return 1 if base >= ONE_DECIMAL_FROM else 0


def _rounded(value: Decimal, decimals: int, state: State) -> Rate:
    return Rate(value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), decimals, state)
