"""How do files that another system puts into a folder get in?

The one idea: `incoming/<council>/<dataset>/` is a letter box. Whatever lies there unchanged for a minute is handed in
as a person's file would be, waits for a person to confirm it, and is gone from the box. What is not taken is moved
aside with the reason in a file beside it. Links are never followed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.terms.errors import DueRegardError
from dueregard.web.monitoring.actions.handing_in import Time, hand_in
from dueregard.web.monitoring.models import Dataset
from dueregard.web.monitoring.queries.places import incoming_root

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet")
REFUSED = "refused"
_STILL_SECONDS = 60
_PIECE = 1024 * 1024
_DAYS = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Collected:
    """One file of the letter box: where it lay, and the number it got, or why it was not taken."""

    place: str
    number: int | None = None
    why: str = ""


def collect(
    *, now: float, by: UUID | None, address: Callable[[str, str], Callable[[int], str]]
) -> tuple[Collected, ...]:
    """Take in what lies in the letter boxes of all councils.

    Takes:   `now`, seconds since 1970; `address`, of a file's page for a council and a dataset.
    """
    found = []
    datasets = Dataset.objects.filter(deleted_at__isnull=True).select_related("council")
    for dataset in datasets.order_by("council__slug", "slug"):
        box = incoming_root() / dataset.council.slug / dataset.slug
        for path in _letters(box, now=now):
            place = f"{dataset.council.slug}/{dataset.slug}/{path.name}"
            found.append(_take(dataset.pk, path, place, by=by, address=address(dataset.council.slug, dataset.slug)))
    return tuple(found)


def time_in(name: str) -> Time:
    """Read the day or period from a file's name, where it says one.

    >>> time_in("staff-2026-03-31.csv").on
    datetime.date(2026, 3, 31)
    >>> time_in("2025-04-01_2026-03-31.csv").end, time_in("staff.csv")
    (datetime.date(2026, 3, 31), Time(on=None, start=None, end=None))
    """
    try:
        days = [date.fromisoformat(text) for text in _DAYS.findall(name)]
    except ValueError:
        return Time()
    if len(days) == 1:
        return Time(on=days[0])
    if len(days) == 2 and days[0] <= days[1]:
        return Time(start=days[0], end=days[1])
    return Time()


def _letters(box: Path, *, now: float) -> Iterator[Path]:
    if not box.is_dir() or box.is_symlink():
        return
    for path in sorted(box.iterdir()):
        is_file = path.is_file() and not path.is_symlink() and not path.name.startswith(".")
        if is_file and now - path.stat().st_mtime >= _STILL_SECONDS:
            yield path


def _take(dataset_id: UUID, path: Path, place: str, *, by: UUID | None, address: Callable[[int], str]) -> Collected:
    try:
        if path.suffix.lower() not in ENDINGS:
            raise DueRegardError(_("The file must be CSV, Excel, OpenDocument or Parquet."))
        taken = hand_in(
            dataset_id,
            file_name=path.name,
            pieces=_pieces(path),
            time=time_in(path.name),
            by=by,
            address=address,
        )
    except DueRegardError as fault:
        aside = path.parent / REFUSED
        aside.mkdir(mode=0o700, exist_ok=True)
        path.replace(aside / path.name)
        (aside / f"{path.name}.why.txt").write_text(f"{fault}\n", encoding="utf-8")
        return Collected(place, why=str(fault))
    path.unlink()
    return Collected(place, number=taken.number)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
