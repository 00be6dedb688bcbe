"""What stands on a decision's page about bundles and legal advice? Nothing for those who may have neither. No query."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from dueregard.web.assessments.access.bundles import can_see_advice, can_see_bundles
from dueregard.web.assessments.queries.beside import Piece, register
from dueregard.web.organisation.queries import Visitor


def _on_decision(visitor: Visitor, decision_id: UUID, _part_key: str) -> Iterable[Piece]:
    if can_see_bundles(visitor):
        shown = {"decision_id": decision_id, "can_see_advice": can_see_advice(visitor)}
        yield Piece("assessments/bundles_on_decision.jinja", shown, "side")


register("decision", _on_decision)
