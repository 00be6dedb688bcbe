"""What can go wrong, in words for the person who can mend it.

Every error of ours is a `DueRegardError`: a plain message, where it is, how to mend it, and the exit code that the
command line gives for it (docs/reference/exit-codes.md). Nothing here ever carries a value from a person's record.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command line answers with. Source: docs/reference/exit-codes.md."""

    DONE = 0
    OUR_FAULT = 1
    USED_WRONGLY = 2
    NOTHING_OF_THE_KIND = 3
    CANNOT_BE_READ = 4
    PROTECTED_FIGURE_RECOVERED = 5


class DueRegardError(Exception):
    """A fault that a person can be told about.

    Takes:   `message`, a whole plain sentence; `where`, the page, table, row or field; `mend`, what to do about it.

    >>> str(DueRegardError("The file is empty.", where="plan.docx", mend="Choose another file."))
    'The file is empty. (plan.docx) Choose another file.'
    """

    exit_code: ExitCode = ExitCode.OUR_FAULT

    def __init__(self, message: str, *, where: str | None = None, mend: str | None = None) -> None:
        self.message = message
        self.where = where
        self.mend = mend
        super().__init__(message)

    def __str__(self) -> str:
        parts = [self.message]
        if self.where:
            parts.append(f"({self.where})")
        if self.mend:
            parts.append(self.mend)
        return " ".join(parts)


class UsedWrongly(DueRegardError):
    """The request itself is wrong: an unknown option, a date that cannot be."""

    exit_code = ExitCode.USED_WRONGLY


class NothingOfTheKind(DueRegardError):
    """The file was read, but what was asked for is not in it."""

    exit_code = ExitCode.NOTHING_OF_THE_KIND


class CannotBeRead(DueRegardError):
    """The file cannot be read: damaged, locked, a scan without text, too large, or of a kind that is not taken."""

    exit_code = ExitCode.CANNOT_BE_READ


class MoveNotAllowed(DueRegardError):
    """A thing is not in a state from which this may be done."""

    exit_code = ExitCode.USED_WRONGLY
