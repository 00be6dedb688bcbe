"""What stands in one column, seen through a small window: how full it is, its wordings, the looks of its values.

The one idea: the whole column is asked only for counts; looks are tried on at most so many different values from all
over the file. A profile holds values, so it is made, used and dropped inside this room and never shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from dueregard.analysis.records.limits import DEFAULT, RecordLimits
from dueregard.analysis.records.looks import BLANK, LOOKS
from dueregard.analysis.records.raw import ROW, RawRecords

_TRIED = 1_000


@dataclass(frozen=True, slots=True)
class Profile:
    """One column: `filled` values of `rows`, about how many `distinct` ones, and `looks`, the share with each.

    `wordings` are all values with their counts where there are few enough, otherwise none; both stay out of `repr`.
    """

    rows: int
    filled: int
    distinct: int
    mean_length: float
    looks: Mapping[str, float]
    wordings: Mapping[str, int] = field(repr=False)
    tried: tuple[str, ...] = field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Say whether no row has a value."""
        return not self.filled

    @property
    def all_different(self) -> float:
        """Give the share of values that are the only one of their kind, roughly: distinct over filled."""
        return self.distinct / self.filled if self.filled else 0.0

    def share(self, look: str) -> float:
        """Give the share of tried values that have a look."""
        return self.looks.get(look, 0.0)


def profile(raw: RawRecords, code: str, *, limits: RecordLimits = DEFAULT) -> Profile:
    """Look at one column of the records."""
    column = pl.scan_parquet(raw.path).select(tidied(code).alias("v")).filter(pl.col("v") != "")
    facts = column.select(
        pl.len().alias("filled"),
        pl.col("v").approx_n_unique().alias("distinct"),
        pl.col("v").str.len_chars().mean().alias("length"),
    ).collect(engine="streaming")
    filled, distinct, length = facts.row(0)
    wordings: dict[str, int] = {}
    if distinct <= limits.wordings * 1.2:
        counted = column.group_by("v").len().sort("len", "v", descending=[True, False]).collect(engine="streaming")
        distinct = counted.height
        wordings = dict(counted.iter_rows()) if distinct <= limits.wordings else {}
    tried = tuple(wordings)[:_TRIED] if wordings else _from_all_over(raw, code)
    asked = [value for value in tried if value.casefold() not in BLANK]
    looks = {name: _share(asked, wordings, has_look) for name, has_look in LOOKS.items()}
    return Profile(raw.rows, filled, distinct, length or 0.0, looks, wordings, tried)


def _share(values: Sequence[str], counts: Mapping[str, int], has_look: Callable[[str], bool]) -> float:
    """Give the share of different values with a look, or of rows where that is more.

    A few telling values among many rows of "none" weigh by the first; one misprint among many numbers by the second.
    """
    if not values:
        return 0.0
    found = [value for value in values if has_look(value[:200])]
    rows = sum(counts.get(value, 1) for value in values)
    return max(len(found) / len(values), sum(counts.get(value, 1) for value in found) / rows)


def _from_all_over(raw: RawRecords, code: str) -> tuple[str, ...]:
    """Give values of every so-many-th row, so that a file sorted by date or place is seen whole."""
    step = max(1, raw.rows // (_TRIED * 4))
    values = (
        pl.scan_parquet(raw.path)
        .filter((pl.col(ROW) % step == 0) if step > 1 else pl.lit(True))
        .select(tidied(code).alias("v"))
        .filter(pl.col("v") != "")
        .unique(maintain_order=True)
        .head(_TRIED)
        .collect()
    )
    return tuple(values["v"])


def tidied(code: str) -> pl.Expr:
    """Give a column's texts with blanks at the ends gone and runs of blanks made one; an empty value is ""."""
    return pl.col(code).fill_null("").str.replace_all(r"[\s\u{a0}\u{feff}\u{200b}]+", " ").str.strip_chars()
