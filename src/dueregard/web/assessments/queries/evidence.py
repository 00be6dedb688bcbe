"""What do figures say about the people an assessment is about: who lives there, who uses the service, what is unknown?

The one idea: the author chose an area and a dataset; official figures of the area (kept in the process, no query) and
the newest released tables of the dataset are laid beside each other for each characteristic. Nothing is shown that was
not released; figures for the inside of the council are shown to staff, and never kept in an assessment that is
published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.analysis.baselines import areas
from dueregard.analysis.baselines.areas import Area, Level
from dueregard.analysis.baselines.subjects import subjects
from dueregard.analysis.baselines.tables import baseline
from dueregard.analysis.released.dimensions import TOTAL
from dueregard.analysis.released.table import ReleasedTable
from dueregard.domain.assessments.evidence import Known, Source, known_of, row_of
from dueregard.domain.assessments.model import Assessment as Whole
from dueregard.domain.assessments.model import Evidence, Group
from dueregard.domain.assessments.parts import kind_of, read_part
from dueregard.domain.assessments.quality import STALE_AFTER, Shares, is_stale
from dueregard.terms.characteristics import Characteristic
from dueregard.terms.errors import UsedWrongly
from dueregard.terms.laws import Law, law_of
from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.assessments.queries.whole import AssessmentCard, PartCard
from dueregard.web.monitoring.queries.areas import own_area
from dueregard.web.monitoring.queries.evidence import (
    Laid,
    datasets_with_figures,
    no_longer_out,
    users_by_characteristic,
)
from dueregard.web.organisation.queries import local_characteristics

_FIRST_ASKED = {
    "age": ("age_broad", "age_census_5"),
    "disability": ("disability", "disability_2"),
    "gender_reassignment": ("gender_identity",),
    "marriage_civil_partnership": ("partnership",),
    "race": ("ethnic_group", "ethnic_group_5"),
    "religion_belief": ("religion",),
    "sex": ("sex",),
    "sexual_orientation": ("sexual_orientation",),
    "socio_economic": ("household_deprivation",),
    "armed_forces": ("veterans",),
    "carers": ("caring",),
}
"""By what the Census is laid out, where the council's own figures say nothing else; wards often have a coarser list."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the author chose: an area with official figures, and the dataset whose tables say who uses the service."""

    area: Area | None
    dataset: str

    @property
    def is_anything(self) -> bool:
        """Whether anything is chosen."""
        return self.area is not None or bool(self.dataset)


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence of an assessment as pages show it. `release` is the number of the release it is from."""

    key: str
    code: str
    evidence: Evidence
    figures: tuple[Mapping[str, object], ...]
    number: int
    is_old: bool
    years_old: int
    is_withdrawn: bool
    used_by: int


def chosen_for(head: AssessmentCard) -> Chosen:
    """Give what was chosen for an assessment; the council's own area where nothing was. Two queries at most."""
    area, dataset = Assessment.objects.values_list("area", "figures_from").get(pk=head.id)
    found = _area(area) if area else own_area(head.council_id)
    return Chosen(found, dataset)


def area_choices(council_id: UUID, *, now: str = "") -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Give the areas that can be chosen, in groups: the council's own, what holds it, its wards. One query."""
    own = own_area(council_id)
    if own is None:
        return ((_("Areas"), tuple(_everywhere())),)
    above = tuple((code, areas.by_code(code).name) for code in (own.region, own.nation) if code and code != own.code)
    wards = tuple((ward.code, ward.name) for ward in areas.wards_of(own)) if _has_wards(own) else ()
    found = [(_("The council’s area"), ((own.code, own.name),)), (_("Its wards"), wards), (_("Round it"), above)]
    known = {code for _words, offered in found for code, _name in offered}
    if now and now not in known and (other := _area(now)):
        found.append((_("Chosen before"), ((other.code, other.name),)))
    return tuple((words, offered) for words, offered in found if offered)


def dataset_choices(council_id: UUID) -> tuple[tuple[str, str], ...]:
    """Give the datasets of which something was released. One query."""
    return datasets_with_figures(council_id)


def characteristics_of(council_id: UUID, whole: Whole) -> tuple[Characteristic, ...]:
    """Give those of the law, and those of the council's own that the assessment asks about. One query."""
    own = {each.code: each for each in local_characteristics(council_id)}
    law = law_of(whole.nation)
    local = (code for code in whole.local if code not in law.codes)
    return (*law.groups, *(own.get(code) or Characteristic(code, code, local=True) for code in local))


def known_about(
    head: AssessmentCard, characteristics: Iterable[Characteristic], *, chosen: Chosen | None = None
) -> tuple[Known, ...]:
    """Lay out what figures say of each characteristic. Three queries at most."""
    found = chosen or chosen_for(head)
    users = users_by_characteristic(head.council_id, found.dataset)
    law = law_of(head.nation)
    return tuple(_known(each.code, found.area, users.get(law.figures_of(each.code)), law) for each in characteristics)


def known_in_release(sources: Mapping[str, Laid]) -> tuple[Known, ...]:
    """Lay out a release by itself, by the group that the assessment's law names. No query."""
    return tuple(
        known_of(code, residents=None, users=source_of_release(laid)) for code, laid in sorted(sources.items())
    )


