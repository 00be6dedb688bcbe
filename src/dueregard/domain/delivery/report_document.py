"""The year-end report as a document and as a workbook.

The one idea: one list of blocks in the order a reader asks: in short, what people wrote, each part in a table, what was
dropped and why, what nobody reported, then every action. The actions stand apart (`action_blocks`), because a page on
the web shows the report and lists them beside it, while Word and PDF hold all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from dueregard.domain.delivery.report import (
    NO_DIRECTORATE,
    NO_STRAND,
    ReportedAction,
    ReportedMeasure,
    YearReport,
    counts_of,
    findings,
    say_counts,
    say_day,
)
from dueregard.domain.delivery.year_end import COLUMN_WORDS, ORDER, OutcomeCounts, say_asked
from dueregard.domain.plans.states import Outcome
from dueregard.publish.charts import Part, stacked_bar
from dueregard.publish.document import (
    Block,
    Column,
    Document,
    Facts,
    Figure,
    Heading,
    Note,
    Table,
    bullets,
    say_date,
    words,
)
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook

NO_FIGURE = "No figure"
NO_TARGET = "No target"
MET_WORDS = {
    "yes": "Yes",
    "no": "No",
    "closer": "No, but closer",
    "same": "No, and unchanged",
    "further": "No, and further off",
    "unknown": "Cannot be said",
}
BAR = {
    "achieved": "complete",
    "partly": "at_risk",
    "not_achieved": "off_track",
    "closed": "closed",
    "ongoing": "carried_forward",
    "developed": "on_track",
    "dropped": "not_started",
    "not_reported": "no_update",
    "blank": "no_update",
}


def report_document(report: YearReport) -> Document:
    """Give the report without the part that lists every action (`action_blocks`).

    >>> from dueregard.domain.delivery.report import report_of
    >>> from dueregard.domain.plans.model import Action, Plan
    >>> plan = Plan(document="Our plan", actions=(Action("Train staff", outcome="ongoing"),))
    >>> report_document(report_of(plan, council="A council", on=date(2027, 4, 9))).title
    'Our plan: what we did'
    """
    return Document(
        title=report.title,
        subtitle=f"Year-end report, {report.period}" if report.period else "Year-end report",
        author=report.council,
        on=report.on,
        version=str(report.version),
        blocks=tuple(_blocks(report)),
        about=tuple(_about(report)),
    )


def _blocks(report: YearReport) -> Iterator[Block]:
    if report.corrections:
        yield Heading(2, "What was corrected")
        yield bullets(*(f"Version {one.version}, {say_day(one.on)}: {one.says}" for one in report.corrections))
    yield Heading(2, "In short")
    yield from _paragraphs(report.narrative.summary)
    yield from (words(said) for said in findings(report))
    yield from _outcomes(report)
    if report.narrative.introduction.strip():
        yield Heading(2, "Introduction")
        yield from _paragraphs(report.narrative.introduction)
    yield from _by_objective(report)
    yield from _by(report, "By directorate", "Directorate", lambda one: one.directorates or (NO_DIRECTORATE,))
    yield from _by(report, "By strand", "Strand", lambda one: one.strands or (NO_STRAND,))
    yield from _measures(report)
    yield from _dropped(report)
    yield from _developed(report)
    yield from _not_reported(report)


def _paragraphs(text: str) -> Iterator[Block]:
    yield from (words(" ".join(part.split())) for part in text.split("\n") if part.strip())


def _outcomes(report: YearReport) -> Iterator[Block]:
    counts = report.counts
    if not counts.total:
        return
    heads = _heads(report)
    shown = [(code, number) for code, number in counts.by_code().items() if number]
    parts = tuple(Part(BAR[code], heads[code], number) for code, number in shown)
    picture = stacked_bar(parts, title="What became of the actions")
    rows = tuple((heads[code], f"{number:,}") for code, number in shown)
    table = Table(
        caption="What became of the actions",
        columns=(Column("Outcome", width=4), Column("Actions", numeric=True)),
        rows=(*rows, ("All", f"{counts.total:,}")),
        total=True,
    )
    yield Figure(picture.svg, picture.says, table)


def _heads(report: YearReport) -> dict[str, str]:
    """Give the heads of tables: the council's own word where it has one."""
    return {code: report.outcome_words.get(code) or word for code, word in COLUMN_WORDS.items()}


