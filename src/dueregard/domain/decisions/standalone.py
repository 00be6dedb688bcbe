#!/usr/bin/env python3
"""Check a bundle of a decision without the program that made it.

    python3 verify.py                 in the bundle's folder, or: python3 verify.py FOLDER
    python3 verify.py --fingerprint HASH --head NUMBER:HASH --checkpoint FILE --key VERIFYKEY

One file, Python 3.9 or newer, its standard library alone, no network. It says whether every file is there as it was
listed, whether there is one too many, and whether each entry of the ledger stands in the chain as it was recorded.
`sha256sum -c SHA256SUMS` checks the files too, and needs no Python; it does not see a file that was added.

Without anything from outside it cannot see a bundle in which everything was made anew. Give the fingerprint that the
council wrote down when the bundle was made, or a checkpoint or head of its ledger.
Answers 0 if nothing is wrong, 1 if something is, 2 if it was asked wrongly.
"""

# A program for any Python, copied into each bundle as it is; its tests run it as one.
# mypy: ignore-errors
import argparse
import base64
import hashlib
import hmac
import json
import os
import re
import sys
import unicodedata

HEX64 = re.compile(r"[0-9a-f]{64}\Z")
LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9][A-Za-z0-9._/-]*)\Z")
SUMS = "SHA256SUMS"
ENTRIES, HASHES = "ledger/entries.jsonl", "ledger/hashes.txt"
FIELDS = {
    "version": int, "chain": str, "number": int, "previous_hash": str, "at": str, "kind": str, "by": str,
    "subject": str, "also": list, "facts": dict, "commitments": dict, "hash": str,
}  # fmt: skip
FIRST = {"extract": int, "chain": str, "size": int, "head": str, "root": str, "is_redacted": bool}


class Bad(Exception):
    """Something that cannot be read."""


# --- canonical JSON (RFC 8785 without fractions) ----------------------------------------------------------------------

ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_text(text):
    """Write a string in its one form."""
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
    """Write a value in its one form."""
    if depth > 32:
        raise Bad("values nested too deep")
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if type(value) is int:
        if not -(2**53) < value < 2**53:
            raise Bad("a number that is too large")
        return str(value)
    if type(value) is str:
        return write_text(value)
    if type(value) is list:
        return "[" + ",".join([write_json(item, depth + 1) for item in value]) + "]"
    if type(value) is dict:
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join([write_text(key) + ":" + write_json(value[key], depth + 1) for key in keys]) + "}"
    raise Bad("a value that the ledger does not hold")


def read_line(line):
    """Give the object of a line that is in canonical form."""
    try:
        value = json.loads(line.decode("utf-8"))
        again = write_json(value).encode("utf-8") + b"\n"
    except (Bad, ValueError, RecursionError) as fault:
        raise Bad("cannot be read") from fault
    if again != line or type(value) is not dict:
        raise Bad("is not in canonical form")
    return value


def digest(tag, value):
    """Give the hash of a value under a tag."""
    return hashlib.sha256(tag.encode() + b"\0" + write_json(value).encode()).hexdigest()


def tree_hash(leaves):
    """Give the tree hash of RFC 6962, level by level: pair neighbours; an odd one at the end goes up as it is."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    if not level:
        return hashlib.sha256().digest()
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0]


# --- Ed25519 (RFC 8032, section 5.1), verification only ---------------------------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def point_add(a, b):
    """Add two points."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    return ((f - e) * (h - g) % P, (h + g) * (f + e) % P, (h - g) * (h + g) % P, (f - e) * (f + e) % P)


def point_times(scalar, point):
    """Add a point to itself."""
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        scalar >>= 1
    return result


def point_read(data):
    """Give the point that 32 bytes stand for, or None."""
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
    """Give the 32 bytes of a point."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = point_read((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public, message, signature):
    """Say whether a signature is the key's."""
    owner = point_read(public)
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or owner is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    minus_owner = (P - owner[0], owner[1], 1, P - owner[3])
    return point_write(point_add(point_times(s, BASE), point_times(h, minus_owner))) == signature[:32]


