"""What is wrong with the records, all at once: which row, which column, what it is and how to mend it.

The one idea: a fault says where a value stands and what it should have been, never what it was. That holds for every
column, personal or not, so that no list of faults can carry a record away. So many of each kind are listed; the rest is
counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class FaultKind(StrEnum):
    """What can be wrong with a row or a value."""

    MORE_VALUES = "more_values"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DATE = "not_a_date"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_AN_AGE = "not_an_age"
    NOT_A_POSTCODE = "not_a_postcode"
    NOT_PLACED = "not_placed"
    NAMES_A_PERSON = "names_a_person"
    MISSING = "missing"
    TWICE = "twice"


_SAID = {
    FaultKind.MORE_VALUES: (
        "The row has more values than there are headings; it was left out.",
        "Look for a comma inside a value that has no quotation marks round it.",
    ),
    FaultKind.NOT_A_NUMBER: ("The value is not a number.", "Write figures only, such as 23,500.00."),
    FaultKind.NOT_A_DATE: ("The value is not a date.", "Write it as 31/01/2026 or 2026-01-31."),
    FaultKind.NOT_YES_OR_NO: ("The value is neither yes nor no.", "Write Yes, No, or leave it empty."),
    FaultKind.NOT_AN_AGE: ("The value gives no age from 0 to 120.", "Write whole years, or the date of birth."),
    FaultKind.NOT_A_POSTCODE: ("The value is not a postcode.", "Write the whole postcode, or leave it empty."),
    FaultKind.NOT_PLACED: ("The wording has no place in the classification.", "Say where it belongs, or correct it."),
    FaultKind.NAMES_A_PERSON: (
        "The value reads like an e-mail address, a telephone number or another mark of one person; it was left out.",
        "Take it out of this column.",
    ),
    FaultKind.MISSING: ("A value that is needed is missing.", "Fill it in, or say that the column is not needed."),
    FaultKind.TWICE: ("The same number stands in an earlier row.", "Remove the row that is not wanted."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its kind, the row as the file numbers it, and the column's heading where it is about one column."""

    kind: FaultKind
    row: int
    column: str | None = None

    def in_words(self) -> str:
        """Say it to the person who sent the file.

        >>> Fault(FaultKind.NOT_A_DATE, 7, "Start date").in_words()
        'Row 7, “Start date”: The value is not a date. Write it as 31/01/2026 or 2026-01-31.'
        """
        said, mend = _SAID[self.kind]
        where = f"Row {self.row:,}" + (f", “{self.column}”" if self.column else "")
        return f"{where}: {said} {mend}"


@dataclass(frozen=True, slots=True)
class FaultCount:
    """How many faults of one kind one column has; those beyond the listed are only counted here."""

    kind: FaultKind
    column: str | None
    count: int


@dataclass(slots=True)
class Faults:
    """A list that fills: at most `listed` of each kind and column, the rest counted."""

    listed: int
    found: list[Fault] = field(default_factory=list)
    counts: Counter[tuple[FaultKind, str | None]] = field(default_factory=Counter)

    def add(self, kind: FaultKind, rows: Iterable[int], *, column: str | None = None) -> None:
        """Take in faults of one kind, in the order of their rows."""
        key = (kind, column)
        for row in rows:
            if self.counts[key] < self.listed:
                self.found.append(Fault(kind, row, column))
            self.counts[key] += 1

    def take(self, found: Iterable[Fault], counts: Iterable[FaultCount]) -> None:
        """Take over what an earlier reading has found."""
        self.found.extend(found)
        for each in counts:
            self.counts[each.kind, each.column] += each.count

    def result(self) -> tuple[tuple[Fault, ...], tuple[FaultCount, ...]]:
        """Give the listed faults in the order of rows, and the counts of all."""
        ordered = tuple(sorted(self.found, key=lambda fault: (fault.row, fault.column or "")))
        return ordered, tuple(FaultCount(kind, column, count) for (kind, column), count in self.counts.items() if count)
