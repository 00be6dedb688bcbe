"""A plan's health on one page: what is there, what is missing, what it promises, and what the law asks for and when.

The one idea: one page that an officer can take to a meeting. It counts, proposes five repairs, lists the equality
impact assessments that the plan promises, and works out the legal dates from the days on which things were last
published, where those are told; where they are not, it says so and guesses nothing. It gives no verdict.
Source:  terms/data/plan_rules.toml, terms/data/duties.toml, each entry with its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dueregard.domain.plans.check import FoundByRule, Remark, by_rule, check_plan, most_useful
from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.smart.promises import promised_assessments
from dueregard.domain.plans.smart.rules import shortened
from dueregard.publish.document import Block, Column, Document, Heading, ListBlock, Table, bullets, say_date, words
from dueregard.terms.citations import source
from dueregard.terms.duties import NATIONS, Duty, check_nation, duties, next_due

_MOST_LINES = 11  # assessments and, counted twice, duties: what is more is named in a line, so that the page stays one
_MOST_LETTERS = 76  # of an example
_MOST_NAMES = 14  # letters: a longer list of actions is only counted


def health_check(
    plan: Plan, *, on: date, nation: str = "E", last_published: Mapping[str, date] | None = None
) -> Document:
    """Give the health check of a plan as a document to publish.

    Takes:   `last_published`: for the codes of the nation's duties (terms/data/duties.toml), the day each counts from.
    Raises:  UsedWrongly for a nation other than E, W, S.
    """
    nation = check_nation(nation)
    remarks = check_plan(plan, on=on, nation=nation)
    blocks: list[Block] = [words(_what_is_there(plan))]
    if remarks:
        blocks += [Heading(2, "The repairs that would help most"), _repairs(most_useful(remarks))]
        blocks += [Heading(2, "Also found, and in how many actions"), words(_also_found(remarks))]
    blocks += [
        Heading(2, "Assessments this plan promises"),
        *_promises(plan, most=max(2, _MOST_LINES - 2 * len(duties(nation)))),
    ]
    blocks += [Heading(2, f"What the law asks for in {NATIONS[nation]}, and by when")]
    blocks += [_dates(duties(nation), last_published or {}, on=on), words(_small_print(duties(nation)))]
    return Document(
        title="Health check of an equality plan",
        subtitle=plan.document,
        author=plan.organisation or "Made with Due Regard",
        on=on,
        blocks=tuple(blocks),
    )


def _what_is_there(plan: Plan) -> str:
    total = len(plan.actions)
    period = plan.plan_period
    if period and period.start and period.end:
        when = f"It runs from {say_date(period.start)} to {say_date(period.end)}."
    else:
        when = "It does not say which years it covers."
    having = [
        ("a lead", sum(bool(a.leads) for a in plan.actions)),
        ("a date", sum(a.due_date is not None for a in plan.actions)),
        ("a measure", sum(bool(a.measure or a.measures) for a in plan.actions)),
        ("groups named", sum(bool(a.strands) for a in plan.actions)),
        ("a board that watches", sum(bool(a.monitored_by) for a in plan.actions)),
        ("an update or a year-end report", sum(bool(a.update_text or a.year_end_report) for a in plan.actions)),
    ]
    counts = "; ".join(f"{count} {'has' if count == 1 else 'have'} {what}" for what, count in having)
    return f"{total} {'action' if total == 1 else 'actions'}: {counts}. {when}"


def _repairs(groups: tuple[FoundByRule, ...]) -> Table:
    rows = []
    for group in groups:
        example = next((one for one in group.remarks if one.proposed), None)
        words_ready = (example.proposed or "") if example else "Only somebody who knows the work can say."
        if example and example.number:
            words_ready = f"For action {example.number}: {words_ready}"
        words_ready = shortened(words_ready, to=_MOST_LETTERS)
        rows.append((group.rule.repair, _where(group), words_ready))
    return Table(
        caption="Repairs, the most useful first",
        columns=(Column("What to do", width=2.3), Column("Where", width=0.9), Column("For example", width=2.6)),
        rows=tuple(rows),
    )


def _also_found(remarks: tuple[Remark, ...]) -> str:
    useful = {group.rule.code for group in most_useful(remarks)}
    rest = [group for group in by_rule(remarks) if group.rule.code not in useful]
    if not rest:
        return "Nothing else was found."
    return f"{_sentence('; '.join(f'{group.rule.counted} ({group.count()})' for group in rest))}."


def _promises(plan: Plan, *, most: int) -> tuple[Block, ...]:
    promises = promised_assessments(plan)
    if not promises:
        return (words("No equality impact assessment is named in the actions of this plan."),)
    shown, rest = promises[:most], promises[most:]
    table = Table(
        caption="Equality impact assessments that the actions name",
        columns=(Column("Action", width=0.5), Column("What it says", width=3), Column("By", width=1)),
        rows=tuple((one.number, one.said, say_date(one.by) if one.by else "No date given") for one in shown),
        note=f"Also in actions {', '.join(one.number for one in rest)}." if rest else None,
    )
    return (table,)


def _dates(all_duties: tuple[Duty, ...], last: Mapping[str, date], *, on: date) -> ListBlock:
    return bullets(
        *(
            f"{duty.words}: {_next_by(duty, last.get(duty.code), on=on)} (at most {duty.how_often(short=True)})."
            for duty in all_duties
        )
    )


def _small_print(all_duties: tuple[Duty, ...]) -> str:
    """The limits of this page, and the law it was counted from: the instruments, without their single regulations."""
    titles = sorted({source(duty.source).title.split(", regulation")[0] for duty in all_duties})
    return (
        "Made by reading the words of the plan: it says what was found, not whether the equality duty is met. "
        "An interval that begins with a day ends on the day before its anniversary. "
        f"Source: {'; '.join(titles)}."
    )


def _next_by(duty: Duty, last: date | None, *, on: date) -> str:
    if last is None:
        return "tell us the last day"
    due = next_due(duty, last)
    if due < on:
        return f"it was due by {say_date(due)}"
    return f"next by {say_date(due)}"


def _where(group: FoundByRule) -> str:
    names = group.actions()
    if not names:
        return "The whole plan"
    count = group.count()
    if count == 1:
        return f"Action {names}"
    return f"Actions {names}" if len(names) <= _MOST_NAMES else f"{count} actions"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