def read_base64(text):
    """Give the bytes of base64 that is written in its one way."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as fault:
        raise Bad("a hash or signature that is not base64") from fault
    if base64.b64encode(data).decode() != text:
        raise Bad("base64 that is not written in its one way")
    return data


def read_key(text):
    """Give (origin, key id, public key)."""
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
    if not gap or len(lines) < 3 or not tail.endswith("\n") or not re.match(r"(0|[1-9][0-9]{0,15})\Z", lines[1], re.A):
        raise Bad("a checkpoint of the wrong form")
    root, signed = read_base64(lines[2]), False
    for line in tail[:-1].split("\n"):
        found = re.match("\u2014 ([^\\s+]+) ([A-Za-z0-9+/]+={0,2})\\Z", line)
        if not found:
            raise Bad("a signature line that cannot be read")
        data = read_base64(found[2])
        if key and found[1] == key[0] == lines[0] and data[:4] == key[1]:
            signed = signed or is_signed(key[2], (body + "\n").encode(), data[4:])
    if len(root) != 32:
        raise Bad("a checkpoint whose hash has the wrong length")
    return lines[0], int(lines[1]), root, signed


# --- the files --------------------------------------------------------------------------------------------------------


def read_sums(data):
    """Give path -> hash from SHA256SUMS, which has one written form."""
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError as fault:
        raise Bad("letters that it never has") from fault
    if not text.endswith("\n"):
        raise Bad("no whole line at its end")
    found = {}
    for line in text[:-1].split("\n"):
        said = LINE.match(line)
        if not said or said[2] in found or said[2] == SUMS:
            raise Bad(f"a line that it never has ({line[:80]!r})")
        if any(part in ("", ".", "..") or part.startswith(".") for part in said[2].split("/")):
            raise Bad(f"a path that it never has ({said[2]!r})")
        found[said[2]] = said[1]
    if list(found) != sorted(found):
        raise Bad("another order than it has")
    return found


def files_in(folder):
    """Give the paths of the files in a folder, and of links, which never belong there."""
    for at, folders, names in os.walk(folder):
        for name in [*names, *(one for one in folders if os.path.islink(os.path.join(at, one)))]:
            yield os.path.relpath(os.path.join(at, name), folder).replace(os.sep, "/")


def examine_files(folder, fingerprint=None):
    """Give (path -> hash of what is there as listed, [(path, words)…])."""
    wrong, whole = [], {}
    try:
        with open(os.path.join(folder, SUMS), "rb") as file:
            data = file.read()
    except OSError:
        return whole, [(SUMS, "It is missing.")]
    if fingerprint and hashlib.sha256(data).hexdigest() != fingerprint.lower():
        wrong.append((SUMS, "The bundle has another fingerprint than the one that was given."))
    try:
        listed = read_sums(data)
    except Bad as fault:
        return whole, [*wrong, (SUMS, f"It was changed: it has {fault}.")]
    there = set(files_in(folder)) - {SUMS}
    wrong.extend((path, "It is missing.") for path in sorted(set(listed) - there))
    wrong.extend((path, "It was added: it is not in the list.") for path in sorted(there - set(listed)))
    for path in sorted(there & set(listed)):
        at, found = os.path.join(folder, *path.split("/")), hashlib.sha256()
        if os.path.islink(at):
            wrong.append((path, "It is a link, not a file."))
            continue
        with open(at, "rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                found.update(block)
        if found.hexdigest() != listed[path]:
            wrong.append((path, "It was changed."))
        else:
            whole[path] = listed[path]
    return whole, wrong


# --- the ledger -------------------------------------------------------------------------------------------------------


def check_fields(entry):
    """Stop unless an entry has the fields of one."""
    if type(entry) is not dict or set(entry) != set(FIELDS):
        raise Bad("holds no entry")
    if any(type(entry[name]) is not kind for name, kind in FIELDS.items()):
        raise Bad("holds an entry with a field of the wrong kind")
    if entry["version"] != 1 or entry["number"] < 1 or not HEX64.match(entry["hash"]):
        raise Bad("holds an entry of an unknown form")
    if any(type(one) is not str or not HEX64.match(one) for one in entry["commitments"].values()):
        raise Bad("holds commitments that are no hashes")


def examine_ledger(data, listing, key=None, checkpoints=(), heads=()):
    """Give (what it tells, [(path, words)…])."""
    told = {"chain": "", "size": 0, "entries": 0, "withheld": 0, "erased": 0, "versions": [], "is_redacted": False}
    told["agrees_up_to"] = None
    wrong, number = [], 0
    lines = listing.decode("ascii", "replace").split("\n")
    hashes = lines[:-1]
    if lines[-1] or not all(HEX64.match(one) for one in hashes):
        return told, [(HASHES, "It holds something that is not a hash.")]
    told["size"] = len(hashes)
    over = False
    owed, entry, last = {}, None, 0
    try:
        for number, line in enumerate(data.splitlines(keepends=True) or [b""], 1):
            said = read_line(line)
            if over:
                raise Bad("stands after the end")
            if number == 1:
                wrong.extend(examine_first(said, hashes, told))
                continue
            if len(said) != 1:
                raise Bad("is not one named thing")
            ((name, value),) = said.items()
            if name in ("personal", "withheld", "erased"):
                wrong.extend(examine_personal(name, value, entry, owed))
                told[name] = told.get(name, 0) + 1
                continue
            wrong.extend(
                (ENTRIES, f"\u201c{one}\u201d of entry {entry['number']} is gone without a word.") for one in owed
            )
            owed = {}
            if name == "entry":
                check_fields(value)
                entry, owed = value, dict(value["commitments"])
                told["entries"] += 1
                if entry["number"] <= last:
                    words = f"Entry {entry['number']} stands after entry {last}: they are not in order."
                    wrong.append((ENTRIES, words))
                last = max(last, entry["number"])
                wrong.extend(examine_entry(entry, hashes, told))
            elif name == "end":
                if type(value) is not dict or set(value) != {"entries", "left_out"}:
                    raise Bad("tells another end than the entries before it")
                if value["entries"] != told["entries"] or type(value["left_out"]) is not int or value["left_out"] < 0:
                    raise Bad("tells another end than the entries before it")
                over = True
            else:
                raise Bad("is none that belongs here")
        if not over:
            number += 1
            raise Bad("is missing: the file stops before its end")
    except Bad as fault:
        wrong.append((ENTRIES, f"Line {number} {fault}."))
    if told["chain"]:
        wrong.extend(examine_outside(hashes, told, key, checkpoints, heads))
    return told, wrong


def examine_first(said, hashes, told):
    """Say what is wrong with the first line."""
    if set(said) != set(FIRST) or any(type(said[name]) is not kind for name, kind in FIRST.items()):
        raise Bad("is not the first line of such a file")
    if said["extract"] != 1:
        raise Bad("names a version that this program does not know")
    told.update(chain=said["chain"], is_redacted=said["is_redacted"])
    head = hashes[-1] if hashes else digest("dueregard.ledger.start.v1", said["chain"])
    if said["size"] != len(hashes) or said["head"] != head:
        yield (HASHES, "The list of hashes is not as long, or does not end, as the entries say.")
    if said["root"] != tree_hash([bytes.fromhex(one) for one in hashes]).hex():
        yield (HASHES, "The tree hash over the list is another than the entries say: a hash was changed.")


def examine_entry(entry, hashes, told):
    """Say what is wrong with an entry, held against the list."""
    number = entry["number"]
    if entry["chain"] != told["chain"]:
        yield (ENTRIES, f"Entry {number} is of another chain.")
    bare = {name: value for name, value in entry.items() if name != "hash"}
    if digest("dueregard.ledger.entry.v1", bare) != entry["hash"]:
        yield (ENTRIES, f"Entry {number} was altered: its hash does not fit what it says.")
    if number > len(hashes):
        yield (HASHES, f"Entry {number} is not in the list of hashes, which ends at {len(hashes)}.")
        return
    if hashes[number - 1] != entry["hash"]:
        yield (HASHES, f"At entry {number} the list has another hash.")
    before = hashes[number - 2] if number > 1 else digest("dueregard.ledger.start.v1", told["chain"])
    if before != entry["previous_hash"]:
        yield (HASHES, f"Entry {number} does not follow from the one before it in the list.")
    if entry["kind"] == "assessments.version_made" and type(entry["facts"].get("sha256")) is str:
        told["versions"].append(entry["facts"]["sha256"])


def examine_personal(name, value, entry, owed):
    """Say what is wrong with a personal value, or with the word that it is not given."""
    wanted = {"entry", "name", "salt", "value"} if name == "personal" else {"entry", "name"}
    if entry is None or type(value) is not dict or set(value) != wanted:
        raise Bad("stands where no personal value belongs")
    if type(value["entry"]) is not int or value["entry"] != entry["number"]:
        raise Bad("is about another entry than the one before it")
    if any(type(value[one]) is not str for one in wanted - {"entry"}) or value["name"] not in owed:
        raise Bad("names a personal value that the entry does not have, or has already")
    commitment = owed.pop(value["name"])
    if name != "personal":
        return
    if not HEX64.match(value["salt"]):
        raise Bad("holds a salt that is not 32 bytes in hexadecimal")
    said = b"dueregard.ledger.personal.v1\0" + write_json({"name": value["name"], "value": value["value"]}).encode()
    if hmac.new(bytes.fromhex(value["salt"]), said, hashlib.sha256).hexdigest() != commitment:
        yield (ENTRIES, f"\u201c{value['name']}\u201d of entry {entry['number']} is not the value that was recorded.")


def examine_outside(hashes, told, key, checkpoints, heads):
    """Hold the list of hashes against what is known from elsewhere."""
    marks = [(number, value, False) for number, value in heads]
    for text in checkpoints:
        try:
            origin, size, root, signed = read_checkpoint(text, key)
        except Bad as fault:
            yield (HASHES, f"A checkpoint that was given cannot be read: it has {fault}.")
            continue
        if not origin.endswith("/ledger/" + told["chain"]):
            yield (HASHES, f"A checkpoint that was given is for {origin}, not for this chain.")
        elif key and not signed:
            yield (HASHES, f"The checkpoint at entry {size} was not signed by the key that was given.")
        else:
            marks.append((size, root.hex(), True))
    for size, value, is_tree in sorted(marks):
        if size > len(hashes):
            yield (HASHES, f"What was kept elsewhere knows of {size} entries; the list ends at {len(hashes)}.")
            continue
        here = hashes[:size]
        start = digest("dueregard.ledger.start.v1", told["chain"])
        found = tree_hash([bytes.fromhex(one) for one in here]).hex() if is_tree else (here[-1] if here else start)
        if found != value:
            yield (HASHES, f"It does not agree with what was kept elsewhere of entry {size}.")
        else:
            told["agrees_up_to"] = size


def examine(folder, fingerprint=None, key=None, checkpoints=(), heads=()):
    """Give (what it tells, [(path, words)…]) of a bundle in a folder."""
    whole, wrong = examine_files(folder, fingerprint)
    told = {"files": len(whole), "ledger": None}
    if ENTRIES in whole and HASHES in whole:
        with open(os.path.join(folder, *ENTRIES.split("/")), "rb") as file:
            entries = file.read()
        with open(os.path.join(folder, *HASHES.split("/")), "rb") as file:
            listing = file.read()
        told["ledger"], faults = examine_ledger(entries, listing, key and read_key(key), checkpoints, heads)
        wrong.extend(faults)
        if not told["ledger"]["is_redacted"]:
            for one in told["ledger"]["versions"]:
                if one not in whole.values():
                    wrong.append((ENTRIES, f"The ledger tells of a version with the hash {one}; it is not here."))
    return told, wrong


def main(arguments=None):
    """Check what the command line names, and answer 0, 1 or 2."""
    parser = argparse.ArgumentParser(description="Check a bundle of a decision without the program that made it.")
    parser.add_argument("folder", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--fingerprint", help="the fingerprint that was written down when the bundle was made")
    parser.add_argument("--key", help="the verify key that you were given: <origin>+<key id>+<base64>")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE", help="a checkpoint you were sent")
    parser.add_argument("--head", action="append", default=[], metavar="NUMBER:HASH", help="a head you wrote down")
    asked = parser.parse_args(arguments)
    heads, checkpoints = [], []
    for text in asked.head:
        number, _, value = text.partition(":")
        if not number.isdigit() or not HEX64.match(value):
            parser.error("a head is written NUMBER:HASH")
        heads.append((int(number), value))
    try:
        for path in asked.checkpoint:
            with open(path, encoding="utf-8", newline="") as file:
                checkpoints.append(file.read())
        told, wrong = examine(asked.folder, asked.fingerprint, asked.key, checkpoints, heads)
    except Bad as fault:
        parser.error(f"what was given holds {fault}")
    except (OSError, UnicodeDecodeError) as fault:
        parser.error(str(fault))
    for path, words in wrong:
        say(f"{path}: {words}")
    if wrong:
        return 1
    say(f"{told['files']} files, each as it was listed, none missing, none added.")
    ledger = told["ledger"]
    if ledger:
        say(f"{ledger['entries']} entries stand in the chain {ledger['chain']} of {ledger['size']} as recorded.")
        for name in ("withheld", "erased"):
            if ledger[name]:
                say(f"{ledger[name]} personal values are {name}; the chain vouches for them all the same.")
        if ledger["agrees_up_to"] is not None:
            say(f"What you kept elsewhere agrees up to entry {ledger['agrees_up_to']}.")
    if not asked.fingerprint and not (ledger and ledger["agrees_up_to"] is not None):
        say("Nothing from outside was given, so a bundle that was made anew as a whole would not show.")
    return 0


def say(words):
    """Say a line on standard output."""
    sys.stdout.write(words + "\n")


if __name__ == "__main__":
    sys.exit(main())
