"""How does a question about prepared records become tables to count?

The one idea: what a column holds was settled when the records were prepared; here each column becomes something to
count by. A characteristic is counted over its whole classification, with groups, total, and the four ways of not
answering, so that a group nobody is in is a true nought and next year's table has the same rows.
What a classification's publisher forbids (gender identity by ward, or crossed) is refused before anything is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dueregard.analysis.records.prepare import PreparedColumn
from dueregard.analysis.records.schema import Role
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.tables.regroup import regroup
from dueregard.analysis.tables.specs import By, Condition, CountSpec
from dueregard.analysis.tables.table import Table
from dueregard.terms.classifications.catalogue import check_use, classification
from dueregard.terms.errors import UsedWrongly

PLACES = frozenset({Role.PLACE, Role.POSTCODE})


def dimension_of_classification(key: str, *, code: str = "", label: str = "") -> Dimension:
    """Give a classification as something to count over.

    Takes:   `code` and `label`, those of the column where they differ from the classification's own.

    >>> [c.code for c in dimension_of_classification("sex").categories][:2]
    ['female', 'male']
    """
    found = classification(key)
    categories = tuple(Category(c.code, c.label, Kind(c.kind), c.parent) for c in found.tree())
    return Dimension(code or key, label or found.title, categories)


def by_column(column: PreparedColumn) -> By:
    """Give a prepared column as something to count by: over its classification where it has one."""
    if column.classification is None:
        return By(column.code)
    over = dimension_of_classification(column.classification, code=column.code, label=as_words(column.heading))
    return By(column.code, over)


def as_words(heading: str) -> str:
    """Give a heading as people read it: the names that programs give to columns become words.

    >>> as_words("ethnic_group"), as_words("Ethnic origin (self)"), as_words("NHS no")
    ('Ethnic group', 'Ethnic origin (self)', 'NHS no')
    """
    words = " ".join(heading.replace("_", " ").split())
    return words[:1].upper() + words[1:]


def spec(
    code: str,
    columns: Sequence[PreparedColumn],
    *,
    where: Sequence[Condition] = (),
    within: Mapping[str, Sequence[str]] | None = None,
    title: str = "",
) -> CountSpec:
    """Give the specification of one table over prepared columns.

    Takes:   `within`, the columns that group a column (ward → area), narrowest first.
    Raises:  UsedWrongly where there is no column, one comes twice, or a classification may not be counted so.
    """
    if not columns or len({column.code for column in columns}) != len(columns):
        raise UsedWrongly("Name the columns to count by, each once.")
    keys = [column.classification for column in columns if column.classification is not None]
    check_use(keys, wards=any(column.role in PLACES for column in columns))
    groups = within or {}
    by = tuple(
        By(one.column, one.dimension, tuple(groups.get(one.column, ()))) for one in (by_column(c) for c in columns)
    )
    return CountSpec(code, by, where=tuple(where), title=title or _title(columns))


def _title(columns: Sequence[PreparedColumn]) -> str:
    words = [as_words(column.heading) for column in columns]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def broad(table: Table, *, dimension: str) -> Table:
    """Give the table over the groups of one dimension (the 5 instead of the 19); it stays as it is where it has none.

    Values that are in no group, and the ways of not answering, stay what they are.
    """
    old = next((one for one in table.dimensions if one.code == dimension), None)
    if old is None:
        raise UsedWrongly("The table does not run over this.", where=dimension)
    if not any(category.kind is Kind.GROUP for category in old.categories):
        return table
    parents = {category.code: category.parent for category in old.categories}
    kept = {category.code: category for category in old.categories}
    members: dict[str, str] = {}
    for leaf in old.leaves:
        top = leaf
        while (parent := parents[top]) is not None and kept[parent].kind is Kind.GROUP:
            top = parent
        members[leaf] = top
    tops = dict.fromkeys(members.values())
    wide = tuple(
        Category(code, kept[code].label, Kind.VALUE if kept[code].kind is Kind.GROUP else kept[code].kind, TOTAL)
        for code in tops
    )
    into = Dimension(old.code, old.label, (*wide, Category(TOTAL, "All", Kind.TOTAL)))
    return regroup(table, dimension=dimension, into=into, members=members)
