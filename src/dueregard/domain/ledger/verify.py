"""Is the chain whole, and if not, where and how was it touched?

The one idea: walk from the first entry and let each vouch for the one before. A walk alone cannot see a tail cut off,
nor a history rewritten with right hashes: for those it needs a mark from outside, a signed checkpoint or a head that
somebody else kept. A verdict therefore says up to which entry an outside mark agreed, and never more.

A personal value that is gone is "erased" if a later entry of the chain says so, and a finding if none does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dueregard.domain.ledger.canonical import NotCanonical
from dueregard.domain.ledger.checkpoints import Checkpoint, NotACheckpoint, chain_of, is_for, read_checkpoint
from dueregard.domain.ledger.commitments import is_kept
from dueregard.domain.ledger.entries import Entry, hash_of, start_of
from dueregard.domain.ledger.keys import VerifyKey
from dueregard.domain.ledger.merkle import Growing
from dueregard.terms.errors import DueRegardError

ERASED = "ledger.personal_erased"
"""The kind of entry that says which personal values were erased: facts {"erased": [{"entry": 5, "name": "email"}]}."""


class Fault(StrEnum):
    """What can be wrong with a ledger."""

    UNREADABLE = "unreadable"
    OTHER_CHAIN = "other_chain"
    ALTERED = "altered"
    UNLINKED = "unlinked"
    REMOVED = "removed"
    REORDERED = "reordered"
    FORKED = "forked"
    CUT_OFF = "cut_off"
    REWRITTEN = "rewritten"
    FORGED = "forged"
    PERSONAL_CHANGED = "personal_changed"
    PERSONAL_UNKNOWN = "personal_unknown"
    PERSONAL_MISSING = "personal_missing"
    PERSONAL_NOT_ERASED = "personal_not_erased"
    INDEX = "index"  # only in a database: what it keeps for speed does not fit the chain


class Unreadable(DueRegardError):
    """A part of what is to be verified cannot be read. `number` is the line, or the entry after which it happened."""

    def __init__(self, message: str, *, number: int) -> None:
        self.number = number
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Head:
    """The number and hash of a chain's last entry, as somebody outside the server keeps it."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A personal value that stands beside its entry."""

    name: str
    value: str
    salt: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with what is still kept of its personal values."""

    entry: Entry
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """What is known from elsewhere. Checkpoints count as signed only if a key is given."""

    heads: tuple[Head, ...] = ()
    checkpoints: tuple[str, ...] = ()
    key: VerifyKey | None = None


def sorted_by_chain(checkpoints: Sequence[str], *, key: VerifyKey | None = None) -> dict[str, Outside]:
    """Sort checkpoints by the chain that each is for.

    Takes:   `key`, the installation's: one key signs for all its chains, under the name of each.
    Raises:  NotACheckpoint if one cannot be read.
    """
    kept: dict[str, Outside] = {}
    for text in checkpoints:
        checkpoint = read_checkpoint(text)
        named = VerifyKey(checkpoint.origin, key.raw) if key else None
        before = kept.get(chain_of(checkpoint), Outside())
        kept[chain_of(checkpoint)] = Outside(checkpoints=(*before.checkpoints, text), key=named)
    return kept


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what, at which entry, in words."""

    fault: Fault
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found. `agrees_up_to` is the last entry that an outside mark vouches for."""

    chain: str
    entries: int
    head: Head
    erased: int
    agrees_up_to: int | None
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether nothing was found."""
        return not self.findings

    def words(self) -> tuple[str, ...]:
        """Tell the verdict in plain sentences."""
        if self.findings:
            return tuple(finding.words for finding in self.findings)
        said = [f"{self.chain}: {self.entries} entries, each follows from the one before."]
        if self.erased:
            said.append(f"{self.erased} personal values were erased, and the chain says so.")
        if self.agrees_up_to is None:
            said.append("No head from outside was given, so a cut-off tail or a rewritten history would not show.")
        else:
            said.append(f"What was kept outside agrees up to entry {self.agrees_up_to}.")
        return tuple(said)


