"""What do the figures say of each group: who lives here, who uses the service, and what do they leave open?

The one idea: two released tables over the same characteristic are laid beside each other by the codes of their groups,
in words: a figure, or the mark that stands in its place. A share is worked out from two cells that everybody sees, or
is not there. What a source does not cover is said with it. A table is kept as it stood, all in strings.

Source:  analysis.release.rates for shares; gss-sdc-tables for the marks.
Refuses: to compare what has no share, to sum groups up, and to lay out what was not released.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dueregard.analysis.release.rates import Rate, percentage
from dueregard.analysis.released.cells import MARKS, Cell, State
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import ReleasedTable
from dueregard.domain.assessments.model import Group
from dueregard.domain.assessments.quality_remark import Shares
from dueregard.terms.mappings.ages import ages_of

WHOLE = {
    "disability": "disabled",
    "carers": "carer",
    "armed_forces": "veteran",
    "care_experience": "yes",
    "pregnancy_maternity": "yes",
}
"""The category that stands for everybody who shares a characteristic, where there is such a one."""
_NOT_COMPARED = frozenset({"gender_reassignment"})
"""Official statistics in development: not for small groups (ons-c21-gender-identity)."""


@dataclass(frozen=True, slots=True)
class Source:
    """A released table over one thing, and what is said with it.

    `who` are its people in a few words ("People who live in Trafford"), `source` names it (`short` in a word
    or two), `base` says who was counted.
    """

    table: ReleasedTable
    by: str
    who: str
    source: str
    base: str
    on: date | None = None
    is_inside: bool = False
    minimum_base: int = 10
    deviation: int = 0
    short: str = ""

    @property
    def over(self) -> Dimension:
        """The dimension that is laid out."""
        return next(each for each in self.table.dimensions if each.code == self.by)

    def cell(self, code: str) -> Cell:
        """Give the cell of a category, all else taken together; a missing one where the source has no such category."""
        return self.table.cell({self.by: code}) if code in self.over.codes else Cell(None, State.MISSING)

    def share(self, code: str) -> Rate:
        """Give a category's share of all, in percent."""
        return percentage(self.cell(code), self.cell(TOTAL), minimum_base=self.minimum_base, deviation=self.deviation)


