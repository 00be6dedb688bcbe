"""Forms are drawn with GOV.UK's markup, keep what was typed, choose nothing, and say in words what to put right."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import engines
from selectolax.lexbor import LexborHTMLParser

from dueregard.web.ui.components import DayField, FileField, FilesField


class Everything(forms.Form):
    name = forms.CharField(label="What is it called?", help_text="A few <words>", max_length=20)
    words = forms.CharField(label="Words", widget=forms.Textarea, required=False)
    due = DayField(label="When is it due?", name_in_errors="The due date")
    effect = forms.ChoiceField(
        label="Effect", choices=[("", "---"), ("p", "Positive"), ("n", "Negative")], widget=forms.RadioSelect
    )
    groups = forms.MultipleChoiceField(
        label="Groups", choices=[("a", "Age"), ("d", "Disability")], widget=forms.CheckboxSelectMultiple
    )
    team = forms.ChoiceField(label="Team", choices=[("", "Choose one"), ("North", [("n1", "One"), ("n2", "Two")])])
    sure = forms.BooleanField(label="I am sure", required=False)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    unseen = forms.CharField(widget=forms.HiddenInput, required=False)


def _drawn(form: forms.Form, body: str = "{{ forms.errors(form) }}{{ forms.fields(form) }}") -> LexborHTMLParser:
    head = '{% import "ui/forms.jinja" as forms %}'
    return LexborHTMLParser(engines["jinja2"].from_string(head + body).render({"form": form}))


def test_every_field_has_a_label_or_legend() -> None:
    page = _drawn(Everything())

    for field in page.css("input:not([type=hidden]), select, textarea"):
        assert page.css_first(f'label[for="{field.attributes["id"]}"]') is not None, field.html
    assert [each.text(strip=True) for each in page.css("legend")] == ["When is it due?", "Effect", "Groups"]


def test_nothing_is_chosen_for_anyone() -> None:
    page = _drawn(Everything())

    assert page.css("[checked]") == []
    assert [radio.attributes["value"] for radio in page.css("input[type=radio]")] == ["p", "n"]
    assert [option.attributes["value"] for option in page.css("option[selected]")] == [""]


def test_hints_are_tied_to_their_field_and_escaped() -> None:
    page = _drawn(Everything())

    assert page.css_first("#id_name").attributes["aria-describedby"] == "id_name-hint"
    assert page.css_first("#id_name-hint").text(strip=True) == "A few <words>"
    assert "<words>" not in (page.html or "")


def test_what_was_typed_stays() -> None:
    typed = {
        "name": '"><script>', "words": " one\n two\n", "due-day": "31", "due-month": "Feb", "due-year": "2027",
        "effect": "n", "groups": ["d"], "team": "n2", "sure": "on", "secret": "hush",
    }  # fmt: skip
    page = _drawn(Everything(typed))

    assert page.css_first("#id_name").attributes["value"] == '"><script>'
    assert page.css_first("#id_words").text() == " one\n two\n"
    boxes = [page.css_first(f"#id_due-{part}") for part in ("day", "month", "year")]
    assert [box.attributes["value"] for box in boxes] == ["31", "Feb", "2027"]
    assert [each.attributes["value"] for each in page.css("[checked]")] == ["n", "d", "on"]
    assert page.css_first("option[selected]").attributes["value"] == "n2"
    assert not page.css_first("#id_secret").attributes.get("value")


def test_errors_are_summed_up_and_each_leads_to_its_field() -> None:
    page = _drawn(Everything({"due-day": "31"}))

    links = [(a.text(strip=True), a.attributes["href"]) for a in page.css(".govuk-error-summary a")]
    assert links == [
        ("Fill in: What is it called?", "#id_name"),
        ("The due date must include a month and a year", "#id_due-day"),
        ("Choose an answer: Effect", "#id_effect"),
        ("Choose an answer: Groups", "#id_groups"),
        ("Choose an answer: Team", "#id_team"),
    ]
    for _words, href in links:
        assert page.css_first(href) is not None
    assert page.css_first("#id_name").attributes["aria-describedby"] == "id_name-hint id_name-error"
    assert len(page.css(".govuk-form-group--error")) == 5


def test_errors_of_the_whole_form_have_no_link() -> None:
    form = Everything({})
    form.add_error(None, "The plan was changed by someone else while you typed")
    page = _drawn(form)

    assert page.css_first(".govuk-error-summary li").text(strip=True).startswith("The plan was changed")
    assert page.css_first(".govuk-error-summary li").css_first("a") is None


def test_a_form_without_errors_has_no_summary() -> None:
    assert _drawn(Everything()).css_first(".govuk-error-summary") is None


def test_hints_and_words_between_choices() -> None:
    body = '{{ forms.field(form["effect"], hints={"p": "It helps"}, dividers={"n": "or"}) }}'
    page = _drawn(Everything(), body)

    assert page.css_first("#id_effect-item-hint").text(strip=True) == "It helps"
    assert page.css_first(".govuk-radios__divider").text(strip=True) == "or"


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (("31", "3", "2027"), date(2027, 3, 31)),
        (("1", "March", "2027"), date(2027, 3, 1)),
        (("01", "sept.", "2027"), date(2027, 9, 1)),
        ((" 29 ", "02", "2028"), date(2028, 2, 29)),
        (("٣", "٤", "٢٠٢٧"), date(2027, 4, 3)),
    ],
)
def test_days_as_people_write_them(parts: tuple[str, str, str], found: date) -> None:
    assert DayField().clean(parts) == found


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("", "", ""), "The due date is missing"),
        (("31", "", ""), "The due date must include a month and a year"),
        (("31", "2", "2027"), "The due date must be a real date, such as 31 3 2027"),
        (("3", "4", "27"), "The due date must be a real date, such as 31 3 2027"),
        (("3", "13", "2027"), "The due date must be a real date, such as 31 3 2027"),
        (("x", "Marchember", "20x7"), "The due date must be a real date, such as 31 3 2027"),
        (("3", "Marchember", "2027"), "The due date must be a real date, such as 31 3 2027"),
        (("3", "Ma", "2027"), "The due date must be a real date, such as 31 3 2027"),
    ],
)
def test_days_that_are_none(parts: tuple[str, str, str], words: str) -> None:
    with pytest.raises(forms.ValidationError) as told:
        DayField(name_in_errors="The due date").clean(parts)

    assert told.value.messages == [words]


def test_a_day_may_be_left_out_where_the_form_allows() -> None:
    assert DayField(required=False).clean(("", "", "")) is None


def test_a_day_known_before_is_in_the_boxes_and_unchanged() -> None:
    class One(forms.Form):
        due = DayField()

    form = One({"due-day": "31", "due-month": "03", "due-year": "2027"}, initial={"due": date(2027, 3, 31)})
    page = _drawn(One(initial={"due": date(2027, 3, 31)}), '{{ forms.field(form["due"]) }}')

    assert not form.has_changed()
    assert [box.attributes["value"] for box in page.css("input")] == ["31", "3", "2027"]


def _upload(name: str, size: int = 3) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x" * size)


def test_files_are_held_to_their_limits() -> None:
    field = FileField(max_bytes=1_000_000, endings=(".pdf", ".docx"), kinds_in_words="PDF or Word")

    assert field.clean(_upload("Report.PDF")).name == "Report.PDF"
    with pytest.raises(forms.ValidationError, match="The file must be one of: PDF or Word"):
        field.clean(_upload("report.exe"))
    with pytest.raises(forms.ValidationError, match="The file must be smaller than 1 MB"):
        field.clean(_upload("report.pdf", 1_000_001))


def test_several_files_are_each_held() -> None:
    field = FilesField(max_bytes=10, endings=(".pdf",), kinds_in_words="PDF", required=False)

    assert [file.name for file in field.clean([_upload("a.pdf"), _upload("b.pdf")])] == ["a.pdf", "b.pdf"]
    assert field.clean([]) == []
    with pytest.raises(forms.ValidationError):
        field.clean([_upload("a.pdf"), _upload("b.exe")])
