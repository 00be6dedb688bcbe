"""How much a file may ask of us, in one value that is passed in.

The one idea: a document made by people is small. Each limit stands well above anything a council writes and well below
what would hurt the server; what is over a limit is refused with the number said, before or while it is read. The
reasons are told one by one in docs/reference/limits.md, which a test holds to this file.
"""

from __future__ import annotations

from dataclasses import dataclass

from dueregard.terms.errors import CannotBeRead

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one reading. Sizes are bytes unless the name says otherwise.

    `unpacked_bytes` is the sum over a packed document's parts, `part_bytes` one part read row by row, `tree_bytes` one
    part held whole in memory; `ratio` is unpacked over packed, asked only of parts above `ratio_from_bytes`.

    >>> Limits().pages
    400
    """

    file_bytes: int = 25 * MEGABYTE
    unpacked_bytes: int = 200 * MEGABYTE
    part_bytes: int = 100 * MEGABYTE
    tree_bytes: int = 24 * MEGABYTE
    members: int = 5_000
    ratio: int = 200
    ratio_from_bytes: int = 4 * MEGABYTE
    depth: int = 120
    open_tags: int = 1_000
    rows: int = 50_000
    columns: int = 500
    cells: int = 150_000
    characters: int = 10_000_000
    blocks: int = 50_000
    pages: int = 400
    page_points: int = 15_000
    page_objects: int = 60_000
    seconds: int = 20
    memory_bytes: int = 512 * MEGABYTE
    answer_bytes: int = 32 * MEGABYTE

    def check_file_size(self, size: int, *, name: str) -> None:
        """Refuse a file that is too large by its size alone."""
        if size > self.file_bytes:
            raise CannotBeRead(
                f"The file is {size / MEGABYTE:,.0f} MB; the most we read is {self.file_bytes / MEGABYTE:,.0f} MB.",
                where=name or None,
                mend="Remove the pictures from it, or save only the part with the plan.",
            )


DEFAULT = Limits()


def check_characters(text: str, *, limits: Limits, name: str) -> None:
    """Refuse a text that is too long before anything is made of it."""
    if len(text) > limits.characters:
        raise too_much("letters", found=len(text), most=limits.characters, where=name or None)


def too_much(what: str, *, found: int, most: int, where: str | None = None) -> CannotBeRead:
    """Give the error for one limit passed: what there is too much of, how much, and how much is taken.

    >>> str(too_much("rows", found=60000, most=50000))
    'It holds 60,000 rows; the most we read is 50,000. Send only the part that holds the plan.'
    """
    return CannotBeRead(
        f"It holds {found:,} {what}; the most we read is {most:,}.",
        where=where,
        mend="Send only the part that holds the plan.",
    )


def too_deep(limits: Limits, *, name: str) -> CannotBeRead:
    """Give the error for a document whose parts are nested too deep."""
    return CannotBeRead(
        f"Its parts are nested more than {limits.depth} deep.",
        where=name or None,
        mend="Copy the plan into a new document and send that.",
    )


def needs_too_much_memory(limits: Limits, *, name: str) -> CannotBeRead:
    """Give the error for a file that needs more memory than a reader may have."""
    return CannotBeRead(
        f"The file needed more memory to read than the {limits.memory_bytes // MEGABYTE} MB it may have.",
        where=name or None,
        mend="Send only the part that holds the plan, or save it in another format.",
    )
