"""How does an assessment go out as a Word copy to work in, and come back with nothing lost?

The one idea: each part stands under its title with a line that says which assessment, version, copy and part it is, and
a table of questions with answers. What comes back is laid beside what was given out and what stands now: three ways,
field by field. Only what the copy changed is taken, and where both have changed since, a person chooses.

Refuses: a document in which no part of a copy of ours stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dueregard.domain.assessments.copy_fields import (
    NOT_ANSWERED,
    TITLES,
    Field,
    Kind,
    choices_in_words,
    fields_of,
    put_at,
    read_answer,
    same,
    say_answer,
    title_of,
)
from dueregard.domain.assessments.parts import kind_of
from dueregard.domain.plans.parsing.words import clean, plain
from dueregard.publish.document import Block, Column, Document, Heading, Note, Table, words
from dueregard.reading.blocks import Blocks, Paragraph
from dueregard.reading.blocks import Heading as ReadHeading
from dueregard.reading.blocks import Table as ReadTable
from dueregard.terms.errors import NothingOfTheKind
from dueregard.terms.laws import Law, law_of

NEW = ("evidence:new", "mitigation:new")
"""Parts with which every copy ends, for what was not there."""
_KEY_LINE = re.compile(r"^(A-\d{4}-\d{1,9}), version (\d{1,6}), copy (\d{1,6}), part ([\w:=+ .’'-]{1,200})$")
_NOTE = (
    "Write in the right-hand column of the tables. Leave the line above each table as it is: by it the answers find "
    "their place again. What you do not change stays as it is."
)


@dataclass(frozen=True, slots=True)
class Label:
    """Which copy a document is: the assessment's number, the version that was being written, the copy's number."""

    number: str
    version: int
    copy: int

    def of_part(self, key: str) -> str:
        """Give the line that stands above a part.

        >>> Label("A-2026-19", 3, 1).of_part("impact:age")
        'A-2026-19, version 3, copy 1, part impact:age'
        """
        return f"{self.number}, version {self.version}, copy {self.copy}, part {key}"


@dataclass(frozen=True, slots=True)
class ReadCopy:
    """A copy as it came back: the answers of each part by label, and what stands in it besides, with its place."""

    label: Label
    parts: Mapping[str, Mapping[str, str]]
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """An answer that the copy changed: as given out, as it came back, as it stands; `fault` where it cannot be read."""

    name: str
    label: str
    given: str
    back: str
    now: str
    fault: str = ""

    @property
    def is_conflict(self) -> bool:
        """Whether it was changed here, too, since the copy was given out, to something else."""
        return same(self.now) != same(self.given)


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part that the copy changed. `is_gone`: it was taken out here since; `is_new`: the copy adds it."""

    key: str
    title: str
    fields: tuple[FieldChange, ...]
    is_gone: bool = False
    is_new: bool = False

    @property
    def has_conflict(self) -> bool:
        """Whether any of its answers was changed here, too."""
        return self.is_gone or any(each.is_conflict for each in self.fields)

    @property
    def faults(self) -> tuple[str, ...]:
        """What cannot be taken as it stands."""
        return tuple(each.fault for each in self.fields if each.fault)


def copy_document(
    parts: Mapping[str, Mapping[str, Any]],
    *,
    title: str,
    label: Label,
    council: str,
    on: date,
    nation: str = "england",
) -> Document:
    """Give an assessment's parts as a document to work in, under the titles of the nation's law.

    >>> document = copy_document({}, title="Close it", label=Label("A-2026-1", 1, 1), council="A council",
    ...                          on=date(2026, 11, 22))
    >>> document.title
    'Close it'
    """
    return Document(
        title=title,
        author=council,
        on=on,
        subtitle=f"{label.number}, version {label.version}, copy {label.copy} to work in",
        blocks=tuple(_blocks(parts, label, law_of(nation))),
    )


