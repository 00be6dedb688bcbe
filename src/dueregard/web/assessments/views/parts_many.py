"""Parts of which there are several: what stands there, and adding another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dueregard.domain.assessments.model import Impact, group_key
from dueregard.domain.assessments.options import way_to_help
from dueregard.domain.assessments.packs import exempt_pairs, unreached_by
from dueregard.domain.assessments.parts import part_key
from dueregard.domain.assessments.tasks import CROSSINGS, lacks_of_gap, lacks_of_impact, lacks_of_mitigation
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.forms.parts_people import GroupForm
from dueregard.web.assessments.queries import writing as queries
from dueregard.web.assessments.queries import writing_words as words
from dueregard.web.assessments.views.page import page, said_beside, sent, to
from dueregard.web.assessments.views.writing import reach
from dueregard.web.organisation.queries import Visitor
from dueregard.web.ui.components.statuses import status as mark

ADDED = frozenset({"engagement", "gap", "mitigation", "help"})


def part_list(request: HttpRequest, visitor: Visitor, found: queries.Desk, *, kind: str) -> HttpResponse:
    """Show the parts of a kind, and what can be added."""
    slug, head = visitor.council.slug, found.head
    can_write = access.can_write(visitor, head)
    if kind == "evidence" and (evidence := reach(slug, "evidence", head.id)):
        return redirect(evidence)
    if kind == "regard":
        return _regard(request, visitor, found)
    form = None
    if kind == CROSSINGS:
        offered = [(each.code, each.label) for each in found.groups_offered]
        form = GroupForm(sent(request), characteristics=offered)
        if request.method == "POST":
            access.check_can_write(visitor, head)
            if form.is_valid():
                return redirect(to(slug, "part", head.id, part_key("impact", form.key())))
    return page(
        request,
        "writing_many",
        visitor,
        head=head,
        kind=kind,
        heading=words.question_of(kind, found.labels) if kind != CROSSINGS else words.short_name(kind, found.labels),
        items=_items(found, kind, slug),
        form=form,
        can_write=can_write,
        new=to(slug, "part", head.id, part_key(kind, "new")) if kind in ADDED and can_write else "",
        beside=said_beside(request, "part", visitor, about=head.id, part_key=kind),
        status=400 if form is not None and form.is_bound else 200,
    )


def _items(found: queries.Desk, kind: str, slug: str) -> list[dict[str, Any]]:
    if kind in {"impact", CROSSINGS}:
        return _groups(found, slug, is_further=kind == CROSSINGS)
    if kind == "own":
        said = {each.code: each.text for each in found.whole.own_answers}
        return [
            _item(found, slug, part_key(kind, each.code), not said.get(each.code, "").strip()) for each in found.own
        ]
    lists: dict[str, Any] = {
        "engagement": [(one.code, one.who, one.said, () if (one.said or "").strip() else ("said",))
                       for one in found.whole.engagement],
        "gap": [(one.code, one.text, one.filled or one.will_do, lacks_of_gap(one)) for one in found.whole.gaps],
        "mitigation": [(one.code, one.text, one.owner, lacks_of_mitigation(one)) for one in found.whole.mitigations],
        "help": [
            (one.code, found.labels.get(one.characteristic, one.characteristic), one.grounds,
             () if way_to_help(one, nation=found.head.nation).is_clear else ("open",))
            for one in found.whole.aimed_help
        ],
        "evidence": [(one.code, one.title, one.says, ()) for one in found.whole.evidence],
    }  # fmt: skip
    return [
        {
            "text": text or _("(no words yet)"),
            "href": to(slug, "part", found.head.id, part_key(kind, code)),
            "hint": _short(note),
            "status": mark("at_risk", words=_("Something is missing")) if lacks else _("Done"),
        }
        for code, text, note, lacks in lists[kind]
    ]


def _groups(found: queries.Desk, slug: str, *, is_further: bool) -> list[dict[str, Any]]:
    by_key: dict[str, Impact] = {group_key(each.group): each for each in found.whole.impacts}
    codes = {each.code for each in found.whole.evidence}
    keys = [key for key in queries.asked_groups(found) if not is_further or "+" in key or "=" in key]
    effects = words.effect_words()
    items = []
    for key in keys:
        impact = by_key.get(key)
        lacks = lacks_of_impact(impact, evidence=codes)
        said = effects[str(impact.effect)] if impact and impact.effect else ""
        begun = impact is not None and (impact.effect or impact.reason)
        items.append(
            {
                "text": words.short_name(part_key("impact", key), found.labels),
                "href": to(slug, "part", found.head.id, part_key("impact", key)),
                "hint": ": ".join(filter(None, (said, _short(impact.reason if impact else "")))),
                "status": _("Done")
                if not lacks
                else mark("at_risk", words=_("Something is missing"))
                if begun
                else mark("not_started"),
            }
        )
    return items


def _item(found: queries.Desk, slug: str, key: str, is_open: bool) -> dict[str, Any]:  # said by name
    return {
        "text": words.short_name(key, found.labels, questions=found.questions),
        "href": to(slug, "part", found.head.id, key),
        "status": mark("not_started") if is_open else _("Done"),
    }


def _regard(request: HttpRequest, visitor: Visitor, found: queries.Desk) -> HttpResponse:
    """Show the pairs of the law: what was considered for which group and aim, and what is not asked here."""
    said = {(each.characteristic, each.aim): each.text for each in found.whole.regard}
    exempt = exempt_pairs(found.head.nation, found.whole.functions)
    pairs = set(found.law.pairs())
    rows = [
        {
            "label": each.label,
            "cells": [
                {
                    "aim": str(aim),
                    "is_asked": (each.code, aim) in pairs,
                    "is_exempt": (each.code, aim) in exempt,
                    "text": _short(said.get((each.code, aim), "")),
                    "href": to(visitor.council.slug, "part", found.head.id, f"regard:{each.code}:{aim}")
                    if (each.code, aim) in pairs
                    else "",
                }
                for aim in (one.aim for one in found.law.aims)
            ],
        }
        for each in found.law.groups
    ]
    functions = [one.text for one in unreached_by(found.head.nation) if one.code in found.whole.functions]
    return page(
        request,
        "writing_regard",
        visitor,
        head=found.head,
        rows=rows,
        title=words.short_name("regard", found.labels),
        is_three=words.AIMS not in found.labels,
        aims=words.aim_words(found.head.nation),
        hints=words.aim_hints(found.head.nation),
        functions=functions,
        can_write=access.can_write(visitor, found.head),
        beside=said_beside(request, "part", visitor, about=found.head.id, part_key="regard"),
    )


def _short(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= 120 else line[:119].rsplit(" ", 1)[0] + " …"
