"""Which classification may a column be, and where does each of its wordings go? The seam to `terms.mappings`.

The one idea: this room asks the classifications three things only (which, how sure, where each wording goes), here and
nowhere else, so that they may grow without this room changing. A wording that is not surely placed stays unplaced: it
is a person who says where it belongs.
"""

from __future__ import annotations

from collections.abc import Mapping

from dueregard.terms.mappings.placing import place

UNPLACED = "unplaced"
"""What stands where a wording has no place; no classification has a code of this name."""


def codes_of(
    values: Mapping[str, int], *, classification: str, scheme: str | None, remembered: Mapping[str, str]
) -> dict[str, str]:
    """Give the code of each wording that is surely placed; an empty value is "not known".

    Raises:  UsedWrongly where the classification, the scheme or a remembered code is not known.

    >>> codes_of({"White - Irish": 3, "Pakastani": 1}, classification="ethnic_group_19", scheme=None, remembered={})
    {'White - Irish': 'white_irish', '': 'not_known'}
    """
    counted: dict[str, int] = {**values, "": 0}
    return place(counted, as_=classification, scheme=scheme, remembered=remembered).codes()


def is_all_placed(values: Mapping[str, int], *, classification: str) -> bool:
    """Say whether every wording is surely placed without anyone naming a list: F and M are, 1 and 2 are not.

    >>> is_all_placed({"F": 5, "M": 4}, classification="sex"), is_all_placed({"1": 5, "2": 4}, classification="sex")
    (True, False)
    """
    placed = codes_of(values, classification=classification, scheme=None, remembered={})
    return all(value in placed for value in values)
