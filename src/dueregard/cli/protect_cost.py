"""What does hiding cost? `--cost count`, `--cost sum`, `--cost weights FILE` in `dueregard protect`.

The one idea: an option has one value for the parser, and `weights FILE` is two; so the two words are put apart before
the parser sees them, and mean the same as `--weights FILE`. Reference: docs/reference/protect.md.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

from dueregard.cli.files import read_input
from dueregard.terms.errors import CannotBeRead, UsedWrongly

if TYPE_CHECKING:
    from dueregard.analysis.disclosure.costs import Cost

_WEIGHTS = "weights"


class TakesWeights(TyperCommand):
    """A command in which `--cost weights` may be followed by the file of weights."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Name the file that follows by its own option, then parse."""
        return super().parse_args(ctx, with_weights_named(args))


def with_weights_named(arguments: Sequence[str]) -> list[str]:
    """Put `--weights` before the file that follows `--cost weights`.

    >>> with_weights_named(["people.csv", "--cost", "weights", "dear.csv", "--force"])
    ['people.csv', '--cost', 'weights', '--weights', 'dear.csv', '--force']
    >>> with_weights_named(["--cost", "weights", "people.csv", "--weights", "dear.csv"])
    ['--cost', 'weights', 'people.csv', '--weights', 'dear.csv']
    """
    given = list(arguments)
    if any(one.split("=")[0] == "--weights" for one in given):
        return given
    for place, word in enumerate(given):
        is_apart = word == "--cost" and given[place + 1 : place + 2] == [_WEIGHTS]
        if is_apart or word == f"--cost={_WEIGHTS}":
            after = place + (2 if is_apart else 1)
            is_file = after < len(given) and not given[after].startswith("-")
            return [*given[:after], "--weights", *given[after:]] if is_file else given
    return given


def read_cost(measure: str, weights: Path | None) -> Cost:
    """Give the cost that was asked for: a measure, or a file of weights."""
    from dueregard.analysis.disclosure.costs import Cost, Measure

    if weights is None and measure in (Measure.COUNT.value, Measure.SUM.value):
        return Cost(Measure(measure))
    if weights is None and measure == _WEIGHTS:
        raise UsedWrongly("Weights need their file.", mend="Name it as in --cost weights FILE.csv.")
    return _weights(weights or Path(measure))  # the file itself may be named


def _weights(path: Path) -> Cost:
    """Read weights: a column for each dimension (empty: any category) and `weight` (a number, or keep)."""
    from dueregard.analysis.disclosure.costs import KEEP, Cost
    from dueregard.analysis.released.dimensions import TOTAL

    data, called = read_input(str(path))
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig", errors="replace"))))
    exact: dict[frozenset[tuple[str, str]], float] = {}
    loose: dict[frozenset[tuple[str, str]], float] = {}
    for number, row in enumerate(rows, start=2):
        said = (row.pop("weight", None) or "").strip()
        try:
            weight = KEEP if said == "keep" else float(said)
        except ValueError:
            raise CannotBeRead("A weight is a number or the word keep.", where=f"{called}, row {number}") from None
        named = {column: (value or "").strip() for column, value in row.items() if column}
        pairs = frozenset((column, value) for column, value in named.items() if value and value != TOTAL)
        (exact if all(named.values()) else loose)[pairs] = weight
    return Cost(weights=exact, within=loose)
