"""A plan as a workbook, and the empty workbook that a council fills in.

The one idea: one list of columns (`COLUMNS`), with headers that our own reader of plans understands, serves the
download, the template and the notes beside them; so what is filled in or downloaded can be read in again, in any
order of columns. Lines of a cell are entries: one lead, one link, one board to a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from dueregard.domain.plans.model import Action, Plan
from dueregard.domain.plans.public import Names, public_plan
from dueregard.domain.plans.summary import summarise
from dueregard.domain.plans.tree import is_section_a_level
from dueregard.domain.plans.wording import (
    OUTCOME_WORDS,
    RAG_WORDS,
    STATUS_WORDS,
    say_action,
    say_lead,
    say_measure,
    say_measures,
    say_outcome,
    say_rag,
    say_status,
    say_update,
)
from dueregard.publish.document import say_date
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Value, Workbook
from dueregard.terms.characteristics import ALL, PROTECTED, Characteristic

BLANK_ROWS = 200
LEVEL_TITLES: dict[str, str] = {
    "directorate": "Directorate",
    "service": "Service",
    "theme": "Theme",
    "priority": "Strategic priority",
    "role": "Role",
    "objective": "Objective",
    "commitment": "Commitment",
}
_SECTION = "Section / theme"
_UNNAMED_LEVELS = {1: ("Objective",), 2: ("Theme", "Objective"), 3: ("Theme", "Strategic priority", "Objective")}


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column of every plan workbook: how it looks, what it takes from an action, and what to write into it."""

    column: SheetColumn
    of: Callable[[Action], Value]
    help: str


def _lines(parts: Iterable[str]) -> str | None:
    return "\n".join(parts) or None


def _column(
    title: str, key: str, of: Callable[[Action], Value], hint: str, *, kind: Kind = Kind.TEXT, width: int = 20
) -> PlanColumn:
    return PlanColumn(SheetColumn(title, key, kind=kind, width=width), of, hint)


COLUMNS: tuple[PlanColumn, ...] = (
    _column("Commitments", "commitments", lambda a: _lines(a.commitments), "What the council has promised.", width=40),
    _column("Action", "action_text", say_action, "What will be done. One action a row; parts as i), ii).", width=60),
    _column("How", "how", lambda a: a.how, "How it will be done.", width=40),
    _column(
        "Strands", "strands", lambda a: ", ".join(a.strands) or None, "Who it is for: codes or names, with commas."
    ),
    _column("Links", "links", lambda a: _lines(a.links), "Plans and strategies it belongs to, one a line.", width=30),
    _column("Lead", "leads", lambda a: _lines(map(say_lead, a.leads)), "The post that leads, not a name.", width=30),
    _column("Partners", "partners", lambda a: _lines(a.partners), "Who works with the lead, one a line."),
    _column("Timescale", "timescale_text", lambda a: a.timescale_text, "In words, such as Q3 2026-27 or ongoing."),
    _column("Start date", "start_date", lambda a: a.start_date, "The first day.", kind=Kind.DATE, width=13),
    _column("Due date", "due_date", lambda a: a.due_date, "The last day.", kind=Kind.DATE, width=13),
    _column("Frequency", "frequency", lambda a: a.frequency, "How often, if it comes again.", width=13),
    _column("Monitored by", "monitored_by", lambda a: _lines(a.monitored_by), "Who watches it, one a line.", width=25),
    _column("Resources", "resources", lambda a: a.resources, "Money and people."),
    _column("Success measure", "measure", say_measures, "How you will know that it worked.", width=35),
    _column("Expected outcome", "expected_outcome", lambda a: a.expected_outcome, "What will be different.", width=35),
    _column("Priority level", "priority", lambda a: a.priority, "High, medium or low, if you use it.", width=13),
    _column("Status", "status", say_status, "Where it stands now.", width=14),
    _column("RAG", "rag", say_rag, "Only if your council prints a colour as well.", width=10),
    _column("% complete", "percent", lambda a: a.percent, "0% to 100%.", kind=Kind.PERCENT, width=11),
    _column("Date completed", "completed_date", lambda a: a.completed_date, "When done.", kind=Kind.DATE, width=13),
    _column(
        "Update", "update_text", lambda a: say_update(a, with_author=False), "What is new since last time.", width=50
    ),
    _column("Outcome", "outcome", say_outcome, "At year end: what was decided.", width=22),
    _column("Year end report", "year_end_report", lambda a: a.year_end_report, "At year end: what was done.", width=50),
)
"""What follows the number, the section and the levels, in the order of a printed plan."""


