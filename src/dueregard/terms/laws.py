"""Which groups does the equality law of a nation name, and to what is regard asked for each of them?

The one idea: the law that an assessment answers is data (`data/assessments/laws.toml`): its groups in order, its aims,
and which pairs of the two it asks for. The Equality Act 2010 has nine characteristics, three aims and 25 pairs, in
England, Wales and Scotland; section 75 of the Northern Ireland Act 1998 has nine categories of its own, two aims and
12 pairs. Where a category is not the same thing as a characteristic it has a code of its own, so that figures and
answers under the two laws are never taken for one another.

Source:  equality-act-s149, equality-act-s4, northern-ireland-act-1998-s75.
Refuses: nothing. A nation that is not known is read under the Equality Act; `packs.pack_of` is what refuses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from dueregard.terms.characteristics import CHARACTERISTICS, Aim, Characteristic
from dueregard.terms.citations import read_data

_FILE = "assessments/laws.toml"
EQUALITY_ACT, SECTION_75 = "equality_act", "section_75"


@dataclass(frozen=True, slots=True)
class AimOfLaw:
    """One aim: its code, the codes of the groups for which it is asked, and what it asks ("": the pages say it)."""

    aim: Aim
    groups: tuple[str, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """What a law names and asks.

    `name` stands within a sentence ("the Equality Act"), `short` where the remark needs it in full; `unlawful` is what
    "continue" asks first, `stop` what is said where the answer is yes. `asks_justification`: an aim and proportionate
    means are asked for then; `asks_positive_action`: help aimed at one group has tests of this law. `about` is what a
    document says of the duty, `depths` what screening comes to, where this law has words of its own.
    """

    code: str
    name: str
    short: str
    group_word: str
    aims_title: str
    source: str
    groups_source: str
    groups: tuple[Characteristic, ...]
    aims: tuple[AimOfLaw, ...]
    only_for_staff: frozenset[str]
    asks_justification: bool
    asks_positive_action: bool
    unlawful: str
    stop: str
    about: str
    depths: Mapping[str, str]
    figures: Mapping[str, str]
    sources: Mapping[str, str]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its groups, in the order of the law."""
        return tuple(each.code for each in self.groups)

    @property
    def groups_word(self) -> str:
        """What it calls its groups, several of them.

        >>> law_of("england").groups_word, law_of("northern_ireland").groups_word
        ('characteristics', 'categories')
        """
        return f"{self.group_word}s" if not self.group_word.endswith("y") else f"{self.group_word[:-1]}ies"

    @property
    def not_the_law(self) -> str:
        """What is said beside a group that the council added.

        >>> law_of("northern_ireland").not_the_law
        'council policy, not section 75'
        """
        return f"council policy, not {self.name}"

    def pairs(self) -> tuple[tuple[str, Aim], ...]:
        """Give the pairs of group and aim for which it asks for regard, group by group.

        >>> len(law_of("wales").pairs()), len(law_of("northern_ireland").pairs())
        (25, 12)
        """
        return tuple((code, each.aim) for code in self.codes for each in self.aims if code in each.groups)

    def figures_of(self, code: str) -> str:
        """Give the characteristic under which figures of a group are kept.

        >>> law_of("northern_ireland").figures_of("racial_group"), law_of("england").figures_of("race")
        ('race', 'race')
        """
        return self.figures.get(code, code)

    def code_of_figures(self, characteristic: str) -> str:
        """Give the group that figures on a characteristic are about: the other way round."""
        return next((code for code, kept in self.figures.items() if kept == characteristic), characteristic)

    def of_aim(self, aim: Aim) -> AimOfLaw:
        """Give what it asks for an aim: nothing, for one that it does not name.

        >>> law_of("northern_ireland").of_aim(Aim.ELIMINATE).groups
        ()
        """
        return next((each for each in self.aims if each.aim is aim), AimOfLaw(aim, ()))

    def source_of(self, key: str) -> str:
        """Give the source that stands under this law in place of another."""
        return self.sources.get(key, key)


def law_of(nation: str) -> Law:
    """Give the law that assessments of a nation answer.

    >>> law_of("scotland").code, law_of("northern_ireland").groups[1].label
    ('equality_act', 'Political opinion')
    """
    return _by_nation().get(nation) or _by_nation()["england"]


def named(code: str) -> str:
    """Name a group of any law, or one that councils often add; else its code.

    >>> named("political_opinion"), named("race"), named("rural")
    ('Political opinion', 'Race', 'rural')
    """
    return _labels().get(code, code)


def labels() -> Mapping[str, str]:
    """Give the names of all that `named` knows, by code."""
    return _labels()


@cache
def _by_nation() -> dict[str, Law]:
    return {nation: law for one in read_data(_FILE)["law"] for law in (_law(one),) for nation in one["nations"]}


@cache
def _labels() -> Mapping[str, str]:
    known = {code: each.label for code, each in CHARACTERISTICS.items()}
    return MappingProxyType({each.code: each.label for law in _by_nation().values() for each in law.groups} | known)


def _law(one: Mapping[str, Any]) -> Law:
    return Law(
        code=one["code"],
        name=one["name"],
        short=one["short"],
        group_word=one["group_word"],
        aims_title=one["aims_title"],
        source=one["source"],
        groups_source=one["groups_source"],
        groups=tuple(Characteristic(each["code"], each["label"]) for each in one["group"]),
        aims=tuple(AimOfLaw(Aim(each["code"]), tuple(each["groups"]), each.get("hint", "")) for each in one["aim"]),
        only_for_staff=frozenset(one["only_for_staff"]),
        asks_justification=one["asks_justification"],
        asks_positive_action=one["asks_positive_action"],
        unlawful=one["unlawful"],
        stop=one["stop"],
        about=one.get("about", ""),
        depths=MappingProxyType(dict(one.get("depths", {}))),
        figures=MappingProxyType(dict(one.get("figures", {}))),
        sources=MappingProxyType(dict(one.get("sources", {}))),
    )
