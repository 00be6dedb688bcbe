"""What administrators and officers fill in about councils, people, posts, boards and sharing.

Choices are those of the council at hand, so that the id of another council's thing is simply not a choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dueregard.domain.plans.states import Outcome, Rag, Status
from dueregard.web.organisation import queries
from dueregard.web.organisation.models import BoardMember, Council, Role
from dueregard.web.ui.components.fields import DayField, FileField

RESERVED = frozenset(
    {"account", "calendar", "councils", "healthz", "invitation", "ledger", "link", "readyz", "set-up", "sign-in"}
    | {"static", "ui"}
    | {"admin", "api", "feeds", "help", "media", "search"}  # kept free: an address that was given is never taken back
)
"""What no council may be called in its address: the first parts that the site itself uses (a test holds the two)."""

LEAST_CONTRAST = 4.5
NONE = ("", lazy("None"))


def _name(label: Any, **named: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, **named)


class TextForm(forms.Form):
    """Form whose texts lose needless spaces."""

    def clean(self) -> dict[str, Any]:
        """Tidy every text that is one line."""
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            is_line = isinstance(field, forms.CharField) and isinstance(field.widget, forms.TextInput)
            if is_line and isinstance(cleaned.get(name), str) and not isinstance(field.widget, forms.PasswordInput):
                cleaned[name] = " ".join(cleaned[name].split())
        return cleaned


class CouncilForm(TextForm):
    """The council's own details."""

    name = _name(lazy("Name of the council"))
    nation = forms.ChoiceField(
        label=lazy("Where is it?"),
        help_text=lazy("The duty to publish objectives and information differs by nation."),
        choices=Council.Nation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose the nation that the council is in")},
    )
    contact_email = forms.EmailField(
        label=lazy("E-mail address for the public"),
        help_text=lazy("Printed on public pages, for people who find a mistake or need another format."),
        required=False,
    )


class SetUpForm(CouncilForm):
    """The first council of an installation and its administrator."""

    slug = forms.SlugField(
        label=lazy("Address of its pages"),
        help_text=lazy("Small letters and hyphens, for example: aldermere. It cannot be changed later."),
        max_length=60,
    )
    full_name = _name(lazy("Your full name"))
    email = forms.EmailField(label=lazy("Your e-mail address"))
    password = forms.CharField(
        label=lazy("Password"), help_text=lazy("At least 12 characters"), widget=forms.PasswordInput, strip=False
    )
    field_order = ["name", "slug", "nation", "contact_email", "full_name", "email", "password"]

    def clean_slug(self) -> str:
        """Refuse the addresses that the site itself uses."""
        slug = str(self.cleaned_data["slug"]).lower()
        if slug in RESERVED:
            raise forms.ValidationError(_("The site itself uses this address. Choose another"))
        return slug

    def clean_password(self) -> str:
        """Hold the password to the rules of the installation."""
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])


class ColourForm(forms.Form):
    """The colour of the council's public header."""

    colour = forms.CharField(
        label=lazy("Colour"),
        help_text=lazy("As # and six signs, for example: #0e4a55. White letters must be readable on it."),
        max_length=7,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", lazy("Write the colour as # and six signs, like #0e4a55"))],
    )

    def clean_colour(self) -> str:
        """Refuse a colour on which white cannot be read."""
        colour = str(self.cleaned_data["colour"]).lower()
        ratio = queries.contrast_on_white(colour)
        if ratio < LEAST_CONTRAST:
            words = _(
                "White on this colour has a contrast of %(ratio)s : 1. It needs at least 4.5 : 1, so choose a darker"
            )
            raise forms.ValidationError(words % {"ratio": round(ratio, 1)})
        return colour


class LogoForm(forms.Form):
    """The council's logo."""

    logo = FileField(
        label=lazy("Logo"),
        help_text=lazy("PNG or JPEG, up to 200 kB"),
        max_bytes=200_000,
        endings=(".png", ".jpg", ".jpeg"),
        kinds_in_words="PNG, JPEG",
    )


