"""In what sentences does a pack tell its counts, its comparison, and what was not answered?

The one idea: the page and the document say the same words, so the words are made here, from the pack and nothing else.
"""

from __future__ import annotations

from dueregard.domain.delivery.packs import ActionFacts, Basis, Pack, PackFacts, QuestionFacts, due_until
from dueregard.domain.delivery.questions import QuestionKind
from dueregard.domain.plans.progress import STATUS_ORDER, StatusCounts
from dueregard.domain.plans.wording import STATUS_WORDS
from dueregard.publish.document import say_date

_KINDS = {
    QuestionKind.QUESTION: "question",
    QuestionKind.CHALLENGE: "challenge",
    QuestionKind.DECISION: "decision",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def say_title(facts: PackFacts) -> str:
    """Give the title of the paper.

    >>> from datetime import date
    >>> say_title(PackFacts("A council", "Fair Access Board", date(2027, 1, 26), date(2027, 1, 12)))
    'Equality actions for the Fair Access Board'
    """
    article = "" if facts.board.lower().startswith("the ") else "the "
    return f"Equality actions for {article}{facts.board}"


def say_meeting(facts: PackFacts) -> str:
    """Say for which meeting the paper is, of which day its figures are, and whose report it is."""
    where = f", {facts.place}" if facts.place else ""
    said = [f"Meeting of {say_date(facts.meeting_on)}{where}.", f"Figures as they stood on {say_date(facts.on)}."]
    if facts.report_of:
        said.append(f"Report of {facts.report_of}.")
    return " ".join(said)


def say_then(facts: PackFacts) -> str:
    """Name the last meeting's time for a column and a heading: its month, with the year where another has it, too.

    >>> from datetime import date
    >>> say_then(PackFacts("C", "B", date(2027, 1, 26), date(2027, 1, 12), last_meeting_on=date(2026, 10, 20)))
    'October'
    """
    then = facts.last_meeting_on
    if then is None:
        return "Before"
    days = (facts.meeting_on - then).days
    if days < 28 or then.month == facts.on.month:
        return say_date(then)
    return _MONTHS[then.month - 1] if days < 330 else f"{_MONTHS[then.month - 1]} {then.year}"


def say_now(facts: PackFacts) -> str:
    """Name the day of the figures in the same way."""
    then = facts.last_meeting_on
    if then is None or (facts.meeting_on - then).days < 28 or then.month == facts.on.month:
        return say_date(facts.on)
    return _MONTHS[facts.on.month - 1] if (facts.meeting_on - then).days < 330 else say_date(facts.on)


def say_counts(pack: Pack) -> str:
    """Say where the actions stand now, and where they stood at the last meeting, in the same order.

    >>> from datetime import date
    >>> from dueregard.domain.delivery.packs import make_pack
    >>> one = ActionFacts("1", "30", "Review", "Plan", status="off_track", status_before="on_track")
    >>> facts = PackFacts("C", "B", date(2027, 1, 26), date(2027, 1, 12), last_meeting_on=date(2026, 10, 20),
    ...                   basis=Basis.PACK, actions=(one,))
    >>> say_counts(make_pack(facts))
    '1 off track. At the meeting of 20 October 2026 it was 1 on track.'
    """
    now = f"{_counted(pack.counts, pack.facts)}."
    if pack.counts_before is None or pack.facts.last_meeting_on is None or not pack.counts_before.total:
        return now
    then = say_date(pack.facts.last_meeting_on)
    if pack.counts_before == pack.counts:
        return f"{now} At the meeting of {then} it was the same."
    return f"{now} At the meeting of {then} it was {_counted(pack.counts_before, pack.facts)}."


def _counted(counts: StatusCounts, facts: PackFacts) -> str:
    of = counts.by_code()
    said = [f"{of[code]:,} {say_status(code, facts).lower()}" for code in STATUS_ORDER if of[code]]
    return ", ".join(said) if said else "None"


def say_basis(facts: PackFacts) -> str:
    """Say from what the state at the last meeting is known."""
    then = facts.last_meeting_on
    if then is None:
        return "This is the board’s first paper here, so there is nothing to compare with."
    if facts.basis is Basis.PACK:
        return f"Where actions stood before is taken from the pack issued for the meeting of {say_date(then)}."
    return (
        f"No pack was issued for the meeting of {say_date(then)}. "
        "Where actions stood then is taken from updates dated by that day."
    )


def say_unchanged(facts: PackFacts) -> str:
    """Say in one line that nothing moved."""
    then = facts.last_meeting_on
    return f"No change since the meeting of {say_date(then)}." if then else "No change."


def say_status(code: str | None, facts: PackFacts) -> str:
    """Give the words for a status, the council's own first; None is that nobody has said it."""
    asked = code or "no_update"
    return dict(facts.words).get(asked) or STATUS_WORDS.get(asked, asked)


def say_unanswered(one: ActionFacts, facts: PackFacts) -> str:
    """Say who has not answered, or since when there is no update."""
    if facts.round_name:
        return one.not_answered or ""
    owners = ", ".join(one.owners) or "No owner is named"
    last = f"last update {say_date(one.last_update_on)}" if one.last_update_on else "no update yet"
    return f"{owners}; {last}"


def say_unanswered_heading(facts: PackFacts) -> str:
    """Say in what they were not answered."""
    if not facts.round_name:
        return "No update this quarter."
    due = f", which was due on {say_date(facts.round_due_on)}" if facts.round_due_on else ""
    return f"Asked in the round “{facts.round_name}”{due}."


def say_risk(one: ActionFacts) -> str:
    """Say why an action is a risk: the owner's words, or that the same was said again and again."""
    words = " ".join(part for part in (one.said, one.stalled) if part)
    return words or "The owner has given no reason since the last meeting."


def say_due_heading(facts: PackFacts) -> str:
    """Say until when "due" counts."""
    if facts.next_meeting_on is not None:
        return f"Due before the next meeting, on {say_date(facts.next_meeting_on)}"
    return f"Due by {say_date(due_until(facts))}"


def say_kind(kind: str) -> str:
    """Give the word for a kind, in running text."""
    return _KINDS.get(QuestionKind(kind), kind)


def say_origin(one: QuestionFacts) -> str:
    """Say who asked, when, and about what."""
    about = f", on {one.about}" if one.about else ""
    return f"{one.asked_by}, {say_date(one.asked_on)}{about}"


def say_answerer(one: QuestionFacts) -> str:
    """Say who answered and when."""
    who = one.answered_by or "The council"
    return f"{who}, {say_date(one.answered_on)}" if one.answered_on else who


def say_waiting(one: QuestionFacts) -> str:
    """Say for whom an open question waits, and how long it is late."""
    said = [f"With {one.assigned}." if one.assigned else "Nobody has been asked to answer it yet."]
    if one.days_late:
        said.append(f"{one.days_late:,} {'day' if one.days_late == 1 else 'days'} late.")
    elif one.due_on:
        said.append(f"An answer is due by {say_date(one.due_on)}.")
    return " ".join(said)
