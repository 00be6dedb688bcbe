"""Two people change the same thing at once: what goes together, and what must one of them choose?

The one idea: a form carries a short version of every value it was opened with. When it is sent, what the person
changed is what differs from that; what a colleague changed meanwhile is what differs from it now. Changes of different
values go together; two different changes of one value are a collision, and a person decides. Nothing is overwritten in
silence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from dueregard.terms.errors import DueRegardError

_LENGTH = 16


class ChangedMeanwhile(DueRegardError):
    """Somebody else changed the same values after the form was opened.

    `theirs` holds those values as they are now, `mine` as they were sent, by field.
    """

    def __init__(self, *, theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
        self.theirs, self.mine = dict(theirs), dict(mine)
        super().__init__("Somebody else changed this while you were writing.", mend="Choose which to keep.")


def version_of(value: Any) -> str:
    """Give a short version of a value in JSON form. Values that are written alike have one version.

    >>> version_of(["a"]) == version_of(("a",)), version_of("") == version_of(None)
    (True, False)
    """
    written = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()[:_LENGTH]


def versions_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Give the version of every value of a form."""
    return {name: version_of(value) for name, value in values.items()}


def changes_between(current: Mapping[str, Any], *, given: Mapping[str, Any], base: Mapping[str, str]) -> dict[str, Any]:
    """Give what is to be written: the values that the person changed and that do not stand there already.

    Takes:   `current`, the values as they are now; `given`, as they were sent; `base`, the versions the form was opened
             with. A value without a version counts as changed by both sides.
    Raises:  ChangedMeanwhile where both changed one value, and not to the same.

    >>> opened = {"title": "Ours", "due": "2026-12-31"}
    >>> now = {**opened, "due": "2027-03-31"}
    >>> changes_between(now, given={**opened, "title": "New"}, base=versions_of(opened))
    {'title': 'New'}
    """
    changed = {name: value for name, value in given.items() if base.get(name) != version_of(value)}
    written = {name: value for name, value in changed.items() if version_of(current.get(name)) != version_of(value)}
    collided = [name for name in written if base.get(name) != version_of(current.get(name))]
    if collided:
        raise ChangedMeanwhile(
            theirs={name: current.get(name) for name in collided}, mine={name: given[name] for name in collided}
        )
    return written


def outright_between(current: Mapping[str, Any], *, said: Mapping[str, Any], seen: Mapping[str, str]) -> dict[str, Any]:
    """Give what is to be written of values that somebody said outright, in boxes that were empty before.

    Unlike `changes_between`, saying what stood there when the form was opened is a statement, too: where a colleague
    has moved on meanwhile, it collides.

    Raises:  ChangedMeanwhile where somebody else changed a value after it was seen, and not to the same.

    >>> seen = versions_of({"status": "at_risk"})
    >>> outright_between({"status": "at_risk"}, said={"status": "at_risk"}, seen=seen)
    {}
    >>> outright_between({"status": "on_track"}, said={"status": "at_risk"}, seen=seen)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    dueregard.domain.plans.merging.ChangedMeanwhile: Somebody else changed this while you were writing. ...
    """
    written = {name: value for name, value in said.items() if version_of(current.get(name)) != version_of(value)}
    collided = [name for name in written if seen.get(name) != version_of(current.get(name))]
    if collided:
        raise ChangedMeanwhile(
            theirs={name: current.get(name) for name in collided}, mine={name: said[name] for name in collided}
        )
    return written
