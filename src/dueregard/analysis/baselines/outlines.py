"""Where do authorities lie? Simple outlines, for a map of a region that is drawn on the server.

The one idea: an outline is enough to find a place by, not to measure it: it is simplified to some hundred metres, and
islets are left out. Every map has its table beside it; an authority without an outline stands in the table alone.
Source: Office for National Statistics, ultra-generalised boundaries (OS data), data/manifest.json.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dueregard.analysis.baselines import store
from dueregard.analysis.baselines.areas import Area, codes_of

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The rings of an area, each a run of (longitude, latitude) in degrees."""

    area: Area
    rings: tuple[Ring, ...]


def outlines(areas: Sequence[Area]) -> tuple[Outline, ...]:
    """Give the outlines of today's authorities among some areas; those without one are left out.

    >>> from dueregard.analysis.baselines.areas import current_authorities, find
    >>> len(outlines(current_authorities(find("London"))))
    33
    """
    found = []
    for area in areas:
        rings = next((_rings()[code] for code in codes_of(area) if code in _rings()), None)
        if rings:
            found.append(Outline(area, rings))
    return tuple(found)


@cache
def _rings() -> Mapping[str, tuple[Ring, ...]]:
    shapes = json.loads(gzip.decompress(store.read_bytes("outlines.json.gz")))
    return MappingProxyType({
        code: tuple(tuple((x, y) for x, y in ring) for ring in rings) for code, rings in shapes.items()
    })  # fmt: skip
