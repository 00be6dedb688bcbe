"""What does a council watch? An indicator: a question, what is counted of whom, and what it is held against.

The one idea: a definition is written down once, in codes of the tables it reads, so that every period is read the same
way. It asks one of two things: how often something happens in each group (an outcome), or who is among those counted (a
share of those who declared). What may be compared with what follows from that, and is refused otherwise.
Source: docs/reference/comparing.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from dueregard.analysis.baselines.ages import WORKING_AGE, Ages
from dueregard.analysis.baselines.areas import by_code, wards
from dueregard.analysis.baselines.tables import baseline
from dueregard.analysis.records.prepare import PreparedColumn
from dueregard.analysis.released.dimensions import TOTAL
from dueregard.analysis.released.table import ReleasedTable
from dueregard.analysis.tables.specs import CountSpec
from dueregard.domain.monitoring.counting import spec
from dueregard.terms.errors import UsedWrongly


class Asks(StrEnum):
    """What an indicator asks: how often something happens, or who is among those counted."""

    OUTCOME = "outcome"
    SHARE = "share"


class Against(StrEnum):
    """What each group is held against."""

    EVERYONE_ELSE = "everyone_else"
    GROUP = "group"
    LAST_YEAR = "last_year"
    RESIDENTS = "residents"
    WORKING_AGE = "working_age"
    AGES = "ages"
    WARDS = "wards"
    HOUSEHOLDS = "households"
    DATASET = "dataset"


class Better(StrEnum):
    """Which way is better for people. Parity: as close as can be to what it is held against."""

    HIGHER = "higher"
    LOWER = "lower"
    PARITY = "parity"
    NEITHER = "neither"


OF_OUTCOMES = (Against.EVERYONE_ELSE, Against.GROUP, Against.LAST_YEAR)
OF_SHARES = (
    Against.RESIDENTS, Against.WORKING_AGE, Against.AGES, Against.WARDS, Against.HOUSEHOLDS, Against.DATASET,
    Against.LAST_YEAR,
)  # fmt: skip
OFFICIAL = frozenset({Against.RESIDENTS, Against.WORKING_AGE, Against.AGES, Against.WARDS, Against.HOUSEHOLDS})
"""What is held against official figures of an area."""


@dataclass(frozen=True, slots=True)
class By:
    """One thing the figures are by: the dimension's code and words, and the classification it follows, if any."""

    code: str
    label: str
    classification: str | None = None
    characteristic: str | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the figures are held against: which group, area, ages, wards or dataset, where the kind asks for one."""

    against: Against
    reference: str = ""
    area: str = ""
    ages: str = ""
    wards: tuple[str, ...] = ()
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator as it is read. `words` is what happened to people, as "were appointed"; `unit` who they are.

    `area` is a code of an official area where the figures themselves are official ones, "" where they are released.
    Raises:  UsedWrongly where its parts do not go together.

    >>> sex = By("sex", "Sex", "sex", "sex")
    >>> Definition(Asks.SHARE, (sex,), Baseline(Against.RESIDENTS, area="E08000009"), "staff", Better.PARITY).needs
    ('sex',)
    """

    asks: Asks
    by: tuple[By, ...]
    baseline: Baseline
    unit: str
    better: Better
    outcome: str = ""
    of: str = ""
    of_label: str = ""
    words: str = ""
    area: str = ""

    def __post_init__(self) -> None:
        if not self.by or len({each.code for each in self.by}) != len(self.by):
            raise UsedWrongly("Say by what the figures are, each once.")
        if (self.asks is Asks.OUTCOME) != bool(self.outcome and self.of and self.words):
            raise UsedWrongly("An outcome needs its column, which answer is counted, and the words for it.")
        if self.outcome in {each.code for each in self.by}:
            raise UsedWrongly("The outcome is counted by something else than itself.", where=self.outcome)
        allowed = OF_OUTCOMES if self.asks is Asks.OUTCOME else OF_SHARES
        if self.baseline.against not in allowed:
            raise UsedWrongly("These figures cannot be held against that.", where=self.baseline.against)
        if self.baseline.against is Against.GROUP and (not self.baseline.reference or len(self.by) != 1):
            raise UsedWrongly("A reference group is a group of the one thing that the figures are by.")

    @property
    def needs(self) -> tuple[str, ...]:
        """Give the codes of the dimensions that a table may need; it has to have the outcome and one of the others."""
        return (*([self.outcome] if self.outcome else []), *(each.code for each in self.by))

    def one(self, code: str) -> By:
        """Give the thing of this code; the first where there is none of it."""
        return next((each for each in self.by if each.code == code), self.by[0])


