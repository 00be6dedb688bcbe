"""What the SMART check says of one action: owner, measure, target, date, group, evidence, wording, board.

The one idea: each function looks at one thing and gives the remarks on it, in the order in which a reader would ask.
Words are proposed from the action itself and its neighbours, never invented: where only a person can know, nothing is.
Source:  terms/data/plan_rules.toml, where each rule names its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from dueregard.domain.plans.measures import FoundMeasure, measures_of, say_measure
from dueregard.domain.plans.model import Action, Measure, Plan
from dueregard.domain.plans.smart.rules import Remark, remark, shortened
from dueregard.domain.plans.smart.wording import (
    activity_word,
    groups_named,
    is_group,
    is_open_ended,
    is_title,
    names_assessment,
    parts_without_date,
    vague_words,
)
from dueregard.publish.document import say_date
from dueregard.terms.characteristics import CHARACTERISTICS

_MOVES = re.compile(
    r"^\s*(?:to\s+)?(?:increase|improve|reduce|raise|broaden|strengthen|enhance|widen|expand|lower|cut|narrow)\s+"
    r"(?:the\s+|our\s+)?(?P<what>[^.;:\n(]{3,90}?)"
    r"(?=\s+(?:through|by|so that|in order|via|for those|and\s+(?:ensure|support))\b|[.;:\n(]|$)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Looked:
    """An action as it is looked at: its position, its plan's end, and the figures that stand in its words."""

    position: int
    action: Action
    plan: Plan
    figures: tuple[FoundMeasure, ...]

    @property
    def of(self) -> tuple[int, Action]:
        """Give what a remark is about."""
        return self.position, self.action

    @property
    def end(self) -> date | None:
        """Give the last day of the plan."""
        return self.plan.plan_period.end if self.plan.plan_period else None

    @property
    def measured(self) -> bool:
        """Whether a measure is kept or a figure stands in the words."""
        return bool(self.action.measure or self.action.measures or self.figures)


def remarks_on_action(plan: Plan, position: int) -> tuple[Remark, ...]:
    """Give the remarks on the action at `position` (from 1)."""
    action = plan.actions[position - 1]
    looked = Looked(position, action, plan, measures_of(action))
    return tuple(one for look in _LOOKS for one in look(looked))


def _owner(looked: Looked) -> Iterator[Remark]:
    leads = [lead.name for lead in looked.action.leads if lead.name.strip()]
    if not leads:
        beside = Counter(
            lead.name
            for other in looked.plan.actions
            if other.section == looked.action.section
            for lead in other.leads
            if not is_group(lead.name)
        ).most_common(1)
        proposed = f"{beside[0][0]}, who leads {beside[0][1]} of the actions beside it?" if beside else None
        yield remark("owner_none", of=looked.of, proposed=proposed)
    for lead in leads:
        if is_group(lead):
            yield remark(
                "owner_group",
                of=looked.of,
                blanks={"lead": lead},
                proposed="One named post, which reports for the others.",
            )


def _measure(looked: Looked) -> Iterator[Remark]:
    action, by = looked.action, _by(looked)
    if not action.measure and not action.measures:
        if looked.figures:
            yield remark(
                "measure_in_text",
                of=looked.of,
                blanks={"said": shortened(looked.action.action_text[looked.figures[0].start :], to=50)},
                proposed="; ".join(f"{one.in_words()}{by}" for one in looked.figures),
                measures=tuple(one.measure for one in looked.figures),
            )
        else:
            yield remark("measure_none", of=looked.of, proposed=_proposed_measure(looked))
    elif (
        action.measure and not action.measures and not re.search(r"\d|\b(?:all|every|none|no)\b", action.measure, re.I)
    ):
        said = shortened(action.measure)
        yield remark("target_none", of=looked.of, blanks={"measure": said}, proposed=f"{said}: from … now to …{by}")
    for measure in action.measures:
        yield from remarks_on_measure(measure, of=looked.of, by=by)


def remarks_on_measure(
    measure: Measure, *, of: tuple[int, Action] | None = None, by: str = ", by …"
) -> Iterator[Remark]:
    """Give the remarks on one measure, of an action (`of`) or of an objective: its target and where it starts.

    >>> [one.rule for one in remarks_on_measure(Measure("Weeks to wait", baseline="38"))]
    ['target_none']
    """
    if measure.target is None:
        proposed = f"{measure.name}: from {measure.baseline or '… now'} to …{by}"
        yield remark("target_none", of=of, blanks={"measure": measure.name}, proposed=proposed)
    if measure.baseline is None:
        proposed = f"{say_measure(measure)}; on … it was …"
        yield remark("baseline_none", of=of, blanks={"measure": measure.name}, proposed=proposed)


