"""A sheet as JSON rows: one object a row, under the columns' stable keys; dates in ISO form, numbers as numbers."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from dueregard.publish.sheet import Value, Workbook, check_workbook, clean_text


def write_json(workbook: Workbook) -> bytes:
    """Write the first sheet as `{"title", "author", "on", "columns", "rows", "notes"}`; nothing said is null.

    >>> from dueregard.publish.sheet import Sheet, SheetColumn
    >>> sheet = Sheet("Actions", (SheetColumn("Action", "action"),), (("Do it",),))
    >>> json.loads(write_json(Workbook("Plan", "A council", (sheet,))))["rows"]
    [{'action': 'Do it'}]
    """
    check_workbook(workbook)
    sheet = workbook.sheets[0]
    keys = [column.key for column in sheet.columns]
    shape = {
        "title": workbook.title,
        "author": workbook.author,
        "on": workbook.on.isoformat() if workbook.on else None,
        "columns": [{"key": c.key, "title": c.title, "kind": c.kind.value} for c in sheet.columns],
        "rows": [{key: _value(value) for key, value in zip(keys, row, strict=True)} for row in sheet.rows],
        "notes": [{"name": name, "text": text} for name, text in workbook.notes],
    }
    return json.dumps(shape, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _value(value: Value) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        # A whole decimal as an integer, any other with its own digits.
        return int(value) if value == value.to_integral_value() else float(value)
    return clean_text(value) if isinstance(value, str) else value
