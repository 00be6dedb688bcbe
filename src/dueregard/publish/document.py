"""What is a document that we publish? One model, from which HTML, Word and PDF are written alike.

The one idea: a document is a run of frozen blocks that say what each part *is* (a heading, a table with its caption
and headers, words given to us with their origin), never how it looks. Order, wording and marks are therefore the same
in every form, and what a reader of one form is told, a reader of another is told too.

The title is the one heading of level 1; headings in `blocks` begin at level 2. Words in a table's cell may hold line
breaks; a cell is never None and never empty (`checks`): where there is nothing to say, a mark says why.
Source: docs/reference/words.md (marks), Web Content Accessibility Guidelines 2.2, PDF/UA-1 (ISO 14289-1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

NOTHING_SAID = "Not given"
"""The mark of a cell for which the document says nothing: words, so that it reads the same aloud."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look. `href` makes them a link."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, `level` 2 to 6 (1 is the document's title)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of runs."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list, with the entries below it."""

    runs: tuple[Run, ...]
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; `ordered` where its order carries meaning."""

    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `numeric` cells stand right; `width` is a share, compared with the other columns'."""

    title: str
    numeric: bool = False
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be read aloud: a caption, a header for each column, and the first column as the row's header.

    `total` says that the last row sums the others. `note` stands under the table, `key` explains its marks.
    `caption_shown` is False where the table itself, or the heading above, says the same: it is then only heard.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    row_headers: bool = True
    total: bool = False
    note: str | None = None
    key: tuple[tuple[str, str], ...] = ()
    caption_shown: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that were given to us, as they were given, and their origin: who, when, where."""

    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A short list of names and values ("Lead: Head of Housing"). A value may hold several lines."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, what it shows in words, and the table of the figures it was drawn from."""

    image: bytes
    alt: str
    table: Table
    kind: str = "svg"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark of ours that a reader should not miss."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Begin a new page where the form has pages."""


Block: TypeAlias = Heading | Paragraph | ListBlock | Table | Quote | Facts | Figure | Note | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    `author` is the body that publishes, never a person; `about` is printed last, under "About this document".
    """

    title: str
    author: str
    blocks: tuple[Block, ...]
    on: date
    subtitle: str | None = None
    version: str | None = None
    language: str = "en-GB"
    about: tuple[Block, ...] = ()

    def first_line(self) -> str:
        """Give the line that every form begins with: council, title, date, version.

        >>> Document(title="Our plan", author="A council", blocks=(), on=date(2026, 3, 31)).first_line()
        'A council. Our plan. 31 March 2026.'
        """
        parts = (self.author, self.title, say_date(self.on), f"Version {self.version}" if self.version else "")
        return " ".join(f"{part.rstrip('.')}." for part in parts if part)

    def all_blocks(self) -> Iterator[Block]:
        """Give the blocks in reading order, with the "About this document" part at the end."""
        yield from self.blocks
        if self.about:
            yield Heading(2, "About this document")
            yield from self.about


def words(text: str) -> Paragraph:
    """Give a paragraph of plain words.

    >>> words("Plain.").runs[0].text
    'Plain.'
    """
    return Paragraph((Run(text),))


def bullets(*texts: str) -> ListBlock:
    """Give a list of plain entries.

    >>> len(bullets("one", "two").items)
    2
    """
    return ListBlock(tuple(Item((Run(text),)) for text in texts))


def say_date(day: date) -> str:
    """Give a date in full, as it stands in running text.

    >>> say_date(date(2027, 3, 5))
    '5 March 2027'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
