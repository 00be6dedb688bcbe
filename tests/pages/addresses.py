"""Every address of the installation, walked from the URL list itself; run as a program it prints `routes.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

_PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<named>\w+)>[^)]*\)")


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its name with its namespaces, its pattern, and the names of its parts."""

    name: str
    pattern: str
    parts: tuple[str, ...]

    @property
    def is_of_council(self) -> bool:
        """Whether it stands under a council's name."""
        return "council_slug" in self.parts


def routes() -> tuple[Route, ...]:
    """Give every address, in the order in which they are tried."""
    return tuple(_walk(get_resolver(), "", ()))


def _walk(resolver: URLResolver, before: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, pattern, (*spaces, *((entry.namespace,) if entry.namespace else ())))
        elif isinstance(entry, URLPattern):
            parts = tuple(found["name"] or found["named"] for found in _PART.finditer(pattern))
            name = ":".join((*spaces, entry.name)) if entry.name else f"(unnamed) {pattern}"
            yield Route(name, pattern, parts)


def as_lines() -> tuple[str, ...]:
    """Give the list as it stands in `routes.txt`."""
    return tuple(sorted(f"{route.name}  /{route.pattern}" for route in routes()))


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DUEREGARD_ENV", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.web.settings")
    django.setup()
    print("\n".join(as_lines()))
