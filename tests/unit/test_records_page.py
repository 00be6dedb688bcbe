"""docs/reference/records.md says every limit as it is, and its example runs."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

from dueregard.analysis.records.limits import DEFAULT

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "records.md"


def test_page_lists_every_limit_as_it_is() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\d,]+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert {name: int(value.replace(",", "")) for name, value in rows} == asdict(DEFAULT)


def test_example_runs() -> None:
    example = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    names: dict[str, object] = {}

    exec(example.group(1), names)

    prepared = names["prepared"]
    assert prepared.rows_taken == 2418  # type: ignore[attr-defined]