def plan_workbook(
    plan: Plan,
    *,
    council: str | None = None,
    on: date | None = None,
    names: Names = "posts",
    hide: frozenset[str] = frozenset(),
) -> Workbook:
    """Give a plan as a workbook of one sheet of actions and one of notes.

    Takes:   the body that publishes (else the plan's own) and the day; `names` and `hide` as in `public.public_plan`.
    >>> book = plan_workbook(Plan(actions=(Action("Train staff"),)))
    >>> [sheet.name for sheet in book.sheets], book.sheets[0].rows[0][1:4]
    (['Actions'], (None, None, 'Train staff'))
    """
    shown = public_plan(plan, names=names, hide=hide)
    level_titles = _level_titles(shown)
    columns = _all_columns(shown, level_titles, with_authors=names == "all")
    author = council or shown.organisation or ""
    rows = _without_gaps(tuple(tuple(column.of(action) for column in columns) for action in shown.actions), columns)
    sheet = Sheet("Actions", tuple(column.column for column in columns), rows)
    return Workbook(
        title=shown.document or "Equality action plan",
        author=author,
        sheets=(sheet,),
        on=on,
        notes=_notes(shown, author, on, columns),
    )


def _all_columns(plan: Plan, level_titles: tuple[str, ...], *, with_authors: bool) -> tuple[PlanColumn, ...]:
    first = [_number_column(plan), _section_column(plan)]
    for at, title in enumerate(level_titles):
        first.append(_column(title, f"level_{at + 1}", _level(at), "What the action is for.", width=30))
    return (*first, *printed_columns(with_authors=with_authors))


def printed_columns(*, with_authors: bool) -> tuple[PlanColumn, ...]:
    """Give the columns that follow the number and the levels; `with_authors` says who wrote each update."""
    if not with_authors:
        return COLUMNS
    return tuple(
        replace(column, of=lambda a: say_update(a, with_author=True)) if column.column.key == "update_text" else column
        for column in COLUMNS
    )


def _without_gaps(
    rows: tuple[tuple[Value, ...], ...], columns: tuple[PlanColumn, ...]
) -> tuple[tuple[Value, ...], ...]:
    """Repeat the wider level in an empty cell below a filled one: left empty, it would be read as "the same again"."""
    levels = [at for at, column in enumerate(columns) if column.column.key.startswith("level_")]
    seen: set[int] = set()
    whole = []
    for row in rows:
        cells = list(row)
        for at in levels:
            if cells[at] is not None:
                seen.add(at)
            elif at in seen:
                cells[at] = cells[at - 1]
        whole.append(tuple(cells))
    return tuple(whole)


def _section_column(plan: Plan) -> PlanColumn:
    """Give the part of the plan, headed by what the plan calls it."""
    kinds = {level.kind for level in plan.levels if len(level.path) == 1}
    title = LEVEL_TITLES.get(kinds.pop(), _SECTION) if len(kinds) == 1 else _SECTION
    return _column(title, "section", lambda a: a.section, "The part of the plan.", width=25)


def _number_column(plan: Plan) -> PlanColumn:
    """Give the number as printed; as a number where every action's is one."""
    numbers = [action.number_text for action in plan.actions]
    plain = all(text is None or text == str(action.number) for action, text in zip(plan.actions, numbers, strict=True))
    help_ = "The action's number."
    if plain:
        return _column("No", "number", lambda a: a.number, help_, kind=Kind.WHOLE, width=6)
    return _column("No", "number", lambda a: a.number_text or (str(a.number) if a.number else None), help_, width=6)


