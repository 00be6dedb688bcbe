"""The words with which measures are written: numbers, units, verbs of change, and the names of what is counted.

The one idea: a figure means nothing without its neighbours. What stands before and after it says whether it is a
measure at all (an age, a date and a section number are not), what it counts, and which way is better. Used by
`measures` alone.
"""

from __future__ import annotations

import re
from decimal import Decimal

_LONGEST_NAME = 14  # words

_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "fifty": "50",
}  # fmt: skip
FRACTIONS = {  # said → (figure, unit); what is no whole decimal keeps its own denominator
    "half": ("50", "%"), "a half": ("50", "%"), "one half": ("50", "%"),
    "a quarter": ("25", "%"), "one quarter": ("25", "%"), "three quarters": ("75", "%"), "three-quarters": ("75", "%"),
    "a third": ("1", "in 3"), "one third": ("1", "in 3"), "two thirds": ("2", "in 3"), "two-thirds": ("2", "in 3"),
    "a fifth": ("20", "%"), "one fifth": ("20", "%"), "a tenth": ("10", "%"), "one tenth": ("10", "%"),
}  # fmt: skip
DOWN = (
    r"reduc(?:e|es|ed|ing)|cut(?:s|ting)?|lower(?:s|ed|ing)?|decreas(?:e|es|ed|ing)|narrow(?:s|ed|ing)?|clos(?:e|ing)"
)
UP = (
    r"increas(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|improv(?:e|es|ed|ing)|grow(?:s|ing)?|boost(?:s|ed|ing)?"
    r"|rise|rises|rising|expand(?:s|ed|ing)?"
)
DOING = (
    r"train|deliver|run|hold|host|recruit|appoint|offer|provide|create|open|build|adapt|complete|carry out|undertake"
    r"|survey|visit|publish|organise|arrange|reach|engage|support|award|place|fund|establish|set up|sign up|interview"
    r"|review|identify|enrol|employ|contact|launch|install|translate|develop|secure|invest|achieve|convene|facilitate"
    r"|allocate|spend|distribute|commit"
)
NUMBER = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
NUMBER_WORD = "|".join(_NUMBER_WORDS)
ANY_NUMBER = rf"(?:{NUMBER}|{NUMBER_WORD})"
PERCENT = r"(?:%|per\s?cent\b|percent\b)"
UNIT = rf"(?:{PERCENT}|percentage\s+points?|points?|pence|working\s+days|days|weeks|months|minutes|hours)"
FRACTION = "|".join(sorted(map(re.escape, FRACTIONS), key=len, reverse=True))

# What a name may not run on into.
_NAME_STOP = re.compile(
    r"[,;:.()\n\t\[\]–—?!]|\s-\s|\b(?:by|via|through|including|in order|so that|such as|so as|which|where|when|while|"
    r"within|during|from|until|before|after|per|each|every|to ensure|and (?:to\b|that\b|ensure|report|review|publish)|"
    r"and \d|are|is|be|were|was|will|have|has|had|receive|report)\b",
    re.I,
)
# A number in such company is a name, an age, a time or a reference, whatever stands around it.
_NOT_BEFORE = re.compile(
    r"(?:\b(?:no|nos|number|section|sections|s|part|phase|stage|level|tier|theme|objective|objectives|priority|goal"
    r"|outcome|action|step|point|item|page|paragraph|para|appendix|annex|article|regulation|reg|schedule|chapter|act"
    r"|act of|band|grade|key stage|ks|year|yr|week|day|q|quarter|iso|bs|en|wcag|version|v|ref|reference|form|room|floor"
    r"|unit|route|aged|age|ages|age of|under|over|key|table|figure|standard|category|type|option|strand"
    r"|ward|zone|cohort|lot)"
    r"\.?\s*(?:#|no\.?\s*)?|[#/:‘'’]|\d[-/.:])$",
    re.I,
)
NOT_AFTER = re.compile(
    r"^\s*[-–]?\s*(?:year|yr|month|week|day|hour)s?[\s-]*(?:old|olds|strategy|plan|programme|project|framework|review"
    r"|vision|term|period|aim|funding)\b|^(?:st|nd|rd|th)\b|^\s*(?:or|and)\s+(?:over|above|under|below|older|younger)\b"
    r"|^s\b|^\s\d|^\s*(?:[-–/:]|to\b)\s*\d|^\s*-?(?:hour|day|week|month|year|minute)\b(?!-?long)"
    r"|^\s*-?\s*(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b|^\s*(?:a\.?m|p\.?m)\b",
    re.I,
)
YEAR = re.compile(r"^(?:19|20)\d\d$")


def figure_of(said: str) -> str:
    return _NUMBER_WORDS.get(said.lower(), said.replace(",", ""))


def money_of(figure: str, size: str | None) -> str:
    factor = {"k": Decimal(1000), "m": Decimal(1_000_000)}.get((size or "").lower(), Decimal(1))
    return format((Decimal(figure) * factor).normalize(), "f")


def unit_of(said: str | None) -> str | None:
    if said is None:
        return None
    said = " ".join(said.lower().split())
    if said in {"%", "per cent", "percent"}:
        return "%"
    return "points" if said in {"point", "percentage point", "percentage points"} else said


def counted_unit(after: str) -> str | None:
    """What a number counts: a span of time as printed, "number" of any other thing, None where nothing follows."""
    name = name_after(after)
    if not name:
        return None
    if hit := re.match(r"(?:working\s+)?(?:days|weeks|hours|minutes)\b", name, re.I):
        return hit[0].lower()
    head = re.split(r"\s+(?:of|for|with|to|in|on|at|and|across|among|who|that|about)\b", name, maxsplit=1)[0]
    return "number" if re.search(r"[a-z]{2,}", head) else None


