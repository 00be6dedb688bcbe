"""What has a person said about a draft, what is still open, and what does the plan look like with it?

The one idea: a draft never changes. An answer names an action by its position in the draft and a field by its name, and
holds a value in the JSON form of that field; `apply_answers` is a pure function of the two, so that a half-done review
can be left, taken up by a colleague, or undone. Nothing is ever answered for a person: bulk groups are offers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from dueregard.domain.plans.model import Action, Plan, Question, Unused
from dueregard.domain.plans.plan_answers import put_in_plan, target_of
from dueregard.domain.plans.shape import plan_from_json, plan_to_json
from dueregard.domain.plans.states import Outcome, Rag, Status
from dueregard.domain.plans.tree import move_levels, sections_of
from dueregard.terms.errors import CannotBeRead, UsedWrongly

SET_ASIDE = "set aside by the person who reviewed it"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said about one value: `action` is a position in the draft from 1, None for the whole plan.

    `value` None says "the plan does not say"; `is_later` is "ask me later" and changes nothing. Beside the fields of an
    action there are `kept` (False: this is not an action) and `joined` (True: it belongs to the action above); beside
    those of the plan there are `key.CODE` (a strand's meaning) and `moves` (levels renamed: [from, to] paths).
    """

    field: str
    value: Any = None
    action: int | None = None
    is_later: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the draft with its number (from 1) and where it stands: open, later or answered.

    Several questions may have one target (`plan_answers.target_of`): one answer then answers them all.
    """

    number: int
    question: Question
    answer: Answer | None = None

    @property
    def is_open(self) -> bool:
        """Nobody has answered, or somebody wants to be asked later."""
        return self.answer is None or self.answer.is_later


@dataclass(frozen=True, slots=True)
class BulkGroup:
    """Questions that can be answered in one go: the same field, the same kind, the same printed words."""

    field: str
    kind: str
    said: str | None
    numbers: tuple[int, ...]
    actions: tuple[int, ...]
    choices: tuple[tuple[Any, str], ...]


def questions(plan: Plan, answers: Iterable[Answer]) -> tuple[Asked, ...]:
    """Give every question of the draft with the answer it has, in the order of the draft.

    Questions about what was set aside or joined to another action are no longer asked; numbers do not change.
    """
    given = {(answer.action, answer.field): answer for answer in answers}
    gone = {answer.action for answer in given.values() if _takes_out(answer)}
    return tuple(
        Asked(number, question, given.get(target_of(question)))
        for number, question in enumerate(plan.questions, start=1)
        if question.action is None or question.action not in gone
    )


def open_questions(plan: Plan, answers: Iterable[Answer]) -> tuple[Asked, ...]:
    """Give the questions nobody has answered: those never looked at first, then those put off.

    >>> plan = Plan(questions=(Question("When?", "due_date", action=1), Question("Who?", "leads", action=1)))
    >>> [asked.number for asked in open_questions(plan, [Answer("due_date", action=1, is_later=True)])]
    [2, 1]
    """
    asked = [one for one in questions(plan, answers) if one.is_open]
    return tuple(sorted(asked, key=lambda one: one.answer is not None))


def bulk_groups(plan: Plan, answers: Iterable[Answer]) -> tuple[BulkGroup, ...]:
    """Group open questions that share field, kind and printed words, with the proposals they share.

    A missing due date is also offered the end of the plan's period. Groups of one are left out.
    """
    groups: dict[tuple[str, str, str | None], list[Asked]] = {}
    for asked in open_questions(plan, answers):
        question = asked.question
        if target_of(question)[0] is not None:
            groups.setdefault((question.field, question.kind, question.said), []).append(asked)
    return tuple(
        BulkGroup(
            field=field,
            kind=kind,
            said=said,
            numbers=tuple(sorted(asked.number for asked in members)),
            actions=tuple(sorted(asked.question.action or 0 for asked in members)),
            choices=_shared_choices(plan, field, kind, members),
        )
        for (field, kind, said), members in groups.items()
        if len(members) > 1
    )


def _shared_choices(plan: Plan, field: str, kind: str, members: list[Asked]) -> tuple[tuple[Any, str], ...]:
    first, *others = (member.question.choices for member in members)
    shared = tuple(choice for choice in first if all(choice[0] in [value for value, _ in other] for other in others))
    end = plan.plan_period.end.isoformat() if plan.plan_period and plan.plan_period.end else None
    if field == "due_date" and kind == "missing" and end and end not in [value for value, _ in shared]:
        shared = (*shared, (end, "the end of the plan"))
    return shared


def apply_answers(plan: Plan, answers: Iterable[Answer]) -> Plan:
    """Give the plan as it is with the answers, its questions being those still open.

    Raises:  UsedWrongly, naming the action and the field, where a value does not fit.

    >>> plan = Plan(actions=(Action("Train staff"),))
    >>> apply_answers(plan, [Answer("due_date", "2027-03-31", action=1)]).actions[0].due_date
    datetime.date(2027, 3, 31)
    """
    given = tuple(answers)
    said = [answer for answer in given if not answer.is_later]
    shape = plan_to_json(plan)
    # Answers about the whole plan come first: what was said of one action holds against them.
    for answer in sorted(said, key=lambda one: one.action is not None):
        _put(shape, answer, plan)
    try:
        changed = plan_from_json(shape)
    except CannotBeRead as fault:
        raise UsedWrongly(f"An answer does not fit: {fault.message}") from fault
    verdicts = {answer.action: answer for answer in said if _takes_out(answer)}
    actions, set_aside = _kept(changed.actions, verdicts)
    changed = replace(
        changed,
        actions=actions,
        sections=sections_of(actions),
        unused=(*changed.unused, *set_aside),
        questions=_renumbered(plan, given, verdicts),
    )
    moves = {tuple(old): tuple(new) for a in said if a.action is None and a.field == "moves" for old, new in a.value}
    return move_levels(changed, moves)


def _put(shape: dict[str, Any], answer: Answer, plan: Plan) -> None:
    """Write one answer into the plan's JSON form."""
    if answer.field in ("kept", "joined", "moves"):
        return
    if answer.action is None:
        put_in_plan(shape, field=answer.field, value=answer.value)
        return
    if not 1 <= answer.action <= len(plan.actions):
        raise UsedWrongly(f"There is no action {answer.action} in this draft.")
    target = shape["actions"][answer.action - 1]
    name, *rest = answer.field.split(".")
    if name not in _ACTION_FIELDS:
        raise UsedWrongly(f"An action has no field {answer.field}.", where=f"action {answer.action}")
    if rest:
        _put_deep(target[name], rest, answer)
    else:
        target[name] = _EMPTY[name] if answer.value is None else answer.value
    target["flags"] = [*(f for f in target["flags"] if f != f"answered:{answer.field}"), f"answered:{answer.field}"]


