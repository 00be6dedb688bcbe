"""How much a file of records may ask of us, in one value that is passed in.

The one idea: records are many, so these limits stand far above those of a document (reading/limits.py), and memory is
held down by reading in slices. What is over a limit is refused with the number said; nothing is read in part and passed
off as whole. docs/reference/records.md lists them, and a test holds that page to this file.
"""

from __future__ import annotations

from dataclasses import dataclass

from dueregard.terms.errors import CannotBeRead

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class RecordLimits:
    """The limits of one reading of records. Sizes are bytes unless the name says otherwise.

    `sheet_bytes` and `sheet_unpacked_bytes` hold workbooks, which cannot be read in slices; `line_characters` one line
    of a text file; `listed` how many faults of a kind are told one by one before the rest is only counted.

    >>> RecordLimits().columns
    1000
    """

    file_bytes: int = 4096 * MEGABYTE
    sheet_bytes: int = 100 * MEGABYTE
    sheet_unpacked_bytes: int = 1024 * MEGABYTE
    rows: int = 20_000_000
    columns: int = 1_000
    line_characters: int = 2_000_000
    row_groups: int = 20_000
    unpacked_bytes: int = 16_384 * MEGABYTE
    written_bytes: int = 4096 * MEGABYTE
    memory_bytes: int = 2560 * MEGABYTE
    seconds: int = 600
    wordings: int = 2_000
    listed: int = 20

    def check_file_size(self, size: int, *, name: str) -> None:
        """Refuse a file that is too large by its size alone."""
        if size > self.file_bytes:
            raise CannotBeRead(
                f"The file is {size / MEGABYTE:,.0f} MB; the most we read is {self.file_bytes / MEGABYTE:,.0f} MB.",
                where=name or None,
                mend="Send one year or one part of the records at a time.",
            )


DEFAULT = RecordLimits()


def too_many(what: str, *, found: int, most: int, where: str | None = None) -> CannotBeRead:
    """Give the error for one limit passed.

    >>> str(too_many("columns", found=2000, most=1000))
    'It holds 2,000 columns; the most we read is 1,000. Send only the records and columns that are needed.'
    """
    return CannotBeRead(
        f"It holds {found:,} {what}; the most we read is {most:,}.",
        where=where,
        mend="Send only the records and columns that are needed.",
    )
