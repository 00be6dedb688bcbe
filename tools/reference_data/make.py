"""Make the reference figures that ship in the package, from the folder of official files that we were given.

    python tools/reference_data/make.py ../shared/data/reference

Everything is written anew under src/dueregard/analysis/baselines/data, with `manifest.json`, which says for each table
where it comes from and gives the SHA-256 of what went in and what came out. The same files in give the same files out.
Not taken: what is listed in LEFT_OUT, with the reason.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import sys
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).parent))

import areas
from census import OGL, Made, census_tables

OUT = Path(__file__).resolve().parents[2] / "src/dueregard/analysis/baselines/data"
LEFT_OUT = {
    "geo/postcode_to_lad_onspd_nov2025.parquet": "15 MB: a council that wants it keeps it beside the package",
    "health/life_expectancy_by_la_sex_imd_decile.csv": "comes in a package under the GPL",
    "census2021/cross_lad_gender_identity_by_sex.parquet": "gender identity is in development: never crossed",
    "census2021/cross_lad_gender_identity_by_religion.parquet": "gender identity is in development: never crossed",
    "census2021/cross_lad_gender_identity_by_qualification.parquet": "gender identity is in development: never crossed",
    "census2021/cross_ew_gender_identity_by_age_sex.parquet": "gender identity is in development: never crossed",
    "census2021/census2021_lsoa21.parquet": "smaller areas than wards are not offered",
    "census2021/census2021_msoa21_sexual_orientation.parquet": "smaller areas than authorities are not offered for it",
    "gpg/gpg_all_employers.parquet": "employers that are no councils are not needed",
}
LIMIT = 15_000_000
SEPARATE = "geo/postcode_to_lad_onspd_nov2025.parquet"


def main(reference: Path) -> None:
    """Write every table, then the manifest, and refuse to end above the limit."""
    shutil.rmtree(OUT, ignore_errors=True)
    entries = []
    for made in [*census_tables(reference), *_others(reference)]:
        data = _parquet(made.frame)
        entries.append(_entry(made, data, reference))
        _write(made.path, data)
    outlines, entry = _outlines(reference)
    _write("outlines.json.gz", outlines)
    entries.append(entry)
    separate = reference / SEPARATE
    manifest = {
        "attribution": ATTRIBUTION,
        "tables": entries,
        "left_out": [{"input": name, "why": why} for name, why in LEFT_OUT.items()],
        "separate": [{
            "file": separate.name, "sha256": _sha256(separate.read_bytes()), "bytes": separate.stat().st_size,
            "title": "Postcode to authority, ONS Postcode Directory, November 2025", "licence": OGL,
            "attribution": "Contains OS data (c) Crown copyright and database right 2026; contains Royal Mail data "
            "(c) Royal Mail copyright and database right 2026.",
        }],
    }  # fmt: skip
    _write("ATTRIBUTION.txt", (ATTRIBUTION + "\n").encode())
    _write("manifest.json", (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())
    total = sum(path.stat().st_size for path in OUT.rglob("*") if path.is_file())
    if total > LIMIT:
        raise SystemExit(f"{total:,} bytes: more than {LIMIT:,}.")
    print(f"{len(entries)} tables, {total:,} bytes")


ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0. Source: Office for National "
    "Statistics; National Records of Scotland; NISRA; MHCLG; Welsh Government; Scottish Government; Government "
    "Equalities Office. Contains OS data (c) Crown copyright and database right 2026; contains Royal Mail data (c) "
    "Royal Mail copyright and database right 2026. Council register: mySociety, CC BY 4.0."
)


def _others(reference: Path) -> list[Made]:
    """Give the areas, deprivation summaries and councils' pay gap returns."""
    register = reference / "councils" / "uk_local_authorities_current.csv"
    said = {"publisher": "mySociety; Office for National Statistics", "licence": f"CC BY 4.0; {OGL}", "period": "2025"}
    made = [
        Made("areas.parquet", areas.areas(reference), register,
             {"table": "areas", "title": "Areas, with the units each is the sum of"} | said),
        Made("wards.parquet", areas.wards(reference), reference / "geo" / "ward22_to_lad21.csv",
             {"table": "wards", "title": "Wards of December 2022 and their authorities",
              "publisher": "Office for National Statistics", "licence": OGL, "period": "December 2022"}),
    ]  # fmt: skip
    for name, table, title, publisher, period in (
        ("imd2025_england_ltla24", "imd2025_england", "English Indices of Deprivation 2025, by authority",
         "MHCLG", "2025"),
        ("imd2019_england_ltla23", "imd2019_england", "English Indices of Deprivation 2019, by authority",
         "MHCLG", "2019"),
        ("imd2019_wales_ltla22", "imd2019_wales", "Welsh Index of Multiple Deprivation 2019, by authority",
         "Welsh Government", "2019"),
        ("imd2020_scotland_ltla24", "imd2020_scotland", "Scottish Index of Multiple Deprivation 2020, by council",
         "Scottish Government", "2020"),
        ("imd2017_northern_ireland_lgd14", "imd2017_northern_ireland",
         "Northern Ireland Multiple Deprivation Measure 2017, by district", "NISRA", "2017"),
    ):  # fmt: skip
        source = reference / "imd" / f"{name}.csv"
        frame = pl.read_csv(source, infer_schema_length=None)
        frame = frame.rename({frame.columns[0]: "area_code"}).drop("ltla24_name", strict=False).sort("area_code")
        about = {"table": table, "title": title, "publisher": publisher, "licence": OGL, "period": period}
        made.append(Made(f"deprivation/{table}.parquet", frame, source, about))
    source = reference / "gpg" / "gpg_councils.csv"
    dropped = ["PostCode", "SicCodes", "EmployerId", "DueDate", "CurrentName", "la_type", "region"]
    frame = pl.read_csv(source, infer_schema_length=None).drop(dropped, strict=False)
    made.append(Made("pay_gaps.parquet", frame.sort("gss_code", "reporting_year"), source, {
        "table": "pay_gaps", "title": "Gender pay gap returns of councils", "publisher": "Government Equalities Office",
        "licence": OGL, "period": "2017-18, 2019-20, 2021-22 and 2024-25",
        "method": "as the employers returned them; quartiles that do not add to 100 are the returns' own errors",
    }))  # fmt: skip
    return made