def _put_deep(part: Any, names: list[str], answer: Answer) -> None:
    """Write into a part of a field: `sub_actions.2.due_date` is the due date of the second sub-action."""
    try:
        for name in names[:-1]:
            part = part[int(name) - 1] if isinstance(part, list) else part[name]
        if isinstance(part, list):
            part[int(names[-1]) - 1] = answer.value
        elif names[-1] in part:
            part[names[-1]] = answer.value
        else:
            raise KeyError(names[-1])
    except (KeyError, IndexError, ValueError, TypeError) as fault:
        raise UsedWrongly(f"There is no {answer.field} in action {answer.action}.") from fault


def _takes_out(answer: Answer) -> bool:
    """Say whether an answer takes its action out of the plan's list: not an action, or part of the one above."""
    if answer.is_later:
        return False
    return (answer.field == "kept" and answer.value is False) or (answer.field == "joined" and answer.value is True)


def _renumbered(plan: Plan, given: tuple[Answer, ...], verdicts: Mapping[int | None, Answer]) -> tuple[Question, ...]:
    """Give the open questions, their actions counted as they stand after some were taken out."""
    kept = (position for position in range(1, len(plan.actions) + 1) if position not in verdicts)
    places = {old: new for new, old in enumerate(kept, start=1)}
    open_ones = sorted(open_questions(plan, given), key=lambda asked: asked.number)
    return tuple(
        replace(asked.question, action=places[asked.question.action]) if asked.question.action else asked.question
        for asked in open_ones
    )


