"""Write docs/reference/classifications.md from the data. `python docs/generate_classifications.py`; a test holds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dueregard.terms.characteristics import CHARACTERISTICS
from dueregard.terms.citations import source
from dueregard.terms.classifications.catalogue import classifications
from dueregard.terms.classifications.model import Classification
from dueregard.terms.mappings.schemes import codes, schemes

PAGE = Path(__file__).parent / "reference" / "classifications.md"

_FIRST = """\
# Classifications
Made from the data by `python docs/generate_classifications.py`: do not edit by hand. \
What the words mean: [words](words.md).

A classification is a list of categories with a version and a source. A code is a readable word; the publisher's own \
number stands beside it. A code or a number means nothing without its list: 1 is White British in CORE, Bangladeshi in \
the Census of 2021.

## How values find their category
`dueregard classify FILE --column HEADING --as KEY` puts each value in one of three states.

- **placed**: someone decided so before (`--remembered`), a named scheme has its code (`--scheme`), or its wording is \
listed. Case, spaces, dashes, punctuation and "&" do not matter; no word is ever dropped.
- **proposed**: it is like a listed wording ("Pakastani"), names a group ("Asian"), or may be more than one thing \
("African", "N/A"). A person decides; nothing is filled in.
- **unplaced**: nothing known. It stays in the counts as unplaced.

Four answers stay four: prefer not to say (asked and declined), not known (no answer on record), not asked, does not \
apply. An empty cell is "not known".

A step from one list to another says its quality: **exact**, the same people; **narrower**, a part of the category; \
**broader**, it also holds people whom the category does not ("Any other White" of 2001 holds Gypsy, Roma and Irish \
Traveller people).

The report tells rows in bands and sums rounded to the threshold (10 unless `--threshold` says otherwise). A rare \
value that is like nothing known may be free text about a person: it is counted but shown only with `--show-all`.

    dueregard classify staff.csv --column "Ethnic Origin" --as ethnic_group_19 --questions todo.json
    dueregard classify staff.csv --column "Ethnic Origin" --as ethnic_group_19 --remembered todo.json --out coded.csv
    dueregard classify nhs.csv --column "Ethnic category" --as ethnic_group_5 --scheme nhs

The file of decisions is JSON or TOML, value to code: `{"ethnic_group_19": {"Pakastani": "pakistani"}}`. Exit codes: 0 \
done, 2 no such column or classification (the columns are listed), 3 nothing in the column is known, 4 the file cannot \
be read.
"""

_STANDING = {
    "statutory": "set by law",
    "official": "official statistics",
    "in_development": "official statistics in development",
    "harmonised": "harmonised standard of government",
    "scheme": "coding scheme of an administration",
    "custom": "custom and practice",
    "local": "the council's own question",
}


def page() -> str:
    """Give the page as it should be."""
    return _FIRST + "\n" + "\n".join([*_by_characteristic(), *_schemes()]) + "\n"


def _by_characteristic() -> Iterator[str]:
    for code, characteristic in CHARACTERISTICS.items():
        found = [one for one in classifications().values() if one.characteristic == code]
        if found:
            yield f"## {characteristic.label}" + (" (local: not in the Act)" if characteristic.local else "")
            for one in found:
                yield from _one(one)


def _one(one: Classification) -> Iterator[str]:
    yield f"### `{one.key}`"
    nearly = "It comes near the characteristic, and is not what the Act means by it. " if one.near else ""
    unfit = [said for said, may in (("wards", one.wards), ("crossings", one.crossings)) if not may]
    limits = f"Not for {' or '.join(unfit)}. " if unfit else ""
    ages = f"For people aged {one.ages_from} and over. " if one.ages_from else ""
    yield f"{one.title}: {_STANDING[one.standing]}. {nearly}{limits}{ages}Source: {source(one.source).in_words()}."
    yield ""
    for sentence in one.cautions:
        yield f"> {sentence}"
        yield ">"
    if one.cautions:
        yield ""
    if len(one.values) > 30:
        yield f"{len(one.values)} categories: `dueregard classify --list --as {one.key}`."
        yield ""
        return
    if one.characteristic == "age":
        yield f"Bands: {'; '.join(f'`{band.code}`' for band in one.values)}."
        yield ""
        return
    yield "| code | category | part of | official code |"
    yield "|---|---|---|---|"
    for category in one.categories:
        kind = " (group)" if category.kind == "group" else " (no answer)" if category.kind != "value" else ""
        yield f"| `{category.code}` | {category.label}{kind} | {category.parent or ''} | {category.official} |"
    yield ""


def _schemes() -> Iterator[str]:
    yield "## Coding schemes"
    yield "Named with `--scheme`; never guessed from the codes."
    yield ""
    for one in schemes().values():
        also = f" (also {', '.join(f'`{name}`' for name in one.aliases)})" if one.aliases else ""
        yield f"### `{one.key}`{also}"
        yield f"{one.title}. Source: {source(one.source).in_words()}."
        yield ""
        if len(one.into) > 1:
            yield f"The official codes of {', '.join(f'`{key}`' for key in one.into)}."
            yield ""
            continue
        target = "ethnic_group_19" if one.into[0] in ("ethnic_group_16", "ethnic_group_1991") else one.into[0]
        yield f"| code | its words | in `{target}` | quality | note |"
        yield "|---|---|---|---|---|"
        for code, (label, step) in codes(one.key, target).items():
            yield f"| {code} | {label} | {step.code or 'not placed'} | {step.quality or ''} | {step.note} |"
        yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
