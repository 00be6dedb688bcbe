"""What is to be released: which columns are counted, crossed with what, for which outcome, beside whom?

The one idea: a specification says everything about the tables of a release save their figures. It holds codes of
columns and categories, never a value that fewer than ten rows have. Which rows are meant is said as a category beside
everyone else, not as another group of people: so every release about one day speaks of the same people, and the judge
can hold each against each.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

VERSION = 1


@dataclass(frozen=True, slots=True)
class Pick:
    """Categories of one column that are looked at together, beside everyone else."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Specification:
    """What is counted.

    Takes:   `by`, columns, each a table of its own; `crossings`, two or three of them together; `outcome` and `rows`,
             set beside everyone else in every table; `coarse`, columns over their broad groups only; `merged`, the
             categories of a column that get a sum of their own; `rounded`, for rounding in place of hiding; `within`, a
             column inside which its crossings are shown only: no sums over all of it (decision record 0042).
    """

    by: tuple[str, ...]
    crossings: tuple[tuple[str, ...], ...] = ()
    outcome: Pick | None = None
    rows: Pick | None = None
    coarse: tuple[str, ...] = ()
    merged: tuple[Pick, ...] = ()
    rounded: bool = False
    within: str = ""

    @property
    def kinds(self) -> tuple[tuple[str, ...], ...]:
        """Give the columns of every table that is counted."""
        return (*((code,) for code in self.by), *self.crossings)

    @property
    def left_out(self) -> tuple[tuple[str, ...], ...]:
        """Give the columns of those tables that are counted and not shown.

        They would say what another column comes to over all of `within`: each table without it that shares a column
        with one of its crossings.

        >>> Specification(("ward", "sex", "age"), (("ward", "sex"), ("sex", "age")), within="ward").left_out
        (('sex',), ('sex', 'age'))
        """
        beside = {code for crossing in self.crossings if self.within in crossing for code in crossing} - {self.within}
        return tuple(several for several in self.kinds if self.within not in several and beside & set(several))

    def to_json(self) -> dict[str, Any]:
        """Give it as plain values. What came after the first version is there only where it says something."""
        return {
            "version": VERSION,
            "by": list(self.by),
            "crossings": [list(one) for one in self.crossings],
            "outcome": _pick_to_json(self.outcome),
            "rows": _pick_to_json(self.rows),
            "coarse": list(self.coarse),
            "merged": [_pick_to_json(one) for one in self.merged],
            "rounded": self.rounded,
            **({"within": self.within} if self.within else {}),
        }

    def fingerprint(self) -> str:
        """Give the SHA-256 of its canonical form."""
        return hashlib.sha256(
            json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        ).hexdigest()

    def without_crossing(self, crossing: tuple[str, ...]) -> Specification:
        """Give it without one of its crossings."""
        left = tuple(one for one in self.crossings if one != crossing)
        return replace(self, crossings=left, within=self.within if any(self.within in one for one in left) else "")


def from_json(shape: Mapping[str, Any]) -> Specification:
    """Give a specification back.

    >>> from_json(Specification(("sex",), outcome=Pick("left", ("true",))).to_json()).outcome.values
    ('true',)
    """
    return Specification(
        by=tuple(shape["by"]),
        crossings=tuple(tuple(one) for one in shape.get("crossings", ())),
        outcome=_pick_from_json(shape.get("outcome")),
        rows=_pick_from_json(shape.get("rows")),
        coarse=tuple(shape.get("coarse", ())),
        merged=tuple(Pick(one["column"], tuple(one["values"])) for one in shape.get("merged", ())),
        rounded=bool(shape.get("rounded")),
        within=str(shape.get("within", "")),
    )


def _pick_to_json(pick: Pick | None) -> dict[str, Any] | None:
    return None if pick is None else {"column": pick.column, "values": list(pick.values)}


def _pick_from_json(shape: Mapping[str, Any] | None) -> Pick | None:
    return None if not shape else Pick(shape["column"], tuple(shape["values"]))