def _own_levels(action: Action) -> tuple[str, ...]:
    return action.levels[1:] if is_section_a_level(action) else action.levels


def _level(at: int) -> Callable[[Action], Value]:
    return lambda action: _own_levels(action)[at] if len(_own_levels(action)) > at else None


def _level_titles(plan: Plan) -> tuple[str, ...]:
    """Give a header for each level below the section: what the plan calls it, each header once."""
    depth = max((len(_own_levels(action)) for action in plan.actions), default=0)
    taken = {_section_column(plan).column.title}
    titles = list(_UNNAMED_LEVELS.get(depth, tuple(f"Level {n + 1}" for n in range(depth))))
    kinds = {level.path: level.kind for level in plan.levels}
    for action in plan.actions:
        above = () if action.section is None else (action.section,)
        own = _own_levels(action)
        for at in range(len(own)):
            kind = kinds.get((*above, *own[: at + 1])) or kinds.get(own[: at + 1])
            named = LEVEL_TITLES.get(kind or "")
            if named and named not in titles and named not in taken:
                titles[at] = named
    return tuple(titles)


def _notes(plan: Plan, author: str, on: date | None, columns: tuple[PlanColumn, ...]) -> tuple[tuple[str, str], ...]:
    said = (
        ("Published by", author),
        ("As it stood on", say_date(on) if on else ""),
        ("Period", plan.plan_period.text if plan.plan_period else ""),
    )
    return (
        *(pair for pair in said if pair[1]),
        ("In short", summarise(plan).sentence),
        *((f"Strand {code}", strand.label) for code, strand in plan.key.items()),
        *(
            (f"Measure of “{level.path[-1]}”", f"{say_measure(measure)}.")
            for level in plan.levels
            for measure in level.measures
        ),
        ("Empty cells", "The plan does not say."),
        *_glossary(columns),
    )


def _glossary(columns: Iterable[PlanColumn]) -> tuple[tuple[str, str], ...]:
    """Say what each column holds; as whole sentences, so that no reader takes the notes for a plan."""
    said = [f"“{column.column.title}” holds: {column.help}" for column in columns]
    return tuple((f"About column {number}", words) for number, words in enumerate(said, start=1))


def blank_workbook(
    characteristics: Iterable[Characteristic] = PROTECTED,
    *,
    council: str = "",
    on: date | None = None,
    boards: Iterable[str] = (),
    posts: Iterable[str] = (),
) -> Workbook:
    """Give the empty workbook: one sheet to fill with drop-downs, and a sheet that says how.

    Takes:   the council's own characteristics, its boards and its posts; they are offered, other words may be written.
    """
    named = tuple(characteristic.label for characteristic in characteristics)
    choices = {
        "strands": (ALL, *named),
        "leads": tuple(dict.fromkeys(posts)),
        "monitored_by": tuple(dict.fromkeys(boards)),
        "status": tuple(words for code, words in STATUS_WORDS.items() if code != "no_update"),
        "rag": tuple(RAG_WORDS.values()),
        "outcome": tuple(words for code, words in OUTCOME_WORDS.items() if code != "not_reported"),
        "priority": ("High", "Medium", "Low"),
    }
    columns = _all_columns(Plan(), ("Objective",), with_authors=False)
    sheet = Sheet(
        "Actions",
        tuple(
            replace(column.column, choices=choices.get(column.column.key, ()), hint=column.help) for column in columns
        ),
        blank_rows=BLANK_ROWS,
    )
    how_to = (
        ("1", "Write one action in each row of the sheet “Actions”. Only the column Action must be filled in."),
        ("2", "Leave a cell empty where you do not know yet: we ask about it, and choose nothing for you."),
        ("3", "Some columns offer a list. You may write other words, or several, one a line (Alt and Enter)."),
        ("4", "Name posts rather than people. You may move, add or take out columns."),
        ("5", "Save the file and hand it in under Plans. You see what we read before anything is kept."),
        *_glossary(columns),
    )
    return Workbook(
        title="Equality action plan: a workbook to fill in",
        author=council,
        sheets=(sheet,),
        on=on,
        notes=how_to,
        notes_name="How to",
    )
