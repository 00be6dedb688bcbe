"""What is a classification? A list of categories with a key, a version, a source, and what must be said beside it.

The one idea: a classification belongs to the body that published it and to the year it was published in; the same word
may hold other people in another version, so that a code means nothing without its classification. Categories form a
tree of groups and values. The four ways of not having an answer (prefer not to say, not known, not asked, does not
apply) are the same for all classifications and are never one.
It refuses to say that a classification *is* a characteristic of the Act: it says which it speaks to, whether it only
comes near it, and gives the words to show beside any comparison.

Source:  each classification names its own (`data/classifications/*.toml`); the four answers: nhs-dd-ethnic-category.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dueregard.terms.errors import UsedWrongly

Kind = Literal["value", "group", "total", "prefer_not_to_say", "not_known", "not_asked", "not_applicable"]
"""What a category is. The same words as the kinds of a released dimension, two storeys up."""

Standing = Literal["statutory", "official", "in_development", "harmonised", "scheme", "custom", "local"]
"""Whose list it is: set by law; official statistics; official statistics in development; a harmonised standard of
government; a coding scheme of an administration; custom and practice; or the council's own choice."""

TOTAL = "Total"


@dataclass(frozen=True, slots=True)
class Category:
    """One category: its code (a readable word, never a number), its words, its kind and the group it is part of.

    `short` is for narrow columns and charts; `official` is the publisher's own code; `from_age` and `to_age` are the
    first and the last completed year of an age band.
    """

    code: str
    label: str
    kind: Kind = "value"
    parent: str | None = None
    short: str = ""
    official: str = ""
    from_age: int | None = None
    to_age: int | None = None

    @property
    def name(self) -> str:
        """Give the short name where there is one, else the label."""
        return self.short or self.label


NO_ANSWERS: tuple[Category, ...] = (
    Category("prefer_not_to_say", "Prefer not to say", "prefer_not_to_say"),
    Category("not_known", "Not known", "not_known"),
    Category("not_asked", "Not asked", "not_asked"),
    Category("not_applicable", "Does not apply", "not_applicable"),
)
"""The four ways of not having an answer, the same in every classification: asked and declined; no answer on record;
never asked; the question does not fit. Source: nhs-dd-ethnic-category for the first two, kept apart."""


@dataclass(frozen=True, slots=True)
class Classification:
    """A list of categories.

    `near` says that it comes near to the characteristic without being what the Act means by it. `wards` and `crossings`
    say whether figures by it may be given for wards, and crossed with another characteristic. `cautions` are whole
    sentences to show wherever figures by it are compared.
    """

    key: str
    version: str
    title: str
    characteristic: str | None
    source: str
    standing: Standing
    categories: tuple[Category, ...]
    near: bool = False
    wards: bool = True
    crossings: bool = True
    ages_from: int | None = None
    census_table: str = ""
    cautions: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[Category, ...]:
        """Give the categories a record can have as an answer: no groups, and none of the four ways of no answer."""
        return tuple(c for c in self.categories if c.kind == "value")

    @property
    def groups(self) -> tuple[Category, ...]:
        """Give the categories that are sums of others, the total apart."""
        return tuple(c for c in self.categories if c.kind == "group")

    @property
    def answers(self) -> tuple[Category, ...]:
        """Give all that a record can have: the values, what the list has for no answer, and the four."""
        own = tuple(c for c in self.categories if c.kind != "group")
        return own + NO_ANSWERS

    def category(self, code: str) -> Category:
        """Give one category, a group or one of the four among them.

        Raises:  UsedWrongly where the classification has no such code.
        """
        for category in self.categories + NO_ANSWERS:
            if category.code == code:
                return category
        raise UsedWrongly(f"There is no category “{code}” in {self.title}.", where=self.key)

    def has(self, code: str) -> bool:
        """Say whether a record can have this code: a value or a way of no answer, not a group."""
        return any(category.code == code for category in self.answers)

    def members(self, group: str) -> tuple[Category, ...]:
        """Give the values that a group is the sum of, through groups within it; a value is its own only member."""
        if self.category(group).kind != "group":
            return (self.category(group),)
        found: list[Category] = []
        for category in self.categories:
            if category.parent == group:
                found += self.members(category.code) if category.kind == "group" else [category]
        return tuple(found)

    def tree(self, *, total: bool = True, no_answers: bool = True) -> tuple[Category, ...]:
        """Give what a table over this classification runs over: every category with its parent, the total last.

        Takes:   `total`, whether there is one above all; `no_answers`, whether the four are in it (they then count
                 towards the total: nobody is dropped in silence).
        """
        top = TOTAL if total else None
        rows = self.categories + (NO_ANSWERS if no_answers else ())
        placed = tuple(
            Category(c.code, c.label, c.kind, c.parent or top, c.short, c.official, c.from_age, c.to_age) for c in rows
        )
        return placed + ((Category(TOTAL, TOTAL, "total"),) if total else ())
