"""`dueregard compare`: who is over- and under-represented, or to whom it happens more often.

The one idea: without an outcome, the people counted are held against a population (the Census, or another file); with
one, the rates of groups are held against everyone else's or a reference group's. All figures have passed the gate.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from dueregard.cli.counted import Wanted, as_options, choose_policy, equals, placements, released_tables, several
from dueregard.cli.faults import tell
from dueregard.cli.stats_writing import Figures, Form, Output, Value
from dueregard.terms.errors import UsedWrongly

if TYPE_CHECKING:
    from dueregard.analysis.released.table import ReleasedTable
    from dueregard.analysis.stats.values import Estimate
    from dueregard.domain.monitoring.figures import Figure

FILE = typer.Argument(help="Records: CSV, Excel, OpenDocument or Parquet.", metavar="FILE", show_default=False)
AS = typer.Option(
    "--as", help="Which classification a column is; `dueregard classify --list` names them.", metavar="KEY"
)
ANSWER = typer.Option("--answer", help="The answer to a question about a column.", metavar="HEADING=ANSWER")
PLACE = typer.Option("--place", help="Where a wording belongs.", metavar="HEADING:WORDING=CODE")
WHERE = typer.Option("--where", help="Only rows with these values.", metavar="HEADING=VALUE[,VALUE]")
POLICY = typer.Option("--policy", help="Which disclosure policy protects the figures.", metavar="KEY")
THRESHOLD = typer.Option("--threshold", help="Counts below this are unsafe. [default: the policy's]", min=1)
AGES = typer.Option("--age-groups", help="The classification into which ages are put.")
DETAIL = typer.Option("--detail", help="With an outcome, all categories of a classification, not its groups alone.")
SECONDS = typer.Option("--seconds", help="How long protecting and judging may take.", min=1)
ENGINE = typer.Option("--engine", envvar="DUEREGARD_ENGINE", help="duckdb, polars or spark.")
FORM = typer.Option("--format", "-f", help="The form to print in. [default: by the name of --out, else table]")
OUT = typer.Option("--out", "-o", help="Write to this file.", metavar="FILE")
FORCE = typer.Option("--force", help="Replace a file that is there already.")
DEFAULT_POLICY = "special-category-public"


def compare(
    file: Annotated[Path, FILE],
    by: Annotated[str, typer.Option("--by", help="The heading of the column to compare by.")],
    baseline: Annotated[
        str, typer.Option("--baseline", help="An area, to compare with its Census figures.", metavar="AREA")
    ] = "",
    against: Annotated[
        Path | None, typer.Option("--against", help="Another file of records to compare with.", metavar="FILE")
    ] = None,
    wards: Annotated[str, typer.Option("--wards", help="Only these wards of the area.", metavar="A,B")] = "",
    ages: Annotated[str, typer.Option("--ages", help="Only residents of these ages.", metavar="16-64")] = "",
    outcome: Annotated[
        str, typer.Option("--outcome", help="Compare how often this happened.", metavar="HEADING=VALUE[,VALUE]")
    ] = "",
    reference: Annotated[
        str, typer.Option("--reference", help="Compare with this group instead of everyone else.", metavar="GROUP")
    ] = "",
    other: Annotated[
        str, typer.Option("--with", help="Another column about the same people, to see whether the two agree.")
    ] = "",
    kept_as: Annotated[list[str] | None, AS] = None,
    answer: Annotated[list[str] | None, ANSWER] = None,
    place: Annotated[list[str] | None, PLACE] = None,
    where: Annotated[list[str] | None, WHERE] = None,
    policy: Annotated[str, POLICY] = DEFAULT_POLICY,
    threshold: Annotated[int | None, THRESHOLD] = None,
    minimum_base: Annotated[int, typer.Option("--minimum-base", help="Fewest people to say anything of.", min=1)] = 10,
    age_groups: Annotated[str, AGES] = "age_workforce",
    detail: Annotated[bool, DETAIL] = False,
    engine: Annotated[str, ENGINE] = "duckdb",
    seconds: Annotated[float, SECONDS] = 120.0,
    form: Annotated[Form | None, FORM] = None,
    out: Annotated[Path | None, OUT] = None,
    force: Annotated[bool, FORCE] = False,
) -> None:
    """Compare groups with a population, with everyone else, or with a reference group; with intervals and tests."""
    if sum(map(bool, (outcome, baseline or against, other))) != 1:
        raise UsedWrongly(
            "Compare with a population, by an outcome, or with another column.",
            mend="Give one of --baseline, --against, --outcome and --with.",
        )
    if reference and not outcome:
        raise UsedWrongly("A reference group needs an outcome.", mend="Add --outcome HEADING=VALUE.")
    output = Output(form, out, force, str(file))
    output.check()
    wanted = Wanted(
        by=(by, other) if other else (by,),
        crossings=2 if other else 1,
        outcome=_one_outcome(outcome) if outcome else None,
        where=tuple((heading, several(value)) for heading, value in equals(where or [], name="--where")),
        kept_as=as_options(kept_as or [], by=(by, other) if other else (by,)),
        answers=dict(equals(answer or [], name="--answer")),
        wordings=placements(place or []),
        age_groups=age_groups,
        detail=detail or not (outcome or other),
    )
    rules = choose_policy(policy, threshold=threshold)
    on = datetime.now(ZoneInfo("Europe/London")).date()
    tables = released_tables(file, wanted, policy=rules, on=on, engine=engine, seconds=seconds)
    table = tables[-1]
    if other:
        figures = _agreement_figures(table)
    elif outcome:
        figures = _outcome_figures(table, reference=reference, minimum_base=minimum_base)
    else:
        population = (
            _official(table, baseline, wards=several(wards), ages=ages)
            if against is None
            else released_tables(against, wanted, policy=rules, on=on, engine=engine, seconds=seconds)[0]
        )
        figures = _share_figures(table, population, minimum_base=minimum_base, named=baseline or str(against))
    output.write(figures)


def _one_outcome(option: str) -> tuple[str, tuple[str, ...]]:
    ((heading, values),) = equals([option], name="--outcome")
    return heading, several(values)


def _official(table: ReleasedTable, area: str, *, wards: tuple[str, ...], ages: str) -> ReleasedTable:
    """Find the Census table that has the groups of the column."""
    from dueregard.analysis.baselines import areas
    from dueregard.analysis.baselines.ages import Ages
    from dueregard.analysis.baselines.subjects import views
    from dueregard.analysis.baselines.tables import baseline

    place = areas.find(area)
    if wards:
        place = areas.wards(place, wards)
    codes = set(table.dimensions[0].codes)
    range_of_ages = Ages.parse(ages) if ages else None
    best: tuple[int, ReleasedTable | None] = (0, None)
    for subject in dict.fromkeys(view.by for view in views()):
        try:
            found = baseline(place, by=subject, ages=range_of_ages)
        except UsedWrongly:
            continue
        shared = len(codes & set(found.dimensions[0].codes) - {"Total"})
        if shared > best[0]:
            best = (shared, found)
    if best[1] is None:
        raise UsedWrongly(
            "No official figures of this area have these groups.",
            where=table.dimensions[0].label,
            mend="Say with --as which classification the column is; `dueregard baseline list` says what there is.",
        )
    return best[1]


def _share_figures(table: ReleasedTable, population: ReleasedTable, *, minimum_base: int, named: str) -> Figures:
    from dueregard.domain.monitoring import wording
    from dueregard.domain.monitoring.comparison import compare as hold_against

    found = hold_against(
        table,
        against=population,
        dimension=table.dimensions[0].code,
        against_dimension=population.dimensions[0].code,
        minimum_base=minimum_base,
    )
    rows: list[tuple[Value, ...]] = []
    for group in found.groups:
        share = group.representation.share if group.representation else None
        rows.append(
            (
                group.category.code, group.category.label, group.count.value, *_percent(share),
                None if group.population_share is None else group.population_share * 100,
                group.representation.gap_points.value if group.representation else None,
                group.representation.index.value if group.representation else None,
                group.test.p if group.test else None, group.adjusted, group.verdict.value,
            )
        )  # fmt: skip
    for kind, count in found.not_declared.items():
        rows.append((kind.value, kind.value.replace("_", " "), count.value, *[None] * 8, "not in the base"))
    tell(wording.comparison_summary(found, population=f"residents of {named}"))
    seen = [("Group", "Count", "%", "95% interval", "Residents, %", "Finding")]
    for group in found.groups:
        seen.append(
            (
                group.category.label, figure_words(group.count),
                *percent_words(group.representation.share if group.representation else None),
                "" if group.population_share is None else f"{group.population_share * 100:.1f}",
                group.verdict.value.replace("_", " "),
            )
        )  # fmt: skip
    return Figures(
        f"{found.label}: compared with {named}",
        ("group", "label", "count", "percent", "lower95", "upper95", "population_percent", "gap_points", "index", "p",
         "p_adjusted", "finding"),
        tuple(rows),
        (*_sources(table), *_sources(population), *found.cautions, *_base_note(found.base.value)),
        seen=tuple(seen),
    )  # fmt: skip


def _outcome_figures(table: ReleasedTable, *, reference: str, minimum_base: int) -> Figures:
    from dueregard.domain.monitoring.outcomes import compare_outcomes

    dimension, outcome = table.dimensions
    found = compare_outcomes(
        table,
        dimension=dimension.code,
        outcome=outcome.code,
        of="yes",
        reference=_group(table, reference) if reference else None,
        minimum_base=minimum_base,
    )
    rows: list[tuple[Value, ...]] = []
    for rate in found.rates:
        rows.append(
            (
                rate.category.code, rate.category.label, rate.tally.count.value, rate.tally.base.value,
                *_percent(rate.rate), *_percent(rate.gap), rate.ratio.value if rate.ratio else None,
                rate.test.p if rate.test else None, rate.adjusted, rate.standing.value,
                None if rate.can_turn is None else ("yes" if rate.can_turn else "no"),
            )
        )  # fmt: skip
    seen = [("Group", "Count", "Of", "%", "95% interval", "Finding")]
    for rate in found.rates:
        seen.append(
            (
                rate.category.label, figure_words(rate.tally.count), figure_words(rate.tally.base),
                *percent_words(rate.rate), rate.standing.value.replace("_", " "),
            )
        )  # fmt: skip
    held = f"compared with {found.reference.label}" if found.reference else "compared with everyone else"
    return Figures(
        f"{outcome.label}, by {found.label}, {held}",
        ("group", "label", "count", "base", "percent", "lower95", "upper95", "gap_points", "gap_lower95", "gap_upper95",
         "ratio", "p", "p_adjusted", "finding", "unknown_could_turn_it"),
        tuple(rows),
        (*_sources(table), *found.cautions),
        seen=tuple(seen),
    )  # fmt: skip


def _agreement_figures(table: ReleasedTable) -> Figures:
    from dueregard.domain.monitoring.agreement import agreement

    first, second = table.dimensions
    found = agreement(table, first=first.code, second=second.code)
    rows: list[tuple[Value, ...]] = [
        (group.category.code, group.category.label, group.said.value, group.agreed.value, *_percent(group.share))
        for group in found.groups
    ]
    rows.append(("all", "All", found.both_known.value, found.agreed.value, *_percent(found.share)))
    seen = [(found.first, "Said", "Agrees", "%", "95% interval")]
    for group in found.groups:
        seen.append(
            (group.category.label, figure_words(group.said), figure_words(group.agreed), *percent_words(group.share))
        )
    seen.append(("All", figure_words(found.both_known), figure_words(found.agreed), *percent_words(found.share)))
    silent = f"Only “{found.first}” says something of {figure_words(found.only_first)}, only “{found.second}” of "
    kappa = "" if found.kappa is None else f"Beyond chance (kappa): {found.kappa:.2f}."
    return Figures(
        f"Do “{found.first}” and “{found.second}” agree?",
        ("group", "label", "said", "agreed", "percent", "lower95", "upper95"),
        tuple(rows),
        (f"{silent}{figure_words(found.only_second)}.", *([kappa] if kappa else []), *_sources(table), *found.cautions),
        seen=tuple(seen),
    )


def _group(table: ReleasedTable, said: str) -> str:
    over = table.dimensions[0]
    for category in over.categories:
        if said.casefold() in (category.code.casefold(), category.label.casefold()):
            return category.code
    raise UsedWrongly("There is no such group.", where=said, mend=f"There are: {', '.join(over.codes[:25])}.")


def _percent(estimate: Estimate | None) -> tuple[float | None, float | None, float | None]:
    if estimate is None or estimate.value is None:
        return None, None, None
    low, high = estimate.limits.low, estimate.limits.high
    return estimate.value * 100, None if low is None else low * 100, None if high is None else high * 100


def figure_words(figure: Figure) -> str:
    """Write a count, or the mark that stands in its place."""
    if figure.value is not None:
        return f"{figure.value:,}"
    return {"hidden": "[c]", "missing": "[x]", "not_applicable": "[z]"}[figure.gap.value if figure.gap else "missing"]


def percent_words(estimate: Estimate | None) -> tuple[str, str]:
    """Write a percentage and its interval; nothing where there is none."""
    value, low, high = _percent(estimate)
    if value is None or low is None or high is None:
        return "", ""
    return f"{value:.1f}", f"{low:.1f} to {high:.1f}"


def _sources(table: ReleasedTable) -> tuple[str, ...]:
    return tuple(f"{one.title}, {one.period}. {one.attribution}".strip() for one in table.origins)


def _base_note(base: int | None) -> tuple[str, ...]:
    return (f"Shares are of the {base:,} who declared.",) if base is not None else ()
