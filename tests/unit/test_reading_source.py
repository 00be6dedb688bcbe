"""What a file is, told by what it holds; what is never taken, and why."""

from __future__ import annotations

import pytest

import reading_made_up as made
from dueregard.reading.limits import Limits
from dueregard.reading.read import read_document
from dueregard.reading.source import Source, decode, sniff
from dueregard.terms.errors import CannotBeRead


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("plan.docx", "docx"),
        ("plan.xlsx", "xlsx"),
        ("plan.ods", "ods"),
        ("plan.pdf", "pdf"),
        ("plan.html", "html"),
        ("plan.csv", "csv"),
        ("plan.txt", "text"),
    ],
)
def test_sniff_by_contents(name: str, format: str) -> None:
    data = made.PLANS[name]()

    assert sniff(Source(data, name)).format == format
    assert sniff(Source(data, "no-ending")).format == format


@pytest.mark.parametrize("name", sorted(made.PLANS))
def test_sniff_notes_wrong_ending(name: str) -> None:
    wrong = "plan.pdf" if name != "plan.pdf" else "plan.docx"

    found = sniff(Source(made.PLANS[name](), wrong))

    assert found.warnings[0].startswith(f"The file is called {wrong} but is ")
    assert sniff(Source(made.PLANS[name](), name)).warnings == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b" \r\n\0\0", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\x0d", "a picture"),
        (b"MZ\x90\x00", "a program"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "a packed folder"),
        (b"\x00\x01\x02\x03" * 400, "no document that we know"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "MHT"),
        (b"<?xml version='1.0'?><plan/>", "an XML file"),
        (made.packed({"a.txt": b"hello"}), "a packed folder (zip) or a damaged document"),
        (made.packed({"mimetype": b"application/epub+zip"}), "an e-book"),
        (made.packed({"mimetype": b"application/vnd.oasis.opendocument.presentation"}), "presentation"),
        (made.compound({"PowerPoint Document": b""}), "a set of slides"),
        (made.compound({"Something": b""}), "an e-mail or an older office file"),
    ],
)
def test_sniff_refuses(data: bytes, words: str) -> None:
    with pytest.raises(CannotBeRead) as refused:
        sniff(Source(data, "file.bin"))

    assert words in refused.value.message
    assert refused.value.mend


@pytest.mark.parametrize(
    "data",
    [
        made.compound({"EncryptedPackage": b""}),
        made.compound({"WordDocument": b"\xec\xa5\xc1\x00" + b"\0" * 6 + b"\x00\x13"}),
        made.encrypted_flag(made.word_plan()),
        made.packed(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
                "content.xml": b"?",
            }
        ),
    ],
    ids=["office", "doc", "zip", "odf"],
)
def test_sniff_locked(data: bytes) -> None:
    with pytest.raises(CannotBeRead) as refused:
        sniff(Source(data, "plan.docx"))

    assert refused.value.message == "The file is locked with a password."
    assert refused.value.mend is not None
    assert "remove the password" in refused.value.mend


@pytest.mark.parametrize("words", ["BME staff", "MZ is a code", "RIFF", "BZh", "GIF89a", "PK is a name", "%PDF"])
def test_words_that_begin_like_another_kind_are_words(words: str) -> None:
    assert sniff(Source(f"{words} are asked each year.".encode(), "a.txt")).format == "text"


def test_sniff_old_files() -> None:
    assert sniff(Source(made.compound({"WordDocument": b""}), "a.doc")).format == "doc"
    assert sniff(Source(made.compound({"Workbook": b""}), "a.xls")).format == "xls"
    assert sniff(Source(b"{\\rtf1 hello}", "a.rtf")).format == "rtf"


def test_sniff_json_and_what_only_looks_like_it() -> None:
    assert sniff(Source(b'\xef\xbb\xbf {"actions": []}', "plan.json")).format == "json"
    assert sniff(Source(b"[See note] We will train staff.", "a.txt")).format == "text"
    assert sniff(Source(b"[" * 100_000, "a.json")).format == "text"


def test_size_is_checked_first() -> None:
    limits = Limits(file_bytes=1000)

    with pytest.raises(CannotBeRead, match="MB") as refused:
        read_document(b"x" * 1001, name="plan.txt", limits=limits)

    assert "pictures" in str(refused.value)
    assert read_document(b"x" * 1000, name="plan.txt", limits=limits).format == "text"


def test_truncated_files_are_damaged() -> None:
    for name in ("plan.docx", "plan.xlsx", "plan.ods", "plan.pdf"):
        data = made.PLANS[name]()
        for part in (0.1, 0.5, 0.9):
            with pytest.raises(CannotBeRead):
                read_document(data[: int(len(data) * part)], name=name)


@pytest.mark.parametrize(
    ("data", "text", "encoding", "guessed"),
    [
        ("Café".encode(), "Café", "UTF-8", False),
        (b"\xef\xbb\xbf" + "Café".encode(), "Café", "UTF-8", False),
        (b"\xff\xfe" + "Café".encode("utf-16-le"), "Café", "UTF-16-LE", False),
        (b"\xfe\xff" + "Café".encode("utf-16-be"), "Café", "UTF-16-BE", False),
        ("Café – “yes”".encode("cp1252"), "Café – “yes”", "Windows-1252", True),
    ],
)
def test_decode(data: bytes, text: str, encoding: str, guessed: bool) -> None:
    decoded = decode(data)

    assert (decoded.text, decoded.encoding, decoded.guessed) == (text, encoding, guessed)


def test_document_carries_name_and_fingerprint() -> None:
    blocks = read_document(b"Plan", name="a.txt")

    assert blocks.name == "a.txt"
    # by sha256sum of coreutils
    assert blocks.sha256 == "fa8ed0bdabdd6bcb1c0746f1d3e15212f7f3439d74339fbaaf16c60c0a80fb8e"
