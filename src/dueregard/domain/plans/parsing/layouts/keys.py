"""Which tables of two columns explain codes or colours?

The one idea: a table of pairs is a key if most of its labels name characteristics, a legend if its colours mean a
status; anything else is no business of this file.
"""

from __future__ import annotations

from dueregard.domain.plans.parsing.layouts.entries import Harvest
from dueregard.domain.plans.parsing.layouts.grid import row_text
from dueregard.domain.plans.parsing.outcomes import rag_of_fill, read_legend
from dueregard.domain.plans.parsing.strands import key_of_pairs
from dueregard.domain.plans.parsing.words import clean
from dueregard.reading.blocks import Cell, Table


def read_key_table(table: Table, harvest: Harvest) -> bool:
    """Take a table of codes and meanings, or of colours and meanings, into the key or the legend."""
    rows = [[cell for cell in row.cells if cell.repeats is None] for row in table.rows]
    of_two = [row for row in rows if len(row) == 2]
    if len(of_two) < 0.7 * len(rows) or not 2 <= len(of_two) <= 30:
        return False
    key = key_of_pairs([(clean(one.text), clean(two.text)) for one, two in of_two])
    legend = read_legend("; ".join(f"{clean(one.text) or _colour(one)}: {clean(two.text)}" for one, two in of_two))
    if not key and len(legend) < 2:
        return False
    harvest.key.update({code: strand for code, strand in key.items() if code not in harvest.key})
    harvest.legend.update(legend)
    for row in table.rows:
        harvest.leave(row_text(row), "key to the strands" if key else "legend of colours", row.place)
    return True


def _colour(cell: Cell) -> str:
    return rag_of_fill(cell.fill) or ""
