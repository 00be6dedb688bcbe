"""Which of the council's posts, boards and partners are meant by the printed names?

The one idea: a match is a person's word, kept by printed name, so that one answer serves every row of the document.
Likeness proposes and never applies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from dueregard.web.organisation import actions as structure
from dueregard.web.organisation.queries.structure import boards, partners, posts
from dueregard.web.plans.actions.rows import Targets
from dueregard.web.plans.models import Import, ImportMatch

MOST_LETTERS = 200


def targets_of(source: Import, *, by: UUID) -> Targets:
    """Give the posts, partners and boards of an import's matches, making those that are to be new.

    A new one whose name the council has by now is not made twice: the one that is there is taken.
    """
    targets: dict[str, dict[str, UUID]] = {"post": {}, "partner": {}, "board": {}}
    matches = tuple(ImportMatch.objects.filter(source=source))
    for match in matches:
        for kind in targets:
            if ours := getattr(match, f"{kind}_id"):
                targets[kind][match.name] = ours
    for kind, (there, make) in _makers(source.council_id, by=by).items():
        wanted = [match.name for match in matches if match.choice == f"new_{kind}"]
        known = there() if wanted else {}
        for name in wanted:
            folded = " ".join(name.split()).casefold()
            if folded not in known:
                known[folded] = make(" ".join(name.split())[:MOST_LETTERS])
            targets[kind][name] = known[folded]
    return Targets(posts=targets["post"], partners=targets["partner"], boards=targets["board"])


def _makers(council_id: UUID, *, by: UUID) -> dict[str, tuple[Callable[[], dict[str, UUID]], Callable[[str], UUID]]]:
    """Give, by kind, how to find what is there (by folded name) and how to make a new one."""
    return {
        "post": (
            lambda: _by_name((each.title, each.id) for each in posts(council_id)),
            lambda name: structure.add_post(council_id=council_id, title=name, by=by),
        ),
        "partner": (
            lambda: _by_name((each.name, each.id) for each in partners(council_id)),
            lambda name: structure.add_partner(council_id=council_id, name=name, by=by),
        ),
        "board": (
            lambda: _by_name((each.name, each.id) for each in boards(council_id)),
            lambda name: structure.add_board(council_id=council_id, name=name, by=by),
        ),
    }


def _by_name(named: Iterable[tuple[str, UUID]]) -> dict[str, UUID]:
    return {" ".join(name.split()).casefold(): ours for name, ours in named}
