"""What does a file of people, sums and means say? Three long tables of the same cells, taken apart.

The one idea: `dueregard count --amount` writes `count, state, sum, sum_state, mean, mean_state` side by side; to the
judge they are counts, pounds and pounds for each person. How far figures were rounded is not in the file: it is taken
from the figures, as any reader would.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dueregard.cli.amounts import FIGURES

if TYPE_CHECKING:
    from dueregard.analysis.attack.judgement import At
    from dueregard.analysis.released.files import Groups, LongRows
    from dueregard.analysis.released.table import Population, ReleasedTable

_POUND = Decimal(1)
_MEAN_STEPS = (Decimal(100), Decimal(1), Decimal("0.05"), Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Amounts:
    """The sums of a file, and its means where it has them."""

    sums: LongRows
    means: LongRows | None

    def hidden(self) -> Iterator[At]:
        """Name the cells whose sum is hidden."""
        from dueregard.analysis.attack.facts import cell_at

        for codes, cell in self.sums.cells.items():
            if cell.value is None:
                yield cell_at(dict(zip(self.sums.dimensions, codes, strict=True)))

    def tables(self, *, groups: Groups, population: Population) -> tuple[ReleasedTable, ...]:
        """Make released tables of them, of these people."""
        from dueregard.analysis.released.files import tables_of
        from dueregard.analysis.released.units import mean_unit, sum_unit

        name = self.sums.name
        made = [
            replace(one, code=f"{one.code} sums", population=population, unit=sum_unit(name), rounding_base=_POUND)
            for one in tables_of(self.sums, groups=groups)
        ]
        if self.means is not None:
            step = _step_of(self.means)
            made += [
                replace(one, code=f"{one.code} means", population=population, unit=mean_unit(name), rounding_base=step)
                for one in tables_of(self.means, groups=groups)
            ]
        return tuple(made)


def taken_apart(text: str) -> dict[str, str]:
    """Give a long CSV for each figure that a file has: count, sum, mean; of a plain long table itself alone.

    >>> taken_apart("team,count,state,sum,sum_state\\nA,12,released,900,rounded\\n")["sum"].split()
    ['team,count,state', 'A,900,rounded']
    >>> list(taken_apart("team,count,state\\nA,12,released\\n"))
    ['count']
    """
    rows = list(csv.reader(io.StringIO(text, newline="")))
    heading = [one.strip().casefold() for one in rows[0]] if rows else []
    columns = {
        figure: (heading.index(figure), heading.index(state))
        for figure in FIGURES
        if figure in heading and (state := "state" if figure == "count" else f"{figure}_state") in heading
    }
    if not {"count", "sum"} <= columns.keys():
        return {"count": text}
    own = {place for pair in columns.values() for place in pair}
    apart = {}
    for figure, pair in columns.items():
        stream = io.StringIO()
        out = csv.writer(stream, lineterminator="\n")
        for number, row in enumerate(rows):
            if len(row) == len(heading):
                rest = [cell for place, cell in enumerate(row) if place not in own]
                out.writerow([*rest, *(("count", "state") if number == 0 else (row[place] for place in pair))])
        apart[figure] = stream.getvalue()
    return apart


def _step_of(means: LongRows) -> Decimal:
    """Say to how many pounds means are rounded: the largest usual step that divides them all."""
    values = [Decimal(cell.value) for cell in means.cells.values() if cell.value is not None]
    return next((step for step in _MEAN_STEPS if all(value % step == 0 for value in values)), _MEAN_STEPS[-1])
