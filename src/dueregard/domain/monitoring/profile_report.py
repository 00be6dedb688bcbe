"""An equality profile as a document and as a workbook: for Word, PDF, HTML, OpenDocument, Excel, CSV and JSON.

The one idea: both are made from the same values, so that a page and a file never differ; each table says its source,
its day, its method and its cautions, and the attribution that the licence asks for stands at the end of both.
Source: docs/reference/baselines.md (attribution), docs/reference/words.md (marks).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from dueregard.analysis.baselines.subjects import subjects
from dueregard.analysis.released.cells import MARKS, State
from dueregard.analysis.released.dimensions import Category
from dueregard.analysis.released.table import Origin
from dueregard.domain.monitoring.profile import BEFORE, Line, Profile, Section
from dueregard.domain.monitoring.profile_wording import findings, no_answer, percent, points, stands_out
from dueregard.publish.document import Block, Column, Document, Facts, Heading, Note, Table, bullets, words
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Value, Workbook

_MARKS = (
    (MARKS[State.SUPPRESSED], "hidden by the publisher to protect people"),
    (MARKS[State.MISSING], "not published, or not comparable"),
)
_LONG = 20
_SHOWN = 12
_UNIT = {"score": "Average score", "percent": "Small areas in the most deprived tenth (%)"}
READ_FIRST = (
    "These are official figures of everyone who was counted, not of a sample.",
    "Small figures were changed a little by the publisher to protect people: parts need not add up to totals, and the "
    "same total can differ a little between tables.",
    "Differences and changes are in percentage points, worked out from the figures before rounding. They say nothing "
    "of causes.",
)


def profile_document(profile: Profile, *, author: str, on: date) -> Document:
    """Write a profile as a document."""
    blocks: list[Block] = [words(_opening(profile)), Facts(_facts(profile))]
    if said := stands_out(profile):
        blocks += [Heading(2, "What stands out"), bullets(*said)]
    blocks += [Heading(2, "Read this first"), bullets(*READ_FIRST)]
    for section in profile.sections:
        blocks += _section(profile, section)
    if profile.deprivation:
        blocks += _deprivation(profile)
    if profile.absent:
        blocks += [Heading(2, "What is not here"), bullets(*_absent(profile))]
    return Document(
        title=f"Equality profile: {profile.area.name}",
        subtitle="Who lives here, how that changed, and how it differs from elsewhere",
        author=author,
        on=on,
        blocks=tuple(blocks),
        about=(words(profile.attribution), bullets(*_sources(profile))),
    )


def profile_workbook(profile: Profile, *, author: str, on: date) -> Workbook:
    """Write a profile as a workbook: one long sheet of all figures, deprivation where there is any, and notes."""
    first, second = (*(area.name for area in profile.beside), "", "")[:2]
    columns = [
        SheetColumn("Subject", "subject", width=30),
        SheetColumn("Base", "base", width=30),
        SheetColumn("Category", "category", width=40),
        SheetColumn("Part of", "part_of", width=24),
        SheetColumn("Code", "code", width=24),
        SheetColumn("Count", "count", Kind.WHOLE),
        SheetColumn("State", "state"),
        SheetColumn("Share (%)", "share_percent", Kind.DECIMAL),
        SheetColumn(f"Share in {BEFORE} (%)", "share_before_percent", Kind.DECIMAL),
        SheetColumn(f"Change since {BEFORE} (points)", "change_points", Kind.DECIMAL),
    ]
    for number, name in ((1, first), (2, second)):
        if name:
            columns += [
                SheetColumn(f"{name} (%)", f"beside_{number}_percent", Kind.DECIMAL),
                SheetColumn(f"Difference from {name} (points)", f"beside_{number}_points", Kind.DECIMAL),
            ]
    rows = tuple(_row(section, line, len(profile.beside)) for section in profile.sections for line in section.lines)
    sheets = [Sheet("Figures", tuple(columns), rows)]
    if profile.deprivation:
        sheets.append(_deprivation_sheet(profile))
    notes = [("Area", _opening(profile)), ("Attribution", profile.attribution)]
    notes += [("Source", source) for source in _sources(profile)]
    notes += [("Read this first", said) for said in READ_FIRST]
    notes += [(section.title, note) for section in profile.sections for note in section.notes]
    notes += [("What is not here", why) for why in _absent(profile)]
    return Workbook(f"Equality profile: {profile.area.name}", author, tuple(sheets), on, tuple(notes))


def _opening(profile: Profile) -> str:
    area = profile.area
    parts = len(area.parts)
    made = (
        f", the sum of {parts} {'wards' if area.units == 'ward' else 'authorities'} of the Census" if parts > 1 else ""
    )
    beside = " and ".join(other.name for other in profile.beside)
    return f"{area.name} ({area.kind or area.level}{made})" + (f", beside {beside}." if beside else ".")


def _absent(profile: Profile) -> tuple[str, ...]:
    """Say what was not to be had: what was refused with its reason, the rest in one sentence."""
    refused = [why for _, why in profile.absent if not why.startswith("There are no figures")]
    rest = [subjects()[code].label for code, why in profile.absent if why not in refused]
    return (*refused, f"There are no figures here by: {'; '.join(rest)}.") if rest else tuple(refused)


def _facts(profile: Profile) -> tuple[tuple[str, str], ...]:
    facts = [("Area", profile.area.name)]
    for code, name in (("age", "Residents"), ("household_deprivation", "Households")):
        found = next((section for section in profile.sections if section.code == code), None)
        if found is not None:
            facts.append((name, f"{found.total.in_words()} ({found.origins[0].period})"))
    facts.append(("Beside", ", ".join(area.name for area in profile.beside) or "Nothing"))
    return tuple(facts)


def _section(profile: Profile, section: Section) -> list[Block]:
    blocks: list[Block] = [Heading(2, section.title)]
    if said := findings(section):
        blocks.append(bullets(*said))
    if silence := no_answer(section):
        blocks.append(words(silence))
    blocks.append(_table(section))
    blocks += [Note(note) for note in section.notes if note not in READ_FIRST and not note.startswith("The Office for")]
    return blocks


def _table(section: Section) -> Table:
    lines, left = _shown(section)
    names = [other.area.name for other in lines[0].beside] if lines else []
    columns = [
        Column("Group", width=3.0),
        Column("Households" if section.unit == "households" else "People", numeric=True),
    ]
    columns.append(Column("Share", numeric=True))
    if section.before:
        columns += [Column(f"Share in {BEFORE}", numeric=True), Column("Change (points)", numeric=True)]
    columns += [Column(name, numeric=True) for name in names]
    rows = [_cells(section, line) for line in lines]
    total = ["All", section.total.in_words(), "100.0%"]
    total += ["100.0%", "0.0"] if section.before else []
    rows.append((*total, *("100.0%" for _ in names)))
    rest = f" The {left} other categories are in the workbook." if left else ""
    return Table(
        caption=f"{section.title}: {section.base.lower()}, {section.origins[0].period}",
        columns=tuple(columns),
        rows=tuple(rows),
        total=True,
        note=" ".join(_said(origin) for origin in section.origins[:2]) + rest,
        key=tuple(pair for pair in _MARKS if any(pair[0] in row for row in rows)),
    )


def _shown(section: Section) -> tuple[list[Line], int]:
    """Choose what a document shows of a long list: the largest, without groups; a workbook has all."""
    if len(section.lines) <= _LONG + _SHOWN:
        return list(section.lines), 0
    leaves = [line for line in section.lines if line.category.code in section.table.dimensions[0].leaves]
    largest = sorted(leaves, key=lambda line: -(line.count.value or 0))[:_SHOWN]
    return largest, len(leaves) - len(largest)


def _cells(section: Section, line: Line) -> tuple[str, ...]:
    cells = [_label(section, line.category), line.count.in_words(), percent(line.share)]
    if section.before:
        cells += [percent(line.share_before), points(line.change_points)]
    return (*cells, *(percent(other.share) for other in line.beside))


def _label(section: Section, category: Category) -> str:
    """Say a part of a group with its group, so that it can be understood wherever it stands."""
    parents = {one.code: one for one in section.table.dimensions[0].categories}
    above = parents.get(category.parent or "")
    return f"of these: {category.label}" if above is not None and above.parent is not None else category.label


def _said(origin: Origin) -> str:
    method = f" ({origin.method})" if origin.method else ""
    return f"{origin.title}, {origin.period}{method}. {origin.attribution}."


def _sources(profile: Profile) -> tuple[str, ...]:
    said = [_said(origin) for section in profile.sections for origin in section.origins]
    said += [_said(profile.deprivation.origin)] if profile.deprivation else []
    return tuple(dict.fromkeys(said))


def _deprivation(profile: Profile) -> list[Block]:
    found = profile.deprivation
    if found is None:
        return []
    rows = tuple(
        (
            measure.label,
            _UNIT[measure.unit],
            f"{measure.value.normalize():f}",
            f"{measure.rank:,} of {measure.among:,}" if measure.rank and measure.among else "Not ranked",
        )
        for measure in found.measures
    )
    columns = (Column("Domain", width=2.0), Column("Measure", width=2.0), Column("Value", numeric=True))
    table = Table(
        caption=f"{found.origin.title}: rank 1 is the most deprived",
        columns=(*columns, Column("Rank", numeric=True)),
        rows=rows,
        note=_said(found.origin),
    )
    return [Heading(2, "Deprivation of places"), *(Note(note) for note in found.notes), table]


def _deprivation_sheet(profile: Profile) -> Sheet:
    measures = profile.deprivation.measures if profile.deprivation else ()
    columns = (
        SheetColumn("Domain", "domain", width=34),
        SheetColumn("Measure", "measure", width=40),
        SheetColumn("Value", "value", Kind.DECIMAL),
        SheetColumn("Rank (1 = most deprived)", "rank", Kind.WHOLE),
        SheetColumn("Among", "among", Kind.WHOLE),
    )
    return Sheet("Deprivation", columns, tuple((m.label, _UNIT[m.unit], m.value, m.rank, m.among) for m in measures))


def _row(section: Section, line: Line, beside: int) -> tuple[Value, ...]:
    parents = {category.code: category.label for category in section.table.dimensions[0].categories}
    cells: list[Value] = [
        section.title,
        section.base,
        line.category.label,
        parents.get(line.category.parent or "", ""),
        line.category.code,
        int(line.count.value) if line.count.value is not None else None,
        line.count.state.value,
        _percent(line.share),
        _percent(line.share_before),
        _rounded(line.change_points),
    ]
    for place in range(beside):
        other = line.beside[place] if place < len(line.beside) else None
        cells += [_percent(other.share), _rounded(other.difference_points)] if other else [None, None]
    return tuple(cells)


def _percent(share: Fraction | None) -> Decimal | None:
    return None if share is None else _rounded(share * 100)


def _rounded(value: Fraction | None) -> Decimal | None:
    return None if value is None else (Decimal(value.numerator) / value.denominator).quantize(Decimal("0.01"))
