"""What became of each action of the year, and can the year be closed?

The one idea: nothing is chosen for anybody and nothing is left out. An outcome is one of five; each asks for what makes
it believable: how far a closed one got, why one was dropped, what a developed one became. "Not reported" is for an
action about which its owners were asked and gave no answer: it needs the days of asking, because an invented outcome is
worse than a missing one. A plan with a blank action is not closed.
Source: DESIGN section 6; docs/decisions/0036-a-year-end-without-blanks.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

from dueregard.domain.plans.model import Action
from dueregard.domain.plans.states import Outcome, Status
from dueregard.domain.plans.wording import ACHIEVED_WORDS, OUTCOME_WORDS
from dueregard.publish.document import say_date
from dueregard.terms.errors import DueRegardError

ACHIEVED = ("achieved", "partly", "not")
MOST_WORDS = 5_000
MOST_NEW = 20
MOST_NAME = 300


class NotDecided(DueRegardError):
    """What was given is no outcome yet. `faults` are (field, words) in the order of the form."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__(". ".join(words for _field, words in self.faults))


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says became of an action.

    `words` are the evidence or the reason; `becomes` names the new actions a developed one became, with the whole text
    of each in `texts` where it is longer than its name.
    """

    outcome: str = ""
    achieved: str | None = None
    words: str = ""
    becomes: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asking:
    """When the owners of an action were asked (a round or a reminder), and when somebody last answered."""

    asked_on: tuple[date, ...] = ()
    answered_on: date | None = None

    @property
    def unanswered(self) -> tuple[date, ...]:
        """The days of asking that no answer followed.

        >>> Asking((date(2027, 1, 4), date(2027, 3, 1)), answered_on=date(2027, 1, 9)).unanswered
        (datetime.date(2027, 3, 1),)
        """
        days = sorted(set(self.asked_on))
        return tuple(day for day in days if self.answered_on is None or day > self.answered_on)


def tidied(given: Given) -> Given:
    """Give the same without what does not belong to its outcome, and without stray spaces.

    >>> tidied(Given("ongoing", achieved="not", words=" As it is. ", becomes=("New",)))
    Given(outcome='ongoing', achieved=None, words='As it is.', becomes=(), texts={})
    """
    names = tuple(dict.fromkeys(" ".join(name.split()) for name in given.becomes if name.strip()))
    is_developed = given.outcome == Outcome.DEVELOPED
    texts = {" ".join(name.split()): text.strip() for name, text in given.texts.items()}
    return replace(
        given,
        achieved=(given.achieved or None) if given.outcome == Outcome.CLOSED else None,
        words=given.words.strip(),
        becomes=names if is_developed else (),
        texts={name: texts[name] for name in names if texts.get(name)} if is_developed else {},
    )


def check_given(given: Given, *, asking: Asking = Asking(), may_say_not_reported: bool = False) -> None:
    """Stop unless this is a whole outcome.

    Takes:   when its owners were asked; whether whoever says so may say "not reported" (only the officer may).
    Raises:  NotDecided, with every fault.
    >>> check_given(Given("closed", achieved="partly", words="Six of ten offices."))
    """
    faults = tuple(_faults(given, asking, may_say_not_reported))
    if faults:
        raise NotDecided(faults)


def _faults(given: Given, asking: Asking, may_say_not_reported: bool) -> Iterator[tuple[str, str]]:
    if given.outcome not in set(Outcome):
        yield "outcome", "Choose what became of this action"
        return
    if len(given.words) > MOST_WORDS:
        yield "words", f"Write at most {MOST_WORDS:,} characters"
    if given.outcome == Outcome.CLOSED:
        if given.achieved not in ACHIEVED:
            yield "achieved", "Choose how far it got: closed is not the same as achieved"
        if not given.words:
            yield "words", "Say what shows it"
    if given.outcome == Outcome.DROPPED and not given.words:
        yield "words", "Say why it was dropped: the public can read it"
    if given.outcome == Outcome.DEVELOPED:
        yield from _becoming_faults(given)
    if given.outcome == Outcome.NOT_REPORTED:
        if not may_say_not_reported:
            yield "outcome", "Only an equalities officer can say that nobody reported on it"
        elif not asking.unanswered:
            said = "its owners have answered" if asking.asked_on else "its owners have never been asked"
            yield "outcome", f"It cannot be “not reported”: {said}. Ask them first"


def _becoming_faults(given: Given) -> Iterator[tuple[str, str]]:
    if not given.becomes:
        yield "becomes", "Name the new action it became"
    if len(given.becomes) > MOST_NEW:
        yield "becomes", f"Name at most {MOST_NEW} new actions"
    if any(len(name) > MOST_NAME for name in given.becomes):
        yield "becomes", f"Give each new action a name of at most {MOST_NAME} characters"


def proposal_for(action: Action) -> Given | None:
    """Say what many at once may be proposed as: a complete action was achieved, and its last update shows it.

    A proposal is never a decision: a person confirms each. None where nothing can be proposed.

    >>> from dueregard.domain.plans.model import Progress
    >>> done = Action("Train staff", status="complete", progress=(Progress("All 40 trained."),))
    >>> proposal_for(done).words, proposal_for(Action("Train staff", status="closed"))
    ('All 40 trained.', None)
    """
    if action.status != Status.COMPLETE:
        return None
    shown = next((entry.text.strip() for entry in reversed(action.progress) if entry.text.strip()), "")
    shown = shown or (action.update_text or "").strip()
    return Given(Outcome.CLOSED, achieved="achieved", words=shown[:MOST_WORDS]) if shown else None


def say_in_plan(given: Given, *, asked_on: Iterable[date] = ()) -> str | None:
    """Give the words that stand in the plan itself once the year is closed.

    >>> say_in_plan(Given("not_reported"), asked_on=[date(2027, 3, 1), date(2027, 3, 15)])
    'Asked on 1 March 2027 and 15 March 2027; no answer.'
    >>> say_in_plan(Given("developed", words="Wider now.", becomes=("Survey staff each May",)))
    'Wider now.\\nIt became: Survey staff each May.'
    """
    lines = [given.words]
    if given.becomes:
        lines.append(f"It became: {'; '.join(name.rstrip('.') for name in given.becomes)}.")
    if given.outcome == Outcome.NOT_REPORTED:
        lines.append(say_asked(asked_on))
    return "\n".join(line for line in lines if line) or None


def say_asked(days: Iterable[date]) -> str:
    """Say when somebody was asked and did not answer.

    >>> say_asked([date(2027, 3, 15), date(2027, 3, 1)])
    'Asked on 1 March 2027 and 15 March 2027; no answer.'
    """
    said = [say_date(day) for day in sorted(set(days))]
    if not said:
        return "Nobody answered."
    *first, last = said
    return f"Asked on {', '.join(first)} and {last}; no answer." if first else f"Asked on {last}; no answer."


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    """How many actions became what. `closed` are those of which nobody said how far they got; `blank` the undecided."""

    achieved: int = 0
    partly: int = 0
    not_achieved: int = 0
    closed: int = 0
    ongoing: int = 0
    developed: int = 0
    dropped: int = 0
    not_reported: int = 0
    blank: int = 0

    @property
    def total(self) -> int:
        """All actions counted."""
        return sum(getattr(self, f.name) for f in fields(self))

    @property
    def all_closed(self) -> int:
        """Those closed, however far they got."""
        return self.achieved + self.partly + self.not_achieved + self.closed

    @property
    def decided(self) -> int:
        """Those that are not blank."""
        return self.total - self.blank

    def by_code(self) -> dict[str, int]:
        """Give the counts by code, in the order of the tables."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


