"""Remarks and decisions taken together, as workbooks: the same words in Excel, CSV, OpenDocument and JSON.

The one idea: a mark is a word in every form ("worse, severe", "not known yet", "not assessed"), so that nothing has to
be read from a colour or a sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from dueregard.domain.assessments.cumulative import MANY, Line, Mark, Together, say_together
from dueregard.domain.assessments.model import Effect, Group
from dueregard.domain.assessments.quality import Remark
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Value, Workbook
from dueregard.terms.citations import source
from dueregard.terms.laws import named

_EFFECTS = {
    Effect.WORSE: "worse",
    Effect.BETTER: "better",
    Effect.BOTH: "worse for some, better for some",
    Effect.NONE: "no effect",
    Effect.NOT_KNOWN: "not known yet",
}
NOT_ASSESSED = "not assessed"
NOTHING = "nothing said"
_AUTHOR = "Due Regard"


def say_group(group: Group, *, names: Mapping[Group, str] | None = None) -> str:
    """Say who a group is.

    >>> from dueregard.domain.assessments.model import group_of
    >>> say_group(group_of("disability", ("age", "65 and over")))
    'Disability and Age: 65 and over'
    """
    if names and group in names:
        return names[group]
    return " and ".join(f"{named(code)}: {part}" if part else named(code) for code, part in group.parts)


def say_mark(mark: Mark | None) -> str:
    """Say what one decision does to one group. None: the decision was assessed, and says nothing of the group.

    >>> from dueregard.domain.assessments.model import Severity
    >>> say_mark(Mark(Effect.WORSE, Severity.SEVERE, 40)), say_mark(None)
    ('worse, severe, 40 people', 'nothing said')
    """
    if mark is None:
        return NOTHING
    if mark.effect is None:
        return "not answered"
    said = [_EFFECTS[mark.effect]]
    if mark.is_worse and mark.severity:
        said.append(str(mark.severity))
    if mark.people is not None:
        said.append("1 person" if mark.people == 1 else f"{mark.people:,} people")
    return ", ".join(said)


def together_workbook(found: Together, *, on: date | None = None, names: Mapping[Group, str] | None = None) -> Workbook:
    """Give decisions × groups as a workbook: a row for each group, those that carry most first."""
    columns = (
        SheetColumn("Group", "group", width=36),
        SheetColumn("Pointed out", "pointed_out", width=12),
        SheetColumn("Worse", "worse", Kind.WHOLE, width=8),
        SheetColumn("Severe", "severe", Kind.WHOLE, width=8),
        SheetColumn("Better", "better", Kind.WHOLE, width=8),
        SheetColumn("Not known yet", "not_known", Kind.WHOLE, width=14),
        SheetColumn("Most people of one decision", "most_people", Kind.WHOLE, width=14),
        SheetColumn("At most, all together", "people_at_most", Kind.WHOLE, width=14),
        *(SheetColumn(one.title, f"decision_{at}", width=24) for at, one in enumerate(found.decisions, start=1)),
    )
    rows = tuple(_row(line, found, names) for line in found.lines)
    return Workbook(
        "Decisions taken together",
        _AUTHOR,
        (Sheet("Decisions and groups", columns, rows),),
        on=on,
        notes=(
            ("In short", say_together(found)),
            ("Pointed out", f"Groups with {MANY} or more decisions that make things worse, or with a severe one."),
            ("People", "The same person may be affected by several decisions; the sum is the most there can be."),
            ("No net figure", "What is better is not set off against what is worse."),
        ),
    )


def remarks_workbook(remarks: Iterable[Remark], *, title: str, on: date) -> Workbook:
    """Give remarks as a workbook, a row for each, with why it is asked and its source."""
    columns = (
        SheetColumn("About", "about", width=24),
        SheetColumn("Remark", "remark", width=70),
        SheetColumn("Why it is asked", "why", width=50),
        SheetColumn("Source", "source", width=50),
        SheetColumn("Key", "key", width=30),
    )
    rows = tuple((one.about, one.text, one.why, source(one.source).title, one.key) for one in remarks)
    return Workbook(f"Remarks on “{title}”", _AUTHOR, (Sheet("Remarks", columns, rows),), on=on)


def _row(line: Line, found: Together, names: Mapping[Group, str] | None) -> tuple[Value, ...]:
    return (
        say_group(line.group, names=names),
        "yes" if line.is_pointed_out else "no",
        line.worse,
        line.severe,
        line.better,
        line.not_known + line.not_answered,
        line.most_people,
        line.people_at_most,
        *(
            NOT_ASSESSED if one.code in found.not_assessed else say_mark(line.marks.get(one.code))
            for one in found.decisions
        ),
    )
