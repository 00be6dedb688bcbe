"""How do figures of areas leave as files? The list of areas, one subject, and places by a share; the whole profile.

The one idea: a file has what its page has, with its source, its cautions and the attribution that the licence asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from dueregard.analysis.baselines import store
from dueregard.domain.monitoring.profile import Profile
from dueregard.domain.monitoring.profile_report import READ_FIRST, profile_document, profile_workbook
from dueregard.publish import pdf, word
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.monitoring.queries.areas import AreaRow
from dueregard.web.monitoring.queries.areas_places import Place, Places
from dueregard.web.organisation.queries import Visitor

DOCUMENTS = {
    "docx": (word.write_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf.write_pdf, "application/pdf"),
}


def areas_workbook(rows: Sequence[AreaRow], *, visitor: Visitor) -> Workbook:
    """Give the list of areas as a workbook."""
    columns = (
        SheetColumn(_("Area"), "area", width=40),
        SheetColumn(_("Official code"), "code", width=14),
        SheetColumn(_("Kind"), "kind", width=30),
        SheetColumn(_("In"), "within", width=30),
        SheetColumn(_("Until"), "until", Kind.DATE, width=14),
    )
    cells = tuple((row.name, row.code, row.kind, row.within, row.until) for row in rows)
    return _book(_("Areas with official figures"), columns, cells, visitor=visitor)


def subject_workbook(profile: Profile, *, visitor: Visitor) -> Workbook:
    """Give one subject of an area as a workbook; as the whole profile, of this subject only."""
    return profile_workbook(profile, author=visitor.council.name, on=visitor.on)


def profile_file(profile: Profile, ending: str, *, visitor: Visitor) -> tuple[bytes, str]:
    """Write a profile as a Word or PDF document: its bytes and its media type."""
    write, kind = DOCUMENTS[ending]
    return write(profile_document(profile, author=visitor.council.name, on=visitor.on)), kind


def places_workbook(places: Places, rows: Sequence[Place], *, visitor: Visitor) -> Workbook:
    """Give places by a share as a workbook."""
    columns = (
        SheetColumn(_("Place"), "place", width=40),
        SheetColumn(_("Official code"), "code", width=14),
        SheetColumn(_("Group"), "group", width=40),
        SheetColumn(_("Count"), "count", Kind.WHOLE),
        SheetColumn(_("All"), "all", Kind.WHOLE),
        SheetColumn(_("Share (%)"), "share_percent", Kind.DECIMAL),
    )
    cells = tuple(
        (row.name, row.code, places.group, _whole(row.count), _whole(row.total), _percent(row.share)) for row in rows
    )
    notes = [(_("Base"), places.base), *((_("Source"), one) for one in places.sources)]
    notes += [(_("Caution"), note) for note in places.notes]
    return _book(f"{places.title}: {places.group}", columns, cells, visitor=visitor, notes=notes)


def _book(
    title: str,
    columns: tuple[SheetColumn, ...],
    rows: tuple[tuple[object, ...], ...],
    *,
    visitor: Visitor,
    notes: Sequence[tuple[str, str]] = (),
) -> Workbook:
    said = (*notes, *((_("Read this first"), note) for note in READ_FIRST), (_("Attribution"), store.attribution()))
    return Workbook(title, visitor.council.name, (Sheet(_("Figures"), columns, rows),), visitor.on, said)  # type: ignore[arg-type]  # rows hold values of sheets


def _whole(words: str) -> int | None:
    plain = words.replace(",", "")
    return int(plain) if plain.isdecimal() else None


def _percent(share: Fraction | None) -> Decimal | None:
    return None if share is None else (Decimal(share.numerator * 100) / share.denominator).quantize(Decimal("0.01"))
