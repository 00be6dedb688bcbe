"""From a file of records to tables that may be seen: what `compare` and `scan` share.

The one idea: the same road as in the web half, in one go. Only the columns that are named are taken in; what is unclear
about one of them stops the command with the question and the option that answers it; the tables go through the gate
together. The records live in a folder of their own that is gone when the command ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dueregard.cli.faults import tell
from dueregard.terms.errors import UsedWrongly

if TYPE_CHECKING:
    from dueregard.analysis.disclosure.costs import Cost
    from dueregard.analysis.disclosure.policy import Policy
    from dueregard.analysis.records.faults import FaultCount
    from dueregard.analysis.records.prepare import Prepared, PreparedColumn
    from dueregard.analysis.records.raw import RawRecords
    from dueregard.analysis.records.schema import Column, Schema
    from dueregard.analysis.released.table import ReleasedTable
    from dueregard.analysis.tables.table import Table


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to count in a file of records.

    `detail` counts a column by itself over all categories, not its groups alone (crossings are over groups always).
    `by` are headings; `outcome` a heading with the wordings that count as it; `where` headings with the wordings kept;
    `kept_as` which classification a heading is; `answers` to questions, by heading; `wordings`, where wordings of a
    heading belong.
    """

    by: tuple[str, ...]
    outcome: tuple[str, tuple[str, ...]] | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    kept_as: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    age_groups: str = "age_5_year"
    crossings: int = 1
    detail: bool = True


_DEAR = 1e6
_FEW = 10
"""Counts of rows below this are told only as fewer."""


def choose_policy(key: str, *, threshold: int | None) -> Policy:
    """Give the policy asked for, with another threshold where one is given."""
    from dueregard.analysis.disclosure.policies import policy

    chosen = policy(key)
    return chosen if threshold is None else replace(chosen, threshold=threshold, version=f"{chosen.version} changed")


def released_tables(
    file: Path, wanted: Wanted, *, policy: Policy, on: date, engine: str, seconds: float
) -> tuple[ReleasedTable, ...]:
    """Count what is wanted in a file and let it through the gate.

    Gives:   one table for each column, and for each crossing of two or three; with the outcome as yes or no if asked.
    Raises:  UsedWrongly where a question is open or a heading is not there; what reading, counting and the gate raise.
    """
    from dueregard.analysis.release.gate import release
    from dueregard.analysis.released.table import Origin, Population
    from dueregard.reading.records import open_records

    with TemporaryDirectory(prefix="dueregard-") as folder:
        raw = open_records(file, to=Path(folder) / "texts.parquet", name=file.name)
        prepared = _prepared(raw, wanted, to=Path(folder) / "records.parquet", on=on)
        tables = _counted(prepared, wanted, engine=engine)
    for left in prepared.left_out:
        if any(left.heading == column.heading for column in prepared.columns):
            tell(left.in_words())
    for fault in prepared.fault_counts:
        tell(_in_words(fault))
    done = release(
        tables,
        policy=policy,
        population=Population(file.stem, file.stem, on=on),
        notes=("Rows that give no outcome are left out.",) if wanted.outcome is not None else (),
        audience=policy.audience,
        cost=_cost(wanted, tables),
        origins=(Origin(file.name, "The records given", f"read {on.isoformat()}"),),
        seconds=seconds,
    )
    return done.tables


def _cost(wanted: Wanted, tables: Sequence[Table]) -> Cost:
    """Make the totals of the outcome dear to hide: without them nothing can be held against everyone else."""
    from dueregard.analysis.disclosure.costs import Cost

    if wanted.outcome is None:
        return Cost()
    outcome = tables[0].dimensions[-1]
    margins = {frozenset({(outcome.code, leaf)}): _DEAR for leaf in outcome.leaves}
    return Cost(weights={**margins, frozenset(): _DEAR})


