"""Datasets for tests: what is promised about one, as a value and as a filled form."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from dueregard.web.monitoring.actions.registering import Promise, register_dataset
from dueregard.web.monitoring.models import Dataset


def promise_form(post_id: UUID) -> dict[str, str]:
    """Give the form of a dataset as a careful person fills it in."""
    until = timezone.localdate() + timedelta(days=700)
    return {
        "name": "Staff on 31 March",
        "about": "Everybody on the payroll that day.",
        "unit": "people",
        "population_label": "Everybody we employ",
        "population_within": "",
        "purpose": "To see whether the council employs people fairly.",
        "article_6": "c",
        "article_9": "g8",
        "article_10": "none",
        "schedule_1": "",
        "basis_note": "",
        "dpia_reference": "DPIA 2026/14",
        "retention_until-day": str(until.day),
        "retention_until-month": str(until.month),
        "retention_until-year": str(until.year),
        "owner": f"post:{post_id}",
        "never_for_decisions": "on",
        "gender_identity": "no",
        "gender_identity_reason": "",
    }


def dataset_of(
    council_id: UUID,
    *,
    by: UUID,
    post_id: UUID,
    name: str = "Staff on 31 March",
    until: date | None = None,
    **more: Any,
) -> Dataset:
    """Register a dataset and give its row."""
    promise: dict[str, Any] = {
        "name": name,
        "about": "Everybody on the payroll that day.",
        "purpose": "To see whether the council employs people fairly.",
        "unit": "people",
        "article_6": "c",
        "article_9": "g",
        "schedule_1": "8",
        "article_10": "",
        "basis_note": "",
        "dpia_reference": "DPIA 2026/14",
        "retention_until": until or timezone.localdate() + timedelta(days=700),
        "owner_post_id": post_id,
        "owner_person_id": None,
        "never_for_decisions": True,
        "gender_identity_allowed": False,
        "gender_identity_reason": "",
        "population_label": "Everybody we employ",
        "population_within": "",
    }
    slug = register_dataset(Promise(**{**promise, **more}), council_id=council_id, by=by)
    return Dataset.objects.get(council_id=council_id, slug=slug)