def shares_of(head: AssessmentCard, whole: Whole) -> tuple[Shares, ...]:
    """Give the shares of groups among users and residents that "no effect" is held against. Three queries at most."""
    said = {impact.group for impact in whole.impacts}
    codes = tuple(dict.fromkeys(group.parts[0][0] for group in said if not group.is_crossing))
    found = chosen_for(head)
    if not codes or not found.dataset or found.area is None:
        return ()
    users = users_by_characteristic(head.council_id, found.dataset)
    law = law_of(head.nation)
    known = [
        _known(code, found.area, users[law.figures_of(code)], law) for code in codes if law.figures_of(code) in users
    ]
    return tuple(share for each in known for share in (*each.shares, *_in_own_words(each, said)))


def _in_own_words(known: Known, said: Iterable[Group]) -> Iterable[Shares]:
    """Give the shares of a group once more under the words that the assessment has for it ("65 and over")."""
    by_code = {each.group.parts[0][1]: each for each in known.shares}
    for group in said:
        if group.is_crossing or group.parts[0][0] != known.characteristic or not group.parts[0][1]:
            continue
        row = row_of(known, group.parts[0][1])
        share = by_code.get(row.code) if row else None
        if share and share.group != group:
            yield Shares(group, share.users, share.residents, share.source, share.is_inside, share.label)


def evidence_rows(head: AssessmentCard, parts: Mapping[str, PartCard], *, on: date) -> tuple[EvidenceRow, ...]:
    """Give the evidence of an assessment, with what is old or no longer out. One query where any is from a release."""
    found = [(part, read_part(key, part.content)) for key, part in parts.items() if kind_of(key) == "evidence"]
    used = [
        code for key, part in parts.items() if kind_of(key) == "impact" for code in part.content.get("evidence") or ()
    ]
    numbers = {part.key: release_of(part.figures) for part, _evidence in found}
    gone = no_longer_out(head.council_id, [number for number in numbers.values() if number])
    return tuple(
        EvidenceRow(
            key=part.key,
            code=evidence.code,
            evidence=evidence,
            figures=tuple(part.figures or ()),
            number=part.number,
            is_old=is_stale(evidence, on=on),
            years_old=(on - evidence.on).days // 365 if evidence.on else 0,
            is_withdrawn=numbers[part.key] in gone,
            used_by=used.count(evidence.code),
        )
        for part, evidence in found
    )


def release_of(figures: object) -> int:
    """Give the number of the release that kept figures are from; 0 where they are from none."""
    tables = figures if isinstance(figures, list) else []
    found = next((str(each.get("release", "")) for each in tables if isinstance(each, dict)), "")
    return int(found) if found.isdigit() else 0


def years_until_old() -> dict[str, int]:
    """Say after how many years evidence of each kind is pointed out as old."""
    return {str(kind): after.days // 365 for kind, after in STALE_AFTER.items()}


def source_of_release(laid: Laid) -> Source:
    """Give a released table as a source."""
    line = laid.release
    return Source(
        laid.table,
        laid.by,
        line.population,
        _("%(dataset)s, release %(number)s") % {"dataset": line.dataset, "number": line.number},
        laid.table.population.label,
        line.last,
        line.is_inside,
        laid.minimum_base,
        laid.deviation,
    )


def residents_of(area: Area | None, characteristic: str, *, like: tuple[str, ...] = ()) -> Source | None:
    """Give the official figures of an area on a characteristic, by the list nearest to one that is given. No query."""
    if area is None:
        return None
    found = _residents(area.code, characteristic, like)
    if found is None:
        return None
    origin = found.origins[0]
    return Source(
        found,
        found.dimensions[0].code,
        _("People who live in %(area)s") % {"area": area.name}
        if found.unit == "people"
        else _("Households in %(area)s") % {"area": area.name},
        f"{origin.period}, {origin.title} ({origin.publisher})",
        found.population.label,
        found.population.on,
        short=origin.period,
    )


def _known(code: str, area: Area | None, laid: Laid | None, law: Law) -> Known:
    users = source_of_release(laid) if laid else None
    like = users.over.codes if users else ()
    return known_of(code, residents=residents_of(area, law.figures_of(code), like=like), users=users)


@lru_cache(maxsize=2_000)
def _residents(code: str, characteristic: str, like: tuple[str, ...]) -> ReleasedTable | None:
    """Give the table that shares most categories with a list; without one, the usual table of the characteristic."""
    area = areas.by_code(code)
    usual = _FIRST_ASKED.get(characteristic, ())
    others = [key for key, one in subjects().items() if characteristic in one.characteristics] if like else []
    best: tuple[int, ReleasedTable | None] = (0, None)
    for key in dict.fromkeys((*usual, *others)):
        try:
            table = baseline(area, by=key)
        except UsedWrongly:
            continue
        shared = len(set(table.dimensions[0].codes) & set(like) - {TOTAL})
        if not like:
            return table
        if best[1] is None or shared > best[0]:
            best = (shared, table)
    return best[1]


def _area(code: str) -> Area | None:
    try:
        found = areas.by_code(code)
    except UsedWrongly:
        return None
    return found if found.parts else None


def _has_wards(area: Area) -> bool:
    return area.level in {Level.AUTHORITY, Level.COUNTY, Level.COMBINED}


def _everywhere() -> Iterable[tuple[str, str]]:
    for area in sorted(areas.everything().values(), key=lambda one: one.name):
        if area.level is Level.AUTHORITY and not area.until and area.parts:
            yield area.code, area.name
