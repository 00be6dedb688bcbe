"""A board's pack as a workbook: every action it watches, then and now, and every question with its answer.

The one idea: a clerk sorts and counts in a spreadsheet; so the rows are all the actions, not only those that moved.
"""

from __future__ import annotations

from dueregard.domain.delivery import packs_wording as say
from dueregard.domain.delivery.packs import ActionFacts, Pack, PackFacts, QuestionFacts
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Value, Workbook

_STATES = {"open": "Open", "answered": "Answered", "closed": "Closed"}


def pack_workbook(pack: Pack) -> Workbook:
    """Give the pack as a workbook."""
    facts = pack.facts
    sheets = [_actions(pack)]
    if facts.questions:
        sheets.append(Sheet("Questions", _QUESTIONS, tuple(_question(one) for one in facts.questions)))
    notes = [
        ("Meeting", say.say_meeting(facts)),
        ("Asked of the board", "\n".join(pack.asks)),
        ("Where they stood before", say.say_basis(facts)),
    ]
    if facts.gone:
        notes.append(("No longer on the list", "\n".join(facts.gone)))
    if facts.what_changed:
        notes.append((f"Version {facts.version}", facts.what_changed))
    return Workbook(say.say_title(facts), facts.council, tuple(sheets), on=facts.on, notes=tuple(notes))


_QUESTIONS = (
    SheetColumn("Asked on", "asked_on", Kind.DATE),
    SheetColumn("Asked by", "asked_by", width=24),
    SheetColumn("What it is", "kind", width=12),
    SheetColumn("About", "about", width=40),
    SheetColumn("Words", "text", width=60),
    SheetColumn("State", "state", width=12),
    SheetColumn("With", "assigned", width=28),
    SheetColumn("Answer due", "due_on", Kind.DATE),
    SheetColumn("Answer", "answer", width=60),
    SheetColumn("Answered on", "answered_on", Kind.DATE),
)


def _actions(pack: Pack) -> Sheet:
    facts = pack.facts
    columns = [
        SheetColumn("No", "number", width=8),
        SheetColumn("Action", "title", width=60),
        SheetColumn("Plan", "plan", width=30),
        SheetColumn("Owner", "owners", width=30),
        SheetColumn("Due", "due_date", Kind.DATE),
        SheetColumn("Days late", "days_late", Kind.WHOLE, width=10),
    ]
    if facts.basis is not None:
        columns.append(SheetColumn("At the last meeting", "status_before", width=18))
    columns += [
        SheetColumn("Now", "status", width=18),
        SheetColumn("In the owner’s words", "said", width=60),
        SheetColumn("Said on", "said_on", Kind.DATE),
        SheetColumn("Not answered", "not_answered", width=30),
        SheetColumn("Stalled", "stalled", width=40),
        SheetColumn("Plan by plan", "line", width=40),
    ]
    rows = tuple(_row(one, facts) for one in facts.actions)
    return Sheet("Actions", tuple(columns), rows)


def _row(one: ActionFacts, facts: PackFacts) -> tuple[Value, ...]:
    before: tuple[Value, ...] = ()
    if facts.basis is not None:
        before = (say.say_status(one.status_before, facts) if one.was_watched else "Not on the list",)
    return (
        one.number or None,
        one.title,
        one.plan,
        ", ".join(one.owners) or None,
        one.due_date,
        one.days_late,
        *before,
        say.say_status(one.status, facts),
        one.said,
        one.said_on,
        one.not_answered,
        one.stalled,
        one.line,
    )


def _question(one: QuestionFacts) -> tuple[Value, ...]:
    return (
        one.asked_on,
        one.asked_by,
        say.say_kind(one.kind).capitalize(),
        one.about or None,
        one.text,
        _STATES[one.state],
        one.assigned,
        one.due_on,
        one.answer,
        one.answered_on,
    )
