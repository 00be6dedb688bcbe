"""JSON as one paragraph of text: what it means is for the room that wrote it to say."""

from __future__ import annotations

from dueregard.reading.blocks import Blocks, Paragraph, Place
from dueregard.reading.cleaning import visible
from dueregard.reading.limits import Limits, check_characters
from dueregard.reading.safe_xml import damaged
from dueregard.reading.source import decode


def read(data: bytes, *, name: str, limits: Limits) -> Blocks:
    """Read a JSON file as its text.

    Raises:  CannotBeRead where it is longer than the limit on letters.
    """
    text = decode(data).text
    if text is None:
        raise damaged(name)
    check_characters(text, limits=limits, name=name)
    return Blocks(format="json", blocks=(Paragraph(visible(text), Place(paragraph=1)),), name=name)
