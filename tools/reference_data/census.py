"""Census tables as wide, compact Parquet: one row an area, one column a category, as the source numbers them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

ONS, NRS, NISRA = "Office for National Statistics", "National Records of Scotland", "NISRA"
OGL = "Open Government Licence v3.0"
HOW = {
    "published_ltla": "as published for authorities",
    "published_lad": "as published for authorities",
    "sum_of_output_areas": "sum of output areas",
    "sum_of_lsoa": "sum of lower-layer super output areas",
    "sum_of_msoa": "sum of middle-layer super output areas",
    "best_fit": "best fit from lower-layer super output areas to wards",
}
DROPPED = {"TS002": "TS002P gives the same categories as published"}
"""Tables of authorities for which a better one is there."""
BEST_FIT = ("TS007A", "TS021B")
AUTHORITY = "^[EW]0[6789]"
BY_SEX_AND_AGE = "DC2107EW"


@dataclass(frozen=True, slots=True)
class Made:
    """One table made: where it goes, what stands in it, and what is said about it."""

    path: str
    frame: pl.DataFrame
    source: Path
    about: dict[str, object]
    categories: dict[str, str] = field(default_factory=dict)


def census_tables(reference: Path) -> Iterator[Made]:
    """Give every Census table of England and Wales, Scotland and Northern Ireland."""
    folder = reference / "census2021"
    yield from _long(folder / "census2021_lad.parquet", "authority", 2021)
    yield from _long(folder / "census2021_ward22.parquet", "ward", 2021, titles=folder / "census2021_lad.parquet")
    yield from _long(folder / "census2011_lad.parquet", "authority", 2011)
    yield _religion_by_age_by_sex(folder / "census2011_lad_religion_by_age_by_sex.parquet")
    yield from _crossed(folder)
    yield from _scotland(folder / "census2022_scotland_council.csv")
    yield from _northern_ireland(folder / "census2021_northern_ireland_lgd.csv")


def _long(source: Path, level: str, year: int, titles: Path | None = None) -> Iterator[Made]:
    frame = pl.read_parquet(source).with_columns(pl.col(pl.Categorical).cast(pl.String))
    known = pl.read_parquet(titles).with_columns(pl.col(pl.Categorical).cast(pl.String)) if titles else frame
    if level == "authority":
        # Regions and nations are sums of authorities: they are added up when asked for, and need not be kept.
        frame = frame.filter(pl.col("area_code").str.contains(AUTHORITY))
    for table in sorted(frame["table"].unique()):
        if level == "authority" and table in DROPPED:
            continue
        rows = frame.filter(pl.col("table") == table)
        said = known.filter(pl.col("table").is_in([table, table.rstrip("AB"), f"{table}P"]))
        said = said.filter(pl.col("area_code").str.contains(AUTHORITY)) if titles else rows
        first = said.row(0, named=True)
        method = first["method"].split(" (")[0] if not titles else "sum_of_output_areas"
        method = "best_fit" if level == "ward" and table in BEST_FIT else method
        wide, categories = _widen(rows)
        if table in ("TS007", "QS103EW"):
            wide, categories = _single_years(wide, categories)
        about = {
            "table": table, "year": year, "level": level, "title": first["title"], "unit": first["unit"],
            "base": first["base"], "method": HOW[method], "publisher": ONS, "licence": OGL,
            "period": f"Census {year}", "on": {2021: "2021-03-21", 2011: "2011-03-27"}[year],
        }  # fmt: skip
        yield Made(f"census{year}/{level}/{table}.parquet", wide, source, about, categories)


def _widen(rows: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, str]]:
    pairs = rows.select("category_code", "category").unique().sort("category_code").rows()
    wide = (
        rows.select("area_code", pl.col("category_code").cast(pl.String), pl.col("count").cast(pl.Int32))
        .pivot(on="category_code", index="area_code", values="count")
        .select("area_code", *(str(code) for code, _ in pairs))
        .sort("area_code")
    )
    return wide, {str(code): label for code, label in pairs}


def _single_years(wide: pl.DataFrame, categories: dict[str, str]) -> tuple[pl.DataFrame, dict[str, str]]:
    """Keep the total and the single years, under the year as the code; bands are added up where they are asked for."""
    kept = {"Total": "Total"}
    columns = [pl.col("area_code"), pl.col("1").alias("Total")]
    for code, label in categories.items():
        found = re.fullmatch(r"Aged? (?:under )?(\d+)(?: years?)?(?: and over)?", label)
        if not found or label in ("Aged 4 years and under", "Aged 85 years and over"):
            continue
        year = "0" if "under 1" in label else found[1]
        columns.append(pl.col(code).alias(year))
        kept[year] = label
    if len(columns) != 103:
        raise SystemExit(f"Expected the ages 0 to 100 and a total, found {len(columns) - 2} columns.")
    return wide.select(columns), kept


def _religion_by_age_by_sex(source: Path) -> Made:
    frame = pl.read_parquet(source).with_columns(pl.col(pl.Categorical).cast(pl.String))
    ages = frame["age"].unique().to_list()
    bands = sorted(ages, key=lambda label: int(re.search(r"\d+", label)[0]))  # type: ignore[index]
    code = (
        pl.col("religion") + ":" + pl.col("age").replace_strict(bands, [_band(b) for b in bands]) + ":" + pl.col("sex")
    )
    wide = (
        frame.with_columns(code.alias("category"))
        .pivot(on="category", index="area_code", values="count", sort_columns=True)
        .with_columns(pl.exclude("area_code").cast(pl.Int32))
        .sort("area_code")
    )
    about = _about(2011, BY_SEX_AND_AGE, "Religion by sex by age", "All usual residents", HOW["published_lad"])
    return Made(f"census2011/authority/{BY_SEX_AND_AGE}.parquet", wide, source, about)


def _band(label: str) -> str:
    """Give the ages of a band in words of ours: "Age 85 and over" is "85+".

    >>> _band("Age 5 to 7"), _band("Age 15"), _band("Aged 14 years and under")
    ('5-7', '15', '0-14')
    """
    years = re.findall(r"\d+", label)
    if "under" in label:
        return f"0-{years[0]}"
    return f"{years[0]}+" if "over" in label else "-".join(years)


def _crossed(folder: Path) -> Iterator[Made]:
    for name, table, title, base, columns in (
        ("cross_lad_disability_by_health_by_age", "DISABILITY_HEALTH_AGE", "Disability by general health by age",
         "Usual residents in households", ("Disability - Equality act disabled (4 categories) Code",
         "General health (3 categories) Code", "Age (C) (8 categories)")),
        ("cross_lad_sexual_orientation_by_sex", "ORIENTATION_SEX", "Sexual orientation by sex",
         "Usual residents aged 16 and over", ("Sexual orientation (6 categories) Code", "Sex (2 categories) Code")),
        ("cross_lad_sexual_orientation_by_religion", "ORIENTATION_RELIGION", "Sexual orientation by religion",
         "Usual residents aged 16 and over",
         ("Sexual orientation (6 categories) Code", "Religion (10 categories) Code")),
    ):  # fmt: skip
        source = folder / f"{name}.parquet"
        frame = pl.read_parquet(source)
        if "suppressed" in frame.columns:
            # A figure that the office hid is kept as an empty cell, never as a nought.
            value = pl.when(pl.col("suppressed")).then(None).otherwise(pl.col("Observation"))
            frame = frame.with_columns(value.alias("Observation"))
        parts = [pl.col(column).cast(pl.String) for column in columns]
        if columns[-1].startswith("Age"):
            parts[-1] = parts[-1].map_elements(_band, return_dtype=pl.String)
        wide = (
            frame.with_columns(pl.concat_str(parts, separator=":").alias("category"))
            .rename({"Lower tier local authorities Code": "area_code"})
            .pivot(on="category", index="area_code", values="Observation", sort_columns=True)
            .with_columns(pl.exclude("area_code").cast(pl.Int32))
            .sort("area_code")
        )
        about = _about(2021, table, title, base, "as published for authorities; totals are sums of the cells")
        yield Made(f"census2021/authority/{table}.parquet", wide, source, about | {"empty": "suppressed"})


def _about(year: int, table: str, title: str, base: str, method: str) -> dict[str, object]:
    return {
        "table": table, "year": year, "level": "authority", "title": title, "unit": "person", "base": base,
        "method": method, "publisher": ONS, "licence": OGL, "period": f"Census {year}",
        "on": {2021: "2021-03-21", 2011: "2011-03-27"}[year],
    }  # fmt: skip


def _scotland(source: Path) -> Iterator[Made]:
    frame = pl.read_csv(source, infer_schema_length=None).filter(~pl.col("category").str.starts_with("..."))
    for topic, table, title in (
        ("ethnic", "SCOTLAND_ETHNIC", "Ethnic group"),
        ("religion", "SCOTLAND_RELIGION", "Religion"),
        ("disability", "SCOTLAND_DISABILITY", "Long-term health problem or disability"),
        ("age: all_people", "SCOTLAND_AGE", "Age"),
        ("age: female", "SCOTLAND_AGE_FEMALE", "Age, women and girls"),
        ("age: male", "SCOTLAND_AGE_MALE", "Age, men and boys"),
    ):
        rows = frame.filter(pl.col("topic") == topic)
        wide, categories = _by_label(rows, ages=topic.startswith("age"))
        about = {
            "table": table, "year": 2022, "level": "authority", "title": title, "unit": "person",
            "base": "All people", "method": "sum of data zones", "publisher": NRS, "licence": OGL,
            "period": "Scotland's Census 2022", "on": "2022-03-20",
        }  # fmt: skip
        yield Made(f"census2022/authority/{table}.parquet", wide, source, about, categories)


def _northern_ireland(source: Path) -> Iterator[Made]:
    frame = pl.read_csv(source, infer_schema_length=None)
    for topic, table, title, unit, base in (
        ("ethnic", "NI_ETHNIC", "Ethnic group", "person", "All usual residents"),
        ("religion", "NI_RELIGION", "Religion", "person", "All usual residents"),
        ("age band by sex", "NI_AGE_SEX", "Age band by sex", "person", "All usual residents"),
        ("household disability", "NI_DISABILITY", "Households with a disabled resident", "household", "All households"),
        ("sexual orientation", "NI_ORIENTATION", "Sexual orientation", "person", "Usual residents aged 16 and over"),
    ):
        wide, categories = _by_label(frame.filter(pl.col("topic") == topic))
        about = {
            "table": table, "year": 2021, "level": "authority", "title": title, "unit": unit, "base": base,
            "method": "as published for districts", "publisher": NISRA, "licence": OGL,
            "period": "Census 2021 (Northern Ireland)", "on": "2021-03-21",
        }  # fmt: skip
        yield Made(f"census2021/authority/{table}.parquet", wide, source, about, categories)


def _by_label(rows: pl.DataFrame, *, ages: bool = False) -> tuple[pl.DataFrame, dict[str, str]]:
    """Make tables that come without numbers wide: their categories are numbered in the source's order."""
    labels = rows["category"].unique(maintain_order=True).to_list()
    if ages:
        labels = sorted(labels, key=lambda label: int((re.findall(r"\d+", label) or ["-1"])[0]))
    codes = [str(number) for number in range(1, len(labels) + 1)]
    if ages:
        codes = [_band(label.removesuffix(".0")) if label[0].isdigit() else "Total" for label in labels]
    wide = (
        rows.with_columns(pl.col("category").replace_strict(labels, codes))
        .pivot(on="category", index="area_code", values="count")
        .select("area_code", *(pl.col(code).round().cast(pl.Int32) for code in codes))
        .sort("area_code")
    )
    return wide, dict(zip(codes, labels, strict=True))
