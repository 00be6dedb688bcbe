"""What does every layout give: an entry, with its cells, its levels and where each stood.

The one idea: tables, cards, headings with bullets and flattened text differ only in how one finds where an action
begins and what heads its parts. Once found, all are the same: an `Entry` of columns and cells below headings, which
`actions` understands. Entries are built up while a document is walked and are not seen outside this room.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dueregard.domain.plans.model import Found, Level, Strand, Unused
from dueregard.domain.plans.parsing.columns.headings import Column
from dueregard.domain.plans.parsing.words import clean, flat, has_tags, plain
from dueregard.reading.blocks import Cell, CellValue, Place


@dataclass(frozen=True, slots=True)
class Part:
    """A cell's text, or the part of it that stands on one page, and where.

    `own_line` is True where this part is a paragraph of its own, not the rest of a cut one. `covered` is True where a
    merged cell above covers this one, `ditto` holds the printed sign where the text was taken from the entry before
    ("As above").
    """

    text: str
    place: Place
    value: CellValue = None
    fill: str | None = None
    covered: bool = False
    ditto: str | None = None
    tagged: bool = False
    hidden: bool = False
    own_line: bool = False


@dataclass(frozen=True, slots=True)
class LevelPart:
    """A level above actions as found: its kind, its name, and where it is printed. `label` is what stood before it."""

    kind: str
    name: str
    place: Place
    ref: str | None = None
    label: str | None = None
    covers: tuple[Place, ...] = ()


@dataclass(slots=True)
class Entry:
    """One action as found: its cells by column, the levels above it, and what was noticed on the way."""

    columns: tuple[Column, ...]
    cells: dict[int, list[Part]]
    levels: tuple[LevelPart, ...] = ()
    commitments: tuple[Part, ...] = ()
    flags: list[str] = field(default_factory=list)
    is_prose: bool = False

    def parts(self, name: str) -> list[Part]:
        """Give the parts of the first column that holds a field."""
        return next((self.cells.get(at, []) for at, c in enumerate(self.columns) if name in c.fields), [])

    def text(self, name: str) -> str:
        """Give the text of a field, its parts one below the other."""
        return "\n".join(part.text for part in self.parts(name) if part.text)

    def flag(self, name: str) -> None:
        """Note something once."""
        if name not in self.flags:
            self.flags.append(name)


@dataclass(slots=True)
class Harvest:
    """All that a walk through a document gathers."""

    entries: list[Entry] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    key: dict[str, Strand] = field(default_factory=dict)
    legend: dict[str, str] = field(default_factory=dict)
    levels: list[Level] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    columns: list[tuple[Column, Place]] = field(default_factory=list)
    doubts: list[tuple[str, str, Place]] = field(default_factory=list)
    title: str | None = None
    title_place: Place | None = None
    subtitles: list[str] = field(default_factory=list)

    def leave(self, text: str | None, why: str, place: Place) -> None:
        """List words that go into no field."""
        if text and flat(text):
            self.unused.append(Unused(clean(text), why, place))


@dataclass(slots=True)
class Walk:
    """What a walk through tables remembers from one row to the next."""

    harvest: Harvest
    columns: tuple[Column, ...] = ()
    header_texts: tuple[str, ...] = ()
    width: int = 0
    numbered: bool = False
    row_by_row: bool = False
    headings: list[tuple[int, LevelPart]] = field(default_factory=list)
    rows_above: list[tuple[tuple[object, ...], LevelPart]] = field(default_factory=list)
    last_was_level: bool = False
    sheet: LevelPart | None = None
    level_cells: dict[int, Part] = field(default_factory=dict)
    seen: list[LevelPart] = field(default_factory=list)
    has_sheets: bool = False

    def take_heading(self, level: int, part: LevelPart) -> None:
        """Take a heading that stands before a table."""
        self.headings = [(depth, kept) for depth, kept in self.headings if depth < level]
        self.headings.append((level, part))
        self.seen.append(part)
        self.rows_above, self.last_was_level = [], False
        self.level_cells = {}

    def levels(self) -> tuple[LevelPart, ...]:
        """Give the levels above the next row, outermost first; a sheet's name counts where nothing else is said."""
        found = [*(part for _, part in self.headings), *(part for _, part in self.rows_above)]
        if self.sheet and not found:
            found = [self.sheet]
        return tuple(found)

    @property
    def last(self) -> Entry | None:
        """The entry before, to which a cut row belongs."""
        return self.harvest.entries[-1] if self.harvest.entries else None


def part_of(cell: Cell, *, hidden: bool = False) -> Part:
    """Make a part of a table's cell."""
    covered = cell.repeats is not None
    return Part(clean(cell.text), cell.place, cell.value, cell.fill, covered, None, has_tags(cell.text), hidden)


_KINDS = {
    "objective": r"(?:strategic |equality |key |our |corporate |psed )*(?:objectives?|aims?|goals?|amcan(?:ion)?|nod)",
    "theme": r"(?:key |strategic )?(?:themes?|work ?streams?|pillars?|outcome areas?|focus areas?|areas?|thema)",
    "priority": r"(?:key |strategic |corporate |corporate plan |equality )*(?:priority|priorities|blaenoriaeth(?:au)?)",
    "role": r"(?:our )?roles?",
    "directorate": r"(?:directorate|department|division|cyfarwyddiaeth)",
    "service": r"(?:service(?: area| unit)?|business unit|gwasanaeth)",
    "outcome": r"(?:equality |key |strategic )?outcomes?",
    "section": r"(?:section|part|chapter|appendix|adran|rhan)",
}
_KIND = re.compile(
    r"^(?P<label>(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items()) + r"))"
    r"(?:\s*(?:no\.?|number|rhif)?\s*(?P<ref>\d{1,2}(?:\.\d{1,2})*[a-z]?|[A-Z](?![a-z])|[ivx]{1,4}(?![a-z])))?"
    r"(?P<sign>\s*[:–—.-]\s*|\s+(?=\S)|$)",
    re.IGNORECASE,
)


def level_of(text: str, place: Place, *, kind: str | None = None) -> LevelPart:
    """Read a heading or a section row as a level: "Objective 2: Fair pay" is objective 2, named "Fair pay".

    >>> level_of("Objective 2: Fair pay", Place()).kind, level_of("Objective 2: Fair pay", Place()).name
    ('objective', 'Fair pay')
    >>> level_of("Finance", Place()).kind
    'section'
    """
    said = flat(text).strip()
    found = _KIND.match(said)
    if found and (found["ref"] or found["sign"].strip()) and len(found["label"]) < 40:
        name = said[found.end() :].strip(" :–—-")
        named = next(k for k in _KINDS if found[k])
        return LevelPart(
            kind or named, name or said, place, found["ref"] if name else None, found["label"] if name else None
        )
    numbered = re.match(r"^(\d{1,2}(?:\.\d{1,2})*)[.):]?\s+(?=[A-Z])", said)
    if numbered:
        return LevelPart(kind or "section", said[numbered.end() :].strip(), place, numbered[1])
    return LevelPart(kind or "section", said, place)


def is_same(one: str | None, other: str | None) -> bool:
    """Say whether two printed texts have the same words."""
    return bool(one) and plain(one) == plain(other)
