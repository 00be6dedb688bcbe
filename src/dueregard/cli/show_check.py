"""The remarks of the SMART check, on a terminal and as JSON.

The one idea: rule by rule, what must be repaired first; each rule says once why it matters, and under it stand the
actions with the words proposed for them, once where they are the same. At the end, the repairs that would help most,
and the sources. No verdict is given.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from dueregard.domain.plans.check import FoundByRule, Remark, Severity, by_rule, most_useful, runs
from dueregard.domain.plans.model import Plan
from dueregard.terms.citations import source

if TYPE_CHECKING:
    from rich.console import Console

_HEADINGS = {
    Severity.REPAIR: "To repair: without these the plan cannot be followed up",
    Severity.IMPROVE: "To improve",
    Severity.LOOK: "Worth a look",
}


def show_remarks(plan: Plan, remarks: Sequence[Remark], *, on: Console, brief: bool = False) -> None:
    """Print the remarks on a console; `brief` leaves out the single actions."""
    on.print(plan.document or "A plan without a title", style="bold")
    if not remarks:
        _line(on, "Nothing to remark. That is no verdict: only the words of the plan were looked at.")
        return
    count, total = len(remarks), len(plan.actions)
    _line(on, f"{count} {'remark' if count == 1 else 'remarks'} on {total} {'action' if total == 1 else 'actions'}.")
    severity: Severity | None = None
    cited: list[str] = []
    for group in by_rule(remarks):
        if group.rule.severity is not severity:
            severity = group.rule.severity
            on.print()
            on.print(_HEADINGS[severity], style="bold")
        _group(group, on, brief=brief, cited=cited)
    on.print()
    on.print("The repairs that would help most", style="bold")
    for number, group in enumerate(most_useful(remarks), start=1):
        where = f" ({group.actions()})" if group.actions() else ""
        _line(on, f"{number}. {group.rule.repair}{where}", indent=3)
    if cited:
        on.print()
        on.print("Sources", style="bold")
        for number, key in enumerate(cited, start=1):
            _line(on, f"[{number}] {source(key).in_words()}.", indent=5)
    on.print()
    _line(on, "This check reads words. Whether the equality duty is met is not for a program to say.")


def _group(group: FoundByRule, on: Console, *, brief: bool, cited: list[str]) -> None:
    rule = group.rule
    if group.actions():
        _line(on, f"• {rule.counted[:1].upper()}{rule.counted[1:]}: {group.count()} ({group.actions()})")
    else:
        for one in group.remarks:
            _line(on, f"• {one.text}")
            if one.proposed and not brief:
                _line(on, f"→ {one.proposed}", indent=4)
    if brief:
        return
    if rule.source not in cited:
        cited.append(rule.source)
    _line(on, f"{rule.why} [{cited.index(rule.source) + 1}]", indent=4)
    alike: dict[str, list[tuple[int, str]]] = {}
    for one in group.remarks:
        said = one.text if one.text != rule.says else ""
        words = f"{said} → {one.proposed}" if one.proposed else said
        if one.action is not None and words:
            alike.setdefault(words, []).append((one.action, one.number or ""))
    for words, names in alike.items():
        _line(on, f"{runs(names)}: {words}", indent=6)


def remarks_to_json(plan: Plan, remarks: Sequence[Remark], *, on: date, nation: str) -> bytes:
    """Give the remarks as JSON, with the sources they cite."""
    shape = {
        "format": "dueregard.plan-check/1",
        "document": plan.document,
        "on": on.isoformat(),
        "nation": nation,
        "actions": len(plan.actions),
        "counts": {group.rule.code: group.count() for group in by_rule(remarks)},
        "most_useful": [group.rule.code for group in most_useful(remarks)],
        "remarks": [asdict(one) for one in remarks],
        "sources": {key: source(key).in_words() for key in sorted({one.source for one in remarks})},
    }
    return (json.dumps(shape, ensure_ascii=False, indent=2, default=str) + "\n").encode()


def _line(on: Console, text: str, *, indent: int = 0) -> None:
    text = " ".join(text.split())
    first = " " * max(0, indent - 2) if indent else ""
    for line in textwrap.wrap(
        text, width=max(20, on.width), initial_indent=first, subsequent_indent=" " * (indent or 2)
    ):
        on.print(line, soft_wrap=True)
