"""Where are the actions of a plan that is written as headings and lists?

The one idea: below a heading that names an objective stands a line that opens a list of actions ("We will do this by:",
"Actions", "What we will do"), and each item of that list is an action. Lines such as "Why it matters" and "How will we
know" open lists that say something of the objective itself. "We will strive to" opens aims, which are no actions.

Source: docs/explanation/reading-plans.md, section "Headings and lists". It refuses to take bullets for actions where no
line says that they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dueregard.domain.plans.model import Level
from dueregard.domain.plans.parsing.columns.headings import Column, fields_of
from dueregard.domain.plans.parsing.layouts.cards import split_label
from dueregard.domain.plans.parsing.layouts.entries import Entry, Harvest, LevelPart, Part, Walk, level_of
from dueregard.domain.plans.parsing.layouts.titles import is_subtitle, is_title
from dueregard.domain.plans.parsing.outcomes import read_legend
from dueregard.domain.plans.parsing.strands import read_key
from dueregard.domain.plans.parsing.words import clean, flat, has_tags, item_label
from dueregard.reading.blocks import Blocks, Heading, Paragraph, Table

_ASPIRES = re.compile(r"\b(?:strive|aspire|aim|seek|hope|value|believe|committed|vision|want)\b", re.IGNORECASE)
_OPENS_ACTIONS = re.compile(
    r"^(?:so,? |in order |therefore,? )?(?:(?:we|the council|the authority|our services|officers) (?:will"
    r"|shall|are going to|plan to)(?: also)?(?: (?:do|achieve|deliver) (?:this|so|these|it))?(?: by| through)?"
    r"|(?:to|in order to) (?:do|achieve|deliver|meet|support) (?:this|these|it|our|the)[\w ,’']*?(?:we "
    r"(?:will|shall|plan to)|the council will)?"
    r"|(?:(?:the|our|key|main|specific|equality|priority|planned|proposed|agreed|new) )*(?:actions?|action "
    r"points?|commitments?|activities|key steps|steps|tasks)(?: (?:we will take|for (?:this|the) "
    r"(?:objective|year|priority)|to be taken|are|include|will be|planned|for 20[\d/–-]+|to achieve this))*"
    r"|what (?:we will do|will we do|we are going to do|we’re going to do|needs to be done|we plan to "
    r"do)(?: to achieve (?:this|it))?|how (?:we will|will we) (?:do|achieve|deliver) (?:this|it)|this will "
    r"be (?:done|achieved|delivered) by|we will do this by"
    r"|byddwn yn(?: gwneud hyn drwy)?|camau gweithredu|beth (?:fyddwn|byddwn) ni(?:’n|'n| yn) ei wneud)\s*[:?…–-]*\s*$",
    re.IGNORECASE,
)
_OPENS_WHY = re.compile(
    r"^(?:why\b.{0,80}|what (?:is|are) (?:the )?(?:issue|problem|context)s?.*|background|rationale|context"
    r"|evidence|pam\b.{0,60}|what (?:we|have we) (?:know|learn(?:t|ed)).*|what are we trying to achieve.*"
    r"|what (?:do )?we want to achieve.*)\s*[:?]*$",
    re.IGNORECASE,
)
_OPENS_MEASURE = re.compile(
    r"^(?:how (?:will|we will|do) (?:we )?(?:know|measure).*|(?:our )?(?:measures?|indicators?)(?: of "
    r"success)?.*|success (?:measures?|criteria).*|what (?:will )?success (?:will )?looks? like.*|we will "
    r"know .*|what difference .*|outcomes?|expected outcomes?|intended outcomes?|sut (?:byddwn|fyddwn) "
    r".*gwybod.*)\s*[:?]*$",
    re.IGNORECASE,
)
_NOT_A_LEVEL = re.compile(
    r"^(?:contents|introduction|foreword|appendi(?:x|ces)|glossary|contact.*|monitoring(?: and review.*)?"
    r"|legal .*|background|our (?:values|vision).*|vision|values|governance.*|about .*|who we are.*"
    r"|consultation.*|cyflwyniad|rhagair|cynnwys)$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{4,160})[)\]]\.?\s*$")


@dataclass(slots=True)
class _Section:
    """A level while it is read: what is said of it, and the entries below it."""

    part: LevelPart
    why: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    shared: list[tuple[str, Part]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    harvest: Harvest
    walk: Walk
    mode: str | None = None
    sections: list[_Section] = field(default_factory=list)
    depth: int = 0

    @property
    def section(self) -> _Section | None:
        return self.sections[-1] if self.sections else None


def read_prose(blocks: Blocks) -> Harvest:
    """Give the actions of a document of headings and lists; entries are empty where no line opens a list of actions."""
    harvest = Harvest()
    reader = _Reader(harvest, Walk(harvest))
    for block in blocks.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    if cell.repeats is None:
                        harvest.leave(cell.text, "table without actions", cell.place)
        elif isinstance(block, Heading):
            _heading(block, reader)
        elif block.furniture:
            harvest.leave(block.text, "page furniture", block.place)
        else:
            _paragraph(block, reader)
    _finish(reader)
    return harvest if len(harvest.entries) >= 2 else Harvest()


def _heading(block: Heading, reader: _Reader) -> None:
    harvest, text = reader.harvest, flat(block.text)
    if not text:
        return
    if _take_opening(text, block.place, reader):
        return
    if (
        harvest.title is None
        and not reader.sections
        and (block.level == 0 or is_title(text))
        and level_of(text, block.place).label is None
    ):
        harvest.title, harvest.title_place = text, block.place
        return
    if is_subtitle(text) and not harvest.entries and level_of(text, block.place).label is None:
        harvest.subtitles.append(text)
        harvest.leave(text, "subtitle", block.place)
        return
    _open_section(text, max(block.level, 1), block.place, reader)


def _open_section(text: str, level: int, place: object, reader: _Reader) -> None:
    part = level_of(text, place)  # type: ignore[arg-type]  # every block's place is a Place
    reader.mode = None
    if _NOT_A_LEVEL.match(part.name):
        reader.walk.headings = [(depth, kept) for depth, kept in reader.walk.headings if depth < level]
        reader.harvest.leave(text, "heading with no actions below it", part.place)
        reader.sections.append(_Section(part))
        reader.mode = "closed"
        return
    reader.walk.take_heading(level, part)
    reader.sections.append(_Section(part))


def _take_opening(text: str, place: object, reader: _Reader) -> bool:
    """Take a line that opens a list; True if it was one."""
    said = re.sub(r"^(?:\d+[.)]|[•\-–])\s*", "", text)
    short = len(said.split()) <= 16
    mode = None
    if short and _OPENS_WHY.match(said):
        mode = "why"
    elif short and _OPENS_MEASURE.match(said):
        mode = "measure"
    elif short and _OPENS_ACTIONS.match(said) and not _ASPIRES.search(said):
        mode = "actions" if reader.sections and reader.mode != "closed" else None
    if mode is None:
        return False
    reader.mode, reader.depth = mode, 0
    reader.harvest.leave(text, "line that opens a list", place)  # type: ignore[arg-type]  # as above
    return True


def _paragraph(block: Paragraph, reader: _Reader) -> None:
    harvest, text = reader.harvest, clean(block.text)
    if not text:
        return
    said = f"{block.marker} {text}" if block.marker else text
    is_item = block.depth > 0 or block.marker is not None or item_label(text)[0] is not None
    if key := read_key(text):
        harvest.key.update(key)
        harvest.leave(said, "key to the strands", block.place)
    elif legend := read_legend(text):
        harvest.legend.update(legend)
        harvest.leave(said, "legend of colours", block.place)
    elif harvest.title is None and not reader.sections and not is_item and is_title(text):
        harvest.title, harvest.title_place = flat(text), block.place
    elif not is_item and _take_opening(flat(text), block.place, reader):
        return
    elif not is_item and _opens_level(block, text):
        _open_section(flat(text), 7, block.place, reader)
    elif is_item and reader.mode == "actions":
        _item(block, text, reader)
    elif not is_item and reader.section and (label := split_label(text)) and _is_shared(label[0]):
        reader.section.shared.append((label[0], Part(label[1] or text, block.place)))
        harvest.columns.append((Column(label[0], fields_of(label[0])), block.place))
    elif reader.mode in ("why", "measure") and reader.section:
        (reader.section.why if reader.mode == "why" else reader.section.measures).append(said)
        reader.section.part = _covering(reader.section.part, block, reader)
    else:
        if (
            not is_item
            and reader.mode == "actions"
            and reader.section
            and reader.section.entries
            and len(text.split()) > 12
        ):
            reader.mode = None
        harvest.leave(said, "text outside the actions", block.place)


def _opens_level(block: Paragraph, text: str) -> bool:
    part = level_of(text, block.place)
    return "\n" not in text and (
        (part.label is not None and part.ref is not None)
        or (block.bold and len(text.split()) <= 14 and not text.endswith("."))
    )


def _is_shared(label: str) -> bool:
    return bool(
        {"lead", "timescale", "due", "strands", "measure", "expected_outcome", "monitored_by", "partners", "resources"}
        & set(fields_of(label))
    )


def _covering(part: LevelPart, block: Paragraph, reader: _Reader) -> LevelPart:
    """Note that a level's words also stand in this paragraph, so that its place is a source."""
    grown = LevelPart(part.kind, part.name, part.place, part.ref, part.label, (*part.covers, block.place))
    reader.walk.headings = [(depth, grown if kept is part else kept) for depth, kept in reader.walk.headings]
    reader.walk.seen = [grown if kept is part else kept for kept in reader.walk.seen]
    return grown


