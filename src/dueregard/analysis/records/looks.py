"""What does one value look like? A number, a date, an e-mail address, a postcode …

The one idea: every look is a whole-value test on tidied text, so that a share of values with that look says what a
column is. The tests are shapes, and check digits where the number has one; they never ask a list of people or places.
Sources: sources.toml#nhs-number-check (modulus 11), #nino-format, #uk-postcode-format, #dvla-registration-format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_NUMBER = re.compile(r"^[-+(]?\s*[£$€]?\s*[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?\s*(?:%|[Kk])?\s*\)?$")
_YEAR = r"(?:\d{4}|\d{2})"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_ISO_TIME = re.compile(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$")
_SLASHED = re.compile(
    rf"^(\d{{1,2}})[/.-](\d{{1,2}})[/.-]({_YEAR})(\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s*[ap]m)?)?$", re.I
)
_WORDED = re.compile(
    rf"^\d{{1,2}}(?:st|nd|rd|th)?[\s-](?:{_MONTHS})[a-z]*[\s-],?\s*{_YEAR}(\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?$", re.I
)
_EMAIL = re.compile(r"^[^@\s]{1,64}@[^@\s]+\.[A-Za-z]{2,24}$")
_PHONE = re.compile(r"^(?:\+44\s?\(?0?\)?|\(?0)[\d\s()-]{8,14}$")
_NINO = re.compile(r"^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]?$", re.I)
_NHS = re.compile(r"^\d{3}[\s-]?\d{3}[\s-]?\d{4}$")
_POSTCODE = re.compile(r"^(?:GIR\s?0AA|[A-Z]{1,2}\d[A-Z\d]?\s*\d[ABD-HJLNP-UW-Z]{2})$", re.I)
_PLATE = re.compile(r"^(?:[A-Z]{2}\d{2}\s?[A-Z]{3}|[A-Z]\d{1,3}\s?[A-Z]{3}|[A-Z]{3}\s?\d{1,3}[A-Z])$", re.I)
_COORDINATE = re.compile(r"^-?\d{1,3}\.\d{5,}$")
_STREET = re.compile(
    r"^(?:flat|unit|apartment|\d{1,4}[a-z]?)[\s,].*\b(?:street|st|road|rd|avenue|ave|lane|close|drive|way|court|gardens?|"
    r"terrace|crescent|place|square|hill|walk|grove|park|house|mews)\b",
    re.I,
)
_PERSON = re.compile(r"^(?:(?:mr|mrs|ms|miss|mx|dr|prof)\.?\s+)(?:[A-Z][\w'’.-]*\s*){1,4}$", re.I)
YES = frozenset(("yes", "y", "true", "t", "1", "1.0"))
NO = frozenset(("no", "n", "false", "f", "0", "0.0"))
BLANK = frozenset(("", "-", "–", "n/a", "na", "null", "none", "nan", "#n/a", ".", ".."))
"""Texts that stand for an empty value in numbers and dates. In words they may mean something, and are kept."""


def is_number(text: str) -> bool:
    """Say whether a text is a number, with pounds, commas, a percent sign or brackets for minus.

    >>> is_number("£23,500.00"), is_number("(12)"), is_number("12a"), is_number("-")
    (True, True, False, False)
    """
    return any(sign.isdigit() for sign in text) and bool(_NUMBER.match(text))


def is_date(text: str) -> bool:
    """Say whether a text is a date, with or without a time of day.

    >>> is_date("31/01/2026"), is_date("3 March 2026"), is_date("2026-01-31T10:15:00+00:00"), is_date("Q1")
    (True, True, True, False)
    """
    if _SLASHED.match(text):
        return _slashed_holds(text)
    return bool(_ISO_DATE.match(text) or _ISO_TIME.match(text) or _WORDED.match(text))


def _slashed_holds(text: str) -> bool:
    found = _SLASHED.match(text)
    if found is None:
        return False
    first, second = int(found.group(1)), int(found.group(2))
    return 1 <= min(first, second) <= 12 and 1 <= max(first, second) <= 31


def has_time(text: str) -> bool:
    """Say whether a date carries a time of day other than midnight.

    >>> has_time("2026-01-31T10:15:00+00:00"), has_time("31/01/2026 00:00"), has_time("31/01/2026")
    (True, False, False)
    """
    clock = re.search(r"\d{1,2}:\d{2}(?::\d{2})?", text)
    return clock is not None and bool(clock.group().replace("0", "").replace(":", ""))


def first_and_second(text: str) -> tuple[int, int] | None:
    """Give the first two numbers of a date such as 03/04/2026, which may be either way round."""
    found = _SLASHED.match(text)
    return (int(found.group(1)), int(found.group(2))) if found else None


def is_nhs_number(text: str) -> bool:
    """Say whether a text is an NHS number: ten figures whose check digit is right.

    >>> is_nhs_number("943 476 5919"), is_nhs_number("943 476 5918")
    (True, False)
    """
    if not _NHS.match(text):
        return False
    figures = [int(sign) for sign in text if sign.isdigit()]
    check = 11 - sum(figure * (10 - at) for at, figure in enumerate(figures[:9])) % 11
    return check != 10 and check % 11 == figures[9]


def is_phone(text: str) -> bool:
    """Say whether a text is a telephone number of this country.

    >>> is_phone("020 7946 0000"), is_phone("0")
    (True, False)
    """
    return bool(_PHONE.match(text)) and 10 <= sum(sign.isdigit() for sign in text) <= 13


def is_yes_or_no(text: str) -> bool:
    """Say whether a text is a yes or a no."""
    return text.casefold() in YES or text.casefold() in NO


LOOKS: Mapping[str, Callable[[str], bool]] = {
    "email": lambda text: bool(_EMAIL.match(text)),
    "ni_number": lambda text: bool(_NINO.match(text)),
    "nhs_number": is_nhs_number,
    "phone": is_phone,
    "postcode": lambda text: bool(_POSTCODE.match(text)),
    "coordinate": lambda text: bool(_COORDINATE.match(text)),
    "vehicle": lambda text: bool(_PLATE.match(text)),
    "street": lambda text: bool(_STREET.match(text)),
    "person": lambda text: bool(_PERSON.match(text)),
    "date": is_date,
    "yes_or_no": is_yes_or_no,
    "number": is_number,
}
"""Each look by its name; a value may have several."""


def is_bare_value(text: str) -> bool:
    """Say whether a text is a value rather than a heading: a number, a date, or an address of some kind.

    >>> is_bare_value("2026"), is_bare_value("31/01/2026"), is_bare_value("Ethnic origin")
    (True, True, False)
    """
    return is_number(text) or is_date(text) or any(LOOKS[look](text) for look in ("email", "ni_number", "postcode"))
