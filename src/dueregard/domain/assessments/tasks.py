"""What is still to be written of an assessment, in four stages?

The one idea: each task is one page. Its state is reckoned from what stands written and never kept: not started, begun
(something is missing, and `lacks` says what), done, or not to be started yet. What is optional stops nothing. A short
assessment asks for less: engagement, gaps, and people in several groups are then asked only where somebody has
begun them.

Source:  the task list of the GOV.UK Design System; `parts` (which parts there are); `quality` asks the rest.
Refuses: nothing. An empty assessment gets tasks that are not started.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dueregard.domain.assessments.model import (
    Assessment,
    Effect,
    Engagement,
    Evidence,
    Gap,
    Impact,
    Mitigation,
    group_key,
)
from dueregard.domain.assessments.options import way_to, way_to_help
from dueregard.domain.assessments.packs import exempt_pairs
from dueregard.domain.assessments.parts import part_key
from dueregard.domain.assessments.screening import Depth, settled_depth
from dueregard.terms.characteristics import Aim
from dueregard.terms.laws import law_of

BEFORE_PAPERS = timedelta(days=7)
BEFORE_DECISION = timedelta(days=21)
SEND = "send"
CROSSINGS = "crossings"


class TaskState(StrEnum):
    """How far a task is."""

    NOT_STARTED = "not_started"
    BEGUN = "begun"
    DONE = "done"
    CANNOT_START = "cannot_start"


@dataclass(frozen=True, slots=True)
class Task:
    """One task: the key of its page, how far it is, and what it lacks (codes of fields).

    `done` of `of` counts where a task is many answers; `count` is how many things stand there; `note` is the author's
    own words, for the list.
    """

    key: str
    state: TaskState
    lacks: tuple[str, ...] = ()
    done: int = 0
    of: int = 0
    count: int = 0
    note: str = ""
    is_optional: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it stops the assessment from being sent on."""
        if self.is_optional and self.state is TaskState.NOT_STARTED:
            return False
        return self.state is not TaskState.DONE


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the four stages ("proposal", "know", "people", "do") with its tasks."""

    code: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What this council asks beside the law: its own characteristics, and its own questions with what they follow."""

    local: tuple[str, ...] = ()
    own: tuple[tuple[str, str], ...] = ()


def task_list(whole: Assessment, *, written: Collection[str] = (), asked: Asked | None = None) -> tuple[Stage, ...]:
    """Give the four stages.

    Takes:   `written`, the keys of the parts that are there; `asked`, what the council asks for itself.
    >>> [stage.code for stage in task_list(Assessment("Close the library", "england"))]
    ['proposal', 'know', 'people', 'do']
    >>> task_list(Assessment("Close the library", "england", about="It closes."))[0].tasks[0].state
    <TaskState.DONE: 'done'>
    """
    asked = asked or Asked()
    depth = settled_depth(whole.screening) if whole.screening else None
    is_short = depth is Depth.SHORT
    first = (*_proposal(whole, depth), *_own(whole, asked, "proposal", "affected", "screening"))
    know = (*_know(whole, is_short), *_own(whole, asked, "evidence", "engagement", "gap"))
    people = (*_people(whole, written, asked, is_short), *_own(whole, asked, "impact", "regard", "local", "help"))
    do = (*_do(whole, people), *_own(whole, asked, *_LAST, other=True))
    before = (*first, *know, *people, *do)
    is_ready = not any(task.is_open for task in before)
    send = Task(SEND, TaskState.NOT_STARTED if is_ready else TaskState.CANNOT_START)
    return Stage("proposal", first), Stage("know", know), Stage("people", people), Stage("do", (*do, send))


_LAST = ("mitigation", "conclusion", "monitoring")


def next_task(stages: Iterable[Stage], *, after: str) -> Task | None:
    """Give the next task that is still open, behind the one of this key first, then from the top.

    >>> stages = task_list(Assessment("Close the library", "england"))
    >>> next_task(stages, after="proposal").key
    'affected'
    """
    tasks = [task for stage in stages for task in stage.tasks if task.key != SEND]
    place = next((number for number, task in enumerate(tasks) if task.key == after), -1)
    turned = (*tasks[place + 1 :], *tasks[: max(place, 0)])
    waiting = (task for task in turned if task.is_open and task.state is not TaskState.CANNOT_START)
    return next(waiting, None)


def counts(stages: Iterable[Stage]) -> tuple[int, int]:
    """Give how many tasks are done, of how many that have to be.

    >>> counts(task_list(Assessment("Close the library", "england", about="It closes.")))[0]
    1
    """
    tasks = [task for stage in stages for task in stage.tasks if task.key != SEND and not task.is_optional]
    return sum(task.state is TaskState.DONE for task in tasks), len(tasks)


