"""What can be asked for, in which years and for which areas? The list of subjects, and where each has its figures.

The one idea: `subjects.toml` says for each subject, year, nation and kind of unit from which columns of which table
each category comes. Whatever is not listed is not to be had, and is refused with what there is instead.
It refuses to cross gender identity with anything, and to give it below the authority.
Source: subjects.toml; Census 2021 classifications: sources.toml#ons-c21-ethnic-group and the others of its kind.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from dueregard.analysis.baselines import store
from dueregard.analysis.baselines.ages import Ages, pieces
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.terms.classifications.catalogue import classification, classifications
from dueregard.terms.errors import UsedWrongly

SINGLE_YEARS = "age_single"
_BY_SINGLE_YEAR = ("TS007", "QS103EW")
_ROW = ("code", "words", "part of")
Refs = tuple[tuple[str, tuple[str, ...]], ...]
"""Columns to add up: (table, columns) pairs."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that people can be counted by: its code, its words, the characteristics it stands for, and cautions."""

    code: str
    label: str
    characteristics: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """How a subject is had in one year for one kind of unit: dimension, and columns for each of its categories."""

    by: str
    dimension: Dimension
    year: int
    nations: str
    level: str
    table: str
    cells: Mapping[str, Refs]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgeSource:
    """A table of ages: the ages its columns stand for."""

    year: int
    nations: str
    level: str
    table: str
    columns: Mapping[Ages, str]


@dataclass(frozen=True, slots=True)
class Over:
    """One side of a crossed table: its dimension, and for each leaf its part of the column's name."""

    by: str
    dimension: Dimension
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A table over several subjects at once."""

    year: int
    nations: str
    level: str
    table: str
    over: tuple[Over, ...]
    notes: tuple[str, ...] = ()


@cache
def subjects() -> Mapping[str, Subject]:
    """Give everything that can be asked for, by code.

    >>> subjects()["religion"].label
    'Religion'
    """
    return MappingProxyType({
        code: Subject(code, entry["label"], tuple(entry["characteristics"]), tuple(entry.get("notes", ())))
        for code, entry in _file()["subject"].items()
    })  # fmt: skip


def subject(code: str) -> Subject:
    """Give one subject; blanks, hyphens and capitals do not matter, and common other words are known.

    Raises:  UsedWrongly where there is none; all are named.
    """
    wanted = "_".join(code.casefold().replace("-", " ").replace("_", " ").split())
    wanted = _OTHER_WORDS.get(wanted, wanted)
    if wanted not in subjects():
        raise UsedWrongly(
            f"“{code[:40]}” is not something that there are figures by.", mend=f"There are: {', '.join(subjects())}."
        )
    return subjects()[wanted]


_OTHER_WORDS = {
    "ethnicity": "ethnic_group", "ethnic_group_19": "ethnic_group", "ethnic": "ethnic_group", "race": "ethnic_group",
    "age_bands": "age", "ages": "age", "gender": "sex", "marital_status": "partnership",
    "orientation": "sexual_orientation",
    "language": "main_language", "english_proficiency": "english", "carers": "caring", "unpaid_care": "caring",
    "nssec": "ns_sec", "deprivation": "household_deprivation", "armed_forces": "veterans",
    "legal_partnership": "partnership", "legal_partnership_detailed": "partnership_detailed",
    "disability_4": "disability", "gender_identity_published": "gender_identity", "age_census_11": "age",
    "qualifications": "qualification", "general_health": "health",
}  # fmt: skip


def views() -> tuple[View, ...]:
    """Give every way in which a subject can be had."""
    return tuple(view for code in subjects() for view in views_of(code))


@cache
def views_of(code: str) -> tuple[View, ...]:
    """Give every way in which one subject can be had; only what is asked for is put together."""
    if code in age_subjects():
        return tuple(view for source in age_sources() if (view := band_view(source, code)))
    return tuple(_view(entry) for entry in _file()["view"] if entry["by"] == code)


def age_subjects() -> tuple[str, ...]:
    """Give the subjects that are of ages: each a way of banding them."""
    return (*_file()["bands"], SINGLE_YEARS)


@cache
def age_sources() -> tuple[AgeSource, ...]:
    """Give the tables of ages."""
    return tuple(
        AgeSource(entry["year"], entry["nations"], entry["level"], entry["table"], _age_columns(entry))
        for entry in _file()["ages"]
    )


@cache
def crossings() -> tuple[Crossing, ...]:
    """Give the tables over several subjects at once."""
    return tuple(
        Crossing(
            entry["year"], entry["nations"], entry["level"], entry["table"],
            tuple(_over(side) for side in entry["over"]), tuple(entry.get("notes", ())),
        )
        for entry in _file()["crossing"]
    )  # fmt: skip


def band_view(source: AgeSource, code: str, *, within: Ages | None = None) -> View | None:
    """Put bands together from a table of ages; None where an edge of a band cuts through what the table has.

    Takes:   `within`, to give only the ages in this range: a band that reaches beyond it is cut at its edge.
    """
    wanted = _bands(code, source)
    if within is not None:
        wanted = [band.within(within) for band in wanted if band.meets(within)]
    cells: dict[str, Refs] = {}
    for band in wanted:
        found = pieces(band, of=source.columns)
        if found is None:
            return None
        cells[code_of(band)] = ((source.table, tuple(source.columns[piece] for piece in found)),)
    if within is None:
        total: Refs = ((source.table, (_total_column(source.table, source.level),)),)
    else:
        total = ((source.table, tuple(column for ref in cells.values() for column in ref[0][1])),)
    leaves = tuple(Category(code_of(band), band.label(), parent=TOTAL) for band in wanted)
    words = f"All {within.in_words()}" if within else TOTAL
    # Another range of ages is another population: it must not be taken for the dimension of the whole.
    key = _file()["bands"].get(code, code)
    name = f"{key}_{code_of(within).removeprefix('age_')}" if within else key
    dimension = Dimension(name, subjects()[code].label, (*leaves, Category(TOTAL, words, Kind.TOTAL)))
    every = MappingProxyType(cells | {TOTAL: total})
    return View(code, dimension, source.year, source.nations, source.level, source.table, every)


def code_of(ages: Ages) -> str:
    """Give the code of an age band as the classifications have it.

    >>> code_of(Ages(16, 24)), code_of(Ages(85)), code_of(Ages(7, 7))
    ('age_16_to_24', 'age_85_and_over', 'age_7')
    """
    if ages.high is None:
        return f"age_{ages.low}_and_over"
    return f"age_{ages.low}_to_{ages.high}" if ages.high != ages.low else f"age_{ages.low}"


def _bands(code: str, source: AgeSource) -> list[Ages]:
    if code == SINGLE_YEARS:
        return list(source.columns) if source.table in _BY_SINGLE_YEAR else [Ages(year, year) for year in range(100)]
    found = classification(_file()["bands"][code]).values
    return [Ages(one.from_age or 0, one.to_age) for one in found]


@cache
def _file() -> Mapping[str, Any]:
    return MappingProxyType(tomllib.loads((files(__package__) / "subjects.toml").read_text(encoding="utf-8")))


@cache
def _dimension(code: str) -> Dimension:
    """Make a dimension of a classification, or of a list of ours where there is none."""
    if code in classifications():
        tree = classification(code).tree(no_answers=False)
        made = [Category(c.code, c.name if c.parent != TOTAL else c.label, Kind(c.kind), c.parent) for c in tree]
        return Dimension(code, classification(code).title, tuple(made))
    entry = _file()["dimension"][code]
    rows = [
        (row[0], row[1], Kind(row[3]) if len(row) > len(_ROW) else Kind.VALUE, row[2]) for row in entry["categories"]
    ]
    parents = {parent for *_, parent in rows}
    made = [Category(c, words, Kind.GROUP if c in parents else kind, parent) for c, words, kind, parent in rows]
    return Dimension(code, entry["label"], (*made, Category(TOTAL, TOTAL, Kind.TOTAL)))


def _view(entry: Mapping[str, Any]) -> View:
    table, level = entry["table"], entry["level"]
    dimension = _dimension(entry["dimension"])
    if entry.get("by_official_code"):
        refs = _by_official_code(entry["dimension"], table)
    else:
        words = {label: column for column, label in store.catalogue()[table, level].categories.items()}
        known = words if entry.get("by_words") else None
        refs = {code: _refs(said, table, known) for code, said in entry["cells"].items()}
    if "total" in entry:
        # These sources give no total: it is the sum of the rows that together hold everyone.
        refs[TOTAL] = ((table, tuple(column for code in entry["total"] for column in refs[code][0][1])),)
    cells = MappingProxyType({code: refs[code] for code in dimension.codes})
    label = subjects()[entry["by"]].label
    return View(
        entry["by"], replace(dimension, label=label), entry["year"], entry["nations"], level, table, cells,
        tuple(entry.get("notes", ())),
    )  # fmt: skip


def _by_official_code(key: str, table: str) -> dict[str, Refs]:
    """Find the columns of a table that has the publisher's own codes; a group is the sum of its members."""
    known = classification(key)
    refs: dict[str, Refs] = {
        category.code: ((table, tuple(member.official for member in known.members(category.code))),)
        for category in known.categories
    }
    return refs | {TOTAL: ((table, ("0",)),)}


