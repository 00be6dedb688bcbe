"""How is a value written so that equal values give equal bytes, and different values different ones?

The one idea: RFC 8785 (JSON Canonicalization Scheme) for the part of JSON that has only one reading. Keys are sorted by
their UTF-16 code units, nothing is spaced, and strings are escaped only where JSON demands it.

Refuses, rather than guesses: floats (two programs print them in two ways), whole numbers beyond ±(2⁵³-1) (JavaScript
cannot hold them), keys that are not text, text that is not in Unicode form NFC or holds half a character or a NUL.
`tidied` brings text to NFC first, so that é is one thing however it was typed; what is stored is what was hashed.

Source: RFC 8785, https://www.rfc-editor.org/rfc/rfc8785
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import TypeAlias

from dueregard.terms.errors import DueRegardError

JSON: TypeAlias = "bool | int | str | list[JSON] | dict[str, JSON] | None"
"""What a ledger may hold: JSON without fractions."""

LARGEST = 2**53 - 1
DEEPEST = 32


class NotCanonical(DueRegardError):
    """A value that has no single written form, and so cannot be put in the ledger."""


def canonical(value: object) -> bytes:
    """Write a value as the only bytes that mean it.

    Raises:  NotCanonical, saying where, for what the module refuses.
    >>> canonical({"b": [1, True, None], "a": "é"}).decode()
    '{"a":"é","b":[1,true,null]}'
    """
    return _written(value, where="", depth=0).encode()


def tidied(value: object) -> JSON:
    """Give a value as the ledger keeps it: text in NFC, tuples as lists, mappings as dicts.

    Raises:  NotCanonical for what has no canonical form even then.
    >>> tidied({"owners": ("Jose" + chr(0x301),)}) == {"owners": ["José"]}
    True
    """
    kept = _tidied(value, where="", depth=0)
    canonical(kept)
    return kept


def _tidied(value: object, *, where: str, depth: int) -> JSON:
    _check_depth(depth, where)
    if isinstance(value, str):
        return unicodedata.normalize("NFC", str(value))
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        kept: dict[str, JSON] = {}
        for key, inner in value.items():
            name = _key(_tidied(key, where=where, depth=depth), where)
            if name in kept:
                raise NotCanonical("Two keys are the same once written in one form.", where=_at(where, name))
            kept[name] = _tidied(inner, where=_at(where, name), depth=depth + 1)
        return kept
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [_tidied(inner, where=f"{where}[{i}]", depth=depth + 1) for i, inner in enumerate(value)]
    raise _unfit(value, where)


def _written(value: object, *, where: str, depth: int) -> str:
    _check_depth(depth, where)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical("A whole number is too large to be written safely.", where=where or None)
        return str(int(value))
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, list):
        return "[" + ",".join(_written(x, where=f"{where}[{i}]", depth=depth + 1) for i, x in enumerate(value)) + "]"
    if isinstance(value, dict):
        pairs = sorted(((_key(k, where), v) for k, v in value.items()), key=lambda pair: _utf16(pair[0], where))
        return (
            "{"
            + ",".join(f"{_text(k, where)}:{_written(v, where=_at(where, k), depth=depth + 1)}" for k, v in pairs)
            + "}"
        )
    raise _unfit(value, where)


def _text(text: str, where: str) -> str:
    if "\x00" in text:
        raise NotCanonical("Text holds a NUL character.", where=where or None)
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text):
            raise NotCanonical("Text is not in Unicode form NFC.", where=where or None)
        _utf16(text, where)
    return encode_basestring(text)


def _utf16(text: str, where: str) -> bytes:
    try:
        return text.encode("utf-16-be")
    except UnicodeEncodeError as fault:
        raise NotCanonical("Text holds half a character (a lone surrogate).", where=where or None) from fault


def _key(key: object, where: str) -> str:
    if not isinstance(key, str):
        raise NotCanonical(f"A key is a {type(key).__name__}; keys are text.", where=where or None)
    return str(key)


def _check_depth(depth: int, where: str) -> None:
    if depth > DEEPEST:
        raise NotCanonical(f"Values are nested more than {DEEPEST} deep.", where=where[:80])


def _at(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _unfit(value: object, where: str) -> NotCanonical:
    mend = {
        "float": "Write a whole number in a smaller unit, or text.",
        "Decimal": "Write it as text.",
        "date": "Write it as text, 2027-03-31.",
        "datetime": "Write it as text, in UTC.",
        "UUID": "Write it as text.",
    }.get(type(value).__name__)
    return NotCanonical(
        f"A {type(value).__name__} has no single written form in the ledger.", where=where or None, mend=mend
    )
