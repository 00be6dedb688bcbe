"""How does an action stand, and what became of it, in the words the council printed?

The one idea: status, RAG and outcome are three things and are read apart. A word is mapped only when it says one thing:
"complete / ongoing" stays as printed and is asked about. Colours keep their colour; what a colour means comes from the
document's own legend, since green is "done" in one council and "on track" in the next.

Sources: DESIGN section 6 for the three lists; printed words from docs/explanation/reading-plans.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dueregard.domain.plans.parsing.words import flat, sentences

RAGS = ("red", "amber", "green", "blue", "grey")

_RAG_WORDS: dict[str, str] = {
    "red": "red",
    "r": "red",
    "coch": "red",
    "c": "red",
    "amber": "amber",
    "a": "amber",
    "yellow": "amber",
    "orange": "amber",
    "amb": "amber",
    "oren": "amber",
    "melyn": "amber",
    "green": "green",
    "g": "green",
    "grn": "green",
    "gwyrdd": "green",
    "blue": "blue",
    "b": "blue",
    "glas": "blue",
    "grey": "grey",
    "gray": "grey",
    "gry": "grey",
    "white": "grey",
    "llwyd": "grey",
}

_STATUS_WORDS: tuple[tuple[str, str], ...] = (
    (
        "not_started",
        r"not (?:yet )?(?:started|begun|commenced|progressed)|yet to (?:start|begin|commence)|no progress(?: "
        r"yet)?|to be started|heb (?:ei )?ddechrau|planned|not due|future",
    ),
    (
        "complete",
        r"(?:fully |now |action |all )?(?:complete|completed|achieved|delivered|implemented|finished|done)(?: "
        r"in full)?|100 ?%(?: complete)?|true|y|yes|wedi(?:'i| ei)? g?wblhau|cwblhawyd|✓|✔|✅|☑",
    ),
    (
        "on_track",
        r"on[\s-]?(?:track|target|schedule|course|plan)|in[\s-]?progress|under ?way|progressing(?: well)?"
        r"|started|commenced|on[\s-]?going|continuing|good progress|proceeding|ar (?:y )?(?:trywydd|darged"
        r"|waith)|yn mynd rhagddo|parhaus",
    ),
    (
        "off_track",
        r"off[\s-]?(?:track|target|schedule)|over ?due|delayed|not (?:been )?(?:achieved|met|delivered"
        r"|complete|completed|done)|behind (?:schedule|target)|missed|failed|stalled|late|significant(?:ly)? "
        r"(?:delay|delayed|issues)|heb (?:ei )?gyflawni|wedi(?:'i)? oedi",
    ),
    (
        "at_risk",
        r"at risk|slipp(?:ing|ed|age)|(?:some|minor|slight(?:ly)?) (?:delay|delayed|slippage|issues|concerns?)"
        r"|(?:partially|partly|part) (?:achieved|complete|completed|met|delivered|done)|needs attention|some "
        r"progress|limited progress|mewn perygl|wedi(?:'i)? gyflawni'n rhannol",
    ),
    (
        "closed",
        r"(?:this action is (?:now )?)?closed|(?:action )?(?:withdrawn|cancelled|discontinued|dropped"
        r"|superseded|no longer (?:required|applicable|relevant))|wedi(?:'i)? gau",
    ),
)
_STATUS = tuple((status, re.compile(rf"(?:{pattern})", re.IGNORECASE)) for status, pattern in _STATUS_WORDS)
_PERCENT = re.compile(r"(?<![\d.])(\d{1,3}) ?(?:%|per ?cent)")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a status cell says: any of a status, a colour, a percentage; `doubtful` where it says two things."""

    status: str | None = None
    rag: str | None = None
    percent: int | None = None
    doubtful: bool = False


def read_status(text: str, *, legend: Mapping[str, str] | None = None) -> Standing:
    """Read a status, RAG or percentage cell.

    Takes:   the document's own legend, colour → status, if it prints one.
    >>> read_status("Amber - slipping"), read_status("75%").percent, read_status("Complete / ongoing").doubtful
    (Standing(status='at_risk', rag='amber', percent=None, doubtful=False), 75, True)
    >>> read_status("Green", legend={"green": "complete"}).status
    'complete'
    """
    said = flat(text).strip(" .;:-–")
    if not said:
        return Standing()
    percent = _PERCENT.search(said)
    share = int(percent[1]) if percent and int(percent[1]) <= 100 else None
    first = re.split(r"[\s:/,(\-–]+", said.lower(), maxsplit=1)[0]
    rag = _RAG_WORDS.get(said.lower()) or (_RAG_WORDS.get(first) if len(first) > 2 else None)
    found = _statuses_in(said, rag=rag)
    if not found and rag and legend:
        found = [legend[rag]] if rag in legend else []
    if not found and said.isdecimal() is False and share == 100 and said.rstrip(" %").isdecimal():
        found = ["complete"]
    status = found[0] if len(found) == 1 else None
    return Standing(status, rag, share, len(found) > 1)


