"""Can everyone read this document? `check_document` refuses one that some could not, and names every fault at once.

The one idea: the faults that make a document unusable with a screen reader, without colour, or out of context are
visible in the model already; so they are refused here, before any form is written. What only a form can get wrong
(tags, header rows that repeat) is tested form by form.
Source: Web Content Accessibility Guidelines 2.2, success criteria 1.1.1, 1.3.1, 1.4.1, 2.4.2, 2.4.4, 2.4.6; PDF/UA-1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dueregard.publish.document import (
    Block,
    Document,
    Facts,
    Figure,
    Heading,
    Item,
    ListBlock,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
)
from dueregard.terms.errors import DueRegardError

_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:|/|\./|#)", re.IGNORECASE)
_EMPTY_LINK_WORDS = frozenset({"here", "click here", "link", "more", "read more", "this", "this link"})
_COLOURS = frozenset({"red", "amber", "green", "blue", "grey", "gray", "yellow", "orange", "purple", "black", "white"})
_BY_COLOUR = re.compile(
    r"\b(?:shown|marked|highlighted|shaded|coloured|printed|written)\s+in\s+(?:red|amber|green|blue|gr[ea]y|yellow|orange)\b",
    re.IGNORECASE,
)


class NotPublishable(DueRegardError):
    """A document, or a sheet, that some readers could not use. `faults` holds them all, in reading order."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("This cannot be published yet: " + "; ".join(faults) + ".")


def check_document(document: Document) -> None:
    """Raise NotPublishable, with every fault, unless everyone can read the document.

    >>> from datetime import date
    >>> check_document(Document(title="Our plan", author="A council", blocks=(), on=date(2026, 3, 31)))
    """
    faults = tuple(document_faults(document))
    if faults:
        raise NotPublishable(faults)


def document_faults(document: Document) -> Iterator[str]:
    """Give the faults in reading order, each as a plain clause that says where it is."""
    if not document.title.strip():
        yield "the document has no title"
    if not document.author.strip():
        yield "the document does not say who publishes it"
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", document.language):
        yield f"the language “{document.language}” is not a code such as en-GB"
    level = 1
    for number, block in enumerate(document.all_blocks(), start=1):
        where = f"block {number}"
        if isinstance(block, Heading):
            yield from _heading_faults(block, level, where)
            level = block.level
        else:
            yield from _block_faults(block, where)


def _heading_faults(heading: Heading, level_before: int, where: str) -> Iterator[str]:
    if not heading.text.strip():
        yield f"the heading at {where} is empty"
    if not 2 <= heading.level <= 6:
        yield f"the heading “{heading.text}” has level {heading.level}: 2 to 6 are possible"
    elif heading.level > level_before + 1:
        yield f"the heading “{heading.text}” skips from level {level_before} to {heading.level}"


def _block_faults(block: Block, where: str) -> Iterator[str]:
    match block:
        case Paragraph(runs):
            yield from _run_faults(runs, where)
        case ListBlock(items):
            if not items:
                yield f"the list at {where} has no entries"
            yield from _item_faults(items, where)
        case Table():
            yield from table_faults(block, where)
        case Quote(text, origin):
            if not text.strip():
                yield f"the quotation at {where} is empty"
            if not origin.strip():
                yield f"the quotation at {where} does not say whose words these are"
        case Facts(pairs):
            for name, value in pairs:
                if not name.strip():
                    yield f"a fact at {where} has no name"
                if not value.strip():
                    yield f"the fact “{name}” at {where} is empty"
        case Figure(image, alt, table, kind):
            if not image:
                yield f"the picture at {where} is empty"
            if not alt.strip():
                yield f"the picture at {where} has no words for those who cannot see it"
            if kind not in ("svg", "png"):
                yield f"the picture at {where} is of the kind “{kind}”: svg and png are possible"
            yield from table_faults(table, f"{where}, its table")
        case Note(text):
            if not text.strip():
                yield f"the note at {where} is empty"
            yield from _colour_faults(text, where)
        case _:
            return


def _item_faults(items: Iterable[Item], where: str) -> Iterator[str]:
    for item in items:
        yield from _run_faults(item.runs, where)
        yield from _item_faults(item.items, where)


def _run_faults(runs: tuple[Run, ...], where: str) -> Iterator[str]:
    text = "".join(run.text for run in runs)
    if not text.strip():
        yield f"the text at {where} is empty"
    yield from _colour_faults(text, where)
    for run in runs:
        if run.href is None:
            continue
        if not run.text.strip():
            yield f"a link at {where} has no words"
        elif run.text.strip().lower().rstrip(".") in _EMPTY_LINK_WORDS:
            yield f"the link “{run.text.strip()}” at {where} does not say where it leads"
        if not _SAFE_LINK.match(run.href):
            yield f"the link “{run.text.strip()}” at {where} leads to an address we do not follow"


def _colour_faults(text: str, where: str) -> Iterator[str]:
    said = _BY_COLOUR.search(text)
    if said:
        yield f"“{said.group(0)}” at {where} tells by colour alone"


def table_faults(table: Table, where: str) -> Iterator[str]:
    """Give the faults of one table."""
    name = f"the table “{table.caption.strip()}”" if table.caption.strip() else f"the table at {where}"
    if not table.caption.strip():
        yield f"the table at {where} has no caption"
    if not table.columns:
        yield f"{name} has no columns"
    titles = [column.title.strip() for column in table.columns]
    yield from (f"column {n} of {name} has no header" for n, title in enumerate(titles, start=1) if not title)
    yield from (f"{name} has two columns named “{t}”" for t in sorted({t for t in titles if t and titles.count(t) > 1}))
    for number, row in enumerate(table.rows, start=1):
        if len(row) != len(table.columns):
            yield f"row {number} of {name} has {len(row)} cells for {len(table.columns)} columns"
            continue
        yield from (
            f"“{titles[n]}” in row {number} of {name} is empty: a mark must say why"
            for n, cell in enumerate(row)
            if not cell.strip()
        )
    if _only_colours(table):
        yield f"{name} tells a state by the name of a colour alone: its note or key must say what each colour means"


def _only_colours(table: Table) -> bool:
    """Say whether some column holds nothing but names of colours, with no key to say what they mean."""
    if table.key or table.note or not table.rows:
        return False
    columns = zip(*(row for row in table.rows if len(row) == len(table.columns)), strict=False)
    return any(all(cell.strip().lower() in _COLOURS for cell in column) for column in columns)
