"""What a comparison of two plans says, as values.

The one idea: every action of the older plan stands in exactly one place of the answer (a match, a question, or a list
of those not found), and so does every action of the newer plan (a match, a question, or new). Actions are named by
their position in their plan, from 1. Nothing here is worked out: `compare` does that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dueregard.domain.plans.model import Plan


class Became(StrEnum):
    """What became of an action."""

    CARRIED = "carried"
    CHANGED = "changed"
    RENAMED = "renamed"
    DEVELOPED = "developed"


class How(StrEnum):
    """By what two actions were put together."""

    NUMBER_AND_TEXT = "number_and_text"
    TEXT = "text"
    PROPOSED = "proposed"
    PERSON = "person"


class Sure(StrEnum):
    """How sure a match is. A question is never decided by us."""

    CERTAIN = "certain"
    LIKELY = "likely"
    QUESTION = "question"


class Ending(StrEnum):
    """What is known of an action that is not found in the newer plan, the strongest finding first."""

    SAID_ONGOING = "said_ongoing"
    SAID_DEVELOPED = "said_developed"
    WITHOUT_A_WORD = "without_a_word"
    MENTIONED = "mentioned"
    SAID_DROPPED = "said_dropped"
    SAID_CLOSED = "said_closed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a wording: `kind` is same, out (only in the older plan) or in (only in the newer)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two matched actions in one field.

    `kind` is changed, gone, added, and of dates also later or earlier, by `days`. `pieces` are the words of a wording.
    """

    field: str
    kind: str
    before: str | None = None
    after: str | None = None
    days: int | None = None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Actions of the older plan and what they are, or may be, in the newer one.

    `likeness` is between 0 and 1. `said` is the outcome that the older document states. `other_old` and `other_new` are
    actions that are about as much alike, which is why a person is asked. `changes` are given for one and one only.
    """

    became: Became
    old: tuple[int, ...]
    new: tuple[int, ...]
    how: How
    sure: Sure
    likeness: float
    changes: tuple[Change, ...] = ()
    said: str | None = None
    other_old: tuple[int, ...] = ()
    other_new: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NotFound:
    """An action of the older plan that is not in the newer one.

    `words` is what its own document says of its end; `mentions` what the newer document says of it outside its actions;
    `nearest` the newer action that is most alike, below what would be asked about, or taken by another.
    """

    old: int
    ending: Ending
    words: str | None = None
    mentions: tuple[str, ...] = ()
    nearest: int | None = None


@dataclass(frozen=True, slots=True)
class FieldGone:
    """A field that matched actions of the older plan filled, and that no action of the newer document fills."""

    field: str
    actions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """Two plans compared.

    `matches` are decided, `questions` wait for a person, `not_found` are the older actions and `new` the newer ones
    without a counterpart. `are_numbers_kept` says whether a number means the same action in both; None where nothing
    shows it.
    """

    old: Plan
    new: Plan
    matches: tuple[Match, ...] = ()
    questions: tuple[Match, ...] = ()
    not_found: tuple[NotFound, ...] = ()
    new_actions: tuple[int, ...] = ()
    fields_gone: tuple[FieldGone, ...] = ()
    are_numbers_kept: bool | None = None

    def became(self, kind: Became) -> tuple[Match, ...]:
        """Give the decided matches of one kind."""
        return tuple(match for match in self.matches if match.became is kind)

    def ended(self, ending: Ending) -> tuple[NotFound, ...]:
        """Give the actions that are not found and ended so."""
        return tuple(one for one in self.not_found if one.ending is ending)

    def closed_yet_found(self) -> tuple[Match, ...]:
        """Give the matches whose older document says that the action was closed or dropped."""
        return tuple(match for match in self.matches if match.said in ("closed", "dropped"))

    def all_matches(self) -> Iterator[Match]:
        """Give the decided matches, then the questions."""
        yield from self.matches
        yield from self.questions
