"""Can a hidden figure of this table be nought? What is printed under it says so, and readers go by that.

The one idea: where every nought is shown, a hidden count is at least one, and everybody knows it. Where noughts may be
hidden, that is said under the table; the judge reads the same sentence, table by table, so that he never takes a reader
to know less than the page tells.
Source: terms/data/sources.toml#figures-attackers; decision record 0038.
"""

from __future__ import annotations

from dueregard.analysis.released.table import ReleasedTable

HIDDEN_IF_TELLING = "A nought that would tell something of everybody in a group can be hidden, too."
HIDDEN_AS_SMALL = "Noughts are hidden as small counts are."


def may_be_nought(table: ReleasedTable) -> bool:
    """Say whether readers are told that hidden figures of this table can be nought."""
    return HIDDEN_IF_TELLING in table.notes or HIDDEN_AS_SMALL in table.notes
