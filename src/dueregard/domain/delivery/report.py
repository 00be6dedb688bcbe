"""What did the council do in a year? The year-end report, worked out from the plan and what became of its actions.

The one idea: what can be counted is counted here and cannot be edited; what people write (summary, introduction, a word
on each objective) stands beside it and says that it is theirs. Zero, "no figure" and "not reported" stay three things,
and what is missing is counted aloud. `report_of` works the report out once; `report_document` writes every form of it.
Everything comes from a plan that `plans.public.public_plan` gave, so no name of a person is here that the council does
not show. Nothing is judged: a target is met or not by its own figures, and where there is none we say so.
Source: DESIGN sections 2 and 6; docs/decisions/0036-a-year-end-without-blanks.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dueregard.domain.delivery.year_end import OutcomeCounts, count_outcomes, say_outcome
from dueregard.domain.plans.model import Action, Level, Measure, Plan
from dueregard.domain.plans.progress import number_of
from dueregard.domain.plans.smart.rules import name_of
from dueregard.domain.plans.tree import levels_of, path_of
from dueregard.domain.plans.wording import say_lead
from dueregard.publish.document import say_date
from dueregard.terms.characteristics import ALL

OBJECTIVES = frozenset({"objective", "priority", "theme", "aim", "outcome"})
NO_OBJECTIVE = "Not under an objective"
NO_DIRECTORATE = "No directorate named"
NO_STRAND = "No strand named"


@dataclass(frozen=True, slots=True)
class Extra:
    """What the plan does not hold about an action: its directorates, what it became, when its owners were asked."""

    directorates: tuple[str, ...] = ()
    words: str | None = None
    becomes: tuple[str, ...] = ()
    asked_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportedMeasure:
    """A measure of an action (`action` is its number) or of an objective (its name), then and now.

    `met` is as `is_met` says; a text is "" where there is no figure.
    """

    action: str
    name: str
    unit: str
    then: str
    then_on: str
    now: str
    now_on: str
    target: str
    target_on: str
    met: str


@dataclass(frozen=True, slots=True)
class ReportedAction:
    """An action as the report shows it; every value is words, ready to print. Days are ISO; "" where none is given."""

    number: str
    title: str
    text: str
    path: tuple[str, ...]
    objective: str
    directorates: tuple[str, ...]
    strands: tuple[str, ...]
    leads: tuple[str, ...]
    due: str
    outcome: str
    achieved: str
    said: str
    words: str
    becomes: tuple[str, ...]
    asked_on: tuple[str, ...]
    last_words: str
    last_words_on: str
    measures: tuple[ReportedMeasure, ...]


@dataclass(frozen=True, slots=True)
class Narrative:
    """What a person writes: a summary, an introduction, and a word on objectives by their name."""

    summary: str = ""
    introduction: str = ""
    objectives: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Correction:
    """An earlier version that this one or a later one corrects: which version says what changed, and when."""

    version: int
    on: str
    says: str


@dataclass(frozen=True, slots=True)
class YearReport:
    """The whole report. `updates` counts what it was made from."""

    council: str
    plan: str
    period: str
    period_start: str
    period_end: str
    on: date
    version: int
    narrative: Narrative
    actions: tuple[ReportedAction, ...]
    updates: int
    shows_names: bool
    outcome_words: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    objective_measures: tuple[ReportedMeasure, ...] = ()

    @property
    def counts(self) -> OutcomeCounts:
        """How many actions became what."""
        return counts_of(self.actions)

    @property
    def measures(self) -> tuple[ReportedMeasure, ...]:
        """Every measure: of objectives, then of actions, in the plan's order."""
        return (*self.objective_measures, *(measure for action in self.actions for measure in action.measures))

    @property
    def objectives(self) -> tuple[str, ...]:
        """The objectives, in the plan's order."""
        return tuple(dict.fromkeys(action.objective for action in self.actions))

    @property
    def title(self) -> str:
        """What the report is called."""
        return f"{self.plan}: what we did"


def counts_of(actions: Iterable[ReportedAction]) -> OutcomeCounts:
    """Count what some actions became."""
    return count_outcomes((one.outcome or None, one.achieved or None, 1) for one in actions)


