"""How does a council say what it counts as soon, and when an action has stalled?"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from dueregard.web.ledger import actions as ledger
from dueregard.web.plans.models import AttentionRules
from dueregard.web.plans.queries.concerns import rules_of


def change_rules(*, council_id: UUID, soon_days: int, stalled_rounds: int, by: UUID) -> bool:
    """Set a council's rules; False where they are so already. Nothing that is kept changes: all is worked out anew."""
    with transaction.atomic():
        before = rules_of(council_id)
        after = {"soon_days": soon_days, "stalled_rounds": stalled_rounds}
        if (before.soon_days, before.stalled_rounds) == (soon_days, stalled_rounds):
            return False
        AttentionRules.objects.update_or_create(council_id=council_id, defaults=after)
        ledger.record(
            chain=f"council:{council_id}",
            kind="plans.attention_changed",
            by=f"person:{by}",
            subject=f"organisation.council:{council_id}",
            facts={
                "fields": list(after),
                "before": {"soon_days": before.soon_days, "stalled_rounds": before.stalled_rounds},
                "after": after,
            },
        )
    return True