def _refs(said: str, table: str, words: Mapping[str, str] | None) -> Refs:
    if words is not None:
        return ((table, tuple(words[one] for one in said.split("+"))),)
    home, _, columns = said.rpartition(":")
    return ((home or table, tuple(columns.split("+"))),)


def _age_columns(entry: Mapping[str, Any]) -> Mapping[Ages, str]:
    labels = store.catalogue()[entry["table"], entry["level"]].categories
    columns: dict[Ages, str] = {}
    for column, label in labels.items():
        if column == TOTAL or label == TOTAL:
            continue
        if entry["table"] in _BY_SINGLE_YEAR:
            ages = Ages(int(column), None if column == "100" else int(column))
        elif entry["level"] == "ward":
            ages = Ages.parse(label.removeprefix("Aged ").replace(" years", "").replace("4 and under", "0-4"))
        else:
            ages = Ages.parse(column)
        columns[ages] = column
    return MappingProxyType(columns)


def _total_column(table: str, level: str) -> str:
    labels = store.catalogue()[table, level].categories
    return TOTAL if TOTAL in labels else next(column for column, label in labels.items() if label == TOTAL)


def _over(side: Mapping[str, Any]) -> Over:
    if "bands" not in side:
        return Over(side["by"], _dimension(side["dimension"]), MappingProxyType(dict(side["keys"])))
    bands = [Ages.parse(band) for band in side["bands"]]
    leaves = tuple(Category(code_of(band), band.label(), parent=TOTAL) for band in bands)
    dimension = Dimension(f"age_in_{len(bands)}_bands", "Age", (*leaves, Category(TOTAL, TOTAL, Kind.TOTAL)))
    return Over(side["by"], dimension, MappingProxyType({code_of(band): band.code for band in bands}))
