"""How is it held that an error of a library never carries a value from a record into a log or onto a page?

The one idea: our own errors speak in places and kinds only and pass; every other error is told by its type and the
lines it went through, and is replaced by one of ours, so that the words of a library, which may quote a value, end
here.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from dueregard.terms.errors import DueRegardError
from dueregard.web.jobs.worker import JobStopped

_log = logging.getLogger("dueregard.monitoring")


@contextmanager
def without_values() -> Iterator[None]:
    """Let no words of a library out of this block."""
    try:
        yield
    except (JobStopped, DueRegardError):
        raise
    except Exception as fault:  # noqa: BLE001 - whatever it is, its words may hold a value
        lines = [f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(fault.__traceback__)]
        _log.error("%s while working with records, at %s", type(fault).__name__, " > ".join(lines[-6:]))
        raise DueRegardError(
            _("Something went wrong here, not with you."), mend=_("The file is kept. Try again, or write to us.")
        ) from None
