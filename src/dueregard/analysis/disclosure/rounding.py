"""How can figures be rounded so that they still add up, and no cell strays further than the base?

The one idea: controlled rounding. Every cell goes to the multiple of the base just below or just above it, chosen
together so that every sum still holds. Which way a cell leans is drawn by chance in proportion to how near it is, from
a secret and the cell itself, so that the same cell leans the same way in every table, and asking again teaches nothing.
Along two trees (ward in area × group in group) such a rounding always exists and the linear programme finds it; with
more dimensions it need not exist: then some cells stray further, as few as possible, and the result says how many.
A true multiple of the base, nought among them, stays what it is.
Sources: sources.toml#cox-ernst-1982 (controlled rounding), sources.toml#cox-1987 (unbiased).
It refuses a base below 2.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.analysis.disclosure.system import System, build, is_whole
from dueregard.analysis.released.cells import State
from dueregard.analysis.released.table import ReleasedTable
from dueregard.analysis.tables.table import Counts, Table
from dueregard.terms.errors import DueRegardError, UsedWrongly

MOST_STEPS = 4
"""How many bases further a cell may stray where no rounding within one base exists."""


class NoRounding(DueRegardError):
    """No rounding that adds up was found in the time given."""


@dataclass(frozen=True, slots=True, eq=False)
class Rounded:
    """Rounded figures of each table, in the order given; every sum holds.

    `largest_deviation` is the furthest any cell strayed, in people; `beyond_base` counts cells that strayed by the base
    or more (none, where a rounding within the base exists).
    """

    values: tuple[Counts, ...] = field(repr=False)
    base: int
    largest_deviation: int
    beyond_base: int
    seconds: float


def round_tables(
    tables: Sequence[Table], *, base: int, key: bytes, before: Sequence[ReleasedTable] = (), seconds: float = 30.0
) -> Rounded:
    """Round linked tables to a base so that all sums hold.

    Takes:   `key`, a secret of the council, the same each time; `before`, earlier rounded releases of the same people,
             whose cells keep the figure that was published.
    Gives:   figures that are multiples of `base`, in the shape of each table.
    Raises:  UsedWrongly for a base below 2; NoRounding where none is found in `seconds`.
    Source:  sources.toml#cox-ernst-1982

    >>> from dueregard.analysis.released.dimensions import Dimension
    >>> from dueregard.analysis.tables.table import complete
    >>> ages = complete("t", [Dimension.flat("age", "Age", ("young", "old"))], np.array([3, 18]))
    >>> rounded = round_tables([ages], base=5, key=b"a made-up secret").values[0]
    >>> bool(rounded[0] + rounded[1] == rounded[2]), set((rounded % 5).tolist())
    (True, {0})
    """
    if base < 2:
        raise UsedWrongly("A base for rounding is at least 2.")
    began = time.monotonic()
    system = build(tables, before=before)
    fixed = _fixed(system, before, base=base)
    leans = _leans(system, base=base, key=key)
    for steps in range(MOST_STEPS + 1):
        left = seconds - (time.monotonic() - began)
        whole = _solve(system, base=base, leans=leans, fixed=fixed, steps=steps, seconds=max(left, 0.1))
        if whole is not None:
            break
    else:
        raise NoRounding(
            "No rounding that adds up was found.", mend="Give it more time, use a larger base, or drop a table."
        )
    strayed = np.abs(whole - system.values)[system.ours]
    return Rounded(
        tuple(whole[places] for places in system.places),
        base,
        int(strayed.max(initial=0)),
        int((strayed >= base).sum()),
        time.monotonic() - began,
    )


def _fixed(system: System, before: Sequence[ReleasedTable], *, base: int) -> dict[int, int]:
    """Give the cells whose rounded figure is known already, in bases."""
    numbers = {cell: number for number, cell in enumerate(system.keys)}
    fixed: dict[int, int] = {}
    for table in before:
        for codes, cell in table.rows():
            if cell.state is State.ROUNDED and isinstance(cell.value, int) and cell.value % base == 0:
                at = zip(table.dimensions, codes, strict=True)
                number = numbers.get(frozenset((over.code, code) for over, code in at if not is_whole(over, code)))
                if number is not None:
                    fixed[number] = cell.value // base
    return fixed


def _leans(system: System, *, base: int, key: bytes) -> NDArray[np.float64]:
    """Say for each cell what it costs to round it up rather than down: below nought where it leans upwards."""
    costs = np.zeros(system.size)
    for number, cell in enumerate(system.keys):
        said = "\x1f".join(f"{dimension}\x1e{category}" for dimension, category in sorted(cell))
        drawn = hmac.new(key, said.encode(), hashlib.sha256).digest()
        chance = int.from_bytes(drawn[:7], "big") / 2**56
        up = chance < (int(system.values[number]) % base) / base
        costs[number] = (-1.0 if up else 1.0) * (1 + int.from_bytes(drawn[7:9], "big") / 2**20)
    return costs


def _solve(
    system: System, *, base: int, leans: NDArray[np.float64], fixed: dict[int, int], steps: int, seconds: float
) -> Counts | None:
    """Choose a multiple for every cell, at most `steps` bases beyond the nearest two; None where there is none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    below = system.values // base
    above = below + (system.values % base > 0)
    low = np.maximum(below - steps, 0).astype(np.float64)
    high = (above + steps).astype(np.float64)
    low[system.values == 0], high[system.values == 0] = 0, 0
    for number, bases in fixed.items():
        low[number] = high[number] = bases
    if not steps:
        answer = milp(
            leans,
            constraints=LinearConstraint(system.sums, 0, 0) if system.sums.shape[0] else (),
            integrality=np.ones(system.size),
            bounds=Bounds(low, high),
            options={"time_limit": seconds, "mip_rel_gap": 0.01},
        )
    else:
        answer = _with_straying(system, base=base, leans=leans, low=low, high=high, seconds=seconds)
    if answer.x is None:
        return None
    return np.asarray(np.rint(answer.x[: system.size]).astype(np.int64) * base)


def _with_straying(
    system: System,
    *,
    base: int,
    leans: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    seconds: float,
) -> Any:
    """Solve with a price, far above any leaning, on each base that a cell strays beyond the nearest two multiples."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix, hstack, identity, vstack

    size = system.size
    below = (system.values // base).astype(np.float64)
    above = below + (system.values % base > 0)
    eye, none = identity(size, format="csr"), csr_matrix((size, size))
    sums = hstack([system.sums, csr_matrix((system.sums.shape[0], 2 * size))])
    over = hstack([eye, -eye, none])
    under = hstack([eye, none, eye])
    price = np.full(size, 1000.0)
    return milp(
        np.concatenate([leans, price, price]),
        constraints=[
            LinearConstraint(sums, 0, 0),
            LinearConstraint(vstack([over]), -np.inf, above),
            LinearConstraint(vstack([under]), below, np.inf),
        ],
        integrality=np.concatenate([np.ones(size), np.zeros(2 * size)]),
        bounds=Bounds(np.concatenate([low, np.zeros(2 * size)]), np.concatenate([high, np.full(2 * size, np.inf)])),
        options={"time_limit": seconds, "mip_rel_gap": 0.05},
    )
