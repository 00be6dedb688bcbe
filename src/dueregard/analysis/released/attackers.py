"""Against whom must a table hold? What a reader is taken to know, besides everything that is published.

The one idea: the protector and the judge are separate code, so the word for the attacker stands below both.
Source: terms/data/sources.toml#figures-attackers.
"""

from __future__ import annotations

from enum import StrEnum


class Attacker(StrEnum):
    """What a reader is taken to know, besides everything that is published.

    A0: hidden counts are nought or more. A1: where noughts are published, hidden counts are one or more. A2: as A1,
    and which cells were hidden for being small (below the threshold) and which only to protect them.
    """

    A0 = "A0"
    A1 = "A1"
    A2 = "A2"
