"""One door for all XML that we did not write.

The one idea: a document's XML never needs a document type or an entity, so a part that declares one is refused, and the
parser is told to load nothing, expand nothing and stop at unusual depth. Every reader of packed formats parses here.
Sources: facts gathered on python-docx CVE-2016-5851 and openpyxl CVE-2017-5992 (external entities in office files).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from dueregard.reading.limits import Limits, too_deep
from dueregard.terms.errors import CannotBeRead

# "Strict" office files use other namespace addresses for the same words; we read them as the usual ones.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")


def parse(data: bytes, *, part: str, limits: Limits) -> Any:
    """Parse one part as a tree and give its root.

    Raises:  CannotBeRead where it declares a document type or entities, is not well formed, or is nested too deep.
    """
    if len(data) > limits.tree_bytes:
        raise CannotBeRead(
            "The document is far larger inside than it looks.", where=part, mend="Send only the part with the plan."
        )
    _refuse_declarations(data, part=part)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(_usual(data), parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise damaged(part) from fault
    tree: Any = root.getroottree()
    if tree.docinfo.doctype:
        raise _declares(part)
    _check_depth(root, part=part, limits=limits)
    return root


def stream(data: bytes, *, part: str, tags: tuple[str, ...]) -> Iterator[Any]:
    """Give the elements with these tags one by one as each ends, and forget them: for parts of many rows."""
    _refuse_declarations(data, part=part)
    try:
        context = etree.iterparse(
            BytesIO(_usual(data)),
            events=("end",),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        for _, element in context:
            if element.getroottree().docinfo.doctype:
                raise _declares(part)
            yield element
            element.clear()
            while element.getprevious() is not None and element.getparent() is not None:
                del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise damaged(part) from fault


def damaged(part: str) -> CannotBeRead:
    """Give the error for a part that is not what it should be."""
    return CannotBeRead(
        "The file is damaged or only partly there.",
        where=part,
        mend="Open it in the program it was made with, save it again, and send that copy.",
    )


def _usual(data: bytes) -> bytes:
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data) if b"purl.oclc.org" in data else data


def _declares(part: str) -> CannotBeRead:
    return CannotBeRead(
        "The file declares entities, which no office program writes; it was not opened.",
        where=part,
        mend="Open it in Word, Excel or LibreOffice, save it again, and send that copy.",
    )


def _refuse_declarations(data: bytes, *, part: str) -> None:
    # A quick look that meets the usual case before any parsing; other encodings are met by the check on docinfo.
    if any(mark in data for mark in _FORBIDDEN) or any(
        mark.decode().encode(encoding) in data[:65536] for mark in _FORBIDDEN for encoding in ("utf-16-le", "utf-16-be")
    ):
        raise _declares(part)


def _check_depth(root: Any, *, part: str, limits: Limits) -> None:
    level, rows = 0, [root]
    while rows:
        level += 1
        if level > limits.depth:
            raise too_deep(limits, name=part)
        rows = [child for element in rows for child in element]
