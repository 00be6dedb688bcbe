"""What is each column of the records? A proposal that a person may change, with what is truly open asked.

The one idea: every column gets a role and a treatment with the reason said, the careful one where there is a doubt:
what singles a person out is left out or made coarser before anything is kept. A schema holds headings, never a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a column is."""

    CHARACTERISTIC = "characteristic"
    AGE = "age"
    PLACE = "place"
    POSTCODE = "postcode"
    DATE = "date"
    AMOUNT = "amount"
    YES_NO = "yes_no"
    OUTCOME = "outcome"
    CATEGORY = "category"
    FREE_TEXT = "free_text"
    IDENTIFIER = "identifier"
    EMPTY = "empty"


class Treatment(StrEnum):
    """What is kept of a column."""

    PLACE_CODES = "place_codes"
    AGE_BANDS = "age_bands"
    OUTWARD_CODE = "outward_code"
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"
    NUMBER = "number"
    YES_OR_NO = "yes_or_no"
    WORDS = "words"
    LEAVE_OUT = "leave_out"


TREATMENTS: dict[Role, tuple[Treatment, ...]] = {
    Role.CHARACTERISTIC: (Treatment.PLACE_CODES, Treatment.LEAVE_OUT),
    Role.AGE: (Treatment.AGE_BANDS, Treatment.LEAVE_OUT),
    Role.PLACE: (Treatment.WORDS, Treatment.LEAVE_OUT),
    Role.POSTCODE: (Treatment.OUTWARD_CODE, Treatment.LEAVE_OUT),
    Role.DATE: (Treatment.QUARTER, Treatment.YEAR, Treatment.MONTH, Treatment.DAY, Treatment.LEAVE_OUT),
    Role.AMOUNT: (Treatment.NUMBER, Treatment.WORDS, Treatment.LEAVE_OUT),
    Role.YES_NO: (Treatment.YES_OR_NO, Treatment.WORDS, Treatment.LEAVE_OUT),
    Role.OUTCOME: (Treatment.WORDS, Treatment.YES_OR_NO, Treatment.LEAVE_OUT),
    Role.CATEGORY: (Treatment.WORDS, Treatment.LEAVE_OUT),
    Role.FREE_TEXT: (Treatment.LEAVE_OUT, Treatment.WORDS),
    Role.IDENTIFIER: (Treatment.LEAVE_OUT,),
    Role.EMPTY: (Treatment.LEAVE_OUT,),
}
"""What may be done with a column of each role; the first is proposed. An identifier can only be left out."""


class QuestionKind(StrEnum):
    """What may have to be asked."""

    DAY_OR_MONTH_FIRST = "day_or_month_first"
    WHICH_CLASSIFICATION = "which_classification"
    WHICH_SCHEME = "which_scheme"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing only a person can say: about which column, the answers offered as (code, words)."""

    kind: QuestionKind
    column: str
    text: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `code` its name in the records, `heading` as printed, what it is and what will be kept of it.

    `special_category` is the wording of Article 9 where it is one, `is_offence_data` that of Article 10; `identifier`
    the kind of identifier; `scheme` the list by which bare codes were written; `why` says in a sentence why it is so
    treated; `day_first` is None where that is not known.
    """

    code: str
    heading: str
    role: Role
    treatment: Treatment
    why: str
    identifier: str | None = None
    characteristic: str | None = None
    classification: str | None = None
    scheme: str | None = None
    special_category: str | None = None
    is_offence_data: bool = False
    has_time: bool = False
    day_first: bool | None = None

    @property
    def is_left_out(self) -> bool:
        """Say whether nothing of it is kept."""
        return self.treatment is Treatment.LEAVE_OUT


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column of which nothing, or only something coarser, is kept, and why."""

    heading: str
    what: str
    reason: str

    def in_words(self) -> str:
        """Say it: “Employee no” was left out: A number that stands for one person or case."""
        return f"“{self.heading}” {self.what}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Schema:
    """What the columns are, what must be asked, and what is left out."""

    columns: tuple[Column, ...]
    questions: tuple[Question, ...] = ()

    def column(self, code: str) -> Column:
        """Give one column by its code.

        Raises:  KeyError where there is none.
        """
        for column in self.columns:
            if column.code == code:
                return column
        raise KeyError(code)

    @property
    def special_categories(self) -> tuple[str, ...]:
        """Give the special categories of Article 9 among the columns that are kept, each once."""
        return tuple(
            dict.fromkeys(c.special_category for c in self.columns if c.special_category and not c.is_left_out)
        )

    @property
    def has_offence_data(self) -> bool:
        """Say whether a column that is kept tells of offences or proceedings."""
        return any(column.is_offence_data and not column.is_left_out for column in self.columns)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Say which columns are left out or made coarser, and why."""
        return tuple(
            LeftOut(column.heading, _WHAT[column.treatment], column.why)
            for column in self.columns
            if column.treatment in _WHAT
        )


GENDER_IDENTITY = {
    True: "The council takes it in with its reason.",
    False: "Gender identity is not taken in row by row unless the council allows it with its reason.",
}
"""Why gender identity is kept or not, by whether the council allows it."""

_WHAT = {
    Treatment.LEAVE_OUT: "was left out",
    Treatment.AGE_BANDS: "is kept as an age group only",
    Treatment.OUTWARD_CODE: "is kept as its first half only",
    Treatment.YEAR: "is kept as the year only",
    Treatment.QUARTER: "is kept as the quarter only",
    Treatment.MONTH: "is kept as the month only",
}
