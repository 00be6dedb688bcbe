"""What are the official figures of an area? Released tables, with their source, ready to be held against others.

The one idea: an area is a sum of units, a category is a sum of columns, so that one way of adding up gives every
figure; and what was not published for the people, ages or places that are asked for is refused, never worked out.
Totals are those that were published: small changes that the Office for National Statistics makes to protect people
mean that the parts need not add up to them exactly.
Source: data/manifest.json; sources.toml#ons-c21-protecting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from dueregard.analysis.baselines import store
from dueregard.analysis.baselines.ages import Ages, pieces
from dueregard.analysis.baselines.areas import Area
from dueregard.analysis.baselines.subjects import (
    Crossing,
    Over,
    Refs,
    View,
    age_sources,
    age_subjects,
    band_view,
    code_of,
    crossings,
    subject,
    subjects,
    views,
    views_of,
)
from dueregard.analysis.released.cells import HIDDEN, Cell, State
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension
from dueregard.analysis.released.table import Audience, Method, Origin, Population, ReleasedTable
from dueregard.terms.errors import UsedWrongly

EXEMPTION = "published official statistics"
PERTURBED = (
    "The Office for National Statistics changes small counts a little to protect people, so figures from different "
    "tables, and parts and totals, need not agree exactly."
)
SMALL_SUMS = "Built up from small areas: figures below 100 can be off by a good part of their size."
FITTED = (
    "Fitted to wards from lower-layer super output areas, which can cut across a ward: its total can differ by a tenth "
    "and more from the ward's other tables. Shares are safer than counts."
)
_BEFORE_PERTURBATION = 2011
LATEST = {"E": 2021, "W": 2021, "S": 2022, "N": 2021}


@dataclass(frozen=True, slots=True)
class Denominator:
    """How many people (or households) there are to hold a count against, who they are in words, and the source."""

    cell: Cell
    words: str
    unit: str
    origin: Origin
    notes: tuple[str, ...] = ()


def baseline(
    area: Area, *, by: str | Sequence[str], year: int | None = None, ages: Ages | None = None
) -> ReleasedTable:
    """Give the official figures of an area by a subject, or by two or more that were published together.

    Takes:   `year`, the latest where none is given; `ages`, to count only people of these ages.
    Gives:   counts with their source; a figure that the source hid or does not have is marked, never a nought.
    Raises:  UsedWrongly where there are no such figures; it says what there is.

    >>> from dueregard.analysis.baselines.areas import find
    >>> baseline(find("Trafford"), by="disability").cell({}).value
    235052
    """
    codes = tuple(subject(one).code for one in ((by,) if isinstance(by, str) else by))
    asked = year if year is not None else _latest(area)
    if len(codes) == 1 and (ages is None or codes[0] in age_subjects()):
        return _one_way(area, _find_view(area, codes[0], asked, ages), ages)
    _check_may_cross(codes)
    crossing = _find_crossing(area, codes, asked, ages)
    return _crossed(area, crossing, codes, ages)


def across(areas: Sequence[Area], *, by: str, year: int | None = None, ages: Ages | None = None) -> ReleasedTable:
    """Give several areas beside each other: area × category, without a sum over areas.

    Raises:  UsedWrongly as `baseline`, and where the areas' figures are not by the same categories.
    """
    tables = [baseline(area, by=by, year=year, ages=ages) for area in areas]
    if not tables or len({table.dimensions for table in tables}) != 1:
        raise UsedWrongly("These areas have no figures by the same categories.", mend="Ask for each by itself.")
    places = Dimension("area", "Area", tuple(Category(area.code, area.name) for area in areas))
    first = tables[0]
    return replace(
        first,
        code=f"{first.code.rsplit('-', 1)[0]}-across",
        title=f"{first.dimensions[0].label} by area",
        dimensions=(places, *first.dimensions),
        cells=tuple(cell for table in tables for cell in table.cells),
        population=replace(first.population, code=f"{first.population.code}-across", label="Several areas"),
        notes=tuple(dict.fromkeys(note for table in tables for note in table.notes)),
    )


def denominator(area: Area, *, of: str = "residents", ages: Ages | None = None, year: int | None = None) -> Denominator:
    """Say how many people (or households) there are to hold a count against.

    Takes:   `of`: "residents" or "households"; `ages`, for residents of these ages only.

    >>> from dueregard.analysis.baselines.ages import WORKING_AGE
    >>> from dueregard.analysis.baselines.areas import find
    >>> found = denominator(find("Trafford"), ages=WORKING_AGE)
    >>> found.words
    'Residents of Trafford aged 16 to 64, Census 2021'
    """
    if of not in ("residents", "households"):
        raise UsedWrongly("A denominator is of residents or of households.", where=of[:20])
    if of == "households" and ages is not None:
        raise UsedWrongly("Households have no age.", mend="Ask for residents.")
    table = baseline(area, by="household_deprivation" if of == "households" else "age_5_year", year=year) if (
        ages is None
    ) else baseline(area, by="age", ages=ages, year=year)  # fmt: skip
    origin = table.origins[0]
    aged = f" {ages.in_words()}" if ages else ""
    words = f"{of.capitalize()} of {area.name}{aged}, {origin.period.split(' (')[0]}"
    return Denominator(table.cell({}), words, table.unit, origin, table.notes)


def _latest(area: Area) -> int:
    years = {LATEST[letter] for letter in area.letter}
    if len(years) != 1:
        raise UsedWrongly("These areas had their Census in different years.", mend="Ask for each nation by itself.")
    return years.pop()


def _fits(entry: View | Crossing, area: Area) -> bool:
    return set(area.letter) <= set(entry.nations) and entry.level == area.units


def _find_view(area: Area, code: str, year: int, ages: Ages | None) -> View:
    if ages is not None:
        return _age_view(area, code, year, ages)
    # In 2011 the question on ethnic group had 18 boxes; asked for plainly, that is what the year has.
    wanted = "ethnic_group_18" if code == "ethnic_group" and year == _BEFORE_PERTURBATION else code
    for view in views_of(wanted):
        if view.year == year and _fits(view, area):
            return view
    raise _nothing(area, code, year)


def _age_view(area: Area, code: str, year: int, ages: Ages) -> View:
    for source in age_sources():
        if source.year == year and set(area.letter) <= set(source.nations) and source.level == area.units:
            if view := band_view(source, code, within=ages):
                return view
            has = ", ".join(one.code for one in source.columns)
            raise UsedWrongly(
                f"The ages {ages.code} cannot be put together from what was published for {area.name}.",
                mend=f"Choose edges among: {has}; for example by age_5_year.",
            )
    raise _nothing(area, code, year)


def _nothing(area: Area, code: str, year: int) -> UsedWrongly:
    """Say that there is nothing of the kind, why where we know, and what there is instead."""
    label = subjects()[code].label
    here = [view for view in views() if _fits(view, area)]
    if code == "gender_identity" and area.units == "ward":
        return UsedWrongly(
            "Figures on gender identity are official statistics in development and are not given for wards.",
            mend="Ask for the whole authority.",
        )
    years = sorted({view.year for view in here if view.by in (code, f"{code}_18")})
    if years:
        return UsedWrongly(
            f"There are no figures by “{label}” for {area.name} in {year}.",
            mend=f"There are for {' and '.join(map(str, years))}.",
        )
    if code == "ethnic_group" and area.units == "ward":
        return UsedWrongly("Wards have ethnic group in five broad groups only.", mend="Ask by ethnic_group_5.")
    there = ", ".join(sorted({view.by for view in here if view.year == year})) or "nothing"
    kind = "wards" if area.units == "ward" else area.name
    return UsedWrongly(f"There are no figures by “{label}” for {kind}.", mend=f"There are by: {there}.")


def _check_may_cross(codes: Sequence[str]) -> None:
    if "gender_identity" in codes:
        raise UsedWrongly(
            "Figures on gender identity are official statistics in development and are never crossed with anything, "
            "not even with age.",
            mend="Ask by gender_identity alone.",
        )
    if len(set(codes)) != len(codes):
        raise UsedWrongly("The same subject is named twice.")


def _one_way(area: Area, view: View, ages: Ages | None) -> ReleasedTable:
    cells = tuple(_sum(view.cells[code], view.level, area) for code in view.dimension.codes)
    about = store.stored(view.table, view.level).about
    tables = tuple(dict.fromkeys(table for refs in view.cells.values() for table, _ in refs))
    base = f"{about.base.replace('All usual', 'Usual')} {ages.in_words()}" if ages else about.base
    found = _Found((view.dimension,), cells, (view.by,), base, tables, view.level, view.notes)
    return _released(area, found)


def _sum(refs: Refs, level: str, area: Area) -> Cell:
    cells = [store.stored(table, level).add_up(area.parts, columns) for table, columns in refs]
    return _add(cells)


def _add(cells: Sequence[Cell]) -> Cell:
    """Add cells up; what holds a hidden figure is hidden itself, what holds a missing one is missing."""
    states = {cell.state for cell in cells}
    if State.SUPPRESSED in states:
        return HIDDEN
    if State.MISSING in states or not cells:
        return Cell(None, State.MISSING)
    return Cell(sum(int(cell.value or 0) for cell in cells))


def _find_crossing(area: Area, codes: Sequence[str], year: int, ages: Ages | None) -> Crossing:
    wanted = {*("age" if code in age_subjects() else code for code in codes), *(("age",) if ages else ())}
    for crossing in crossings():
        if crossing.year == year and _fits(crossing, area) and wanted <= {side.by for side in crossing.over}:
            return crossing
    there = sorted({
        f"{' and '.join(side.by for side in crossing.over)} ({crossing.year})"
        for crossing in crossings()
        if _fits(crossing, area)
    })  # fmt: skip
    asked = " by ".join(subjects()[code].label.lower() for code in codes)
    aged = f" for people {ages.in_words()}" if ages else ""
    tables = f"Tables over several subjects: {'; '.join(there)}." if there else "There are none here."
    raise UsedWrongly(
        f"No official table of {asked}{aged} is at hand for {area.name} in {year}.",
        mend=f"{tables} Or take all residents.",
    )


def _crossed(area: Area, crossing: Crossing, codes: Sequence[str], ages: Ages | None) -> ReleasedTable:
    """Add a crossed table up over the subjects that were not asked for, and over the ages that were."""
    sides = {side.by: side for side in crossing.over}
    wanted = [sides["age" if code in age_subjects() else code] for code in codes]
    allowed = {side.by: set(side.keys) for side in crossing.over}
    if ages is not None:
        bands = [Ages.parse(key) for key in sides["age"].keys.values()]
        fitting = pieces(ages, of=bands)
        if fitting is None:
            has = ", ".join(band.code for band in bands)
            raise UsedWrongly(f"The ages {ages.code} do not fit this table.", mend=f"Its ages are: {has}.")
        allowed["age"] = {code_of(piece) for piece in fitting}
    dimensions = tuple(_narrowed(side, allowed[side.by]) for side in wanted)
    table = store.stored(crossing.table, crossing.level)
    cells = []
    for place in product(*(dimension.codes for dimension in dimensions)):
        under = {side.by: _leaves(side, code) & allowed[side.by] for side, code in zip(wanted, place, strict=True)}
        keys = [
            [side.keys[leaf] for leaf in side.keys if leaf in under.get(side.by, allowed[side.by])]
            for side in crossing.over
        ]
        cells.append(table.add_up(area.parts, [":".join(parts) for parts in product(*keys)]))
    base = f"{table.about.base} {ages.in_words()}" if ages else table.about.base
    found = _Found(dimensions, tuple(cells), tuple(codes), base, (crossing.table,), crossing.level, crossing.notes)
    return _released(area, found)


def _narrowed(side: Over, allowed: set[str]) -> Dimension:
    kept = tuple(c for c in side.dimension.categories if c.code not in side.keys or c.code in allowed)
    return side.dimension if len(kept) == len(side.dimension.categories) else replace(side.dimension, categories=kept)


def _leaves(side: Over, code: str) -> set[str]:
    if code == TOTAL:
        return set(side.keys)
    if code in side.keys:
        return {code}
    return {leaf for child in side.dimension.children(code) for leaf in _leaves(side, child)}


@dataclass(frozen=True, slots=True)
class _Found:
    """What was put together, and from which tables; the first of them speaks for all."""

    dimensions: tuple[Dimension, ...]
    cells: tuple[Cell, ...]
    codes: tuple[str, ...]
    base: str
    tables: tuple[str, ...]
    level: str
    notes: tuple[str, ...]


def _released(area: Area, found: _Found) -> ReleasedTable:
    abouts = [store.stored(table, found.level).about for table in found.tables]
    first = abouts[0]
    added = f"; sum of {len(area.parts)} {'wards' if area.units == 'ward' else 'authorities'}"
    method = first.method + (added if len(area.parts) > 1 else "")
    said = [note for code in found.codes for note in subjects()[code].notes] + list(found.notes) + _cautions(first)
    labels = " by ".join(dimension.label for dimension in found.dimensions)
    slug = found.base.lower().replace(" ", "-").replace(",", "")
    return ReleasedTable(
        code=f"census-{first.year}-{'-by-'.join(found.codes)}-{area.code}",
        title=f"{labels}, {area.name}, {first.period}",
        dimensions=found.dimensions,
        cells=found.cells,
        population=Population(f"census-{first.year}-{slug}-{area.code}", f"{found.base}, {area.name}", first.on),
        audience=Audience.PUBLIC,
        method=Method.EXEMPT,
        unit="households" if first.unit == "household" else "people",
        exemption=EXEMPTION,
        origins=tuple(replace(one.origin(), method=method if one is first else one.method) for one in abouts),
        notes=tuple(dict.fromkeys(said)),
    )


def _cautions(about: store.About) -> list[str]:
    """Say what must be known about a table's figures before they are used."""
    said = [PERTURBED] if about.publisher.startswith("Office") and about.year != _BEFORE_PERTURBATION else []
    if about.method.startswith("best fit"):
        said.append(FITTED)
    return [*said, SMALL_SUMS] if about.method.startswith("sum of") else said
