"""A list's state is in its address and nowhere else."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from dueregard.web.ui.components import Filter, Listing, Order, cut, paginate, read_listing

FILTERS = (
    Filter("q", "Words"),
    Filter("status", "Status", (("late", "Late"), ("done", "Done"))),
    Filter("board", "Boards", (("a", "Board A"), ("b", "Board B")), several=True, more=True),
)
ORDERS = (Order("due", "Due date"), Order("number", "Number"), Order("moved", "Last moved", falling=True))


def _listing(query: str = "", **named: object) -> Listing:
    return read_listing(RequestFactory().get(f"/c/actions/{query}"), filters=FILTERS, orders=ORDERS, **named)  # type: ignore[arg-type]


def test_nothing_asked_is_the_first_order_and_page() -> None:
    listing = _listing()

    assert (listing.order, listing.is_falling, listing.page_number) == (ORDERS[0], False, 1)
    assert not listing.is_narrowed
    assert listing.chips == ()
    assert listing.href() == "/c/actions/"


def test_filters_combine_and_each_chip_takes_one_away() -> None:
    listing = _listing("?q=bus+stop&status=late&board=a&board=b&sort=-number&page=4")

    assert listing.one("q") == "bus stop"
    assert listing.many("board") == ("a", "b")
    assert listing.chip_pairs == (
        ("“bus stop”", "/c/actions/?status=late&board=a&board=b&sort=-number"),
        ("Late", "/c/actions/?q=bus+stop&board=a&board=b&sort=-number"),
        ("Board A", "/c/actions/?q=bus+stop&status=late&board=b&sort=-number"),
        ("Board B", "/c/actions/?q=bus+stop&status=late&board=a&sort=-number"),
    )
    assert listing.clear_href == "/c/actions/?sort=-number"
    assert listing.has_more_in_use


def test_what_a_list_does_not_know_is_not_used_and_is_said() -> None:
    listing = _listing("?status=invented&sort=colour&page=minus&board=a")

    assert listing.one("status") == ""
    assert listing.order == ORDERS[0]
    assert listing.page_number == 1
    assert listing.unknown == ("invented", "colour")


def test_what_no_database_can_hold_is_left_out() -> None:
    assert _listing("?q=bus%00%0A%20stop%1B").one("q") == "bus stop"
    assert len(_listing("?q=" + "a" * 5000).one("q")) == 200


def test_only_the_last_of_a_single_choice_counts() -> None:
    assert _listing("?status=late&status=done").many("status") == ("done",)


@pytest.mark.parametrize(
    ("now", "choose", "address"),
    [
        ("", "number", "/c/actions/?sort=number"),
        ("", "due", "/c/actions/?sort=-due"),
        ("?sort=-due", "due", "/c/actions/"),
        ("?sort=number", "number", "/c/actions/?sort=-number"),
        ("", "moved", "/c/actions/?sort=-moved"),
        ("?status=late&page=3", "number", "/c/actions/?status=late&sort=number"),
    ],
)
def test_choosing_an_order_turns_it_and_begins_again(now: str, choose: str, address: str) -> None:
    assert _listing(now).href(order=choose) == address


def test_sort_state_is_said_for_its_column_only() -> None:
    listing = _listing("?sort=-number")

    assert [listing.sort_state(name) for name in ("due", "number")] == ["", "descending"]


def test_a_download_is_the_same_address_with_another_ending() -> None:
    assert _listing("?status=late&sort=number&page=3").export_href("xlsx") == "/c/actions.xlsx?status=late&sort=number"


def test_the_form_carries_on_what_it_does_not_show() -> None:
    listing = _listing("?sort=-number&status=late", keep={"year": "2026"})

    assert listing.kept == (("year", "2026"), ("sort", "-number"))
    assert listing.href().startswith("/c/actions/?year=2026&")


@pytest.mark.parametrize(
    ("page", "found", "shown", "part"),
    [
        (1, 0, [1], slice(0, 50)),
        (1, 50, [1], slice(0, 50)),
        (1, 51, [1, 2], slice(0, 50)),
        (5, 500, [1, None, 4, 5, 6, None, 10], slice(200, 250)),
        (99, 120, [1, 2, 3], slice(100, 150)),
    ],
)
def test_pages(page: int, found: int, shown: list[int | None], part: slice) -> None:
    listing = _listing(f"?page={page}")
    rows = list(range(found))[cut(listing, found=found)]

    made = paginate(rows, listing, found=found, total=1000)

    assert cut(listing, found=found) == part
    assert [number for number, _href in made.links] == shown
    assert made.total == 1000
    assert (made.first, made.last) == ((part.start + 1, part.start + len(rows)) if rows else (0, 0))


def test_page_links_keep_the_rest_of_the_address() -> None:
    made = paginate([], _listing("?status=late&page=2"), found=150)

    assert made.previous_href == "/c/actions/?status=late"
    assert made.next_href == "/c/actions/?status=late&page=3"


@pytest.mark.parametrize("page", ["0", "-1", "1e3", "٣", "9" * 40, ""])
def test_odd_page_numbers_do_no_harm(page: str) -> None:
    made = paginate([], _listing(f"?page={page}"), found=100)

    assert 1 <= made.number <= 2
