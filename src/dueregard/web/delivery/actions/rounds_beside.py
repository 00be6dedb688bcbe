"""Registers what the page of an action says of the rounds in which it is asked about (queries.rounds_beside)."""

from __future__ import annotations

from dueregard.web.delivery.queries.rounds_beside import beside_action
from dueregard.web.plans.queries import beside

beside.register("action", beside_action)