ORDER: tuple[str, ...] = tuple(f.name for f in fields(OutcomeCounts))
COLUMN_WORDS: dict[str, str] = {
    "achieved": "Achieved",
    "partly": "Partly achieved",
    "not_achieved": "Not achieved",
    "closed": "Closed",
    "ongoing": "Goes on",
    "developed": "Developed",
    "dropped": "Dropped",
    "not_reported": "Not reported",
    "blank": "Not decided",
}
"""The heads of tables of outcomes, where the council has no words of its own."""


def code_of(outcome: str | None, achieved: str | None) -> str:
    """Give the code under which an outcome is counted.

    >>> code_of("closed", "not"), code_of("closed", None), code_of(None, None), code_of("ongoing", None)
    ('not_achieved', 'closed', 'blank', 'ongoing')
    """
    if not outcome:
        return "blank"
    if outcome == Outcome.CLOSED and achieved:
        return "not_achieved" if achieved == "not" else achieved
    return str(outcome)


def count_outcomes(pairs: Iterable[tuple[str | None, str | None, int]]) -> OutcomeCounts:
    """Add up (outcome, achieved, how many).

    >>> count_outcomes([("closed", "achieved", 2), (None, None, 1)]).decided
    2
    """
    counts = dict.fromkeys(ORDER, 0)
    for outcome, achieved, number in pairs:
        counts[code_of(outcome, achieved)] += number
    return OutcomeCounts(**counts)


def say_outcome(outcome: str | None, achieved: str | None, *, words: Mapping[str, str] | None = None) -> str:
    """Say an outcome in the council's words where it has some.

    >>> say_outcome("closed", "partly"), say_outcome("ongoing", None, words={"ongoing": "Rolled over"})
    ('Closed (partly achieved)', 'Rolled over')
    """
    if not outcome:
        return "Not decided yet"
    said = (words or {}).get(outcome) or OUTCOME_WORDS[outcome]
    how_far = ACHIEVED_WORDS.get(achieved or "")
    return f"{said} ({how_far})" if how_far else said
