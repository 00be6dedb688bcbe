"""How can every table be moved a little, the same way each time, so that no small count is what it seems?

The one idea: each record has a key, drawn once from a secret; the keys of a cell's records add up to the cell's key;
a table of chances turns count and cell key into a small change. The same people in a cell give the same change in
whatever table they are met, so that asking twice teaches nothing. True noughts stay noughts; changes average nought,
and their variance is published. Cells are changed one by one, so that totals need not be the sum of their parts: that
is said under the table.
The table of chances is ours: for each count, of all distributions with mean nought and the variance asked for over the
changes allowed, the one that says least (greatest entropy).
Sources: sources.toml#fraser-wooton-2005 (cell key), sources.toml#marley-leaver-2011 (greatest entropy).
It refuses settings for which there is no such distribution.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dueregard.analysis.tables.table import Counts
from dueregard.terms.errors import UsedWrongly

KEYS = 2**24
"""Record keys and cell keys are whole numbers from nought to below this."""


@dataclass(frozen=True, slots=True)
class Perturbation:
    """How far cells are moved.

    Takes:   `most`, the largest change; `variance` of the change; `none_of`: counts from 1 to this never appear.
    Raises:  UsedWrongly where a number cannot be.
    """

    most: int = 5
    variance: float = 3.0
    none_of: int = 2

    def __post_init__(self) -> None:
        if self.most < 1 or self.variance <= 0 or not 0 <= self.none_of < self.most:
            raise UsedWrongly("Changes need a size of at least 1, a variance, and fewer barred counts than that size.")

    def statement(self) -> str:
        """Say under a table what was done to its figures.

        >>> Perturbation().statement()[:62]
        'Each figure was changed by at most 5, by chance, to protect pe'
        """
        return (
            f"Each figure was changed by at most {self.most}, by chance, to protect people: the changes average "
            f"nought and have a variance of {self.variance:g}. A true nought stays nought; a small count can be shown "
            "as nought, too. Totals need not be the sum of their parts."
        )


def record_keys(rows: int, *, secret: bytes, dataset: str) -> NDArray[np.int64]:
    """Draw a key for each record of a dataset: the same for the same secret, dataset and place of the row.

    >>> record_keys(3, secret=b"made up", dataset="staff-2026").tolist() == record_keys(
    ...     3, secret=b"made up", dataset="staff-2026").tolist()
    True
    """
    seed = hashlib.sha256(b"\x1f".join((secret, dataset.encode()))).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(seed, "big"))).integers(0, KEYS, rows, dtype=np.int64)


def perturb(counts: Counts, *, keys: Counts, how: Perturbation) -> Counts:
    """Change each count by its key.

    Takes:   `keys`, the record keys of each cell added up, in the shape of `counts`.
    Gives:   counts of nought or more; nought where the count is nought.
    Raises:  UsedWrongly where the shapes differ.
    Source:  sources.toml#fraser-wooton-2005

    >>> perturb(np.array([0, 40]), keys=np.array([0, 5]), how=Perturbation())[0]
    np.int64(0)
    """
    if counts.shape != keys.shape:
        raise UsedWrongly("Every cell needs the sum of its records' keys.")
    levels, changes = _table(how)
    chance = (keys % KEYS + 0.5) / KEYS
    row = np.minimum(counts, len(levels) - 1)
    place = (chance[..., None] >= levels[row]).sum(axis=-1)
    return np.where(counts == 0, 0, counts + changes[np.minimum(place, len(changes) - 1)]).astype(np.int64)


def chances(count: int, *, how: Perturbation) -> dict[int, float]:
    """Give the chance of each change of a count.

    Gives:   change → chance; the changes average nought. Where the barred counts leave no distribution with the
             variance asked for, the nearest variance that can be had is taken.
    Source:  sources.toml#marley-leaver-2011

    >>> found = chances(1, how=Perturbation())
    >>> round(sum(found.values()), 9), abs(round(sum(d * p for d, p in found.items()), 9))
    (1.0, 0.0)
    """
    if count < 1:
        return {0: 1.0}
    allowed = [
        change
        for change in range(-how.most, how.most + 1)
        if count + change >= 0 and not 1 <= count + change <= how.none_of
    ]
    return dict(zip(allowed, _greatest_entropy(np.array(allowed, dtype=np.float64), how.variance), strict=True))


def _greatest_entropy(changes: NDArray[np.float64], variance: float) -> list[float]:
    """Find the distribution exp(a·d + b·d²) with mean nought and the variance: Newton's method, damped."""
    least, most = _variances(changes)
    wanted = min(max(variance, least * 1.001 + 1e-6), most * 0.999)
    moments = np.stack([changes, changes**2])
    aim = np.array([0.0, wanted])
    at = np.zeros(2)
    for _ in range(200):
        chance = _chance(at, moments)
        off = moments @ chance - aim
        if np.abs(off).max() < 1e-12:
            break
        spread = (moments * chance) @ moments.T - np.outer(moments @ chance, moments @ chance)
        step = np.linalg.lstsq(spread, off, rcond=None)[0]
        size = 1.0
        while size > 1e-6 and _dual(at - size * step, moments, aim) > _dual(at, moments, aim):
            size /= 2
        at = at - size * step
    return [float(one) for one in _chance(at, moments)]


def _chance(at: NDArray[np.float64], moments: NDArray[np.float64]) -> NDArray[np.float64]:
    weight = at @ moments
    weight = np.exp(weight - weight.max())
    return np.asarray(weight / weight.sum())


def _dual(at: NDArray[np.float64], moments: NDArray[np.float64], aim: NDArray[np.float64]) -> float:
    weight = at @ moments
    return float(weight.max() + np.log(np.exp(weight - weight.max()).sum()) - at @ aim)


def _variances(changes: NDArray[np.float64]) -> tuple[float, float]:
    """Give the least and the greatest variance that changes averaging nought can have."""
    below, above = changes[changes < 0], changes[changes > 0]
    if not len(below) or not len(above):
        raise UsedWrongly("No change that averages nought is left.", mend="Bar fewer counts, or allow larger changes.")
    least = 0.0 if (changes == 0).any() else float(-below.max() * above.min())
    return least, float(-below.min() * above.max())


@cache
def _table(how: Perturbation) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Give, for each count up to where the chances stop changing, the upper edge of each change's range of keys."""
    changes = np.arange(-how.most, how.most + 1)
    rows = [np.zeros(len(changes))]
    for count in range(1, how.most + how.none_of + 2):
        found = chances(count, how=how)
        rows.append(np.cumsum([found.get(int(change), 0.0) for change in changes]))
    levels = np.array(rows)
    levels[:, -1] = 1.0
    return levels, changes