def _in_words(fault: FaultCount) -> str:
    """Say how often a kind of fault was met in a column; a few rows are not counted out."""
    rows = f"{fault.count:,} rows" if fault.count >= _FEW else f"fewer than {_FEW} rows"
    return f"“{fault.column}”: {fault.kind.value.replace('_', ' ')}, in {rows}." if fault.column else ""


def _prepared(raw: RawRecords, wanted: Wanted, *, to: Path, on: date) -> Prepared:
    from dueregard.analysis.records.choices import Choices
    from dueregard.analysis.records.prepare import prepare
    from dueregard.analysis.records.propose import propose_schema
    from dueregard.analysis.records.schema import Treatment

    schema = propose_schema(raw)
    needed = [*wanted.by, *(heading for heading, _ in wanted.where)]
    if wanted.outcome is not None:
        needed.append(wanted.outcome[0])
    columns = {heading: find_column(schema, heading) for heading in needed}
    used = {column.code for column in columns.values()}
    kept_as = {find_column(schema, heading).code: key for heading, key in wanted.kept_as.items()}
    answers = {find_column(schema, heading).code: said for heading, said in wanted.answers.items()}
    wordings = {find_column(schema, heading).code: placed for heading, placed in wanted.wordings.items()}
    day_first = {code: said == "day" for code, said in answers.items() if said in ("day", "month")}
    classes = {code: None if said == "none" else said for code, said in answers.items() if code not in day_first}
    for question in schema.questions:
        if question.column in used and question.column not in {**day_first, **classes, **kept_as}:
            heading = schema.column(question.column).heading
            offered = " or ".join(f"--answer “{heading}={code}” ({words})" for code, words in question.answers)
            raise UsedWrongly(question.text, mend=f"Say {offered}.")
    treatments = {c.code: Treatment.LEAVE_OUT for c in schema.columns if c.code not in used}
    for code in sorted(used):
        column = schema.column(code)
        if column.is_left_out and code not in kept_as:
            raise UsedWrongly("This column cannot be counted by.", where=column.heading, mend=column.why)
    choices = Choices(
        treatments=treatments,
        classifications={**classes, **kept_as},
        day_first=day_first,
        wordings=wordings,
        age_groups=wanted.age_groups,
    )
    return prepare(raw, schema, choices, to=to, on=on)


def find_column(schema: Schema, heading: str) -> Column:
    """Find a column by its heading, whatever its capitals and spaces, or by its code.

    Raises:  UsedWrongly where there is none; it names those there are.
    """
    said = " ".join(heading.split()).casefold()
    for column in schema.columns:
        if said in (" ".join(column.heading.split()).casefold(), column.code.casefold()):
            return column
    there = ", ".join(column.heading for column in schema.columns[:30])
    raise UsedWrongly("There is no such column.", where=heading, mend=f"The columns are: {there}.")


def _counted(prepared: Prepared, wanted: Wanted, *, engine: str) -> list[Table]:
    from dueregard.analysis.engines.counting import count
    from dueregard.analysis.engines.datasets import open_dataset
    from dueregard.analysis.tables.regroup import as_outcome
    from dueregard.analysis.tables.specs import Condition, Test
    from dueregard.analysis.tables.table import Table
    from dueregard.domain.monitoring.counting import broad, spec

    by = [_kept(prepared, heading) for heading in wanted.by]
    outcome = _kept(prepared, wanted.outcome[0]) if wanted.outcome else None
    where = [Condition(_kept(prepared, h).code, Test.IS_ONE_OF, _values(prepared, h, v)) for h, v in wanted.where]
    if outcome is not None:
        # A few rows without an outcome would need hiding, and much else with them: they are left out, and it is said.
        where.append(Condition(outcome.code, Test.IS_PRESENT))
    crossed = [several for size in range(1, min(wanted.crossings, len(by)) + 1) for several in combinations(by, size)]
    specs = []
    for several in crossed:
        columns = [*several, *([outcome] if outcome is not None else [])]
        made = spec(" by ".join(column.code for column in several), columns, where=where)
        specs.append(made)
    with open_dataset(prepared.path, engine=engine) as dataset:
        tables = [table for table in count(dataset, specs) if isinstance(table, Table)]  # no amount is asked for
    answer = []
    for several, table in zip(crossed, tables, strict=True):
        if outcome is not None and wanted.outcome is not None:
            values = _outcomes(table, outcome, wanted.outcome[1])
            table = as_outcome(table, dimension=outcome.code, yes=values, label=", ".join(wanted.outcome[1]))
        if len(several) > 1 or not wanted.detail:
            for column in several:
                table = broad(table, dimension=column.code)
        answer.append(table)
    return answer


