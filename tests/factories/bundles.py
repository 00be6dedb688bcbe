"""A bundle that was made and a piece of legal advice, for tests of who may have them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone

from dueregard.web.assessments.actions.legal import keep_advice
from dueregard.web.assessments.models.bundles import Bundle


def bundles_for(decision_id: UUID, *, by: UUID) -> dict[str, Any]:
    """Keep a bundle of a decision, without its contents, and legal advice on it; give what fills the addresses."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("bundle/README.txt", "made up")
    row = Bundle(decision_id=decision_id, kind="whole", asked_by_id=by, made_at=timezone.now(), fingerprint="0" * 64)
    row.file.save("bundle.zip", ContentFile(packed.getvalue()), save=False)
    row.save()
    advice = keep_advice(decision_id, title="Advice of counsel", data=b"Advice\n", file_name="advice.txt", by=by)
    return {"bundle_id": row.pk, "advice_id": advice}
