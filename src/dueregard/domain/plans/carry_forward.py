"""From a plan and what was decided about each of its actions: what is the draft of the next plan?

The one idea: nothing is lost by silence. Every action needs a decision. What is ongoing comes with its owner, measures
and parts; what was developed is linked to the new actions it became, one to many and many to one; what was closed or
dropped stays behind. What nobody reported on comes along, too: no person decided to end it. What the year said (status,
progress, outcome) stays in the old plan, and links say where each action comes from. No date is moved by us: one that
has passed is a question. Source: DESIGN section 6; docs/decisions/0028-plans-compared.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dueregard.domain.plans.compare_model import PlanComparison
from dueregard.domain.plans.model import Action, Period, Plan, Question, Section
from dueregard.domain.plans.progress import is_finished
from dueregard.domain.plans.smart.rules import name_of
from dueregard.domain.plans.states import Outcome
from dueregard.publish.document import say_date
from dueregard.terms.errors import UsedWrongly

GOES_ON = frozenset({Outcome.ONGOING, Outcome.NOT_REPORTED})
NOT_REPORTED_BEFORE = "not_reported_before"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one action (`action` is its position in the plan, from 1).

    `becomes` names the new actions that a developed one became; `reason` says why one was dropped.
    """

    action: int
    outcome: Outcome
    becomes: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An action of a plan is, or became, an action of the next: positions in each, from 1. `how` is the outcome."""

    old: int
    new: int
    how: Outcome


@dataclass(frozen=True, slots=True)
class NextPlan:
    """The draft of the next plan, and where each of its actions comes from. What stays behind is listed by outcome."""

    plan: Plan
    links: tuple[Link, ...]
    closed: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()


def carry_forward(
    plan: Plan,
    decisions: Iterable[Decision],
    *,
    new_actions: Mapping[str, Action] | None = None,
    document: str | None = None,
    period: Period | None = None,
    dates: Mapping[int, date | None] | None = None,
) -> NextPlan:
    """Give the draft of the next plan.

    Takes:   one decision for each action; `new_actions` by the names that decisions use, in the order wanted; `dates`,
             by position, the new due date that a person gave an action that goes on (None: none yet).
    Gives:   carried actions under their old numbers, then the new ones, numbered on: no number is used twice.
    Raises:  UsedWrongly, naming every action without a decision and every decision that lacks something, at once.

    >>> plan = Plan(actions=(Action("Train staff", number=1), Action("Survey staff", number=2)))
    >>> decided = (Decision(1, Outcome.ONGOING), Decision(2, Outcome.DEVELOPED, becomes=("a",)))
    >>> made = carry_forward(plan, decided, new_actions={"a": Action("Survey staff each May")})
    >>> [(action.number, action.action_text) for action in made.plan.actions]
    [(1, 'Train staff'), (3, 'Survey staff each May')]
    """
    decided = tuple(sorted(decisions, key=lambda one: one.action))
    made = dict(new_actions or {})
    faults = tuple(decision_faults(plan, decided, new_names=made))
    if faults:
        raise UsedWrongly("The next plan cannot be made yet: " + "; ".join(faults) + ".", mend="Decide these first.")
    by_position = {one.action: one for one in decided}
    actions: list[Action] = []
    links: list[Link] = []
    for position, action in enumerate(plan.actions, start=1):
        outcome = by_position[position].outcome
        if outcome in GOES_ON:
            carried = _carried(action, outcome=outcome)
            actions.append(_dated(carried, dates[position]) if dates and position in dates else carried)
            links.append(Link(position, len(actions), outcome))
    places = {name: len(actions) + place for place, name in enumerate(made, start=1)}
    actions += _numbered_on(plan, made.values())
    for one in decided:
        links += [Link(one.action, places[name], Outcome.DEVELOPED) for name in dict.fromkeys(one.becomes)]
    drafted = replace(
        plan,
        document=document,
        plan_period=period,
        actions=tuple(actions),
        sections=_sections(actions),
        unused=(),
        found=(),
        warnings=(),
        columns=(),
        questions=tuple(_questions(actions, period)),
    )
    return NextPlan(
        drafted,
        tuple(sorted(links, key=lambda link: (link.new, link.old))),
        closed=tuple(one.action for one in decided if one.outcome is Outcome.CLOSED),
        dropped=tuple(one.action for one in decided if one.outcome is Outcome.DROPPED),
    )


def decision_faults(plan: Plan, decisions: Sequence[Decision], *, new_names: Iterable[str] = ()) -> Iterator[str]:
    """Say in words what is missing before the next plan can be made; nothing where all is decided.

    >>> list(decision_faults(Plan(actions=(Action("Train staff", number=7),)), ()))
    ['action 7 has no decision']
    """
    known = set(new_names)
    seen: set[int] = set()
    for one in decisions:
        if not 1 <= one.action <= len(plan.actions):
            yield f"there is no action in place {one.action}"
            continue
        name = f"action {name_of(one.action, plan.actions[one.action - 1])}"
        if one.action in seen:
            yield f"{name} is decided twice"
        seen.add(one.action)
        if one.outcome is Outcome.DROPPED and not (one.reason or "").strip():
            yield f"{name} is dropped without a reason"
        if one.outcome is Outcome.DEVELOPED and not one.becomes:
            yield f"{name} was developed, but not said into what"
        if one.outcome is not Outcome.DEVELOPED and one.becomes:
            yield f"{name} names new actions, but was not developed"
        for new in one.becomes:
            if new not in known:
                yield f"{name} became “{new}”, which is not among the new actions"
    for position, action in enumerate(plan.actions, start=1):
        if position not in seen:
            yield f"action {name_of(position, action)} has no decision"


def links_of(comparison: PlanComparison) -> tuple[Link, ...]:
    """Give the links that a comparison decided; its questions are no links until a person answers them."""
    links = {
        Link(old, new, Outcome.DEVELOPED if len(match.old) + len(match.new) > 2 else _how(match.said))
        for match in comparison.matches
        for old in match.old
        for new in match.new
    }
    return tuple(sorted(links, key=lambda link: (link.new, link.old)))


def _how(said: str | None) -> Outcome:
    return Outcome.DEVELOPED if said == Outcome.DEVELOPED else Outcome.ONGOING


def _carried(action: Action, *, outcome: Outcome) -> Action:
    """Give an action as the next plan begins with it: who, what, how measured; without what the year said of it."""
    parts = tuple(
        replace(part, status=None) for part in action.sub_actions if not is_finished(status=part.status, outcome=None)
    )
    return Action(
        action_text=action.action_text,
        number=action.number,
        number_text=action.number_text,
        section=action.section,
        levels=action.levels,
        commitments=action.commitments,
        strands=action.strands,
        action_title=action.action_title,
        how=action.how,
        sub_actions=parts,
        links=action.links,
        leads=action.leads,
        partners=action.partners,
        timescale_text=action.timescale_text,
        timescales=action.timescales,
        start_date=action.start_date,
        due_date=action.due_date,
        frequency=action.frequency,
        monitored_by=action.monitored_by,
        resources=action.resources,
        measure=action.measure,
        measures=action.measures,
        expected_outcome=action.expected_outcome,
        priority=action.priority,
        flags=(NOT_REPORTED_BEFORE,) if outcome is Outcome.NOT_REPORTED else (),
    )


def _dated(action: Action, due: date | None) -> Action:
    """Give an action with the date that a person gave it: the printed timescale spoke of the old one."""
    if due == action.due_date:
        return action
    start = action.start_date if not due or not action.start_date or action.start_date <= due else None
    return replace(action, due_date=due, start_date=start, timescale_text=None, timescales=())


def _numbered_on(plan: Plan, actions: Iterable[Action]) -> Iterator[Action]:
    """Number new actions after the last of the old plan, where it has numbers and they have none of their own."""
    last = max((action.number for action in plan.actions if action.number is not None), default=None)
    for action in actions:
        if last is None or action.number is not None or action.number_text:
            yield action
            continue
        last += 1
        yield replace(action, number=last)


def _sections(actions: Iterable[Action]) -> tuple[Section, ...]:
    counted: dict[str, int] = {}
    for action in actions:
        if action.section:
            counted[action.section] = counted.get(action.section, 0) + 1
    return tuple(Section(name, count) for name, count in counted.items())


def _questions(actions: Sequence[Action], period: Period | None) -> Iterator[Question]:
    for position, action in enumerate(actions, start=1):
        if not action.leads:
            yield Question("Who leads this action in the new plan?", "leads", action=position)
        if action.due_date and period and period.start and action.due_date < period.start:
            yield Question(
                "The date is before the new plan begins. By when will it be done?",
                "due_date",
                action=position,
                kind="past",
                said=say_date(action.due_date),
            )
        if NOT_REPORTED_BEFORE in action.flags:
            yield Question(
                "Nobody reported on this action last year. Does it go on?",
                "outcome",
                action=position,
                kind="not_reported",
            )
