"""How deprived is an authority, by its nation's own index? Measures, ranks, and what may not be done with them.

The one idea: each nation measures deprivation in its own way and year. Measures of one index stand beside each other;
those of different indices are never compared. They describe places, not people: most deprived people do not live in
the most deprived places, and not all who live there are deprived.
Source: English Indices of Deprivation 2025 and the indices of Wales, Scotland and Northern Ireland
(data/manifest.json); it is given for authorities of today only, and never summed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dueregard.analysis.baselines import store
from dueregard.analysis.baselines.areas import Area, codes_of
from dueregard.analysis.released.table import Origin
from dueregard.terms.errors import UsedWrongly

NOTES = (
    "Deprivation is measured for places: it does not say who in a place is deprived.",
    "Indices of different nations and years are made differently: do not compare their figures.",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its value, and its rank among authorities (1 = the most deprived), where it has one.

    `unit` is "score" or "percent" (the share of small areas that are among the most deprived tenth of the nation).
    """

    code: str
    label: str
    value: Decimal
    unit: str
    rank: int | None = None
    among: int | None = None


@dataclass(frozen=True, slots=True)
class Deprivation:
    """The measures of one authority by one index."""

    area: Area
    measures: tuple[Measure, ...]
    origin: Origin
    notes: tuple[str, ...] = NOTES


_INDICES = {"E": "imd2025_england", "W": "imd2019_wales", "S": "imd2020_scotland", "N": "imd2017_northern_ireland"}
_DOMAINS_2025 = (
    ("imd", "All domains together"),
    ("income", "Income"),
    ("employment", "Employment"),
    ("education_skills_and_training", "Education, skills and training"),
    ("health_deprivation_and_disability", "Health deprivation and disability"),
    ("crime", "Crime"),
    ("barriers_to_housing_and_services", "Barriers to housing and services"),
    ("living_environment", "Living environment"),
)
_DOMAINS = (
    ("", "All domains together"),
    ("Income_", "Income"),
    ("Employment_", "Employment"),
    ("Education_", "Education"),
    ("Health_", "Health"),
    ("Crime_", "Crime"),
    ("Housing_and_Access_", "Housing and access"),
    ("Housing_", "Housing"),
    ("Access_", "Access to services"),
    ("Environment_", "Environment"),
)
_TENTH = "_proportion_of_lso_as_in_most_deprived_10_percent_nationally"


def deprivation(area: Area, *, index: str | None = None) -> Deprivation:
    """Give the deprivation measures of an authority.

    Takes:   `index`, one of imd2025_england (the default in England), imd2019_england, imd2019_wales,
             imd2020_scotland, imd2017_northern_ireland.
    Raises:  UsedWrongly for anything but one of today's authorities, or an index of another nation.

    >>> from dueregard.analysis.baselines.areas import find
    >>> deprivation(find("Blackpool")).measures[0].rank
    1
    """
    if index is None and area.letter not in _INDICES:
        raise _not_here(area)
    table = index or _INDICES[area.letter]
    if table not in {*_INDICES.values(), "imd2019_england"}:
        raise UsedWrongly("There is no such index of deprivation.", where=table[:30])
    about = store.about_other(table)
    frame = store.frame(about.file)
    rows = {row["area_code"]: row for row in frame.rows(named=True)}
    found = next((rows[code] for code in codes_of(area) if code in rows), None)
    if found is None:
        raise _not_here(area)
    made = _measures_2025(found, len(rows)) if table == "imd2025_england" else _measures(found)
    return Deprivation(area, made, about.origin())


def _not_here(area: Area) -> UsedWrongly:
    return UsedWrongly(f"There is no index of deprivation for {area.name} as a whole.", mend="Ask for one authority.")


def _measures_2025(row: dict[str, Any], among: int) -> tuple[Measure, ...]:
    made = []
    for code, label in _DOMAINS_2025:
        score, rank = row[f"{code}_average_score"], row[f"{code}_rank_of_average_score"]
        made.append(Measure(f"{code}_score", label, Decimal(str(score)), "score", int(rank), among))
        share = Decimal(str(row[f"{code}{_TENTH}"])) * 100
        rank = row[f"{code}_rank_of{_TENTH}"]
        made.append(Measure(f"{code}_tenth", label, share.normalize(), "percent", int(rank), among))
    return tuple(made)


def _measures(row: dict[str, Any]) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            f"{code.lower()}tenth" if code else "imd_tenth",
            label,
            (Decimal(str(row[f"{code}Proportion"])) * 100).quantize(Decimal("0.1")),
            "percent",
        )
        for code, label in _DOMAINS
        if row.get(f"{code}Proportion") is not None
    )