def _statuses_in(said: str, *, rag: str | None) -> list[str]:
    """Give the statuses that a short text names; a long one only if it begins with one ("Completed - see the
    report").
    """
    for status, pattern in _STATUS:
        if pattern.fullmatch(said):
            return [status] if not (rag and len(said) == 1) else []
    if rag:
        said = re.sub(r"^\w+[\s:/,(\-–]*", "", said)
        rag_rest = [status for status, pattern in _STATUS if pattern.fullmatch(said.strip(" )"))]
        if rag_rest or not said:
            return rag_rest
    parts = [part.strip() for part in re.split(r"\s*(?:/|,|;|\band\b|\bbut\b|\s[-–]\s|:)\s*", said) if part.strip()]
    if len(said) <= 60:
        named = [status for part in parts for status, pattern in _STATUS if pattern.fullmatch(part)]
        return list(dict.fromkeys(named))
    lead = [status for status, pattern in _STATUS if len(parts[0]) < 40 and pattern.fullmatch(parts[0])]
    return lead[:1]


_COLOUR = re.compile(
    r"\b(red|amber|yellow|orange|green|blue|gr[ea]y|white|coch|oren|melyn|gwyrdd|glas|llwyd)\b\s*(?:\([A-Z]\))?"
    r"\s*(?:=|:|[-–—]|means|is)\s*",
    re.IGNORECASE,
)
_COLOUR_LETTER = re.compile(r"\b([RAGB])\s*(?:=|:|[-–—])\s*")


def read_legend(text: str) -> dict[str, str]:
    """Read what a document says its colours mean: colour → status.

    >>> read_legend("Green = complete, Amber = in progress, Red = not started")
    {'green': 'complete', 'amber': 'on_track', 'red': 'not_started'}
    >>> read_legend("Our green spaces: open to all")
    {}
    """
    said = flat(text)
    found: dict[str, str] = {}
    colours = list(_COLOUR.finditer(said))
    if not colours and re.match(r"\W*(?:key|legend|b?rag|allwedd)\b", said, re.IGNORECASE):
        colours = list(_COLOUR_LETTER.finditer(said))
    for at, colour in enumerate(colours):
        end = colours[at + 1].start() if at + 1 < len(colours) else len(said)
        meaning = said[colour.end() : end].strip(" ,;.&/|")
        meaning = re.sub(r"\s+and$", "", meaning)
        statuses = _statuses_in(meaning[:120], rag=None) or _loosely(meaning)
        if statuses:
            found[_RAG_WORDS[colour[1].lower()]] = statuses[0]
    return found if len(found) >= 2 else {}


def _loosely(meaning: str) -> list[str]:
    """Find a status anywhere in a legend's phrase ("action has been completed")."""
    for status in ("not_started", "off_track", "at_risk", "complete", "on_track", "closed"):
        pattern = dict(_STATUS)[status]
        if re.search(rf"\b(?:{pattern.pattern})(?!\w)", meaning, re.IGNORECASE) and len(meaning) < 140:
            return [status]
    return []


def rag_of_fill(fill: str | None) -> str | None:
    """Name the traffic-light colour of a cell's background, or None for white, black and decoration.

    >>> rag_of_fill("#00B050"), rag_of_fill("#FFC000"), rag_of_fill("#DDEBF7"), rag_of_fill("#FFFFFF")
    ('green', 'amber', None, None)
    """
    if not fill or not re.fullmatch(r"#[0-9A-Fa-f]{6}", fill):
        return None
    red, green, blue = (int(fill[i : i + 2], 16) for i in (1, 3, 5))
    top, low = max(red, green, blue), min(red, green, blue)
    if top - low < 12:
        return "grey" if 90 < top < 225 else None
    saturation = (top - low) / top
    if saturation < 0.18 or top < 90:
        return None
    if red == top and green >= blue:
        hue = 60 * (green - blue) / (top - low)
        return "red" if hue < 18 else "amber" if hue <= 62 else "green"
    if green == top:
        hue = 60 * (blue - red) / (top - low) + 120
        return "amber" if hue < 65 else "green" if hue < 165 else "blue"
    if blue == top:
        return "blue" if saturation > 0.3 and (red < 200 or green < 200) else None
    return "red"


# ---------------------------------------------------------------- outcomes at year end