def _proposed_measure(looked: Looked) -> str:
    text, by = looked.action.action_text, _by(looked)
    if moved := _MOVES.match(text):
        what = shortened(moved["what"], to=80)
        return f"{what[:1].upper()}{what[1:]}: from … now to …{by}"
    if names_assessment(text):
        return f"The assessment is published before the decision, and its changes are made{by}"
    if re.search(r"\b(?:train|briefing|workshop|course)", text, re.I):
        return f"Share of those it is for who took part: from … now to … %{by}"
    if re.search(r"\b(?:consult|engag|survey|involve)", text, re.I):
        return f"Who took part, by group, beside their share of the area; one thing that changed because of it{by}"
    if re.search(r"^\s*(?:to\s+)?(?:review|develop|publish|write|refresh|update|prepare|agree)", text, re.I):
        return f"It is finished, and one thing is different for the people it is about{by}"
    return f"How many people use or receive it, by group, from … now to …{by}"


def _by(looked: Looked) -> str:
    day = looked.action.due_date or looked.end
    return f", by {say_date(day)}" if day else ", by …"


def _date(looked: Looked) -> Iterator[Remark]:
    action, end = looked.action, looked.end
    said = (action.timescale_text or "").strip()
    if action.due_date is None:
        kinds = {one.kind for one in action.timescales}
        if action.frequency or "recurring" in kinds:
            return
        if kinds & {"ongoing", "review", "relative"} or (said and is_open_ended(said)):
            again = f"Done by {say_date(end)}, or looked at again on …" if end else "Looked at again on …"
            yield remark("date_ongoing", of=looked.of, blanks={"said": said or "Ongoing"}, proposed=again)
        else:
            day = f"A day the owner can keep, by {say_date(end)} when the plan ends." if end else None
            yield remark("date_none", of=looked.of, proposed=day)
        return
    whole_year = next((t for t in action.timescales if t.kind == "calendar_year" and t.end == action.due_date), None)
    if whole_year:
        proposed = f"By {say_date(action.due_date)}, if the calendar year is meant."
        yield remark("date_year_only", of=looked.of, blanks={"said": whole_year.text}, proposed=proposed)
    elif "timescale_inferred" in action.flags and said:
        blanks = {"said": said, "due": say_date(action.due_date)}
        yield remark("date_worked_out", of=looked.of, blanks=blanks, proposed=f"By {say_date(action.due_date)}")
    if end and action.due_date > end:
        blanks = {"due": say_date(action.due_date), "end": say_date(end)}
        yield remark(
            "date_after_plan", of=looked.of, blanks=blanks, proposed=f"By {say_date(end)}, or in the next plan."
        )


def _strand(looked: Looked) -> Iterator[Remark]:
    if looked.action.strands:
        return
    named = [CHARACTERISTICS[code].label for code in groups_named(looked.action.action_text)]
    proposed = f"Its words speak of: {', '.join(named)}. Are these the groups?" if named else None
    yield remark("strand_none", of=looked.of, proposed=proposed)


def _evidence(looked: Looked) -> Iterator[Remark]:
    action = looked.action
    if not action.links and not any(one.baseline or one.source for one in action.measures):
        yield remark("evidence_none", of=looked.of)


def _wording(looked: Looked) -> Iterator[Remark]:
    action = looked.action
    text = action.action_text
    if is_title(text) and not action.sub_actions and not action.how:
        proposed = f"What will be done with “{shortened(text)}”, for whom, by when?"
        yield remark("wording_title", of=looked.of, blanks={"said": shortened(text)}, proposed=proposed)
    elif vague := vague_words(text, measured=looked.measured):
        yield remark("wording_vague", of=looked.of, blanks={"said": vague[0]}, proposed=vague[1])
    elif not looked.measured and not action.expected_outcome and (activity := activity_word(text)):
        yield remark(
            "wording_activity",
            of=looked.of,
            blanks={"said": activity},
            proposed="… so that [who] can or get [what], which today they do not.",
        )
    if (parts := parts_without_date(action)) >= 2:
        yield remark("several_in_one", of=looked.of, blanks={"count": parts}, proposed="A date for each part.")


def _board(looked: Looked) -> Iterator[Remark]:
    monitors = [one for one in looked.action.monitored_by if one.strip()]
    if not monitors:
        beside = Counter(one for other in looked.plan.actions for one in other.monitored_by).most_common(1)
        proposed = f"{beside[0][0]}, which watches {beside[0][1]} others?" if beside else None
        yield remark("monitor_none", of=looked.of, proposed=proposed)
        return
    plain = {" ".join(one.lower().split()) for one in monitors}
    for lead in looked.action.leads:
        if plain == {" ".join(lead.name.lower().split())}:
            yield remark("monitor_is_owner", of=looked.of, blanks={"lead": lead.name})


_LOOKS: tuple[Callable[[Looked], Iterator[Remark]], ...] = (
    _owner,
    _measure,
    _date,
    _strand,
    _evidence,
    _wording,
    _board,
)
