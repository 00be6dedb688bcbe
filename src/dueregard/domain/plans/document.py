"""A plan as a document for people to read: what is in it, how it is going, and every action on a card of its own.

The one idea: an action is printed as a small table, one row for each thing the plan says about it, so that it fits an
upright page, reads aloud in order, and can be read in again cell by cell. What the plan does not say is left out of a
card; nothing is filled in. Everything comes from `public.public_plan`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dueregard.domain.plans.measures_said import amount, points_of, say_goal, say_trend, title_of
from dueregard.domain.plans.model import Action, Level, Measure, Plan
from dueregard.domain.plans.progress import number_of
from dueregard.domain.plans.public import Names, public_plan
from dueregard.domain.plans.sheets import PlanColumn, printed_columns
from dueregard.domain.plans.summary import Summary, summarise
from dueregard.domain.plans.tree import levels_of, path_of
from dueregard.domain.plans.wording import STATUS_WORDS, say_contribution
from dueregard.publish.charts import Part, Point, line_chart, stacked_bar
from dueregard.publish.document import (
    Block,
    Column,
    Document,
    Facts,
    Figure,
    Heading,
    Table,
    bullets,
    say_date,
    words,
)
from dueregard.publish.sheet import Value
from dueregard.terms.characteristics import ALL, CHARACTERISTICS, PROTECTED, Characteristic

_FIRST = ("action_text",)
"""The columns that open a card; the others follow in the order of the workbook."""
_NAMES = frozenset({"leads", "links", "partners", "monitored_by"})
"""Lists of names, parted by semicolons in print: a line end may be the page's own."""
_DEEPEST_HEADING = 6


def plan_document(
    plan: Plan,
    *,
    on: date,
    council: str | None = None,
    names: Names = "posts",
    hide: frozenset[str] = frozenset(),
    version: str | None = None,
    lines: Mapping[int, str] | None = None,
) -> Document:
    """Give a plan as a document to publish.

    Takes:   the body that publishes (else the plan's own) and the day; `names` and `hide` as in `public.public_plan`;
             `lines`, by position from 1, what is said under an action of the plans before and after this one.
    >>> plan = Plan(document="Our plan", actions=(Action("Train staff", number=1),))
    >>> plan_document(plan, council="A council", on=date(2026, 3, 31)).title
    'Our plan'
    """
    shown = public_plan(plan, names=names, hide=hide)
    return Document(
        title=shown.document or "Equality action plan",
        subtitle=shown.plan_period.text if shown.plan_period else None,
        author=council or shown.organisation or "Not said",
        on=on,
        version=version,
        blocks=tuple(_blocks(shown, names=names, lines=lines or {})),
        about=tuple(_about(on, names=names)),
    )


def _blocks(plan: Plan, *, names: Names, lines: Mapping[int, str]) -> Iterator[Block]:
    summary = summarise(plan)
    yield Heading(2, "The plan in short")
    yield words(summary.sentence)
    yield from _overview(plan, summary)
    yield from _actions(plan, names=names, lines=lines)


def _overview(plan: Plan, summary: Summary) -> Iterator[Block]:
    counts = summary.by_status.by_code().items()
    if summary.actions > summary.by_status.no_update:
        rows = tuple((STATUS_WORDS[code], f"{count:,}") for code, count in counts if count)
        table = Table(
            caption="Where the actions stand",
            columns=(Column("Where they stand", width=4), Column("How many", numeric=True)),
            rows=(*rows, ("All", f"{summary.actions:,}")),
            total=True,
        )
        parts = tuple(Part(code, STATUS_WORDS[code], count) for code, count in counts if count)
        picture = stacked_bar(parts, title="Where the actions stand")
        yield Figure(picture.svg, picture.says, table)
    if len(summary.sections) > 1:
        # A list, not a table: names of parts above numbers look like actions to a reader of plans.
        yield words("The parts of the plan, and how many actions each has:")
        yield bullets(*(f"{section.name}: {section.count:,}" for section in summary.sections))
    if plan.key:
        yield Table(
            caption="What the strand codes mean",
            columns=(Column("Strand code", width=1), Column("What it means", width=4)),
            rows=tuple((code, strand.label or code) for code, strand in plan.key.items()),
            note="An action may stand under several strands.",
        )


def _actions(plan: Plan, *, names: Names, lines: Mapping[int, str]) -> Iterator[Block]:
    described = {level.path: level for level in levels_of(plan)}
    before: tuple[str, ...] | None = None
    for position, action in enumerate(plan.actions, start=1):
        path = path_of(action)
        if path != before:
            yield from _headings(path, before, described)
            before = path
        yield _card(action, position, names=names, line=lines.get(position))


