"""What does each topic have to say on a page that another topic shows?

The one idea: the assessment's page, a part's page and a decision's page belong to one topic each; the others (remarks,
comments, sign-off, papers, promises, bundles) leave a function here and the page asks each, in a fixed number of
queries. A topic that has nothing to say gives nothing. What it gives is a template of its own (which imports
`ui/components` for itself) and the names that the template needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dueregard.web.organisation.queries import Visitor

PAGES = ("assessment", "part", "decision", "policy")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece to show: the page renders `template` with `context`, in which `visitor` always is."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    place: str = "below"
    """"below" the page's own matter, or "side" in its side column."""


Speaker = Callable[[Visitor, UUID, str], Iterable[Piece]]
_speakers: dict[str, list[Speaker]] = {page: [] for page in PAGES}


def register(page: str, speak: Speaker) -> None:
    """Ask `speak(visitor, id, part_key)` each time staff open a page of `PAGES`; `part_key` is "" but on "part".

    Raises:  ValueError for a page that is not one of `PAGES`.
    """
    if page not in _speakers:
        raise ValueError(f"There is no page {page!r} to stand beside; there are {', '.join(PAGES)}.")
    if speak not in _speakers[page]:
        _speakers[page].append(speak)


def beside(page: str, visitor: Visitor, *, about: UUID, part_key: str = "") -> tuple[Piece, ...]:
    """Give what there is to show beside a page, in the order of registering. As many queries as they take."""
    return tuple(
        Piece(said.template, {"visitor": visitor, **said.context}, said.place)
        for speak in _speakers[page]
        for said in speak(visitor, about, part_key)
    )
