"""One part of an assessment on one page: asked, kept as it is filled in, and read by those who do not write.

The one idea: what two people wrote at once goes together where they wrote different things; where they wrote the same
thing, both versions stand side by side and somebody chooses. Nothing is overwritten in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dueregard.domain.assessments.model import AimedHelp, Effect, group_key, group_of_key
from dueregard.domain.assessments.options import PositiveAction, Way, way_to, way_to_help
from dueregard.domain.assessments.packs import exempt_pairs, pack_of, unreached_by
from dueregard.domain.assessments.parts import KINDS, SINGLE, free_code, kind_of, part_key, read_part
from dueregard.domain.assessments.tasks import CROSSINGS, is_worse, next_task
from dueregard.domain.plans.merging import ChangedMeanwhile, changes_between, version_of
from dueregard.terms.characteristics import Aim
from dueregard.terms.errors import DueRegardError, UsedWrongly
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.access import writing as writing_access
from dueregard.web.assessments.actions.parts import PartChanged, drop_part, save_part
from dueregard.web.assessments.forms import parts as forms
from dueregard.web.assessments.forms import parts_base as base
from dueregard.web.assessments.forms import parts_people as people_forms
from dueregard.web.assessments.forms.writing import CommentForm
from dueregard.web.assessments.queries import writing as queries
from dueregard.web.assessments.queries import writing_words as words
from dueregard.web.assessments.queries.comments import comments_on
from dueregard.web.assessments.views.page import page, said_beside, sent, to
from dueregard.web.assessments.views.parts_many import part_list
from dueregard.web.assessments.views.writing import reach
from dueregard.web.assessments.views.writing_tasks import address_of
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit

FORMS: Mapping[str, type[base.PartForm]] = {
    "proposal": forms.ProposalForm,
    "affected": forms.AffectedForm,
    "local": forms.LocalForm,
    "armed_forces": forms.ArmedForcesForm,
    "monitoring": forms.MonitoringForm,
    "regard": forms.RegardForm,
    "own": forms.OwnForm,
    "mitigation": forms.MitigationForm,
    "gap": forms.GapForm,
    "engagement": forms.EngagementForm,
    "impact": people_forms.ImpactForm,
    "help": people_forms.HelpForm,
    "conclusion": people_forms.ConclusionForm,
}
NEW = "new"
LISTED = frozenset({"engagement", "gap", "mitigation", "help", "regard", "impact", "own", "evidence", CROSSINGS})
STEPPED = frozenset({"conclusion", "help"})
TRIES = 5


@staff_page
def part(request: HttpRequest, council_slug: str, assessment_id: UUID, key: str) -> HttpResponse:
    """Show one part: a form to its writers, what it says to the others; a kind without a code is a list."""
    visitor = visit(request, council_slug)
    found = queries.desk(visitor.council.id, assessment_id)
    access.check_can_see(visitor, found.head)
    if key in LISTED:
        return part_list(request, visitor, found, kind=key)
    if key == "screening":
        return redirect(to(council_slug, "screening", assessment_id))
    if kind_of(key) == "evidence" and (evidence := reach(council_slug, "evidence", assessment_id)):
        return redirect(evidence)
    _check_key(found, key)
    if request.method == "POST":
        access.check_can_write(visitor, found.head)
    form = _form(found, key, data=sent(request), is_final="later" not in request.POST)
    if request.method == "POST" and form.is_valid():
        kept = _keep(found, key, form, visitor)
        if isinstance(kept, base.PartForm):
            form = kept
        elif kept:
            _after_impact(found, form, visitor)
            return _onward(request, visitor, found, kept)
    return _page(request, visitor, found, key, form)


@staff_page
@require_POST
def drop(request: HttpRequest, council_slug: str, assessment_id: UUID, key: str) -> HttpResponse:
    """Take a part away."""
    visitor = visit(request, council_slug)
    found = queries.desk(visitor.council.id, assessment_id)
    access.check_can_see(visitor, found.head)
    access.check_can_write(visitor, found.head)
    _check_key(found, key)
    seen = request.POST.get("seen", "")
    try:
        drop_part(assessment_id, key=key, seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0, by=visitor.by)
    except PartChanged:
        messages.error(request, _("Somebody else changed it meanwhile, so it is still there. Look at it first."))
        return redirect(to(council_slug, "part", assessment_id, key))
    messages.success(request, _("It is taken out. The ledger keeps what it said."))
    return redirect(to(council_slug, "part", assessment_id, _list_of(key)))


def _check_key(found: queries.Desk, key: str) -> None:
    """Stop at addresses that are no part of this assessment."""
    kind, code = kind_of(key), key.partition(":")[2]
    if kind not in KINDS or (kind in SINGLE) == bool(code):
        raise Http404
    if key in found.parts or key == part_key(kind, NEW):
        return
    if kind == "impact":
        try:
            codes = group_of_key(code).characteristics
        except UsedWrongly:
            raise Http404 from None
        known = {each.code for each in found.groups_offered}
        if set(codes) <= known and group_key(group_of_key(code)) == code and len(code) <= 190:
            return
    elif kind == "regard":
        characteristic, _colon, aim = code.partition(":")
        if (characteristic, aim) in {(each, str(one)) for each, one in found.law.pairs()}:
            return
    elif (kind == "own" and code in found.questions) or kind in SINGLE:
        return
    raise Http404


def _form(found: queries.Desk, key: str, *, data: Any = None, is_final: bool = False, **more: Any) -> base.PartForm:
    standing = found.parts.get(key)
    content = dict(standing.content) if standing else _begins(found, key)
    given = {"content": content, "number": standing.number if standing else 0, **more}
    made = FORMS.get(kind_of(key), base.PartForm)
    return made(data, key=key, around=around(found), is_final=is_final, **given)


def around(found: queries.Desk) -> base.Around:
    """Give the names that forms offer."""
    groups = tuple((key, words.key_words(key, found.labels)) for key in queries.asked_groups(found))
    return base.Around(
        nation=found.head.nation,
        characteristics=tuple((each.code, each.label) for each in found.groups_offered),
        local=tuple((each.code, each.label) for each in found.local),
        groups=groups,
        evidence=tuple(
            (each.code, each.title) for each in found.whole.evidence
        ),
        labels=found.labels,
    )  # fmt: skip


def _begins(found: queries.Desk, key: str) -> dict[str, Any]:
    """Give what a part that is not there yet begins with: nothing that somebody would have to say."""
    if kind_of(key) != "own":
        return {}
    question = next((each for each in found.own if key == part_key("own", each.code)), None)
    if question is None:
        raise Http404
    return {"code": question.code, "version": question.version, "question": question.text, "text": ""}


def _keep(found: queries.Desk, key: str, form: base.PartForm, visitor: Visitor) -> str | base.PartForm:
    """Save a part and give its key; a form to show again where two wrote the same, "" where it is refused."""
    seen = form.cleaned_data.get("seen") or 0
    try:
        if key.endswith(f":{NEW}"):
            return _keep_new(found, key, form, visitor)
        save_part(found.head.id, key=key, content=form.result(), seen=seen, by=visitor.by)
    except PartChanged as fault:
        return _together(found, key, form, visitor, fault)
    except DueRegardError as fault:
        form.add_error(None, fault.message)
        return ""
    return key


def _keep_new(found: queries.Desk, key: str, form: base.PartForm, visitor: Visitor) -> str:
    """Save a new part under the next code; who adds one at the same moment gets the code after it."""
    kind, keys = kind_of(key), set(found.parts)
    for _try in range(TRIES):
        code = free_code(kind, keys)
        made = part_key(kind, code)
        try:
            save_part(found.head.id, key=made, content={**form.result(), "code": code}, seen=0, by=visitor.by)
        except PartChanged:
            keys.add(made)
        else:
            return made
    raise UsedWrongly(_("Others are adding at the same moment. Try again."))


def _together(
    found: queries.Desk, key: str, form: base.PartForm, visitor: Visitor, fault: PartChanged
) -> str | base.PartForm:
    """Put together what two people wrote; where they wrote the same thing, show both and ask."""
    current = {**form.blank, **(fault.content or {})}
    base, given = form.base_versions(), form.result()
    try:
        written = changes_between(current, given=given, base=base)
    except ChangedMeanwhile as clash:
        written = {
            name: value
            for name, value in given.items()
            if base.get(name) != version_of(value) and name not in clash.mine
        }
        return _form(
            found,
            key,
            content={**current, **written, **clash.mine},
            number=fault.number,
            standing=current,
            clashes=_clashes(found, key, clash),
        )
    try:
        save_part(found.head.id, key=key, content={**current, **written}, seen=fault.number, by=visitor.by)
    except PartChanged as again:
        return _together(found, key, form, visitor, again)
    return key


def _clashes(found: queries.Desk, key: str, clash: ChangedMeanwhile) -> tuple[base.Clash, ...]:
    names, kind = words.field_words(), kind_of(key)

    def said(name: str, value: Any) -> str:
        shown = words.value_words(name, value, found.labels, titles=found.evidence_titles, kind=kind)
        return shown or _("(nothing)")

    return tuple(
        base.Clash(name, names.get(name, name), said(name, clash.theirs[name]), said(name, mine))
        for name, mine in clash.mine.items()
    )


def _after_impact(found: queries.Desk, form: base.PartForm, visitor: Visitor) -> None:
    """Keep as parts of their own what an answer about a group says besides: a promise, a gap."""
    if not isinstance(form, people_forms.ImpactForm):
        return
    impact = form.impact()
    group = [{"parts": [list(pair) for pair in impact.group.parts]}]
    if lighter := form.words("lighter"):
        _add(found, "mitigation", {"text": lighter, "groups": group}, visitor)
    has_gap = any(impact.group in gap.groups for gap in found.whole.gaps)
    if impact.effect is Effect.NOT_KNOWN and impact.will_do and not has_gap:
        text = _("How it could affect %(group)s") % {"group": words.group_words(impact.group, found.labels)}
        _add(found, "gap", {"text": text, "will_do": impact.will_do, "groups": group}, visitor)


def _add(found: queries.Desk, kind: str, content: dict[str, Any], visitor: Visitor) -> None:
    keys = set(found.parts)
    for _try in range(TRIES):
        code = free_code(kind, keys)
        try:
            key = part_key(kind, code)
            save_part(found.head.id, key=key, content={"code": code, **content}, seen=0, by=visitor.by)
        except PartChanged:
            keys.add(part_key(kind, code))
        else:
            return


def _onward(request: HttpRequest, visitor: Visitor, found: queries.Desk, key: str) -> HttpResponse:
    """Go where the writer wants: back to the list, or on to what is next."""
    slug, head = visitor.council.slug, found.head
    if "later" in request.POST:
        messages.success(request, _("Kept. You can go on with it later."))
        return redirect(to(slug, "assessment", head.id))
    now = queries.desk(visitor.council.id, head.id)
    kind = kind_of(key)
    if kind in STEPPED and (_is_open(now, key) or key not in found.parts):
        return redirect(to(slug, "part", head.id, key))
    messages.success(request, _("Kept."))
    if kind == "regard" and (pair := _next_pair(now, key)):
        return redirect(to(slug, "part", head.id, pair))
    if _list_of(key) != key and kind not in {"regard", "own"} and not _is_main(now, key):
        return redirect(to(slug, "part", head.id, _list_of(key)))
    place = key if kind != "regard" else "regard"
    following = next_task(now.stages, after=place)
    if following is None:
        return redirect(to(slug, "assessment", head.id))
    return redirect(address_of(following.key, now, slug, links={"evidence": reach(slug, "evidence", head.id)}))


def _is_open(found: queries.Desk, key: str) -> bool:
    way = _way(found, key)
    return way is not None and not way.is_clear


def _way(found: queries.Desk, key: str) -> Way | None:
    if key == "conclusion":
        return way_to(found.whole.conclusion, has_worse=is_worse(found.whole), nation=found.head.nation)
    if kind_of(key) == "help" and key in found.parts:
        aimed: AimedHelp = read_part(key, found.parts[key].content)
        return way_to_help(aimed, nation=found.head.nation)
    return None


def _next_pair(found: queries.Desk, key: str) -> str:
    """Give the next pair of characteristic and aim that nothing is said about, behind this one first."""
    exempt = exempt_pairs(found.head.nation, found.whole.functions)
    keys = [f"regard:{code}:{aim}" for code, aim in found.law.pairs() if (code, aim) not in exempt]
    said = {f"regard:{each.characteristic}:{each.aim}" for each in found.whole.regard if each.text.strip()}
    place = keys.index(key) if key in keys else -1
    return next((each for each in (*keys[place + 1 :], *keys[: max(place, 0)]) if each not in said), "")


def _is_main(found: queries.Desk, key: str) -> bool:
    code = key.partition(":")[2]
    return kind_of(key) == "impact" and code in {*found.law.codes, *found.whole.local}


def _list_of(key: str) -> str:
    kind, code = kind_of(key), key.partition(":")[2]
    if kind == "impact":
        return CROSSINGS if "+" in code or "=" in code else "impact"
    return kind


def _page(request: HttpRequest, visitor: Visitor, found: queries.Desk, key: str, form: base.PartForm) -> HttpResponse:
    kind, head = kind_of(key), found.head
    can_write = access.can_write(visitor, head)
    standing = found.parts.get(key)
    is_new = key.endswith(f":{NEW}")
    return page(
        request,
        "writing_part",
        visitor,
        head=head,
        key=key,
        kind=kind,
        is_new=is_new,
        law=words.law_name(found.law),
        is_local=kind == "impact" and key.partition(":")[2] in {each.code for each in found.local},
        heading=words.question_of(key, found.labels, questions=found.questions),
        short=words.short_name(key, found.labels, questions=found.questions),
        lead=_lead(found, key),
        form=form,
        standing=standing,
        said=words.said_in(key, standing.content if standing else {}, found.labels, titles=found.evidence_titles),
        way=_way(found, key),
        test=_test(form),
        promised=_promised(found, key),
        back=_back(visitor.council.slug, found, key),
        legal=reach(visitor.council.slug, "legal_advice", head.decision_id) if head.decision_id else "",
        can_write=can_write,
        can_drop=can_write and standing is not None and kind not in SINGLE and not is_new,
        comments=() if is_new else comments_on(head.id, part_key=key),
        comment_form=CommentForm(initial={"part": key}),
        can_comment=writing_access.can_comment(visitor, head) and not is_new,
        beside=said_beside(request, "part", visitor, about=head.id, part_key=key),
        status=400 if request.method == "POST" and (form.errors or form.clashes) else 200,
    )


def _test(form: base.PartForm) -> str:
    kind = form.test() if isinstance(form, people_forms.HelpForm) else None
    if kind is None:
        return ""
    return {
        PositiveAction.GENERAL: _("The test is that of section 158 of the Equality Act."),
        PositiveAction.RECRUITMENT: _("The test is that of section 159 of the Equality Act."),
        PositiveAction.DISABLED_PEOPLE: _(
            "Disabled people may always be treated more favourably because of disability (section 13(3)). "
            "Nothing more is asked; you may say what the help rests on."
        ),
        PositiveAction.OTHER_LAW: _(
            "Northern Ireland has laws of its own on help for one group. Ask for legal advice before you rely on it."
        ),
    }[kind]


def _lead(found: queries.Desk, key: str) -> str:
    """Give what stands above the form: what the law asks, or what the council added."""
    kind, code = kind_of(key), key.partition(":")[2]
    if kind == "regard":
        characteristic, _colon, aim = code.partition(":")
        lead = words.aim_hints(found.head.nation).get(aim, "")
        if (characteristic, Aim(aim)) in exempt_pairs(found.head.nation, found.whole.functions):
            texts = "; ".join(one.text for one in unreached_by(found.head.nation) if one.code in found.whole.functions)
            return (
                lead
                + " "
                + _("The duty does not reach this pair here (%(functions)s), so it is not asked for.")
                % {"functions": texts}
            )
        return lead
    if kind == "armed_forces":
        return _("This is a test of its own under the Armed Forces Act 2006. It is not part of %(law)s.") % {
            "law": words.law_name(found.law)
        }
    if kind == "own":
        return next((each.hint for each in found.own if each.code == code), "")
    if kind == "affected" and (note := pack_of(found.head.nation).socio_economic_note):
        return note
    return ""


def _promised(found: queries.Desk, key: str) -> tuple[Any, ...]:
    if kind_of(key) != "impact":
        return ()
    code = key.partition(":")[2]
    return tuple(each for each in found.whole.mitigations if code in {group_key(group) for group in each.groups})


def _back(slug: str, found: queries.Desk, key: str) -> tuple[str, str]:
    if kind_of(key) in SINGLE or _is_main(found, key) or kind_of(key) == "own":
        return to(slug, "assessment", found.head.id), _("Back to all parts")
    where = _list_of(key)
    return to(slug, "part", found.head.id, where), words.short_name(where, found.labels)
