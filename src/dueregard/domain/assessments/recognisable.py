"""Could somebody be recognised in what was typed: small counts of people, names, initials, addresses, dates of birth?

The one idea: a finding is the words themselves with the reason, for a person to judge; nothing is struck out and nobody
is stopped. What is rarely about a person (years, sums of money, section numbers, large or vague counts, offices,
telephone lines of services, councillors) is left alone, so that a finding stays worth reading.

Source:  uk-postcode-format, nino-format, nhs-number-check; that small counts identify people: gss-sdc-tables. From
         which count on: the policy for special categories that everybody may read (analysis/disclosure/policies.toml).
Refuses: to say that a text is safe. It sees wordings, not what a neighbour knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from dueregard.domain.assessments import recognisable_words as words


class Why(StrEnum):
    """Why somebody could be recognised."""

    SMALL_COUNT = "small_count"
    ONLY_ONE = "only_one"
    NAME = "name"
    INITIALS = "initials"
    AGE = "age"
    BIRTH = "birth"
    ADDRESS = "address"
    POSTCODE = "postcode"
    EMAIL = "email"
    PHONE = "phone"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Recognisable:
    """Words in which somebody could be recognised: where they begin and end, and why."""

    words: str
    why: Why
    begins: int
    ends: int


def recognisable(text: str, *, fewest: int = 10) -> tuple[Recognisable, ...]:
    """Give the words of a text in which somebody could be recognised, in their order; of two that overlap, the first.

    Takes:   `fewest`, the smallest count of people that is not pointed out.

    >>> [(each.words, str(each.why)) for each in recognisable("Two Somali families and 340 others use it.")]
    [('Two Somali families', 'small_count')]
    >>> recognisable("Section 3 of the Act; 2 libraries close in 2026 and £5 a head is saved.")
    ()
    """
    found = [each for look in _LOOKS for each in look(text, fewest)]
    kept: list[Recognisable] = []
    for each in sorted(found, key=lambda one: (one.begins, -one.ends)):
        if not kept or each.begins >= kept[-1].ends:
            kept.append(each)
    return tuple(kept)


def _small_counts(text: str, fewest: int) -> Iterator[Recognisable]:
    for pattern in (words.COUNT, words.COUNT_OF, words.COUNT_FROM):
        for match in pattern.finditer(text):
            number = words.number_of(match["number"])
            before = text[max(0, match.start() - 30) : match.start()]
            if 0 < number < fewest and not words.IS_NO_COUNT.search(before) and not _is_only_one_person(match):
                yield _found(match, Why.SMALL_COUNT)


def _is_only_one_person(match: re.Match[str]) -> bool:
    """Say whether it is "one person", which mostly means anybody."""
    return match["number"].casefold() == "one" and match["who"].casefold() in words.ANYBODY and not match["kind"]


def _only_one(text: str, _fewest: int) -> Iterator[Recognisable]:
    return (_found(match, Why.ONLY_ONE) for match in words.ONLY.finditer(text))


def _names(text: str, _fewest: int) -> Iterator[Recognisable]:
    for pattern in words.NAMES:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 15) : match.start()]
            if not words.NO_NAME & set(_bare(match["name"]).split()) and not words.IS_IN_OFFICE.search(before):
                yield _found(match, Why.NAME)


def _bare(name: str) -> str:
    return name.replace("’s", "").replace("'s", "")


def _initials(text: str, _fewest: int) -> Iterator[Recognisable]:
    for match in words.INITIALS.finditer(text):
        if match[0].replace(" ", "") not in words.NO_INITIALS and not words.NO_NAME & set(match[0].split()):
            yield _found(match, Why.INITIALS)


def _ages(text: str, _fewest: int) -> Iterator[Recognisable]:
    return (_found(match, Why.AGE) for match in words.AGE.finditer(text))


def _births(text: str, _fewest: int) -> Iterator[Recognisable]:
    return (_found(match, Why.BIRTH) for match in words.BIRTH.finditer(text))


def _addresses(text: str, _fewest: int) -> Iterator[Recognisable]:
    for match in words.ADDRESS.finditer(text):
        if not words.IS_NO_ADDRESS.search(text[max(0, match.start() - 20) : match.start()]):
            yield _found(match, Why.ADDRESS)


def _postcodes(text: str, _fewest: int) -> Iterator[Recognisable]:
    return (_found(match, Why.POSTCODE) for match in words.POSTCODE.finditer(text))


def _emails(text: str, _fewest: int) -> Iterator[Recognisable]:
    for match in words.EMAIL.finditer(text):
        if match["before"].casefold() not in words.OFFICES:
            yield _found(match, Why.EMAIL)


def _phones(text: str, _fewest: int) -> Iterator[Recognisable]:
    for match in words.PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0]).removeprefix("44").removeprefix("0")
        if 9 <= len(digits) <= 10 and digits[0] in "127":
            yield _found(match, Why.PHONE)


def _numbers(text: str, _fewest: int) -> Iterator[Recognisable]:
    yield from (_found(match, Why.NUMBER) for match in words.NATIONAL_INSURANCE.finditer(text))
    for match in words.NHS.finditer(text):
        if _is_nhs_number(re.sub(r"\D", "", match[0])):
            yield _found(match, Why.NUMBER)


def _is_nhs_number(digits: str) -> bool:
    """Say whether ten digits pass the check of NHS numbers (modulo 11)."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (11 - rest) % 11 == int(digits[9])


def _found(match: re.Match[str], why: Why) -> Recognisable:
    return Recognisable(match[0], why, match.start(), match.end())


_LOOKS: tuple[Callable[[str, int], Iterator[Recognisable]], ...] = (
    _small_counts, _only_one, _names, _initials, _ages, _births, _addresses, _postcodes, _emails, _phones, _numbers,
)  # fmt: skip