def needed_by(*, papers_on: date | None, decides_on: date | None) -> date | None:
    """Give the day by which an assessment is needed, so that the proposal can still be changed.

    A week before the papers go out; where that day is not known, three weeks before the decision. A rule of ours.

    >>> needed_by(papers_on=date(2027, 1, 29), decides_on=None)
    datetime.date(2027, 1, 22)
    """
    if papers_on is not None:
        return papers_on - BEFORE_PAPERS
    return decides_on - BEFORE_DECISION if decides_on is not None else None


def lacks_of_impact(impact: Impact | None, *, evidence: Collection[str] = ()) -> tuple[str, ...]:
    """Give what an answer about a group lacks: codes of fields, nothing where nothing is missing.

    Takes:   `evidence`, the codes of the evidence that there is.
    >>> from dueregard.domain.assessments.model import group_of
    >>> lacks_of_impact(Impact(group_of("age"), Effect.NONE))
    ('reason', 'evidence')
    >>> lacks_of_impact(Impact(group_of("age"), Effect.NOT_KNOWN, will_do="Ask the users by May."))
    ()
    """
    if impact is None or impact.effect is None:
        return ("effect",)
    found = []
    is_known = impact.effect is not Effect.NOT_KNOWN
    if is_known and not _said(impact.reason):
        found.append("reason")
    if is_known and not impact.none_found and not set(impact.evidence) & set(evidence):
        found.append("evidence")
    if (not is_known or impact.none_found) and not _said(impact.will_do):
        found.append("will_do")
    return tuple(found)


def lacks_of_mitigation(one: Mitigation) -> tuple[str, ...]:
    """Give what a promise lacks.

    >>> lacks_of_mitigation(Mitigation("1", "A home service"))
    ('owner', 'due_date')
    """
    given = {"text": _said(one.text), "owner": _said(one.owner), "due_date": one.due_date is not None}
    return tuple(name for name, is_there in given.items() if not is_there)


def lacks_of_gap(one: Gap) -> tuple[str, ...]:
    """Give what a gap lacks: it is filled, or somebody will do something about it by a day.

    >>> lacks_of_gap(Gap("1", "How far people travel"))
    ('will_do', 'owner', 'due_date')
    >>> lacks_of_gap(Gap("1", "How far people travel", filled="Two miles, by the survey of May."))
    ()
    """
    if not _said(one.text):
        return ("text",)
    if _said(one.filled):
        return ()
    given = {"will_do": _said(one.will_do), "owner": _said(one.owner), "due_date": one.due_date is not None}
    return tuple(name for name, is_there in given.items() if not is_there)


def is_worse(whole: Assessment) -> bool:
    """Say whether any group is worse off, or some in it are, after mitigation where that was said."""
    return any((each.effect_after or each.effect) in {Effect.WORSE, Effect.BOTH} for each in whole.impacts)


def asked_pairs(whole: Assessment) -> tuple[tuple[str, Aim], ...]:
    """Give the pairs of group and aim that are asked for: those of the law, without those the duty does not reach."""
    exempt = exempt_pairs(whole.nation, whole.functions) if whole.functions else frozenset()
    return tuple(pair for pair in law_of(whole.nation).pairs() if pair not in exempt)


def _proposal(whole: Assessment, depth: Depth | None) -> Iterator[Task]:
    yield _text("proposal", whole.about)
    yield _text("affected", whole.who_is_affected)
    screening = whole.screening
    if depth:
        yield Task("screening", TaskState.DONE)
    elif screening and (screening.answers or screening.depth):
        lacks = "second" if screening.depth else "depth"
        yield Task("screening", TaskState.BEGUN, (lacks,))
    else:
        yield Task("screening", TaskState.NOT_STARTED)


def _know(whole: Assessment, is_short: bool) -> Iterator[Task]:
    yield _many("evidence", whole.evidence, lambda one: () if _said(one.title) else ("title",), note=_evidence_note)
    said = _many("engagement", whole.engagement, lambda one: () if _said(one.said) else ("said",), note=_who)
    yield _optional(said) if is_short else said
    gaps = _many("gap", whole.gaps, lacks_of_gap, note=lambda one: one.text)
    filled = sum(_said(gap.filled) for gap in whole.gaps)
    yield _optional(Task(gaps.key, gaps.state, gaps.lacks, filled, gaps.of, gaps.count, gaps.note))


