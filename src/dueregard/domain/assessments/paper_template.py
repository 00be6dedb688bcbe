"""Can this Word file be the council's template for papers?

The one idea: every fault is said at once, in words for somebody who made the file in Word: the mark that is missing,
stands twice, or is not known; what would run, lead outside or tell what nobody meant to tell. What is merely unseen
(custom XML, a thumbnail, the link to the template it was made from) is taken out when it is filled, and no fault.

Source:  ECMA-376 part 1; the file formats' known dangers (macros, remote templates, fields that fetch).
Refuses: what is no Word document, holds macros, other files or fields that fetch; tracked changes and comments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from dueregard.domain.assessments.model import Assessment
from dueregard.domain.assessments.paper import APPENDIX_MARK, IMPLICATIONS_MARK, About, implications, words_for
from dueregard.publish.document import Block, Document, Heading
from dueregard.publish.hidden import hidden_data
from dueregard.publish.word_places import Place, fill_places, places_in
from dueregard.reading.limits import MEGABYTE, Limits
from dueregard.reading.package import Package
from dueregard.terms.errors import CannotBeRead

LIMITS = Limits(file_bytes=5 * MEGABYTE, unpacked_bytes=40 * MEGABYTE, part_bytes=20 * MEGABYTE, members=500)
KINDS = {"implications": IMPLICATIONS_MARK, "appendix": APPENDIX_MARK}
"""Kind of paper → the mark that its template must have."""
_BLOCKS = (IMPLICATIONS_MARK, APPENDIX_MARK)
_WORDS = ("council", "decision", "body", "date", "assessment number", "version", "made on")
MARKS = (*_BLOCKS, *_WORDS)
_DOCUMENT = "wordprocessingml.document.main+xml"
_HARMLESS = {"hyperlink", "attachedTemplate"}
_NO_FAULT = {"custom XML that no page shows", "a small picture of an earlier state"}
_FETCHES = frozenset(
    {
        "INCLUDETEXT",
        "INCLUDEPICTURE",
        "INCLUDE",
        "DDE",
        "DDEAUTO",
        "LINK",
        "IMPORT",
        "MACROBUTTON",
        "DATABASE",
        "AUTOTEXT",
    }
)
_INSIDE = frozenset({"oleObject", "package", "control", "vbaProject", "aFChunk", "attachedToolbars", "subDocument"})
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class TemplateFaulty(CannotBeRead):
    """A file that cannot be a template. `faults` holds every reason, each a sentence."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults), mend="Change it in Word, and send it again.")


def check_template(data: bytes, *, kind: str, name: str = "") -> tuple[Place, ...]:
    """Give the places of a template for a kind of paper ("implications" or "appendix").

    Raises:  TemplateFaulty with every fault; CannotBeRead for what is no Word document, or too large.
    """
    LIMITS.check_file_size(len(data), name=name)
    package = Package(data, name=name, limits=LIMITS)
    faults = list(_dangers(package))
    if not faults:
        _read_all(package)
        places = places_in(data, names=MARKS)
        faults = [*_told(data), *_misplaced(places, wanted=KINDS[kind])]
    if faults:
        raise TemplateFaulty(faults)
    return places


def fill_template(template: bytes, *, assessment: Assessment, appendix: Document, about: About, on: date) -> bytes:
    """Fill a template that was checked: the paragraph, the appendix in full, and the words within lines."""
    return fill_places(
        template,
        blocks={IMPLICATIONS_MARK: implications(assessment, about), APPENDIX_MARK: _whole(appendix)},
        words=words_for(about, on=on),
        author=about.council,
        title=about.title,
        on=on,
    )


def _whole(document: Document) -> tuple[Block, ...]:
    return (Heading(2, document.title), *document.all_blocks())


def _dangers(package: Package) -> Iterator[str]:
    main = package.target("", kind="officeDocument")
    types = package.read("[Content_Types].xml") if "[Content_Types].xml" in package else b""
    if main is None or not main.startswith("word/"):
        raise CannotBeRead("This is not a Word document (.docx).", mend="Save it in Word as “Word document”.")
    names = [name.lower() for name in package.names()]
    if b"macroEnabled" in types or any("vbaproject" in name or "vbadata" in name for name in names):
        yield "It holds macros (small programs). Save it as “Word document (.docx)”, without macros."
    elif _DOCUMENT.encode() not in types:
        yield "It is not a Word document but another kind of Word file. Save it as “Word document (.docx)”."
    links = [link for name in _owners(package) for link in package.relations(name).values()]
    if any("/embeddings/" in name or "/activex/" in name for name in names) or any(
        link.kind in _INSIDE and not link.outside for link in links
    ):
        yield "It holds other files or controls inside it. Take them out."
    outside = sorted({link.kind for link in links if link.outside} - _HARMLESS)
    if outside:
        yield f"It fetches something from outside ({', '.join(outside)}). Put it into the file itself."
    if any(_is_fetching(package.xml(name)) for name in package.names() if _is_text(name)):
        yield "It has a field that fetches something from elsewhere. Turn the field into plain text."


def _owners(package: Package) -> Iterator[str]:
    yield ""
    yield from (name for name in package.names() if name.startswith("word/") and not name.startswith("word/_rels"))


def _is_text(name: str) -> bool:
    return name.startswith("word/") and name.endswith(".xml")


def _is_fetching(root: Any) -> bool:
    """Say whether a field fetches. An instruction may be cut into pieces, and fields stand in fields."""
    open_fields: list[str] = []
    for element in root.iter(f"{_W}fldChar", f"{_W}instrText", f"{_W}fldSimple"):
        if element.tag == f"{_W}fldSimple":
            if _fetches(element.get(f"{_W}instr") or ""):
                return True
        elif element.tag == f"{_W}instrText":
            if open_fields:
                open_fields[-1] += element.text or ""
        elif element.get(f"{_W}fldCharType") == "begin":
            open_fields.append("")
        elif open_fields and _fetches(open_fields[-1]):
            return True
        elif open_fields and element.get(f"{_W}fldCharType") == "end":
            open_fields.pop()
    return any(_fetches(each) for each in open_fields)


def _fetches(instruction: str) -> bool:
    return (instruction.split() or [""])[0].upper() in _FETCHES


def _read_all(package: Package) -> None:
    """Open every part that is XML with the limits around it, so that what follows meets nothing unexpected."""
    for name in package.names():
        if name.endswith((".xml", ".rels")):
            package.xml(name)


def _told(data: bytes) -> Iterator[str]:
    found = [each for each in hidden_data(data) if each not in _NO_FAULT]
    if found:
        yield f"It holds what nobody sees on its pages: {', '.join(found)}. Accept or remove it."


def _misplaced(places: Sequence[Place], *, wanted: str) -> Iterator[str]:
    counted = Counter(place.name for place in places)
    if not counted[wanted]:
        yield f"The mark [[{wanted}]] is missing. Write it on a line of its own, where the text is to stand."
    for name, times in counted.items():
        if name not in MARKS:
            yield f"[[{name}]] is no mark that we know. There are: {', '.join(f'[[{each}]]' for each in MARKS)}."
        elif name in _BLOCKS and times > 1:
            yield f"The mark [[{name}]] stands there {times} times. Leave one."
    for place in places:
        if place.name in _BLOCKS and place.where != "text":
            yield f"The mark [[{place.name}]] stands in a {place.where}. Put it in the text itself."