def _by_objective(report: YearReport) -> Iterator[Block]:
    groups = _grouped(report.actions, lambda one: (one.objective,))
    if len(groups) < 2 and not report.narrative.objectives:
        return
    yield Heading(2, "By objective")
    yield _crossed(report, groups, caption="Outcome of the actions by objective", head="Objective")
    for name, actions in groups.items():
        said = report.narrative.objectives.get(name, "")
        if said.strip():
            yield Heading(3, name)
            yield words(say_counts(counts_of(actions)))
            yield from _paragraphs(said)


def _by(
    report: YearReport, heading: str, head: str, names: Callable[[ReportedAction], tuple[str, ...]]
) -> Iterator[Block]:
    groups = _grouped(report.actions, names)
    if len(groups) < 2 and set(groups) <= {NO_DIRECTORATE, NO_STRAND}:
        return
    yield Heading(2, heading)
    several = sum(len(actions) for actions in groups.values()) > len(report.actions)
    note = f"An action can stand under several, so the rows add up to more than {len(report.actions):,}."
    caption = f"Outcome of the actions by {head.lower()}"
    yield _crossed(report, groups, caption=caption, head=head, note=note if several else None)


def _grouped(
    actions: Iterable[ReportedAction], names: Callable[[ReportedAction], tuple[str, ...]]
) -> dict[str, list[ReportedAction]]:
    groups: dict[str, list[ReportedAction]] = {}
    for action in actions:
        for name in names(action):
            groups.setdefault(name, []).append(action)
    for last in (NO_DIRECTORATE, NO_STRAND):
        if last in groups:
            groups[last] = groups.pop(last)
    return groups


def _crossed(
    report: YearReport, groups: dict[str, list[ReportedAction]], *, caption: str, head: str, note: str | None = None
) -> Table:
    heads, whole = _heads(report), report.counts
    shown = [code for code in ORDER if whole.by_code()[code]]
    counted = [(name, counts_of(actions)) for name, actions in groups.items()]
    return Table(
        caption=caption,
        columns=(
            Column(head, width=3),
            *(Column(heads[code], numeric=True) for code in shown),
            Column("All", numeric=True),
        ),
        rows=(
            *(_row(name, counts, shown) for name, counts in counted),
            _row("Whole plan", whole, shown),
        ),
        total=True,
        note=note,
    )


def _row(name: str, counts: OutcomeCounts, shown: list[str]) -> tuple[str, ...]:
    by_code = counts.by_code()
    return (name, *(f"{by_code[code]:,}" for code in shown), f"{counts.total:,}")


def _measures(report: YearReport) -> Iterator[Block]:
    yield Heading(2, "Measures against targets")
    measures = report.measures
    if not measures:
        yield words("No action of this plan has a measure. No figure shows whether it worked.")
        return
    yield Table(
        caption="Each measure then and now, and its target",
        columns=(
            Column("Measure", width=4),
            Column("Of", width=2),
            Column("Then", width=2),
            Column("Now", width=2),
            Column("Target", width=2),
            Column("Met", width=2),
        ),
        rows=tuple(_measure_row(one) for one in measures),
        note="Then and now are the first and the last figure that was kept, each with its day. “Closer” and “further "
        "off” compare the distance to the target.",
    )


def _measure_row(one: ReportedMeasure) -> tuple[str, ...]:
    return (
        one.name,
        f"Action {one.action}" if one.action[:1].isdigit() else one.action,
        say_figure(one.then, one.unit, one.then_on),
        say_figure(one.now, one.unit, one.now_on),
        say_figure(one.target, one.unit, one.target_on, missing=NO_TARGET, before="by"),
        MET_WORDS[one.met],
    )


def say_figure(value: str, unit: str, on: str, *, missing: str = NO_FIGURE, before: str = "on") -> str:
    """Say a figure with its unit and day.

    >>> say_figure("44", "weeks", "2026-03-31"), say_figure("", "%", "")
    ('44 weeks\\non 31 March 2026', 'No figure')
    """
    if not value:
        return missing
    amount = f"£{value}" if unit == "£" else f"{value}%" if unit == "%" else f"{value} {unit}".strip()
    return f"{amount}\n{before} {say_day(on)}" if on else amount


