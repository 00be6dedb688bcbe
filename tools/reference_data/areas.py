"""The areas that have figures: nations, regions, counties, combined authorities, authorities old and new, wards.

The one idea: every area says of which units of the Census it is the sum, so that a council that came after the Census
(Cumberland), a county, a region and a nation are all found in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

NATIONS = {"E": ("E92000001", "England"), "W": ("W92000004", "Wales"), "S": ("S92000003", "Scotland"),
           "N": ("N92000002", "Northern Ireland")}  # fmt: skip
BOTH = ("K04000001", "England and Wales")
LEFT_OUT = ("NECA", "NTCA", "GLA")
"""Combined authorities whose members in the register are not today's, and London, which is a region already."""
MOVED = {"E08000016": "E08000038", "E08000019": "E08000039", "S12000044": "S12000050", "S12000046": "S12000049"}
"""Authorities that only had their code changed: Census code → code of today, or the other way round in Scotland."""

WELSH = {
    "W06000001": "Ynys Môn", "W06000003": "Conwy", "W06000004": "Sir Ddinbych", "W06000005": "Sir y Fflint",
    "W06000006": "Wrecsam", "W06000009": "Sir Benfro", "W06000010": "Sir Gaerfyrddin", "W06000011": "Abertawe",
    "W06000012": "Castell-nedd Port Talbot", "W06000013": "Pen-y-bont ar Ogwr", "W06000014": "Bro Morgannwg",
    "W06000015": "Caerdydd", "W06000018": "Caerffili", "W06000021": "Sir Fynwy", "W06000022": "Casnewydd",
    "W06000024": "Merthyr Tudful",
}  # fmt: skip
"""Names in Welsh that the register does not have."""


def areas(reference: Path) -> pl.DataFrame:
    """Give every area above the ward, with the units that it is the sum of."""
    rows = [*_authorities(reference)]
    rows += _sums(reference, rows)
    order = ["nation", "region", "combined", "county", "authority"]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String), orient="row")
    return frame.sort(pl.col("level").replace_strict(order, [str(n) for n in range(5)]), "code")


def wards(reference: Path) -> pl.DataFrame:
    """Give every ward of December 2022 with its authority."""
    frame = pl.read_csv(reference / "geo" / "ward22_to_lad21.csv")
    return frame.rename({"ward22cd": "code", "ward_name": "name", "lad_code": "authority"}).sort("authority", "code")


def _authorities(reference: Path) -> Iterator[dict[str, str]]:
    register = _register(reference)
    new = pl.read_csv(reference / "geo" / "lookup_ltla22_ltla23.csv").rows(named=True)
    old_codes = {row["ltla22_code"]: row for row in new}
    regions = {r["LADCD"]: r["RGNCD"] or "" for r in _codes(reference)}
    parts: dict[str, list[str]] = {}
    for row in new:
        parts.setdefault(row["ltla23_code"], []).append(row["ltla22_code"])
        if row["ltla23_code"] != row["ltla22_code"]:
            parts.setdefault(row["ltla22_code"], []).append(row["ltla22_code"])
    for code in _celtic(reference):
        parts[code] = [code]
    names = {r["ltla23_code"]: r["ltla23_name"] for r in new} | {c: r["ltla22_name"] for c, r in old_codes.items()}
    names |= {r["LADCD"]: r["LADNM"] for r in _codes(reference) if r["LADCD"] not in names}
    for code, units in parts.items():
        entry = register.get(code, register.get(MOVED.get(code, ""), {}))
        follower = old_codes.get(code, {}).get("ltla23_code", code)
        yield {
            "code": code, "name": names.get(code) or entry["nice-name"], "level": "authority",
            "kind": entry.get("local-authority-type-name") or "", "parts": " ".join(units),
            "region": regions.get(units[0], ""), "nation": NATIONS[code[0]][0],
            "aliases": _aliases(entry, code), "until": entry.get("end-date") or "",
            "successors": follower if follower != code else "",
        }  # fmt: skip
    yield from _gone(reference, register, set(parts))


def _gone(reference: Path, register: dict[str, dict[str, str]], known: set[str]) -> Iterator[dict[str, str]]:
    """Give authorities that ended before the Census: no figures of their own, but a name and a successor."""
    by_letters = {entry["local-authority-code"]: code for code, entry in register.items()}
    for code, entry in register.items():
        if code in known or not entry["end-date"] or not code.startswith(("E06", "E07")):
            continue
        later = [by_letters[letters] for letters in (entry["replaced-by"] or "").split(",") if letters in by_letters]
        later = [by_letters[register[one]["replaced-by"]] if one not in known else one for one in later]
        yield {
            "code": code, "name": entry["nice-name"], "level": "authority",
            "kind": entry["local-authority-type-name"], "parts": "", "region": "", "nation": NATIONS["E"][0],
            "aliases": _aliases(entry, code), "until": entry["end-date"], "successors": " ".join(later),
        }  # fmt: skip


