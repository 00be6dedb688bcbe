"""What does a value in a column mean? The same on every engine, whatever file it came from.

The one idea: a column is of one of five kinds, and each kind has one rule for what its values are called and one for
what is missing. Null, an empty text, a text of blanks only and NaN are all "missing": a CSV file cannot tell them
apart, and the same records must count alike from CSV and Parquet. Blanks (space, tab, line ends) around a text are no
part of it. A number in a text is read only where it is plainly one (digits, a point, a minus): nothing is guessed.
Decision: docs/decisions/0018-counting-on-any-engine.md.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TypeAlias

BLANKS = " \t\r\n"
NUMBER_IN_TEXT = r"\A-?[0-9]{1,15}(\.[0-9]{1,15})?\z"
"""A number in a text, for the engines. Digits are 0 to 9 alone, so that all engines' regular expressions agree."""
LARGEST_AMOUNT = 10_000_000_000
"""An amount of ten thousand million or more is taken for a fault, and counts as none."""

Raw: TypeAlias = str | int | float | None


class Family(StrEnum):
    """What kind of values a column holds. A moment counts by its day."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes_no"
    DAY = "day"

    @property
    def is_numeric(self) -> bool:
        """Say whether the values can be compared as numbers as they are."""
        return self in (Family.WHOLE, Family.NUMBER)


def code_of(value: Raw, family: Family) -> str | None:
    """Give the code under which a value is counted; None where it is missing.

    >>> code_of(" F ", Family.TEXT), code_of(" ", Family.TEXT), code_of(2.0, Family.NUMBER), code_of(1, Family.YES_NO)
    ('F', None, '2', 'true')
    """
    if value is None:
        return None
    if family in (Family.TEXT, Family.DAY):
        return str(value).strip(BLANKS) or None
    if family is Family.YES_NO:
        return "true" if value else "false"
    return code_of_number(value)


def code_of_number(value: Raw) -> str | None:
    """Give the code of a number: a whole one without a point; None where it is not a number.

    >>> code_of_number(-0.0), code_of_number(1.5), code_of_number(float("nan"))
    ('0', '1.5', None)
    """
    if value is None or isinstance(value, str) or math.isnan(value):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return repr(value)


def as_number(value: str | int | float | bool | None) -> int | float | None:
    """Read a condition's value as a number; None where it is not plainly one.

    >>> as_number("16"), as_number("1.50"), as_number("1,000"), as_number(True)
    (16, 1.5, None, None)
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        import re

        text = value.strip(BLANKS)
        if not re.fullmatch(NUMBER_IN_TEXT.removeprefix(r"\A").removesuffix(r"\z"), text):
            return None
        value = float(text)
    if math.isnan(value):
        return None
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def as_code(value: str | int | float | bool | None) -> str | None:
    """Read a condition's value as the code it must equal.

    >>> as_code(True), as_code(1.0), as_code(" F ")
    ('true', '1', 'F')
    """
    if value is None or isinstance(value, str):
        return code_of(value, Family.TEXT)
    return code_of(value, Family.YES_NO if isinstance(value, bool) else Family.NUMBER)


def order(code: str) -> tuple[bool, float, str]:
    """Give the key by which codes are put in order: numbers by size, then texts letter by letter.

    >>> sorted(["B", "10", "9", "A"], key=order)
    ['9', '10', 'A', 'B']
    """
    number = as_number(code)
    return (number is None, float(number or 0), code)