def _outlines(reference: Path) -> tuple[bytes, dict[str, object]]:
    """Keep the outlines of today's authorities to three decimals of a degree, without islets, for a map of a region."""
    source = reference / "geo" / "lad_current_buc.geojson"
    kept: dict[str, list[list[list[float]]]] = {}
    for feature in json.loads(source.read_bytes())["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = [_thinned(polygon[0]) for polygon in polygons]
        largest = max(len(ring) for ring in rings)
        kept[feature["properties"]["areacd"]] = [ring for ring in rings if len(ring) > 3 and len(ring) * 12 >= largest]
    data = gzip.compress(json.dumps(kept, separators=(",", ":")).encode(), compresslevel=9, mtime=0)
    about = {"table": "outlines", "title": "Outlines of authorities, ultra-generalised, simplified further by us",
             "publisher": "Office for National Statistics (OS data)", "licence": OGL, "period": "2025"}  # fmt: skip
    return data, about | {
        "file": "outlines.json.gz", "input": str(source.relative_to(reference)), "rows": len(kept),
        "input_sha256": _sha256(source.read_bytes()), "sha256": _sha256(data), "bytes": len(data),
    }  # fmt: skip


def _thinned(ring: list[list[float]]) -> list[list[float]]:
    thin: list[list[float]] = []
    for x, y in ring:
        point = [round(x, 3), round(y, 3)]
        if not thin or point != thin[-1]:
            thin.append(point)
    return thin


def _entry(made: Made, data: bytes, reference: Path) -> dict[str, object]:
    return made.about | {
        "file": made.path, "input": str(made.source.relative_to(reference)), "rows": made.frame.height,
        "input_sha256": _sha256(made.source.read_bytes()), "sha256": _sha256(data), "bytes": len(data),
    } | ({"categories": made.categories} if made.categories else {})  # fmt: skip


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=19)
    return buffer.getvalue()


def _write(name: str, data: bytes) -> None:
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
