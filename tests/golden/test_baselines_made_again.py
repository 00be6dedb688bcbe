"""The script that makes the package's tables gives, from the same files, the tables that are in the package."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT.parent / "shared" / "data" / "reference"
SHIPPED = ROOT / "src" / "dueregard" / "analysis" / "baselines" / "data"


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="The folder of shared data is not there.")
def test_tables_made_again_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ROOT / "tools" / "reference_data"
    monkeypatch.syspath_prepend(str(folder))
    spec = importlib.util.spec_from_file_location("make_reference_data", folder / "make.py")
    assert spec
    assert spec.loader
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    monkeypatch.setattr(make, "OUT", tmp_path / "data")

    make.main(REFERENCE)

    for name in ("census", "areas"):
        sys.modules.pop(name, None)
    made = {path.relative_to(tmp_path / "data") for path in (tmp_path / "data").rglob("*") if path.is_file()}
    assert made == {path.relative_to(SHIPPED) for path in SHIPPED.rglob("*") if path.is_file()}
    for path in made:
        if path.suffix == ".parquet":
            # Figures, not bytes: another version of the writer may pack the same table in another way.
            assert_frame_equal(pl.read_parquet(tmp_path / "data" / path), pl.read_parquet(SHIPPED / path))
    ours, theirs = (json.loads((at / "manifest.json").read_text()) for at in (SHIPPED, tmp_path / "data"))
    assert [e["input_sha256"] for e in ours["tables"]] == [e["input_sha256"] for e in theirs["tables"]]