def _kept(
    actions: tuple[Action, ...], verdicts: Mapping[int | None, Answer]
) -> tuple[tuple[Action, ...], list[Unused]]:
    """Leave out what is not an action and join what belongs to the action above; no word is lost either way."""
    kept: list[Action] = []
    set_aside: list[Unused] = []
    for position, action in enumerate(actions, start=1):
        verdict = verdicts.get(position)
        if verdict is None:
            kept.append(action)
        elif verdict.field == "joined" and kept:
            kept[-1] = joined(kept[-1], action)
            if action.number_text:
                set_aside.append(Unused(action.number_text, SET_ASIDE, _first_place(action)))
        else:
            set_aside.extend(Unused(text, SET_ASIDE, _first_place(action)) for text in words_of(action))
    return tuple(kept), set_aside


def joined(above: Action, below: Action) -> Action:
    """Join two rows that are one action: texts on lines of their own, lists one after the other, no word lost."""
    changes: dict[str, Any] = {}
    for name in _ACTION_FIELDS:
        first, second = getattr(above, name), getattr(below, name)
        if name in ("section", "levels", "number", "number_text", "action_title"):
            continue
        if name == "sources":
            changes[name] = {k: (*first.get(k, ()), *second.get(k, ())) for k in {**first, **second}}
        elif name in ("printed", "other"):
            changes[name] = {k: "\n".join(m[k] for m in (first, second) if k in m) for k in {**first, **second}}
        elif isinstance(first, tuple):
            changes[name] = (*first, *(one for one in second if one not in first))
        elif isinstance(first, str) and isinstance(second, str) and name not in _ONE_OF_A_LIST:
            changes[name] = f"{first}\n{second}"
        else:
            changes[name] = second if first is None else first
    changes["flags"] = (*changes["flags"], "joined_by_person")
    return replace(above, **changes)


def check_words(plan: Plan) -> None:
    """Stop at the first status, RAG, outcome or percentage that is none of ours, naming the action.

    Raises:  UsedWrongly. What was read from a document always passes; a file somebody wrote may not.

    >>> check_words(Plan(actions=(Action("Train staff", status="on_track", percent=40),)))
    """
    for position, action in enumerate(plan.actions, start=1):
        for name, allowed in (("status", Status), ("rag", Rag), ("outcome", Outcome)):
            value = getattr(action, name)
            if value is not None and value not in list(allowed):
                raise UsedWrongly(f"“{value}” is not a {name} we know.", where=f"action {position}")
        if action.percent is not None and not 0 <= action.percent <= 100:
            raise UsedWrongly(f"{action.percent} is not a percentage.", where=f"action {position}")


def words_of(action: Action) -> tuple[str, ...]:
    """Give every printed text of an action once, for the list of what was not used."""
    texts = [
        action.number_text,
        action.action_text,
        action.how,
        *action.commitments,
        *action.strands,
        *action.links,
        *(lead.name for lead in action.leads),
        *action.partners,
        action.timescale_text,
        *action.monitored_by,
        action.resources,
        action.measure,
        action.expected_outcome,
        action.priority,
        action.status_text,
        action.update_text,
        *(entry.text for entry in action.progress),
        action.outcome_text,
        action.year_end_report,
        *action.printed.values(),
        *action.other.values(),
    ]
    return tuple(dict.fromkeys(text for text in texts if text))


def _first_place(action: Action) -> Any:
    for places in action.sources.values():
        if places:
            return places[0]
    return Unused("", "").source


_ONE_OF_A_LIST = frozenset({"status", "rag", "outcome", "achieved"})
_ACTION_FIELDS = tuple(f.name for f in fields(Action))
_EMPTY: dict[str, Any] = {
    name: [] if isinstance(value, tuple) else value
    for name, value in ((n, getattr(Action(""), n)) for n in _ACTION_FIELDS)
    if name not in ("sources", "printed", "other")
}
