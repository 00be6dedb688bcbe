"""Two plans compared, on a terminal and as JSON.

The one idea: one sentence that accounts for every older action comes first; then the lists, what matters most first;
what needs nobody's attention (carried as it was, closed) is counted and named by number only.
"""

from __future__ import annotations

import json
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dueregard.domain.plans.compare_model import Match, PlanComparison
from dueregard.domain.plans.compare_words import ComparedLine, ComparedList, lists_of, notes_of, summary_of
from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.smart.rules import name_of

if TYPE_CHECKING:
    from rich.console import Console

_BY_NUMBER_ONLY = frozenset({"carried", "said_closed"})


def show_comparison(comparison: PlanComparison, *, on: Console) -> None:
    """Print a comparison on a console."""
    _line(on, f"{_name(comparison.old)} → {_name(comparison.new)}", style="bold")
    _line(on, summary_of(comparison))
    for note in notes_of(comparison):
        _line(on, f"Note: {note}")
    for each in lists_of(comparison):
        on.print()
        _line(on, f"{each.heading} ({len(each.lines)})", style="bold")
        _entries(each, on)


def comparison_to_json(comparison: PlanComparison) -> bytes:
    """Give a comparison as JSON: the counts, then every action of either plan in exactly one place."""
    shape = {
        "format": "dueregard.plan-comparison/1",
        "before": _plan_shape(comparison.old),
        "now": _plan_shape(comparison.new),
        "summary": summary_of(comparison),
        "notes": notes_of(comparison),
        "are_numbers_kept": comparison.are_numbers_kept,
        "counts": {each.code: len(each.lines) for each in lists_of(comparison)},
        "matches": [_match_shape(match, comparison) for match in comparison.matches],
        "questions": [_match_shape(match, comparison) for match in comparison.questions],
        "not_found": [
            {**asdict(one), "number": _number(comparison.old, one.old), "text": _text(comparison.old, one.old)}
            for one in comparison.not_found
        ],
        "new": [
            {"new": at, "number": _number(comparison.new, at), "text": _text(comparison.new, at)}
            for at in comparison.new_actions
        ],
        "fields_gone": [asdict(one) for one in comparison.fields_gone],
    }
    return (json.dumps(shape, ensure_ascii=False, indent=2) + "\n").encode()


def _entries(each: ComparedList, on: Console) -> None:
    if each.code in _BY_NUMBER_ONLY:
        plain = [line for line in each.lines if not _has_to_say(line)]
        if plain:
            _line(on, "; ".join(_pair(line) for line in plain), indent=2)
    for line in each.lines:
        if each.code not in _BY_NUMBER_ONLY or _has_to_say(line):
            _line(on, f"• {_pair(line)}: {_texts(line)}", indent=2)
            for said in line.says:
                _line(on, said, indent=4)


def _has_to_say(line: ComparedLine) -> bool:
    return line.match is not None and bool(line.says)


def _pair(line: ComparedLine) -> str:
    if not line.old_names or not line.new_names or line.old_names == line.new_names:
        return line.old_names or line.new_names
    return f"{line.old_names} → {line.new_names}"


def _texts(line: ComparedLine) -> str:
    if not line.old_text or not line.new_text or line.old_text == line.new_text:
        return line.old_text or line.new_text
    return f"{line.old_text} → {line.new_text}"


def _plan_shape(plan: Plan) -> dict[str, Any]:
    return {"document": plan.document, "organisation": plan.organisation, "actions": len(plan.actions)}


def _match_shape(match: Match, comparison: PlanComparison) -> dict[str, Any]:
    return {
        **asdict(match),
        "old_numbers": [_number(comparison.old, at) for at in match.old],
        "new_numbers": [_number(comparison.new, at) for at in match.new],
        "old_texts": [_text(comparison.old, at) for at in match.old],
        "new_texts": [_text(comparison.new, at) for at in match.new],
    }


def _number(plan: Plan, at: int) -> str:
    return name_of(at, plan.actions[at - 1])


def _text(plan: Plan, at: int) -> str:
    return plan.actions[at - 1].action_text


def _name(plan: Plan) -> str:
    return plan.document or "A plan without a title"


def _line(on: Console, text: str, *, indent: int = 0, style: str | None = None) -> None:
    text = " ".join(text.split())
    first = " " * max(0, indent - 2) if text.startswith("•") else " " * indent
    for line in textwrap.wrap(text, width=max(20, on.width), initial_indent=first, subsequent_indent=" " * indent):
        on.print(line, style=style, soft_wrap=True)
