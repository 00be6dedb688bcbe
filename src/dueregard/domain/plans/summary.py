"""What is in a plan, in one sentence and a few counts?

The one idea: everything is counted from the values themselves, so that the sentence is right for a plan that was
read, one that was corrected, and one made by hand; only what a document alone can show (rows joined over pages, text
split) is taken from the flags of reading. Nothing is judged: "without a date" says what the plan says, not what it
should.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from dueregard.domain.plans.model import Action, Plan, Section
from dueregard.domain.plans.progress import StatusCounts, count_statuses
from dueregard.domain.plans.tree import path_of

NO_SECTION = "Not in a section"
JOINED_FLAG = "joined_over_pages"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a plan holds. The counts of actions: all, and those of which something can be said.

    `by_strand` counts an action under each of its strands; `by_status` counts those with no status as `no_update`.
    """

    actions: int
    sections: tuple[Section, ...]
    by_status: StatusCounts
    by_strand: tuple[tuple[str, int], ...]
    joined: int
    without_strands: int
    without_lead: int
    without_date: int
    after_end: int
    flags: tuple[tuple[str, int], ...]
    questions: int
    unused: int

    @property
    def sentence(self) -> str:
        """Say it in one line, leaving out what there is none of.

        >>> summarise(Plan(actions=(Action("Train staff", section="Finance", strands=("A",)),))).sentence
        '1 action in 1 section; 1 without a date.'
        """
        named = sum(1 for section in self.sections if section.name != NO_SECTION)
        where = f" in {_count(named, 'section')}" if named else ""
        parts = [_count(self.actions, "action") + where]
        told = (
            (self.joined, "joined over pages"),
            (self.without_strands, "without strands"),
            (self.without_date, "without a date"),
            (self.after_end, "due after the plan’s end"),
        )
        parts += [f"{number} {words}" for number, words in told if number]
        return "; ".join(parts) + "."


def summarise(plan: Plan) -> Summary:
    """Count what is in a plan.

    >>> summarise(Plan()).sentence
    '0 actions.'
    """
    actions = plan.actions
    end = plan.plan_period.end if plan.plan_period else None
    sections = Counter((path_of(action) or (NO_SECTION,))[0] for action in actions)
    strands = Counter(strand for action in actions for strand in dict.fromkeys(action.strands))
    order = {code: number for number, code in enumerate(plan.key)}
    flags = Counter(flag for action in actions for flag in dict.fromkeys(action.flags))
    return Summary(
        actions=len(actions),
        sections=tuple(Section(name, count) for name, count in sections.items()),
        by_status=count_statuses((action.status, 1) for action in actions),
        by_strand=tuple(sorted(strands.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0]))),
        joined=flags[JOINED_FLAG],
        without_strands=sum(1 for action in actions if not action.strands),
        without_lead=sum(1 for action in actions if not action.leads),
        without_date=sum(1 for action in actions if not _has_date(action)),
        after_end=sum(1 for action in actions if end and action.due_date and action.due_date > end),
        flags=tuple(sorted(flags.items())),
        questions=len(plan.questions),
        unused=len(plan.unused),
    )


def _has_date(action: Action) -> bool:
    """Say whether the plan says anything about when: a day, a period, or a word such as "ongoing"."""
    return bool(action.due_date or action.start_date or action.timescale_text or action.timescales)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