def by_in(definition: Definition, table: ReleasedTable) -> tuple[By, ...]:
    """Say by which of its things an indicator can be read from a table; none where the outcome is not in it.

    A dimension that is not asked for must have a total, so that it can be left out.
    """
    found = {dimension.code: dimension for dimension in table.dimensions}
    if definition.outcome:
        over = found.get(definition.outcome)
        if over is None or TOTAL not in over.codes or definition.of not in over.codes:
            return ()
    answers = []
    for one in definition.by:
        if one.code not in found:
            continue
        if definition.outcome and TOTAL not in found[one.code].codes:
            continue
        others = set(found) - {one.code, definition.outcome}
        if all(TOTAL in found[other].codes for other in others):
            answers.append(one)
    return tuple(answers)


def tables_that_fit(definition: Definition, tables: Sequence[ReleasedTable]) -> dict[str, ReleasedTable]:
    """Give, for each thing the indicator is by, the table to read it from: the one over the fewest dimensions."""
    found: dict[str, ReleasedTable] = {}
    for table in sorted(tables, key=lambda each: len(each.dimensions)):
        for one in by_in(definition, table):
            found.setdefault(one.code, table)
    return found


def specs(definition: Definition, columns: Sequence[PreparedColumn]) -> tuple[CountSpec, ...]:
    """Give what has to be counted for an indicator: a table for each thing it is by.

    Raises:  UsedWrongly where the records have no such column, or a classification may not be crossed.
    """
    held = {column.code: column for column in columns}
    if missing := [code for code in definition.needs if code not in held]:
        raise UsedWrongly("The records have no such column.", where=", ".join(missing))
    outcome = [held[definition.outcome]] if definition.outcome else []
    return tuple(
        spec("-".join(filter(None, (one.code, definition.outcome))), [held[one.code], *outcome])
        for one in definition.by
    )


def official(definition: Definition, by: By, *, year: int | None = None) -> ReleasedTable:
    """Give the official figures that an indicator is held against; of the latest Census where no `year` is given.

    Raises:  UsedWrongly where there are none for the area, the ages or the classification; it says what there is.
    """
    held = definition.baseline
    if by.classification is None:
        raise UsedWrongly("There are no official figures by this.", where=by.label)
    area = by_code(held.area)
    if held.against is Against.WARDS:
        area = wards(area, held.wards)
    ages = {Against.WORKING_AGE: WORKING_AGE, Against.AGES: Ages.parse(held.ages) if held.ages else None}.get(
        held.against
    )
    found = baseline(area, by=by.classification, ages=ages, year=year)
    if (held.against is Against.HOUSEHOLDS) != (found.unit == "households"):
        raise UsedWrongly(f"The official figures by this count {found.unit}.", where=by.label)
    return found


def to_parts(definition: Definition) -> dict[str, Any]:
    """Give a definition as the parts in which it is kept: numerator, denominator, baseline, characteristics."""
    return {
        "numerator": {
            "outcome": definition.outcome,
            "of": definition.of,
            "of_label": definition.of_label,
            "words": definition.words,
        },
        "denominator": {"asks": definition.asks.value, "area": definition.area},
        "baseline": {**asdict(definition.baseline), "wards": list(definition.baseline.wards)},
        "characteristics": [asdict(each) for each in definition.by],
        "unit": definition.unit,
        "direction": definition.better.value,
    }


def from_parts(parts: Mapping[str, Any]) -> Definition:
    """Make a definition again from the parts in which it is kept.

    >>> sex = By("sex", "Sex", "sex", "sex")
    >>> one = Definition(Asks.SHARE, (sex,), Baseline(Against.LAST_YEAR), "staff", Better.NEITHER)
    >>> from_parts(to_parts(one)) == one
    True
    """
    held = parts["baseline"]
    return Definition(
        asks=Asks(parts["denominator"]["asks"]),
        area=parts["denominator"]["area"],
        by=tuple(By(**each) for each in parts["characteristics"]),
        baseline=Baseline(**{**held, "against": Against(held["against"]), "wards": tuple(held["wards"])}),
        unit=parts["unit"],
        better=Better(parts["direction"]),
        **parts["numerator"],
    )
