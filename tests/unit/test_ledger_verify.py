"""Does a verification find each way of touching a ledger, and say where? trust.md section 1, the attack table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dueregard.domain.ledger import bundles
from dueregard.domain.ledger.entries import sealed
from dueregard.domain.ledger.keys import new_signing_key
from dueregard.domain.ledger.verify import ERASED, Fault, Head, Kept, Outside, Row, Verdict, sorted_by_chain, verify
from ledger_made_up import CHAIN, VERIFY_KEY, bundle, checkpoint, lines_of, made_up_rows, resealed

ROWS = made_up_rows(12)
SIGNED = Outside(checkpoints=(checkpoint(ROWS, size=6), checkpoint(ROWS)), key=VERIFY_KEY)


def found(rows: tuple[Row, ...], outside: Outside = SIGNED) -> list[tuple[str, int]]:
    return [(finding.fault.value, finding.number) for finding in verify(CHAIN, rows, outside=outside).findings]


def test_whole_chain_is_whole_and_says_how_far_it_was_vouched_for() -> None:
    verdict = verify(CHAIN, ROWS, outside=SIGNED)

    assert verdict == Verdict(CHAIN, 12, Head(12, ROWS[-1].entry.hash), 0, 12, ())
    assert verdict.is_whole
    assert verdict.words() == (
        "council:made-up: 12 entries, each follows from the one before.",
        "What was kept outside agrees up to entry 12.",
    )


def test_whole_chain_without_an_outside_head_says_what_was_not_checked() -> None:
    assert "would not show" in verify(CHAIN, ROWS).words()[-1]


def test_empty_chain_is_whole() -> None:
    verdict = verify(CHAIN, (), outside=Outside(heads=(Head(0, verify(CHAIN, ()).head.hash),)))

    assert verdict.is_whole
    assert verdict.agrees_up_to == 0


def edited(number: int, **changes: object) -> tuple[Row, ...]:
    """Change fields of one entry and leave every hash as it was."""
    row = ROWS[number - 1]
    return (*ROWS[: number - 1], replace(row, entry=replace(row.entry, **changes)), *ROWS[number:])


@pytest.mark.parametrize(
    "changes",
    [
        {"facts": {}},
        {"kind": "plans.action_closed"},
        {"by": "person:9"},
        {"subject": "plans.action:9"},
        {"also": ()},
        {"at": "2026-04-01T09:00:00.000000Z"},
        {"commitments": {"name": "0" * 64}},
        {"facts": {"to": 0.5}},
    ],
)
def test_altered_entry_is_found(changes: dict) -> None:
    assert ("altered", 4) in found(edited(4, **changes))


def test_altered_entry_with_its_own_hash_made_right_breaks_the_link() -> None:
    row = ROWS[3]
    forged = replace(row, entry=sealed(replace(row.entry, facts={})))

    assert ("unlinked", 5) in found((*ROWS[:3], forged, *ROWS[4:]))


def test_removed_entries_are_found_with_their_numbers() -> None:
    words = [finding.words for finding in verify(CHAIN, (*ROWS[:3], *ROWS[5:])).findings]

    assert words == ["Entries 4 to 5 are missing."]
    assert ("removed", 1) in found(ROWS[1:])


def test_removed_entries_with_numbers_made_right_break_the_link_or_the_hash() -> None:
    renumbered = tuple(replace(row, entry=replace(row.entry, number=n)) for n, row in enumerate(ROWS[1:], 1))

    assert {("altered", 1), ("unlinked", 1)} <= set(found(renumbered))


def test_reordered_entries_are_found() -> None:
    swapped = (*ROWS[:3], ROWS[4], ROWS[3], *ROWS[5:])

    assert found(swapped) == [("reordered", 4)]


def test_forked_chain_is_found() -> None:
    row = ROWS[7]
    other = replace(row, entry=sealed(replace(row.entry, facts={"to": "other"})))

    assert found((*ROWS[:8], other, *ROWS[8:]))[0] == ("forked", 8)


def test_entry_of_another_chain_is_found() -> None:
    stranger = replace(ROWS[4], entry=replace(ROWS[4].entry, chain="council:other"))

    assert ("other_chain", 5) in found((*ROWS[:4], stranger, *ROWS[5:]))


@pytest.mark.parametrize("outside", [SIGNED, Outside(heads=(Head(12, ROWS[-1].entry.hash),))])
def test_cut_off_tail_is_found_with_an_outside_head(outside: Outside) -> None:
    assert found(ROWS[:9], outside) == [("cut_off", 10)]


def test_cut_off_tail_passes_without_an_outside_head() -> None:
    """The control: it is the outside head that finds it, nothing else could."""
    assert found(ROWS[:9], Outside()) == []


REWRITTEN = resealed(edited(8, facts={"to": "something kinder"}), start=8)


def test_rewritten_history_is_found_with_an_outside_checkpoint() -> None:
    verdict = verify(CHAIN, REWRITTEN, outside=SIGNED)

    assert verdict.agrees_up_to == 6
    assert verdict.words() == (
        "History was rewritten: entries 7 to 12 are not the ones that were vouched for from outside at entry 12.",
    )
    assert found(REWRITTEN, Outside(heads=(Head(12, ROWS[-1].entry.hash),))) == [("rewritten", 1)]


def test_rewritten_history_passes_without_an_outside_checkpoint() -> None:
    """The control, as above."""
    assert found(REWRITTEN, Outside()) == []


def test_checkpoint_made_for_the_rewriting_is_forged() -> None:
    forger = new_signing_key()
    signed_by_another = Outside(checkpoints=(checkpoint(REWRITTEN, key=forger),), key=VERIFY_KEY)
    edited_note = checkpoint(ROWS).replace("\n12\n", "\n11\n")

    assert found(REWRITTEN, signed_by_another) == [("forged", 12)]
    assert found(ROWS, Outside(checkpoints=(edited_note,), key=VERIFY_KEY)) == [("forged", 11)]
    assert found(ROWS, Outside(checkpoints=("nonsense",), key=VERIFY_KEY)) == [("forged", 0)]


def test_checkpoint_of_another_chain_does_not_vouch_for_this_one() -> None:
    note = checkpoint(ROWS, origin="equality.example/ledger/council:other")

    assert found(ROWS, Outside(checkpoints=(note,))) == [("forged", 12)]


def test_broken_walk_is_not_reported_a_second_time_as_rewritten() -> None:
    assert found((*ROWS[:3], *ROWS[5:])) == [("removed", 4)]


class TestPersonal:
    """Values outside the chain."""

    def test_changed_value_is_found(self) -> None:
        kept = ROWS[2].kept
        changed = (*ROWS[:2], replace(ROWS[2], kept=(replace(kept[0], value="Somebody Else"), kept[1])), *ROWS[3:])

        assert found(changed) == [("personal_changed", 3)]

    def test_value_gone_without_a_word_is_found(self) -> None:
        gone = (*ROWS[:2], replace(ROWS[2], kept=ROWS[2].kept[1:]), *ROWS[3:])

        assert found(gone) == [("personal_missing", 3)]

    def test_value_never_recorded_is_found(self) -> None:
        extra = Kept("grade", "G7", bytes(32))

        assert found((replace(ROWS[0], kept=(extra,)), *ROWS[1:])) == [("personal_unknown", 1)]

    def test_value_kept_twice_is_found(self) -> None:
        twice = replace(ROWS[2], kept=(*ROWS[2].kept, ROWS[2].kept[0]))

        assert found((*ROWS[:2], twice, *ROWS[3:])) == [("personal_unknown", 3)]

    def test_erased_value_leaves_the_chain_whole(self) -> None:
        verdict = verify(CHAIN, made_up_rows(12, erasing=True))

        assert verdict.is_whole
        assert verdict.words()[1] == "1 personal values were erased, and the chain says so."

    def test_value_said_to_be_erased_but_still_there_is_found(self) -> None:
        rows = made_up_rows(12, erasing=True)
        back = (*rows[:2], replace(rows[2], kept=ROWS[2].kept), *rows[3:])

        assert found(back, Outside()) == [("personal_not_erased", 3)]

    def test_values_left_out_on_purpose_are_not_missed(self) -> None:
        bare = tuple(replace(row, kept=()) for row in ROWS)

        assert verify(CHAIN, bare, has_personal=False).is_whole
        assert bundles.check(bundles.write(CHAIN, ROWS, has_personal=False)).is_whole

    @pytest.mark.parametrize("erased", ["all", [1], [{"entry": True, "name": "x"}], [{"entry": 3}], [{"name": "x"}]])
    def test_erasure_that_names_nothing_erases_nothing(self, erased: object) -> None:
        odd = replace(ROWS[11], entry=replace(ROWS[11].entry, kind=ERASED, facts={"erased": erased}))
        rows = resealed((*ROWS[:2], replace(ROWS[2], kept=()), *ROWS[3:11], odd), start=12)

        assert [fault for fault, _ in found(rows, Outside())] == ["personal_missing"] * 2


class TestBundles:
    """A ledger outside the system."""

    def test_bundle_is_read_as_it_was_written(self) -> None:
        data = bundle(ROWS, notes=SIGNED.checkpoints)
        verdict = bundles.check(lines_of(data), outside=Outside(key=VERIFY_KEY))

        assert verdict == verify(CHAIN, ROWS, outside=SIGNED)

    @pytest.mark.parametrize(
        ("line", "number"),
        [
            (b"", 1),
            (b"{}\n", 1),
            (b"[]\n", 1),
            (b'{"bundle":2,"chain":"c","has_personal":true}\n', 1),
            (b'{"bundle":true,"chain":"c","has_personal":true}\n', 1),
            (b'{"bundle":1,"chain":1,"has_personal":true}\n', 1),
            (b'{"bundle":1,"chain":"c","has_personal":true} \n', 1),
            (b'{"bundle":1.0,"chain":"c","has_personal":true}\n', 1),
            (b'{"bundle":1,"chain":"c","chain":"c","has_personal":true}\n', 1),
            (b"\xff\n", 1),
            (b"[" * 100_000 + b"\n", 1),
            (b"9" * 10_000 + b"\n", 1),
        ],
    )
    def test_first_line_that_is_none_is_refused(self, line: bytes, number: int) -> None:
        verdict = bundles.check([line] if line else [])

        assert [(one.fault, one.number) for one in verdict.findings] == [(Fault.UNREADABLE, number)]

    @pytest.mark.parametrize(
        ("place", "line"),
        [
            (1, b'{"checkpoint":7}\n'),
            (1, b'{"unknown":7}\n'),
            (1, b'{"a":1,"b":2}\n'),
            (2, b'{"checkpoint":"late"}\n'),
            (2, b'{"entry":{}}\n'),
            (2, b'{"entry":[]}\n'),
            (2, b'{"personal":{}}\n'),
            (2, b'{"personal":{"entry":2,"name":"a","salt":"","value":""}}\n'),
            (2, b'{"personal":{"entry":1,"name":"a","salt":"","value":""}}\n'),
            (2, b'{"personal":{"entry":1,"name":1,"salt":"","value":""}}\n'),
            (2, b'{"end":{"entries":1,"head":""}}\n'),
        ],
    )
    def test_line_out_of_place_or_shape_is_refused(self, place: int, line: bytes) -> None:
        lines = lines_of(bundle(ROWS))
        lines.insert(place, line)
        verdict = bundles.check(lines)

        assert (Fault.UNREADABLE, place + 1) in [(one.fault, one.number) for one in verdict.findings]

    def test_personal_values_where_none_are_said_to_be_are_refused(self) -> None:
        data = bundle(ROWS).replace(b'"has_personal":true', b'"has_personal":false', 1)

        assert not bundles.check(lines_of(data)).is_whole

    def test_bundle_that_goes_on_after_its_end_is_refused(self) -> None:
        lines = lines_of(bundle(ROWS))

        assert "after the end" in bundles.check([*lines, lines[-1]]).words()[0]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("version", 2),
            ("version", True),
            ("number", 0),
            ("number", "1"),
            ("number", True),
            ("chain", 1),
            ("previous_hash", "xyz"),
            ("hash", "A" * 64),
            ("at", "yesterday"),
            ("also", {}),
            ("also", [1]),
            ("facts", []),
            ("commitments", {"a": "b"}),
            ("commitments", []),
        ],
    )
    def test_entry_of_another_shape_is_refused(self, name: str, value: object) -> None:
        from dueregard.domain.ledger.canonical import canonical

        entry = ROWS[0].entry
        lines = lines_of(bundle(ROWS))
        lines[1] = canonical({"entry": {**entry.as_json(), "hash": entry.hash, name: value}}) + b"\n"

        assert bundles.check(lines).findings[0].fault is Fault.UNREADABLE


def test_checkpoints_are_sorted_by_chain_with_the_key_of_each() -> None:
    other = checkpoint(ROWS, origin="equality.example/ledger/installation")

    kept = sorted_by_chain([*SIGNED.checkpoints, other], key=VERIFY_KEY)

    assert kept.keys() == {CHAIN, "installation"}
    assert kept[CHAIN] == SIGNED
    assert kept["installation"].key is not None
    assert kept["installation"].key.origin == "equality.example/ledger/installation"
    assert sorted_by_chain([other])["installation"].key is None
    assert verify(CHAIN, ROWS, outside=kept[CHAIN]).is_whole