def _dropped(report: YearReport) -> Iterator[Block]:
    rows = tuple((named(one), one.words or "No reason is given in the plan.") for one in _with(report, Outcome.DROPPED))
    yield Heading(2, "What was dropped, and why")
    if not rows:
        yield words("No action was dropped.")
        return
    yield Table("Dropped actions", (Column("Action", width=2), Column("Why", width=3)), rows, caption_shown=False)


def _developed(report: YearReport) -> Iterator[Block]:
    rows = tuple(
        (named(one), "\n".join(one.becomes) or one.words or "The plan does not say.")
        for one in _with(report, Outcome.DEVELOPED)
    )
    if rows:
        yield Heading(2, "What was developed into new actions")
        columns = (Column("Action", width=2), Column("What it became", width=3))
        yield Table("Developed actions", columns, rows, caption_shown=False)


def _not_reported(report: YearReport) -> Iterator[Block]:
    yield Heading(2, "What nobody reported on")
    missing = _with(report, Outcome.NOT_REPORTED)
    if not missing:
        yield words("Every action was reported on.")
        return
    yield Note(
        f"{len(missing):,} of {len(report.actions):,} actions: the owners were asked and did not answer. We do not "
        "know what became of these."
    )
    rows = tuple((named(one), say_asked_of(one)) for one in missing)
    yield Table(
        "Actions that nobody reported on",
        (Column("Action", width=3), Column("Asked", width=2)),
        rows,
        caption_shown=False,
    )


def say_asked_of(action: ReportedAction) -> str:
    """Say when the owners of an action were asked."""
    if not action.asked_on:
        return action.words or "The plan does not say when."
    return say_asked(date.fromisoformat(day) for day in action.asked_on)


def _with(report: YearReport, outcome: Outcome) -> tuple[ReportedAction, ...]:
    return tuple(one for one in report.actions if one.outcome == outcome)


def named(action: ReportedAction) -> str:
    """Name an action by its number and title."""
    return f"{action.number}. {action.title}"


def action_blocks(actions: Iterable[ReportedAction]) -> Iterator[Block]:
    """Give every action with its outcome, as a small table each, under the headings of the plan."""
    yield Heading(2, "Every action and its outcome")
    before: tuple[str, ...] = ()
    for action in actions:
        same = 0
        while same < min(len(before), len(action.path)) and before[same] == action.path[same]:
            same += 1
        for depth in range(same, len(action.path)):
            yield Heading(min(depth + 3, 6), action.path[depth])
        before = action.path
        yield Table(
            caption=f"Action {action.number}: {action.title}",
            columns=(Column("Action", width=1), Column(action.number, width=4)),
            rows=pairs_of(action),
        )


def pairs_of(action: ReportedAction) -> tuple[tuple[str, str], ...]:
    """Give what is said of an action, as names and values; what there is nothing of is left out."""
    last_on = f"\n({say_day(action.last_words_on)})" if action.last_words_on else ""
    asked = say_asked_of(action) if action.outcome == Outcome.NOT_REPORTED else ""
    name = (
        "Why" if action.outcome == Outcome.DROPPED else "What shows it" if action.outcome == Outcome.CLOSED else "Note"
    )
    said = (
        ("What we promised", action.text if action.text != action.title else ""),
        ("Strands", ", ".join(action.strands)),
        ("Led by", "; ".join(action.leads)),
        ("Due", say_day(action.due)),
        ("Outcome", action.said),
        (name, action.words if action.words != asked else ""),
        ("It became", "\n".join(action.becomes)),
        ("Asked", asked),
        ("Measures", "\n".join(_say_measure(one) for one in action.measures)),
        ("The owner’s last words", f"{action.last_words}{last_on}" if action.last_words else ""),
    )
    return tuple((title, value) for title, value in said if value.strip())


def _say_measure(one: ReportedMeasure) -> str:
    then, now, target = (
        part.replace("\n", " ")
        for part in (
            say_figure(one.then, one.unit, one.then_on),
            say_figure(one.now, one.unit, one.now_on),
            say_figure(one.target, one.unit, one.target_on, missing=NO_TARGET, before="by"),
        )
    )
    return f"{one.name}: then {_lowered(then)}; now {_lowered(now)}; target {_lowered(target)}"


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:] if text in (NO_FIGURE, NO_TARGET) else text


