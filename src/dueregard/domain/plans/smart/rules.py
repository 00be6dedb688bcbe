"""What the SMART check may say: rules as data, and the remarks that are made from them.

The one idea: a rule is an entry of `terms/data/plan_rules.toml` with its own source; code decides only whether it
applies and fills in its blanks. A remark says what was found, why it matters and, where it can, the words to use
instead. No rule says that a plan is lawful or unlawful.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from dueregard.domain.plans.model import Action, Measure
from dueregard.terms.citations import read_data


class Severity(StrEnum):
    """How much a remark matters: it must be put right to follow the plan up, it would help, or a person should look."""

    REPAIR = "repair"
    IMPROVE = "improve"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `says` has blanks; `counted` is its short form; `weight` ranks repairs; `source` is in sources.toml."""

    code: str
    field: str
    severity: Severity
    says: str
    counted: str
    why: str
    repair: str
    weight: int
    source: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing found.

    `action` is the position of the action in the plan, from 1, or None for the whole plan; `number` is what the
    document calls it. `field` is the field it is about, `rule` the rule's code, `text` the plain sentence, `proposed`
    the words to use instead (None where only a person can know), `measures` those that could be kept as they are.
    """

    rule: str
    field: str
    severity: Severity
    text: str
    why: str
    source: str
    action: int | None = None
    number: str | None = None
    proposed: str | None = None
    measures: tuple[Measure, ...] = ()


@cache
def rules() -> Mapping[str, Rule]:
    """Give every rule by its code, in the order of the table.

    >>> rules()["owner_none"].says
    'No one leads this action.'
    """
    table = read_data("plan_rules.toml")
    return MappingProxyType(
        {
            code: Rule(**{**entry, "code": code, "severity": Severity(entry["severity"])})
            for code, entry in table.items()
        }
    )


def remark(
    code: str,
    *,
    of: tuple[int, Action] | None = None,
    proposed: str | None = None,
    measures: tuple[Measure, ...] = (),
    blanks: Mapping[str, object] | None = None,
) -> Remark:
    """Make the remark of a rule about an action (`of`: position and action) or, without one, about the whole plan."""
    rule = rules()[code]
    return Remark(
        rule=code,
        field=rule.field,
        severity=rule.severity,
        text=rule.says.format(**(blanks or {})),
        why=rule.why,
        source=rule.source,
        action=of[0] if of else None,
        number=name_of(*of) if of else None,
        proposed=proposed,
        measures=measures,
    )


def name_of(position: int, action: Action) -> str:
    """Give what the document calls an action: its printed number, else its number, else its position."""
    return action.number_text or str(action.number or position)


def shortened(text: str, *, to: int = 60) -> str:
    """Give the first line of a text, cut at a word.

    >>> shortened("Review of interpreting services to ensure best value", to=30)
    'Review of interpreting …'
    """
    line = " ".join(text.strip().split("\n", 1)[0].split())
    if len(line) <= to:
        return line
    return line[: to - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + " …"
