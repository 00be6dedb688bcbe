"""What follows at once? Bounds pushed through the relations until nothing moves.

The one idea: in a line whose other cells are bounded, the last cell is bounded, too. It is cheap, done for all lines
together, and settles most of what plain subtraction gives back; the linear programmes need only look at the rest.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_PASSES = 200
_NEAR = 1e-7


def propagate(
    matrix: sparse.csr_matrix, low: Floats, high: Floats, row_low: Floats, row_high: Floats, *, whole: Bools
) -> bool:
    """Tighten `low` and `high` in place; say whether the relations can hold at all."""
    coo = matrix.tocoo()
    rows, columns, values = coo.row, coo.col, coo.data
    if not len(values):
        return bool((low <= high + _NEAR).all())
    plus = values > 0
    count = matrix.shape[0]
    for _ in range(_PASSES):
        least = np.where(plus, low[columns], high[columns]) * values
        most = np.where(plus, high[columns], low[columns]) * values
        rest_least = _without_own(rows, least, count)
        rest_most = _without_own(rows, most, count)
        up = (row_high[rows] - rest_least) / values
        down = (row_low[rows] - rest_most) / values
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, columns, np.where(plus, down, up))
        np.minimum.at(new_high, columns, np.where(plus, up, down))
        new_low = np.where(whole, np.ceil(new_low - _NEAR), new_low)
        new_high = np.where(whole, np.floor(new_high + _NEAR), new_high)
        if (new_low > new_high + _NEAR).any():
            return False
        still = np.array_equal(new_low, low) and np.array_equal(new_high, high)
        low[:], high[:] = new_low, new_high
        if still:
            break
    return True


def _without_own(rows: NDArray[np.int32], part: Floats, count: int) -> Floats:
    """Give, for every entry, the sum of the other entries of its row; endless where one of them is."""
    endless = ~np.isfinite(part)
    finite = np.where(endless, 0.0, part)
    sums = np.bincount(rows, weights=finite, minlength=count)
    ends = np.bincount(rows, weights=endless, minlength=count)
    sign = np.where(endless, part, 0.0)
    direction = np.zeros(count)
    direction[rows[endless]] = sign[endless]
    others = ends[rows] - endless
    return np.where(others > 0, direction[rows], sums[rows] - finite)
