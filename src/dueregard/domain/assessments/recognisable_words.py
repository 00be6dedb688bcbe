"""In which wordings do people become recognisable? The patterns of `recognisable`, and what looks like one and is none.

The one idea: a count is a number, a few words that say which people, and a word for people; what stands before it
decides whether it is a count at all ("section 3", "at least 3", "one in 5"). All patterns are bounded, so that no text
makes them slow.

Source:  uk-postcode-format, nino-format, nhs-number-check.
Refuses: nothing; it only holds patterns.
"""

from __future__ import annotations

import re

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PEOPLE = (
    "people|persons?|individuals?|adults?|child(?:ren)?|pupils?|students?|learners?|teenagers?|boys?|girls?|wom[ae]n|"
    "m[ae]n|mothers?|fathers?|parents?|carers?|couples?|famil(?:y|ies)|households?|residents?|tenants?|leaseholders?|"
    "customers?|clients?|patients?|visitors?|users?|members?|respondents?|participants?|attendees?|applicants?|"
    "claimants?|complainants?|staff|employees?|workers?|colleagues?|pensioners?|veterans?|refugees?|asylum seekers?|"
    "migrants?|travellers?|Muslims|Sikhs|Hindus|Jews|Buddhists|Christians|lesbians"
)
_WHICH = (
    r"(?!(?:of|with|for|by|in|to|from|at|per|an?|the|and|or|on|as|that|which|who|when|where|is|are|was|were|will|out|than|"
    r"times?|hundred|thousand|million|percent|day|week|month|year|hour|minute|mile|pm|am|more|new|full-time|part-time)\b)"
    r"(?:(?-i:[A-Z])\w+\s+and\s+(?-i:[A-Z])\w+|[A-Za-z][A-Za-z'’-]*[A-RT-Za-rt-z]|[A-Za-z]+(?:ss|ous)|trans|[A-Za-z])\s+"
)
"""A word between a number and the people: no preposition, no unit, and no plural, after which others are counted."""
_NUMBER = rf"(?P<number>(?<![\d.,£€$%/:–-])\d{{1,2}}(?![\d.,:/%–-]\d|[%–-])|\b(?:{'|'.join(_NUMBERS)})\b(?!-))"

COUNT = re.compile(rf"{_NUMBER}\s+(?P<kind>(?:{_WHICH}){{0,3}}?)(?P<who>{_PEOPLE})\b(?![’'-])", re.IGNORECASE)
COUNT_OF = re.compile(
    rf"{_NUMBER}\s+(?:of|out of)\s+(?P<kind>the|our|these|those|their)?\s*"
    rf"(?:{_WHICH}){{0,3}}?(?P<who>{_PEOPLE}|whom|them)\b",
    re.IGNORECASE,
)
COUNT_FROM = re.compile(
    rf"{_NUMBER}\s+(?P<kind>complaints?|answers?|responses?|replies|reply|comments?|cases?|referrals?|requests?)\s+"
    rf"(?:from|by|about)\s+(?:an?\s+|the\s+)?(?:{_WHICH}){{0,3}}?(?P<who>{_PEOPLE})\b",
    re.IGNORECASE,
)
IS_NO_COUNT = re.compile(
    r"(?:\b(?:sections?|s\.|schedule|article|part|paragraph|para\.?|page|chapter|appendix|annex|table|figure|option|"
    r"question|stage|phase|step|level|tier|band|zone|room|floor|route|bus|version|number|no\.|nos\.|aim|objective|"
    r"principle|priority|theme|year|week|day|month|key stage|grade|class|form|type|category|up to|at least|at most|"
    r"fewer than|less than|under|below|more than|over|above|minimum of|maximum of|groups? of|every|each|any|no|per|"
    r"(?:one|two|three|four|five|\d+) (?:in|to|and|or|out of))|[£€$#])\s*$",
    re.IGNORECASE,
)
ANYBODY = frozenset({"person", "individual", "parent", "adult", "child", "member", "staff"})
_THINGS = r"(?:way|thing|time|place|reason|option|route|means|service|library|centre|bus|most|biggest|largest)\b"
ONLY = re.compile(
    rf"\b(?:the|our|their|its|his|her|my)\s+(?:only|sole|lone|single)\s+(?!{_THINGS})(?:{_WHICH}){{0,4}}?(?:{_PEOPLE}|one\s+(?:who|in|with))\b"
    rf"(?![’'-])",
    re.IGNORECASE,
)

