"""What a view raises when a page cannot be given, so that the reader is told why.

`NotAllowed` and `Gone` carry a whole sentence that is shown. Neither is for things of another council: those do not
exist for the reader, so `Http404` is raised and nothing is told.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


class NotAllowed(PermissionDenied):
    """The person may know that this exists, but may not do or see this; `reason` is shown (403).

    >>> NotAllowed("Only an equalities officer may publish a plan.").reason
    'Only an equalities officer may publish a plan.'
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Gone(Exception):
    """There was a page here and it was taken away on purpose; `reason` is shown (410)."""

    def __init__(self, reason: str, *, heading: str | None = None) -> None:
        self.reason = reason
        self.heading = heading
        super().__init__(reason)


class TooMany(Exception):
    """The same thing was asked too often in a short time; `reason` is shown (429)."""

    def __init__(self, reason: str, *, retry_after_seconds: int = 60) -> None:
        self.reason = reason
        self.retry_after_seconds = retry_after_seconds
        super().__init__(reason)
