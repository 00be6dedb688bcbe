"""What does an answer about the whole plan change?

The one idea: some questions are asked once for all actions: what a code or a colour means, what a column holds, which
years the plan covers, whom its actions serve where the document names nobody. Such an answer is written into every
action that it is about and into no other; what a person said of one action is never overwritten by it. All values are
in JSON form, and the printed words stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dueregard.domain.plans.model import Question
from dueregard.domain.plans.parsing.dates import due_and_start, read_period, read_timescales
from dueregard.terms.errors import UsedWrongly

AS_READ = "as_read"
_FOR_ALL = ("strands", "due_date", "leads")
_TEXTS = frozenset({"how", "measure", "expected_outcome", "resources", "year_end_report", "update_text", "action_text"})
_PRINTED = {"status": "status_text", "outcome": "outcome_text", "due_date": "timescale_text"}
_NAMED = frozenset({"key", "legend", "columns", "section", "commitments"})
_LONGEST = 200

Shape = dict[str, Any]


def target_of(question: Question) -> tuple[int | None, str]:
    """Say where the answer to a question is kept: the action (None for the plan) and the field.

    What a code means is asked beside one action and answered for all. A question about one code, colour or column of
    several carries its words.

    >>> target_of(Question("What does green mean?", "legend", said="green"))
    (None, 'legend.green')
    >>> target_of(Question("What does X mean?", "strands", action=3, kind="unplaced", said="X"))
    (None, 'key.X')
    """
    if question.field == "strands" and question.kind == "unplaced" and question.said:
        return None, f"key.{question.said}"[:_LONGEST]
    if question.action is None and question.field in _NAMED:
        return None, f"{question.field}.{question.said or ''}"[:_LONGEST]
    return question.action, question.field


def put_in_plan(shape: Shape, *, field: str, value: Any) -> None:
    """Write an answer about the whole plan into its JSON form.

    Raises:  UsedWrongly for a field that a plan does not have, or years that cannot be read.
    """
    name, _, said = field.partition(".")
    if name == "key" and said:
        _explain_code(shape, said, value)
    elif name == "legend" and said:
        _explain_colour(shape, said, value)
    elif name == "columns" and said:
        _move_column(shape, said, value)
    elif name in ("section", "commitments", "columns"):
        return  # "as read", or put right by hand: nothing to change here
    elif field == "plan_period":
        shape[field] = _period(value)
    elif field in ("document", "organisation"):
        shape[field] = value
    elif field in _FOR_ALL:
        _fill_in(shape, field, value)
    else:
        raise UsedWrongly(f"A plan has no field {field}.")


def _explain_code(shape: Shape, code: str, value: Any) -> None:
    entry = dict(shape["key"].get(code) or {"label": code})
    given = value if isinstance(value, Mapping) else {"characteristics": value or []}
    shape["key"][code] = {**entry, **given}


def _explain_colour(shape: Shape, colour: str, status: Any) -> None:
    if status is None:
        return
    shape["legend"][colour] = status
    for action in shape["actions"]:
        if action["rag"] == colour and action["status"] is None:
            action["status"] = status


def _period(value: Any) -> Any:
    if isinstance(value, str):
        period = read_period(value)
        if period is None or period.start is None or period.end is None:
            raise UsedWrongly("Write the years of the plan like this: 2026-27, or April 2026 to March 2028.")
        return {"text": value, "start": period.start.isoformat(), "end": period.end.isoformat()}
    return value


def _fill_in(shape: Shape, field: str, value: Any) -> None:
    if value is None:
        return
    for action in shape["actions"]:
        if not action[field]:
            action[field] = value
            action["flags"] = [*action["flags"], f"answered:{field}"]


def _move_column(shape: Shape, heading: str, field: Any) -> None:
    """Put the cells of a column into the field that a person said it holds."""
    if field in (None, AS_READ):
        return
    before: list[str] = next((column["fields"] for column in shape["columns"] if column["heading"] == heading), [])
    if field in before:
        return
    period = shape["plan_period"]
    for action in shape["actions"]:
        text = action["other"].pop(heading, None) or _taken_from(action, before)
        if text:
            _put_text(action, field, text, heading=heading, years=period and period["text"])


def _taken_from(action: Shape, fields: list[str]) -> str | None:
    """Take a column's text out of the one field it was read as."""
    if len(fields) != 1:
        return None
    name = _PRINTED.get(fields[0], fields[0])
    if name not in action or not isinstance(action[name], str):
        return None
    text: str = action[name]
    action[name] = "" if name == "action_text" else None
    if fields[0] in ("status", "outcome"):
        action[fields[0]] = None  # what was understood by words that now stand elsewhere
    return text


def _put_text(action: Shape, field: str, text: str, *, heading: str, years: str | None) -> None:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if field == "leads":
        action["leads"] = [*action["leads"], *({"name": line} for line in lines)]
    elif field == "links":
        action["links"] = [*action["links"], *lines]
    elif field == "progress":
        action["progress"] = [*action["progress"], {"text": text, "heading": heading}]
    elif field in _PRINTED:
        action[_PRINTED[field]] = _both(action[_PRINTED[field]], text)
        if field == "due_date":
            _read_dates(action, text, years=years)
    elif field in _TEXTS:
        action[field] = _both(action[field], text)
    else:
        action["other"][heading] = text


def _read_dates(action: Shape, text: str, *, years: str | None) -> None:
    readings = read_timescales(text, period=read_period(years) if years else None)
    start, due = due_and_start(readings)
    action["timescales"] = [
        *action["timescales"],
        *(
            {
                "text": one.timescale.text,
                "kind": one.timescale.kind,
                "start": one.timescale.start.isoformat() if one.timescale.start else None,
                "end": one.timescale.end.isoformat() if one.timescale.end else None,
            }
            for one in readings
        ),
    ]
    action["start_date"] = start.isoformat() if start else action["start_date"]
    action["due_date"] = due.isoformat() if due else action["due_date"]


def _both(first: str | None, second: str) -> str:
    return f"{first}\n{second}" if first else second