def verify(chain: str, rows: Iterable[Row], *, outside: Outside | None = None, has_personal: bool = True) -> Verdict:
    """Walk a chain from its first entry and say what is wrong with it.

    Takes:   rows in the order in which they are kept; `has_personal` is False where personal values were left out
             on purpose, and then they are not missed.
    """
    marks, forged = _marks(chain, outside or Outside())
    walk = _Walk(chain, sizes=frozenset(mark.size for mark in marks))
    try:
        for row in rows:
            walk.step(row, has_personal=has_personal)
    except Unreadable as fault:
        walk.found(Fault.UNREADABLE, fault.number, fault.message)
    walk.report_gaps()
    agrees = walk.compare(marks)
    walk.settle_erasures(has_personal=has_personal)
    return Verdict(
        chain=chain,
        entries=walk.count,
        head=Head(walk.last_number, walk.last_hash),
        erased=len(walk.erasures),
        agrees_up_to=agrees,
        findings=(*walk.findings, *forged),
    )


@dataclass(frozen=True, slots=True)
class _Mark:
    """What the outside says of the first `size` entries: their tree hash, or the hash of the last."""

    size: int
    proof: bytes
    is_tree: bool


def _marks(chain: str, outside: Outside) -> tuple[list[_Mark], list[Finding]]:
    marks = [_Mark(head.number, bytes.fromhex(head.hash), is_tree=False) for head in outside.heads]
    forged: list[Finding] = []
    for text in outside.checkpoints:
        try:
            checkpoint: Checkpoint | None = read_checkpoint(text)
        except NotACheckpoint as fault:
            forged.append(Finding(Fault.FORGED, 0, f"A checkpoint cannot be read: {fault.message}"))
            continue
        assert checkpoint is not None
        if not is_for(checkpoint, chain=chain):
            words = f"A checkpoint is for {checkpoint.origin}, not for this chain."
            forged.append(Finding(Fault.FORGED, checkpoint.size, words))
        elif outside.key is not None and not checkpoint.is_signed_by(outside.key):
            words = f"The checkpoint at entry {checkpoint.size} was not signed by the key that was given."
            forged.append(Finding(Fault.FORGED, checkpoint.size, words))
        else:
            marks.append(_Mark(checkpoint.size, checkpoint.root, is_tree=True))
    return sorted(marks, key=lambda mark: mark.size), forged


