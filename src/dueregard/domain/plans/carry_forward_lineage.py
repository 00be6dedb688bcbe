"""Where does an action come from, plan by plan, and what became of it?

The one idea: a lineage is a tree that is walked from one action, back through the links of each pair of plans and
forward through the same. Its words say what no single plan shows: how long a thing has been going on, in how many
plans, and how often its date was moved. Where several actions were put together, the longest line counts. Nothing is
guessed: links are those that a person or a comparison made.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypeVar

from dueregard.domain.plans.carry_forward import Link
from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.states import Outcome
from dueregard.terms.errors import UsedWrongly

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Lineage:
    """An action in one plan, with the actions it comes from (`before`) and those it became (`after`).

    `plan` and `action` are positions, from 1, the oldest plan first. Steps of `before` have no `after`, and the other
    way round: the tree is drawn from the action that was asked for. `how` is the outcome that links it to the step
    nearer to that action; `moved` says how often its date was changed while its plan ran.
    """

    plan: int
    action: int
    plan_name: str
    number: str | None
    text: str
    begins: date | None = None
    due_date: date | None = None
    how: Outcome | None = None
    moved: int = 0
    before: tuple[Lineage, ...] = ()
    after: tuple[Lineage, ...] = ()


def lineage_of(
    plans: Sequence[Plan],
    links: Sequence[Sequence[Link]],
    *,
    plan: int,
    action: int,
    moved: Mapping[tuple[int, int], int] | None = None,
) -> Lineage:
    """Give the lineage of one action.

    Takes:   the plans, oldest first; `links`, one run for each pair of neighbours; the positions, from 1; `moved`, by
             (plan, action), how often a date was changed while the plan ran, which no document shows.
    Raises:  UsedWrongly where there are not as many runs of links as pairs, or one names an action that is not there.
    """
    if len(links) != max(len(plans) - 1, 0):
        raise UsedWrongly("There must be links for each pair of plans.")
    if not (1 <= plan <= len(plans) and 1 <= action <= len(plans[plan - 1].actions)):
        raise UsedWrongly("There is no such action in these plans.")
    for (older, newer), run in zip(pairwise(plans), links, strict=True):
        if not all(1 <= link.old <= len(older.actions) and 1 <= link.new <= len(newer.actions) for link in run):
            raise UsedWrongly("A link names an action that is not in these plans.")
    steps = {
        (place, at): _step(source, place, at)
        for place, source in enumerate(plans, start=1)
        for at in range(1, len(source.actions) + 1)
    }
    kept = [
        ((place, link.old), (place + 1, link.new), link.how) for place, run in enumerate(links, start=1) for link in run
    ]
    lineage = lineage_among(steps, kept, at=(plan, action))
    return _with_moves(lineage, moved) if moved else lineage


def say_lineage(lineage: Lineage, *, on: date) -> str:
    """Say in a sentence how long, in how many plans, and how often the date was moved.

    >>> last = Lineage(1, 4, "2024-25", "4", "Cut the wait", date(2024, 4, 1), date(2025, 3, 31), Outcome.ONGOING)
    >>> this = Lineage(2, 4, "2025-26", "4", "Cut the wait", date(2025, 4, 1), date(2026, 3, 31), before=(last,))
    >>> say_lineage(this, on=date(2026, 4, 20))
    'Ongoing for two years, in two plans; date moved once'
    """
    if not lineage.before:
        return "New in this plan"
    plans = len({step.plan for step in _line(lineage)})
    begun = min((step.begins for step in _line(lineage) if step.begins), default=None)
    said = f"Ongoing for {_span(begun, on)}, in {_number(plans)} plans" if begun else f"In {_number(plans)} plans"
    moved = max(_moves(lineage))
    parts = [said]
    if moved:
        parts.append(f"date moved {_times(moved)}")
    joined = _widest(lineage)
    if joined > 1:
        parts.append(f"put together from {_number(joined)} actions")
    return "; ".join(parts)


def lineage_among(steps: Mapping[Key, Lineage], links: Iterable[tuple[Key, Key, Outcome]], *, at: Key) -> Lineage:
    """Give the lineage of one action among kept steps, whatever plans lie between them.

    Takes:   `steps`, each action by its own key, without `before` and `after`; `links` as (older, newer, how). A link
             to a step that is not given is left out; one that leads back to where it came from is not followed twice.

    >>> old, new = Lineage(1, 1, "2024-25", "1", "Cut the wait"), Lineage(2, 4, "2025-26", "4", "Cut the wait")
    >>> found = lineage_among({"a": old, "b": new}, [("a", "b", Outcome.ONGOING)], at="b")
    >>> [(step.plan_name, step.how.value) for step in found.before]
    [('2024-25', 'ongoing')]
    """
    return lineages_among(steps, links, at=(at,))[at]


def lineages_among(
    steps: Mapping[Key, Lineage], links: Iterable[tuple[Key, Key, Outcome]], *, at: Iterable[Key]
) -> dict[Key, Lineage]:
    """Give the lineages of several actions, each as `lineage_among` gives it, in one walk over the links."""
    before: dict[Key, list[tuple[Key, Outcome]]] = {}
    after: dict[Key, list[tuple[Key, Outcome]]] = {}
    for older, newer, how in links:
        if older in steps and newer in steps:
            before.setdefault(newer, []).append((older, how))
            after.setdefault(older, []).append((newer, how))
    return {
        key: replace(
            steps[key],
            before=_walk(steps, before, key, seen=frozenset({key}), is_back=True),
            after=_walk(steps, after, key, seen=frozenset({key}), is_back=False),
        )
        for key in at
    }


def _walk(
    steps: Mapping[Key, Lineage],
    found: Mapping[Key, Sequence[tuple[Key, Outcome]]],
    at: Key,
    *,
    seen: frozenset[Key],
    is_back: bool,
) -> tuple[Lineage, ...]:
    near = sorted(
        ((steps[key], key, how) for key, how in found.get(at, ()) if key not in seen),
        key=lambda one: (one[0].plan, one[0].action),
    )
    walked = []
    for step, key, how in near:
        further = _walk(steps, found, key, seen=seen | {key}, is_back=is_back)
        walked.append(replace(step, how=how, before=further if is_back else (), after=() if is_back else further))
    return tuple(walked)


def _step(source: Plan, plan: int, action: int) -> Lineage:
    said, period = source.actions[action - 1], source.plan_period
    return Lineage(
        plan=plan,
        action=action,
        plan_name=(period.text if period else None) or source.document or f"Plan {plan}",
        number=said.number_text or (None if said.number is None else str(said.number)),
        text=said.action_title or said.action_text,
        begins=said.start_date or (period.start if period else None),
        due_date=said.due_date,
    )


def _with_moves(lineage: Lineage, moved: Mapping[tuple[int, int], int]) -> Lineage:
    return replace(
        lineage,
        moved=moved.get((lineage.plan, lineage.action), 0),
        before=tuple(_with_moves(step, moved) for step in lineage.before),
        after=tuple(_with_moves(step, moved) for step in lineage.after),
    )


def _line(lineage: Lineage) -> Iterator[Lineage]:
    yield lineage
    for step in lineage.before:
        yield from _line(step)


def _moves(lineage: Lineage) -> Iterator[int]:
    """Give, for each line back to a beginning, how often the date changed on it."""
    if not lineage.before:
        yield lineage.moved
    for step in lineage.before:
        is_moved = bool(step.due_date and lineage.due_date and step.due_date != lineage.due_date)
        yield from (count + is_moved + lineage.moved for count in _moves(step))


def _widest(lineage: Lineage) -> int:
    return max(len(step.before) for step in _line(lineage))


def _span(begun: date, on: date) -> str:
    months = max(0, (on.year - begun.year) * 12 + on.month - begun.month - (on.day < begun.day))
    if months < 12:
        return "less than a year"
    years = months // 12
    return "one year" if years == 1 else f"{_number(years)} years"


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{_number(count)} times")
