"""What are the words of a cell, once its mark-up and its line breaks are understood?

The one idea: text is cleaned before anything else looks at it, and in one place. Tags that were pasted as text become
line breaks and bullets, entities become letters, no-break spaces become spaces, and each paragraph stands on a line of
its own. Joining is the other half: what a page cut in two is put together as one would read it aloud.

Source: documents read for docs/explanation/reading-plans.md. It never drops a word, only tags known to be HTML's.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from functools import lru_cache

BULLETS = "•·●▪■◦‣⁃○►➢➤✓✔❖∙"
"""Marks that begin a list item, as Word, PDF and HTML give them."""

_BLOCK_TAGS = "p|div|br|tr|ul|ol|h[1-6]|table|tbody|thead|section|article|blockquote|dl|dt|dd|hr"
_INLINE_TAGS = "span|strong|b|i|em|u|a|font|td|th|sup|sub|small|o:p|s|strike|mark|abbr|label|code"
_LIST_ITEM = re.compile(r"<li\b[^<>]*>\s*(?:<p\b[^<>]*>)?", re.IGNORECASE)
_BLOCK = re.compile(rf"</?(?:{_BLOCK_TAGS})(?:\s[^<>]*)?/?>|</li\s*>", re.IGNORECASE)
_INLINE = re.compile(rf"</?(?:{_INLINE_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_UNFINISHED_TAG = re.compile(rf"</?(?:{_BLOCK_TAGS}|{_INLINE_TAGS}|li)\s+\w+=[^<>]*$", re.IGNORECASE)
_ANY_TAG = re.compile(rf"</?(?:{_BLOCK_TAGS}|{_INLINE_TAGS}|li)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)
_UNCLEAN = re.compile(r"[^ -%'-;=?-~¡-¬®-ɏ‘’“”–—•…£€]|  |<|&|\u00a0|\u00ad")
_WORD = re.compile(r"[^\W_]+")

_CONNECTING = re.compile(
    r"\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|as|into|including|through|their|our|its|is|are|be|that|which|who"
    r"|whether|between|within|across|via|per|than|y|yr|yn|ar|o|i|a'r|ac|gan|gyda|dan|drwy)$",
    re.IGNORECASE,
)


def clean(text: str | None) -> str:
    """Give the text without mark-up, one paragraph to a line, list items beginning with "• ".

    >>> clean("<p>Train staff</p><ul style='x'><li>online</li><li>in person</li>")
    'Train staff\\n• online\\n• in person'
    >>> clean("Fewer than 5 &amp; more<2")
    'Fewer than 5 & more<2'
    """
    return _cleaned(text) if text else ""


@lru_cache(maxsize=8192)
def _cleaned(text: str) -> str:
    if not _UNCLEAN.search(text):
        return text.strip()
    text = text.translate(_INVISIBLE)
    for _ in range(2):  # escaped tags are entities around a tag: one round for each
        if "&" in text and _ENTITY.search(text):
            text = html.unescape(text)
    if "<" in text and _ANY_TAG.search(text):
        text = _LIST_ITEM.sub("\n• ", text)
        text = _BLOCK.sub("\n", text)
        text = _INLINE.sub("", text)
        text = _UNFINISHED_TAG.sub("", text)
    lines = (_SPACES.sub(" ", line).strip() for line in re.split(r"[\n\r\u2028\u2029\x0b]+", text))
    return "\n".join(line for line in lines if line)


def has_tags(text: str | None) -> bool:
    """Say whether mark-up stands in the text as words ("<p>", "&lt;li&gt;")."""
    if not text or ("<" not in text and "&lt;" not in text.lower()):
        return False
    return bool(_ANY_TAG.search(html.unescape(html.unescape(text))))


def flat(text: str | None) -> str:
    """Give the cleaned text as one line."""
    return clean(text).replace("\n", " ")


def plain(text: str | None) -> str:
    """Give the text for comparing: lower case, words only, single spaces.

    >>> plain("Lead Responsibility & Time-scales:")
    'lead responsibility and time scales'
    """
    return " ".join(_WORD.findall(flat(text).lower().replace("&", " and ").replace("’", "'").replace("'", "")))


def count_words(text: str | None) -> Counter[str]:
    """Count the words of a text, in lower case: what `lossless` compares. Not to be changed by the caller."""
    return _counted(text) if text else Counter()


@lru_cache(maxsize=8192)
def _counted(text: str) -> Counter[str]:
    return Counter(_WORD.findall(clean(text).lower()))


def is_unfinished(text: str) -> bool:
    """Say whether a line plainly goes on: it ends in a hyphen, a comma, an open bracket or a connecting word.

    >>> is_unfinished("Team Leader for"), is_unfinished("Train all staff")
    (True, False)
    """
    end = text.rstrip()
    if not end:
        return False
    if end[-1] in ",-–/&(" or end.count("(") > end.count(")"):
        return True
    return bool(_CONNECTING.search(end))


def goes_on(text: str) -> bool:
    """Say whether a line plainly continues the one before: it begins in lower case or with a closing mark.

    >>> goes_on("and addressed"), goes_on("so)"), goes_on("ii) To train")
    (True, True, False)
    """
    from_label = re.match(r"\(?(?:[ivx]{1,5}|[a-z])[).]\s", text)
    if from_label or not text:
        return False
    return text[0].islower() or text[0] in ")],.;%&"


def join(before: str, after: str, *, separator: str = " ") -> str:
    """Put two parts of a cut text together, without doubling the space or breaking a hyphened word.

    >>> join("self-", "assessment"), join("Health and Well", "Being Strategy"), join("2015 -", "2016")
    ('self-assessment', 'Health and Well Being Strategy', '2015 - 2016')
    """
    if not before or not after:
        return before or after
    if re.search(r"\w-$", before) and after[0].islower():
        return before + after
    return before + separator + after


def join_paragraphs(before: str, after: str) -> str:
    """Put two parts of a cut cell of several paragraphs together, as the reader of the page would.

    A part that plainly goes on is joined by a space, and so is a part without a label under a labelled item; where
    either part has several paragraphs, anything else begins a new one.

    >>> join_paragraphs("Care plans\\ni) tell groups how to", "Share news\\nii) meet")
    'Care plans\\ni) tell groups how to Share news\\nii) meet'
    >>> join_paragraphs("Homes for all\\nBetter repairs", "More say for tenants")
    'Homes for all\\nBetter repairs\\nMore say for tenants'
    """
    if not before or not after:
        return before or after
    last, first = before.rsplit("\n", 1)[-1], after.split("\n", 1)[0]
    if starts_item(first):
        return before + "\n" + after
    if goes_on(first) or is_unfinished(last) or starts_item(last):
        return join(before, after)
    several = "\n" in before or "\n" in after
    return join(before, after, separator="\n" if several else " ")


_ITEM = re.compile(
    rf"(?:[{BULLETS}]|[-–—*o](?=\s)"
    r"|\(?(?:[ivx]{1,5}|[a-h])\)|(?:[ivx]{2,5}|[a-h])\.(?=\s)"
    r"|\(?\d{1,2}\)|\d{1,2}\.\d{1,2}\.?(?=\s)|\d{1,2}\.(?=\s))\s*",
    re.IGNORECASE,
)


def item_label(line: str) -> tuple[str | None, str]:
    """Split a line into its printed list label, if it begins with one, and the rest.

    >>> item_label("ii) To train"), item_label("• online"), item_label("1.2 Review"), item_label("100% of schools")
    (('ii)', 'To train'), ('•', 'online'), ('1.2', 'Review'), (None, '100% of schools'))
    """
    found = _ITEM.match(line)
    if not found or found.end() >= len(line):
        return None, line
    return found.group().strip(), line[found.end() :].strip()


def starts_item(line: str) -> bool:
    """Say whether the line begins with a list label."""
    return item_label(line)[0] is not None


def sentences(text: str) -> list[str]:
    """Split a paragraph into sentences, carefully: "e.g." and "1.2" end none.

    >>> sentences("Cards e.g. for carers. We will print them. ")
    ['Cards e.g. for carers.', 'We will print them.']
    """
    parts = re.split(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)(?<!\bno\.)\s+(?=[\"“‘'(]?[A-ZÀ-Þ0-9])", text.strip())
    return [part.strip() for part in parts if part.strip()]