def report_of(
    plan: Plan,
    *,
    council: str,
    on: date,
    version: int = 1,
    narrative: Narrative | None = None,
    extras: Mapping[int, Extra] | None = None,
    labels: Mapping[str, str] | None = None,
    outcome_words: Mapping[str, str] | None = None,
    corrections: Iterable[Correction] = (),
    shows_names: bool = False,
) -> YearReport:
    """Work the report out.

    Takes:   a plan as `public_plan` gives it, with the outcome of each action in it; `extras` by the place of an action
             in the plan, from 1; `labels`, words for strand codes; the day that is printed on it.
    >>> plan = Plan(document="Our plan", actions=(Action("Train staff", outcome="closed", achieved="partly"),))
    >>> report_of(plan, council="A council", on=date(2027, 4, 9)).counts.partly
    1
    """
    known = extras or {}
    by_path = {level.path: level for level in levels_of(plan)}
    words = dict(outcome_words or {})
    actions = tuple(
        _reported(
            action, place, known.get(place, Extra()), by_path=by_path, key=plan.key, labels=labels or {}, words=words
        )
        for place, action in enumerate(plan.actions, start=1)
    )
    period = plan.plan_period
    return YearReport(
        council=council,
        plan=plan.document or "Equality action plan",
        period=period.text if period else "",
        period_start=_iso(period.start) if period else "",
        period_end=_iso(period.end) if period else "",
        on=on,
        version=version,
        narrative=narrative or Narrative(),
        actions=actions,
        updates=sum(len(action.progress) for action in plan.actions),
        shows_names=shows_names,
        outcome_words=words,
        corrections=tuple(corrections),
        objective_measures=tuple(
            _measure(measure, level.path[-1]) for level in levels_of(plan) for measure in level.measures
        ),
    )


def _reported(
    action: Action,
    place: int,
    extra: Extra,
    *,
    by_path: Mapping[tuple[str, ...], Level],
    key: Mapping[str, Any],
    labels: Mapping[str, str],
    words: Mapping[str, str],
) -> ReportedAction:
    path, name = path_of(action), name_of(place, action)
    last = next((entry for entry in reversed(action.progress) if entry.text.strip()), None)
    return ReportedAction(
        number=name,
        title=action.action_title or action.action_text.split("\n", 1)[0],
        text=action.action_text,
        path=path,
        objective=_objective(path, by_path),
        directorates=extra.directorates,
        strands=tuple(dict.fromkeys(_strand(code, key, labels) for code in action.strands)),
        leads=tuple(say_lead(lead) for lead in action.leads),
        due=_iso(action.due_date) or (action.timescale_text or ""),
        outcome=action.outcome or "",
        achieved=action.achieved or "",
        said=action.outcome_text or say_outcome(action.outcome, action.achieved, words=words),
        words=(extra.words if extra.words is not None else action.year_end_report) or "",
        becomes=extra.becomes,
        asked_on=tuple(_iso(day) for day in extra.asked_on),
        last_words=last.text.strip() if last else (action.update_text or "").strip(),
        last_words_on=_iso(last.date) if last else "",
        measures=tuple(_measure(measure, name) for measure in action.measures),
    )


def _objective(path: tuple[str, ...], by_path: Mapping[tuple[str, ...], Level]) -> str:
    """Give the objective above an action: the lowest level that is called one, else the lowest there is."""
    for depth in range(len(path), 0, -1):
        level = by_path.get(path[:depth])
        if level and level.kind in OBJECTIVES:
            return path[depth - 1]
    return path[-1] if path else NO_OBJECTIVE


