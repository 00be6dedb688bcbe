"""What gender pay gap did a council report? Its own returns, year by year, beside which others can be set.

The one idea: a return is shown as it was made. A gap is positive where men are paid more; a return whose quartiles do
not add up is the employer's own error and says so.
Source: gender pay gap returns of councils, Government Equalities Office (data/manifest.json). Years that were not to be
had whole (2018-19, 2020-21, 2022-23, 2023-24) are not here; nothing is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dueregard.analysis.baselines import store
from dueregard.analysis.baselines.areas import Area, codes_of
from dueregard.analysis.released.table import Origin

_QUARTERS = (
    ("lower", "LowerQuartile"),
    ("lower_middle", "LowerMiddleQuartile"),
    ("upper_middle", "UpperMiddleQuartile"),
    ("upper", "TopQuartile"),
)
_WHOLE, _NEAR = Decimal(100), Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Return:
    """One year's return: gaps in percent of men's hourly pay, and the share of women in each quarter of pay.

    `adds_up` is False where men and women of a quarter do not make 100 %.
    """

    year: str
    employer: str
    mean_gap_percent: Decimal | None
    median_gap_percent: Decimal | None
    mean_bonus_gap_percent: Decimal | None
    median_bonus_gap_percent: Decimal | None
    women_percent_by_quarter: tuple[tuple[str, Decimal | None], ...]
    size: str
    late: bool | None
    adds_up: bool


def returns(area: Area) -> tuple[Return, ...]:
    """Give the returns of an area's council, oldest first; none where it made none that we have.

    >>> from dueregard.analysis.baselines.areas import find
    >>> [(one.year, one.median_gap_percent) for one in returns(find("Trafford"))][-1]
    ('2024-25', Decimal('12.89'))
    """
    codes = set(codes_of(area))
    rows = [row for row in store.frame("pay_gaps.parquet").rows(named=True) if row["gss_code"] in codes]
    return tuple(_return(row) for row in sorted(rows, key=lambda row: row["reporting_year"]))


def origin() -> Origin:
    """Give the source that must stand beside these returns."""
    return store.about_other("pay_gaps").origin()


def _return(row: dict[str, Any]) -> Return:
    pairs = [(code, _number(row[f"Female{name}"]), _number(row[f"Male{name}"])) for code, name in _QUARTERS]
    sums = [women + men for _, women, men in pairs if women is not None and men is not None]
    return Return(
        year=row["reporting_year"],
        employer=row["EmployerName"],
        mean_gap_percent=_number(row["DiffMeanHourlyPercent"]),
        median_gap_percent=_number(row["DiffMedianHourlyPercent"]),
        mean_bonus_gap_percent=_number(row["DiffMeanBonusPercent"]),
        median_bonus_gap_percent=_number(row["DiffMedianBonusPercent"]),
        women_percent_by_quarter=tuple((code, women) for code, women, _ in pairs),
        size=row["EmployerSize"] or "",
        late=row["SubmittedAfterTheDeadline"],
        adds_up=all(abs(total - _WHOLE) <= _NEAR for total in sums),
    )


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
