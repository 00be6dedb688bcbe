"""Fixed cases for all engines: what was decided about values, written out. One list, whatever the engine."""

from __future__ import annotations

from dataclasses import dataclass

from dueregard.analysis.released.dimensions import Dimension
from dueregard.analysis.tables.specs import By, Condition, CountSpec, Test


@dataclass(frozen=True)
class Case:
    """A CSV file, a specification, and the counts of the first dimension's categories."""

    name: str
    csv: str
    spec: CountSpec
    counts: dict[str, int]


CASES = (
    Case(
        "blanks are no part of a text", "sex\nF\n F \nM\n", CountSpec("t", (By("sex"),)), {"F": 2, "M": 1, "Total": 3}
    ),
    Case(
        "empty, quoted empty and blank are missing",
        'sex,n\nF,1\n,1\n"",1\n"  ",1\n',
        CountSpec("t", (By("sex"),)),
        {"F": 1, "not_known": 3, "Total": 4},
    ),
    Case(
        "a text of digits stays as it is written",
        "code,n\n007,1\n7,1\n10,1\n",
        CountSpec("t", (By("code"),)),
        {"007": 1, "7": 1, "10": 1, "Total": 3},
    ),
    Case(
        "a value outside the dimension is not dropped",
        "sex,n\nF,1\nX,1\nTotal,1\n",
        CountSpec("t", (By("sex", dimension=Dimension.flat("sex", "Sex", ("F", "M"))),)),
        {"F": 1, "M": 0, "unplaced": 2, "Total": 3},
    ),
    Case(
        "groups, one named as its only member",
        "ward,area\nAbbey,North\nAshe,North\nElan,Elan\n",
        CountSpec("t", (By("ward", within=("area",)),)),
        {"Abbey": 1, "Ashe": 1, "Elan": 1, "area: Elan": 1, "North": 2, "Total": 3},
    ),
    Case(
        "bands, what is below them, and what is no number",
        "age,n\n15,1\n16,1\n64.9,1\n65,1\n-1,1\nold,1\n,1\n",
        CountSpec("t", (By("age", bands=(0, 16, 65)),)),
        {"0-15": 1, "16-64": 2, "65+": 1, "not_known": 1, "unplaced": 2, "Total": 7},
    ),
    Case(
        "a condition leaves the categories as they are",
        "sex,age\nF,40\nM,12\nM,\n",
        CountSpec("t", (By("sex"),), where=(Condition("age", Test.AT_LEAST, (18,)),)),
        {"F": 1, "M": 0, "Total": 1},
    ),
    Case(
        "a missing value is none of anything",
        "sex,eth\nF,A\nM,\n",
        CountSpec("t", (By("sex"),), where=(Condition("eth", Test.IS_NONE_OF, ("A",)),)),
        {"F": 0, "M": 1, "Total": 1},
    ),
    Case(
        "quotes, separators and line ends inside a field",
        'said;n\n"a;b";1\n"a;b";1\n"say ""no""";1\n"one\ntwo";1\n',
        CountSpec("t", (By("said"),)),
        {"a;b": 2, "one\ntwo": 1, 'say "no"': 1, "Total": 4},
    ),
    Case(
        "empty lines are no rows",
        "sex,n\nF,1\n\nM,1\n\n",
        CountSpec("t", (By("sex"),)),
        {"F": 1, "M": 1, "Total": 2},
    ),
    Case(
        "line ends of Windows, and a byte order mark",
        "\ufeffsex,n\r\nF,1\r\nM,1\r\n",
        CountSpec("t", (By("sex"),)),
        {"F": 1, "M": 1, "Total": 2},
    ),
    Case(
        "one column, where an empty line cannot be told from a missing value",
        "sex\nF\n\nM\n",
        CountSpec("t", (By("sex"),)),
        {"F": 1, "M": 1, "Total": 2},
    ),
)
