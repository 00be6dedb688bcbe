"""What stands in one column, seen through a small window: how full it is, its wordings, the looks of its values.

The one idea: the whole column is asked only for counts; looks are tried on at most so many different values from all
over the file. A profile holds values, so it is made, used and dropped inside this room and never shown.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    looks = {
        name: sum(1 for value in asked if has_look(value[:200])) / len(asked) if asked else 0.0
        for name, has_look in LOOKS.items()
    }
    return Profile(raw.rows, filled, distinct, length or 0.0, looks, wordings, tried)


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
