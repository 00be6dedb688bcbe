"""Is a touched ledger always found, and do two verifiers written apart always agree? trust.md section 5, rows 8 and 9.

Each way of touching is drawn by Hypothesis; the judge is the program and `tools/verify_ledger.py`, both with
a checkpoint that was signed before. Short in CI, at full length in `make deep`.
"""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dueregard.domain.ledger import bundles
from dueregard.domain.ledger.entries import sealed
from dueregard.domain.ledger.keys import new_signing_key
from dueregard.domain.ledger.verify import Head, Outside, Row
from ledger_made_up import (
    VERIFY_KEY,
    bundle,
    checkpoint,
    lines_of,
    made_up_rows,
    resealed,
)

ROOT = Path(__file__).resolve().parents[2]


def load_one_file() -> ModuleType:
    """Load the verifier that council staff run by itself."""
    spec = importlib.util.spec_from_file_location("verify_ledger", ROOT / "tools" / "verify_ledger.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ONE_FILE = load_one_file()
ROWS = made_up_rows(16, erasing=True)
OUTSIDE = (checkpoint(ROWS, size=8), checkpoint(ROWS))
DATA = bundle(ROWS)


def ours(data: bytes, *, notes: tuple[str, ...] = OUTSIDE) -> list[tuple[str, int]]:
    """Give what the program finds."""
    verdict = bundles.check(lines_of(data), outside=Outside(checkpoints=notes, key=VERIFY_KEY))
    return sorted((finding.fault.value, finding.number) for finding in verdict.findings)


def theirs(data: bytes, *, notes: tuple[str, ...] = OUTSIDE) -> list[tuple[str, int]]:
    """Give what the one file finds."""
    _, wrong = ONE_FILE.examine(lines_of(data), str(VERIFY_KEY), list(notes))
    return sorted((fault, number) for fault, number, _ in wrong)


def judged(data: bytes, *, notes: tuple[str, ...] = OUTSIDE) -> list[tuple[str, int]]:
    """Give what both find, having made sure that it is the same."""
    found = ours(data, notes=notes)
    assert theirs(data, notes=notes) == found
    return found


Touch = Callable[[tuple[Row, ...], random.Random], tuple[Row, ...]]


def edit(rows: tuple[Row, ...], dice: random.Random) -> tuple[Row, ...]:
    """Change one field of one entry."""
    place = dice.randrange(len(rows))
    entry = rows[place].entry
    changes = dice.choice(
        [
            {"facts": {**entry.facts, "to": "something kinder"}},
            {"by": "person:77"},
            {"kind": "plans.action_dropped"},
            {"subject": "plans.action:77"},
            {"at": "2020-01-01T00:00:00.000000Z"},
            {"previous_hash": "0" * 64},
            {"hash": "0" * 64},
            {"commitments": {**entry.commitments, "extra": "0" * 64}},
            {"number": entry.number + dice.randint(1, 5)},
        ]
    )
    return (*rows[:place], replace(rows[place], entry=replace(entry, **changes)), *rows[place + 1 :])


def edit_with_right_hash(rows: tuple[Row, ...], dice: random.Random) -> tuple[Row, ...]:
    """Change one entry and make its own hash right."""
    place = dice.randrange(len(rows))
    entry = sealed(replace(rows[place].entry, facts={"to": "something kinder"}))
    return (*rows[:place], replace(rows[place], entry=entry), *rows[place + 1 :])


def rewrite(rows: tuple[Row, ...], dice: random.Random) -> tuple[Row, ...]:
    """Change one entry and make every hash from there right."""
    place = dice.randrange(len(rows))
    return resealed(_kinder(rows, place), start=place + 1)


def _kinder(rows: tuple[Row, ...], place: int) -> tuple[Row, ...]:
    entry = replace(rows[place].entry, facts={"to": "something kinder"})
    return (*rows[:place], replace(rows[place], entry=entry), *rows[place + 1 :])


def drop(rows: tuple[Row, ...], dice: random.Random) -> tuple[Row, ...]:
    """Take out an entry."""
    place = dice.randrange(len(rows))
    return rows[:place] + rows[place + 1 :]


def drop_with_right_hashes(rows: tuple[Row, ...], dice: random.Random) -> tuple[Row, ...]:
    """Take out an entry and close the gap as the program would have."""
    place = dice.randrange(len(rows))
    return resealed(rows[:place] + rows[place + 1 :], start=place + 1)


def insert(rows: tuple[Row, ...], dice: random.Random) -> tuple[Row, ...]:
    """Put in a copy of an entry somewhere else."""
    place, copied = dice.randrange(len(rows) + 1), dice.choice(rows)
    return (*rows[:place], copied, *rows[place:])


def insert_with_right_hashes(rows: tuple[Row, ...], dice: random.Random) -> tuple[Row, ...]:
    """Put in an entry that never was, and make room for it."""
    place = dice.randrange(len(rows))
    made_up = replace(dice.choice(rows), kept=())
    made_up = replace(made_up, entry=replace(made_up.entry, commitments={}, kind="plans.approved"))
    return resealed((*rows[:place], made_up, *rows[place:]), start=place + 1)


def swap(rows: tuple[Row, ...], dice: random.Random) -> tuple[Row, ...]:
    """Let two entries change places."""
    one, other = sorted(dice.sample(range(len(rows)), 2))
    moved = list(rows)
    moved[one], moved[other] = moved[other], moved[one]
    return tuple(moved)


def truncate(rows: tuple[Row, ...], dice: random.Random) -> tuple[Row, ...]:
    """Cut off the tail: what restoring an old backup does, too."""
    return rows[: dice.randrange(len(rows))]


def truncate_and_go_on(rows: tuple[Row, ...], dice: random.Random) -> tuple[Row, ...]:
    """Restore an old backup and write other entries since."""
    place = dice.randrange(len(rows) - 1)
    return resealed((*rows[:place], *[replace(r, kept=()) for r in _blank(rows[place + 1 :])]), start=place + 1)


def _blank(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(replace(row, entry=replace(row.entry, commitments={}, kind="plans.other")) for row in rows)


def touch_personal(rows: tuple[Row, ...], dice: random.Random) -> tuple[Row, ...]:
    """Change, remove or rename a personal value."""
    place = dice.choice([i for i, row in enumerate(rows) if row.kept])
    first, *rest = rows[place].kept
    kept = dice.choice(
        [
            tuple(rest),
            (replace(first, value=first.value + "x"), *rest),
            (replace(first, salt=bytes(32)), *rest),
            (replace(first, name="other"), *rest),
            (first, first, *rest),
        ]
    )
    return (*rows[:place], replace(rows[place], kept=kept), *rows[place + 1 :])


TOUCHES: tuple[Touch, ...] = (
    edit, edit_with_right_hash, rewrite, drop, drop_with_right_hashes, insert, insert_with_right_hashes, swap, truncate,
    truncate_and_go_on, touch_personal,
)  # fmt: skip


def test_untouched_bundle_is_whole_for_both() -> None:
    assert judged(DATA) == []
    assert judged(bundle(ROWS, notes=OUTSIDE), notes=()) == []


@pytest.mark.parametrize("touch", TOUCHES, ids=lambda touch: touch.__name__)
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_touched_ledger_is_found_by_both(touch: Touch, seed: int) -> None:
    touched = touch(ROWS, random.Random(seed))

    found = judged(bundle(touched))

    assert found


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_changed_bytes_are_found_by_both(seed: int) -> None:
    data = changed_bytes(DATA, random.Random(seed))

    assert judged(data)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_changed_checkpoint_is_found_by_both(seed: int) -> None:
    """A bundle carries its own checkpoints; a key from outside makes them worth something."""
    note = changed_bytes(OUTSIDE[1].encode(), random.Random(seed)).decode("utf-8", "replace")

    assert judged(DATA, notes=(note,))


def changed_bytes(data: bytes, dice: random.Random) -> bytes:
    """Change, remove or add a byte, or a run of them."""
    place = dice.randrange(len(data))
    run = dice.choice((1, 1, 1, 2, 8, 300))
    old = data[place : place + run]
    new = dice.choice((b"", bytes([old[0] ^ 1 << dice.randrange(8)]) + old[1:], old + old, dice.randbytes(run)))
    return data[:place] + new + data[place + run :] if new != old else data[:place] + data[place + run :]


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_checkpoint_signed_with_another_key_is_found_by_both(seed: int) -> None:
    rewritten = rewrite(ROWS, random.Random(seed))
    note = checkpoint(rewritten, key=new_signing_key())

    assert ("forged", len(ROWS)) in judged(bundle(rewritten), notes=(note,))


@pytest.mark.parametrize("touch", [rewrite, drop_with_right_hashes, truncate], ids=lambda touch: touch.__name__)
def test_same_touch_without_anything_from_outside_passes(touch: Touch) -> None:
    """The control: it is the mark kept outside that finds these, so the tests above do test it."""
    rows = made_up_rows(16)

    assert judged(bundle(touch(rows, random.Random(5))), notes=()) == []


def test_heads_written_down_are_held_against_the_bundle_by_both() -> None:
    heads = (Head(5, ROWS[4].entry.hash), Head(17, ROWS[16].entry.hash))
    asked = [(head.number, head.hash) for head in heads]
    rewritten = bundle(resealed(_kinder(ROWS, 7), start=8))

    verdict = bundles.check(lines_of(rewritten), outside=Outside(heads=heads))
    told, wrong = ONE_FILE.examine(lines_of(rewritten), None, (), asked)

    assert [(one.fault.value, one.number) for one in verdict.findings] == [("rewritten", 6)]
    assert [(fault, number) for fault, number, _ in wrong] == [("rewritten", 6)]
    assert verdict.agrees_up_to == told["agrees_up_to"] == 5


@pytest.mark.deep
@pytest.mark.timeout(0)
def test_verifiers_agree_on_ten_thousand_bundles() -> None:
    """Row 9 at full length, over chains of many sizes and shapes. Seeds 0 to 9,999."""
    found = 0
    for seed in range(10_000):
        dice = random.Random(seed)
        rows = made_up_rows(dice.randrange(3, 24), seed=seed, erasing=dice.random() < 0.5)
        notes = (checkpoint(rows),)
        touched = rows if seed % 10 == 0 else dice.choice(TOUCHES)(rows, dice)
        data = bundle(touched) if dice.random() < 0.7 or seed % 10 == 0 else changed_bytes(bundle(touched), dice)
        verdict = judged(data, notes=notes)
        assert bool(verdict) == (seed % 10 != 0), seed
        found += bool(verdict)
    assert found == 9_000


def test_verifier_alone_runs_from_the_command_line(tmp_path: Path) -> None:
    """It is one file: nothing of ours can be imported where it runs."""
    whole, cut, note = (tmp_path / name for name in ("whole.jsonl", "cut.jsonl", "note.txt"))
    whole.write_bytes(bundle(ROWS))
    cut.write_bytes(bundle(ROWS[:9]))
    note.write_text(OUTSIDE[1], encoding="utf-8")

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", str(ROOT / "tools" / "verify_ledger.py"), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False)

    good = run(whole, "--key", VERIFY_KEY, "--checkpoint", note)
    bad = run(cut, "--key", VERIFY_KEY, "--checkpoint", note)
    head = run(cut, "--head", f"17:{ROWS[16].entry.hash}")
    wrong = run(whole, "--key", "nonsense")

    assert (good.returncode, bad.returncode, head.returncode, wrong.returncode) == (0, 1, 1, 2)
    assert "What you kept agrees up to entry 17." in good.stdout
    assert "The tail was cut off: 17 entries are vouched for, 9 are here." in bad.stdout
    assert good.stderr == bad.stderr == ""
