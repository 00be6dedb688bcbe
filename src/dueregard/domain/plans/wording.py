"""How are the states of an action said in print?

The one idea: the council's own printed words come first; where it printed none, the one list below is used, the same in
every form. Source: docs/reference/words.md.
"""

from __future__ import annotations

from dueregard.domain.plans.measures_said import title_of
from dueregard.domain.plans.model import Action, Contribution, Lead, Measure, Progress, SubAction
from dueregard.publish.document import say_date

STATUS_WORDS: dict[str, str] = {
    "not_started": "Not started",
    "on_track": "On track",
    "at_risk": "At risk",
    "off_track": "Off track",
    "complete": "Complete",
    "closed": "Closed",
    "no_update": "No update yet",
}
OUTCOME_WORDS: dict[str, str] = {
    "closed": "Closed",
    "ongoing": "Ongoing in the next plan",
    "developed": "Developed into new actions",
    "dropped": "Dropped",
    "not_reported": "Not reported",
}
ACHIEVED_WORDS: dict[str, str] = {"achieved": "achieved", "partly": "partly achieved", "not": "not achieved"}
RAG_WORDS: dict[str, str] = {"red": "Red", "amber": "Amber", "green": "Green", "blue": "Blue", "grey": "Grey"}


def say_status(action: Action) -> str | None:
    """Say where an action stands, in its council's words where it printed some.

    >>> say_status(Action("Train staff", status="on_track")), say_status(Action("Train staff", status_text="Underway"))
    ('On track', 'Underway')
    """
    return action.status_text or (STATUS_WORDS.get(action.status, action.status) if action.status else None)


def say_outcome(action: Action) -> str | None:
    """Say what was decided at year end, in the council's words where it printed some.

    >>> say_outcome(Action("Train staff", outcome="ongoing"))
    'Ongoing in the next plan'
    """
    if action.outcome_text or not action.outcome:
        return action.outcome_text
    said = OUTCOME_WORDS.get(action.outcome, action.outcome)
    how_far = ACHIEVED_WORDS.get(action.achieved or "")
    return f"{said} ({how_far})" if how_far else said


def say_rag(action: Action) -> str | None:
    """Say the colour a council prints."""
    return RAG_WORDS.get(action.rag, action.rag) if action.rag else None


def say_action(action: Action) -> str:
    """Give the whole text of an action; parts that its text does not hold follow, each on a line.

    >>> say_action(Action("Train staff", sub_actions=(SubAction("online", "sub_action", label="i)"),)))
    'Train staff\\ni) online'
    """
    lines = [action.action_text]
    for part in action.sub_actions:
        if part.text not in action.action_text:
            lines.append(_part(part))
    return "\n".join(line for line in lines if line)


def _part(part: SubAction) -> str:
    text = f"{part.label} {part.text}" if part.label else f"• {part.text}"
    if part.due_date and not part.timescales:
        text += f" by {say_date(part.due_date)}"
    return text


def say_lead(lead: Lead) -> str:
    """Say who leads, with the time that is printed with the name.

    >>> say_lead(Lead("Head of Housing", "April 2016"))
    'Head of Housing, April 2016'
    """
    return f"{lead.name}, {lead.timescale_text}" if lead.timescale_text else lead.name


def say_progress(entry: Progress, *, with_author: bool) -> str:
    """Say one entry of progress: when, by whom if wanted, what.

    >>> from datetime import date
    >>> say_progress(Progress("Begun.", date=date(2026, 10, 7), author="A. Person"), with_author=False)
    '7 October 2026: Begun.'
    """
    said = [say_date(entry.date) if entry.date else "", entry.author if with_author and entry.author else ""]
    head = ", ".join(part for part in said if part)
    return f"{head}: {entry.text}" if head else entry.text


def say_update(action: Action, *, with_author: bool) -> str | None:
    """Give the update as printed, then the entries of progress that it does not hold already."""
    lines = [action.update_text or ""]
    lines += [
        say_progress(entry, with_author=with_author)
        for entry in action.progress
        if entry.text not in (action.update_text or "")
    ]
    return "\n".join(line for line in lines if line) or None


def say_measure(measure: Measure) -> str:
    """Say what success is measured by, from where to where, and the latest value.

    >>> from datetime import date
    >>> say_measure(Measure("Staff trained", unit="%", baseline="40", target="95", target_date=date(2027, 3, 31)))
    'Staff trained: 40% at the start; target 95% by 31 March 2027'
    """

    def amount(value: str) -> str:
        unit = measure.unit or ""
        return f"{value}{unit}" if unit in ("", "%", "£") else f"{value} {unit}"

    parts = []
    if measure.baseline:
        when = f"on {say_date(measure.baseline_date)}" if measure.baseline_date else "at the start"
        parts.append(f"{amount(measure.baseline)} {when}")
    if measure.target:
        by = f" by {say_date(measure.target_date)}" if measure.target_date else ""
        parts.append(f"target {amount(measure.target)}{by}")
    if measure.values:
        last = max(measure.values, key=lambda value: value.on)
        parts.append(f"{amount(last.value)} on {say_date(last.on)}")
    return f"{title_of(measure)}: {'; '.join(parts)}" if parts else title_of(measure)


def say_measures(action: Action) -> str | None:
    """Give the printed measure, then each kept one that it does not name, a line each."""
    printed = action.measure or ""
    lines = [printed, *(say_measure(measure) for measure in action.measures if measure.name not in printed)]
    return "\n".join(line for line in lines if line) or None


def say_contribution(contribution: Contribution) -> str:
    """Say who shaped an objective, how, and what that changed.

    >>> say_contribution(Contribution("Staff networks", how="two meetings", changed="A new target."))
    'Staff networks (two meetings). What changed: A new target.'
    """
    how = f" ({contribution.how})" if contribution.how else ""
    changed = f". What changed: {contribution.changed}" if contribution.changed else ""
    return f"{contribution.who}{how}{changed}"
