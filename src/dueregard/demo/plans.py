"""The made-up council's three plans: two that are closed, and this year's, which is under way.

The one idea: the words stand in `plans.toml` beside this file and the dates are worked out from the day asked for, so
that the demo never grows old. Every figure is invented; no count of people in it is under ten.
"""

from __future__ import annotations

import tomllib
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from dueregard.domain.plans.model import (
    Action,
    Contribution,
    Lead,
    Level,
    Measure,
    MeasureValue,
    Period,
    Plan,
    Progress,
    Section,
    Strand,
    SubAction,
    Timescale,
)
from dueregard.terms.characteristics import CHARACTERISTICS
from dueregard.terms.periods import financial_quarter, financial_year, financial_year_of


def this_year(on: date) -> Plan:
    """Give the plan of the financial year of `on`, with what had been reported by then.

    >>> this_year(date(2026, 11, 21)).plan_period.text
    '2026–27'
    """
    return _plan(_words()["this_year"], start_year=financial_year_of(on), on=on)


def last_year(on: date) -> Plan:
    """Give the plan of the year before, every action of which has an outcome.

    >>> all(action.outcome for action in last_year(date(2026, 11, 21)).actions)
    True
    """
    return _plan(_words()["last_year"], start_year=financial_year_of(on) - 1, on=on)


def year_before(on: date) -> Plan:
    """Give the plan of two years before, every action of which has an outcome; of one nobody had reported.

    >>> [action.number for action in year_before(date(2026, 11, 21)).actions if action.outcome == "not_reported"]
    [6]
    """
    return _plan(_words()["year_before"], start_year=financial_year_of(on) - 2, on=on)


def became() -> tuple[tuple[str, str, str], ...]:
    """Give what went on or was developed from one plan into the next: the older title, the newer one, the outcome.

    >>> [new for old, new, how in became() if old == "Ask callers why they call"]
    ['Find out which letters people cannot follow']
    """
    words = _words()
    return tuple(
        (entry["title"], title, entry["outcome"])
        for plan in ("year_before", "last_year")
        for section in words[plan]["sections"]
        for entry in section["actions"]
        for title in entry.get("becomes", ())
    )


def _words() -> dict[str, Any]:
    return tomllib.loads(files("dueregard.demo").joinpath("plans.toml").read_text(encoding="utf-8"))


def _plan(words: Mapping[str, Any], *, start_year: int, on: date) -> Plan:
    start, end = financial_year(start_year)
    actions: list[Action] = []
    sections: list[Section] = []
    levels: list[Level] = []
    for section in words["sections"]:
        objective = section["objective"]
        for entry in section["actions"]:
            actions.append(
                _action(
                    entry,
                    number=len(actions) + 1,
                    section=section["name"],
                    objective=objective,
                    start_year=start_year,
                    on=on,
                )
            )
        sections.append(Section(section["name"], len(section["actions"])))
        levels.append(Level(path=(section["name"],), kind="directorate"))
        levels.append(
            Level(
                path=(section["name"], objective),
                kind="objective",
                why=section.get("why"),
                success_measure=section.get("success"),
                contributions=tuple(Contribution(**said) for said in section.get("shaped_by", ())),
            )
        )
    codes = sorted({code for action in actions for code in action.strands if code != "ALL"})
    return Plan(
        document=f"{words['title']} {start_year}–{str(start_year + 1)[2:]}",
        organisation="Aldermere Borough Council",
        plan_period=Period(f"{start_year}–{str(start_year + 1)[2:]}", start, end),
        key={code: Strand(CHARACTERISTICS[code].label, (code,)) for code in codes},
        sections=tuple(sections),
        levels=tuple({level.path: level for level in levels}.values()),
        actions=tuple(actions),
    )


def _action(
    entry: Mapping[str, Any], *, number: int, section: str, objective: str, start_year: int, on: date
) -> Action:
    due, scale = _due(entry.get("due"), start_year)
    subs = tuple(_milestone(words, start_year) for words in entry.get("milestones", ()))
    title = entry["title"]
    updates = tuple(
        progress
        for quarter, status, text in entry.get("updates", ())
        if (progress := _update(quarter, status, text, start_year=start_year, author=entry["lead"])).date
        and progress.date <= on
    )
    text = "\n".join([title, *([entry["text"]] if "text" in entry else []), *(sub.text for sub in subs)])
    return Action(
        number=number,
        section=section,
        levels=(section, objective),
        strands=tuple(entry["for"]),
        action_text=text,
        action_title=title,
        sub_actions=subs,
        links=tuple(entry.get("links", ())),
        leads=(Lead(entry["lead"]),),
        partners=tuple(entry.get("partners", ())),
        timescale_text=scale.text if scale else None,
        timescales=(scale,) if scale else (),
        start_date=scale.start if scale else None,
        due_date=due,
        monitored_by=tuple(entry.get("board", ())),
        measures=tuple(_measure(words, start_year, on) for words in entry.get("measures", ())),
        expected_outcome=entry.get("wanted"),
        status=updates[-1].status if updates else entry.get("status", "not_started"),
        progress=updates,
        update_text=updates[-1].text if updates else None,
        outcome=entry.get("outcome"),
        year_end_report=entry.get("report"),
    )


def _due(words: str | None, start_year: int) -> tuple[date | None, Timescale | None]:
    """Read "Q3", "month 9" (of the calendar) or "year" against the plan's year."""
    if words is None:
        return None, None
    if words == "year":
        start, end = financial_year(start_year)
        return end, Timescale(f"{start_year}–{str(start_year + 1)[2:]}", "financial_year", start, end)
    if words.startswith("Q"):
        start, end = financial_quarter(start_year, int(words[1]))
        text = f"Q{words[1]} {start_year}–{str(start_year + 1)[2:]}"
        return end, Timescale(text, "financial_quarter", start, end)
    month = int(words.removeprefix("month "))
    year = start_year if month >= 4 else start_year + 1
    start, end = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return end, Timescale(f"{start:%B %Y}", "month", start, end)


def _milestone(words: Mapping[str, Any], start_year: int) -> SubAction:
    due, scale = _due(words.get("due"), start_year)
    return SubAction(
        text=words["text"],
        kind="milestone",
        timescales=(scale,) if scale else (),
        due_date=due,
        status=words.get("status"),
    )


def _update(quarter: int, status: str, text: str, *, start_year: int, author: str) -> Progress:
    _, end = financial_quarter(start_year, quarter)
    return Progress(text=text, date=end + timedelta(days=7), author=author, status=status)


def _measure(words: Mapping[str, Any], start_year: int, on: date) -> Measure:
    start, end = financial_year(start_year)
    before = start - timedelta(days=1)
    ends = [before, *(financial_quarter(start_year, quarter)[1] for quarter in (1, 2, 3, 4))]
    return Measure(
        name=words["name"],
        unit=words["unit"],
        direction=words["direction"],
        baseline=words["values"][0],
        baseline_date=before,
        target=words["target"],
        target_date=end,
        source=words["source"],
        values=tuple(
            MeasureValue(on=day, value=value, source=words["source"])
            for day, value in zip(ends, words["values"], strict=False)
            if day + timedelta(days=7) <= on
        ),
    )