def _kept(prepared: Prepared, heading: str) -> PreparedColumn:
    said = " ".join(heading.split()).casefold()
    return next(
        column
        for column in prepared.columns
        if said in (" ".join(column.heading.split()).casefold(), column.code.casefold())
    )


def _outcomes(table: Table, outcome: PreparedColumn, said: Sequence[str]) -> list[str]:
    """Find the outcome's categories by their words, whatever their capitals."""
    over = next(one for one in table.dimensions if one.code == outcome.code)
    words = {over.category(leaf).label.casefold(): leaf for leaf in over.leaves}
    words.update({leaf.casefold(): leaf for leaf in over.leaves})
    missing = [value for value in said if value.casefold() not in words]
    if missing:
        there = ", ".join(over.category(leaf).label for leaf in over.leaves[:15])
        raise UsedWrongly(
            "There is no such outcome.", where=f"{outcome.heading}={', '.join(missing)}", mend=f"There are: {there}."
        )
    return [words[value.casefold()] for value in said]


def _values(prepared: Prepared, heading: str, values: Sequence[str]) -> tuple[str | bool, ...]:
    from dueregard.analysis.records.schema import Treatment

    column = _kept(prepared, heading)
    if column.treatment is Treatment.YES_OR_NO:
        return tuple(value.casefold() in ("yes", "true", "y", "1") for value in values)
    return tuple(values)


def equals(options: Sequence[str], *, name: str) -> tuple[tuple[str, str], ...]:
    """Split options like "Outcome=Arrest" at the first "=".

    Raises:  UsedWrongly where there is none.

    >>> equals(["Outcome=Arrest,Caution"], name="--outcome")
    (('Outcome', 'Arrest,Caution'),)
    """
    pairs = []
    for option in options:
        heading, sign, value = option.partition("=")
        if not sign or not heading.strip() or not value.strip():
            raise UsedWrongly(f"{name} is written heading=value.", where=option)
        pairs.append((heading.strip(), value.strip()))
    return tuple(pairs)


def several(value: str) -> tuple[str, ...]:
    """Split values at commas.

    >>> several("Arrest, Caution")
    ('Arrest', 'Caution')
    """
    return tuple(one.strip() for one in value.split(",") if one.strip())


def placements(options: Sequence[str]) -> dict[str, dict[str, str]]:
    """Read "Ethnicity:White other=white_other" into heading → wording → code."""
    placed: dict[str, dict[str, str]] = {}
    for heading, rest in (option.split(":", 1) for option in options if ":" in option):
        for wording, code in equals([rest], name="--place"):
            placed.setdefault(heading.strip(), {})[wording] = code
    if len(options) != sum(1 for option in options if ":" in option):
        raise UsedWrongly("--place is written heading:wording=code.")
    return placed


def as_options(options: Sequence[str], *, by: Sequence[str]) -> dict[str, str]:
    """Read "--as ethnic_group_19" (for the one column) or "--as Ethnicity=ethnic_group_19"."""
    from dueregard.terms.classifications.catalogue import classification

    said: dict[str, str] = {}
    for option in options:
        if "=" in option:
            said.update(equals([option], name="--as"))
        elif len(by) == 1:
            said[by[0]] = option
        else:
            raise UsedWrongly("With several columns, --as is written heading=classification.", where=option)
    for key in said.values():
        with suppress(KeyError):
            classification(key)
    return said