@dataclass(frozen=True, slots=True)
class Row:
    """A group in words: how many and what share among residents, and among users. A mark where there is no figure."""

    code: str
    label: str
    depth: int
    residents: str
    residents_share: str
    users: str
    users_share: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a characteristic: its rows, where they are from, what stands out, and what is left open."""

    characteristic: str
    residents: Source | None
    users: Source | None
    rows: tuple[Row, ...]
    stands_out: str
    gaps: tuple[str, ...]
    shares: tuple[Shares, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """The letters of the marks that stand in it, for the key."""
        said = {
            words
            for row in self.rows
            for words in (
                *((row.residents, row.residents_share) if self.residents else ()),
                *((row.users, row.users_share) if self.users else ()),
            )
        }
        return tuple(sorted(mark[1] for mark in MARKS.values() if mark in said))


def known_of(characteristic: str, *, residents: Source | None, users: Source | None) -> Known:
    """Lay out what two sources say of a characteristic; either may be missing."""
    rows = tuple(_rows(residents, users))
    shares = tuple(_shares(characteristic, residents, users)) if residents and users else ()
    return Known(
        characteristic,
        residents,
        users,
        rows,
        _stands_out(shares, {row.label for row in rows if row.depth == 0}),
        tuple(_gaps(residents, users)),
        shares,
    )


def row_of(known: Known, part: str) -> Row | None:
    """Give the row of a group: the whole characteristic where `part` is "", else by code, words or ages.

    A council's own words for a group ("over 65") are found by the ages that they mean.
    """
    wanted = part.casefold().strip() if part else WHOLE.get(known.characteristic, "")
    if not wanted:
        return None
    ages = ages_of(wanted)
    for row in known.rows:
        if wanted in {row.code, row.label.casefold()} or (ages and ages_of(row.label) == ages):
            return row
    return None


def rows_within(known: Known, code: str) -> tuple[Row, ...]:
    """Give the rows that are part of a group."""
    over = [source.over for source in (known.residents, known.users) if source]
    children = {child for dimension in over for child in dimension.children(code)}
    return tuple(row for row in known.rows if row.code in children)


def table_of(source: Source, *, caption: str) -> dict[str, object]:
    """Give a source as it stands today, to be kept with a piece of evidence: strings and marks, nothing to reckon with.

    >>> from dueregard.analysis.baselines.areas import find
    >>> from dueregard.analysis.baselines.tables import baseline
    >>> sex = Source(baseline(find("Trafford"), by="sex"), "sex", "People who live here", "Census 2021", "Residents")
    >>> table_of(sex, caption="Sex")["rows"][0]
    ['Female', '120,620', '51.3%']
    """
    rows = [[each.label, each.residents, each.residents_share] for each in _rows(source, None)]
    total = ["All", source.cell(TOTAL).in_words(), ""]
    marks = sorted({mark for row in rows for mark in row if mark in MARKS.values()})
    said = {mark: words for mark, words in _MARK_WORDS.items() if mark in marks}
    return {
        "caption": caption,
        "columns": [source.over.label, source.table.unit.capitalize(), "Share"],
        "rows": [*rows, total],
        "notes": [*source.table.notes, *(f"{mark} {words}" for mark, words in said.items())],
        "source": source.source,
        "on": source.on.isoformat() if source.on else "",
    }


def says_of(source: Source, *, most: int = 4) -> str:
    """Say the largest groups of a source in a sentence, those that are pointed at by the characteristic first."""
    rows = [row for row in _rows(source, None) if row.depth == 0 and row.code not in _silent(source)]
    said = [f"{row.label}: {row.residents} ({row.residents_share})" for row in rows if row.residents not in _MARK_WORDS]
    whole = source.cell(TOTAL).in_words()
    if len(said) > most:
        return f"{'; '.join(said[:most])}; and others, of {whole}."
    return f"{'; '.join(said)}, of {whole}." if said else ""


def gap_of(source: Source) -> str:
    """Say in a few sentences what a source does not cover."""
    return " ".join(_gaps_of(source))


_MARK_WORDS = {
    "[c]": "Hidden to protect people.",
    "[x]": "Not collected.",
    "[z]": "Does not apply.",
}


def _rows(residents: Source | None, users: Source | None) -> Iterator[Row]:
    seen: set[str] = set()
    for source in filter(None, (residents, users)):
        for category, depth in _in_order(source.over):
            if category.code in seen or (_is_empty(source, category) and source is users):
                continue
            seen.add(category.code)
            yield Row(
                category.code,
                category.label,
                depth,
                *(residents.cell(category.code).in_words(), residents.share(category.code).in_words("%"))
                if residents
                else ("", ""),
                *(users.cell(category.code).in_words(), users.share(category.code).in_words("%"))
                if users
                else ("", ""),
            )


def _is_empty(source: Source, category: Category) -> bool:
    """Say whether it is a way of not answering that nobody took."""
    return category.kind not in (Kind.VALUE, Kind.GROUP) and source.cell(category.code).value == 0


def _in_order(over: Dimension) -> Iterator[tuple[Category, int]]:
    """Give groups before their parts, those without an answer last."""
    roots = [each for each in over.categories if each.code != TOTAL and each.parent in (None, TOTAL)]
    for root in sorted(roots, key=lambda each: each.kind not in (Kind.VALUE, Kind.GROUP)):
        yield root, 0
        for child in over.children(root.code):
            yield over.category(child), 1


def _silent(source: Source) -> frozenset[str]:
    answers = (Kind.VALUE, Kind.GROUP, Kind.TOTAL)
    return frozenset(each.code for each in source.over.categories if each.kind not in answers)


def _shares(characteristic: str, residents: Source, users: Source) -> Iterator[Shares]:
    if characteristic in _NOT_COMPARED:
        return
    whole = WHOLE.get(characteristic)
    silent = _silent(residents) | _silent(users)
    for category, _depth in _in_order(residents.over):
        code = category.code
        is_within = whole is None or code == whole or category.parent == whole
        if code in silent or code not in users.over.codes or not is_within:
            continue
        theirs, ours = users.share(code).value, residents.share(code).value
        if theirs is None or not ours:
            continue
        yield Shares(
            Group(((characteristic, "" if code == whole else code),)),
            float(theirs),
            float(ours),
            f"{users.short or users.source}; {residents.short or residents.source}",
            users.is_inside or residents.is_inside,
            category.label,
        )


def _stands_out(shares: Sequence[Shares], whole: Collection[str]) -> str:
    """Say which group differs most between users and residents; nothing where none differs much.

    Takes:   `whole`, the groups that are no part of another: they are looked at first, and a larger share before a
             smaller one.
    """
    apart = [each for each in shares if abs(each.users - each.residents) >= 2 and _times(each) >= Decimal("1.5")]
    if not apart:
        return ""
    most = max(apart, key=lambda each: (each.label in whole, each.users > each.residents, _times(each)))
    how = "larger" if most.users > most.residents else "smaller"
    return f"{most.label}: a far {how} share of users than of residents"


def _times(shares: Shares) -> Decimal:
    small, large = sorted((shares.users, shares.residents))
    return Decimal(large) / Decimal(small) if small else Decimal(1000)


def _gaps(residents: Source | None, users: Source | None) -> Iterator[str]:
    for source in filter(None, (residents, users)):
        for gap in _gaps_of(source):
            yield f"{source.who}: {gap[:1].lower()}{gap[1:]}" if gap[:1].isupper() else f"{source.who}: {gap}"
    if users and not residents:
        yield "There are no official figures to hold these against."
    if residents and users and residents.table.unit != users.table.unit:
        yield f"One counts {residents.table.unit}, the other {users.table.unit}."
    if residents and users:
        missing = [
            each.label
            for each, depth in _in_order(residents.over)
            if not depth and each.code not in users.over.codes and each.code not in _silent(residents)
        ]
        if missing:
            yield f"Not counted by itself among users: {', '.join(missing)}."


def _gaps_of(source: Source) -> Iterator[str]:
    silent = [source.share(code) for code in _silent(source) if source.cell(code).value]
    known = [rate.value for rate in silent if rate.value is not None]
    if known:
        yield f"{sum(known):.1f}% gave no answer."
    hidden = sum(source.cell(each.code).state is State.SUPPRESSED for each, _depth in _in_order(source.over))
    if hidden == 1:
        yield "One figure is hidden to protect people."
    elif hidden:
        yield f"{hidden} figures are hidden to protect people."
    missing = sum(source.cell(each.code).state is State.MISSING for each, _depth in _in_order(source.over))
    if missing:
        yield f"{missing} figures were not collected."
