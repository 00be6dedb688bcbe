"""What is a remark, and in what words does it name groups, lists and dates?

The one idea: a remark is a question with its reason and its source. Its key stays the same while what it is about stays
the same; a key that holds somebody's words holds a fingerprint of them, so that it is short and tells nobody anything.
Refuses: nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from dueregard.domain.assessments.model import Group
from dueregard.terms.laws import named

FEWEST_WORDS = 6
"""From how many words on the same reason in two places is no accident."""
INQUIRY = "bracking-2013"
TEXT = "text"


@dataclass(frozen=True, slots=True)
class Remark:
    """One question: a stable `key`, the part it is about ("impact:disability"), its words, and why it is asked."""

    key: str
    about: str
    text: str
    why: str
    source: str

    @property
    def kind(self) -> str:
        """What sort of question it is: "text" for words that should perhaps not be read by everybody."""
        return self.key.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Shares:
    """What the figures say of a group: its share of users and of residents, in percent, as released.

    `is_inside` says that the figures were let out inside the council only: a remark then does not repeat them.
    """

    group: Group
    users: float
    residents: float
    source: str
    is_inside: bool = False
    label: str = ""


class Names:
    """Says groups in words: those that were given, else by their codes."""

    def __init__(self, given: Mapping[Group, str]) -> None:
        self._given = given

    def of(self, group: Group) -> str:
        """Name a group."""
        if group in self._given:
            return self._given[group]
        return " and ".join(label_of(code) if not part else f"{label_of(code)}: {part}" for code, part in group.parts)


def fingerprint_of(text: str | None) -> str:
    """Give the fingerprint of a reason, the same whatever blanks and capitals; "" for one that is too short to tell.

    >>> fingerprint_of("No change."), len(fingerprint_of("The school next door is open longer hours."))
    ('', 32)
    >>> fingerprint_of("One  two three four five SIX") == fingerprint_of("one two three four five six")
    True
    """
    words = plain(text)
    return short_print(words) if len(words.split()) >= FEWEST_WORDS else ""


def short_print(text: str, *, length: int = 32) -> str:
    """Give the first hexadecimal digits of a text's SHA-256."""
    return sha256(text.encode()).hexdigest()[:length]


def label_of(code: str) -> str:
    """Name a characteristic."""
    return named(code)


def is_said(text: str | None) -> bool:
    """Say whether there are words."""
    return bool((text or "").strip())


def plain(text: str | None) -> str:
    """Give words without capitals and with single blanks."""
    return " ".join((text or "").split()).casefold()


def short(text: str, *, most: int = 60) -> str:
    """Give the beginning of a text, up to a whole word.

    >>> short("Bring books home to people", most=13)
    'Bring books …'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + " …"


def low(label: str) -> str:
    """Give a label as it stands within a sentence."""
    return label[:1].lower() + label[1:]


def listed(words: Iterable[str]) -> str:
    """Give words as a list in a sentence.

    >>> listed(["age", "sex", "race"])
    'age, sex and race'
    """
    each = list(words)
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} and {each[-1]}"