def _headings(
    path: tuple[str, ...], before: tuple[str, ...] | None, described: dict[tuple[str, ...], Level]
) -> Iterator[Block]:
    """Give the headings of a path that are not above the action before it, each with what the plan says of it."""
    if not path:
        yield Heading(2, "Actions" if before is None else "Other actions")
    same = 0
    while before is not None and same < min(len(path), len(before)) and path[same] == before[same]:
        same += 1
    for depth in range(same, len(path)):
        yield Heading(min(depth + 2, _DEEPEST_HEADING), path[depth])
        level = described.get(path[: depth + 1])
        if level:
            yield from _level_facts(level)
            yield from _level_pictures(level)


def _level_facts(level: Level) -> Iterator[Block]:
    facts = [
        ("Why it matters", level.why),
        ("How we will know", level.success_measure),
        ("What we measure", "\n".join(_measured(each) for each in level.measures)),
        ("Strands", ", ".join(level.strands)),
        ("Who shaped it", "\n".join(say_contribution(each) for each in level.contributions)),
    ]
    said = tuple((name, value) for name, value in facts if value and value.strip())
    if said:
        yield Facts(said)


def _measured(measure: Measure) -> str:
    return f"{title_of(measure)}. {say_goal(measure)} {say_trend(measure)}"


def _level_pictures(level: Level) -> Iterator[Block]:
    """Give the picture of each measure that has several figures, with the table that it was drawn from."""
    for measure in level.measures:
        points = points_of(measure)
        if len(points) < 2:
            continue
        drawn = line_chart(
            [Point(say_date(on), value) for on, value in points],
            title=title_of(measure),
            unit=f" {measure.unit}" if measure.unit not in ("%", None) else measure.unit or "",
            target=number_of(measure.target),
        )
        rows = tuple((say_date(on), amount(value, measure.unit)) for on, value in points)
        columns = (Column("On this day", width=3), Column("Measured", numeric=True))
        yield Figure(drawn.svg, drawn.says, Table(title_of(measure), columns, rows))


def _card(action: Action, position: int, *, names: Names, line: str | None) -> Table:
    number = action.number_text or (str(action.number) if action.number is not None else str(position))
    rows = []
    for column in _columns(with_authors=names == "all"):
        said = _strands(action) if column.column.key == "strands" else _say(column.of(action))
        if column.column.key in _NAMES:
            said = said.replace("\n", "; ")
        if said:
            rows.append((column.column.title, said))
    return Table(
        caption=f"Action plan: action {number}",
        columns=(Column("No", width=1), Column(number, width=4)),
        rows=tuple(rows),
        note=f"Plan by plan: {line}" if line else None,
        caption_shown=False,
    )


def _strands(action: Action) -> str:
    """Name the strands: a code of our own by its words, one of the plan's own as it stands, for its key tells it."""
    return ", ".join(CHARACTERISTICS[code].label if code in CHARACTERISTICS else code for code in action.strands)


def _columns(*, with_authors: bool) -> list[PlanColumn]:
    return sorted(printed_columns(with_authors=with_authors), key=lambda each: each.column.key not in _FIRST)


def _say(value: Value) -> str:
    if value is None:
        return ""
    return (say_date(value) if isinstance(value, date) else str(value)).strip()


def _about(on: date, *, names: Names) -> Iterator[Block]:
    said = [
        f"This is the plan as it stood on {say_date(on)}.",
        "What the plan does not say is left out here; nothing has been filled in.",
    ]
    if names == "posts":
        said.append("People’s names are left out. Actions name the post that leads them.")
    said.append("The same plan can be had as a spreadsheet, as CSV and as JSON.")
    yield bullets(*said)


def blank_document(
    characteristics: Iterable[Characteristic] = PROTECTED, *, on: date, council: str = "Your council"
) -> Document:
    """Give the empty Word document that a council fills in: how to, an example of a heading, and cards to copy."""
    named = ", ".join((ALL, *(characteristic.label for characteristic in characteristics)))
    asked = {"strands": f"One or more of: {named}"}
    rows = tuple(
        (column.column.title, f"[{asked.get(column.column.key, column.help).rstrip('.')}]")
        for column in _columns(with_authors=False)
        if column.column.key not in _NOT_IN_TEMPLATE
    )
    cards = tuple(
        Table(f"Action plan: action {n}", (Column("No", width=1), Column(str(n), width=4)), rows, caption_shown=False)
        for n in (1, 2)
    )
    return Document(
        title="Equality action plan",
        subtitle="A document to fill in",
        author=council,
        on=on,
        blocks=(
            Heading(2, "How to fill this in"),
            bullets(
                "Copy the table below for each action, and give each its number.",
                "Replace the words in square brackets. Take out rows you do not need.",
                "Name posts rather than people.",
                "Save the file and hand it in under Plans. You see what we read before anything is kept.",
            ),
            Heading(2, "Objective 1: [what you want to be different]"),
            *cards,
        ),
    )


_NOT_IN_TEMPLATE = frozenset({"commitments", "how", "frequency", "priority", "rag", "percent", "completed_date"})