def name_after(after: str) -> str:
    """The words that follow a figure, up to where the sentence turns."""
    after = re.sub(r"^\s*(?:x\s+)?(?:of\s+)?(?:all\s+|the\s+|our\s+|its\s+)*", "", after, count=1, flags=re.I)
    stop = _NAME_STOP.search(after)
    # "to" ends a name unless it belongs to the noun ("access to"); a name of one word may go on
    name = after[: stop.start()] if stop else after
    return _shorten(re.split(r"\s+(?:to|who|that)\s+", name, maxsplit=1)[0])


def share_name(after: str) -> str:
    """The people or things a share is of, and what is true of them: "managers who complete training"."""
    clause = tidy(_CLAUSE_END.split(re.sub(r"^\s*of\s+", "", after), maxsplit=1)[0])
    if re.search(r"\b(?:who|that)\b", clause):
        return f"Share of {clause}"
    told = re.match(rf"(?P<whom>\S+(?:\s\S+){{0,4}}?)\s+(?={_STATES}\b)", clause, re.I)
    if told is None:
        return f"Share of {clause}"
    word = "who" if re.search(_PEOPLE, told["whom"], re.I) else "that"
    return f"Share of {told['whom']} {word} {clause[told.end() :]}"


_CLAUSE_END = re.compile(
    r"[,;:.()\n–—?!]|\s-\s|\s(?<!held\s)(?<!led\s)(?<!made\s)(?<!used\s)(?:by|via|through|including|in order|so that"
    r"|such as|so as|until|before|after|during|within|to ensure|and to)\s",
    re.I,
)
RATES = r"attendance|completion|representation|participation|response|satisfaction|uptake|take-up|coverage|disclosure"
_PEOPLE = (
    r"\b(?:people|staff|residents?|managers?|bab(?:y|ies)|child(?:ren)?|wom[ae]n|m[ae]n|members?|employees?|applicants?"
    r"|carers?|tenants?|learners?|pupils?|students?|users?|patients?|parents?|apprentices|volunteers?|leaders?|officers?"
    r"|councillors?|those|respondents?|participants?|customers?|workforce|team|veterans?|refugees?)\b"
)
_STATES = (
    r"(?:complete|say|feel|receive|report|attend|make|know|understand|achieve|meet|use|have|are|take|get|agree|declare|share"
    r"|hold|return|answer|stay|leave|move|live|rate|find|sign|go|come|feature|show|reach|include|start|finish|will)"
)


def name_before(text: str, start: int) -> str:
    """The thing that moves: what stands between the verb and the figure ("Increase disclosure rates to")."""
    clauses = [one for one in re.split(r"[,;:.()\n\t]|\s[-–—]\s", text[:start]) if one.strip()]
    if len(clauses) > 1 and re.fullmatch(
        r"\s*(?:our |the )?(?:target|goal|aim|measure)\s*(?:is|of)?\s*", clauses[-1], re.I
    ):
        clauses.pop()
    clause = clauses[-1] if clauses else ""
    clause = re.sub(
        r"\b(?:to|of|at|is|be|reach|reaches|by|below|under|are|answered|done|completed)\s*$",
        "",
        clause.rstrip(),
        flags=re.I,
    )
    moved = re.search(
        rf"\b(?:{DOWN}|{UP}|achieve|reach|maintain|keep|answer|respond to|so that|that)\s+(?P<what>.+)$", clause, re.I
    )
    if moved:
        return tidy(moved["what"])
    return "" if re.fullmatch(rf"\s*(?:{DOWN}|{UP}|from|to|by)\s*", clause, re.I) else tidy(clause)


def direction_before(text: str, start: int) -> str | None:
    clause = re.split(r"[;.\n]", text[:start])[-1]
    if re.search(rf"\b(?:{DOWN})\b", clause, re.I):
        return "down"
    return "up" if re.search(rf"\b(?:{UP})\b", clause, re.I) else None


def tidy(words: str) -> str:
    words = re.sub(r"^\s*(?:[ivx]+\)|[a-z]\)|[•*-])\s*", "", words)
    words = re.sub(r"^\s*(?:to\s+)?(?:the|our|its|all)\s+", "", words, flags=re.I)
    return _shorten(words)


def _shorten(words: str) -> str:
    words = " ".join(words.split()[:_LONGEST_NAME]).strip(" ,;:-–+")
    return re.sub(r"\s+(?:for|of|in|to|and|or|the|a|at|on|with|from)(?:\s+\d+)?$", "", words)


def is_age(text: str, start: int) -> bool:
    return bool(re.search(r"\b(?:aged?|ages)\b[^.;\n]{0,25}$", text[:start], re.I))


def is_fact(text: str, start: int) -> bool:
    """Whether what stands before a figure says how things are, not how they should be."""
    sentence = re.split(r"[.;\n]", text[:start])[-1]
    return bool(_FACT.search(sentence))


_FACT = re.compile(
    r"\b(?:shows?|showed|shown|according to|census|currently|at present|found that|tells? us|estimated|was|were)\b"
    r"|^\s*with\s*$|\b(?:top|bottom|lowest|highest|most deprived|poorest)\s*$",
    re.I,
)


def is_named_number(text: str, start: int) -> bool:
    return bool(_NOT_BEFORE.search(text[:start]))


def is_no_count(text: str, end: int) -> bool:
    return bool(NOT_AFTER.match(text[end:]))
