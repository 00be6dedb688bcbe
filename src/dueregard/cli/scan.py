"""`dueregard scan`: who is worst off? Every group and crossing against everyone else, ranked, hedged and sourced."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from dueregard.cli.compare import (
    AGES,
    ANSWER,
    AS,
    DEFAULT_POLICY,
    DETAIL,
    ENGINE,
    FILE,
    FORCE,
    FORM,
    OUT,
    PLACE,
    POLICY,
    SECONDS,
    THRESHOLD,
    WHERE,
)
from dueregard.cli.counted import Wanted, as_options, choose_policy, equals, placements, released_tables, several
from dueregard.cli.faults import tell
from dueregard.cli.stats_writing import Figures, Form, Output
from dueregard.terms.errors import UsedWrongly


class Better(StrEnum):
    """Which way is better for people."""

    HIGHER = "higher"
    LOWER = "lower"


def scan(
    file: Annotated[Path, FILE],
    by: Annotated[str, typer.Option("--by", help="Headings of the columns to look through.", metavar="A,B,C")],
    outcome: Annotated[
        str, typer.Option("--outcome", help="What happened to people.", metavar="HEADING=VALUE[,VALUE]")
    ],
    better: Annotated[Better, typer.Option("--better", help="Whether more or less of it is better for people.")],
    words: Annotated[str, typer.Option("--words", help="The outcome as a sentence says it: “were appointed”.")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Who was counted.")] = "people",
    crossings: Annotated[
        int, typer.Option("--crossings", help="How many columns to cross: 1, 2 or 3.", min=1, max=3)
    ] = 2,
    kept_as: Annotated[list[str] | None, AS] = None,
    answer: Annotated[list[str] | None, ANSWER] = None,
    place: Annotated[list[str] | None, PLACE] = None,
    where: Annotated[list[str] | None, WHERE] = None,
    policy: Annotated[str, POLICY] = DEFAULT_POLICY,
    threshold: Annotated[int | None, THRESHOLD] = None,
    minimum_base: Annotated[int, typer.Option("--minimum-base", help="Fewest people to say anything of.", min=1)] = 30,
    age_groups: Annotated[str, AGES] = "age_workforce",
    detail: Annotated[bool, DETAIL] = False,
    engine: Annotated[str, ENGINE] = "duckdb",
    seconds: Annotated[float, SECONDS] = 240.0,
    everything: Annotated[
        bool, typer.Option("--all", help="Also groups that do better, and those that cannot be told apart.")
    ] = False,
    form: Annotated[Form | None, FORM] = None,
    out: Annotated[Path | None, OUT] = None,
    force: Annotated[bool, FORCE] = False,
) -> None:
    """Find who is worst off: groups and crossings of groups, by how many people the difference touches."""
    from dueregard.domain.monitoring import wording
    from dueregard.domain.monitoring.scan import Question
    from dueregard.domain.monitoring.scan import scan as look_through

    columns = several(by)
    if not columns:
        raise UsedWrongly("Name at least one column to look through.", where="--by")
    output = Output(form, out, force, str(file))
    output.check()
    ((heading, values),) = equals([outcome], name="--outcome")
    wanted = Wanted(
        by=columns,
        outcome=(heading, several(values)),
        where=tuple((one, several(value)) for one, value in equals(where or [], name="--where")),
        kept_as=as_options(kept_as or [], by=columns),
        answers=dict(equals(answer or [], name="--answer")),
        wordings=placements(place or []),
        age_groups=age_groups,
        detail=detail,
        crossings=crossings,
    )
    rules = choose_policy(policy, threshold=threshold)
    on = datetime.now(ZoneInfo("Europe/London")).date()
    tables = released_tables(file, wanted, policy=rules, on=on, engine=engine, seconds=seconds)
    asked = Question(
        outcome=tables[0].dimensions[-1].code,
        of="yes",
        better="higher" if better is Better.HIGHER else "lower",
        words=words or f"had “{', '.join(several(values))}”",
        unit=unit,
        minimum_base=minimum_base,
    )
    found = look_through(tables, question=asked)
    tell(wording.summary(found))
    listed = (*found.worse, *found.better, *found.cannot_tell) if everything else found.worse
    rows = []
    for rank, one in enumerate(listed, start=1):
        gap = one.gap.value if one.gap else None
        rows.append(
            (
                rank, wording.of_group(one), one.tally.count.value, one.tally.base.value,
                None if one.rate is None or one.rate.value is None else one.rate.value * 100,
                None if gap is None else gap * 100, one.ratio.value if one.ratio else None, round(one.touched, 1),
                one.adjusted, one.standing.value, wording.finding(one, question=asked),
            )
        )  # fmt: skip
    output.write(
        Figures(
            "Who is worst off",
            ("rank", "group", "count", "base", "percent", "gap_points", "ratio", "people_touched", "p_adjusted",
             "finding", "in_words"),
            tuple(rows),
            wording.cannot_say(found),
            seen=(("Rank", "What was found"), *((f"{rank}", row[-1]) for rank, row in enumerate(rows, start=1))),
        )
    )  # fmt: skip
