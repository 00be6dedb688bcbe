"""A plan on a terminal: what it is, how much is in it, its actions, and what a person is asked.

The one idea: the counts come first, in one sentence, because they say whether the document was understood; then the
actions in a table of what the plan says and the terminal has room for; then the questions, and what is not used.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import TYPE_CHECKING

from dueregard.domain.plans.model import Action, Plan
from dueregard.domain.plans.smart.rules import shortened
from dueregard.domain.plans.summary import summarise
from dueregard.domain.plans.wording import OUTCOME_WORDS, say_status

if TYPE_CHECKING:
    from rich.console import Console

_WIDE, _MIDDLING = 90, 60  # columns of the terminal from which lead and groups, and then the lead, are shown
_MOST_LETTERS = 160  # of an action: --format json has the rest
_MOST_SHOWN = 6  # questions, unused pieces and things found are counted in full and shown up to here

_FOUND_MANY = {
    "aim": "aims", "value": "values", "pledge": "pledges", "initiative": "initiatives", "award": "awards",
    "programme": "programmes", "accreditation": "accreditations", "linked_plan": "linked plans",
    "symbolic_act": "symbolic acts",
}  # fmt: skip


def show_plan(plan: Plan, *, on: Console) -> None:
    """Print a plan on a console."""
    on.print(plan.document or "A plan without a title", style="bold")
    about = [plan.organisation, plan.plan_period.text if plan.plan_period else "no period given"]
    on.print(" · ".join(part for part in about if part))
    on.print(summarise(plan).sentence)
    on.print()
    _table(plan, on)
    _questions(plan, on)
    _unused(plan, on)
    for warning in plan.warnings:
        _line(on, f"Note: {warning}")


def what_it_holds(plan: Plan) -> str:
    """Say in a sentence what a document without actions holds instead.

    >>> what_it_holds(Plan())
    'Nothing else that we know was recognised in it, either.'
    """
    if not plan.found:
        return "Nothing else that we know was recognised in it, either."
    counts = Counter(one.kind for one in plan.found)
    said = [f"{count} {_many(kind, count)}" for kind, count in counts.most_common()]
    first = textwrap.shorten(plan.found[0].text, 70, placeholder=" …")
    return f"It holds {_joined(said)}, for example “{first}”."


def _many(kind: str, count: int) -> str:
    return kind.replace("_", " ") if count == 1 else _FOUND_MANY.get(kind, f"{kind.replace('_', ' ')}s")


def _joined(said: list[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _columns(plan: Plan, width: int) -> list[tuple[str, str]]:
    """The columns that the terminal has room for and the plan has something to say in."""
    actions = plan.actions
    columns = [("No", "number"), ("Action", "action")]
    if width >= _WIDE and any(action.strands for action in actions):
        columns.append(("Groups", "groups"))
    if width >= _MIDDLING and any(action.leads for action in actions):
        columns.append(("Lead", "lead"))
    if any(action.due_date or action.timescale_text for action in actions):
        columns.append(("Due", "due"))
    if any(action.outcome or action.status for action in actions):
        columns.append(("Status", "status"))
    return columns


def _table(plan: Plan, on: Console) -> None:
    from rich import box
    from rich.table import Table

    columns = _columns(plan, on.width)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=True)
    shares = {"action": 6, "groups": 2, "lead": 3, "status": 3}
    for title, what in columns:
        table.add_column(
            title, ratio=shares.get(what), no_wrap=what == "due" and on.width >= _MIDDLING, overflow="fold"
        )
    section: str | None = None
    for position, action in enumerate(plan.actions, start=1):
        if action.section != section:
            section = action.section
            if section:
                table.add_section()
                table.add_row(*("", section, *([""] * (len(columns) - 2))), style="bold")
        table.add_row(*(_said(action, position, what) for _, what in columns))
    on.print(table)
    on.print()


def _said(action: Action, position: int, what: str) -> str:
    match what:
        case "number":
            return action.number_text or str(action.number or position)
        case "action":
            return shortened(action.action_title or action.action_text, to=_MOST_LETTERS)
        case "groups":
            return ", ".join(action.strands) or "none given"
        case "lead":
            return "; ".join(lead.name for lead in action.leads) or "nobody"
        case "status":
            return OUTCOME_WORDS.get(action.outcome or "") or say_status(action) or "not given"
    return action.due_date.isoformat() if action.due_date else (action.timescale_text or "no date")


def _questions(plan: Plan, on: Console) -> None:
    if not plan.questions:
        return
    grouped: dict[str, list[str]] = {}
    for one in plan.questions:
        names = grouped.setdefault(one.text, [])
        if one.action is not None:
            names.append(_said(plan.actions[one.action - 1], one.action, "number"))
    count = len(plan.questions)
    on.print(f"{count} {'question' if count == 1 else 'questions'} for you:", style="bold")
    for text, names in list(grouped.items())[:_MOST_SHOWN]:
        where = f" (action {', '.join(names)})" if names else ""
        _line(on, f"• {text}{where}")
    if len(grouped) > _MOST_SHOWN:
        _line(on, f"• … and {len(grouped) - _MOST_SHOWN} more; --format json has them all.")
    on.print()


def _unused(plan: Plan, on: Console) -> None:
    if not plan.unused:
        return
    counts = Counter(one.why for one in plan.unused)
    said = "; ".join(f"{why} ({count})" for why, count in counts.most_common())
    count = len(plan.unused)
    _line(on, f"{count} {'piece of text is' if count == 1 else 'pieces of text are'} not used: {said}.")


def _line(on: Console, text: str) -> None:
    for line in textwrap.wrap(text, width=max(20, on.width), subsequent_indent="  "):
        on.print(line, soft_wrap=True)