def _strand(code: str, key: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    if code.upper() == ALL:
        return labels.get(ALL) or "All characteristics"
    if labels.get(f"code:{code}") or labels.get(code):
        return labels.get(f"code:{code}") or labels[code]
    return key[code].label or code if code in key else code


def _measure(measure: Measure, action: str) -> ReportedMeasure:
    values = sorted(measure.values, key=lambda value: value.on)
    then, then_on = measure.baseline or "", measure.baseline_date
    if not then and len(values) > 1:
        then, then_on = values[0].value, values[0].on
    now, now_on = (values[-1].value, values[-1].on) if values else ("", None)
    return ReportedMeasure(
        action=action,
        name=_name_of(measure),
        unit=measure.unit or "",
        then=then,
        then_on=_iso(then_on),
        now=now,
        now_on=_iso(now_on),
        target=measure.target or "",
        target_on=_iso(measure.target_date),
        met=is_met(then=then, now=now, target=measure.target or "", direction=measure.direction),
    )


def _name_of(measure: Measure) -> str:
    if not measure.group:
        return measure.name
    return f"{measure.name} ({measure.group} and {measure.compared_with or 'everybody'})"


def is_met(*, then: str, now: str, target: str, direction: str | None) -> str:
    """Say whether a target is met: yes, no, closer, same, further, or unknown where too little is given.

    Which way is better is the measure's own word, else from where it began to its target. Of a target not met, "closer"
    and "further" compare how far off it is with how far off it was.

    >>> is_met(then="44", now="38", target="30", direction="down")
    'closer'
    >>> is_met(then="58", now="57", target="80", direction="up"), is_met(then="", now="12", target="", direction="up")
    ('further', 'unknown')
    """
    first, last, aim = number_of(then), number_of(now), number_of(target)
    if last is None or aim is None:
        return "unknown"
    way = direction or (None if first is None or first == aim else "up" if aim > first else "down")
    if last == aim or (way and (last > aim) == (way == "up")):
        return "yes"
    if first is None:
        return "no" if way else "unknown"
    before, after = abs(aim - first), abs(aim - last)
    return "same" if before == after else "closer" if after < before else "further"


def findings(report: YearReport) -> Iterator[str]:
    """Say in sentences what the year came to: outcomes, then measures, then what is missing.

    >>> plan = Plan(actions=(Action("Train staff", outcome="ongoing"), Action("Survey staff", outcome="dropped")))
    >>> next(findings(report_of(plan, council="A council", on=date(2027, 4, 9))))
    'Of 2 actions, 1 goes on in the next plan and 1 was dropped.'
    """
    yield say_counts(report.counts)
    yield from say_closed(report.counts)
    counts = report.counts
    if counts.not_reported:
        yield (
            f"{_many(counts.not_reported, 'action')} {_was(counts.not_reported)} not reported: the owners were asked "
            "and gave no answer. We count them here rather than guess."
        )
    yield from say_measures(report)


def say_counts(counts: OutcomeCounts) -> str:
    """Say what so many actions became, in one sentence.

    >>> say_counts(count_outcomes([("closed", "achieved", 3), ("ongoing", None, 1)]))
    'Of 4 actions, 3 are closed and 1 goes on in the next plan.'
    """
    if not counts.total:
        return "This plan has no actions."
    parts = [
        (counts.all_closed, f"{_are(counts.all_closed)} closed"),
        (counts.ongoing, f"{'goes' if counts.ongoing == 1 else 'go'} on in the next plan"),
        (counts.developed, f"{_was(counts.developed)} developed into new actions"),
        (counts.dropped, f"{_was(counts.dropped)} dropped"),
        (counts.not_reported, f"{_was(counts.not_reported)} not reported"),
        (counts.blank, f"{_are(counts.blank)} not decided yet"),
    ]
    said = [f"{number:,} {words}" for number, words in parts if number]
    lead = "The one action" if counts.total == 1 else f"Of {counts.total:,} actions"
    if counts.total == 1:
        return f"{lead} {said[0].split(' ', 1)[1]}."
    return f"{lead}, {_and(said)}."


def say_closed(counts: OutcomeCounts) -> Iterator[str]:
    """Say how far the closed ones got; closed is not the same as achieved."""
    if not counts.all_closed:
        return
    if counts.closed == counts.all_closed:
        them = "the one closed" if counts.closed == 1 else f"the {counts.closed:,} closed"
        yield f"Of {them}, the plan does not say how far {'it' if counts.closed == 1 else 'they'} got."
        return
    parts = [
        (counts.achieved, "achieved"),
        (counts.partly, "partly achieved"),
        (counts.not_achieved, "not achieved"),
        (counts.closed, "closed without saying how far"),
    ]
    said = [f"{number:,} {_was(number)} {words}" for number, words in parts if number]
    yield (
        f"Of the {counts.all_closed:,} closed, {_and(said)}."
        if counts.all_closed > 1
        else (f"The one closed was {said[0].split(' ', 2)[2]}.")
    )


def say_measures(report: YearReport) -> Iterator[str]:
    """Say how the measures came out, and count what is missing aloud."""
    measures = report.measures
    told = tuple(one for one in measures if one.met != "unknown")
    if told:
        met = sum(1 for one in told if one.met == "yes")
        held = f"{_many(len(told), 'measure')} {_has(len(told))} a target and a figure to hold against it"
        how_many = "it has" if (len(told), met) == (1, 1) else f"{met:,} of them {_has(met)}" if met else "none has"
        yield f"{held}; {how_many} met the target."
    untold = len(measures) - len(told)
    if untold:
        they, lacks = ("it was", "lacks") if untold == 1 else ("they were", "lack")
        lacking = f"{_many(untold, 'measure')} {lacks} a figure, a target or a direction"
        yield f"{lacking}, so we cannot say whether {they} met."
    without = sum(1 for action in report.actions if not action.measures)
    if without:
        it = "it" if without == 1 else "they"
        yield f"{_many(without, 'action')} {_has(without)} no measure, so no figure shows whether {it} worked."


def _has(number: int) -> str:
    return "has" if number == 1 else "have"


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def say_day(text: str) -> str:
    """Say an ISO day in words; other words as they are.

    >>> say_day("2027-03-31"), say_day("Ongoing")
    ('31 March 2027', 'Ongoing')
    """
    try:
        return say_date(date.fromisoformat(text))
    except ValueError:
        return text
