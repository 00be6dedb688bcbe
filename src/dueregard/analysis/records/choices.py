"""What a person has decided about a schema: the answers, and what is to be kept otherwise than proposed.

The one idea: choices are a value beside the schema, so that the same choices can be used again on next year's file, and
what the person may not choose (to keep an identifier, to take in gender identity without a reason) is refused here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dueregard.analysis.records.schema import GENDER_IDENTITY, TREATMENTS, Column, QuestionKind, Role, Schema, Treatment
from dueregard.terms.classifications.catalogue import classification as by_key
from dueregard.terms.errors import UsedWrongly


@dataclass(frozen=True, slots=True)
class Choices:
    """What was decided, by the codes of columns.

    Takes:   `treatments` and `classifications` where they differ from the proposal (None: no classification);
             `schemes`, by which list bare codes were written;
             `day_first` as answered; `wordings`, where each wording of a column belongs, as a person has placed it;
             `required` columns that may not be empty; `id_column`, the number by which rows are known to be different;
             `age_groups`, the classification of ages kept; `allow_gender_identity`, the council's reason for it.
    """

    treatments: Mapping[str, Treatment] = field(default_factory=dict)
    classifications: Mapping[str, str | None] = field(default_factory=dict)
    schemes: Mapping[str, str] = field(default_factory=dict)
    day_first: Mapping[str, bool] = field(default_factory=dict)
    wordings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    id_column: str | None = None
    age_groups: str = "age_5_year"
    allow_gender_identity: str | None = None


def decided(schema: Schema, choices: Choices) -> Schema:
    """Give the schema as decided.

    Raises:  UsedWrongly for a column that is not there, a treatment its role does not allow, gender identity without a
             reason, and a question that is still open on a column that is kept.
    """
    known = {column.code for column in schema.columns}
    named = {
        *choices.treatments,
        *choices.classifications,
        *choices.schemes,
        *choices.day_first,
        *choices.wordings,
        *choices.required,
    }
    if choices.id_column is not None:
        named.add(choices.id_column)
    for code in sorted(named - known):
        raise UsedWrongly("There is no such column.", where=code)
    columns = tuple(_decided(column, choices) for column in schema.columns)
    for question in schema.questions:
        column = next(each for each in columns if each.code == question.column)
        if not column.is_left_out and not _is_answered(question.kind, column, choices):
            raise UsedWrongly(
                "A question is still open.", where=question.text, mend="Answer it, or leave the column out."
            )
    return Schema(columns, schema.questions)


def _is_answered(kind: QuestionKind, column: Column, choices: Choices) -> bool:
    if kind is QuestionKind.DAY_OR_MONTH_FIRST:
        return column.day_first is not None
    if kind is QuestionKind.WHICH_SCHEME:
        return column.scheme is not None or column.classification is None
    return column.code in choices.classifications


def _decided(column: Column, choices: Choices) -> Column:
    code = column.code
    if code in choices.day_first:
        column = replace(column, day_first=choices.day_first[code])
    if code in choices.classifications:
        column = _classified(column, choices.classifications[code])
    if code in choices.schemes:
        column = replace(column, scheme=choices.schemes[code])
    if column.characteristic == "gender_reassignment":
        allowed = bool((choices.allow_gender_identity or "").strip())
        column = replace(
            column, treatment=Treatment.PLACE_CODES if allowed else Treatment.LEAVE_OUT, why=GENDER_IDENTITY[allowed]
        )
    chosen = choices.treatments.get(code)
    if chosen is None or chosen is column.treatment:
        return column
    if chosen not in TREATMENTS[column.role]:
        raise UsedWrongly(
            "This cannot be done with a column of this kind.",
            where=column.heading,
            mend="Leave it out, or as proposed.",
        )
    if column.characteristic == "gender_reassignment":
        raise UsedWrongly(
            "Gender identity is not taken in row by row.",
            where=column.heading,
            mend="Give the council's reason, or leave the column out.",
        )
    return replace(column, treatment=chosen, why="A person has decided so.")


def _classified(column: Column, classification: str | None) -> Column:
    if column.role in (Role.IDENTIFIER, Role.EMPTY, Role.FREE_TEXT):
        raise UsedWrongly("This column cannot be placed in a classification.", where=column.heading)
    if classification is None:
        return replace(column, role=Role.CATEGORY, treatment=Treatment.WORDS, classification=None, characteristic=None)
    return replace(
        column,
        role=Role.CHARACTERISTIC,
        treatment=Treatment.PLACE_CODES,
        characteristic=by_key(classification).characteristic,
        classification=classification,
        why="A person has decided so.",
    )
