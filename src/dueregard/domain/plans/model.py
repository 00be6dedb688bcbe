"""A plan as values: what was read from a document, what a council keeps, and what it publishes.

The one idea: everything is frozen; `shape.plan_to_json` gives what the command line prints and the web half downloads,
and `shape.plan_from_json` takes it back without loss. None means that the document says nothing; an empty tuple means
that it says there are none or that nobody has said yet. Nothing here is worked out: the rooms beside it do that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dueregard.reading.blocks import Place

GAP = "gap"


@dataclass(frozen=True, slots=True)
class Timescale:
    """One wording of time and what it means.

    `kind` is one of financial_year, financial_quarter, month, by_end_of_month, day, calendar_year, range, recurring,
    ongoing, review, relative, unknown. `start` and `end` are whole days, both included; None where none is meant.
    """

    text: str
    kind: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads, as printed: a post, a team or (rarely) a person, with a timescale of its own where one is printed."""

    name: str
    timescale_text: str | None = None


@dataclass(frozen=True, slots=True)
class SubAction:
    """A part of an action. `kind` is sub_action, milestone, paragraph or criterion; `label` as printed ("i)")."""

    text: str
    kind: str
    label: str | None = None
    timescales: tuple[Timescale, ...] = ()
    due_date: date | None = None
    owner: str | None = None
    status: str | None = None
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """One entry of progress: what was said, and when and by whom where that is known.

    `heading` is the period that the document prints above it ("Q1", "2022-23") where it has a column for each.
    """

    text: str
    date: date | None = None
    author: str | None = None
    status: str | None = None
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """A value of a measure on a day. `value` is a decimal number as text, so that nothing is rounded on the way."""

    on: date
    value: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What success is measured by: unit, direction (up or down is better), baseline, target, and values over time.

    `kind` is GAP where the figure is a distance between a `group` and those it is `compared_with` (None: everybody).
    """

    name: str
    unit: str | None = None
    direction: str | None = None
    baseline: str | None = None
    baseline_date: date | None = None
    target: str | None = None
    target_date: date | None = None
    source: str | None = None
    values: tuple[MeasureValue, ...] = ()
    kind: str | None = None
    group: str | None = None
    compared_with: str | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """Who shaped an objective (staff network, residents, elected members …), how, and what that changed."""

    who: str
    how: str | None = None
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level above actions: directorate, theme, role, priority, objective. `path` is its place from the top, names in
    order; `label` is what the document prints before its name ("Strategic objective"), `ref` its printed number.
    """

    path: tuple[str, ...]
    kind: str = "section"
    ref: str | None = None
    label: str | None = None
    why: str | None = None
    success_measure: str | None = None
    strands: tuple[str, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """One action of a plan, as printed and as understood. Field by field: docs/reference/plan-format.md.

    `printed` keeps, by field, the cell's own words where the value no longer shows them all ("SE/ ALL", "Linked to …");
    `other` keeps, by printed heading, the cells of columns for which there is no field. `achieved` says of a closed
    action how far it got: achieved, partly or not.
    """

    action_text: str
    number: int | None = None
    number_text: str | None = None
    section: str | None = None
    levels: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()
    strands: tuple[str, ...] = ()
    action_title: str | None = None
    how: str | None = None
    sub_actions: tuple[SubAction, ...] = ()
    links: tuple[str, ...] = ()
    leads: tuple[Lead, ...] = ()
    partners: tuple[str, ...] = ()
    timescale_text: str | None = None
    timescales: tuple[Timescale, ...] = ()
    start_date: date | None = None
    due_date: date | None = None
    frequency: str | None = None
    monitored_by: tuple[str, ...] = ()
    resources: str | None = None
    measure: str | None = None
    measures: tuple[Measure, ...] = ()
    expected_outcome: str | None = None
    priority: str | None = None
    status: str | None = None
    status_text: str | None = None
    rag: str | None = None
    percent: int | None = None
    completed_date: date | None = None
    progress: tuple[Progress, ...] = ()
    update_text: str | None = None
    outcome: str | None = None
    outcome_text: str | None = None
    achieved: str | None = None
    year_end_report: str | None = None
    printed: Mapping[str, str] = field(default_factory=dict)
    other: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strand:
    """An entry of the document's own key: what its code means, and which characteristics that is."""

    label: str
    characteristics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the plan and how many actions it holds."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Period:
    """The time a plan covers, as printed and as days (both included)."""

    text: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column of the document: its heading as printed, and the fields that its cells were read as."""

    heading: str
    fields: tuple[str, ...] = ()
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Unused:
    """Words of the document that went into no field, and why: page furniture, repeated header, key, introduction …"""

    text: str
    why: str
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked about.

    `action` is the position of the action in the plan, from 1 (not its printed number), or None for the whole plan;
    `field` the field it is about; `choices` are proposals as (value, words) with the value in the JSON form of that
    field; none is ever chosen for the person. `said` is the printed text the question is about.
    """

    text: str
    field: str
    action: int | None = None
    kind: str = "missing"
    said: str | None = None
    choices: tuple[tuple[Any, str], ...] = ()
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is not an action but was recognised: an aim, value, pledge, initiative, award, programme."""

    kind: str
    text: str
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan, in document order.

    `legend` is what the document says its colours mean (colour → status); `columns` are its headings as they were read.
    """

    document: str | None = None
    organisation: str | None = None
    plan_period: Period | None = None
    key: Mapping[str, Strand] = field(default_factory=dict)
    legend: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[PrintedColumn, ...] = ()
    sections: tuple[Section, ...] = ()
    levels: tuple[Level, ...] = ()
    actions: tuple[Action, ...] = ()
    unused: tuple[Unused, ...] = ()
    questions: tuple[Question, ...] = ()
    found: tuple[Found, ...] = ()
    warnings: tuple[str, ...] = ()