class NamesForm(forms.Form):
    """Whether public pages name people."""

    show_personal_names = forms.TypedChoiceField(
        label=lazy("Should public pages name people?"),
        choices=[("no", lazy("No: posts only")), ("yes", lazy("Yes: posts and the people who hold them"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class CharacteristicsForm(forms.Form):
    """Local characteristics, one a line."""

    labels = forms.CharField(
        label=lazy("Local characteristics"),
        help_text=lazy("One a line, for example: Care experience. They are council policy and are labelled so."),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )

    def clean_labels(self) -> list[str]:
        """Give the lines that say something."""
        return [line.strip()[:100] for line in self.cleaned_data["labels"].splitlines() if line.strip()]


WORD_KINDS: dict[str, tuple[Any, type]] = {
    "status": (lazy("Statuses"), Status),
    "rag": (lazy("Colours"), Rag),
    "outcome": (lazy("Outcomes at year end"), Outcome),
}


class WordsForm(TextForm):
    """The council's own words for one list of ours."""

    def __init__(self, *args: Any, kind: str, **named: Any) -> None:
        super().__init__(*args, **named)
        for member in WORD_KINDS[kind][1]:
            ours = member.value.replace("_", " ").capitalize()
            self.fields[member.value] = forms.CharField(label=ours, max_length=60, required=False)


class StaffChoice(forms.TypedChoiceField):
    """A choice of one id from a list of the council's own."""

    def __init__(self, *, things: Iterable[tuple[UUID, str]] = (), none: bool = False, **named: Any) -> None:
        first = [("", lazy("None") if none else lazy("Choose"))]
        choices = [*first, *((str(key), words) for key, words in things)]
        super().__init__(choices=choices, coerce=UUID, empty_value=None, required=not none, **named)


class RolesForm(forms.Form):
    """Which roles somebody has."""

    roles = forms.MultipleChoiceField(
        label=lazy("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, council_id: UUID, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["directorate_id"] = StaffChoice(
            label=_("Which directorate?"),
            help_text=_("For a directorate lead"),
            things=[(each.id, each.name) for each in queries.directorates(council_id)],
            none=True,
        )

    def clean(self) -> dict[str, Any]:
        """A lead needs a directorate."""
        cleaned = super().clean() or self.cleaned_data
        if Role.DIRECTORATE_LEAD in cleaned.get("roles", []) and not cleaned.get("directorate_id"):
            self.add_error("directorate_id", _("Choose the directorate that this person leads"))
        return cleaned


class InviteForm(RolesForm, TextForm):
    """Who is asked to join, and as what."""

    full_name = _name(lazy("Full name"))
    email = forms.EmailField(label=lazy("E-mail address"))

    def __init__(self, *args: Any, council_id: UUID, **named: Any) -> None:
        super().__init__(*args, council_id=council_id, **named)
        vacant = [(each.id, each.title) for each in queries.posts(council_id) if not each.council]
        self.fields["post_id"] = StaffChoice(
            label=_("Post"), help_text=_("The person owns the actions of the post"), things=vacant, none=True
        )
        self.order_fields(["full_name", "email", "roles", "directorate_id", "post_id"])

    def clean(self) -> dict[str, Any]:
        """Something must be given."""
        cleaned = super().clean()
        if not cleaned.get("roles") and not cleaned.get("post_id") and "roles" not in self.errors:
            self.add_error("roles", _("Choose at least one role, or a post"))
        return cleaned


class AcceptForm(TextForm):
    """How an invited person comes in."""

    full_name = _name(lazy("Your full name"))
    password = forms.CharField(
        label=lazy("Password"),
        help_text=lazy("At least 12 characters. You may leave it empty: then we send a code each time you sign in."),
        widget=forms.PasswordInput,
        required=False,
        strip=False,
    )

    def clean_password(self) -> str:
        """Hold a password to the rules of the installation."""
        password = str(self.cleaned_data["password"] or "")
        if password:
            validate_password(password)
        return password


class PersonForm(TextForm):
    """A person's name and address, as an administrator changes them."""

    full_name = _name(lazy("Full name"))
    email = forms.EmailField(label=lazy("E-mail address"))


class ConfirmForm(forms.Form):
    """A box that starts empty, for what cannot be done by mistake."""

    sure = forms.BooleanField(error_messages={"required": lazy("Tick the box if you are sure")})

    def __init__(self, *args: Any, words: str, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["sure"].label = words


class BringBackForm(forms.Form):
    """Which role somebody comes back with."""

    role = forms.ChoiceField(
        label=lazy("With which role?"),
        choices=[choice for choice in Role.choices if choice[0] != Role.DIRECTORATE_LEAD],
        widget=forms.RadioSelect,
    )


class NameForm(TextForm):
    """A directorate's or team's name."""

    name = _name(lazy("Name"))


class PostForm(TextForm):
    """A post and where it is."""

    title = _name(lazy("Title"), help_text=lazy("For example: Housing Options Manager"))

    def __init__(self, *args: Any, council_id: UUID, **named: Any) -> None:
        super().__init__(*args, **named)
        found = queries.directorates(council_id)
        teams = [(team.id, f"{each.name}: {team.name}") for each in found for team in each.teams]
        partners = [(each.id, each.name) for each in queries.partners(council_id)]
        self.fields["directorate_id"] = StaffChoice(
            label=_("Directorate"), things=[(each.id, each.name) for each in found], none=True
        )
        self.fields["team_id"] = StaffChoice(label=_("Team or service"), things=teams, none=True)
        self.fields["partner_id"] = StaffChoice(label=_("Or at a partner organisation"), things=partners, none=True)

    def clean(self) -> dict[str, Any]:
        """A post is in the council or at a partner."""
        cleaned = super().clean()
        if cleaned.get("partner_id") and (cleaned.get("directorate_id") or cleaned.get("team_id")):
            self.add_error("partner_id", _("A post is in a directorate or at a partner, not both"))
        return cleaned


class HolderForm(forms.Form):
    """Who holds a post, from when."""

    since = DayField(label=lazy("From"), help_text=lazy("For example, 31 3 2027"), name_in_errors="The first day")

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["person_id"] = StaffChoice(label=_("Who?"), things=people)
        self.order_fields(["person_id", "office", "since"])


class SeatForm(HolderForm):
    """Who sits on a board, as what."""

    office = forms.ChoiceField(label=lazy("As"), choices=BoardMember.Office.choices, widget=forms.RadioSelect)


class BoardForm(TextForm):
    """A board."""

    name = _name(lazy("Name"), help_text=lazy("For example: Fair Access Board"))
    purpose = forms.CharField(
        label=lazy("What it does"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )


class PartnerForm(TextForm):
    """A partner organisation."""

    name = _name(lazy("Name of the organisation"))

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["contact_id"] = StaffChoice(
            label=_("Contact"), help_text=_("Somebody who can sign in here"), things=people, none=True
        )


class OfferForm(TextForm):
    """What is offered to which council, and why."""

    purpose = forms.CharField(
        label=lazy("What for?"), help_text=lazy("For example: one HR service for both councils"), max_length=300
    )

    def __init__(self, *args: Any, council_id: UUID, **named: Any) -> None:
        super().__init__(*args, **named)
        posts = [(f"post:{each.id}", each.title) for each in queries.posts(council_id) if not each.council]
        teams = [
            (f"team:{team.id}", f"{each.name}: {team.name}")
            for each in queries.directorates(council_id)
            for team in each.teams
        ]
        boards = [(f"board:{each.id}", each.name) for each in queries.boards(council_id) if not each.council]
        groups = [(_("Services"), teams), (_("Posts"), posts), (_("Boards"), boards)]
        others = [(each.slug, each.name) for each in queries.other_councils(council_id)]
        self.fields["thing"] = forms.ChoiceField(
            label=_("What do you want to share?"), choices=[("", _("Choose")), *(group for group in groups if group[1])]
        )
        self.fields["receiver_slug"] = forms.ChoiceField(
            label=_("With which council?"), choices=[("", _("Choose")), *others]
        )
        self.order_fields(["thing", "receiver_slug", "purpose"])


class StaffListForm(forms.Form):
    """A list of staff."""

    file = FileField(
        label=lazy("List of staff"),
        help_text=lazy("A CSV file with the columns E-mail, Name, Post, Directorate, Role and End date"),
        max_bytes=2_000_000,
        endings=(".csv", ".txt"),
        kinds_in_words="CSV",
    )
