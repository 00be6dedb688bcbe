"""How are opened records, their schema and people's choices kept as JSON, and read back?

The one idea: headings, roles, treatments and places of faults are kept; values of records are not. What a choice says
about single wordings is remembered for the council (`ValueMapping`), not here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dueregard.analysis.records.choices import Choices
from dueregard.analysis.records.faults import Fault, FaultCount, FaultKind
from dueregard.analysis.records.prepare import PreparedColumn
from dueregard.analysis.records.raw import RawRecords
from dueregard.analysis.records.schema import Column, LeftOut, Question, QuestionKind, Role, Schema, Treatment


def raw_to_json(raw: RawRecords) -> dict[str, Any]:
    """Give what is known of opened records, without the path."""
    return {
        "headings": list(raw.headings),
        "codes": list(raw.codes),
        "rows": raw.rows,
        "heading_row": raw.heading_row,
        "format": raw.format,
        "sheet": raw.sheet,
        "remarks": list(raw.remarks),
        **faults_to_json(raw.faults, raw.fault_counts),
    }


def raw_from_json(shape: Mapping[str, Any], *, path: Path) -> RawRecords:
    """Give opened records back, with the texts at `path`."""
    faults, counts = faults_from_json(shape)
    return RawRecords(
        path=path,
        headings=tuple(shape["headings"]),
        codes=tuple(shape["codes"]),
        rows=shape["rows"],
        heading_row=shape["heading_row"],
        format=shape["format"],
        sheet=shape["sheet"],
        faults=faults,
        fault_counts=counts,
        remarks=tuple(shape["remarks"]),
    )


def faults_to_json(faults: Sequence[Fault], counts: Sequence[FaultCount]) -> dict[str, Any]:
    """Give faults by their kind and place."""
    return {
        "listed": [[str(fault.kind), fault.row, fault.column] for fault in faults],
        "counts": [[str(each.kind), each.column, each.count] for each in counts],
    }


def faults_from_json(shape: Mapping[str, Any]) -> tuple[tuple[Fault, ...], tuple[FaultCount, ...]]:
    """Give faults back."""
    return (
        tuple(Fault(FaultKind(kind), row, column) for kind, row, column in shape.get("listed", ())),
        tuple(FaultCount(FaultKind(kind), column, count) for kind, column, count in shape.get("counts", ())),
    )


def schema_to_json(schema: Schema) -> dict[str, Any]:
    """Give a schema: headings and what they were taken for."""
    return {
        "columns": [asdict(column) for column in schema.columns],
        "questions": [asdict(question) for question in schema.questions],
    }


def schema_from_json(shape: Mapping[str, Any]) -> Schema:
    """Give a schema back."""
    columns = (
        Column(**{**each, "role": Role(each["role"]), "treatment": Treatment(each["treatment"])})
        for each in shape.get("columns", ())
    )
    questions = (
        Question(
            QuestionKind(each["kind"]),
            each["column"],
            each["text"],
            tuple((code, words) for code, words in each["answers"]),
        )
        for each in shape.get("questions", ())
    )
    return Schema(tuple(columns), tuple(questions))


def choices_to_json(choices: Choices) -> dict[str, Any]:
    """Give what was chosen about columns."""
    return {
        "treatments": {code: str(treatment) for code, treatment in choices.treatments.items()},
        "classifications": dict(choices.classifications),
        "schemes": dict(choices.schemes),
        "day_first": dict(choices.day_first),
    }


def choices_from_json(
    shape: Mapping[str, Any],
    *,
    wordings: Mapping[str, Mapping[str, str]] | None = None,
    allow_gender_identity: str | None = None,
) -> Choices:
    """Give choices back, with where wordings were placed and the council's reason for gender identity."""
    return Choices(
        treatments={code: Treatment(name) for code, name in shape.get("treatments", {}).items()},
        classifications=dict(shape.get("classifications", {})),
        schemes=dict(shape.get("schemes", {})),
        day_first=dict(shape.get("day_first", {})),
        wordings=wordings or {},
        allow_gender_identity=allow_gender_identity,
    )


def left_out_to_json(left: Sequence[LeftOut]) -> list[list[str]]:
    """Give what was left out or made coarser."""
    return [[each.heading, each.what, each.reason] for each in left]


def columns_to_json(columns: Sequence[PreparedColumn]) -> list[dict[str, Any]]:
    """Give what a prepared file holds."""
    return [asdict(column) for column in columns]


def columns_from_json(shape: Sequence[Mapping[str, Any]]) -> tuple[PreparedColumn, ...]:
    """Give what a prepared file holds back."""
    return tuple(
        PreparedColumn(**{**each, "role": Role(each["role"]), "treatment": Treatment(each["treatment"])})
        for each in shape
    )
