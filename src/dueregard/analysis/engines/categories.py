"""Which categories does a table have? Those asked for, and whatever else is in the data: no row is dropped in silence.

The one idea: the categories come from the whole dataset, whatever a table's conditions leave of it, so that all tables
of a report have the same ones and an empty ward shows its nought. A value that a given dimension does not know goes to
UNPLACED, a missing one to NOT_KNOWN; both are added only where the data needs them, last, before the total.
Order: numbers by size, then texts letter by letter; bands by their edges; given dimensions as they are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dueregard.analysis.engines.values import order
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.tables.specs import By
from dueregard.terms.errors import UsedWrongly

NOT_KNOWN = Category("not_known", "Not known", Kind.NOT_KNOWN)
UNPLACED = Category("unplaced", "Not placed", Kind.UNPLACED)


@dataclass(frozen=True, slots=True)
class Placing:
    """A dimension, and the leaf that each code found goes to; None is the missing value."""

    dimension: Dimension
    leaf_of: Mapping[str | None, str]


def place_given(given: Dimension, found: Iterable[str | None]) -> Placing:
    """Place the codes found in a given dimension.

    >>> placing = place_given(Dimension.flat("sex", "Sex", ("F", "M")), ["F", "X", None])
    >>> placing.leaf_of["X"], placing.dimension.codes
    ('unplaced', ('F', 'M', 'not_known', 'unplaced', 'Total'))
    """
    leaves = set(given.leaves)
    own = {category.kind: category.code for category in given.categories if category.code in leaves}
    added: list[Category] = []
    leaf_of: dict[str | None, str] = {}
    for code in found:
        if code is not None and code in leaves:
            leaf_of[code] = code
            continue
        category = NOT_KNOWN if code in (None, NOT_KNOWN.code) else UNPLACED
        if category.kind in own:
            leaf_of[code] = own[category.kind]
        else:
            leaf_of[code] = category.code
            if category not in added:
                added.append(category)
    return Placing(_with_added(given, sorted(added, key=lambda one: one.code)), leaf_of)


def place_bands(by: By, found: Iterable[str | None]) -> Placing:
    """Place the numbers of bands (from "1"; "0" for a number below all bands, or none) in the bands' dimension."""
    words = band_words(by.bands)
    leaves = tuple(Category(code, label, parent=TOTAL) for code, label in words)
    dimension = Dimension(by.column, by.column, (*leaves, Category(TOTAL, TOTAL, Kind.TOTAL)))
    codes = {str(place): code for place, (code, _) in enumerate(words, start=1)}
    placing = place_given(dimension, [None if one is None else codes.get(one, "") for one in set(found)])
    leaf_of = {one: placing.leaf_of[None if one is None else codes.get(one, "")] for one in found}
    return Placing(placing.dimension, leaf_of)


def band_words(edges: Sequence[float]) -> tuple[tuple[str, str], ...]:
    """Give code and words of each band, from the lower edges.

    Raises:  UsedWrongly where the edges do not rise.

    >>> band_words((0, 16, 17, 65))
    (('0-15', '0–15'), ('16', '16'), ('17-64', '17–64'), ('65+', '65 and over'))
    >>> band_words((0, 0.5))
    (('0-<0.5', '0 to under 0.5'), ('0.5+', '0.5 and over'))
    """
    if any(low >= high for low, high in pairwise(edges)):
        raise UsedWrongly("The edges of bands must rise from one to the next.")
    whole = all(edge == int(edge) for edge in edges)
    words: list[tuple[str, str]] = []
    for low, high in pairwise(edges):
        if not whole:
            words.append((f"{low:g}-<{high:g}", f"{low:g} to under {high:g}"))
        elif high - low == 1:
            words.append((f"{low:.0f}", f"{low:.0f}"))
        else:
            words.append((f"{low:.0f}-{high - 1:.0f}", f"{low:.0f}–{high - 1:.0f}"))
    last = f"{edges[-1]:.0f}" if whole else f"{edges[-1]:g}"
    return (*words, (f"{last}+", f"{last} and over"))


