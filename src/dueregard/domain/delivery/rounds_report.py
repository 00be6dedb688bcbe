"""Who was asked in a round, who answered, and who was not reached: as a document.

The one idea: those who did not answer and those whom nobody could ask are two things, and neither is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dueregard.publish.document import (
    NOTHING_SAID,
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Table,
    bullets,
    say_date,
    words,
)


@dataclass(frozen=True, slots=True)
class Figures:
    """How far a round has come: people and actions."""

    asked: int
    answered: int
    not_reached: int
    actions: int
    actions_answered: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a round: what they were asked, what they answered, and why nothing came to them ("" where it did)."""

    name: str
    actions: str
    answered: int
    waiting: int
    asked_on: date | None = None
    chased_on: date | None = None
    not_reached: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that the report says."""

    name: str
    council: str
    period: tuple[date, date]
    opened_on: date
    due_on: date
    figures: Figures
    people: tuple[Person, ...]
    rules: tuple[str, ...]


def finding(figures: Figures, *, due_on: date, on: date) -> str:
    """Say in a sentence or two how far a round has come.

    >>> finding(Figures(12, 9, 1, 30, 24), due_on=date(2027, 1, 22), on=date(2027, 1, 20))
    '24 of 30 actions have an answer; 9 of 12 people have answered all of theirs. 1 was not reached.'
    """
    if not figures.actions:
        return "Nobody is asked about anything in this round."
    actions = f"{figures.actions_answered} of {figures.actions} actions {_have(figures.actions)} an answer"
    people = f"{figures.answered} of {figures.asked} people have answered all of theirs"
    if not figures.asked:
        people = "nobody could be asked"
    missed = f" {figures.not_reached} {'was' if figures.not_reached == 1 else 'were'} not reached."
    return f"{actions}; {people}.{missed if figures.not_reached else ''}"


def report_document(report: Report, *, on: date) -> Document:
    """Write the report as a document, from which Word and PDF are made."""
    silent = [one for one in report.people if one.waiting and not one.not_reached]
    answered = [one for one in report.people if not one.waiting and not one.not_reached]
    lost = [one for one in report.people if one.not_reached]
    start, end = report.period
    blocks: list[Block] = [
        words(finding(report.figures, due_on=report.due_on, on=on)),
        Facts(
            (
                ("About", f"{say_date(start)} to {say_date(end)}"),
                ("Opened", say_date(report.opened_on)),
                ("Answers due", say_date(report.due_on)),
            )
        ),
        Heading(2, "Who has not answered"),
        _table("People who have not answered, or not about everything", silent)
        if silent
        else words("Everybody who was reached has answered."),
        Heading(2, "Who was not reached"),
        _lost(lost) if lost else words("Everybody was reached."),
        Heading(2, "Who has answered"),
        _table("People who have answered about all their actions", answered) if answered else words("Nobody yet."),
    ]
    return Document(
        title=f"{report.name}: who was asked, and who answered",
        author=report.council,
        blocks=tuple(blocks),
        on=on,
        about=(words("How people were reminded:"), bullets(*report.rules)),
    )


def _table(caption: str, people: Sequence[Person]) -> Table:
    columns = (
        Column("Who", width=3),
        Column("Asked about", width=2),
        Column("Answered", numeric=True),
        Column("Waited for", numeric=True),
        Column("Asked on", width=2),
        Column("Last reminder", width=2),
    )
    rows = tuple(
        (
            one.name,
            one.actions,
            str(one.answered),
            str(one.waiting),
            say_date(one.asked_on) if one.asked_on else NOTHING_SAID,
            say_date(one.chased_on) if one.chased_on else "None",
        )
        for one in people
    )
    return Table(caption, columns, rows)


def _lost(people: Sequence[Person]) -> Table:
    columns = (Column("Who", width=2), Column("Asked about"), Column("Why not", width=3))
    return Table(
        "People and posts that were not reached",
        columns,
        tuple((one.name, one.actions, one.not_reached) for one in people),
    )


def _have(count: int) -> str:
    return "has" if count == 1 else "have"