def _blocks(parts: Mapping[str, Mapping[str, Any]], label: Label, law: Law) -> Iterator[Block]:
    yield Note(_NOTE)
    for kind, heading in TITLES.items():
        keys = [key for key in parts if kind_of(key) == kind and fields_of(key)]
        if keys:
            yield Heading(2, law.aims_title if kind == "regard" else heading)
        for key in keys:
            yield from _part(key, parts[key], label, is_alone=key == kind)
    yield Heading(2, "Something that is not there yet")
    for key in NEW:
        yield from _part(key, {}, label, is_alone=False)


def _part(key: str, content: Mapping[str, Any], label: Label, *, is_alone: bool) -> Iterator[Block]:
    title = f"New: {TITLES[kind_of(key)].lower()}" if key in NEW else title_of(key, content)
    if not is_alone:
        yield Heading(3, title)
    yield words(label.of_part(key))
    rows = tuple((_ask(field), say_answer(field, content) or NOT_ANSWERED) for field in fields_of(key))
    columns = (Column("What is asked", width=1.0), Column("Answer", width=2.2))
    yield Table(f"{title}: answers", columns, rows, caption_shown=False)


def _ask(field: Field) -> str:
    choices = choices_in_words(field)
    return f"{field.label} ({' / '.join(choices)})" if choices else field.label


def read_copy(blocks: Blocks) -> ReadCopy:
    """Read a copy that came back.

    Raises:  NothingOfTheKind where no line of ours stands in it, or lines of several assessments.
    """
    label: Label | None = None
    labels: set[Label] = set()
    parts: dict[str, dict[str, str]] = {}
    others: list[tuple[str, str]] = []
    key: str | None = None
    for block in blocks.blocks:
        if isinstance(block, ReadTable):
            if key is None or key in parts:
                others.extend(_texts_of(block))
            else:
                parts[key] = _answers(block, key, others)
            key = None
        elif found := _KEY_LINE.match(clean(block.text)):
            label = Label(found.group(1), int(found.group(2)), int(found.group(3)))
            labels.add(label)
            key = found.group(4).strip()
        elif isinstance(block, Paragraph | ReadHeading) and clean(block.text):
            others.append((clean(block.text), block.place.in_words()))
    if label is None or len(labels) != 1:
        raise NothingOfTheKind(
            "This is no Word copy of an assessment."
            if label is None
            else "Parts of several copies stand in this document.",
            where=blocks.name or None,
            mend="Hand in the copy that was given out here, with the line above each table left as it is.",
        )
    return ReadCopy(label, parts, tuple(others))


def _answers(table: ReadTable, key: str, others: list[tuple[str, str]]) -> dict[str, str]:
    asked = {plain(_ask(field)): field.name for field in fields_of(key)}
    answers: dict[str, str] = {}
    for row in table.rows:
        own = [cell for cell in row.cells if cell.repeats is None]
        name = asked.get(plain(own[0].text)) if own else None
        if name is None or name in answers:
            if not row.header and plain(own[0].text if own else "") != "what is asked":
                others.extend((clean(cell.text), cell.place.in_words()) for cell in own if clean(cell.text))
            continue
        answers[name] = "\n".join(clean(cell.text) for cell in own[1:] if clean(cell.text))
    return answers


def _texts_of(table: ReadTable) -> Iterator[tuple[str, str]]:
    for row in table.rows:
        for cell in row.cells:
            if cell.repeats is None and clean(cell.text):
                yield clean(cell.text), cell.place.in_words()


def differences(
    back: ReadCopy, *, given: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]
) -> tuple[PartChange, ...]:
    """Give the parts that a copy changed, three ways, in the order of the copy.

    Takes:   the contents of the parts as they were given out, and as they stand now.
    Gives:   only what the copy changed and what does not stand so already.
    """
    return tuple(_changes(back, given, now))


def _changes(
    back: ReadCopy, given: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]
) -> Iterator[PartChange]:
    for key, answers in back.parts.items():
        is_new = key in NEW
        if not is_new and key not in given:
            continue
        before, stands = given.get(key, {}), now.get(key)
        fields = tuple(_field_changes(key, answers, before, before if stands is None else stands))
        if fields:
            title = f"New: {TITLES[kind_of(key)].lower()}" if is_new else title_of(key, before)
            yield PartChange(key, title, fields, is_gone=stands is None and not is_new, is_new=is_new)


