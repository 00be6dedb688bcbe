"""`dueregard stats …`: rates, intervals, standardised figures, inequality, funnels, life tables, weights from a file.

The one idea: these work on figures that are already yours, and give figures back; they protect nothing and release
nothing. What is to be published about people goes through `dueregard count` and `release`.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dueregard.cli.stats_writing import Form, Output
from dueregard.terms.errors import NothingOfTheKind, UsedWrongly

_HELP = (
    "Statistics of counts that you already hold: rates with intervals, standardised rates, inequality, funnels, life "
    "expectancy, survey weights. Nothing is protected here: what comes out is not a release."
)
app = typer.Typer(help=_HELP, no_args_is_help=True)

_File = Annotated[
    str,
    typer.Argument(
        help="A CSV, Excel or ODS file, or - for a CSV from standard input.", metavar="FILE", show_default=False
    ),
]
_Form = Annotated[
    Form | None,
    typer.Option("--format", "-f", help="The form to print. [default: by --out; table on a terminal, else csv]"),
]
_Out = Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file.", metavar="FILE")]
_Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]
_Numerator = Annotated[str, typer.Option("--numerator", help="The column of counts.", metavar="COLUMN")]
_Denominator = Annotated[
    str, typer.Option("--denominator", help="The column of people (or other base).", metavar="COLUMN")
]
_Value = Annotated[str, typer.Option("--value", help="The column of values.", metavar="COLUMN")]
_Group = Annotated[
    list[str] | None,
    typer.Option(
        "--group", help="A column to group by; may be given again. [default: those that hold words]", metavar="COLUMN"
    ),
]
_Levels = Annotated[
    list[float] | None,
    typer.Option(
        "--confidence",
        help="The confidence of limits in percent; may be given again. [default: 95 and 99.8]",
        metavar="PERCENT",
    ),
]


class FunnelKind(StrEnum):
    """What a funnel is drawn of."""

    PROPORTION = "proportion"
    RATIO = "ratio"
    RATE = "rate"


class InequalityKind(StrEnum):
    """What the values are whose inequality is asked for."""

    NORMAL = "normal"
    RATE = "rate"
    PROPORTION = "proportion"


class LimitsKind(StrEnum):
    """How the limits of an index of inequality are made."""

    SIMULATED = "simulated"
    CLOSED = "closed"


class RelativeKind(StrEnum):
    """Which relative index of inequality is given."""

    LAST_OVER_FIRST = "last-over-first"
    FIRST_OVER_LAST = "first-over-last"
    RISE_OVER_MEAN = "rise-over-mean"


@app.command()
def proportion(
    file: _File,
    numerator: _Numerator = "",
    denominator: _Denominator = "",
    per: Annotated[float, typer.Option(help="The unit: 100 for percent, 1 for a share.")] = 100,
    confidence: _Levels = None,
    form: _Form = None,
    out: _Out = None,
    force: _Force = False,
) -> None:
    """Shares of each row, with Wilson's limits. Your own counts: nothing is protected."""
    from dueregard.cli.stats_reading import read_frame
    from dueregard.cli.stats_rows import Columns, proportions

    to, levels = _output(form, out, force, file), _levels(confidence)
    to.write(proportions(read_frame(file), Columns(numerator, denominator), per=_unit(per), levels=levels))


@app.command()
def rate(
    file: _File,
    numerator: _Numerator = "",
    denominator: _Denominator = "",
    per: Annotated[float, typer.Option(help="The unit: per so many.")] = 100_000,
    confidence: _Levels = None,
    form: _Form = None,
    out: _Out = None,
    force: _Force = False,
) -> None:
    """Rates of each row, with Byar's limits, or exact ones below 10 events."""
    from dueregard.cli.stats_reading import read_frame
    from dueregard.cli.stats_rows import Columns, rates

    to, levels = _output(form, out, force, file), _levels(confidence)
    to.write(rates(read_frame(file), Columns(numerator, denominator), per=_unit(per), levels=levels))


