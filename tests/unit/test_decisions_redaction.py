"""Is what was withheld really gone from every file, and does the ledger's proof stay valid?"""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from decisions_made_up import ADVICE, AUTHOR, CHECKER, PAPER, QUOTED, document_of, record, with_advice
from dueregard.domain.decisions.bundle import StillThere, bundle_files, zip_of
from dueregard.domain.decisions.overview import overview
from dueregard.domain.decisions.record import Person, Record
from dueregard.domain.decisions.redaction import (
    PARTS,
    Kind,
    Withholding,
    needles,
    parts_of_names,
    redacted,
    still_there,
)
from dueregard.domain.decisions.verify import check_bundle
from dueregard.terms.errors import UsedWrongly
from dueregard.terms.exemptions import exemptions

NAMES = Withholding(Kind.NAMES, "40")
QUOTE = Withholding(Kind.TEXT, "41", QUOTED, "Said in confidence")
AMOUNT = Withholding(Kind.PART, "43", "amount", "The tender is open")
ALL = (NAMES, QUOTE, AMOUNT)
GONE = (
    AUTHOR.name, AUTHOR.email, CHECKER.name, CHECKER.email, QUOTED, "Tansy", "Wimple", "Quillfeather", "Brambleby",
    "120,000", "120000",
)  # fmt: skip


def made_of(made: Record, withheld: tuple[Withholding, ...]) -> dict[str, bytes]:
    cut = redacted(made, withheld)
    return bundle_files(cut, document_of=document_of, withheld=needles(made, withheld))


def words_of(path: str, data: bytes) -> str:
    """Read a file as whoever gets it could: its bytes, the text of its pages, the parts of a package."""
    said = data.decode("utf-8", errors="replace")
    if data.startswith(b"%PDF-") and not path.startswith("papers/"):
        pypdf = pytest.importorskip("pypdf")
        read = pypdf.PdfReader(BytesIO(data))
        said += " ".join(page.extract_text() for page in read.pages) + str(read.metadata)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as parts:
            said += " ".join(
                re.sub(r"<[^>]+>", "", parts.read(name).decode("utf-8", "replace")) for name in parts.namelist()
            )
    if path.endswith((".json", ".jsonl")):
        said += "".join(str(json.loads(line)) for line in ([data] if path.endswith("json") else data.splitlines()))
    return " ".join(said.split()).casefold()


def test_redacted_bundle_holds_nothing_of_what_was_withheld() -> None:
    files = made_of(with_advice(record()), ALL)

    for path, data in files.items():
        said = words_of(path, data)
        for gone in GONE:
            assert gone.casefold() not in said, (path, gone)
    assert PAPER not in files.values()
    assert ADVICE not in files.values()


def test_redacted_control_whole_bundle_holds_it_all() -> None:
    """The search above finds what is there: without this it could find nothing in anything."""
    files = bundle_files(record(), document_of=document_of)

    said = {path: words_of(path, data) for path, data in files.items()}

    for gone in GONE[:5]:
        assert any(gone.casefold() in each for each in said.values()), gone
    assert "quillfeather" in said["everything.pdf"]
    assert "wimple" in said["versions/a-2026-19-version-1.pdf"]
    assert "wimple" in said["ledger/entries.jsonl"]


def test_redacted_names_are_replaced_by_the_same_words_everywhere() -> None:
    files = made_of(record(), ALL)
    page = files["index.html"].decode()

    assert "It was agreed, on the word of Officer 1." in page  # ROSA  QUILLFEATHER, two spaces
    assert "Ask Officer 1" in page  # the e-mail address
    assert page.count("Officer 2") >= 3
    assert json.loads(files["versions/a-2026-19-version-2.json"])["mitigations"][0]["owner"] == "Officer 1"
    assert json.loads(files["versions/a-2026-19-version-1.json"])["engagement"][0]["said"] == "[withheld, section 41]"


def test_redacted_says_what_is_withheld_and_why() -> None:
    page = made_of(record(), ALL)["index.html"].decode()

    for said in (
        "What is not in this copy", "section 40: Personal information", "section 41: Given in confidence",
        "section 43: Commercial interests", "The amount", "The tender is open", "A piece of text",
        "A file as it went out cannot be cut, so it is not in this copy.", "Redacted copy",
    ):  # fmt: skip
        assert said in page, said


def test_redacted_ledger_still_proves(tmp_path: Path) -> None:
    files = made_of(record(), ALL)

    checked = check_bundle(files)

    assert checked.findings == ()
    assert checked.proven is not None
    assert (checked.proven.entries, checked.proven.withheld, checked.proven.erased) == (3, 2, 1)
    assert checked.proven.is_redacted
    assert b'{"personal"' not in files["ledger/entries.jsonl"]


def test_redacted_entry_whose_facts_hold_it_is_left_out_whole() -> None:
    cut = (Withholding(Kind.TEXT, "40", "assessments.agreed"),)

    files = made_of(record(), cut)

    checked = check_bundle(files)
    assert checked.findings == ()
    assert checked.proven is not None
    assert checked.proven.entries == 2  # of five: two hold fingerprints of versions, one the text
    assert b'"left_out":3' in files["ledger/entries.jsonl"]
    assert "3 entries are withheld as a whole" in files["index.html"].decode()


