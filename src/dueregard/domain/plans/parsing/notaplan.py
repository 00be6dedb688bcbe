"""What does a document hold that is not an action plan?

The one idea: news, strategies and lists of programmes speak in known turns of phrase: "we will strive to" opens aims,
"won the … Award" tells of an award, a council's name and a title above a description is a programme. Each is given as
it is printed, so that a person sees at once why there are no actions.

Source: docs/explanation/reading-plans.md, section "What is not a plan". It counts nothing as an action.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dueregard.domain.plans.model import Found
from dueregard.domain.plans.parsing.words import clean, flat, item_label, sentences, starts_item
from dueregard.reading.blocks import Block, Blocks, Heading, Place, Table

_AIMS_LEAD_IN = re.compile(
    r"\b(?:we (?:will|want to|aim to|strive to|seek to|are committed to)|our (?:aims?|objectives"
    r"|priorities|ambitions?|vision)(?: (?:is|are))?|strive to|aims? (?:is|are)? ?to)\b[^.]*:\s*$",
    re.IGNORECASE,
)
_VALUES = re.compile(r"\b(?:core |our )?values\b(?:[^.:]{0,60}?)[:–—]\s*(?P<list>[^.]+)\.?", re.IGNORECASE)
_AWARD = re.compile(
    r"\b(?:w[oi]ns?|won|received|awarded|shortlisted for|finalists? (?:in|for)|named|given|presented with"
    r"|recognised (?:at|in|with))\b[^.]{0,60}?\b(?:award|prize|medal)s?\b",
    re.IGNORECASE,
)
_ACCREDITED = re.compile(
    r"\b(?:accredit\w+|accreditation|charter mark|certified|disability confident|kitemark|stonewall|investors in)\b",
    re.IGNORECASE,
)
_PLEDGE = re.compile(
    r"\b(?:pledge[ds]? to|sign(?:ed|ing)?(?: up to)?|tak(?:en|ing) the|made the|commit(?:ted|ting)? to "
    r"becom\w+|commit to becom\w+|first \w+ (?:\w+ )?to commit)\b[^.]{0,80}",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"\bflying (?:the )?flags?\b|\bminute'?s? silence\b|\blit up\b", re.IGNORECASE)
_INITIATIVE = re.compile(
    r"\b(?:has|have|also|is one of [\w ]{2,30} that|together)?\s*(?:created|opened|launched|introduced"
    r"|delivered|funds|funded|established|set up|set out|developed|worked to|used an? [\w ]{0,20}approach"
    r"|rolled out|expanded|running|built)\b",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:council|borough|we|our|organisation|has|have)\b", re.IGNORECASE)
_LINKED = re.compile(
    r"\b((?:[A-Z][\w’'&-]+ ){1,5}(?:Plan|Strategy|Framework|Policy|Scheme|Programme)(?: \d{4}(?:\s?[-–/]\s?\d{2,4})?))"
)
_CLAUSES = re.compile(
    r"(?:,\s*and\s+|\s+and,?\s+(?:[\w ]{3,30},\s+)?)(?=(?:together |also )?(?:created|opened|launched"
    r"|introduced|delivered|funds|funded"
    r"|established|set up|developed|worked|rolled out|expanded|built|signing|signed|flying|becoming)\b)"
)
_COUNCIL = re.compile(
    r"(?i:\b(?:council|combined authority|borough of|fire (?:and rescue )?(?:service|authority)|cyngor)\b)"
    r"|\b(?:CA|LBC|MBC|NHS)\b"
)


def find_what_it_holds(blocks: Blocks) -> tuple[Found, ...]:
    """Give what was recognised instead of actions, in reading order.

    Kinds: aim, value, pledge, initiative, award, accreditation, symbolic_act, programme, linked_plan.
    """
    lines = _lines(blocks)
    programmes = _programmes(lines)
    if programmes:
        return tuple(programmes)
    found: list[Found] = []
    aims_open = False
    seen: set[str] = set()
    titles = Counter(text for text, *_ in lines)
    for text, place, is_item, is_heading in lines:
        if is_heading or text in seen or titles[text] > 1:
            continue
        seen.add(text)
        if _AIMS_LEAD_IN.search(text):
            aims_open = True
        elif aims_open and is_item:
            found.append(Found("aim", text, place))
            continue
        else:
            aims_open = False
        found += [Found("linked_plan", name, place) for name in _LINKED.findall(text)]
        found += _values(text, place)
        for sentence in sentences(text):
            for clause in _CLAUSES.split(sentence):
                found += _in_sentence(clause.strip(), place, whole=sentence)
    return tuple(dict.fromkeys(found))


def _lines(blocks: Blocks) -> list[tuple[str, Place, bool, bool]]:
    lines = []
    for block in blocks.blocks:
        if isinstance(block, Table):
            lines += [
                (flat(c.text), c.place, False, False)
                for row in block.rows
                for c in row.cells
                if c.repeats is None and flat(c.text)
            ]
            continue
        for line in clean(block.text).split("\n"):
            label, rest = item_label(line)
            item = label is not None or _is_item(block)
            lines.append((rest or line, block.place, item, isinstance(block, Heading)))
    return [line for line in lines if line[0]]


def _is_item(block: Block) -> bool:
    return (not isinstance(block, Heading | Table) and (block.depth > 0 or block.marker is not None)) or starts_item(
        flat(getattr(block, "text", ""))
    )


def _values(text: str, place: Place) -> list[Found]:
    found = _VALUES.search(text)
    if not found:
        return []
    parts = re.split(r",\s*(?:and\s+)?|\s+and\s+(?=\w+ing\b)|;\s*", found["list"])
    parts = [part.strip() for part in parts if part.strip()]
    return (
        [Found("value", part, place) for part in parts]
        if 2 <= len(parts) <= 12 and all(len(p) < 80 for p in parts)
        else []
    )


def _in_sentence(sentence: str, place: Place, *, whole: str) -> list[Found]:
    if _AWARD.search(sentence) and whole.endswith((".", "!")):
        return [Found("award", sentence, place)]
    out = []
    if _ACCREDITED.search(sentence):
        out.append(Found("accreditation", sentence, place))
    if _SYMBOL.search(sentence):
        out.append(Found("symbolic_act", sentence, place))
    if _PLEDGE.search(sentence) and re.search(r"\b(?:pledge|charter|commit|employer)\b", sentence, re.IGNORECASE):
        out.append(Found("pledge", sentence, place))
    if not out and _INITIATIVE.search(sentence) and _OURS.search(whole):
        out.append(Found("initiative", sentence, place))
    return out


def _programmes(lines: Sequence[tuple[str, Place, bool, bool]]) -> list[Found]:
    """Find a list of programmes: a council's short name, a short title, then a description; three or more of them."""
    found = []
    for at in range(len(lines) - 2):
        name, title, text = lines[at][0], lines[at + 1][0], lines[at + 2][0]
        if _is_short(name, 9) and _COUNCIL.search(name) and _is_short(title, 26) and not _is_short(text, 20):
            found.append(Found("programme", f"{name}: {title}", lines[at][1]))
    return found if len(found) >= 3 else []


def _is_short(text: str, words: int) -> bool:
    return len(text.split()) <= words and not text.rstrip().endswith((".", ";", ":"))
