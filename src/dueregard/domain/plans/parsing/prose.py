"""Where are the actions of a document that has no table of them?"""

from __future__ import annotations

from dueregard.domain.plans.parsing.entries import Harvest
from dueregard.reading.blocks import Blocks


def read_prose(blocks: Blocks) -> Harvest:
    """Give what is gathered from a document without tables of actions."""
    return Harvest()
