"""How the made-up council delivers its plan: what was answered, asked, and said at the year's end.

The one idea: words here, days from the day asked for. Everything is invented; actions are named by their titles in
`plans.toml`, and a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoAnswer:
    """What somebody answered in the round under way; `text` "" is "nothing has changed"."""

    action: str
    text: str = ""
    status: str = ""


ANSWERS: tuple[DemoAnswer, ...] = (
    DemoAnswer("Homes for people who leave violence: wait no longer than a week"),
    DemoAnswer(
        "Stop-smoking help where more people smoke",
        "The new session in Lowfield is full. A second begins in January.",
        "on_track",
    ),
    DemoAnswer(
        "Find carers early: ask at every hospital discharge",
        "Two wards ask everybody; four do not yet. The trust names a lead in December.",
        "at_risk",
    ),
    DemoAnswer("Young carers’ drop-in, twice a month", "Fifteen young people came most weeks.", "on_track"),
    DemoAnswer("Women-only and mixed swimming at times people asked for"),
)
"""Answers by link in the round under way. Whoever leads the other actions has not answered yet."""

ROUND_WORDS = (
    "The Fair Access Board meets next month and reads your own words. Two or three sentences are enough: what changed "
    "for people, and what is in the way."
)
LAST_YEAR: dict[str, tuple[str | None, str]] = {
    "Hearing loops in all committee rooms": (
        "achieved",
        "All five rooms; the monthly test is part of the caretaker’s round.",
    ),
    "Staff network for carers": ("achieved", "The network meets monthly and runs itself."),
    "Visit every tower block to ask about step-free ways out": (
        "achieved",
        "All nine blocks visited; 130 personal plans made, checked every year.",
    ),
    "Befriending by letter": (None, "Eleven people asked for it, and the telephone service does it better."),
    "Benches every 200 metres on the way to the market": ("achieved", "Fourteen benches, with arms and backs."),
}
"""How far last year's closed actions got, and why one was dropped. The others went on or became new actions."""

SUMMARY = (
    "We finished most of what we promised and learned where we had promised too little. Waits for adaptations fell, "
    "but not as far as we said they would; that work goes on with more surveyors."
)
INTRODUCTION = "This report says what became of each action of last year’s plan, in the words of those who led it."
OBJECTIVES = {
    "A home you can live in": "Residents told us that the wait is harder than the work. Next year we count it weekly."
}


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    """A question of a member at the last meeting, to a post, with its answer; "" is not answered yet."""

    action: str
    post: str
    text: str
    answer: str = ""


BOARD = "Fair Access Board"
QUESTIONS: tuple[DemoQuestion, ...] = (
    DemoQuestion(
        "Adapt homes faster for disabled residents",
        "Housing Options Manager",
        "Of those still waiting, how many are families with a disabled child, and do they wait longer than others?",
        "22 of the 88 waiting. They wait longer: 37 weeks against 30, because two in three need a lift.",
    ),
    DemoQuestion(
        "Second-stage review of temporary accommodation offers",
        "Head of Housing",
        "Who looks at an offer when both review officers are away?",
    ),
)
NARRATIVE = "Two questions of the last meeting are in this pack, one with its answer."
