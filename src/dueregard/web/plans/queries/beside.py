"""What do rooms above this one have to say beside a plan or an action?

The one idea: this app may not know those that build on it (delivery: questions, packs, rounds), so they leave a
function here and the page asks each. Only staff pages ask. A function reads for itself, in a fixed number of queries,
and gives nothing where it has nothing to say; what it gives is a template of its own (which imports `ui/components`
for itself) and the names that the template needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict
from uuid import UUID

from dueregard.web.organisation.queries import Visitor

PAGES = ("action", "plan")


class Said(TypedDict):
    """What a function gives: the template (`delivery/questions_on_action.jinja`) and its names."""

    template: str
    context: Mapping[str, Any]


Speaker = Callable[[Visitor, str, UUID | None], Iterable[Said]]


@dataclass(frozen=True, slots=True)
class Beside:
    """A piece to show: the page renders `template` with `context`, in which `visitor` and `plan_slug` are always."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


_speakers: dict[str, list[Speaker]] = {page: [] for page in PAGES}


def register(page: str, speak: Speaker) -> None:
    """Ask `speak(visitor, plan_slug, action_id)` each time staff open a page: "action", or "plan" (action_id None).

    It is called once, from a `ready` or as a module is gathered; handed in again, it is still asked once.

    Raises:  ValueError for a page that is not one of `PAGES`.
    """
    if page not in _speakers:
        raise ValueError(f"There is no page {page!r} to stand beside; there are {', '.join(PAGES)}.")
    if speak not in _speakers[page]:
        _speakers[page].append(speak)


def beside(page: str, visitor: Visitor, *, plan_slug: str, action_id: UUID | None = None) -> tuple[Beside, ...]:
    """Give what there is to show beside a page, in the order of registering. As many queries as they take."""
    return tuple(
        Beside(said["template"], {"visitor": visitor, "plan_slug": plan_slug, **said["context"]})
        for speak in _speakers[page]
        for said in speak(visitor, plan_slug, action_id)
    )
