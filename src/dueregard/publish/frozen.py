"""How is a document kept so that it can be written again, word for word, years later?

The one idea: a document is frozen as JSON, each block under the name of what it is; read again it equals what was
frozen (a test holds this), so every form can be written from it without asking anything that may have changed since.
Shares of width are written as text, because the ledger's canonical form, which the fingerprint is taken of, knows no
fractions. Refuses a block that it does not know.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from dueregard.publish.document import (
    Block,
    Column,
    Document,
    Facts,
    Figure,
    Heading,
    Item,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Table,
)
from dueregard.terms.errors import DueRegardError

_BLOCKS: dict[str, type] = {
    kind.__name__: kind for kind in (Heading, Paragraph, ListBlock, Table, Quote, Facts, Figure, Note, PageBreak)
}


class NotFrozen(DueRegardError):
    """What is kept is no document of ours."""


def document_to_json(document: Document) -> dict[str, Any]:
    """Give a document as JSON, without loss.

    >>> from dueregard.publish.document import words
    >>> kept = document_to_json(Document("Our plan", "A council", (words("Plain."),), on=date(2026, 3, 31)))
    >>> kept["on"], kept["blocks"][0]["kind"]
    ('2026-03-31', 'Paragraph')
    """
    kept = {f.name: _kept(getattr(document, f.name)) for f in fields(document) if f.name not in ("blocks", "about")}
    kept["blocks"] = [_kept_block(block) for block in document.blocks]
    kept["about"] = [_kept_block(block) for block in document.about]
    return kept


def document_from_json(kept: Mapping[str, Any]) -> Document:
    """Give the document again.

    Raises:  NotFrozen for what `document_to_json` did not write.
    """
    try:
        return Document(
            title=kept["title"],
            author=kept["author"],
            blocks=tuple(_block(one) for one in kept["blocks"]),
            on=date.fromisoformat(kept["on"]),
            subtitle=kept["subtitle"],
            version=kept["version"],
            language=kept["language"],
            about=tuple(_block(one) for one in kept["about"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise NotFrozen("This is not a document that was frozen here.") from fault


def _kept_block(block: Block) -> dict[str, Any]:
    kept = _kept(block)
    if isinstance(block, Figure):
        kept["kind_of_image"] = kept.pop("kind")
    return {"kind": type(block).__name__, **kept}


def _kept(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _kept(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_kept(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    return repr(value) if isinstance(value, float) else value


def _block(kept: Mapping[str, Any]) -> Block:
    given = {name: value for name, value in kept.items() if name != "kind"}
    kind = _BLOCKS[kept["kind"]]
    if kind is Table:
        return _table(given)
    if kind is Figure:
        return Figure(b64decode(given["image"]), given["alt"], _table(given["table"]), given["kind_of_image"])
    if kind is Paragraph:
        return Paragraph(_runs(given["runs"]))
    if kind is ListBlock:
        return ListBlock(_items(given["items"]), given["ordered"])
    if kind is Facts:
        return Facts(_pairs(given["pairs"]))
    made: Block = kind(**given)
    return made


def _table(given: Mapping[str, Any]) -> Table:
    return Table(
        **{
            **given,
            "columns": tuple(Column(one["title"], one["numeric"], float(one["width"])) for one in given["columns"]),
            "rows": tuple(tuple(row) for row in given["rows"]),
            "key": _pairs(given["key"]),
        }
    )


def _items(kept: list[Mapping[str, Any]]) -> tuple[Item, ...]:
    return tuple(Item(_runs(one["runs"]), _items(one["items"])) for one in kept)


def _runs(kept: list[Mapping[str, Any]]) -> tuple[Run, ...]:
    return tuple(Run(**one) for one in kept)


def _pairs(kept: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in kept)