def _sums(reference: Path, rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    units = {row["code"]: row for row in rows if row["parts"] == row["code"] or row["code"] in MOVED.values()}
    units = {row["parts"]: row for row in units.values()}
    register = _register(reference)
    for letter, (code, name) in NATIONS.items():
        members = [unit for unit in units if unit[0] == letter]
        yield _sum(code, name, "nation", "Nation", members, nation=code)
    yield _sum(*BOTH, "nation", "Nations", [u for u in units if u[0] in "EW"])
    region_names = {r["RGNCD"]: r["RGNNM"] for r in _codes(reference) if r["RGNCD"]}
    for code, name in region_names.items():
        members = [unit for unit, row in units.items() if row["region"] == code]
        yield _sum(code, name, "region", "Region", members, nation=NATIONS["E"][0])
    upper = pl.read_csv(reference / "geo" / "lookup_ltla21_utla21.csv").rows(named=True)
    counties = sorted({row["utla21_code"] for row in upper if row["utla21_code"].startswith("E10")})
    members_of = {code: [row["ltla21_code"] for row in upper if row["utla21_code"] == code] for code in counties}
    for code in counties:
        entry = register[code]
        region = units[members_of[code][0]]["region"]
        made = _sum(code, entry["nice-name"], "county", "County", members_of[code], region=region)
        yield made | {"nation": NATIONS["E"][0], "aliases": _aliases(entry, code), "until": entry["end-date"] or ""}
    yield from _combined(register, rows, members_of)


def _combined(
    register: dict[str, dict[str, str]], rows: list[dict[str, str]], counties: dict[str, list[str]]
) -> Iterator[dict[str, str]]:
    parts = {row["code"]: row["parts"].split() for row in rows} | counties
    for code, entry in register.items():
        if entry["local-authority-type"] != "COMB" or entry["local-authority-code"] in LEFT_OUT:
            continue
        members = [
            one for one, other in register.items() if other["combined-authority"] == entry["local-authority-code"]
        ]
        units = sorted({unit for one in members for unit in parts.get(one, parts.get(_before(one), []))})
        name = entry["nice-name"] if "Authority" in entry["nice-name"] else entry["official-name"]
        name = name if "Authority" in name else f"{name} Combined Authority"
        yield _sum(code, name, "combined", "Combined authority", units, nation=NATIONS["E"][0])


def _before(code: str) -> str:
    return next((old for old, new in MOVED.items() if new == code), "")


def _sum(
    code: str, name: str, level: str, kind: str, parts: list[str], *, region: str = "", nation: str = ""
) -> dict[str, str]:
    return {
        "code": code, "name": name, "level": level, "kind": kind, "parts": " ".join(sorted(parts)), "region": region,
        "nation": nation, "aliases": "", "until": "", "successors": "",
    }  # fmt: skip


def _aliases(entry: dict[str, str], code: str) -> str:
    said = [entry.get("official-name") or "", entry.get("local-authority-code") or ""]
    said += (entry.get("alt-names") or "").split(",") + (entry.get("former-gss-codes") or "").split(",")
    said += [WELSH[code]] if code in WELSH else []
    said += [MOVED[code]] if code in MOVED else []
    said += [old for old, new in MOVED.items() if new == code]
    return "|".join(sorted({" ".join(one.split()) for one in said if one.strip()}))


def _register(reference: Path) -> dict[str, dict[str, str]]:
    frame = pl.read_csv(reference / "councils" / "uk_local_authorities_current.csv", infer_schema_length=0)
    return {row["gss-code"]: row for row in frame.rows(named=True) if row["gss-code"]}


def _codes(reference: Path) -> list[dict[str, str]]:
    return pl.read_csv(reference / "geo" / "la_all_codes.csv", infer_schema_length=0).rows(named=True)


def _celtic(reference: Path) -> list[str]:
    folder = reference / "census2021"
    return sorted(
        set(pl.read_csv(folder / "census2022_scotland_council.csv", infer_schema_length=0)["area_code"])
        | set(pl.read_csv(folder / "census2021_northern_ireland_lgd.csv", infer_schema_length=0)["area_code"])
    )
