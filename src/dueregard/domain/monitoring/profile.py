"""Who lives here? The equality profile of an area: official figures, how they changed, and how they differ.

The one idea: for every subject that was published for the area there is one section: shares now and in 2011, beside
those of the region and nation (for wards: of their authority). Findings are computed from these and said in plain
sentences. These are counts of everyone, not of a sample, so there are no intervals; but small changes and differences
say little, and a sentence is only made where the group and the gap are large enough to mean something.
Source: analysis.baselines; thresholds of the sentences: docs/decisions/0016-official-figures-in-the-package.md.
It refuses to compare what was asked differently: there, no change is given, and the section says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dueregard.analysis.baselines import areas, store
from dueregard.analysis.baselines.areas import Area, Level
from dueregard.analysis.baselines.deprivation import Deprivation, deprivation
from dueregard.analysis.baselines.subjects import subjects
from dueregard.analysis.baselines.tables import baseline
from dueregard.analysis.released.cells import Cell
from dueregard.analysis.released.dimensions import TOTAL, Category, Kind
from dueregard.analysis.released.table import Origin, ReleasedTable
from dueregard.terms.errors import UsedWrongly

BEFORE = 2011

SUBJECTS = (
    "age", "sex", "ethnic_group", "religion", "disability", "health", "partnership", "sexual_orientation",
    "gender_identity", "main_language", "english", "caring", "ns_sec", "household_deprivation", "qualification",
    "tenure", "veterans",
)  # fmt: skip
"""The sections of a profile, in order. Another band or a coarser list stands in where the area has no other."""

_INSTEAD = {"age": ("age", "age_5_year"), "ethnic_group": ("ethnic_group", "ethnic_group_5")}
_COMPARABLE = {
    "age": "age",
    "age_5_year": "age_5_year",
    "sex": "sex",
    "ethnic_group": "ethnic_group_18",
    "ethnic_group_5": "ethnic_group_5",
    "religion": "religion",
    "household_deprivation": "household_deprivation",
}
"""Which subject of both years a change is worked out from."""
_WHY_NO_CHANGE = {
    "ns_sec": "No change is given: in 2011 people aged 16 to 74 were classified, in 2021 all aged 16 and over.",
    "sexual_orientation": "Asked for the first time in 2021.",
    "gender_identity": "Asked for the first time in 2021.",
    "veterans": "Asked for the first time in 2021.",
}
_NOTE_ON_CHANGE = {
    "ethnic_group": "Roma had no box of their own in 2011, and most are thought to be within Other White then.",
    "household_deprivation": "The dimensions were worked out a little differently in 2011: a change is broadly right.",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """Another area's share of the same category, and by how many percentage points this area's is higher."""

    area: Area
    share: Fraction | None
    difference_points: Fraction | None


@dataclass(frozen=True, slots=True)
class Line:
    """One category: its count, its share of all, its share in 2011, and the change in percentage points."""

    category: Category
    count: Cell
    share: Fraction | None
    share_before: Fraction | None
    change_points: Fraction | None
    beside: tuple[Beside, ...]

    @property
    def is_answer(self) -> bool:
        """Say whether it is an answer, not one of the ways of not giving one."""
        return self.category.kind in (Kind.VALUE, Kind.GROUP)


@dataclass(frozen=True, slots=True)
class Section:
    """One subject of a profile. `table` and `before` are the released tables that it was made from."""

    code: str
    title: str
    base: str
    unit: str
    table: ReleasedTable
    before: ReleasedTable | None
    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    @property
    def total(self) -> Cell:
        """Give how many were counted."""
        return self.table.cell({})

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Give where the figures come from, both years."""
        return self.table.origins + (self.before.origins if self.before else ())


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile of an area. `absent` says for each subject that has no section why not."""

    area: Area
    beside: tuple[Area, ...]
    sections: tuple[Section, ...]
    absent: tuple[tuple[str, str], ...]
    deprivation: Deprivation | None
    attribution: str

    def section(self, code: str) -> Section:
        """Give the section on a subject.

        Raises:  UsedWrongly where the profile has none.
        """
        for section in self.sections:
            if section.code == code:
                return section
        raise UsedWrongly("The profile has no such section.", where=code)


def equality_profile(
    area: Area, wards: Sequence[str] = (), *, only: Sequence[str] = (), beside: Sequence[Area] = ()
) -> Profile:
    """Work out the profile of an area, or of some of its wards beside the whole.

    Takes:   `wards`, names or codes of wards of the area; `only`, the subjects wanted, all where none is named;
             `beside`, what to set it beside, at most two, where it is not to be its region and nation.
    Raises:  UsedWrongly where a ward is not in the area.

    >>> profile = equality_profile(areas.find("Trafford"), only=["sex"])
    >>> round(float(profile.section("sex").lines[0].share), 3), [one.name for one in profile.beside]
    (0.513, ['North West', 'England'])
    """
    subject_area = areas.wards(area, wards) if wards else area
    others = tuple(beside)[:2] or _others(subject_area, area)
    sections, absent = [], []
    for code in only or SUBJECTS:
        try:
            sections.append(_section(subject_area, code, others))
        except UsedWrongly as fault:
            absent.append((code, fault.message))
    return Profile(
        subject_area, others, tuple(sections), tuple(absent), _deprivation(subject_area), store.attribution()
    )


def _others(area: Area, whole: Area) -> tuple[Area, ...]:
    """Choose what to set an area beside: for wards their authority, else region and nation, else what holds it."""
    found = [whole] if area is not whole else []
    found += [areas.by_code(code) for code in (area.region, area.nation) if code and code != area.code]
    if area.level is Level.NATION and area.letter in ("E", "W"):
        found = [areas.by_code("K04000001")]
    return tuple(dict.fromkeys(found))[:2]


def _section(area: Area, code: str, others: Sequence[Area]) -> Section:
    used, table = subject_there(area, code)
    before, comparable = _two_years(area, used)
    beside = []
    for other in others:
        try:
            found = baseline(other, by=used)
        except UsedWrongly:
            continue
        if found.dimensions == table.dimensions:
            beside.append((other, found))
    lines = tuple(
        _line(category, table, before, comparable, beside)
        for category in table.dimensions[0].categories
        if category.code != TOTAL
    )
    why = [] if before else [_WHY_NO_CHANGE[used]] if used in _WHY_NO_CHANGE else []
    why += [_NOTE_ON_CHANGE[used]] if before and used in _NOTE_ON_CHANGE else []
    base = table.population.label.removesuffix(f", {area.name}")
    title = subjects()[used].label
    return Section(code, title, base, table.unit, table, before, lines, (*table.notes, *why))


def subject_there(area: Area, code: str) -> tuple[str, ReleasedTable]:
    """Give the table of a subject of `SUBJECTS` that an area has, and by which subject it is: another band stands in.

    Raises:  UsedWrongly where it has none.

    >>> subject_there(areas.find("Trafford"), "age")[0]
    'age'
    """
    *earlier, last = _INSTEAD.get(code, (code,))
    for one in earlier:
        try:
            return one, baseline(area, by=one)
        except UsedWrongly:
            continue
    return last, baseline(area, by=last)


def _two_years(area: Area, used: str) -> tuple[ReleasedTable | None, ReleasedTable | None]:
    """Give the tables of both years that a change may be worked out from; neither where they are not comparable."""
    if used not in _COMPARABLE:
        return None, None
    try:
        return baseline(area, by=_COMPARABLE[used], year=BEFORE), baseline(area, by=_COMPARABLE[used])
    except UsedWrongly:
        return None, None


def _line(
    category: Category,
    table: ReleasedTable,
    before: ReleasedTable | None,
    comparable: ReleasedTable | None,
    beside: Sequence[tuple[Area, ReleasedTable]],
) -> Line:
    share = _share(table, category.code)
    share_before = _share(before, category.code) if before else None
    same = comparable is not None and _share(comparable, category.code) == share
    # Other White of 2021 is not that of 2011, which held Roma, too: no change of it can be given.
    share_before = share_before if same else None
    others = []
    for area, other in beside:
        theirs = _share(other, category.code)
        others.append(Beside(area, theirs, _points(share, theirs)))
    count = table.cell({table.dimensions[0].code: category.code})
    return Line(category, count, share, share_before, _points(share, share_before), tuple(others))


def _share(table: ReleasedTable, code: str) -> Fraction | None:
    dimension = table.dimensions[0]
    if code not in dimension.codes:
        return None
    count, total = table.cell({dimension.code: code}).value, table.cell({}).value
    return Fraction(count) / Fraction(total) if count is not None and total else None


def _points(share: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if share is None or other is None else (share - other) * 100


def _deprivation(area: Area) -> Deprivation | None:
    try:
        return deprivation(area) if area.units == "authority" else None
    except UsedWrongly:
        return None
