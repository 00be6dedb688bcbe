"""A released table is made by the gate, from official figures, or read back from a file: nowhere else."""

from __future__ import annotations

import ast
from pathlib import Path

_SOURCE = Path(__file__).resolve().parents[2] / "src" / "dueregard"
_ALLOWED = ("analysis/release/", "analysis/baselines/", "analysis/released/")
_NAME = "ReleasedTable"


def makers(text: str, name: str = "x.py") -> list[int]:
    """Give the lines on which a released table is made: called by its name, an alias, or from its module."""
    tree = ast.parse(text, filename=name)
    names = {_NAME}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname for alias in node.names if alias.name == _NAME and alias.asname}
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in names:
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id in names)
            or (isinstance(node.func, ast.Attribute) and node.func.attr == _NAME)
        )
    ]


def test_a_released_table_is_made_in_three_rooms_alone() -> None:
    wrong = []
    for path in sorted(_SOURCE.rglob("*.py")):
        place = path.relative_to(_SOURCE).as_posix()
        if not place.startswith(_ALLOWED):
            wrong += [f"{place}:{line}" for line in makers(path.read_text(encoding="utf-8"), place)]
    assert not wrong, f"Only the gate makes released tables: {', '.join(wrong)}"


def test_this_test_sees_every_way() -> None:
    planted = (
        "from a.table import ReleasedTable as Table, ReleasedTable\nimport a.table\nOther = ReleasedTable\n"
        "Table()\nReleasedTable()\na.table.ReleasedTable()\nOther()\nReleasedTable.rows\n"
    )
    assert sorted(makers(planted)) == [4, 5, 6, 7]
