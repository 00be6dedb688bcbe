"""Registers what the page of an action says to somebody who is asked about it (queries.answers_beside)."""

from __future__ import annotations

from dueregard.web.delivery.queries.answers_beside import beside_action
from dueregard.web.plans.queries import beside

beside.register("action", beside_action)
