"""Whom does an action serve: which codes and words of a document name which characteristics?

The one idea: the document's own key comes first. Where it prints one, only its codes are codes; where it prints none,
the words of the Act, of section 75 and of council policy are recognised, and the letters that councils commonly use are
taken as proposals. "ALL" stays one code; nothing is added to what is printed, and what cannot be placed is asked about.

Sources: Equality Act 2010, section 4; Northern Ireland Act 1998, section 75(1); codes from printed keys, as listed in
docs/explanation/reading-plans.md. It refuses to guess from the words of an action whom it is for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dueregard.domain.plans.model import Strand
from dueregard.domain.plans.parsing.words import clean, flat
from dueregard.terms.characteristics import ALL, CHARACTERISTICS

_CHARACTERISTICS: tuple[tuple[str, str], ...] = (
    (
        "sexual_orientation",
        r"sexual(?:ity)?(?: orientation)?(?!ly)|lgb\w*\+?|cyfeiriadedd rhywiol|lesbian|gay|bisexual",
    ),
    (
        "gender_reassignment",
        r"gender (?:re-?assignment|identity)|trans(?:gender|sexual|\s?people)?\b|ailbennu rhywedd|hunaniaeth rhywedd",
    ),
    (
        "marriage_civil_partnership",
        r"marriage(?:(?: (?:and|&|or) |/)civil partnerships?)?|civil partnerships?|marital status|priodas(?: a "
        r"phartneriaeth sifil)?|phartneriaeth sifil",
    ),
    (
        "pregnancy_maternity",
        r"pregnan\w*(?:(?: (?:and|&|or) |/)maternity)?|maternity|beichiogrwydd(?: a mamolaeth)?|mamolaeth",
    ),
    (
        "religion_belief",
        r"religio\w*(?:(?: (?:and|&|or) |/)(?:(?:non-?)?beliefs?|faith))?(?: beliefs?)?|faiths?|beliefs?(?! "
        r"that)|crefydd(?: (?:a|neu) chred)?|chred",
    ),
    (
        "race",
        r"rac(?:e|ial)(?:(?: (?:and|&|or) |/)ethnicity)?(?: groups?| equality)?|ethnic\w*|b\.?a?\.?me\b"
        r"|nationality|gypsies|travellers|refugees|asylum seekers|hil\b",
    ),
    ("disability", r"(?:learning |physical |mental )?disab\w+|deaf\w*|neurodiver\w+|anabledd"),
    ("age", r"ages?(?: groups?)?|older people|young(?:er)? people|children|pensioners|oed(?:ran)?"),
    (
        "sex",
        r"sex(?!ual)|genders?(?! re-?assignment| identity)|women(?: and girls)?|(?<!\w)men\b(?: and women)?(?: "
        r"generally)?|girls|boys|rhyw\b|rhywedd",
    ),
    (
        "socio_economic",
        r"socio[\s-]?economic\w*(?: (?:disadvantage|status|deprivation|background))?|poverty|deprivation"
        r"|deprived|low(?:er)? income|social class|anfantais economaidd-gymdeithasol|economaidd-gymdeithasol|tlodi",
    ),
    ("armed_forces", r"armed forces(?: community)?|veterans?|service (?:families|personnel)|lluoedd arfog"),
    (
        "care_experience",
        r"care[\s-](?:experienced?|leavers?)(?: people)?|looked[\s-]after children|children in care|profiad o "
        r"ofal|gadael gofal",
    ),
    ("carers", r"(?:unpaid |young )?carers?|caring responsibilities|gofalwyr"),
    ("community_cohesion", r"community (?:cohesion|relations)|good relations|cydlyniant cymunedol|cysylltiadau da"),
    ("political_opinion", r"political (?:opinion|belief)s?"),
    ("dependants", r"dependants?|dependents?|persons with(?:out)? dependants"),
    ("welsh_language", r"welsh language|(?:y |yr )?(?:iaith )?gymraeg"),
)
_PATTERNS = tuple((code, re.compile(rf"\b(?:{pattern})", re.IGNORECASE)) for code, pattern in _CHARACTERISTICS)

_ALL_WORDS = re.compile(
    r"(?:all|every|pob(?: un)?|cyfan|holl)(?: of the)?(?: the)?(?: (?:nine|9|other))?"
    r"(?: (?:protected |equality |s(?:ection )?75 )?(?:characteristics?|strands?|groups?|categories|pcs?"
    r"|people|residents|staff|communities|areas|nodweddion(?: gwarchodedig)?|grwpiau))?"
    r"(?: (?:and|&) community cohesion)?|everyone|everybody|pawb|all 9|all nine",
    re.IGNORECASE,
)

CONVENTIONS: dict[str, tuple[str, ...]] = {
    "A": ("age",),
    "AGE": ("age",),
    "D": ("disability",),
    "DIS": ("disability",),
    "GR": ("gender_reassignment",),
    "T": ("gender_reassignment",),
    "TG": ("gender_reassignment",),
    "GI": ("gender_reassignment",),
    "G": ("sex",),
    "S": ("sex",),
    "SX": ("sex",),
    "R": ("race",),
    "E": ("race",),
    "RB": ("religion_belief",),
    "R/B": ("religion_belief",),
    "R&B": ("religion_belief",),
    "RE": ("religion_belief",),
    "F": ("religion_belief",),
    "SO": ("sexual_orientation",),
    "S/O": ("sexual_orientation",),
    **dict.fromkeys(("M/CP", "MCP", "M&CP", "MC", "CP", "M"), ("marriage_civil_partnership",)),
    **dict.fromkeys(("P/M", "PM", "P&M", "P", "PREG"), ("pregnancy_maternity",)),
    "SE": ("socio_economic",),
    "SED": ("socio_economic",),
    "SES": ("socio_economic",),
    "POV": ("socio_economic",),
    "CC": ("community_cohesion",),
    "AF": ("armed_forces",),
    "CE": ("care_experience",),
    "CL": ("care_experience",),
    "C": ("carers",),
    "CAR": ("carers",),
    "PO": ("political_opinion",),
    "MS": ("marriage_civil_partnership",),
    "WL": ("welsh_language",),
}
"""Letters that plans commonly use without a key. They are proposals: every one that is used is asked about once."""


def characteristics_of(label: str) -> tuple[str, ...]:
    """Give the characteristics that a printed label names, in the order of the Act; "gender including trans" is two.

    >>> characteristics_of("Gender including Transgender"), characteristics_of("Pregnancy & Maternity")
    (('gender_reassignment', 'sex'), ('pregnancy_maternity',))
    >>> characteristics_of("All strands"), characteristics_of("Left-handed people")
    (('ALL',), ())
    """
    said = flat(label).strip(" .;:,")
    if not said:
        return ()
    if _ALL_WORDS.fullmatch(said):
        return (ALL,)
    found = []
    rest = said
    for code, pattern in _PATTERNS:
        if pattern.search(rest):
            found.append(code)
            rest = pattern.sub(" ", rest)
    order = list(CHARACTERISTICS)
    return tuple(sorted(found, key=lambda code: order.index(code) if code in order else len(order)))


# ---------------------------------------------------------------- the document's own key

_CODE = r"(?<![\w/&])(?P<code>[A-Za-z][A-Za-z0-9]{0,4}(?:[/&][A-Za-z]{1,3})?)"
_PAIR = re.compile(rf"{_CODE}\s*(?P<sign>=)\s*", re.UNICODE)
_LOOSE_PAIR = re.compile(
    r"(?:^|(?<=[\n,;(|]))\s*(?P<code>[A-Z][A-Za-z0-9]{0,3}(?:[/&][A-Z]{1,3})?)\s*(?P<sign>[:–—]|\s-\s|-(?=\s))\s*"
)
_LABEL_PAIR = re.compile(r"(?P<label>[A-Z][A-Za-z &/]{2,40}?)\s*\((?P<code>[A-Z][A-Z0-9/&]{0,4})\)")


def read_key(text: str) -> dict[str, Strand]:
    """Read a printed key of codes, or give nothing if the text is none.

    >>> key = read_key("KEY: A=Age, M/CP = Marriage & Civil Partnership, All =All Strands & SE= Poverty")
    >>> list(key), key["SE"].characteristics
    (['A', 'M/CP', 'ALL', 'SE'], ('socio_economic',))
    >>> read_key("Green = complete, Red = late")
    {}
    """
    said = re.sub(r"^\W*(?:key|codes?|allwedd)\b[^=:\n]{0,40}:\s*", "", clean(text), flags=re.IGNORECASE)
    for pattern in (_PAIR, _LOOSE_PAIR):
        pairs = list(pattern.finditer(said))
        if len(pairs) >= 2:
            key = {}
            for at, pair in enumerate(pairs):
                end = pairs[at + 1].start() if at + 1 < len(pairs) else _label_end(said, pair.end())
                label = re.sub(r"\s*(?:[,;.|&•]|\band\b)\s*$", "", flat(said[pair.end() : end])).strip(" ,;.&|•")
                key[_as_code(pair["code"])] = Strand(label, characteristics_of(label))
            if _is_key(key):
                return key
    if re.match(r"\W*(?:key|codes?|allwedd)\b", clean(text), re.IGNORECASE):
        pairs = list(_LABEL_PAIR.finditer(said))
        key = {_as_code(p["code"]): Strand(p["label"].strip(), characteristics_of(p["label"])) for p in pairs}
        if len(key) >= 3 and _is_key(key):
            return key
    return {}


def key_of_pairs(pairs: list[tuple[str, str]]) -> dict[str, Strand]:
    """Read a key printed as a table of two columns, code and meaning (either way round); nothing if it is none."""
    for turned in (False, True):
        key = {}
        for one, two in pairs:
            code, label = (two, one) if turned else (one, two)
            code = flat(code).strip(" .:=")
            if code and flat(label) and len(code) <= 6 and re.fullmatch(r"[A-Za-z][\w/&]*", code):
                key[_as_code(code)] = Strand(flat(label), characteristics_of(label))
        if len(key) >= 3 and len(key) >= 0.6 * len(pairs) and _is_key(key):
            return key
    return {}


def _label_end(text: str, start: int) -> int:
    line = text.find("\n", start)
    return line if line != -1 else len(text)


def _as_code(code: str) -> str:
    return ALL if code.upper() == ALL else code


def _is_key(key: Mapping[str, Strand]) -> bool:
    placed = [strand for strand in key.values() if strand.characteristics]
    return len(placed) >= 2 and len(placed) >= 0.5 * len(key) and all(len(s.label) < 80 for s in key.values())


# ---------------------------------------------------------------- a cell of strands


@dataclass(frozen=True, slots=True)
class StrandsRead:
    """What a cell of strands says: the codes in order, the ones that are in no key, and what each new one means."""

    codes: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    found: Mapping[str, Strand] | None = None


_SEPARATOR = re.compile(r"[\s,;•|+]+|(?:\band\b|\ba\b|\bac\b|&)\s*", re.IGNORECASE)
_NONE = re.compile(r"(?:n/?a|none|nil|not applicable|-|–|tbc)\.?", re.IGNORECASE)


def read_strands(text: str, *, key: Mapping[str, Strand]) -> StrandsRead:
    """Read a cell of strands by the document's key, or by common codes and words where it has none.

    >>> read_strands("A,D,G M/CP, R", key={c: Strand(c) for c in ("A", "D", "G", "M/CP", "R")}).codes
    ('A', 'D', 'G', 'M/CP', 'R')
    >>> read_strands("Age; Race and ethnicity; left-handed people", key={}).unplaced
    ('left-handed people',)
    """
    said = clean(text).strip()
    if not said or _NONE.fullmatch(said):
        return StrandsRead()
    codes: list[str] = []
    unplaced: list[str] = []
    found: dict[str, Strand] = {}
    for piece in re.split(r"[\n;•|]+|,(?!\d)", said):
        _read_piece(piece.strip(" .,:"), key, codes, unplaced, found)
    return StrandsRead(tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(unplaced)), found)


def _read_piece(
    piece: str, key: Mapping[str, Strand], codes: list[str], unplaced: list[str], found: dict[str, Strand]
) -> None:
    if not piece:
        return
    whole = _as_known(piece, key, found)
    if whole:
        codes.append(whole)
        return
    at = 0
    tokens = [t for t in re.split(r"(\s+|/|\band\b|&|\+)", piece) if t]
    # longest run of tokens that is a known code or a known phrase, from the left
    missed: list[str] = []
    while at < len(tokens):
        for length in range(min(9, len(tokens) - at), 0, -1):
            known = _as_known("".join(tokens[at : at + length]).strip(), key, found)
            if known:
                if missed:
                    _put_missed(missed, unplaced)
                    missed = []
                codes.append(known)
                at += length
                break
        else:
            missed.append(tokens[at])
            at += 1
    _put_missed(missed, unplaced)


def _put_missed(missed: list[str], unplaced: list[str]) -> None:
    said = re.sub(r"^(?:\s|/|&|\+|,|\band\b)+|(?:\s|/|&|\+|,|\band\b)+$", "", "".join(missed))
    if said.strip(" ()-–:."):
        unplaced.append(said.strip())


def _as_known(said: str, key: Mapping[str, Strand], found: dict[str, Strand]) -> str | None:
    """Give the code under which a text is known: the key's own, "ALL", a common code, or the words themselves."""
    if not said or len(said) > 80:
        return None
    if _ALL_WORDS.fullmatch(said):
        return ALL
    for code in key:
        if code == said or code.upper() == said.upper():
            return code
    for code, strand in key.items():
        if strand.label and strand.label.lower() == said.lower():
            return code
    if not key and said.upper() in CONVENTIONS and said.upper() == said:
        found.setdefault(said, Strand(said, CONVENTIONS[said]))
        return said
    if len(said) <= 2:
        return None
    for _, pattern in _PATTERNS:
        if pattern.fullmatch(said) or pattern.fullmatch(re.sub(r"\s*\([^)]*\)$", "", said)):
            word = said[0].upper() + said[1:]
            code = next((c for c, s in key.items() if s.characteristics == characteristics_of(said)), word)
            if code == word:
                found.setdefault(word, Strand(word, characteristics_of(said)))
            return code
    return None


def is_strand_list(text: str) -> bool:
    """Say whether a cell looks like a list of strands: every part a common code or a characteristic's name.

    >>> is_strand_list("A, D, R"), is_strand_list("Sexual orientation"), is_strand_list("HR Manager")
    (True, True, False)
    """
    if len(flat(text)) > 160:
        return False
    read = read_strands(text, key={})
    return bool(read.codes) and not read.unplaced
