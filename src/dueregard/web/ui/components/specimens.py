"""Made-up content for the gallery of components: `/ui/gallery/`.

The one idea: each component is seen once, with content as long and as awkward as real content is. Nobody and nothing
here is real. Shown outside production only.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from dueregard.web.ui.components.fields import DayField, FileField
from dueregard.web.ui.components.lists import Filter, Order, paginate, read_listing

PARTS: Final = ("components", "form", "list", "job", "public", "empty")
_ON: Final = date(2027, 1, 12)
_STATUSES: Final = (("off_track", "Off track"), ("at_risk", "At risk"), ("on_track", "On track"))
_ACTIONS: Final = (
    (30, "Second-stage review of temporary accommodation offers", "Disability, Race", "Priya Nair", "2026-12-01",
     "off_track"),
    (17, "Interpreters, British Sign Language included, booked within two days", "Disability", "Marek Zielinski",
     "2026-12-15", "at_risk"),
    (38, "Step-free routes from every bus stop to the town hall", "Disability, Age", "Joan Fairweather", "2027-02-26",
     "at_risk"),
    (21, "Adapt homes faster for disabled residents", "Disability, Age", "Ben Whitlock", "2027-03-31", "at_risk"),
    (14, "Adjustments for disabled staff agreed in ten working days", "Disability", "Grace Mensah", "2027-03-31",
     "off_track"),
    (44, "Health checks for adults with a learning disability", "Disability, Socio-economic", "Dr Imran Sheikh", "",
     "on_track"),
)  # fmt: skip
_DIRECTORATES: Final = (
    ("Chief Executive’s and Finance", "#", {"not_started": 1, "on_track": 5, "at_risk": 1, "complete": 2}),
    ("People and Organisation", "#", {"not_started": 1, "on_track": 5, "at_risk": 2, "off_track": 1, "complete": 1}),
    ("Adults and Health", "#", {"not_started": 2, "on_track": 3, "at_risk": 2, "off_track": 1}),
    ("Children and Families", "#", {"not_started": 1, "on_track": 4, "at_risk": 1, "complete": 1}),
    ("Homes and Communities", "#", {"not_started": 1, "on_track": 3, "at_risk": 2, "off_track": 2, "closed": 1}),
    ("Place and Environment", "#", {"on_track": 4, "complete": 1}),
)
_WHOLE: Final = {"off_track": 4, "at_risk": 8, "not_started": 6, "on_track": 24, "complete": 5, "closed": 1}
_WAITS: Final = (("Q4 25–26", 38), ("Q1", 36), ("Q2", 33), ("Q3", 31), ("Q4", None))


class SpecimenForm(forms.Form):
    """One field of every kind."""

    text = forms.CharField(
        label="What will be different when this is done?",
        help_text="For example: half of households wait 24 weeks or less",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what will be different when this is done"},
    )
    due = DayField(label="When is it due?", name_in_errors="The due date")
    groups = forms.MultipleChoiceField(
        label="Who is it for?",
        choices=[(name, name) for name in ("Everyone", "Age", "Disability", "Race", "Religion or belief", "Sex")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the groups this is for, or say it is for everyone"},
    )
    status = forms.ChoiceField(
        label="How is it going now?",
        choices=[("same", "Nothing has changed"), ("on_track", "On track"), ("at_risk", "At risk")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is going, or that nothing has changed"},
    )
    directorate = forms.ChoiceField(
        label="Directorate",
        choices=[("", "Choose one"), ("People", [("p", "People and Organisation")]), ("h", "Homes")],
    )
    weeks = forms.IntegerField(label="Weeks from referral to finished", help_text="Last time: 33.", required=False)
    email = forms.EmailField(label="Your e-mail address", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    paper = FileField(
        label="Something that shows it", help_text="A report or minutes, up to 10 MB. Leave out people’s names.",
        max_bytes=10_000_000, endings=(".pdf", ".docx"), kinds_in_words="PDF or Word", required=False,
    )  # fmt: skip
    agreed = forms.BooleanField(label="The board has seen this", required=False)


def is_shown(environment: str) -> bool:
    """Say whether the gallery is there at all."""
    return environment != "production"


def context(request: HttpRequest, part: str) -> dict[str, Any]:
    """Give what the gallery's templates need."""
    if "notice" in request.GET:
        messages.success(request, "The plan is published.", extra_tags="undo /ui/gallery/empty/")
        messages.info(request, "Nothing else was new.")
    found: dict[str, Any] = {
        "shell": _shell(part),
        "on": _ON,
        "directorates": _DIRECTORATES,
        "whole": _WHOLE,
        "waits": _WAITS,
    }
    if part in {"form", "empty"}:
        found["form"] = (
            SpecimenForm({"due-day": "31", "due-month": "3", "weeks": "31"})
            if "errors" in request.GET
            else SpecimenForm()
        )
    if part in {"list", "components"}:
        listing = read_listing(
            request,
            filters=(
                Filter("q", "Words in the action or its updates"),
                Filter("status", "Status", _STATUSES, any_text="Any status"),
                Filter("group", "Group", (("age", "Age"), ("disability", "Disability")), any_text="Any group"),
                Filter("due", "Due", (("late", "Late"), ("none", "No date")), any_text="Any time", more=True),
                Filter(
                    "board",
                    "Boards",
                    (("fair", "Fair Access Board"), ("eq", "Equality Board")),
                    several=True,
                    more=True,
                ),
            ),
            orders=(Order("due", "Due date"), Order("number", "Number")),
            page_size=6,
        )
        rows = [(*row[:4], date.fromisoformat(row[4]) if row[4] else None, row[5]) for row in _ACTIONS]
        found |= {"listing": listing, "page": paginate(rows, listing, found=42, total=48)}
    return found


def _shell(part: str) -> dict[str, Any]:
    places: tuple[str, ...] = ("Today", "Plans", "Assessments", "Indicators", "Boards", "Reports")
    if part == "public":
        places = ("Our equality plan", "Assessments of decisions", "Facts and figures", "Reports", "Have your say")
    return {
        "council": {"name": "Aldermere Borough Council", "logo_url": None, "is_made_up": True},
        "person": {"full_name": "Amina Rahman", "email": "amina@aldermere.example"},
        "navigation": [(text, "#", text in {"Plans", "Our equality plan"}) for text in places],
        "made_up": True,
        "home": "#",
        "colours_href": None,
        "sign_out_href": "/ui/gallery/",
        "account_href": "#",
        "footer": [(text, "#") for text in ("Help", "Words we use", "Accessibility", "Privacy")],
        "public": part == "public",
    }
