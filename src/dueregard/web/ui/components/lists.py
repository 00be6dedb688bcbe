"""How a long list is narrowed, ordered, cut into pages and taken away, with all of it in its address.

The one idea: the address is the state. A filter, an order and a page are in the query string and nowhere else, so that
a list can be copied, kept and sent; each chip is a link to the same list without it, and each download is the same
address with another ending. Refuses nothing aloud: what an address asks that the list does not know is not used, and
the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Final, Generic, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

Row = TypeVar("Row")
FORMATS: Final = ("csv", "xlsx", "ods", "json")
_LONGEST: Final = 200  # letters of one value in an address; nobody types more, and some servers refuse the whole


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing a list can be narrowed by.

    Takes:   `choices`, pairs of value and words; without any it is a box for words. `several`, whether more than one
             may be chosen. `more`, whether it stands behind "More" rather than in the open.
    """

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    any_text: str = ""
    several: bool = False
    more: bool = False

    def words(self, value: str) -> str | None:
        """Give the words of a value, or None where it is not one of ours."""
        if not self.choices:
            return f"“{value}”"
        return dict(self.choices).get(value)


@dataclass(frozen=True, slots=True)
class Order:
    """One way to sort a list. `falling` is how it goes when first chosen."""

    name: str
    label: str
    falling: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use, and the list without it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What an address asks of a list. Made by `read_listing`; templates draw it with `ui/list.jinja`."""

    path: str
    filters: tuple[Filter, ...]
    orders: tuple[Order, ...]
    chosen: Mapping[str, tuple[str, ...]]
    order: Order | None
    is_falling: bool
    page_number: int
    page_size: int
    unknown: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    _kept: Mapping[str, str] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """Give the value of a filter of one choice, "" where nothing is chosen."""
        return next(iter(self.chosen.get(name, ())), "")

    def many(self, name: str) -> tuple[str, ...]:
        """Give all the values of a filter."""
        return tuple(self.chosen.get(name, ()))

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is in use."""
        return any(self.chosen.values())

    @property
    def open_filters(self) -> tuple[Filter, ...]:
        """The filters that stand in the open."""
        return tuple(each for each in self.filters if not each.more)

    @property
    def more_filters(self) -> tuple[Filter, ...]:
        """The filters behind "More"."""
        return tuple(each for each in self.filters if each.more)

    @property
    def has_more_in_use(self) -> bool:
        """Whether "More" stands open because something in it is in use."""
        return any(self.chosen.get(each.name) for each in self.more_filters)

    @property
    def chips(self) -> tuple[Chip, ...]:
        """Each value in use, with the address of the list without it."""
        return tuple(
            Chip(each.words(value) or value, self.href(without=(each.name, value)))
            for each in self.filters
            for value in self.chosen.get(each.name, ())
        )

    @property
    def chip_pairs(self) -> tuple[tuple[str, str], ...]:
        """The chips as `ui.chips` takes them: words and address."""
        return tuple((chip.text, chip.href) for chip in self.chips)

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What the filter form carries on unseen: kept parts of the address, and the order."""
        query = QueryDict(self._query({}, self.order, self.is_falling).removeprefix("?"))
        return tuple((name, value) for name, values in query.lists() for value in values)

    @property
    def clear_href(self) -> str:
        """The same list with no filter."""
        return self._address({}, order=self.order, is_falling=self.is_falling)

    def href(self, *, without: tuple[str, str] | None = None, order: str | None = None, page: int | None = None) -> str:
        """Give the address of this list with one thing changed. A change of filter or order begins at page 1."""
        chosen = dict(self.chosen)
        if without:
            name, value = without
            chosen[name] = tuple(each for each in chosen.get(name, ()) if each != value)
        turned, is_falling = self.order, self.is_falling
        if order is not None:
            turned = next(each for each in self.orders if each.name == order)
            is_now = self.order is not None and self.order.name == order
            is_falling = not self.is_falling if is_now else turned.falling
        return self._address(chosen, order=turned, is_falling=is_falling, page=page)

    def export_href(self, ending: str) -> str:
        """Give the address at which this list, filters and order included, comes as a file.

        >>> read_listing_of("/a/actions/", "status=late").export_href("csv")
        '/a/actions.csv?status=late'
        """
        return self.path.rstrip("/") + f".{ending}" + self._query(self.chosen, self.order, self.is_falling)

    def sort_state(self, name: str) -> str:
        """Give the `aria-sort` of a column: ascending, descending or ""."""
        if self.order is None or self.order.name != name:
            return ""
        return "descending" if self.is_falling else "ascending"

    def _address(
        self, chosen: Mapping[str, tuple[str, ...]], *, order: Order | None, is_falling: bool, page: int | None = None
    ) -> str:
        return self.path + self._query(chosen, order, is_falling, page)

    def _query(
        self, chosen: Mapping[str, tuple[str, ...]], order: Order | None, is_falling: bool, page: int | None = None
    ) -> str:
        pairs = [*self._kept.items(), *((name, value) for name, values in chosen.items() for value in values)]
        if order is not None and (order.name != self.orders[0].name or is_falling != self.orders[0].falling):
            pairs.append(("sort", f"{'-' if is_falling else ''}{order.name}"))
        if page and page > 1:
            pairs.append(("page", str(page)))
        return f"?{urlencode(pairs)}" if pairs else ""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list: its rows, where it stands, and the addresses of the others.

    `found` is how many rows the filters leave, `total` how many there are without them.
    """

    items: tuple[Row, ...]
    number: int
    size: int
    pages: int
    found: int
    total: int
    previous_href: str | None
    next_href: str | None
    links: tuple[tuple[int | None, str], ...]

    def __iter__(self) -> Iterable[Row]:  # type: ignore[override]  # a page is walked like the rows it holds
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def first(self) -> int:
        """The number of the first row on this page, in the whole list."""
        return 0 if not self.items else (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The number of the last row on this page, in the whole list."""
        return 0 if not self.items else self.first + len(self.items) - 1


def read_listing(
    request: HttpRequest,
    *,
    filters: Sequence[Filter] = (),
    orders: Sequence[Order] = (),
    page_size: int = 50,
    keep: Mapping[str, str] | None = None,
    path: str | None = None,
) -> Listing:
    """Read what the address asks. The first order is the one used where the address names none.

    Takes:   `keep`, further parts of the address that every link carries on; `path`, where a `.csv` address should
             link back to its page.
    """
    return _listing(
        path or request.path, request.GET, filters=filters, orders=orders, page_size=page_size, keep=keep or {}
    )


def read_listing_of(path: str, query: str) -> Listing:
    """Read an address given as text, with one filter `status`; for examples and tests."""
    return _listing(path, QueryDict(query), filters=(Filter("status", "Status", (("late", "Late"),)),), orders=())


def _listing(
    path: str,
    query: QueryDict,
    *,
    filters: Sequence[Filter],
    orders: Sequence[Order],
    page_size: int = 50,
    keep: Mapping[str, str] | None = None,
) -> Listing:
    chosen: dict[str, tuple[str, ...]] = {}
    unknown: list[str] = []
    for each in filters:
        asked = [value for value in (_clean(raw) for raw in query.getlist(each.name)) if value]
        known = [value for value in dict.fromkeys(asked) if each.words(value) is not None]
        unknown += [value for value in asked if each.words(value) is None]
        chosen[each.name] = tuple(known if each.several else known[-1:])
    order, is_falling = _order(query.get("sort", ""), orders, unknown)
    page = query.get("page", "1")
    return Listing(
        path=path,
        filters=tuple(filters),
        orders=tuple(orders),
        chosen=chosen,
        order=order,
        is_falling=is_falling,
        page_number=int(page) if page.isdecimal() and 0 < len(page) < 7 else 1,
        page_size=page_size,
        unknown=tuple(unknown),
        _kept=dict(keep or {}),
    )


def paginate(rows: Iterable[Row], listing: Listing, *, found: int, total: int | None = None) -> Page[Row]:
    """Make the page of the rows that a query has already cut out with `cut`.

    Takes:   `found`, how many rows the filters leave; `total`, how many there are at all.
    """
    pages = max(1, ceil(found / listing.page_size))
    number = min(max(listing.page_number, 1), pages)
    shown = sorted({1, pages, *(n for n in (number - 1, number, number + 1) if 1 <= n <= pages)})
    links: list[tuple[int | None, str]] = []
    for before, here in zip([0, *shown], shown, strict=False):
        if here - before > 1:
            links.append((None, ""))
        links.append((here, listing.href(page=here)))
    return Page(
        items=tuple(rows),
        number=number,
        size=listing.page_size,
        pages=pages,
        found=found,
        total=found if total is None else total,
        previous_href=listing.href(page=number - 1) if number > 1 else None,
        next_href=listing.href(page=number + 1) if number < pages else None,
        links=tuple(links),
    )


def cut(listing: Listing, *, found: int) -> slice:
    """Give the slice of a query that is this page; a page past the end is the last page."""
    pages = max(1, ceil(found / listing.page_size))
    start = (min(max(listing.page_number, 1), pages) - 1) * listing.page_size
    return slice(start, start + listing.page_size)


def _clean(raw: str) -> str:
    """Give what was asked without what no list can hold: control characters (PostgreSQL refuses them), great length."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in raw[:_LONGEST]).split())


def _order(asked: str, orders: Sequence[Order], unknown: list[str]) -> tuple[Order | None, bool]:
    if not orders:
        return None, False
    name = asked.removeprefix("-")
    found = next((each for each in orders if each.name == name), None)
    if found is None:
        if asked:
            unknown.append(asked)
        return orders[0], orders[0].falling
    return found, asked.startswith("-")