_OUTCOMES: tuple[tuple[str, str], ...] = (
    (
        "dropped",
        r"(?:incomplete and )?(?:can ?not|will not|won't) be (?:carried|taken) forward|(?:has been |is |was "
        r")?(?:withdrawn|dropped|discontinued|abandoned|removed from the (?:new )?plan)|not (?:being "
        r")?(?:carried|taken) forward|no longer (?:required|relevant|applicable|a priority)|will not be pursued",
    ),
    (
        "developed",
        r"(?:has |have )?(?:now )?(?:been )?(?:further )?(?:developed|evolved) (?:in|into|within|as)"
        r"|superseded|(?:been )?(?:replaced|incorporated|absorbed|merged|subsumed)(?: by| into| with| in)?"
        r"|broadened|(?:become|became) (?:a )?new actions?|new actions? (?:has|have) been (?:added|developed)",
    ),
    (
        "ongoing",
        r"(?:remains?|is|still|continues? to be) (?:an? )?on[\s-]?going(?: (?:action|work|priority"
        r"|commitment))?|continues? (?:in|into|as part of|under) the (?:new|next|revised|refreshed)|(?:carried"
        r"|rolled|taken|moved) (?:forward|over)|(?:has been |is |been |will be )?retained|to (?:be "
        r")?continue[d]?(?: in(?:to)?)?|continues? in(?:to)? (?:20\d\d|next year)|remains? (?:in|part of|an "
        r"action in) the (?:new|next|revised)|yn parhau",
    ),
    (
        "closed",
        r"(?:is |are |has been |been |was )?(?:now )?(?:closed|completed? and closed|signed off)(?: as "
        r"(?:embedded|business as usual)[\w ]*)?|(?:is |are |has been |been |now )(?:complete|completed"
        r"|achieved|delivered in full|fully delivered|embedded(?: as business as usual)?)|wedi(?:'i)? (?:gau|chau)",
    ),
)
_SUBJECT = (
    r"(?:(?:this|the|these|all|both|which)\s+)?(?:(?:actions?|objectives?|commitments?|targets?|tasks?"
    r"|work|projects?|measures?|weithred(?:oedd)?|gweithred|mae'r weithred hon)\s+)"
)
_SAYS = tuple(
    (code, re.compile(rf"{_SUBJECT}(?:(?:has|have|is|are|was|will|now)\s+)*(?:{pattern})", re.IGNORECASE))
    for code, pattern in _OUTCOMES
)
_BARE = tuple(
    (
        code,
        re.compile(
            rf"(?:status|outcome|result|action)?\s*[:–-]?\s*(?:{pattern}|{bare})[\w\s,'’()-]{{0,60}}", re.IGNORECASE
        ),
    )
    for (code, pattern), bare in zip(
        _OUTCOMES,
        (
            "withdrawn|dropped",
            "superseded|developed",
            "on[\\s-]?going|continuing|carried forward",
            "closed|complete|completed|achieved",
        ),
        strict=True,
    )
)


def read_outcome(text: str) -> str | None:
    """Give the outcome that a sentence states about its action, or None.

    >>> read_outcome("This action remains ongoing in the new plan."), read_outcome("This action is now closed")
    ('ongoing', 'closed')
    >>> read_outcome("This action has now developed in the new plan."), read_outcome("The hall is closed on Sundays.")
    ('developed', None)
    """
    said = flat(text).strip(" .;:/")
    if not said or len(said) > 200:
        return None
    found = [code for code, pattern in _SAYS if pattern.match(said)]
    if not found and len(said) < 60:
        found = [code for code, pattern in _BARE if pattern.fullmatch(said)]
    return found[0] if found else None


def split_outcome(text: str) -> tuple[str, str | None, str | None]:
    """Split an update into (what was done, the outcome's sentence, the outcome): it is the last sentence, if it is one.

    >>> split_outcome("The survey was run.\\nThis action is now closed")
    ('The survey was run.', 'This action is now closed', 'closed')
    """
    lines = text.split("\n")
    last = sentences(lines[-1])
    outcome = _said_of_action(said := last[-1]) if last else None
    if outcome is None:
        return text, None, None
    at = text.rfind(said)
    return text[:at].strip(), said, outcome


def _said_of_action(sentence: str) -> str | None:
    """As `read_outcome`, but only where the sentence names the action itself: the rest of an update speaks of other
    things.
    """
    said = flat(sentence).strip(" .;:/")
    if len(said) > 200:
        return None
    return next((code for code, pattern in _SAYS if pattern.match(said)), None)


_ACHIEVED = (
    ("not", re.compile(r"\bnot (?:been )?(?:achieved|met|delivered)\b", re.IGNORECASE)),
    ("partly", re.compile(r"\b(?:part(?:ly|ially)?)[\s-](?:achieved|met|delivered|complete)", re.IGNORECASE)),
    ("achieved", re.compile(r"\b(?:achieved|completed?|delivered|met in full|embedded)\b", re.IGNORECASE)),
)


def how_closed(text: str) -> str | None:
    """Say how far a closed action got in the printed words: achieved, partly, not; None where they do not say.

    >>> how_closed("Closed: partially achieved"), how_closed("This action is now closed")
    ('partly', None)
    """
    return next((code for code, pattern in _ACHIEVED if pattern.search(flat(text))), None)
