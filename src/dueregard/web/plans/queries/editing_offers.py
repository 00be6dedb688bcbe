"""What may an action point at: which levels, posts, partners, boards and characteristics are there to choose from?

The one idea: the document's own codes come where they stand for a characteristic, so that choosing "Disability" in a
plan that prints "D" keeps its "D"; codes that nobody has explained stay, in their own letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.plans.model import Strand
from dueregard.terms.characteristics import ALL
from dueregard.web.organisation.queries.councils import characteristics
from dueregard.web.organisation.queries.structure import boards, directorates, partners, posts
from dueregard.web.plans.models import Level, Plan
from dueregard.web.plans.queries.whole import key_of

Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Offered:
    """What an action may point at, as (value, words): levels, posts and partners, boards, strands."""

    levels: tuple[Option, ...]
    posts: tuple[Option, ...]
    partners: tuple[Option, ...]
    boards: tuple[Option, ...]
    strands: tuple[Option, ...]

    @property
    def owners(self) -> list[Any]:
        """Posts and partners, in groups."""
        return [
            ("", _("Nobody, or in words below")),
            *([(_gettext("Posts"), list(self.posts))] if self.posts else []),
            *([(_gettext("Partner organisations"), list(self.partners))] if self.partners else []),
        ]

    def words(self, value: str) -> str:
        """Give the words of a post, partner or board."""
        return dict((*self.posts, *self.partners, *self.boards)).get(value, value)

    def labels(self) -> dict[str, str]:
        """Give the words of levels and strands, for saying a colleague's version."""
        return {**dict(self.levels), **dict(self.strands)}


def offered(plan_id: UUID, *, council_id: UUID, used: Iterable[str] = ()) -> Offered:
    """Give what an action of a plan may point at. Eight queries.

    Takes:   `used`, the codes the action has now, which stay among the choices.
    """
    key = key_of(Plan.objects.only("key").get(pk=plan_id))
    return Offered(
        levels=level_options(plan_id),
        posts=tuple((f"post:{each.id}", each.label) for each in posts(council_id)),
        partners=tuple((f"partner:{each.id}", each.name) for each in partners(council_id)),
        boards=tuple((f"board:{each.id}", each.name) for each in boards(council_id)),
        strands=strand_options(
            key, used=used, known=tuple((each.code, each.label, each.local) for each in characteristics(council_id))
        ),
    )


def strand_options(
    key: Mapping[str, Strand], *, used: Iterable[str], known: Iterable[tuple[str, str, bool]]
) -> tuple[Option, ...]:
    """Give the strands to choose from: all, the nine, the council's own, then what the document alone calls something.

    >>> key = {"D": Strand("Disability", ("disability",))}
    >>> strand_options(key, used=["X"], known=[("disability", "Disability", False)])
    (('ALL', 'All characteristics'), ('D', 'Disability (D)'), ('X', 'X'))
    """
    by_characteristic = {
        entry.characteristics[0]: code for code, entry in key.items() if len(entry.characteristics) == 1
    }
    codes = tuple(dict.fromkeys(used))
    everyone = next((code for code in codes if code.upper() == ALL), ALL)
    found: dict[str, str] = {everyone: _gettext("All characteristics")}
    for code, label, is_local in known:
        printed = code if code in codes else by_characteristic.get(code, code)
        words = _gettext("%(label)s (the council’s own)") % {"label": label} if is_local else label
        found[printed] = words if printed == code else f"{words} ({printed})"
    for code, entry in key.items():
        found.setdefault(code, entry.label if entry.label == code else f"{entry.label} ({code})")
    for code in codes:
        found.setdefault(code, code)
    return tuple(found.items())


def level_options(plan_id: UUID) -> tuple[Option, ...]:
    """Give the levels of a plan, each with those above it. One query."""
    rows = Level.objects.filter(plan_id=plan_id).order_by("position").values_list("pk", "path")
    return tuple((str(pk), " › ".join(path)) for pk, path in rows)


def directorate_options(council_id: UUID) -> tuple[Option, ...]:
    """Give the council's directorates. Two queries."""
    return tuple((str(each.id), each.name) for each in directorates(council_id))
