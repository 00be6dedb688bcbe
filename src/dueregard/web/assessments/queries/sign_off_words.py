"""In what words do pages tell where an assessment stands, and ask before something is done?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from dueregard.domain.assessments.sign_off import Act, Line, Stage
from dueregard.domain.assessments.states import AssessmentState
from dueregard.web.assessments.queries.sign_off import StepCard, Where
from dueregard.web.assessments.queries.whole import AssessmentCard
from dueregard.web.ui.components.formats import day

_S = AssessmentState
_ORDER = (_S.WRITING, _S.CHECKING, _S.REVIEWING, _S.SIGNED_OFF, _S.BEFORE_DECIDERS, _S.DECIDED)


def heading(line: Line) -> str:
    """Give the words of an act as a button and as the heading of its page."""
    words = {
        Act.SEND: _("Send for checking"),
        Act.TAKE_BACK: _("Take it back"),
        Act.AGREE: _("Sign it off") if line.stage is Stage.REVIEW else _("Agree, and send it on"),
        Act.RETURN: _("Return it with a reason"),
        Act.LEGAL_SEEN: _("Note that legal advice was taken"),
        Act.PUT_BEFORE: _("Put it before those who decide"),
        Act.ACKNOWLEDGE: _("Say that you have had regard to it"),
        Act.DECIDE: _("Record the decision"),
        Act.NOTE: _("Note that it came before those who decided"),
        Act.GIVE_UP: _("Give it up, with a reason"),
        Act.TAKE_UP: _("Take it up again"),
    }
    return words[line.act]


def button(line: Line) -> str:
    """Give the words of the button that does it."""
    words = {
        Act.RETURN: _("Return it"),
        Act.LEGAL_SEEN: _("Note it"),
        Act.ACKNOWLEDGE: _("Say so"),
        Act.GIVE_UP: _("Give it up"),
    }
    return words.get(line.act, heading(line))


def done(line: Line) -> str:
    """Say that it is done."""
    words = {
        Act.SEND: _("Sent. Whoever checks it is written to."),
        Act.TAKE_BACK: _("It is yours to write again."),
        Act.AGREE: _("Signed off. This version stays as it is; what it promises goes into the plan.")
        if line.stage is Stage.REVIEW
        else _("Agreed. The equalities officers are written to."),
        Act.RETURN: _("Returned. Its author is written to."),
        Act.LEGAL_SEEN: _("Noted."),
        Act.PUT_BEFORE: _("It lies before those who decide. Make the papers next."),
        Act.ACKNOWLEDGE: _("Thank you. It is noted with your name and the day."),
        Act.NOTE: _("Noted."),
        Act.GIVE_UP: _("It is given up. What was written is kept, and it can be taken up again."),
        Act.TAKE_UP: _("It is being written again."),
    }
    return words[line.act]


def ask(line: Line, head: AssessmentCard) -> str:
    """Say what happens when it is done."""
    body = head.body or _("those who decide")
    words = {
        Act.SEND: _("While it is looked at, nobody writes in it. You can take it back."),
        Act.TAKE_BACK: _("Whoever has it now is told. It has to be sent again from the beginning."),
        Act.AGREE: _(
            "The version for those who decide is frozen, and what it promises becomes actions of a plan. "
            "A later change is a new version."
        )
        if line.stage is Stage.REVIEW
        else _("You say that it is right for your service, and that what it promises will be done."),
        Act.RETURN: _("It goes back to be written on, and its author is told. What was said so far stays on record."),
        Act.LEGAL_SEEN: _("Only that advice was taken stands here, and from whom."),
        Act.PUT_BEFORE: _("%(body)s can read it from now on, in full, and are written to.") % {"body": body},
        Act.ACKNOWLEDGE: _("This is voluntary. It says that you considered the assessment before you decided."),
        Act.DECIDE: "",
        Act.NOTE: _("The decision was taken before. This says that %(body)s saw the assessment afterwards.")
        % {"body": body},
        Act.GIVE_UP: _(
            "For an assessment that was begun by mistake, or for a proposal that nobody makes any more. What was "
            "written is kept as a version, with your name, the day and the reason. For its decision it counts as no "
            "regard. Where you found that none is needed, say so on the screening page instead."
        ),
        Act.TAKE_UP: _("It is written again where it was left, and its author is told."),
    }
    return words[line.act]


def states_said(where: Where) -> list[dict[str, Any]]:
    """Give the stages as a list of steps: what, who, when, and how it stands."""
    return list(_stages(where))


def _stages(where: Where) -> Iterator[dict[str, Any]]:
    head = where.head
    sent = where.said(Stage.WRITING, Act.SEND)
    yield _stage(
        _("Written by %(name)s") % {"name": head.author.full_name},
        _on(_("Sent"), sent),
        _stand(head, _S.WRITING, _("Being written")),
    )
    agreed = where.said(Stage.CHECKING, Act.AGREE)
    checker = head.checker.full_name if head.checker else ""
    yield _stage(
        _("Head of service: %(name)s") % {"name": agreed.by if agreed else checker}
        if agreed or checker
        else _("Head of service"),
        _on(_("Agreed"), agreed) or ("" if checker else _("Nobody is chosen yet")),
        _stand(head, _S.CHECKING, _("Waits")),
    )
    legal = where.said(Stage.LEGAL, Act.LEGAL_SEEN)
    if legal:
        yield _stage(_("Legal advice: %(name)s") % {"name": legal.by_words}, _on(_("Noted"), legal), _("Done"))
    review = where.said(Stage.REVIEW, Act.AGREE)
    yield _stage(
        _("Equalities review: %(name)s") % {"name": review.by} if review else _("Equalities review"),
        _on(_("Signed off"), review),
        _stand(head, _S.REVIEWING, _("Waits")),
    )
    put = where.said(Stage.DECIDERS, Act.PUT_BEFORE)
    yield _stage(
        _("Before those who decide: %(body)s") % {"body": head.body} if head.body else _("Before those who decide"),
        _on(_("Put before them"), put),
        _("Done")
        if put
        else (_("Not yet put before them") if head.state is _S.SIGNED_OFF else _stand(head, _S.SIGNED_OFF, "")),
    )
    ended = where.said(Stage.DECIDERS, Act.DECIDE) or where.said(Stage.DECIDERS, Act.NOTE)
    yield _stage(_("Decision"), _when_decided(head, ended), _stand(head, _S.BEFORE_DECIDERS, _("Waits")))


def _stage(text: str, note: str, right: str) -> dict[str, Any]:
    return {"text": text, "note": note, "right": right}


def _stand(head: AssessmentCard, state: AssessmentState, now: str) -> str:
    if head.state not in _ORDER:
        return _("Not asked")
    here, there = _ORDER.index(head.state), _ORDER.index(state)
    return now if here == there else _("Done") if here > there else _("Not begun")


def _on(what: str, step: StepCard | None) -> str:
    if step is None:
        return ""
    said = _("%(what)s on %(day)s, version %(number)s") % {
        "what": what, "day": day(step.at), "number": step.version or "–",
    }  # fmt: skip
    return f"{said}. {_('Nobody else could look at it, so it was their own.')}" if step.is_alone else said


def _when_decided(head: AssessmentCard, ended: StepCard | None) -> str:
    if ended is not None:
        what = _("Noted by them") if ended.said is Act.NOTE else _("Recorded")
        return _on(what, ended)
    return _("On %(day)s") % {"day": day(head.decides_on)} if head.decides_on else ""
