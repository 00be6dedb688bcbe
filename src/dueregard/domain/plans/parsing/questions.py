"""What must a person be asked before this draft is their plan?

The one idea: a question is asked only where the document leaves a choice, says what was printed, proposes what may be
meant and why it is asked; none is answered here. What is the same for every action (what ALL stands for, what green
means, whether there are dates at all) is asked once, for the whole plan.

Source: docs/reference/plan-format.md, section "Questions".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dueregard.domain.plans.model import Action, Plan, Question
from dueregard.domain.plans.parsing.fields.drafts import Doubt
from dueregard.domain.plans.parsing.layouts.entries import Harvest
from dueregard.terms.characteristics import ALL, CHARACTERISTICS, PROTECTED

_NO_DATE_KINDS = frozenset({"ongoing", "recurring"})

_TEXTS: dict[str, tuple[str, str]] = {
    "year_inferred": ("Is this date right?", "The document gives no year; it was taken from the plan's period."),
    "year_missing": (
        "Which year is meant?",
        "The document gives no year, and the plan covers more than one or does not say.",
    ),
    "year_ambiguous": ("Which day is meant?", "A year alone can be a calendar year or a financial year."),
    "season": ("Which day is meant?", "A season or a part of a year has no fixed last day."),
    "impossible": ("Which day is meant?", "There is no such date."),
    "order": ("Which days are meant?", "The range ends before it begins."),
    "month_from_date": (
        "Is the month meant, or its first day?",
        "Every date in this column is the first of a month, as a sheet writes months.",
    ),
    "not_understood": ("When is this due?", "The words in the timescale were not understood as a date."),
    "after_plan": ("Is this date right?", "It is after the plan's last day."),
    "frequency": ("How often is meant?", "The word is used for both."),
    "status": ("Which status is this?", "The printed words could mean more than one, or none that we know."),
    "outcome": ("What became of this action?", "The printed words could mean more than one outcome."),
}
_KINDS = {
    "year_inferred": "inferred",
    "year_missing": "ambiguous",
    "year_ambiguous": "ambiguous",
    "season": "ambiguous",
    "impossible": "impossible",
    "order": "impossible",
    "month_from_date": "ambiguous",
    "not_understood": "unknown",
    "after_plan": "after_plan",
    "frequency": "ambiguous",
    "status": "ambiguous",
    "outcome": "ambiguous",
}
_STATUS_CHOICES = (
    ("not_started", "Not started"),
    ("on_track", "On track"),
    ("at_risk", "At risk"),
    ("off_track", "Off track"),
    ("complete", "Complete"),
    ("closed", "Closed"),
)
_OUTCOME_CHOICES = (
    ("closed", "Closed"),
    ("ongoing", "Goes on in the next plan"),
    ("developed", "Became new actions"),
    ("dropped", "Dropped"),
)
_FIELD_WORDS: tuple[tuple[str, str], ...] = (
    ("action_text", "The action"),
    ("how", "How it will be done"),
    ("measure", "How success is measured"),
    ("expected_outcome", "The outcome wanted"),
    ("progress", "Progress"),
    ("outcome", "What became of the action"),
    ("status", "Its status"),
    ("leads", "Who leads"),
    ("due_date", "When it is due"),
    ("links", "Linked plans"),
    ("other", "Something else: keep it as printed"),
)


def ask(plan: Plan, *, doubts: Sequence[tuple[int, Doubt]], harvest: Harvest) -> tuple[Plan, tuple[Question, ...]]:
    """Give the plan with the flags for what is missing, and all its questions: those for the whole plan first."""
    if not plan.actions:
        return plan, ()
    with_strands = any(action.strands for action in plan.actions)
    dated = any(action.timescales or action.due_date or action.frequency for action in plan.actions)
    led = any(action.leads for action in plan.actions)
    actions = tuple(_flagged(action, strands=with_strands, dated=dated, led=led) for action in plan.actions)
    plan = replace(plan, actions=actions)
    questions = [
        *_about_columns(harvest),
        *_about_period(plan),
        *_about_strands(plan),
        *_about_colours(plan),
    ]
    if not with_strands:
        questions.append(
            _plan_question(
                "strands",
                "missing",
                "The document names no characteristics. Whom does each action serve?",
                why="An action plan under the duty says which characteristics it serves.",
            )
        )
    if not dated:
        questions.append(
            _plan_question(
                "due_date", "missing", "The document gives no dates. When is each action due?", choices=_plan_end(plan)
            )
        )
    if not led:
        questions.append(_plan_question("leads", "missing", "The document names no leads. Who leads each action?"))
    by_action: dict[int, list[Question]] = {}
    asked = {position for position, doubt in doubts if doubt.kind in ("year_ambiguous", "season", "month_from_date")}
    for position, doubt in doubts:
        if doubt.kind == "after_plan" and position in asked:
            continue  # the other question about the same date says it all
        if (question := _of_doubt(doubt, position)) is not None:
            by_action.setdefault(position, []).append(question)
    for position, action in enumerate(plan.actions, start=1):
        questions += _missing(action, position, plan, strands=with_strands, dated=dated, led=led)
        questions += by_action.get(position, [])
    return plan, tuple(_once(questions))


def _flagged(action: Action, *, strands: bool, dated: bool, led: bool) -> Action:
    flags = list(action.flags)
    if strands and not action.strands:
        flags.append("strands_missing")
    if dated and not action.timescales and not action.due_date and not action.frequency:
        flags.append("timescale_missing")
    if led and not action.leads:
        flags.append("leads_missing")
    return replace(action, flags=tuple(dict.fromkeys(flags)))


def _missing(action: Action, position: int, plan: Plan, *, strands: bool, dated: bool, led: bool) -> list[Question]:
    out = []
    if strands and not action.strands:
        out.append(
            Question(
                "No strands are given. Which apply?",
                "strands",
                position,
                "missing",
                None,
                _strand_choices(plan),
                "The cell is empty; the other actions name theirs.",
            )
        )
    if (
        dated
        and action.due_date is None
        and not any(s.kind in _NO_DATE_KINDS for s in action.timescales)
        and not _is_asked(action)
    ):
        said = action.timescale_text
        why = "The document gives no day for it." if said else "The document gives no date; the other actions have one."
        out.append(Question("When is this action due?", "due_date", position, "missing", said, _plan_end(plan), why))
    if led and not action.leads:
        out.append(
            Question(
                "Who leads this action?",
                "leads",
                position,
                "missing",
                None,
                (),
                "The cell is empty; the other actions name theirs.",
            )
        )
    return out


def _is_asked(action: Action) -> bool:
    return bool({"timescale_impossible", "timescale_year_missing", "timescale_not_understood"} & set(action.flags))


def _of_doubt(doubt: Doubt, position: int) -> Question | None:
    if doubt.kind == "unplaced":
        choices = tuple(((c.code,), c.label) for c in CHARACTERISTICS.values())
        return Question(
            f"“{doubt.said}” is not in the document's key. What does it mean?",
            "strands",
            position,
            "unplaced",
            doubt.said,
            _as_lists(choices),
            "It stands among the strands, but names no characteristic that we know.",
        )
    text, why = _TEXTS[doubt.kind]
    offered: tuple[tuple[Any, str], ...] = doubt.choices
    if doubt.kind == "status":
        offered = _STATUS_CHOICES
    elif doubt.kind == "outcome":
        offered = _OUTCOME_CHOICES
    return Question(text, doubt.field, position, _KINDS[doubt.kind], doubt.said, offered, why)


def _as_lists(choices: tuple[tuple[tuple[str, ...], str], ...]) -> tuple[tuple[Any, str], ...]:
    return tuple((list(value), words) for value, words in choices)


def _about_columns(harvest: Harvest) -> list[Question]:
    out = []
    for doubt, heading, place in harvest.doubts:
        if doubt == "guessed":
            out.append(
                _plan_question(
                    "columns",
                    "meaning",
                    "The table has no headings. Are its columns read rightly?",
                    said=place.in_words(),
                    why="Which column is the action, the lead or the date was told from the cells.",
                )
            )
        elif doubt == "unknown":
            out.append(
                _plan_question(
                    "columns",
                    "meaning",
                    f"What does the column “{heading}” hold?",
                    said=heading,
                    choices=_FIELD_WORDS,
                    why="Its heading is none that we know; its cells are kept as printed.",
                )
            )
        elif doubt == "sections":
            text = "Does this row begin a section of its own, beside the one above the table?"
            why = "The first section's name stands above the table, this one in a row; they were taken as equals."
            out.append(_plan_question("section", "boundary", text, said=heading, why=why))
        elif doubt == "commitments":
            out.append(
                _plan_question(
                    "commitments",
                    "boundary",
                    "Where do the commitments end and the actions begin?",
                    said=heading,
                    why="The text has no cell borders; the first action was told by its wording.",
                )
            )
        else:
            out.append(
                _plan_question(
                    "columns",
                    "meaning",
                    f"What does the column “{heading}” hold?",
                    said=heading,
                    choices=_FIELD_WORDS,
                    why="The word means different things in different plans; it was decided from the cells.",
                )
            )
    return out


def _about_period(plan: Plan) -> list[Question]:
    if plan.plan_period is None:
        return [
            _plan_question(
                "plan_period",
                "missing",
                "Which years does this plan cover?",
                why="The document does not say; dates without a year need it.",
            )
        ]
    return []


def _about_strands(plan: Plan) -> list[Question]:
    out = []
    used = {code for action in plan.actions for code in action.strands}
    if ALL in used:
        nine = [c.code for c in PROTECTED]
        local = [c for s in plan.key.values() for c in s.characteristics if c != ALL and c not in nine]
        choices: list[tuple[Any, str]] = [(nine, "The nine of the Equality Act")]
        if local:
            choices.append(([*nine, *dict.fromkeys(local)], "The nine, and the local ones in the document's key"))
        out.append(
            _plan_question(
                "key",
                "all",
                "What does ALL stand for in this plan?",
                said=ALL,
                choices=tuple(choices),
                why="Some plans mean the nine characteristics of the Act, others also their own.",
            )
        )
    unclear = [
        code
        for code in sorted(used)
        if code != ALL and code in plan.key and plan.key[code].label == code and code.isupper()
    ]
    for code in unclear:
        meaning = [CHARACTERISTICS[c].label for c in plan.key[code].characteristics if c in CHARACTERISTICS]
        choices = [(list(plan.key[code].characteristics), " and ".join(meaning) or code)]
        out.append(
            _plan_question(
                "key",
                "code",
                f"Does “{code}” mean {' and '.join(meaning).lower() or 'a characteristic'}?",
                said=code,
                choices=tuple(choices),
                why="The document prints no key; this is what most plans mean by it.",
            )
        )
    for code in sorted(used):
        strand = plan.key.get(code)
        if strand is not None and strand.label != code and not strand.characteristics and code != ALL:
            options = tuple(([c.code], c.label) for c in CHARACTERISTICS.values())
            out.append(
                _plan_question(
                    "key",
                    "code",
                    f"Which characteristic is “{strand.label}” ({code})?",
                    said=code,
                    choices=options,
                    why="The document's key names it, but it is none that we know.",
                )
            )
    return out


def _about_colours(plan: Plan) -> list[Question]:
    unclear = sorted({a.rag for a in plan.actions if a.rag and not a.status})
    if not unclear:
        return []
    return [
        _plan_question(
            "legend",
            "meaning",
            f"What does {colour} mean in this plan?",
            said=colour,
            choices=_STATUS_CHOICES,
            why="The document uses the colour but does not say what it means.",
        )
        for colour in unclear
    ]


def _strand_choices(plan: Plan) -> tuple[tuple[Any, str], ...]:
    used = [code for code in plan.key if any(code in action.strands for action in plan.actions)]
    return tuple(([code], plan.key[code].label or code) for code in used)


def _plan_end(plan: Plan) -> tuple[tuple[Any, str], ...]:
    end = plan.plan_period.end if plan.plan_period else None
    return ((end.isoformat(), "The plan's last day"),) if end else ()


def _plan_question(
    field: str,
    kind: str,
    text: str,
    *,
    said: str | None = None,
    choices: tuple[tuple[Any, str], ...] = (),
    why: str | None = None,
) -> Question:
    return Question(text, field, None, kind, said, choices, why)


def _once(questions: Sequence[Question]) -> list[Question]:
    seen: set[tuple[object, ...]] = set()
    out = []
    for question in questions:
        mark = (question.action, question.field, question.kind, question.said)
        if mark not in seen:
            seen.add(mark)
            out.append(question)
    return out
