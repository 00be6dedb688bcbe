"""Where do the files of records lie?

The one idea: in a folder of their own beside the documents, one folder a council, under names that say nothing, open to
the server's own user only. No address leads there: nothing of it is ever served. A name is checked before it becomes a
path, so that whatever stands in the database cannot lead out of the folder.
"""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

UPLOAD, TEXTS, RECORDS = "upload", "texts", "parquet"
_NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[0-9a-f]{32}\.(upload|texts|parquet)")


def records_root() -> Path:
    """Give the folder that holds all records."""
    return Path(settings.DATA) / "records"


def incoming_root() -> Path:
    """Give the folder into which other systems put files, one folder a council, one a dataset."""
    return Path(settings.DATA) / "incoming"


def new_name(council_id: UUID, ending: str) -> str:
    """Give a name for a file that is not there yet."""
    return f"{council_id}/{uuid4().hex}.{ending}"


def path_of(name: str) -> Path:
    """Give where a file of this name lies.

    Raises:  ValueError for a name that we did not make.
    """
    if not _NAME.fullmatch(name):
        raise ValueError("This is no name of a file of records.")
    return records_root() / name