@app.command()
def limits(
    file: _File,
    numerator: _Numerator = "",
    denominator: _Denominator = "",
    form: _Form = None,
    out: _Out = None,
    force: _Force = False,
) -> None:
    """Wilson's limits of each share (95% and 99.8%) and Byar's of its count (95%), as plain numbers."""
    from dueregard.cli.stats_reading import read_frame
    from dueregard.cli.stats_rows import Columns
    from dueregard.cli.stats_rows import limits as worked_out

    to = _output(form, out, force, file)
    to.write(worked_out(read_frame(file), Columns(numerator, denominator)))


@app.command()
def mean(
    file: _File,
    value: _Value = "",
    group: _Group = None,
    confidence: _Levels = None,
    form: _Form = None,
    out: _Out = None,
    force: _Force = False,
) -> None:
    """Means of each group's values, with Student's limits."""
    from dueregard.cli.stats_groups import means
    from dueregard.cli.stats_reading import read_frame
    from dueregard.cli.stats_rows import Columns

    to, levels = _output(form, out, force, file), _levels(confidence)
    to.write(means(read_frame(file), Columns(value=value, group=tuple(group or ())), levels=levels))


@app.command()
def dsr(
    file: _File,
    numerator: _Numerator = "",
    denominator: _Denominator = "",
    standard: Annotated[
        str, typer.Option(help="The column of the standard population. [default: ESP 2013]", metavar="COLUMN")
    ] = "",
    repeats: Annotated[
        list[str] | None,
        typer.Option(
            help="Columns of people with one, two, three … events, in this order, where people may have several.",
            metavar="COLUMN",
        ),
    ] = None,
    group: _Group = None,
    per: Annotated[float, typer.Option(help="The unit: per so many.")] = 100_000,
    confidence: _Levels = None,
    form: _Form = None,
    out: _Out = None,
    force: _Force = False,
) -> None:
    """Directly standardised rates of each group, with Dobson's limits; none below 10 events."""
    from dueregard.cli.stats_groups import direct_rates
    from dueregard.cli.stats_reading import read_frame
    from dueregard.cli.stats_rows import Columns

    to, levels = _output(form, out, force, file), _levels(confidence)
    columns = Columns(numerator, denominator, group=tuple(group or ()))
    per, several = _unit(per), tuple(repeats or ())
    to.write(direct_rates(read_frame(file), columns, standard=standard, repeats=several, per=per, levels=levels))


_Reference = Annotated[
    str, typer.Option("--reference", help="The file of the reference: events and people by band.", metavar="FILE")
]
_By = Annotated[
    str, typer.Option("--by", help="The column of bands in both files. [default: age and the like]", metavar="COLUMN")
]


@app.command()
def smr(
    file: _File,
    reference: _Reference = "",
    by: _By = "",
    numerator: _Numerator = "",
    denominator: _Denominator = "",
    group: _Group = None,
    per: Annotated[float, typer.Option(help="The unit: 1, or 100 for a ratio in percent.")] = 1,
    confidence: _Levels = None,
    form: _Form = None,
    out: _Out = None,
    force: _Force = False,
) -> None:
    """Indirectly standardised ratios: observed over expected at the reference's rates."""
    _indirect(
        file,
        reference,
        by,
        numerator,
        denominator,
        group,
        _unit(per),
        confidence,
        _output(form, out, force, file),
        False,
    )


@app.command()
def israte(
    file: _File,
    reference: _Reference = "",
    by: _By = "",
    numerator: _Numerator = "",
    denominator: _Denominator = "",
    group: _Group = None,
    per: Annotated[float, typer.Option(help="The unit: per so many.")] = 100_000,
    confidence: _Levels = None,
    form: _Form = None,
    out: _Out = None,
    force: _Force = False,
) -> None:
    """Indirectly standardised rates: the ratio times the reference's crude rate."""
    _indirect(
        file,
        reference,
        by,
        numerator,
        denominator,
        group,
        _unit(per),
        confidence,
        _output(form, out, force, file),
        True,
    )