def _about(report: YearReport) -> Iterator[Block]:
    covers = ""
    if report.period_start and report.period_end:
        covers = f"{say_day(report.period_start)} to {say_day(report.period_end)}"
    facts = (
        ("Covers", covers or report.period),
        ("Made from", f"{len(report.actions):,} actions and {report.updates:,} updates by their owners"),
        ("Frozen", say_date(report.on)),
        ("Version", str(report.version)),
    )
    yield Facts(tuple((name, value) for name, value in facts if value))
    said = [
        "The counts and tables are worked out from the plan as it was closed; nobody can edit them. The summary, the "
        "introduction and the words on objectives were written by the council.",
        "Nothing has been filled in: where there is no figure or no answer, this report says so.",
    ]
    if not report.shows_names:
        said.append("People’s names are left out. Actions name the post that leads them.")
    yield bullets(*said)


_COLUMNS: tuple[tuple[SheetColumn, Callable[[ReportedAction], str | None]], ...] = (
    (SheetColumn("No", "number", width=8), lambda one: one.number),
    (SheetColumn("Action", "action_text", width=60), lambda one: one.text),
    (SheetColumn("Part of the plan", "path", width=30), lambda one: " › ".join(one.path)),
    (SheetColumn("Objective", "objective", width=30), lambda one: one.objective),
    (SheetColumn("Directorate", "directorates", width=24), lambda one: "\n".join(one.directorates)),
    (SheetColumn("Strands", "strands", width=20), lambda one: ", ".join(one.strands)),
    (SheetColumn("Lead", "leads", width=28), lambda one: "\n".join(one.leads)),
    (SheetColumn("Due", "due", width=16), lambda one: say_day(one.due)),
    (SheetColumn("Outcome", "outcome", width=24), lambda one: one.said),
    (SheetColumn("Outcome code", "outcome_code", width=14), lambda one: one.outcome),
    (SheetColumn("How far", "achieved", width=12), lambda one: one.achieved),
    (SheetColumn("Evidence or reason", "words", width=50), lambda one: one.words),
    (SheetColumn("It became", "becomes", width=40), lambda one: "\n".join(one.becomes)),
    (SheetColumn("Asked on", "asked_on", width=20), lambda one: "\n".join(one.asked_on)),
    (SheetColumn("The owner’s last words", "last_words", width=50), lambda one: one.last_words),
    (SheetColumn("Said on", "last_words_on", width=12), lambda one: one.last_words_on),
)


def report_workbook(
    *,
    title: str,
    council: str,
    on: date,
    actions: Iterable[ReportedAction],
    objective_measures: Iterable[ReportedMeasure] = (),
    notes: Iterable[tuple[str, str]] = (),
) -> Workbook:
    """Give the actions of a report as a workbook, one row each, with the measures on a sheet of their own."""
    held = tuple(actions)
    rows = tuple(tuple(value(one) or None for _column, value in _COLUMNS) for one in held)
    measured = tuple(
        (
            one.action,
            one.name,
            one.unit or None,
            one.then or None,
            date.fromisoformat(one.then_on) if one.then_on else None,
            one.now or None,
            date.fromisoformat(one.now_on) if one.now_on else None,
            one.target or None,
            date.fromisoformat(one.target_on) if one.target_on else None,
            MET_WORDS[one.met],
        )
        for one in (*objective_measures, *(measure for action in held for measure in action.measures))
    )
    sheets = [Sheet("Actions", tuple(column for column, _value in _COLUMNS), rows)]
    if measured:
        sheets.append(Sheet("Measures", _MEASURE_COLUMNS, measured))
    return Workbook(title=title, author=council, sheets=tuple(sheets), on=on, notes=tuple(notes))


_MEASURE_COLUMNS = (
    SheetColumn("Action or objective", "of", width=20),
    SheetColumn("Measure", "name", width=40),
    SheetColumn("Unit", "unit", width=12),
    SheetColumn("Then", "then", width=10),
    SheetColumn("Then on", "then_on", kind=Kind.DATE, width=13),
    SheetColumn("Now", "now", width=10),
    SheetColumn("Now on", "now_on", kind=Kind.DATE, width=13),
    SheetColumn("Target", "target", width=10),
    SheetColumn("Target by", "target_on", kind=Kind.DATE, width=13),
    SheetColumn("Met", "met", width=20),
)