@dataclass(slots=True)
class _Walk:
    """Where a walk stands."""

    chain: str
    sizes: frozenset[int]
    findings: list[Finding] = field(default_factory=list)
    count: int = 0
    last_number: int = 0
    last_hash: str = ""
    erasures: dict[tuple[int, str], int] = field(default_factory=dict)
    _next: int = 1
    _gaps: list[range] = field(default_factory=list)
    _is_straight: bool = True
    _tree: Growing = field(default_factory=Growing)
    _proofs: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    _missing: dict[tuple[int, str], None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.last_hash = start_of(self.chain)
        self._remember()

    def found(self, fault: Fault, number: int, words: str) -> None:
        """Note what is wrong."""
        self.findings.append(Finding(fault, number, words))

    def step(self, row: Row, *, has_personal: bool) -> None:
        """Take the next entry as it is kept."""
        entry = row.entry
        self.count += 1
        if entry.chain != self.chain:
            self.found(Fault.OTHER_CHAIN, entry.number, f"Entry {entry.number} is of another chain, {entry.chain}.")
        try:
            is_own = hash_of(entry) == entry.hash
        except NotCanonical:
            is_own = False
        if not is_own:
            words = f"Entry {entry.number} was altered: its hash does not fit what it says."
            self.found(Fault.ALTERED, entry.number, words)
        if has_personal:
            self._check_personal(row)
        if entry.kind == ERASED:
            self._note_erasures(entry)
        self._place(entry)

    def _place(self, entry: Entry) -> None:
        number = entry.number
        if number < self._next:
            self._is_straight = False
            self._place_late(number)
            return
        if number > self._next:
            self._is_straight = False
            self._gaps.append(range(self._next, number))
        elif entry.previous_hash != self.last_hash:
            before = f"entry {number - 1}" if number > 1 else "the start of the chain"
            words = f"Entry {number} does not follow from {before}: one of the two was put in another's place."
            self.found(Fault.UNLINKED, number, words)
        self._next = number + 1
        self.last_number, self.last_hash = number, entry.hash
        if self._is_straight:
            self._tree.add(bytes.fromhex(entry.hash))
            self._remember()

    def _place_late(self, number: int) -> None:
        for i, gap in enumerate(self._gaps):
            if number in gap:
                self.found(Fault.REORDERED, number, f"Entry {number} stands after entry {self.last_number}.")
                self._gaps[i : i + 1] = [r for r in (range(gap.start, number), range(number + 1, gap.stop)) if r]
                return
        self.found(Fault.FORKED, number, f"There are two entries numbered {number}: the chain forks there.")

    def _remember(self) -> None:
        if self._tree.size in self.sizes:
            self._proofs[self._tree.size] = (self._tree.root(), bytes.fromhex(self.last_hash))

    def _check_personal(self, row: Row) -> None:
        number = row.entry.number
        kept = {one.name: one for one in row.kept}
        if len(kept) != len(row.kept):
            self.found(Fault.PERSONAL_UNKNOWN, number, f"Entry {number} has two personal values of one name.")
        for name in sorted(kept.keys() - row.entry.commitments.keys()):
            words = f"The personal value “{name}” of entry {number} was never recorded there."
            self.found(Fault.PERSONAL_UNKNOWN, number, words)
        for name, commitment in sorted(row.entry.commitments.items()):
            one = kept.get(name)
            if one is None:
                self._missing[number, name] = None
            elif not is_kept(commitment, name=name, value=one.value, salt=one.salt):
                words = f"The personal value “{name}” of entry {number} is not the one that was recorded."
                self.found(Fault.PERSONAL_CHANGED, number, words)

    def _note_erasures(self, entry: Entry) -> None:
        listed = entry.facts.get("erased")
        for one in listed if isinstance(listed, list) else []:
            if isinstance(one, dict):
                number, name = one.get("entry"), one.get("name")
                if isinstance(number, int) and not isinstance(number, bool) and isinstance(name, str):
                    self.erasures.setdefault((number, name), entry.number)

    def report_gaps(self) -> None:
        """Report what is missing between entries, once it is sure that it does not come later."""
        for gap in self._gaps:
            which = f"Entry {gap[0]} is" if len(gap) == 1 else f"Entries {gap[0]} to {gap[-1]} are"
            self.found(Fault.REMOVED, gap[0], f"{which} missing.")

    def compare(self, marks: Sequence[_Mark]) -> int | None:
        """Hold the walk against the marks from outside; give the last entry on which they agree."""
        agrees: int | None = None
        for mark in marks:
            if mark.size > self.last_number:
                words = (
                    f"The tail was cut off: {mark.size} entries are vouched for from outside, "
                    f"but the last one here is {self.last_number}."
                )
                self.found(Fault.CUT_OFF, self.last_number + 1, words)
                break
            proofs = self._proofs.get(mark.size)
            if proofs is None:  # the walk was broken before, and that is reported
                break
            if proofs[0 if mark.is_tree else 1] != mark.proof:
                first = (agrees or 0) + 1
                words = (
                    f"History was rewritten: entries {first} to {mark.size} are not the ones that were vouched for "
                    f"from outside at entry {mark.size}."
                )
                self.found(Fault.REWRITTEN, first, words)
                break
            agrees = mark.size
        return agrees

    def settle_erasures(self, *, has_personal: bool) -> None:
        """Tell values that were erased, and said to be, from values that are simply gone."""
        if not has_personal:
            return
        for number, name in self._missing:
            if (number, name) not in self.erasures:
                words = f"The personal value “{name}” of entry {number} is gone, and no entry says that it was erased."
                self.found(Fault.PERSONAL_MISSING, number, words)
        for (number, name), by in self.erasures.items():
            if (number, name) not in self._missing and number <= self.last_number:
                words = f"Entry {by} says that “{name}” of entry {number} was erased, but it is still there."
                self.found(Fault.PERSONAL_NOT_ERASED, number, words)
