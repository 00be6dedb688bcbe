#!/usr/bin/env python3
"""Check a Due Regard ledger bundle without Due Regard.

    python verify_ledger.py bundle.jsonl [--key VERIFYKEY] [--checkpoint FILE]... [--head NUMBER:HASH]...

One file, Python 3.9 or newer, its standard library alone, no network. It was written apart from the program that
made the bundle, and shares no code with it. It says whether each entry follows from the one before, whether the
personal values are the recorded ones, and whether everything agrees with what you kept outside: checkpoints you were
sent (with the key you were given), or the number and hash of an entry that you wrote down.

Without anything from outside it cannot see a tail that was cut off, nor a history rewritten with right hashes.
Answers 0 if nothing is wrong, 1 if something is, 2 if it was asked wrongly.

The rules it checks (docs/explanation/ledger.md has them at length):
  canonical JSON   RFC 8785 without fractions; text in NFC; each line of the bundle is canonical JSON and a line feed
  hash of an entry SHA-256("dueregard.ledger.entry.v1" 00 canonical(entry without "hash"))
  before the first SHA-256("dueregard.ledger.start.v1" 00 canonical(chain name))
  commitment       HMAC-SHA-256(key = 32-byte salt, "dueregard.ledger.personal.v1" 00 canonical({name, value}))
  checkpoint       c2sp.org/tlog-checkpoint, Ed25519; tree hash of RFC 6962 over the 32-byte entry hashes
"""

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys
import unicodedata

HEX64 = re.compile(r"[0-9a-f]{64}\Z")
STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z\Z")
FIELDS = {
    "version": int, "chain": str, "number": int, "previous_hash": str, "at": str, "kind": str, "by": str,
    "subject": str, "also": list, "facts": dict, "commitments": dict, "hash": str,
}  # fmt: skip


class Bad(Exception):
    """Something that cannot be read."""


# --- canonical JSON ---------------------------------------------------------------------------------------------------

ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_text(text):
    if "\0" in text or unicodedata.normalize("NFC", text) != text:
        raise Bad("text that the ledger does not hold")
    out = ['"']
    for letter in text:
        if letter in ESCAPES:
            out.append(ESCAPES[letter])
        elif letter < " ":
            out.append(f"\\u{ord(letter):04x}")
        elif "\ud800" <= letter <= "\udfff":
            raise Bad("half a character")
        else:
            out.append(letter)
    out.append('"')
    return "".join(out)


def write_json(value, depth=0):
    if depth > 32:
        raise Bad("values nested too deep")
    if value is True:
        return "true"
    if value is False:
        return "false"
    if value is None:
        return "null"
    if type(value) is int:
        if not -(2**53) < value < 2**53:
            raise Bad("a number that is too large")
        return str(value)
    if type(value) is str:
        return write_text(value)
    if type(value) is list:
        return "[" + ",".join([write_json(item, depth + 1) for item in value]) + "]"
    if type(value) is dict:
        for key in value:
            write_text(key)
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join([write_text(key) + ":" + write_json(value[key], depth + 1) for key in keys]) + "}"
    raise Bad("a value that the ledger does not hold")


def read_line(line):
    try:
        value = json.loads(line.decode("utf-8"))
        again = write_json(value).encode("utf-8") + b"\n"
    except (Bad, ValueError, RecursionError) as fault:
        raise Bad("cannot be read") from fault
    if again != line:
        raise Bad("is not in canonical form")
    if type(value) is not dict:
        raise Bad("is not an object")
    return value


# --- hashes -----------------------------------------------------------------------------------------------------------


def digest(tag, value):
    return hashlib.sha256(tag.encode() + b"\0" + write_json(value).encode()).hexdigest()


