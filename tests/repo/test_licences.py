"""The licence check lets through what goes with MIT and catches what does not (the planted fault)."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

TOOL = runpy.run_path(str(Path(__file__).resolve().parents[2] / "tools/licences.py"))


@pytest.mark.parametrize("licence", ["MIT", "BSD-3-Clause", "Apache-2.0 OR BSD-2-Clause", "LGPL-3.0-only", "MPL-2.0"])
def test_licences_let_through(licence: str) -> None:
    assert TOOL["faults"]([("a-library", licence)]) == []


@pytest.mark.parametrize(
    "licence", ["GPL-3.0", "AGPL-3.0-or-later", "GNU General Public License v3 (GPLv3)", "SSPL-1.0", ""]
)
def test_licences_refused(licence: str) -> None:
    assert len(TOOL["faults"]([("a-library", licence)])) == 1


def test_licences_of_this_environment() -> None:
    installed = [(p.metadata["Name"], TOOL["licence_of"](p)) for p in TOOL["distributions"]()]

    assert TOOL["faults"](installed) == []
