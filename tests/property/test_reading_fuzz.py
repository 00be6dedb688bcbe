"""Broken documents of every format: whatever is done to a file, out come blocks or a plain refusal, and in time.

Each round takes a made-up plan and breaks it: bits, chunks, and for packed formats the XML inside, since most damage to
a zip dies at the zip. The seed is in every failure message; `make deep` runs 20,000 documents, CI 500.
"""

from __future__ import annotations

import random
import re
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import reading_made_up as made
from dueregard.reading.blocks import Blocks, blocks_from_json
from dueregard.reading.limits import DEFAULT, MEGABYTE
from dueregard.reading.read import read_document
from dueregard.reading.readers.sheets import separated
from dueregard.terms.errors import CannotBeRead

SEED = 20260401
_SECONDS = 20


def _flip(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _drop(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randint(1, max(len(data) // 4, 1)) :]


def _double(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    chunk = data[at : at + chance.randint(1, max(len(data) // 4, 1))]
    return data[:at] + chunk * chance.randint(2, 6) + data[at:]


def _odd(data: bytes, chance: random.Random) -> bytes:
    odd = (b"\0", b"\xff\xff\xff\xff", b"-1", b"99999999999", b"<", b"&x;", b"\xed\xa0\x80", b"\xe2\x80\xae", b"'\"")
    at = chance.randrange(len(data))
    return data[:at] + chance.choice(odd) + data[at + chance.randint(0, 4) :]


def _number(data: bytes, chance: random.Random) -> bytes:
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    hit = chance.choice(found)
    return data[: hit.start()] + chance.choice((b"0", b"-5", b"4294967295", b"1e9", b"", b"x")) + data[hit.end() :]


def _element(data: bytes, chance: random.Random) -> bytes:
    tags = list(re.finditer(rb"<[^>]+>", data))
    if len(tags) < 3:
        return data
    one, other = sorted(chance.sample(range(len(tags)), 2))
    first, last = tags[one], tags[other]
    if chance.random() < 0.5:
        return data[: first.start()] + data[last.start() :]
    return data[: last.end()] + data[first.start() : last.end()] + data[last.end() :]


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _drop, _double, _odd, _number, _element)


def _broken(name: str, data: bytes, chance: random.Random) -> bytes:
    if data.startswith(b"PK") and chance.random() < 0.8:
        parts = made.parts_of(data)
        for _ in range(chance.randint(1, 2)):
            part = chance.choice([part for part in parts if part.endswith((".xml", ".rels")) and parts[part]])
            parts[part] = chance.choice(_WAYS)(parts[part], chance) or b"<"
        return made.packed(parts)
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(_WAYS)(data, chance) or b"x"
    return data


@contextmanager
def _watched(what: str) -> Iterator[None]:
    def bark(*_: object) -> None:
        raise AssertionError(f"{what} took longer than {_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, bark)
    signal.alarm(_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _held_to(more: int) -> Iterator[None]:
    """Hold this process to so many more bytes, as the sandbox does: one broken number in a PDF asks for gigabytes."""
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def run(rounds: int, *, seed: int) -> tuple[int, int]:
    """Break and read this many documents; give how many were read and how many refused."""
    plans = {name: make() for name, make in made.PLANS.items()}
    read = refused = 0
    for at in range(rounds):
        chance = random.Random(seed * 1_000_003 + at)
        name = chance.choice(sorted(plans))
        what = f"{name}, seed {seed}, round {at}"
        data = _broken(name, plans[name], chance)
        with _watched(what), _held_to(512 * MEGABYTE):
            try:
                blocks = read_document(data, name=name, limits=DEFAULT)
            except CannotBeRead:
                refused += 1
                continue
            except Exception as fault:
                raise AssertionError(f"{what}: {type(fault).__name__} came out") from fault
        assert isinstance(blocks, Blocks), what
        assert all(len({len(row.cells) for row in table.rows}) == 1 for table in blocks.tables()), what
        assert blocks_from_json(blocks.to_json()) == blocks, what
        read += 1
    return read, refused


@pytest.mark.timeout(300)
def test_broken_documents_are_read_or_refused() -> None:
    read, refused = run(500, seed=SEED)

    assert read > 50, "breaking must leave some documents readable, or the readers are not reached"
    assert refused > 50


@pytest.mark.deep
@pytest.mark.timeout(6 * 3600)
def test_very_many_broken_documents_are_read_or_refused() -> None:
    seed = random.SystemRandom().randrange(10**6)

    read, refused = run(20_000, seed=seed)

    print(f"seed {seed}: {read} read, {refused} refused, 0 crashed, 0 hung")


def test_pdf_that_asks_for_gigabytes_is_refused() -> None:
    """Found by the fuzzer: pdfminer spells out a range of letter widths, however long it says it is."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font "
        b"/Subtype /CIDFontType2 /BaseFont /X "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        b"/FontDescriptor << /Type /FontDescriptor /FontName /X /FontBBox [0 0 1 1] >> /W [0 4294967295 500] >>] >>"
    )
    content = b"BT /F1 12 Tf 72 700 Td <0041> Tj ET"
    data = made.raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
            font,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>",
        ]
    )

    with _held_to(256 * MEGABYTE), pytest.raises(CannotBeRead, match="needed more memory"):
        read_document(data, name="plan.pdf")


def test_the_fuzzer_catches_a_reader_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: a refusal that is no refusal must be noticed."""

    def careless(*_: object, **__: object) -> Blocks:
        raise SystemError("a fault that is not ours")

    monkeypatch.setattr("dueregard.reading.read.damaged", lambda _: KeyError("let out"))
    monkeypatch.setattr(separated, "read", careless)

    with pytest.raises(AssertionError, match="seed 1, round"):
        run(60, seed=1)
