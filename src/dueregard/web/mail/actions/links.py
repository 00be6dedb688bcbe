"""What address stands where a message says `{{link:<name>}}`?

The one idea: an address that lets somebody in is made at the moment of sending by the app that owns it, and is kept
nowhere. That app registers a function of the thing's id; None from it means that the link is no longer good, and the
message is withdrawn. Addresses begin with the configured one, whatever a request's Host header said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings

from dueregard.terms.errors import UsedWrongly

_PLACE = re.compile(r"\{\{link:([a-z][a-z0-9_-]*)\}\}")
_OWNERS: dict[str, Callable[[UUID], str | None]] = {}


class LinkEnded(Exception):
    """A link in a message is no longer good."""


def register(prefix: str, address_of: Callable[[UUID], str | None]) -> None:
    """Say who gives the addresses of references that begin with `prefix` ("delivery.link")."""
    _OWNERS[prefix] = address_of


def check_links(body: str, links: Mapping[str, str]) -> None:
    """Stop a message with links that have no place, or whose addresses nobody gives, while there is somebody to tell.

    Raises:  UsedWrongly.
    """
    missing = set(links) - set(_PLACE.findall(body))
    if missing:
        raise UsedWrongly(f"The message has no place for the links {sorted(missing)}.")
    for reference in links.values():
        _owner_of(reference)


def filled(body: str, links: Mapping[str, str]) -> str:
    """Give the body with its addresses. A place without a link is somebody's text and stays as it is.

    Raises:  LinkEnded where a link was revoked or has run out; UsedWrongly where nobody gives such addresses.
    """
    return _PLACE.sub(lambda place: _address(links[place[1]]) if place[1] in links else place[0], body)


def _address(reference: str) -> str:
    address_of, ident = _owner_of(reference)
    given = address_of(ident)
    if given is None:
        raise LinkEnded
    base = settings.SITE_URL.rstrip("/") + "/"
    address = urljoin(base, given)
    if not address.startswith(base) or any(one.isspace() for one in address):
        raise UsedWrongly("A link in a message does not lead to this site.", where=reference)
    return address


def _owner_of(reference: str) -> tuple[Callable[[UUID], str | None], UUID]:
    prefix, _, ident = reference.rpartition(":")
    try:
        return _OWNERS[prefix], UUID(ident)
    except (KeyError, ValueError) as fault:
        raise UsedWrongly("Nobody gives addresses of this kind.", where=reference) from fault