@app.command()
def sii(
    file: _File,
    kind: Annotated[InequalityKind, typer.Option("--type", help="What the values are.")] = InequalityKind.NORMAL,
    transform: Annotated[
        bool, typer.Option("--transform", help="Fit to logarithms (rates) or log odds (proportions).")
    ] = False,
    multiplier: Annotated[float, typer.Option(help="Multiply the slope; -1 turns both indices over.")] = 1,
    relative: Annotated[RelativeKind, typer.Option(help="Which relative index.")] = RelativeKind.LAST_OVER_FIRST,
    limits: Annotated[LimitsKind, typer.Option(help="How limits are made.")] = LimitsKind.SIMULATED,
    draws: Annotated[int, typer.Option(min=1000, max=10_000_000, help="How often chance is drawn.")] = 100_000,
    seed: Annotated[int, typer.Option(min=0, help="Where chance begins: the same seed gives the same limits.")] = 1,
    confidence: Annotated[float, typer.Option(help="The confidence of limits.", metavar="PERCENT")] = 95,
    quantile: Annotated[str, typer.Option(help="The column of quantiles, most deprived 1.", metavar="COLUMN")] = "",
    value: _Value = "",
    denominator: _Denominator = "",
    error: Annotated[str, typer.Option(help="The column of standard errors.", metavar="COLUMN")] = "",
    low: Annotated[str, typer.Option(help="The column of lower 95% limits.", metavar="COLUMN")] = "",
    high: Annotated[str, typer.Option(help="The column of upper 95% limits.", metavar="COLUMN")] = "",
    group: _Group = None,
    form: _Form = None,
    out: _Out = None,
    force: _Force = False,
) -> None:
    """Slope and relative index of inequality over quantiles of deprivation."""
    from dueregard.analysis.stats.inequality import Relative
    from dueregard.cli.stats_groups import InequalityAsked, inequalities
    from dueregard.cli.stats_reading import read_frame
    from dueregard.cli.stats_rows import Columns

    to = _output(form, out, force, file)
    asked = InequalityAsked(
        kind=kind.value,
        transform=transform,
        multiplier=multiplier,
        relative=Relative(relative.value.replace("-", " ")),
        is_simulated=limits is LimitsKind.SIMULATED,
        draws=draws,
        seed=seed,
        quantile=quantile,
        error=error,
        low=low,
        high=high,
    )
    columns = Columns(denominator=denominator, value=value, group=tuple(group or ()))
    to.write(inequalities(read_frame(file), columns, asked=asked, level=_levels([confidence])[0]))


@app.command()
def funnel(
    file: _File,
    kind: Annotated[
        FunnelKind | None,
        typer.Option("--type", help="Of what. [default: ratio where events are expected, else proportion]"),
    ] = None,
    significance: Annotated[
        bool, typer.Option("--significance", help="Say where each row stands, not the limits.")
    ] = False,
    widen: Annotated[
        bool, typer.Option("--widen", help="Widen for differences beyond chance (overdispersion).")
    ] = False,
    numerator: _Numerator = "",
    denominator: _Denominator = "",
    expected: Annotated[str, typer.Option(help="The column of expected events.", metavar="COLUMN")] = "",
    form: _Form = None,
    out: _Out = None,
    force: _Force = False,
) -> None:
    """Limits of a funnel plot, or where each place stands in it."""
    from dueregard.cli.stats_reading import read_frame
    from dueregard.cli.stats_rows import Columns
    from dueregard.cli.stats_rows import funnel as worked_out

    to = _output(form, out, force, file)
    columns = Columns(numerator, denominator)
    of = kind.value if kind else ""
    to.write(worked_out(read_frame(file), columns, kind=of, significance=significance, widen=widen, expected=expected))


@app.command("life-expectancy")
def life_expectancy(
    file: _File,
    numerator: _Numerator = "",
    denominator: _Denominator = "",
    start_age: Annotated[str, typer.Option(help="The column of ages at which bands begin.", metavar="COLUMN")] = "",
    group: _Group = None,
    confidence: _Levels = None,
    form: _Form = None,
    out: _Out = None,
    force: _Force = False,
) -> None:
    """Life expectancy at twenty ages, with the limits of Silcocks and others."""
    from dueregard.cli.stats_groups import life_tables
    from dueregard.cli.stats_reading import read_frame
    from dueregard.cli.stats_rows import Columns

    to, levels = _output(form, out, force, file), _levels(confidence)
    columns = Columns(numerator, denominator, group=tuple(group or ()))
    to.write(life_tables(read_frame(file), columns, start=start_age, levels=levels))