def place_found(by: By, found: Iterable[tuple[str | None, ...]]) -> Placing:
    """Make a dimension of the codes found, under the groups that they lie in.

    Takes:   `found`, the code and those of its groups, narrowest first, as they come together in the data.
    Raises:  UsedWrongly where a category lies in two groups, or where a code is the word Total.
    """
    chains: dict[str, tuple[str | None, ...]] = {}
    missing = False
    for code, *groups in set(found):
        if code is None or code == NOT_KNOWN.code:
            missing = True
        elif chains.setdefault(code, tuple(groups)) != tuple(groups):
            raise UsedWrongly(
                "A category lies in more than one group.", where=f"{by.column} within {' within '.join(by.within)}",
                mend="Each must lie in one, in every row.",
            )  # fmt: skip
    _check_no_total(by, chains)
    names = _group_codes(by, chains)
    parents = _parents(by, chains, names)
    categories = [Category(code, code, parent=parents[code]) for code in sorted(chains, key=order)]
    for level, column in enumerate(by.within):
        at_level = {groups[level] for groups in chains.values()} - {None}
        for value in sorted((one for one in at_level if one is not None), key=order):
            code = names[column, value]
            categories.append(Category(code, value, Kind.GROUP, parents[code]))
    dimension = Dimension(by.column, by.column, (*categories, Category(TOTAL, TOTAL, Kind.TOTAL)))
    dimension = _with_added(dimension, [NOT_KNOWN] if missing else [])
    leaf_of: dict[str | None, str] = {code: code for code in chains}
    return Placing(dimension, {**leaf_of, None: NOT_KNOWN.code, NOT_KNOWN.code: NOT_KNOWN.code})


def _check_no_total(by: By, chains: Mapping[str, tuple[str | None, ...]]) -> None:
    if TOTAL in chains or any(TOTAL in groups for groups in chains.values()):
        raise UsedWrongly(
            f"A value of this column is “{TOTAL}”.", where=by.column,
            mend="Take rows of totals out of the records: they would count people twice.",
        )  # fmt: skip


def _group_codes(by: By, chains: Mapping[str, tuple[str | None, ...]]) -> dict[tuple[str, str], str]:
    """Give each group its code: its value, with the column's name in front where that value is taken already."""
    names: dict[tuple[str, str], str] = {}
    taken = {*chains, NOT_KNOWN.code, UNPLACED.code}
    for level, column in enumerate(by.within):
        values = {value for groups in chains.values() if (value := groups[level]) is not None}
        for value in sorted(values, key=order):
            code = value
            while code in taken:
                code = f"{column}: {code}"
            names[column, value] = code
            taken.add(code)
    return names


def _parents(
    by: By, chains: Mapping[str, tuple[str | None, ...]], names: Mapping[tuple[str, str], str]
) -> dict[str, str]:
    parents: dict[str, str] = {}
    for code, groups in chains.items():
        at = code
        for column, value in zip(by.within, groups, strict=True):
            if value is None:
                continue
            above = names[column, value]
            if parents.setdefault(at, above) != above:
                raise UsedWrongly("A group lies in more than one group.", where=f"within {' within '.join(by.within)}")
            at = above
        if parents.setdefault(at, TOTAL) != TOTAL:
            raise UsedWrongly("A group lies in more than one group.", where=f"within {' within '.join(by.within)}")
    return parents


def _with_added(dimension: Dimension, added: Sequence[Category]) -> Dimension:
    """Add categories after all others, but before a total that stands last."""
    if not added:
        return dimension
    own = dimension.categories
    total = next((one for one in own if one.kind is Kind.TOTAL), None)
    parent = total.code if total else None
    place = len(own) - 1 if total and own and own[-1] is total else len(own)
    extra = tuple(Category(one.code, one.label, one.kind, parent) for one in added)
    return Dimension(dimension.code, dimension.label, (*own[:place], *extra, *own[place:]))