_WORD = r"[A-Z][a-zà-ÿ]+(?:[’'-][A-Z]?[a-zà-ÿ]+)?"
_ROLE = (
    "resident|tenant|customer|client|carer|pupil|student|patient|neighbour|complainant|member|user|respondent|applicant|"
    "employee|colleague"
)
_KIN = "son|daughter|mother|father|mum|dad|wife|husband|partner|sister|brother|grandson|granddaughter|child|baby"
NAMES = (
    re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Prof|Imam|Rabbi)\.?\s+(?P<name>{_WORD}(?:\s+{_WORD})?)"),
    re.compile(rf"\b(?:(?:my|her|his|their|whose)\s+(?:{_KIN})|named|called),?\s+(?P<name>{_WORD}(?:\s+{_WORD})?)"),
    re.compile(rf"\b(?:[Rr]esident|(?:{_ROLE})),?\s+(?P<name>{_WORD}\s+{_WORD})\b"),
    re.compile(
        rf"\b(?P<name>{_WORD}\s+{_WORD})(?=,?\s+(?:said|says|told|wrote|explained|added|who lives|lives|complained)\b)"
    ),
    re.compile(rf"\b(?P<name>{_WORD}\s+{_WORD}),?\s+(?:\((?:aged\s+)?\d{{1,3}}\)|aged\s+\d{{1,3}}\b)"),
    re.compile(rf"\b(?P<name>{_WORD}\s+{_WORD}),\s+(?:an?|our|the)\s+(?:[a-z-]+\s+){{0,3}}(?:{_ROLE})\b"),
    re.compile(
        rf"(?:[–—-]\s*|[”\"’]\s+)(?P<name>{_WORD}(?:\s+{_WORD})?),\s+(?:aged\s+)?\d{{1,3}}(?=\s*(?:[.);\n,]|$))"
    ),
)
_NO_NAME = """
Council Councils Service Services Scheme Programme Project Group Groups Forum Team Board Committee Cabinet Library
Libraries Centre Centres School Schools Street Road Lane House Hall Park Strategy Plan Plans Policy Act Survey
Network Association Panel Parking Development Support Trust Ward Borough District County City Town Village North
South East West Health Care Carers Housing Age Disability Equality Office Officer Manager Director Head Society
Union Union’s Alliance Partnership Charity Church Mosque Temple College University Hospital Police Fire Royal
National Local January February March April May June July August September October November December Monday Tuesday
Wednesday Thursday Friday Saturday Sunday Census Survey The This These That Those It We They You He She There Here
When Where What Who Why How If In On At By For From With And But Or Not No Our Your Their My His Her An As To Of
Some Many Most All Both Each Every One Two Three England Wales Scotland Ireland Britain London English Welsh British
Blue Badge Living Wage Universal Credit Crisis Fund Tax Benefit Day Days Opportunities Voice Voices Community
Communities Staff Member Members Residents People Resident User Users Audit Commission Court Lord Lady
"""
NO_NAME = frozenset(_NO_NAME.split())
"""Capitalised words that are no name of a person; with one of them in it, a "name" is a place, a body or a day."""
IS_IN_OFFICE = re.compile(r"\b(?:Cllr|Councillor|Mayor|Minister|Lord|Lady|Baroness|Alderman)\.?\s+$")
"""What stands before the name of somebody who holds a public office."""
INITIALS = re.compile(
    rf"\b(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+[A-Z]\b\.?(?![a-z])|[A-Z]\.\s?[A-Z]\.(?:\s?[A-Z]\.)?|[A-Z]\.\s{_WORD})"
)
NO_INITIALS = frozenset({"U.K.", "U.S.", "E.U.", "N.B.", "P.S.", "U.N.", "N.I.", "U.S.A.", "B.A.", "A.M.", "P.M."})

AGE = re.compile(
    r"\b\d{1,3}[\s-]years?[\s-]old\s+(?:[A-Za-z'-]+\s+){0,3}?(?:man|woman|boy|girl|child|person|resident|tenant|lady|"
    r"gentleman|mother|father|pupil|student|user|member|carer|widow|widower)\b",
    re.IGNORECASE,
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
_DAY = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\s+\d{{4}})"
)
BIRTH = re.compile(
    rf"(?:\b(?:born|birth(?:day|date)?|dob|d\.o\.b\.?)\b(?:\s+(?:on|was|is|of))?[:\s]+{_DAY}|"
    rf"\bborn\s+in\s+{_MONTH}\s+\d{{4}})",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    rf"\b(?:[Ff]lat\s+\d{{1,3}}[A-Za-z]?,?\s+)?\d{{1,3}}[A-Za-z]?\s+(?:{_WORD}\s+){{1,3}}"
    r"(?:Street|Road|Lane|Avenue|Close|Drive|Gardens|Crescent|Terrace|Way|Court|Place|Grove|Mews|Rise|Walk)\b"
)
IS_NO_ADDRESS = re.compile(r"(?:\b(?:bus|buses|route|routes|number|services?|lines?)|[£€$#])\s*$", re.IGNORECASE)
POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\b")
EMAIL = re.compile(r"\b(?P<before>[A-Za-z0-9._%+-]{1,64})@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}\b")
_OFFICES = """
info contact enquiries enquiry equality equalities consultation consultations feedback hello help office admin
complaints press communications customerservices customer.services democratic.services foi libraries housing
benefits licensing planning noreply no-reply
"""
OFFICES = frozenset(_OFFICES.split())
"""What stands before the @ of an office, not of a person."""
PHONE = re.compile(r"(?<![\d.,/£])(?:\+44\s?(?:\(0\)\s?)?|\(?0)\d(?:[\s()-]{0,2}\d){8,9}(?!\d)")
NATIONAL_INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
NHS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")


def number_of(word: str) -> int:
    """Give the number that digits or a word up to ten mean.

    >>> number_of("7"), number_of("Two")
    (7, 2)
    """
    return int(word) if word.isdigit() else _NUMBERS.index(word.casefold()) + 1
