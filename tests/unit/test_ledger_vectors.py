"""Are hashes, keys and checkpoints the published ones? Vectors come from the standards, never from our code."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest

from dueregard.domain.ledger import checkpoints, keys, merkle
from dueregard.domain.ledger.canonical import NotCanonical
from dueregard.domain.ledger.commitments import commit, is_kept, new_salt
from dueregard.domain.ledger.entries import Entry, NotAnEntry, hash_of, read_time, sealed, start_of, written_time

# The leaves and roots of the test suite of Certificate Transparency's own log server.
CT_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(1, 9))
def test_tree_hash_is_that_of_certificate_transparency(size: int) -> None:
    leaves = [bytes.fromhex(leaf) for leaf in CT_LEAVES[:size]]

    assert merkle.root(leaves).hex() == CT_ROOTS[size - 1]


def test_entry_hash_is_over_a_prefix_and_every_field() -> None:
    entry = Entry("installation", 1, start_of("installation"), "2027-01-01T00:00:00.000000Z", "a.b", "system", "x:1")
    start = hashlib.sha256(b'dueregard.ledger.start.v1\x00"installation"').hexdigest()
    written = (
        '{"also":[],"at":"2027-01-01T00:00:00.000000Z","by":"system","chain":"installation","commitments":{},"facts":{},'
        f'"kind":"a.b","number":1,"previous_hash":"{start}","subject":"x:1","version":1}}'
    )

    assert hash_of(entry) == hashlib.sha256(b"dueregard.ledger.entry.v1\x00" + written.encode()).hexdigest()
    assert sealed(entry).hash == hash_of(entry)


def test_commitment_is_hmac_over_name_and_value() -> None:
    salt = bytes(range(32))
    written = b'dueregard.ledger.personal.v1\x00{"name":"email","value":"a@b.example"}'
    expected = hmac.new(salt, written, hashlib.sha256).hexdigest()

    assert commit("a@b.example", name="email", salt=salt) == expected
    assert is_kept(expected, name="email", value="a@b.example", salt=salt)
    assert not is_kept(expected, name="name", value="a@b.example", salt=salt)
    assert not is_kept(expected, name="email", value="a@b.example", salt=new_salt())
    assert not is_kept(expected, name="email", value="a@b.example", salt=salt + b"\x00")
    with pytest.raises(NotCanonical):
        commit("x", name="email", salt=b"short")


# RFC 8032 section 7.1, test 2
SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_verify_key_accepts_the_standards_signature_and_no_other() -> None:
    key = keys.VerifyKey("made.up", PUBLIC)

    assert key.has_signed(b"\x72", signature=SIGNATURE)
    assert not key.has_signed(b"\x73", signature=SIGNATURE)
    assert not key.has_signed(b"\x72", signature=SIGNATURE[:-1])


def test_signing_key_goes_through_a_file_and_is_never_shown() -> None:
    key = keys.new_signing_key()
    again = keys.read_signing_key(key.as_pem())

    assert again.verify_key(origin="a/ledger/b") == key.verify_key(origin="a/ledger/b")
    assert repr(key) == "SigningKey(…)"


@pytest.mark.parametrize("pem", [b"", b"not a key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_signing_key_that_is_none_is_refused(pem: bytes) -> None:
    with pytest.raises(keys.NotAKey):
        keys.read_signing_key(pem)


def test_signing_key_of_another_kind_is_refused() -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

    with pytest.raises(keys.NotAKey, match="Ed25519"):
        keys.read_signing_key(other)


def test_verify_key_is_read_as_it_is_written() -> None:
    key = keys.VerifyKey("equality.example/ledger/installation", PUBLIC)

    assert keys.read_verify_key(f" {key}\n") == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a+b",
        "a+00000000+!!",
        "a+00000000+" + base64.b64encode(b"\x01" + PUBLIC).decode(),  # another's key id
        str(keys.VerifyKey("a", PUBLIC[:31])),
        str(keys.VerifyKey("a", PUBLIC)).replace("+AT", "+At"),
    ],
)
def test_verify_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(keys.NotAKey):
        keys.read_verify_key(text)


def test_checkpoint_has_the_form_of_signed_notes() -> None:
    key = keys.new_signing_key()
    text = checkpoints.sign(origin="made.up/ledger/installation", size=7, root=b"\x05" * 32, key=key)
    note = checkpoints.read_checkpoint(text)

    assert text.startswith("made.up/ledger/installation\n7\nBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU=\n\n— made.up/")
    assert (note.origin, note.size, note.root) == ("made.up/ledger/installation", 7, b"\x05" * 32)
    assert note.is_signed_by(key.verify_key(origin=note.origin))
    assert not note.is_signed_by(keys.new_signing_key().verify_key(origin=note.origin))
    assert not note.is_signed_by(key.verify_key(origin="made.up/ledger/other"))
    assert checkpoints.is_for(note, chain="installation")
    assert not checkpoints.is_for(note, chain="council:1")


ROOT = "BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU="


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"a\n1\n{ROOT}\n",
        f"a\n1\n{ROOT}\n\n",
        f"a\n01\n{ROOT}\n\n— a AAAAAAAA\n",
        f"a\n-1\n{ROOT}\n\n— a AAAAAAAA\n",
        f"a\n٣\n{ROOT}\n\n— a AAAAAAAA\n",
        f"a b\n1\n{ROOT}\n\n— a AAAAAAAA\n",
        f"a+b\n1\n{ROOT}\n\n— a AAAAAAAA\n",
        "a\n1\nAAAA\n\n— a AAAAAAAA\n",
        "a\n1\nnot base64\n\n— a AAAAAAAA\n",
        f"a\n1\n{ROOT[:-2]}V=\n\n— a AAAAAAAA\n",  # the same bytes, written in a second way
        f"a\n1\n{ROOT}\n\n— a AAAA\n",
        f"a\n1\n{ROOT}\n\n— a AAAAAAAA",
        f"a\n1\n{ROOT}\n\n- a AAAAAAAA\n",
        f"a\n1\n{ROOT}\n\n— a AAAAA\n",
    ],
)
def test_checkpoint_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(checkpoints.NotACheckpoint):
        checkpoints.read_checkpoint(text)


def test_origin_refuses_what_a_note_cannot_hold() -> None:
    with pytest.raises(checkpoints.NotACheckpoint):
        checkpoints.origin_of("installation", host="a b")


def test_times_are_utc_and_one_length() -> None:
    moment = read_time("2027-06-30T16:00:00.000001Z")

    assert written_time(moment) == "2027-06-30T16:00:00.000001Z"
    with pytest.raises(NotAnEntry):
        written_time(moment.replace(tzinfo=None))
    with pytest.raises(NotAnEntry):
        read_time("2027-06-30T16:00:00Z")
