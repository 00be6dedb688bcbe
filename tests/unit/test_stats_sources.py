"""Does every source that the statistics cite stand in the list of sources?"""

from __future__ import annotations

import re
from pathlib import Path

from dueregard.analysis import stats
from dueregard.terms.citations import sources

CITED = re.compile(r"sources\.toml#([\w-]+)")


def test_every_source_of_the_statistics_is_listed():
    folder = Path(stats.__path__[0])

    cited = {key for file in folder.glob("*.py") for key in CITED.findall(file.read_text(encoding="utf-8"))}

    assert len(cited) > 25
    assert cited - set(sources()) == set()
