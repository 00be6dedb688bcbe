"""What became of what was promised? The rules of promises, from sign-off to kept or dropped.

The one idea: what was promised once never vanishes by being left out or written over. A new version that no longer has
a mitigation asks for it to be dropped; one that says something quite different under the same code keeps the earlier
promise beside the new one. Whether a promise is kept follows from the action of the plan that keeps it, on a day; to
drop it asks whoever the decision left that to, else the body that decided, and that body is told.

Source:  issue "Assessments", D; states of plans (domain/plans/states).
Refuses: to drop without a reason, and moves that are not in the table, with words to show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dueregard.domain.assessments.model import Group, Mitigation
from dueregard.domain.plans.states import Outcome, Status
from dueregard.terms.errors import MoveNotAllowed

SHARED = 0.25
"""The share of words that a rewording keeps at least; below it, it is another promise."""


class PromiseState(StrEnum):
    """Where a promise stands, before its action is looked at."""

    PROMISED = "promised"
    DROP_ASKED = "drop_asked"
    DROPPED = "dropped"


PROMISE_MOVES: dict[PromiseState, frozenset[PromiseState]] = {
    PromiseState.PROMISED: frozenset({PromiseState.DROP_ASKED}),
    PromiseState.DROP_ASKED: frozenset({PromiseState.PROMISED, PromiseState.DROPPED}),
    PromiseState.DROPPED: frozenset({PromiseState.PROMISED}),
}
"""From each state to which. A dropped promise is promised again only where a later version that is signed off says
so."""


class Standing(StrEnum):
    """What is said of a promise on a page, the most pressing first."""

    DROP_ASKED = "drop_asked"
    WITHOUT_ACTION = "without_action"
    LATE = "late"
    ENDED_OTHERWISE = "ended_otherwise"
    UNDER_WAY = "under_way"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as it stands: its code, its words, and where it is."""

    code: str
    text: str
    state: PromiseState = PromiseState.PROMISED


@dataclass(frozen=True, slots=True)
class Difference:
    """What a version that is signed off does to the promises there are.

    `new` are promised for the first time, `same` are there already (with their words of now), `set_aside` are earlier
    promises whose code now says something else, by code, and `gone` are codes that the version no longer has.
    """

    new: tuple[Mitigation, ...] = ()
    same: tuple[Mitigation, ...] = ()
    set_aside: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def what_changes(promises: Iterable[Promised], mitigations: Iterable[Mitigation]) -> Difference:
    """Say what the mitigations of a version do to the promises there are. Mitigations without words promise nothing.

    >>> found = what_changes([Promised("1", "Bring books home")], [Mitigation("2", "A van twice a week")])
    >>> [each.code for each in found.new], found.gone
    (['2'], ('1',))
    """
    there = {each.code: each for each in promises}
    written = {each.code: each for each in mitigations if each.text.strip()}
    set_aside = tuple(
        code for code, each in written.items() if code in there and not is_rewording(there[code].text, each.text)
    )
    return Difference(
        new=tuple(each for code, each in written.items() if code not in there or code in set_aside),
        same=tuple(each for code, each in written.items() if code in there and code not in set_aside),
        set_aside=set_aside,
        gone=tuple(code for code, each in there.items() if code not in written and each.state is PromiseState.PROMISED),
    )


def is_rewording(before: str, now: str) -> bool:
    """Say whether a text is another's rewording, by the words they share.

    >>> is_rewording("Bring books home to people who cannot travel", "Bring books to people who cannot travel far")
    True
    >>> is_rewording("Bring books home to people who cannot travel", "Put up a poster")
    False
    """
    old, new = _words(before), _words(now)
    return old == new or len(old & new) >= SHARED * len(old | new)


def set_aside_code(code: str, version: int, taken: Iterable[str]) -> str:
    """Give the code that an earlier promise keeps when a version says something else under its own.

    >>> set_aside_code("2", 3, ["1", "2"])
    '2~3'
    """
    wanted, used = f"{code}~{version}", set(taken)
    number = version
    while wanted in used:
        number += 1
        wanted = f"{code}~{number}"
    return wanted


def check_can_move_promise(current: PromiseState, *, to: PromiseState) -> None:
    """Raise MoveNotAllowed, with words to show, unless a promise may go from `current` to `to`.

    >>> check_can_move_promise(PromiseState.PROMISED, to=PromiseState.DROP_ASKED)
    """
    if to in PROMISE_MOVES[current]:
        return
    if current is PromiseState.DROPPED:
        raise MoveNotAllowed("This promise is dropped already.")
    if current is PromiseState.DROP_ASKED:
        raise MoveNotAllowed("It is asked already to drop this promise.", mend="Wait for the answer.")
    raise MoveNotAllowed("Nobody has asked to drop this promise.", mend="Ask first, and say why.")


def standing(
    state: PromiseState,
    *,
    has_action: bool,
    status: str | None = None,
    outcome: str | None = None,
    due_on: date | None = None,
    on: date,
) -> Standing:
    """Say how a promise stands on a day, from the action that keeps it.

    Takes:   `status`, `outcome` and `due_on` of the plan's action; the promise's own date where there is no action.

    >>> standing(PromiseState.PROMISED, has_action=True, status="complete", on=date(2027, 1, 1)).value
    'kept'
    >>> standing(PromiseState.PROMISED, has_action=False, on=date(2027, 1, 1)).value
    'without_action'
    """
    if state is not PromiseState.PROMISED:
        return Standing(state.value)
    if not has_action:
        return Standing.WITHOUT_ACTION
    if status == Status.COMPLETE:
        return Standing.KEPT
    if status == Status.CLOSED or outcome in {Outcome.DROPPED, Outcome.CLOSED}:
        return Standing.ENDED_OTHERWISE
    return Standing.LATE if due_on is not None and due_on < on else Standing.UNDER_WAY


def characteristics_of_groups(groups: Iterable[Group]) -> tuple[str, ...]:
    """Give the characteristics that groups are of, each once, in their order.

    >>> characteristics_of_groups([Group((("age", "65+"),)), Group((("disability", ""), ("age", "")))])
    ('age', 'disability')
    """
    return tuple(dict.fromkeys(code for group in groups for code in group.characteristics))


def who_is_asked(*, delegated_to: str, body: str) -> str:
    """Give whom dropping a promise asks: whom the decision left it to, else the body that decided, else nobody named.

    >>> who_is_asked(delegated_to="Director of Place", body="Cabinet"), who_is_asked(delegated_to="", body="Cabinet")
    ('Director of Place', 'Cabinet')
    """
    return delegated_to.strip() or body.strip()


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip(".,;:!?()“”\"'").casefold() for word in text.split()) - {""}
