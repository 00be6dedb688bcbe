"""A table leaves as a file in four forms, named, and never as a page of ours."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory

from dueregard.publish.sheet import Sheet, SheetColumn, Workbook
from dueregard.web.ui.components import table_response

WORKBOOK = Workbook(
    "Actions",
    "Aldermere",
    (Sheet("Actions", (SheetColumn("Action", "action"),), (("=1+1",), ("Café",))),),
    date(2027, 1, 12),
)


def _answer(ending: str, query: str = "", **headers: Any) -> Any:
    return table_response(
        RequestFactory().get(f"/a/actions.{ending}{query}", **headers), WORKBOOK, ending, "Équité 2027"
    )


@pytest.mark.parametrize(
    ("query", "headers", "has_mark"),
    [("", {}, True), ("?bom=0", {}, False), ("", {"HTTP_AUTHORIZATION": "Basic x"}, False),
     ("?bom=1", {"HTTP_AUTHORIZATION": "Basic x"}, True)],
)  # fmt: skip
def test_csv_begins_with_a_mark_for_people_only(query: str, headers: dict[str, str], has_mark: bool) -> None:
    answer = _answer("csv", query, **headers)

    assert answer.content.startswith(b"\xef\xbb\xbf") is has_mark
    assert answer.content.decode("utf-8-sig") == 'Action\r\n"\'=1+1"\r\nCafé\r\n'


@pytest.mark.parametrize(
    ("ending", "kind", "begins"),
    [
        ("csv", "attachment", b"\xef\xbb\xbf"),
        ("xlsx", "attachment", b"PK"),
        ("ods", "attachment", b"PK"),
        ("json", "inline", b"{"),
    ],
)
def test_files_say_their_name_and_run_nothing(ending: str, kind: str, begins: bytes) -> None:
    answer = _answer(ending)

    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == (
        f"{kind}; filename=\"_quit_ 2027.{ending}\"; filename*=UTF-8''%C3%89quit%C3%A9%202027.{ending}"
    )
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_json_holds_the_same_cells() -> None:
    assert [row["action"] for row in json.loads(_answer("json").content)["rows"]] == ["=1+1", "Café"]


def test_an_unknown_ending_is_not_there() -> None:
    with pytest.raises(Http404):
        _answer("exe")