def tree_hash(leaves):
    """RFC 6962, level by level: pair neighbours; an odd one at the end goes up as it is."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    if not level:
        return hashlib.sha256().digest()
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0]


# --- Ed25519, RFC 8032 section 5.1, verification only -----------------------------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def point_add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    return ((f - e) * (h - g) % P, (h + g) * (f + e) % P, (h - g) * (h + g) % P, (f - e) * (f + e) % P)


def point_times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        scalar >>= 1
    return result


def point_read(data):
    y = int.from_bytes(data, "little")
    sign = y >> 255
    y &= 2**255 - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def point_write(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = point_read((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public, message, signature):
    owner = point_read(public)
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or owner is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    minus_owner = (P - owner[0], owner[1], 1, P - owner[3])
    return point_write(point_add(point_times(s, BASE), point_times(h, minus_owner))) == signature[:32]


# --- checkpoints ------------------------------------------------------------------------------------------------------


def read_base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as fault:
        raise Bad("a hash or signature that is not base64") from fault
    if base64.b64encode(data).decode() != text:
        raise Bad("base64 that is not written in its one way")
    return data


def read_key(text):
    parts = text.strip().split("+", 2)
    data = read_base64(parts[2]) if len(parts) == 3 else b""
    if len(data) != 33 or data[0] != 1:
        raise Bad("a verify key that is not <origin>+<key id>+<base64>")
    key_id = hashlib.sha256(parts[0].encode() + b"\n" + data).digest()[:4]
    if key_id.hex() != parts[1]:
        raise Bad("a verify key whose id is not its own")
    return parts[0], key_id, data[1:]


def read_checkpoint(text, key):
    """Give (origin, size, root, whether the key signed it)."""
    body, gap, tail = text.partition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) < 3 or not tail.endswith("\n"):
        raise Bad("a checkpoint of the wrong form")
    if not re.match(r"[^\s+\x00-\x1f]{1,300}\Z", lines[0]) or not re.match(r"(0|[1-9][0-9]{0,15})\Z", lines[1], re.A):
        raise Bad("a checkpoint without origin or size")
    root, signed = read_base64(lines[2]), False
    for line in tail[:-1].split("\n"):
        found = re.match(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})\Z", line)
        if not found:
            raise Bad("a signature line that cannot be read")
        data = read_base64(found.group(2))
        if len(data) < 5:
            raise Bad("a signature that is too short")
        if key and found.group(1) == lines[0] == key[0] and data[:4] == key[1]:
            signed = signed or is_signed(key[2], (body + "\n").encode(), data[4:])
    if len(root) != 32:
        raise Bad("a root that is not 32 bytes")
    return lines[0], int(lines[1]), root, signed


# --- the bundle -------------------------------------------------------------------------------------------------------


def check_fields(entry):
    if type(entry) is not dict or set(entry) != set(FIELDS):
        raise Bad("holds no entry")
    if any(type(entry[name]) is not kind for name, kind in FIELDS.items()):
        raise Bad("holds no entry")
    hashes = [entry["hash"], entry["previous_hash"], *entry["commitments"].values()]
    if not all(type(one) is str and HEX64.match(one) for one in hashes):
        raise Bad("holds an entry with a hash that is none")
    if entry["version"] != 1 or entry["number"] < 1 or not STAMP.match(entry["at"]):
        raise Bad("holds an entry of an unknown version, number or time")
    if not all(type(one) is str for one in entry["also"]):
        raise Bad("holds an entry whose subjects are not text")


def read_personal(value, number):
    if type(value) is not dict or set(value) != {"entry", "name", "salt", "value"}:
        raise Bad("holds no personal value")
    if type(value["entry"]) is not int or value["entry"] != number:
        raise Bad("holds a personal value of another entry")
    if not all(type(value[part]) is str for part in ("name", "salt", "value")) or not HEX64.match(value["salt"]):
        raise Bad("holds no personal value")
    return value


def read_bundle(lines):
    """Give what could be read: {"chain", "has_personal", "checkpoints", "rows", "stage"} and the fault that stopped it.

    A row is (entry, its personal values). One whose personal values could not all be read is left out.
    """
    found = {"chain": None, "has_personal": True, "checkpoints": [], "rows": [], "stage": "first"}
    rows, held, number = found["rows"], None, 0
    try:
        for number, line in enumerate(lines, 1):  # noqa: B007 (used after the loop)
            if found["stage"] == "over":
                raise Bad("stands after the end")
            data = read_line(line)
            if found["stage"] == "first":
                read_first(data, found)
                continue
            if len(data) != 1:
                raise Bad("is not one named thing")
            ((name, value),) = data.items()
            if found["stage"] == "checkpoints" and name == "checkpoint" and type(value) is str:
                found["checkpoints"].append(value)
                continue
            if held and name == "personal":
                if not found["has_personal"]:
                    raise Bad("holds a personal value where none are said to be")
                held[1].append(read_personal(value, held[0]["number"]))
                continue
            if held:
                rows.append(held)
                held = None
            if name not in ("entry", "end"):
                raise Bad("stands where it should not")
            found["stage"] = "entries"
            if name == "entry":
                check_fields(value)
                held = (value, [])
            else:
                head = rows[-1][0]["hash"] if rows else digest("dueregard.ledger.start.v1", found["chain"])
                if write_json(value) != write_json({"entries": len(rows), "head": head}):
                    raise Bad("tells another end than the entries before it")
                found["stage"] = "over"
        if found["stage"] != "over":
            number += 1
            raise Bad("is missing: the file stops before its end")
    except Bad as fault:
        return found, (number, f"Line {number} of the bundle {fault}.")
    return found, None


def read_first(data, found):
    is_ours = set(data) == {"bundle", "chain", "has_personal"} and type(data["bundle"]) is int and data["bundle"] == 1
    if not is_ours or type(data["chain"]) is not str or type(data["has_personal"]) is not bool:
        raise Bad("is not the first line of a ledger bundle")
    found.update(chain=data["chain"], has_personal=data["has_personal"], stage="checkpoints")


# --- the examination --------------------------------------------------------------------------------------------------


def examine(lines, key=None, checkpoints=(), heads=()):
    """Give ({"entries", "erased", "agrees_up_to", …}, [(fault, number, words)…])."""
    key = read_key(key) if key else None
    found, stopped = read_bundle(lines)
    if found["stage"] in ("first", "checkpoints"):
        told = {"chain": found["chain"], "entries": 0, "head": None, "erased": 0, "agrees_up_to": None}
        return told, [("unreadable", *stopped)]
    chain, has_personal, inside, rows = (found[n] for n in ("chain", "has_personal", "checkpoints", "rows"))
    wrong = []
    seen, top, straight, hashes = set(), 0, True, []
    before = digest("dueregard.ledger.start.v1", chain)
    start, erasures, missing = before, {}, {}
    for entry, personal in rows:
        number = entry["number"]
        if entry["chain"] != chain:
            wrong.append(("other_chain", number, f"Entry {number} is of another chain."))
        bare = {name: value for name, value in entry.items() if name != "hash"}
        if digest("dueregard.ledger.entry.v1", bare) != entry["hash"]:
            wrong.append(("altered", number, f"Entry {number} was altered: its hash does not fit what it says."))
        if has_personal:
            wrong.extend(examine_personal(entry, personal, missing))
        if entry["kind"] == "ledger.personal_erased" and type(entry["facts"].get("erased")) is list:
            for one in entry["facts"]["erased"]:
                if type(one) is dict and type(one.get("entry")) is int and type(one.get("name")) is str:
                    erasures.setdefault((one["entry"], one["name"]), number)
        if number in seen:
            wrong.append(("forked", number, f"There are two entries numbered {number}: the chain forks there."))
            straight = False
        elif number < top:
            wrong.append(("reordered", number, f"Entry {number} stands after entry {top}."))
            straight = False
        else:
            if number == top + 1 and entry["previous_hash"] != before:
                wrong.append(("unlinked", number, f"Entry {number} does not follow from the one before it."))
            straight = straight and number == top + 1
            top, before = number, entry["hash"]
            if straight:
                hashes.append(entry["hash"])
        seen.add(number)
    if stopped:
        wrong.append(("unreadable", *stopped))
    wrong.extend(gaps(seen, top))
    agrees, faults = examine_outside(chain, [start, *hashes], top, [*checkpoints, *inside], heads, key)
    wrong.extend(faults)
    if has_personal:
        for number, name in missing:
            if (number, name) not in erasures:
                wrong.append(("personal_missing", number, f"“{name}” of entry {number} is gone without a word."))
        for (number, name), by in erasures.items():
            if (number, name) not in missing and number <= top:
                words = f"Entry {by} says that “{name}” of entry {number} was erased, but it is still there."
                wrong.append(("personal_not_erased", number, words))
    told = {"chain": chain, "entries": len(rows), "head": before, "erased": len(erasures), "agrees_up_to": agrees}
    return told, wrong


def gaps(seen, top):
    """Say which numbers are missing, from the numbers that are there."""
    last = 0
    for number in sorted(seen):
        if number > last + 1:
            which = f"Entry {last + 1} is" if number == last + 2 else f"Entries {last + 1} to {number - 1} are"
            yield ("removed", last + 1, f"{which} missing.")
        last = number


def examine_personal(entry, personal, missing):
    number, committed, names = entry["number"], entry["commitments"], [one["name"] for one in personal]
    if len(set(names)) != len(names):
        yield ("personal_unknown", number, f"Entry {number} has two personal values of one name.")
    for name in set(names) - set(committed):
        yield ("personal_unknown", number, f"“{name}” of entry {number} was never recorded there.")
    kept = {one["name"]: one for one in personal}
    for name, commitment in committed.items():
        if name not in kept:
            missing[number, name] = True
            continue
        said = b"dueregard.ledger.personal.v1\0" + write_json({"name": name, "value": kept[name]["value"]}).encode()
        if hmac.new(bytes.fromhex(kept[name]["salt"]), said, hashlib.sha256).hexdigest() != commitment:
            yield ("personal_changed", number, f"“{name}” of entry {number} is not the value that was recorded.")


def examine_outside(chain, hashes, top, checkpoints, heads, key):
    """Hold what is here (hashes[0] is the start) against what is known from elsewhere."""
    faults, marks, agrees = [], [], None
    for number, value in heads:
        marks.append((number, bytes.fromhex(value), False))
    for text in checkpoints:
        try:
            origin, size, root, signed = read_checkpoint(text, key)
        except Bad as fault:
            faults.append(("forged", 0, f"A checkpoint cannot be read: it has {fault}."))
            continue
        if not origin.endswith("/ledger/" + chain):
            faults.append(("forged", size, f"A checkpoint is for {origin}, not for this chain."))
        elif key and not signed:
            faults.append(("forged", size, f"The checkpoint at entry {size} was not signed by the key that was given."))
        else:
            marks.append((size, root, True))
    for size, proof, is_tree in sorted(marks, key=lambda mark: mark[0]):
        if size > top:
            faults.append(
                ("cut_off", top + 1, f"The tail was cut off: {size} entries are vouched for, {top} are here.")
            )
            break
        if size >= len(hashes):
            break  # the walk was broken before, and that is reported
        found = (
            tree_hash([bytes.fromhex(one) for one in hashes[1 : size + 1]]) if is_tree else bytes.fromhex(hashes[size])
        )
        if found != proof:
            first = (agrees or 0) + 1
            faults.append(("rewritten", first, f"History was rewritten between entries {first} and {size}."))
            break
        agrees = size
    return agrees, faults


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Check a Due Regard ledger bundle without Due Regard.")
    parser.add_argument("bundle")
    parser.add_argument("--key", help="the verify key that you were given: <origin>+<key id>+<base64>")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE", help="a checkpoint you were sent")
    parser.add_argument("--head", action="append", default=[], metavar="NUMBER:HASH", help="a head you wrote down")
    asked = parser.parse_args(arguments)
    heads = []
    for text in asked.head:
        number, _, value = text.partition(":")
        if not number.isdigit() or not HEX64.match(value):
            parser.error("a head is written NUMBER:HASH")
        heads.append((int(number), value))
    try:
        checkpoints = []
        for path in asked.checkpoint:
            with open(path, encoding="utf-8", newline="") as file:
                checkpoints.append(file.read())
        with open(asked.bundle, "rb") as file:
            told, wrong = examine(file, asked.key, checkpoints, heads)
    except Bad as fault:
        parser.error(f"what was given holds {fault}")
    except (OSError, UnicodeDecodeError) as fault:
        parser.error(str(fault))
    for _, _, words in wrong:
        print(words)
    if wrong:
        return 1
    print(f"{told['chain']}: {told['entries']} entries, each follows from the one before. Head {told['head']}.")
    if told["erased"]:
        print(f"{told['erased']} personal values were erased, and the chain says so.")
    if told["agrees_up_to"] is None:
        print("Nothing from outside was given, so a cut-off tail or a rewritten history would not show.")
    else:
        print(f"What you kept agrees up to entry {told['agrees_up_to']}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
