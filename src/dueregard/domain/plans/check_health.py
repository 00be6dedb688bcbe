"""A plan's health on one page: what is there, what is missing, what it promises, and what the law asks for and when.

The one idea: one page that an officer can take to a meeting. It counts, proposes five repairs, lists the equality
impact assessments that the plan promises, and works out the legal dates from the days on which things were last
published, where those are told; where they are not, it says so and guesses nothing. It gives no verdict.
Source:  terms/data/plan_rules.toml, terms/data/duties.toml, each entry with its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dueregard.domain.plans.check import FoundByRule, by_rule, check_plan, most_useful
from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.smart.promises import promised_assessments
from dueregard.publish.document import Block, Column, Document, Heading, Note, Table, bullets, say_date, words
from dueregard.terms.citations import source
from dueregard.terms.duties import NATIONS, Duty, check_nation, duties, next_due

_MOST_ROWS = 8  # of each table: what is more is counted under it, so that the page stays one


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
        blocks += [Heading(2, "The five repairs that would help most"), _repairs(most_useful(remarks))]
        blocks += [Heading(2, "What was found"), _found(by_rule(remarks))]
    blocks += [Heading(2, "Assessments this plan promises"), *_promises(plan)]
    blocks += [Heading(2, f"What the law asks for in {NATIONS[nation]}, and by when")]
    blocks += [_dates(duties(nation), last_published or {}, on=on)]
    return Document(
        title="Health check of an equality plan",
        subtitle=plan.document,
        author=plan.organisation or "Made with Due Regard",
        on=on,
        blocks=tuple(blocks),
        about=(
            words(
                "This page was made by reading the words of the plan. It says what was found and proposes words. "
                "It does not say whether the equality duty is met: that is a matter of what is done and why."
            ),
            bullets(*sorted({source(duty.source).in_words() for duty in duties(nation)})),
        ),
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
        rows.append((group.rule.repair, _where(group), words_ready))
    return Table(
        caption="Repairs, the most useful first",
        columns=(Column("What to do", width=2.2), Column("Where", width=1), Column("For example", width=2.4)),
        rows=tuple(rows),
    )


def _found(groups: tuple[FoundByRule, ...]) -> Table:
    shown, rest = groups[:_MOST_ROWS], groups[_MOST_ROWS:]
    note = None
    if rest:
        said = "; ".join(f"{group.rule.counted} ({group.count()})" for group in rest)
        note = f"Also found: {said}."
    return Table(
        caption="How often each thing was found",
        columns=(
            Column("Found", width=1.6),
            Column("How many", numeric=True, width=0.6),
            Column("Why it matters", width=2.6),
        ),
        rows=tuple((_sentence(g.rule.counted), str(g.count()), g.rule.why) for g in shown),
        note=note,
    )


def _promises(plan: Plan) -> tuple[Block, ...]:
    promises = promised_assessments(plan)
    if not promises:
        return (words("No equality impact assessment is named in the actions of this plan."),)
    shown, rest = promises[:_MOST_ROWS], promises[_MOST_ROWS:]
    table = Table(
        caption="Equality impact assessments that the actions name",
        columns=(Column("Action", width=0.5), Column("What it says", width=3), Column("By", width=1)),
        rows=tuple((one.number, one.said, say_date(one.by) if one.by else "No date given") for one in shown),
        note=f"Also in actions {', '.join(one.number for one in rest)}." if rest else None,
    )
    return (table, Note("An assessment helps only before the decision it is about."))


def _dates(all_duties: tuple[Duty, ...], last: Mapping[str, date], *, on: date) -> Table:
    return Table(
        caption="What is to be published, how often, and the last safe day",
        columns=(Column("What", width=1.3), Column("How often", width=2), Column("Next by", width=1.5)),
        rows=tuple(
            (duty.words, _sentence(duty.how_often()), _next_by(duty, last.get(duty.code), on=on)) for duty in all_duties
        ),
        note="Counted strictly: an interval that begins with a day ends on the day before its anniversary.",
    )


def _next_by(duty: Duty, last: date | None, *, on: date) -> str:
    if last is None:
        return "Not known: the last day was not given"
    due = next_due(duty, last)
    if due < on:
        return f"{say_date(due)}, which has passed"
    return f"{say_date(due)} (last: {say_date(last)})"


def _where(group: FoundByRule) -> str:
    names = group.actions()
    if not names:
        return "The whole plan"
    many = group.count() > 1
    return f"{group.count()} {'actions' if many else 'action'}: {names}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
