"""Asks for a page as somebody, and says what is wrong with who got it.

The one idea: `access.toml` is the expectation, this file is its reader, and nothing in either is taken from the code
under test. Each request runs in a savepoint that is undone, so that every role finds the same town; the statements it
sent to the database are watched, so that "nothing was changed" is seen and not inferred.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from addresses import Route
from django.core.cache import cache as counts
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.urls import reverse
from town import EVERYBODY, Town

from people import DEE, EVE

FOLDER = Path(__file__).parent
STAFF = tuple(name for name in EVERYBODY if name not in {DEE, EVE})
GROUPS = {
    "all": EVERYBODY,
    "staff": STAFF,
    "signed_in": (*STAFF, EVE),
    **{name: (name,) for name in EVERYBODY},
}
SIGN_IN = "sign-in"
DOORS: dict[str, dict[str, str]] = {
    "public": {},
    "account": {**dict.fromkeys((*STAFF, EVE), "200"), DEE: SIGN_IN},
    "staff": {**dict.fromkeys(STAFF, "403"), EVE: "404", DEE: SIGN_IN},
    "data": {**dict.fromkeys(STAFF, "403"), EVE: "404", DEE: "401"},
}
"""What everybody gets who is not named in a route's own row."""

_WRITES = re.compile(r"^\s*(INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+[\"`]?(\w+)", re.I)
NOT_COUNTED = frozenset({"django_session", "usersessions_usersession"})
"""Sessions: not part of what a council keeps, and written by the act of asking."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and which tables were written to on the way."""

    status: str
    response: HttpResponseBase
    written: tuple[str, ...]
    body: bytes = field(repr=False, default=b"")

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode(errors="replace")

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.response.get("Content-Type", "").startswith("text/html")


@cache
def table() -> dict[str, dict[str, Any]]:
    """Give the expectations by route."""
    return tomllib.loads((FOLDER / "access.toml").read_text(encoding="utf-8"))["route"]


@cache
def groups() -> dict[str, tuple[str, ...]]:
    """Give who belongs to each group that the expectations name."""
    own = tomllib.loads((FOLDER / "access.toml").read_text(encoding="utf-8"))["who"]
    return {**GROUPS, **{name: tuple(members) for name, members in own.items()}}


def expected(route: Route, method: str) -> dict[str, str]:
    """Say what everybody gets: "200", "302", "403", "404", "405", "401" or "sign-in".

    Raises:  KeyError for a route, a method of it or a group that is not in the table.
    """
    row = table()[route.name]
    answers = dict(DOORS[row["door"]])
    for clause in row[method.lower()].split(";"):
        who, status = clause.split()
        answers.update(dict.fromkeys(groups()[who], status))
    missing = set(EVERYBODY) - set(answers)
    if missing:
        raise KeyError(f"{route.name} does not say what {', '.join(sorted(missing))} get")
    return answers


DEFAULTS = {"ending": "json", "part": "components", "number": 1, "place": 1, "field": "due_date"}


def address(route: Route, town: Town, *, swap: Mapping[str, Any] | None = None) -> str:
    """Fill every part of an address with a real thing of the first council; `swap` names parts to fill otherwise.

    Raises:  KeyError for a part that the town has no thing for: add it in `town.py`.
    """
    if not route.parts:
        return "/" + route.pattern
    said = {
        name: town.here[value[1:]] if isinstance(value, str) and value.startswith("@") else value
        for name, value in table().get(route.name, {}).get("with", {}).items()
    }
    known = {**DEFAULTS, **town.here, **said, **(swap or {})}
    return reverse(route.name, kwargs={name: known[name] for name in route.parts})


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(town: Town, name: str, method: str, path: str, data: Mapping[str, Any] | None = None, **headers: str) -> Answer:
    """Ask as somebody, in a fresh browser, and undo what it did."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = _WRITES.match(sql)
        if found and found[2] not in NOT_COUNTED:
            written.append(found[2])
        return execute(sql, params, many, context)

    counts.clear()
    for each in (data or {}).values():
        if hasattr(each, "seek"):
            each.seek(0)  # a file that was sent before
    with _undone(), connection.execute_wrapper(watch):
        browser = town.browser(name)
        response = getattr(browser, method.lower())(path, data or {}, headers=headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(_status(response), response, tuple(written), body)


def _status(response: HttpResponseBase) -> str:
    location = response.get("Location", "")
    return (
        SIGN_IN if response.status_code == 302 and location.startswith("/sign-in/?next=") else str(response.status_code)
    )


def wrong_with(route: Route, town: Town, name: str, method: str) -> Iterator[tuple[str, Answer | None]]:
    """Ask for a route as somebody; give each fault in words with the answer; where all is well, the answer alone."""
    wanted = expected(route, method)[name]
    answer = ask(town, name, method, address(route, town))
    told = f"{method} {route.name} as {name}: {answer.status}"
    is_well = True
    if answer.status != wanted:
        is_well = False
        yield f"{told}, not {wanted}", answer
    if table()[route.name]["door"] == "data" and answer.status == "401" and "WWW-Authenticate" not in answer.response:
        is_well = False
        yield f"{told} without asking for a credential", answer
    may_write = method == "POST" and answer.status in {"200", "302"}
    if answer.written and not may_write:
        is_well = False
        yield f"{told}, and yet it wrote to {', '.join(sorted(set(answer.written)))}", answer
    if is_well:
        yield "", answer
