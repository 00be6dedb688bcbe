"""Decisions taken together in words and on paper: who carries what, what leaving some out changes.

The one idea: the page, the table and the report say the same. A group's sentence names the severe decisions first, then
how many, then how many people by one and at most by all; what is better is said, never set off.

Refuses: nothing. Where nothing is assessed the report says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dueregard.domain.assessments.cumulative import MANY, Line, Together, difference, say_together
from dueregard.domain.assessments.model import Group
from dueregard.domain.assessments.sheets import NOT_ASSESSED, say_group, say_mark
from dueregard.publish.document import Block, Column, Document, Facts, Heading, Note, Table, bullets, say_date, words


@dataclass(frozen=True, slots=True)
class Report:
    """What the report is about: its title, whose, of which day, and what was left out (None: nothing)."""

    title: str
    council: str
    on: date
    found: Together
    whole: Together | None = None
    names: Mapping[Group, str] | None = None


def say_line(line: Line, found: Together, *, names: Mapping[Group, str] | None = None) -> str:
    """Say what a group carries.

    >>> from dueregard.domain.assessments.cumulative import Assessed, together
    >>> from dueregard.domain.assessments.model import Effect, Impact, Severity, Weight, group_of
    >>> severe = Impact(group_of("disability"), Effect.WORSE, before=Weight(Severity.SEVERE, people=98))
    >>> all_ = together([Assessed("S3", "Day centres", (severe,))])
    >>> say_line(all_.lines[0], all_)
    'Disability: 1 decision makes things worse. Severe: Day centres. Up to 98 people.'
    """
    titles = {one.code: one.title for one in found.decisions}
    said = [f"{say_group(line.group, names=names)}:"]
    if line.worse:
        verb = "makes" if line.worse == 1 else "make"
        said.append(f"{_number(line.worse, 'decision')} {verb} things worse.")
    if line.severe:
        severe = [titles[code] for code, mark in line.marks.items() if mark.is_severe]
        said.append(f"Severe: {'; '.join(severe)}.")
    if line.better:
        verb = "makes" if line.better == 1 else "make"
        said.append(f"{_number(line.better, 'decision')} {verb} things better.")
    said += _people(line)
    unknown = line.not_known + line.not_answered
    if unknown:
        said.append(f"{_number(unknown, 'effect')} not known yet.")
    if len(said) == 1:
        said.append("no decision has an effect.")
    return " ".join(said)


def say_change(before: Line, after: Line | None, *, names: Mapping[Group, str] | None = None) -> str:
    """Say what leaving decisions out changes for a group.

    >>> from dueregard.domain.assessments.cumulative import Assessed, together
    >>> from dueregard.domain.assessments.model import Effect, Impact, group_of
    >>> two = [Assessed(code, code, (Impact(group_of("age"), Effect.WORSE),)) for code in ("S1", "S2")]
    >>> before, after = together(two), together(two, leave_out={"S2"})
    >>> say_change(before.lines[0], after.lines[0])
    'Age: 1 instead of 2 make things worse.'
    """
    who = say_group(before.group, names=names)
    if after is None:
        return f"{who}: nothing bears on them any more."
    pairs = (
        ("make things worse", before.worse, after.worse),
        ("severe", before.severe, after.severe),
        ("make things better", before.better, after.better),
        ("not known yet", before.not_known + before.not_answered, after.not_known + after.not_answered),
        ("people at most", before.people_at_most, after.people_at_most),
    )
    changed = [f"{_count(now)} instead of {_count(was)} {what}" for what, was, now in pairs if was != now]
    return f"{who}: {'; '.join(changed) or 'other decisions, the same counts'}."


def together_document(report: Report) -> Document:
    """Give the report of decisions taken together, to be written as Word, PDF or a page."""
    found, names = report.found, report.names
    blocks: list[Block] = [words(say_together(found))]
    blocks.append(
        words("Each decision was judged by itself. Here the judgements stand side by side; nothing is weighed.")
    )
    pointed_out = found.pointed_out
    blocks.append(Heading(2, f"Groups with {MANY} or more, or a severe one"))
    if pointed_out:
        blocks.append(bullets(*(say_line(line, found, names=names) for line in pointed_out)))
    else:
        blocks.append(words("There is none."))
    if report.whole is not None:
        kept = {one.code for one in found.decisions}
        left = [one.title for one in report.whole.decisions if one.code not in kept]
        blocks += [Heading(2, "What leaving out changes"), Facts((("Left out", "; ".join(left)),))]
        changed = [say_change(was, now, names=names) for was, now in difference(report.whole, found)]
        blocks.append(bullets(*changed) if changed else words("No group’s line changes."))
    blocks.append(Heading(2, "Each group"))
    blocks.append(_groups(found, names))
    blocks.append(Heading(2, "Each decision"))
    blocks += [_decision(found, code=one.code, title=one.title, names=names) for one in found.decisions]
    blocks.append(
        Note(
            "The same person may be affected by several decisions: the numbers of people are the largest of one "
            "decision and, at most, the sum of all. What is better is not set off against what is worse."
        )
    )
    return Document(
        title=report.title,
        author=report.council,
        blocks=tuple(blocks),
        on=report.on,
        subtitle=f"Who bears it, taken together, as assessed to {say_date(report.on)}",
    )


def _groups(found: Together, names: Mapping[Group, str] | None) -> Table:
    columns = (
        Column("Group", width=3),
        *(
            Column(title, numeric=True)
            for title in ("Worse", "Severe", "Better", "Not known", "People, one", "At most")
        ),
    )
    rows = tuple(
        (
            say_group(line.group, names=names),
            str(line.worse),
            str(line.severe),
            str(line.better),
            str(line.not_known + line.not_answered),
            _count(line.most_people),
            _count(line.people_at_most),
        )
        for line in found.lines
    )
    return Table("How many decisions bear on each group", columns, rows)


def _decision(found: Together, *, code: str, title: str, names: Mapping[Group, str] | None) -> Table:
    rows = tuple(
        (say_group(line.group, names=names), say_mark(line.marks[code])) for line in found.lines if code in line.marks
    )
    said = rows or (("All groups", NOT_ASSESSED),)
    return Table(title, (Column("Group", width=2), Column("Effect", width=3)), said)


def _people(line: Line) -> list[str]:
    if line.most_people is None or line.people_at_most is None:
        return []
    some = " (not all say how many)" if line.is_people_partial else ""
    if line.people_at_most == line.most_people:
        return [f"Up to {_number_of_people(line.most_people)}{some}."]
    return [f"Up to {_number_of_people(line.most_people)} by one, at most {line.people_at_most:,} by all{some}."]


def _number_of_people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _number(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


def _count(value: int | None) -> str:
    return "not said" if value is None else f"{value:,}"