def _people(whole: Assessment, written: Collection[str], asked: Asked, is_short: bool) -> Iterator[Task]:
    by_key = {group_key(each.group): each for each in whole.impacts}
    codes = {each.code for each in whole.evidence}
    if asked.local:
        state = TaskState.DONE if "local" in written or whole.local else TaskState.NOT_STARTED
        yield _optional(Task("local", state, count=len(whole.local)))
    law = law_of(whole.nation)
    main = tuple(dict.fromkeys((*law.codes, *whole.local)))
    for code in main:
        task = _impact(by_key.get(code), code, codes)
        yield _optional(task) if code in law.only_for_staff and not whole.is_workforce else task
    yield from _further(by_key, main, codes)
    pairs = asked_pairs(whole)
    said = {(each.characteristic, each.aim) for each in whole.regard if _said(each.text)}
    yield _counted("regard", sum(pair in said for pair in pairs), len(pairs))
    yield _counted("armed_forces", sum(_said(text) for text in whole.armed_forces), len(whole.armed_forces))
    yield _optional(
        _many(
            "help",
            whole.aimed_help,
            lambda one: (
                tuple(question.field for question in way_to_help(one, nation=whole.nation).questions)
                or (("stop",) if way_to_help(one, nation=whole.nation).stop else ())
            ),
            note=lambda one: one.grounds or "",
        )
    )


def _further(by_key: Mapping[str, Impact], main: Collection[str], codes: Collection[str]) -> Iterator[Task]:
    more = [impact for key, impact in by_key.items() if key not in main]
    lacks = tuple(dict.fromkeys(lack for each in more for lack in lacks_of_impact(each, evidence=codes)))
    state = TaskState.NOT_STARTED if not more else TaskState.BEGUN if lacks else TaskState.DONE
    # Two groups that are worse off ask for the people who are in both.
    worse = {code for each in by_key.values() if each.effect in _WORSE for code in each.group.characteristics}
    task = Task(CROSSINGS, state, lacks, count=len(more))
    yield task if len(worse) > 1 else _optional(task)


_WORSE = frozenset({Effect.WORSE, Effect.BOTH})


def _do(whole: Assessment, people: Sequence[Task]) -> Iterator[Task]:
    # Where nothing can be done, that is said in the conclusion; a promise that is begun must have owner and day.
    yield _optional(_many("mitigation", whole.mitigations, lacks_of_mitigation, note=lambda one: one.text))
    given = whole.conclusion
    answers_open = any(task.is_open for task in people if task.key.startswith("impact:") or task.key == CROSSINGS)
    way = way_to(given, has_worse=is_worse(whole), nation=whole.nation)
    if way.stop:
        yield Task("conclusion", TaskState.BEGUN, ("stop",))
    elif given.option is None:
        yield Task("conclusion", TaskState.CANNOT_START if answers_open else TaskState.NOT_STARTED)
    else:
        missing = tuple(question.field for question in way.questions)
        state = TaskState.BEGUN if missing else TaskState.DONE
        yield Task("conclusion", state, missing, note=given.reason or "")
    lacks = tuple(
        name for name, value in (("monitoring", _said(whole.monitoring)), ("review_on", whole.review_on)) if not value
    )
    state = TaskState.DONE if not lacks else TaskState.NOT_STARTED if len(lacks) == 2 else TaskState.BEGUN
    yield Task("monitoring", state, lacks if len(lacks) == 1 else (), note=whole.monitoring or "")


def _own(whole: Assessment, asked: Asked, *kinds: str, other: bool = False) -> Iterator[Task]:
    answered = {each.code: each.text for each in whole.own_answers}
    placed = {"proposal", "affected", "screening", "evidence", "engagement", "gap", "impact", "regard", "local", "help"}
    for code, after in asked.own:
        if after in kinds or (other and after not in placed):
            yield _text(part_key("own", code), answered.get(code))


def _impact(impact: Impact | None, code: str, evidence: Collection[str]) -> Task:
    key = part_key("impact", code)
    lacks = lacks_of_impact(impact, evidence=evidence)
    if impact is None or (lacks == ("effect",) and not _said(impact.reason)):
        return Task(key, TaskState.NOT_STARTED, lacks)
    note = impact.reason or impact.will_do or ""
    return Task(key, TaskState.BEGUN if lacks else TaskState.DONE, lacks, note=note)


def _many(kind: str, items: Sequence[object], lacks_of: object, *, note: object) -> Task:
    if not items:
        return Task(kind, TaskState.NOT_STARTED)
    lacks = tuple(dict.fromkeys(lack for one in items for lack in lacks_of(one)))  # type: ignore[operator]  # by kind
    state = TaskState.BEGUN if lacks else TaskState.DONE
    return Task(kind, state, lacks, of=len(items), count=len(items), note=note(items[0]))  # type: ignore[operator]


def _counted(key: str, done: int, of: int) -> Task:
    state = TaskState.NOT_STARTED if not done else TaskState.DONE if done == of else TaskState.BEGUN
    return Task(key, state, done=done, of=of)


def _text(key: str, text: str | None) -> Task:
    return Task(key, TaskState.DONE if _said(text) else TaskState.NOT_STARTED, note=text or "")


def _optional(task: Task) -> Task:
    return Task(task.key, task.state, task.lacks, task.done, task.of, task.count, task.note, is_optional=True)


def _evidence_note(one: Evidence) -> str:
    return one.title


def _who(one: Engagement) -> str:
    return one.who


def _said(text: str | None) -> bool:
    return bool((text or "").strip())
