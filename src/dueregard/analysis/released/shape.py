"""How is a released table kept without loss? As JSON, with a version, and a hash that says it is the same table.

The one idea: the canonical form is one line of UTF-8 JSON with sorted keys, so that the same table always has the same
hash; the register of releases keeps the hash, and a table read back can be held against it.
Refuses: a shape of another version, and a cell whose state and value do not fit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from dueregard.analysis.released.cells import Cell, State
from dueregard.analysis.released.dimensions import Category, Dimension, Kind
from dueregard.analysis.released.table import Audience, Method, Origin, Population, ReleasedTable
from dueregard.terms.errors import CannotBeRead, UsedWrongly

JSON: TypeAlias = dict[str, Any]
VERSION = 1


def to_json(table: ReleasedTable) -> JSON:
    """Give a table as plain values: strings, whole numbers, lists. Amounts are strings, so that none is rounded."""
    population = table.population
    return {
        "version": VERSION,
        "code": table.code,
        "title": table.title,
        "dimensions": [
            {
                "code": dimension.code,
                "label": dimension.label,
                "categories": [
                    {"code": each.code, "label": each.label, "kind": each.kind.value, "parent": each.parent}
                    for each in dimension.categories
                ],
            }
            for dimension in table.dimensions
        ],
        "cells": [
            [cell.state.value, cell.value if isinstance(cell.value, int | None) else str(cell.value)]
            for cell in table.cells
        ],
        "population": {
            "code": population.code,
            "label": population.label,
            "on": population.on.isoformat() if population.on else None,
            "within": population.within,
        },
        "audience": table.audience.value,
        "method": table.method.value,
        "unit": table.unit,
        "policy": table.policy,
        "exemption": table.exemption,
        "rounding_base": str(base) if isinstance(base := table.rounding_base, Decimal) else base,
        "origins": [
            {
                "title": origin.title,
                "publisher": origin.publisher,
                "period": origin.period,
                "method": origin.method,
                "url": origin.url,
                "attribution": origin.attribution,
            }
            for origin in table.origins
        ],
        "notes": list(table.notes),
    }


def from_json(data: Mapping[str, Any]) -> ReleasedTable:
    """Make the table again.

    Raises:  CannotBeRead where the shape is of another version, or does not hold together.
    """
    if data.get("version") != VERSION:
        raise CannotBeRead("The table is kept in a form that this version does not know.")
    try:
        population = data["population"]
        return ReleasedTable(
            data["code"],
            data["title"],
            tuple(
                Dimension(
                    each["code"],
                    each["label"],
                    tuple(
                        Category(one["code"], one["label"], Kind(one["kind"]), one["parent"])
                        for one in each["categories"]
                    ),
                )
                for each in data["dimensions"]
            ),
            tuple(
                Cell(Decimal(value) if isinstance(value, str) else value, State(state))
                for state, value in data["cells"]
            ),
            Population(
                population["code"],
                population["label"],
                date.fromisoformat(population["on"]) if population["on"] else None,
                population["within"],
            ),
            Audience(data["audience"]),
            Method(data["method"]),
            unit=data["unit"],
            policy=data["policy"],
            exemption=data["exemption"],
            rounding_base=Decimal(base) if isinstance(base := data["rounding_base"], str) else base,
            origins=tuple(Origin(**origin) for origin in data["origins"]),
            notes=tuple(data["notes"]),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError, UsedWrongly):
        raise CannotBeRead("The kept table does not hold together.") from None


def canonical(table: ReleasedTable) -> bytes:
    """Give the one line of JSON that stands for the table."""
    return json.dumps(to_json(table), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(table: ReleasedTable) -> str:
    """Give the SHA-256 of the table's canonical form, in hexadecimal letters."""
    return hashlib.sha256(canonical(table)).hexdigest()
