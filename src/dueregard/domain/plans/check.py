"""Is the plan specific, measurable, owned, dated and fair to follow up? A check that proposes words, and no verdict.

The one idea: each remark says what was found, why it matters and what could stand there instead. The rules are a table
(`terms/data/plan_rules.toml`), each with its source. It never says that a plan is compliant: whether the duty is met is
for the council, and in the end a court, to say.
Source:  sources.toml#si-2017-353-reg-5-2, sources.toml#ehrc-objectives-guide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.smart.rules import Remark, Rule, Severity, rules
from dueregard.domain.plans.smart.single import remarks_on_action
from dueregard.domain.plans.smart.whole import remarks_on_plan
from dueregard.terms.duties import check_nation

__all__ = ["FoundByRule", "Remark", "Severity", "by_rule", "check_plan", "most_useful", "runs"]

_MOST_USEFUL = 5


@dataclass(frozen=True, slots=True)
class FoundByRule:
    """A rule and the remarks made under it, in the order of the plan."""

    rule: Rule
    remarks: tuple[Remark, ...]

    def count(self) -> int:
        """Give how many actions (or, for a rule about the plan, how many things) it was found in."""
        return len({one.action for one in self.remarks}) if self.remarks[0].action else len(self.remarks)

    def actions(self) -> str:
        """Give the names of the actions, runs joined: "1 to 4, 7"; empty for a rule about the whole plan."""
        return runs((one.action, one.number or "") for one in self.remarks if one.action is not None)


def check_plan(plan: Plan, *, on: date, nation: str = "E") -> tuple[Remark, ...]:
    """Give what the check has to say of a plan on a day: the whole plan first, then action by action.

    Takes:   `nation`, E, W or S: in Wales and Scotland, too, objectives are to be measurable; the words are the same.
    Raises:  UsedWrongly for another nation.

    >>> from dueregard.domain.plans.model import Action
    >>> remarks = check_plan(Plan(actions=(Action(action_text="95% of babies receive a pack"),)), on=date(2026, 4, 1))
    >>> next(one.proposed for one in remarks if one.rule == "measure_in_text")
    'Share of babies who receive a pack: 95 %, by …'
    """
    check_nation(nation)
    if not plan.actions:
        return ()
    whole = remarks_on_plan(plan, on=on)
    single = [one for position in range(1, len(plan.actions) + 1) for one in remarks_on_action(plan, position)]
    about_actions = sorted([*(one for one in whole if one.action), *single], key=lambda one: one.action or 0)
    return (*(one for one in whole if one.action is None), *about_actions)


def by_rule(remarks: Iterable[Remark]) -> tuple[FoundByRule, ...]:
    """Give the remarks rule by rule: what must be repaired first, and within that the most frequent first."""
    found: dict[str, list[Remark]] = {}
    for one in remarks:
        found.setdefault(one.rule, []).append(one)
    groups = [FoundByRule(rules()[code], tuple(ones)) for code, ones in found.items()]
    order = list(Severity)
    return tuple(sorted(groups, key=lambda group: (order.index(group.rule.severity), -group.count(), group.rule.code)))


def most_useful(remarks: Iterable[Remark]) -> tuple[FoundByRule, ...]:
    """Give the five repairs that would help most: weight of the rule, then how many actions it would mend."""
    groups = sorted(by_rule(remarks), key=lambda group: (-group.rule.weight, -group.count(), group.rule.code))
    return tuple(groups[:_MOST_USEFUL])


def runs(names: Iterable[tuple[int, str]]) -> str:
    """Join the names of neighbouring actions, given with their positions.

    >>> runs([(1, "1"), (2, "2"), (3, "3"), (7, "7")])
    '1 to 3, 7'
    """
    said: list[list[str]] = []
    before: tuple[int, str] | None = None
    for position, name in sorted(dict(names).items()):
        if before and position == before[0] + 1 and _follows(before[1], name):
            said[-1].append(name)
        else:
            said.append([name])
        before = position, name
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in said)


def _follows(first: str, second: str) -> bool:
    """Whether a reader would take "first to third" to hold the second: numbers that count on."""
    return first.isdigit() and second.isdigit() and int(second) == int(first) + 1