def _item(block: Paragraph, text: str, reader: _Reader) -> None:
    section = reader.section
    if section is None:
        reader.harvest.leave(text, "text outside the actions", block.place)
        return
    label, rest = (block.marker, text) if block.marker else item_label(text)
    depth = max(block.depth, 1)
    if section.entries and reader.depth and depth > reader.depth:
        said = f"{label or '•'} {rest}"
        section.entries[-1].cells[0].append(Part(said, block.place, tagged=has_tags(block.text), own_line=True))
        return
    reader.depth = depth
    columns, cells = _with_bracket(rest, block)
    reader.harvest.columns += [(column, block.place) for column in columns if column.heading]
    if label is not None and re.fullmatch(r"\(?\d[\d.]*[a-z]?[.)]?", label):
        columns = (*columns, Column("", ("number",)))
        cells[len(columns) - 1] = [Part(label.strip("()."), block.place)]
    entry = Entry(columns, cells, reader.walk.levels(), is_prose=True)
    section.entries.append(entry)
    reader.harvest.entries.append(entry)


def _with_bracket(text: str, block: Paragraph) -> tuple[tuple[Column, ...], dict[int, list[Part]]]:
    """Take labelled values in brackets at the end of an item ("(Lead: Head of HR; by: May 2026)") as cells of their
    own.
    """
    found = _BRACKET.search(text)
    columns: list[Column] = [Column("", ("action",))]
    cells: dict[int, list[Part]] = {}
    if found:
        pieces = [split_label(piece) for piece in re.split(r"\s*;\s*", found[1])]
        if pieces and all(piece and piece[1] for piece in pieces):
            text = text[: found.start()].strip()
            for piece in pieces:
                if piece:
                    columns.append(Column(piece[0], fields_of(piece[0])))
                    cells[len(columns) - 1] = [Part(piece[1], block.place)]
    cells[0] = [Part(text, block.place, tagged=has_tags(block.text))]
    return tuple(columns), cells


def _finish(reader: _Reader) -> None:
    harvest = reader.harvest
    for section in reader.sections:
        for label, part in section.shared:
            for entry in section.entries:
                entry.columns = (*entry.columns, Column(label, fields_of(label)))
                entry.cells[len(entry.columns) - 1] = [part]
                entry.flag("from_level")
            if not section.entries:
                harvest.leave(f"{label}: {part.text}", "text outside the actions", part.place)
        if section.entries and (section.why or section.measures):
            why, measures = "\n".join(section.why) or None, "\n".join(section.measures) or None
            harvest.levels.append(Level((section.part.name,), why=why, success_measure=measures))
            for entry in section.entries:
                entry.levels = tuple(section.part if part.name == section.part.name else part for part in entry.levels)
        elif section.why or section.measures:
            for said, place in zip((*section.why, *section.measures), section.part.covers, strict=False):
                harvest.leave(said, "text outside the actions", place)
    used = {part.name for entry in harvest.entries for part in entry.levels}
    for level in reader.walk.seen:
        if level.name not in used:
            label = " ".join(word for word in (level.label, level.ref, level.name) if word)
            harvest.leave(label, "heading with no actions below it", level.place)
