"""What does a table run over? Dimensions: a tree of categories each, with groups and a total.

The one idea: the categories of a dimension form a tree. A leaf is what a record has; a group is the sum of the
categories whose `parent` it is; the total is the sum of all. A dimension may be published without a total, or without
some groups: it then has several roots. Two tables speak of the same category when dimension code and category code are
the same: that is how linked tables are found to share cells.
"Prefer not to say", "not known", "not asked" and "not applicable" are four kinds of category, never one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dueregard.terms.errors import UsedWrongly

TOTAL = "Total"


class Kind(StrEnum):
    """What a category is: an answer, one of the four ways of not having one, or a sum of others."""

    VALUE = "value"
    PREFER_NOT_TO_SAY = "prefer_not_to_say"
    NOT_KNOWN = "not_known"
    NOT_ASKED = "not_asked"
    NOT_APPLICABLE = "not_applicable"
    UNPLACED = "unplaced"
    GROUP = "group"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Category:
    """One category: its code, its words, its kind, and the group or total it is part of."""

    code: str
    label: str
    kind: Kind = Kind.VALUE
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing that a table runs over, such as ethnic group or ward.

    Raises:  UsedWrongly where a code comes twice, a parent is not there, or the parents run in a ring.

    >>> sex = Dimension.flat("sex", "Sex", ("F", "M"))
    >>> [c.code for c in sex.categories], sex.leaves, sex.children("Total")
    (['F', 'M', 'Total'], ('F', 'M'), ('F', 'M'))
    """

    code: str
    label: str
    categories: tuple[Category, ...]

    def __post_init__(self) -> None:
        parents = {category.code: category.parent for category in self.categories}
        if len(parents) != len(self.categories):
            raise UsedWrongly("A dimension has a category twice.", where=self.code)
        for start, parent in parents.items():
            seen = {start}
            while parent is not None:
                if parent not in parents:
                    raise UsedWrongly("A category is part of a group that is not there.", where=self.code)
                if parent in seen:
                    raise UsedWrongly("The groups of a dimension run in a ring.", where=self.code)
                seen.add(parent)
                parent = parents[parent]

    @classmethod
    def flat(cls, code: str, label: str, values: Iterable[str], *, total: bool = True) -> Dimension:
        """Make a dimension without groups; codes serve as words."""
        leaves = tuple(Category(value, value, parent=TOTAL if total else None) for value in values)
        return cls(code, label, leaves + ((Category(TOTAL, TOTAL, Kind.TOTAL),) if total else ()))

    @property
    def codes(self) -> tuple[str, ...]:
        """Give the codes of all categories, in order."""
        return tuple(category.code for category in self.categories)

    @property
    def leaves(self) -> tuple[str, ...]:
        """Give the codes of the categories that no other is part of, in order."""
        inner = {category.parent for category in self.categories}
        return tuple(category.code for category in self.categories if category.code not in inner)

    def children(self, code: str) -> tuple[str, ...]:
        """Give the codes of the categories that add up to this one; none for a leaf."""
        return tuple(category.code for category in self.categories if category.parent == code)

    def category(self, code: str) -> Category:
        """Give one category.

        Raises:  UsedWrongly where the dimension does not have it.
        """
        for category in self.categories:
            if category.code == code:
                return category
        raise UsedWrongly("There is no such category.", where=f"{self.code}: {code}")
