"""How is an indicator defined, changed and retired, and how does a period come to it?

The one idea: the definition is kept in the parts that `domain.monitoring.indicators` reads; a period is a pointer at
tables of a release, so that no figure is kept twice. A retired indicator keeps its page and its periods.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dueregard.domain.monitoring.indicators import Definition, to_parts
from dueregard.domain.monitoring.states import ReleaseState
from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.ledger import actions as ledger
from dueregard.web.monitoring.models import Indicator, IndicatorReading, Release

RESERVED = frozenset({"new", "indicators"})
METHOD = "wilson_95"


_FOLLOWERS: list[Callable[[UUID, UUID], None]] = []


def follow_periods(follow: Callable[[UUID, UUID], None]) -> None:
    """Have something done, in the same transaction, whenever a period is added: it is given the indicator and by whom.

    For what stands above this app: a plan whose measure an indicator is.
    """
    if follow not in _FOLLOWERS:
        _FOLLOWERS.append(follow)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of an indicator: its definition, and what is around it."""

    name: str
    question: str
    definition: Definition
    period: str
    owner_post_id: UUID | None
    is_public: bool
    target_percent: Decimal | None = None


def define_indicator(said: Said, *, council_id: UUID, dataset_id: UUID | None, by: UUID) -> str:
    """Keep a new indicator and give its address. The caller has checked that dataset and owner are the council's."""
    with transaction.atomic():
        row = Indicator(
            council_id=council_id,
            dataset_id=dataset_id,
            slug=_free_slug(said.name, council_id=council_id),
            method=METHOD,
            created_by_id=by,
        )
        _write(row, said)
        row.save(force_insert=True)
        _record(row, "indicator_defined", by=by)
    return row.slug


def change_indicator(indicator_id: UUID, *, said: Said, by: UUID) -> bool:
    """Change an indicator; False where nothing is other than it was.

    Raises:  MoveNotAllowed where it is retired.
    """
    with transaction.atomic():
        row = _held(indicator_id)
        before = _values(row)
        _write(row, said)
        changed = sorted(name for name, value in _values(row).items() if before[name] != value)
        if not changed:
            return False
        row.save()
        _record(row, "indicator_changed", by=by, fields=", ".join(changed))
    return True


def retire_indicator(indicator_id: UUID, *, by: UUID) -> None:
    """Stop watching. Raises MoveNotAllowed where it is retired already."""
    with transaction.atomic():
        row = _held(indicator_id)
        row.retired_at = timezone.now()
        row.is_public = False
        row.save(update_fields=["retired_at", "is_public", "changed_at"])
        _record(row, "indicator_retired", by=by)


def add_period(
    indicator_id: UUID,
    *,
    release_id: UUID,
    tables: Sequence[str],
    label: str,
    period: tuple[date, date],
    by: UUID,
) -> None:
    """Add a period: the tables of one release that it is read from.

    Raises:  MoveNotAllowed where the indicator is retired, the release is not out, or is of another council, or gives
             this indicator a period already.
    """
    with transaction.atomic():
        row = _held(indicator_id)
        release = Release.objects.filter(pk=release_id, council_id=row.council_id, state=ReleaseState.RELEASED).first()
        if release is None or not tables:
            raise MoveNotAllowed(_("These figures are not released, so they cannot be a period."))
        if row.readings.filter(release=release).exists():
            raise MoveNotAllowed(_("These figures are a period of this indicator already."))
        for code in dict.fromkeys(tables):
            IndicatorReading.objects.create(
                indicator=row,
                release=release,
                table_code=code,
                label=label,
                period_start=period[0],
                period_end=period[1],
                made_by_id=by,
            )
        _record(row, "period_added", by=by, also=[f"monitoring.release:{release.pk}"], period=label)
        for follow in _FOLLOWERS:
            follow(row.pk, by)


def remove_period(indicator_id: UUID, *, release_id: UUID, by: UUID) -> bool:
    """Take a period off again; False where the release gives none. The release stays what it is."""
    with transaction.atomic():
        row = _held(indicator_id)
        found = row.readings.filter(release_id=release_id)
        label = found.values_list("label", flat=True).first()
        if label is None:
            return False
        found.delete()
        _record(row, "period_removed", by=by, also=[f"monitoring.release:{release_id}"], period=label)
    return True


def set_measure(indicator_id: UUID, *, measure_id: UUID | None, measured: str, by: UUID) -> None:
    """Say which measure of a plan the indicator is, and which of its figures; None: none any more."""
    with transaction.atomic():
        row = _held(indicator_id)
        row.plan_measure, row.measured = str(measure_id or ""), measured if measure_id else ""
        row.save(update_fields=["plan_measure", "measured", "changed_at"])
        _record(row, "measure_set" if measure_id else "measure_ended", by=by, measured=row.measured)


def _held(indicator_id: UUID) -> Indicator:
    row = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator_id)
    if row.retired_at is not None:
        raise MoveNotAllowed(_("This indicator is no longer watched."))
    return row


def _write(row: Indicator, said: Said) -> None:
    for name, value in to_parts(said.definition).items():
        setattr(row, name, value)
    row.name, row.question, row.period = said.name, said.question, said.period
    row.owner_post_id, row.is_public, row.target_percent = said.owner_post_id, said.is_public, said.target_percent


def _values(row: Indicator) -> dict[str, object]:
    names = (
        "name", "question", "numerator", "denominator", "baseline", "characteristics", "unit", "direction", "period",
        "owner_post_id", "is_public", "target_percent",
    )  # fmt: skip
    return {name.removesuffix("_id"): getattr(row, name) for name in names}


def _record(row: Indicator, kind: str, *, by: UUID, also: Sequence[str] = (), **facts: str) -> None:
    ledger.record(
        chain=f"council:{row.council_id}",
        kind=f"monitoring.{kind}",
        by=f"person:{by}",
        subject=f"monitoring.indicator:{row.pk}",
        also=also,
        facts={
            "name": row.name,
            "asks": row.denominator["asks"],
            "by": [one["code"] for one in row.characteristics],
            "against": row.baseline["against"],
            "owner": str(row.owner_post_id or ""),
            "is_public": row.is_public,
            **facts,
        },
        personal={"question": row.question},
    )


def _free_slug(name: str, *, council_id: UUID) -> str:
    base = slugify(name.replace("–", "-"))[:70].strip("-") or "indicator"
    taken = set(Indicator.objects.filter(council_id=council_id, slug__startswith=base).values_list("slug", flat=True))
    taken |= RESERVED
    return next(
        slug for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken
    )
