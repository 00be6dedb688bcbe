"""docs/reference/limits.md says every limit as it is."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

from dueregard.reading.limits import DEFAULT

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "limits.md"


def _listed(page: str) -> dict[str, int]:
    rows = re.findall(r"^\| `(\w+)` \| ([\d,]+)", page, re.MULTILINE)
    return {name: int(value.replace(",", "")) for name, value in rows}


def test_page_lists_every_limit_as_it_is() -> None:
    assert _listed(PAGE.read_text(encoding="utf-8")) == asdict(DEFAULT)


def test_a_wrong_line_is_noticed() -> None:
    assert _listed("| `pages` | 4,000 | x |") == {"pages": 4000}
