"""Which words name months, quarters, seasons, frequencies and "no date yet", in English and in Welsh?

The one idea: the language of dates is data. `dates` holds the grammar. Welsh months are given with their soft and
aspirate mutations, since they stand after "erbyn", "diwedd" and "tan".

Sources: the wordings of docs/explanation/reading-plans.md; Welsh month names as councils in Wales print them; biannual
(twice a year) and biennial (every two years) as dictionaries have them, where the first is so often used for the second
that it is asked about.
"""

from __future__ import annotations

_MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "jan", "ionawr", "ion"),
    ("february", "feb", "febuary", "chwefror", "chwef"),
    ("march", "mar", "mawrth", "fawrth"),
    ("april", "apr", "ebrill", "ebr"),
    ("may", "mai", "fai"),
    ("june", "jun", "mehefin", "fehefin", "meh"),
    ("july", "jul", "gorffennaf", "orffennaf", "gorff"),
    ("august", "aug", "awst"),
    ("september", "sept", "sep", "medi", "fedi"),
    ("october", "oct", "hydref"),
    ("november", "nov", "tachwedd", "dachwedd", "thachwedd", "tach"),
    ("december", "dec", "rhagfyr", "ragfyr", "rhag"),
)
MONTHS: dict[str, int] = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}

ORDINALS: dict[str, int] = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 4,
    "final": 4,
}

SEASONS: dict[str, tuple[int, int]] = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "winter": (12, 2),
    "gwanwyn": (3, 5),
    "haf": (6, 8),
    "gaeaf": (12, 2),
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
}
"""First and last month. Meteorological seasons; early, mid and late as thirds of the year: all are asked about."""

FREQUENCIES: tuple[tuple[str, str], ...] = (
    (
        r"(?:six|6)[\s-]*monthly|every (?:six|6) months|half[\s-]*yearly|twice (?:a|per|each) year|twice yearly",
        "six_monthly",
    ),
    (
        r"(?:three|3)[\s-]*monthly|every (?:three|3) months|quarterly|(?:each|every) quarter|(?:yn )?chwarterol",
        "quarterly",
    ),
    (r"every (?:two|2|other|second) years?|biennial(?:ly)?|(?:two|2)[\s-]*yearly", "every_two_years"),
    (r"every (?:three|3) years|triennial(?:ly)?|(?:three|3)[\s-]*yearly", "every_three_years"),
    (r"every (?:four|4) years|(?:four|4)[\s-]*yearly", "every_four_years"),
    (r"bi[\s-]?annual(?:ly)?", "biannual"),
    (r"bi[\s-]?monthly", "bimonthly"),
    (r"every month|each month|per month|monthly|(?:yn )?fisol|misol", "monthly"),
    (r"fortnightly|every two weeks", "fortnightly"),
    (r"every week|each week|weekly|(?:yn )?wythnosol", "weekly"),
    (r"daily|every day", "daily"),
    (r"termly|every term|each term|bob tymor", "termly"),
    (r"annual(?:ly)?|yearly|(?:every|each) year|per annum|once a year|p\.a\.", "annually"),
    (r"(?:yn )?flynyddol|blynyddol|bob blwyddyn", "annually"),
)
"""Wordings that come back, most particular first, and the code that `frequency` gives for each."""

AMBIGUOUS_FREQUENCIES: dict[str, tuple[tuple[str, str], ...]] = {
    "biannual": (("six_monthly", "Twice a year"), ("every_two_years", "Every two years")),
    "bimonthly": (("fortnightly", "Twice a month"), ("every_two_months", "Every two months")),
}

_LIFE = r"(?:life|duration|lifetime) of the (?:plan|strategy|scheme)"
ONGOING = (
    r"on[\s-]?going|continuous(?:ly)?|continuing|continual(?:ly)?|continue[sd]?|rolling(?: programme)?|permanent(?:ly)?"
    r"|business as usual|bau|in progress|parhaus|yn parhau|ar waith"
    rf"|(?:for the |over the )?{_LIFE}|through(?:out)? the (?:plan|strategy)(?: period)?|throughout"
)
UNKNOWN = (
    r"t\.?b\.?[cad]\.?|to be (?:confirmed|agreed|determined|advised|decided|set|arranged)"
    r"|not (?:yet )?(?:known|set|agreed|specified)|i[’']?w (?:g|ch)adarnhau|no date|undated"
)
_SPAN = r"(?:working )?(?:days?|weeks?|months?|years?)"
RELATIVE = (
    r"as (?:and when )?(?:required|needed|necessary|appropriate)(?: by [\w ]{3,40})?|as and when"
    r"|when (?:required|needed|necessary)|ad[\s-]hoc|fel bo angen"
    r"|immediate(?:ly)?|asap|as soon as possible|with immediate effect"
    r"|(?:short|medium|long(?:er)?)(?:[\s/-]*(?:to|and)?[\s/-]*(?:medium|long))?[\s-]*term"
    rf"|within (?:the )?(?:next |first )?\w+[\s-]*{_SPAN}(?: (?:of|from|after|following) [^,;.()\n]{{3,80}})?"
    rf"|\w+ {_SPAN} (?:after|from|following|of|before|prior to) [^,;.()\n]{{3,80}}"
    r"|(?:over |in |during )?(?:the )?next (?:\w+ )?(?:days|weeks|months|years|year|quarter|financial year)"
    r"|(?:following|after|upon|on) (?:the )?(?:completion|publication|adoption|approval|receipt|appointment|election)"
    r"(?: of [^,;.()\n]{3,60})?"
)
