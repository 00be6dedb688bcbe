"""What is still to be written: each state of a task, what a short assessment leaves out, and what stops sending."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dueregard.domain.assessments.model import (
    AimedHelp,
    Assessment,
    Conclusion,
    Effect,
    Engagement,
    Evidence,
    EvidenceKind,
    Gap,
    Impact,
    Mitigation,
    Option,
    OwnAnswer,
    Regard,
    Screening,
    group_of,
)
from dueregard.domain.assessments.tasks import (
    Asked,
    Task,
    TaskState,
    asked_pairs,
    counts,
    needed_by,
    next_task,
    task_list,
)
from dueregard.terms.characteristics import PROTECTED, Aim, valid_pairs

EMPTY = Assessment("Close the library", "england")
FEW = (
    ("affects_people", ("yes",)), ("changes", ("place_or_hours",)), ("more_than_others", ("no",)),
    ("people", ("under_100",)), ("can_be_undone", ("yes",)), ("concerns", ("no",)),
)  # fmt: skip


def full() -> Assessment:
    return replace(
        EMPTY,
        about="It closes.",
        who_is_affected="Members.",
        evidence=(Evidence("1", EvidenceKind.CENSUS, "Census"),),
        engagement=(Engagement("Members", said="Keep it.", code="1"),),
        impacts=tuple(
            Impact(group_of(each.code), Effect.NONE, "The survey says so.", evidence=("1",)) for each in PROTECTED
        ),
        regard=tuple(Regard(code, aim, "Considered.") for code, aim in valid_pairs()),
        armed_forces=("One.", "Two.", "Three."),
        conclusion=Conclusion(Option.NO_MAJOR_CHANGE, "Nobody is worse off."),
        monitoring="Visits.",
        review_on=date(2028, 6, 1),
        screening=Screening(1, depth="full", reason="It closes."),
    )


def found(whole: Assessment, key: str, **more: Any) -> Task:
    return next(task for stage in task_list(whole, **more) for task in stage.tasks if task.key == key)


def test_a_full_assessment_is_ready_to_send() -> None:
    stages = task_list(full())

    assert found(full(), "send").state is TaskState.NOT_STARTED
    assert counts(stages)[0] == counts(stages)[1]
    assert next_task(stages, after="proposal") is None


@pytest.mark.parametrize(
    ("change", "key", "state", "lacks"),
    [
        ({"about": "  "}, "proposal", TaskState.NOT_STARTED, ()),
        ({"screening": None}, "screening", TaskState.NOT_STARTED, ()),
        ({"screening": Screening(1, FEW)}, "screening", TaskState.BEGUN, ("depth",)),
        ({"screening": Screening(1, FEW, "none", "Few.")}, "screening", TaskState.BEGUN, ("second",)),
        ({"screening": Screening(1, FEW, "short", "Few.")}, "screening", TaskState.DONE, ()),
        ({"engagement": (Engagement("Members", code="1"),)}, "engagement", TaskState.BEGUN, ("said",)),
        ({"gaps": (Gap("1", "How far"),)}, "gap", TaskState.BEGUN, ("will_do", "owner", "due_date")),
        ({"impacts": (Impact(group_of("age"), Effect.NONE),)}, "impact:age", TaskState.BEGUN, ("reason", "evidence")),
        ({"impacts": (Impact(group_of("age"), reason="So."),)}, "impact:age", TaskState.BEGUN, ("effect",)),
        ({"impacts": ()}, "conclusion", TaskState.DONE, ()),
        ({"impacts": (), "conclusion": Conclusion()}, "conclusion", TaskState.CANNOT_START, ()),
        ({"conclusion": Conclusion()}, "conclusion", TaskState.NOT_STARTED, ()),
        ({"conclusion": Conclusion(Option.CONTINUE, "So.")}, "conclusion", TaskState.BEGUN,
         ("is_unlawful_shown", "aim", "why_proportionate")),
        ({"conclusion": Conclusion(Option.CONTINUE, is_unlawful_shown=True)}, "conclusion", TaskState.BEGUN, ("stop",)),
        ({"review_on": None}, "monitoring", TaskState.BEGUN, ("review_on",)),
        ({"monitoring": None, "review_on": None}, "monitoring", TaskState.NOT_STARTED, ()),
        ({"mitigations": (Mitigation("1", "A van"),)}, "mitigation", TaskState.BEGUN, ("owner", "due_date")),
        ({"aimed_help": (AimedHelp("race", False),)}, "help", TaskState.BEGUN,
         ("believes_disadvantage", "believes_different_needs", "believes_low_participation", "grounds",
          "why_proportionate")),
        ({"regard": (Regard("age", Aim.FOSTER, "So."),)}, "regard", TaskState.BEGUN, ()),
        ({"armed_forces": ("One.", None, " ")}, "armed_forces", TaskState.BEGUN, ()),
    ],
)  # fmt: skip
def test_what_is_missing_is_told(change: dict[str, Any], key: str, state: TaskState, lacks: tuple[str, ...]) -> None:
    task = found(replace(full(), **change), key)

    assert (task.state, task.lacks) == (state, lacks)


@pytest.mark.parametrize(
    ("change", "is_ready"),
    [
        ({"engagement": ()}, False),
        ({"engagement": (), "screening": Screening(1, FEW, "short", "Few.")}, True),
        ({"mitigations": (Mitigation("1", "A van"),)}, False),
        ({"gaps": ()}, True),
        ({"impacts": full().impacts[1:]}, False),
        ({"screening": Screening(1, FEW, "none", "Few.")}, False),
    ],
)
def test_what_stops_sending(change: dict[str, Any], is_ready: bool) -> None:
    task = found(replace(full(), **change), "send")

    assert (task.state is TaskState.NOT_STARTED) is is_ready


def test_marriage_is_asked_of_staff_only_and_crossings_where_two_are_worse_off() -> None:
    worse = tuple(
        replace(each, effect=Effect.WORSE) if "disability" in each.group.characteristics or "sex" in
        each.group.characteristics else each
        for each in full().impacts
    )  # fmt: skip

    assert found(full(), "impact:marriage_civil_partnership").is_optional
    assert not found(replace(full(), is_workforce=True), "impact:marriage_civil_partnership").is_optional
    assert found(full(), "crossings").is_optional
    assert not found(replace(full(), impacts=worse), "crossings").is_optional


def test_the_councils_own_groups_and_questions_stand_where_they_belong() -> None:
    asked = Asked(local=("carers",), own=(("1", "impact"), ("2", "anything")))
    whole = replace(full(), local=("carers",), own_answers=(OwnAnswer("1", 3, "And Welsh?", "No effect."),))

    stages = task_list(whole, written={"local"}, asked=asked)

    keys = {stage.code: [task.key for task in stage.tasks] for stage in stages}
    assert "impact:carers" in keys["people"]
    assert "own:1" in keys["people"]
    assert "own:2" in keys["do"]
    assert found(whole, "own:1", asked=asked).state is TaskState.DONE
    assert found(whole, "own:2", asked=asked).state is TaskState.NOT_STARTED


def test_pairs_that_the_duty_does_not_reach_are_not_asked() -> None:
    pairs = asked_pairs(replace(EMPTY, functions=("children",)))

    assert len(pairs) == 22
    assert ("age", Aim.ADVANCE) not in pairs
    assert found(replace(full(), functions=("children",)), "regard").of == 22


def test_the_next_task_is_the_one_behind_then_the_first_open() -> None:
    stages = task_list(replace(full(), about=None, monitoring=None, review_on=None))

    behind, around = next_task(stages, after="conclusion"), next_task(stages, after="monitoring")

    assert behind is not None
    assert around is not None
    assert (behind.key, around.key) == ("monitoring", "proposal")


@pytest.mark.parametrize(
    ("papers", "decides", "by"),
    [
        (date(2027, 1, 29), date(2027, 2, 9), date(2027, 1, 22)),
        (None, date(2027, 2, 9), date(2027, 1, 19)),
        (None, None, None),
    ],
)
def test_the_day_it_is_needed_by_leaves_time(papers: date | None, decides: date | None, by: date | None) -> None:
    assert needed_by(papers_on=papers, decides_on=decides) == by