@app.command()
def quantile(
    file: _File,
    parts: Annotated[int, typer.Option(min=1, help="How many quantiles: 10, 5, 4.")] = 10,
    invert: Annotated[bool, typer.Option("--invert", help="Let the lowest quantile hold the highest values.")] = False,
    value: _Value = "",
    group: Annotated[
        list[str] | None, typer.Option("--group", help="Rank within the groups of this column.", metavar="COLUMN")
    ] = None,
    form: _Form = None,
    out: _Out = None,
    force: _Force = False,
) -> None:
    """The fifth, tenth or other part into which each row falls, by rank."""
    from dueregard.cli.stats_reading import read_frame
    from dueregard.cli.stats_rows import Columns, by_quantile

    to = _output(form, out, force, file)
    columns = Columns(value=value, group=tuple(group or ()))
    to.write(by_quantile(read_frame(file), columns, parts=parts, invert=invert))


@app.command()
def rake(
    file: _File,
    targets: Annotated[str, typer.Option(help='JSON: {"sex": {"Female": 0.51, "Male": 0.49}, …}.', metavar="FILE")],
    identifier: Annotated[str, typer.Option("--id", help="The column that names each row.", metavar="COLUMN")] = "",
    weight: Annotated[str, typer.Option(help="The column of weights to begin with.", metavar="COLUMN")] = "",
    cap: Annotated[
        tuple[float, float] | None, typer.Option(help="Least and most weight while raking, as multiples of the mean.")
    ] = None,
    trim: Annotated[
        tuple[float, float] | None, typer.Option(help="Cut weights to this range once, at the end.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How many rounds at most.")] = 1000,
    diagnosis: Annotated[Path | None, typer.Option(help="Write the whole diagnosis as JSON.", metavar="FILE")] = None,
    form: _Form = None,
    out: _Out = None,
    force: _Force = False,
) -> None:
    """Weights that make a survey agree with known margins, and why that fails where it does (exit code 3)."""
    from dueregard.analysis.stats.raking import RakeRule
    from dueregard.cli.files import check_can_write, write_output
    from dueregard.cli.stats_rake import as_json, raked, read_targets
    from dueregard.cli.stats_reading import read_frame

    to = _output(form, out, force, file)
    if diagnosis is not None:
        check_can_write(diagnosis, force=force, source=file)
    rule = RakeRule(caps=cap, trim=trim, most_sweeps=rounds)
    shares = read_targets(targets)
    figures, found = raked(read_frame(file), shares, identifier=identifier, weight=weight, rule=rule)
    if diagnosis is not None:
        write_output(diagnosis, as_json(found), force=force, source=file)
    to.write(figures)
    if not found.is_met and trim is None:
        raise NothingOfTheKind("No weights meet all margins; those written come nearest.")


def _indirect(
    file: str,
    reference: str,
    by: str,
    numerator: str,
    denominator: str,
    group: list[str] | None,
    per: float,
    confidence: list[float] | None,
    to: Output,
    as_rate: bool,
) -> None:
    from dueregard.cli.stats_groups import indirect
    from dueregard.cli.stats_reading import read_frame
    from dueregard.cli.stats_rows import Columns

    levels = _levels(confidence)
    columns = Columns(numerator, denominator, group=tuple(group or ()))
    held_against = read_frame(reference) if reference else None
    to.write(
        indirect(read_frame(file), columns, reference=held_against, by=by, per=per, levels=levels, as_rate=as_rate)
    )


def _output(form: Form | None, out: Path | None, force: bool, source: str) -> Output:
    to = Output(form, out, force, source)
    to.check()
    return to


def _levels(percents: list[float] | None) -> tuple[float, ...]:
    percents = percents or [95.0, 99.8]
    if any(not 0 < percent < 100 for percent in percents):
        raise UsedWrongly("A confidence lies between 0 and 100 percent.", mend="Write it as 95.")
    if len(set(percents)) < len(percents):
        raise UsedWrongly("A confidence is given twice.")
    return tuple(round(percent, 10) / 100 for percent in percents)


def _unit(per: float) -> float:
    if not 0 < per < float("inf"):
        raise UsedWrongly("The unit is a number above nought.", mend="Write it as 100 or 100000.")
    return per
