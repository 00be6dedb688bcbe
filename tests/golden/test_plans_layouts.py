"""Sample plans in the layouts that councils use are read as a careful person would read them, and no word is lost."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from dueregard.domain.plans.model import Action, Plan
from dueregard.domain.plans.parse import read_plan
from dueregard.domain.plans.parsing.lossless import words_lost
from dueregard.reading.blocks import Blocks
from dueregard.reading.read import read_document
from fixtures.plans.samples import SAMPLES, Sample

named = pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])


@cache
def _read(name: str) -> tuple[Blocks, Plan]:
    sample = next(one for one in SAMPLES if one.name == name)
    blocks = read_document(sample.make(), name=sample.name)
    return blocks, read_plan(blocks)


def _shown(action: Action, name: str) -> Any:
    if name == "kinds":
        return [scale.kind for scale in action.timescales]
    if name == "leads":
        return [lead.name for lead in action.leads]
    if name == "progress":
        return [(entry.heading, entry.text) for entry in action.progress]
    if name == "sub_actions":
        return [(part.label, part.due_date.isoformat() if part.due_date else None) for part in action.sub_actions]
    value = getattr(action, name)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _of_plan(plan: Plan, name: str) -> Any:
    if name == "period":
        period = plan.plan_period
        return (period.start.isoformat(), period.end.isoformat()) if period and period.start and period.end else None
    if name == "sections":
        return {section.name: section.count for section in plan.sections}
    if name == "key":
        return {code: strand.label for code, strand in plan.key.items()}
    return getattr(plan, name)


@named
def test_every_action_is_found_and_none_invented(sample: Sample):
    _, plan = _read(sample.name)

    assert len(plan.actions) == len(sample.actions), [action.action_text for action in plan.actions]


@named
def test_values_are_read_as_written(sample: Sample):
    _, plan = _read(sample.name)

    for action, expected in zip(plan.actions, sample.actions, strict=True):
        flags = expected.get("flags", set())
        read = {name: _shown(action, name) for name in expected if name != "flags"}

        assert read == {name: value for name, value in expected.items() if name != "flags"}
        assert flags <= set(action.flags)


@named
def test_the_whole_plan_is_read_as_written(sample: Sample):
    _, plan = _read(sample.name)

    read = {name: _of_plan(plan, name) for name in sample.plan}

    assert read == sample.plan


@named
def test_what_is_unclear_is_asked(sample: Sample):
    _, plan = _read(sample.name)

    asked = {(question.field, question.kind) for question in plan.questions}

    assert sample.asked <= asked, asked


@named
def test_no_word_is_lost(sample: Sample):
    blocks, plan = _read(sample.name)

    assert words_lost(blocks, plan) == ()
    assert [item.text for item in plan.unused if item.why == "not understood"] == []


@named
def test_every_value_knows_its_place(sample: Sample):
    _, plan = _read(sample.name)
    exempt = {"number", "section", "levels", "sources", "flags", "printed", "achieved", "other"}

    for action in plan.actions:
        for name in Action.__dataclass_fields__.keys() - exempt:
            if getattr(action, name) not in (None, (), ""):
                assert action.sources.get(name), name