def _field_changes(
    key: str, answers: Mapping[str, str], before: Mapping[str, Any], stands: Mapping[str, Any]
) -> Iterator[FieldChange]:
    for field in fields_of(key):
        if field.name not in answers:
            continue
        given, back, now = say_answer(field, before), same(answers[field.name]), say_answer(field, stands)
        if back in {same(given), same(now)}:
            continue
        yield FieldChange(field.name, field.label, given, back, now, _fault(key, field, back))


def _fault(key: str, field: Field, back: str) -> str:
    fault = read_answer(field, back)[1]
    if not fault and not back and field.name in _NEEDED.get(kind_of(key), ()):
        return f"“{field.label}” cannot be empty."
    return fault


_NEEDED = {
    "evidence": ("title", "kind"), "engagement": ("who",), "gap": ("text",), "mitigation": ("text",),
    "regard": ("text",), "own": ("text",), "affected": ("is_workforce", "is_public_service"),
    "impact": ("none_found",),
}  # fmt: skip


def merged(change: PartChange, content: Mapping[str, Any] | None, *, keeps_both: bool = False) -> dict[str, Any]:
    """Give a part's contents with what the copy changed, all else as it stands.

    Takes:   `content`, what stands now (what was given out, where the part is gone; {} for a new one); `keeps_both`:
             where a text was changed here, too, what the copy says stands below it.
    >>> change = PartChange("monitoring", "", (FieldChange("monitoring", "", "a", "b", "c"),))
    >>> merged(change, {"monitoring": "c"}), merged(change, {"monitoring": "c"}, keeps_both=True)
    ({'monitoring': 'b'}, {'monitoring': 'c\\nb'})
    """
    made: dict[str, Any] = dict(content or {})
    known = {field.name: field for field in fields_of(change.key)}
    for each in change.fields:
        field = known[each.name]
        value, fault = read_answer(field, each.back)
        if fault:
            continue
        if keeps_both and each.is_conflict and field.kind is Kind.TEXT and each.now and each.back:
            value = f"{each.now}\n{each.back}"
        put_at(made, field.path, value)
    return _whole_weights(made) if kind_of(change.key) == "impact" else made


def needs(change: PartChange) -> tuple[str, ...]:
    """Give what a new part still needs before it can be taken, in words.

    >>> needs(PartChange("evidence:new", "", (FieldChange("title", "What it is", "", "A survey", ""),), is_new=True))
    ('“Kind of evidence” cannot be empty.',)
    """
    if not change.is_new:
        return ()
    said = {each.name for each in change.fields if each.back}
    needed = _NEEDED.get(kind_of(change.key), ())
    return tuple(
        f"“{field.label}” cannot be empty."
        for field in fields_of(change.key)
        if field.name in needed and field.name not in said
    )


def beside_parts(back: ReadCopy, ours: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Give what somebody wrote beside the tables: all that stands in the copy and is not ours.

    Takes:   `ours`, every text of the copy as it was given out.
    """
    known = {plain(text) for text in ours}
    return tuple((text, where) for text, where in back.others if plain(text) not in known and _is_words(text))


def texts_of(document: Document) -> Iterator[str]:
    """Give every text that a document of ours prints, its running lines too."""
    yield from (document.title, document.author, document.first_line(), document.subtitle or "")
    for block in document.all_blocks():
        if isinstance(block, Heading | Note):
            yield block.text
        elif isinstance(block, Table):
            yield from (block.caption, *(column.title for column in block.columns))
            yield from (cell for row in block.rows for cell in row)


def _is_words(text: str) -> bool:
    return bool(plain(text)) and not re.fullmatch(r"(?:.*\s)?page \d+ of \d+", plain(text))


def _whole_weights(content: dict[str, Any]) -> dict[str, Any]:
    """A weight of which nothing is left is none."""
    after = content.get("after")
    if isinstance(after, Mapping) and all(value is None for value in after.values()):
        content["after"] = None
    return content
