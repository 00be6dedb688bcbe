"""A real plan of 63 actions, read, printed in each form and read again: every printed field is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.parse import read_plan
from dueregard.domain.plans.public import public_plan
from dueregard.reading.read import read_document
from printed_again import DOCUMENTS, SHEETS, differences, printed_again

DOCUMENT = Path(__file__).resolve().parents[2].parent / "shared" / "documents" / "binary" / "kingston_single_table.docx"


@pytest.fixture(scope="module")
def plan() -> Plan:
    if not DOCUMENT.exists():
        pytest.skip("The folder of shared documents is not here.")
    return public_plan(read_plan(read_document(DOCUMENT.read_bytes(), name=DOCUMENT.name)))


@pytest.mark.parametrize("form", [*SHEETS, *DOCUMENTS])
def test_a_real_plan_is_the_same_when_printed_and_read_again(plan, form):
    assert differences(plan, printed_again(plan, form)) == []