def test_redacted_gives_no_hash_to_try_names_against() -> None:
    """Whoever has all but a name could make every version that there can be, until its hash fits one that is given."""
    made = record()
    known = {version.sha256 for version in made.assessments[0].versions} | {made.papers[0].sha256}

    files = made_of(made, ALL)

    for path, data in files.items():
        assert not [each for each in known if each.encode() in data], path
    assert not [path for path in files if path.endswith(".recorded.json")]


@pytest.mark.parametrize("part", PARTS)
def test_redacted_every_part_can_be_withheld_and_still_makes_a_bundle(part: str) -> None:
    cut = redacted(record(), (Withholding(Kind.PART, "36", part),))

    files = bundle_files(cut, document_of=document_of)

    assert check_bundle(files).findings == ()
    assert PARTS[part] in files["index.html"].decode().replace("&#39;", "'")


def test_redacted_part_is_gone() -> None:
    cut = redacted(
        record(), (Withholding(Kind.PART, "36", "content:engagement"), Withholding(Kind.PART, "36", "comments"))
    )

    files = bundle_files(cut, document_of=document_of)

    for path in ("versions/a-2026-19-version-1.pdf", "everything.pdf", "record.json", "index.html"):
        assert "wimple" not in words_of(path, files[path])
    assert "Comments" not in files["index.html"].decode().replace("Comments while it was written", "")


def test_redacted_refuses_what_cannot_be() -> None:
    with pytest.raises(UsedWrongly, match="Nothing is marked"):
        redacted(record(), ())
    with pytest.raises(UsedWrongly, match="no exemption in section “99”"):
        redacted(record(), (Withholding(Kind.NAMES, "99"),))
    with pytest.raises(UsedWrongly, match="no part “all”"):
        redacted(record(), (Withholding(Kind.PART, "40", "all"),))
    with pytest.raises(UsedWrongly, match="too short"):
        redacted(record(), (Withholding(Kind.TEXT, "40", " a "),))


def test_redacted_makes_nothing_where_it_still_stands() -> None:
    """A word of our own page cannot be taken out of it: the gate refuses, and names the file."""
    with pytest.raises(StillThere, match=r"README\.txt"):
        made_of(record(), (Withholding(Kind.TEXT, "40", "sha256sum"),))


def test_still_there_sees_through_the_form_of_a_file() -> None:
    said = 'the "old\nlibrary" & its cat’s bed'
    wanted = ('"old library" & its cat\'s',)

    files = {
        "a.json": json.dumps({"x": said}).encode(),
        "b.html": b"<p>the &ldquo;old <b>library</b>&rdquo; &amp; its cat's</p>",
        "c.txt": b"the old library",
        "d.pdf": b"packed",
    }

    found = still_there(files, {"d.pdf": said}, wanted)

    assert found == ("a.json", "b.html", "d.pdf")


def test_parts_of_names_that_remain_are_pointed_out() -> None:
    made = record()
    told = replace(made, decision=replace(made.decision, about="Ask Otto, or Mrs Brambleby."))

    assert parts_of_names(told, (NAMES,)) == ("Brambleby", "Otto")
    assert parts_of_names(told, (QUOTE,)) == ()


def test_two_people_with_one_name_are_one_officer() -> None:
    made = record()
    twice = replace(made, people=(AUTHOR, Person("person:9", "rosa  quillfeather"), CHECKER))

    files = made_of(twice, (NAMES,))

    assert "Officer 2" in files["index.html"].decode()
    assert "Officer 3" not in files["index.html"].decode()


def test_zip_of_redacted_holds_nothing_either() -> None:
    packed = zip_of(made_of(record(), ALL), folder="b")

    assert AUTHOR.name.encode() not in packed
    assert packed == zip_of(made_of(record(), ALL), folder="b")


@pytest.mark.parametrize("nation", ["england", "wales", "northern_ireland"])
def test_exemptions_are_sections_of_part_ii(nation: str) -> None:
    assert [each.code for each in exemptions(nation)] == [
        "21", "22", "30", "31", "32", "33", "36", "38", "39", "40", "41", "42", "43", "44"
    ]  # fmt: skip


def test_exemptions_of_scotland_are_of_its_own_act() -> None:
    found = {each.section: each for each in exemptions("scotland")}

    assert list(found) == ["25", "26", "27", "29", "30", "33", "34", "35", "36", "37", "38", "39", "40"]
    # section 2(2): absolute are 25, 26, 36(2), 37, and some of 38(1)
    assert {each.section for each in found.values() if each.public_interest == "no"} == {"25", "26", "37"}
    assert {each.section for each in found.values() if each.public_interest == "part"} == {"36", "38"}
    assert "not a council’s own" in found["29"].words
    assert {each.act.source for each in found.values()} == {"foisa-2002-part-2"}


def test_a_copy_of_scotland_names_its_act_and_section() -> None:
    withheld = (Withholding(Kind.TEXT, "scotland:36", "Otto", "Said to us in confidence"),)
    made = redacted(record(), withheld)

    said = " ".join(str(block) for block in overview(made).blocks)
    readme = made_of(record(), withheld)["README.txt"].decode()

    assert "withheld under the Freedom of Information (Scotland) Act 2002, Part 2." in readme
    assert "Act 2000" not in readme
    assert "the Freedom of Information (Scotland) Act 2002, Part 2" in said
    assert "Freedom of Information Act 2000" not in said
    assert "section 36: Confidentiality" in said
    assert "scotland:36" not in said
