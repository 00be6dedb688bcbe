"""A reading in words and as a workbook: what it says part by part, and what is still to be looked at.

The one idea: one line for each thing, with where it stands in the document, so that it can be laid beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dueregard.domain.assessments.model import Effect, Impact, group_key
from dueregard.domain.assessments.reading_model import ReadAssessment
from dueregard.domain.assessments.sheets import say_group
from dueregard.publish.document import say_date
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook

_EFFECTS = {
    Effect.WORSE: "Worse",
    Effect.BETTER: "Better",
    Effect.BOTH: "Worse for some, better for some",
    Effect.NONE: "No effect",
    Effect.NOT_KNOWN: "Not known yet",
}
_OPTIONS = {"no_major_change": "No major change", "adjust": "Adjust", "continue": "Continue", "stop": "Stop"}


def say_effect(effect: Effect | None) -> str:
    """Say an effect as pages do; None is no answer.

    >>> say_effect(Effect.NONE), say_effect(None)
    ('No effect', 'Not said')
    """
    return _EFFECTS[effect] if effect else "Not said"


def reading_in_words(read: ReadAssessment) -> str:
    """Give a reading as plain lines for a screen."""
    return "\n".join(_lines(read))


def reading_workbook(read: ReadAssessment) -> Workbook:
    """Give a reading as a workbook: a row for each impact, promise, missing thing, question and left-over."""
    columns = (
        SheetColumn("What", "what", width=14),
        SheetColumn("About", "about", width=30),
        SheetColumn("Says", "says", width=60),
        SheetColumn("Owner", "owner", width=24),
        SheetColumn("Due", "due", Kind.DATE, width=12),
        SheetColumn("Where", "where", width=28),
    )
    it = read.assessment
    rows = (
        *(("impact", say_group(one.group), _impact(one), None, None, _where(read, one)) for one in it.impacts),
        *(("promise", one.code, one.text, one.owner, one.due_date, one.where) for one in read.promised),
        *(("missing", "", each, None, None, None) for each in read.missing),
        *(("question", one.part, f"{one.text} “{one.words}”", None, None, one.where) for one in read.questions),
        *(("left over", one.why, one.text, None, None, one.where) for one in read.unused),
    )
    return Workbook(it.title, "Due Regard", (Sheet("What was read", columns, rows),))


def _impact(one: Impact) -> str:
    return f"{say_effect(one.effect)}. {one.reason}" if one.reason else f"{say_effect(one.effect)}."


def _where(read: ReadAssessment, one: Impact) -> str | None:
    key = f"impact:{group_key(one.group)}"
    return next((said.where for said in read.said if said.part == key), None)


def _lines(read: ReadAssessment) -> Iterator[str]:
    it = read.assessment
    yield it.title
    for label, said in read.about_it:
        yield f"  {label}: {said}"
    days = (
        ("Begun", it.begun_on),
        ("Finished", it.finished_on),
        ("Decided", it.decided_on),
        ("To be reviewed", it.review_on),
    )
    for label, day in days:
        if day:
            yield f"  {label}: {say_date(day)}"
    for label, text in (("What is proposed", it.about), ("Who is affected", it.who_is_affected)):
        if text:
            yield f"{label}: {text}"
    if it.impacts:
        yield "What it could do to people:"
        yield from (f"  {say_group(one.group)}: {_impact(one)}" for one in it.impacts)
    if it.conclusion.option:
        yield f"Proposed: {_OPTIONS[it.conclusion.option.value]}. {it.conclusion.reason or ''}".rstrip()
    yield from _listed("What was promised", (_promise(one.text, one.owner, one.due_words) for one in read.promised))
    yield from _listed("Signed", (" ".join(_signature(one.role, one.name, one.on)) for one in read.signed))
    yield from _listed("What is missing", read.missing)
    yield from _listed("What is not clear", (f"{one.where}: {one.text} “{one.words}”" for one in read.questions))
    yield from _listed("What was left over", (f"{one.where}: {one.text} ({one.why})" for one in read.unused))
    yield from _listed("Notes", read.warnings)


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    each = [line.replace("\n", " / ") for line in lines]
    if each:
        yield f"{heading} ({len(each)}):"
        yield from (f"  {line}" for line in each)


def _promise(text: str, owner: str | None, due: str | None) -> str:
    return f"{text} ({owner or 'no owner'}, {due or 'no date'})"


def _signature(role: str, name: str, on: date | None) -> Iterator[str]:
    if role:
        yield f"{role}:"
    yield name or "no name"
    if on:
        yield f"on {say_date(on)}"
