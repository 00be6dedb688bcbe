"""How is it said which area is the council's own?"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from dueregard.analysis.baselines import areas
from dueregard.web.ledger import actions as ledger
from dueregard.web.monitoring.models import AreaChoice


def choose_area(code: str, *, council_id: UUID, by: UUID) -> bool:
    """Take an area as the council's own; False where it was that already.

    Raises:  UsedWrongly where no area has this code.
    """
    area = areas.find(code)
    with transaction.atomic():
        before = AreaChoice.objects.select_for_update().filter(council_id=council_id).first()
        if before is not None and before.area_code == area.code:
            return False
        AreaChoice.objects.update_or_create(
            council_id=council_id, defaults={"area_code": area.code, "chosen_by_id": by}
        )
        ledger.record(
            chain=f"council:{council_id}",
            kind="monitoring.area_chosen",
            by=f"person:{by}",
            subject=f"monitoring.area:{council_id}",
            facts={"code": area.code, "name": area.name, "before": before.area_code if before else ""},
        )
    return True
